"""Prepares rows of data for a model that was exported from Layerloom, as its run prepared them, and reads the model's answers.

    import keras, prepare

    preparation = prepare.load("model.keras")    # or the preparation.json of a folder
    model = keras.saving.load_model("model.keras")
    answers = preparation.predict(model, rows)

or step by step, `preparation.answers(model.predict(preparation.prepare(rows)))`, or as a program, which prints the answers as CSV:

    python prepare.py model.keras rows.csv

It needs Python 3.10 and NumPy; Pillow where the model takes images. Data frames of pandas are taken, and nothing of pandas is needed.
"""

import csv
import datetime
import functools
import heapq
import io
import json
import math
import os
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

import numpy as np

VERSIONS = (3, 4)


class PreparationError(ValueError):
    """Rows that do not fit the model: says the column and the row, what was expected, and what came."""


def load(path):
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


class Preparation:
    """How rows become what a model takes, and what the model answers becomes classes and numbers again."""

    def __init__(self, saved):
        version = saved.get("version")
        if version not in VERSIONS or "model" not in saved:
            received = f"version {version}" if version not in VERSIONS else "an older export; export the run again"
            raise PreparationError(f"The preparation cannot be read. Expected: version 3 or 4. Received: {received}.")
        self.saved = saved
        self._features = {name: saved["features"][name] for name in saved["model"]["inputs"].values()}

    def prepare(self, rows, folder="."):
        """Rows as the model takes them: one array for each of its Inputs, by the Input's name, which `model.predict` takes as it is.

        `rows` is a data frame, a dict of columns, or a list of dicts. Where the model takes a single text, image or array, a list of those
        does; an image is a path, an image of Pillow, or an array of bytes. Paths of images are from `folder` on. Of time series comes
        the last window of each (`rows_of` says whose row it ends in).
        """
        columns = self._columns(rows)
        taken = self._taken(columns)
        table = _Table(self.saved, columns, taken.ravel(), folder)
        arrays = {}
        for name, feature in self._features.items():
            array = _FEATURES[feature["kind"]](table, name, feature)
            if self.saved["windows"] is not None:
                array = array.reshape(*taken.shape, *(() if feature["kind"] == "index" else array.shape[1:]))
            arrays[name] = array
        return {given: arrays[name] for given, name in self.saved["model"]["inputs"].items()}

    def predict(self, model, rows, folder="."):
        """The answers of a Keras model to rows: `prepare`, `model.predict` and `answers`."""
        arrays = list(self.prepare(rows, folder).values())
        if len(arrays[0]) == 0:
            raise PreparationError("There is nothing to predict. Expected: one row or more. Received: no rows.")
        return self.answers(model.predict(arrays if len(arrays) > 1 else arrays[0], verbose=0))

    def rows_of(self, rows):
        """The numbers, from 0, of the rows that `prepare` gives samples of: all of them, or the last of each series."""
        return self._taken(self._columns(rows))[:, -1]

    def targets(self, rows):
        """The right answers by the name of the target, as training has them: numbers of classes, -1 for one that is unknown, or numbers
        after their steps. A target whose column is not among the rows is left out."""
        if self.saved["windows"] is not None:
            raise PreparationError("What a window tells of lies after the last row: rows of time series have no targets.")
        columns = _read_columns(rows, self.wanted())
        table = _Table(self.saved, columns, np.arange(_count(columns)))
        found = {}
        for name, target in self.saved["targets"].items():
            if target["kind"] == "next-token" or target["column"] not in columns:
                continue
            if target["kind"] == "classes":
                cells = table.categories(target["column"])
                places = _Lookup(target["classes"])
                found[name] = np.array([places.find(cell, -1) for cell in cells], np.int32)
            else:
                numbers = table.numbers(target["column"])
                after = _apply(target.get("steps") or [], "numbers", numbers.reshape(len(numbers), -1))
                found[name] = after.data.astype(np.float32).reshape(len(numbers), *(target.get("shape") or ()))
        return found

    def answers(self, predictions):
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
            for output, array in zip(outputs, arrays)
        }

    def _answers_of(self, target, threshold, array):
        if target["kind"] == "number":
            numbers = _undo(target.get("steps") or [], array.astype(np.float64).reshape(len(array), -1))
            return numbers.reshape(len(array), *(target.get("shape") or ()))
        if target["kind"] == "classes":
            names = target["classes"]
        else:
            names = _tokenizer_of(self.saved["features"][target["feature"]]).names()
        if threshold is not None and math.prod(array.shape[1:]) == 1:
            return [names[int(value > threshold)] for value in array.ravel()]
        if array.shape[1:] != (len(names),):
            raise PreparationError(f"An answer is one number for each of {len(names)} classes. Received: {array.shape[1:]}.")
        return [names[place] for place in array.argmax(axis=1)]

    def wanted(self):
        """The columns that the model takes."""
        return [column for name, feature in self._features.items() for column in _columns_of(name, feature)]

    def _columns(self, rows):
        wanted = self.wanted()
        columns = _read_columns(rows, wanted)
        windows = self.saved["windows"] or {}
        guides = [windows["time"]["column"]] if windows.get("time") else []
        guides += [windows["series"]] if windows.get("series") else []
        for column in [*wanted, *guides]:
            if column not in columns:
                expected, received = ", ".join(dict.fromkeys([*wanted, *guides])), ", ".join(map(str, columns))
                raise PreparationError(f'The column "{column}" is missing. Expected: {expected}. Received: {received}.')
        if _tells_next_token(self.saved):
            # A line end at the very end, which editors put there, is no part of a text.
            columns = {**columns, **{name: [re.sub(r"\r?\n?\Z", "", text) for text in columns[name]] for name in wanted}}
        return columns

    def _taken(self, columns):
        """The rows that samples are made of, one sample after the other."""
        count, windows = _count(columns), self.saved["windows"]
        if windows is None:
            return np.arange(count)[:, None]
        table = _Table(self.saved, columns, np.arange(count))
        series, time = [""] * count, np.zeros(count)
        if windows["series"] is not None:
            series = table.categories(windows["series"])
        if windows["time"] is not None:
            read = table.dates if windows["time"]["kind"] == "date" else table.numbers
            time = read(windows["time"]["column"])
        groups = {}
        for row, (name, when) in enumerate(zip(series, time)):
            if name is None or math.isnan(when):
                column = windows["series"] if name is None else windows["time"]["column"]
                raise PreparationError(f'Rows are ordered by "{column}". Received: an empty cell in row {row + 1}.')
            groups.setdefault(name, []).append(row)
        taken = []
        for name in sorted(groups, key=_category_order):
            ordered = sorted(groups[name], key=lambda row: time[row])
            if len(ordered) < windows["length"]:
                of = f'the series "{name}"' if name else "the rows"
                raise PreparationError(f"A window has {windows['length']} rows. Received: {len(ordered)} in {of}.")
            taken.append(ordered[-windows["length"] :])
        return np.array(taken, int).reshape(-1, windows["length"])


