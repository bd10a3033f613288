"""Backups are whole and verified; restoring keeps what it replaces and takes nothing that is not sound."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage import backup, erasure
from circo_cli.storage.backup import keep_before, make_backup
from circo_cli.storage.backup_places import Cause, last_backup
from circo_cli.storage.checks import check_database
from circo_cli.storage.contents import content_digest, count_rows
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


@pytest.mark.parametrize("when", ["before it reads", "after it reads", "after it copied"])
def test_a_backup_is_of_one_state_whenever_another_commits(
    circo: Circo, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Once it reads nobody can commit; what was committed before is in it, and what comes after is not."""
    refused = []

    def commit() -> None:
        if refused:
            return
        with closing(sqlite3.connect(circo.database, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("DELETE FROM theme WHERE key = 'zorg'")
                refused.append(False)
            except sqlite3.OperationalError:
                refused.append(True)

    pending, count_rows = backup.pending, backup.count_rows

    def reads(connection: sqlite3.Connection) -> int | None:
        if when == "before it reads":
            commit()
        found = pending(connection)
        if when == "after it reads":
            commit()
        return found

    def counts(connection: sqlite3.Connection) -> dict[str, int]:
        if when == "after it copied":
            commit()
        return count_rows(connection)

    monkeypatch.setattr(backup, "pending", reads)
    monkeypatch.setattr(backup, "count_rows", counts)
    before = rows(circo.database)
    made = make_backup(circo.database, None, moment=MOMENT)
    assert refused == [when != "before it reads"]
    assert rows(Path(made.path)) == (rows(circo.database) if when == "before it reads" else before)


def test_the_digest_is_that_of_the_rows_of_both(full: Circo) -> None:
    first, second = full.json("db", "backup"), full.json("db", "backup", "--to", "copy.db")
    assert list(first) == ["path", "size", "rows", "digest"]
    assert len(first["digest"]) == 64
    assert first["digest"] == second["digest"]
    for path in (full.database, Path("copy.db")):
        with closing(sqlite3.connect(path)) as connection:
            assert content_digest(connection) == first["digest"]
            assert sum(count_rows(connection).values()) == first["rows"]
    full.ok("theme", "add", "Glas")
    assert full.json("db", "backup")["digest"] != first["digest"]


DAMAGES = {
    "rows are not the same": "UPDATE theme SET name_en = 'other' WHERE key = 'zorg'",
    "rows are missing": "DELETE FROM theme WHERE key = 'zorg'",
    "a row of hub_region refers to nothing": "INSERT INTO hub_region VALUES (99, 'limburg', 0)",
}


@pytest.mark.parametrize("wrong", DAMAGES)
def test_a_copy_in_which_anything_differs_is_thrown_away(
    circo: Circo, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    fault = backup._fault

    def damaged(copy: sqlite3.Connection, *, thorough: bool) -> str | None:
        copy.execute(DAMAGES[wrong])
        found = fault(copy, thorough=thorough)
        if found is not None:
            copy.execute("DELETE FROM hub_region")
        return found

    monkeypatch.setattr(backup, "_fault", damaged)
    error = circo.refused("db", "backup", "--to", "copy.db")
    assert (error["code"], error["exit_code"]) == ("database-damaged", 4)
    assert f"({wrong})" in error["message"]
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


def test_a_database_that_is_not_sound_has_no_backup(circo: Circo) -> None:
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("INSERT INTO hub_region VALUES (99, 'limburg', 0)")
    error = circo.refused("db", "backup")
    assert (error["code"], error["hint"]) == ("database-damaged", "circo db check says more")
    assert list(circo.directory.glob("circo-backups/*")) == []


def test_a_backup_between_an_erasure_and_its_end_holds_no_trace(full: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    """An erasure that another process has not finished leaves the mark, and pages that still hold what it erased."""
    full.ok("trainer", "add", "Sijtze Kanariepiet")
    monkeypatch.setattr(erasure, "finish_erasure", lambda *arguments, **named: [])
    full.ok("trainer", "forget", "sijtze-kanariepiet", "--yes")
    with full.database.open("ab") as file:  # a page that is no longer used
        file.write(b"Sijtze Kanariepiet".ljust(4096))
    with full.database.open("r+b") as file:
        file.seek(28)
        pages = int.from_bytes(file.read(4), "big") + 1
        file.seek(28)
        file.write(pages.to_bytes(4, "big"))
        file.write(pages.to_bytes(4, "big") + (1).to_bytes(4, "big"))
    kept = keep_before(Cause.IMPORT, full.database, moment=MOMENT)
    assert b"Kanariepiet" not in kept.read_bytes()
    assert rows(kept) == rows(full.database)
