"""The word that was meant: only one that is like what was typed, for a silly guess is worse than none."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.65
"""From here on two words are alike (`difflib`): two of six letters may differ."""


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return which of the `known` words, in any case, is like `typed`: one slip away, or else most of its letters."""
    from difflib import SequenceMatcher, get_close_matches

    wanted = typed.lower()
    names = {name.lower(): name for name in known}
    slips = [name for name in names if is_slip(wanted, name)]
    if slips:
        return names[max(slips, key=lambda name: SequenceMatcher(None, wanted, name).ratio())]
    near = get_close_matches(wanted, names, n=1, cutoff=_ALIKE)
    return names[near[0]] if near else None


def is_slip(one: str, other: str) -> bool:
    """Tell whether the words are one slip apart: a letter more, less or other, or two that changed places."""
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    one, other = one[begin:], other[begin:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == 2 and one == other[::-1])
