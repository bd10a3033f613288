"""Making a database, and bringing an older one up to date.

Everything happens in one transaction: views and triggers are dropped, migrations run, views, triggers, tallies and the
search index are made anew as they are now, `application_id` and `user_version` are written. Killed anywhere, the file
is as before.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from circo_cli.errors import DatabaseError, RefusedError
from circo_cli.storage import faults
from circo_cli.storage.backup import keep_before
from circo_cli.storage.backup_places import Cause
from circo_cli.storage.files import GROUP, OWNER_ONLY, forget_journal, make_directory
from circo_cli.storage.reader import connect_readonly
from circo_cli.storage.schema import APPLICATION_ID, BUSY_SECONDS, REVISION
from circo_cli.storage.scratch import scratch_in
from circo_cli.storage.search.index import rebuild_index
from circo_cli.storage.tallies import drop_triggers, rebuild_tallies
from circo_cli.storage.views import VIEWS
from circo_cli.values.vocabulary import THEMES


def create_database(path: Path, *, group: bool = False) -> None:
    """Make an empty database at `path`; raise as `new_database` does."""
    with new_database(path, group=group):
        pass


@contextmanager
def new_database(path: Path, *, group: bool = False, keep: bool = True) -> Iterator[Path]:
    """Give a hidden file with an empty database, which stands at `path` after the block, unless it is not to `keep`.

    It has the themes that every network starts from, and appears whole or not at all. New files have mode 0600 and
    directories 0700; with `group` 0660 and 2770. Raises `RefusedError` when a file is there already, `DatabaseError`
    when the place cannot be written.
    """
    try:
        taken = path.exists() or path.is_symlink()
    except OSError as error:
        raise unwritable(path, error) from error
    if taken and not path.exists():
        message, way = faults.leads_nowhere(path)
        raise RefusedError(message, hint=way, code="database-exists")
    if taken:
        raise RefusedError(
            f"there is already a file at {path}",
            code="database-exists",
            hint="circo db info tells what it is; name another file with --db PATH",
        )
    file_mode, directory_mode = GROUP if group else OWNER_ONLY
    try:
        make_directory(path.parent, mode=directory_mode)
        with scratch_in(path.parent, database=path) as scratch:
            scratch.chmod(file_mode)
            migrate(scratch)
            with sqlite3.connect(scratch) as connection:
                connection.executemany("INSERT INTO theme (key, name_nl, name_en) VALUES (?, ?, ?)", THEMES)
            connection.close()
            yield scratch
            if not keep:
                return
            forget_journal(path)
            try:
                os.link(scratch, path)  # unlike a rename, refuses when another process was first
            except FileExistsError as error:
                raise RefusedError(f"there is already a file at {path}", code="database-exists") from error
            except OSError:
                scratch.rename(path)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise faults.translate(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise faults.translate(error, path) from error
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> DatabaseError:
    """Return the error for a place in which no database can be made."""
    return DatabaseError(
        f"{path} cannot be written: {error.strerror}",
        code="database-readonly",
        hint="choose a directory that you may write in, with --db PATH",
    )


def upgrade_database(path: Path, *, moment: str, dry_run: bool = False) -> tuple[int, str | None]:
    """Bring the file at `path` to this program's schema, after a verified backup.

    Returns the schema that it had, and where the backup is (None: there was nothing to do). Raises `DatabaseError` for
    a file that is missing, foreign, damaged or newer.
    """
    with closing(connect_readonly(path, older=True)) as connection:
        before: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if before == REVISION or dry_run:
        return before, None
    kept = keep_before(Cause.UPGRADE, path, moment=moment)
    try:
        migrate(path)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise faults.translate(error.orig, path) from error
        raise
    return before, str(kept)


def migrate(path: Path) -> None:
    """Bring the file at `path` to the newest schema, in one transaction."""
    uri = f"{path.absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        drop_views(connection)
        drop_triggers(driver_connection(connection))
        configuration = Config()
        configuration.set_main_option("script_location", "circo_cli:storage/migrations")
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        for name, query in VIEWS.items():
            connection.exec_driver_sql(f"CREATE VIEW {name} AS{query}")
        rebuild_index(driver_connection(connection))
        rebuild_tallies(driver_connection(connection))
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DatabaseError(
                f"{path} holds rows that refer to nothing ({len(broken)}); it was left as it was",
                code="database-damaged",
                hint="circo db check names them; circo db restore FILE puts a backup back",
            )
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {REVISION}")
    engine.dispose()


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection, in whose transaction `connection` is."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise AssertionError("the driver is sqlite3")
    return found


def drop_views(connection: Connection) -> None:
    """Drop every view, so that tables may be altered."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in names:
        connection.exec_driver_sql('DROP VIEW "{}"'.format(name.replace('"', '""')))
