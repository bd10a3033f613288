"""Backups are whole and verified; restoring keeps what it replaces and takes nothing that is not sound."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.errors import BusyError, UsageError
from circo_cli.storage import backup, restoring
from circo_cli.storage.backup import make_backup
from circo_cli.storage.backup_places import last_backup
from circo_cli.storage.checks import check_database
from circo_cli.storage.restoring import restore_backup
from circo_cli.storage.database import open_change
from tests.conftest import Circo

MOMENT = "2026-06-15T10:00:00Z"


def rows(path: Path) -> list[str]:
    """Return everything that a database holds, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_backup_holds_everything(full: Circo) -> None:
    made = full.json("db", "backup")
    path = Path(made["path"])
    assert rows(path) == rows(full.database)
    assert path.stat().st_size == made["size"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent == full.directory / "circo-backups"
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert all(check.ok for check in check_database(path, deep=True))
    assert full.json("db", "info")["last_backup"].startswith("2026-06-15T")


def test_a_backup_goes_where_it_is_sent_and_never_over_something(circo: Circo) -> None:
    circo.ok("db", "backup", "--to", "copy.db")
    before = (circo.directory / "copy.db").read_bytes()
    error = circo.refused("db", "backup", "--to", "copy.db")
    assert (error["code"], error["exit_code"]) == ("output-file", 2)
    assert (circo.directory / "copy.db").read_bytes() == before
    assert circo.refused("db", "backup", "--to", "nergens/copy.db")["exit_code"] == 2
    assert rows(circo.directory / "copy.db") == rows(circo.database)


def test_two_backups_of_one_moment_stand_side_by_side(circo: Circo) -> None:
    first = make_backup(circo.database, None, moment=MOMENT)
    second = make_backup(circo.database, None, moment=MOMENT)
    assert first.path != second.path
    assert last_backup(circo.database) == MOMENT


def test_a_backup_of_a_busy_database_holds_what_was_committed(circo: Circo) -> None:
    before = rows(circo.database)
    with open_change(circo.database, at=MOMENT, actor="a", command="c") as change:
        change.connection.execute("DELETE FROM theme")
        made = make_backup(circo.database, None, moment=MOMENT)
        change.connection.execute("INSERT INTO theme (key, name_nl) VALUES ('x', 'X')")
    assert rows(Path(made.path)) == before


def test_a_copy_that_is_not_the_same_is_thrown_away(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([{"theme": 8}, {"theme": 7}])
    monkeypatch.setattr(backup, "count_rows", lambda connection: next(answers))
    error = circo.refused("db", "backup", "--to", "copy.db")
    assert (error["code"], error["exit_code"]) == ("database-damaged", 4)
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


def test_restoring_puts_back_and_keeps_what_it_replaces(circo: Circo) -> None:
    circo.ok("db", "backup", "--to", "copy.db")
    circo.ok("theme", "add", "Elektronica")
    circo.database.chmod(0o660)
    replaced = circo.database.read_bytes()
    answer = circo.json("db", "restore", "copy.db", "--yes")
    assert circo.database.read_bytes() == (circo.directory / "copy.db").read_bytes()
    assert Path(answer["kept"]).read_bytes() == replaced
    assert circo.database.stat().st_mode & 0o777 == 0o660
    circo.ok("theme", "add", "Glas")
    assert Path(answer["kept"]).read_bytes() == replaced


def test_restoring_twice_in_one_moment_keeps_both(circo: Circo, template: Path) -> None:
    circo.ok("theme", "add", "Elektronica")
    first = restore_backup(template, circo.database, moment=MOMENT)
    second = restore_backup(template, circo.database, moment=MOMENT)
    assert first is not None
    assert second is not None
    assert first != second
    assert rows(first) != rows(second)


def test_restoring_makes_a_database_where_there_is_none(bare: Circo, template: Path) -> None:
    answer = bare.json("db", "restore", str(template), "--db", "map/circo.db")
    assert answer["kept"] is None
    path = bare.directory / "map" / "circo.db"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert rows(path) == rows(template)


def test_restoring_mends_a_database_that_is_no_database_any_more(circo: Circo, template: Path) -> None:
    circo.database.write_bytes(b"kapot" * 1000)
    answer = circo.json("db", "restore", str(template), "--yes")
    assert Path(answer["kept"]).read_bytes() == b"kapot" * 1000
    assert len(circo.json("theme", "list")) == 8


def test_restoring_asks_first(circo: Circo, template: Path) -> None:
    assert circo.refused("db", "restore", str(template))["exit_code"] == 2


def test_a_dry_run_restores_nothing(circo: Circo, template: Path) -> None:
    circo.ok("theme", "add", "Elektronica")
    before = circo.database.read_bytes()
    circo.ok("db", "restore", str(template), "--yes", "--dry-run")
    assert circo.database.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"geen database", None, "newer", "half"], ids=["empty", "text", "missing", "newer", "half"]
)
def test_what_is_not_sound_is_not_restored(circo: Circo, content: bytes | str | None) -> None:
    source = circo.directory / "copy.db"
    if isinstance(content, bytes):
        source.write_bytes(content)
    elif content == "half":
        source.write_bytes(circo.database.read_bytes()[: 4096 * 20])
    elif content == "newer":
        circo.ok("db", "backup", "--to", "copy.db")
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("PRAGMA user_version = 99")
    error = circo.refused("db", "restore", "copy.db", "--yes")
    assert error["exit_code"] == (2 if content is None else 4)
    names = {path.name for path in circo.directory.iterdir()}
    assert names <= {"circo.db", "copy.db", "circo-backups"}


