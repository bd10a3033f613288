"""How far long work is, on stderr: nothing for what takes a moment, a line that rewrites itself on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from circo_cli.rendering.streams import is_terminal, write_err

PATIENCE = 1.0
"""Seconds of work after which somebody wants to know how far it is (source: the contract, Import)."""

_STEP = 0.2
_QUIET_STEP = 10.0
"""Seconds between two reports: on a terminal, and in what may be a log."""


@contextmanager
def progress(
    what: str, total: int | None, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int], None]]:
    """Give what tells on stderr how much is done, of `total` where that is known, from a second on.

    On a terminal the line goes again.
    """
    terminal = is_terminal(sys.stderr)
    begun = clock()
    told: list[float] = []

    def tell(done: int) -> None:
        now = clock()
        if now - begun < PATIENCE or (told and now - told[-1] < (_STEP if terminal else _QUIET_STEP)):
            return
        told.append(now)
        line = f"{what}: {done:,}"
        if total is not None:
            line += f" of {total:,} ({100 * done // total if total else 100} %)"
        write_err(f"\r{line}\x1b[K" if terminal else f"note: {line}\n")

    try:
        yield tell
    finally:
        if terminal and told:
            write_err("\r\x1b[K")
