"""Measuring whole processes: how long they take, side by side, and how much memory."""

from __future__ import annotations

import os
import pty
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROUNDS = 21
TODAY = "2026-06-15"


@dataclass(frozen=True, slots=True)
class Run:
    """A command line that is measured: `terminal` gives it a pseudo-terminal to print on.

    A line of what it prints has to be `printed`, where that is said: what fails in silence would be quick.
    """

    line: tuple[str, ...]
    environment: Mapping[str, str]
    terminal: bool = False
    printed: str = ""


class Taken(NamedTuple):
    """What a process took, in milliseconds: the `median` by the clock, and the least that it was `busy` at work."""

    median: float
    busy: float


def program() -> tuple[str, ...]:
    """Return how circo is started here: its script where it is installed, else as a module."""
    script = Path(sys.executable).parent / "circo"
    return (str(script),) if script.exists() else (sys.executable, "-m", "circo_cli")


def clean_environment(database: Path, *, bytecode: Path) -> dict[str, str]:
    """Return the environment of a process that works on `database`; `bytecode` is a directory for what is compiled."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CIRCO_", "_CIRCO", "PYTHON"))}
    return {
        **kept,
        "CIRCO_DB": str(database),
        "CIRCO_TODAY": TODAY,
        "CIRCO_USER": "benchmark",
        "PYTHONPYCACHEPREFIX": str(bytecode),  # compiled once, as an installed package is
    }


def measure(run: Run) -> tuple[float, float]:
    """Run a line once and return how long the whole process took, and was at work, in milliseconds.

    Raises `RuntimeError` when it fails, or does not print what it should: a failing command would be quick.
    """
    worked = _children_worked()
    begun = time.perf_counter()
    printed = b""
    if run.terminal:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(run.line, env=run.environment, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:  # the other end of a pseudo-terminal was closed
            pass
        os.close(ours)
        code = process.wait()
    else:
        ended = subprocess.run(
            run.line, env=run.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        code, printed = ended.returncode, ended.stdout
    taken = (time.perf_counter() - begun) * 1000
    if code:
        raise RuntimeError(f"{' '.join(run.line)} left with {code}")
    if run.printed and run.printed not in printed.decode().splitlines():
        raise RuntimeError(f"{' '.join(run.line)} did not print {run.printed}, but {printed.decode()!r}")
    return taken, (_children_worked() - worked) * 1000


def _children_worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def interleaved(lines: Mapping[str, Run], *, rounds: int) -> dict[str, Taken]:
    """Return what each line takes; in every round each runs once, so that all meet the same weather."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in lines}
    for run in lines.values():
        measure(run)
    for _ in range(rounds):
        for name, run in lines.items():
            taken[name].append(measure(run))
    return {
        name: Taken(statistics.median(clock for clock, _ in each), min(busy for _, busy in each))
        for name, each in taken.items()
    }


class Use(NamedTuple):
    """What one run of a process took: `seconds`, of which `busy` at work, and `megabytes` of memory at its highest.

    Where `busy` is much less than `seconds`, it waited: for the disk, or for others on the machine.
    """

    seconds: float
    megabytes: float
    busy: float


_LAUNCHER = """
import os, sys, time
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    print(time.perf_counter() - begun, usage.ru_maxrss, usage.ru_utime + usage.ru_stime, file=file)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def use_of(run: Run) -> Use:
    """Run a line once, its output thrown away, and return what it took.

    A small process starts it: the highest memory of a process is never less than that of the one that started it.
    Raises `RuntimeError` when it fails.
    """
    with tempfile.NamedTemporaryFile("r", suffix=".usage") as file:
        line = (sys.executable, "-I", "-S", "-c", _LAUNCHER, file.name, *run.line)
        ended = subprocess.run(line, env=run.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if ended.returncode:
            raise RuntimeError(f"{' '.join(run.line)} left with {ended.returncode}: {ended.stderr.decode()[-500:]}")
        seconds, peak, busy = file.read().split()
    return Use(float(seconds), int(peak) / (1 << 20 if sys.platform == "darwin" else 1 << 10), float(busy))
