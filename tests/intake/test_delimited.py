"""A delimited file as people have it: its encoding, delimiter and header are found out."""

from __future__ import annotations

import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from circo_cli.errors import UsageError
from circo_cli.intake.columns import Wanted
from circo_cli.intake.delimited import LONGEST_LINE, read_delimited
from circo_cli.intake.flat import sheet_of
from circo_cli.intake.sheet import BadRow, Cell, Sheet, Unread

WANTED = Wanted({"name": ("naam", "bedrijfsnaam"), "city": ("plaats",), "note": ()}, needed=("name",))
STRAY = "a quotation mark is not closed, or stands inside a text"


def read(text: str | bytes, *, tabs: bool = False, wanted: Wanted = WANTED) -> Sheet:
    content = text.encode() if isinstance(text, str) else text
    return sheet_of(read_delimited(content, name="list.csv", known=wanted.known(), tabs=tabs), wanted, name="list.csv")


def rows(text: str | bytes, *, tabs: bool = False) -> dict[int, dict[str, Cell]]:
    return {line.row: dict(line.cells) for line in read(text, tabs=tabs).lines}


def refused(text: str | bytes) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        read(text)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be with mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_are_found_out(delimiter: str, encoding: str, end: str) -> None:
    table = (("Naam", "Plaats"), ("Café Één", "Breda"), ("Twee", ""))
    text = "".join(delimiter.join(row) + end for row in table)
    content = ("\ufeff" + text).encode("utf-16-be") if "mark" in encoding else text.encode(encoding)
    sheet = read(content)
    assert sheet.columns == {"name": "Naam", "city": "Plaats"}
    assert [(line.row, dict(line.cells), line.raw) for line in sheet.lines] == [
        (2, {"name": "Café Één", "city": "Breda"}, ["Café Één", "Breda"]),
        (3, {"name": "Twee", "city": ""}, ["Twee", ""]),
    ]
    assert (list(sheet.unread), list(sheet.broken), sheet.format) == ([], [], "tsv" if delimiter == "\t" else "csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_among_quoted_texts_that_hold_the_others(delimiter: str) -> None:
    header = delimiter.join(['"Naam, of: naam;\tvoluit|"', "plaats", "note"])
    sheet = read(f'{header}\n"a,b;c\td|e"{delimiter}x{delimiter}\n', wanted=WANTED._replace(needed=()))
    assert (sheet.columns, sheet.layout.delimiter) == ({"city": "plaats", "note": "note"}, delimiter)
    assert sheet.lines[0].raw == ["a,b;c\td|e", "x", ""]


def test_one_column_has_a_delimiter_that_is_in_none_of_its_texts() -> None:
    assert rows("naam\nJansen, Zonen\nPuk; Co\n") == {2: {"name": "Jansen, Zonen"}, 3: {"name": "Puk; Co"}}
    assert rows('naam\n"Jansen, Zonen"\nPuk\n') == {2: {"name": "Jansen, Zonen"}, 3: {"name": "Puk"}}
    assert rows("naam\nPuk\n") == {2: {"name": "Puk"}}
    assert [each.row for each in read("naam\na,b;c\td|e\nPuk\n").broken] == [2]


def test_a_name_says_which_delimiter_where_nothing_else_does() -> None:
    assert (read("naam\nx\n", tabs=True).format, read("naam\nx\n").format) == ("tsv", "csv")
    assert read("naam;plaats\nx;y\n", tabs=True).format == "csv"


def test_a_line_of_excel_says_the_delimiter() -> None:
    assert rows("sep=;\r\nnaam;a,b,c\r\nx;y\r\n") == {3: {"name": "x"}}
    assert read("\ufeffSEP=|\nnaam|note\nx|y\n").layout.delimiter == "|"


@pytest.mark.parametrize("before", ["\n", "\r\n\r\n", ";;\n", " ; \n\n"])
def test_empty_rows_may_stand_before_the_header(before: str) -> None:
    assert rows(f"{before}naam;plaats\nx;y\n") == {before.count("\n") + 2: {"name": "x", "city": "y"}}


def test_columns_and_rows_that_are_blank_are_nothing() -> None:
    sheet = read("naam;plaats;;\nx;y;;\n;;;\n ; \n")
    assert (sheet.header, len(sheet.lines), list(sheet.unread)) == (["naam", "plaats"], 1, [])
    assert rows("naam;;note\nx;y;z\n") == {2: {"name": "x", "note": "z"}}


def test_rows_are_counted_by_the_line_at_which_they_begin() -> None:
    assert rows('name,note\n\n"A","one\ntwo"\n,\nB,x\n') == {
        3: {"name": "A", "note": "one\ntwo"},
        6: {"name": "B", "note": "x"},
    }


def test_cells_are_trimmed_unguarded_and_may_be_left_out_at_the_end() -> None:
    assert rows("name;city\n  Een\u00a0 \n'=SOM(1);x\n''=a;'b\n") == {
        2: {"name": "Een", "city": ""},
        3: {"name": "=SOM(1)", "city": "x"},
        4: {"name": "'=a", "city": "'b"},
    }


def test_a_row_is_kept_as_it_came() -> None:
    assert [line.raw for line in read("name;x\n Een ;'=1\n").lines] == [[" Een ", "'=1"]]


def test_broken_rows_are_told_and_the_others_read() -> None:
    sheet = read('name,city\nA,B,C\n"D"x,E\nF,G\n"H,I\nJ,#N/A\nK,L\n')
    assert {line.row: line.cells["name"] for line in sheet.lines} == {4: "F", 6: "J", 7: "K"}
    assert list(sheet.broken) == [
        BadRow(2, None, "A,B,C", "has 3 cells, and the header has 2: is a text with ',' in it not quoted?"),
        BadRow(3, None, None, STRAY),
        BadRow(5, None, None, STRAY),
    ]
    assert sheet.spoilt == {2: ["A", "B", "C"], 3: '"D"x,E\n', 5: '"H,I\n'}


def test_a_quotation_mark_that_is_not_closed_spoils_its_line_alone() -> None:
    sheet = read('name,city\n"A,B\nC,"D\nE"\nF,G\n')
    assert [each.row for each in sheet.broken] == [2]
    assert [(line.row, line.cells["name"]) for line in sheet.lines] == [(3, "C"), (5, "F")]


def test_quotation_marks_that_are_closed_nowhere_do_not_take_for_ever() -> None:
    code, message = refused("name,city\n" + 'x","y\n' * 30_000)
    assert code == "input-format"
    assert message.endswith(f"{STRAY}, as in many lines before it")


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"\xef\xbb\xbf", "input-empty", "list.csv is empty"),
        (b";;\n;\n", "input-empty", "list.csv is empty"),
        (b"naam\nx\0\n", "input-encoding", "list.csv is not a text file: line 2 holds a NUL byte"),
        (b"name\n\x81\xff", "input-encoding", "list.csv is neither UTF-8 nor Windows-1252 text (line 2, byte 5)"),
        (b"naam\n\xc3\xa9\nx\n\xe9\n", "input-encoding", "list.csv is UTF-8 text, but not in line 4 (byte 10)"),
        (
            b"naam\n\xf0\x9f\x99\x82\n\xe9\n",
            "input-encoding",
            "list.csv is UTF-8 text, but not in line 3 (byte 10)",
        ),
        (b"\xef\xbb\xbfnaam\n\xe9\n", "input-encoding", "list.csv is UTF-8 text, but not in line 2 (byte 8)"),
        (b"\xff\xfen\0\n\0\0\0", "input-encoding", "list.csv is not a text file: line 2 holds a NUL byte"),
        (b"\xff\xfen\0\0\xd8", "input-encoding", "list.csv is UTF-16-LE text, but not in line 1 (byte 4)"),
        (b"plaats,x\n", "missing-column", "list.csv has no column name; it has plaats, x"),
        (b"naam,Naam\n", "twice-column", "list.csv has two columns 'naam'"),
        (b'"naam\nx\n', "input-format", f"list.csv: in the header, {STRAY}"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, code: str, message: str) -> None:
    assert refused(content) == (code, message)


