"""The steps of a preparation, fitted in training: from values to values, and of a target back."""

import math

import numpy as np

from .cells import DAY, Lookup, PreparationError

CIRCLES = {"month": 12, "day": 31, "weekday": 7, "hour": 24, "minute": 60}


class _Values:
    """Values of a column on their way: numbers and dates in rows of floats, categories in a list, an index in whole numbers."""

    def __init__(self, kind: str, data, empty: np.ndarray | None = None):
        self.kind, self.data, self.empty = kind, data, empty


def apply_steps(steps: list[dict], kind: str, data) -> _Values:
    """Values of a kind ("numbers", "dates" or "categories") after steps."""
    values = _Values(kind, data)
    for step in steps:
        values = STEPS[step["step"]](step, values)
    return values


def _impute(step: dict, values: _Values) -> _Values:
    """Fills empty cells, and notes which they were where the step says so."""
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


def _log(_step: dict, values: _Values) -> _Values:
    """Of the size, with the sign as it was."""
    return _Values("numbers", np.sign(values.data) * np.log1p(np.abs(values.data)), values.empty)


def _scale(step: dict, values: _Values) -> _Values:
    """By the centers and scales that were fitted, one of each a column."""
    return _Values("numbers", (values.data - np.array(step["centers"])) / np.array(step["scales"]), values.empty)


def _date_parts(step: dict, values: _Values) -> _Values:
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


def _encode(step: dict, values: _Values) -> _Values:
    """Categories as a number (0 where it is empty or unknown), or as places of which one is 1."""
    lookup, known = Lookup(step["categories"]), len(step["categories"])
    other = known if step["others"] else -1
    codes = np.array([-1 if cell is None else lookup.find(cell, other) for cell in values.data], np.int32)
    if step["method"] == "index":
        return _Values("index", codes + 1)
    places = np.zeros((len(codes), known + (1 if step["others"] else 0)))
    at = np.flatnonzero(codes >= 0)
    places[at, codes[at]] = 1
    return _Values("numbers", places, values.empty)


STEPS = {"impute": _impute, "log": _log, "scale": _scale, "date-parts": _date_parts, "encode": _encode}


def undo_steps(steps: list[dict], numbers: np.ndarray) -> np.ndarray:
    """Numbers as they were before steps."""
    for step in reversed(steps):
        if step["step"] == "scale":
            numbers = numbers * np.array(step["scales"]) + np.array(step["centers"])
        elif step["step"] == "log":
            numbers = np.sign(numbers) * np.expm1(np.abs(numbers))
        else:
            raise PreparationError(f"A step of a target can be undone. Expected: scale or log. Received: {step['step']}.")
    return numbers
