"""What parts the columns of a table in text."""

import csv
import io
import re
from collections.abc import Sequence

from .cells import COMMA_THOUSANDS, NUMBER, SHOWS_COMMA


def without_remarks(text: str, stated: str | None) -> str:
    """Without lines at the top that begin with # and part into another number of values than the first line that does not."""
    text = text.lstrip("\r\n")
    rest = re.sub(r"\A(?:(?:#[^\r\n]*)?[\r\n]+)+", "", text)
    if rest.strip():
        delimiter = stated or find_delimiter(rest)
        count = len(next(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter)))
        while text.startswith("#") and len(re.split(r"[\r\n]", text)[0].split(delimiter)) != count:
            text = re.sub(r"\A[^\r\n]*[\r\n]+", "", text)
    return text


def find_delimiter(text: str) -> str:
    """The one that parts the first record into most values, before others one that parts the second into as many."""
    return max(_parted(text), key=lambda one: one[:2])[2]


def _parted(text: str) -> list[tuple[bool, int, str]]:
    """Of each delimiter whether it parts the first two records alike, and the first into how many values."""
    found = []
    for delimiter in ",;\t|":
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        first, second = len(next(records, [])), len(next(records, []))
        found.append((first > 1 and first == second, first, delimiter))
    return found


def with_tabs(text: str, wanted: Sequence[str]) -> str | None:
    """A text whose columns are separated by spaces, with tabs in their place; None for any other.

    Nearly all of its first lines have as many values, and a column is numbers in each of them, which no prose has.
    """
    value = re.compile(r'"(?:[^"]|"")*"(?=[ \t]|\Z)|[^ \t]+')
    lines = [line for line in re.split(r"\r\n|\n|\r", text)[:1000] if line.strip()]
    remark = ""
    while lines and lines[0].startswith("#"):
        remark = lines.pop(0)
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
    # Names of NumPy's stand in the last remark; others stay as they are, which are one value then.
    above = value.findall(remark[1:])
    top = re.match(r"(?:(?:#[^\r\n]*|[ \t]*)(?:\r\n|\n|\r))*", text)[0]
    if len(names) == count == len(above) and not {*wanted}.isdisjoint(above) and {*wanted}.isdisjoint(names):
        at = top.rindex(remark)
        top, text = top[:at], text[at + 1 :]
    else:
        text = text[len(top) :]
    blanks = r'(?<![^ \t\r\n])"(?:[^"\r\n]|"")*"(?=[ \t\r\n]|\Z)|[ \t]+'
    text = re.sub(blanks, lambda found: found[0] if found[0][0] == '"' else "\t", text)
    text = re.sub(r"(?<![^\r\n])\t|\t(?![^\r\n])", "", text)
    return top + ('""\t' if is_first_unnamed else "") + text


def _is_delimited(lines: list[str]) -> bool:
    """Whether commas, semicolons or bars part the first two lines alike, or tabs all of them."""
    tabs = {line.count("\t") for line in lines}
    return (len(tabs) == 1 and tabs != {0}) or any(likely for likely, _, delimiter in _parted("\n".join(lines)) if delimiter != "\t")


def _looks_like_number(cell: str) -> bool:
    return any(pattern.fullmatch(cell) for pattern in (NUMBER, COMMA_THOUSANDS, SHOWS_COMMA))
