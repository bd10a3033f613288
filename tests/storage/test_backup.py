"""Backups are whole and verified; restoring keeps what it replaces and takes nothing that is not sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage import backup
from circo_cli.storage.backup import make_backup
from circo_cli.storage.backup_places import last_backup
from circo_cli.storage.checks import check_database
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
