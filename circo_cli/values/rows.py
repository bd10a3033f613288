"""Rows as they are read: frozen tuples with named fields, and lists inside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Nested:
    """A list inside a thing, as `show` prints it: each row has the `fields`."""

    # No tuple, for that is a value which is a list of texts; no dataclass, whose making takes every command 1 ms.

    __slots__ = ("fields", "rows")

    def __init__(self, fields: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
        """Hold `rows` of the values of `fields`."""
        self.fields = fields
        self.rows = rows


def fields_of(row: Any) -> tuple[str, ...]:
    """Return the field names of a row or row type; a trailing ``_`` only keeps off Python's keywords."""
    return tuple(name.rstrip("_") for name in row._fields)


def nested(row_type: Any, rows: Sequence[Sequence[Any]]) -> Nested:
    """Return `rows` of `row_type` as a list inside a thing."""
    return Nested(fields_of(row_type), rows)
