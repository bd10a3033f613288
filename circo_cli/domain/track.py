"""Tracks: scheduling with its clashes, and the road from planned to completed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain import seating
from circo_cli.domain.lookup import get, identity
from circo_cli.domain.schedule import Span, add_session, check_calendar, sessions_of
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import (
    Enrolment,
    Hub,
    Track,
    attendance,
    track_hub,
    track_trainer,
)
from circo_cli.values.dates import format_moment
from circo_cli.values.keys import number_key, track_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, Stage, TrackKind, TrackStatus

MOST_SEATS = 10_000
"""More than any hall holds: beyond it, a number is a slip of the finger."""

_ROAD = (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED, TrackStatus.COMPLETED)
_SEATED_OPEN = (EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED)


@dataclass(slots=True)
class Scheduled:
    """A Track that was made or changed, what is worth a warning, and who moved up from the waiting list."""

    track: Track
    warnings: list[str] = field(default_factory=list)
    promoted: list[Enrolment] = field(default_factory=list)
    first_in_line: Enrolment | None = None


def schedule_track(
    session: Session,
    *,
    hub_id: int,
    title: str,
    quarter: Quarter,
    kind: TrackKind = TrackKind.TRACK,
    theme_id: int | None = None,
    spans: Sequence[Span] = (),
    zone: tzinfo,
    capacity: int = 12,
    minimum: int = 6,
    joint_hub_ids: Sequence[int] = (),
    trainer_ids: Sequence[int] = (),
    location: str | None = None,
    taught_in: str = "nl",
    force: bool = False,
    reason: str | None = None,
) -> Scheduled:
    """Schedule a Track of a hub in a quarter, with sessions at `spans` (UTC) on the clock of `zone`.

    Raises `RefusedError` when a trainer is elsewhere at that time (unless forced, with a reason).
    """
    hub = get(session, Hub, hub_id)
    check_size(capacity, minimum)
    track = Track(
        key=_next_key(session, hub, quarter),
        hub_id=hub_id,
        title=title,
        kind=kind,
        theme_id=theme_id,
        planned_quarter=str(quarter),
        status=TrackStatus.PLANNED,
        capacity=capacity,
        minimum=minimum,
        location=location,
        taught_in=taught_in,
    )
    session.add(track)
    set_hubs(session, track, joint_hub_ids)
    set_trainers(session, track, trainer_ids)
    for span in sorted(spans):
        add_session(session, track, span, zone=zone)
    outcome = Scheduled(track)
    if hub.stage is not Stage.OPERATIONAL:
        outcome.warnings.append(f"{hub.key} is {hub.stage}, not operational; its Track is scheduled all the same")
    outcome.warnings += check_calendar(session, track, country=hub.country, force=force, reason=reason)
    return outcome


def check_size(capacity: int, minimum: int) -> None:
    """Raise `UsageError` unless a Track can have these numbers of companies."""
    if capacity < 1:
        raise UsageError("--capacity is at least 1 company", hint="--capacity 12", code="bad-value")
    if capacity > MOST_SEATS:
        raise UsageError(f"--capacity is at most {MOST_SEATS} companies", hint="--capacity 12", code="bad-value")
    if minimum < 0 or minimum > capacity:
        raise UsageError(
            f"a minimum of {minimum} companies does not go with a capacity of {capacity}",
            hint=f"add --minimum {min(6, capacity)}",
            code="bad-value",
        )


def _next_key(session: Session, hub: Hub, quarter: Quarter) -> str:
    beginning = track_key(hub.key, quarter, 1)[:-1]
    keys = session.exec(select(Track.key).where(col(Track.key).startswith(beginning, autoescape=True)))
    numbers = [int(key[len(beginning) :]) for key in keys if key[len(beginning) :].isdecimal()]
    return track_key(hub.key, quarter, max(numbers, default=0) + 1)


def set_hubs(session: Session, track: Track, joint_hub_ids: Sequence[int]) -> None:
    """Make the Track's own hub and the joint ones its organisers."""
    number = identity(track)
    session.execute(delete(track_hub).where(track_hub.c.track_id == number))
    hubs = dict.fromkeys([track.hub_id, *joint_hub_ids])
    session.execute(
        insert(track_hub),
        [{"track_id": number, "hub_id": hub, "position": position} for position, hub in enumerate(hubs)],
    )


