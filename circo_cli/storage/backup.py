"""Backups: made through SQLite's own backup, verified, put back whole.

Where no other place is named they lie in ``NAME-backups`` beside the database. When the latest one was made stands in
that directory too, so that `status` can tell without writing to the database.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from circo_cli.errors import BusyError, DatabaseError, UsageError
from circo_cli.storage import faults
from circo_cli.storage.files import forget_journal
from circo_cli.storage.reader import Reader, connect_readonly
from circo_cli.storage.schema import BUSY_SECONDS, REVISION
from circo_cli.unfinished import make_unfinished, remove_unfinished

_LATEST = "latest"


class Check(NamedTuple):
    """One thing that `db check` looked at."""

    check: str
    ok: bool
    detail: str


class Backup(NamedTuple):
    """A verified backup: where it is, its size in bytes, and how many rows it holds."""

    path: str
    size: int
    rows: int


def backup_directory(database: Path) -> Path:
    """Return where backups of `database` lie unless another place is named."""
    return database.parent / f"{database.stem}-backups"


def last_backup(database: Path) -> str | None:
    """Return the moment of the latest backup that circo made of `database`, or None."""
    try:
        moment = (backup_directory(database) / _LATEST).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return moment or None


def forget_last_backup(database: Path) -> None:
    """Say no longer when the latest backup of `database` was made: it has gone."""
    (backup_directory(database) / _LATEST).unlink(missing_ok=True)


def make_backup(database: Path, target: Path | None, *, moment: str, older: bool = False) -> Backup:
    """Write a verified copy of `database`, also of an `older` schema, to `target`: whole or not at all.

    Raises `UsageError` when the target is there already or cannot be written, `DatabaseError` when the database, or the
    copy, is damaged.
    """
    directory = backup_directory(database)
    with closing(connect_readonly(database, older=older)) as source:
        try:
            if target is None:
                directory.mkdir(mode=0o700, exist_ok=True)
            path = target or _free(directory / f"{database.stem}-{moment.replace(':', '').replace('-', '')}.db")
            if path.exists():
                raise UsageError(f"there is already a file at {path}", hint="name another file", code="output-file")
            remove_unfinished(directory)
            handle, scratch = make_unfinished(path)
            os.close(handle)
        except OSError as error:
            raise UsageError(
                f"{target or directory} cannot be written: {error.strerror}", hint="--to FILE", code="output-file"
            ) from error
        try:
            with closing(sqlite3.connect(scratch)) as copy:
                source.execute("BEGIN")
                source.backup(copy)
                before, after = _rows(source), _rows(copy)
                sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if sound != "ok" or before != after:
                raise DatabaseError(
                    f"the copy of {database} is not sound ({sound}); it was thrown away",
                    code="database-damaged",
                    hint="circo db check says more",
                )
            _sync(scratch)
            size = scratch.stat().st_size
            scratch.rename(path)
        except sqlite3.Error as error:
            raise faults.translate(error, database) from error
        finally:
            scratch.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        directory.mkdir(mode=0o700, exist_ok=True)
        _note_latest(directory / _LATEST, moment)
    return Backup(str(path), size, sum(before.values()))


def _note_latest(path: Path, moment: str) -> None:
    handle, scratch = make_unfinished(path)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{moment}\n")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _free(path: Path) -> Path:
    """Return `path`, numbered when there is such a file already."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return path if not path.exists() else next(each for each in numbered if not each.exists())


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_backup(backup: Path) -> None:
    """Raise `UsageError` for a file that is not there, `DatabaseError` for one that is no sound circo database."""
    if not backup.is_file():
        raise UsageError(
            f"there is no file {backup}",
            hint="backups lie beside the database unless --to named another place",
            code="input-missing",
        )
    broken = [check for check in check_database(backup) if not check.ok]
    if broken:
        raise DatabaseError(
            f"{backup} is not a sound circo database: {broken[0].check}: {broken[0].detail}",
            code="database-damaged",
            hint="choose another backup",
        )


def restore_backup(backup: Path, database: Path, *, moment: str) -> Path | None:
    """Put the backup at `backup` in the place of `database`; return where the replaced file is kept, if there was one.

    Raises `UsageError` for a file that is not there, `DatabaseError` for one that is no sound circo database, and
    `BusyError` while another process writes.
    """
    check_backup(backup)
    kept: Path | None = None
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, scratch = make_unfinished(database)
        os.close(handle)
        try:
            shutil.copyfile(backup, scratch)
            scratch.chmod(database.stat().st_mode & 0o777 if database.exists() else 0o600)
            _sync(scratch)
            with _held(database):
                if database.exists():
                    backup_directory(database).mkdir(mode=0o700, exist_ok=True)
                    name = f"replaced-{moment.replace(':', '').replace('-', '')}.db"
                    kept = _free(backup_directory(database) / name)
                    _keep(database, kept)
                forget_journal(database)
                scratch.replace(database)
        finally:
            scratch.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"{database} cannot be replaced: {error.strerror}",
            code="database-readonly",
            hint="make its directory writable; nothing was changed",
        ) from error
    return kept


