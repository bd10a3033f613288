"""Everything that is known of one person: where he or she stands, what hangs on it, and where texts say the name.

A person is a name, whole and folded, or an e-mail address. Several people of one name cannot be told apart by what
they wrote, only by where they stand: all of them are returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from shlex import quote
from typing import Any, NamedTuple

from circo_cli.errors import NotFoundError
from circo_cli.queries.history import ChangeRow, list_changes
from circo_cli.queries.listing import held
from circo_cli.queries.mentions import Mention, Trace, list_mentions, list_traces
from circo_cli.queries.note import NOTES, NoteRow
from circo_cli.queries.removed import is_known, list_leads, list_removed
from circo_cli.storage.reader import Reader
from circo_cli.storage.things import key_of
from circo_cli.values.keys import number_key
from circo_cli.values.masking import Erased, Mask
from circo_cli.values.rows import Nested, nested
from circo_cli.values.text import fold

_NEAREST = 3
_NEAR = 70

_WRITERS = (
    ("question", "owner"),
    ("question_answer", "author"),
    ("company_note", "author"),
    ("insight_comment", "author"),
    ("insight_version", "author"),
    ("hub_stage", "actor"),
    ("change", "actor"),
)
"""Columns that hold nothing but the name of who did something."""


class Standing(StrEnum):
    """As what somebody is known."""

    CONTACT = "contact"
    TRAINER = "trainer"
    LEAD = "lead"
    COMPANY = "company"


class Record(NamedTuple):
    """Where a person stands: `key` is the company, trainer or hub; `until` the day on which that ended, or None."""

    kind: Standing
    key: str
    name: str
    email: str | None
    phone: str | None
    role: str | None
    until: str | None
    command: str


class Place(NamedTuple):
    """An enrolment that names the person; `attended` and `sessions` are numbers of sessions."""

    key: str
    track: str
    company: str
    contact: str
    status: str
    people: int
    registered_on: str | None
    ended_on: str | None
    attended: int
    sessions: int


class Present(NamedTuple):
    """A session at which people of such an enrolment were counted."""

    enrolment: str
    track: str
    on: str
    people: int


class Taught(NamedTuple):
    """A Track that the person gives."""

    key: str
    title: str
    status: str
    starts_on: str | None
    ends_on: str | None


class Owned(NamedTuple):
    """A question that the person looks after."""

    key: str
    text: str
    company: str | None
    status: str
    asked_on: str


class Written(NamedTuple):
    """An answer (`key` is its question), or a comment or a version (`key` is the insight), by the person."""

    key: str
    text: str
    by: str
    on: str


class Decided(NamedTuple):
    """A change of a hub's stage by the person."""

    hub: str
    stage: str
    entered_on: str
    reason: str | None
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """What is known of a person, in sections."""

    names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    sections: dict[str, Nested]
    own: tuple[tuple[int, Record], ...] = ()
    """The `records`, each with the id of its row: of a contact, a trainer, a hub or a company."""

    @property
    def records(self) -> Nested:
        """Return where the person stands."""
        return self.sections["records"]


