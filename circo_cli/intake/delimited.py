"""Reading a delimited text file as people have it: encoding, delimiter and headers are found out.

A spreadsheet saves CSV in the encoding and with the delimiter of its country, under headers in the language of whoever
made it. What comes out is rows of trimmed texts by field, each with the line of the file at which it begins.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from circo_cli.errors import UsageError
from circo_cli.values.spreadsheet import unguard
from circo_cli.values.text import fold

STDIN = "-"
_DELIMITERS = (",", ";", "\t")
_SHOWN = 200
_WIDE = 1000
"""So much of a header says what kind of file it is, even where its first line is all of it."""


class BadRow(NamedTuple):
    """What is wrong with a row: the header is line 1, `column` is called as in the file, `nearest` would be right."""

    row: int
    column: str | None
    value: str | None
    reason: str
    nearest: str | None = None


class Line(NamedTuple):
    """A row of a file: the line at which it begins, and the text of each field that the file has."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: what it calls each field, its rows, headers that mean nothing here, rows that are broken."""

    columns: Mapping[str, str]
    lines: Sequence[Line]
    unread: Sequence[str] = ()
    broken: Sequence[BadRow] = field(default_factory=list)

    def bad(self, line: Line, name: str, reason: str, nearest: str | None = None) -> BadRow:
        """Return the report that the field `name` of `line` is bad."""
        value = line.cells.get(name, "")
        shown = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
        return BadRow(line.row, self.columns.get(name, name), shown, reason, nearest)


def read_source(source: str) -> bytes:
    """Return the content of the file `source`, or of standard input for ``-``.

    Raises `UsageError` for what cannot be read.
    """
    if source == STDIN:
        if sys.stdin is None:
            return b""
        buffer = getattr(sys.stdin, "buffer", None)
        return buffer.read() if buffer is not None else sys.stdin.read().encode()
    path = Path(source).expanduser()
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {source}", hint="check its name", code="input-missing") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no path"
        raise UsageError(
            f"{source} cannot be read: {reason}", hint="name a file that you may read", code="input"
        ) from error


def read_delimited(
    content: bytes, *, name: str, headers: Mapping[str, Sequence[str]], needed: Sequence[str] = ()
) -> Sheet:
    """Return the rows of a delimited text file called `name`.

    `headers` are the fields with the other headers that mean them, the best first; `needed` are the fields that the
    file must have. Raises `UsageError` for what is no such text, or lacks a column; broken rows are in the sheet.
    """
    csv.field_size_limit(2**31 - 1)  # a text in a sheet has no limit of ours
    text = _decoded(content, name)
    delimiter, header = _layout(text, headers)
    if not any(header):
        raise UsageError(
            f"{name} is empty", hint=f"its first line is a header: {', '.join(headers)}", code="input-empty"
        )
    places = _places(header, headers, name)
    lacking = [each for each in needed if each not in places]
    if lacking:
        there = ", ".join(each for each in header if each)
        shown = there if len(there) <= _WIDE else f"{there[:_WIDE]}…"
        raise UsageError(
            f"{name} has no column {' or '.join(lacking)}; it has {shown}",
            hint=f"columns: {', '.join(_described(each, headers[each]) for each in headers)}",
            code="missing-column",
        )
    lines, broken = _lines(text, delimiter, width=len(header), places=places)
    unread = [each for place, each in enumerate(header) if each and place not in places.values()]
    return Sheet({each: header[place] for each, place in places.items()}, lines, unread, broken)


def _decoded(content: bytes, name: str) -> str:
    """Return the text of a file that is UTF-8, with or without a mark at its beginning, or Windows-1252."""
    if b"\0" in content:
        raise UsageError(f"{name} is not a text file", hint="save the sheet as CSV", code="input-encoding")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start})",
            hint="save the sheet as CSV UTF-8",
            code="input-encoding",
        ) from error


def _layout(text: str, headers: Mapping[str, Sequence[str]]) -> tuple[str, list[str]]:
    """Return the delimiter under which the first line has most known headers, then most cells, and that header."""
    known = {_bare(each) for name, others in headers.items() for each in (name, *others)}
    found = []
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            cells = []
        header = [unguard(each.strip()) for each in cells]
        found.append((sum(_bare(each) in known for each in header), len(header), delimiter, header))
    _, _, delimiter, header = max(found, key=lambda each: each[:2])
    return delimiter, header


def _places(header: Sequence[str], headers: Mapping[str, Sequence[str]], name: str) -> dict[str, int]:
    """Return the column of each field: of several that mean it, the first that `headers` names."""
    bare = [_bare(each) for each in header]
    places = {}
    for wanted, others in headers.items():
        for each in map(_bare, (wanted, *others)):
            if bare.count(each) > 1:
                twice = header[bare.index(each)]
                raise UsageError(f"{name} has two columns '{twice}'", hint="leave one of them", code="twice-column")
            if each in bare:
                places[wanted] = bare.index(each)
                break
    return places


def _lines(text: str, delimiter: str, *, width: int, places: Mapping[str, int]) -> tuple[list[Line], list[BadRow]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    broken: list[BadRow] = []
    while True:
        begins = reader.line_num + 1
        try:
            row = [unguard(cell.strip()) for cell in next(reader)]
        except StopIteration:
            return lines, broken
        except csv.Error:
            broken.append(BadRow(begins, None, None, "a quotation mark is not closed, or stands inside a text"))
            continue
        if begins == 1 or not any(row):
            continue
        if any(row[width:]):
            reason = f"has {len(row)} cells, and the header has {width}: is a text with '{delimiter}' in it not quoted?"
            broken.append(BadRow(begins, None, delimiter.join(row)[:_SHOWN], reason))
            continue
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        lines.append(Line(begins, cells))


def _bare(header: str) -> str:
    return "".join(character for character in fold(header) if character.isalnum())


def _described(name: str, others: Sequence[str]) -> str:
    return f"{name} (or {others[0]})" if others else name
