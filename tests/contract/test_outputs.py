"""Every list and show on the example network: the fields of the contract, and the same cells in every output."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.conftest import Circo
from tests.contract.fields import FIELDS, LISTS, NESTED, SHOWN

Cells = list[list[str]]


def cell(value: Any) -> str:
    """Return what a cell must hold for a value of the JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(cell(each) for each in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def one_line(text: str) -> str:
    """Return a cell as a table prints it."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def separated(text: str, separator: str) -> tuple[list[str], Cells]:
    """Return header and rows of CSV or TSV, without the guard before what looks like a formula."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return header, [[re.sub(r"^'(?='*[=+\-@\t\r])", "", each) for each in row] for row in rows]


def markdown(text: str) -> tuple[list[str], Cells]:
    """Return header and rows of a Markdown table."""
    lines = text.splitlines()
    assert re.fullmatch(r"[|:-]+", lines[1]), lines[1]
    cells = [
        [re.sub(r"\\(.)", r"\1", one_line(part)) for part in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        for line in lines
    ]
    return cells[0], cells[2:]


def plain(text: str) -> tuple[list[str], Cells]:
    """Return header and rows of a piped table: columns stand under their rulers."""
    lines = text.splitlines()
    widths = [len(ruler) for ruler in lines[1].split()]
    cells = [_cut(line, widths) for line in lines]
    return cells[0], cells[2:]


def _cut(line: str, widths: list[int]) -> list[str]:
    parts, rest = [], line
    for width in widths:
        taken = 0
        while taken < len(rest) and cell_len(rest[:taken]) < width:
            taken += 1
        parts.append(rest[:taken].strip())
        rest = rest[taken + 2 :]
    assert not rest.strip(), rest
    return parts


def workbook(path: Path) -> tuple[list[str], list[list[Any]]]:
    """Return header and rows of a workbook."""
    header, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [str(name) for name in header], [list(row) for row in rows]


@pytest.mark.parametrize("command", LISTS)
def test_a_list_prints_the_fields_of_the_contract(network: Circo, command: str) -> None:
    rows = network.json(*command.split())
    assert isinstance(rows, list)
    assert rows or command == "digest list"
    assert [list(row) for row in rows] == [FIELDS[LISTS[command]][0]] * len(rows)
    header, _ = separated(network.ok(*command.split(), "-o", "csv"), ",")
    assert header == FIELDS[LISTS[command]][0]


@pytest.mark.parametrize("command", SHOWN)
def test_show_prints_the_fields_of_the_list_and_the_nested_ones(network: Circo, command: str) -> None:
    listed, nested = FIELDS[SHOWN[command]]
    assert list(network.json(*command.split())) == [*listed, *nested]


@pytest.mark.parametrize(("command", "name"), NESTED)
def test_a_nested_list_has_the_fields_of_its_things(network: Circo, command: str, name: str) -> None:
    rows = network.json(*command.split())[name]
    assert rows
    listed = FIELDS[NESTED[command, name]][0]
    for row in rows:
        assert list(row) == [field for field in listed if field in row]
        assert row, command


@pytest.mark.parametrize("command", LISTS)
def test_every_output_of_a_list_has_the_same_cells(network: Circo, command: str) -> None:
    typed = command.split()
    rows = network.json(*typed)
    fields = FIELDS[LISTS[command]][0]
    expected = [[cell(value) for value in row.values()] for row in rows]
    lines = [[one_line(text) for text in row] for row in expected]

    assert [json.loads(line) for line in network.ok(*typed, "-o", "jsonl").splitlines()] == rows
    assert separated(network.ok(*typed, "-o", "csv"), ",") == (fields, expected)
    assert separated(network.ok(*typed, "-o", "tsv"), "\t") == (fields, expected)
    assert markdown(network.ok(*typed, "-o", "markdown")) == (fields, lines)
    header, printed = plain(network.ok(*typed))
    assert (header, [[one_line(each) for each in row] for row in printed]) == (fields, lines)

    network.ok(*typed, "-o", "xlsx", "--to", "out.xlsx")
    assert workbook(network.directory / "out.xlsx") == (fields, [[_typed(value) for value in r.values()] for r in rows])


def _typed(value: Any) -> Any:
    """Return what a workbook's cell holds: numbers as numbers, nothing for nothing, the rest as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return cell(value) or None


@pytest.mark.parametrize("command", SHOWN)
def test_every_output_of_one_thing_has_the_same_cells(network: Circo, command: str) -> None:
    typed = command.split()
    thing = network.json(*typed)
    expected = [cell(value) for value in thing.values()]

    assert [json.loads(line) for line in network.ok(*typed, "-o", "jsonl").splitlines()] == [thing]
    assert separated(network.ok(*typed, "-o", "csv"), ",") == (list(thing), [expected])
    assert separated(network.ok(*typed, "-o", "tsv"), "\t") == (list(thing), [expected])
    assert markdown(network.ok(*typed, "-o", "markdown")) == (list(thing), [[one_line(text) for text in expected]])
    network.ok(*typed, "-o", "xlsx", "--to", "out.xlsx")
    assert workbook(network.directory / "out.xlsx") == (list(thing), [[_typed(value) for value in thing.values()]])

    flat = {name: value for name, value in thing.items() if not _holds_objects(value)}
    printed = network.ok(*typed).splitlines()
    for name, value in flat.items():
        assert f"{name} {one_line(cell(value))}".strip() in [one_line(line) for line in printed]


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))


@pytest.mark.parametrize("command", ["track list", "track show limburg-2025q3-1"])
def test_the_environment_chooses_the_output_and_an_option_goes_before(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = command.split()
    table, as_json = network.ok(*typed), network.ok(*typed, "--json")
    monkeypatch.setenv("CIRCO_OUTPUT", "json")
    assert network.ok(*typed) == as_json
    assert network.ok("-o", "table", *typed) == table
    assert network.ok(*typed, "--output=table") == table


def test_json_is_utf8_with_null_for_what_is_absent_and_an_empty_array_for_nothing(circo: Circo) -> None:
    assert circo.ok("hub", "list", "--json") == "[]\n"
    circo.ok("hub", "add", "Süd-Limbürg")
    out = circo.ok("hub", "show", "sud-limburg", "--json")
    assert '"name": "Süd-Limbürg"' in out
    assert '"lead": null' in out


@pytest.mark.parametrize("output", ["table", "jsonl", "csv", "tsv", "markdown"])
def test_an_empty_list_is_no_error(circo: Circo, output: str) -> None:
    answer = circo("track", "list", "-o", output)
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out == "" if output == "jsonl" else "title" in answer.out
