"""Hidden files in which something is written before it appears: whole, or not at all.

Whoever writes one holds a lock on it, which ends with the process, however that ends. So the next one that writes the
same knows which were left by a killed process, and removes them.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LONGEST = 100
"""So many bytes of a name stand in that of its hidden file: a file system has a limit."""


def begin(directory: Path, *, name: str, suffix: str) -> tuple[Path, int]:
    """Return a new hidden file in `directory` for what is to become `name`, and the handle that locks it.

    Raises `OSError` where the directory cannot be written.
    """
    while True:
        handle, made = tempfile.mkstemp(prefix=_beginning(name), suffix=suffix, dir=directory)
        with contextlib.suppress(OSError):  # where nothing can be locked, nothing is taken for a leftover either
            fcntl.flock(handle, fcntl.LOCK_EX)
        path = Path(made)
        if path.exists():  # else it was removed as a leftover before it was locked
            return path, handle
        os.close(handle)


def remove_abandoned(directory: Path, *, name: str, suffix: str, wait: bool = False) -> Iterator[Path]:
    """Remove what killed processes left in `directory` while they wrote `name`, and give the path of each.

    With `wait` also what is being written now, once it has appeared or was thrown away.
    """
    for path in directory.glob(f"{glob.escape(_beginning(name))}*{suffix}"):
        with contextlib.suppress(OSError):  # somebody writes it, or it is somebody else's
            # A pipe would be waited for, and a link leads to what is somebody else's.
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                path.unlink()
                yield path
            finally:
                os.close(handle)


def _beginning(name: str) -> str:
    """Return how the names of the hidden files for `name` begin."""
    return f".{name.encode(errors='ignore')[:_LONGEST].decode(errors='ignore')}."
