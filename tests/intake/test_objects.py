"""JSON: an array of objects, one object, or an object a line; numbers as they are written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from circo_cli.errors import UsageError
from circo_cli.intake.columns import Wanted
from circo_cli.intake.objects import read_objects
from circo_cli.intake.sheet import BadRow, Cell, Sheet, Unread

WANTED = Wanted({"name": ("naam",), "value": (), "tags": ()}, derived=("seats",))


def read(text: str | bytes, *, one_a_line: bool = False) -> Sheet:
    content = text.encode() if isinstance(text, str) else text
    return read_objects(content, WANTED, name="list.json", one_a_line=one_a_line)


def rows(text: str | bytes, *, one_a_line: bool = False) -> list[tuple[int, dict[str, Cell]]]:
    return [(line.row, dict(line.cells)) for line in read(text, one_a_line=one_a_line).lines]


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('" x\\n\\ty "', "x\n\ty"),
        ("null", ""),
        ("true", "true"),
        ("false", "false"),
        ("12345678", "12345678"),
        ("12345678.0", "12345678"),
        ("0.10", "0.10"),
        ("0.1", "0.1"),
        ("1e16", "10000000000000000"),
        ("1.5E+3", "1500"),
        ("-2", "-2"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1" * 5000, "1" * 5000),
        ("1e999999999", "1e999999999"),
        ("[]", ()),
        ('["a; b", 1, null, "", true]', ("a; b", "1", "true")),
    ],
)
def test_a_value_is_text_and_a_list_is_several(written: str, cell: Cell) -> None:
    assert rows(f'[{{"name": "x", "value": {written}}}]') == [(1, {"name": "x", "value": cell})]


def test_rows_are_counted_by_the_line_at_which_they_begin() -> None:
    text = json.dumps([{"naam": "x", "value": 1}, {"value": "y"}, {}, {"naam": None}, {"naam": "z"}], indent=1)
    assert rows(text) == [
        (2, {"name": "x", "value": "1"}),
        (6, {"name": "", "value": "y"}),
        (13, {"name": "z", "value": ""}),
    ]


def test_rows_on_one_line_are_counted_in_their_order() -> None:
    assert rows('\n[{"name": "x"}, {"name": "y"}]') == [(1, {"name": "x"}), (2, {"name": "y"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    assert rows('{"naam": "één"}\n'.encode(encoding)) == [(1, {"name": "één"})]


def test_an_object_a_line() -> None:
    text = '{"name": "x"}\n\n{"name": "y\u2028"}\r\n{\n "name": "z"\n}\n'
    assert rows(text) == [(1, {"name": "x"}), (3, {"name": "y"}), (4, {"name": "z"})]
    assert (read(text).format, read('{"name": "x"}').format) == ("jsonl", "json")
    assert read('{"name": "x"}', one_a_line=True).format == "jsonl"


def test_a_line_that_is_none_is_told_and_the_others_read() -> None:
    deep = "[" * 5000
    sheet = read(
        f'{{"name": "a"}}\n{{"name": b}}\n{{"name": "c"}},\n[1]\n{{"name": NaN}}\n{{"name": 1, "name": 2}}\n{deep}\n'
        '{"name": "d"\n{"name": "e"}\n'
    )
    assert list(sheet.broken) == [
        BadRow(2, None, '{"name": b}', "is not JSON: Expecting value (column 10)"),
        BadRow(3, None, '{"name": "c"},', "there is more behind the object"),
        BadRow(4, None, "[1]", "is no object"),
        BadRow(5, None, '{"name": NaN}', "is not JSON: NaN is no number"),
        BadRow(6, None, '{"name": 1, "name": 2}', "is not JSON: an object has the key 'name' twice"),
        BadRow(7, None, "[" * 199 + "…", "is nested too deep"),
        BadRow(8, None, '{"name": "d"', "is not JSON: Expecting ',' delimiter (line 9, column 1)"),
    ]
    assert [(line.row, line.cells["name"]) for line in sheet.lines] == [(1, "a"), (9, "e")]


def test_ever_so_many_lines_that_are_not_over_are_told() -> None:
    sheet = read('{"name": 1}\n' + '{"name": "d"\n' * 3000)
    assert len(sheet.broken) == 3000


def test_lists_of_objects_are_passed_over() -> None:
    sheet = read('[{"name": "x", "value": [{"a": 1}], "seats": [{}], "y": {"b": 1}}, {"value": []}, {"value": null}]')
    assert (sheet.columns, list(sheet.unread)) == ({"name": "name"}, [Unread("value", None), Unread("y", None)])


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ('{"a": 1}', "holds an object, where a text belongs"),
        ("[[1]]", "holds an object, where a text belongs"),
        ('"\\ud800"', "holds half a character"),
        ('["\\udc00"]', "holds half a character"),
        ('"a\\u0000"', "holds a NUL character"),
    ],
)
def test_what_is_no_cell_is_a_bad_row(written: str, reason: str) -> None:
    sheet = read(f'[{{"name": {written}}},\n {{"name": "x"}}]')
    assert list(sheet.broken) == [BadRow(1, "name", None, reason)]
    assert [line.row for line in sheet.lines] == [2]


@pytest.mark.parametrize("element", ["1", '"x"', "null", "[1]"])
def test_an_element_that_is_no_object_is_a_bad_row(element: str) -> None:
    sheet = read(f'[\n{element},\n{{"name": "x"}}\n]')
    assert [(each.row, each.reason) for each in sheet.broken] == [(2, "is no object")]
    assert len(sheet.lines) == 1


def test_nothing_is_no_fault() -> None:
    assert (rows("[]"), rows("[{}]"), rows("{}")) == ([], [], [])


def test_two_keys_that_mean_a_field_are_refused() -> None:
    with pytest.raises(UsageError) as caught:
        read('[{"naam": 1}, {"Naam": 2}]')
    assert caught.value.message == "list.json has two columns 'naam'"


def test_numbers_are_kept_as_they_are_written() -> None:
    raw: dict[str, Any] = read('{"name": 1.50, "x": 1e3}').lines[0].raw
    assert raw == {"name": "1.50", "x": "1e3"}
