"""Companies as they are read: lists, one company whole, its contacts and notes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from circo_cli.queries.counting import NOT_FORGOTTEN
from circo_cli.queries.keys import find
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import slugify
from circo_cli.values.money import euros
from circo_cli.values.rows import nested
from circo_cli.values.vocabulary import UNANSWERED

QUIET_DAYS = 90
"""Days after a completed Track without a note or a question in which a company may be left in peace."""


class CompanyRow(NamedTuple):
    """A company; `tracks` are seats, `aid_three_years` is in euros, `next_on` is that of the latest note."""

    key: str
    name: str
    kvk: str | None
    kind: str
    sector: str | None
    chain_role: str | None
    journey: str | None
    city: str | None
    postcode: str | None
    region: str | None
    country: str
    hub: str | None
    website: str | None
    contacts: int
    tracks: int
    open_questions: int
    last_note_on: str | None
    next_on: str | None
    aid_three_years: float | int


class ContactRow(NamedTuple):
    """A person at a company."""

    company: str
    name: str
    email: str | None
    phone: str | None
    role: str | None


_WAITING = ", ".join(f"'{status}'" for status in UNANSWERED)

_AID = """coalesce((SELECT sum(e.aid_cents) FROM enrolment e
    WHERE e.company_id = v.id AND e.aid_cents > 0
      AND coalesce((SELECT min(s.starts_on) FROM track_session s WHERE s.track_id = e.track_id),
                   e.registered_on, e.invited_on) > :aid_after
      AND coalesce((SELECT min(s.starts_on) FROM track_session s WHERE s.track_id = e.track_id),
                   e.registered_on, e.invited_on) <= :today), 0)"""

FOLLOW_UP_DUE = f"""({NOT_FORGOTTEN.format(row="v")} AND (v.next_on <= :today OR EXISTS (
    SELECT 1 FROM (
        SELECT coalesce((SELECT max(s.ends_on) FROM track_session s WHERE s.track_id = e.track_id),
                        e.ended_on) AS until_on
          FROM enrolment e WHERE e.company_id = v.id AND +e.status = 'completed') done
     WHERE done.until_on <= :quiet_since
       AND NOT EXISTS (SELECT 1 FROM company_note n WHERE n.company_id = v.id AND n.noted_on >= done.until_on)
       AND NOT EXISTS (SELECT 1 FROM question q WHERE q.company_id = v.id AND q.asked_on >= done.until_on))))"""
"""The condition on a company ``v`` that a follow-up is due; its values are those of `today_values`.

The plus keeps SQLite from the index of the status: a third of all enrolments are completed.
"""

_LAST_QUIET = """SELECT e.company_id, max(coalesce(x.ends_on, e.ended_on)) AS until_on
         FROM enrolment e LEFT JOIN (SELECT s.track_id, max(s.ends_on) AS ends_on FROM track_session s
                                      GROUP BY s.track_id) x ON x.track_id = e.track_id
        WHERE e.status = 'completed' AND coalesce(x.ends_on, e.ended_on) <= :quiet_since
        GROUP BY e.company_id"""

FOLLOW_UPS_DUE = f"""({NOT_FORGOTTEN.format(row="v")} AND v.id IN (
    SELECT d.company_id FROM ({_LAST_QUIET}) d
     WHERE NOT EXISTS (SELECT 1 FROM company_note n WHERE n.company_id = d.company_id AND n.noted_on >= d.until_on)
       AND NOT EXISTS (SELECT 1 FROM question q WHERE q.company_id = d.company_id AND q.asked_on >= d.until_on)
     UNION
    SELECT d.company_id FROM company_note d
     WHERE d.next_on <= :today
       AND (SELECT n.next_on FROM company_note n WHERE n.company_id = d.company_id
             ORDER BY n.noted_on DESC, n.id DESC LIMIT 1) <= :today))"""
"""The same condition as `FOLLOW_UP_DUE`, for counting all companies: each table is read once, not for every company.

