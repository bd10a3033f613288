"""Attendance: how many people of a company came to a session of a Track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get, identity
from circo_cli.domain.schedule import sessions_of
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import Company, Enrolment, Track, TrackSession, attendance
from circo_cli.values.dates import format_moment
from circo_cli.values.keys import number_key
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus

MOST_PEOPLE = 10_000
"""More than anybody sends: beyond it, a number is a slip of the finger."""


class Presence(NamedTuple):
    """How many people of a company came to session `number`: None for all that it sends, 0 for nobody."""

    company_id: int
    number: int
    people: int | None


@dataclass(slots=True)
class Recorded:
    """What was recorded: how many companies came, with how many people, how many did not; and what looks odd."""

    track: Track
    present: int = 0
    people: int = 0
    absent: int = 0
    warnings: list[str] = field(default_factory=list)


def record_attendance(session: Session, *, track_id: int, presences: Sequence[Presence], now: datetime) -> Recorded:
    """Record who came to the sessions of a Track, over what was on record for those companies and sessions.

    Raises `UsageError` for a session that there is not, `RefusedError` for companies without a seat.
    """
    track = get(session, Track, track_id)
    own = sessions_of(session, track)
    for each in presences:
        if not 1 <= each.number <= len(own):
            raise UsageError(
                f"{track.key} has sessions 1 to {len(own)}" if own else f"{track.key} has no sessions",
                hint=f"circo track show {track.key}" if own else f"circo track session add {track.key} DATE",
                code="no-session",
            )
    seats = _seats(session, track, [each.company_id for each in presences])
    outcome = Recorded(track)
    for each in presences:
        seat, row = seats[each.company_id], own[each.number - 1]
        people = seat.people if each.people is None else each.people
        where = (attendance.c.enrolment_id == seat.id) & (attendance.c.session_id == row.id)
        session.execute(delete(attendance).where(where))
        session.execute(insert(attendance).values(enrolment_id=seat.id, session_id=row.id, people=people))
        outcome.people += people
        outcome.present += people > 0
        outcome.absent += people == 0
        if people > seat.people:
            key = number_key("enrolment", identity(seat))
            outcome.warnings.append(
                f"{people} people of {_key(session, seat)} came, and it is to send {seat.people}: "
                f"circo enrolment edit {key} --people {people}"
            )
    numbers = sorted({each.number for each in presences})
    outcome.warnings += _still_to_come(own, numbers, now) + _contradicted(session, list(seats.values()))
    return outcome


def _seats(session: Session, track: Track, company_ids: Sequence[int]) -> dict[int, Enrolment]:
    """Return the seat of each company; raise `RefusedError` that names those without one, and the way to it."""
    places: dict[int, Enrolment] = {}
    query = select(Enrolment).where(Enrolment.track_id == track.id).order_by(col(Enrolment.id))
    for place in session.exec(query):  # of several of one company, only the last can be live
        places[place.company_id] = place
    without = [each for each in dict.fromkeys(company_ids) if each not in places or places[each].status not in SEATED]
    if without:
        names = []
        for each in without:
            key = get(session, Company, each).key
            names.append(f"{key} ({places[each].status})" if each in places else key)
        raise RefusedError(
            f"{', '.join(names)} {'holds' if len(names) == 1 else 'hold'} no seat in {track.key}",
            hint=_way_to_seat(session, track, without[0], places.get(without[0])),
            code="no-seat",
            details=names,
        )
    return {each: places[each] for each in company_ids}


def _way_to_seat(session: Session, track: Track, company_id: int, place: Enrolment | None) -> str:
    if place is not None and place.status is EnrolmentStatus.INVITED:
        return f"circo enrolment register {number_key('enrolment', identity(place))}"
    if place is not None and place.status is EnrolmentStatus.WAITLISTED:
        return f"circo enrolment promote {number_key('enrolment', identity(place))} --reason TEXT"
    return f"circo enrol {track.key} {_company(session, company_id)}; circo track show {track.key} lists the seats"


def _still_to_come(own: Sequence[TrackSession], numbers: Sequence[int], now: datetime) -> list[str]:
    return [
        f"session {number} is still to come, on {own[number - 1].starts_on}: is the number right?"
        for number in numbers
        if own[number - 1].starts_at > format_moment(now)
    ]


def _contradicted(session: Session, seats: Sequence[Enrolment]) -> list[str]:
    """Return what no longer goes with a status that the completion of the Track gave."""
    session.flush()
    found = []
    for seat in seats:
        key = number_key("enrolment", identity(seat))
        if seat.status not in (EnrolmentStatus.COMPLETED, EnrolmentStatus.NO_SHOW):
            continue
        came = session.execute(select(attendance.c.people).where(attendance.c.enrolment_id == seat.id)).scalars().all()
        if seat.status is EnrolmentStatus.NO_SHOW and any(came):
            found.append(f"{_key(session, seat)} came, and is a no-show: circo enrolment complete {key}")
        elif seat.status is EnrolmentStatus.COMPLETED and not any(came):
            found.append(f"{_key(session, seat)} never came, and is completed: circo enrolment no-show {key}")
    return found


def _key(session: Session, seat: Enrolment) -> str:
    return _company(session, seat.company_id)


def _company(session: Session, company_id: int) -> str:
    return get(session, Company, company_id).key
