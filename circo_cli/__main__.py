"""The entry: ``circo``, and ``python -m circo_cli``.

Imports are most of what a quick command does: the garbage collector rests until they are done, and an interrupt
during them leaves at once.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    gc.disable()
    signal.signal(signal.SIGINT, _leave)
    from circo_cli.app import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # the same bytes whatever the locale
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        # With PYTHONUNBUFFERED a full disk takes a part of what is printed, and only a buffer notices that.
        encoding = sys.stdout.encoding
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(sys.stdout.detach()), encoding=encoding)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(run(sys.argv[1:]))
    finally:
        gc.freeze()  # what is left lives until the end: searching it for garbage once more would be for nothing


if __name__ == "__main__":
    main()