def find_person(reader: Reader, typed: str) -> Person:
    """Return everything that is known of the person with the name or the e-mail address `typed`.

    Raises `NotFoundError` with the nearest names.
    """
    wanted = fold(typed)
    names = {wanted}
    if "@" in typed:
        names |= {fold(each.name) for each in _standings(reader) if fold(each.email or "") == wanted}
    own = [
        (each.number, each.record())
        for each in _standings(reader)
        if fold(each.name) in names or (each.email is not None and fold(each.email) == wanted)
    ]
    spelt = {
        place: [
            name
            for (name,) in reader.rows(f'SELECT DISTINCT "{place[1]}" FROM "{place[0]}" WHERE "{place[1]}" IS NOT NULL')
            if fold(name) in names
        ]
        for place in _WRITERS
    }
    called = tuple(
        dict.fromkeys([*(each.name for _, each in own), *(name for each in spelt.values() for name in each)])
    )
    emails = tuple(dict.fromkeys(each.email for _, each in own if each.email is not None))
    phones = tuple(dict.fromkeys(each.phone for _, each in own if each.phone is not None))
    mask = Mask(
        [
            Erased(typed, "email" if "@" in typed else "name"),
            *(Erased(text, "name") for text in called),
            *(Erased(text, "email") for text in emails),
            *(Erased(text, "phone") for text in phones),
        ]
    )
    contacts = [number for number, each in own if each.kind is Standing.CONTACT and each.until is None]
    trainers = [number for number, each in own if each.kind is Standing.TRAINER and each.until is None]
    sections = {
        "records": nested(Record, [each for _, each in own]),
        "enrolments": nested(Place, _places(reader, contacts)),
        "attendance": nested(Present, _attendance(reader, contacts)),
        "tracks": nested(Taught, _tracks(reader, trainers)),
        "questions": nested(Owned, _questions(reader, spelt["question", "owner"])),
        "answers": nested(Written, _written(reader, "question_answer", spelt["question_answer", "author"])),
        "notes": nested(NoteRow, _notes(reader, spelt["company_note", "author"])),
        "comments": nested(Written, _written(reader, "insight_comment", spelt["insight_comment", "author"])),
        "insights": nested(Written, _written(reader, "insight_version", spelt["insight_version", "author"])),
        "stages": nested(Decided, _stages(reader, spelt["hub_stage", "actor"])),
        "changes": nested(
            ChangeRow, [r for name in spelt["change", "actor"] for r in list_changes(reader, actor=name).rows]
        ),
        "mentions": nested(Mention, list_mentions(reader, mask)),
        "journal": nested(Trace, list_traces(reader, mask, known={wanted, *names})),
    }
    if not any(section.rows for section in sections.values()) or not (called or _is_whole(typed)):
        raise _unknown(reader, typed)
    return Person(called, emails, phones, sections, tuple(own))


def _is_whole(typed: str) -> bool:
    """Tell whether `typed` can be somebody whom only texts name: one word is a first name, and that of many."""
    return len(typed.split()) > 1 or "@" in typed


class _Standing(NamedTuple):
    """A `Record` without its command, and the id of its row: of a hundred thousand, few are asked for."""

    number: int
    kind: Standing
    key: str
    name: str
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    until: str | None = None

    def record(self) -> Record:
        """Return it with the command that erases it."""
        named = f" {quote(self.name)}" if self.kind in (Standing.CONTACT, Standing.LEAD) else ""
        noun = "hub" if self.kind is Standing.LEAD else self.kind.value
        return Record(*self[1:], f"circo {noun} forget {self.key}{named}")


def _standings(reader: Reader) -> Iterator[_Standing]:
    """Yield everybody who stands, or stood, somewhere."""
    for number, *found in reader.stream(
        """SELECT p.id, c.key, p.name, p.email, p.phone, p.role FROM company_contact p
             JOIN company c ON c.id = p.company_id ORDER BY c.key, p.id"""
    ):
        yield _Standing(number, Standing.CONTACT, *found)
    for gone in list_removed(reader, "company_contact"):
        company = key_of(reader, "company", gone.thing_id)
        columns = {column: gone.image[column] for column in ("name", "email", "phone", "role")}
        yield _Standing(gone.image["id"], Standing.CONTACT, company, **columns, until=gone.removed_on)
    for number, *found in reader.rows("SELECT id, key, name, email FROM trainer ORDER BY key"):
        yield _Standing(number, Standing.TRAINER, *found)
    for gone in list_removed(reader, "trainer"):
        columns = {column: gone.image[column] for column in ("key", "name", "email")}
        yield _Standing(gone.thing_id, Standing.TRAINER, **columns, until=gone.removed_on)
    for lead in list_leads(reader):
        yield _Standing(lead.hub_id, Standing.LEAD, lead.hub, lead.name, lead.email, until=lead.until)
    for number, *found in reader.stream("SELECT id, key, name FROM company ORDER BY key"):
        yield _Standing(number, Standing.COMPANY, *found)


def _in(numbers: Iterable[int]) -> str:
    return f"IN ({', '.join(str(int(number)) for number in numbers)})"