# ---- rows -----------------------------------------------------------------------------------------------------------------------------


def _tells_next_token(saved):
    return any(target["kind"] == "next-token" for target in saved["targets"].values())


def _columns_of(name, feature):
    if feature["kind"] == "numbers":
        return [column["column"] for column in feature["columns"]]
    return [name if feature["kind"] == "image" else feature["column"]]


def _read_columns(rows, wanted):
    """Rows of any form as a dict of columns."""
    if hasattr(rows, "columns") and hasattr(rows, "iloc"):
        return {str(name): _series(rows[name]) for name in rows.columns}
    if isinstance(rows, dict):
        return {str(name): column for name, column in rows.items()}
    if isinstance(rows, (str, Path)):
        rows = [rows]
    if hasattr(rows, "iloc"):
        rows = _series(rows)
    if len(rows) > 0 and isinstance(rows[0], dict):
        names = dict.fromkeys(name for row in rows for name in row)
        return {name: [row.get(name) for row in rows] for name in names}
    if len(set(wanted)) == 1:
        return {wanted[0]: rows}
    raise PreparationError(f"Rows have the columns {', '.join(wanted)}. Received: {type(rows).__name__} without columns.")


def _series(series):
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iufbM":
        return series.to_numpy()
    return list(series.astype(object).where(series.notna(), None))


def _count(columns):
    counts = {len(column) for column in columns.values()}
    if len(counts) > 1:
        raise PreparationError(f"Columns are as long as each other. Received: {sorted(counts)} rows.")
    return counts.pop() if counts else 0


EMPTY = re.compile(r"\s*(?:|na|n/a|#n/a|nan|null|\?)\s*", re.I)
EMPTY_NUMBER = re.compile(r"\s*(?:|na|n/a|#n/a|nan|null|\?|none|-)\s*", re.I)
NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*", re.I | re.A)
COMMA_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.A)
COMMA_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?(?:e[+-]?\d+)?", re.I | re.A)
# What shows how numbers are written: only a comma, or only a point, can stand before the fraction.
SHOWS_COMMA = re.compile(r"(?![+-]?[1-9]\d{0,2}(?:,\d{3})+\Z)[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+", re.A)
SHOWS_POINT = re.compile(r"(?![+-]?[1-9]\d{0,2}(?:\.\d{3})+\Z)[+-]?(?:\d*|\d{1,3}(?:,\d{3})+)\.\d+(?:[eE][+-]?\d+)?", re.A)
DATE = re.compile(
    r"\s*(\d{4})([-/\\ ])(\d{1,2})\2(\d{1,2})"
    r"(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?\s*(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?\s*",
    re.A,
)
YEAR_LAST = re.compile(
    r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})((?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*)", re.A
)
CHINESE_DAY = re.compile(r"\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*", re.A)
EPOCH = datetime.datetime(1970, 1, 1)


