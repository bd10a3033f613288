"""The entry: ``circo``, and ``python -m circo_cli``.

Imports are most of what a quick command does: the garbage collector rests until they are done, an interrupt
during them leaves at once, and nothing is taken apart at the end.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _again(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt once more where the interrupt came in a place that Python lets no exception out of."""
    if lost.exc_type is KeyboardInterrupt:
        signal.setitimer(signal.ITIMER_REAL, 0.001)
    else:
        sys.__unraisablehook__(lost)


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    gc.disable()
    for number in _SIGNALS:
        signal.signal(number, _leave)
    from circo_cli.app import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # the same bytes whatever the locale
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        # With PYTHONUNBUFFERED a full disk takes a part of what is printed, and only a buffer notices that.
        encoding = sys.stdout.encoding
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(sys.stdout.detach()), encoding=encoding)

    try:
        sys.unraisablehook = _again
        for number in (signal.SIGALRM, *_SIGNALS):
            signal.signal(number, _interrupt)
        _end(run(sys.argv[1:]))
    except KeyboardInterrupt:  # before there was anything to say it, or while it was being said
        os._exit(INTERRUPTED)


def _end(code: int) -> NoReturn:
    """Leave with `code`; taking modules and classes apart one by one was a tenth of what a quick command took."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # `run` has said what cannot be written
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
