"""Taking a change back: every row that it touched becomes what it was before, if nothing was built on it since.

It works on the journal's images of rows alone, inside the transaction of another change, whose triggers journal it in
turn. So an undo can be taken back like anything else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from sqlalchemy import Table, UniqueConstraint

from circo_cli.storage.journal import image, owner_of, row_changes
from circo_cli.storage.row_changes import Image, RowChange, RowName, key_columns, net_changes, read_row, row_name
from circo_cli.storage.scrubbing import OWN
from circo_cli.storage.tables import metadata

_COUNTED = {"track_session": ("sequence",), "cancelled_session": ("id", "sequence")}
"""Columns that only ever count on: an undo does not turn them back, and is not in the way of another."""

_PORTION = 500
"""So many ids stand in one query."""


class Why(Enum):
    """What stands in the way of taking a row back."""

    CHANGED = "changed"
    """The row itself is not what the change had left."""

    REFERS = "refers"
    """Another row, which would stay, refers to what would go."""

    GONE = "gone"
    """The row would refer to another, which has gone."""

    TAKEN = "taken"
    """Another row has what may only be there once: a key, a KvK number, a place on a waiting list."""

    FULL = "full"
    """A Track would have more seats taken than it has: a rule of the field, and so for others to see, like the rest."""

    OVER = "over"
    """An enrolment would be alive in a Track that has ended."""

    CLOSED = "closed"
    """A Track would come back to a closed hub."""

    OVERLAP = "overlap"
    """A Track would have two sessions at once."""

    CLASH = "clash"
    """A trainer would be at two places at once."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: a row of a thing or of its parts, and the later changes that touched it."""

    why: Why
    thing: str
    thing_id: int
    changes: tuple[int, ...]


def take_back(connection: sqlite3.Connection, change_id: int) -> tuple[list[RowChange], list[Obstacle]]:
    """Make every row that the change touched what it was before; return each, now and then, and what forbids it.

    Where there are obstacles, rows may be half taken back: the caller rolls back. Foreign keys are held again at the
    end of the transaction, numbers stay used.
    """
    touched = net_changes(row_changes(connection, change_id))
    present = [_present(connection, row) for row in touched]
    obstacles = [
        _obstacle(connection, change_id, Why.CHANGED, row.table, now or row.after or row.before or {})
        for row, now in zip(touched, present, strict=True)
        if not _as_left(row, now)
    ]
    if obstacles:
        return [], obstacles
    # Columns that are younger than the journal's image of a row keep what they hold now.
    back = [
        RowChange(
            row.table, row.thing, row.thing_id, now, None if row.before is None else {**(now or {}), **row.before}
        )
        for row, now in zip(touched, present, strict=True)
    ]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    try:
        _put_back(connection, back)
    except sqlite3.IntegrityError:
        taken = list(_taken(connection, change_id, back))
        if not taken:
            raise
        return [], taken
    return back, [*_referring(connection, change_id, back), *_parentless(connection, change_id, back)]


def erased_since(connection: sqlite3.Connection, change_id: int, *, commands: Sequence[str]) -> int | None:
    """Return the last later change of one of `commands`, which erase, that emptied a row of the change, or None."""
    places = ", ".join("?" * len(commands))
    erasing = connection.execute(
        f"""SELECT id FROM "change" WHERE id > ? AND id <> (SELECT id FROM current_change) AND command IN ({places})
             ORDER BY id DESC""",
        (change_id, *commands),
    ).fetchall()
    if not erasing:
        return None
    touched = {_named(row) for row in row_changes(connection, change_id) if row.table in OWN}
    for (number,) in erasing:
        if any(row.table in OWN and _named(row) in touched for row in row_changes(connection, number)):
            return int(number)
    return None


def _named(row: RowChange) -> tuple[str, RowName]:
    return row.table, row_name(row.table, row.after or row.before or {})


def _present(connection: sqlite3.Connection, row: RowChange) -> dict[str, Any] | None:
    """Return the row as it is now, in the words of the journal."""
    columns = key_columns(row.table)
    name = row_name(row.table, row.after or row.before or {})
    found = _rows(connection, row.table, _equal(columns), name)
    return found[0] if found else None


