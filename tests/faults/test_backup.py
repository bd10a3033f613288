"""Commands that write backups, killed at every file that they touch: the database is as before or after.

What a killed one leaves is hidden, and the next one removes it. ``CIRCO_FAULTS=full`` kills at every event.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.app import run
from circo_cli.storage.checks import check_database
from circo_cli.storage.scratch import SCRATCH
from tests.conftest import Circo
from tests.content import Content, content
from tests.faults.test_faults import as_nobody, open_to_nobody

__all__ = ["open_to_nobody"]

FULL = os.environ.get("CIRCO_FAULTS") == "full"
EVENTS = ("open", "os.", "sqlite3.", "fcntl.", "shutil.", "tempfile.")
KILLS = 6

LINES = {
    "backup": ("db", "backup"),
    "restore": ("db", "restore", "copy.db", "--yes"),
    "import": ("theme", "import", "themas.csv"),
    "upgrade": ("db", "upgrade"),
}


def run_and_kill(line: tuple[str, ...], *, at: int | None) -> int:
    """Run a command in a child and kill it where it touches files for the `at`-th time; how often that was, if ever."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def heard(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event.startswith(EVENTS):
                count += 1
                if count == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        with Path(os.devnull).open("w") as nothing:
            sys.stdout = sys.stderr = nothing
            sys.addaudithook(heard)
            code = run(line)
        os.write(writing, f"{code} {count}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    if not told:
        return 0
    code, count = told.split()
    assert code == "0"
    return int(count)


def fill(circo: Circo, template: Path, *, older: bool) -> None:
    """Have a database, a backup of another state of it, a file to import, and nothing else."""
    for path in circo.directory.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copy(template, circo.database)
    circo.database.with_name("themas.csv").write_text("key,name_nl\nglas,Glas\n", encoding="utf-8")
    shutil.copy(template, "copy.db")
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("DELETE FROM theme WHERE key = 'zorg'")
        if older:  # as a release before views were numbered would have left it
            connection.execute("PRAGMA user_version = 0")
            connection.execute("DROP VIEW hub_overview")


@pytest.mark.parametrize("what", LINES)
def test_killed_anywhere_it_is_as_before_or_after(circo: Circo, template: Path, what: str) -> None:
    line = LINES[what]
    run(["theme", "list", "-q"])
    fill(circo, template, older=what == "upgrade")
    before = content(circo.database)
    events = run_and_kill(line, at=None)
    assert events > KILLS
    after = content(circo.database)
    step = 1 if FULL else max(events // KILLS, 1)
    for at in range(step, events + 1, step):
        fill(circo, template, older=what == "upgrade")
        run_and_kill(line, at=at)
        _check(circo, before=before, after=after)
        run(line)
        assert content(circo.database) == after
        assert [path for path in circo.directory.rglob(f".*{SCRATCH}*") if path.parent == _where(circo, what)] == []


def test_a_backup_directory_that_is_somebody_elses_keeps_an_import_out(open_to_nobody: Circo) -> None:
    circo = open_to_nobody
    circo.ok("db", "backup", "--to", "copy.db")
    circo.database.with_name("themas.csv").write_text("key,name_nl\nglas,Glas\n", encoding="utf-8")
    for line in (("theme", "import", "themas.csv", "--dry-run"), ("status",), ("db", "info")):
        circo.ok(*line)  # everything is imported now
    circo.directory.chmod(0o777)
    circo.database.chmod(0o666)
    before = content(circo.database)
    assert as_nobody(circo, "theme", "import", "themas.csv") == 4
    assert content(circo.database) == before
    assert as_nobody(circo, "status") == 0
    assert as_nobody(circo, "db", "info") == 0
    (circo.directory / "circo-backups").chmod(0o777)
    assert as_nobody(circo, "theme", "import", "themas.csv") == 0
    (kept,) = (circo.directory / "circo-backups").glob("circo-before-import-*.db")
    assert content(kept) == before


def _where(circo: Circo, what: str) -> Path:
    return circo.directory if what == "restore" else circo.directory / "circo-backups"


def _check(circo: Circo, *, before: Content, after: Content) -> None:
    """Check the database, and that every backup that is there is whole."""
    assert content(circo.database) in (before, after)
    assert [path for path in circo.directory.iterdir() if path.name.startswith(".") and SCRATCH not in path.name] == []
    for path in circo.directory.glob("circo-backups/*.db"):
        assert content(path) == before
        with closing(sqlite3.connect(path)) as connection:
            revision = connection.execute("PRAGMA user_version").fetchone()[0]
        assert revision == 0 or all(check.ok for check in check_database(path))
