"""The clock of a hub: by it the sessions of its Tracks have their days and quarters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import identity
from circo_cli.domain.schedule import set_times
from circo_cli.storage.tables import CancelledSession, Hub, Track, TrackSession
from circo_cli.values.dates import parse_moment
from circo_cli.values.quarter import Quarter


def set_clock(session: Session, hub: Hub) -> list[str]:
    """Bring the sessions of a hub's Tracks to its present time zone: moments stay, days and quarters follow.

    Returns what is worth a note: how many sessions are on another day now, and which Tracks count in another quarter.
    """
    zone = ZoneInfo(hub.timezone)
    tracks = list(session.exec(select(Track).where(Track.hub_id == identity(hub)).order_by(Track.key)))
    outcomes = [outcome for track in tracks for outcome in _move(session, track, zone)]
    for track in tracks:
        for removed in session.exec(select(CancelledSession).where(CancelledSession.track_id == identity(track))):
            removed.quarter = _quarter(removed.starts_at, zone)
    if not outcomes:
        return []
    moved = sum(days for days, _ in outcomes)
    kept = f"{len(outcomes)} sessions keep their moment" if len(outcomes) > 1 else "1 session keeps its moment"
    days = f"{moved or 'none'} {'is' if moved == 1 else 'are'} on another day"
    notes = [quarter for _, quarter in outcomes if quarter is not None]
    return [f"{kept}, and by the clock of {hub.timezone} {days}", *notes]


def _move(session: Session, track: Track, zone: tzinfo) -> Iterator[tuple[bool, str | None]]:
    """Yield, for each session of a Track, whether its days change, and the note of a Track that counts elsewhere."""
    rows = session.exec(
        select(TrackSession).where(TrackSession.track_id == identity(track)).order_by(col(TrackSession.starts_at))
    )
    for number, row in enumerate(rows):
        before = (row.starts_on, row.ends_on)
        quarter_before = row.quarter
        set_times(row, (parse_moment(row.starts_at), parse_moment(row.ends_at)), zone=zone)
        elsewhere = number == 0 and row.quarter != quarter_before
        note = (
            f"{track.key} counts in {row.quarter} now: its first session is on {row.starts_on}" if elsewhere else None
        )
        yield (row.starts_on, row.ends_on) != before, note


def _quarter(moment: str, zone: tzinfo) -> str:
    return str(Quarter.containing(parse_moment(moment).astimezone(zone).date()))
