"""Sessions of Tracks as a calendar shows them, over all hubs, on the clock of each Track's own hub."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.queries.listing import Filters, collect
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of


class CalendarRow(NamedTuple):
    """A session in the list of `track calendar`; moments are UTC."""

    starts_at: str
    ends_at: str
    track: str
    number: int
    title: str
    hub: str
    location: str | None
    trainers: tuple[str, ...]


class CalendarSession(NamedTuple):
    """A session with all that a calendar shows of it: the fields of `CalendarRow`, and then the rest.

    `number` and `sessions` are None for a session that was removed. `status` is that of the Track, but ``cancelled``
    for a removed session.
    """

    starts_at: str
    ends_at: str
    track: str
    number: int | None
    title: str
    hub: str
    location: str | None
    trainers: tuple[str, ...]
    hub_names: tuple[str, ...]
    sessions: int | None
    timezone: str
    theme_nl: str | None
    theme_en: str | None
    kind: str
    status: str
    uid: str
    sequence: int

    @property
    def row(self) -> CalendarRow:
        """Return the session as the list shows it."""
        return CalendarRow._make(self[: len(FIELDS)])


FIELDS = fields_of(CalendarRow)


def calendar_sessions(
    reader: Reader,
    *,
    quarter: str | None = None,
    since: str | None = None,
    about: str | None = None,
    hub_id: int | None = None,
    cancelled: bool = False,
) -> list[CalendarSession]:
    """Return the sessions that begin in `quarter`, or in the quarter `since` or later, by the day of their hub's clock.

    `about` is a quarter too: all sessions of every Track that has, had or was planned to have one in it, so that who
    follows the quarter is told of a session that moved out of it. `hub_id` is any hub that organises the Track. With
    `cancelled` also those of cancelled Tracks, and sessions that were removed.
    """
    filters = Filters()
    filters.add("s.quarter = :quarter", quarter=quarter)
    filters.add("s.quarter >= :since", since=since)
    filters.add(f"t.id IN ({_ABOUT})", about=about)
    filters.add("EXISTS (SELECT 1 FROM track_hub o WHERE o.track_id = t.id AND o.hub_id = :hub_id)", hub_id=hub_id)
    found = _sessions(
        reader,
        filters,
        table="track_session",
        number=f"({_COUNT} AND o.starts_at <= s.starts_at)",
        sessions=f"({_COUNT})",
        status="t.status",
        where="1 = 1" if cancelled else "t.status <> 'cancelled'",
    )
    if cancelled:
        found += _sessions(
            reader, filters, table="cancelled_session", number="NULL", sessions="NULL", status="'cancelled'"
        )
    return sorted(found, key=lambda each: (each.starts_at, each.track, each.uid))


_ABOUT = """SELECT track_id FROM track_session WHERE quarter = :about
 UNION SELECT track_id FROM cancelled_session WHERE quarter = :about
 UNION SELECT id FROM track WHERE planned_quarter = :about"""
_COUNT = "SELECT count(*) FROM track_session o WHERE o.track_id = s.track_id"


def _sessions(
    reader: Reader, filters: Filters, *, table: str, number: str, sessions: str, status: str, where: str = "1 = 1"
) -> list[CalendarSession]:
    """Return the rows of `table` that meet the filters, with what stands in other tables; the rest are SQL."""
    rows = reader.rows(
        f"""SELECT s.track_id, s.id, s.starts_at, s.ends_at, t.key, {number}, t.title, h.key,
       coalesce(s.location, t.location), {sessions}, h.timezone, th.name_nl, th.name_en, t.kind, {status}, s.uid,
       s.sequence
  FROM {table} s
  JOIN track t ON t.id = s.track_id
  JOIN hub h ON h.id = t.hub_id
  LEFT JOIN theme th ON th.id = t.theme_id
 WHERE {" AND ".join((where, *filters.where))}""",
        filters.values,
    )
    tracks = sorted({row[0] for row in rows})
    trainers = collect(reader, _TRAINERS, "o.track_id", tracks) if tracks else {}
    hubs = collect(reader, _HUBS, "o.track_id", tracks) if tracks else {}
    return [
        CalendarSession._make(
            (
                *row[2:9],
                trainers.get(row[0], ()),
                hubs.get(row[0], ()),
                *row[9:15],
                row[15] or f"{row[4]}-i{row[1]}",
                row[16],
            )
        )
        for row in rows
    ]


def hub_name(reader: Reader, hub_id: int) -> str:
    """Return what a hub is called."""
    return str(reader.value("SELECT name FROM hub WHERE id = :id", {"id": hub_id}))


_TRAINERS = """SELECT o.track_id, r.key FROM track_trainer o JOIN trainer r ON r.id = o.trainer_id
 WHERE {owners} ORDER BY o.position"""
_HUBS = """SELECT o.track_id, h.name FROM track_hub o JOIN hub h ON h.id = o.hub_id
 WHERE {owners} ORDER BY o.position"""
