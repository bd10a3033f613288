"""What a killed process left unfinished goes when somebody writes there again, and nothing else does."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from circo_cli.unfinished import make_unfinished, remove_unfinished
from tests.conftest import Circo


def dead() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
    return process.pid


def test_what_a_dead_process_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    gone, living = dead(), os.getppid()
    for name in (f".a.csv.{gone}.x.circo-unfinished", f".a.csv.{living}.x.circo-unfinished", ".a.csv.txt", "a.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / f".b.csv.{gone}.x.circo-unfinished").write_text("x")
    handle, made = make_unfinished(tmp_path / "a.csv")
    os.close(handle)
    kept = {f".a.csv.{living}.x.circo-unfinished", ".a.csv.txt", "a.csv", made.name}
    assert {path.name for path in tmp_path.iterdir()} == {*kept, f".b.csv.{gone}.x.circo-unfinished"}
    made.unlink()
    remove_unfinished(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == kept - {made.name}


def test_a_backup_that_was_cut_short_goes_with_the_next_one(circo: Circo) -> None:
    circo.ok("db", "backup")
    left = circo.directory / "circo-backups" / f".circo-20260101T000000Z.db.{dead()}.x.circo-unfinished"
    left.write_text("half")
    circo.ok("db", "backup", "--to", "anders.db")
    assert not left.exists()
