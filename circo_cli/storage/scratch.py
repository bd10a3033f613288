"""Hidden files in which a database is written before it appears: whole, or not at all.

Whoever writes one holds a lock on it, which ends with the process, however that ends. So the next one that writes
beside it knows which were left by a killed process, and removes them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from circo_cli.storage.files import forget_journal

SCRATCH = ".circo-scratch"
"""How a database ends that is being written."""


@contextmanager
def scratch_in(directory: Path, *, database: Path) -> Iterator[Path]:
    """Give an empty hidden file in `directory` for what is to become, or to be a copy of, `database`.

    It is removed at the end of the block where it was not renamed. Raises `OSError` where the directory cannot be
    written.
    """
    remove_leftovers(directory, database=database)
    path, handle = _make(directory, database)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        forget_journal(path)
        os.close(handle)


def remove_leftovers(directory: Path, *, database: Path, wait: bool = False) -> None:
    """Remove what killed processes left in `directory` while they wrote `database` or a copy of it.

    With `wait` come back only when those that are being written now have appeared, or were thrown away.
    """
    import glob

    for path in directory.glob(f".{glob.escape(database.name)}.*{SCRATCH}"):
        with contextlib.suppress(OSError):  # somebody writes it, or it is somebody else's
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                path.unlink()
                forget_journal(path)
            finally:
                os.close(handle)


def _make(directory: Path, database: Path) -> tuple[Path, int]:
    """Return a new file that is locked; one that was removed as a leftover before that is no longer there."""
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(prefix=f".{database.name}.", suffix=SCRATCH, dir=directory)
        fcntl.flock(handle, fcntl.LOCK_EX)
        path = Path(name)
        if path.exists():
            return path, handle
        os.close(handle)
