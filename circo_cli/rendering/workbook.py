"""XLSX workbooks as every list and document writes them: typed cells, text that is never a formula, no clock."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import IO, Any

from circo_cli.errors import UsageError

LONGEST_CELL = 32_767
"""How many characters a cell can hold, in units of UTF-16 as spreadsheet programs count."""

MOST_ROWS = 1_048_575
"""How many rows a sheet can hold below its header."""

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_NO_DATE = date(1980, 1, 1)
"""The first day that a ZIP file can name, which is also what its entries have."""


def new_book(target: IO[bytes], *, created: date = _NO_DATE, title: str = "", streamed: bool = False) -> Any:
    """Return an `xlsxwriter.Workbook` that `close` writes to `target`: from the same cells the same bytes.

    Rows of a `streamed` one are written from the top down and leave memory at once, and its charts are drawn only
    by the program that opens it.
    """
    from xlsxwriter import Workbook

    book = Workbook(target, {"constant_memory": streamed, "in_memory": not streamed})
    book.set_properties({"title": title, "created": datetime(created.year, created.month, created.day)})  # noqa: DTZ001
    return book


def write_text(sheet: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write `text`, as `book_text` made it, into a cell: as text, whatever it looks like; none leaves it empty."""
    if not text:
        return
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes this for markup of its own; in two runs it is escaped.
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], *([style] if style else []))
        return
    sheet.write_string(row, column, text, style)


def book_text(text: str, key: object) -> str:
    """Return `text` as a cell holds it: what XML has no character for becomes U+FFFD.

    Raises `UsageError`, naming the `key` of the row, for a text that would be cut.
    """
    length = len(text)
    if length <= LONGEST_CELL // 2 and text.isprintable():
        return text
    if length > LONGEST_CELL // 2:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > LONGEST_CELL:
        raise UsageError(
            f"a cell of {key} has {length} characters, and a workbook holds {LONGEST_CELL} in a cell",
            hint="-o csv holds all of it, or leave that field out with --fields",
            code="output",
        )
    return _NO_CHARACTER.sub("\ufffd", _LINE_END.sub("\n", text))


def check_rows(count: int, *, hint: str) -> None:
    """Raise `UsageError` where `count` rows do not fit in a sheet; `hint` says what holds them."""
    if count > MOST_ROWS:
        raise UsageError(f"there are more than {MOST_ROWS} rows, and a sheet holds no more", hint=hint, code="output")
