"""A database is made whole or not at all, for its owner or for a group, and never over something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Circo


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
@pytest.mark.parametrize(("options", "modes"), [((), (0o600, 0o700)), (("--group",), (0o660, 0o2770))])
def test_the_modes_do_not_depend_on_the_umask(
    bare: Circo, umask: int, options: tuple[str, ...], modes: tuple[int, int]
) -> None:
    path = bare.directory / "een" / "twee" / "circo.db"
    before = os.umask(umask)
    try:
        bare.ok("db", "init", *options, "--db", str(path))
        bare.ok("theme", "add", "Elektronica", "--db", str(path))
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (modes[0], modes[1], modes[1])
    assert os.listdir(path.parent) == ["circo.db"]


def test_a_directory_that_is_there_keeps_its_mode(bare: Circo) -> None:
    (bare.directory / "map").mkdir(mode=0o755)
    bare.ok("db", "init", "--db", "map/circo.db")
    assert mode(bare.directory / "map") == 0o755


@pytest.mark.parametrize("content", [b"", b"een brief", None])
def test_what_is_there_is_not_overwritten(bare: Circo, content: bytes | None) -> None:
    if content is None:
        bare.database.symlink_to("nergens")
    else:
        bare.database.write_bytes(content)
    error = bare.refused("db", "init")
    assert (error["code"], error["exit_code"]) == ("database-exists", 1)
    assert [path.name for path in bare.directory.iterdir()] == ["circo.db"]


def test_a_second_init_is_refused_and_changes_nothing(circo: Circo) -> None:
    assert circo.refused("db", "init")["code"] == "database-exists"


def test_a_dry_run_makes_nothing(bare: Circo) -> None:
    bare.ok("db", "init", "--dry-run", "--db", "map/circo.db")
    assert list(bare.directory.iterdir()) == []


def test_no_directory_can_be_made_under_a_file(bare: Circo) -> None:
    (bare.directory / "brief").write_text("x")
    error = bare.refused("db", "init", "--db", "brief/circo.db")
    assert error["exit_code"] == 4


def test_of_two_that_make_one_at_once_one_wins(bare: Circo) -> None:
    line = [sys.executable, "-m", "circo_cli", "db", "init", "--json"]
    running = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=bare.directory)
        for _ in range(3)
    ]
    answers = [(each.communicate(timeout=60)[1], each.returncode) for each in running]
    assert sorted(code for _, code in answers) == [0, 1, 1], answers
    assert all("database-exists" in err for err, code in answers if code == 1)
    assert [path.name for path in bare.directory.iterdir()] == ["circo.db"]
    assert len(bare.json("theme", "list")) == 8
