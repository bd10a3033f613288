"""Putting a backup in the place of a database: checked first, and what it replaces is kept."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from circo_cli.errors import BusyError, CircoError, DatabaseError, UsageError
from circo_cli.storage import faults
from circo_cli.storage.backup import keep_before
from circo_cli.storage.backup_places import Cause, backup_directory, free_place, make_backup_directory, stamp
from circo_cli.storage.checks import check_database
from circo_cli.storage.files import (
    OWNER_ONLY,
    forget_journal,
    leave_wal,
    make_directory,
    modes_beside,
    sync,
    take_in_wal,
)
from circo_cli.storage.reader import connect_readonly
from circo_cli.storage.schema import BUSY_SECONDS
from circo_cli.storage.scratch import scratch_in
from circo_cli.values.keys import number_key


def check_backup(backup: Path, *, database: Path) -> None:
    """Check that the file `backup` can be put in the place of `database`.

    Raises `UsageError` for a file that is not there or is that database itself, `DatabaseError` for one that is no
    sound circo database, or of another schema.
    """
    if not backup.is_file():
        raise UsageError(
            f"{backup} is not a file" if backup.exists() else f"there is no file {backup}",
            hint="backups lie beside the database unless --to named another place",
            code="input-missing",
        )
    if database.exists() and backup.samefile(database):
        raise UsageError(
            f"{backup} is the database itself",
            hint=f"name a backup of it: they lie in {backup_directory(database)}",
            code="same-file",
        )
    try:
        connect_readonly(backup).close()
    except DatabaseError as error:
        raise _unfit(backup, error) from error
    broken = [check for check in check_database(backup) if not check.ok]
    if broken:
        raise DatabaseError(
            f"{backup} is not a sound circo database: {broken[0].check}: {broken[0].detail}",
            code="database-damaged",
            hint="choose another backup",
        )


def _unfit(backup: Path, error: DatabaseError) -> DatabaseError:
    hint = "choose another backup"
    if error.code == "database-newer":
        hint = error.hint or hint
    if error.code == "database-older":
        hint = f"circo db upgrade --db {backup} brings it up to date, and keeps it beside as it was; then restore it"
    return DatabaseError(error.message, code=error.code, hint=hint)


def restore_backup(backup: Path, database: Path, *, moment: str) -> Path | None:
    """Put the backup at `backup` in the place of `database`; return where the replaced file is kept, if there was one.

    Who reads goes on with what was replaced. Raises `UsageError` and `DatabaseError` as `check_backup` does, and
    `BusyError` while another process writes.
    """
    check_backup(backup, database=database)
    if database.exists() and not database.is_file():
        raise faults.no_file(database)
    kept: Path | None = None
    try:
        make_directory(database.parent, mode=OWNER_ONLY[1])
        # Closing a file lets go of every lock that this process has on it (POSIX): each stays open until nothing is
        # locked any more.
        with _opened(database) as replaced, scratch_in(database.parent, database=database) as scratch:
            _copy_bytes(backup, scratch)
            scratch.chmod(database.stat().st_mode & 0o777 if replaced else OWNER_ONLY[0])
            sync(scratch)
            with _held(database):
                if replaced is not None:
                    kept = _keep(database, replaced, moment=moment, spare=backup)
                forget_journal(database)
                scratch.replace(database)
                sync(database.parent)
    except OSError as error:
        if faults.is_full(error):
            raise faults.full(database) from error
        raise DatabaseError(
            f"{database} cannot be replaced: {error.strerror}",
            code="database-readonly",
            hint="make its directory writable; nothing was changed",
        ) from error
    return kept


def erasures_after(database: Path, backup: Path, *, commands: Collection[str]) -> list[tuple[str, str]]:
    """Return key and command of each change of `database` by one of the `commands`, of which `backup` knows nothing.

    Where these erase, restoring it brings that back. None are known where the database cannot be read.
    """
    query = 'SELECT id, command, at FROM "change" ORDER BY id'
    try:
        with closing(connect_readonly(database)) as present, closing(connect_readonly(backup)) as earlier:
            known = set(earlier.execute(query).fetchall())
            return [
                (number_key("change", row[0]), row[1])
                for row in present.execute(query)
                if row[1] in commands and row not in known
            ]
    except (CircoError, sqlite3.Error):
        return []


@contextlib.contextmanager
def _opened(database: Path) -> Iterator[BinaryIO | None]:
    if not database.exists():
        yield None
        return
    with database.open("rb") as file:
        yield file


def _copy_bytes(backup: Path, scratch: Path) -> None:
    """Copy the file `backup`, in which nobody can write meanwhile, byte for byte."""
    with backup.open("rb") as source, closing(connect_readonly(backup)) as guard:
        guard.execute("BEGIN")
        guard.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with scratch.open("r+b") as copy:
            shutil.copyfileobj(source, copy)
        source.seek(0)
        with scratch.open("rb") as copy:
            same = hashlib.file_digest(copy, "sha256").digest() == hashlib.file_digest(source, "sha256").digest()
        take_in_wal(backup, scratch)
    if not same:
        raise DatabaseError(
            f"the copy of {backup} is not the same; it was thrown away", code="database-damaged", hint="try again"
        )


def _keep(database: Path, replaced: BinaryIO, *, moment: str, spare: Path) -> Path:
    """Keep what `database` holds, and return where: a verified backup, or of what cannot be one the very file."""
    try:
        return keep_before(Cause.RESTORE, database, moment=moment, spare=spare)
    except DatabaseError as error:
        if error.code in ("disk-full", "backup-readonly"):
            raise
    kept = free_place(make_backup_directory(database) / f"replaced-{stamp(moment)}.db")
    with scratch_in(kept.parent, database=database) as scratch:
        with scratch.open("r+b") as copy:
            shutil.copyfileobj(replaced, copy)
        scratch.chmod(modes_beside(database)[0])
        sync(scratch)
        scratch.rename(kept)
    return kept


@contextlib.contextmanager
def _held(database: Path) -> Iterator[None]:
    """Keep writers away from `database`, if it is one at all, while it is replaced."""
    if not database.exists():
        yield
        return
    connection = sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        try:
            if not leave_wal(connection):
                raise faults.busy(database)
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            meaning = meaning_of(error, database)
            if isinstance(meaning, BusyError):
                raise meaning from error
        yield
    finally:
        connection.close()


def meaning_of(error: sqlite3.Error, database: Path) -> CircoError | sqlite3.Error:
    """Return what `error` means for `database`, as an exception to raise or to overlook."""
    try:
        return faults.translate(error, database)
    except sqlite3.Error as untranslated:
        return untranslated
