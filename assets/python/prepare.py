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
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS), "sept"])
MONTH_NAMED = re.compile(
    rf"\s*(?:(\d{{1,2}})(?: +(?:{MONTH})\.?,? +|-(?:{MONTH})-)|(?:{MONTH})\.? +(\d{{1,2}}),? +)(\d{{4}})"
    r"((?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*)",
    re.A | re.I,
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
    found = MONTH_NAMED.fullmatch(cell) if len(cell) < 40 else None
    if found is not None:
        one, two, year, clock = found.groups()
        named = re.search("[a-z]{3}", cell.lower()).group()
        month = next(at for at, name in enumerate(MONTHS, 1) if name.startswith(named))
        return f"{year}-{month}-{one or two}{clock}"
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
    folder, ending = _image_place(table.folder, [cell for cell in cells if isinstance(cell, str)])
    for at, cell in enumerate(cells):
        cell = cell.strip() + ending if isinstance(cell, str) else cell
        if isinstance(cell, np.ndarray) and cell.dtype == np.uint8 and cell.size == images[at].size and cell.shape[:2] == shape[:2]:
            images[at] = cell.reshape(shape)
        else:
            images[at] = _image(cell, folder, feature, f'Image "{name}", row {table.rows[at] + 1}').reshape(shape)
    return images.astype(np.float32) / np.float32(feature["divisor"])


_FEATURES = {
    "numbers": _numbers_feature,
    "index": _index_feature,
    "array": _array_feature,
    "tokens": _tokens_feature,
    "image": _image_feature,
}


# ---- images ---------------------------------------------------------------------------------------------------------------------------


IMAGE_ENDINGS = ".png .jpg .jpeg .jpe .jfif .webp .gif .tif .tiff .bmp .dib .avif".split()


def _image_place(folder, cells):
    """The folder from which on the first cells name images, and the ending that they leave out: as Layerloom finds them beside a table."""
    some = [cell.strip() if os.name == "nt" else cell.strip().replace("\\", "/") for cell in cells if cell.strip()][:20]
    count = lambda place: sum((place[0] / (cell + place[1])).exists() for cell in some)
    if not some or count((folder, "")) > 0:
        return folder, ""
    beside = sorted(entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("."))[:50]
    places = [(place, ending) for place in [folder, *beside] for ending in ["", *IMAGE_ENDINGS]]
    best = max(places, key=count)
    return best if count(best) > 0 else (folder, "")


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
    """A CSV or TSV file, or one whose columns are separated by spaces, as a dict of columns, every cell as it is written: for `prepare`, which knows what each
    column is.

    Where all `wanted` columns are called column_1, column_2 and so on, and the first line has none of them, it is a row: such names are of
    files that have none.
    """
    text = _read_text(path)
    stated = re.match(r"sep=(.)(?:\r\n|\n|\r|\Z)", text, re.I)
    delimiter = stated and stated[1]
    spaced = None if stated else _with_tabs(text)
    if spaced is not None:
        text, delimiter = spaced, "\t"
    text = _without_remarks(text[stated.end() :] if stated else text, delimiter)
    delimiter = delimiter or _delimiter(text)
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


def _with_tabs(text):
    """A text whose columns are separated by spaces, with tabs in their place; None for any other.

    Nearly all of its first lines have as many values, and a column is numbers in each of them, which no prose has.
    """
    value = re.compile(r'"(?:[^"]|"")*"(?=[ \t]|\Z)|[^ \t]+')
    lines = [line for line in re.split(r"\r\n|\n|\r", text)[:1000] if line.strip()]
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    first, rows = (lines or [""])[0], lines[1:] or lines
    aligned = re.compile(r"(?:^|[ \t])[-+]?[0-9.]+ {2,}[-+]?[0-9.]+(?:[ \t]|$)")
    if not rows or _is_delimited(lines) and not all(aligned.search(row) for row in rows):
        return None
    names, values = value.findall(first), [value.findall(row) for row in rows]
    lengths = [len(row) for row in values]
    count = max(lengths, key=lengths.count)
    alike = [row for row in values if len(row) == count]
    if count < 2 or len(alike) < len(values) * 0.9:
        return None
    numbers = sum(all(_looks_like_number(row[at]) for row in alike) for at in range(count))
    if numbers < (count / 2 if len(values) < 3 else 1):
        return None
    # R has no name for the column of the names of rows.
    is_first_unnamed = len(lines) > 2 and len(names) == count - 1 and not any(map(_looks_like_number, names))
    if len(names) != count and (not is_first_unnamed or re.search("[,;|]", first)):
        return None
    blanks = r'(?<![^ \t\r\n])"(?:[^"\r\n]|"")*"(?=[ \t\r\n]|\Z)|[ \t]+'
    text = re.sub(blanks, lambda found: found[0] if found[0][0] == '"' else "\t", text)
    text = re.sub(r"(?<![^\r\n])\t|\t(?![^\r\n])", "", text)
    return re.sub(r"(?<![^\r\n])(?=[^#\r\n])", '""\t', text, count=1) if is_first_unnamed else text


def _is_delimited(lines):
    """Whether commas, semicolons or bars part the first two lines alike, or tabs all of them."""
    tabs = {line.count("\t") for line in lines}
    return (len(tabs) == 1 and tabs != {0}) or any(likely for likely, _, delimiter in _parted("\n".join(lines)) if delimiter != "\t")


def _looks_like_number(cell):
    return any(pattern.fullmatch(cell) for pattern in (NUMBER, COMMA_THOUSANDS, SHOWS_COMMA))


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
    return max(_parted(text), key=lambda one: one[:2])[2]


def _parted(text):
    """Of each delimiter whether it parts the first two records alike, and the first into how many values."""
    found = []
    for delimiter in ",;\t|":
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        first, second = len(next(records, [])), len(next(records, []))
        found.append((first > 1 and first == second, first, delimiter))
    return found


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
        encoding = _east_asian(data) or "cp1252"
        print(f"{path} is not UTF-8 and is read as {ENCODING_NAMES.get(encoding)}.", file=sys.stderr)
        return data.decode(encoding, "replace")


ENCODING_NAMES = {"gb18030": "GB18030", "cp950": "Big5", "cp932": "Shift JIS", "cp949": "EUC-KR", "cp1252": "Windows-1252"}

# The 800 most frequent Chinese characters, of simplified and of traditional texts, of Japanese ones beside kana, and syllables of Korean ones,
# counted from the word frequencies of wordfreq 3 (Robyn Speer, data under CC BY-SA 4.0), traditional Chinese with OpenCC.
USUAL_CHARACTERS = {
    "gb18030": (
        "的是一在不人有了我国这为中个大会们他来和年上以要到时对么能你就发可地生家出也说于学后成与过行用日多自现都没作下得开经还法动好方而公子事分之民"
        "主里政看吗本月所天新业同全定部最其进如前机美那当工关实小被但因长样理等什道去些面很心间区内电然力起体只着从并者高加想文问种员重及点将意合产三"
        "外由市无女已制网第情场名应西代正表真此位题相明资计建利系化期特性度果次给让两通教任比该东活手世提或使她物数立认怎知结入更总务话斯统目社展战做"
        "设安别信影己受解军司回把保平常见向海变报治台爱品北何接界论组件权选府议少它共运车至记又原金身式老路决科联视口处各持站量交万直反南打据基始再快"
        "水门十感程导传院才放今术强元完号图规改管划亚领际单头二尔需布达队片求非历每书指马广党几太先带游城办球色觉义级师专类约集告技团取儿参克史服格候"
        "调包请德必拉乐许造确气难吧收证称语山死线示条像流命根则近济京听英士价推标举争友干支委四续况准形男望官且走失言备容观华港质案钱查整未费空转较众"
        "神商风校字香啊首州料育创织却照亲识消研离具算欢哪型注源护连节周即投获音清增供五孩光项张息白构省律声演农究器边步喜局医象写除境思赛装谁跟便杀击"
        "响职助易版希属住洲巴星企引找试考列罗存须越态群县功纪复超害戏显族维深责值买足环模极协花断客警吃王百段验切往早终另远够独精习营括革岁曾评随例黑"
        "错继米林预玩故份速闻效致火妈阿呢拿兰采热房病户限艺严仅录江势控察满优兴绝土施宣武止负尼谢食简叫欧画古母低帮留积志虽朋否令读伤夫眼置播底域频派"
        "居监飞晚策卡尽刚讲苏股谈送诉河密落半念剧村依湾印哥破编待初双防普围批愿红轻承青免室范修压石状排率险福父适担六角层判卫财占园络奖阳执假席仍突测"
        "班旅升配停似笑审歌般铁换银均千养博威富微黄移罪票岛择奇紧韩久抗汉副犯亿波乎八款甚检馆油著差斗销购救坚讨庭镇药景店章陆介益纳朝宝俄述央素哈脑拍"
        "互乡按坏兵怕核善酒激细拥街卖载钟临享释背婚伊血充货您龙攻降射"
    ),
    "cp950": (
        "的是一在不人有了我國這為中個大會們他來和年上以要到時對麼能你就可地生發家出也說於學後成與過行用日多自現都沒作下得開經還法動好方而公子事分之民"
        "主政看嗎本月所天新業全同定部最其進如前機美那當工關實著裡小被但因長樣理等什道去些很心面間區內電然力起體從者高加想文問種員重並只及點將意合產三"
        "外由市無女已網第情場名應西代正真此表位題相明資計建利化期特性度果次給讓兩通教任比該東活手世提或使她物數立認怎知結入更總制務話斯統目社展戰做設"
        "安別信影己受解軍司把保平常見海變報向治愛品北回何接界論組件權選府議臺少它共運車至記又原金身式老路決科聯視口處各持站量交萬直反南打據基始再快水"
        "門十感程導傳院才放今術強元完號圖規改管亞劃領際系單頭二爾需達隊片求非每書指馬廣黨歷幾太先帶城辦球色覺義級師專類約集告技團取兒參史服格克候調包"
        "請德必拉樂許遊造確氣難吧收證稱語山死線示條像流命根則近濟京聽英士價推標舉爭友支委四續況形男望官且走失言備容觀華港質案錢查整未費空轉較眾神商風"
        "校字香啊首州料育創佈織卻照親識消研離算歡哪型源護連節具即準投音清增供五孩光項張息白構獲省律聲演農究器邊步喜醫象寫除境思賽裝誰跟便殺擊響職局助"
        "易版希屬住洲巴星企引找試考列羅存越須態群縣功紀超害戲顯族維深責值買足環注幹模極協花斷客警吃王百段驗切往早終另遠夠獨精習營括革歲曾評隨例黑錯繼"
        "米林預玩故份速聞效里火媽阿呢拿蘭熱係房病戶限藝嚴僅錄江勢控察滿採致優興絕土施宣武止負尼謝食簡叫歐畫古母低幫留積雖朋否令讀傷眼置播底夫域頻派居"
        "監飛晚策製卡剛講股談送訴河密落半劇村依灣印哥破編待蘇念初雙防普圍批願紅輕承青免週室修壓石狀排率險福父範適擔六角層判衛財園絡獎陽執假佔仍席突測"
        "班旅配停似笑審歌般鐵換銀均升千養博威富微黃移罪票島擇奇緊韓久抗漢副犯億波乎八復款甚檢館油差銷購救堅討庭鎮藥景店章陸介益納鬥朝寶俄述央素哈腦拍"
        "互鄉布按壞兵怕核善酒激細擁街賣載臨享釋婚伊血充貨您龍攻降射座"
    ),
    "cp932": (
        "人日大本出見一分時事中言思年行間気生自方上会子今前者的入月手国作合来何女全最無場動用目後発学話定当理高感性部地回新画使下実私物体知通力家同名"
        "対度業良多持開代金意内長関変所数戦要外社以取化明現食法結心世不好成俺楽味考能小立機書初面期少様田付違先員車山市解問連報近安番記加公売仕神教界"
        "特主表信東品電聞選終題悪必正二強男続真死道料決語他可野確文相美情水向切愛身受円集別始達彼元在活買着重三引位過有次海保経送点原利調制万白式第屋"
        "限設民直起待勝組得果店込運色放県指約流予置認読状参京政川応音誰口校島系残件産配天平想進常計素優欲由空議説際像風落士止然足単伝映線消早務演声格"
        "友係反殺質夫頭葉木和飲北乗供治転僕撃登交半広台親夜都個帰共張形録完存価基支願覚増投判王示害念術顔呼態失笑型絶難返育構容命朝告再写権試追影等検"
        "観量備号工週太軍探義装緒断光曲企住種収器町論験査石歳営古西君任役土周字護職病段婚技奴嫌院版視超注毎歌普十速望母資花非側馬値更団歩園魔載区村求"
        "象氏飛未急効離規済福科製師族提例割働移撮黒証細居警英丈休球低負満介率識類室米父駅火異攻接改統官訳程争頃去井隊復深藤派医展総造抜助門寝研皆与星"
        "比赤突了岡為催故処守打頼除千局換座専編建管施敵察興府宮減若差破客漫準怖走阪販案服精簡援域忘許降費況南両夢防倒究似商末薬各武党曜我壊習協青罪首"
        "痛恋路戻郎評谷修夏史肉導苦松館幸横歴遊被逃極枚響図帯熱激退材含策独弾兵遠巻条軽沢適囲渡勢答春描般銀姿階具犯絵申根詳境遅久御危絡便振崎担右越旅"
        "療焼血険仲温寄払挙戸環酒娘印労司賞希城頂佐兄捕爆韓領逆射敗紙弁左街辺級健香脱談橋芸雑冷替倍余給疑毛散聴船障困昔補整頑昨茶密監裏森掛衛丸紹及恐"
        "謝模四貴州波息祭舞端将株覧髪触犬圧迎乳押因席布児背玉途練属板晴責税秋鉄索秘標震症妻宅腹従禁織艦算奈暴傷継遺裁礼百扱並怒届眠弟推隠略積短額喜惑"
        "複避闘弱携鹿雨景功宿亡迷盛乱吉省五駄宇刑浜脳染財稼静悲掲源操"
    ),
    "cp949": (
        "이다는에하고가을지의로서은아한어도기사니있를나해리시그요인들자일게대라으스수만보제면정주전부여거과장했상안마구었데오야내원우신적것성국되세위"
        "와무할동생소트드모미진문중말화공까러비습간없분조저입개터유계치월같경회선년때연실바음관용더명학네영교당작좋방려않합래발건된단재며각운금람행남"
        "물알차등통번르던두타후프겠체크랑식히너산역버임호포예결반잘님함심속업본레파직디감처런카못노았군받배매출양표피살든현많른법달난집민설였최형또불"
        "력키천걸강날울테싶청루종언약애코점워토추준께질외근태올참격렇름친초늘권온린따록목복새료편능열판별맞변메머티항필왜술누절확느특먹줄평씨럼브길급"
        "란돌박증송손뭐죽독죠좀즈론활막찾존곳될순환페품투얼향냐석봐및잡병광왔혼담져엔족볼짜글령책플녀완승축베육립총갈망쪽색백악북접앞긴커험끝쓰빠블류"
        "범침됐검힘응림김황희눈엄냥벌련창억움패겨클졌충뒤채릴케째셨왕첫견놓규협츠취렸끼션슨답럽뉴삼퍼폭획락써착찰큰돼팀잠밀닌돈량극봤쳐택랜뿐밤귀몇몰"
        "넘먼떤십놀쟁둘탄났줘떻허셔죄밖철얘쿠떠램캐갖굴갔탈듯혹뜻높몸잖슬센곡널켜링싸빨싫측릭웃갑홍농틀떨골쉬넷념득탁맛혀팔찬홈꺼깨녕꾸례휴효벽듣폰풀"
        "얻찮징엘뭔찍논짓괜익텐믿암욕읽큼맨꿈즐꼭웨쇼넣벤붙콘봉풍숨팅숙솔층앨염델궁컴멋슈액척괴압맡밝겁률템폐곤앙빈덕됩율뮤싱딸잔렌옷뛰겼끌빌헤콜텔삶"
        "빛컬퇴흥랐헌냈쳤객칠혁훈엇좌롭씀컨즘즉멀씩맥턴늦꽃롯낮칭웠룹팬젠낸쉽털놈혈픽럴킹벨닥킨쁜딱핵낌빼걱균똑웹줬촬짐킬흔퓨몬쁘앉칼곧쓸홀땅샤뷰캠쯤"
        "칙앤므픈섹끔잊졸옥짝랍푸닐튼혜랙밥딩낼략녹옆녁즌핑흐폴랬벗깐탕맘잃쩌섬뭘뜨탑춘슴멤탐깊튜꼬켰밌윤묻켓촌휘렉콩쥐됨끄셀겸틴섭렴슷섯촉찌뇌납혔핀"
        "닉껴럭넌릿롤욱닝낙뷔쓴컵셋짧톤랄춰렵떡잭춤쇄둥빅윈젊힌젝옛멘큐흘멍밍맹잇닙땐렀앱봄흡쌍값겪칸맙셜듀묘빙씬끊펜융뢰옮틱밴갤겐둔흑깔랫둑밑텍헬왼"
        "낫첨냄뀌샘댄뻔멸덜챙엉닫잉삭힐몽롱굉젤냉넓썼꽤숲걷덩떼톡훨샵"
    ),
}
USUAL_CHARACTERS = {encoding: set(characters) for encoding, characters in USUAL_CHARACTERS.items()}
USUAL_CHARACTERS["cp932"].update(map(chr, range(0x3041, 0x30FE)))
USUAL_CHARACTERS["euc_jp"] = USUAL_CHARACTERS["cp932"]
PUNCTUATION = set("　、。，．・：；？！（）「」『』【】《》〈〉“”‘’—…～·％＋－＝／０１２３４５６７８９")


def _east_asian(data):
    """The encoding of a text of East Asia, as Layerloom tells it; None for another text. Raises PreparationError where it may be one of several."""
    is_chinese, is_whole = _is_chinese(data)
    found = []
    for encoding, usual in USUAL_CHARACTERS.items():
        try:
            # Of four bytes are rare characters; one that nobody has assigned does not end a text.
            pairs = re.sub(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]", b"", data) if encoding == "gb18030" and is_whole else data
            text = pairs.decode(encoding, "replace" if encoding == "gb18030" and is_whole else "strict")
        except UnicodeDecodeError:
            continue
        characters = [one for one in text if one > "\x7f"]
        if encoding != "gb18030" and any(one < "\xa1" or "\ud800" <= one <= "\uf8ff" for one in characters):
            continue
        count = sum(one in usual for one in characters)
        score = sum(2 if one in usual else 0.5 if one in PUNCTUATION else -2 for one in characters)
        found.append((score, encoding, count, len(characters)))
    found.sort(key=lambda one: -one[0])
    score, encoding, count, length = found[0] if found else (0, None, 0, 0)
    second = max(found[1][0], 0) if len(found) > 1 else 0
    if count < 2 or score < 0.5 * length:
        if is_chinese:
            encoding, (count, length) = "gb18030", next((one[2:] for one in found if one[1] == "gb18030"), (0, 0))
            is_sure = count >= 0.4 * length
        else:
            encoding, is_sure = None, count < 3 or count < 0.4 * length
    else:
        is_sure = encoding != "euc_jp" and score - second >= 3 and (not is_chinese or encoding == "gb18030" or count >= 6)
    if not is_sure:
        raise PreparationError("A text is in an encoding that cannot be told. Expected: UTF-8. Received: bytes of several that are possible.")
    return encoding


def _is_chinese(data):
    """Whether bytes are pairs of GB18030, nearly all of them punctuation and usual characters of GB 2312; and whether each is in a character."""
    character = re.compile(rb"[\x81-\xfe](?:[0-9][\x81-\xfe][0-9]|[\x40-\x7e\x80-\xfe])")
    if not character.sub(b"", data).isascii():
        return False, False
    pairs = [found for found in character.findall(data) if len(found) == 2]
    usual = [lead for lead, trail in pairs if trail >= 0xA1 and (lead in (0xA1, 0xA3) or 0xB0 <= lead <= 0xD7)]
    return len(pairs) >= 2 and len(usual) >= 0.8 * len(pairs), True


IMAGE_ENDINGS = ".png .jpg .jpeg .jpe .jfif .webp .gif .tif .tiff .bmp .dib .avif".split()
TEXT_ENDINGS = (".txt", ".text", ".md")


def _is_image(path):
    return path.suffix.lower() in IMAGE_ENDINGS


def _natural_order(name):
    """As people sort names: 2 before 10, capitals like small letters."""
    parts = re.split(r"(\d+)", name.lower())
    return [int(part) if at % 2 else part for at, part in enumerate(parts)], name


def _files_in(folder, files_first):
    """A file, or those of a folder at any depth, in the order people sort names."""
    if not folder.is_dir():
        return [folder]
    found = []
    for path in sorted(folder.iterdir(), key=lambda path: (files_first and path.is_dir(), _natural_order(path.name))):
        if path.name.startswith(".") or path.name.lower() in ("__macosx", "thumbs.db", "desktop.ini"):
            continue
        # A link to a folder above it is none to follow.
        if path.resolve() not in (folder.resolve(), *folder.resolve().parents):
            found += _files_in(path, files_first)
    return found


def _read_files(path, files, preparation, read):
    """Rows that are files: one, which has to be read, or those of a folder, of which what cannot be read is told and left out."""
    rows, names, failed = [], [], None
    for file in files:
        try:
            rows.append(read(file))
            names.append(file.relative_to(path).as_posix() if path.is_dir() else file.name)
        except (PreparationError, OSError) as error:
            failed = error
            if path.is_dir():
                print(f"{error} It is left out.", file=sys.stderr)
    if failed and not rows:
        raise failed
    return {preparation.wanted()[0]: rows, **_folder_classes(preparation.saved, names)}, ".", names


def _folder_classes(saved, names):
    """The column of the only target, as the folders that files are in say it: the first that is named as a class; None for a file in none."""
    targets = list(saved["targets"].values())
    if len(targets) != 1 or targets[0]["kind"] != "classes":
        return {}
    known = set(targets[0]["classes"])
    classes = [next((part for part in name.split("/")[:-1] if part in known), None) for name in names]
    return {} if set(classes) <= {None} else {targets[0]["column"]: classes}


def read_rows(path, preparation):
    """What a file or folder gives `prepare`, the folder that its paths are from, and the names of the files that its rows are, if they are files.

    Where a model takes images or texts alone, a folder is all of them in it at any depth; folders in it that are named as classes are the
    right answers for what is in them.
    """
    path, saved, wanted = Path(path), preparation.saved, preparation.wanted()
    kinds = {feature["kind"] for feature in saved["features"].values()}
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return dict(arrays), ".", None
    if path.suffix == ".npy":
        return np.load(path), ".", None
    if kinds == {"image"} and len(wanted) == 1 and (path.is_dir() or _is_image(path)):
        feature, files = preparation._features[wanted[0]], filter(_is_image, _files_in(path, True))
        return _read_files(path, files, preparation, lambda file: _image(file, Path(), feature, str(file)))
    if kinds == {"tokens"} and len(set(wanted)) == 1 and (path.is_dir() or path.suffix.lower() in TEXT_ENDINGS):
        if _tells_next_token(saved):
            return [_read_text(path)], ".", None
        return _read_files(path, _files_in(path, False), preparation, _read_whole_text)
    return read_table(path, wanted), path.parent, None


def _read_whole_text(path):
    if path.suffix.lower() == ".eml":
        raise PreparationError(f"{path} is an e-mail, whose text only Layerloom takes out of it. Expected: a text. Received: .eml.")
    data = path.read_bytes()
    if not data or (b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise PreparationError(f"{path} is no text. Expected: a text. Received: {'binary data' if data else 'an empty file'}.")
    return _read_text(path)


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
            "for images and texts also one of them, or a folder with them, for arrays a .npz file"
        )
    model, rows = map(Path, arguments)
    try:
        preparation = load(model)
        read, folder, files = read_rows(rows, preparation)
        numbers = preparation.rows_of(read)
        answers = preparation.predict(_load_model(model), read, folder)
    except (PreparationError, OSError, csv.Error) as error:
        sys.exit(str(error))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["row", *([] if files is None else ["file"]), *answers])
    for at, row in enumerate(numbers):
        file = [] if files is None else [files[row]]
        writer.writerow([row + 1, *file, *(_written(values[at]) for values in answers.values())])


if __name__ == "__main__":
    main(sys.argv[1:])
