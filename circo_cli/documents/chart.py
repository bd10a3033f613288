"""A bar chart as an inline picture: its geometry, for the template that draws it.

Widths are parts of whatever width there is, so that labels keep the size of the text around them on every screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDEST = 85
"""Per cent of the width that the longest bar takes; the rest is for its number."""

_STEP = 50
_SHORTER_STEP = 42
_LONGEST_LABEL = 40


class Bar(NamedTuple):
    """What a bar shows: `value`, and the one of the period before where there is one."""

    label: str
    value: int
    before: int | None = None


class Drawn(NamedTuple):
    """A bar with its place: `top` in pixels, widths in per cent."""

    label: str
    value: int
    width: str
    before: int | None
    before_width: str
    top: int


class Chart(NamedTuple):
    """A chart that says in words what it shows."""

    name: str
    title: str
    description: str
    bars: tuple[Drawn, ...]
    height: int


def make_chart(name: str, bars: Sequence[Bar], *, title: str, description: str) -> Chart:
    """Return the chart of `bars`; `name` is unique in its document."""
    most = max((max(bar.value, bar.before or 0) for bar in bars), default=0) or 1
    step = _SHORTER_STEP if all(bar.before is None for bar in bars) else _STEP
    drawn = tuple(
        Drawn(
            _shortened(bar.label),
            bar.value,
            _part(bar.value, most),
            bar.before,
            _part(bar.before or 0, most),
            step * row,
        )
        for row, bar in enumerate(bars)
    )
    return Chart(name, title, description, drawn, step * len(drawn))


def _part(value: int, most: int) -> str:
    return f"{WIDEST * value / most:.1f}%"


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
