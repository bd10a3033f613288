"""What was removed and only the journal remembers: still personal data, until it is forgotten."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from circo_cli.errors import NotFoundError
from circo_cli.queries.keys import Found, find
from circo_cli.storage.reader import Reader
from circo_cli.values.masking import MARK
from circo_cli.values.text import fold

FORGOTTEN = "forgotten-"
"""How the name of everybody begins who was forgotten."""


class Removed(NamedTuple):
    """A row that was removed: its owner's id, its last image, and the day on which it went."""

    thing_id: int
    image: dict[str, Any]
    removed_on: str


class Lead(NamedTuple):
    """Who leads a hub, or once led it; `until` is the day on which the name was edited away, or None."""

    hub_id: int
    hub: str
    name: str
    email: str | None
    until: str | None


def find_even_removed(reader: Reader, noun: str, typed: str) -> tuple[Found, bool]:
    """Return the `noun` that `typed` names, and whether it is there; one that was removed only by its whole key.

    Raises `NotFoundError` or `AmbiguousError` as `find` does.
    """
    try:
        return find(reader, noun, typed), True
    except NotFoundError:
        wanted = typed.strip().lower().removeprefix(f"{noun}:")
        for row in reversed(list_removed(reader, noun)):
            if row.image["key"] == wanted:
                return Found(noun, row.thing_id, wanted), False
        raise


def list_removed(reader: Reader, table: str) -> list[Removed]:
    """Return the rows of `table` (company, company_contact or trainer) that were removed and not forgotten since."""
    last: dict[int, Removed] = {}
    for owner, at, text in reader.rows(
        """SELECT r.thing_id, c.at, r.before FROM change_row r JOIN "change" c ON c.id = r.change_id
            WHERE r.table_name = :table AND r.after IS NULL ORDER BY r.id""",
        {"table": table},
    ):
        image = json.loads(text)
        last[image["id"]] = Removed(owner, image, at[:10])
    gone = [row for row in last.values() if is_known(row.image["name"])]
    there = f'SELECT 1 FROM "{table}" WHERE id = :id'  # undone, say
    return [row for row in gone if reader.value(there, {"id": row.image["id"]}) is None]


def removed_contact(reader: Reader, *, company_id: int, name: str) -> str | None:
    """Return the name, as it was written, of a contact who was removed from a company or one merged into it."""
    merged = reader.rows("SELECT id FROM company WHERE merged_into_id = :id", {"id": company_id})
    owners = {company_id, *(number for (number,) in merged)}
    for row in list_removed(reader, "company_contact"):
        if row.thing_id in owners and fold(row.image["name"]) == fold(name):
            return str(row.image["name"])
    return None


def list_leads(reader: Reader, *, hub_id: int | None = None) -> list[Lead]:
    """Return who leads hubs now and who led them before, each once a hub, by hub; of those before, the latest first."""
    values = {"hub": hub_id}
    found: dict[tuple[int, str], Lead] = {}
    present = "SELECT id, key, lead, lead_email FROM hub WHERE (:hub IS NULL OR id = :hub) ORDER BY key"
    for number, key, lead, email in reader.rows(present, values):
        if lead is not None:
            found[number, fold(lead)] = Lead(number, key, lead, email, None)
    for at, before, after in reader.rows(
        """SELECT c.at, r.before, r.after FROM change_row r JOIN "change" c ON c.id = r.change_id
            WHERE r.thing = 'hub' AND r.table_name = 'hub' AND r.before IS NOT NULL
              AND (:hub IS NULL OR r.thing_id = :hub) ORDER BY r.id DESC""",
        values,
    ):
        old, new = json.loads(before), json.loads(after) if after is not None else {}
        lead = old["lead"]
        if lead is not None and new.get("lead") != lead:
            found.setdefault((old["id"], fold(lead)), Lead(old["id"], old["key"], lead, old["lead_email"], at[:10]))
    return sorted((each for each in found.values() if is_known(each.name)), key=lambda each: each.hub)


def find_lead(reader: Reader, hub: Found, name: str) -> Lead:
    """Return the present or former lead `name` of a hub; raise `NotFoundError` with the leads it had."""
    leads = list_leads(reader, hub_id=hub.id)
    for lead in leads:
        if fold(lead.name) == fold(name):
            return lead
    names = [lead.name for lead in leads]
    raise NotFoundError(
        f"{hub.key} never had the lead '{name}'",
        hint=f"it had: {', '.join(names)}" if names else f"circo hub show {hub.key}",
        details=names,
    )


def is_known(name: str) -> bool:
    """Tell whether `name` is somebody's, and not what stands in its place after it was forgotten."""
    return name != MARK and not name.startswith(FORGOTTEN)