def _is_empty(cell, pattern=EMPTY):
    if isinstance(cell, str):
        return pattern.fullmatch(cell) is not None
    if isinstance(cell, (float, np.floating)):
        return math.isnan(cell)
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


class _Table:
    """Some rows of columns, read as numbers, dates, categories or texts."""

    def __init__(self, saved, columns, rows, folder="."):
        self.columns, self.rows, self.folder = columns, rows, Path(folder)
        self.shown = self.orders = None
        self.known = saved.get("notations") or {}
        # The next token follows the last of a text, wherever else texts are cut.
        self.takes_last = _tells_next_token(saved)

    def cells(self, column):
        """The cells of the rows: an array of numbers or dates where the column is one, else a list."""
        cells = self.columns[column]
        if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufbM":
            return cells[self.rows]
        return [cells[row] for row in self.rows]

    def numbers(self, column):
        """NaN where a cell is empty."""
        cells = self.cells(column)
        if isinstance(cells, np.ndarray) and cells.dtype.kind != "M":
            numbers = cells.astype(np.float64)
            return np.where(np.isfinite(numbers), numbers, np.nan)
        notation = self._notation(column)
        return self._each(column, cells, "a number", lambda cell: _number(cell, notation))

    def dates(self, column):
        """Milliseconds since the beginning of 1970, in the time that is written; NaN where a cell is empty."""
        cells = self.cells(column)
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
            return np.where(np.isnat(cells), np.nan, cells.astype("datetime64[ms]").astype(np.float64))
        order = self._order(column)
        return self._each(column, cells, "a date", lambda cell: _date(cell, order))

    def categories(self, column):
        """Texts without the blanks around them, and values of other types; None where a cell is empty."""
        return [None if _is_empty(cell) else cell.strip(" ") if isinstance(cell, str) else cell for cell in self.cells(column)]

    def texts(self, column):
        return ["" if cell is None or (not isinstance(cell, str) and _is_empty(cell)) else str(cell) for cell in self.cells(column)]

    def _each(self, column, cells, expected, read):
        numbers = np.empty(len(cells))
        for at, cell in enumerate(cells):
            number = read(cell)
            if number is None:
                where = f'Column "{column}", row {self.rows[at] + 1}'
                raise PreparationError(f"{where} has something else. Expected: {expected}. Received: {str(cell)[:60]!r}.")
            numbers[at] = number
        return numbers

    def _notation(self, column):
        """How numbers are written: by what the column's own cells show, else the others where they agree, else as in training."""
        if self.shown is None:
            self.shown = {name: _shown(cells) for name, cells in self.columns.items()}
        known = self.known.get(column)
        return self.shown[column] or _agreed(self.shown) or (known if known == "comma" else "point")

    def _order(self, column):
        """Whether the day or the month comes first where the year comes last: by what the column's own cells show, else as in training, else by
        the other columns where they agree. None where they contradict each other."""
        if self.orders is None:
            self.orders = {name: _shown_order(cells) for name, cells in self.columns.items()}
        known, own = self.known.get(column), self.orders[column]
        if own == "both":
            return None
        agreed = _agreed({name: order for name, order in self.orders.items() if order != "both"})
        return own or (known if known in ("day-first", "month-first") else agreed or "month-first")


def _agreed(shown):
    told = set(shown.values()) - {None}
    return told.pop() if len(told) == 1 else None


def _shown_order(cells):
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufbM":
        return None
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and len(cell) < 40]
    found = [date.groups()[:3] for date in map(YEAR_LAST.fullmatch, texts) if date]
    days = any(int(one) > 12 >= int(two) for one, _, two in found)
    months = any(int(two) > 12 >= int(one) for one, _, two in found)
    if days and months:
        return "both"
    return "month-first" if months else "day-first" if days or any(sign == "." for _, sign, _ in found) else None


def _shown(cells):
    if isinstance(cells, np.ndarray):
        return None
    texts = [cell.strip() for cell in cells if isinstance(cell, str) and len(cell) < 40 and ("," in cell or "." in cell)]
    comma = any(SHOWS_COMMA.fullmatch(text) for text in texts)
    point = any(SHOWS_POINT.fullmatch(text) for text in texts)
    return "either" if comma and point else "comma" if comma else "point" if point else None


def _number(cell, notation):
    if _is_empty(cell, EMPTY_NUMBER):
        return math.nan
    if isinstance(cell, str):
        if notation == "comma":
            cell = cell.replace(".", "").replace(",", ".") if COMMA_NUMBER.fullmatch(cell.strip()) else ""
        elif notation == "either":
            cell = cell.replace(",", ".")
        elif COMMA_THOUSANDS.fullmatch(cell.strip()):
            cell = cell.replace(",", "")
        if not NUMBER.fullmatch(cell):
            return None
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None if isinstance(cell, str) else math.nan