def set_trainers(session: Session, track: Track, trainer_ids: Sequence[int]) -> None:
    """Make these the trainers of the Track."""
    number = identity(track)
    session.execute(delete(track_trainer).where(track_trainer.c.track_id == number))
    rows = [
        {"track_id": number, "trainer_id": trainer, "position": position}
        for position, trainer in enumerate(dict.fromkeys(trainer_ids))
    ]
    if rows:
        session.execute(insert(track_trainer), rows)


def edit_track(
    session: Session,
    *,
    track_id: int,
    values: Mapping[str, object],
    joint_hub_ids: Sequence[int] | None = None,
    trainer_ids: Sequence[int] | None = None,
    now: datetime,
    today: date,
    force: bool = False,
    reason: str | None = None,
) -> Scheduled:
    """Change what is in `values`; seats that a larger capacity makes go to the waiting list in the same change."""
    track = get(session, Track, track_id)
    for name, value in values.items():
        setattr(track, name, value)
    check_size(track.capacity, track.minimum)
    outcome = Scheduled(track)
    if joint_hub_ids is not None:
        set_hubs(session, track, joint_hub_ids)
    if trainer_ids is not None:
        set_trainers(session, track, trainer_ids)
    if trainer_ids is not None or not values.keys().isdisjoint(("location", "planned_quarter")):
        outcome.warnings += check_calendar(
            session,
            track,
            country=get(session, Hub, track.hub_id).country,
            force=force,
            reason=reason,
            trainers=trainer_ids is not None,
        )
    taken = seating.seats_taken(session, track)
    if taken > track.capacity:
        outcome.warnings.append(f"{taken} companies hold a seat: more than the new capacity of {track.capacity}")
    if "capacity" in values:
        outcome.promoted, outcome.first_in_line = seating.fill_seats(session, track, now=now, today=today.isoformat())
    return outcome


def move_track(session: Session, *, track_id: int, to: TrackStatus) -> Scheduled:
    """Bring a Track to `open` or `confirmed`; steps may be skipped, none goes back."""
    track = get(session, Track, track_id)
    _check_ahead(track, to)
    track.status = to
    outcome = Scheduled(track)
    taken = seating.seats_taken(session, track)
    if to is TrackStatus.CONFIRMED and taken < track.minimum:
        outcome.warnings.append(f"{taken} of at least {track.minimum} companies are enrolled")
    return outcome


def _check_ahead(track: Track, to: TrackStatus) -> None:
    if track.status is TrackStatus.CANCELLED or _ROAD.index(to) <= _ROAD.index(track.status):
        raise RefusedError(
            f"{track.key} is {track.status} already"
            if track.status is to
            else f"{track.key} is {track.status}, and that does not lead to {to}",
            hint=f"circo track show {track.key}",
            code="track-status",
        )


