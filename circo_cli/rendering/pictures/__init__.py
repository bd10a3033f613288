"""What a terminal shows in place of a table: one module a picture, each a pure function of rows, width and colour.

A picture never relies on colour alone, and every text of the data in it goes through `flat`.
"""

from __future__ import annotations

from circo_cli.rendering.cells import flat

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def paint(text: str, style: str, *, color: bool) -> str:
    """Return `text` in a style (``bold``, ``dim``, or a colour), or as it is without `color`."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color and text else text


def fitted(text: str, width: int) -> str:
    """Return `text` on one line of exactly `width` columns of a terminal: padded, or cut with an ellipsis."""
    from rich.cells import cell_len, set_cell_size

    line = flat(text)
    return set_cell_size(line, width) if cell_len(line) <= width else set_cell_size(line, width - 1) + "…"