def _date(cell, order=None):
    if _is_empty(cell):
        return math.nan
    if isinstance(cell, datetime.datetime):
        return _milliseconds(cell)
    if isinstance(cell, datetime.date):
        return (cell - EPOCH.date()).days * DAY
    if isinstance(cell, np.datetime64):
        return float(cell.astype("datetime64[ms]").astype(np.int64))
    found = DATE.fullmatch(_with_year_first(cell, order)) if isinstance(cell, str) else None
    if found is None:
        return None
    year, _, month, day, hour, minute, second, fraction = found.groups()
    time = [int(part or 0) for part in (year, month, day, hour, minute, second, f"{fraction or ''}000000"[:6])]
    # The hour 24 is the midnight that a day ends with, as in ISO 8601.
    ends_day = time[3:] == [24, 0, 0, 0]
    try:
        date = datetime.datetime(*time[:3], *([] if ends_day else time[3:]))
        return _milliseconds(date + datetime.timedelta(days=ends_day))
    except (ValueError, OverflowError):
        return None


def _with_year_first(cell, order):
    found = YEAR_LAST.fullmatch(cell) if order and len(cell) < 40 else None
    if found is not None:
        one, _, two, year, clock = found.groups()
        return "-".join((year, two, one) if order == "day-first" else (year, one, two)) + clock
    return CHINESE_DAY.sub(r"\1-\2-\3 ", cell, count=1) if CHINESE_DAY.match(cell) else cell


def _milliseconds(time):
    """Since the beginning of 1970, in the time that is written: time zones are left aside."""
    microseconds = (time.replace(tzinfo=None) - EPOCH) // datetime.timedelta(microseconds=1)
    return int(microseconds / 1000)


class _Lookup:
    """Places of categories: texts by what they are, other values as they are written in files, numbers also by their size."""

    def __init__(self, names):
        self.by_name = {name: place for place, name in reversed(list(enumerate(names)))}
        self.by_number, self.by_small = {}, {}
        for place, name in reversed(list(enumerate(names))):
            self.by_small[name.lower()] = place
            if NUMBER.fullmatch(name):
                self.by_number[float(name)] = place

    def find(self, value, otherwise):
        if isinstance(value, str):
            return self.by_name.get(value, otherwise)
        if isinstance(value, (bool, np.bool_)):
            return self.by_small.get(str(value).lower(), otherwise)
        if isinstance(value, (int, float, np.number)):
            return self.by_number.get(float(value), otherwise)
        return self.by_name.get(str(value), otherwise)


def _category_order(name):
    """Numbers by size and before words, words by their characters as UTF-16 has them."""
    text = str(name)
    number = float(text) if NUMBER.fullmatch(text) else None
    return (number is None, number or 0.0, text.encode("utf-16-be", "surrogatepass"))


# ---- steps ----------------------------------------------------------------------------------------------------------------------------

DAY = 86_400_000
CIRCLES = {"month": 12, "day": 31, "weekday": 7, "hour": 24, "minute": 60}


class _Values:
    """Values of a column on their way: numbers and dates in rows of floats, categories in a list, an index in whole numbers."""

    def __init__(self, kind, data, empty=None):
        self.kind, self.data, self.empty = kind, data, empty


def _apply(steps, kind, data):
    values = _Values(kind, data)
    for step in steps:
        values = _STEPS[step["step"]](step, values)
    return values


def _impute(step, values):
    filling = step["value"]
    if filling is None:
        return values
    if values.kind == "categories":
        gaps = np.array([cell is None for cell in values.data], bool)
        data = [filling if cell is None else cell for cell in values.data]
    else:
        gaps = np.isnan(values.data).any(axis=1)
        data = np.where(np.isnan(values.data), filling, values.data)
    # What was noted by a step before stays: by now its cells are filled.
    empty = gaps.astype(np.float64) if step["indicator"] and values.empty is None else values.empty
    return _Values(values.kind, data, empty)


def _log(_step, values):
    return _Values("numbers", np.sign(values.data) * np.log1p(np.abs(values.data)), values.empty)


def _scale(step, values):
    return _Values("numbers", (values.data - np.array(step["centers"])) / np.array(step["scales"]), values.empty)


def _date_parts(step, values):
    """Days since 1970, the year, and what comes round: month and day from 1, weekday from 0 for Monday, as two numbers where cyclic."""
    time = values.data.ravel()
    known = np.where(np.isnan(time), 0, time)
    days = np.floor(known / DAY)
    minutes = np.floor((known - days * DAY) / 60_000)
    date = days.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    parts = {
        "elapsed": known / DAY,
        "year": date.astype("datetime64[Y]").astype(int) + 1970,
        "month": month.astype(int) % 12,
        "day": (date - month).astype(int),
        "weekday": (days + 3) % 7,
        "hour": minutes // 60,
        "minute": minutes % 60,
    }
    given = []
    for part in step["parts"]:
        value = np.where(np.isnan(time), np.nan, parts[part])
        if step["cyclic"] and part in CIRCLES:
            turn = 2 * math.pi / CIRCLES[part]
            given += [np.sin(turn * value), np.cos(turn * value)]
        else:
            given.append(value + (1 if part in ("month", "day") else 0))
    return _Values("numbers", np.stack(given, axis=1), values.empty)


