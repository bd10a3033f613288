"""Restoring takes nothing that is not sound, keeps what it replaces, and can be done again and again."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from errno import ENOSPC
from pathlib import Path

import pytest

from circo_cli.errors import BusyError, DatabaseError, UsageError
from circo_cli.storage import reader, restoring
from circo_cli.storage.contents import content_digest
from circo_cli.storage.database import open_change
from circo_cli.storage.restoring import restore_backup
from circo_cli.storage.schema import REVISION
from tests.conftest import Circo

MOMENT = "2026-06-15T10:00:00Z"


def rows(path: Path) -> list[str]:
    """Return everything that a database holds, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def names(circo: Circo) -> list[str]:
    return sorted(path.name for path in circo.directory.glob("circo-backups/*.db"))


def test_restoring_puts_back_and_keeps_what_it_replaces(circo: Circo) -> None:
    circo.ok("db", "backup", "--to", "copy.db")
    circo.ok("theme", "add", "Elektronica")
    circo.database.chmod(0o660)
    replaced = rows(circo.database)
    answer = circo.json("db", "restore", "copy.db", "--yes")
    assert circo.database.read_bytes() == (circo.directory / "copy.db").read_bytes()
    kept = Path(answer["kept"])
    assert rows(kept) == replaced
    assert kept.name.startswith("circo-before-restore-2026")
    assert circo.database.stat().st_mode & 0o777 == 0o660
    circo.ok("theme", "add", "Glas")
    assert rows(kept) == replaced


def test_there_and_back_and_there_again(circo: Circo) -> None:
    circo.ok("db", "backup", "--to", "copy.db")
    circo.ok("theme", "add", "Elektronica")
    later = rows(circo.database)
    kept = circo.json("db", "restore", "copy.db", "--yes")["kept"]
    earlier = rows(circo.database)
    assert earlier == rows(Path("copy.db"))
    circo.ok("db", "restore", kept, "--yes")
    assert rows(circo.database) == later
    for _ in range(2):
        circo.ok("db", "restore", "copy.db", "--yes")
        assert rows(circo.database) == earlier
    assert len(names(circo)) == 4


def test_a_backup_that_is_restored_is_not_pruned_by_that(circo: Circo) -> None:
    paths = [Path(circo.json("db", "restore", kept, "--yes")["kept"]) for kept in [_copy(circo)] * 10]
    assert all(path.exists() for path in paths)
    oldest = min(paths, key=lambda path: path.stat().st_mtime_ns)
    circo.ok("db", "restore", str(oldest), "--yes")
    assert oldest.exists()
    assert len(names(circo)) == 10


def _copy(circo: Circo) -> str:
    circo.ok("db", "backup", "--to", "copy.db")
    return "copy.db"


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


@pytest.mark.parametrize("content", [b"kapot" * 1000, b"", "flipped"], ids=["text", "empty", "flipped"])
def test_a_database_that_is_damaged_is_kept_as_it_is(full: Circo, template: Path, content: bytes | str) -> None:
    if isinstance(content, str):
        flipped = bytearray(full.database.read_bytes())
        flipped[8192:20000] = b"\xff" * (20000 - 8192)
        content = bytes(flipped)
    full.database.write_bytes(content)
    answer = full.json("db", "restore", str(template), "--yes")
    assert Path(answer["kept"]).read_bytes() == content
    assert names(full) == [Path(answer["kept"]).name]
    assert names(full)[0].startswith("replaced-2026")
    assert Path(answer["kept"]).stat().st_mode & 0o777 == 0o600
    assert len(full.json("theme", "list")) == 8


@pytest.mark.parametrize("user_version", [REVISION - 1, REVISION + 1])
def test_a_database_of_another_schema_is_kept_too(circo: Circo, template: Path, user_version: int) -> None:
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.execute(f"PRAGMA user_version = {user_version}")
    kept = Path(circo.json("db", "restore", str(template), "--yes")["kept"])
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (user_version,)
    assert kept.name.startswith("circo-before-restore-" if user_version < REVISION else "replaced-")


def test_where_what_is_replaced_cannot_be_kept_nothing_is_replaced(circo: Circo, template: Path) -> None:
    (circo.directory / "circo-backups").write_bytes(b"")
    before = circo.database.read_bytes()
    error = circo.refused("db", "restore", str(template), "--yes")
    assert (error["code"], error["exit_code"]) == ("backup-readonly", 4)
    assert "no backup can be made in" in error["message"]
    assert circo.database.read_bytes() == before
    assert sorted(path.name for path in circo.directory.iterdir()) == ["circo-backups", "circo.db"]


def test_restoring_asks_first(circo: Circo, template: Path) -> None:
    assert circo.refused("db", "restore", str(template))["exit_code"] == 2


def test_a_dry_run_restores_nothing(circo: Circo, template: Path) -> None:
    circo.ok("theme", "add", "Elektronica")
    before = circo.database.read_bytes()
    circo.ok("db", "restore", str(template), "--yes", "--dry-run")
    assert circo.database.read_bytes() == before
    assert names(circo) == []


