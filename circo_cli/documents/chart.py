"""Charts as inline pictures: their geometry, for the templates that draw them.

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


class Point(NamedTuple):
    """What a column shows; without `value` there is a gap, and `shown` says so."""

    mark: str
    value: float | None
    shown: str
    under: str = ""


class Column(NamedTuple):
    """A column with its place: `left` and `middle` in per cent, `top` and `height` in pixels."""

    mark: str
    under: str
    shown: str
    left: str
    middle: str
    top: int
    height: int


class ColumnChart(NamedTuple):
    """A chart of columns, the last of which is the one that matters; `base` is where they stand, in pixels."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    width: str
    base: int
    height: int


TALLEST = 52
"""Pixels that the tallest column takes."""

_ROOM_ABOVE = 18
_ROOM_BELOW = 30
_PART_OF_STEP = 0.76
_LONGEST_FIGURE = 5
"""Characters that fit above every column of a narrow chart."""


def make_columns(name: str, points: Sequence[Point], *, title: str, description: str) -> ColumnChart:
    """Return the chart of `points`, in order; where figures are long only the first and the last are written."""
    most = max((point.value or 0 for point in points), default=0) or 1
    step = 100 / len(points)
    base = _ROOM_ABOVE + TALLEST
    crowded = any(len(point.shown) > _LONGEST_FIGURE for point in points)
    columns = []
    for place, point in enumerate(points):
        height = round(TALLEST * (point.value or 0) / most)
        columns.append(
            Column(
                point.mark,
                point.under,
                "" if crowded and 0 < place < len(points) - 1 else point.shown,
                f"{step * (place + (1 - _PART_OF_STEP) / 2):.2f}%",
                f"{step * (place + 0.5):.2f}%",
                base - height,
                height,
            )
        )
    return ColumnChart(
        name, title, description, tuple(columns), f"{step * _PART_OF_STEP:.2f}%", base, base + _ROOM_BELOW
    )