Of a company's Tracks the last that ended long enough ago tells: if nothing came after an earlier one, nothing did
after it. A test holds the two equal.
"""

COMPANIES = Listing(
    row=CompanyRow,
    source="company_overview v",
    order="v.key",
    indexed=frozenset(("name",)),
    columns={"aid_three_years": _AID},
    converted={"aid_three_years": euros},
    counted={
        "open_questions": (
            f"""LEFT JOIN (SELECT q.company_id, count(*) AS questions FROM question q
                            WHERE q.status IN ({_WAITING}) GROUP BY q.company_id) waiting
                ON waiting.company_id = v.id""",
            "coalesce(waiting.questions, 0)",
        )
    },
)


def today_values(today: date) -> dict[str, str]:
    """Return the values of the conditions that depend on today."""
    return {
        "today": today.isoformat(),
        # Dates compare as text, so that no 29 February needs to exist three years before.
        "aid_after": f"{today.year - 3:04}{today.isoformat()[4:]}",
        "quiet_since": (today - timedelta(days=QUIET_DAYS)).isoformat(),
    }


def list_companies(
    reader: Reader,
    *,
    today: date,
    hub_id: int | None = None,
    kind: str | None = None,
    sector: str | None = None,
    region: str | None = None,
    chain_role: str | None = None,
    journey: str | None = None,
    track_id: int | None = None,
    follow_up_due: bool = False,
    company_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[CompanyRow]:
    """Return the companies that meet every filter given; merged ones are not among them, unless `company_id` is one.

    `region` is a province, a range of postcodes or a country; `sector` a theme by any of its names, or free text;
    `track_id` a Track that the company has a place in, or waits or was invited for.
    """
    filters = Filters()
    filters.values.update(today_values(today))
    if company_id is None:
        # The plus keeps SQLite from that index: nearly all companies have no such number.
        filters.where.append("+v.merged_into_id IS NULL")
    filters.add("v.id = :company_id", company_id=company_id)
    filters.add("v.hub_id = :hub_id", hub_id=hub_id)
    filters.add("v.kind = :kind", kind=kind)
    filters.add("v.chain_role = :chain_role", chain_role=chain_role)
    filters.add("v.journey = :journey", journey=journey)
    filters.add(
        """v.id IN (SELECT e.company_id FROM enrolment e
            WHERE e.track_id = :track_id AND e.status NOT IN ('declined', 'cancelled'))""",
        track_id=track_id,
    )
    if sector is not None:
        from circo_cli.queries.theme import names_of_themes, sector_names

        names = {f"sector{place}": name for place, name in enumerate(sector_names(names_of_themes(reader), sector))}
        filters.add(f"lower(v.sector) IN ({', '.join(f'lower(:{name})' for name in names)})", **names)
    if region is not None:
        _add_region(filters, region)
    due = FOLLOW_UP_DUE if follow_up_due else None
    listing = COMPANIES if track_id is None else COMPANIES._replace(counted={})  # few are counted one by one
    return listing.fetch(reader, where=filters.where, values=filters.values, paging=paging, dear=due)


def _add_region(filters: Filters, region: str) -> None:
    first, separator, last = region.partition("-")
    if separator and first.isdecimal():
        # A tilde comes after every letter of a postcode.
        filters.add("v.country = 'NL' AND v.postcode BETWEEN :first AND :last", first=first, last=f"{last}~")
    elif region.isupper():
        filters.add("v.country = :country", country=region)
    else:
        filters.add("v.region = :region", region=region)


def show_company(reader: Reader, company_id: int, *, today: date) -> tuple[CompanyRow, dict[str, object]]:
    """Return a company and what `show` adds: contacts, enrolments, questions, notes."""
    from circo_cli.queries.enrolment import EnrolmentRow, list_enrolments  # a list can do without these
    from circo_cli.queries.note import NoteRow, notes_of_company
    from circo_cli.queries.question import QuestionRow, list_questions

    row = list_companies(reader, today=today, company_id=company_id).rows[0]
    return row, {
        "contact_list": nested(ContactRow, contacts_of_company(reader, company_id)),
        "enrolments": nested(EnrolmentRow, list_enrolments(reader, company_id=company_id).rows),
        "questions": nested(QuestionRow, list_questions(reader, company_id=company_id, today=today).rows),
        "notes": nested(NoteRow, notes_of_company(reader, company_id)),
    }


def is_follow_up_due(reader: Reader, company_id: int, *, today: date) -> bool:
    """Tell whether a follow-up with a company is due."""
    return bool(list_companies(reader, today=today, company_id=company_id, follow_up_due=True).rows)


def company_as_typed(reader: Reader, typed: str) -> int:
    """Return the id of the company that `typed` names: itself, even where it was merged and its key leads to another.

    Raises what `find` raises.
    """
    found = find(reader, "company", typed)
    beginning = slugify(typed.partition(":")[2] if typed.lower().startswith("company:") else typed)
    merged = reader.rows(
        """SELECT id, key FROM company WHERE key >= :key AND key < :end AND merged_into_id IS NOT NULL
            ORDER BY key LIMIT 1""",
        {"key": beginning, "end": f"{beginning}~"},
    )
    if merged and (merged[0][1] == beginning or not found.key.startswith(beginning)):
        return int(merged[0][0])
    return found.id


def contacts_of_company(reader: Reader, company_id: int) -> list[ContactRow]:
    """Return the people at a company, in the order in which they were added."""
    rows = reader.rows(
        """SELECT c.key, p.name, p.email, p.phone, p.role FROM company_contact p JOIN company c ON c.id = p.company_id
            WHERE p.company_id = :company ORDER BY p.id""",
        {"company": company_id},
    )
    return [ContactRow(*row) for row in rows]
