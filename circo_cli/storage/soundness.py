"""What SQLite's own check cannot see: bytes that changed inside a value, which is then no date, moment or image."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from circo_cli.errors import CircoError, DatabaseError
from circo_cli.storage import faults
from circo_cli.storage.checks import check_database
from circo_cli.storage.reader import connect_readonly
from circo_cli.storage.row_changes import key_columns

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def spoilt_values(connection: sqlite3.Connection) -> list[str]:
    """Return the columns (``table.column``) that hold a day or moment that does not exist, or an unreadable image."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    columns = {
        table: [str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")')] for (table,) in names
    }
    return [
        *(
            f"{table}.{name}"
            for table, known in columns.items()
            for name in known
            if (proper := _proper(name)) is not None
            and connection.execute(f'SELECT 1 FROM "{table}" WHERE "{name}" IS NOT {proper} LIMIT 1').fetchone()
        ),
        *dict.fromkeys(_spoilt_images(connection, columns)),
    ]


def _proper(column: str) -> str | None:
    """Return the SQL for what a value of `column` should be, or None where any text will do."""
    if column.endswith("_on"):
        return f'date("{column}")'
    if column == "at" or column.endswith("_at"):
        return f"strftime('{_MOMENT}', \"{column}\")"
    return None


def _spoilt_images(connection: sqlite3.Connection, columns: dict[str, list[str]]) -> Iterator[str]:
    for table, *images in connection.execute('SELECT table_name, "before", "after" FROM change_row'):
        for name, text in zip(("before", "after"), images, strict=True):
            if text is not None and not _is_image(text, columns.get(table, []), key_columns(table)):
                yield f"change_row.{name}"


def _is_image(text: str, columns: list[str], key: tuple[str, ...]) -> bool:
    try:
        image = json.loads(text)
    except ValueError:
        return False
    return isinstance(image, dict) and set(key) <= set(image) <= set(columns)


def find_damage(database: Path) -> DatabaseError | None:
    """Return the error for what is not sound in the file at `database`, None where it is sound or cannot be looked at.

    For who met a fault that a damaged file would explain: it reads everything.
    """
    try:
        broken = [f"{check.check}: {check.detail}" for check in check_database(database) if not check.ok]
        if not broken:
            with closing(connect_readonly(database)) as connection:
                broken = spoilt_values(connection)
    except CircoError:
        return None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        broken = [str(error)]
    return faults.damaged(database, broken[0]) if broken else None
