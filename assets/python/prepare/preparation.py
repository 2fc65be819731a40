"""The preparation of a run: rows to what the model takes, and what it answers back to classes and numbers."""

import json
import math
import re
import zipfile
from pathlib import Path

import numpy as np

from .cells import Lookup, PreparationError, category_order
from .features import FEATURES
from .steps import apply_steps, undo_steps
from .table import Table, columns_of, count_rows, read_columns, tells_next_token
from .tokenizers import tokenizer_of

VERSIONS = (3, 4)


class Preparation:
    """How rows become what a model takes, and what the model answers becomes classes and numbers again."""

    def __init__(self, saved: dict):
        version = saved.get("version")
        if version not in VERSIONS or "model" not in saved:
            received = f"version {version}" if version not in VERSIONS else "an older export; export the run again"
            raise PreparationError(f"The preparation cannot be read. Expected: version 3 or 4. Received: {received}.")
        self.saved = saved
        self._features = {name: saved["features"][name] for name in saved["model"]["inputs"].values()}

    def prepare(self, rows, folder: str | Path = ".") -> dict[str, np.ndarray]:
        """Rows as the model takes them: one array for each of its Inputs, by the Input's name, which `model.predict` takes as it is.

        `rows` is a data frame, a dict of columns, or a list of dicts. Where the model takes a single text, image or array, a list of those
        does; an image is a path, an image of Pillow, or an array of bytes. Paths of images are from `folder` on. Of time series comes
        the last window of each (`rows_of` says whose row it ends in).
        """
        columns = self._columns(rows)
        taken = self._taken(columns)
        table = Table(self.saved, columns, taken.ravel(), folder)
        arrays = {}
        for name, feature in self._features.items():
            array = FEATURES[feature["kind"]](table, name, feature)
            if self.saved["windows"] is not None:
                array = array.reshape(*taken.shape, *(() if feature["kind"] == "index" else array.shape[1:]))
            arrays[name] = array
        return {given: arrays[name] for given, name in self.saved["model"]["inputs"].items()}

    def predict(self, model, rows, folder: str | Path = ".") -> dict:
        """The answers of a Keras model to rows: `prepare`, `model.predict` and `answers`."""
        arrays = list(self.prepare(rows, folder).values())
        if len(arrays[0]) == 0:
            raise PreparationError("There is nothing to predict. Expected: one row or more. Received: no rows.")
        return self.answers(model.predict(arrays if len(arrays) > 1 else arrays[0], verbose=0))

    def rows_of(self, rows) -> np.ndarray:
        """The numbers, from 0, of the rows that `prepare` gives samples of: all of them, or the last of each series."""
        return self._taken(self._columns(rows))[:, -1]

    def targets(self, rows) -> dict[str, np.ndarray]:
        """The right answers by the name of the target, as training has them: numbers of classes, -1 for one that is unknown, or numbers
        after their steps. A target whose column is not among the rows is left out."""
        if self.saved["windows"] is not None:
            raise PreparationError("What a window tells of lies after the last row: rows of time series have no targets.")
        columns = read_columns(rows, self.wanted())
        table = Table(self.saved, columns, np.arange(count_rows(columns)))
        found = {}
        for name, target in self.saved["targets"].items():
            if target["kind"] == "next-token" or target["column"] not in columns:
                continue
            if target["kind"] == "classes":
                cells = table.categories(target["column"])
                places = Lookup(target["classes"])
                found[name] = np.array([places.find(cell, -1) for cell in cells], np.int32)
            else:
                numbers = table.numbers(target["column"])
                after = apply_steps(target.get("steps") or [], "numbers", numbers.reshape(len(numbers), -1))
                found[name] = after.data.astype(np.float32).reshape(len(numbers), *(target.get("shape") or ()))
        return found

    def answers(self, predictions) -> dict:
        """What the model answered, by the name of the target: names of classes, tokens as text, or numbers in the target's own unit.

        `predictions` is what `model.predict` gives: an array, or a list of them for several Outputs.
        """
        outputs = self.saved["model"]["outputs"]
        if isinstance(predictions, dict):
            predictions = [predictions[output["name"]] for output in outputs]
        arrays = list(predictions) if isinstance(predictions, (list, tuple)) else [predictions]
        if len(arrays) != len(outputs):
            raise PreparationError(f"The model has {len(outputs)} Outputs. Received: {len(arrays)} arrays.")
        return {
            output["target"]: self._answers_of(self.saved["targets"][output["target"]], output["threshold"], np.asarray(array))
            for output, array in zip(outputs, arrays, strict=True)
        }

    def _answers_of(self, target: dict, threshold: float | None, array: np.ndarray) -> np.ndarray | list[str]:
        if target["kind"] == "number":
            numbers = undo_steps(target.get("steps") or [], array.astype(np.float64).reshape(len(array), -1))
            return numbers.reshape(len(array), *(target.get("shape") or ()))
        if target["kind"] == "classes":
            names = target["classes"]
        else:
            names = tokenizer_of(self.saved["features"][target["feature"]]).names()
        if threshold is not None and math.prod(array.shape[1:]) == 1:
            return [names[int(value > threshold)] for value in array.ravel()]
        if array.shape[1:] != (len(names),):
            raise PreparationError(f"An answer is one number for each of {len(names)} classes. Received: {array.shape[1:]}.")
        return [names[place] for place in array.argmax(axis=1)]

    def wanted(self) -> list[str]:
        """The columns that the model takes."""
        return [column for name, feature in self._features.items() for column in columns_of(name, feature)]

    def _columns(self, rows) -> dict:
        """The columns of rows, among which are all that the model takes and that rows are ordered by."""
        wanted = self.wanted()
        columns = read_columns(rows, wanted)
        windows = self.saved["windows"] or {}
        guides = [windows["time"]["column"]] if windows.get("time") else []
        guides += [windows["series"]] if windows.get("series") else []
        for column in [*wanted, *guides]:
            if column not in columns:
                expected, received = ", ".join(dict.fromkeys([*wanted, *guides])), ", ".join(map(str, columns))
                raise PreparationError(f'The column "{column}" is missing. Expected: {expected}. Received: {received}.')
        if tells_next_token(self.saved):
            # A line end at the very end, which editors put there, is no part of a text.
            columns = {**columns, **{name: [re.sub(r"\r?\n?\Z", "", text) for text in columns[name]] for name in wanted}}
        return columns

    def _taken(self, columns: dict) -> np.ndarray:
        """The rows that samples are made of, one sample after the other."""
        count, windows = count_rows(columns), self.saved["windows"]
        if windows is None:
            return np.arange(count)[:, None]
        table = Table(self.saved, columns, np.arange(count))
        series, time = [""] * count, np.zeros(count)
        if windows["series"] is not None:
            series = table.categories(windows["series"])
        if windows["time"] is not None:
            read = table.dates if windows["time"]["kind"] == "date" else table.numbers
            time = read(windows["time"]["column"])
        groups = {}
        for row, (name, when) in enumerate(zip(series, time, strict=True)):
            if name is None or math.isnan(when):
                column = windows["series"] if name is None else windows["time"]["column"]
                raise PreparationError(f'Rows are ordered by "{column}". Received: an empty cell in row {row + 1}.')
            groups.setdefault(name, []).append(row)
        taken = []
        for name in sorted(groups, key=category_order):
            ordered = sorted(groups[name], key=lambda row: time[row])
            if len(ordered) < windows["length"]:
                of = f'the series "{name}"' if name else "the rows"
                raise PreparationError(f"A window has {windows['length']} rows. Received: {len(ordered)} in {of}.")
            taken.append(ordered[-windows["length"] :])
        return np.array(taken, int).reshape(-1, windows["length"])


def load(path: str | Path) -> Preparation:
    """Reads a preparation: from `preparation.json`, from a folder that has it, or out of a `.keras` file."""
    path = Path(path)
    if path.is_dir():
        path = path / "preparation.json"
    if path.suffix == ".py":
        path = path.with_name("preparation.json")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if "preparation.json" not in archive.namelist():
                raise PreparationError(f"{path} has no preparation.json. Expected: a model exported from Layerloom.")
            return Preparation(json.loads(archive.read("preparation.json")))
    return Preparation(json.loads(path.read_text(encoding="utf-8")))
