"""Cells of a table: when they are empty, and how they are read as numbers, dates and categories."""

import datetime
import math
import re

import numpy as np


class PreparationError(ValueError):
    """Rows that do not fit the model: says the column and the row, what was expected, and what came."""


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
YEAR_LAST = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})((?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*)", re.A)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
MONTH = "|".join([*MONTHS, *(name[:3] for name in MONTHS), "sept"])
MONTH_NAMED = re.compile(
    rf"\s*(?:(\d{{1,2}})(?: +(?:{MONTH})\.?,? +|-(?:{MONTH})-)|(?:{MONTH})\.? +(\d{{1,2}}),? +)(\d{{4}})"
    r"((?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*)",
    re.A | re.I,
)
CHINESE_DAY = re.compile(r"\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*", re.A)
EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86_400_000


def is_empty(cell: object, pattern: re.Pattern = EMPTY) -> bool:
    """Whether a cell says that nothing is known: in words of files, or by what NumPy and pandas have for it."""
    if isinstance(cell, str):
        return pattern.fullmatch(cell) is not None
    if isinstance(cell, (float, np.floating)):
        return math.isnan(cell)
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def agreed_on(shown: dict[str, str | None]) -> str | None:
    """What the columns that show something agree on."""
    told = set(shown.values()) - {None}
    return told.pop() if len(told) == 1 else None


def shown_order(cells) -> str | None:
    """Whether the cells of a column show that the day or the month comes first; "both" where they contradict each other."""
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufbM":
        return None
    texts = [text for text in (cell.strip() for cell in cells if isinstance(cell, str)) if len(text) < 40]
    found = [date.groups()[:3] for date in map(YEAR_LAST.fullmatch, texts) if date]
    days = any(int(one) > 12 >= int(two) for one, _, two in found)
    months = any(int(two) > 12 >= int(one) for one, _, two in found)
    if days and months:
        return "both"
    return "month-first" if months else "day-first" if days or any(sign == "." for _, sign, _ in found) else None


def shown_notation(cells) -> str | None:
    """Whether the cells of a column show a comma or a point before the fraction; "both" where they contradict each other."""
    if isinstance(cells, np.ndarray):
        return None
    texts = [text for text in (cell.strip() for cell in cells if isinstance(cell, str)) if len(text) < 40 and ("," in text or "." in text)]
    comma = any(SHOWS_COMMA.fullmatch(text) for text in texts)
    point = any(SHOWS_POINT.fullmatch(text) for text in texts)
    return "both" if comma and point else "comma" if comma else "point" if point else None


def read_number(cell: object, notation: str) -> float | None:
    """NaN for an empty cell; None for one that is no number."""
    if is_empty(cell, EMPTY_NUMBER):
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


def read_date(cell: object, order: str | None = None) -> float | None:
    """Milliseconds since the beginning of 1970, NaN for an empty cell, None for one that is no date."""
    if is_empty(cell):
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


def _with_year_first(cell: str, order: str | None) -> str:
    """Other ways to write a day as the one that `DATE` reads."""
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


def _milliseconds(time: datetime.datetime) -> int:
    """Since the beginning of 1970, in the time that is written: time zones are left aside."""
    microseconds = (time.replace(tzinfo=None) - EPOCH) // datetime.timedelta(microseconds=1)
    return int(microseconds / 1000)


class Lookup:
    """Places of categories: texts by what they are, other values as they are written in files, numbers also by their size."""

    def __init__(self, names: list[str]):
        self.by_name = {name: place for place, name in reversed(list(enumerate(names)))}
        self.by_number, self.by_small = {}, {}
        for place, name in reversed(list(enumerate(names))):
            self.by_small[name.lower()] = place
            if NUMBER.fullmatch(name):
                self.by_number[_exact(name)] = place

    def find(self, value: object, otherwise: int) -> int:
        if isinstance(value, str):
            return self.by_name.get(value, otherwise)
        if isinstance(value, (bool, np.bool_)):
            return self.by_small.get(str(value).lower(), otherwise)
        if isinstance(value, (int, float, np.number)):
            return self.by_number.get(value.item() if isinstance(value, np.number) else value, otherwise)
        return self.by_name.get(str(value), otherwise)


def _exact(number: str) -> int | float:
    """A number that is written, with all digits where it is a whole one: identifiers have more than floats can tell apart."""
    return int(number) if re.fullmatch(r"\s*[+-]?\d{1,40}\s*", number, re.A) else float(number)


def category_order(name: object) -> tuple:
    """Numbers by size and before words, words by their characters as UTF-16 has them."""
    text = str(name)
    number = float(text) if NUMBER.fullmatch(text) else None
    return (number is None, number or 0.0, text.encode("utf-16-be", "surrogatepass"))
