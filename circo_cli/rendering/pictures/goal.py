"""Goals beside what happened, under the quarters that they are set for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from circo_cli.rendering.pictures import fitted, paint

Row = tuple[str, str, str, float | int, str, str, str | None, str | None, float | int | None]
"""Key, hub, metric, target, first and last quarter, theme, note, actual."""

_BAR = 10
_RATES = ("completion_rate", "attendance_rate")
_THE_LESS_THE_BETTER = ("no_show", "tracks_cancelled", "questions_open", "median_days_to_answer")
_GAP, _PERCENT, _PROSE = 2, 4, 12


def draw_goals(goals: Sequence[Row], *, width: int, color: bool) -> str:
    """Return the goals with what is reached of each, grouped by their quarters."""
    if not goals:
        return "no goals yet: circo goal set METRIC TARGET --hub HUB --from Q --until Q\n"
    key, hub, what, figures = (
        max(len(cell) for cell in column)
        for column in zip(*((goal[0], goal[1], aim(goal[2], goal[6]), _beside(goal)) for goal in goals), strict=True)
    )
    room = width - key - figures - _PERCENT - 5 * _GAP
    if hub + what > room:  # figures are never cut: the words before them give way
        hub = max(min(hub, room - what), min(hub, room // 3))
        what = max(room - hub, 1)
    left = room - hub - what
    bars = left >= _BAR + _GAP
    notes = left - _BAR - 2 * _GAP
    notes = notes if notes >= _PROSE else 0
    lines: list[str] = []
    for quarters, members in groupby(goals, key=lambda goal: period(goal[4], goal[5])):
        lines.append(paint(quarters, "bold", color=color))
        for goal in members:
            cells = [f"{goal[0]:<{key}}", fitted(goal[1], hub), fitted(aim(goal[2], goal[6]), what)]
            cells += [f"{_beside(goal):>{figures}}", fitted(reached(goal[2], goal[3], goal[8], bar=bars), _BAR + 6)]
            cells += [fitted(goal[7] or "", notes)] if notes else []
            lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join([*lines, ""])


def _beside(goal: Row) -> str:
    return beside(goal[2], goal[3], goal[8])


def period(first: str, last: str) -> str:
    """Return the quarters of a goal: one, or a span."""
    return first if first == last else f"{first}–{last}"


def aim(metric: str, theme: str | None) -> str:
    """Return what a goal counts."""
    return f"{metric} {theme}" if theme else metric


def beside(metric: str, target: float, actual: float | None) -> str:
    """Return what happened beside the target, rates as percentages."""
    return f"{_figure(metric, actual)} of {_figure(metric, target)}"


def reached(metric: str, target: float, actual: float | None, *, bar: bool = True) -> str:
    """Return how much of the target is reached, with a bar unless less of it would be better or no `bar` fits."""
    if actual is None or not target:
        return ""
    part = actual / target
    if not bar or metric in _THE_LESS_THE_BETTER:
        return f"{part:4.0%}"
    filled = min(_BAR, int(part * _BAR))
    return f"{part:4.0%}  {'█' * filled}{'░' * (_BAR - filled)}"


def _figure(metric: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{100 * value:g}%" if metric in _RATES else f"{value:g}"
