"""The only place that prints: standard streams, files that appear whole, the log of faults."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from circo_cli.errors import UsageError


def write_out(text: str) -> None:
    """Write `text` to standard output, all of it; raise `BrokenPipeError` when nobody listens."""
    if sys.stdout is None:
        raise BrokenPipeError
    _write(sys.stdout, text)


_PIECE = 1 << 20
"""Of more text than this, the rest waits in a temporary file."""

T = TypeVar("T", str, bytes)


def gathered(pieces: Iterable[T]) -> Iterable[T]:
    """Return all that `pieces` hold, when the last of them is there: what fails on the way leaves nothing printed."""
    held: list[T] = []
    length = 0
    following = iter(pieces)
    for piece in following:
        held.append(piece)
        length += len(piece)
        if length > _PIECE:
            break
    else:
        return [held[0][:0].join(held)] if held else []
    from tempfile import TemporaryFile

    if isinstance(piece, bytes):
        file: IO[Any] = TemporaryFile("w+b")  # noqa: SIM115 - it goes when its last piece was read
    else:
        file = TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")  # noqa: SIM115
    file.writelines(held)
    held.clear()
    file.writelines(following)
    file.seek(0)
    return iter(partial(file.read, _PIECE), piece[:0])


def write_err(text: str) -> None:
    """Write `text` to standard error; a closed one is no reason to fail."""
    if sys.stderr is not None:
        with contextlib.suppress(ValueError, OSError):
            _write(sys.stderr, text)


def _write(stream: object, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    stream.write(text)  # type: ignore[attr-defined]
    stream.flush()  # type: ignore[attr-defined]


def close_quietly() -> None:
    """Let the rest of the output go nowhere: its reader has left."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def is_terminal(stream: object) -> bool:
    """Tell whether `stream` is a terminal."""
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False


def check_writable(target: str, *, option: str = "--to") -> None:
    """Raise `UsageError` unless a file at `target` of `option` could be written, before any work is done for it."""
    path = Path(target).expanduser()
    if not target.strip():
        raise UsageError(f"{option} names no file", hint=f"{option} FILE", code="output-file")
    if path.is_dir() or target.endswith("/"):
        raise UsageError(f"{option} {target} is a directory", hint="name a file in it", code="output-file")
    directory = path.resolve().parent
    if not directory.is_dir():
        from shlex import quote

        hint = f"mkdir -p {quote(str(directory))}"
        raise UsageError(f"there is no directory {directory}", hint=hint, code="output-file")
    if not os.access(directory, os.W_OK):
        raise UsageError(f"{directory} cannot be written", hint="choose another path", code="output-file")


UNFINISHED = ".circo-unfinished"
"""How a file ends that is being written: a process that was killed may leave one."""


def write_file(target: str | Path, content: bytes | Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write `content`, or its pieces, to the file `target`, which appears whole or not at all and survives a power cut.

    What a killed process left of the same file goes. Raises `UsageError` when the place cannot be written, `OSError`
    (disk full) otherwise. A new file has `mode`, less the umask.
    """
    from circo_cli import unfinished

    pieces = [content] if isinstance(content, bytes) else content
    path = Path(target).expanduser().resolve()  # what a link points to is written, and the link stays
    check_writable(str(path))
    if path.exists() and not path.is_file():  # a device or a pipe takes what it is given, and is never replaced
        ready = gathered(pieces)
        with path.open("wb") as file:
            file.writelines(ready)
        return
    for _ in unfinished.remove_abandoned(path.parent, name=path.name, suffix=UNFINISHED):
        pass
    scratch, handle = unfinished.begin(path.parent, name=path.name, suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(handle)
            umask = os.umask(0)
            os.umask(umask)
            scratch.chmod(path.stat().st_mode & 0o777 if path.exists() else mode & ~umask)
            scratch.replace(path)  # while it is locked: nobody may take it for a leftover
        _sync_directory(path.parent)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise


def _sync_directory(path: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can open a directory
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_fault(error: BaseException) -> str:
    """Append the traceback of `error` to the log of faults, without values, and return where that is."""
    import traceback

    lines = [
        f"{type(error).__name__}\n",
        *(
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n'
            for frame in traceback.extract_tb(error.__traceback__)
        ),
    ]
    try:
        from platformdirs import user_log_dir

        directory = Path(user_log_dir("circo", appauthor=False))
        for each in (directory.parent, directory):  # `parents` alone would give those the rights of the umask
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = directory / "faults.log"
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.writelines([*lines, "\n"])
    except OSError:
        write_err("".join(lines))
        return "the lines above"
    return str(path)
