"""What lies beside a database file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

_BESIDE = ("-journal", "-wal", "-shm")


def forget_journal(database: Path) -> None:
    """Remove the journals of a file that stood at `database` before.

    SQLite would take them for the new file's own and write the old one's pages into it.
    """
    for ending in _BESIDE:
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)


def leave_wal(connection: sqlite3.Connection) -> bool:
    """Give the file of `connection` a rollback journal again where another program gave it a write-ahead log.

    With such a log what was erased stays in a second file, and a copy of the first lacks what was written last. Returns
    whether it has none now: nobody else may have the file open.
    """
    try:
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
        if mode == "wal":
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return bool(mode != "wal")


def make_directory(path: Path, *, mode: int) -> None:
    """Make `path` and its missing parents, each with `mode`."""
    if not path.exists():
        make_directory(path.parent, mode=mode)
        path.mkdir(exist_ok=True)
        path.chmod(mode)


def copy_with_wal(source: Path, target: Path) -> None:
    """Copy the database `source` to `target`, with what its write-ahead log holds, if it has one."""
    shutil.copyfile(source, target)
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        shutil.copyfile(log, target.with_name(f"{target.name}-wal"))
        with closing(sqlite3.connect(target)) as connection:
            leave_wal(connection)
