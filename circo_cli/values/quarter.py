"""Quarters of a year: what programmes, goals and reports are counted in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from circo_cli.values.dates import FIRST_YEAR, LAST_YEAR

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_YEAR_FIRST = r"(?i)([0-9]{4})[ /-]?[qk]([0-9])"
_QUARTER_FIRST = r"(?i)[qk]([0-9])(?:[ /-]?([0-9]{4}))?"
_SPOKEN = (
    r"(?:([1-4])(?:e|de|ste|st|nd|rd|th)? (?:kwartaal|quarter)|(?:kwartaal|quarter) ([1-4]))"
    r"(?: (?:van |of )?([0-9]{4}))?"
)
_ORDINALS = {
    **dict.fromkeys(("eerste", "first"), "1"),
    **dict.fromkeys(("tweede", "second"), "2"),
    **dict.fromkeys(("derde", "third"), "3"),
    **dict.fromkeys(("vierde", "fourth"), "4"),
}
WORDS = {
    **dict.fromkeys(("this", "deze", "dit", "huidige", "current"), 0),
    **dict.fromkeys(("next", "volgende", "volgend"), 1),
    **dict.fromkeys(("last", "previous", "vorige", "vorig"), -1),
}


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A quarter of a calendar year, ordered by time, printed ``2026Q2``.

    Raises ValueError where `number` is not 1 to 4 or the year is outside 1900 to 2199.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is no quarter."""
        if not 1 <= self.number <= 4:
            raise ValueError(f"there is no quarter {self.number}: quarters run from Q1 to Q4")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"the year {self.year} is outside {FIRST_YEAR} to {LAST_YEAR}")

    @classmethod
    def containing(cls, day: date) -> Quarter:
        """Return the quarter that `day` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Return the quarter that is stored as `text` (``2026Q2``)."""
        return cls(int(text[:4]), int(text[5:]))

    def __str__(self) -> str:
        """Return the printed form, ``2026Q2``."""
        return f"{self.year}Q{self.number}"

    @property
    def code(self) -> str:
        """The form inside keys, ``2026q2``."""
        return f"{self.year}q{self.number}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        following = date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, self.number * 3 + 1, 1)
        return following - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return self.plus(1)

    @property
    def previous(self) -> Quarter:
        """The quarter before this one."""
        return self.plus(-1)

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter so many quarters later (earlier, where negative)."""
        year, index = divmod(self._ordinal() + quarters, 4)
        return Quarter(year, index + 1)

    def minus(self, other: Quarter) -> int:
        """Return how many quarters this one is later than `other`."""
        return self._ordinal() - other._ordinal()

    def _ordinal(self) -> int:
        return self.year * 4 + self.number - 1


def parse_quarter(text: str, *, today: date) -> Quarter:
    """Return the quarter that `text` names: ``2026Q2``, ``2026-q2``, ``Q2`` of this year, ``this``, ``next``,
    ``last`` or their Dutch words, ``2e kwartaal 2026``, in any case; K (kwartaal) is taken for Q.

    Raises ValueError, with a sentence for the user, for anything else.
    """
    typed = " ".join(text.split())
    step = WORDS.get(typed.lower().removesuffix(" quarter").removesuffix(" kwartaal"))
    try:
        if step is not None:
            return Quarter.containing(today).plus(step)
        if match := re.fullmatch(_YEAR_FIRST, typed):
            return Quarter(int(match[1]), int(match[2]))
        if match := re.fullmatch(_QUARTER_FIRST, typed):
            return Quarter(int(match[2] or today.year), int(match[1]))
        first, _, rest = typed.lower().partition(" ")
        if match := re.fullmatch(_SPOKEN, f"{_ORDINALS.get(first, first)} {rest}"):
            return Quarter(int(match[3] or today.year), int(match[1] or match[2]))
    except ValueError as error:
        raise ValueError(f"'{typed}' is not a quarter: {error}") from None
    raise ValueError(f"'{typed}' is not a quarter: write 2026Q2, Q2, this, next or last")
