"""Files that are being written, beside what they are to become; what a killed process left of them is removed.

The name of one says which process writes it, so that nobody takes away what another is still writing.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import tempfile
from pathlib import Path

UNFINISHED = ".circo-unfinished"
"""How a file ends that is being written: a process that was killed may leave one, until the next one writes there."""

_NAME = re.compile(rf"\.(\d+)\.[^.]+{re.escape(UNFINISHED)}(?:-journal)?")
_LONGEST = 100


def make_unfinished(path: Path) -> tuple[int, Path]:
    """Return handle and path of a new, empty file beside `path`, for its owner alone; earlier leftovers go.

    Raises `OSError` where there can be none.
    """
    remove_unfinished(path.parent, name=path.name)
    prefix = f".{path.name[:_LONGEST]}.{os.getpid()}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=UNFINISHED, dir=path.parent)
    return handle, Path(name)


def remove_unfinished(directory: Path, *, name: str | None = None) -> None:
    """Remove what killed processes left unfinished in `directory`, or there of the file `name` only."""
    which = "*" if name is None else glob.escape(name[:_LONGEST])
    with contextlib.suppress(OSError):
        for left in directory.glob(f".{which}.*{UNFINISHED}*"):
            found = _NAME.search(left.name)
            if found is not None and not _is_written_by_another(int(found[1])):
                left.unlink(missing_ok=True)


def _is_written_by_another(process: int) -> bool:
    """Tell whether `process` runs and is not this one, which writes one such file at a time."""
    if os.name != "posix":  # elsewhere to ask is to end it
        return True
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
