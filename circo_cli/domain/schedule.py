"""The sessions of a Track as they are stored: added, moved, taken out, replaced; and what calendars are told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, func, select

from circo_cli.domain.lookup import identity
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import CancelledSession, Track, TrackSession, attendance, track_hub
from circo_cli.values.calendar import standing
from circo_cli.values.dates import format_moment
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import TrackStatus

Span = tuple[datetime, datetime]
"""Start and end of a session, in UTC."""


def sessions_of(session: Session, track: Track) -> list[TrackSession]:
    """Return the sessions of a Track in the order of their numbers."""
    query = select(TrackSession).where(TrackSession.track_id == identity(track)).order_by(TrackSession.starts_at)
    return list(session.exec(query))


def refuse_over(track: Track) -> None:
    """Raise `RefusedError` for a Track that is over: its sessions have been held, or never will be."""
    if track.status is TrackStatus.CANCELLED:
        raise RefusedError(
            f"{track.key} is cancelled, and its sessions stay as they were",
            hint="a new Track: circo track schedule HUB TITLE --quarter Q --date DATE",
            code="track-cancelled",
        )
    if track.status is TrackStatus.COMPLETED:
        raise RefusedError(
            f"{track.key} is completed: its sessions have been held",
            hint=f"a wrong date is mended with: circo track session move {track.key} N DATE --force --reason TEXT",
            code="track-completed",
        )


def check_apart(spans: Sequence[Span], *, zone: tzinfo) -> None:
    """Raise `UsageError` when two of the sessions that were typed overlap."""
    for earlier, later in pairwise(sorted(spans)):
        if later[0] < earlier[1]:
            raise UsageError(
                f"two sessions of this Track overlap, on {later[0].astimezone(zone).date()}",
                hint="give each a day, or times, of its own",
                code="session-overlap",
            )


def add_session(
    session: Session, track: Track, span: Span, *, zone: tzinfo, location: str | None = None
) -> TrackSession:
    """Add a session; raise `RefusedError` when it overlaps another one of the same Track."""
    refuse_overlap(session, track, span)
    row = TrackSession(
        track_id=identity(track),
        location=location,
        uid=_new_uid(session, track),
        **times_of(span, zone),
    )
    session.add(row)
    session.flush()
    return row


def refuse_overlap(session: Session, track: Track, span: Span, *, but: TrackSession | None = None) -> None:
    """Raise `RefusedError` when `span` overlaps a session of the Track, other than `but`."""
    starts_at, ends_at = format_moment(span[0]), format_moment(span[1])
    for number, other in enumerate(sessions_of(session, track), start=1):
        if other is not but and other.starts_at < ends_at and starts_at < other.ends_at:
            raise RefusedError(
                f"it overlaps session {number} of {track.key}, on {other.starts_on}",
                hint=f"choose another time, or first: circo track session move {track.key} {number} DATE",
                code="session-overlap",
            )


def set_times(row: TrackSession, span: Span, *, zone: tzinfo) -> None:
    """Give a session other times; its name, its place and its attendance stay with it."""
    for name, value in times_of(span, zone).items():
        setattr(row, name, value)


def times_of(span: Span, zone: tzinfo) -> dict[str, Any]:
    """Return the columns that follow from the times of a session; one until midnight ends on the day before."""
    first = span[0].astimezone(zone).date()
    last = (span[1] - timedelta(seconds=1)).astimezone(zone).date()
    return {
        "starts_at": format_moment(span[0]),
        "ends_at": format_moment(span[1]),
        "starts_on": first.isoformat(),
        "ends_on": last.isoformat(),
        "quarter": str(Quarter.containing(first)),
    }


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


def take_out(session: Session, row: TrackSession) -> None:
    """Remove a session with its attendance; calendar programs will be told that it is cancelled."""
    if row.uid is not None:
        session.add(
            CancelledSession(
                track_id=row.track_id,
                uid=row.uid,
                sequence=row.sequence + 1,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                quarter=row.quarter,
                location=row.location,
            )
        )
    session.execute(delete(attendance).where(attendance.c.session_id == row.id))
    session.delete(row)
    session.flush()


def replace_sessions(session: Session, track: Track, spans: Sequence[Span], *, zone: tzinfo) -> list[TrackSession]:
    """Give the Track sessions at `spans` and no others; return those that are new or have other times now.

    A session that starts when one of them does stays what it is; the others are moved, in order, with what hangs on
    them. Raises `UsageError` when two overlap, `RefusedError` when one too many has attendance on record.
    """
    check_apart(spans, zone=zone)
    wanted = {format_moment(span[0]): span for span in sorted(spans)}
    own = sessions_of(session, track)
    changed = []
    others = []
    for row in own:
        span = wanted.pop(row.starts_at, None)
        if span is None:
            others.append(row)
        elif row.ends_at != format_moment(span[1]):
            set_times(row, span, zone=zone)
            changed.append(row)
    free = list(wanted.values())
    for row in others[len(free) :]:
        _refuse_attended(session, track, row, number=own.index(row) + 1)
    for row in others[len(free) :]:
        take_out(session, row)
    for row, span in zip(others, free, strict=False):
        set_times(row, span, zone=zone)
        changed.append(row)
    session.flush()
    changed += [add_session(session, track, span, zone=zone) for span in free[len(others) :]]
    return changed


def _refuse_attended(session: Session, track: Track, row: TrackSession, *, number: int) -> None:
    companies = attended(session, row)
    if companies:
        raise RefusedError(
            f"session {number} of {track.key}, on {row.starts_on}, would be removed, and attendance of "
            f"{counted(companies, 'company', 'companies')} is on record",
            hint=f"to lose that all the same: circo track session remove {track.key} {number}",
            code="session-attended",
        )


def attended(session: Session, row: TrackSession) -> int:
    """Return of how many companies it is on record whether they came to a session."""
    query = select(func.count()).select_from(attendance).where(attendance.c.session_id == identity(row))
    return session.exec(query).one()


def told_too_early(session: Session, rows: Sequence[TrackSession], *, now: datetime) -> list[str]:
    """Return a warning for each session that is to come, although it is on record who came."""
    return [
        (
            f"the session of {row.starts_on} is still to come, and attendance of "
            f"{counted(companies, 'company', 'companies')} is on record for it"
        )
        for row in rows
        if row.starts_at > format_moment(now) and (companies := attended(session, row))
    ]


@contextmanager
def revised(session: Session, track: Track) -> Iterator[None]:
    """Raise the sequence of every session of which the block changes what calendar programs show (RFC 5545, 3.8.7.4).

    Times and place, and what the Track's other sessions show too: its title, how many there are, how sure it is.
    """
    before = _shown(session, track)
    yield
    session.flush()
    after = _shown(session, track)
    for row in sessions_of(session, track):
        if before.get(row.id, after[row.id]) != after[row.id]:
            row.sequence += 1


def _shown(session: Session, track: Track) -> dict[int | None, tuple[object, ...]]:
    """Return what calendar programs show of each session."""
    own = sessions_of(session, track)
    query = select(track_hub.c.hub_id).where(track_hub.c.track_id == identity(track)).order_by(track_hub.c.position)
    hubs = [number for (number,) in session.execute(query)]
    common = (track.title, track.kind, track.theme_id, standing(track.status), hubs, len(own))
    return {
        row.id: (*common, number, row.starts_at, row.ends_at, row.location or track.location)
        for number, row in enumerate(own, start=1)
    }
