"""What an undo would contradict although no row stands in its way: rules of the field that later changes rest on.

Only what came about since the change is in the way: what was so, or was forced, before it comes back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlmodel import select

from circo_cli.domain import seating
from circo_cli.domain.clashes import tracks_of_shared_trainers
from circo_cli.domain.schedule import sessions_of
from circo_cli.storage import database
from circo_cli.storage.journal import row_changes
from circo_cli.storage.row_changes import RowChange, net_changes
from circo_cli.storage.tables import Enrolment, Hub, Theme, Track
from circo_cli.storage.undo import Obstacle, Why, later_rows
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, Stage, TrackStatus

_OVER = (TrackStatus.COMPLETED, TrackStatus.CANCELLED)
_LIVE = (
    EnrolmentStatus.INVITED,
    EnrolmentStatus.REGISTERED,
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.WAITLISTED,
)
_SCHEDULE = ("track", "track_hub", "track_session", "track_trainer")
"""Tables that say when a Track is held, by whom and for whom."""


def contradictions(making: database.Change, rows: Sequence[RowChange], *, since: int) -> list[Obstacle]:
    """Return what later changes have made impossible; `rows` are now and then, as they have just been taken back."""
    making.session.expire_all()
    return [
        *_oversold(making, rows, since=since),
        *_namesakes(making, rows, since=since),
        *_over(making, rows, since=since),
        *_closed(making, rows, since=since),
        *_overlapping(making, rows, since=since),
        *_clashing(making, rows, since=since),
    ]


def give_free_seats(
    making: database.Change, rows: Sequence[RowChange], *, since: int, now: datetime, today: date
) -> list[Enrolment]:
    """Give seats that later changes left free to who waits again, in order; return who moved up.

    Without a later change everything is as it was, and stays so.
    """
    promoted: list[Enrolment] = []
    for track in _touched(making, rows, ("enrolment", "track")):
        if _later(making, since, "track", track.id or 0, lambda row: True) or _later_seats(making, track, since=since):
            moved, _ = seating.fill_seats(making.session, track, now=now, today=today)
            promoted += moved
    return promoted


def drop_cancelled(making: database.Change, change_id: int) -> None:
    """Remove what earlier undos kept as cancelled sessions of Tracks that the change had made: they go with them."""
    rows = net_changes(row_changes(making.connection, change_id))
    own = {(row.before or row.after or {})["id"] for row in rows if row.table == "cancelled_session"}
    for row in rows:
        if row.table == "track" and row.before is None:
            kept = making.connection.execute("SELECT id FROM cancelled_session WHERE track_id = ?", (row.thing_id,))
            for (number,) in kept.fetchall():
                if number not in own:
                    making.connection.execute("DELETE FROM cancelled_session WHERE id = ?", (number,))


def count_on(making: database.Change, rows: Sequence[RowChange]) -> None:
    """Let calendar programs follow: a session that is as it was before has a higher `sequence` than it ever had, and
    one that is gone again is kept as cancelled (source: RFC 5545, 3.8.7.4).
    """
    was: dict[str, int] = {}
    for row in rows:
        if row.table in ("track_session", "cancelled_session"):
            for image in (row.before, row.after):
                if image is not None and image["uid"] is not None:
                    was[image["uid"]] = max(was.get(image["uid"], 0), image["sequence"])
    connection = making.connection
    for uid, sequence in was.items():
        for table in ("track_session", "cancelled_session"):
            connection.execute(f"UPDATE {table} SET sequence = ? WHERE uid = ?", (sequence + 1, uid))
    for row in rows:
        gone: dict[str, Any] = row.before or {}
        if row.table == "track_session" and row.after is None and gone["uid"] is not None:
            here = connection.execute(
                """SELECT 1 FROM track WHERE id = :track_id
                      AND NOT EXISTS (SELECT 1 FROM cancelled_session WHERE uid = :uid)""",
                gone,
            ).fetchone()
            if here is not None:
                connection.execute(
                    """INSERT INTO cancelled_session (track_id, uid, sequence, starts_at, ends_at, quarter, location)
                       VALUES (:track_id, :uid, :sequence, :starts_at, :ends_at, :quarter, :location)""",
                    {**gone, "sequence": was[gone["uid"]] + 1},
                )
    making.session.expire_all()


def _later(
    making: database.Change, since: int, thing: str, thing_id: int, matters: Callable[[RowChange], bool]
) -> tuple[int, ...]:
    """Return the numbers of the later changes that touched a thing in a row that matters."""
    found = later_rows(making.connection, since=since, thing=thing, thing_id=thing_id)
    return tuple(dict.fromkeys(number for number, row in found if matters(row)))


def _later_seats(making: database.Change, track: Track, *, since: int) -> bool:
    return any(
        (row.after or row.before or {}).get("track_id") == track.id
        for _, row in later_rows(making.connection, since=since, thing="enrolment")
        if row.table == "enrolment"
    )


def _touched(making: database.Change, rows: Iterable[RowChange], tables: Sequence[str]) -> list[Track]:
    """Return the Tracks, as far as they are there, that rows of `tables` belong to."""
    numbers: dict[int, None] = {}
    for row in rows:
        if row.table in tables:
            image = row.after or row.before or {}
            numbers[image["track_id"] if row.table == "enrolment" else row.thing_id] = None
    found = [making.session.get(Track, number) for number in numbers]
    return [track for track in found if track is not None]


def _over(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield the Tracks that have ended since, where an enrolment would be alive in them again."""
    back = [
        row
        for row in rows
        if row.table == "enrolment"
        and row.after is not None
        and row.after["status"] in _LIVE
        and (row.before is None or row.before["status"] != row.after["status"])
    ]
    for track in _touched(making, back, ("enrolment",)):
        if track.status in _OVER:
            ended = _later(making, since, "track", track.id or 0, _changes("track", "status"))
            if ended:
                yield Obstacle(Why.OVER, "track", track.id or 0, ended)


