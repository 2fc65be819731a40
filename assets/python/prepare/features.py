"""What a model takes, out of the columns of a table: numbers, categories, arrays, tokens or images."""

import numpy as np

from .cells import PreparationError
from .images import find_image_place, read_image
from .steps import apply_steps
from .table import Table
from .tokenizers import UNKNOWN, tokenizer_of


def _numbers_feature(table: Table, _name: str, feature: dict) -> np.ndarray:
    parts = []
    for column in feature["columns"]:
        name, kind = column["column"], column["kind"]
        if kind == "categorical":
            values = apply_steps(column["steps"], "categories", table.categories(name))
        else:
            read = table.dates if kind == "date" else table.numbers
            values = apply_steps(column["steps"], "dates" if kind == "date" else "numbers", read(name)[:, None])
        _check_filled(values.data, name, table.rows)
        parts += [values.data] if values.empty is None else [values.data, values.empty[:, None]]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _check_filled(numbers: np.ndarray, name: str, rows: np.ndarray) -> None:
    empty = np.flatnonzero(np.isnan(numbers).any(axis=1))
    if len(empty) > 0:
        row = rows[empty[0]] + 1
        raise PreparationError(f'Column "{name}", row {row} has no value, and no step fills it. Received: an empty cell.')


def _index_feature(table: Table, _name: str, feature: dict) -> np.ndarray:
    return apply_steps(feature["steps"], "categories", table.categories(feature["column"])).data[:, None]


def _array_feature(table: Table, _name: str, feature: dict) -> np.ndarray:
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
    after = apply_steps(feature["steps"], "numbers", numbers).data
    _check_filled(after, name, table.rows)
    return after.astype(np.float32).reshape(len(cells), *shape)


def _tokens_feature(table: Table, _name: str, feature: dict) -> np.ndarray:
    tokenizer, length = tokenizer_of(feature), feature["sequenceLength"]
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


def _image_feature(table: Table, name: str, feature: dict) -> np.ndarray:
    cells = table.cells(name)
    channels = 3 if feature["colorMode"] == "rgb" else 1
    shape = (feature["height"], feature["width"], channels)
    images = np.empty((len(cells), *shape), np.uint8)
    folder, ending = find_image_place(table.folder, [cell for cell in cells if isinstance(cell, str)])
    for at, cell in enumerate(cells):
        cell = cell.strip() + ending if isinstance(cell, str) else cell
        if isinstance(cell, np.ndarray) and cell.dtype == np.uint8 and cell.size == images[at].size and cell.shape[:2] == shape[:2]:
            images[at] = cell.reshape(shape)
        else:
            images[at] = read_image(cell, folder, feature, f'Image "{name}", row {table.rows[at] + 1}').reshape(shape)
    return images.astype(np.float32) / np.float32(feature["divisor"])


FEATURES = {
    "numbers": _numbers_feature,
    "index": _index_feature,
    "array": _array_feature,
    "tokens": _tokens_feature,
    "image": _image_feature,
}