def _rows(connection: sqlite3.Connection, table: str, condition: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the rows of `table` that meet `condition`, in the words of the journal."""
    found = connection.execute(f'SELECT {image(table, "r")} FROM "{table}" r WHERE {condition}', values)
    return [json.loads(row[0]) for row in found.fetchall()]


def _as_left(row: RowChange, now: dict[str, Any] | None) -> bool:
    """Tell whether a row is what the change had left, as far as that knew its columns."""
    if row.after is None or now is None:
        return row.after is now
    return all(
        name in now and now[name] == value
        for name, value in row.after.items()
        if name not in _COUNTED.get(row.table, ())
    )


def _put_back(connection: sqlite3.Connection, back: Sequence[RowChange]) -> None:
    """Remove what came, put back what went, and change again what was changed."""
    stayed = [row for row in back if row.before is not None and row.after is not None]
    went = [row for row in back if row.before is None]
    _remove(connection, (row for row in back if row.after is None))
    connection.execute("SAVEPOINT stayed")
    try:
        _change(connection, stayed)
    except sqlite3.IntegrityError:
        # Rows that swapped what may be there once come back only when all of them have been away.
        connection.execute("ROLLBACK TO stayed")
        _remove(connection, stayed)
        went = [row for row in back if row.after is not None]
    connection.execute("RELEASE stayed")
    _restore(connection, went)


def _by_table(rows: Iterable[RowChange], *, children_first: bool = False) -> Iterator[tuple[str, list[RowChange]]]:
    order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
    ordered = sorted(rows, key=lambda row: order[row.table], reverse=children_first)
    for table, group in groupby(ordered, key=lambda row: row.table):
        yield table, list(group)


def _remove(connection: sqlite3.Connection, rows: Iterable[RowChange]) -> None:
    for table, gone in _by_table(rows, children_first=True):
        connection.executemany(
            f'DELETE FROM "{table}" WHERE {_equal(key_columns(table))}',
            [row_name(table, row.before or {}) for row in gone],
        )


def _change(connection: sqlite3.Connection, rows: Iterable[RowChange]) -> None:
    """Give rows their values back, and only those that differ: a reference that stays need not be looked up."""
    for table, changed in _by_table(rows):
        where = _equal(key_columns(table))
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row in changed:
            fields = list(row.fields())
            values = (*(after for _, _, after in fields), *row_name(table, row.after or {}))
            alike.setdefault(tuple(name for name, _, _ in fields), []).append(values)
        for columns, values_of_rows in alike.items():
            if columns:
                assigned = ", ".join(f'"{name}" = ?' for name in columns)
                connection.executemany(f'UPDATE "{table}" SET {assigned} WHERE {where}', values_of_rows)


def _restore(connection: sqlite3.Connection, rows: Iterable[RowChange]) -> None:
    for table, back in _by_table(rows):
        # An image from before an upgrade has fewer columns than one from after it.
        for columns, alike in groupby((row.after or {} for row in back), key=tuple):
            names = ", ".join(f'"{name}"' for name in columns)
            places = ", ".join("?" * len(columns))
            connection.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})', [tuple(each.values()) for each in alike]
            )


def _taken(connection: sqlite3.Connection, change_id: int, back: Sequence[RowChange]) -> Iterator[Obstacle]:
    """Yield what holds the place of a row that is to come back."""
    own = {(row.table, row_name(row.table, row.after)) for row in back if row.after is not None}
    for row in back:
        if row.after is None:
            continue
        for condition, values in _unique_conditions(connection, metadata.tables[row.table], row.after):
            for holder in _rows(connection, row.table, condition, values):
                if (row.table, row_name(row.table, holder)) not in own:
                    yield _obstacle(connection, change_id, Why.TAKEN, row.table, holder)


def _unique_conditions(
    connection: sqlite3.Connection, table: Table, row: dict[str, Any]
) -> Iterator[tuple[str, list[Any]]]:
    """Yield, for each rule of `table` that something is there once, the condition on rows like `row`."""
    key = key_columns(table.name)
    yield _equal(key), [row[name] for name in key]
    rules = [
        ([f'"{column.name}"' for column in rule.columns], "1 = 1")
        for rule in table.constraints
        if isinstance(rule, UniqueConstraint)
    ]
    for index in table.indexes:
        if index.unique:
            only = index.dialect_options["sqlite"]["where"]
            rules.append(([_sql(each) for each in index.expressions], "1 = 1" if only is None else str(only)))
    columns = ", ".join(f'? AS "{name}"' for name in row)
    for parts, where in rules:
        selected = ", ".join(parts)
        own = connection.execute(f"SELECT {selected} FROM (SELECT {columns}) WHERE {where}", tuple(row.values()))
        values = own.fetchone()
        if values is not None:
            yield f"{' AND '.join(f'{part} = ?' for part in parts)} AND {where}", list(values)


def _sql(expression: Any) -> str:
    return f'"{expression.name}"' if hasattr(expression, "name") else str(expression)


def _referring(connection: sqlite3.Connection, change_id: int, back: Sequence[RowChange]) -> Iterator[Obstacle]:
    """Yield the rows that would refer to what is no longer there."""
    came = {(row.table, row_name(row.table, row.after)) for row in back if row.after is not None}
    for table, rows in _by_table(row for row in back if row.before is not None):
        names = [row_name(table, row.before or {}) for row in rows]
        gone = [name[0] for name in names if (table, name) not in came]
        for child, column in _references_to(table) if gone else ():
            for numbers in _portions(gone):
                places = ", ".join("?" * len(numbers))
                for row in _rows(connection, child, f'"{column}" IN ({places})', numbers):
                    yield _obstacle(connection, change_id, Why.REFERS, child, row)


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _PORTION):
        yield numbers[start : start + _PORTION]


def _references_to(table: str) -> list[tuple[str, str]]:
    """Return table and column of what refers to rows of `table` by their id."""
    return [
        (child.name, key.parent.name)
        for child in metadata.sorted_tables
        for key in child.foreign_keys
        if key.column.table.name == table and child.name != "change"
    ]


def _parentless(connection: sqlite3.Connection, change_id: int, back: Sequence[RowChange]) -> Iterator[Obstacle]:
    """Yield what rows that came back refer to, and is no longer there."""
    wanted: dict[tuple[str, int], None] = {}
    for row in back:
        for key in metadata.tables[row.table].foreign_keys if row.after is not None else ():
            number = (row.after or {}).get(key.parent.name)
            if number is not None:
                wanted[key.column.table.name, number] = None
    for table, number in wanted:
        if connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (number,)).fetchone() is None:
            yield _obstacle(connection, change_id, Why.GONE, table, {"id": number})


def _obstacle(connection: sqlite3.Connection, change_id: int, why: Why, table: str, row: Image) -> Obstacle:
    """Return the obstacle that a row of `table` is, with the changes since `change_id` that made it one."""
    thing, thing_id = owner_of(connection, table, row)
    name = row_name(table, row)
    later = [
        number
        for number, changed in later_rows(connection, since=change_id, thing=thing, thing_id=thing_id)
        if changed.table == table
        and name in (row_name(table, each) for each in (changed.before, changed.after) if each is not None)
    ]
    return Obstacle(why, thing, thing_id, tuple(dict.fromkeys(later)))


def later_rows(
    connection: sqlite3.Connection, *, since: int, thing: str, thing_id: int | None = None, counting: bool = True
) -> list[tuple[int, RowChange]]:
    """Return what changes after `since` did to a thing, or to all of its kind, with their numbers, the first first.

    What was undone does not count, nor do the undo and redo of what was itself done later (without `counting` they are
    returned too: an undo may have given a seat to somebody else); the change that is being made does not either.
    """
    which = "r.thing = :thing AND r.thing_id = :thing_id" if thing_id is not None else "+r.thing = :thing"
    counted = """c.undone_by_id IS NULL
               AND (c.kind NOT IN ('undo', 'redo')
                    OR NOT EXISTS (SELECT 1 FROM "change" t WHERE t.undone_by_id = c.id AND t.id > :since))"""
    found = connection.execute(
        f"""SELECT r.change_id, r.table_name, r.thing, r.thing_id, r.before, r.after
              FROM change_row r JOIN "change" c ON c.id = r.change_id
             WHERE {which} AND r.change_id > :since AND r.change_id <> (SELECT id FROM current_change)
               AND {counted if counting else "1 = 1"}
             ORDER BY r.id""",
        {"thing": thing, "thing_id": thing_id, "since": since},
    )
    return [(number, read_row(*row)) for number, *row in found.fetchall()]


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f'"{name}" = ?' for name in columns)
