"""One command is one transaction: all of it or nothing, one writer at a time, a dry run leaves every byte."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from circo_cli.errors import BusyError, RefusedError
from circo_cli.storage import database, reader, restoring
from circo_cli.storage.database import Change, open_change
from circo_cli.storage.reader import open_reader
from tests.conftest import Circo
from tests.content import content

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait hardly at all for another process."""
    for module in (reader, database, restoring):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)


@pytest.fixture
def writer_elsewhere(circo: Circo, impatient: None) -> Iterator[None]:
    """Another process that is writing."""
    yield from hold(circo.database, "BEGIN IMMEDIATE")


def hold(path: Path, statement: str) -> Iterator[None]:
    """Let another process hold the database until the generator is asked again."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), statement], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield
        holder.communicate()


def changing(path: Path, *, dry_run: bool = False) -> AbstractContextManager[Change]:
    """Give a change of the tester's."""
    return open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="test", dry_run=dry_run)


@pytest.mark.usefixtures("writer_elsewhere")
def test_a_second_writer_is_told_to_try_again(circo: Circo) -> None:
    error = circo.refused("theme", "add", "Elektronica")
    assert (error["code"], error["exit_code"]) == ("busy", 75)
    assert error["hint"] is not None


@pytest.mark.usefixtures("writer_elsewhere")
def test_reading_goes_on_while_another_writes(circo: Circo) -> None:
    assert len(circo.json("theme", "list")) == 8
    circo.ok("db", "check")
    circo.ok("db", "backup")


@pytest.mark.usefixtures("impatient")
def test_a_reader_waits_for_a_writer_that_commits_and_says_so(circo: Circo, template: Path) -> None:
    for _ in hold(circo.database, "BEGIN EXCLUSIVE"):
        assert circo.refused("theme", "list")["code"] == "busy"
        assert circo.refused("db", "restore", str(template), "--yes")["code"] == "busy"


def test_writers_have_the_pragmas_that_keep_data_safe(circo: Circo) -> None:
    with changing(circo.database) as change:
        values = {
            name: change.connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "foreign_keys",
                "synchronous",
                "secure_delete",
                "cache_spill",
                "temp_store",
                "cell_size_check",
                "journal_mode",
            )
        }
        assert change.connection.in_transaction
    assert values == {
        "foreign_keys": 1,
        "synchronous": 2,
        "secure_delete": 1,
        "cache_spill": 0,
        "temp_store": 2,
        "cell_size_check": 1,
        "journal_mode": "delete",
    }


def test_an_error_leaves_every_byte(circo: Circo) -> None:
    before = circo.database.read_bytes()
    with pytest.raises(LookupError), changing(circo.database) as change:
        change.connection.execute("DELETE FROM theme")
        raise LookupError
    assert circo.database.read_bytes() == before
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


def test_a_rule_of_the_schema_is_a_refusal(circo: Circo) -> None:
    with pytest.raises(RefusedError) as caught, changing(circo.database) as change:
        from circo_cli.storage.tables import Theme

        change.session.add(Theme(key="bouw", name_nl="Bouw"))
    assert caught.value.code == "constraint"


def test_a_row_that_refers_to_nothing_is_refused(circo: Circo) -> None:
    with pytest.raises(RefusedError), changing(circo.database) as change:
        from circo_cli.storage.tables import Trainer

        change.session.add(Trainer(key="a", name="A", hub_id=99))


@pytest.mark.parametrize(
    "line",
    [
        ("theme", "add", "Elektronica"),
        ("hub", "pause", "limburg", "--reason", "x"),
        ("track", "cancel", "zuid-holland-2026q3-1", "--reason", "x"),
        ("company", "add", "Nieuw BV"),
        ("question", "log", "Hoe dan?"),
    ],
)
def test_a_dry_run_leaves_every_byte(full: Circo, line: tuple[str, ...]) -> None:
    before = full.database.read_bytes()
    answer = full(*line, "--dry-run")
    assert answer.code == 0, answer
    assert "would" in answer.err
    assert full.database.read_bytes() == before
    assert full(*line).code == 0
    assert full.database.read_bytes() != before


def test_a_dry_run_shows_what_the_change_would_print(circo: Circo) -> None:
    assert circo.json("theme", "add", "Elektronica", "--dry-run") == circo.json("theme", "add", "Elektronica")


def test_a_reader_cannot_write(circo: Circo) -> None:
    before = circo.database.read_bytes()
    with open_reader(circo.database) as found, pytest.raises(Exception, match="read-only"):
        found.rows("INSERT INTO theme (key, name_nl) VALUES ('x', 'X')")
    assert circo.database.read_bytes() == before


def test_a_reader_sees_one_state(circo: Circo) -> None:
    with open_reader(circo.database) as found:
        assert found.value("SELECT count(*) FROM theme") == 8
        with closing(sqlite3.connect(circo.database, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("DELETE FROM theme")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
        assert found.value("SELECT count(*) FROM theme") == 8


def test_a_change_reads_what_it_wrote_and_nobody_else_does(circo: Circo) -> None:
    with changing(circo.database, dry_run=True) as change:
        change.connection.execute("DELETE FROM theme")
        assert change.reader.value("SELECT count(*) FROM theme") == 0
        with open_reader(circo.database) as found:
            assert found.value("SELECT count(*) FROM theme") == 8


KILLED = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
for number in range(3000):
    connection.execute("INSERT INTO theme (key, name_nl) VALUES (?, ?)", (f"t{number}", "x" * 200))
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_half_way(path: Path) -> None:
    """Let another process write half of a change into the file, and be killed."""
    before = path.read_bytes()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -9
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0
    assert path.read_bytes() != before


@pytest.mark.parametrize("line", [("theme", "list"), ("db", "check"), ("db", "backup"), ("export", "out")])
def test_what_a_killed_writer_left_half_done_is_taken_back_by_the_next_reader(
    circo: Circo, line: tuple[str, ...]
) -> None:
    before = circo.database.read_bytes()
    killed_half_way(circo.database)
    circo.ok(*line)
    assert circo.database.read_bytes() == before
    assert len(circo.json("theme", "list")) == 8


def test_what_a_killed_writer_left_half_done_is_taken_back_by_the_next_writer(circo: Circo) -> None:
    killed_half_way(circo.database)
    circo.ok("theme", "add", "Elektronica")
    assert len(circo.json("theme", "list")) == 9


@pytest.mark.parametrize("line", [("db", "restore", "copy.db", "--yes"), ("db", "init")])
def test_an_old_journal_does_not_get_into_a_new_file(full: Circo, template: Path, line: tuple[str, ...]) -> None:
    shutil.copy(template, full.directory / "copy.db")
    killed_half_way(full.database)
    full.database.unlink()  # somebody throws the file away, and not what lies beside it
    full.ok(*line)
    new = full.database.read_bytes()
    assert full.json("hub", "list") == []
    assert full.database.read_bytes() == new
    assert len(full.json("theme", "list")) == 8
    full.ok("db", "check", "--deep")


def test_restoring_over_what_a_killed_writer_left_keeps_it_recovered(full: Circo, template: Path) -> None:
    shutil.copy(template, full.directory / "copy.db")
    before = content(full.database)
    killed_half_way(full.database)
    restored = full.json("db", "restore", "copy.db", "--yes")
    assert full.database.read_bytes() == template.read_bytes()
    assert content(Path(restored["kept"])) == before
    assert full.json("hub", "list") == []


def test_busy_is_an_error_of_its_own() -> None:
    assert BusyError("x").exit_code == 75
