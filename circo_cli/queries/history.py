"""The journal as it is read: changes, and the history of one thing field by field."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from circo_cli.queries.keys import SLUGGED, Found
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, number_key


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
        filters.add("r.table_name = 'company_note' AND r.thing_id = :owner", owner=_owner_of_note(reader, found.id))
    else:
        filters.add("r.thing = :thing AND r.thing_id = :id", thing=found.noun, id=found.id)
    filters.add("c.actor = :actor", actor=actor)
    filters.add("c.at >= :since", since=since)
    rows = reader.rows(
        f"""SELECT c.id, c.at, c.actor, c.command, r.table_name, r.thing, r.before, r.after FROM change_row r
              JOIN "change" c ON c.id = r.change_id WHERE {" AND ".join(filters.where)} ORDER BY r.id""",
        filters.values,
    )
    changes = []
    for number, at, actor_name, command, table, thing, before_json, after_json in rows:
        before, after = json.loads(before_json or "{}"), json.loads(after_json or "{}")
        if found.noun == "note" and found.id not in (before.get("id"), after.get("id")):
            continue
        for name in dict.fromkeys([*before, *after]):
            old, new = before.get(name), after.get(name)
            if old != new and name != "id":
                field = name if table == thing else f"{table}.{name}"
                old, new = _named(reader, name, old), _named(reader, name, new)
                changes.append(
                    FieldChange(
                        number_key("change", number), at, actor_name, command, field.removesuffix("_id"), old, new
                    )
                )
    return changes


def _owner_of_note(reader: Reader, note_id: int) -> int | None:
    owner: int | None = reader.value("SELECT company_id FROM company_note WHERE id = :id", {"id": note_id})
    return owner


def _named(reader: Reader, column: str, value: Any) -> Any:
    """Return the key of the thing that a column refers to, where the value is its id."""
    noun = column.removesuffix("_id")
    if value is None or noun == column:
        return value
    noun = {"merged_into": "", "referred_partner": "partner"}.get(noun, noun)
    if noun in NUMBERED:
        return number_key(noun, value)
    if noun in SLUGGED:
        return reader.value(f"SELECT key FROM {noun} WHERE id = :id", {"id": value}) or value
    return value