def test_a_writer_that_waited_while_the_file_was_replaced_writes_nowhere(circo: Circo, template: Path) -> None:
    with closing(sqlite3.connect(circo.database, isolation_level=None)) as late:
        late.execute("SELECT count(*) FROM theme").fetchall()
        kept = restore_backup(template, circo.database, moment=MOMENT)
        assert kept is not None
        before = kept.read_bytes()
        with pytest.raises(sqlite3.OperationalError) as caught:
            late.execute("DELETE FROM theme")
        assert isinstance(restoring.meaning_of(caught.value, circo.database), BusyError)
        assert kept.read_bytes() == before
    assert len(circo.json("theme", "list")) == 8


def test_nobody_writes_while_the_file_is_replaced(
    circo: Circo, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    keep = backup._keep

    def keep_and_try(database: Path, kept: Path) -> None:
        keep(database, kept)
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        tried.append(subprocess.run([sys.executable, "-c", other, str(database)], capture_output=True, check=False))

    monkeypatch.setattr(backup, "_keep", keep_and_try)
    restore_backup(template, circo.database, moment=MOMENT)
    assert [b"locked" in each.stderr for each in tried] == [True]


def test_the_invariants_of_the_field_are_checked_only_when_asked(full: Circo) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute("DELETE FROM track_hub WHERE position = 0")
        connection.execute("UPDATE hub SET stage = 'closed' WHERE stage = 'operational'")
        connection.execute("UPDATE question SET status = 'open' WHERE status = 'answered'")
        connection.execute("UPDATE question SET status = 'merged', merged_into_id = id + 1 WHERE id IN (1, 2)")
        connection.execute("UPDATE question SET closed_on = '2026-06-01' WHERE status = 'open'")
        connection.execute("DELETE FROM insight_version")
        connection.execute(
            "UPDATE track SET status = 'cancelled' WHERE id IN (SELECT track_id FROM enrolment WHERE status = 'waitlisted')"
        )
        connection.execute("UPDATE attendance SET session_id = (SELECT max(id) FROM track_session) WHERE rowid = 1")
    full.ok("db", "check")
    error = full.refused("db", "check", "--deep")
    assert {each["check"] for each in error["details"] if not each["ok"]} == {
        "track-hubs",
        "over-tracks",
        "attendance",
        "answers",
        "merged",
        "closing",
        "versions",
        "stages",
        "search",
    }


def test_rows_that_refer_to_nothing_are_found(circo: Circo) -> None:
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("INSERT INTO hub_region VALUES (99, 'limburg', 0)")
    error = circo.refused("db", "check")
    assert [each["check"] for each in error["details"] if not each["ok"]] == ["foreign-keys"]


def test_a_backup_of_nothing_is_refused(bare: Circo) -> None:
    with pytest.raises(UsageError):
        restore_backup(bare.directory / "nergens.db", bare.database, moment=MOMENT)
