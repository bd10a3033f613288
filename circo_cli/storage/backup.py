"""Backups: made through SQLite's own backup, verified, and only then there.

Of one that somebody asks for, and before an upgrade and a restore, everything is verified: SQLite's own structure,
what refers to what, and by a digest that every row is there as it was. Before an import, which waits for it, the
structure and the number of rows are.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from circo_cli.errors import CircoError, DatabaseError, UsageError
from circo_cli.storage import faults
from circo_cli.storage.backup_places import (
    Cause,
    backup_directory,
    make_backup_directory,
    place_of,
    prune_backups,
    remember_place,
)
from circo_cli.storage.contents import content_digest, count_rows
from circo_cli.storage.erasure import pending
from circo_cli.storage.files import leave_wal, modes_beside, share_group, sync
from circo_cli.storage.reader import connect_readonly
from circo_cli.storage.scratch import scratch_in

_COPYING = (
    "journal_mode = OFF",  # a copy that is broken off is thrown away
    "synchronous = OFF",  # it is synced once, when it is whole
    "temp_store = MEMORY",
)


class Backup(NamedTuple):
    """A verified backup: where it is, its size in bytes, how many rows it holds, and the digest of them.

    The digest is None where only structure and number of rows were verified.
    """

    path: str
    size: int
    rows: int
    digest: str | None


def make_backup(database: Path, target: Path | None, *, moment: str, dry_run: bool = False) -> Backup:
    """Write a verified copy of `database` to `target`, or to a place of its own: whole or not at all.

    With `dry_run` the copy is made, verified and thrown away. Raises `UsageError` when the target is there already or
    cannot be written, `DatabaseError` when the database, or the copy, is damaged.
    """
    try:
        made = _make(database, target, moment=moment, dry_run=dry_run)
    except OSError as error:
        raise UsageError(
            f"{target or backup_directory(database)} cannot be written: {error.strerror}",
            hint="--to FILE",
            code="output-file",
        ) from error
    if target is not None and not dry_run:
        remember_place(database, Path(made.path), moment=moment)
    return made


def keep_before(cause: Cause, database: Path, *, moment: str, spare: Path | None = None) -> Path:
    """Make a verified backup of what `database` holds before `cause`, prune the earlier ones, and return its path.

    Where a change is being made through another connection, it is what was there before that. `spare` is not pruned.
    Raises `DatabaseError` when the database or the copy is damaged, or when it cannot be written.
    """
    try:
        made = Path(_make(database, None, moment=moment, cause=cause).path)
    except OSError as error:
        raise DatabaseError(
            f"no backup can be made in {backup_directory(database)} before the {cause}: {error.strerror}; "
            "nothing was changed",
            code="backup-readonly",
            hint="make that directory writable for you, or move it away",
        ) from error
    prune_backups(database, spare={made, *([] if spare is None else [spare])})
    return made


def _make(
    database: Path, target: Path | None, *, moment: str, cause: Cause | None = None, dry_run: bool = False
) -> Backup:
    thorough = cause is not Cause.IMPORT
    with closing(connect_readonly(database, older=cause in (Cause.UPGRADE, Cause.RESTORE))) as source:
        if target is None and not dry_run:
            make_backup_directory(database)
        path = target or place_of(database, moment=moment, cause=cause)
        place = path.parent if target is not None or path.parent.is_dir() else database.parent
        if path.exists():
            raise UsageError(f"there is already a file at {path}", hint="name another file", code="output-file")
        try:
            with scratch_in(place, database=database) as scratch:
                rows, digest = _copy(source, scratch, database=database, thorough=thorough)
                scratch.chmod(modes_beside(database)[0])
                share_group(scratch, database)
                sync(scratch)
                size = scratch.stat().st_size
                if not dry_run:
                    scratch.rename(path)
                    sync(path.parent)
        except sqlite3.Error as error:
            raise _meaning(error, database=database, path=path) from error
        except OSError as error:
            if faults.is_full(error):
                raise faults.full(path) from error
            raise
    return Backup(str(path), size, rows, digest)


def _copy(source: sqlite3.Connection, scratch: Path, *, database: Path, thorough: bool) -> tuple[int, str | None]:
    """Copy one state of `source` to the file `scratch`, and return number and digest of its rows once verified."""
    with closing(sqlite3.connect(scratch, isolation_level=None)) as copy:
        for pragma in _COPYING:
            copy.execute(f"PRAGMA {pragma}")
        source.execute("BEGIN")
        pending_erasure = pending(source)  # this reads: from here on, nobody changes what is copied
        source.backup(copy)
        leave_wal(copy)
        before = count_rows(source)
        digest = content_digest(source) if thorough else None
        source.execute("COMMIT")
        if pending_erasure is not None:  # pages of the file still hold what was erased
            copy.execute("VACUUM")
        wrong = _fault(copy, thorough=thorough)
        if count_rows(copy) != before:
            wrong = "rows are missing"
        elif thorough and content_digest(copy) != digest:
            wrong = "rows are not the same"
    if wrong is not None:
        raise DatabaseError(
            f"the copy of {database} is not sound ({wrong}); it was thrown away",
            code="database-damaged",
            hint="circo db check says more",
        )
    return sum(before.values()), digest


def _fault(copy: sqlite3.Connection, *, thorough: bool) -> str | None:
    """Return what is wrong with a copy, or None."""
    sound: str = copy.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(1)").fetchone()[0]
    if sound != "ok":
        return sound
    if thorough and (loose := copy.execute("PRAGMA foreign_key_check").fetchone()):
        return f"a row of {loose[0]} refers to nothing"
    return None


def _meaning(error: sqlite3.Error, *, database: Path, path: Path) -> CircoError:
    """Return what `error` means: it is the backup that a disk has no room for, and else the database."""
    found = faults.translate(error, database)
    return faults.full(path) if found.code == "disk-full" else found
