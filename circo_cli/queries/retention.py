"""What personal data was kept for longer than the configured period, and the command that settles each.

The day that counts is the last on which somebody was dealt with. Of a company: an enrolment (asked, confirmed, ended,
or a session of its Track), a note or when to come back to it, a question or its answer. Of a contact: the same, but
only the enrolments that name the contact or nobody. Where there is none, it is the day on which it was entered.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import StrEnum
from shlex import quote
from sys import intern
from typing import NamedTuple

from circo_cli.queries.removed import Removed, is_known, list_leads, list_removed
from circo_cli.storage.reader import Reader
from circo_cli.storage.things import key_of
from circo_cli.values.keys import number_key
from circo_cli.values.masking import MARK

Days = dict[int, str]
"""The last day of each, by id."""


class Kept(StrEnum):
    """What is kept; ``journal`` is what was removed and only the journal remembers."""

    NOTE = "note"
    CONTACT = "contact"
    COMPANY = "company"
    TRAINER = "trainer"
    LEAD = "lead"
    JOURNAL = "journal"


class KeptRow(NamedTuple):
    """Something that was kept: the last day that anything happened with it, and the command that settles it."""

    kind: Kept
    key: str
    name: str
    last_on: str
    command: str


def kept_since(today: date, months: int) -> str:
    """Return the day `months` before `today`, as text to compare: no 31 April needs to exist."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return f"{max(year, 0):04}-{month + 1:02}-{today.day:02}"


def list_kept(reader: Reader, *, before: str) -> Sequence[KeptRow]:
    """Return what nothing has happened with since `before`, the oldest first; the parts of a company before itself."""
    from circo_cli.storage.long_rows import in_order

    kinds = list(Kept)
    return in_order(
        (row for row in _kept(reader, before=before) if row.last_on < before),
        key=lambda row: (row.last_on, kinds.index(row.kind), row.key, row.name),
        make=lambda values: KeptRow._make(values)._replace(kind=Kept(next(iter(values)))),
    )


def _kept(reader: Reader, *, before: str) -> Iterator[KeptRow]:
    """Yield everything that is kept, in no order; of companies and contacts only what is older than `before`."""
    days = _of_companies(reader)
    enrolled, named = _of_enrolments(reader, days)
    yield from _contacts(reader, days, enrolled, named, before=before)
    removed = list(_removed(reader))
    on_record = {row.key for row in removed}
    gone_along = set()
    for row in _companies(reader, days, enrolled, before=before):
        yield row
        if row.key in on_record:
            gone_along.add(row.key)
    yield from _trainers(reader)
    for lead in list_leads(reader):
        if lead.until is not None:
            command = f"circo hub forget {lead.hub} {quote(lead.name)}"
            yield KeptRow(Kept.LEAD, lead.hub, lead.name, lead.until, command)
    yield from _notes(reader)
    yield from (row for row in removed if row.key not in gone_along)


def _latest(days: Days, number: int, *others: str | None) -> None:
    """Make the day of `number` the latest; of a day that many have, one text is held."""
    days[number] = intern(max(days.get(number, ""), *(day or "" for day in others)))


def _of_companies(reader: Reader) -> Days:
    """Return the last note, question or answer of each company."""
    days: Days = {}
    for query in (
        "SELECT company_id, max(noted_on), max(next_on) FROM company_note GROUP BY company_id",
        "SELECT company_id, max(asked_on), NULL FROM question WHERE company_id IS NOT NULL GROUP BY company_id",
        """SELECT +q.company_id, max(a.answered_on), NULL
             FROM question_answer a CROSS JOIN question q
            WHERE q.id = a.question_id AND q.company_id IS NOT NULL GROUP BY q.company_id""",
    ):
        for number, *found in reader.stream(query):
            _latest(days, number, *found)
    return days


def _of_enrolments(reader: Reader, days: Days) -> tuple[Days, Days]:
    """Return the last day of the enrolments that name contacts, by company and by contact.

    Those that name nobody are everybody's at the company: they go into `days`.
    """
    over = dict(reader.rows("SELECT track_id, max(ends_on) FROM track_session GROUP BY track_id"))
    companies: Days = {}
    contacts: Days = {}
    for contact, company, track, *found in reader.stream(
        """SELECT ec.contact_id, e.company_id, e.track_id, e.invited_on, e.registered_on, e.confirmed_on, e.ended_on
             FROM enrolment e LEFT JOIN enrolment_contact ec ON ec.enrolment_id = e.id""",
    ):
        if contact is None:
            _latest(days, company, *found, over.get(track))
        else:
            _latest(companies, company, *found, over.get(track))
            _latest(contacts, contact, *found, over.get(track))
    return companies, contacts


