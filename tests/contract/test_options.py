"""--fields, --sort, --limit, --to and -q, which every list takes."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo
from tests.contract.fields import FIELDS, LISTS, SHOWN


@pytest.mark.parametrize("command", LISTS)
def test_fields_chooses_and_orders(network: Circo, command: str) -> None:
    typed = command.split()
    chosen = [FIELDS[LISTS[command]][0][-1], FIELDS[LISTS[command]][0][0]]
    whole = network.json(*typed)
    narrow = network.json(*typed, "--fields", ",".join(chosen))
    assert [list(row.items()) for row in narrow] == [[(name, row[name]) for name in chosen] for row in whole]
    header = network.ok(*typed, "--fields", ",".join(chosen), "-o", "csv").splitlines()[0]
    assert header == ",".join(chosen)


@pytest.mark.parametrize("command", [*LISTS, *SHOWN])
def test_an_unknown_field_is_wrong_use_that_lists_the_valid_ones(network: Circo, command: str) -> None:
    listed, nested = FIELDS[(LISTS | SHOWN)[command]]
    valid = listed if command in LISTS else [*listed, *nested]
    for output in ("table", "json", "csv", "tsv", "markdown"):
        answer = network(*command.split(), "--fields", f"{valid[0]},colour", "-o", output)
        assert (answer.code, answer.out) == (2, ""), output
        assert "colour" in answer.err
        assert ", ".join(valid) in answer.err
    assert network.refused(*command.split(), "--fields", "colour")["code"] == "unknown-field"


def test_fields_narrows_a_change_too_and_an_unknown_one_changes_nothing(network: Circo) -> None:
    added = network.json("hub", "add", "Drenthe", "--fields", "stage,key")
    assert added == {"stage": "exploring", "key": "drenthe"}
    assert network.refused("hub", "add", "Flevoland", "--fields", "colour")["code"] == "unknown-field"


@pytest.mark.parametrize("command", LISTS)
def test_sort_goes_both_ways_and_leaves_what_is_absent_last(network: Circo, command: str) -> None:
    typed = command.split()
    rows = network.json(*typed)
    for name in FIELDS[LISTS[command]][0]:
        values = [row[name] for row in rows]
        present = sorted((value for value in values if value is not None), key=_order)
        absent = [None] * values.count(None)
        up = [row[name] for row in network.json(*typed, "--sort", name)]
        down = [row[name] for row in network.json(*typed, "--sort", f"-{name}")]
        assert up == [*present, *absent], name
        assert down == [*reversed(present), *absent], name


def _order(value: Any) -> Any:
    """Return what a value is sorted by: numbers before text, Q2 before Q10."""
    if isinstance(value, str):
        numbered = re.fullmatch(r"([A-Z])(\d+)", value)
        return (1, numbered[1], int(numbered[2])) if numbered else (1, value, 0)
    return (0, value) if isinstance(value, int | float) else (2, *value)


@pytest.mark.parametrize("command", LISTS)
def test_an_unknown_sort_field_is_wrong_use_that_lists_the_valid_ones(network: Circo, command: str) -> None:
    error = network.refused(*command.split(), "--sort", "colour")
    assert (error["exit_code"], error["code"]) == (2, "unknown-field")
    assert error["hint"] == f"fields: {', '.join(FIELDS[LISTS[command]][0])}"


@pytest.mark.parametrize("command", LISTS)
def test_limit_cuts_the_end_off(network: Circo, command: str) -> None:
    typed = command.split()
    rows = network.json(*typed)
    for limit in (0, 1, 3, 100_000):
        assert network.json(*typed, "--limit", str(limit)) == rows[:limit]
    first = FIELDS[LISTS[command]][0][0]
    by_key = network.json(*typed, "--sort", f"-{first}")
    assert network.json(*typed, "--sort", f"-{first}", "--limit", "2") == by_key[:2]
    assert network.refused(*typed, "--limit", "-1")["exit_code"] == 2


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
@pytest.mark.parametrize("command", ["track list", "hub show limburg"])
def test_to_a_file_has_the_bytes_of_stdout(network: Circo, command: str, output: str) -> None:
    printed = network.ok(*command.split(), "-o", output)
    answer = network(*command.split(), "-o", output, "--to", "out file.txt")
    assert (answer.code, answer.out) == (0, "")
    assert Path("out file.txt").read_bytes() == printed.encode()
    assert network.ok(*command.split(), "-o", output, "--to", "-") == printed


def test_to_replaces_a_file_whole_and_leaves_nothing_beside_it(network: Circo) -> None:
    Path("out.json").write_text("old")
    inode = Path("out.json").stat().st_ino
    network.ok("track", "list", "--json", "--to", "out.json")
    assert Path("out.json").stat().st_ino != inode, "written over and not renamed into place"
    assert len(json.loads(Path("out.json").read_text())) == len(network.json("track", "list"))
    assert sorted(path.name for path in Path().iterdir()) == ["circo.db", "out.json"]


def test_what_cannot_be_printed_leaves_the_old_file_as_it_was(network: Circo) -> None:
    Path("out.json").write_text("old")
    network.refused("track", "list", "--fields", "colour", "--to", "out.json")
    assert Path("out.json").read_text() == "old"


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_written_file_follows_the_umask(network: Circo, mask: int) -> None:
    before = os.umask(mask)
    try:
        network.ok("hub", "list", "--to", "out.txt")
    finally:
        os.umask(before)
    assert Path("out.txt").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_place_that_cannot_be_written_is_wrong_use_and_changes_nothing(network: Circo) -> None:
    assert network.refused("hub", "list", "--to", "nowhere/out.txt")["exit_code"] == 2
    assert network.refused("hub", "list", "--to", ".")["exit_code"] == 2
    assert network.refused("hub", "add", "Zeeland", "--to", "nowhere/out.txt")["exit_code"] == 2


def test_a_workbook_needs_a_file(network: Circo) -> None:
    for typed in (("-o", "xlsx"), ("-o", "xlsx", "--to", "-")):
        answer = network("hub", "list", *typed)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("error: ")


def test_quiet_keeps_the_key_alone_of_a_change_and_leaves_reading_as_it_is(network: Circo) -> None:
    assert network("-q", "hub", "add", "Drenthe") == (0, "drenthe\n", "")
    assert network("hub", "edit", "drenthe", "--lead", "Bo Voorbeeld", "--json", "-q") == (0, "drenthe\n", "")
    listed = network("hub", "list", "--json")
    assert network("hub", "list", "--json", "-q") == (0, listed.out, "")
    assert network("hub", "steps", "drenthe", "-q").err == ""
    assert network("hub", "steps", "drenthe").err.startswith("hint: ")


def test_quiet_keeps_warnings_and_errors(network: Circo) -> None:
    seats = network.json("track", "show", "limburg-2026q2-1")["seats_taken"]
    answer = network("-q", "track", "edit", "limburg-2026q2-1", "--capacity", str(seats - 1))
    assert answer.code == 0
    assert answer.out == "limburg-2026q2-1\n"
    assert answer.err.startswith("warning: ")
    assert network("-q", "hub", "show", "nowhere").err.startswith("error: ")


def test_a_change_says_what_it_did_on_one_line_that_starts_with_its_key(network: Circo) -> None:
    assert network.ok("hub", "add", "Drenthe") == "drenthe  added hub Drenthe\n"
    several = network.json("enrolment", "cancel", *_seated(network)[:2], "--reason", "ziek")
    assert [row["status"] for row in several] == ["cancelled", "cancelled"]


def _seated(network: Circo) -> list[str]:
    return [row["key"] for row in network.json("enrolment", "list", "--status", "registered")]


def test_a_dry_run_answers_as_the_change_would_and_leaves_the_file_byte_for_byte(network: Circo) -> None:
    before = network.database.read_bytes()
    dry = network.json("hub", "edit", "limburg", "--lead", "Bo Voorbeeld", "--dry-run")
    assert network.database.read_bytes() == before
    assert network.json("hub", "edit", "limburg", "--lead", "Bo Voorbeeld") == dry
