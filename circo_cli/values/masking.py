"""Taking names out of texts: each becomes a neutral mark, and the rest of the text stays as it is.

What counts as naming somebody is what section Sharing of the contract says (see `names`): whole words, also with
genitive ``s``, whatever the case, diacritics and white space; telephone numbers by their digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from circo_cli.values.names import LEGAL_FORMS
from circo_cli.values.text import fold

MARK = "[…]"
"""What stands in a text where a name was."""

_PUNCTUATION = str.maketrans({**dict.fromkeys("’‘ʼ´＇", "'"), **dict.fromkeys("‐‑‒–—―−", "-")})
_LETTERS = {**{letter: fold(letter) for letter in "ßøæœłđðþ"}, **dict.fromkeys("‐‑‒–—―−", "-")}
_BETWEEN_WORDS = r"[\s*_~`\\\[\]>]+"  # Markdown hides nothing
_BETWEEN_DIGITS = r"[\s().\-/·•:*_]{0,4}"
_UNSPACED = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"  # these scripts put no spaces between words
_LEGAL_FORM = re.compile("|".join(r"\.?".join(form) + r"\.?" for form in sorted(LEGAL_FORMS)))
_WORD = re.compile(r"[^\W_]+")
_NO_LONGER_DOMAIN = r"(?!\.(?!(?:md|html|json|txt|eml|csv|tsv|xlsx|ics|db)(?![\w.]))\w)"  # a file may be named for it
_FEWEST_DIGITS = 6
_SHORTEST_CORE = 3


class Erased(NamedTuple):
    """A text that is to go, what it is (name, key, email, phone or address), and what replaces it."""

    text: str
    kind: str
    replacement: str = MARK


class _Rule(NamedTuple):
    word: str
    """What stands in whatever matches, as it is after folding: looking for it is quick."""

    pattern: re.Pattern[str]
    replacement: str
    digits: frozenset[str] = frozenset()
    """Digits that stand in whatever matches: looking for them takes a tenth of the time that the pattern takes."""


class Mask:
    """Takes texts out of other texts.

    `people` are the folded names of persons and what each is called from now on, where a whole field is a name.
    """

    def __init__(self, erased: Iterable[Erased], *, people: Mapping[str, str] | None = None) -> None:
        self._people = dict(people or {})
        order = ("email", "address", "phone", "label", "name", "key")
        known = [*dict.fromkeys(erased)]
        # "jansen: added company Jansen" is about the key first, and then about the name.
        known += [each._replace(kind="label") for each in known if each.kind == "key"]
        known.sort(key=lambda each: (order.index(each.kind), -len(each.text)))
        self._rules = [rule for each in known for rule in _rules(each)]
        whole = [_folded(name)[0] for name in self._people]
        self._words = {rule.word for rule in self._rules if rule.word}
        self._words |= {max(_WORD.findall(name), key=len, default=name) for name in whole} - {""}
        self._plain = all(map(str.isascii, self._words))
        self._wordless = [(rule.digits, rule.pattern) for rule in self._rules if not rule.word]

    def may_touch(self, text: str) -> bool:
        """Tell whether `text` could name what is erased; where it could not, nothing more need be looked at."""
        skimmed = self._plain and not text.isascii()
        plain = text.lower() if text.isascii() else _skimmed(text) if skimmed else _folded(text)[0]
        return any(word in plain for word in self._words) or any(
            pattern.search(_folded(text)[0] if skimmed else plain)  # what was left out of it may stand between digits
            for digits, pattern in self._wordless
            if all(digit in plain for digit in digits)
        )

    def sieves(self) -> list[tuple[str, ...]] | None:
        """Return what the ASCII text that `may_touch` lets through holds: all of one of these, in any case.

        None where any text could be meant.
        """
        if any(not digits for digits, _ in self._wordless):
            return None
        words = [(word,) for word in sorted(self._words) if word.isascii()]
        return [*words, *dict.fromkeys(tuple(sorted(digits)) for digits, _ in self._wordless)]

    def apply(self, text: str) -> str:
        """Return `text` without what is erased."""
        if not self.may_touch(text):
            return text
        for rule in self._rules:
            plain, places = _folded(text)
            pieces, end = [], 0
            for match in rule.pattern.finditer(plain):
                start = places[match.start()]
                pieces += [text[end:start], rule.replacement]
                end = places[match.end() - 1] + 1
                while end < len(text) and not _folded_character(text[end]):
                    end += 1  # an accent that stands as a character of its own
            if pieces:
                text = "".join(pieces) + text[end:]
        return text

    def person(self, text: str) -> str:
        """Return who `text` is from now on, where it is the name of one who is erased; else it without names."""
        return self._people.get(fold(text)) or self.apply(text)


def _rules(erased: Erased) -> Iterator[_Rule]:
    plain = _folded(erased.text)[0].strip()
    if not plain:
        return
    words = _WORD.findall(plain)
    longest = max(words, key=len, default="")
    if erased.kind == "phone":
        number, digits = _phone(plain)
        yield _Rule("", number, erased.replacement, digits)
        return
    if erased.kind in ("email", "label", "key"):
        longest = plain
    if erased.kind == "email":
        pattern = rf"(?<![\w.+-]){re.escape(plain)}(?![\w-]){_NO_LONGER_DOMAIN}"
    elif erased.kind == "address":
        longest = bare = re.sub(r"^[a-z]+://(?:www\.)?|/+$", "", plain)
        pattern = rf"(?:https?://)?(?:www\.)?(?<![\w-]){re.escape(bare)}(?![\w-])"
    elif erased.kind == "label":
        pattern = rf"(?<![\w-]){re.escape(plain)}(?=: )"
    elif erased.kind == "key":
        pattern = rf"(?<![\w-]){re.escape(plain)}(?![\w-])"
    elif not words or re.search(_UNSPACED, plain):
        longest, pattern = "", re.escape(plain)
    else:
        longest, pattern = _longest_plain(words), rf"(?<![^\W_]){_name(plain)}(?:'?s)?(?![^\W_])"
    yield _Rule(longest, re.compile(pattern), erased.replacement)


def _name(plain: str) -> str:
    core = plain
    found = list(_WORD.finditer(plain))
    if found[-1].end() - found[0].start() >= _SHORTEST_CORE:
        core = plain[found[0].start() : found[-1].end()]
    words = [word for word in re.split(_BETWEEN_WORDS, core) if word]
    if len(words) > 2 and _LEGAL_FORM.fullmatch(words[-1]):  # people leave out what the law adds
        return f"{_BETWEEN_WORDS.join(map(_written, words[:-1]))}(?:{_BETWEEN_WORDS}{_written(words[-1])})?"
    return _BETWEEN_WORDS.join(map(_written, words))


def _written(word: str) -> str:
    """Return the pattern of a word: "B.V." and "BV" are one way of writing."""
    if _LEGAL_FORM.fullmatch(word):
        return r"\.?\s?".join(re.findall("[a-z]", word)) + r"\.?"
    written = re.escape(word[:-1]) + r"\.?" if word.endswith(".") else re.escape(word)
    return written.replace(r"\-", r"[\s\-]+")  # "Kanarie Smit" is "Kanarie-Smit"


def _longest_plain(words: list[str]) -> str:
    """Return the longest word, or nothing where a legal form, which is written in many ways, is the longest."""
    longest = max(words, key=len)
    return longest if len(longest) >= _SHORTEST_CORE and not _LEGAL_FORM.fullmatch(longest) else ""


def _phone(plain: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of a number in all its ways of writing, and the digits that each of them has."""
    literal = r"\s+".join(map(re.escape, plain.split()))
    forms = [literal]
    common = set(re.findall(r"[0-9]", plain))
    for part in re.split(r"[;,]|(?<=\d{6})/", plain.replace(" ", "")):
        digits = re.sub(r"\D", "", part.replace("(0)", ""))
        national = re.sub(r"^(?:0031|31(?=\d{9})|0)", "", digits)
        if len(national) >= _FEWEST_DIGITS:
            dutch = (digits.startswith(("0", "31")) and not digits.startswith("00")) or digits.startswith("0031")
            before = (
                rf"(?:(?:\+|00){_BETWEEN_DIGITS}31{_BETWEEN_DIGITS}(?:\(?0\)?)?{_BETWEEN_DIGITS}|31|0)?"
                if dutch
                else ""
            )
            foreign = rf"(?:\+|00)?{_BETWEEN_DIGITS}" if not dutch else ""
            own = re.sub("^00", "", digits) if not dutch else national
            common &= set(own)
            forms.append(before + foreign + _BETWEEN_DIGITS.join(own))
    return re.compile(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)"), frozenset(common)


@cache
def _folded_character(character: str) -> str:
    if character.isspace():
        return " "
    if character.isascii():
        return character.lower()
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    return fold(character.translate(_PUNCTUATION)).lower()


def _skimmed(text: str) -> str:
    """Return the ASCII of `text` folded, and nothing else: enough to see what is not there, in a tenth of the time."""
    text = text.lower()
    for letter, plain in _LETTERS.items():
        if letter in text:
            text = text.replace(letter, plain)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()


def _folded(text: str) -> tuple[str, list[int]]:
    """Return `text` for comparison, and of each of its characters the place in `text` that it came from."""
    if text.isascii():
        return re.sub(r"\s", " ", text.lower()), list(range(len(text)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for each in _folded_character(character):
            characters.append(each)
            places.append(place)
    return "".join(characters), places
