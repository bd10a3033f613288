"""The word list of the field: which words mean the same, in Dutch and in English.

People write ``concepts.txt``; circo reads ``concepts``, which is made from it. The stems of its words are made only
where a word begins as they do, so that one search pays for the few that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from circo_cli.storage.search.concepts import PHRASES, WORDS
from circo_cli.values.stems import forms_of, stem, verb_of

_SOFT = str.maketrans("vz", "fs")
_SHORT = 4


def _listed(kept: Mapping[str, str], letters: str) -> Iterator[tuple[str, str]]:
    """Yield what is kept that begins with `letters`, each with its group."""
    pairs = iter(kept.get(letters[:2], "").split())
    return ((word, group) for word, group in zip(pairs, pairs, strict=True) if start_of(word) == letters)


@lru_cache(maxsize=20_000)
def start_of(word: str) -> str:
    """Return the first three letters of a word, as its stem has them too."""
    first, second, third = word[:1], word[1:2], word[2:3]
    if first == second and first in "aeou":
        second, third = third, word[3:4]
    elif second == third and second in "aeou":
        third = word[3:4]
    return first + second + third.translate(_SOFT)


@cache
def _beginning(letters: str) -> dict[str, tuple[str, ...]]:
    """Return what is listed → its groups: by itself, and by ``~`` and its stem, or its forms where that is short."""
    found: dict[str, dict[str, None]] = {}
    for word, group in _listed(WORDS, letters):
        bare = stem(word)
        ways = {"~" + bare} if len(bare) > _SHORT else {"~" + form for form in forms_of(word)}
        for each in (word, *ways):
            found.setdefault(each, {})[group] = None
    return {each: tuple(groups) for each, groups in found.items()}


def is_listed(word: str) -> bool:
    """Tell whether a folded `word` is listed as it stands."""
    return word in _beginning(start_of(word))


@lru_cache(maxsize=20_000)
def phrases_from(word: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return the listed phrases that begin with a folded `word`: the stems of the words after it, and their groups."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    first = stem(word)
    for phrase, group in _listed(PHRASES, start_of(word)):
        head, *rest = phrase.split("_")
        if stem(head) == first:
            found.setdefault(tuple(stem(each) for each in rest), {})[group] = None
    return tuple((rest, tuple(groups)) for rest, groups in found.items())


@lru_cache(maxsize=20_000)
def groups_of(word: str) -> tuple[str, ...]:
    """Return the groups in which a folded `word` is listed: as it stands, else in whatever form."""
    own = _beginning(start_of(word)).get(word)
    if own is not None:
        return own
    found: dict[str, None] = {}
    for form in (word, verb_of(word)):
        if form is not None:
            bare = stem(form)
            sought = bare if len(bare) > _SHORT else form
            found.update(dict.fromkeys(_beginning(start_of(sought)).get("~" + sought, ())))
    return tuple(found)
