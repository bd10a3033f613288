"""Columns of text below each other, for pipes.

Tabulate writes the same (a test compares), but a third of a piped list would be loading it, and half of the rest its
finding out that texts are texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

_NARROW = "[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u20ac]*"
"""Latin letters and everyday signs: each is one column wide."""

_GAP = "  "
_ROOM = 2
"""By so much a column is wider than its name, at least."""


def in_columns(rows: Iterable[Sequence[str]], *, headers: Sequence[str] = ()) -> str:
    """Return `rows` of texts as lines of columns, under `headers` with a rule below.

    No text holds a line end; `headers` are names of fields.
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(headers)
    if not headers:
        return _lines([_padded(column, least=0) for column in columns])
    padded = []
    for name, column in zip(headers, columns, strict=True):
        first, *others = _padded((name, *column), least=len(name) + _ROOM)
        padded.append([first, "-" * len(first), *others])
    return _lines(padded)


def _padded(column: Sequence[str], *, least: int) -> list[str]:
    """Return the texts of a `column`, each filled up to the width of the widest, and at least so wide."""
    texts = [text.strip() for text in column]
    measure = _measure("".join(texts))
    widths = [measure(text) for text in texts]
    widest = max(least, *widths)
    return [text + " " * (widest - width) for text, width in zip(texts, widths, strict=True)]


def _measure(text: str) -> Callable[[str], int]:
    """Return what tells the width of every part of `text` in columns."""
    if re.fullmatch(_NARROW, text):
        return len
    from wcwidth import wcswidth

    return wcswidth


def _lines(columns: Sequence[Sequence[str]]) -> str:
    return "".join(f"{_GAP.join(line).rstrip()}\n" for line in zip(*columns, strict=True))