def _encode(step, values):
    lookup, known = _Lookup(step["categories"]), len(step["categories"])
    other = known if step["others"] else -1
    codes = np.array([-1 if cell is None else lookup.find(cell, other) for cell in values.data], np.int32)
    if step["method"] == "index":
        return _Values("index", codes + 1)
    places = np.zeros((len(codes), known + (1 if step["others"] else 0)))
    at = np.flatnonzero(codes >= 0)
    places[at, codes[at]] = 1
    return _Values("numbers", places, values.empty)


_STEPS = {"impute": _impute, "log": _log, "scale": _scale, "date-parts": _date_parts, "encode": _encode}


def _undo(steps, numbers):
    """Numbers as they were before steps."""
    for step in reversed(steps):
        if step["step"] == "scale":
            numbers = numbers * np.array(step["scales"]) + np.array(step["centers"])
        elif step["step"] == "log":
            numbers = np.sign(numbers) * np.expm1(np.abs(numbers))
        else:
            raise PreparationError(f"A step of a target can be undone. Expected: scale or log. Received: {step['step']}.")
    return numbers


# ---- features -------------------------------------------------------------------------------------------------------------------------


def _numbers_feature(table, _name, feature):
    parts = []
    for column in feature["columns"]:
        name, kind = column["column"], column["kind"]
        if kind == "categorical":
            values = _apply(column["steps"], "categories", table.categories(name))
        else:
            read = table.dates if kind == "date" else table.numbers
            values = _apply(column["steps"], "dates" if kind == "date" else "numbers", read(name)[:, None])
        _check_filled(values.data, name, table.rows)
        parts += [values.data] if values.empty is None else [values.data, values.empty[:, None]]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _check_filled(numbers, name, rows):
    empty = np.flatnonzero(np.isnan(numbers).any(axis=1))
    if len(empty) > 0:
        row = rows[empty[0]] + 1
        raise PreparationError(f'Column "{name}", row {row} has no value, and no step fills it. Received: an empty cell.')


def _index_feature(table, _name, feature):
    return _apply(feature["steps"], "categories", table.categories(feature["column"])).data[:, None]


def _array_feature(table, _name, feature):
    name = feature["column"]
    cells = np.asarray(table.cells(name))
    shape = tuple(feature["shape"])
    if cells.shape[1:] != shape and (*cells.shape[1:], 1) != shape:
        raise PreparationError(f'The array "{name}" has another shape. Expected: {shape} a row. Received: {cells.shape[1:]}.')
    numbers = cells.astype(np.float64).reshape(len(cells), -1)
    if feature["vocabularySize"] is not None:
        largest = feature["vocabularySize"] - 1
        wrong = numbers[~((numbers >= 0) & (numbers <= largest) & (numbers % 1 == 0))]
        if len(wrong) > 0:
            raise PreparationError(f'The array "{name}" has whole numbers from 0 to {largest}. Received: {wrong[0]}.')
        return numbers.astype(np.int32).reshape(len(cells), *shape)
    numbers = np.where(np.isfinite(numbers), numbers, np.nan)
    after = _apply(feature["steps"], "numbers", numbers).data
    _check_filled(after, name, table.rows)
    return after.astype(np.float32).reshape(len(cells), *shape)


def _tokens_feature(table, _name, feature):
    tokenizer, length = _tokenizer_of(feature), feature["sequenceLength"]
    sequences = np.zeros((len(table.rows), length), np.int32)
    for row, text in enumerate(table.texts(feature["column"])):
        tokens = tokenizer.encode(text)
        if not tokens and not table.takes_last:
            # Of padding alone nothing can be computed by what leaves padding out: a mean of no steps is no number.
            tokens = [UNKNOWN]
        tokens = tokens[-length:] if table.takes_last or feature["truncating"] == "pre" else tokens[:length]
        start = length - len(tokens) if feature["padding"] == "pre" else 0
        sequences[row, start : start + len(tokens)] = tokens
    return sequences


def _image_feature(table, name, feature):
    cells = table.cells(name)
    channels = 3 if feature["colorMode"] == "rgb" else 1
    shape = (feature["height"], feature["width"], channels)
    images = np.empty((len(cells), *shape), np.uint8)
    for at, cell in enumerate(cells):
        if isinstance(cell, np.ndarray) and cell.dtype == np.uint8 and cell.size == images[at].size and cell.shape[:2] == shape[:2]:
            images[at] = cell.reshape(shape)
        else:
            images[at] = _image(cell, table.folder, feature, f'Image "{name}", row {table.rows[at] + 1}').reshape(shape)
    return images.astype(np.float32) / np.float32(feature["divisor"])


_FEATURES = {
    "numbers": _numbers_feature,
    "index": _index_feature,
    "array": _array_feature,
    "tokens": _tokens_feature,
    "image": _image_feature,
}


# ---- images ---------------------------------------------------------------------------------------------------------------------------