@pytest.mark.parametrize(
    ("content", "code", "hint"),
    [
        (b"", "not-a-database", "choose another backup"),
        (b"geen database", "not-a-database", "choose another backup"),
        ("half", "database-damaged", "choose another backup"),
        ("newer", "database-newer", "install the newest circo"),
        ("older", "database-older", "circo db upgrade --db copy.db brings it up to date"),
        (None, "input-missing", "backups lie beside the database"),
    ],
    ids=str,
)
def test_what_is_not_sound_is_not_restored(circo: Circo, content: bytes | str | None, code: str, hint: str) -> None:
    source = circo.directory / "copy.db"
    if isinstance(content, bytes):
        source.write_bytes(content)
    elif content == "half":
        source.write_bytes(circo.database.read_bytes()[: 4096 * 20])
    elif content is not None:
        circo.ok("db", "backup", "--to", "copy.db")
        with closing(sqlite3.connect(source)) as connection:
            connection.execute(f"PRAGMA user_version = {99 if content == 'newer' else 3}")
    error = circo.refused("db", "restore", "copy.db", "--yes")
    assert (error["code"], error["exit_code"]) == (code, 2 if content is None else 4)
    assert error["hint"].startswith(hint)
    left = {path.name for path in circo.directory.iterdir()}
    assert left <= {"circo.db", "copy.db", "circo-backups"}
    assert names(circo) == []


def test_what_the_hint_for_an_older_backup_says_works(circo: Circo) -> None:
    circo.ok("theme", "add", "Elektronica")
    circo.ok("db", "backup", "--to", "copy.db")
    with closing(sqlite3.connect("copy.db")) as connection:  # as a release before views were numbered left it
        connection.execute("PRAGMA user_version = 0")
    circo.ok("theme", "add", "Glas")
    circo.refused("db", "restore", "copy.db", "--yes")
    circo.ok("db", "upgrade", "--db", "copy.db")
    circo.ok("db", "restore", "copy.db", "--yes")
    assert len(circo.json("theme", "list")) == 9


@pytest.mark.parametrize("how", ["itself", "link", "second name"])
def test_a_database_is_no_backup_of_itself(circo: Circo, how: str) -> None:
    other = circo.directory / "andere.db"
    if how == "link":
        other.symlink_to(circo.database)
    elif how == "second name":
        other.hardlink_to(circo.database)
    error = circo.refused("db", "restore", "circo.db" if how == "itself" else "andere.db", "--yes")
    assert (error["code"], error["exit_code"]) == ("same-file", 2)


def test_a_copy_that_is_not_the_same_is_thrown_away(
    circo: Circo, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring.shutil, "copyfileobj", lambda source, copy: copy.write(source.read()[:-1] + b"x"))
    error = circo.refused("db", "restore", str(template), "--yes")
    assert (error["code"], error["exit_code"]) == ("database-damaged", 4)
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


def test_without_room_nothing_is_restored(circo: Circo, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: object, copy: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(restoring.shutil, "copyfileobj", full)
    error = circo.refused("db", "restore", str(template), "--yes")
    assert (error["code"], error["exit_code"]) == ("disk-full", 4)
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


def test_who_reads_goes_on_with_what_was_replaced(circo: Circo, template: Path) -> None:
    circo.ok("theme", "add", "Elektronica")
    with reader.open_reader(circo.database) as reading:
        assert reading.value("SELECT count(*) FROM theme") == 9
        restore_backup(template, circo.database, moment=MOMENT)
        assert reading.value("SELECT count(*) FROM theme WHERE key = 'elektronica'") == 1
    assert len(circo.json("theme", "list")) == 8


def test_while_another_writes_nothing_is_restored(
    circo: Circo, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "BUSY_SECONDS", 0.01)
    with open_change(circo.database, at=MOMENT, actor="a", command="c") as change:
        change.connection.execute("DELETE FROM theme WHERE key = 'zorg'")
        with pytest.raises(BusyError):
            restore_backup(template, circo.database, moment=MOMENT)
    assert len(circo.json("theme", "list")) == 7
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


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


@pytest.mark.parametrize("sound", [True, False])
def test_nobody_writes_while_the_file_is_replaced(
    circo: Circo, template: Path, monkeypatch: pytest.MonkeyPatch, sound: bool
) -> None:
    tried = []
    forget = restoring.forget_journal

    def forget_and_try(database: Path) -> None:
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        tried.append(subprocess.run([sys.executable, "-c", other, str(database)], capture_output=True, check=False))
        forget(database)

    def damaged(*arguments: object, **named: object) -> Path:
        raise DatabaseError("damaged", code="database-damaged")

    monkeypatch.setattr(restoring, "forget_journal", forget_and_try)
    if not sound:
        monkeypatch.setattr(restoring, "keep_before", damaged)
    restore_backup(template, circo.database, moment=MOMENT)
    assert [b"locked" in each.stderr for each in tried] == [True]


def test_a_backup_of_nothing_is_refused(bare: Circo) -> None:
    with pytest.raises(UsageError):
        restore_backup(bare.directory / "nergens.db", bare.database, moment=MOMENT)


def test_a_backup_into_which_somebody_writes_is_copied_in_one_state(full: Circo, template: Path) -> None:
    other = full.directory / "andere.db"
    shutil.copy(template, other)
    with open_change(full.database, at=MOMENT, actor="a", command="c") as change:
        change.connection.execute("UPDATE company SET city = 'Elders'")
        restore_backup(full.database, other, moment=MOMENT)
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT count(*) FROM company WHERE city = 'Elders'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM company").fetchone()[0] > 0
        assert content_digest(connection)
