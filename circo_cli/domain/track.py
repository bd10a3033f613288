"""Tracks: scheduling with its clashes, and the road from planned to completed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain import seating
from circo_cli.domain.clashes import Surroundings, check_changed, require_reason, surroundings_of
from circo_cli.domain.lookup import get, identity, retired_keys
from circo_cli.domain.schedule import (
    Span,
    add_session,
    check_apart,
    refuse_over,
    replace_sessions,
    revised,
    sessions_of,
    told_too_early,
)
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import (
    Company,
    Enrolment,
    Hub,
    Track,
    TrackSession,
    attendance,
    track_hub,
    track_trainer,
)
from circo_cli.values.dates import format_moment
from circo_cli.values.keys import number_key, track_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import EnrolmentStatus, TrackKind, TrackStatus

MOST_SEATS = 10_000
"""More than any hall holds: beyond it, a number is a slip of the finger."""

_ROAD = (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED, TrackStatus.COMPLETED)
_NAMED = 5
"""So many companies are named in a hint."""
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

    Raises `RefusedError` when a trainer is elsewhere at that time, or a hub is closed (unless forced, with a reason).
    """
    require_reason(force=force, reason=reason)
    hub = get(session, Hub, hub_id)
    check_apart(spans, zone=zone)
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
        reason=reason,
    )
    session.add(track)
    set_hubs(session, track, joint_hub_ids)
    set_trainers(session, track, trainer_ids)
    rows = [add_session(session, track, span, zone=zone) for span in sorted(spans)]
    return Scheduled(track, check_changed(session, track, before=Surroundings(), rows=rows, force=force))


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
    present = session.exec(select(Track.key).where(col(Track.key).startswith(beginning, autoescape=True)))
    keys = {*present, *(key for key in retired_keys(session, "track") if key.startswith(beginning))}
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
    spans: Sequence[Span] | None = None,
    zone: tzinfo = UTC,
    now: datetime,
    today: date,
    force: bool = False,
    reason: str | None = None,
    filling: bool = True,
) -> Scheduled:
    """Change what is in `values`, and the lists that are given; `spans` are the sessions, on the clock of `zone`.

    Seats that a larger capacity makes go to the waiting list in the same change, unless not `filling`.
    """
    require_reason(force=force, reason=reason)
    track = get(session, Track, track_id)
    if spans is not None:
        refuse_over(track)
    begun = seating.has_started(session, track, now=now)
    before = surroundings_of(session, track)
    rows: list[TrackSession] = []
    with revised(session, track):
        for name, value in values.items():
            setattr(track, name, value)
        check_size(track.capacity, track.minimum)
        if reason is not None:
            track.reason = reason
        if joint_hub_ids is not None:
            set_hubs(session, track, joint_hub_ids)
        if trainer_ids is not None:
            set_trainers(session, track, trainer_ids)
        if spans is not None:
            rows = replace_sessions(session, track, spans, zone=zone)
    outcome = Scheduled(track, check_changed(session, track, before=before, rows=rows, force=force))
    outcome.warnings += told_too_early(session, rows, now=now)
    taken = seating.seats_taken(session, track)
    if taken > track.capacity and "capacity" in values:
        outcome.warnings.append(f"{taken} companies hold a seat: more than the new capacity of {track.capacity}")
    if filling and ("capacity" in values or (begun and not seating.has_started(session, track, now=now))):
        outcome.promoted, outcome.first_in_line = seating.fill_seats(session, track, now=now, today=today)
    return outcome


def move_track(session: Session, *, track_id: int, to: TrackStatus) -> Scheduled:
    """Bring a Track to `open` or `confirmed`; steps may be skipped, none goes back."""
    track = get(session, Track, track_id)
    _check_ahead(track, to)
    with revised(session, track):
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
            hint=f"no step goes back, but a change can be undone: circo history {track.key} shows it",
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
        way = f"session move {track.key} {len(own)} DATE, if it was earlier" if own else f"session add {track.key} DATE"
        raise RefusedError(
            f"{track.key} is not over: {last}",
            hint=f"circo track {way}; or circo track cancel {track.key} --reason TEXT",
            code="track-not-over",
        )
    enrolments = list(session.exec(select(Enrolment).where(Enrolment.track_id == track_id).order_by(col(Enrolment.id))))
    seats = [each for each in enrolments if each.status in _SEATED_OPEN]
    came = _attendance(session, [identity(each) for each in seats])
    missing = [
        {
            "enrolment": number_key("enrolment", identity(each)),
            "company": get(session, Company, each.company_id).key,
            "session": number,
        }
        for number, row in enumerate(own, start=1)
        for each in seats
        if (identity(each), identity(row)) not in came
    ]
    if missing:
        number = missing[0]["session"]
        companies = [str(gap["company"]) for gap in missing if gap["session"] == number]
        whose = ", ".join(companies[:_NAMED]) + (" and others" if len(companies) > _NAMED else "")
        raise RefusedError(
            f"who came to {track.key} is not all on record: {len(missing)} missing, each a company and a session",
            hint=f"of {whose} say who came and who did not: "
            f"circo track attendance {track.key} --session {number} --present COMPANY --absent COMPANY",
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
    with revised(session, track):
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
    with revised(session, track):
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
