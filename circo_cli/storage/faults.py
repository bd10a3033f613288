"""What SQLite says when a file cannot be used, as errors that a user can act on."""

from __future__ import annotations

from errno import EDQUOT, EFBIG, ENOSPC
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from circo_cli.errors import BusyError, CircoError, DatabaseError
from circo_cli.storage.schema import APPLICATION_ID, REVISION

if TYPE_CHECKING:
    import sqlite3


def missing(path: Path) -> DatabaseError:
    """Return the error for a database that is not there."""
    if path.is_symlink():
        message, way = leads_nowhere(path)
        return DatabaseError(message, code="database-missing", hint=way)
    return DatabaseError(
        f"there is no database at {path}",
        code="database-missing",
        hint="circo db init makes an empty one; circo demo builds one with examples to try",
    )


def leads_nowhere(path: Path) -> tuple[str, str]:
    """Return what is wrong with a link to a file that is not there, and what to do about it."""
    target = path.readlink()
    return f"{path} is a link to {target}, where there is no file", f"bring that file back, or: rm {quote(str(path))}"


def foreign(path: Path) -> DatabaseError:
    """Return the error for a file that circo did not make."""
    return DatabaseError(
        f"{path} is not a circo database",
        code="not-a-database",
        hint="name another file with --db PATH, or make a new one there with circo db init",
    )


def no_file(path: Path) -> DatabaseError:
    """Return the error for a directory, a pipe or a device."""
    what = "a directory, not a database" if path.is_dir() else "not a file, so that it can be no database"
    return DatabaseError(f"{path} is {what}", code="not-a-database", hint="name the file itself with --db")


def readonly(path: Path) -> DatabaseError:
    """Return the error for a database, or its directory, that may not be written."""
    return DatabaseError(
        f"{path} cannot be written: the file or its directory is read-only",
        code="database-readonly",
        hint=f"make the directory {path.parent} and the file writable, or name another file with --db PATH",
    )


def check_identity(path: Path, *, application_id: int, revision: int, older: bool = False) -> None:
    """Raise `DatabaseError` unless the file is circo's and of this program's schema; `older` takes an older one too."""
    if application_id != APPLICATION_ID:
        raise foreign(path)
    if revision < REVISION and not older:
        raise DatabaseError(
            f"{path} has schema {revision}; this circo needs schema {REVISION}",
            code="database-older",
            hint="circo db upgrade (it writes a verified backup first)",
        )
    if revision > REVISION:
        raise DatabaseError(
            f"{path} was written by a newer circo (schema {revision}; this program knows {REVISION})",
            code="database-newer",
            hint="install the newest circo: pip install --upgrade circo-cli",
        )


def is_full(error: OSError) -> bool:
    """Tell whether `error` is that of a disk, or of what one may have of it, without room."""
    return error.errno in (ENOSPC, EDQUOT, EFBIG)


def full(path: Path) -> DatabaseError:
    """Return the error for a disk without room for what was to be written at `path`."""
    return DatabaseError(
        f"the disk that holds {path} is full; nothing was changed",
        code="disk-full",
        hint="free some space and type the same command again",
    )


def full_of_temporary_files() -> DatabaseError:
    """Return the error for a disk without room for what waits in a file of SQLite's own while it is sorted."""
    return DatabaseError(
        "the disk for temporary files is full; nothing was changed",
        code="disk-full",
        hint="free some space, or let TMPDIR name a directory on another disk, and type the same command again",
    )


def damaged(path: Path, what: object) -> DatabaseError:
    """Return the error for a database that SQLite cannot make sense of."""
    return DatabaseError(
        f"{path} is damaged ({what})",
        code="database-damaged",
        hint="circo db check says more; circo db restore FILE puts a backup back",
    )


def unreadable(path: Path) -> DatabaseError:
    """Return the error for a place that may not be looked at."""
    return DatabaseError(
        f"{path} cannot be opened",
        code="database-unreadable",
        hint="check that it is a file and that you may read and write it, or name another with --db PATH",
    )


def busy(path: Path) -> BusyError:
    """Return the error for a database that another process holds."""
    return BusyError(f"another process is writing to {path}", hint="try again in a moment; nothing was changed")


def translate(error: sqlite3.Error, path: Path) -> CircoError:
    """Return the error of circo's own that says what `error` means for the file at `path`."""
    import sqlite3

    number = getattr(error, "sqlite_errorcode", 0) or 0
    primary = number & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(path)
    unwritten = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE)
    if primary == sqlite3.SQLITE_FULL or number in unwritten:
        return full(path)
    if number == sqlite3.SQLITE_READONLY_DBMOVED:
        return BusyError(f"{path} was replaced just now", hint="type the same command again; nothing was changed")
    if primary == sqlite3.SQLITE_READONLY:
        return readonly(path)
    if primary == sqlite3.SQLITE_NOTADB:
        return foreign(path)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR) or "decode to UTF-8" in str(error):
        return damaged(path, error)
    if str(error).startswith("no such "):  # the revision is right, so a name in the schema was spoilt
        return damaged(path, error)
    if primary in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return unreadable(path)
    raise error
