"""Rows of any form as columns, and columns as numbers, dates, categories or texts."""

from pathlib import Path

import numpy as np

from .cells import PreparationError, agreed_on, is_empty, read_date, read_number, shown_notation, shown_order


def tells_next_token(saved: dict) -> bool:
    """Whether a preparation is of a model that goes on with a text."""
    return any(target["kind"] == "next-token" for target in saved["targets"].values())


def columns_of(name: str, feature: dict) -> list[str]:
    """The columns that a feature is made of."""
    if feature["kind"] == "numbers":
        return [column["column"] for column in feature["columns"]]
    return [name if feature["kind"] == "image" else feature["column"]]


class WrittenColumns(dict):
    """The columns of a file, every cell as it is written; `usual` is how numbers are where nothing tells: between semicolons a comma may stand
    before the fraction."""

    def __init__(self, columns: dict, delimiter: str):
        super().__init__(columns)
        self.usual = "either" if delimiter == ";" else "point"


def read_columns(rows, wanted: list[str]) -> dict:
    """Rows of any form as a dict of columns."""
    if hasattr(rows, "columns") and hasattr(rows, "iloc"):
        return {str(name): _series(rows[name]) for name in rows.columns}
    if isinstance(rows, WrittenColumns):
        return rows
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
    """A series of pandas as an array, or as a list."""
    if isinstance(series.dtype, np.dtype) and series.dtype.kind in "iufbM":
        return series.to_numpy()
    return list(series.astype(object))


def count_rows(columns: dict) -> int:
    """How many rows columns have. Raises PreparationError where they differ."""
    counts = {len(column) for column in columns.values()}
    if len(counts) > 1:
        raise PreparationError(f"Columns are as long as each other. Received: {sorted(counts)} rows.")
    return counts.pop() if counts else 0


class Table:
    """Some rows of columns, read as numbers, dates, categories or texts."""

    def __init__(self, saved: dict, columns: dict, rows: np.ndarray, folder: str | Path = "."):
        self.columns, self.rows, self.folder = columns, rows, Path(folder)
        self.shown = self.orders = None
        self.usual = columns.usual if isinstance(columns, WrittenColumns) else "point"
        self.known = saved.get("notations") or {}
        # The next token follows the last of a text, wherever else texts are cut.
        self.takes_last = tells_next_token(saved)

    def cells(self, column: str) -> np.ndarray | list:
        """The cells of the rows: an array of numbers or dates where the column is one, else a list."""
        cells = self.columns[column]
        if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufbM":
            return cells[self.rows]
        return [cells[row] for row in self.rows]

    def numbers(self, column: str) -> np.ndarray:
        """NaN where a cell is empty."""
        cells = self.cells(column)
        if isinstance(cells, np.ndarray) and cells.dtype.kind != "M":
            numbers = cells.astype(np.float64)
            return np.where(np.isfinite(numbers), numbers, np.nan)
        notation = self._notation(column)
        return self._each(column, cells, "a number", lambda cell: read_number(cell, notation))

    def dates(self, column: str) -> np.ndarray:
        """Milliseconds since the beginning of 1970, in the time that is written; NaN where a cell is empty."""
        cells = self.cells(column)
        if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
            return np.where(np.isnat(cells), np.nan, cells.astype("datetime64[ms]").astype(np.float64))
        order = self._order(column)
        return self._each(column, cells, "a date", lambda cell: read_date(cell, order))

    def categories(self, column: str) -> list:
        """Texts without the blanks around them, and values of other types; None where a cell is empty."""
        cells = self.cells(column)
        for at, cell in enumerate(cells):
            if isinstance(cell, (float, np.floating)) and abs(cell) >= 2**53:
                where = f'Column "{column}", row {self.rows[at] + 1}'
                expected = f'whole numbers or texts, as pandas.read_csv(path, dtype={{"{column}": str}}) gives them'
                raise PreparationError(f"{where} has a number without its last digits. Expected: {expected}. Received: {cell}.")
        return [None if is_empty(cell) else cell.strip(" ") if isinstance(cell, str) else cell for cell in cells]

    def texts(self, column: str) -> list[str]:
        """Texts as they are, an empty one where there is none."""
        return ["" if cell is None or (not isinstance(cell, str) and is_empty(cell)) else str(cell) for cell in self.cells(column)]

    def _each(self, column: str, cells, expected: str, read) -> np.ndarray:
        """Each cell as `read` has it. Raises PreparationError where that is None."""
        numbers = np.empty(len(cells))
        for at, cell in enumerate(cells):
            number = read(cell)
            if number is None:
                where = f'Column "{column}", row {self.rows[at] + 1}'
                raise PreparationError(f"{where} has something else. Expected: {expected}. Received: {str(cell)[:60]!r}.")
            numbers[at] = number
        return numbers

    def _notation(self, column: str) -> str:
        """How numbers are written: by what the column's own cells show, else the others where they agree, else as in training."""
        if self.shown is None:
            shown = {name: shown_notation(cells) for name, cells in self.columns.items()}
            self.shown = {name: self.usual if one == "both" else one for name, one in shown.items()}
        agreed = agreed_on(self.shown)
        others = agreed if agreed in (None, "comma") else self.usual
        return self.shown[column] or others or ("comma" if self.known.get(column) == "comma" else self.usual)

    def _order(self, column: str) -> str | None:
        """Whether the day or the month comes first where the year comes last: by what the column's own cells show, else as in training, else by
        the other columns where they agree. None where they contradict each other."""
        if self.orders is None:
            self.orders = {name: shown_order(cells) for name, cells in self.columns.items()}
        known, own = self.known.get(column), self.orders[column]
        if own == "both":
            return None
        agreed = agreed_on({name: order for name, order in self.orders.items() if order != "both"})
        return own or (known if known in ("day-first", "month-first") else agreed or "month-first")
