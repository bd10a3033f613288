"""Hidden files in which a database is written before it appears: whole, or not at all. See `circo_cli.unfinished`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from circo_cli.storage.files import forget_journal
from circo_cli.unfinished import begin, remove_abandoned

SCRATCH = ".circo-scratch"
"""How a database ends that is being written."""


@contextmanager
def scratch_in(directory: Path, *, database: Path) -> Iterator[Path]:
    """Give an empty hidden file in `directory` for what is to become, or to be a copy of, `database`.

    It is removed at the end of the block where it was not renamed. Raises `OSError` where the directory cannot be
    written.
    """
    remove_leftovers(directory, database=database)
    path, handle = begin(directory, name=database.name, suffix=SCRATCH)
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
    for path in remove_abandoned(directory, name=database.name, suffix=SCRATCH, wait=wait):
        forget_journal(path)
