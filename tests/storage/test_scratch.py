"""Hidden files of a killed process are removed by the next; those of one that lives are not."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from circo_cli.storage.scratch import SCRATCH, scratch_in
from tests.conftest import Circo


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def left_by_a_killed_process(directory: Path, database: Path) -> None:
    """Leave what a process leaves that is killed while it writes: in a child, whose locks end with it."""
    child = os.fork()
    if child == 0:
        with scratch_in(directory, database=database) as scratch:
            scratch.with_name(f"{scratch.name}-journal").write_bytes(b"half")
            os._exit(9)
    os.waitpid(child, 0)


def test_a_scratch_is_hidden_private_and_gone_afterwards(tmp_path: Path) -> None:
    with scratch_in(tmp_path, database=tmp_path / "circo.db") as scratch:
        assert names(tmp_path) == [scratch.name]
        assert scratch.name.startswith(".circo.db.")
        assert scratch.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == []


def test_what_was_renamed_stays(tmp_path: Path) -> None:
    with scratch_in(tmp_path, database=tmp_path / "circo.db") as scratch:
        scratch.rename(tmp_path / "circo.db")
    assert names(tmp_path) == ["circo.db"]


def test_the_next_one_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    database = tmp_path / "circo.db"
    left_by_a_killed_process(tmp_path, database)
    assert len(names(tmp_path)) == 2
    with scratch_in(tmp_path, database=database) as scratch:
        assert names(tmp_path) == [scratch.name]


def test_what_lives_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    database = tmp_path / "circo.db"
    mine = [tmp_path / name for name in (".circo.db.original", f".other.db.abcdefgh{SCRATCH}", "circo.db.bak")]
    for path in mine:
        path.write_bytes(b"")
    (tmp_path / f".circo.db.aaaaaaaa{SCRATCH}").symlink_to(mine[0])
    with scratch_in(tmp_path, database=database) as one, scratch_in(tmp_path, database=database) as other:
        assert one.exists()
        assert other.exists()
    assert names(tmp_path) == sorted([*(path.name for path in mine), f".circo.db.aaaaaaaa{SCRATCH}"])


def test_a_pipe_that_was_planted_is_not_waited_for(tmp_path: Path) -> None:
    planted = tmp_path / f".circo.db.aaaaaaaa{SCRATCH}"
    os.mkfifo(planted)
    with scratch_in(tmp_path, database=tmp_path / "circo.db") as scratch:
        assert scratch.exists()


@pytest.mark.parametrize("name", ["\U0001f600" * 63, "x" * 255, "\u00e9" * 127])
def test_a_name_as_long_as_a_file_system_takes_has_a_hidden_file_that_is_removed(tmp_path: Path, name: str) -> None:
    left_by_a_killed_process(tmp_path, tmp_path / name)
    assert len(names(tmp_path)) == 2
    with scratch_in(tmp_path, database=tmp_path / name) as scratch:
        assert names(tmp_path) == [scratch.name]


def test_one_that_was_taken_for_a_leftover_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, locked = fcntl.flock, []

    def taken_at_first(handle: int, how: int) -> None:
        lock(handle, how)
        if not locked:
            (found,) = tmp_path.iterdir()
            found.unlink()
        locked.append(handle)

    monkeypatch.setattr(fcntl, "flock", taken_at_first)
    with scratch_in(tmp_path, database=tmp_path / "circo.db") as scratch:
        assert scratch.exists()
    assert len(locked) == 2


@pytest.mark.parametrize(
    "line", [("db", "backup"), ("db", "restore", "copy.db", "--yes"), ("db", "init", "--db", "n.db")]
)
def test_commands_remove_what_they_left_when_killed(circo: Circo, line: tuple[str, ...]) -> None:
    circo.ok("db", "backup", "--to", "copy.db")
    circo.ok("db", "backup")
    database = circo.directory / "n.db" if "n.db" in line else circo.database
    for directory in (circo.directory, circo.directory / "circo-backups"):
        left_by_a_killed_process(directory, database)
    circo.ok(*line)
    where = circo.directory / "circo-backups" if line[1] == "backup" else circo.directory
    assert list(where.glob(f".*{SCRATCH}*")) == []
