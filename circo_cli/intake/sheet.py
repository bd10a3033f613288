"""What a file holds once it is read: rows of text by field, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

Cell = str | tuple[str, ...]
"""The text of a field; a tuple only where the file holds a real list."""

REASON = "reason"
"""The column of a rejects file that says what is wrong: never read, unless a field has that name."""

Progress = Callable[[int], None]
"""Told how many rows have been dealt with."""

_SHOWN = 200


def unseen(done: int) -> None:
    """Tell nobody how far it is."""


class Format(StrEnum):
    """What kind of file it is, whatever it is called."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"


class BadRow(NamedTuple):
    """What is wrong with a row: `column` is called as in the file, `nearest` would be right.

    `row` is the row of a workbook's sheet, and in text the line at which the row begins, the header being line 1.
    """

    row: int
    column: str | None
    value: str | None
    reason: str
    nearest: str | None = None


class Line(NamedTuple):
    """A row: its number as in `BadRow`, the trimmed cell of each field that the file has, and the row as it came."""

    row: int
    cells: Mapping[str, Cell]
    raw: Any

    def text(self, field: str) -> str:
        """Return the cell of `field` as one text; empty where the file has no such column."""
        return as_text(self.cells.get(field, ""))


class Unread(NamedTuple):
    """A header that means nothing here, and the field that it may be meant for."""

    header: str
    nearest: str | None


class Layout(NamedTuple):
    """How a text file is written, so that another can be written like it."""

    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"
    first: str = ""
    """What stands before the header: a line ``sep=;``."""

    single: bool = False
    """Whether a JSON document is one object and no array."""


PLAIN = Layout()


class Cells(Mapping[str, Cell]):
    """The cells of a row by field, as places in a list: a row takes a third of the memory of a dictionary."""

    __slots__ = ("_places", "_texts")

    def __init__(self, places: Mapping[str, int], texts: Sequence[Cell]) -> None:
        self._places = places
        self._texts = texts

    def __getitem__(self, name: str) -> Cell:
        return self._texts[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the file `name` holds.

    `columns` is what it calls each field; `unread` are headers that mean nothing here; `broken` is what is wrong with
    rows that could not be read, which are in `spoilt` as they came. `header` and `layout` are for a file like it;
    `skipped` are the other sheets of a workbook that hold something, `above` is how many rows stand above the header.
    """

    name: str
    format: Format
    columns: Mapping[str, str]
    lines: Sequence[Line]
    unread: Sequence[Unread] = ()
    broken: Sequence[BadRow] = ()
    spoilt: Mapping[int, Any] = field(default_factory=dict)
    header: Sequence[str] = ()
    layout: Layout = PLAIN
    skipped: Sequence[str] = ()
    above: int = 0

    def bad(self, line: Line, field: str, reason: str, nearest: str | None = None) -> BadRow:
        """Return the report that the `field` of `line` is bad."""
        value = line.cells.get(field, "")
        return BadRow(line.row, self.columns.get(field, field), shown(value), reason, nearest)


def as_text(value: Cell) -> str:
    """Return `value` as one text, a list as other outputs of circo join it."""
    return value if isinstance(value, str) else "; ".join(value)


def shown(value: Cell) -> str:
    """Return `value` as a report shows it: one text, and no longer than a person reads."""
    text = as_text(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
