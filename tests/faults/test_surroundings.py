"""What surrounds the program: time zone, locale, streams, home, current directory, umask, the clock.

None of them changes a byte of what comes out, ends it with a fault of ours, or leaves a file that others may read.
"""

from __future__ import annotations

import os
import shlex
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import circo_cli.context as context_module
from tests.conftest import TODAY, Circo

FULL = os.environ.get("CIRCO_FAULTS") == "full"
HERE = Path(__file__).parents[2]


def typed(circo: Circo, line: str, *, python: str = "", **environment: str) -> tuple[int, bytes, bytes]:
    """Return code, stdout and stderr of a shell that runs `line`, in which ``circo`` is this program, and only this environment."""
    program = f"{shlex.quote(sys.executable)} {python} -m circo_cli"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("circo ", f"{program} ", 1)],
        cwd=circo.directory,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(HERE),
            "HOME": str(circo.directory),
            "CIRCO_DB": str(circo.database),
            "CIRCO_TODAY": TODAY,
            "CIRCO_USER": "tester",
        }
        | environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


SURROUNDINGS: dict[str, dict[str, str]] = {
    "far east, Turkish": {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
    "ASCII, strict": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"},
    "Latin-1, no columns": {"PYTHONIOENCODING": "latin-1", "COLUMNS": "0", "TERM": "", "PYTHONHASHSEED": "0"},
    "odd columns": {"COLUMNS": "abc", "LINES": "-1", "TERM": "dumb", "TZ": "nonsense", "LANG": "xx"},
    "one column": {"COLUMNS": "1", "TMPDIR": "/nowhere", "HOME": "/nowhere", "PYTHONHASHSEED": "1"},
}
PRINTED = ("report quarter 2026Q2", "digest preview --for network", "company list -o csv", "question list --json")


@pytest.mark.parametrize("where", SURROUNDINGS)
def test_the_same_bytes_come_out_wherever_it_runs(network: Circo, where: str) -> None:
    for line in PRINTED if FULL else PRINTED[:2]:
        code, out, err = typed(network, f"circo {line}", **SURROUNDINGS[where])
        assert (code, out.decode()) == (0, network.ok(*line.split())), err


@pytest.mark.parametrize("python", ["-O", "-OO", "-X dev -W error"])
def test_no_way_to_start_python_brings_a_warning_or_takes_a_check_away(network: Circo, python: str) -> None:
    """Without assertions, or with every warning an error, a command does and says the same."""
    for line in ("theme add Elektro", "digest preview --for network -q", "company list -o xlsx --to x.xlsx -q"):
        code, _, err = typed(network, f"circo {line}", python=python)
        assert (code, err) == (0, b""), line


@pytest.mark.parametrize(
    "line", ["theme list", "theme add Elektro", "theme add Elektro --to t.csv", "export uit", "demo"]
)
def test_a_current_directory_that_is_gone_is_said_where_it_matters(network: Circo, line: str) -> None:
    code, out, err = typed(network, f"mkdir weg; cd weg; rmdir ../weg; circo {line}")
    if line in ("theme list", "theme add Elektro"):
        assert (code, err) == (0, b"")
    else:
        assert (code, out) == (2, b"")
        assert b"hint:" in err
        assert "elektro" not in network.ok("theme", "list")


@pytest.mark.parametrize(
    "line",
    ["theme list --db ~niemand/x", "theme add X --to ~niemand/x", "export ~niemand/x", "company import ~niemand/x",
     "db restore ~niemand/x --yes", "db backup --to ~niemand/x", "demo --to ~niemand/x"],
)  # fmt: skip
def test_a_home_that_nobody_has_is_wrong_use(network: Circo, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    assert (network.refused(*line.split())["exit_code"]) == 2
    monkeypatch.setenv("CIRCO_CONFIG", "~niemand/x")
    monkeypatch.delenv("CIRCO_DB")
    assert network.refused("theme", "list")["exit_code"] == 2


@pytest.mark.parametrize("home", ["", "/proc/nowhere", "/dev/null"])
def test_without_a_home_that_can_be_written_it_reads_and_says_what_it_cannot_write(
    network: Circo, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", home)
    network.ok("theme", "add", "Elektro")
    if home:
        assert network.refused("config", "set", "lang", "en")["exit_code"] == 2
        monkeypatch.setattr("circo_cli.commands.theme.of", lambda ctx: 1 / 0)
        answer = network("theme", "list")
        assert (answer.code, "ZeroDivisionError" in answer.err, "the lines above" in answer.err) == (70, True, True)
        monkeypatch.delenv("CIRCO_DB")
        assert network.refused("db", "init")["exit_code"] == 4


# Streams

NOWHERE = ("<&-", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full")
ENDED: dict[str, tuple[int, int, bool]] = {
    "theme list": (0, 4, False),
    "show Q1": (0, 4, False),
    "theme add Elektro": (0, 4, True),
    "company forget aannemer-fictiebouw-zuid": (2, 2, False),
    "hub onboard": (2, 2, False),
    "question log -": (2, 2, False),
    "company import -": (2, 2, False),
    "--help": (0, 4, False),
    "--version": (0, 4, False),
}
"""The exit code of a command, the one where a full disk takes what it prints, and whether it changes anything."""


@pytest.mark.parametrize("line", ENDED)
def test_without_a_stream_a_command_does_what_it_says(network: Circo, line: str) -> None:
    before = network.database.read_bytes()
    code, full, changes = ENDED[line]
    for streams in NOWHERE if FULL else (NOWHERE[3], NOWHERE[4]):
        network.database.write_bytes(before)
        ended, _, err = typed(network, f"circo {line} {streams}")
        assert ended == (full if ">/dev/full" in streams.split() else code), (streams, err)
        assert b"Traceback" not in err
        assert b"Exception" not in err
        assert (network.database.read_bytes() != before) is changes, streams
        if changes and ended:
            assert not err or b"the change was made" in err
    assert not list(network.directory.rglob("faults.log"))


def test_a_whole_import_is_read_from_standard_input_with_nobody_listening(network: Circo) -> None:
    code, _, _ = typed(network, "printf 'naam,plaats\\nNieuw BV,Ede\\n' | circo company import - >&- 2>&-")
    assert code == 0
    assert network.json("company", "show", "nieuw-bv")["city"] == "Ede"


# What others may read


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Make files as under the umask `mask`."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(directory: Path) -> dict[str, str]:
    """Return the rights of everything below `directory`, without the journal of a change."""
    return {str(path.relative_to(directory)): oct(stat.S_IMODE(path.stat().st_mode)) for path in directory.rglob("*")}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_what_circo_makes_for_itself_is_for_its_owner_alone(
    bare: Circo, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    scratch = bare.directory / "tijdelijk"
    scratch.mkdir(mode=0o700)
    monkeypatch.setenv("TMPDIR", str(scratch))
    seen: list[str] = []
    monkeypatch.setenv("CIRCO_DB", str(bare.directory / "eigen" / "circo.db"))
    with umask(mask):
        for line in ("db init", "config set lang en", "hub add Limburg", "db backup", "db check", "theme add Elektro"):
            bare.ok(*line.split())
        copy = next(str(path) for path in (bare.directory / "eigen" / "circo-backups").glob("*.db"))
        bare.ok("db", "restore", copy, "--yes")
        bare.ok("export", "uit")
        bare.ok("theme", "list", "-o", "csv", "--to", "lijst.csv")
        from circo_cli.storage import journal

        real = journal.start

        def looked(*arguments: Any, **named: Any) -> int:
            number = real(*arguments, **named)
            seen.extend(modes(bare.directory / "eigen").values())
            return number

        monkeypatch.setattr(journal, "start", looked)
        bare.ok("theme", "add", "Nog een")
        monkeypatch.setattr("circo_cli.commands.theme.of", lambda ctx: 1 / 0)
        assert bare("theme", "list").code == 70
    found = modes(bare.directory)
    exported = {name: found.pop(name) for name in list(found) if name.startswith(("uit", "lijst.csv"))}
    assert set(exported.values()) <= {oct(0o666 & ~mask), oct(0o777 & ~mask)}
    files = {name: mode for name, mode in found.items() if (bare.directory / name).is_file()}
    assert any("faults.log" in name for name in files)
    assert any("config.toml" in name for name in files)
    assert set(files.values()) == {"0o600"}, files
    assert set(seen) == {"0o600", "0o700"}
    own = {
        name: mode for name, mode in found.items() if name.split("/")[-1] in ("circo", "eigen", "circo-backups", "log")
    }
    assert set(own.values()) == {"0o700"}, own
    assert list(scratch.iterdir()) == []


def test_under_a_umask_that_takes_all_a_database_can_still_be_made_and_used(bare: Circo) -> None:
    with umask(0o777):
        for line in ("db init", "theme add Elektro", "db backup"):
            bare.ok(*line.split())
    assert stat.S_IMODE(bare.database.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "line", ["digest export --for network --format html --to uit", "company list -o xlsx --to uit.xlsx"]
)
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_command_leaves_no_temporary_file(
    network: Circo, monkeypatch: pytest.MonkeyPatch, line: str, end: signal.Signals
) -> None:
    scratch = network.directory / "tijdelijk"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = {path.name for path in network.directory.rglob("*") if path.is_file()}
    handler = signal.signal(end, signal.default_int_handler)
    real = os.fsync

    def interrupted(handle: int) -> None:
        real(handle)
        signal.raise_signal(end)

    monkeypatch.setattr(os, "fsync", interrupted)
    try:
        assert network(*line.split()).code == 130
    finally:
        signal.signal(end, handler)
    assert {path.name for path in network.directory.rglob("*") if path.is_file()} == before
    assert list(scratch.iterdir()) == []


# The clock


def test_a_clock_that_is_set_back_puts_no_change_out_of_order(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIRCO_TODAY")
    moments = iter(
        [datetime(2026, 6, 15, 12, tzinfo=UTC), datetime(2026, 6, 15, 11, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC)]
    )
    for name in ("Eerst", "Dan", "Laatst"):
        at = next(moments)

        class Clock(datetime):
            """A clock that says what it was set to."""

            @classmethod
            def now(cls, tz: Any = None, at: datetime = at) -> Any:
                """Return that."""
                return at.astimezone(tz)

        monkeypatch.setattr(context_module, "datetime", Clock)
        circo.ok("theme", "add", name)
    assert [row["key"] for row in circo.json("history")] == ["C3", "C2", "C1"]
    circo.ok("undo")
    assert {row["name_nl"] for row in circo.json("theme", "list")} >= {"Eerst", "Dan"}
    assert "Laatst" not in circo.ok("theme", "list")
    circo.ok("redo")
    assert "Laatst" in circo.ok("theme", "list")
    assert circo("db", "check", "--deep").code == 0


def test_a_today_that_goes_back_changes_nothing_of_what_undo_takes_back(circo: Circo) -> None:
    for day in (date(2026, 6, 15), date(2026, 5, 1), date(2030, 1, 1), date(1999, 12, 31)):
        circo.ok("theme", "add", f"Dag van {day.year} {day.month}", "--today", day.isoformat())
    for name in ("Dag van 1999 12", "Dag van 2030 1", "Dag van 2026 5"):
        assert name in circo.ok("theme", "list")
        circo.ok("undo")
        assert name not in circo.ok("theme", "list")
