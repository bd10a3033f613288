"""The word list as circo reads it, made from the one that people write."""

from __future__ import annotations

import re
from pathlib import Path

import circo_cli.storage.search
from circo_cli.storage.search.lexicon import start_of
from circo_cli.values.text import fold

PLACE = Path(circo_cli.storage.search.__file__).parent
SOURCE = PLACE / "concepts.txt"
TARGET = PLACE / "concepts.py"

_HEAD = '''"""The word list of the field, made from ``concepts.txt`` by ``python -m tests.wordlist``: do not edit.

By the first two letters of their stems: words (and phrases), each with its group behind it. As Python it is read at
once, where taking the text apart would take a tenth of the time of a search.
"""

from __future__ import annotations

'''
_NO_LETTERS = re.compile(r"[\W_]")


def lines() -> list[list[str]]:
    """Return the words of every line of the word list, folded."""
    text = SOURCE.read_text(encoding="utf-8")
    return [fold(line).split() for line in text.splitlines() if line and line[0] not in "#["]


def made() -> str:
    """Return what `TARGET` has to hold."""
    words: dict[str, list[str]] = {}
    phrases: dict[str, list[str]] = {}
    for listed in lines():
        group = _NO_LETTERS.sub("", listed[0])
        for word in listed:
            kept = phrases if "_" in word else words
            kept.setdefault(start_of(word)[:2], []).append(f"{word} {group}")
    return _HEAD + _table("WORDS", words) + "\n" + _table("PHRASES", phrases)


def _table(name: str, kept: dict[str, list[str]]) -> str:
    rows = "".join(f'    "{start}": "{" ".join(pairs)}",\n' for start, pairs in sorted(kept.items()))
    return f"{name}: dict[str, str] = {{\n{rows}}}\n"
