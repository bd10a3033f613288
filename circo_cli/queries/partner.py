"""Partners as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.text import fold

_NEAR = 80
"""How alike two names are, of 100, when one may be the other with a slip of the keyboard."""


class PartnerRow(NamedTuple):
    """A partner; `hubs` are those in which it has, or had, a role."""

    key: str
    name: str
    kind: str
    website: str | None
    hubs: tuple[str, ...]


PARTNERS = Listing(
    row=PartnerRow,
    source="partner v",
    order="v.key",
    lists={
        "hubs": (
            """SELECT DISTINCT hp.partner_id, h.key FROM hub_partner hp JOIN hub h ON h.id = hp.hub_id
                WHERE {owners} ORDER BY hp.partner_id, h.key""",
            "hp.partner_id",
        )
    },
)


def list_partners(
    reader: Reader,
    *,
    hub_id: int | None = None,
    kind: str | None = None,
    partner_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[PartnerRow]:
    """Return the partners that meet every filter given."""
    filters = Filters()
    filters.add("v.kind = :kind", kind=kind)
    filters.add("v.id = :partner_id", partner_id=partner_id)
    filters.add("EXISTS (SELECT 1 FROM hub_partner x WHERE x.partner_id = v.id AND x.hub_id = :hub_id)", hub_id=hub_id)
    return PARTNERS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def find_partner(reader: Reader, typed: str) -> int | None:
    """Return the id of the partner with exactly this key or name, or None: then it is a new one."""
    wanted = fold(typed)
    for identity, key, name in reader.rows("SELECT id, key, name FROM partner ORDER BY id"):
        if wanted in (key, fold(name)):
            return int(identity)
    return None


def near_partners(reader: Reader, typed: str) -> list[str]:
    """Return the keys of the partners whose name comes nearest to a name that none has."""
    return near_names(
        typed, {key: fold(name) for key, name in reader.rows("SELECT key, name FROM partner ORDER BY key")}
    )


def near_names(typed: str, folded: Mapping[str, str]) -> list[str]:
    """Return the keys of the two whose name, of `folded` ones by key, comes nearest to what was typed."""
    from rapidfuzz import fuzz, process

    found = process.extract(fold(typed), folded, scorer=fuzz.ratio, limit=2, score_cutoff=_NEAR)
    return [match[2] for match in found]
