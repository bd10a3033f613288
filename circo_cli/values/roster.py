"""A Track with everybody in it: who has a seat, who waits, who was invited, who came."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.values.text import counted
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, TrackStatus


class Workshop(NamedTuple):
    """A session of a Track; moments are UTC, dates those of the hub."""

    number: int
    starts_at: str
    ends_at: str
    starts_on: str
    ends_on: str
    location: str | None


class Place(NamedTuple):
    """A company's place in a Track.

    `came` holds how many people came to each session: 0 for nobody, None where that is not on record. `position` is
    that in the waiting list.
    """

    enrolment: str
    company_id: int
    company: str
    name: str
    kvk: str | None
    chain_role: str | None
    status: str
    people: int
    score: int | None
    outcome: str | None
    position: int | None
    came: tuple[int | None, ...]


class Roster(NamedTuple):
    """A Track with its workshops and the places in it; hubs and trainers by name."""

    key: str
    title: str
    status: str
    kind: str
    theme: str | None
    quarter: str
    capacity: int
    minimum: int
    location: str | None
    taught_in: str
    reason: str | None
    timezone: str
    hubs: tuple[str, ...]
    trainers: tuple[str, ...]
    workshops: tuple[Workshop, ...]
    places: tuple[Place, ...]

    @property
    def over(self) -> bool:
        """Tell whether the Track is completed or cancelled."""
        return self.status in (TrackStatus.COMPLETED, TrackStatus.CANCELLED)

    @property
    def seated(self) -> tuple[Place, ...]:
        """Return the places that hold a seat."""
        return tuple(place for place in self.places if place.status in SEATED)

    def with_status(self, *statuses: EnrolmentStatus) -> tuple[Place, ...]:
        """Return the places that have one of these statuses."""
        return tuple(place for place in self.places if place.status in statuses)

    def has_begun(self, now: str) -> bool:
        """Tell whether the first session has begun at the moment `now`."""
        return bool(self.workshops) and self.workshops[0].starts_at <= now

    def filling(self) -> str:
        """Return in words how full the Track is: companies and people apart, and what is free, waits or lacks."""
        seats, people = len(self.seated), sum(place.people for place in self.seated)
        words = f"{counted(seats, 'company', 'companies')}, {counted(people, 'person', 'people')}"
        if self.over:
            return words
        words += f": {max(0, self.capacity - seats)} of {counted(self.capacity, 'seat', 'seats')} free"
        waiting = len(self.with_status(EnrolmentStatus.WAITLISTED))
        if waiting:
            words += f", {counted(waiting, 'company waits', 'companies wait')}"
        if seats < self.minimum:
            words += f", {self.minimum - seats} short of the minimum of {self.minimum}"
        return words
