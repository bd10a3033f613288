"""The rows of a file that cannot be taken, written as they came with what is wrong, to be mended and read again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from circo_cli.intake.columns import bare
from circo_cli.intake.objects import Number
from circo_cli.intake.scalars import text_of
from circo_cli.intake.sheet import REASON, BadRow, Format, Layout, Sheet
from circo_cli.intake.source import ENDINGS
from circo_cli.rendering.streams import write_file
from circo_cli.values.spreadsheet import escape, guard, unguard

_TABLES = (Format.CSV, Format.TSV, Format.XLSX)
_LAYOUT = Layout(encoding="utf-8-sig", newline="\r\n")
"""How text is written that a spreadsheet is to open: without the mark it takes it for another encoding."""


def write_rejects(path: str, sheet: Sheet, bad: Sequence[BadRow], *, column: str = REASON) -> int:
    """Write the rows of `sheet` that are in `bad` to the file `path`, and return how many they are.

    They are as they came, with all that is wrong with each in the last column, called `column`; what stood there before
    is replaced. The format is that of the sheet, unless `path` says a workbook for text, or text for a workbook: no
    spreadsheet opens a workbook that is called CSV. Raises `UsageError` for a path that cannot be written.
    """
    reasons: dict[int, list[str]] = {}
    for each in bad:
        reasons.setdefault(each.row, []).append(_said(each))
    raws = {line.row: line.raw for line in sheet.lines if line.row in reasons}
    raws.update((row, raw) for row, raw in sheet.spoilt.items() if row in reasons)
    rows = {number: "; ".join(reasons[number]) for number in sorted(raws)}
    sheet, raws = _as_called(sheet, raws, path)
    if sheet.format is Format.XLSX:
        content = _workbook(sheet, raws, rows, column)
    elif sheet.format in (Format.CSV, Format.TSV):
        content = _encoded(sheet, _delimited(sheet, raws, rows, column))
    else:
        content = _encoded(sheet, _objects(sheet, raws, rows, column))
    write_file(path, content)
    return len(rows)


def _as_called(sheet: Sheet, raws: dict[int, Any], path: str) -> tuple[Sheet, dict[int, Any]]:
    """Return sheet and rows for a workbook, or for text that a spreadsheet opens, where the file is called so."""
    said = ENDINGS.get(Path(path).suffix.lower(), sheet.format)
    if sheet.format not in _TABLES or said not in _TABLES or (said is Format.XLSX) == (sheet.format is Format.XLSX):
        return sheet, raws
    cell = unguard if said is Format.XLSX else _text_cell

    def row(raw: Any) -> Any:
        return raw.rstrip("\r\n") if isinstance(raw, str) else [cell(each) for each in raw]

    layout = _LAYOUT._replace(delimiter="\t" if said is Format.TSV else ";")
    whole = replace(sheet, format=said, layout=layout, header=row(sheet.header))
    return whole, {number: row(raw) for number, raw in raws.items()}


def _text_cell(value: Any) -> str:
    return guard(text_of(value))


class _Verbatim(str):
    """A line that is written as it came, whatever quotation marks are in it."""

    __slots__ = ()


def _said(bad: BadRow) -> str:
    return guard(f"{bad.column}: {bad.reason}" if bad.column else bad.reason)


def _table(sheet: Sheet, raws: Mapping[int, Any], rows: Mapping[int, str], column: str) -> Iterator[list[Any]]:
    """Give the header and every row with its reason; a line that could not be divided into cells has the two alone."""
    place = next((place for place, each in enumerate(sheet.header) if bare(str(each)) == bare(column)), None)
    width = len(sheet.header)
    yield [*sheet.header, column] if place is None else [*sheet.header]
    for number, reason in rows.items():
        raw = raws[number]
        if isinstance(raw, str):
            yield [_Verbatim(raw), reason]
            continue
        if any(text_of(each) for each in raw[width:]):  # the reason stays the last cell, however many there are
            yield [*(raw if place is None else raw[:-1]), reason]
            continue
        cells = [*raw[:width], *[""] * (width - len(raw))]
        yield [*cells, reason] if place is None else [*cells[:place], reason, *cells[place + 1 :]]


def _delimited(sheet: Sheet, raws: Mapping[int, Any], rows: Mapping[int, str], column: str) -> str:
    delimiter, newline = sheet.layout.delimiter, sheet.layout.newline
    target = io.StringIO(newline="")
    target.write(sheet.layout.first)
    writer = csv.writer(target, delimiter=delimiter, lineterminator=newline)
    for row in _table(sheet, raws, rows, column):
        if isinstance(row[0], _Verbatim):
            target.write(row[0].rstrip("\r\n") + delimiter)
            row = row[1:]
        writer.writerow(row)
    return target.getvalue()


def _workbook(sheet: Sheet, raws: Mapping[int, Any], rows: Mapping[int, str], column: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet("rejects")
    for row in _table(sheet, raws, rows, column):
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, value=(escape(value) or None) if isinstance(value, str) else value)
            if isinstance(value, str) and value:
                cell.data_type = "s"  # never a formula
            cells.append(cell)
        page.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _objects(sheet: Sheet, raws: Mapping[int, Any], rows: Mapping[int, str], column: str) -> str:
    ascii_only = sheet.layout.encoding == "cp1252"
    texts = []
    for number, reason in rows.items():
        raw = raws[number]
        if isinstance(raw, dict):
            raw = {**{key: value for key, value in raw.items() if bare(key) != bare(column)}, column: reason}
        as_it_came = isinstance(raw, str) and sheet.format is Format.JSONL
        texts.append(raw.rstrip("\r\n") if as_it_came else _json(raw, ascii_only))
    if sheet.format is Format.JSONL or sheet.layout.single:
        return "".join(f"{each}\n" for each in texts)
    return "[\n" + ",\n".join(texts) + "\n]\n"


def _json(value: Any, ascii_only: bool) -> str:
    """Return `value` as JSON with each number as it was written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(k, ascii_only)}: {_json(v, ascii_only)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_json(each, ascii_only) for each in value) + "]"
    halves = isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)
    return json.dumps(value, ensure_ascii=ascii_only or halves)


def _encoded(sheet: Sheet, text: str) -> bytes:
    encoding = sheet.layout.encoding
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + text).encode(encoding, "replace")
