"""Undo takes back whatever was typed, and redo brings it back: the database is what it was, row by row.

Every line of every writing command is typed on the example network, and taken back and brought back by itself.
"""

from __future__ import annotations

import pytest

from tests.conftest import Circo
from tests.content import changes, shown
from tests.contract.conftest import EXAMPLES
from tests.examples import COMMANDS
from tests.writing import APART, EVERY, FINAL, READING, STDIN, UNDOABLE, WRITING, Line


def test_every_command_is_among_those_that_write_or_among_those_that_read() -> None:
    assert READING | set(APART) | set(WRITING) == set(COMMANDS)
    assert [name for name, lines in WRITING.items() if not lines] == []


@pytest.mark.parametrize(
    "line", [line for line in UNDOABLE if line.command not in ("undo", "redo")], ids=lambda line: line.typed
)
def test_every_command_can_be_undone_and_redone(network: Circo, line: Line) -> None:
    line.ready(network)
    path = network.directory / line.database
    here = ("--db", str(path))
    known, before = (changes(path), shown(path)) if path.exists() else ([], None)
    network.ok(*line.words, stdin=STDIN)
    made, after = changes(path)[len(known) :], shown(path)
    assert made, "a line that writes makes a change"
    assert after != before
    for key in reversed(made):
        network.ok("undo", key, *here)
    if before is not None:
        assert shown(path) == before
    for _ in made:
        network.ok("redo", *here)
    assert shown(path) == after


@pytest.mark.parametrize("line", [*WRITING["undo"], *WRITING["redo"]], ids=lambda line: line.typed)
def test_an_undo_is_taken_back_by_redo_and_a_redo_by_undo(network: Circo, line: Line) -> None:
    line.ready(network)
    before = shown(network.database)
    network.ok(*line.words)
    after = shown(network.database)
    assert after != before
    back = "redo" if line.command == "undo" else "undo"
    network.ok(back, *line.words[-2:] if "--as" in line.words else ())
    assert shown(network.database) == before


@pytest.mark.parametrize(
    "line", [line for line in EVERY if FINAL.get(line.command) == "erases"], ids=lambda line: line.typed
)
def test_what_erases_cannot_be_undone_nor_can_what_it_erased_come_back(network: Circo, line: Line) -> None:
    line.ready(network)
    network.ok(*line.words)
    after = shown(network.database)
    key = changes(network.database)[-1]
    refused = network.refused("undo", key)
    assert (refused["code"], refused["exit_code"]) == ("erased", 1)
    assert refused["message"] == f"{key} ({line.command}) erased personal data, and that cannot be undone"
    assert network.refused("undo")["code"] == "erased", "the latest change, and never an earlier one in its place"
    assert network.refused("redo")["code"] == "nothing-to-redo"
    assert network.refused("undo", "C1")["exit_code"] == 1, "the import that brought it"
    assert shown(network.database) == after


@pytest.mark.parametrize(
    "line",
    [line for line in EVERY if FINAL.get(line.command) == "is no change of the tables"],
    ids=lambda line: line.typed,
)
def test_what_changes_no_table_is_no_change_that_an_undo_could_take_back(network: Circo, line: Line) -> None:
    line.ready(network)
    readable = network.database.exists() and line.command != "db upgrade"
    known = changes(network.database) if readable else []
    network.ok(*line.words)
    if not network.database.exists():
        network.ok("db", "init")
    assert changes(network.database) == known
    assert network.refused("undo", "--as", "eva")["code"] == "nothing-to-undo"


@pytest.mark.parametrize("line", ["theme add Mobiliteit", "question log Wie-betaalt"])
def test_a_dry_run_of_an_undo_writes_nothing(network: Circo, line: str) -> None:
    network.ok(*line.split())
    before = network.database.read_bytes()
    told = network("undo", "--dry-run")
    assert network.database.read_bytes() == before
    done = network("undo")
    assert (told.code, told.out) == (0, done.out)
    assert [each for each in told.err.splitlines() if "dry run" not in each] == [
        each for each in done.err.splitlines() if not each.startswith("hint: ")
    ]


def test_the_whole_network_goes_and_comes_back(circo: Circo) -> None:
    empty = shown(circo.database)
    circo.ok("import", str(EXAMPLES / "network"))
    full = shown(circo.database)
    circo.ok("undo")
    assert shown(circo.database) == empty
    circo.ok("redo")
    assert shown(circo.database) == full
