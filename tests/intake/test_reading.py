"""What the renderer writes is read back cell for cell in each format; what is no list is refused in one line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from circo_cli.errors import UsageError
from circo_cli.intake.reading import read_sheet
from circo_cli.intake.sheet import Sheet
from circo_cli.rendering.result import Form, Result
from circo_cli.rendering.structured import as_json, as_jsonl, as_separated, as_workbook

FIELDS = ("key", "name", "note", "count", "tags")
HEADERS: dict[str, tuple[str, ...]] = {"key": (), "name": ("naam",), "note": (), "count": (), "tags": ()}
WRITERS: dict[str, Callable[[Result], bytes]] = {
    "csv": lambda result: "".join(as_separated(result, ",")).encode(),
    "tsv": lambda result: "".join(as_separated(result, "\t")).encode(),
    "json": lambda result: "".join(as_json(result)).encode(),
    "jsonl": lambda result: "".join(as_jsonl(result)).encode(),
    "xlsx": lambda result: b"".join(as_workbook(result)),
}
pytestmark = pytest.mark.usefixtures("directory")


def read(content: bytes | str, name: str = "list.csv", **options: Any) -> Sheet:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_sheet(name, headers=options.pop("headers", HEADERS), **options)


def refused(content: bytes | str, name: str = "list.csv", **options: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        read(content, name, **options)
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value.code, caught.value.message


characters = st.one_of(
    st.sampled_from("\"'`;,|\t\n=+-@ \u00a0éß€🙂\u0627\u200fA0"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\u2028\u2029"),
)
texts = st.one_of(
    st.text(characters, max_size=12),
    st.sampled_from(
        ["=1+1", "#N/A", "'=1", "''@x", "+31 6 1234", "00123", "-", "1e5", "a\nb", "'", "true", '"', "{", "[x]"]
    ),
).map(str.strip)
tables = st.lists(
    st.tuples(
        st.text("abc0123", min_size=1, max_size=4), texts, texts, st.integers(0, 10**9) | st.none(), st.lists(texts, max_size=3).map(tuple)
    ),
    min_size=1, max_size=5,
)  # fmt: skip


def expected(value: Any, output: str) -> Any:
    if isinstance(value, tuple):
        kept = tuple(each for each in value if each)
        return kept if output.startswith("json") else "; ".join(value).strip()
    return "" if value is None else str(value)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables)
@example([("a", "=1", "'=1", None, ("", "'"))])
@example([("a", "x\ny", '"', 0, ("a; b", "=1"))])
def test_what_the_renderer_writes_is_read_back(table: list[Any]) -> None:
    result = Result(form=Form.LIST, fields=FIELDS, rows=table)
    for output, written in WRITERS.items():
        sheet = read(written(result), f"list.{output}")
        assert [dict(line.cells) for line in sheet.lines] == [
            {field: expected(value, output) for field, value in zip(FIELDS, row, strict=True)} for row in table
        ]
        assert (sheet.format, list(sheet.broken), list(sheet.unread)) == (output, [], [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(column=st.lists(texts.filter(bool), min_size=1, max_size=6))
@example(["a,b", "c;d"])
@example(['"', "|", "a\tb"])
def test_one_column_is_read_back(column: list[str]) -> None:
    result = Result(form=Form.LIST, fields=("name",), rows=[(text,) for text in column])
    for output, written in WRITERS.items():
        sheet = read(written(result), f"list.{output}")
        assert [line.cells["name"] for line in sheet.lines] == column
        assert list(sheet.broken) == []


@pytest.mark.parametrize("output", list(WRITERS))
@pytest.mark.parametrize("name", ["list", "list.csv", "list.xlsx", "list.json", "list.jsonl", "list.tsv", "list.txt"])
def test_what_a_file_holds_counts_for_more_than_its_name(output: str, name: str) -> None:
    result = Result(form=Form.LIST, fields=("key", "name"), rows=[("a", "één"), ("b", "=2")])
    sheet = read(WRITERS[output](result), name)
    assert sheet.format == output
    assert [tuple(line.cells.values()) for line in sheet.lines] == [("a", "één"), ("b", "=2")]


@pytest.mark.parametrize("output", list(WRITERS))
@pytest.mark.parametrize("said", [None, "csv", "tsv", "xlsx", "json", "jsonl"])
def test_standard_input_is_read_whatever_it_is(output: str, said: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    result = Result(form=Form.LIST, fields=("key", "name"), rows=[("a", "één"), ("b", "=2")])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WRITERS[output](result))))
    sheet = read_sheet("-", headers=HEADERS, format=said)
    assert (sheet.name, sheet.format, len(sheet.lines)) == ("standard input", output, 2)


def test_one_thing_as_show_prints_it_is_a_row() -> None:
    sheet = read(
        json.dumps({"key": "a", "name": "A", "count": None, "sessions": [{"number": 1}], "twins": []}, indent=2)
    )
    assert [(line.row, dict(line.cells)) for line in sheet.lines] == [(1, {"key": "a", "name": "A", "count": ""})]
    assert [each.header for each in sheet.unread] == ["twins", "sessions"]


def zipped(*parts: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = [(each, part if each == name else archive.read(each)) for each in archive.namelist()]
    return zipped(*parts)


BOOK = workbook(("naam",), ("x",))
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = ("input-format", "list.csv is a damaged workbook")


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", ("input-empty", "list.csv is empty")),
        (b" \r\n\n", ("input-empty", "list.csv is empty")),
        (b"%PDF-1.7\n\0", ("input-format", "list.csv is a PDF")),
        (b"\x89PNG\r\n\x1a\n\0", ("input-format", "list.csv is a picture")),
        (b"\x1f\x8b\x08\0", ("input-format", "list.csv is compressed with gzip")),
        (b"SQLite format 3\0", ("input-format", "list.csv is a database")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", ("input-format", "list.csv is a file of an old Excel (.xls)")),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            ("input-encrypted", "list.csv is locked with a password"),
        ),
        (b"<html><table>", ("input-format", "list.csv is a web page or XML")),
        (b"naam\nx\0y\n", ("input-encoding", "list.csv is not a text file: line 2 holds a NUL byte")),
        (zipped(("content.xml", b"")), ("input-format", "list.csv is an OpenDocument file")),
        (zipped(("a.txt", b"")), ("input-format", "list.csv is an archive, and no workbook")),
        (zipped(), ("input-format", "list.csv is an archive, and no workbook")),
        (BOOK[:-100], DAMAGED),
        (with_part(BOOK, SHEET, b"<worksheet"), DAMAGED),
        (with_part(BOOK, "xl/workbook.xml", b"<x/>"), ("input-empty", "list.csv is empty: it has no sheet with cells")),
        (with_part(BOOK, SHEET, LAUGHS), DAMAGED),
        (workbook(), ("input-empty", "list.csv is empty: it has no sheet with cells")),
        (with_part(BOOK, SHEET, b"\0" * 60_000_000), ("input-size", "list.csv would unpack to 57 MB and is not opened")),
        (b'[{"naam": "x"', ("input-format", "list.csv is not JSON: Expecting ',' delimiter (line 1, column 14)")),
        (b'[{"naam": NaN}]', ("input-format", "list.csv is not JSON: NaN is no number (line 1, column 2)")),
        (
            b'[{"naam": 1,\n"naam": 2}]',
            ("input-format", "list.csv is not JSON: an object has the key 'naam' twice (line 1, column 2)"),
        ),
        (
            b'[{"naam": ' + b"[" * 100_000,
            ("input-format", "list.csv is not JSON: it is nested too deep (line 1, column 2)"),
        ),
        (b'[{"naam": "x"},]', ("input-format", "list.csv is not JSON: there is a comma behind the last element (line 1, column 16)")),
        (b'[{"naam": "x"} 5]', ("input-format", "list.csv is not JSON: Expecting ',' or ']' (line 1, column 16)")),
        (b'[{"naam": "x"}]\nx', ("input-format", "list.csv is not JSON: there is more behind the array (line 2, column 1)")),
        (b'{"naam": \n x}', ("input-format", "list.csv is not JSON: Expecting value (line 2, column 2)")),
        (b"a,b\n1,2\n", ("missing-column", "list.csv has no column that means anything here; it has a, b")),
        (b"random words in a text\nand more", ("missing-column", "list.csv has no column that means anything here; it has random words in a text")),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_one_line(content: bytes, answer: tuple[str, str]) -> None:
    assert refused(content) == answer


def test_a_directory_a_missing_file_and_no_path_are_refused() -> None:
    for source, code in ((".", "input"), ("none.csv", "input-missing"), ("a\0b", "input"), ("", "input")):
        with pytest.raises(UsageError) as caught:
            read_sheet(source, headers=HEADERS)
        assert caught.value.code == code


def test_a_file_that_may_not_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)  # who is root may read everything
    with pytest.raises(UsageError) as caught:
        read_sheet("list.csv", headers=HEADERS)
    assert (caught.value.code, caught.value.message) == ("input", "list.csv cannot be read: Permission denied")


def test_what_has_no_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("circo_cli.intake.source.LARGEST", 3 * 2**20)
    with Path("list.csv").open("wb") as file:
        file.truncate(2**33)
    with pytest.raises(UsageError) as caught:
        read_sheet("list.csv", headers=HEADERS)
    assert (caught.value.code, caught.value.message) == ("input-size", "list.csv is larger than 3 MB")


def test_a_pipe_is_read() -> None:
    os.mkfifo("list.pipe")
    writer = threading.Thread(target=lambda: Path("list.pipe").write_text("naam\nx\n"))
    writer.start()
    assert [line.cells["name"] for line in read_sheet("list.pipe", headers=HEADERS).lines] == ["x"]
    writer.join()


def test_no_standard_input_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError) as caught:
        read_sheet("-", headers=HEADERS)
    assert caught.value.message == "standard input is empty"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([b"", b"naam,", b"[", b"{", b'[{"naam": ', b'{"naam": 1}\n', b"PK\x03\x04", b"\xff\xfe"]),
    content=st.binary(max_size=40) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "ignore")),
    name=st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.jsonl"]),
)
def test_bytes_of_any_kind_are_read_or_refused(start: bytes, content: bytes, name: str) -> None:
    with contextlib.suppress(UsageError):
        sheet = read(start + content, name)
        assert all(line.cells.keys() == sheet.columns.keys() for line in sheet.lines)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(BOOK) - 1), byte=st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(place: int, byte: int) -> None:
    with contextlib.suppress(UsageError):
        read(BOOK[:place] + bytes([byte]) + BOOK[place + 1 :], "list.xlsx")


@pytest.mark.parametrize("output", ["csv", "xlsx"])
def test_it_tells_how_many_rows_are_read(output: str) -> None:
    told: list[int] = []
    result = Result(form=Form.LIST, fields=("name",), rows=[(f"Bedrijf {number}",) for number in range(2_500)])
    read(WRITERS[output](result), f"list.{output}", progress=told.append)
    assert told == [1_000, 2_000]
