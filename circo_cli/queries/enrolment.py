"""Enrolments as they are read."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.money import euros


class EnrolmentRow(NamedTuple):
    """A company's place in a Track; `aid` is in euros, `attended` and `sessions` are numbers of sessions."""

    key: str
    track: str
    company: str
    status: str
    people: int
    contacts: tuple[str, ...]
    waitlisted_at: str | None
    waitlist_position: int | None
    invited_on: str | None
    registered_on: str | None
    confirmed_on: str | None
    ended_on: str | None
    attended: int
    sessions: int
    score: int | None
    outcome: str | None
    proposition: str | None
    aid: float | int | None
    reason: str | None


ENROLMENTS = Listing(
    row=EnrolmentRow,
    source="enrolment_overview v",
    order="v.id",
    columns={"key": "v.id", "aid": "v.aid_cents"},
    lists={
        "contacts": (
            """SELECT ec.enrolment_id, c.name FROM enrolment_contact ec JOIN company_contact c ON c.id = ec.contact_id
                WHERE {owners} ORDER BY ec.position""",
            "ec.enrolment_id",
        )
    },
    converted={"key": lambda number: number_key("enrolment", number), "aid": euros},
)


def list_enrolments(
    reader: Reader,
    *,
    track_id: int | None = None,
    company_id: int | None = None,
    status: str | None = None,
    hub_id: int | None = None,
    enrolment_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[EnrolmentRow]:
    """Return the enrolments that meet every filter given; `hub_id` is any hub that organises the Track."""
    filters = Filters()
    filters.add("v.track_id = :track_id", track_id=track_id)
    filters.add("v.company_id = :company_id", company_id=company_id)
    filters.add("v.status = :status", status=status)
    filters.add("v.id = :enrolment_id", enrolment_id=enrolment_id)
    filters.add(
        "v.track_id IN (SELECT th.track_id FROM track_hub th WHERE th.hub_id = :hub_id)",
        hub_id=hub_id,
    )
    return ENROLMENTS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


DE_MINIMIS_CENTS = 300_000_00
"""What one company may receive in three rolling years, in hundredths of a euro (Regulation (EU) 2023/2831)."""

_GRANTED_ON = """coalesce((SELECT min(s.starts_on) FROM track_session s WHERE s.track_id = e.track_id),
                          e.registered_on, e.invited_on)"""


def aid_around(reader: Reader, enrolment_id: int) -> tuple[int, str]:
    """Return the most aid, in cents, that the company of an enrolment has in any three years, and the company's key."""
    rows = reader.rows(
        f"""SELECT {_GRANTED_ON}, e.aid_cents, c.key FROM enrolment e JOIN company c ON c.id = e.company_id
             WHERE e.aid_cents > 0 AND e.company_id = (SELECT company_id FROM enrolment WHERE id = :id) ORDER BY 1""",
        {"id": enrolment_id},
    )
    grants = [(day or "", cents) for day, cents, _ in rows]
    most = 0
    for last, _ in grants:
        since = f"{int(last[:4]) - 3:04}{last[4:]}" if last else ""
        most = max(most, sum(cents for day, cents in grants if since < day <= last or day == last))
    return most, rows[0][2] if rows else ""