def _image(cell, folder, form, where):
    """An image in the wanted size and colours, as bytes: turned as the camera noted, on black where it is transparent."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise PreparationError("Images need Pillow: pip install pillow. Received: no such package.") from error
    try:
        if isinstance(cell, np.ndarray):
            image = Image.fromarray(cell)
        elif isinstance(cell, Image.Image):
            image = cell
        else:
            image = Image.open(folder / (str(cell).strip() if os.name == "nt" else str(cell).strip().replace("\\", "/")))
        image = ImageOps.exif_transpose(image)
    except (OSError, TypeError, ValueError) as error:
        raise PreparationError(f"{where} is no image that can be read. Received: {error}.") from error
    image = _plain_colors(image, where)
    width, height = form["width"], form["height"]
    if form["resizing"] == "crop":
        seen_width, seen_height = image.size
        part_width = min(seen_width, max(1, seen_height * width // height))
        part_height = min(seen_height, max(1, seen_width * height // width))
        left, top = (seen_width - part_width) // 2, (seen_height - part_height) // 2
        image = image.crop((left, top, left + part_width, top + part_height))
    if form["resizing"] == "pad":
        shrink = max(image.width / width, image.height / height)
        inside = [min(side, max(1, math.floor(seen / shrink + 0.5))) for seen, side in zip(image.size, (width, height))]
        small = _resized(image, inside, form)
        image = Image.new(image.mode, (width, height))
        image.paste(small, ((width - inside[0]) // 2, (height - inside[1]) // 2))
    else:
        image = _resized(image, (width, height), form)
    return np.asarray(image.convert("RGB" if form["colorMode"] == "rgb" else "L"))


def _resized(image, size, form):
    from PIL import Image

    interpolation = form["interpolation"]
    # Exports of before there was a choice have none.
    if form.get("antialias", True) or interpolation == "nearest":
        return image.resize(size, getattr(Image.Resampling, {"lanczos3": "LANCZOS"}.get(interpolation, interpolation.upper())))
    values = np.asarray(image).astype(np.float64)
    for axis, side in ((0, size[1]), (1, size[0])):
        places, shares = _shares(values.shape[axis], side, interpolation)
        shape = [-1 if one == axis else 1 for one in range(values.ndim)]
        taps = (np.take(values, places[:, tap], axis) * shares[:, tap].reshape(shape) for tap in range(places.shape[1]))
        values = sum(taps)
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def _shares(count, side, interpolation):
    """For each of `side` pixels those of a line of `count` that it is made of without antialiasing, and their shares: as Keras's resize has it."""
    reach, weigh = _FILTERS[interpolation]
    middles = (np.arange(side) + 0.5) * (count / side) - 0.5
    places = np.floor(middles).astype(int)[:, None] + np.arange(1 - reach, reach + 1)
    shares = np.where((places >= 0) & (places < count), weigh(np.abs(places - middles[:, None])), 0)
    return np.clip(places, 0, count - 1), shares / shares.sum(axis=1, keepdims=True)


# How many pixels count on each side, and how much by their distance. The cubic is that of Keys with a = -0.5.
_FILTERS = {
    "bilinear": (1, lambda x: np.maximum(0, 1 - x)),
    "bicubic": (2, lambda x: np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((-0.5 * x + 2.5) * x - 4) * x + 2, 0))),
    "lanczos3": (3, lambda x: np.where(x < 3, np.sinc(x) * np.sinc(x / 3), 0)),
}