def _keep(database: Path, kept: Path) -> None:
    """Give the file at `database` a second name, which it keeps when it is replaced.

    A copy would open and close the file, and with that let go of the lock that this process holds on it (POSIX).
    """
    try:
        os.link(database, kept)
    except OSError:  # no links on this file system
        shutil.copy2(database, kept)


@contextlib.contextmanager
def _held(database: Path) -> Iterator[None]:
    """Keep writers away from `database`, if it is one at all, while it is replaced."""
    if not database.exists():
        yield
        return
    connection = sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if isinstance(faults_of(error, database), BusyError):
                raise faults_of(error, database) from error
        yield
    finally:
        connection.close()


def faults_of(error: sqlite3.Error, database: Path) -> Exception:
    """Return what `error` means for `database`, as an exception to raise or to overlook."""
    try:
        return faults.translate(error, database)
    except sqlite3.Error as untranslated:
        return untranslated


def check_database(database: Path, *, deep: bool = False) -> list[Check]:
    """Return what was looked at in the file at `database`, damage included; never raises for a damaged file.

    `deep` adds the invariants of the field: seats, waiting lists, answers.
    """
    if not database.exists():
        raise faults.missing(database)
    checks: list[Check] = []
    try:
        connection = connect_readonly(database)
    except DatabaseError as error:
        return [Check("file", False, error.message)]
    with closing(connection):
        checks.append(Check("file", True, f"circo database, {database.stat().st_size} bytes"))
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            checks.append(Check("integrity", found == ["ok"], "; ".join(found)))
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            checks.append(Check("foreign-keys", not broken, f"{len(broken)} rows refer to nothing"))
            checks.append(Check("schema", True, f"schema {REVISION}"))
            checks.append(Check("sqlite", True, sqlite3.sqlite_version))
            if deep:
                checks += _invariants(Reader(connection, database))
                checks.append(_search(connection))
        except (sqlite3.DatabaseError, DatabaseError, UnicodeDecodeError) as error:  # the last in SQLite's own words
            checks.append(Check("integrity", False, str(error)))
    return checks


def _search(connection: sqlite3.Connection) -> Check:
    from circo_cli.storage.search.index import problems

    wrong = problems(connection)
    detail = "the search index says what the tables say"
    return Check("search", not wrong, detail if not wrong else f"not so: {detail}: {', '.join(wrong[:10])}")


_INVARIANTS: tuple[tuple[str, str, str], ...] = (
    (
        "track-hubs",
        "every Track has its own hub among its organisers",
        """SELECT t.key FROM track t WHERE NOT EXISTS
             (SELECT 1 FROM track_hub th WHERE th.track_id = t.id AND th.hub_id = t.hub_id)""",
    ),
    (
        "over-tracks",
        "no completed or cancelled Track has a waiting list",  # a seat it may have: by force
        """SELECT DISTINCT t.key FROM track t JOIN enrolment e ON e.track_id = t.id
            WHERE t.status IN ('completed', 'cancelled') AND e.status = 'waitlisted'""",
    ),
    (
        "attendance",
        "attendance belongs to a session of the enrolment's own Track",
        """SELECT a.enrolment_id FROM attendance a JOIN enrolment e ON e.id = a.enrolment_id
             JOIN track_session s ON s.id = a.session_id WHERE s.track_id <> e.track_id""",
    ),
    (
        "answers",
        "no open question has an answer",  # an answered one may lack it: lists, which can be imported, print none
        """SELECT q.id FROM question q WHERE q.status = 'open'
              AND EXISTS (SELECT 1 FROM question_answer a WHERE a.question_id = q.id)""",
    ),
    (
        "merged",
        "every merged question leads to one that stands for itself, and left its answers there",
        """SELECT q.id FROM question q JOIN question o ON o.id = q.merged_into_id
            WHERE o.merged_into_id IS NOT NULL
               OR EXISTS (SELECT 1 FROM question_answer a WHERE a.question_id = q.id)""",
    ),
    (
        "closing",
        "only a closed question has a day on which it was closed",
        "SELECT id FROM question WHERE closed_on IS NOT NULL AND status <> 'closed'",
    ),
    (
        "versions",
        "every published insight has the version that it says",
        """SELECT i.id FROM insight i WHERE i.status <> 'draft' AND NOT EXISTS
             (SELECT 1 FROM insight_version v WHERE v.insight_id = i.id AND v.version = i.version)""",
    ),
    (
        "stages",
        "every hub is in the stage of its latest entry",
        """SELECT h.key FROM hub h WHERE h.stage <>
             (SELECT s.stage FROM hub_stage s WHERE s.hub_id = h.id ORDER BY s.id DESC LIMIT 1)""",
    ),
)


def _invariants(reader: Reader) -> list[Check]:
    checks = []
    for name, meaning, query in _INVARIANTS:
        broken = [str(row[0]) for row in reader.rows(query)]
        detail = meaning if not broken else f"not so: {meaning}: {', '.join(broken[:10])}"
        checks.append(Check(name, not broken, detail))
    return checks
