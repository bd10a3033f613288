"""Companies that are perhaps one, each pair with what speaks for it and the command to copy."""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.pictures import paint, wrapped

Row = tuple[str, str, int, str, str]
"""Key of the one that stays, key of the other, score, why, command."""

_INDENT = 5


def draw_duplicates(rows: Sequence[Row], *, width: int, color: bool) -> str:
    """Return three lines or more for each pair; a command is never cut or broken by us."""
    lines: list[str] = []
    for key, other, score, because, command in rows:
        first, *more = wrapped(f"{other} is perhaps {key}", width - _INDENT)
        lines.append(f"{score:>{_INDENT - 2}}  {paint(first, 'bold', color=color)}")
        lines += [f"{'':{_INDENT}}{line}" for line in (*more, *wrapped(because, width - _INDENT))]
        lines.append(f"{'':{_INDENT}}{paint(command, 'cyan', color=color)}")
    return "\n".join(lines) + "\n"
