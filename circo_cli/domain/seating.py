"""Seats and the waiting list of a Track: never more seats than capacity, nobody overtakes."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from circo_cli.domain.lookup import identity
from circo_cli.errors import RefusedError
from circo_cli.storage.tables import Enrolment, Track, TrackSession
from circo_cli.values.dates import format_moment
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, TrackStatus

_SEATING = (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED)


def seats_taken(session: Session, track: Track) -> int:
    """Return how many companies hold a seat."""
    return session.exec(
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.track_id == track.id, col(Enrolment.status).in_(SEATED))
    ).one()


def waiting(session: Session, track: Track) -> list[Enrolment]:
    """Return the waiting list, first in line first."""
    return list(
        session.exec(
            select(Enrolment)
            .where(Enrolment.track_id == track.id, Enrolment.status == EnrolmentStatus.WAITLISTED)
            .order_by(col(Enrolment.waitlist_rank))
        )
    )


def has_seat_for_next(session: Session, track: Track) -> bool:
    """Tell whether a newcomer gets a seat: one is free and nobody waits for it."""
    return seats_taken(session, track) < track.capacity and not waiting(session, track)


def join_waiting_list(session: Session, enrolment: Enrolment, track: Track, *, now: datetime) -> None:
    """Put an enrolment at the end of the waiting list."""
    last = session.exec(
        select(func.max(Enrolment.waitlist_rank)).where(
            Enrolment.track_id == track.id, Enrolment.status == EnrolmentStatus.WAITLISTED
        )
    ).one()
    enrolment.status = EnrolmentStatus.WAITLISTED
    enrolment.waitlisted_at = format_moment(now)
    enrolment.waitlist_rank = 1 if last is None else last + 1


def take_seat(enrolment: Enrolment, *, on: date) -> None:
    """Give an enrolment a seat."""
    enrolment.status = EnrolmentStatus.REGISTERED
    enrolment.registered_on = on.isoformat()
    enrolment.waitlist_rank = None


def seat_or_wait(session: Session, enrolment: Enrolment, track: Track, *, now: datetime, on: date) -> None:
    """Give a newcomer a seat, or the last place in line where none is free for it.

    A Track that is over has no waiting list: a seat of it is one for the record. Raises `RefusedError` when such a
    Track is full.
    """
    if is_over(track):
        if seats_taken(session, track) >= track.capacity:
            raise RefusedError(
                f"{track.key} is {track.status} and full ({track.capacity} seats), and has no waiting list any more",
                hint=f"circo track edit {track.key} --capacity {track.capacity + 1}",
                code="track-full",
            )
        take_seat(enrolment, on=on)
    elif has_seat_for_next(session, track):
        take_seat(enrolment, on=on)
    else:
        join_waiting_list(session, enrolment, track, now=now)


def is_over(track: Track) -> bool:
    """Tell whether a Track is completed or cancelled."""
    return track.status not in _SEATING


def has_started(session: Session, track: Track, *, now: datetime) -> bool:
    """Tell whether the first session of a Track has begun."""
    first = session.exec(select(func.min(TrackSession.starts_at)).where(TrackSession.track_id == identity(track))).one()
    return first is not None and first <= format_moment(now)


def fill_seats(
    session: Session, track: Track, *, now: datetime, today: date
) -> tuple[list[Enrolment], Enrolment | None]:
    """Give free seats to the waiting list, in order, while the Track is still filling and has not begun.

    Returns who got a seat, and who is first in line where seats are free but the Track has begun.
    """
    session.flush()
    free = track.capacity - seats_taken(session, track)
    line = waiting(session, track)
    if free <= 0 or not line:
        return [], None
    if is_over(track):
        return [], None
    if has_started(session, track, now=now):
        return [], line[0]
    promoted = line[:free]
    for enrolment in promoted:
        take_seat(enrolment, on=today)
    session.flush()
    return promoted, None
