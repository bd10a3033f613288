"""A disk that is full under every command that writes, and under every file that is written: said, and nothing changed.

The quick version starves every third command in one way; ``CIRCO_FAULTS=full`` each of its lines in all of them.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.faults.children import forked, starved
from tests.faults.scene import Scene, state
from tests.faults.test_kill import CHOSEN, FULL, per_line
from tests.writing import STDIN

SIZES = {
    "not a byte": lambda size: 0,
    "no journal": lambda size: 512,
    "the journal's first pages": lambda size: 20_000,
    "half the database": lambda size: size // 2,
    "not a page more": lambda size: size,
}
"""What is left of the disk → beyond what size no file may be written, of a database of `size` bytes."""


@per_line(start=2, step=3)
def test_a_full_disk_is_said_and_nothing_is_half_done(scene: Scene) -> None:
    line = scene.line
    main = scene.circo.directory / line.database
    size = main.stat().st_size if main.exists() else 0
    ways = [*SIZES] if FULL else [[*SIZES][[line for _, line in CHOSEN].index(line) % len(SIZES)]]
    whole = forked(line.words, stdin=STDIN)
    assert whole.code == 0, whole
    after = state(scene.circo.directory)
    for way in ways:
        scene.put_back()
        ended = starved(line.words, stdin=STDIN, size=SIZES[way](size))
        left = state(scene.circo.directory)
        if ended.code == 0:
            assert left.get(line.database) == after.get(line.database) or "not written anew yet" in ended.err, way
            continue
        assert (ended.code, ended.out) == (4, ""), (way, ended)
        assert "full" in ended.err, (way, ended)
        scene.look(after, ended)
        if line.command not in ("digest export", "export"):  # of several files the first may be there, whole
            assert left == scene.before, way
        else:
            assert left.get("circo.db") == scene.before.get("circo.db"), way


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that holds little more than the database."""
    place = tmp_path / "klein"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=2100k,mode=700", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_small_disk_fills_up_and_works_again(network: Circo, small_disk: Path) -> None:
    database = small_disk / "circo.db"
    database.write_bytes(network.database.read_bytes())
    here = ("--db", str(database))
    filling = small_disk / "vulling"
    with pytest.raises(OSError, match="No space left"):
        filling.write_bytes(b"x" * 3_000_000)
    before = database.read_bytes()
    for line in (
        ("theme", "add", "Mobiliteit"),
        ("question", "log", "Wie betaalt?"),
        ("db", "backup"),
        ("export", str(small_disk / "uit")),
        ("company", "list", "-o", "xlsx", "--to", str(small_disk / "bedrijven.xlsx")),
        ("digest", "export", "--for", "network", "--to", str(small_disk / "digests")),
        ("db", "init", "--db", str(small_disk / "nieuw.db")),
    ):
        answer = network(*line, *(() if "init" in line else here))
        assert (answer.code, answer.out) == (4, ""), (line, answer)
        assert "full" in answer.err
        assert database.read_bytes() == before
        assert sorted(path.name for path in small_disk.rglob("*") if path.is_file()) == ["circo.db", "vulling"], line
    filling.unlink()
    network.ok("theme", "add", "Mobiliteit", *here)
    network.ok("db", "check", "--deep", *here)
