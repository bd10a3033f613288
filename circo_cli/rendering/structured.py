"""A result as JSON, JSON lines, CSV, TSV, Markdown or a workbook: the same fields, the same cells."""

from __future__ import annotations

from circo_cli.rendering.cells import cell, flat, guarded, to_json
from circo_cli.rendering.result import Form, Result

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
    """Return the result as an XLSX workbook: text is typed as text, numbers as numbers, the header frozen.

    Raises `UsageError` for a text that would be cut, and for more rows than a sheet holds.
    """
    import io

    from circo_cli.rendering.workbook import book_text, check_rows, new_book, write_text

    check_rows(len(result.rows), hint="-o csv holds them all")
    target = io.BytesIO()
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
    return target.getvalue()
