"""Keys: what a user types to mean a thing. Rules: section Keys of the contract."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from circo_cli.values.text import fold

if TYPE_CHECKING:
    from circo_cli.values.quarter import Quarter

LONGEST_SLUG = 60
"""Characters that a slug may have."""

LONGEST_SOUGHT = 200
"""More characters than these are no part of a name that is looked for; SQLite takes no pattern of any length."""

NUMBERED: dict[str, str] = {
    "question": "Q",
    "insight": "K",
    "enrolment": "E",
    "digest": "D",
    "change": "C",
    "note": "N",
    "goal": "G",
}
"""Nouns whose keys are a letter and a number, with their letter."""

_NOUNS = {letter: noun for noun, letter in NUMBERED.items()}
# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_NUMBER = r"([A-Za-z]?)0*([1-9][0-9]{0,17})"
_APOSTROPHE = "(?<=[a-z])['’‘ʼ](?=[a-z])"
_INITIALS = r"(?<![a-z0-9])([a-z])\.(?=[a-z](?![a-z0-9]))"
_OTHER = r"[^a-z0-9]+"
_CONFUSABLE = r"[a-z]?[0-9]+|all"


def slugify(name: str) -> str:
    """Return the key that follows from `name`: ``Jansen & Zn. B.V.`` is ``jansen-zn-bv``.

    Only a to z, digits and single inner hyphens; at most 60 characters, cut at a word unless that would
    cost more than half. A name without a Latin letter or digit is ``x``. What a number key could look like
    (``q17``, ``2026``) or an option's own word means (``--hub all``) gets ``-x`` behind it.
    """
    # Folding can bring capitals to light (𝐉), so lower once more.
    folded = fold(name).lower()
    joined = re.sub(_INITIALS, r"\1", re.sub(_APOSTROPHE, "", folded))
    slug = _shorten(re.sub(_OTHER, "-", joined).strip("-")) or "x"
    return f"{slug[: LONGEST_SLUG - 2]}-x" if re.fullmatch(_CONFUSABLE, slug) else slug


def _shorten(slug: str) -> str:
    if len(slug) <= LONGEST_SLUG:
        return slug
    # One more character shows whether the cut happens to fall between two words.
    word_end = slug.rfind("-", 0, LONGEST_SLUG + 1)
    return slug[: word_end if word_end >= LONGEST_SLUG // 2 else LONGEST_SLUG].rstrip("-")


def free_slug(name: str, taken: Callable[[str], bool]) -> str:
    """Return the slug of `name`, with ``-2``, ``-3`` … behind it as long as `taken` says so."""
    slug = candidate = slugify(name)
    count = 1
    while taken(candidate):
        count += 1
        suffix = f"-{count}"
        candidate = slug[: LONGEST_SLUG - len(suffix)].rstrip("-") + suffix
    return candidate


def number_key(noun: str, number: int) -> str:
    """Return the key of a numbered thing: question 17 is ``Q17``."""
    return f"{NUMBERED[noun]}{number}"


def parse_number(text: str, *, noun: str | None = None) -> tuple[str, int] | None:
    """Return noun and number that a letter-number key in any case means, or None where `text` is no such key.

    Where `noun` is given, the bare number is enough, and the key of another noun is none.
    """
    match = re.fullmatch(_NUMBER, text.strip())
    if match is None:
        return None
    meant = _NOUNS.get(match[1].upper()) if match[1] else noun
    if meant not in NUMBERED or noun not in (None, meant):
        return None
    return meant, int(match[2])


def track_key(hub_key: str, quarter: Quarter, sequence: int) -> str:
    """Return the key of a Track: its hub's, the quarter and a number, ``noord-holland-2026q2-1``."""
    return f"{hub_key}-{quarter.code}-{sequence}"
