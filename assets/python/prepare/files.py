"""Rows that lie in files: tables in CSV and TSV, arrays of NumPy, images and texts alone or in folders."""

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from .cells import PreparationError
from .delimiters import find_delimiter, with_tabs, without_remarks
from .encodings import ENCODING_NAMES, east_asian_encoding
from .images import IMAGE_ENDINGS, read_image
from .preparation import Preparation
from .table import WrittenColumns, tells_next_token


def read_table(path: str | Path, wanted: Sequence[str] = ()) -> WrittenColumns:
    """A CSV or TSV file, or one whose columns are separated by spaces, as a dict of columns, every cell as it is written: for `prepare`, which
    knows what each column is.

    Where all `wanted` columns are called column_1, column_2 and so on, and the first line has none of them, it is a row: such names are of
    files that have none.
    """
    text = _read_text(path)
    stated = re.match(r"sep=(.)(?:\r\n|\n|\r|\Z)", text, re.I)
    delimiter = stated and stated[1]
    spaced = None if stated else with_tabs(text, wanted)
    if spaced is not None:
        text, delimiter = spaced, "\t"
    text = without_remarks(text[stated.end() :] if stated else text, delimiter)
    delimiter = delimiter or find_delimiter(text)
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
    return WrittenColumns({name: [row[at] for row in rows] for at, name in enumerate(names)}, delimiter)


def _read_text(path: str | Path) -> str:
    """The text of a file, in the encoding that it is in."""
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
        encoding = east_asian_encoding(data) or "cp1252"
        print(f"{path} is not UTF-8 and is read as {ENCODING_NAMES.get(encoding)}.", file=sys.stderr)
        try:
            # Windows-1252 has no character for a few bytes: they show that a text is in another encoding.
            return data.decode(encoding, "strict" if encoding == "cp1252" else "replace")
        except UnicodeDecodeError as error:
            raise PreparationError(f"{path} is in an encoding that cannot be told. Expected: UTF-8. Received: {error}.") from error


TEXT_ENDINGS = (".txt", ".text", ".md")


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_ENDINGS


# In the order of Unicode's collation; letters and digits come after them.
SIGNS = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"


def _natural_order(name: str) -> tuple:
    """As people sort names: signs before numbers before letters, 2 before 10, capitals like small letters, accents left aside."""
    plain = "".join(one for one in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(one))
    parts = re.findall(r"\d+|\D", plain, re.A)
    return [
        (1, int(part), "") if part.isdecimal() else (0, SIGNS.index(part), "") if part in SIGNS else (2, 0, part) for part in parts
    ], name


def _files_in(folder: Path, files_first: bool) -> list[Path]:
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


def _read_files(path: Path, files: Iterable[Path], preparation: Preparation, read: Callable[[Path], object]) -> tuple:
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


def _folder_classes(saved: dict, names: list[str]) -> dict[str, list]:
    """The column of the only target, as the folders that files are in say it: the first that is named as a class; None for a file in none."""
    targets = list(saved["targets"].values())
    if len(targets) != 1 or targets[0]["kind"] != "classes":
        return {}
    known = set(targets[0]["classes"])
    classes = [next((part for part in name.split("/")[:-1] if part in known), None) for name in names]
    return {} if set(classes) <= {None} else {targets[0]["column"]: classes}


def read_rows(path: str | Path, preparation: Preparation) -> tuple:
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
        return _read_files(path, files, preparation, lambda file: read_image(file, Path(), feature, str(file)))
    if kinds == {"tokens"} and len(set(wanted)) == 1 and (path.is_dir() or path.suffix.lower() in TEXT_ENDINGS):
        if tells_next_token(saved):
            return [_read_text(path)], ".", None
        return _read_files(path, _files_in(path, False), preparation, _read_whole_text)
    return read_table(path, wanted), path.parent, None


def _read_whole_text(path: Path) -> str:
    """A text that is a row. Raises PreparationError for a file that is none."""
    if path.suffix.lower() == ".eml":
        raise PreparationError(f"{path} is an e-mail, whose text only Layerloom takes out of it. Expected: a text. Received: .eml.")
    data = path.read_bytes()
    if not data or (b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise PreparationError(f"{path} is no text. Expected: a text. Received: {'binary data' if data else 'an empty file'}.")
    return _read_text(path)
