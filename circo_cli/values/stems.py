"""Words of a text, and what is left of a word without its endings: for Dutch and English alike.

One network writes in both languages, and one question may hold both, so there is one set of rules: what is left is a
key for comparing and no word of either language ("financiering", "financieren" and "financing" all leave "financ").
Snowball's stemmers, which know one language each and let no two languages meet, take 150 ms to import.
"""

from __future__ import annotations

import re
from functools import lru_cache

from circo_cli.values.text import fold

_WORD = re.compile(r"([^\W_]+)(?:['’][^\W\d_]{1,2}\b)?")
_UNSPACED = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # compiled, and kept, at first use
_VOWELS = frozenset("aeiouy")
_LONGEST = 40
"""A longer run of letters is no word, and is cut."""

_ENDINGS = (
    ("heden", ""), ("heid", ""), ("iteiten", ""), ("iteit", ""), ("ities", "i"), ("ity", ""),
    ("isering", "is"), ("iseren", "is"), ("iseer", "is"), ("isatie", "is"), ("ization", "is"), ("isation", "is"),
    ("izing", "is"), ("ising", "is"), ("ized", "is"), ("ised", "is"), ("ize", "is"), ("ise", "is"),
    ("eringen", ""), ("ering", ""), ("atie", ""), ("aties", ""), ("ations", ""), ("ation", ""), ("aat", ""),
    ("ions", ""), ("ion", ""),
    ("aten", ""), ("ates", ""), ("ated", ""), ("ating", ""), ("ate", ""),
    ("eerden", ""), ("eerde", ""), ("eerd", ""), ("eert", ""), ("eren", ""), ("eer", ""),
    ("ingen", ""), ("ings", ""), ("ing", ""),
    ("ateurs", ""), ("ateur", ""), ("eurs", ""), ("eur", ""),
    ("bare", ""), ("baar", ""), ("bar", ""), ("aars", ""), ("aar", ""), ("ators", ""), ("ator", ""),
    ("iers", ""), ("ier", ""), ("ers", ""), ("er", ""), ("ors", ""), ("or", ""),
    ("elijke", ""), ("elijk", ""), ("lijke", ""), ("lijk", ""), ("ische", ""), ("isch", ""),
    ("ables", ""), ("able", ""), ("ibel", ""), ("abel", ""), ("ly", ""),
    ("nesses", ""), ("ness", ""), ("ances", "anc"), ("ance", "anc"), ("antie", "anc"), ("anties", "anc"),
    ("ies", ""), ("ied", ""), ("ie", ""),
    ("etjes", ""), ("etje", ""), ("tjes", ""), ("tje", ""), ("pjes", ""), ("pje", ""), ("jes", ""), ("je", ""),
    ("eden", "e"), ("en", ""), ("es", ""), ("ed", ""), ("te", ""), ("de", ""), ("e", ""), ("s", ""), ("y", ""),
)  # fmt: skip
"""Endings and what takes their place, the longest of a kind first; one is taken off."""

_BY_LETTER = {
    letter: tuple(pair for pair in _ENDINGS if pair[0][-1] == letter) for letter in {pair[0][-1] for pair in _ENDINGS}
}
_AFTER_LONG = ("", "s", "t", "d", "n", "je", "jes", "tje", "tjes")
_AFTER_SHORT = ("e", "en", "es", "er", "ers", "ed", "ing", "ings")
_INFLECTIONS = frozenset({"en", "es", "s", "e", "ies", "ie", "y", "je", "jes"})
_NO_PLURAL = frozenset("aeioujs")
_GLIDES = frozenset({"ai", "oi", "ei"})
_LONG = 8
"""A stem of so many letters may end in a second ending ("losmaakbaar" in "losmaakbaarheid")."""

_PARTICIPLE = re.compile(
    r"(aan|achter|af|bij|door|herge|in|los|mee|na|om|onder|op|over|samen|terug|toe|uit|vast|voor|weg)?ge(\w{3,})$"
)


def words_of(text: str) -> list[str]:
    """Return the words of `text` in their order, without case and diacritics.

    Scripts that put no spaces between words give their characters two by two.
    """
    folded = fold(text)
    if folded.isascii():
        return [word[:_LONGEST] for word in _WORD.findall(folded)]
    words: list[str] = []
    for word in _WORD.findall(folded):
        if word.isascii() or not re.search(_UNSPACED, word):
            words.append(word[:_LONGEST])
        else:
            words.extend(word[place : place + 2] for place in range(max(1, len(word) - 1)))
    return words


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what is left of a folded `word` without the endings of Dutch and English."""
    if len(word) <= 3 or not word.isalpha():
        return word
    left = _rounded(_shortened(word, 3))
    return _rounded(_shortened(left, 5)) if len(left) >= _LONG else left


def _shortened(word: str, short: int) -> str:
    """Return `word` without one ending; at least `short` letters stay (4 where the ending makes another word)."""
    for ending, instead in _BY_LETTER.get(word[-1], ()):
        if word.endswith(ending):
            rest = word[: -len(ending)] + instead
            if ending == "s" and rest[-1:] in _NO_PLURAL:
                continue
            if len(rest) >= max(short, 3 if ending in _INFLECTIONS else 4) and not _VOWELS.isdisjoint(rest):
                return rest
    return word


def _rounded(left: str) -> str:
    """Return a stem in one spelling: no double letters, no soft end, no ending of the third person."""
    if len(left) >= 5 and left[-1] in "td" and (left[-2] not in _VOWELS or left[-3:-1] in _GLIDES):
        left = left[:-1]
    for vowel in "aeou":
        left = left.replace(vowel + vowel, vowel)
    if len(left) >= 3 and left[-1] == left[-2]:
        left = left[:-1]
    if left[-1:] == "v":
        return left[:-1] + "f"
    if left[-1:] == "z":
        return left[:-1] + "s"
    if left[-1:] == "i" and len(left) > 3:
        return left[:-1]
    return left


def forms_of(word: str) -> set[str]:
    """Return `word` and the forms in which it may stand: for short words, which have the stem of other ones too."""
    base = word[:-2] if word.endswith("en") and len(word) > 4 else word.removesuffix("e")
    short, long = base, base  # what stands before a vowel, and elsewhere
    if _is_closed(base):
        if base == word:
            short = base + base[-1]  # bak, bakken
        elif word.endswith("en"):
            long = base[:-1] + base[-2:]  # halen, haal
    elif len(base) >= 3 and base[-2] == base[-3] and base[-2] in "aeou":
        short = base[:-2] + base[-1]  # huur, huren
    soft = short[:-1] + {"f": "v", "s": "z"}.get(short[-1:], short[-1:])  # prijs, prijzen
    return {word} | {long + end for end in _AFTER_LONG} | {each + end for each in (short, soft) for end in _AFTER_SHORT}


def _is_closed(base: str) -> bool:
    """Tell whether `base` ends in one vowel and one consonant."""
    vowels = [letter in _VOWELS for letter in base[-3:]]
    return vowels == [False, True, False] or (len(base) == 2 and vowels == [True, False])


def verb_of(word: str) -> str | None:
    """Return a word that looks like a Dutch participle without what makes it one: ``gehaald`` → ``haald``."""
    match = _PARTICIPLE.match(word) if len(word) >= 7 and word[-1] in "tdne" else None
    return None if match is None else (match[1] or "").removesuffix("ge") + match[2]


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stem of `word`, and where it looks like a Dutch participle also that of its verb."""
    verb = verb_of(word)
    return tuple(dict.fromkeys(stem(each) for each in (word, verb) if each))
