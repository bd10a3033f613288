"""What personal data was kept for longer than the configured period, and the command that settles each.

The day that counts is the last on which somebody was dealt with. Of a company: an enrolment (asked, confirmed, ended,
or a session of its Track), a note or when to come back to it, a question or its answer. Of a contact: the same, but
only the enrolments that name the contact or nobody. Where there is none, it is the day on which it was entered.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from shlex import quote
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


def list_kept(reader: Reader, *, before: str) -> list[KeptRow]:
    """Return what nothing has happened with since `before`, the oldest first; the parts of a company before itself."""
    companies = _of_companies(reader)
    enrolled, named = _of_enrolments(reader)
    contacts = _contacts(reader, companies, named)
    for contact in contacts:
        _latest(enrolled, contact.company, contact.last_on)  # whoever entered a contact dealt with the company
    found = [
        *_companies(reader, companies, enrolled, before=before),
        *(each.row() for each in contacts if each.last_on < before and is_known(each.name)),
        *_trainers(reader),
        *(
            KeptRow(Kept.LEAD, each.hub, each.name, each.until, f"circo hub forget {each.hub} {quote(each.name)}")
            for each in list_leads(reader)
            if each.until is not None
        ),
        *_notes(reader),
        *_removed(reader),
    ]
    kinds = list(Kept)
    due = [row for row in found if row.last_on < before]
    gone_along = {row.key for row in due if row.kind is Kept.COMPANY}
    due = [row for row in due if row.kind is not Kept.JOURNAL or row.key not in gone_along]
    return sorted(due, key=lambda row: (row.last_on, kinds.index(row.kind), row.key, row.name))


def _latest(days: Days, number: int, *others: str | None) -> None:
    days[number] = max(days.get(number, ""), *(day or "" for day in others))


def _of_companies(reader: Reader) -> Days:
    """Return the last note, question or answer of each company."""
    days: Days = {}
    for query in (
        "SELECT company_id, max(noted_on), max(next_on) FROM company_note GROUP BY company_id",
        # The sign keeps off the index: a million rows in its order are a million leaps through the file.
        "SELECT +company_id, max(asked_on), NULL FROM question WHERE +company_id IS NOT NULL GROUP BY +company_id",
        """SELECT +q.company_id, max(a.answered_on), NULL
             FROM question_answer a CROSS JOIN question q
            WHERE q.id = a.question_id AND +q.company_id IS NOT NULL GROUP BY +q.company_id""",
    ):
        for number, *found in reader.rows(query):
            _latest(days, number, *found)
    return days


def _of_enrolments(reader: Reader) -> tuple[Days, Days]:
    """Return the last day of any enrolment by company, and by contact."""
    people = defaultdict(list)
    for number, contact in reader.rows("SELECT enrolment_id, contact_id FROM enrolment_contact"):
        people[number].append(contact)
    colleagues = defaultdict(list)
    for contact, company in reader.rows("SELECT id, company_id FROM company_contact"):
        colleagues[company].append(contact)
    over = dict(reader.rows("SELECT track_id, max(ends_on) FROM track_session GROUP BY track_id"))
    companies: Days = {}
    contacts: Days = {}
    for number, company, track, *days in reader.rows(
        "SELECT id, company_id, track_id, invited_on, registered_on, confirmed_on, ended_on FROM enrolment"
    ):
        _latest(companies, company, *days, over.get(track))
        for contact in people.get(number) or colleagues[company]:
            _latest(contacts, contact, *days, over.get(track))
    return companies, contacts


def _entered(reader: Reader, table: str, wanted: Collection[int]) -> Days:
    """Return the day on which each of the `wanted` rows of `table` was entered, as far as the journal tells."""
    if not wanted:
        return {}
    if table != "company_contact":  # others are things themselves: their images need not be read
        rows = reader.rows(
            """SELECT r.thing_id, c.at FROM change_row r JOIN "change" c ON c.id = r.change_id
                WHERE r.table_name = :table AND r.before IS NULL ORDER BY r.id""",
            {"table": table},
        )
        return {number: at[:10] for number, at in rows}
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
    found = [
        (number, key, name, max(days.get(number, ""), enrolled.get(number, "")))
        for number, key, name in reader.rows("SELECT id, key, name FROM company WHERE merged_into_id IS NULL")
        if key != name or is_known(name)
    ]
    entered = _entered(reader, "company", {number for number, *_, last in found if not last})
    for number, key, name, last in found:
        day = last or entered.get(number, "")
        if day < before:
            yield KeptRow(Kept.COMPANY, key, name, day, f"circo company forget {key}")


class _Contact(NamedTuple):
    """A contact with the id of the company: of a hundred thousand, few are told of."""

    company: int
    key: str
    name: str
    last_on: str

    def row(self) -> KeptRow:
        command = f"circo contact forget {self.key} {quote(self.name)}"
        return KeptRow(Kept.CONTACT, self.key, self.name, self.last_on, command)


def _contacts(reader: Reader, days: Days, named: Days) -> list[_Contact]:
    """Return every contact."""
    found = [
        (number, company, key, name, max(days.get(company, ""), named.get(number, "")))
        for number, company, key, name in reader.rows(
            "SELECT p.id, c.id, c.key, p.name FROM company_contact p JOIN company c ON c.id = p.company_id"
        )
    ]
    entered = _entered(reader, "company_contact", {number for number, *_, last in found if not last})
    return [_Contact(company, key, name, last or entered.get(number, "")) for number, company, key, name, last in found]


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
    for number, name, noted_on, next_on in reader.rows(
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
