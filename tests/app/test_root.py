"""The root: shared options wherever they are typed, version, completion, pipes, faults."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from circo_cli import __version__
from tests.conftest import Circo

pexpect: Any = import_module("pexpect")  # it has no types of its own

CIRCO = (sys.executable, "-m", "circo_cli")


def process(*typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run circo as a process of its own."""
    return subprocess.run(
        [*CIRCO, *typed], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


def test_shared_options_count_wherever_they_stand_and_the_inner_one_wins(network: Circo, template: Path) -> None:
    shutil.copy(template, "empty.db")
    full = network.json("track", "list")
    database = str(network.database)
    assert json.loads(network.ok("-q", "--db", "empty.db", "track", "--json", "list", "--db", database)) == full
    assert json.loads(network.ok("--db", database, "track", "--db", "empty.db", "list", "--json")) == []
    assert json.loads(network.ok("-o", "csv", "track", "-o", "tsv", "list", "-o", "json")) == full
    assert json.loads(network.ok("track", "list", "-o", "csv", "--json")) == full
    moved = ("add", "limburg-2026q3-1", "2026-10-22", "--dry-run")
    said = network.ok("--db", "empty.db", "track", "-o", "csv", "session", "--db", database, "--json", *moved)
    assert json.loads(said)["sessions"] == 4


def test_the_options_count_for_the_change_that_is_made(network: Circo) -> None:
    network.ok("--as", "eerste", "hub", "--as", "tweede", "add", "Drenthe", "--today", "1-2-2026")
    change = network.json("history", "--limit", "1")[0]
    assert change["actor"] == "tweede"
    assert change["at"].startswith("2026-02-01")


def test_version(bare: Circo) -> None:
    assert bare("--version") == (0, f"circo {__version__}\n", "")
    assert process("--version").stdout == f"circo {__version__}\n"


def test_leaving_at_once_keeps_what_was_printed_the_exit_code_and_what_is_registered_for_the_end(bare: Circo) -> None:
    program = """
import atexit, sys
from circo_cli.__main__ import main
atexit.register(print, "the end")
sys.stdout.write("first ")
main()
"""
    for typed, code, out in [
        ("--version", 0, f"first circo {__version__}\nthe end\n"),
        ("--nothing", 2, "first the end\n"),
    ]:
        done = subprocess.run([sys.executable, "-c", program, typed], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (code, out)


def test_the_module_is_the_program(network: Circo) -> None:
    done = process("hub", "show", "limburg", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == network.json("hub", "show", "limburg")
    assert process("hub", "show", "nowhere").returncode == 3


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("circo hub show n", ["noord-holland", "nrk-kunststoffen", "nrw"]),
        ("circo partner show raboba", ["rabobank"]),
        ("circo track show limburg-2026q3", ["limburg-2026q3-1"]),
        ("circo insight show K2", [f"K{number}" for number in range(29, 19, -1)] + ["K2"]),
        ("circo hub sh", ["show"]),
        ("circo track se", ["session"]),
        ("circo track session re", ["remove"]),
        ("circo track session move limburg-2026q3", ["limburg-2026q3-1"]),
        ("circo enrol", ["enrol", "enrolment"]),
    ],
)
def test_completion_offers_real_keys_and_words(network: Circo, words: str, offered: list[str]) -> None:
    done = process(_CIRCO_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == offered


def test_completion_without_a_database_offers_nothing_and_says_nothing(bare: Circo) -> None:
    done = process(_CIRCO_COMPLETE="complete_bash", COMP_WORDS="circo hub show n", COMP_CWORD="3")
    assert (done.stdout.strip(), done.stderr) == ("", "")
    assert not bare.database.exists()


def test_a_reader_that_leaves_early_ends_it_quietly(network: Circo) -> None:
    for typed in (["history", "limburg"], ["enrolment", "list", "--json"], ["company", "list", "-o", "csv"]):
        writer = subprocess.Popen([*CIRCO, *typed], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert writer.stdout is not None
        assert writer.stderr is not None
        writer.stdout.read(10)
        writer.stdout.close()
        assert writer.stderr.read() == b""
        writer.stderr.close()
        assert writer.wait() == 0


@pytest.mark.parametrize("typed", ["", "company", "company list --help"])
def test_help_that_nobody_takes_is_no_fault(bare: Circo, typed: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*CIRCO, *typed.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[0]) == (4, "error: the disk is full; nothing was changed")
    assert done.stderr.splitlines()[1].startswith("hint: free some space; ")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*CIRCO, *typed.split()], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_gets_a_table_that_fits(network: Circo) -> None:
    child = pexpect.spawn(
        CIRCO[0],
        [*CIRCO[1:], "company", "list"],
        env={**os.environ, "TERM": "xterm-256color"},
        dimensions=(30, 80),
        encoding="utf-8",
        timeout=30,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    lines = str(child.before).splitlines()
    plain = [without_colour(line) for line in lines]
    assert all(len(line) <= 80 for line in plain if not line.startswith("note: ")), plain
    assert any(line.startswith("note: 120 more") for line in plain)
    assert "\x1b[" in str(child.before)


def without_colour(line: str) -> str:
    """Return a line without colour."""
    return re.sub("\x1b\\[[0-9;]*m", "", line)


def test_a_fault_of_ours_is_exit_70_and_its_log_holds_no_values(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("geheim: anna@example.org")

    monkeypatch.setattr("circo_cli.domain.hub.add_hub", broken)
    error = network.refused("hub", "add", "Geheimenland")
    assert (error["exit_code"], error["code"]) == (70, "fault")
    logs = list(Path().rglob("faults.log"))
    assert len(logs) == 1
    text = logs[0].read_text()
    assert "ValueError" in text
    assert "test_root.py" in text
    assert "geheim" not in text.lower()
    assert "anna" not in text
    assert logs[0].stat().st_mode & 0o777 == 0o600
    assert str(logs[0].resolve()) in error["hint"]
    assert "Traceback" not in network("hub", "add", "Geheimenland").err
