"""What the journal tells of a row: before and after, and what all that happened to it in one change comes to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Image = Mapping[str, Any]
"""A row as the journal remembers it: column → value."""

RowName = tuple[Any, ...]
"""The values of a row's primary key."""

PRIMARY_KEYS: Mapping[str, tuple[str, ...]] = {
    "attendance": ("enrolment_id", "session_id"),
    "digest_file": ("digest_id", "path"),
    "digest_item": ("digest_id", "section", "item"),
    "enrolment_contact": ("enrolment_id", "contact_id"),
    "hub_partner_journey": ("hub_partner_id", "journey"),
    "hub_region": ("hub_id", "region"),
    "hub_sector": ("hub_id", "theme_id"),
    "hub_step": ("hub_id", "step"),
    "insight_question": ("insight_id", "question_id"),
    "insight_topic": ("insight_id", "topic"),
    "insight_version": ("insight_id", "version"),
    "question_topic": ("question_id", "topic"),
    "track_hub": ("track_id", "hub_id"),
    "track_trainer": ("track_id", "trainer_id"),
}
"""The primary key of each table that has no ``id``; here once more, so that reading needs no ORM."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of one table: its columns before (None: it was added) and after (None: it was removed)."""

    table: str
    thing: str
    thing_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    def fields(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield name, value before and value after of every column that differs."""
        before, after = self.before or {}, self.after or {}
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                yield name, before.get(name), after.get(name)


def read_row(table: str, thing: str, thing_id: int, before: str | None, after: str | None) -> RowChange:
    """Return a row of the journal with its images read."""
    return RowChange(
        table=table,
        thing=thing,
        thing_id=thing_id,
        before=None if before is None else json.loads(before),
        after=None if after is None else json.loads(after),
    )


def key_columns(table: str) -> tuple[str, ...]:
    """Return the columns of the primary key of `table`."""
    return PRIMARY_KEYS.get(table, ("id",))


def row_name(table: str, image: Image) -> RowName:
    """Return what identifies a row of `table` among its like."""
    return tuple(image[column] for column in key_columns(table))


def net_changes(rows: Iterable[RowChange]) -> list[RowChange]:
    """Return what `rows` of one change come to: each row once, in the order in which it was first touched.

    Removed and added again the same, it was not changed. A row that got another primary key is one that was removed
    and one that was added.
    """
    first: dict[tuple[str, RowName], RowChange] = {}
    after: dict[tuple[str, RowName], dict[str, Any] | None] = {}
    for row in rows:
        for half in _halves(row):
            name = (half.table, row_name(half.table, half.before or half.after or {}))
            first.setdefault(name, half)
            after[name] = half.after
    return [
        RowChange(row.table, row.thing, row.thing_id, row.before, after[name])
        for name, row in first.items()
        if row.before != after[name]
    ]


def _halves(row: RowChange) -> Iterator[RowChange]:
    """Yield `row`, or where its primary key changed, the row that went and the row that came."""
    if row.before is None or row.after is None or row_name(row.table, row.before) == row_name(row.table, row.after):
        yield row
    else:
        yield RowChange(row.table, row.thing, row.thing_id, row.before, None)
        yield RowChange(row.table, row.thing, row.thing_id, None, row.after)
