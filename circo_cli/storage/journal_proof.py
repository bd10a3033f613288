"""Whether the journal is complete: what it last saw of every row is what stands there, and no number comes again.

Rows of which it knows nothing came with a whole network or with a new database, before there was anything to remember.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from circo_cli.storage.contents import tables_of
from circo_cli.storage.row_changes import PRIMARY_KEYS, Image, RowName, key_columns, row_name

_Named = tuple[str, RowName]
"""A row: its table, and the values of its primary key."""

_ENOUGH = 10


def numbers_behind(connection: sqlite3.Connection) -> list[str]:
    """Return the tables whose next number is one that was given already."""
    present = set(tables_of(connection))
    counters = connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    return [
        name
        for name, last in counters
        if name in present and (connection.execute(f'SELECT max(id) FROM "{name}"').fetchone()[0] or 0) > last
    ]


def rows_unlike_journal(connection: sqlite3.Connection) -> list[str]:
    """Return some of the rows that are not as the journal last saw them: nothing where it is complete.

    It goes through the journal thing by thing, so that no more than what happened to one is held at a time. A row that
    moved from one thing to another is told of in both, and so is looked for anew when the first does not agree.
    """
    rows = _Rows(connection)
    doubtful = {name: seen for name, seen in _last_seen_by_thing(connection) if not rows.agrees(name, seen)}
    if not doubtful:
        return []
    for name, seen in _seen(connection, "id"):
        if name in doubtful:
            doubtful[name] = seen
    wrong = [name for name, seen in doubtful.items() if not rows.agrees(name, seen)]
    return [f"{table} {'/'.join(map(str, key))}" for table, key in wrong[:_ENOUGH]]


def _last_seen_by_thing(connection: sqlite3.Connection) -> Iterator[tuple[_Named, Image | None]]:
    for _, entries in groupby(_entries(connection, "thing, thing_id, id"), key=lambda entry: entry[:2]):
        last: dict[_Named, Image | None] = {}
        for entry in entries:
            last.update(_read(*entry[2:]))
        yield from last.items()


def _seen(connection: sqlite3.Connection, order: str) -> Iterator[tuple[_Named, Image | None]]:
    for entry in _entries(connection, order):
        yield from _read(*entry[2:])


def _entries(connection: sqlite3.Connection, order: str) -> Iterator[tuple[Any, ...]]:
    return connection.execute(f"SELECT thing, thing_id, id, table_name, before, after FROM change_row ORDER BY {order}")


def _read(number: int, *entry: Any) -> list[tuple[_Named, Image | None]]:
    """Return what the entry `number` tells; one that cannot be read is itself what should not be there."""
    try:
        return list(_told(*entry))
    except (ValueError, KeyError, TypeError):
        return [(("change_row", (number,)), None)]


def _told(table: str, before: str | None, after: str | None) -> Iterator[tuple[_Named, Image | None]]:
    """Yield what an entry tells: the row as it became, and before that, where its name may be another, that it went."""
    new = None if after is None else json.loads(after)
    if before is not None and (after is None or table in PRIMARY_KEYS):
        yield (table, row_name(table, json.loads(before))), None
    if new is not None:
        yield (table, row_name(table, new)), new


class _Rows:
    """The rows as they are, one at a time, in the words of the journal."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._queries: dict[str, str] = {}

    def agrees(self, named: _Named, seen: Image | None) -> bool:
        """Tell whether a row is as it was `seen`, as far as that knew its columns; None: it went."""
        table, name = named
        found = self._connection.execute(self._query(table), name).fetchone()
        if found is None or seen is None:
            return (found is None) is (seen is None)
        try:
            row = json.loads(found[0])
        except ValueError:
            return False
        return all(column in row and row[column] == value for column, value in seen.items())

    def _query(self, table: str) -> str:
        if table not in self._queries:
            columns = [row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')]
            image = ", ".join(f"'{column}', \"{column}\"" for column in columns)
            where = " AND ".join(f'"{column}" = ?' for column in key_columns(table))
            self._queries[table] = f'SELECT json_object({image}) FROM "{table}" WHERE {where}'
        return self._queries[table]