def _plain_colors(image, where):
    """Grey, or red, green and blue, of 8 bits: what is transparent is laid on black, colour profiles are left aside."""
    from PIL import Image

    if image.mode in ("CMYK", "YCbCr", "LAB", "HSV", "F"):
        raise PreparationError(f"{where} has colours of another kind. Expected: grey or RGB. Received: {image.mode}.")
    if image.mode.startswith("I"):
        return Image.fromarray((np.asarray(image).astype(np.uint32) >> 8).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        pixels = np.asarray(image.convert("LA" if image.mode in ("LA", "L", "La", "1") else "RGBA")).astype(np.uint16)
        flat = (pixels[..., :-1] * pixels[..., -1:] // 255).astype(np.uint8)
        return Image.fromarray(flat[..., 0] if flat.shape[-1] == 1 else flat)
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


# ---- texts ----------------------------------------------------------------------------------------------------------------------------

# 0 is padding, 1 what is not in the vocabulary.
UNKNOWN, RESERVED = 1, 2
# Unicode's White_Space, which is not what Python calls a space.
SPACES = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Unicode's Script=Han: Python knows no scripts.
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)


@functools.cache
def _class(letters):
    """The characters of some general categories (L, M, N), as ranges of a regular expression."""
    ranges, start = [], None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and unicodedata.category(chr(code))[0] in letters
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    return "".join(ranges)


@functools.cache
def _word_pattern():
    letter = f"(?:(?![{HAN}])[{_class('LMN')}])"
    return re.compile(f"[{HAN}]|{letter}+(?:'{letter}+)*")


@functools.cache
def _piece_pattern():
    letter, digit = _class("L"), _class("N")
    return re.compile(
        f"'(?:[sdmt]|ll|ve|re)| ?[{letter}]+| ?[{digit}]+| ?[^{SPACES}{letter}{digit}]+|[{SPACES}]+(?![^{SPACES}])|[{SPACES}]+"
    )


ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")


def _lower(text):
    """Small letters for capitals, each by itself: a sigma at the end of a word is as any other."""
    return text.replace("\u03a3", "\u03c3").lower()


class _Words:
    """One token a word of a vocabulary."""

    def __init__(self, fitted):
        self.lowercase, self.vocabulary = fitted["lowercase"], fitted["vocabulary"]
        self.numbers = {piece: number for number, piece in enumerate(self.vocabulary, RESERVED)}

    def pieces(self, text):
        plain = unicodedata.normalize("NFC", text).replace("\u2019", "'")
        plain = plain.lower() if self.lowercase else plain
        return (ASCII_WORD if plain.isascii() else _word_pattern()).findall(plain)

    def encode(self, text):
        return [self.numbers.get(piece, UNKNOWN) for piece in self.pieces(text)]

    def names(self):
        return ["[PAD]", "[UNK]", *self.vocabulary]


class _Characters(_Words):
    """One token a character."""

    def pieces(self, text):
        return _lower(text) if self.lowercase else text


class _Subwords:
    """Pairs of bytes that were joined, as GPT-2 has them: tokens 2 to 257 are the bytes, each merge joins two tokens."""

    def __init__(self, fitted):
        self.lowercase = fitted["lowercase"]
        visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
        order = [*visible, *(byte for byte in range(256) if byte not in visible)]
        self.bytes = [b"", b"", *(bytes([byte]) for byte in order)]
        self.of_byte = {byte: place + RESERVED for place, byte in enumerate(order)}
        self.joins, made = {}, {}
        for rank, (left, right) in enumerate(fitted["merges"]):
            joined = self.bytes[left] + self.bytes[right]
            if joined not in made:
                made[joined] = len(self.bytes)
                self.bytes.append(joined)
            self.joins.setdefault((left, right), (rank, made[joined]))
        self.encode_piece = functools.lru_cache(250_000)(self._encode_piece)

    def encode(self, text):
        pieces = _piece_pattern().findall(_lower(text) if self.lowercase else text)
        return [token for piece in pieces for token in self.encode_piece(piece)]

    def _encode_piece(self, piece):
        """Joins what was learned first, of the same the leftmost first, until nothing is left to join."""
        tokens = [self.of_byte[byte] for byte in piece.encode("utf-8", "surrogatepass")]
        after, before = list(range(1, len(tokens) + 1)), list(range(-1, len(tokens) - 1))
        queue = []

        def look(at):
            if at >= 0 and after[at] < len(tokens):
                pair = (tokens[at], tokens[after[at]])
                if pair in self.joins:
                    heapq.heappush(queue, (self.joins[pair][0], at, pair))

        for at in range(len(tokens) - 1):
            look(at)
        while queue:
            _, at, pair = heapq.heappop(queue)
            second = after[at]
            if second >= len(tokens) or (tokens[at], tokens[second]) != pair:
                continue
            tokens[at], tokens[second] = self.joins[pair][1], None
            after[at] = after[second]
            if after[at] < len(tokens):
                before[after[at]] = at
            look(before[at])
            look(at)
        return [token for token in tokens if token is not None]

    def names(self):
        return ["[PAD]", "[UNK]", *(piece.decode("utf-8", "replace") for piece in self.bytes[RESERVED:])]


_TOKENIZERS = {"word": _Words, "character": _Characters, "subword": _Subwords}


def _tokenizer_of(feature):
    return _TOKENIZERS[feature["tokenizer"]["kind"]](feature["tokenizer"])


# ---- the program ----------------------------------------------------------------------------------------------------------------------


def read_table(path, wanted=()):
    """A CSV or TSV file as a dict of columns, every cell as it is written: for `prepare`, which knows what each column is.

    Where all `wanted` columns are called column_1, column_2 and so on, and the first line has none of them, it is a row: such names are of
    files that have none.
    """
    text = _read_text(path)
    stated = re.match(r"sep=(.)(?:\r\n|\n|\r|\Z)", text, re.I)
    text = _without_remarks(text[stated.end() :] if stated else text, stated and stated[1])
    delimiter = stated[1] if stated else _delimiter(text)
    csv.field_size_limit(16 * 1024 * 1024)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names, first = [], next(reader, [])
    has_names = not wanted or not all(re.fullmatch(r"column_\d+", name) for name in wanted) or not {*wanted}.isdisjoint(first)
    for number, name in enumerate(first if has_names else [f"column_{at + 1}" for at in range(len(first))]):
        start = unique = name.strip() or f"unnamed_{number + 1}"
        again = 2
        while unique in names:
            unique, again = f"{start}_{again}", again + 1
        names.append(unique)
    # Of a single column an empty line is an empty cell.
    rows = [row or [""] for row in reader] if len(names) == 1 else [row for row in reader if row]
    rows = rows if has_names else [first, *rows]
    for number, row in enumerate(rows):
        if len(row) != len(names):
            raise PreparationError(f"{path}, row {number + 1}: expected {len(names)} values. Received: {len(row)}.")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _without_remarks(text, stated):
    """Without lines at the top that begin with # and part into another number of values than the first line that does not."""
    text = text.lstrip("\r\n")
    rest = re.sub(r"\A(?:(?:#[^\r\n]*)?[\r\n]+)+", "", text)
    if rest.strip():
        delimiter = stated or _delimiter(rest)
        count = len(next(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)))
        while text.startswith("#") and len(re.split(r"[\r\n]", text)[0].split(delimiter)) != count:
            text = re.sub(r"\A[^\r\n]*[\r\n]+", "", text)
    return text


