"""Which names of companies and people a text gives away: section Sharing of the contract, as pure code.

A name is found as whole words, also with genitive ``s`` or ``'s`` behind it, whatever the case, diacritics
and white space. A municipality counts only directly after the word "gemeente"; e-mail addresses anywhere;
telephone numbers count by their digits, whatever separates them and however the country code is written.
Always the whole name: a first name alone is no hit, and "Jansen" is none where "Jansen Textiel" is known.

When in doubt it is a hit, since a leak cannot be called back: names shorter than three characters or made of
common words ("De", "En") count as whole words like any other; punctuation at a name's ends may be missing;
marks that Markdown takes away or that nobody sees (emphasis, links, zero-width characters) hide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from circo_cli.values.text import fold

KINDS = frozenset({"company", "municipality", "person", "email", "phone"})
"""What a known name can be."""

_LONGEST_NUMBER = 17  # fifteen digits of E.164, and 00 before them
_WHOLE_NUMBER = 8  # digits at least, where several numbers stand in one field
_SHORTEST_CORE = 3
_SEARCHED_AT_ONCE = 2_000
"""So many texts are read once for both their traces and the names in them: a search has a quarter of that."""

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_QUOTED_LINE = r"(?m)^[ \t]*(?:>[ \t]*)+"
_LINK_TARGET = r"\]\([^()\n]*\)"
_MARKS = r"[*_~`\\\[\]]"
_QUOTES, _DASHES = "’‘ʼ´＇", "‐‑‒–—―−"
# "B.V." and "BV" are one way of writing; so are "v.o.f." and "VOF".
_LEGAL_FORM = r"\b(b|n|c)\. ?v\b\.?|\b(v)\. ?(o)\. ?(f)\b\.?"
LEGAL_FORMS = frozenset(("bv", "nv", "cv", "vof", "gmbh", "ltd", "lda", "sa", "srl", "bvba"))
"""What the law adds at the end of a company's name, without full stops; people leave it out."""
_WORD = r"[^\W_]+"
_GENITIVE = re.compile(r"(?:'?s)?(?![^\W_])")
# Thai, Lao, Chinese and Japanese put no spaces between words: there a name is looked for anywhere.
_UNSPACED = "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
_MUNICIPALITY = "gemeente"

_AT = r" ?@ ?([\w.-]+)"
_LOCAL_PART = re.compile(r"[^\s<>()\[\]{},;:\"|@/=?]+$")
_CHUNK = r"(\+ ?\(?)?([0-9]+)"
_NUMBERS_APART = r"[/;,]"
_BETWEEN = re.compile(r"[ ().\-/·•:]{1,5}")
_ABBREVIATED = r"\.(?= )"  # "Zn. BV" is "Zn BV"
_TAG = r"<[/!]?[a-zA-Z-][^<>]*>"
_READ_IN_SEVERAL_WAYS = r"[*_~`\\\[\]&%<>]|-[ \t]*\n"
_SYLLABLES = r"(?<=[^\W\d_])-[ \t]*\n[ \t>]*(?=[^\W\d_])"


class KnownName(NamedTuple):
    """A name that must not leave its hub: what it says, and what it is (one of `KINDS`)."""

    text: str
    kind: str


class Traces(NamedTuple):
    """What of some texts a known name could stand in: the rest of the names need not be known to search them.

    `words` are all that a name could begin with, `addresses` e-mail addresses, `digits` the last three of every run.
    """

    words: frozenset[str]
    addresses: frozenset[str]
    digits: frozenset[str]

    def may_hold(self, name: str) -> bool:
        """Tell whether the texts have every plain word of `name`, without which it cannot stand there.

        To take a name apart that has other words too is dear: most that stand nowhere are told by one plain word.
        """
        for word in name.lower().split():
            if word not in self.words and word.isascii() and word.isalpha() and len(word) >= _SHORTEST_CORE:
                return word in LEGAL_FORMS or re.search(_UNSPACED, name) is not None
        return True


def traces(texts: Iterable[str]) -> Traces:
    """Return what of `texts` the first word of a name, an e-mail address or a telephone number could stand in."""
    words: set[str] = set()
    addresses: set[str] = set()
    digits: set[str] = set()
    for text in texts:
        for variant in _variants(text):
            words.update(re.findall(_WORD, variant))
            addresses.update(address for _, address in _candidates(variant))
            digits.update(run[-_SHORTEST_CORE:] for _, _, run in _chunk_runs(variant) if len(run) >= _SHORTEST_CORE)
    words |= {word[:-1] for word in words if word.endswith("s")}
    return Traces(frozenset(words), frozenset(addresses), frozenset(digits))


