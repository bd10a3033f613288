"""A result as JSON, JSON lines, CSV, TSV, Markdown or a workbook: the same fields, the same cells."""

from __future__ import annotations

from typing import Any

from circo_cli.errors import UsageError
from circo_cli.rendering.cells import cell, flat, guarded, to_json
from circo_cli.rendering.result import Form, Result
from circo_cli.values.spreadsheet import escape

LONGEST_CELL = 32_767
"""How many characters a cell of an XLSX workbook can hold."""

_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#~&"})


def as_json(result: Result) -> str:
    """Return the result as one JSON document: an array for a list, an object for one thing."""
    objects = result.objects()
    if result.form in (Form.LIST, Form.CHANGED_MANY):
        return to_json(objects) + "\n"
    return to_json(objects[0] if objects else {}) + "\n"


def as_jsonl(result: Result) -> str:
    """Return the result as one JSON object a line."""
    return "".join(to_json(row, indent=None) + "\n" for row in result.objects())


def as_separated(result: Result, separator: str) -> str:
    """Return the result as CSV or TSV with a header; text never starts a formula."""
    import csv
    import io

    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    writer.writerow(result.fields)
    writer.writerows([guarded(value) for value in row] for row in result.rows)
    return target.getvalue()


def as_markdown(result: Result) -> str:
    """Return the result as a Markdown table; text in it is never markup."""
    from tabulate import tabulate

    rows = [[flat(value).translate(_MARKDOWN) for value in row] for row in result.rows]
    return tabulate(rows, headers=result.fields, tablefmt="github", disable_numparse=True) + "\n"


def as_workbook(result: Result) -> bytes:
    """Return the result as an XLSX workbook: text is typed as text, numbers as numbers, the header frozen."""
    import io

    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    rows = [[_for_workbook(value, row[0]) for value in row] for row in result.rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(result.name[:31])
    sheet.freeze_panes = "A2"
    header = [WriteOnlyCell(sheet, value=name) for name in result.fields]
    for item in header:
        item.font = Font(bold=True)
    sheet.append(header)
    for row in rows:
        items = []
        for value in row:
            text = escape(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)) if isinstance(value, str) else value
            item = WriteOnlyCell(sheet, value=text)
            if isinstance(text, str):
                item.data_type = "s"
            items.append(item)
        sheet.append(items)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _for_workbook(value: Any, key: Any) -> Any:
    """Return `value` as a workbook holds it; raise `UsageError` for a text that would be cut."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    text = cell(value)
    if len(text) > LONGEST_CELL:
        raise UsageError(
            f"a cell of {key} has {len(text)} characters, and a workbook holds {LONGEST_CELL} in a cell",
            hint="-o csv holds all of it, or leave that field out with --fields",
            code="output",
        )
    return text
