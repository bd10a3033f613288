"""The way through for writing: one command is one ``BEGIN IMMEDIATE`` transaction with its journal.

SQLAlchemy's begin is emitted by us (the driver is in autocommit), so that a write takes its lock at once and
DDL rolls back too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from circo_cli.errors import RefusedError
from circo_cli.storage import faults, journal
from circo_cli.storage.backup import keep_before
from circo_cli.storage.backup_places import Cause
from circo_cli.storage.erasure import finish_pending
from circo_cli.storage.files import leave_wal
from circo_cli.storage.numbering import number_new_things
from circo_cli.storage.reader import Reader, connect_readonly
from circo_cli.storage.row_changes import RowChange, net_changes
from circo_cli.storage.schema import BUSY_SECONDS
from circo_cli.storage.search.index import refresh

_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "secure_delete = ON",  # what is erased is overwritten
    "cache_spill = OFF",  # a large write takes no exclusive lock before it commits
    "temp_store = MEMORY",  # nothing personal in temporary files
    "cell_size_check = ON",  # damage shows before a write can spread it
)


_READ = 5_000
"""So many rows of a change are read again at its end; whoever writes more has compared them with what was there."""


def make_engine(path: Path, *, dry_run: bool = False) -> Engine:
    """Return an engine that opens the existing file at `path` for writing, one connection at a time.

    With `dry_run` the file keeps every byte, and so a write-ahead log that another program gave it.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: sqlite3.Connection, record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not dry_run:
            leave_wal(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


class Change:
    """A change that is being made: the session to write with, and a reader that sees what was written."""

    def __init__(self, session: Session, *, number: int, connection: sqlite3.Connection, path: Path) -> None:
        """Hold the open change `number` of `session`."""
        self.session = session
        self.number = number
        self.summary: str | None = None
        self.told = False
        """Whether the command itself says in words what would change."""
        self.erases = False
        """Whether it erases: it counts also where it leaves no row of its own, but took names out of the journal."""
        self.written: list[RowChange] = []
        """What it came to, at its end; of a large change only what its first rows came to."""
        self.rows = 0
        """How many changes of rows it took."""
        self.kept: Path | None = None
        """The backup of what was there before, where one was asked for."""
        self._connection = connection
        self._path = path

    @property
    def reader(self) -> Reader:
        """Return a reader over the present state, uncommitted writes included."""
        self.session.flush()
        return Reader(self._connection, self._path)

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection itself, for writes in bulk."""
        self.session.flush()
        return self._connection


@contextmanager
def open_change(
    path: Path,
    *,
    at: str,
    actor: str,
    command: str,
    kind: str = "change",
    dry_run: bool = False,
    keeping: Cause | None = None,
) -> Iterator[Change]:
    """Give a `Change`; the block's end commits it, an error or `dry_run` rolls it back.

    A block that wrote nothing but what was there already leaves no change behind. With `keeping`, a backup of what was
    there before is made just before the change is committed, or the change is not. Raises `DatabaseError`, `BusyError`,
    or `RefusedError` where the schema's own rules say no.
    """
    if dry_run:
        connect_readonly(path).close()
    else:
        finish_pending(path)
    engine = make_engine(path, dry_run=dry_run)
    try:
        with Session(engine, autoflush=True) as session:
            connection = session.connection().connection.driver_connection
            if not isinstance(connection, sqlite3.Connection):
                raise AssertionError("the driver is sqlite3")
            number = journal.start(connection, at=at, actor=actor, command=command, kind=kind)
            number_new_things(session, connection)
            change = Change(session, number=number, connection=connection, path=path)
            yield change
            session.flush()
            change.rows = journal.count_rows(connection, number)
            change.written = net_changes(journal.row_changes(connection, number, most=_READ))
            if dry_run or not (change.written or change.erases):
                session.rollback()
            else:
                refresh(connection, journal.touched(connection, number))
                journal.finish(connection, number, summary=change.summary or command)
                if keeping is not None:  # another connection sees what there was, and no other process can change it
                    change.kept = keep_before(keeping, path, moment=at)
                session.commit()
    except IntegrityError as error:
        raise RefusedError(
            f"the database's own rules refuse this: {error.orig}",
            code="constraint",
            hint="nothing was changed; if you typed nothing unusual, this is a fault in circo",
        ) from error
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise faults.translate(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise faults.translate(error, path) from error
    finally:
        engine.dispose()
