"""Sessions of a Track, one at a time: added, moved and removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from sqlmodel import Session

from circo_cli.domain import seating
from circo_cli.domain.clashes import Surroundings, check_changed, require_reason, surroundings_of
from circo_cli.domain.lookup import get
from circo_cli.domain.schedule import (
    Span,
    add_session,
    check_apart,
    refuse_over,
    refuse_overlap,
    revised,
    sessions_of,
    set_times,
    take_out,
    told_too_early,
)
from circo_cli.domain.track import Scheduled
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import Track, TrackSession
from circo_cli.values.dates import format_moment
from circo_cli.values.vocabulary import TrackStatus


def add_sessions(
    session: Session,
    *,
    track_id: int,
    spans: Sequence[Span],
    zone: tzinfo,
    location: str | None = None,
    now: datetime,
    today: date,
    force: bool = False,
    reason: str | None = None,
) -> Scheduled:
    """Add sessions at `spans` to a Track that is not over, at `location` or where the Track is held.

    Raises `RefusedError` when one overlaps another session of the Track, or a trainer is elsewhere then (unless forced,
    with a reason).
    """
    require_reason(force=force, reason=reason)
    track = get(session, Track, track_id)
    refuse_over(track)
    check_apart(spans, zone=zone)
    before = surroundings_of(session, track)
    begun = seating.has_started(session, track, now=now)
    with revised(session, track):
        rows = [add_session(session, track, span, zone=zone, location=location) for span in sorted(spans)]
        _keep_reason(track, reason)
    return _checked(session, track, rows, before=before, begun=begun, now=now, today=today, force=force)


def move_session(
    session: Session,
    *,
    track_id: int,
    number: int,
    span: Span,
    zone: tzinfo,
    location: str | None = None,
    now: datetime,
    today: date,
    force: bool = False,
    reason: str | None = None,
) -> Scheduled:
    """Move session `number` of a Track to `span`, and to `location` where that is given (empty: that of the Track).

    Its name in calendars and its attendance go along. Of a completed Track a wrong date is mended, by force, to one
    that is past. Raises `RefusedError` as `add_sessions` does, `UsageError` for a session that there is not.
    """
    require_reason(force=force, reason=reason)
    track = get(session, Track, track_id)
    if track.status is not TrackStatus.COMPLETED or not force:
        refuse_over(track)
    elif span[1] > now:
        raise RefusedError(
            f"{track.key} is completed, and this session would still have to be held",
            hint="choose a date that is past",
            code="track-completed",
        )
    row = _numbered(session, track, number)
    refuse_overlap(session, track, span, but=row)
    before = surroundings_of(session, track)
    begun = seating.has_started(session, track, now=now)
    moved = (row.starts_at, row.ends_at) != (format_moment(span[0]), format_moment(span[1]))
    if not moved and location in (None, row.location or ""):
        raise UsageError(
            f"session {number} of {track.key} is held there and then already",
            hint=f"circo track show {track.key}",
            code="nothing",
        )
    with revised(session, track):
        set_times(row, span, zone=zone)
        if location is not None:
            row.location = location or None
        _keep_reason(track, reason)
    if not moved:  # what was forced for these times is not refused again for another place
        relocated = check_changed(session, track, before=before, rows=[], relocated=[row], force=force)
        return Scheduled(track, relocated)
    return _checked(session, track, [row], before=before, begun=begun, now=now, today=today, force=force)


def remove_session(session: Session, *, track_id: int, number: int, now: datetime, today: date) -> Scheduled:
    """Remove session `number` of a Track that is not over, with its attendance; calendars are told of it.

    Raises `RefusedError` for a Track that is over, `UsageError` for a session that there is not.
    """
    track = get(session, Track, track_id)
    refuse_over(track)
    row = _numbered(session, track, number)
    before = surroundings_of(session, track)
    begun = seating.has_started(session, track, now=now)
    with revised(session, track):
        take_out(session, row)
    return _checked(session, track, [], before=before, begun=begun, now=now, today=today, force=False)


def _numbered(session: Session, track: Track, number: int) -> TrackSession:
    own = sessions_of(session, track)
    if not 1 <= number <= len(own):
        raise UsageError(
            f"{track.key} has sessions 1 to {len(own)}" if own else f"{track.key} has no sessions",
            hint=f"circo track show {track.key}" if own else f"circo track session add {track.key} DATE",
            code="no-session",
        )
    return own[number - 1]


def _keep_reason(track: Track, reason: str | None) -> None:
    if reason is not None:
        track.reason = reason


def _checked(
    session: Session,
    track: Track,
    rows: list[TrackSession],
    *,
    before: Surroundings,
    begun: bool,
    now: datetime,
    today: date,
    force: bool,
) -> Scheduled:
    """Return the Track with what its changed sessions `rows` lead to.

    A Track that had begun and has not any more fills its free seats from the waiting list again: before the first
    session nobody waits while a seat is free.
    """
    outcome = Scheduled(track, check_changed(session, track, before=before, rows=rows, force=force))
    outcome.warnings += told_too_early(session, rows, now=now)
    if begun and not seating.has_started(session, track, now=now):
        outcome.promoted, outcome.first_in_line = seating.fill_seats(session, track, now=now, today=today)
    return outcome
