"""Delimited text as people have it: encoding and delimiter are found out.

A spreadsheet saves CSV in the encoding and with the delimiter of its country, under headers in the language of whoever
made it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from circo_cli.errors import UsageError
from circo_cli.intake.decoding import encoding_of, head_of
from circo_cli.intake.flat import TITLES, Flat, Row, headers_in
from circo_cli.intake.sheet import Format, Layout
from circo_cli.values.spreadsheet import unguard

LONGEST_LINE = 10_000_000
"""So many characters a line can have; a list whose line is longer is no list."""

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_STRAY = "a quotation mark is not closed, or stands inside a text"
_POOL = 10_000
"""So many texts are known again, and held once: a list has the same city and sector in many rows."""

_AGAIN = 20
"""So many times the length of the file may be read again behind quotation marks that are not closed."""


def read_delimited(content: bytes, *, name: str, known: Collection[str], tabs: bool = False) -> Flat:
    """Return header and rows of a delimited text file called `name`.

    `known` are headers that mean something, as `bare` gives them: they tell the delimiter. `tabs` tells that it should
    be the tab where nothing else tells. Raises `UsageError` for what is no such text.
    """
    csv.field_size_limit(2**31 - 1)  # a text in a sheet has no limit of ours
    encoding = encoding_of(content, name)
    first = next(iter(head_of(content, encoding).splitlines(keepends=True)), "")
    said = _SEPARATOR.fullmatch(first)
    layout = Layout(encoding=encoding, first=first if said else "")
    text = _Text(content, layout, name)
    delimiter = said[1] if said else _delimiter(text, known, tabs=tabs)
    rows = text.rows(delimiter)
    header = _header(rows)
    if header is None:
        raise UsageError(f"{name} is empty", hint="its first line is a header", code="input-empty")
    if header.fault:
        raise UsageError(
            f"{name}: in the header, {header.fault}", hint="its first line is a header", code="input-format"
        )
    return Flat(
        header=_without_trailing(header.raw),
        rows=rows,
        texts=texts_of,
        format=Format.TSV if delimiter == "\t" else Format.CSV,
        layout=layout._replace(delimiter=delimiter, newline=text.newline),
    )


def texts_of(raw: Sequence[str]) -> list[str]:
    """Return the cells of a row without the blanks around them, and without what guards a text that looks a formula."""
    texts = [each.strip() for each in raw]
    return [unguard(each).strip() if each[:1] == "'" else each for each in texts]


class _Text:
    """The lines of a text, read again for each delimiter that is tried."""

    def __init__(self, content: bytes, layout: Layout, name: str) -> None:
        self._content = content
        self._layout = layout
        self._name = name
        self.newline = "\r\n" if b"\r\n" in content[:100_000].replace(b"\0", b"") else "\n"

    def _lines(self) -> Iterator[str]:
        """Give every line with its end; what is decoded is never held whole."""
        lines = io.TextIOWrapper(io.BytesIO(self._content), encoding=self._layout.encoding, newline="")
        for number, line in enumerate(iter(lambda: lines.readline(LONGEST_LINE + 1), ""), start=1):
            if len(line) > LONGEST_LINE:
                raise UsageError(
                    f"line {number} of {self._name} has more than {LONGEST_LINE:,} characters",
                    hint="a row is a line; is this a list?",
                    code="input-format",
                )
            yield line.removeprefix("\ufeff") if number == 1 else line

    def rows(self, delimiter: str) -> Iterator[Row]:
        """Give every row, numbered by the line at which it begins.

        Behind a quotation mark that is not closed, reading goes on with the next line.
        """
        ahead: list[str] = []  # lines that are read again, the next one last
        taken: list[str] = []
        lines = self._lines()

        def feed() -> Iterator[str]:
            while True:
                line = ahead.pop() if ahead else next(lines, None)
                if line is None:
                    return
                taken.append(line)
                yield line

        pool: dict[str, str] = {}
        number = 1
        again = 0
        if self._layout.first:
            next(lines)
            number = 2
        reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        while True:
            taken.clear()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                again += sum(map(len, taken[1:]))
                if again > _AGAIN * len(self._content) + LONGEST_LINE:
                    raise UsageError(
                        f"{self._name}, line {number}: {_STRAY}, as in many lines before it",
                        hint="open it in a spreadsheet and save it as .xlsx",
                        code="input-format",
                    ) from None
                yield Row(number, taken[0], _STRAY)
                ahead.extend(reversed(taken[1:]))
                number += 1
                reader = csv.reader(feed(), delimiter=delimiter, strict=True)
                continue
            if len(pool) < _POOL:
                pool.update((each, each) for each in row)
            yield Row(number, [pool.get(each, each) for each in row])
            number += len(taken)


def _header(rows: Iterator[Row]) -> Row | None:
    return next((row for row in rows if row.fault or any(texts_of(row.raw))), None)


def _delimiter(text: _Text, known: Collection[str], *, tabs: bool) -> str:
    """Return the delimiter under which the header, be it below a title, has most known cells, then most cells.

    Where that tells nothing, as in one column, it is one under which no row has a second cell.
    """
    candidates = sorted(_DELIMITERS, key=lambda each: tabs and each != "\t")
    found = []
    for delimiter in candidates:
        first = _header(text.rows(delimiter))
        if first is None:
            return delimiter  # there is nothing but this delimiter
        header = [] if first.fault else texts_of(first.raw)
        if not headers_in(header, known):
            rows = (texts_of(row.raw) for row in islice(text.rows(delimiter), TITLES + 1) if row.fault is None)
            header = next((each for each in rows if headers_in(each, known) > 1), header)
        found.append((headers_in(header, known), sum(map(bool, header)), delimiter))
    _, width, best = max(found, key=lambda each: each[:2])
    if width > 1:
        return best
    for delimiter in candidates:
        if all(row.fault is None and not any(texts_of(row.raw[1:])) for row in text.rows(delimiter)):
            return delimiter
    return best


def _without_trailing(header: Sequence[str]) -> list[str]:
    """Return the header as far as it has headers: a spreadsheet saves blank columns behind them."""
    width = max((place for place, each in enumerate(header, start=1) if each.strip()), default=0)
    return list(header[:width])
