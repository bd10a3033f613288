"""What an item of `circo status` is, whose it is, and how many of one kind become one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from circo_cli.values.vocabulary import Urgency

SOON = timedelta(days=14)
FEW = 3
"""Up to so many of one kind and urgency are told one by one; of more, one item tells how many and which is first."""


class Kind(StrEnum):
    """What an item is about, in the order in which one urgency tells them."""

    LAUNCH = "launch"
    TRACK_BEGUN = "track-begun"
    TRACK_OVER = "track-over"
    TRACK_MINIMUM = "track-minimum"
    TRACK_UNDATED = "track-undated"
    WAITING_LIST = "waiting-list"
    QUESTION_OVERDUE = "question-overdue"
    QUESTION_OPEN = "question-open"
    REVIEW = "review"
    FOLLOW_UP = "follow-up"
    STEPS = "steps"
    DIGEST = "digest"
    BACKUP = "backup"


class Item(NamedTuple):
    """One thing that needs attention; `key` is what it is about: a thing, the hub, or ``all``."""

    urgency: Urgency
    kind: Kind
    key: str
    message: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose matters are told, and on which day."""

    today: date
    hub_id: int | None = None
    hub: str | None = None
    whole: bool = False
    """Whether the whole network was asked for in words, so that a configured hub does not narrow the commands."""

    @property
    def key(self) -> str:
        """What many things together are about: the hub, or ``all``."""
        return self.hub or "all"

    @property
    def typed(self) -> str:
        """The option that makes another command's list as wide as this one."""
        return f" --hub {self.hub}" if self.hub else " --hub all" if self.whole else ""

    @property
    def values(self) -> dict[str, object]:
        """The values of a query: the hub, today, and the last day that is soon."""
        return {"hub": self.hub_id, "today": self.today.isoformat(), "soon": self.soon}

    def of_hub(self, column: str) -> str:
        """Return SQL for the condition that `column` is the hub, if there is one."""
        return "1 = 1" if self.hub_id is None else f"{column} = :hub"

    @property
    def soon(self) -> str:
        """The last day that is soon."""
        return (self.today + SOON).isoformat()

    def urgency(self, day: str | None) -> Urgency:
        """Return how urgent something is that has to be done by `day`."""
        if day is None:
            return Urgency.LATER
        if day < self.today.isoformat():
            return Urgency.NOW
        return Urgency.SOON if day <= self.soon else Urgency.LATER

    def few(self, items: Sequence[Item], what: str, command: str | None = None) -> list[Item]:
        """Return `items` of one kind; of each urgency that has more than a few, one item in their place.

        `what` goes behind their number; `command` lists them, else it is that of the first of them.
        """
        kept: list[Item] = []
        for urgency in Urgency:
            group = [item for item in items if item.urgency is urgency]
            kept += group if len(group) <= FEW else [self.many(group[0], len(group), what, command)]
        return kept

    def many(self, first: Item, number: int, what: str, command: str | None = None) -> Item:
        """Return the item that stands for `number` items of which `first` is the first."""
        message = f"{number} {what}; first {first.key}, {first.message}"
        return first._replace(key=self.key, message=message, command=command or first.command)
