"""Ids of things that are named by a slug: they never return, so that no history is ever taken for another's.

Their tables have no AUTOINCREMENT; what the journal remembers serves instead.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import event
from sqlmodel import Session

from circo_cli.storage.tables import Company, Hub, Partner, Theme, Track, Trainer

_SLUGGED = (Company, Hub, Partner, Theme, Track, Trainer)


def last_id(connection: sqlite3.Connection, table: str) -> int:
    """Return the highest id that a row of `table` has or ever had."""
    found: int = connection.execute(
        f"""SELECT max(coalesce((SELECT max(id) FROM "{table}"), 0),
                       coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),
                       coalesce((SELECT max(thing_id) FROM change_row WHERE thing = ?), 0))""",
        (table, table),
    ).fetchone()[0]
    return found


def was_used(connection: sqlite3.Connection, table: str, number: int) -> bool:
    """Tell whether a row of `table` has, or ever had, the id `number`."""
    found: int = connection.execute(
        f"""SELECT EXISTS (SELECT 1 FROM "{table}" WHERE id = ?)
                OR EXISTS (SELECT 1 FROM change_row WHERE thing = ? AND thing_id = ?)""",
        (number, table, number),
    ).fetchone()[0]
    return bool(found)


def number_new_things(session: Session, connection: sqlite3.Connection) -> None:
    """Let `session` give every new thing with a slug an id that none had before."""

    @event.listens_for(session, "before_flush")
    def _number(flushed: Session, context: object, instances: object) -> None:
        last: dict[str, int] = {}
        for row in flushed.new:
            if isinstance(row, _SLUGGED) and row.id is None:
                table = str(row.__tablename__)
                last[table] = row.id = last.get(table, last_id(connection, table)) + 1
