"""kill -9, SIGINT and SIGTERM at any point of every command that writes: what is left is the state before or after.

The quick version kills and interrupts each command once; ``CIRCO_FAULTS=full`` each of its lines many times, and
prints the figures.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from circo_cli.context import Invocation
from tests.conftest import Circo
from tests.content import Content, stored
from tests.faults.children import Ended, can_watch, interrupted, watched
from tests.writing import STDIN, TO_FILES, WRITING, Line

FULL = os.environ.get("CIRCO_FAULTS") == "full"
TARGET = 2500
FILES = [Line(*pair) for pair in TO_FILES.items()]
LINES = {**WRITING, "--to FILE": FILES}
CHOSEN = [(name, line) for name, lines in LINES.items() for line in (lines if FULL else lines[-1:])]
KILLS = -(-TARGET // len(CHOSEN)) if FULL else 1
PER_LINE = pytest.mark.parametrize("line", [line for _, line in CHOSEN], ids=[line.typed for _, line in CHOSEN])

State = dict[str, Content | bytes]
"""What a directory holds: each database by its rows, every other file by its bytes."""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock: what a command leaves twice is then the same to the letter."""
    monkeypatch.setattr(Invocation, "now", datetime(2026, 6, 15, 10, tzinfo=UTC))


@pytest.fixture(scope="module")
def figures() -> Iterator[Counter[tuple[str, str]]]:
    """Count what became of each command; print it at the end of a long run."""
    counted: Counter[tuple[str, str]] = Counter()
    yield counted
    if FULL and (place := os.environ.get("CIRCO_FIGURES")):
        with Path(place).open("a") as file:
            file.writelines(f"{command}\t{fate}\t{number}\n" for (command, fate), number in sorted(counted.items()))


def state(directory: Path) -> State:
    """Return what a directory holds, but for the journal of a change under way."""
    return {
        str(path.relative_to(directory)): stored(path) if _is_database(path) else path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.name.endswith("-journal")
    }


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


class Scene:
    """The example network, ready for a line, and what it is after it; put back for each kill."""

    def __init__(self, network: Circo, line: Line) -> None:
        """Bring the network into the state in which `line` makes sense; import what it needs, changing nothing."""
        self.circo, self.line = network, line
        line.ready(network)
        self._files = {path: path.read_bytes() for path in network.directory.rglob("*") if path.is_file()}
        self._modes = {path: path.stat().st_mode for path in self._files}
        self.before = state(network.directory)
        network(*line.words, "--dry-run", stdin=STDIN)
        assert state(network.directory) == self.before, "a dry run changes nothing"

    def put_back(self) -> None:
        """Make the directory what it was."""
        for path in sorted(self.circo.directory.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()) and not any(path in each.parents for each in self._files):
                    path.rmdir()
            elif path not in self._files:
                path.unlink()
        for path, content in self._files.items():
            path.write_bytes(content)
            path.chmod(self._modes[path])

    def look(self, after: State, ended: Ended) -> str:
        """Check what is left, and return whether that is the state before or after."""
        main = self.circo.directory / self.line.database
        if main.exists() and not (self.line.command == "db upgrade" and self.circo("db", "info").code == 4):
            answer = self.circo("db", "check", "--deep", "--db", str(main))
            assert answer.code == 0, (answer, ended)
        left = state(self.circo.directory)
        database = self.line.database
        for name in self.before.keys() | after.keys():
            found = left.get(name)
            assert found in (self.before.get(name), after.get(name)), f"{name} is neither as before nor as after"
        strays = left.keys() - self.before.keys() - after.keys()
        assert not strays, strays
        beside = {path.name for path in self.circo.directory.rglob("*-journal")}
        assert not beside, "the next open takes the journal away"
        if left == after:
            return "after"
        return "before" if left.get(database) == self.before.get(database) else "after, with files as before"


@pytest.fixture
def scene(network: Circo, line: Line) -> Scene:
    return Scene(network, line)


@pytest.mark.skipif(not can_watch(), reason="this system does not let a process watch its child (ptrace)")
@PER_LINE
def test_killed_anywhere_a_command_has_done_everything_or_nothing(
    scene: Scene, figures: Counter[tuple[str, str]]
) -> None:
    line = scene.line
    dice = random.Random(line.typed)
    whole = watched(line.words, stdin=STDIN)
    assert whole.code == 0, whole
    after = state(scene.circo.directory)
    assert after != scene.before
    for number in range(KILLS):
        scene.put_back()
        late = number % 4 == 3 or (not FULL and dice.random() < 0.3)  # from the commit on
        at = whole.events - dice.randrange(min(5, whole.events + 1)) if late else dice.randrange(whole.events + 1)
        ended = watched(line.words, stdin=STDIN, kill_at=at)
        assert (ended.code, ended.events) == (None, at)
        figures[line.command, scene.look(after, ended)] += 1


@PER_LINE
def test_interrupted_anywhere_a_command_has_done_everything_or_nothing(
    scene: Scene, figures: Counter[tuple[str, str]]
) -> None:
    line = scene.line
    dice = random.Random(line.typed)
    whole = interrupted(line.words, stdin=STDIN)
    assert whole.code == 0, whole
    after = state(scene.circo.directory)
    for _ in range(KILLS):
        scene.put_back()
        sent = dice.choice([signal.SIGINT, signal.SIGTERM])
        ended = interrupted(line.words, sent, stdin=STDIN, at=dice.randrange(1, whole.events + 1))
        assert ended.code == 130, ended
        assert ended.out in ("", whole.out)
        assert "Traceback" not in ended.err
        figures[f"{line.command} (interrupted)", scene.look(after, ended)] += 1
