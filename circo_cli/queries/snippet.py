"""The passage of a text that shows why it was found, with the words that were meant marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from circo_cli.storage.search.analysis import GROUP, stems_in, tokens_of
from circo_cli.storage.search.ask import Asked
from circo_cli.values.stems import stems_of, words_of
from circo_cli.values.text import fold, one_line

OPEN, CLOSE = "«", "»"
"""What a marked word stands between."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SHORTEST = 3
_LENGTH = 160
_BEFORE = 30
_QUOTES = str.maketrans({OPEN: "“", CLOSE: "”"})


class _Hit(NamedTuple):
    start: int
    end: int
    word: str


def passage(texts: Sequence[str], question: Asked) -> str:
    """Return the passage of one of `texts` that holds most of what was asked for, its words marked.

    Where no text holds any of the words themselves, those of the first text that mean the same are marked.
    """
    lines = [one_line(text).translate(_QUOTES) for text in texts if text.strip()]
    tokens = question.tokens()
    stems = tuple(token for token in tokens if token[0] != GROUP and len(token) >= _SHORTEST)
    best: tuple[int, int, str, list[_Hit]] | None = None
    for line in lines:
        hits = [hit for hit in _words(line) if _is_asked(hit.word, question.unfinished, tokens, stems)]
        start, count = _densest(hits)
        if count and (best is None or count > best[0]):
            best = (count, start, line, hits)
        if count == len(question.slots):
            break
    if best is not None:
        return _cut(best[2], best[3], best[1])
    hits = [hit for line in lines[:1] for hit in _words(line) if not tokens.isdisjoint(tokens_of(hit.word))]
    return _cut(lines[0], hits, 0) if lines else ""


def _words(line: str) -> list[_Hit]:
    if line.isascii():  # then no word has anything to fold but its case
        return [_Hit(*match.span(), match.group()) for match in _WORD.finditer(line.lower())]
    return [_Hit(*match.span(), fold(match.group())) for match in _WORD.finditer(line)]


@lru_cache(maxsize=20_000)
def _is_asked(word: str, unfinished: str, tokens: frozenset[str], stems: tuple[str, ...]) -> bool:
    """Tell whether a word of a text is one that was asked for, or holds one.

    Words are dear to take apart: only those are that begin like one of `stems`, or hold the letters of one.
    """
    if unfinished and word.startswith(unfinished):
        return True
    if any(each in word for each in stems):
        return not tokens.isdisjoint(stems_in(word))
    if not any(word[0] == each[0] for each in stems) and "ge" not in word and "-" not in word:
        return False
    return any(not tokens.isdisjoint(stems_of(each)) for each in words_of(word))


def _densest(hits: Sequence[_Hit]) -> tuple[int, int]:
    """Return where the stretch begins that holds the most different words, and how many."""
    best = (0, 0)
    past = 0  # hits stand in their order and never overlap: a stretch ends where the one before it did, or later
    for place, first in enumerate(hits):
        while past < len(hits) and hits[past].end <= first.start + _LENGTH - _BEFORE:
            past += 1
        within = {hit.word for hit in hits[place:past]}
        if len(within) > best[1]:
            best = (first.start, len(within))
    return best


def _cut(line: str, hits: Sequence[_Hit], start: int) -> str:
    """Return the stretch of `line` around `start`, cut between words, with the hits in it marked."""
    begin = 0 if start <= _BEFORE or len(line) <= _LENGTH else line.rfind(" ", 0, start - _BEFORE) + 1
    end = len(line) if len(line) <= begin + _LENGTH else line.rfind(" ", begin, begin + _LENGTH)
    end = begin + _LENGTH if end <= begin else end
    parts, place = [], begin
    for hit in hits:
        if hit.start >= place and hit.end <= end:
            parts += [line[place : hit.start], OPEN, line[hit.start : hit.end], CLOSE]
            place = hit.end
    text = "".join((*parts, line[place:end])).strip()
    return ("…" if begin else "") + text + ("…" if end < len(line) else "")
