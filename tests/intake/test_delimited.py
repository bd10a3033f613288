"""A delimited file as people have it: its encoding, delimiter and headers are found out."""

from __future__ import annotations

import contextlib
import csv
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circo_cli.errors import UsageError
from circo_cli.intake.delimited import BadRow, Line, Sheet, read_delimited, read_source

HEADERS = {"name": ("naam", "bedrijfsnaam"), "city": ("plaats",), "note": ()}


def read(text: str | bytes, needed: tuple[str, ...] = ("name",)) -> Sheet:
    content = text.encode() if isinstance(text, str) else text
    return read_delimited(content, name="list.csv", headers=HEADERS, needed=needed)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_are_found_out(delimiter: str, encoding: str, end: str) -> None:
    rows = (("Naam", "Plaats"), ("Café Één", "Breda"), ("Twee", ""))
    text = "".join(delimiter.join(row) + end for row in rows)
    sheet = read(text.encode(encoding))
    assert sheet == Sheet(
        {"name": "Naam", "city": "Plaats"},
        [Line(2, {"name": "Café Één", "city": "Breda"}), Line(3, {"name": "Twee", "city": ""})],
        [],
        [],
    )


@pytest.mark.parametrize("header", ["name", "NAME", " Naam ", "bedrijfs-naam", "Bedrijfs naam", '"naam"', "'=naam"])
def test_a_header_means_a_field_in_any_case_and_spelling(header: str) -> None:
    assert [line.cells["name"] for line in read(f"{header}\nEen\n").lines] == ["Een"]


def test_of_several_headers_that_mean_a_field_the_best_is_read() -> None:
    sheet = read("bedrijfsnaam,naam,leeg\nA,B,C\n")
    assert (sheet.columns, sheet.unread) == ({"name": "naam"}, ["bedrijfsnaam", "leeg"])
    assert sheet.lines == [Line(2, {"name": "B"})]


def test_rows_are_counted_by_the_line_at_which_they_begin() -> None:
    sheet = read('name,note\n\n"A","one\ntwo"\n,\nB,x\n')
    assert sheet.lines == [Line(3, {"name": "A", "note": "one\ntwo"}), Line(6, {"name": "B", "note": "x"})]


def test_cells_are_trimmed_unguarded_and_may_be_left_out_at_the_end() -> None:
    assert read("name;city\n  Een  \n'=SOM(1);x\n").lines == [
        Line(2, {"name": "Een", "city": ""}),
        Line(3, {"name": "=SOM(1)", "city": "x"}),
    ]


def test_broken_rows_are_told_and_the_others_read() -> None:
    sheet = read('name,city\nA,B,C\n"D"x,E\nF,G\n"H,I\n')
    assert sheet.lines == [Line(4, {"name": "F", "city": "G"})]
    quote = "a quotation mark is not closed, or stands inside a text"
    assert sheet.broken == [
        BadRow(2, None, "A,B,C", "has 3 cells, and the header has 2: is a text with ',' in it not quoted?"),
        BadRow(3, None, None, quote),
        BadRow(5, None, None, quote),
    ]


def test_empty_cells_beyond_the_header_are_no_fault() -> None:
    assert read("name,city\nA,B,,\n").lines == [Line(2, {"name": "A", "city": "B"})]


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "input-empty", "list.csv is empty"),
        (b"\xef\xbb\xbf", "input-empty", "list.csv is empty"),
        (b"name\0\n", "input-encoding", "list.csv is not a text file"),
        (b"name\n\x81\xff", "input-encoding", "list.csv is neither UTF-8 nor Windows-1252 text (byte 5)"),
        (b"plaats,x\n", "missing-column", "list.csv has no column name; it has plaats, x"),
        (b"naam,Naam\n", "twice-column", "list.csv has two columns 'naam'"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, code: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(content)
    assert (caught.value.code, caught.value.message) == (code, message)


def test_a_file_of_one_long_line_has_no_such_column_and_is_not_empty() -> None:
    csv.field_size_limit(2**17)  # what Python begins with
    with pytest.raises(UsageError) as caught:
        read("x" * 1_600_000)
    assert (caught.value.code, caught.value.message) == (
        "missing-column",
        f"list.csv has no column name; it has {'x' * 1000}…",
    )


def test_a_report_names_the_column_as_the_file_does_and_cuts_what_is_long() -> None:
    sheet = read(f"Naam\n{'x' * 300}\n")
    bad = sheet.bad(sheet.lines[0], "name", "is long", "short")
    assert bad == BadRow(2, "Naam", "x" * 199 + "…", "is long", "short")


def test_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"abc")
    assert read_source(str(tmp_path / "a.csv")) == b"abc"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\x80")))
    assert read_source("-") == b"\x80"
    monkeypatch.setattr(sys, "stdin", None)
    assert read_source("-") == b""
    for source, code in ((str(tmp_path / "b.csv"), "input-missing"), (str(tmp_path), "input"), ("a\0b", "input")):
        with pytest.raises(UsageError) as caught:
            read_source(source)
        assert caught.value.code == code


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(texts, texts), max_size=8), delimiter=st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([("name", "city"), *rows])
    read_back = [(line.cells["name"], line.cells["city"]) for line in read(target.getvalue()).lines]
    expected = [(name.strip(), city.strip()) for name, city in rows if name.strip() or city.strip()]
    assert [tuple(cell.lstrip("'") for cell in row) for row in read_back] == [
        tuple(cell.lstrip("'") for cell in row) for row in expected
    ]


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(UsageError):
        sheet = read_delimited(b"name," + content, name="x", headers=HEADERS)
        assert all(line.cells.keys() == sheet.columns.keys() for line in sheet.lines)
