"""kill -9, SIGINT and SIGTERM at any point of every command that writes: what is left is the state before or after.

The quick version kills every other command once and interrupts every third one; ``CIRCO_FAULTS=full`` each of its lines many times, and
prints the figures.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.children import can_watch, interrupted, watched
from tests.faults.scene import Scene, state
from tests.writing import STDIN, TO_FILES, WRITING, Line

FULL = os.environ.get("CIRCO_FAULTS") == "full"
TARGET = 2500
FILES = [Line(*pair) for pair in TO_FILES.items()]
LINES = {**WRITING, "--to FILE": FILES}
CHOSEN = [(name, line) for name, lines in LINES.items() for line in (lines if FULL else lines[-1:])]
KILLS = -(-TARGET // len(CHOSEN)) if FULL else 1


def per_line(start: int = 0, step: int = 1) -> pytest.MarkDecorator:
    """Return the mark that takes the lines one by one: all in a long run, else every `step`-th from `start`."""
    lines = [line for _, line in CHOSEN]
    lines = lines if FULL else lines[start::step]
    return pytest.mark.parametrize("line", lines, ids=[line.typed for line in lines])


@pytest.fixture(scope="module")
def figures() -> Iterator[Counter[tuple[str, str]]]:
    """Count what became of each command; print it at the end of a long run."""
    counted: Counter[tuple[str, str]] = Counter()
    yield counted
    if FULL and (place := os.environ.get("CIRCO_FIGURES")):
        with Path(place).open("a") as file:
            file.writelines(f"{command}\t{fate}\t{number}\n" for (command, fate), number in sorted(counted.items()))


@pytest.mark.skipif(not can_watch(), reason="this system does not let a process watch its child (ptrace)")
@per_line(step=2)
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


@per_line(start=1, step=3)
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
