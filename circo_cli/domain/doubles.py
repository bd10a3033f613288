"""Two enrolments of one company in one Track, which come about when two companies prove to be one.

The one that is further along counts. The other is cancelled, gives up its seat and its place in line, and leaves what
it knew (attendance, score, outcome, aid, contacts) to the first where that lacks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from circo_cli.domain import seating
from circo_cli.domain.lookup import get, identity
from circo_cli.storage.tables import Company, Enrolment, Track, attendance, enrolment_contact
from circo_cli.values.keys import number_key
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus

_ALONG = (
    EnrolmentStatus.INVITED,
    EnrolmentStatus.WAITLISTED,
    EnrolmentStatus.NO_SHOW,  # under this name it did not come; under the other it still may
    EnrolmentStatus.REGISTERED,
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.COMPLETED,
)
"""How far along an enrolment is that was neither cancelled nor declined, the furthest last."""

_KNOWN = ("score", "outcome", "proposition", "aid_cents")


@dataclass(slots=True)
class Doubles:
    """What became of double enrolments: in words, and the Tracks in which a seat came free."""

    told: list[str] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    promoted: list[Enrolment] = field(default_factory=list)
    first_in_line: list[Enrolment] = field(default_factory=list)

    def fill(self, session: Session, *, now: datetime, today: date) -> None:
        """Give the seats that came free to the first in line."""
        for track in self.tracks:
            promoted, first = seating.fill_seats(session, track, now=now, today=today)
            self.promoted += promoted
            self.first_in_line += [first] if first is not None else []


def settle_doubles(session: Session, *, company: Company, into: Company, today: date) -> Doubles:
    """Cancel, of each two enrolments of `company` and `into` in one Track, the one that is less far along.

    Where they are equally far, that of `into` counts; on a waiting list, the one that is first.
    """
    doubles = Doubles()
    there = _living(session, into)
    for mine in _living(session, company).values():
        theirs = there.get(mine.track_id)
        if theirs is None:
            continue
        counts, drops = (mine, theirs) if _rank(mine) > _rank(theirs) else (theirs, mine)
        track, was = get(session, Track, counts.track_id), drops.status
        kept = _kept(counts, drops)
        carried = _carry(session, counts, drops)
        _cancel(drops, f"double of {_key(counts)}: {company.key} was merged into {into.key}", today=today)
        session.flush()
        if was in SEATED:
            doubles.tracks.append(track)
        given = [f", and leaves it {', '.join(carried)}"] if carried else []
        told = f"both were in {track.key}: {_key(counts)} ({counts.status}) counts, {_key(drops)} ({was}) is cancelled"
        doubles.told.append("".join([told, *given, *kept]))
    return doubles


def _key(enrolment: Enrolment) -> str:
    return number_key("enrolment", identity(enrolment))


def _cancel(enrolment: Enrolment, reason: str, *, today: date) -> None:
    enrolment.status = EnrolmentStatus.CANCELLED
    enrolment.ended_on = today.isoformat()
    enrolment.waitlist_rank = None
    enrolment.reason = f"{enrolment.reason}; {reason}" if enrolment.reason else reason


def _kept(counts: Enrolment, drops: Enrolment) -> list[str]:
    """Return in words what both have and `counts` keeps, where `drops` has it otherwise."""
    kept = []
    if drops.people != counts.people:
        kept.append(f"; {counted(counts.people, 'person', 'people')} as before (the other had {drops.people})")
    if counts.score is not None and drops.score not in (None, counts.score):
        kept.append(f"; score {counts.score} as before (the other had {drops.score})")
    return kept


def _living(session: Session, company: Company) -> dict[int, Enrolment]:
    """Return the enrolments of a company that were neither cancelled nor declined, by Track: one each."""
    found = session.exec(
        select(Enrolment)
        .where(Enrolment.company_id == company.id, col(Enrolment.status).in_(_ALONG))
        .order_by(col(Enrolment.id))
    )
    return {enrolment.track_id: enrolment for enrolment in found}


def _rank(enrolment: Enrolment) -> tuple[int, int]:
    return _ALONG.index(enrolment.status), -(enrolment.waitlist_rank or 0)


def _carry(session: Session, counts: Enrolment, drops: Enrolment) -> list[str]:
    """Give what `drops` knows to `counts` where that lacks it, and return the names of what was given.

    A score is taken from `drops` in any case: every score counts in the average, and a company gives one. The number
    of people stays: those of two enrolments are as likely the same as not.
    """
    carried = []
    for name in _KNOWN:
        value = getattr(drops, name)
        if value is not None and getattr(counts, name) is None:
            setattr(counts, name, value)
            carried.append(name.removesuffix("_cents"))
            if name == "aid_cents":
                drops.aid_cents = None  # aid is summed whatever became of the enrolment
    drops.score = None
    if _carry_attendance(session, identity(counts), identity(drops)):
        carried.append("attendance")
    _carry_contacts(session, identity(counts), identity(drops))
    return carried


def _carry_attendance(session: Session, counts: int, drops: int) -> bool:
    """Give the attendance of `drops` to `counts`: who came under either name was there. Tell whether that added any."""

    def recorded(number: int) -> dict[int, int]:
        rows = session.execute(
            select(attendance.c.session_id, attendance.c.people)
            .where(attendance.c.enrolment_id == number)
            .order_by(attendance.c.session_id)
        )
        return {row.session_id: row.people for row in rows}

    known, added = recorded(counts), False
    for session_id, people in recorded(drops).items():
        if session_id not in known:
            row = {"enrolment_id": counts, "session_id": session_id, "people": people}
            session.execute(insert(attendance).values(row))
            added = True
        elif people > known[session_id]:
            here = (attendance.c.enrolment_id == counts) & (attendance.c.session_id == session_id)
            session.execute(update(attendance).where(here).values(people=people))
            added = True
    session.execute(delete(attendance).where(attendance.c.enrolment_id == drops))
    return added


def _carry_contacts(session: Session, counts: int, drops: int) -> None:
    def named(number: int) -> list[int]:
        rows = session.execute(
            select(enrolment_contact.c.contact_id)
            .where(enrolment_contact.c.enrolment_id == number)
            .order_by(enrolment_contact.c.position)
        )
        return [contact for (contact,) in rows]

    known = named(counts)
    for contact in named(drops):
        if contact not in known:
            known.append(contact)
            row = {"enrolment_id": counts, "contact_id": contact, "position": len(known) - 1}
            session.execute(insert(enrolment_contact).values(row))
    session.execute(delete(enrolment_contact).where(enrolment_contact.c.enrolment_id == drops))