class _Entry(NamedTuple):
    prefix: str
    suffix: str
    known: KnownName


class NameIndex:
    """Known names, ready to be looked for in many texts.

    A name is looked up by the words from its first to its last, so that a search takes as long for a hundred
    thousand names as for ten. Empty names are passed over.

    Raises ValueError for a kind that is not in `KINDS`.
    """

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._anywhere: list[tuple[str, KnownName]] = []
        self._emails: dict[str, list[KnownName]] = {}
        self._phones: dict[str, list[KnownName]] = {}
        for known in names:
            if known.kind not in KINDS:
                raise ValueError(f"'{known.kind}' is not a kind of name")
            self._add(known)

    def find(self, text: str) -> tuple[KnownName, ...]:
        """Return the known names in `text`, each once, in the order in which they stand there."""
        found: dict[KnownName, int] = {}
        for variant in _variants(text):
            for position, known in (
                *self._names(variant),
                *self._addresses(variant),
                *self._numbers(variant),
            ):
                found[known] = min(position, found.get(known, position))
        return tuple(sorted(found, key=lambda known: (found[known], known.text, known.kind)))

    def _add(self, known: KnownName) -> None:
        plain = _plain(re.sub(_MARKS, "", known.text)) or _plain(known.text)
        if known.kind == "phone" and (numbers := list(_known_numbers(plain))):
            for number in numbers:
                self._phones.setdefault(number, []).append(known)
        elif known.kind == "email" and "@" in plain:
            self._emails.setdefault(plain, []).append(known)
        elif plain:
            self._add_words(plain, known)

    def _add_words(self, plain: str, known: KnownName) -> None:
        if known.kind == "municipality":
            name = plain.removeprefix(_MUNICIPALITY).strip() if plain.startswith(f"{_MUNICIPALITY} ") else plain
            plain = f"{_MUNICIPALITY} {name}"
        words = list(re.finditer(_WORD, plain))
        if not words or re.search(_UNSPACED, plain):
            self._anywhere.append((plain, known))
            return
        start, end = words[0].start(), words[-1].end()
        core = plain[start:end]
        # C++ without its signs is any c; a longer name is itself without its full stop or exclamation mark.
        exact = len(core) < _SHORTEST_CORE
        entry = _Entry(plain[:start] if exact else "", plain[end:] if exact else "", known)
        core = core if exact else re.sub(_ABBREVIATED, "", core)
        # "Kanarie-Smit" is also written "Kanarie Smit"; but "jansen-textiel" is a key, and not "Jansen Textiel".
        for written in {core, core.replace("-", " ")}:
            self._entries.setdefault(written, []).append(entry)
        self._lengths.setdefault(words[0].group(), set()).add(len(words))
        if known.kind == "company" and len(words) > 2 and words[-1].group() in LEGAL_FORMS:
            # People leave out what the law adds; of a name of one word, what is left would be any word.
            self._add_words(plain[start : words[-2].end()], known)
        if len(words) == 1 and len(core) > 1:
            # The genitive of a name of one word is another first word.
            self._lengths.setdefault(f"{core}s", set()).add(1)

    def _names(self, text: str) -> Iterator[tuple[int, KnownName]]:
        words = [match.span() for match in re.finditer(_WORD, text)]
        for index, (start, first_end) in enumerate(words):
            for length in self._lengths.get(text[start:first_end], ()):
                if index + length > len(words):
                    continue
                end = words[index + length - 1][1]
                yield from self._matching(text, start, end)
                if text[end - 1] == "s":
                    yield from self._matching(text, start, end - 1)
        for plain, known in self._anywhere:
            if (position := text.find(plain)) >= 0:
                yield position, known

    def _matching(self, text: str, start: int, end: int) -> Iterator[tuple[int, KnownName]]:
        for entry in self._entries.get(re.sub(_ABBREVIATED, "", text[start:end]), ()):
            if not text.endswith(entry.prefix, 0, start) or not text.startswith(entry.suffix, end):
                continue
            if entry.suffix or _GENITIVE.match(text, end):
                yield start, entry.known

    def _addresses(self, text: str) -> Iterator[tuple[int, KnownName]]:
        if self._emails:
            for position, address in _candidates(text):
                for known in self._emails.get(address, ()):
                    yield position, known

    def _numbers(self, text: str) -> Iterator[tuple[int, KnownName]]:
        if not self._phones:
            return
        for position, international, digits in _chunk_runs(text):
            for key in _number_keys(digits, international=international):
                for known in self._phones.get(key, ()):
                    yield position, known


