"""The mix of a Track along the value chain: who is there, who is missing, who could be asked."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.values.roster import Place
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus


class Candidate(NamedTuple):
    """A company that could be invited."""

    company: str
    name: str


class ChainPlace(NamedTuple):
    """A role in the value chain: the places in a Track of companies with it, and who could be invited, best first."""

    role: str
    places: tuple[Place, ...]
    candidates: tuple[Candidate, ...]

    @property
    def seated(self) -> tuple[Place, ...]:
        """Return the places that hold a seat."""
        return tuple(place for place in self.places if place.status in SEATED)

    @property
    def missing(self) -> bool:
        """Tell whether nobody with this role has a seat."""
        return not self.seated

    def with_status(self, status: EnrolmentStatus) -> tuple[Place, ...]:
        """Return the places with this status."""
        return tuple(place for place in self.places if place.status == status)