def _closed(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield the hubs that were closed since, where a Track of theirs would come back."""
    for number in dict.fromkeys(
        row.after["hub_id"] for row in rows if row.table == "track_hub" and row.before is None and row.after is not None
    ):
        hub = making.session.get(Hub, number)
        if hub is not None and hub.stage is Stage.CLOSED:
            closed = _later(making, since, "hub", number, _changes("hub", "stage"))
            if closed:
                yield Obstacle(Why.CLOSED, "hub", number, closed)


def _changes(table: str, column: str) -> Callable[[RowChange], bool]:
    """Return what tells whether a row is one of `table` whose `column` became another."""
    return lambda row: row.table == table and (row.before or {}).get(column) != (row.after or {}).get(column)


def _overlapping(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield the Tracks in which a session that was added or moved since is at the time of one that comes back."""
    for track in _touched(making, rows, ("track_session",)):
        own = sessions_of(making.session, track)
        if any(first.ends_at > second.starts_at for first, second in pairwise(own)):
            moved = _later(making, since, "track", track.id or 0, lambda row: row.table == "track_session")
            if moved:
                yield Obstacle(Why.OVERLAP, "track", track.id or 0, moved)


def _clashing(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield the Tracks that have been given a trainer's time since, where that trainer would be needed again."""
    for track in _touched(making, rows, _SCHEDULE):
        for other in tracks_of_shared_trainers(making.session, track):
            taken = [
                number
                for each in (other, track.id or 0)
                for number in _later(making, since, "track", each, lambda row: row.table in _SCHEDULE)
            ]
            if taken:
                yield Obstacle(Why.CLASH, "track", other, tuple(dict.fromkeys(taken)))


def _oversold(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield who took the seat that would be given back: a Track is never oversold by an undo."""
    session = making.session
    seats: dict[int, int] = {}
    for row in rows:
        for track_id, difference in _seats(row):
            seats[track_id] = seats.get(track_id, 0) + difference
    for track_id, more in seats.items():
        track = session.get(Track, track_id)
        if track is None or more <= 0 or seating.seats_taken(session, track) <= track.capacity:
            continue
        taken: dict[int, int] = {}
        for change_id, difference in _later_seats_of(making, track_id, since=since, counting=True):
            taken[change_id] = taken.get(change_id, 0) + difference
        takers = tuple(change_id for change_id, difference in taken.items() if difference > 0)
        if not takers:  # an undo that let somebody move up does not count itself, as what it took back does not
            whole = _later_seats_of(making, track_id, since=since, counting=False)
            if sum(difference for _, difference in whole) > 0:
                takers = (max(change_id for change_id, difference in whole if difference > 0),)
        if takers:
            yield Obstacle(Why.FULL, "track", track_id, takers)


def _later_seats_of(making: database.Change, track_id: int, *, since: int, counting: bool) -> list[tuple[int, int]]:
    """Return later changes, once for each row by which they make the Track fuller or emptier, and by how many seats."""
    return [
        (change_id, difference)
        for thing in ("enrolment", "track")
        for change_id, later in later_rows(making.connection, since=since, thing=thing, counting=counting)
        for own, difference in _seats(later)
        if own == track_id
    ]


def _seats(row: RowChange) -> Iterator[tuple[int, int]]:
    """Yield by how many seats a row that changed makes a Track fuller."""
    if row.table == "enrolment":
        for image, sign in ((row.before, -1), (row.after, 1)):
            if image is not None and image["status"] in SEATED:
                yield image["track_id"], sign
    if row.table == "track" and row.before is not None and row.after is not None:
        yield row.thing_id, row.before["capacity"] - row.after["capacity"]


def _namesakes(making: database.Change, rows: Iterable[RowChange], *, since: int) -> Iterator[Obstacle]:
    """Yield the themes with a name of one that comes back: the two could not be told apart."""
    back = [row.after for row in rows if row.table == "theme" and row.after is not None]
    for image in back:
        names = {fold(image[column]) for column in ("key", "name_nl", "name_en") if image[column]}
        for theme in making.session.exec(select(Theme).where(Theme.id != image["id"]).order_by(Theme.key)):
            if names & {fold(name) for name in (theme.key, theme.name_nl, theme.name_en) if name}:
                later = later_rows(making.connection, since=since, thing="theme", thing_id=theme.id)
                yield Obstacle(Why.TAKEN, "theme", theme.id or 0, tuple(dict.fromkeys(number for number, _ in later)))
