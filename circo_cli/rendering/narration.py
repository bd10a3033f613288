"""What is told on stderr while somebody is asked: sentences that a terminal shows broken between words."""

from __future__ import annotations

import sys

from circo_cli.rendering.cells import flat
from circo_cli.rendering.streams import is_terminal, write_err


def tell(text: str, *, indent: int = 0) -> None:
    """Write a line to stderr; on a terminal it is wrapped, and what follows the first line is indented so far."""
    from circo_cli.rendering.pictures import wrapped
    from circo_cli.rendering.table import terminal_width

    start = text[: len(text) - len(text.lstrip(" "))]
    lines = [flat(text)]
    if is_terminal(sys.stderr):
        room = terminal_width(sys.stderr) - max(indent, len(start))
        lines = [
            (start if place == 0 else " " * indent) + line for place, line in enumerate(wrapped(text.strip(), room))
        ]
    write_err("".join(f"{line}\n" for line in lines))
