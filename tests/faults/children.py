"""Commands in a child of this process, in which everything is imported already: watched, killed, interrupted, starved.

A child can be stopped before every call by which it changes a file (``ptrace``, Linux): what a program leaves behind
when it is killed changes at these calls and nowhere else, so that to be killed before each is to be killed anywhere.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import io
import os
import pickle
import platform
import resource
import signal
import struct
import sys
import tempfile
from collections.abc import Callable, Sequence
from types import FrameType
from typing import IO, NamedTuple

from circo_cli.__main__ import main

ESCAPED = -1
"""The code of a command whose interrupt reached nobody: a user would see a traceback."""


class Ended(NamedTuple):
    """How a child ended: its exit code (None: it was killed), what it printed, and how many events it saw."""

    code: int | None
    out: str
    err: str
    events: int


class _LeftError(BaseException):
    """The child leaves at once, with this exit code."""


_exit = os._exit


def _leave(code: int) -> None:
    raise _LeftError(code)


def _nothing() -> None:
    """Do nothing."""


def _start(arguments: Sequence[str], stdin: str, report: IO[bytes], before: Callable[[], object]) -> int:
    """Start ``circo arguments`` in a child, which does `before` first; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        sys.dont_write_bytecode = True
        atexit._clear()  # what is registered for the end is for that of the tests
        out, err = io.StringIO(), io.StringIO()
        code: object = ESCAPED
        sys.stdin, sys.argv = io.StringIO(stdin), ["circo", *arguments]
        os._exit = _leave  # type: ignore[assignment]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(KeyboardInterrupt):
            try:
                before()
                main()
            except (_LeftError, SystemExit) as leaving:
                sys.setprofile(None)
                code = leaving.args[0]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)
        os.kill(os.getpid(), 0)  # tells who is watching that it is over
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        pickle.dump((code, out.getvalue(), err.getvalue(), _Counter.seen), report)
        report.flush()
    finally:
        _exit(0)


def _ended(report: IO[bytes], *, killed: bool, events: int | None = None) -> Ended:
    if killed:
        return Ended(None, "", "", events or 0)
    report.seek(0)
    code, out, err, seen = pickle.load(report)  # noqa: S301 - our own child wrote it
    return Ended(code, out, err, seen if events is None else events)


def forked(arguments: Sequence[str], *, stdin: str = "", before: Callable[[], object] = _nothing) -> Ended:
    """Run ``circo arguments`` in a child, which does `before` first, to its end."""
    with tempfile.TemporaryFile() as report:
        os.waitpid(_start(arguments, stdin, report, before), 0)
        return _ended(report, killed=False)


# A disk that is full


def starved(arguments: Sequence[str], *, stdin: str = "", size: int) -> Ended:
    """Run ``circo arguments`` where no file may be written beyond `size` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return forked(arguments, stdin=stdin, before=limit)


# Interrupts


class _Counter:
    seen = 0


def interrupted(
    arguments: Sequence[str], number: signal.Signals = signal.SIGINT, *, stdin: str = "", at: int = -1
) -> Ended:
    """Run ``circo arguments`` and send it the signal `number` at its call number `at`; without, count its calls.

    Calls of functions and their returns count, those of C too: a signal comes between any two of them.
    """

    def watch(frame: FrameType, event: str, argument: object) -> None:
        _Counter.seen += 1
        if _Counter.seen == at:
            os.kill(os.getpid(), number)

    def start() -> None:
        sys.setprofile(watch)

    return forked(arguments, stdin=stdin, before=start)


# Kills

_TRACEME, _SYSCALL, _SETOPTIONS, _GET_SYSCALL_INFO = 0, 24, 0x4200, 0x420E
_SYSGOOD, _EXITKILL = 1, 1 << 20
_ENTRY = 1

_X86_64 = {
    1: "write", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync", 77: "ftruncate",
    82: "rename", 83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink", 90: "chmod", 91: "fchmod", 257: "openat",
    258: "mkdirat", 263: "unlinkat", 264: "renameat", 265: "linkat", 268: "fchmodat", 316: "renameat2",
    326: "copy_file_range", 62: "kill",
}  # fmt: skip
_AARCH64 = {
    64: "write", 68: "pwrite64", 66: "writev", 71: "sendfile", 82: "fsync", 83: "fdatasync", 46: "ftruncate",
    34: "mkdirat", 35: "unlinkat", 37: "linkat", 38: "renameat", 52: "fchmod", 53: "fchmodat", 56: "openat",
    276: "renameat2", 285: "copy_file_range", 129: "kill",
}  # fmt: skip
_CALLS = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(platform.machine(), {}) if sys.platform == "linux" else {}

_libc = ctypes.CDLL(None, use_errno=True)


def _ptrace(request: int, child: int, address: int = 0, data: int = 0) -> int:
    call = _libc.ptrace
    call.restype, call.argtypes = ctypes.c_long, [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    found: int = call(request, child, address, data)
    if found < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return found


def can_watch() -> bool:
    """Tell whether this system lets a process watch the calls of its child."""
    if not _CALLS:
        return False
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(OSError):
            _ptrace(_TRACEME, 0)
            code = 0
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def watched(arguments: Sequence[str], *, stdin: str = "", kill_at: int | None = None) -> Ended:
    """Run ``circo arguments`` and kill it before the call number `kill_at` (from 0) by which it changes a file.

    The call after the last one is its end. Without `kill_at` it comes to its end, and `events` says how many there are.
    """

    def offer() -> None:
        _ptrace(_TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)

    with tempfile.TemporaryFile() as report:
        child = _start(arguments, stdin, report, offer)
        os.waitpid(child, 0)
        _ptrace(_SETOPTIONS, child, 0, _SYSGOOD | _EXITKILL)
        events, killed = _follow(child, kill_at)
        return _ended(report, killed=killed, events=events)


def _follow(child: int, kill_at: int | None) -> tuple[int, bool]:
    """Let the `child` run from call to call; return how many changed a file, and whether it was killed."""
    seen, over, deliver = 0, False, 0
    info = ctypes.create_string_buffer(88)
    while True:
        _ptrace(_SYSCALL, child, 0, deliver)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return seen, os.WIFSIGNALED(status)
        stopped = os.WSTOPSIG(status)
        deliver = 0 if stopped == signal.SIGTRAP | 0x80 else stopped
        if deliver or over:
            continue
        _ptrace(_GET_SYSCALL_INFO, child, len(info), ctypes.addressof(info))
        name = _changing(info.raw)
        if name is None:
            continue
        if seen == kill_at:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return seen, True
        over = name == "kill"
        seen += not over


def _changing(info: bytes) -> str | None:
    """Return the name of the call that a child is about to make, if it changes a file or is its last."""
    operation, number = info[0], struct.unpack_from("<Q", info, 24)[0]
    if operation != _ENTRY:
        return None
    name = _CALLS.get(number)
    flags = struct.unpack_from("<Q", info, 32 + 16)[0]
    return None if name == "openat" and not flags & os.O_CREAT else name
