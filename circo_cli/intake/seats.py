"""Seats and waiting lists while enrolments are imported: counted at hand, and put in line at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from circo_cli.storage.reader import Reader
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, TrackStatus

Order = tuple[int, str, int]
"""Where a row says that it stands in line: its position, since when it waits, its number in the file."""


@dataclass(slots=True)
class TrackSeats:
    """The seats of one Track, and who joins its waiting list, each with the rank that it has for now."""

    status: str
    capacity: int
    taken: int = 0
    waiting: int = 0
    highest: int = 0
    filled: bool = False
    """Whether the import gave a seat away."""
    joined: list[tuple[Order, int, int]] = field(default_factory=list)

    def __str__(self) -> str:
        """Return in words how full the Track is."""
        return f"{self.taken} of {self.capacity}"

    @property
    def over(self) -> bool:
        """Tell whether the Track is completed or cancelled."""
        return self.status in (TrackStatus.COMPLETED, TrackStatus.CANCELLED)

    @property
    def has_seat_for_next(self) -> bool:
        """Tell whether a newcomer gets a seat: one is free and nobody waits for it."""
        return self.taken < self.capacity and not self.waiting

    def count(self, status: str, *, was: str | None = None) -> None:
        """Count an enrolment that has `status` now, and had another before."""
        self.taken += (status in SEATED) - (was in SEATED)
        self.waiting += (status == EnrolmentStatus.WAITLISTED) - (was == EnrolmentStatus.WAITLISTED)
        self.filled = self.filled or (status in SEATED and was not in SEATED)

    def last_rank(self) -> int:
        """Return the rank behind everybody who waits."""
        self.highest += 1
        return self.highest

    def join(self, number: int, order: Order) -> int:
        """Let the new enrolment `number` wait, and return its rank for now."""
        rank = self.last_rank()
        self.joined.append((order, number, rank))
        return rank


class Seats:
    """The seats of all Tracks."""

    def __init__(self, reader: Reader) -> None:
        """Count what is stored."""
        self._tracks = {
            number: TrackSeats(status, capacity)
            for number, status, capacity in reader.rows("SELECT id, status, capacity FROM track")
        }
        for track, status, count, highest in reader.rows(
            "SELECT track_id, status, count(*), max(waitlist_rank) FROM enrolment GROUP BY track_id, status"
        ):
            seats = self._tracks[track]
            if status in SEATED:
                seats.taken += count
            elif status == EnrolmentStatus.WAITLISTED:
                seats.waiting, seats.highest = count, highest

    def of(self, track: int) -> TrackSeats:
        """Return the seats of a Track."""
        return self._tracks[track]

    @property
    def overfull(self) -> Iterator[int]:
        """The Tracks to which the import gave more seats than they have."""
        return (number for number, seats in self._tracks.items() if seats.filled and seats.taken > seats.capacity)

    def put_in_line(self, connection: sqlite3.Connection) -> None:
        """Give those who joined a waiting list their order, behind everybody who waited before."""
        for seats in self._tracks.values():
            ranks = sorted(rank for _, _, rank in seats.joined)
            line = sorted(seats.joined)
            if all(one[2] < other[2] for one, other in pairwise(line)):
                continue
            numbers = [number for _, number, _ in line]
            # No two may have one rank, not even for a moment: all go beyond the line first.
            beyond = [(seats.highest + place, number) for place, number in enumerate(numbers, start=1)]
            connection.executemany("UPDATE enrolment SET waitlist_rank = ? WHERE id = ?", beyond)
            connection.executemany(
                "UPDATE enrolment SET waitlist_rank = ? WHERE id = ?", list(zip(ranks, numbers, strict=True))
            )
