"""Tables of any length, set by tabulate a portion at a time: the same text as if it had had all rows at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from circo_cli.rendering.result import Row

_PORTION = 1000
_HEAD = 2
"""So many lines stand above the rows: the names of the fields, and what is drawn below them."""

_PADDING = {"simple": 0, "github": 1}
"""What the line below the names is longer than a column, at either end."""


def tabulated(fields: Sequence[str], rows: Sequence[Row], *, form: str, cell: Callable[[Any], str]) -> Iterator[str]:
    """Yield the table of `rows` in the `form` of that name; `cell` makes the text of a value, on one line."""
    if len(rows) <= _PORTION:
        yield _table(fields, [[cell(value) for value in row] for row in rows], form)
        return
    widths = [0] * len(fields)
    for portion in _portions(rows, cell):
        below = _table(fields, portion, form).splitlines()[1]
        found = [len(run) - 2 * _PADDING[form] for run in re.findall("-+", below)]
        widths = [max(pair) for pair in zip(widths, found, strict=True)]
    # A row as wide as any makes every portion as wide, and is taken out again.
    ruler = ["x" * width for width in widths]
    skipped = 0
    for portion in _portions(rows, cell):
        lines = _table(fields, [ruler, *portion], form).splitlines(keepends=True)
        yield "".join([*lines[skipped:_HEAD], *lines[_HEAD + 1 :]])
        skipped = _HEAD


def _portions(rows: Sequence[Row], cell: Callable[[Any], str]) -> Iterator[list[list[str]]]:
    portion: list[list[str]] = []
    for row in rows:
        portion.append([cell(value) for value in row])
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _table(fields: Sequence[str], rows: list[list[str]], form: str) -> str:
    from tabulate import tabulate

    return tabulate(rows, headers=fields, tablefmt=form, disable_numparse=True) + "\n"
