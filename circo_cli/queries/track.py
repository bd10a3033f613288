"""Tracks as they are read: lists, one Track whole with sessions and enrolments."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import Nested, nested


class TrackRow(NamedTuple):
    """A Track in a list; `quarter` is that of its first session, else the planned one (the counting rule)."""

    key: str
    title: str
    hub: str
    hubs: tuple[str, ...]
    kind: str
    theme: str | None
    quarter: str
    planned_quarter: str
    starts_on: str | None
    ends_on: str | None
    sessions: int
    status: str
    capacity: int
    minimum: int
    seats_taken: int
    seats_free: int
    waitlisted: int
    location: str | None
    taught_in: str
    trainers: tuple[str, ...]


class SessionRow(NamedTuple):
    """A workshop of a Track; moments are UTC, sessions are numbered by their start."""

    track: str
    number: int
    starts_at: str
    ends_at: str
    location: str | None


TRACKS = Listing(
    row=TrackRow,
    source="track_overview v",
    order="v.quarter, v.starts_on IS NULL, v.starts_on, v.key",
    lists={
        "hubs": (
            """SELECT th.track_id, h.key FROM track_hub th JOIN hub h ON h.id = th.hub_id
                WHERE {owners} ORDER BY th.position""",
            "th.track_id",
        ),
        "trainers": (
            """SELECT tt.track_id, t.key FROM track_trainer tt JOIN trainer t ON t.id = tt.trainer_id
                WHERE {owners} ORDER BY tt.position""",
            "tt.track_id",
        ),
    },
)


def list_tracks(
    reader: Reader,
    *,
    quarter: str | None = None,
    hub_id: int | None = None,
    status: str | None = None,
    theme_id: int | None = None,
    kind: str | None = None,
    track_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[TrackRow]:
    """Return the Tracks that meet every filter given; `hub_id` is any hub that organises it."""
    filters = Filters()
    filters.add("v.quarter = :quarter", quarter=quarter)
    filters.add("v.status = :status", status=status)
    filters.add("v.theme_id = :theme_id", theme_id=theme_id)
    filters.add("v.kind = :kind", kind=kind)
    filters.add("v.id = :track_id", track_id=track_id)
    filters.add("EXISTS (SELECT 1 FROM track_hub th WHERE th.track_id = v.id AND th.hub_id = :hub_id)", hub_id=hub_id)
    return TRACKS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def show_track(reader: Reader, track_id: int) -> tuple[TrackRow, dict[str, Nested]]:
    """Return a Track and what `show` adds: its sessions and its enrolments."""
    from circo_cli.queries.enrolment import EnrolmentRow, list_enrolments  # a list can do without

    row = list_tracks(reader, track_id=track_id).rows[0]
    return row, {
        "session_list": nested(SessionRow, sessions_of_track(reader, track_id)),
        "enrolments": nested(EnrolmentRow, list_enrolments(reader, track_id=track_id).rows),
    }


def sessions_of_track(reader: Reader, track_id: int) -> list[SessionRow]:
    """Return the sessions of a Track, numbered by their start; where a session has no place of its own, the Track's."""
    rows = reader.rows(
        """SELECT t.key, s.starts_at, s.ends_at, coalesce(s.location, t.location) FROM track_session s
             JOIN track t ON t.id = s.track_id WHERE s.track_id = :track ORDER BY s.starts_at""",
        {"track": track_id},
    )
    return [SessionRow(row[0], number, *row[1:]) for number, row in enumerate(rows, start=1)]
