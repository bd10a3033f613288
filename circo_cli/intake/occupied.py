"""Who and what is taken when: the trainers and places of all Tracks, kept at hand while Tracks are imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from circo_cli.storage.reader import Reader

_DATE = len("2026-04-14")


class Taken(NamedTuple):
    """A session that takes a trainer or a place; moments are UTC, `starts_on` is the hub's day."""

    starts_at: str
    ends_at: str
    starts_on: str
    track: str


def trainer(key: str) -> Hashable:
    """Return what stands for a trainer."""
    return "trainer", key


def place(location: str) -> Hashable:
    """Return what stands for a place."""
    return "place", location.casefold()


class Occupied:
    """The sessions of Tracks that are not cancelled, by trainer and by place."""

    def __init__(self, reader: Reader) -> None:
        """Read the sessions that are stored."""
        self._days: dict[tuple[Hashable, str], list[Taken]] = defaultdict(list)
        self._slots: dict[str, list[tuple[Hashable, str]]] = defaultdict(list)
        for *taken, location in reader.rows(
            """SELECT s.starts_at, s.ends_at, s.starts_on, t.key, coalesce(s.location, t.location)
                 FROM track_session s JOIN track t ON t.id = s.track_id
                WHERE t.status <> 'cancelled' AND coalesce(s.location, t.location) IS NOT NULL"""
        ):
            self.take([place(location)], Taken(*taken))
        for *taken, key in reader.rows(
            """SELECT s.starts_at, s.ends_at, s.starts_on, t.key, r.key
                 FROM track_session s JOIN track t ON t.id = s.track_id
                 JOIN track_trainer tt ON tt.track_id = t.id JOIN trainer r ON r.id = tt.trainer_id
                WHERE t.status <> 'cancelled'"""
        ):
            self.take([trainer(key)], Taken(*taken))

    def take(self, whats: Iterable[Hashable], taken: Taken) -> None:
        """Keep that a session takes these."""
        for what in whats:
            for slot in _slots(what, taken):
                self._days[slot].append(taken)
                self._slots[taken.track].append(slot)

    def release(self, track: str) -> None:
        """Forget the sessions of a Track."""
        for slot in self._slots.pop(track, ()):
            self._days[slot] = [each for each in self._days[slot] if each.track != track]

    def clash(self, what: Hashable, wanted: Taken) -> Taken | None:
        """Return a session of another Track that takes `what` at the same time; end = start is no overlap."""
        for slot in _slots(what, wanted):
            for each in self._days.get(slot, ()):
                if each.track != wanted.track and each.starts_at < wanted.ends_at and wanted.starts_at < each.ends_at:
                    return each
        return None


def _slots(what: Hashable, taken: Taken) -> set[tuple[Hashable, str]]:
    """Return the days (UTC) of a session, of which none is longer than a day and a night."""
    return {(what, taken.starts_at[:_DATE]), (what, taken.ends_at[:_DATE])}
