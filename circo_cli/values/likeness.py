"""How alike the names of two companies are: the same one, typed in another way."""

from __future__ import annotations

import re
from typing import NamedTuple

from circo_cli.values.text import fold

NEAR = 90.0
"""From here on two names are nearly the same: of ten letters, one is another."""

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_APOSTROPHE = "['’‘ʼ´`]"
_LEGAL_FORM = r"\b([bnc])\. ?v\b|\b(v)\. ?(o)\. ?(f)\b"
_WORD = r"[^\W_]+"
_DIGITS = r"[0-9]+"

_FORMS = frozenset(
    ("bv", "nv", "vof", "cv", "bvba", "holding", "holdings", "stichting", "maatschap", "eenmanszaak", "cooperatie")
)
_FORMS_AT_THE_END = frozenset(("gmbh", "ag", "ltd", "limited", "inc", "llc", "plc", "sa", "sarl", "srl", "lda"))
_BETWEEN = frozenset(("en", "and", "und"))
_SHORT = {"zn": "zonen", "zoon": "zonen", "gebr": "gebroeders"}


class Bare(NamedTuple):
    """A name without what differs from one letterhead to the next: case, accents, spaces, signs, legal form.

    `ordered` has the words in alphabetical order; `numbers` are the digits, which tell companies apart.
    """

    letters: str
    ordered: str
    numbers: str


def bare(name: str) -> Bare:
    """Return what is left of `name` for comparison: ``Jansen & Zn. B.V.`` and ``Jansen en Zonen`` are the same."""
    words = bare_words(name)
    letters = "".join(words)
    return Bare(letters, "".join(sorted(words)), digits_of(letters))


def digits_of(letters: str) -> str:
    """Return the digits of a bare name, which tell companies apart."""
    return "".join(re.findall(_DIGITS, letters))


def bare_words(name: str) -> list[str]:
    """Return the words that are left of `name` for comparison; a name of legal forms only keeps them."""
    folded = fold(re.sub(_APOSTROPHE, "", name))
    words = re.findall(_WORD, re.sub(_LEGAL_FORM, _joined, folded) if "." in folded else folded)
    kept = [_SHORT.get(word, word) for word in words if word not in _FORMS and word not in _BETWEEN]
    while len(kept) > 1 and kept[-1] in _FORMS_AT_THE_END:
        kept.pop()
    return kept or words or [folded]


def _joined(match: re.Match[str]) -> str:
    return f"{match[1]}v" if match[1] else "vof"


def likeness(one: Bare, other: Bare) -> float:
    """Return how alike two names are, from 0 to 100 (the same), in whatever order their words stand.

    Names with other numbers in them are not alike at all: Studio 54 is not Studio 55.
    """
    if one.letters == other.letters:
        return 100.0
    if one.numbers != other.numbers:
        return 0.0
    from rapidfuzz import fuzz

    straight: float = fuzz.ratio(one.letters, other.letters)
    ordered: float = fuzz.ratio(one.ordered, other.ordered)
    return max(straight, ordered)
