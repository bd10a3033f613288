"""Ids of things that are named by a slug: they never return, so that no history is ever taken for another's.

Their tables have no AUTOINCREMENT; what the journal remembers serves instead.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy import event
from sqlmodel import Session

from circo_cli.storage.journal import PART_OF
from circo_cli.storage.tables import Company, Hub, Partner, Theme, Track, Trainer
from circo_cli.storage.things import TABLES

_SLUGGED = (Company, Hub, Partner, Theme, Track, Trainer)


def last_id(connection: sqlite3.Connection, noun: str) -> int:
    """Return the highest id that a `noun` has or ever had."""
    table = TABLES.get(noun, noun)
    found: int = connection.execute(
        f"""SELECT max(coalesce((SELECT max(id) FROM "{table}"), 0),
                       coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),
                       coalesce((SELECT max(thing_id) FROM change_row WHERE thing = ?), 0))""",
        (table, noun),
    ).fetchone()[0]
    return found


def was_used(connection: sqlite3.Connection, noun: str, number: int) -> bool:
    """Tell whether a `noun` has, or ever had, the id `number`."""
    table = TABLES.get(noun, noun)
    journalled = "thing = :noun AND thing_id = :number"
    if table in PART_OF:  # its history is that of another thing
        journalled = "table_name = :table AND json_extract(coalesce(after, before), '$.id') = :number"
    found: int = connection.execute(
        f"""SELECT EXISTS (SELECT 1 FROM "{table}" WHERE id = :number)
                OR EXISTS (SELECT 1 FROM change_row WHERE {journalled})""",
        {"noun": noun, "table": table, "number": number},
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
