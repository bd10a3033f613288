"""What belongs to a thing and what refers to it, read from the schema's own foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from sqlalchemy import Table, text
from sqlmodel import Session

from circo_cli.storage.journal import PART_OF
from circo_cli.storage.reader import Reader
from circo_cli.storage.tables import metadata
from circo_cli.storage.things import TABLES, key_of

_NAMED = 5
"""So many keys are named of each kind of thing."""

_FACTS = ("attendance",)
"""Parts that are facts of the field: no thing takes them along when it goes."""


class Reference(NamedTuple):
    """What refers to a thing: things of one noun, how many, and the first keys; or facts about the thing itself."""

    noun: str
    total: int
    keys: list[str]


@cache
def own_rows(noun: str) -> Mapping[str, str]:
    """Return the tables of a thing and its parts, parts last, with the condition on rows of the thing ``:id``."""
    own = {TABLES.get(noun, noun): "id = :id"}
    for table in metadata.sorted_tables:
        if PART_OF.get(table.name, ("",))[0] == noun and table.name not in _FACTS:
            column, target = next(each for each in _foreign_keys(table) if each[1] in own)
            own[table.name] = _among(column, target, own)
    return own


def _among(column: str, target: str, own: Mapping[str, str]) -> str:
    """Return the condition that `column` refers to one of the thing's own rows of `target`."""
    if own[target] == "id = :id":
        return f'"{column}" = :id'
    return f'"{column}" IN (SELECT id FROM "{target}" WHERE {own[target]})'


def delete_thing(session: Session, noun: str, number: int) -> bool:
    """Delete the rows of a thing and of its parts, parts first; tell whether it was there."""
    deleted = 0
    for table, condition in reversed(list(own_rows(noun).items())):
        done = session.connection().execute(text(f'DELETE FROM "{table}" WHERE {condition}'), {"id": number})
        deleted = done.rowcount
    return deleted > 0


def parts_of(reader: Reader, noun: str, number: int) -> dict[str, int]:
    """Return how many rows of each table go with a thing."""
    counts = {
        table: reader.value(f'SELECT count(*) FROM "{table}" WHERE {condition}', {"id": number})
        for table, condition in own_rows(noun).items()
        if condition != "id = :id"
    }
    return {table: count for table, count in counts.items() if count}


def references_to(reader: Reader, noun: str, number: int) -> list[Reference]:
    """Return what refers to a thing or to a part of it, and would be left behind without it."""
    found = []
    for owner, queries in _referring(noun).items():
        union = " UNION ".join(queries)
        values = {"id": number}
        count = reader.value(f"SELECT count(*) FROM ({union})", values)
        if count:
            ids = reader.rows(f"SELECT owner FROM ({union}) ORDER BY owner LIMIT {_NAMED}", values)
            found.append(Reference(owner, count, [key_of(reader, owner, each[0]) for each in ids]))
    return [*found, *_facts_of(reader, noun, number)]


@cache
def _referring(noun: str) -> Mapping[str, list[str]]:
    """Return, per noun that can refer to a `noun`, the queries for the ids of those that do."""
    own = own_rows(noun)
    queries: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        owner, owned_by = PART_OF.get(table.name, (table.name, "{row}.id"))
        for column, target in _foreign_keys(table) if table.name != "change" else ():
            if target in own and (owner != noun or table.name == target):
                queries.setdefault(owner, []).append(
                    f'SELECT DISTINCT {owned_by.format(row="c")} AS owner FROM "{table.name}" c '
                    f"WHERE {_among(column, target, own)}"
                )
    return queries


def _foreign_keys(table: Table) -> Iterator[tuple[str, str]]:
    """Yield column and target of every reference of `table`."""
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        yield key.parent.name, key.column.table.name


def _facts_of(reader: Reader, noun: str, number: int) -> Iterator[Reference]:
    for table in _FACTS:
        if PART_OF[table][0] == noun:
            count = reader.value(f'SELECT count(*) FROM "{table}" WHERE "{noun}_id" = :id', {"id": number})
            if count:
                yield Reference(table, count, [])