def _entered(reader: Reader, table: str, wanted: Collection[int]) -> Days:
    """Return the day on which each of the `wanted` rows of `table` was entered, as far as the journal tells."""
    if not wanted:
        return {}
    if table != "company_contact":  # others are things themselves: their images need not be read
        portions = reader.portions(
            """SELECT r.thing_id, c.at FROM change_row r JOIN "change" c ON c.id = r.change_id
                WHERE r.table_name = :table AND r.before IS NULL ORDER BY r.id""",
            {"table": table},
        )
        return {number: intern(at[:10]) for portion in portions for number, at in portion if number in wanted}
    days: dict[int, str] = {}
    found: Days = {}
    condition = "table_name = 'company_contact' AND before IS NULL"
    for change, image in reader.each("change_row", ("change_id", "after"), where=condition):
        number = json.loads(image)["id"]
        if number in wanted:
            if change not in days:
                days[change] = reader.value('SELECT at FROM "change" WHERE id = :id', {"id": change})[:10]
            found[number] = days[change]
    return found


def _companies(reader: Reader, days: Days, enrolled: Days, *, before: str) -> Iterator[KeptRow]:
    query = "SELECT id, key, name FROM company WHERE merged_into_id IS NULL"

    def last(number: int) -> str:
        return max(days.get(number, ""), enrolled.get(number, ""))

    known = ((number, key, name) for number, key, name in reader.stream(query) if key != name or is_known(name))
    entered = _entered(reader, "company", {number for number, *_ in known if not last(number)})
    for number, key, name in reader.stream(query):
        day = last(number) or entered.get(number, "")
        if day < before and (key != name or is_known(name)):
            yield KeptRow(Kept.COMPANY, key, name, day, f"circo company forget {key}")


def _contacts(reader: Reader, days: Days, enrolled: Days, named: Days, *, before: str) -> Iterator[KeptRow]:
    """Yield contacts, and make the days of their companies in `enrolled` as late: who entered one dealt with it."""
    query = "SELECT p.id, c.id, c.key, p.name FROM company_contact p JOIN company c ON c.id = p.company_id"

    def last(number: int, company: int) -> str:
        return max(days.get(company, ""), named.get(number, ""))

    undated = {number for number, company, *_ in reader.stream(query) if not last(number, company)}
    entered = _entered(reader, "company_contact", undated)
    for number, company, key, name in reader.stream(query):
        day = last(number, company) or entered.get(number, "")
        _latest(enrolled, company, day)
        if day < before and is_known(name):
            yield KeptRow(Kept.CONTACT, key, name, day, f"circo contact forget {key} {quote(name)}")


def _trainers(reader: Reader) -> Iterator[KeptRow]:
    """Yield every trainer with the last session of any Track, or the day of the certificate."""
    found = reader.rows(
        """SELECT t.id, t.key, t.name, t.certified_on,
                  (SELECT max(s.ends_on) FROM track_trainer tt JOIN track_session s ON s.track_id = tt.track_id
                    WHERE tt.trainer_id = t.id) FROM trainer t"""
    )
    entered = _entered(reader, "trainer", {number for number, *_ in found})
    for number, key, name, certified_on, last in found:
        if is_known(name):
            day = max(certified_on or "", last or "") or entered.get(number, "")
            yield KeptRow(Kept.TRAINER, key, name, day, f"circo trainer forget {key}")


def _notes(reader: Reader) -> Iterator[KeptRow]:
    for number, name, noted_on, next_on in reader.stream(
        """SELECT n.id, c.name, n.noted_on, n.next_on FROM company_note n JOIN company c ON c.id = n.company_id
            WHERE n.text <> :mark""",
        {"mark": MARK},
    ):
        key = number_key("note", number)
        yield KeptRow(Kept.NOTE, key, name, max(noted_on, next_on or ""), f"circo note remove {key}")


def _removed(reader: Reader) -> Iterator[KeptRow]:
    companies = {row.thing_id: row for row in list_removed(reader, "company")}
    yield from (_gone(row, "company") for row in companies.values())
    yield from (_gone(row, "trainer") for row in list_removed(reader, "trainer"))
    for row in list_removed(reader, "company_contact"):
        if row.thing_id not in companies:
            key, name = key_of(reader, "company", row.thing_id), row.image["name"]
            command = f"circo contact forget {key} {quote(name)}"
            yield KeptRow(Kept.JOURNAL, key, name, row.removed_on, command)


def _gone(row: Removed, noun: str) -> KeptRow:
    key = row.image["key"]
    return KeptRow(Kept.JOURNAL, key, row.image["name"], row.removed_on, f"circo {noun} forget {key}")
