"""The way through for reading: a read-only connection and the standard library, nothing of the ORM.

`sqlite3` is loaded when a file is opened: help and completion name this module and open none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circo_cli.storage import faults
from circo_cli.storage.schema import BUSY_SECONDS

if TYPE_CHECKING:
    import sqlite3

Values = Mapping[str, Any]

_PORTION = 10_000
"""So many rows of a whole table are held at a time."""


class Reader:
    """Asks questions of a database. Every answer is fetched before one prints, so that no cursor is open by then."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Read through `connection`; `path` is for messages."""
        self._connection = connection
        self.path = path

    def rows(self, sql: str, values: Values | None = None) -> list[tuple[Any, ...]]:
        """Return all rows of the query."""
        with self._translated():
            return self._connection.execute(sql, values or {}).fetchall()

    def portions(
        self, sql: str, values: Values | None = None, *, size: int = _PORTION
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of the query, `size` at a time: at least one portion, and the last may be shorter."""
        with self._translated():
            cursor = self._connection.execute(sql, values or {})
            portion = cursor.fetchmany(size)
        while True:
            yield portion
            if len(portion) < size:
                return
            with self._translated():
                portion = cursor.fetchmany(size)
            if not portion:
                return

    def stream(self, sql: str, values: Values | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the query one by one, of which a portion is held at a time."""
        for portion in self.portions(sql, values):
            yield from portion

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL and not self._connection.total_changes:
                raise faults.full_of_temporary_files() from error
            raise faults.translate(error, self.path) from error
        except UnicodeDecodeError as error:  # in SQLite's own message, from a schema with flipped bytes
            raise faults.damaged(self.path, "its schema is not text") from error

    def each(
        self, table: str, columns: Sequence[str], *, where: str = "1 = 1", values: Values | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Yield `columns` of the rows of `table` in the order in which they are stored, a portion at a time."""
        named = ", ".join(f'"{column}"' for column in columns)
        last = 0
        while portion := self.rows(
            f"""SELECT rowid, {named} FROM "{table}" WHERE rowid > :last_row AND {where}
                 ORDER BY rowid LIMIT {_PORTION}""",
            {**(values or {}), "last_row": last},
        ):
            yield from (row[1:] for row in portion)
            last = portion[-1][0]

    def row(self, sql: str, values: Values | None = None) -> tuple[Any, ...] | None:
        """Return the first row of the query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def value(self, sql: str, values: Values | None = None) -> Any:
        """Return the first column of the first row, or None."""
        found = self.row(sql, values)
        return found[0] if found else None


def connect_readonly(path: Path, *, older: bool = False, patience: float | None = None) -> sqlite3.Connection:
    """Open the file at `path` for reading, recovering first what a killed writer left half done.

    `older` takes an older schema too; `patience` is how many seconds another process may hold it, where that is
    less than usual. Raises `DatabaseError` when there is no file, it is not circo's, or has another
    schema.
    """
    import sqlite3

    try:
        present = path.exists()
    except OSError as error:  # a directory on the way may not be entered
        raise faults.unreadable(path) from error
    if not present:
        raise faults.missing(path)
    if not path.is_file():  # opening a pipe would wait for ever
        raise faults.no_file(path)
    uri = path.absolute().as_uri()
    connection: sqlite3.Connection | None = None
    try:
        connection = _open(f"{uri}?mode=ro", patience)
        try:
            revision = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
            connection.close()
            _recover(uri)
            connection = _open(f"{uri}?mode=ro", patience)
            revision = connection.execute("PRAGMA user_version").fetchone()[0]
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        faults.check_identity(path, application_id=application_id, revision=revision, older=older)
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise faults.translate(error, path) from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


@contextmanager
def open_reader(path: Path, *, patience: float | None = None) -> Iterator[Reader]:
    """Give a `Reader` over one consistent state of the file at `path`; `patience` as in `connect_readonly`."""
    import sqlite3

    connection = connect_readonly(path, patience=patience)
    try:
        try:
            connection.execute("BEGIN")
        except sqlite3.Error as error:  # a damaged schema shows at the first statement
            raise faults.translate(error, path) from error
        yield Reader(connection, path)
    finally:
        connection.close()


def _open(uri: str, patience: float | None = None) -> sqlite3.Connection:
    import sqlite3

    wait = BUSY_SECONDS if patience is None else patience
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)


def _recover(uri: str) -> None:
    """Let SQLite roll back what a killed writer left: a read-only connection may not."""
    connection = _open(f"{uri}?mode=rw")
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