def _candidates(text: str) -> Iterator[tuple[int, str]]:
    """Yield every e-mail address that `text` may be read to hold, and where."""
    if "@" not in text:  # quicker to see than to look for the pattern
        return
    for at in re.finditer(_AT, text):
        local = _LOCAL_PART.search(text, max(0, at.start() - 64), at.start())
        if local is None:
            continue
        bare = local.group().lstrip("'.-!#")
        labels = at[1].split(".")
        # "jan+circo@" reaches jan; behind the domain a sentence may go on without a space.
        for name in {local.group(), bare, bare.partition("+")[0], bare.rpartition("'")[2]}:
            for count in range(1, len(labels) + 1):
                domain = ".".join(labels[:count])
                for address in {f"{name}@{domain}", f"{name}@{domain.rstrip('-')}"}:
                    yield local.start(), address


@lru_cache(_SEARCHED_AT_ONCE)
def _variants(text: str) -> frozenset[str]:
    """Return `text` as it can be read: marks taken away, or between words; entities as characters."""
    if text.isascii() and not re.search(_READ_IN_SEVERAL_WAYS, text):
        return frozenset((_plain(text),))  # as nearly every text: it takes a fifth of the time
    readings = {text}
    if "&" in text:
        from html import unescape

        readings.add(unescape(text))
    if "%" in text:
        from urllib.parse import unquote

        readings.add(unquote(text))
    if "<" in text:
        readings |= {re.sub(_TAG, between, reading) for reading in readings for between in ("", " ")}
    readings |= {re.sub(_SYLLABLES, "", reading) for reading in readings if "-" in reading}
    readings |= {reading.replace("`", "'") for reading in readings if "`" in reading}
    variants = set()
    for reading in readings:
        seen = re.sub(_QUOTED_LINE, "", re.sub(_INVISIBLE, "", reading))
        variants.add(re.sub(_MARKS, "", re.sub(_LINK_TARGET, "]", seen)))
        variants.add(re.sub(_MARKS, " ", seen))
        # What was taken away above hides an address with an underscore in a link's target.
        variants.add(re.sub(_MARKS, "", seen))
    return frozenset(map(_plain, variants))


def _plain(text: str) -> str:
    if text.isascii():
        # The same as folding, in a tenth of the time: most names are ASCII.
        folded = " ".join(text.lower().split())
    else:
        # Folding can bring capitals to light (𝐉), so lower once more.
        folded = _punctuated(fold(_punctuated(re.sub(_INVISIBLE, "", text))).lower())
    return re.sub(_LEGAL_FORM, _joined, folded) if "." in folded else folded


def _punctuated(text: str) -> str:
    return re.sub(f"[{_QUOTES}{_DASHES}]", lambda match: "'" if match.group() in _QUOTES else "-", text)


def _joined(match: re.Match[str]) -> str:
    return f"{match[1]}v" if match[1] else "vof"


def _known_numbers(plain: str) -> Iterator[str]:
    """Yield the keys of the telephone numbers in a stored text: two with ``/`` between, no extensions."""
    parts = re.split(_NUMBERS_APART, plain)
    if any(sum(map(str.isdigit, part)) < _WHOLE_NUMBER for part in parts):
        parts = [plain]
    for part in parts:
        for _, international, digits in _chunk_runs(part, whole=True):
            yield from _number_keys(digits, international=international)
            break


def _chunk_runs(text: str, *, whole: bool = False) -> Iterator[tuple[int, bool, str]]:
    """Yield where a number may start, whether a plus stands before it, and its digits.

    Numbers stand side by side in texts ("2026 020-1234567"), so each run of chunks counts; with `whole` only
    the longest from each start.
    """
    chunks = list(re.finditer(_CHUNK, text))
    for index, first in enumerate(chunks):
        digits, end = first[2], first.end()
        for chunk in chunks[index + 1 :]:
            if chunk[1] or not _BETWEEN.fullmatch(text, end, chunk.start()):
                break
            if len(digits) + len(chunk[2]) > _LONGEST_NUMBER:
                break
            if not whole:
                yield first.start(), bool(first[1]), digits
            digits, end = digits + chunk[2], chunk.end()
        yield first.start(), bool(first[1]), digits


def _number_keys(digits: str, *, international: bool) -> set[str]:
    """Return how a number is known: Dutch ones without country code and 0, others with a plus."""
    if digits.startswith("00"):
        digits, international = digits[2:], True
    if international:
        keys = {digits[2:].lstrip("0") if digits.startswith("31") else f"+{digits}"}
    elif digits.startswith("0"):
        keys = {digits[1:]}
    else:
        keys = {digits, f"+{digits}"}
        if digits.startswith("31") and len(digits) > _WHOLE_NUMBER + 2:
            keys.add(digits[2:].lstrip("0"))
    return {key for key in keys if len(key) >= _SHORTEST_CORE}