def _delimiter(text):
    """The one that parts the first record into most values, before others one that parts the second into as many."""
    found = []
    for delimiter in ",;\t|":
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        first, second = len(next(records, [])), len(next(records, []))
        found.append((first > 1 and first == second, first, delimiter))
    return max(found, key=lambda one: one[:2])[2]


def _read_text(path):
    data = Path(path).read_bytes()
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise PreparationError(
            f"{path} is a workbook or an archive, which this program does not read. Expected: a CSV or TSV file; or, in Python, a data frame, as "
            f"pandas.read_excel(path, sheet_name=SHEET, header=ROWS_ABOVE_THE_NAMES) gives it. Received: {Path(path).suffix or 'no ending'}."
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding, name = ("gb18030", "GB18030") if _is_chinese(data) else ("cp1252", "Windows-1252")
        print(f"{path} is not UTF-8 and is read as {name}.", file=sys.stderr)
        return data.decode(encoding, "replace")


def _is_chinese(data):
    """Whether bytes are pairs of GB18030, nearly all of them punctuation and usual characters of GB 2312, as Layerloom takes a text for it."""
    character = re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e\x80-\xfe])")
    if not character.sub(b"", data).isascii():
        return False
    pairs = [found for found in character.findall(data) if len(found) == 2]
    usual = [lead for lead, trail in pairs if trail >= 0xA1 and (lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7)]
    return len(pairs) >= 2 and len(usual) >= 0.8 * len(pairs) and (len(pairs) < 12 or max(usual) > 0xC8)


IMAGE_ENDINGS = ".png .jpg .jpeg .jpe .jfif .webp .gif .tif .tiff .bmp .dib .avif".split()


def _is_image(path):
    return path.suffix.lower() in IMAGE_ENDINGS and not path.name.startswith(".")


def _natural_order(path):
    """As people sort names: 2 before 10, capitals like small letters."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], path.name


def read_rows(path, preparation):
    """What a file or folder gives `prepare`, and the folder that its paths are from."""
    path = Path(path)
    kinds = {feature["kind"] for feature in preparation.saved["features"].values()}
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return dict(arrays), "."
    if path.suffix == ".npy":
        return np.load(path), "."
    if kinds == {"image"} and (path.is_dir() or path.suffix.lower() in IMAGE_ENDINGS):
        return sorted(filter(_is_image, path.iterdir()), key=_natural_order) if path.is_dir() else [path], "."
    if kinds == {"tokens"} and path.suffix.lower() == ".txt":
        return [_read_text(path)], "."
    return read_table(path, preparation.wanted()), path.parent


def _load_model(path):
    import keras

    if path.suffix == ".py":
        import runpy

        return runpy.run_path(str(path), run_name="model")["model"]
    with zipfile.ZipFile(path) as archive:
        if b"keras_hub" in archive.read("config.json"):
            import keras_hub  # noqa: F401, its layers are known once it is imported
    return keras.saving.load_model(path)


def _written(answer):
    return answer if isinstance(answer, str) else " ".join(str(number) for number in np.ravel(answer).astype(np.float32))


def main(arguments):
    """Prints the answers of a model to the rows of a file as CSV: a line for each row, a column for each target."""
    if len(arguments) != 2:
        sys.exit(
            "Usage: python model.keras ROWS, or python prepare.py model.py ROWS, where ROWS is a CSV file; "
            "for images also a folder of them, for texts a .txt file, for arrays a .npz file"
        )
    model, rows = map(Path, arguments)
    try:
        preparation = load(model)
        read, folder = read_rows(rows, preparation)
        numbers = preparation.rows_of(read)
        answers = preparation.predict(_load_model(model), read, folder)
    except (PreparationError, OSError, csv.Error) as error:
        sys.exit(str(error))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["row", *answers])
    for at, row in enumerate(numbers):
        writer.writerow([row + 1, *(_written(values[at]) for values in answers.values())])


if __name__ == "__main__":
    main(sys.argv[1:])
