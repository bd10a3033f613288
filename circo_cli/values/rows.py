"""Rows as they are read: frozen tuples with named fields, and lists inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Nested:
    """A list inside a thing, as `show` prints it: each row has the `fields`."""

    fields: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def fields_of(row: Any) -> tuple[str, ...]:
    """Return the field names of a row or row type; a trailing ``_`` only keeps off Python's keywords."""
    return tuple(name.rstrip("_") for name in row._fields)


def nested(row_type: Any, rows: Sequence[Sequence[Any]]) -> Nested:
    """Return `rows` of `row_type` as a list inside a thing."""
    return Nested(fields_of(row_type), rows)
