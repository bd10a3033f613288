"""What is asked for: a slot for each word that was typed, with everything that may fill it, and how well it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from circo_cli.storage.search.analysis import GROUP, Term

_EACH_GROUP = 0.1  # words with several groups in common mean more nearly the same
_OF_PARTS = 0.7
_OF_NEAR = 0.8
_OF_LIGHT = 0.5
_UNKNOWN = 1.25
_USUAL = 6
"""About so many words that say something a question has."""


class Measure(NamedTuple):
    """What counts for how much: a word of like meaning, a word in the body, one in title and body, a longer title.

    With `literal` a word that stands nowhere is missed, whatever there is of like meaning.
    """

    group: float
    body: float
    both: float
    longer: float
    literal: bool = False


ALIKE = Measure(group=1.1, body=0.45, both=0.2, longer=0.8)
"""For what means the same in other words; found by trying it on the paraphrases of tests/benchmarks.

A group of words weighs less than a word already, as it stands in more documents.
"""

NAMED = Measure(group=0.4, body=0.7, both=0.2, longer=0.1, literal=True)
"""For what holds the very words that were typed."""


class Slot(NamedTuple):
    """One word that was asked for: the `stems` and `groups` that may stand for it, or its `parts` together.

    `near` are stems of words that it may be the beginning of, or may have been meant for.
    """

    stems: tuple[str, ...]
    groups: tuple[str, ...]
    parts: tuple[Slot, ...] = ()
    near: tuple[str, ...] = ()
    weight: float = 1.0

    def tokens(self) -> Iterator[str]:
        """Yield everything that may fill the slot, wholly or in part."""
        yield from self.stems
        yield from self.groups
        yield from self.near
        for part in self.parts:
            yield from part.tokens()


def slot_of(term: Term, *, near: Iterable[str] = ()) -> Slot:
    """Return the slot of a word; `near` are stems that may be meant by it."""
    return Slot(
        stems=term.stems,
        groups=tuple(GROUP + group for group in term.groups),
        parts=tuple(slot_of(part) for part in term.parts),
        near=tuple(dict.fromkeys(each for each in near if each not in term.stems)),
        weight=_OF_LIGHT if term.light else 1.0,
    )


class Scale:
    """What every document is measured by: the slots, what a token weighs, and how much there is to fill."""

    def __init__(self, slots: Sequence[Slot], weights: Mapping[str, float], *, measure: Measure, rarest: float) -> None:
        """Measure by `slots`; `rarest` is what a word weighs that stands nowhere."""
        self.slots = slots
        self.weights = weights
        self.measure = measure
        self.whole = sum(self._full(slot) or _UNKNOWN * rarest for slot in slots) or 1.0

    def _full(self, slot: Slot) -> float:
        """Return how much a slot holds at most; 0 where nothing is known of it."""
        known = any(self.weights[token] for token in (*slot.stems, *slot.near))
        return self._filled(slot, self.weights) if known or slot.parts or not self.measure.literal else 0.0

    def _filled(self, slot: Slot, present: Collection[str]) -> float:
        """Return how much of a slot the tokens that are `present` fill."""
        weights = self.weights
        best = 0.0
        for token in slot.stems:
            if token in present and weights[token] > best:
                best = weights[token]
        for token in slot.near:
            if token in present and _OF_NEAR * weights[token] > best:
                best = _OF_NEAR * weights[token]
        together, common = 0.0, 0
        for token in slot.groups:
            if token in present:
                common += 1
                together = max(together, weights[token])
        if common:
            best = max(best, self.measure.group * together * (1 + _EACH_GROUP * (common - 1)))
        if slot.parts:
            best = max(best, _OF_PARTS * sum(self._filled(part, present) for part in slot.parts))
        return best * slot.weight

    def score(self, title: Collection[str], body: Collection[str], size: int) -> float:
        """Return from 0 to 1 how well a document of these tokens answers, whose title has `size` words."""
        got = 0.0
        for slot in self.slots:
            first = self._filled(slot, title)
            second = self._filled(slot, body)
            got += max(first, self.measure.body * second) + self.measure.both * min(first, second)
        typed = len(self.slots)
        return min(1.0, got / self.whole) / (1 + self.measure.longer * max(0, size - typed) / max(typed, _USUAL))
