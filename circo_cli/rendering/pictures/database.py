"""The database on one screen: where it is, how large, when it was backed up, and how much is in it."""

from __future__ import annotations

from typing import Any

from circo_cli.rendering.table import card
from circo_cli.values.rows import Nested
from circo_cli.values.text import counted


def draw_database(thing: dict[str, Any], *, width: int, color: bool) -> str:
    """Return what is known of the database, its tables counted and not named."""
    tables = thing["tables"].rows
    rows = sum(number for _, number in tables)
    told = f"{counted(len(tables), 'table', 'tables')} with {rows:,} rows in all; -v names them"
    pairs = [(name, value) for name, value in thing.items() if not isinstance(value, Nested)]
    return card([*pairs, ("tables", told)], width, color)
