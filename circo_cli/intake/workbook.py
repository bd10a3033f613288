"""Workbooks (XLSX): the values of one sheet, read so that no file can fill the memory."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from circo_cli.errors import UsageError
from circo_cli.intake.flat import TITLES, Flat, Row, headers_in
from circo_cli.intake.scalars import text_of
from circo_cli.intake.sheet import Format
from circo_cli.values.spreadsheet import unescape

_LARGEST = 2**30
_SMALL = 50 * 2**20
_DENSEST = 150
"""A part of a workbook that is not small is packed to a hundredth at most; to a thousandth, it is made to do harm."""

_ROWS = 2**20
"""So many rows a sheet has; a file may say more."""

_OTHERS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file"),
    ("word/document.xml", "a text document"),
    ("ppt/presentation.xml", "a presentation"),
    ("Index/Document.iwa", "a file of Numbers"),
)


def read_workbook(content: bytes, *, name: str, known: Collection[str]) -> Flat:
    """Return header and rows of a workbook called `name`, of the sheet whose first rows have most `known` headers.

    Raises `UsageError` for what is no such workbook, or would take too much memory.
    """
    _check_parts(content, name)
    from openpyxl import load_workbook

    with _damage(name):
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets
        found = []
        for sheet in sheets:
            sheet.reset_dimensions()  # what a file says of its size may be wrong, and a million empty columns wide
            first = list(islice(_filled(sheet, name), TITLES + 1))
            if first:
                found.append((max(headers_in(texts_of(row.raw), known) for row in first), sheet, first[0]))
    if not found:
        raise UsageError(
            f"{name} is empty: it has no sheet with cells", hint="its first row is a header", code="input-empty"
        )
    _, best, header = max(found, key=lambda each: each[0])
    return Flat(
        header=_without_trailing(header.raw),
        rows=(row for row in _filled(best, name) if row.number > header.number),
        texts=texts_of,
        format=Format.XLSX,
        skipped=tuple(sheet.title for _, sheet, _ in found if sheet is not best),
    )


def texts_of(raw: Sequence[Any]) -> list[str]:
    """Return the trimmed text of each cell of a row."""
    return [text_of(each) for each in raw]


def _filled(sheet: Any, name: str) -> Iterator[Row]:
    with _damage(name):
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_row=_ROWS), start=1):
            if any(each is not None for each in values):
                yield Row(number, [_as_typed(each) for each in values])


def _as_typed(value: Any) -> Any:
    """Return `value`, a text with the ends of lines that it has outside of XML."""
    return unescape(value).replace("\r", "") if isinstance(value, str) and "_x" in value else value


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Tell what goes wrong inside the library, whatever it is, as damage of the file; its warnings are for nobody."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (UsageError, MemoryError):
        raise
    except Exception as error:
        raise UsageError(
            f"{name} is a damaged workbook", hint="open it in a spreadsheet and save it again", code="input-format"
        ) from error


def _check_parts(content: bytes, name: str) -> None:
    """Raise `UsageError` for an archive that is no workbook, or is one that unpacks to no end."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UsageError(
            f"{name} is a damaged workbook", hint="open it in a spreadsheet and save it again", code="input-format"
        ) from error
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(each.startswith("xl/w") and ".xml" in each for each in names):
        what = next((what for part, what in _OTHERS if part in names), "an archive, and no workbook")
        raise UsageError(f"{name} is {what}", hint="open it in a spreadsheet and save it as .xlsx", code="input-format")
    size = sum(part.file_size for part in parts)
    dense = any(part.file_size > max(_SMALL, _DENSEST * part.compress_size) for part in parts)
    if size > _LARGEST or dense:
        raise UsageError(
            f"{name} would unpack to {size // 2**20} MB and is not opened",
            hint="copy the rows into a new workbook and save that",
            code="input-size",
        )


def _without_trailing(header: Sequence[Any]) -> list[Any]:
    width = max((place for place, each in enumerate(header, start=1) if text_of(each)), default=0)
    return list(header[:width])
