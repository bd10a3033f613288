"""What needs attention on one screen: under each urgency what it is about, with the command that settles it."""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.pictures import fitted, paint

Row = tuple[str, str, str, str, str]
"""Urgency, kind, key, message, command."""

_HEADS = {
    "now": ("NOW", "a date has passed", "red"),
    "soon": ("SOON", "within 14 days", "yellow"),
    "later": ("LATER", "no hurry", "blue"),
}
_READABLE = 60
"""So many columns a message needs to have its command beside it."""
_INDENT, _GAP = 2, 2


def draw_status(items: Sequence[Row], *, width: int, height: int | None, everything: str, color: bool) -> str:
    """Return what fits on a screen of `height` lines (None: all), the most urgent first, then the first of each kind.

    How many there are of each urgency is always told; where some are left out, so is the command `everything`, which
    shows all. A command is never cut: it is there to be copied.
    """
    if not items:
        return ""
    key, command = (max(len(item[place]) for item in items) for place in (2, 4))
    message = width - _INDENT - key - command - 2 * _GAP
    beside = message >= _READABLE
    blocks = [_beside(item, key, message, color) if beside else _below(item, width, color) for item in items]
    kept = set(range(len(items)))
    if height is not None:
        sizes = [1 if beside else _size(item, width) for item in items]
        kept = _kept(items, sizes, room=height, footer=_rows(_footer(len(items), everything), width))
    lines: list[str] = []
    for urgency, (head, means, style) in _HEADS.items():
        group = [place for place, item in enumerate(items) if item[0] == urgency]
        if not group:
            continue
        shown = [place for place in group if place in kept]
        number = f"{len(group)}" if len(shown) == len(group) else f"{len(shown)} of {len(group)}"
        lines.append(f"{paint(head, style, color=color)} ({number}): {means}")
        for place in shown:
            lines += blocks[place]
    if len(kept) < len(items):
        lines.append(_footer(len(items) - len(kept), everything))
    return "\n".join([*lines, ""])


def _footer(number: int, everything: str) -> str:
    return f"{number} more: {everything}"


def _beside(item: Row, key: int, message: int, color: bool) -> list[str]:
    name = paint(f"{item[2]:<{key}}", "bold", color=color)
    return [f"{' ' * _INDENT}{name}{' ' * _GAP}{fitted(item[3], message)}{' ' * _GAP}{item[4]}"]


def _below(item: Row, width: int, color: bool) -> list[str]:
    room = width - _INDENT - len(item[2]) - 2
    told = fitted(item[3], room).rstrip() if room > 0 else ""
    return [f"{' ' * _INDENT}{paint(item[2], 'bold', color=color)}: {told}", f"{' ' * 2 * _INDENT}{item[4]}"]


def _size(item: Row, width: int) -> int:
    """Return how many lines of the screen an item takes that has its command below it."""
    return _rows(f"{' ' * _INDENT}{item[2]}: ", width) + _rows(f"{' ' * 2 * _INDENT}{item[4]}", width)


def _rows(line: str, width: int) -> int:
    """Return over how many lines of the screen a line goes that is not cut."""
    return -(-len(line) // width)


def _kept(items: Sequence[Row], sizes: Sequence[int], *, room: int, footer: int) -> set[int]:
    """Return the places of what fits: the most urgent, and of one urgency the first of every kind before the second."""
    urgencies = list(_HEADS)
    room -= len({item[0] for item in items})
    if sum(sizes) <= room:
        return set(range(len(items)))
    room -= footer
    seen: dict[tuple[str, str], int] = {}
    ranked: list[tuple[int, int, int]] = []
    for place, (urgency, kind, *_) in enumerate(items):
        rank = seen[urgency, kind] = seen.get((urgency, kind), -1) + 1
        ranked.append((urgencies.index(urgency), rank, place))
    kept: set[int] = set()
    for _, _, place in sorted(ranked):
        if sizes[place] > room:
            break
        kept.add(place)
        room -= sizes[place]
    return kept