def complete_track(session: Session, *, track_id: int, now: datetime, today: date) -> Scheduled:
    """Complete a Track whose last session is past: who came at least once completed it, who never came did not.

    Invited and waiting companies are cancelled. Raises `RefusedError` when the last session is still to come, or when a
    seat has no attendance on record for a session.
    """
    track = get(session, Track, track_id)
    _check_ahead(track, TrackStatus.COMPLETED)
    own = sessions_of(session, track)
    if not own or own[-1].ends_at > format_moment(now):
        last = f"its last session is on {own[-1].ends_on}" if own else "it has no sessions"
        raise RefusedError(
            f"{track.key} is not over: {last}",
            hint=f"circo track cancel {track.key} --reason TEXT",
            code="track-not-over",
        )
    enrolments = list(session.exec(select(Enrolment).where(Enrolment.track_id == track_id).order_by(col(Enrolment.id))))
    seats = [each for each in enrolments if each.status in _SEATED_OPEN]
    came = _attendance(session, [identity(each) for each in seats])
    missing = [
        {"enrolment": number_key("enrolment", identity(each)), "session": number}
        for each in seats
        for number, row in enumerate(own, start=1)
        if (identity(each), identity(row)) not in came
    ]
    if missing:
        raise RefusedError(
            f"attendance is not on record for {len(missing)} places in {track.key}",
            hint=f"circo track attendance {track.key} --session {missing[0]['session']} --present COMPANY --absent …",
            code="attendance-missing",
            details=missing,
        )
    for each in enrolments:
        if each.status in _SEATED_OPEN:
            present = any(came[identity(each), identity(row)] > 0 for row in own)
            each.status = EnrolmentStatus.COMPLETED if present else EnrolmentStatus.NO_SHOW
        elif each.status in (EnrolmentStatus.INVITED, EnrolmentStatus.WAITLISTED):
            each.status = EnrolmentStatus.CANCELLED
            each.waitlist_rank = None
        else:
            continue
        each.ended_on = today.isoformat()
    track.status = TrackStatus.COMPLETED
    return Scheduled(track)


def _attendance(session: Session, enrolment_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(attendance.c.enrolment_id, attendance.c.session_id, attendance.c.people).where(
            attendance.c.enrolment_id.in_(enrolment_ids)
        )
    )
    return {(enrolment, number): people for enrolment, number, people in rows}


def cancel_track(session: Session, *, track_id: int, reason: str, today: date) -> tuple[Track, list[Enrolment]]:
    """Cancel a Track and every enrolment that is still open; nobody moves up."""
    track = get(session, Track, track_id)
    if track.status in (TrackStatus.CANCELLED, TrackStatus.COMPLETED):
        raise RefusedError(
            f"{track.key} is {track.status} already",
            hint=f"circo track show {track.key}",
            code="track-status",
        )
    track.status = TrackStatus.CANCELLED
    track.reason = reason
    open_ones = (*_SEATED_OPEN, EnrolmentStatus.INVITED, EnrolmentStatus.WAITLISTED)
    cancelled = list(
        session.exec(select(Enrolment).where(Enrolment.track_id == track_id, col(Enrolment.status).in_(open_ones)))
    )
    for enrolment in cancelled:
        enrolment.status = EnrolmentStatus.CANCELLED
        enrolment.waitlist_rank = None
        enrolment.ended_on = today.isoformat()
        enrolment.reason = reason
    return track, cancelled


def record_attendance(
    session: Session, *, track_id: int, number: int, present: Sequence[int], absent: Sequence[int]
) -> Track:
    """Record who came to session `number` of a Track (companies by id); whoever came brings all its people.

    Raises `UsageError` for a session that there is not, `RefusedError` for a company without a seat.
    """
    track = get(session, Track, track_id)
    own = sessions_of(session, track)
    if not 1 <= number <= len(own):
        raise UsageError(
            f"{track.key} has sessions 1 to {len(own)}" if own else f"{track.key} has no sessions",
            hint=f"circo track show {track.key}",
            code="no-session",
        )
    for company_id, came in [*((each, True) for each in present), *((each, False) for each in absent)]:
        seat = session.exec(
            select(Enrolment).where(
                Enrolment.track_id == track_id,
                Enrolment.company_id == company_id,
                col(Enrolment.status).in_(SEATED),
            )
        ).first()
        if seat is None:
            raise RefusedError(
                f"a company that you named holds no seat in {track.key}",
                hint=f"circo enrolment list --track {track.key}",
                code="no-seat",
            )
        where = (attendance.c.enrolment_id == seat.id) & (attendance.c.session_id == own[number - 1].id)
        session.execute(delete(attendance).where(where))
        session.execute(
            insert(attendance).values(
                enrolment_id=seat.id, session_id=own[number - 1].id, people=seat.people if came else 0
            )
        )
    return track