def test_windows_text_may_hold_what_looks_like_another_encoding() -> None:
    assert rows("naam\n“CAFÉ” é\n".encode("cp1252")) == {2: {"name": "“CAFÉ” é"}}


def test_a_header_alone_is_no_fault() -> None:
    assert rows("naam\n") == {}


def test_a_file_of_one_long_line_has_no_such_column_and_is_not_empty() -> None:
    csv.field_size_limit(2**17)  # what Python begins with
    assert refused("x" * 1_600_000) == ("missing-column", f"list.csv has no column name; it has {'x' * 1000}…")


def test_a_line_that_never_ends_is_refused() -> None:
    assert refused(b"naam\n" + b"x" * (LONGEST_LINE + 1)) == (
        "input-format",
        "line 2 of list.csv has more than 10,000,000 characters",
    )


def test_a_report_names_the_column_as_the_file_does_and_cuts_what_is_long() -> None:
    sheet = read(f"Naam\n{'x' * 300}\n")
    bad = sheet.bad(sheet.lines[0], "name", "is long", "short")
    assert bad == BadRow(2, "Naam", "x" * 199 + "…", "is long", "short")


def test_headers_that_mean_nothing_are_told() -> None:
    assert list(read("naam,Plaaats,x\n").unread) == [Unread("Plaaats", "city"), Unread("x", None)]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12)


@settings(max_examples=80, deadline=None)
@given(table=st.lists(st.tuples(texts, texts), max_size=8), delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_spreadsheet_writes_is_read_back(table: list[tuple[str, str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([("name", "city"), *table])
    read_back = [(line.cells["name"], line.cells["city"]) for line in read(target.getvalue()).lines]
    expected = [(name.strip(), city.strip()) for name, city in table if name.strip() or city.strip()]
    assert [tuple(str(cell).lstrip("'").strip() for cell in row) for row in read_back] == [
        tuple(cell.lstrip("'").strip() for cell in row) for row in expected
    ]


@settings(max_examples=80, deadline=None)
@given(content=st.binary(max_size=60))
def test_bytes_of_any_kind_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(UsageError):
        sheet = read(b"name," + content)
        assert all(line.cells.keys() == sheet.columns.keys() for line in sheet.lines)


@pytest.mark.parametrize("title", ["Deelnemers, november\n\n", "Deelnemers;;\r\n;;\r\n", "Deelnemers 2026\n"])
def test_a_header_may_stand_below_a_title(title: str) -> None:
    sheet = read(title + "naam;x;city\na;1;b\n")
    assert (sheet.above, sheet.layout.delimiter) == (title.count("\n"), ";")
    assert [(line.row, dict(line.cells)) for line in sheet.lines] == [
        (title.count("\n") + 2, {"name": "a", "city": "b"})
    ]
