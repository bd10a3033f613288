"""A workbook: its values as text, its rows as the sheet numbers them, and the sheet that holds the list."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from circo_cli.errors import UsageError
from circo_cli.intake.columns import Wanted
from circo_cli.intake.flat import sheet_of
from circo_cli.intake.sheet import BadRow, Cell, Sheet
from circo_cli.intake.workbook import read_workbook

WANTED = Wanted({"name": ("naam",), "value": ()})


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_of(*rows: Sequence[Any]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def read(book: Workbook | bytes) -> Sheet:
    content = book if isinstance(book, bytes) else saved(book)
    return sheet_of(read_workbook(content, name="list.xlsx", known=WANTED.known()), WANTED, name="list.xlsx")


def rows(book: Workbook) -> list[tuple[int, dict[str, Cell]]]:
    return [(line.row, dict(line.cells)) for line in read(book).lines]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Café \u00a0", "Café"),
        ("00123", "00123"),
        ("'=1", "'=1"),
        (12345678, "12345678"),
        (12345678.0, "12345678"),
        (1.0e7, "10000000"),
        (0.1 + 0.2, "0.3"),
        (2.5, "2.5"),
        (-0.25, "-0.25"),
        (True, "true"),
        (False, "false"),
        (dt.date(2026, 4, 14), "2026-04-14"),
        (dt.datetime.fromisoformat("2026-04-14"), "2026-04-14"),
        (dt.datetime.fromisoformat("2026-04-14T09:30"), "2026-04-14T09:30:00"),
        (dt.time(9, 30), "09:30"),
        ("one\ntwo", "one\ntwo"),
        ("one_x000D_\ntwo", "one\ntwo"),
        ("_x005F_x0041_", "_x0041_"),
        (None, ""),
    ],
)
def test_a_value_is_the_text_that_a_person_would_type(value: Any, text: str) -> None:
    assert rows(book_of(("naam", "value"), ("a", value))) == [(2, {"name": "a", "value": text})]


def test_rows_are_counted_as_in_the_sheet_and_blank_ones_are_nothing() -> None:
    book = Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"] = "Naam", "value"
    sheet["B6"], sheet["C6"] = "x", 1
    sheet["B7"] = "  "
    sheet["C9"] = "z"
    sheet["Z12"].number_format = "0"
    found = read(book)
    assert found.columns == {"name": "Naam", "value": "value"}
    assert rows(book) == [(6, {"name": "x", "value": "1"}), (9, {"name": "", "value": "z"})]
    assert list(found.unread) == []


def test_what_is_wrong_with_a_row_is_told() -> None:
    sheet = read(book_of(("naam", "value"), ("x", "#N/A"), ("y", 1, "", "z"), ("q", 2, None, " ")))
    assert list(sheet.broken) == [
        BadRow(3, None, "y,1,,z", "has 4 cells, and the header has 2: does a column lack its header?"),
    ]
    assert [line.row for line in sheet.lines] == [2, 4]


def test_the_sheet_is_read_whose_header_means_most() -> None:
    book = book_of(("Toelichting",), ("Vul de lijst in",))
    other = book.create_sheet("Bedrijven")
    other.append(("naam", "value"))
    other.append(("x", 1))
    book.create_sheet("Leeg")
    hidden = book.create_sheet("Verborgen")
    hidden.append(("name", "value"))
    hidden.sheet_state = "hidden"
    sheet = read(book)
    assert ([line.cells["name"] for line in sheet.lines], sheet.skipped) == (["x"], ("Sheet",))


def test_a_sheet_that_says_it_is_huge_is_as_large_as_its_cells() -> None:
    content = saved(book_of(("naam",), ("x",)))
    source = zipfile.ZipFile(io.BytesIO(content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(rb'ref="[^"]+"', b'ref="A1:XFD1048576"', part)
                part = part.replace(b'<row r="2"', b'<row r="999999999999"').replace(b'r="A2"', b'r="A999999999999"')
            archive.writestr(name, part)
    assert read(target.getvalue()).lines == []


def test_no_warning_of_the_library_reaches_anybody() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read(book_of(("naam",), (dt.datetime.fromisoformat("1899-01-01"),)))
    assert [each for each in caught if each.category is UserWarning] == []


def test_a_header_may_stand_below_a_title() -> None:
    book = book_of(("Belangstellenden",), (), ("Naam", "x", "Value", None), ("a", 1, 2, None), ("b", None, "c", "d"))
    sheet = read(book)
    assert (sheet.above, sheet.header) == (2, ["Naam", "x", "Value"])
    assert [(line.row, dict(line.cells)) for line in sheet.lines] == [(4, {"name": "a", "value": "2"})]
    assert [each.row for each in sheet.broken] == [5]


def test_the_sheet_whose_header_stands_below_a_title_is_found() -> None:
    book = book_of(("x", "y"), (1, 2))
    page = book.create_sheet("Lijst")
    for row in (("Deelnemers",), ("naam", "value"), ("a", "b")):
        page.append(row)
    sheet = read(book)
    assert (sheet.above, list(sheet.skipped)) == (1, ["Sheet"])
    assert [dict(line.cells) for line in sheet.lines] == [{"name": "a", "value": "b"}]


@pytest.mark.parametrize("rows", [[("Lijst",), ("naam",), ("a",)], [("Lijst",), *[("x",)] * 10, ("naam", "value")]])
def test_one_word_or_a_row_far_below_is_no_header(rows: list[tuple[str, ...]]) -> None:
    with pytest.raises(UsageError, match="it has Lijst"):
        read(book_of(*rows))
