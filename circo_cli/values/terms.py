"""Words of the vocabulary as people type them: by code or label, or by the beginning of either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from circo_cli.values.text import fold
from circo_cli.values.vocabulary import Term

T = TypeVar("T", bound=Term)

_LEAST = 4
"""Letters that a beginning has to have: fewer are soon those of another word."""

_SPOKEN = r"[a-z0-9 &/_-]+"
_BETWEEN = r"[^a-z0-9]+"
_JOINING = ("en", "and")


def find_term(kind: type[T], typed: str) -> T | None:
    """Return the member of `kind` that `typed` names by code or label, in any case, or None.

    A beginning is enough where it fits one member alone: see `terms_fitting`.
    """
    wanted = fold(typed)
    for member in kind:
        if wanted in map(fold, _names(member)):
            return member
    fitting = terms_fitting(kind, typed)
    return fitting[0] if len(fitting) == 1 else None


def terms_fitting(kind: type[T], typed: str) -> list[T]:
    """Return the members of `kind` of which a code or label begins as `typed`; else those that have such words in it.

    Fewer than four letters fit nothing, nor does what has signs in it that no label has: ``finance?``.
    """
    wanted = fold(typed)
    if len(wanted) < _LEAST or not re.fullmatch(_SPOKEN, wanted):
        return []
    beginning = [member for member in kind if any(fold(name).startswith(wanted) for name in _names(member))]
    return beginning or [member for member in kind if any(_holds(name, wanted) for name in _names(member))]


def spoken(member: Term, language: str) -> str:
    """Return the code of `member`, with its label in `language` where that is another word: ``brand (merk)``."""
    label = member.label(language)
    alike = "-".join(_words(label)) == "-".join(_words(member.value))
    return member.value if alike else f"{member.value} ({label})"


def nearest_term(kind: type[T], typed: str) -> T | None:
    """Return the member of `kind` one of whose codes, labels or words is most like `typed`, or None."""
    from circo_cli.values.typos import nearest

    known = {word: member for member in reversed(kind) for name in _names(member) for word in _parts(name)}
    known |= {member.value: member for member in kind}
    near = nearest(fold(typed), known)
    return None if near is None else known[near]


def _names(member: Term) -> list[str]:
    return [member.value, *member.nl.split("/"), *member.en.split("/"), member.nl, member.en]


def _parts(name: str) -> Iterable[str]:
    """Return a name and its longer words, as they are compared."""
    return fold(name), *(word for word in _words(name) if len(word) > _LEAST)


def _words(name: str) -> list[str]:
    return [word for word in re.split(_BETWEEN, fold(name)) if word and word not in _JOINING]


def _holds(name: str, wanted: str) -> bool:
    """Tell whether every word that is wanted is the beginning of a word of `name`."""
    words, begun = _words(name), _words(wanted)
    return bool(begun) and all(len(each) >= _LEAST and any(word.startswith(each) for word in words) for each in begun)
