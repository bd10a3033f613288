"""What a database holds, counted and digested: two that have one digest hold the same rows."""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
from collections.abc import Iterator

from circo_cli.storage.schema import DERIVED

_PORTION = 1_000
_FORM = 2
"""The form of `marshal` in which equal rows are equal bytes: later ones remember what was the same object."""


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables, but those that SQLite has no rows of itself."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name")
    return [str(name) for (name,) in found]


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables_of(connection)}


def content_digest(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of every row of every table, in the order of their names and in that in which they are stored.

    The search index and the tallies are left out: they follow from the rest, and can say the same in many ways. A
    million questions take some seconds and no memory to speak of.
    """
    digest = hashlib.sha256()
    factory = connection.text_factory
    names = [name for name in tables_of(connection) if not name.startswith(DERIVED)]
    connection.text_factory = bytes
    try:
        for name in names:
            digest.update(name.encode())
            for portion in _portions(connection, name):
                digest.update(marshal.dumps(portion, _FORM))
    finally:
        connection.text_factory = factory
    return digest.hexdigest()


def _portions(connection: sqlite3.Connection, table: str) -> Iterator[list[tuple[object, ...]]]:
    cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
    while portion := cursor.fetchmany(_PORTION):
        yield portion