def _by(names: list[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition that a column is one of `names`, and its values."""
    values = {f"name{place}": name for place, name in enumerate(names)}
    return f"IN ({', '.join(f':{name}' for name in values)})", values


def _places(reader: Reader, contacts: list[int]) -> list[Place]:
    rows = reader.rows(
        f"""SELECT v.id, v.track, v.company, p.name, v.status, v.people, v.registered_on, v.ended_on, v.attended,
                   v.sessions
              FROM enrolment_contact ec JOIN enrolment_overview v ON v.id = ec.enrolment_id
              JOIN company_contact p ON p.id = ec.contact_id
             WHERE ec.contact_id {_in(contacts)} ORDER BY v.id, p.id"""
    )
    return [Place(number_key("enrolment", number), *row) for number, *row in rows]


def _attendance(reader: Reader, contacts: list[int]) -> list[Present]:
    rows = reader.rows(
        f"""SELECT DISTINCT a.enrolment_id, t.key, s.starts_on, a.people, s.id
              FROM enrolment_contact ec JOIN attendance a ON a.enrolment_id = ec.enrolment_id
              JOIN track_session s ON s.id = a.session_id JOIN track t ON t.id = s.track_id
             WHERE ec.contact_id {_in(contacts)} ORDER BY a.enrolment_id, s.starts_on, s.id"""
    )
    return [Present(number_key("enrolment", number), *row) for number, *row, _ in rows]


def _tracks(reader: Reader, trainers: list[int]) -> list[Taught]:
    rows = reader.rows(
        f"""SELECT DISTINCT v.key, v.title, v.status, v.starts_on, v.ends_on
              FROM track_trainer tt JOIN track_overview v ON v.id = tt.track_id
             WHERE tt.trainer_id {_in(trainers)} ORDER BY v.key"""
    )
    return [Taught(*row) for row in rows]


def _questions(reader: Reader, names: list[str]) -> Sequence[Owned]:
    condition, values = _by(names)
    portions = reader.portions(
        f"""SELECT q.id, q.text, c.key, q.status, q.asked_on FROM question q LEFT JOIN company c ON c.id = q.company_id
             WHERE q.owner {condition} ORDER BY q.id""",
        values,
    )
    return held(
        ([Owned(number_key("question", number), *row) for number, *row in each] for each in portions), Owned._make
    )


_WHAT = {
    "question_answer": ("question", "question_id, text, author, answered_on", "id"),
    "insight_comment": ("insight", "insight_id, text, author, commented_at", "id"),
    "insight_version": ("insight", "insight_id, title, author, published_on", "insight_id, version"),
}
"""Table → the noun that it is part of, the columns of `Written`, and their order."""


def _written(reader: Reader, table: str, names: list[str]) -> Sequence[Written]:
    noun, columns, order = _WHAT[table]
    condition, values = _by(names)
    portions = reader.portions(f"SELECT {columns} FROM {table} WHERE author {condition} ORDER BY {order}", values)
    return held(
        ([Written(number_key(noun, number), *row) for number, *row in each] for each in portions), Written._make
    )


def _notes(reader: Reader, names: list[str]) -> Sequence[NoteRow]:
    condition, values = _by(names)
    return NOTES.fetch(reader, where=[f"v.author {condition}"], values=values).rows


def _stages(reader: Reader, names: list[str]) -> list[Decided]:
    condition, values = _by(names)
    rows = reader.rows(
        f"""SELECT h.key, s.stage, s.entered_on, s.reason, s.actor FROM hub_stage s JOIN hub h ON h.id = s.hub_id
             WHERE s.actor {condition} ORDER BY s.id""",
        values,
    )
    return [Decided(*row) for row in rows]


def _unknown(reader: Reader, typed: str) -> NotFoundError:
    from rapidfuzz import fuzz, process

    names = {each.name for each in _standings(reader) if each.kind is not Standing.COMPANY}
    for table, column in _WRITERS:
        names.update(
            row[0] for row in reader.rows(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" > \'\'')
        )
    known = sorted(name for name in names if is_known(name))
    wanted = fold(typed.partition("@")[0].replace(".", " ").replace("-", " ")) if "@" in typed else fold(typed)
    near = process.extract(wanted, known, scorer=fuzz.WRatio, processor=fold, limit=_NEAREST, score_cutoff=_NEAR)
    found = [name for name, _, _ in near]
    return NotFoundError(
        f"nothing is known of '{typed}'",
        hint=f"did you mean {' or '.join(found)}?" if found else "type the whole name, or the e-mail address",
        details=found,
    )
