"""The journal as it is read: changes, and the history of one thing field by field."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from circo_cli.queries.keys import SLUGGED, Found
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.storage.row_changes import net_changes, read_row
from circo_cli.storage.things import key_of
from circo_cli.values.keys import NUMBERED, number_key

UNTOLD = frozenset({"id", "position", "sequence", "uid", "waitlist_rank"})
"""Columns that mean nothing to people."""


class ChangeRow(NamedTuple):
    """A change: one command that wrote."""

    key: str
    at: str
    actor: str
    command: str
    summary: str
    undone_by: str | None


class FieldChange(NamedTuple):
    """A field of a thing before and after a change."""

    key: str
    at: str
    actor: str
    command: str
    field: str
    before: Any
    after: Any


def _change_key(number: int | None) -> str | None:
    return None if number is None else number_key("change", number)


CHANGES = Listing(
    row=ChangeRow,
    source='"change" v',
    order="v.id DESC",
    columns={"key": "v.id", "undone_by": "v.undone_by_id"},
    converted={"key": _change_key, "undone_by": _change_key},
)


def list_changes(
    reader: Reader,
    *,
    actor: str | None = None,
    since: str | None = None,
    change_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[ChangeRow]:
    """Return changes, the latest first; `since` is a moment."""
    filters = Filters()
    filters.add("v.actor = :actor", actor=actor)
    filters.add("v.at >= :since", since=since)
    filters.add("v.id = :change_id", change_id=change_id)
    return CHANGES.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def history_of(
    reader: Reader, found: Found, *, actor: str | None = None, since: str | None = None
) -> list[FieldChange]:
    """Return every field of a thing that ever changed, the earliest first; of a change, every field it touched."""
    filters = Filters()
    if found.noun == "change":
        filters.add("r.change_id = :id", id=found.id)
    elif found.noun == "note":
        filters.add(
            "r.thing = 'company' AND r.thing_id = :owner AND r.table_name = 'company_note'",
            owner=_owner_of_note(reader, found.id),
        )
    else:
        filters.add("r.thing = :thing AND r.thing_id = :id", thing=found.noun, id=found.id)
    filters.add("c.actor = :actor", actor=actor)
    filters.add("c.at >= :since", since=since)
    rows = reader.rows(
        f"""SELECT c.id, c.at, c.actor, c.command, r.table_name, r.thing, r.thing_id, r.before, r.after
              FROM change_row r JOIN "change" c ON c.id = r.change_id
             WHERE {" AND ".join(filters.where)} ORDER BY r.id""",
        filters.values,
    )
    changes = []
    for (number, at, by, command), group in groupby(rows, key=lambda row: row[:4]):
        for row in net_changes(read_row(*each[4:]) for each in group):
            if found.noun == "note" and found.id not in ((row.before or {}).get("id"), (row.after or {}).get("id")):
                continue
            for name, old, new in row.fields():
                if name not in UNTOLD:
                    field = name if row.table == row.thing else f"{row.table}.{name}"
                    old, new = named(reader, row.table, name, old), named(reader, row.table, name, new)
                    changes.append(
                        FieldChange(number_key("change", number), at, by, command, field.removesuffix("_id"), old, new)
                    )
    return changes


def _owner_of_note(reader: Reader, note_id: int) -> int | None:
    owner: int | None = reader.value("SELECT company_id FROM company_note WHERE id = :id", {"id": note_id})
    return owner


_PARTS = {
    "contact": "SELECT name FROM company_contact WHERE id = :id",
    "session": "SELECT starts_on FROM track_session WHERE id = :id",
}
"""What has no key of its own: how it is called instead."""


def named(reader: Reader, table: str, column: str, value: Any) -> Any:
    """Return the key of the thing that a `column` of `table` refers to, where the value is its id.

    A contact is called by its name and a session by its day, as long as they are there.
    """
    noun = column.removesuffix("_id")
    if value is None or noun == column:
        return value
    if noun in _PARTS:
        found = reader.value(_PARTS[noun], {"id": value})
        return value if found is None else found
    noun = {"merged_into": table, "referred_partner": "partner"}.get(noun, noun)
    return key_of(reader, noun, value) if noun in (*NUMBERED, *SLUGGED) else value
