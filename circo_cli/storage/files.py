"""What lies beside a database file, and who may read it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

OWNER_ONLY = (0o600, 0o700)
GROUP = (0o660, 0o2770)
"""Modes of files and directories that are one person's, and that a group shares."""

_GROUP_WRITES = 0o060
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


def modes_beside(database: Path) -> tuple[int, int]:
    """Return the modes that files and directories beside `database` get: those of a group where it is a group's."""
    shared = database.stat().st_mode & _GROUP_WRITES == _GROUP_WRITES
    return GROUP if shared else OWNER_ONLY


def share_group(path: Path, database: Path) -> None:
    """Give `path` the group that `database` has, as far as one may."""
    with contextlib.suppress(OSError):
        os.chown(path, -1, database.stat().st_gid)


def sync(path: Path) -> None:
    """Have the file or directory at `path` on the disk; not every system can do that for a directory."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_in_wal(source: Path, copy: Path) -> None:
    """Give the `copy` of the database `source` what its write-ahead log holds, if it has one."""
    log = source.with_name(f"{source.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
        with closing(sqlite3.connect(copy)) as connection:
            leave_wal(connection)
