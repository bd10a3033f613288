"""Where a thing stands in the search index, and the marks of those who may see it."""

from __future__ import annotations

NOUNS = ("question", "insight", "company", "track", "hub")
"""What can be searched, in the order of its places in the index."""

NETWORK = "¤network"
"""Marks in the index what the network may see; ``¤17`` what is the hub's with that id."""

_SPACE = 1 << 40
"""How many documents of one noun have a place in the index before those of the next."""


def place_of(noun: str, number: int) -> int:
    """Return the id that the `noun` with the id `number` has in the index."""
    return NOUNS.index(noun) * _SPACE + number


def span_of(noun: str) -> tuple[int, int]:
    """Return the first and the last id that a `noun` can have in the index."""
    return place_of(noun, 0), place_of(noun, _SPACE - 1)


def number_of(place: int) -> int:
    """Return the id of the thing that has the id `place` in the index."""
    return place % _SPACE


def hub_mark(hub_id: int) -> str:
    """Return what marks the things of a hub in the index."""
    return f"¤{hub_id}"
