"""Processes that are killed, interrupted, refused the disk, or many at once: everything or nothing, and no fault of ours.

The quick version runs with every test run; ``CIRCO_FAULTS=full`` makes it long.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.app import run
from tests.conftest import Circo

FULL = os.environ.get("CIRCO_FAULTS") == "full"
NOBODY = 65534
PROGRAM = (sys.executable, "-m", "circo_cli")


def start(circo: Circo, *arguments: str, before: Callable[[], object] | None = None) -> subprocess.Popen[bytes]:
    """Start ``circo arguments`` as a process."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=circo.directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_leaves_nothing_half_done(circo: Circo, number: signal.Signals) -> None:
    """The process waits for another writer, well past its imports, when the signal comes."""
    before = circo.database.read_bytes()
    with closing(sqlite3.connect(circo.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        script = (
            "import os, signal, sys; from circo_cli.app import run\n"
            f"signal.signal({int(number)}, signal.default_int_handler)\n"
            "import circo_cli.storage.database as database\n"
            "start = database.journal.start\n"
            "def interrupted(*arguments, **named):\n"
            "    number = start(*arguments, **named)\n"
            f"    os.kill(os.getpid(), {int(number)})\n"
            "    return number\n"
            "database.journal.start = interrupted\n"
            "sys.exit(run(['theme', 'add', 'Elektronica']))\n"
        )
        other.execute("ROLLBACK")
    done = subprocess.run([sys.executable, "-c", script], cwd=circo.directory, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (130, b""), done
    assert b"interrupted" in done.stderr
    assert circo.database.read_bytes() == before


def test_an_interrupt_while_it_starts_leaves_quietly(circo: Circo) -> None:
    before = circo.database.read_bytes()
    with start(circo, "theme", "add", "Elektronica") as process:
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode in (130, -signal.SIGINT)
    assert b"Traceback" not in err or process.returncode == -signal.SIGINT
    assert circo.database.read_bytes() == before


def small_disk(size: int) -> Callable[[], None]:
    """Return what makes files larger than `size` bytes fail as a full disk does."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize(
    "line",
    [
        ("theme", "add", "Elektronica"),
        ("db", "init", "--db", "nieuw.db"),
        ("db", "backup", "--to", "kopie.db"),
        ("theme", "list", "--to", "themas.csv", "-o", "csv"),
        ("export", "uit"),
    ],
)
def test_a_full_disk_is_said_and_nothing_changes(circo: Circo, line: tuple[str, ...]) -> None:
    before = circo.database.read_bytes()
    with start(circo, *line, "--json" if "csv" not in line else "-q", before=small_disk(64)) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (4, b""), err
    assert b"full" in err
    assert circo.database.read_bytes() == before
    left = {path.name for path in circo.directory.iterdir() if path.is_file()}
    assert left <= {"circo.db"}, left
    assert circo("db", "check").code == 0


@pytest.mark.parametrize("line", [("theme", "list", "--json"), ("theme", "list"), ("--version",), ("theme", "--help")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_below_what_is_printed_is_said_though_a_part_was_taken(
    circo: Circo, line: tuple[str, ...], unbuffered: str
) -> None:
    with (circo.directory / "uit.txt").open("wb") as out:
        done = subprocess.run(
            [*PROGRAM, *line],
            stdout=out,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            preexec_fn=small_disk(8),
            check=False,
        )
    assert done.returncode == 4, done.stderr
    assert b"the disk is full" in done.stderr
    assert b"Exception" not in done.stderr


def as_nobody(circo: Circo, *arguments: str) -> int:
    """Run a command in a child that has given up the rights of root, and return its exit code."""
    run(["theme", "list"])
    child = os.fork()
    if child == 0:
        try:
            os.setegid(NOBODY)
            os.seteuid(NOBODY)
            code = run(list(arguments))
        except BaseException:
            code = 99
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def open_to_nobody(circo: Circo) -> Circo:
    """A directory that somebody without rights may look into."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    path = circo.directory
    while path != path.parent and path != Path("/tmp"):
        path.chmod(path.stat().st_mode | 0o055)
        path = path.parent
    circo.database.chmod(0o644)
    circo("theme", "add", "Eerst", "--dry-run")  # everything is imported now
    return circo


@pytest.mark.parametrize(("mode", "code"), [(0o644, 4), (0o666, 4)])
def test_a_read_only_database_reads_and_does_not_write(open_to_nobody: Circo, mode: int, code: int) -> None:
    circo = open_to_nobody
    circo.database.chmod(mode)
    before = circo.database.read_bytes()
    assert as_nobody(circo, "theme", "list") == 0
    assert as_nobody(circo, "theme", "add", "Elektronica") == code
    assert as_nobody(circo, "db", "init", "--db", "nieuw.db") == 4
    assert circo.database.read_bytes() == before


def test_a_database_that_may_not_be_read(open_to_nobody: Circo) -> None:
    circo = open_to_nobody
    circo.database.chmod(0o600)
    assert as_nobody(circo, "theme", "list") == 4
    closed = circo.directory / "dicht"
    closed.mkdir(mode=0o700)
    for line in (("theme", "list"), ("theme", "add", "X"), ("db", "init")):
        assert as_nobody(circo, *line, "--db", str(closed / "circo.db")) == 4
