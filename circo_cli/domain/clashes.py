"""What a Track clashes with: trainers and places elsewhere, days off, its quarter, hubs that do not run.

A change of a Track is checked by what it changed: what was warned of, or forced, before is not brought up again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import identity
from circo_cli.domain.schedule import sessions_of
from circo_cli.errors import MissingValueError, RefusedError
from circo_cli.storage.tables import Hub, Track, TrackSession, Trainer, track_hub, track_trainer
from circo_cli.values.vocabulary import Stage, TrackStatus


class Held(Protocol):
    """A session, by its days on the hub's own clock."""

    @property
    def starts_on(self) -> str:
        """The day on which it starts."""

    @property
    def ends_on(self) -> str:
        """The day on which it ends."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sessions of a Track are checked against; a new Track has none yet.

    `hubs` are its organisers by id, with their countries; `counts_in` is the quarter of its first session.
    """

    hubs: tuple[Hub, ...] = ()
    trainers: frozenset[int] = frozenset()
    location: str | None = None
    planned_quarter: str | None = None
    counts_in: str | None = None


def surroundings_of(session: Session, track: Track) -> Surroundings:
    """Return the surroundings of a Track as they are now."""
    session.flush()
    query = (
        select(Hub)
        .join(track_hub, track_hub.c.hub_id == Hub.id)
        .where(track_hub.c.track_id == identity(track))
        .order_by(track_hub.c.position)
    )
    own = sessions_of(session, track)
    return Surroundings(
        hubs=tuple(session.exec(query)),
        trainers=frozenset(_trainers_of(session, identity(track))),
        location=track.location,
        planned_quarter=track.planned_quarter,
        counts_in=own[0].quarter if own else None,
    )


def check_changed(
    session: Session,
    track: Track,
    *,
    before: Surroundings,
    rows: Sequence[TrackSession],
    relocated: Sequence[TrackSession] = (),
    force: bool,
) -> list[str]:
    """Refuse what may not be, and return the warnings, of a change.

    It gave the sessions `rows` their times, and those of `relocated` only another place.

    Raises `RefusedError` for a trainer at two places at once or a closed hub, unless that is forced (source: the
    contract, Tracks).
    """
    now = surroundings_of(session, track)
    own = sessions_of(session, track)
    others = [row for row in own if row not in rows]
    joined = [hub for hub in now.hubs if hub not in before.hubs]
    known = {hub.country for hub in before.hubs}
    following = [row for row in others if row.location is None and track.location != before.location]
    warnings = _check_hubs(joined, force=force)
    warnings += _check_trainers(
        [
            *_trainer_clashes(session, track, rows, now.trainers),
            *_trainer_clashes(session, track, others, now.trainers - before.trainers),
        ],
        force=force,
    )
    warnings += _place_clashes(session, track, [*rows, *relocated, *following])
    warnings += weekends(rows)
    countries = list(dict.fromkeys(hub.country for hub in now.hubs))
    home = countries[0]
    warnings += public_holidays(rows, countries, home=home)
    warnings += public_holidays(others, [each for each in countries if each not in known], home=home)
    if (now.planned_quarter, now.counts_in) != (before.planned_quarter, before.counts_in):
        warnings += _other_quarter(track, own)
    return warnings


def require_reason(*, force: bool, reason: str | None) -> None:
    """Raise `UsageError` for force without a reason."""
    if force and reason is None:
        raise MissingValueError(
            "--force needs a reason", parameter="reason", hint="add --reason TEXT", code="reason-missing"
        )


def _check_hubs(hubs: Iterable[Hub], *, force: bool) -> list[str]:
    warnings = []
    for hub in hubs:
        if hub.stage is Stage.CLOSED and not force:
            raise RefusedError(
                f"{hub.key} is closed, and a closed hub runs no new Tracks",
                hint="circo hub list --stage operational; what it ran before is recorded with --force --reason TEXT",
                code="hub-closed",
            )
        if hub.stage is not Stage.OPERATIONAL:
            warnings.append(f"{hub.key} is {hub.stage}, not operational; its Track is scheduled all the same")
    return warnings


def _check_trainers(clashes: list[str], *, force: bool) -> list[str]:
    if clashes and not force:
        raise RefusedError(
            clashes[0],
            hint="choose another date or trainer, or add --force --reason TEXT",
            code="trainer-clash",
            details=clashes,
        )
    return clashes


def _trainer_clashes(
    session: Session, track: Track, rows: Iterable[TrackSession], trainers: AbstractSet[int]
) -> list[str]:
    """Return where `trainers` are elsewhere during `rows`, whatever the clocks say; end = start is no overlap."""
    if not trainers:
        return []
    names = _trainers_of(session, identity(track))
    return [
        f"{names[number]} gives {other_track.key} on {other.starts_on}, at the same time"
        for row in rows
        for other, other_track in _others_at(session, track, row)
        for number in _trainers_of(session, identity(other_track))
        if number in trainers
    ]


def tracks_of_shared_trainers(session: Session, track: Track) -> list[int]:
    """Return the ids of other Tracks that need one of its trainers while it has a session."""
    own = _trainers_of(session, identity(track)).keys()
    return list(
        dict.fromkeys(
            identity(other)
            for row in (sessions_of(session, track) if own else ())
            for _, other in _others_at(session, track, row)
            if own & _trainers_of(session, identity(other)).keys()
        )
    )


def _place_clashes(session: Session, track: Track, rows: Iterable[TrackSession]) -> list[str]:
    return [
        f"{place} is taken by {other_track.key} on {other.starts_on}, at the same time"
        for row in rows
        if (place := row.location or track.location) is not None
        for other, other_track in _others_at(session, track, row)
        if (other.location or other_track.location or "").casefold() == place.casefold()
    ]


def weekends(rows: Iterable[Held]) -> list[str]:
    """Return a sentence for each day of sessions that is a Saturday or a Sunday."""
    return [
        f"{day} is a {('Saturday', 'Sunday')[day.weekday() - 5]}"
        for row in rows
        for day in _days(row)
        if day.weekday() >= 5
    ]


def public_holidays(rows: Iterable[Held], countries: Sequence[str], *, home: str) -> list[str]:
    """Return a sentence for each public holiday on which a session is held; `home` as its country goes unsaid."""
    if not countries:
        return []
    warnings = []
    for day in [day for row in rows for day in _days(row)]:
        for country in countries:
            name = _holidays_of(country, day.year).get(day)
            if name:
                where = "" if country == home else f" in {country}"
                warnings.append(f"{day} is a public holiday{where}: {name}")
    return warnings


@cache
def _holidays_of(country: str, year: int) -> Mapping[date, str]:
    import holidays

    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US"))
    except NotImplementedError:  # a country that the library does not know
        return {}


def _other_quarter(track: Track, own: Sequence[TrackSession]) -> list[str]:
    if not own or own[0].quarter == track.planned_quarter:
        return []
    day, quarter = own[0].starts_on, own[0].quarter
    return [f"the first session, {day}, is not in {track.planned_quarter}: {track.key} counts in {quarter}"]


def _days(row: Held) -> list[date]:
    """Return the days of a session: two, where it crosses midnight."""
    first, last = date.fromisoformat(row.starts_on), date.fromisoformat(row.ends_on)
    return [first + timedelta(days=after) for after in range((last - first).days + 1)]


def _others_at(session: Session, track: Track, row: TrackSession) -> list[tuple[TrackSession, Track]]:
    """Return the sessions of other Tracks that overlap `row`; a cancelled Track overlaps none."""
    if track.status is TrackStatus.CANCELLED:
        return []
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
