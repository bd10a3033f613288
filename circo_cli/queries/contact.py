"""The people at companies, as a mailing needs them."""

from __future__ import annotations

from circo_cli.errors import NotFoundError
from circo_cli.queries.company import ContactRow
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.text import fold

CONTACTS = Listing(
    row=ContactRow,
    source="company_contact v JOIN company c ON c.id = v.company_id",
    order="c.key, v.name",
    columns={"company": "c.key"},
)

_TAKES_PART = "e.status NOT IN ('declined', 'cancelled')"


def list_contacts(
    reader: Reader,
    *,
    track_id: int | None = None,
    status: str | None = None,
    hub_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[ContactRow]:
    """Return the people who meet every filter given, each once, by company.

    `track_id` and `status` mean who is named for such an enrolment, and everybody at a company whose enrolment names
    nobody; without `status` an enrolment counts unless it was declined or cancelled. `hub_id` is the company's home.
    """
    listing = CONTACTS
    filters = Filters()
    filters.where.append("+c.merged_into_id IS NULL")
    filters.add("c.hub_id = :hub_id", hub_id=hub_id)
    if track_id is None and status is None:
        # Companies first, in the order of their keys: then the first rows of the list need no sorting.
        listing = CONTACTS._replace(source="company c CROSS JOIN company_contact v")
        filters.where.append("v.company_id = c.id")
    else:
        enrolled = _enrolled(filters, track_id, status)
        filters.where.append(
            f"""v.id IN (SELECT ec.contact_id FROM enrolment e JOIN enrolment_contact ec ON ec.enrolment_id = e.id
                          WHERE {enrolled}
                         UNION
                         SELECT p.id FROM enrolment e JOIN company_contact p ON p.company_id = e.company_id
                          WHERE {enrolled}
                            AND NOT EXISTS (SELECT 1 FROM enrolment_contact ec WHERE ec.enrolment_id = e.id))"""
        )
    return listing.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def show_contact(reader: Reader, *, company_id: int, name: str) -> ContactRow:
    """Return the contact `name` of a company; raise `NotFoundError` with the contacts there are."""
    people = CONTACTS.fetch(reader, where=["v.company_id = :id"], values={"id": company_id}, paging=Paging()).rows
    exact = [row for row in people if row.name == name]
    near = [row for row in people if fold(row.name) == fold(name)]
    found = next(iter(exact or near), None)
    if found is None:
        key = reader.value("SELECT key FROM company WHERE id = :id", {"id": company_id})
        names = [row.name for row in people]
        raise NotFoundError(
            f"{key} has no contact '{name}'",
            hint=f"its contacts: {', '.join(names)}" if names else f"circo company contact {key} NAME adds one",
            details=names,
        )
    return found


def companies_without_contact(
    reader: Reader, *, track_id: int | None = None, status: str | None = None, hub_id: int | None = None
) -> list[str]:
    """Return the keys of the companies at which nobody is known, so that `list_contacts` passes them over."""
    filters = Filters()
    enrolled = _enrolled(filters, track_id, status)
    filters.add("c.hub_id = :hub_id", hub_id=hub_id)
    where = " AND ".join([*filters.where, "1 = 1"])
    rows = reader.rows(
        f"""SELECT DISTINCT c.key FROM enrolment e JOIN company c ON c.id = e.company_id
             WHERE {enrolled} AND {where}
               AND NOT EXISTS (SELECT 1 FROM company_contact p WHERE p.company_id = e.company_id) ORDER BY c.key""",
        filters.values,
    )
    return [key for (key,) in rows]


def _enrolled(filters: Filters, track_id: int | None, status: str | None) -> str:
    """Return the condition on an enrolment ``e``, having added its values."""
    conditions = []
    if track_id is not None:
        conditions.append("e.track_id = :track_id")
        filters.values["track_id"] = track_id
    if status is not None:
        conditions.append("e.status = :status")
        filters.values["status"] = status
    else:
        conditions.append(_TAKES_PART)
    return " AND ".join(conditions)
