"""What a digest is made of: for whom, of which days, and items that know what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from circo_cli.values.quarter import Quarter

SECTIONS = (
    "hub_news",
    "upcoming_tracks",
    "methods",
    "insights",
    "answers",
    "recurring",
    "open_questions",
)
"""The sections, in the order of the contract."""

_CHECKED = ("title", "question", "answers", "body", "topics", "comments", "name", "location", "sector")
"""Fields that hold what people typed, and that a name could hide in; partners may be named."""

_OF_THE_CLOCK = frozenset({"overdue"})
"""Fields that change without anybody saying anything new."""


class Audience(NamedTuple):
    """For whom a digest is: `name` is ``circo``, ``network`` or ``hub:KEY``, `hub_id` that hub's."""

    name: str
    hub_id: int | None = None

    @property
    def sees_all(self) -> bool:
        """Tell whether everything is this audience's own."""
        return self.name == "circo"

    def owns(self, condition: str) -> str:
        """Return SQL that is 1 where a row is the audience's own: where `condition` holds for the hub ``:hub``."""
        if self.sees_all:
            return "1"
        return "0" if self.hub_id is None else f"(CASE WHEN {condition} THEN 1 ELSE 0 END)"


class Period(NamedTuple):
    """The days that a digest is about, both included; a ``--since-last`` digest has none, but a number."""

    label: str
    first: date | None = None
    last: date | None = None
    series: int | None = None

    @property
    def quarter(self) -> Quarter | None:
        """Return the quarter that these days are, or None."""
        from circo_cli.values.quarter import Quarter

        if self.first is None or self.last is None:
            return None
        quarter = Quarter.containing(self.first)
        return quarter if (quarter.first, quarter.last) == (self.first, self.last) else None

    def before(self) -> tuple[date, date] | None:
        """Return the period just before, of the same length; before a quarter stands a quarter."""
        if self.first is None or self.last is None:
            return None
        quarter = self.quarter
        if quarter is not None:
            return quarter.previous.first, quarter.previous.last
        end = self.first - timedelta(days=1)
        return end - (self.last - self.first), end


class Item(NamedTuple):
    """One thing in a section; `identity` tells it from the others there, `own` whether it is the audience's own."""

    section: str
    identity: str
    fields: Mapping[str, Any]
    own: bool = False

    @property
    def fingerprint(self) -> str:
        """Return a digest of what the item says: the same as long as it says the same."""
        from hashlib import sha256  # it loads a library of ciphers, which a search can do without
        from json import dumps

        said = {name: value for name, value in self.fields.items() if name not in _OF_THE_CLOCK}
        return sha256(dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def texts(self) -> Iterator[str]:
        """Yield the texts in which a name could stand."""
        for name in _CHECKED:
            yield from _texts(self.fields.get(name))

    @property
    def labels(self) -> Iterator[tuple[str, str]]:
        """Yield noun and key of the theme and the hubs that the item shows by name."""
        if self.fields.get("theme"):
            yield "theme", self.fields["theme"]
        for name in ("hub", "origin"):
            if self.fields.get(name):
                yield "hub", self.fields[name]
        for key in self.fields.get("hubs") or ():
            yield "hub", key


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each["text"] if isinstance(each, dict) else each)
