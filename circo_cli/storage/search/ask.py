"""Asking the index: the documents that answer best, found by their rarest words and then measured one by one.

However large the database is, no word is followed through more than its newest few hundred documents, and no more
than a few hundred documents are measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import log, prod
from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.storage.search.analysis import Term, terms_of
from circo_cli.storage.search.places import NETWORK, hub_mark, number_of, span_of
from circo_cli.storage.search.slots import Measure, Scale, Slot, slot_of

_FOLLOWED = 400
"""A word is followed through so many documents; how many more there are is worked out from where these stand."""

_TOGETHER = 100
_COMBINATIONS = 12
_PASSED = 100_000
"""So many places of the index may be passed in looking for documents that hold several words together."""

_OTHERS = 30
"""A young network is measured as if it knew so many things that have none of the words."""

_MEASURED = 160
_TYPED = 60
"""So many words of a longer text are asked for."""

_COMPLETIONS = 24
_NEAR = 4
_LIKENESS = 0.55
_SHORTEST_MEANT = 5
_LONGEST = 20_000


class Sight(NamedTuple):
    """Who asks: CIRCO without either, a hub, or the network."""

    hub_id: int | None = None
    network: bool = False

    @property
    def all(self) -> bool:
        """Tell whether everything may be seen."""
        return self.hub_id is None and not self.network

    def condition(self) -> str:
        """Return what is added to a full-text query so that it passes over what may not be seen."""
        if self.all:
            return ""
        marks = [NETWORK] if self.hub_id is None else [NETWORK, hub_mark(self.hub_id)]
        return " AND who : (" + " OR ".join(f'"{mark}"' for mark in marks) + ")"


EVERYTHING = Sight()


class Match(NamedTuple):
    """A thing that answers, and how well: from 0 to 1."""

    number: int
    score: float


class Asked(NamedTuple):
    """A text that was asked for: a slot for each word; with `unfinished` the last word may go on."""

    slots: tuple[Slot, ...]
    unfinished: str = ""

    def tokens(self) -> frozenset[str]:
        """Return everything by which a document can have been found."""
        return frozenset(token for slot in self.slots for token in slot.tokens())


def asked(reader: Reader, text: str, *, prefix: bool = False) -> Asked:
    """Return what is asked for with `text`; with `prefix` its last word may be the beginning of one."""
    terms = terms_of(text[:_LONGEST])[:_TYPED]
    last = terms[-1].word if prefix and terms and not text[-1:].isspace() and "_" not in terms[-1].word else ""
    slots = tuple(_completed(reader, term, unfinished=bool(last) and term.word == last) for term in terms)
    return Asked(slots, last)


def best_matches(
    reader: Reader,
    noun: str,
    question: Asked,
    *,
    measure: Measure,
    sight: Sight = EVERYTHING,
    floor: float,
    limit: int,
) -> list[Match]:
    """Return the `noun`s that answer `question` best and score `floor` at least: the best first, of equals the newest.

    What is found by an index that names more than `sight` may see is still to be looked at by the caller.
    """
    if not question.slots or limit <= 0:
        return []
    first, last = span_of(noun)
    newest = reader.value("SELECT max(id) FROM search_document WHERE id BETWEEN :a AND :b", {"a": first, "b": last})
    if newest is None:
        return []
    number = newest - first + _OTHERS
    search = _Search(reader, first, newest, number, sight)
    found = search.follow(question.slots)
    scale = Scale(question.slots, search.weights, measure=measure, rarest=log(1 + number))
    places = sorted(found, key=lambda place: (-found[place], -place))[:_MEASURED]
    matches = _measured(reader, places, scale, sight, own_is_title=noun == "question")
    return [match for match in matches if match.score >= floor][:limit]


class _Search:
    """One search in the span of one noun: what was found, and how rare each word is there."""

    def __init__(self, reader: Reader, first: int, newest: int, number: int, sight: Sight) -> None:
        self.reader = reader
        self.first = first
        self.newest = newest
        self.number = number
        self.condition = sight.condition()
        self.weights: dict[str, float] = {}
        self.counts: dict[str, int] = {}
        self.places: dict[str, list[int]] = {}

    def follow(self, slots: Sequence[Slot]) -> dict[int, float]:
        """Return the documents that fill some of `slots`, with how much they fill at a first look."""
        for slot in slots:
            for token in slot.tokens():
                if token not in self.places:
                    self._follow_token(token)
        found: dict[int, float] = {}
        for slot in slots:
            filled: dict[int, float] = {}
            for token in slot.tokens():
                weight = self.weights[token]
                for place in self.places[token]:
                    if filled.get(place, 0.0) < weight:
                        filled[place] = weight
            for place, weight in filled.items():
                found[place] = found.get(place, 0.0) + weight
        for together in self._together(slots):
            weight = sum(max(self.weights[token] for token in slot.tokens()) for slot in together)
            wanted = " AND ".join(_any_of(slot, self.counts) for slot in together)
            for place in self._rows(wanted, _TOGETHER):
                found[place] = max(found.get(place, 0.0), weight)
        return found

    def _follow_token(self, token: str) -> None:
        places = self._rows(f'"{token}"', _FOLLOWED)
        count = len(places)
        if count == _FOLLOWED:
            count = max(count, count * self.number // max(1, self.newest - places[-1] + 1))
            places = self._rows(f'{{title own}} : "{token}"', _FOLLOWED)
        self.places[token] = places
        self.counts[token] = count
        self.weights[token] = log(1 + (self.number - count + 0.5) / (count + 0.5)) if count > 0 else 0.0

    def _rows(self, wanted: str, limit: int) -> list[int]:
        rows = self.reader.rows(
            """SELECT rowid FROM search_index WHERE search_index MATCH :wanted AND rowid BETWEEN :first AND :last
                 ORDER BY rowid DESC LIMIT :limit""",
            {"wanted": f"({wanted}){self.condition}", "first": self.first, "last": self.newest, "limit": limit},
        )
        return [place for (place,) in rows]

    def _together(self, slots: Sequence[Slot]) -> Iterator[tuple[Slot, ...]]:
        """Yield slots to be looked for in one document: needed only where a word has more than was followed."""
        weighty = [slot for slot in slots if slot.weight == 1.0] or slots
        counted = [(sum(self.counts[token] for token in slot.tokens()), slot) for slot in weighty]
        known = sorted((pair for pair in counted if pair[0]), key=lambda pair: pair[0])[:6]
        if all(count < _FOLLOWED for count, _ in known):
            return
        left, tried = float(_PASSED), 0
        for length in range(len(known), 1, -1):
            for chosen in combinations(known, length):
                expected = self.number * prod(min(1.0, count / self.number) for count, _ in chosen)
                cost = sum(count for count, _ in chosen) * min(1.0, _TOGETHER / max(expected, 1.0))
                if tried < _COMBINATIONS and cost <= left and max(count for count, _ in chosen) >= _FOLLOWED:
                    left, tried = left - cost, tried + 1
                    yield tuple(slot for _, slot in chosen)


def _any_of(slot: Slot, counts: dict[str, int]) -> str:
    return "(" + " OR ".join(f'"{token}"' for token in dict.fromkeys(slot.tokens()) if counts[token]) + ")"


def _measured(reader: Reader, places: Sequence[int], scale: Scale, sight: Sight, *, own_is_title: bool) -> list[Match]:
    """Return the documents at `places` with their scores, each by what `sight` may see of it."""
    chosen = ", ".join(str(place) for place in places)
    own = None if sight.hub_id is None else hub_mark(sight.hub_id)
    matches: list[Match] = []
    for place, size, title, body, kept, more, who in reader.rows(
        f"SELECT id, size, title, body, own, more, who FROM search_document WHERE id IN ({chosen})"
    ):
        marks = who.split()
        if not (sight.all or own in marks or NETWORK in marks):
            continue
        words, rest = set(title.split()), set(body.split())
        if kept and (sight.all or own in marks):
            (words if own_is_title else rest).update(kept.split())
        if more and sight.all:
            rest.update(more.split())
        matches.append(Match(number_of(place), scale.score(words, rest, size)))
    return sorted(matches, key=lambda match: (-match.score, -match.number))


def _completed(reader: Reader, term: Term, *, unfinished: bool) -> Slot:
    """Return the slot of a word, with the words that it may be the beginning of, or may have been meant for."""
    begun = _beginning_with(reader, term.word) if unfinished and len(term.word) > 1 else []
    if begun or term.groups or term.parts or len(term.word) < _SHORTEST_MEANT or not term.word.isalpha():
        return slot_of(term, near=begun)
    known = reader.value("SELECT 1 FROM search_word WHERE word = :word", {"word": term.stems[0]})
    return slot_of(term, near=() if known else _like(reader, term.stems[0]))


def _beginning_with(reader: Reader, word: str) -> list[str]:
    rows = reader.rows(
        f"""SELECT word FROM search_word WHERE word >= :word AND word < :end
             ORDER BY length(word), word LIMIT {_COMPLETIONS}""",
        {"word": word, "end": word + "\U0010ffff"},
    )
    return [each for (each,) in rows]


def _like(reader: Reader, word: str) -> list[str]:
    """Return the words of the index that a word which it does not know is written most like."""
    start = word[:2]
    rows = reader.rows(
        "SELECT word FROM search_word WHERE word >= :start AND word < :end AND length(word) BETWEEN :least AND :most",
        {"start": start, "end": start + "\U0010ffff", "least": len(word) - 2, "most": len(word) + 2},
    )
    wanted = _trigrams(word)
    near = []
    for (each,) in rows:
        theirs = _trigrams(each)
        likeness = 2 * len(wanted & theirs) / (len(wanted) + len(theirs))
        if likeness >= _LIKENESS:
            near.append((-likeness, each))
    return [each for _, each in sorted(near)[:_NEAR]]


def _trigrams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
