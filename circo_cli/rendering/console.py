"""What rich draws, as text: the one place that decides what it may do with a terminal."""

from __future__ import annotations

import io
from typing import Any


def drawn(thing: Any, *, width: int, color: bool) -> str:
    """Return what rich draws of `thing`, of so many columns; no markup, highlighting or emoji codes are looked for."""
    from rich.console import Console

    target = io.StringIO()
    console = Console(
        file=target,
        width=width,
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(thing)
    return target.getvalue()
