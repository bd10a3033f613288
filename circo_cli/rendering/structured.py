"""A result as JSON, JSON lines, CSV, TSV, Markdown or a workbook: the same fields, the same cells.

Each comes in pieces, so that nobody has to hold the text of a list that is very long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import IO, Any

from circo_cli.rendering.cells import cell, flat, guarded, to_json
from circo_cli.rendering.result import Form, Result, Row
from circo_cli.values.rows import Nested

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#~&"})
_ROWS = 200
"""So many rows make a piece of text."""

_PIECE = 1 << 20


def as_json(result: Result) -> Iterator[str]:
    """Yield the result as one JSON document: an array for a list, an object for one thing."""
    if result.form in (Form.LIST, Form.CHANGED_MANY):
        yield from _array(result.fields, result.rows)
    else:
        yield from _thing(result.fields, result.rows[0] if result.rows else ())
    yield "\n"


def _array(fields: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield f"{before}\n  {_inside(to_json(dict(zip(fields, row, strict=True))))}"
        before = ","
    yield "\n]" if before == "," else "[]"


def _thing(fields: Sequence[str], row: Row) -> Iterator[str]:
    """Yield one thing, whose nested lists can be as long as any list."""
    before = "{"
    for name, value in zip(fields, row, strict=bool(row)):
        yield f"{before}\n  {to_json(name)}: "
        pieces = _array(value.fields, value.rows) if isinstance(value, Nested) else [to_json(value)]
        yield from map(_inside, pieces)
        before = ","
    yield "\n}" if before == "," else "{}"


def _inside(text: str) -> str:
    return text.replace("\n", "\n  ")


def as_jsonl(result: Result) -> Iterator[str]:
    """Yield the result as one JSON object a line."""
    for row in result.rows:
        yield to_json(_object(result, row), indent=None) + "\n"


def _object(result: Result, row: Row) -> dict[str, Any]:
    return dict(zip(result.fields, row, strict=True))


def as_separated(result: Result, separator: str) -> Iterator[str]:
    """Yield the result as CSV or TSV with a header; text never starts a formula."""
    import csv
    import io

    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    writer.writerow(result.fields)
    for number, row in enumerate(result.rows, start=1):
        writer.writerow([guarded(value) for value in row])
        if number % _ROWS == 0:
            yield target.getvalue()
            target.seek(0)
            target.truncate()
    yield target.getvalue()


def as_markdown(result: Result) -> Iterator[str]:
    """Yield the result as a Markdown table; text in it is never markup."""
    from circo_cli.rendering.long_table import tabulated

    return tabulated(result.fields, result.rows, form="github", cell=lambda value: flat(value).translate(_MARKDOWN))


def as_workbook(result: Result) -> Iterator[bytes]:
    """Yield the result as an XLSX workbook: text is typed as text, numbers as numbers, the header frozen.

    Raises `UsageError` for a text that would be cut, and for more rows than a sheet holds.
    """
    from tempfile import SpooledTemporaryFile

    from circo_cli.rendering.workbook import check_rows

    check_rows(len(result.rows), hint="-o csv holds them all")
    with SpooledTemporaryFile(_PIECE) as target:
        _write_book(result, target)
        target.seek(0)
        yield from iter(partial(target.read, _PIECE), b"")


def _write_book(result: Result, target: IO[bytes]) -> None:
    from circo_cli.rendering.workbook import book_text, new_book, write_text

    book = new_book(target, streamed=True)
    sheet = book.add_worksheet(result.name[:31])
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(result.fields):
        write_text(sheet, 0, column, name, bold)
    for number, row in enumerate(result.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None:
                write_text(sheet, number, column, book_text(cell(value), row[0]))
    book.close()
