"""What makes an erasure final: the file written anew, and automatic backups that still hold what was erased deleted.

SQLite keeps stale copies of rows in pages, so that a file holds what its tables no longer do. ``VACUUM`` writes it
anew, and cannot be part of the transaction that erases. Between the two the database carries a mark; the next command
that writes, or `db check`, finishes what a killed one left.

The mark is a row in SQLite's own table of numbers: it is part of the transaction, and needs no table of ours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from circo_cli.errors import CircoError, DatabaseError
from circo_cli.storage import faults
from circo_cli.storage.backup_places import automatic_backups, backup_directory
from circo_cli.storage.checks import check_database
from circo_cli.storage.reader import Reader, connect_readonly
from circo_cli.storage.schema import BUSY_SECONDS, DERIVED
from circo_cli.storage.scratch import remove_leftovers

_MARK = "erasure pending"
_PENDING = "SELECT max(seq) FROM sqlite_sequence WHERE name = :mark"

_HEADER = b"SQLite format 3\0"
"""How every database of SQLite begins."""

_PORTION = 1 << 20

Holds = Callable[[Path], bool]
"""Tells whether a backup holds what was erased."""


def mark_pending(connection: sqlite3.Connection, change_id: int) -> None:
    """Leave the mark that change `change_id` erased something, and that the file is still to be written anew."""
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (_MARK, change_id))


def pending(connection: sqlite3.Connection) -> int | None:
    """Return the number of the change whose erasure is not finished, or None."""
    number: int | None = connection.execute(_PENDING, {"mark": _MARK}).fetchone()[0]
    return number


def finish_erasure(database: Path, *, holds: Holds | None = None) -> list[str]:
    """Write the file at `database` anew, delete the automatic backups that hold what was erased, and name them.

    `holds` tells which they are; without it, when a killed erasure is finished and nobody knows any more what it
    erased, they are all those that are older than it. Where the database is not sound, backups stay and so does the
    mark. Raises `DatabaseError` or `BusyError`; what is not finished then is finished by the next command that writes.
    """
    uri = f"{database.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            for pragma in ("synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            change_id = pending(connection)
            if change_id is None:
                return []
            connection.execute("VACUUM")
            unsound = [check for check in check_database(database) if not check.ok]
            if unsound:
                raise faults.damaged(database, unsound[0].detail)
            for directory in (database.parent, backup_directory(database)):
                remove_leftovers(directory, database=database, wait=True)  # a backup that is being made holds it too
            deleted = _delete(automatic_backups(database), holds or _without(connection, change_id))
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ? AND seq <= ?", (_MARK, change_id))
            return deleted
    except sqlite3.Error as error:
        raise faults.translate(error, database) from error


def finish_pending(database: Path) -> bool:
    """Finish what a killed erasure left to be done; tell whether there was anything.

    Raises `DatabaseError` where there is no database of circo's.
    """
    with closing(connect_readonly(database)) as connection:
        found = Reader(connection, database).value(_PENDING, {"mark": _MARK}) is not None
    if found:
        finish_erasure(database)
    return found


def holding(texts: Iterable[str], named_in: Callable[[str], bool] = lambda text: False) -> Holds:
    """Return the test whether a file holds one of `texts`, in any case of its ASCII letters.

    `named_in` tells of a text whether it names what was erased in another way of writing: every text of the database
    is shown to it, since one that fills several pages lies in pieces in the file.
    """
    wanted = [text.encode().lower() for text in dict.fromkeys(texts) if text]
    overlap = max(map(len, wanted), default=1)

    def holds(path: Path) -> bool:
        before = b""
        with path.open("rb") as file:
            while portion := file.read(_PORTION):
                seen = before + portion.lower()
                if any(each in seen for each in wanted):
                    return True
                before = seen[-overlap:]
        return any(map(named_in, _texts_of(path)))

    return holds


def _texts_of(path: Path) -> Iterator[str]:
    """Yield every text in the tables of the database at `path`."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            if not table.startswith(("sqlite_", *DERIVED)):
                for row in connection.execute(f'SELECT * FROM "{table}"'):
                    yield from (value for value in row if isinstance(value, str))


def backups_holding(database: Path, holds: Holds) -> list[str]:
    """Return the automatic backups that an erasure would delete."""
    return [str(path) for path in automatic_backups(database) if _is_or_unreadable(holds, path)]


def others_holding(database: Path, holds: Holds) -> list[str]:
    """Return the SQLite files of another name, beside the database and among its backups, that hold what was erased.

    Somebody chose those names, and so the files are theirs to delete.
    """
    found = []
    for directory in (database.parent, backup_directory(database)):
        known = {database, *automatic_backups(database)}
        for path in sorted(directory.glob("*.db")):
            if path not in known and path.is_file() and _is_sqlite(path) and _is_or_unreadable(holds, path):
                found.append(str(path))
    return found


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


def _delete(backups: Sequence[Path], holds: Holds) -> list[str]:
    deleted = []
    for path in backups:
        if _is_or_unreadable(holds, path):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise DatabaseError(
                    f"the backup {path} holds what was erased, and cannot be deleted: {error.strerror}",
                    code="backup-readonly",
                    hint="delete it yourself; circo db check finishes the rest",
                ) from error
            deleted.append(str(path))
    return deleted


def _is_or_unreadable(holds: Holds, path: Path) -> bool:
    try:
        return holds(path)
    except (OSError, sqlite3.Error, CircoError):  # what cannot be looked into may hold it
        return True


def _without(connection: sqlite3.Connection, change_id: int) -> Holds:
    """Return the test whether a backup knows nothing of the change that erased, and so is older."""
    query = 'SELECT at, command, summary FROM "change" WHERE id = ?'
    change = connection.execute(query, (change_id,)).fetchone()

    def without(path: Path) -> bool:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            return bool(backup.execute(query, (change_id,)).fetchone() != change)

    return without
