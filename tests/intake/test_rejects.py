"""Rows that cannot be taken are written as they came, with what is wrong, and can be mended and read again."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from circo_cli.errors import UsageError
from circo_cli.intake.reading import read_sheet
from circo_cli.intake.rejects import write_rejects
from circo_cli.intake.sheet import BadRow, Sheet

HEADERS: dict[str, tuple[str, ...]] = {"name": ("naam",), "value": ()}
pytestmark = pytest.mark.usefixtures("directory")


def read(content: bytes | str | None = None, name: str = "list.csv") -> Sheet:
    if content is not None:
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_sheet(name, headers=HEADERS)


def rejected(content: bytes | str, *names: str, name: str = "list.csv") -> bytes:
    """Return the rejects of `content` when the rows with those names are bad, and the broken ones."""
    sheet = read(content, name)
    bad = [sheet.bad(line, "name", "is bad") for line in sheet.lines if line.cells["name"] in names]
    assert write_rejects("rejects", sheet, [*sheet.broken, *bad]) == len({each.row for each in [*sheet.broken, *bad]})
    return Path("rejects").read_bytes()


def cells(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(line.cells) for line in sheet.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimited_text_is_written_as_it_came(encoding: str, delimiter: str, end: str) -> None:
    lines = ["Naam|x|value", " een |'=1|", "twéé|+31|y", 'drie|"a\nb"|']
    text = "".join(line.replace("|", delimiter) + end for line in lines)
    written = rejected(text.encode(encoding), "een", "drie")
    wanted = "".join(
        f"{line}{delimiter}{reason}{end}".replace("|", delimiter)
        for line, reason in ((lines[0], "reason"), (lines[1], "Naam: is bad"), (lines[3], "Naam: is bad"))
    )
    assert written == wanted.encode(encoding)


def test_the_line_that_says_the_delimiter_is_kept() -> None:
    assert rejected("sep=;\r\nnaam;x\r\na;b\r\n", "a") == b"sep=;\r\nnaam;x;reason\r\na;b;naam: is bad\r\n"


def test_a_row_has_all_its_reasons_and_stands_once() -> None:
    sheet = read("naam,value\na\nb,1\n")
    bad = [BadRow(2, "naam", "a", "is bad"), BadRow(2, None, None, "is short"), BadRow(2, "value", "", "is empty")]
    assert write_rejects("rejects.csv", sheet, bad, column="fout") == 1
    assert Path("rejects.csv").read_text() == "naam,value,fout\na,,naam: is bad; is short; value: is empty\n"


def test_broken_rows_are_written_as_they_came_and_stay_broken_until_they_are_mended() -> None:
    text = 'naam,value\na,"b"c\nd,e,f\nh,1\n"i,2\n'
    written = rejected(text)
    assert written.decode() == (
        "naam,value,reason\n"
        'a,"b"c,"a quotation mark is not closed, or stands inside a text"\n'
        "d,e,f,\"has 3 cells, and the header has 2: is a text with ',' in it not quoted?\"\n"
        '"i,2,"a quotation mark is not closed, or stands inside a text"\n'
    )
    again = read(written, "again.csv")
    assert ([each.row for each in again.broken], again.lines) == ([2, 3, 4], [])
    mended = written.decode().replace('"b"c', "bc").replace("d,e,f", 'd,"e,f"')
    assert cells(read(mended.replace('"i', "i"), "mended.csv")) == [
        {"name": "a", "value": "bc"},
        {"name": "d", "value": "e,f"},
        {"name": "i", "value": "2"},
    ]


def test_rejects_of_rejects_have_one_column_of_reasons() -> None:
    once = rejected("naam,value\na,b\nc,d,e\n", "a")
    twice = rejected(once, "a", name="once.csv")
    assert twice.decode() == (
        "naam,value,reason\n"
        "a,b,naam: is bad\n"
        "c,d,e,\"has 4 cells, and the header has 3: is a text with ',' in it not quoted?\"\n"
    )


def test_a_workbook_stays_one_and_its_cells_keep_their_types() -> None:
    book = Workbook()
    for row in (("Naam", "kvk", "value", "note"), ("a", 9000001, "00012", "x"), ("b", 1, "2", "3"), ("c", 2.5, True)):
        book.active.append(row)
    book.active["D2"].value = "=1+1"
    book.active["D2"].data_type = "s"
    target = io.BytesIO()
    book.save(target)
    content = rejected(target.getvalue(), "a", "c", name="list.xlsx")
    page = load_workbook(io.BytesIO(content)).active
    assert page is not None
    assert list(page.iter_rows(values_only=True)) == [
        ("Naam", "kvk", "value", "note", "reason"),
        ("a", 9000001, "00012", "=1+1", "Naam: is bad"),
        ("c", 2.5, True, None, "Naam: is bad"),
    ]
    assert page["D2"].data_type == "s"
    assert cells(read(content, "again.xlsx")) == [{"name": "a", "value": "00012"}, {"name": "c", "value": "true"}]


def test_a_file_that_is_called_text_is_text_though_the_rows_came_from_a_workbook() -> None:
    book = Workbook()
    for row in (
        ("Naam", "kvk", "value", "=x"),
        ("é;", 9000001, "00012", dt.date(2026, 4, 1)),
        ("b", 1, 2),
        ("-c", 2.5, True),
    ):
        book.active.append(row)
    book.active["D1"].data_type = "s"
    target = io.BytesIO()
    book.save(target)
    sheet = read(target.getvalue(), "list.xlsx")
    bad = [sheet.bad(line, "name", "is bad") for line in sheet.lines if line.row != 3]
    write_rejects("mend.CSV", sheet, bad)
    assert Path("mend.CSV").read_bytes().decode("utf-8-sig") == (
        "Naam;kvk;value;'=x;reason\r\n\"é;\";9000001;00012;2026-04-01;Naam: is bad\r\n'-c;2.5;true;;Naam: is bad\r\n"
    )
    assert Path("mend.CSV").read_bytes().startswith(b"\xef\xbb\xbf")
    assert cells(read(None, "mend.CSV")) == [{"name": "é;", "value": "00012"}, {"name": "-c", "value": "true"}]
    write_rejects("mend.tsv", sheet, bad)
    assert Path("mend.tsv").read_text(encoding="utf-8-sig").splitlines()[0] == "Naam\tkvk\tvalue\t'=x\treason"


def test_a_file_that_is_called_a_workbook_is_one_though_the_rows_came_from_text() -> None:
    sheet = read('naam;value\n\'=a;00012\nb;"c"d\n')
    bad = [*sheet.broken, *(sheet.bad(line, "name", "is bad") for line in sheet.lines)]
    assert write_rejects("mend.xlsx", sheet, bad) == 2
    page = load_workbook("mend.xlsx").active
    assert page is not None
    assert list(page.iter_rows(values_only=True)) == [
        ("naam", "value", "reason"),
        ("=a", "00012", "naam: is bad"),
        ('b;"c"d', sheet.broken[0].reason, None),
    ]
    assert page["A2"].data_type == "s"


def test_json_keeps_its_numbers_and_its_form() -> None:
    rows = '{"naam": "a", "value": 1.50, "x": [{"y": 1e3}, null, true], "z": "\u2028\\n"}'
    assert rejected(f'[{rows}, {{"naam": "b"}}, 7]', "a").decode() == (
        f'[\n{rows[:-1]}, "reason": "naam: is bad"}},\n7\n]\n'
    )
    assert rejected(rows, "a", name="one.json").decode() == f'{rows[:-1]}, "reason": "naam: is bad"}}\n'


def test_json_lines_stay_lines_and_broken_ones_come_as_they_are() -> None:
    text = '{"naam": "a"}\n{"naam": x}\n{"naam": "b", "reason": "old"}\n'
    assert rejected(text, "b").decode() == '{"naam": x}\n{"naam": "b", "reason": "naam: is bad"}\n'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_json_keeps_its_encoding(encoding: str) -> None:
    written = rejected('[{"naam": "é", "x": "\\u4e2d\\ud800"}]'.encode(encoding), "é")
    assert json.loads(written.decode(encoding)) == [{"naam": "é", "x": "中\ud800", "reason": "naam: is bad"}]


@pytest.mark.parametrize("path", ["none/rejects.csv", "."])
def test_a_place_that_cannot_be_written_is_refused(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        write_rejects(path, read("naam\na\n"), [])
    assert caught.value.code == "output-file"


texts = st.text(
    st.one_of(
        st.sampled_from("\"';,\t\n=+@ é🙂"), st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff")
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(st.tuples(texts, texts), min_size=1, max_size=5), output=st.sampled_from(["csv", "jsonl", "json"])
)
def test_all_rows_rejected_are_read_again_the_same(table: list[tuple[str, str]], output: str) -> None:
    objects = [{"naam": name, "value": value} for name, value in table]
    if output == "csv":
        import csv

        target = io.StringIO(newline="")
        csv.writer(target).writerows([("naam", "value"), *table])
        text = target.getvalue()
    else:
        text = json.dumps(objects) if output == "json" else "".join(json.dumps(each) + "\n" for each in objects)
    sheet = read(text, f"list.{output}")
    assume(sheet.lines)
    write_rejects("again", sheet, [*sheet.broken, *(sheet.bad(line, "name", "=") for line in sheet.lines)])
    again = read(None, "again")
    assert cells(again) == cells(sheet)
    assert list(again.unread) == []
