"""What a database holds, for comparing: before and after an undo, a merge, a removal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from circo_cli.storage.schema import DERIVED

_JOURNAL = ("change", "change_row", "sqlite_sequence")
_COUNTS_ON = ("cancelled_session",)
"""What calendar programs are told only ever counts on, also when something is taken back."""

Content = dict[str, list[tuple[object, ...]]]


def content(path: Path) -> Content:
    """Return all rows of all tables of the field, in an order of their own; foreign keys hold.

    What follows from them says the same in other rows; `db check --deep` holds it against the tables.
    """
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {
            name: sorted(
                # the last column of a session is its `sequence`, which counts on too
                [row[:-1] if name == "track_session" else row for row in connection.execute(f'SELECT * FROM "{name}"')],
                key=repr,
            )
            for name in tables
            if name not in (*_JOURNAL, *_COUNTS_ON) and not name.startswith(DERIVED)
        }


def shown(path: Path) -> Content:
    """Return all that `content` does, and what is made of it: the rows of every view, and the search index's words."""
    with closing(sqlite3.connect(path)) as connection:
        views = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        made = {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in views}
        made["search_document"] = sorted(connection.execute("SELECT * FROM search_document"))
    return content(path) | made


def stored(path: Path) -> Content:
    """Return every row of every table with its journal, its numbers and its index: what a file holds, to the letter."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables}


def changes(path: Path) -> list[str]:
    """Return the keys of all changes, the first first."""
    with closing(sqlite3.connect(path)) as connection:
        return [f"C{row[0]}" for row in connection.execute('SELECT id FROM "change" ORDER BY id')]
