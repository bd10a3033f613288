"""What every import says of itself."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from errno import ENOSPC
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from circo_cli.commands.importing import COLUMNS
from circo_cli.storage import backup, database
from circo_cli.storage.checks import check_database
from tests.commands.importing import write
from tests.conftest import Circo
from tests.content import content


@pytest.mark.parametrize("noun", COLUMNS)
def test_help_names_the_columns(circo: Circo, noun: str) -> None:
    importer = getattr(import_module(f"circo_cli.intake.{noun}"), f"{noun.title()}Importer")
    assert COLUMNS[noun].split() == [column.name for column in importer.columns]
    printed = " ".join(circo.ok(noun, "import", "--help").split())
    assert f"Columns, or Dutch words for them: {COLUMNS[noun]}." in printed


ONE, OTHER = "key,name_nl\nglas,Glas\n", "key,name_nl\nhout,Hout\n"


def backups(circo: Circo) -> list[Path]:
    return sorted(circo.directory.glob("circo-backups/*"))


def test_what_there_was_before_an_import_is_kept_and_sound(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    before = content(circo.database)
    answer = circo("theme", "import", write(circo, ONE), "-v")
    (kept,) = backups(circo)
    assert re.fullmatch(r"circo-before-import-20260615T\d{6}Z\.db", kept.name)
    assert f"note: what there was before is kept at {kept}\n" in answer.err
    assert content(kept) == before
    assert content(circo.database) != before
    assert all(check.ok for check in check_database(kept, deep=True))
    assert circo("theme", "import", write(circo, OTHER)).err == ""
    circo.ok("db", "restore", str(kept), "--yes")
    assert content(circo.database) == before


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (ONE, ("--dry-run",), 0),
        ("key,name_nl\nzorg,Anders\n", (), 2),
        ("key,name_nl\nzorg,Anders\n", ("--partial",), 0),
        ("key,name_nl\nzorg,Anders\n", ("--skip-existing",), 0),
        ("key,name_nl\nzorg,Zorg\n", (), 0),
        ("key,name_nl\n", (), 0),
    ],
)
def test_where_nothing_changes_nothing_is_kept(circo: Circo, text: str, options: tuple[str, ...], code: int) -> None:
    assert circo("theme", "import", write(circo, text), *options).code == code
    assert backups(circo) == []


def test_without_room_for_a_backup_nothing_is_imported(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    (circo.directory / "circo-backups").write_bytes(b"")
    error = circo.refused("theme", "import", write(circo, ONE))
    assert error == {
        "code": "backup-readonly",
        "message": f"no backup can be made in {circo.directory}/circo-backups before the import: Not a directory; "
        "nothing was changed",
        "hint": "make that directory writable for you, or move it away",
        "exit_code": 4,
        "details": [],
    }

    def full(path: Path) -> None:
        raise OSError(ENOSPC, "No space left on device")

    (circo.directory / "circo-backups").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(backup, "sync", full)
        error = circo.refused("theme", "import", write(circo, ONE))
    assert (error["code"], error["exit_code"]) == ("disk-full", 4)
    assert "circo-backups/circo-before-import-" in error["message"]
    assert backups(circo) == []
    circo.ok("theme", "import", write(circo, ONE))


def test_nobody_writes_between_the_backup_and_the_import(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second connection, which reads for the backup, does not let go of what the first has locked."""
    tried = []
    keep = database.keep_before

    def keep_and_try(*arguments: Any, **named: Any) -> Path:
        kept = keep(*arguments, **named)
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        line = [sys.executable, "-c", other, str(circo.database)]
        tried.append(subprocess.run(line, capture_output=True, check=False).stderr)
        return kept

    monkeypatch.setattr(database, "keep_before", keep_and_try)
    circo.ok("theme", "import", write(circo, ONE))
    assert [b"database is locked" in each for each in tried] == [True]


def test_two_imports_at_once_are_both_right(circo: Circo) -> None:
    files = [write(circo, f"key,name_nl\nthema-{number},Thema {number}\n", f"{number}.csv") for number in range(4)]
    line = (sys.executable, "-m", "circo_cli", "theme", "import")
    running = [
        subprocess.Popen([*line, file], cwd=circo.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for file in files
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 4
    assert len(circo.json("theme", "list")) == 12
    rows = []
    for kept in backups(circo):
        with closing(sqlite3.connect(kept)) as connection:
            rows += connection.execute("SELECT count(*) FROM theme").fetchone()
    assert sorted(rows) == [8, 9, 10, 11]
    assert circo("db", "check", "--deep").code == 0
