"""What is checked when Tracks are scheduled from a file: as ``track schedule`` does, for many at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from circo_cli.domain.clashes import public_holidays, weekends
from circo_cli.intake.known import Known, Numbering
from circo_cli.intake.mapping import BadValueError
from circo_cli.intake.occupied import Occupied, Taken, place, trainer
from circo_cli.intake.workshops import Workshop
from circo_cli.queries.known_names import known_names
from circo_cli.storage.database import Change
from circo_cli.values.keys import track_key
from circo_cli.values.names import NameIndex
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Stage

_NUMBERED = re.compile(r"(.+-[0-9]{4}q[1-4]-)([1-9][0-9]{0,5})")


class Home(NamedTuple):
    """A hub, as Tracks have to do with it."""

    id: int
    key: str
    country: str
    timezone: str
    stage: str

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone on whose clock its sessions are held."""
        return ZoneInfo(self.timezone)


class Course(NamedTuple):
    """A Track as it is to be; `called` is its key, or says which row it is."""

    called: str
    planned_quarter: str
    cancelled: bool
    title: str
    location: str | None
    hubs: tuple[str, ...]
    trainers: tuple[str, ...]
    workshops: tuple[Workshop, ...]


class TrackNumbering(Numbering):
    """Gives Tracks their keys: the hub, the planned quarter and a number that no Track of both had before."""

    def __init__(self, change: Change) -> None:
        """Begin after the highest number that each hub and quarter has or had."""
        super().__init__("track", change)
        self._highest: dict[str, int] = defaultdict(int)
        for key in self._taken:
            self._count(key)

    def _count(self, key: str) -> None:
        if match := _NUMBERED.fullmatch(key):
            self._highest[match[1]] = max(self._highest[match[1]], int(match[2]))

    def check_for(self, key: str, *, hub: str) -> str:
        """Return the `key` that a file gives a new Track of `hub`, as it is stored, or raise `BadValueError`."""
        typed = key.lower()
        match = _NUMBERED.fullmatch(typed)
        if match is None or match[1][: -len("2026q2-")] != f"{hub}-":
            raise BadValueError(f"is no key of a Track of {hub}, such as {hub}-2026q2-1", field="key")
        self.refuse_used(typed)
        return typed

    def reserve(self, key: str) -> None:
        """Keep `key` for the row that has it."""
        super().reserve(key)
        self._count(key)

    def following(self, hub: str, planned_quarter: str) -> str:
        """Return the next key of a Track of `hub` in a quarter."""
        quarter = Quarter.parse(planned_quarter)
        beginning = track_key(hub, quarter, 1)[:-1]
        key = track_key(hub, quarter, self._highest[beginning] + 1)
        self.reserve(key)
        return key


class Scheduling:
    """Refuses and remarks what ``track schedule`` does of a Track, against all others and earlier rows of the file."""

    def __init__(self, known: Known, homes: Mapping[str, Home], occupied: Occupied) -> None:
        """Check against what is `occupied`."""
        self._known = known
        self._homes = homes
        self._occupied = occupied
        self._names: dict[str, list[str]] = {}

    def check(self, course: Course, *, past: bool, forced: bool) -> None:
        """Raise `BadValueError` for a new Track of a closed hub, unless that is of the `past`, and for trainer clashes.

        What else looks odd is warned of.
        """
        for key in course.hubs:
            stage = self._homes[key].stage
            if stage == Stage.CLOSED and not past:
                field = "hub" if key == course.hubs[0] else "hubs"
                raise BadValueError(
                    "is closed, and a closed hub runs no new Tracks: what it ran before has a status",
                    field=field,
                    value=key,
                )
        self.check_trainers(course, forced=forced)
        for key in course.hubs:
            if self._homes[key].stage != Stage.OPERATIONAL:
                self._known.warn("Tracks of hubs that are not operational", f"{course.called} ({key})")
        self._warn_of_times(course)
        for where, text in (("title", course.title), ("location", course.location)):
            for name in self._names_in(text or ""):
                self._known.warn(f"a {where} names who must not be named, and the network sees it",
                                 f"{course.called} ({name})")  # fmt: skip

    def check_trainers(self, course: Course, *, forced: bool) -> None:
        """Raise `BadValueError` for a trainer at two places at once, or warn of it where it is `forced`."""
        for key in course.trainers:
            for taken in self._taken(course):
                clash = self._occupied.clash(trainer(key), taken)
                if clash is None:
                    continue
                told = f"{key} gives {clash.track} on {clash.starts_on}, at the same time"
                if not forced:
                    raise BadValueError(
                        f"{told}: choose another date or trainer, or give a reason", field="trainers", value=key
                    )
                self._known.warn("trainers at two places at once", f"{course.called}: {told}")

    def _warn_of_times(self, course: Course) -> None:
        """Warn of places that are taken, weekends, holidays, and a first session outside the planned quarter."""
        home = self._homes[course.hubs[0]]
        rows = course.workshops
        if not rows:
            return
        for taken in self._taken(course) if course.location else ():
            clash = self._occupied.clash(place(course.location or ""), taken)
            if clash is not None:
                told = f"{course.called} ({course.location}, {clash.track} on {clash.starts_on})"
                self._known.warn("places that another Track has at the same time", told)
        countries = list(dict.fromkeys(self._homes[key].country for key in course.hubs))
        for about, told_of in (
            ("sessions at a weekend", weekends(rows)),
            ("sessions on a public holiday", public_holidays(rows, countries, home=home.country)),
        ):
            for told in told_of:
                self._known.warn(about, f"{course.called} ({told})")
        if rows[0].quarter != course.planned_quarter:
            told = f"{course.called} (counts in {rows[0].quarter}, not in {course.planned_quarter})"
            self._known.warn("a first session that is not in the planned quarter", told)

    @cached_property
    def _index(self) -> NameIndex:
        return known_names(self._known.change.reader)

    def _names_in(self, text: str) -> list[str]:
        if text not in self._names:
            self._names[text] = [hit.text for hit in self._index.find(text)] if text else []
        return self._names[text]

    def keep(self, course: Course) -> None:
        """Let rows that follow clash with this Track too."""
        self._occupied.release(course.called)
        whats = [*map(trainer, course.trainers), *([place(course.location)] if course.location else [])]
        for taken in self._taken(course):
            self._occupied.take(whats, taken)

    def _taken(self, course: Course) -> Iterable[Taken]:
        if course.cancelled:
            return []
        return [Taken(each.starts_at, each.ends_at, each.starts_on, course.called) for each in course.workshops]
