"""The calendar of a Track: its sessions, and what they clash with."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import identity
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import CancelledSession, Track, TrackSession, Trainer, track_trainer
from circo_cli.values.dates import format_moment
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import TrackStatus

Span = tuple[datetime, datetime]
"""Start and end of a session, in UTC."""


def add_session(
    session: Session, track: Track, span: Span, *, zone: tzinfo, location: str | None = None
) -> TrackSession:
    """Add a session; raise `UsageError` when it overlaps another one of the same Track."""
    starts_at, ends_at = format_moment(span[0]), format_moment(span[1])
    for other in session.exec(select(TrackSession).where(TrackSession.track_id == identity(track))):
        if other.starts_at < ends_at and starts_at < other.ends_at:
            raise UsageError(
                f"two sessions of this Track overlap, on {other.starts_on}",
                hint="give each --date a day, or times, of its own",
                code="session-overlap",
            )
    first, last = span[0].astimezone(zone).date(), span[1].astimezone(zone).date()
    row = TrackSession(
        track_id=identity(track),
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=first.isoformat(),
        ends_on=last.isoformat(),
        quarter=str(Quarter.containing(first)),
        location=location,
        uid=_new_uid(session, track),
    )
    session.add(row)
    session.flush()
    return row


def _new_uid(session: Session, track: Track) -> str:
    """Return a name for a new session, which no session of the Track had before, removed ones included."""
    number = identity(track)
    beginning = f"{track.key}-s"
    uids = [
        *session.exec(select(TrackSession.uid).where(TrackSession.track_id == number)),
        *session.exec(select(CancelledSession.uid).where(CancelledSession.track_id == number)),
    ]
    used = [int(uid.removeprefix(beginning)) for uid in uids if uid and uid.removeprefix(beginning).isdecimal()]
    return f"{beginning}{max(used, default=0) + 1}"


def check_calendar(
    session: Session,
    track: Track,
    *,
    country: str,
    force: bool,
    reason: str | None,
    trainers: bool = True,
) -> list[str]:
    """Refuse trainers at two places at once; return warnings of places, holidays, weekends and the quarter.

    Without `trainers` theirs are not looked at: what was forced once is not refused again for another reason.
    Raises `RefusedError` for a clash that is not forced, `UsageError` for force without a reason.
    """
    own = sessions_of(session, track)
    clashes = [clash for row in own for clash in _trainer_clashes(session, track, row)] if trainers else []
    if clashes and not force:
        raise RefusedError(
            f"{clashes[0]}",
            hint="choose another date or trainer, or add --force --reason TEXT",
            code="trainer-clash",
            details=clashes,
        )
    if force and reason is None:
        raise UsageError("--force needs a reason", hint="add --reason TEXT", code="reason-missing")
    warnings = list(clashes)
    if reason is not None:
        track.reason = reason
    for row in own:
        warnings += _place_clashes(session, track, row)
        warnings += _days_off(row, country)
    if own and own[0].quarter != track.planned_quarter:
        warnings.append(
            f"the first session, {own[0].starts_on}, is not in {track.planned_quarter}: "
            f"{track.key} counts in {own[0].quarter}"
        )
    return warnings


def sessions_of(session: Session, track: Track) -> list[TrackSession]:
    """Return the sessions of a Track in the order of their numbers."""
    query = select(TrackSession).where(TrackSession.track_id == identity(track)).order_by(TrackSession.starts_at)
    return list(session.exec(query))


def _others_at(session: Session, row: TrackSession) -> list[tuple[TrackSession, Track]]:
    """Return the sessions of other Tracks that are not cancelled and overlap `row`; end = start is no overlap."""
    query = (
        select(TrackSession, Track)
        .join(Track, col(Track.id) == TrackSession.track_id)
        .where(
            TrackSession.track_id != row.track_id,
            Track.status != TrackStatus.CANCELLED,
            TrackSession.starts_at < row.ends_at,
            TrackSession.ends_at > row.starts_at,
        )
        .order_by(TrackSession.starts_at)
    )
    return list(session.exec(query))


def _trainers_of(session: Session, track_id: int) -> dict[int, str]:
    query = (
        select(Trainer.id, Trainer.name)
        .join(track_trainer, track_trainer.c.trainer_id == Trainer.id)
        .where(track_trainer.c.track_id == track_id)
    )
    return {number: name for number, name in session.exec(query) if number is not None}


def _trainer_clashes(session: Session, track: Track, row: TrackSession) -> list[str]:
    own = _trainers_of(session, identity(track))
    return [
        f"{own[number]} gives {other_track.key} on {other.starts_on}, at the same time"
        for other, other_track in (_others_at(session, row) if own else [])
        for number in _trainers_of(session, identity(other_track))
        if number in own
    ]


def _place_clashes(session: Session, track: Track, row: TrackSession) -> list[str]:
    place = row.location or track.location
    if place is None:
        return []
    return [
        f"{place} is taken by {other_track.key} on {other.starts_on}, at the same time"
        for other, other_track in _others_at(session, row)
        if (other.location or other_track.location or "").casefold() == place.casefold()
    ]


def _days_off(row: TrackSession, country: str) -> list[str]:
    import holidays

    first = date.fromisoformat(row.starts_on)
    found = []
    if first.weekday() >= 5:
        found.append(f"{row.starts_on} is a {('Saturday', 'Sunday')[first.weekday() - 5]}")
    try:
        name = holidays.country_holidays(country, years=first.year, language="en_US").get(first)
    except NotImplementedError:  # a country that the library does not know
        name = None
    if name:
        found.append(f"{row.starts_on} is a public holiday: {name}")
    return found
