"""An upgrade from every earlier schema keeps every row, and one that is killed anywhere leaves the file as it was."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from circo_cli.app import run
from circo_cli.storage.migrations import run as migrations
from circo_cli.storage.schema import REVISION
from tests.conftest import Circo
from tests.storage.test_upgrade import FIRST, make_older

EARLIER = range(1, REVISION)


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what every table of the first schema holds, in the columns that it had then."""
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2').fetchall()
            for name in names
            if not name.startswith(("sqlite_", "search", "alembic"))
        }


@pytest.fixture(params=EARLIER)
def older(bare: Circo, request: pytest.FixtureRequest) -> Circo:
    """``circo`` with a database of an earlier schema, and rows in it."""
    make_older(bare.database, FIRST, revision=request.param)
    return bare


def test_every_row_of_every_earlier_schema_is_there_afterwards(older: Circo) -> None:
    before = rows(older.database)
    kept = older.json("db", "upgrade")["kept"]
    after = rows(older.database)
    for name, found in before.items():
        assert {row[: len(old)] for row, old in zip(after[name], found, strict=True)} == set(found), name
    assert rows(Path(kept)) == before
    assert all(check["ok"] for check in older.json("db", "check", "--deep"))
    older.ok("question", "log", "Gaat het verder?")


def test_an_earlier_schema_is_refused_by_every_other_command_and_left_alone(older: Circo) -> None:
    for line in (
        "theme list",
        "theme add Elektro",
        "db backup",
        "export uit",
        "status",
        "undo",
        "company forget jansen --yes",
    ):
        error = older.refused(*line.split())
        assert (error["code"], error["exit_code"]) == ("database-older", 4), line
        assert "db upgrade" in error["hint"]


def test_a_newer_schema_is_refused_byte_for_byte(circo: Circo) -> None:
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.execute(f"PRAGMA user_version = {REVISION + 1}")
    for line in (
        "theme list",
        "theme add X",
        "db upgrade",
        "db backup",
        "db restore circo.db --db ander.db",
        "undo",
        "export uit",
    ):
        error = circo.refused(*line.split())
        assert error["exit_code"] == 4, line
    assert [path.name for path in circo.directory.iterdir()] == ["circo.db"]


@pytest.mark.parametrize("step", ["drop_views", "rebuild_index", "driver_connection", "keep_before"])
def test_an_upgrade_that_is_killed_leaves_the_file_as_it_was(
    bare: Circo, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    make_older(bare.database, FIRST)
    before = rows(bare.database)
    real = getattr(migrations, step)

    def killed(*arguments: Any, **named: Any) -> None:
        real(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(migrations, step, killed)
        child = os.fork()
        if child == 0:
            os._exit(run(["db", "upgrade"]))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    shutil.copy(bare.database, "ernaast.db")
    assert bare.refused("track", "list")["code"] == "database-older"
    assert rows(bare.database) == before
    bare.ok("db", "upgrade")
    assert len(bare.json("track", "list")) == 1
