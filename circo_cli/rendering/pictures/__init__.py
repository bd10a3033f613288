"""What a terminal shows in place of a table: one module a picture, each a pure function of rows, width and colour.

A picture never relies on colour alone, and every text of the data in it goes through `flat`.
"""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.cells import flat

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
_BOUND = "\u00a0"  # a space at which no line is broken


def paint(text: str, style: str, *, color: bool) -> str:
    """Return `text` in a style (``bold``, ``dim``, or a colour), or as it is without `color`."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text


def fitted(text: str, width: int) -> str:
    """Return `text` on one line of exactly `width` columns of a terminal: padded, or cut with an ellipsis."""
    from rich.cells import cell_len, set_cell_size

    line = flat(text)
    return set_cell_size(line, width) if cell_len(line) <= width else set_cell_size(line, width - 1) + "…"


def wrapped(text: str, width: int, *, at_hyphens: bool = False) -> list[str]:
    """Return `text` as lines of at most `width` columns, broken at spaces, or also after hyphens; at least one line."""
    import textwrap

    from rich.cells import cell_len

    line = flat(text)
    # Some characters take two columns: then a line holds half as many of them at worst.
    room = max(width if cell_len(line) == len(line) else width // 2, 1)
    return textwrap.wrap(line, room, break_on_hyphens=at_hyphens) or [""]


def unbroken(parts: Sequence[str], width: int) -> list[str]:
    """Return `parts` beside each other on lines of at most `width` columns; no line is broken inside a part."""
    return [
        line.replace(_BOUND, " ") for line in wrapped("   ".join(part.replace(" ", _BOUND) for part in parts), width)
    ]
