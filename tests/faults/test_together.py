"""Many processes on one file: nothing is lost, nothing is done twice, no seat is sold twice, and nobody waits for ever.

The quick version has 8 processes that make 3 changes each; with ``CIRCO_FAULTS=full`` they make 100 each.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from typing import Any

import pytest

from circo_cli.app import run
from tests.conftest import Circo

FULL = os.environ.get("CIRCO_FAULTS") == "full"
WRITERS, EACH, SEATS = 8, 100 if FULL else 3, 5
TRACK = "limburg-2026q3-1"

WRITER = """
import contextlib, io, json, sys
from circo_cli.app import run
writer, each, track = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def circo(*line):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        while (code := run(["--as", f"w{writer}", *line])) == 75:
            pass  # so many at once may outlast the busy timeout: nothing was changed, and it is typed again
    print(json.dumps([line, code, out.getvalue().split(), err.getvalue()]), flush=True)
    return out.getvalue().split()
sys.stdin.readline()
for number in range(each):
    kind = (writer + number) % 4
    if kind == 0:
        circo("enrol", track, f"bedrijf-{writer}-{number}", "-q")
    elif kind == 1:
        circo("company", "edit", f"bedrijf-{writer}-{number}", "--city", f"Stad {number}", "-q")
    elif kind == 2:
        circo("question", "log", f"Weg {writer} {number}?", "-q")
        circo("undo", "-q")
    else:
        circo("question", "log", f"Vraag {writer} {number}?", "-q")
"""


@pytest.fixture
def busy_network(circo: Circo) -> Circo:
    """A Track with few seats, and a company for every change that is to come."""
    circo.ok("hub", "add", "Limburg")
    circo.ok(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--capacity", str(SEATS), "--date", "2026-09-01"
    )
    circo.ok("track", "open", TRACK)
    rows = "".join(f"Bedrijf {writer} {number}\n" for writer in range(WRITERS) for number in range(EACH))
    circo.ok("company", "import", "-", stdin=f"naam\n{rows}")
    return circo


def test_eight_processes_lose_nothing_do_nothing_twice_and_oversell_nothing(busy_network: Circo) -> None:
    circo = busy_network
    before = len(circo.json("history"))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(writer), str(EACH), TRACK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for writer in range(WRITERS)
    ]
    done: list[Any] = []
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        out, err = process.communicate(timeout=900)
        assert process.returncode == 0, err
        done += [json.loads(line) for line in out.splitlines()]
    assert Counter(code for _, code, _, _ in done) == {0: len(done)}, [each for each in done if each[1]]

    did = Counter(line[0] if line[0] in ("enrol", "undo") else " ".join(line[:2]) for line, *_ in done)
    history = circo.json("history")[: len(done)]
    assert len(circo.json("history")) == before + len(done)
    assert [row["key"] for row in history] == [f"C{number}" for number in range(before + len(done), before, -1)]
    assert Counter(row["command"] for row in history) == did
    assert sum(row["undone_by"] is not None for row in history) == did["undo"]

    kept = {question["text"] for question in circo.json("question", "list")}
    assert kept == {line[2] for line, *_ in done if line[0] == "question" and line[2].startswith("Vraag")}
    numbers = [out[0] for line, _, out, _ in done if line[0] == "question"]
    assert len(set(numbers)) == len(numbers), "a number was given twice"

    track = circo.json("track", "show", TRACK)
    enrolled = circo.json("enrolment", "list", "--track", TRACK)
    assert len(enrolled) == len({row["company"] for row in enrolled}) == did["enrol"]
    assert track["seats_taken"] == min(SEATS, did["enrol"])
    queue = [row["waitlist_position"] for row in enrolled if row["status"] == "waitlisted"]
    assert sorted(queue) == list(range(1, did["enrol"] - track["seats_taken"] + 1))

    edited = {line[2] for line, *_ in done if line[0] == "company"}
    assert {row["key"] for row in circo.json("company", "list") if row["city"]} == edited
    assert all(check["ok"] for check in circo.json("db", "check", "--deep"))
    print(dict(did), f"seats {track['seats_taken']} of {SEATS}, waiting {len(queue)}")  # noqa: T201 - pytest -s shows it


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Wait hardly at all, and note how long SQLite was told to wait for the database."""
    told: list[float] = []
    real = sqlite3.connect

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        if "/circo.db" in str(arguments[0]):
            told.append(named.get("timeout", 0.0))
        return real(*arguments, **named | {"timeout": 0.05})

    monkeypatch.setattr(sqlite3, "connect", connect)
    return told


READING = ("theme list", "show bouw", "search bouw", "report quarter 2026Q2", "digest preview --for network", "status",
           "db info", "export uit", "track calendar", "db backup")  # fmt: skip
CHANGING = ("theme add Elektro", "undo C1", "db restore kopie.db --yes", "company forget aannemer-fictiebouw-zuid --yes",
            "company import -", "theme add Elektro --dry-run")  # fmt: skip


@pytest.mark.parametrize("line", [*READING, *CHANGING])
def test_who_meets_a_lock_waits_no_longer_than_the_busy_timeout_and_is_told(
    network: Circo, patience: list[float], line: str
) -> None:
    shutil.copy(network.database, "kopie.db")
    with closing(sqlite3.connect(network.database, timeout=1, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        patience.clear()
        error = network.refused(*line.split(), stdin="naam\nNieuw BV\n")
    assert (error["code"], error["exit_code"]) == ("busy", 75)
    assert "try again" in error["hint"]
    assert 0 < len(patience) <= 2
    assert set(patience) == {10.0}


@pytest.mark.parametrize("line", READING)
def test_a_writer_that_has_not_committed_holds_no_reader_up(network: Circo, patience: list[float], line: str) -> None:
    with closing(sqlite3.connect(network.database, timeout=1, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM question_topic")
        network.ok(*line.split())


def test_no_reader_is_open_while_it_prints(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly somebody reads on (``circo … | less``), a writer goes on: what is printed was fetched whole."""
    changed: list[int] = []

    def meanwhile(text: str) -> None:
        child = os.fork()
        if child == 0:
            os._exit(run(["theme", "add", f"Tijdens {len(changed)}", "-q", "--to", "/dev/null"]))
        changed.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    network.ok("theme", "add", "Eerst", "--dry-run")  # everything is imported now
    for line in ("question list", "export -", "report quarter 2026Q2", "digest preview --for network", "history"):
        if line != "export -":
            with monkeypatch.context() as patched:
                patched.setattr("circo_cli.rendering.streams.write_out", meanwhile)
                assert network(*line.split()).code == 0
    assert changed
    assert set(changed) == {0}


def test_readers_one_after_another_keep_no_writer_waiting_for_ever(circo: Circo) -> None:
    """A writer that waits lets no new reader in: those who read without a pause do not starve it."""
    script = "import sys\nfrom circo_cli.app import run\nwhile True: assert run(['theme', 'list', '-q', '--to', '/dev/null']) == 0"
    readers = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    try:
        for number in range(40 if FULL else 4):
            circo.ok("theme", "add", f"Thema {number}")
    finally:
        for process in readers:
            assert process.poll() is None, "a reader met a fault"
            process.kill()
            process.wait()
    assert len(circo.json("theme", "list")) == 8 + (40 if FULL else 4)
