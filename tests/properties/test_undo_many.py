"""Many lines one upon the other are taken back one by one, in their order or out of it: done or refused, never half."""

from __future__ import annotations

import random
import shutil

import pytest

from tests.conftest import Circo
from tests.content import changes, content
from tests.contract.conftest import EXAMPLES
from tests.writing import STDIN, UNDOABLE

TYPED = [line for line in UNDOABLE if line.command not in ("import", "redo") and not line.before]


@pytest.fixture(autouse=True)
def _files(network: Circo) -> None:
    shutil.copytree(EXAMPLES / "import", network.directory, dirs_exist_ok=True)


@pytest.mark.parametrize("seed", range(1))
def test_one_upon_the_other_and_all_the_way_back(network: Circo, seed: int) -> None:
    dice = random.Random(seed)
    states = [content(network.database)]
    others = [line for line in TYPED if line.command not in ("undo", "digest export")]  # `undo` passes these over
    for line in dice.sample(others, 60):
        known = changes(network.database)
        network(*line.words, "--as", "eva", stdin=STDIN)
        if len(changes(network.database)) > len(known):
            states.append(content(network.database))
    assert len(states) > 10
    for state in reversed(states[:-1]):
        network.ok("undo", "--as", "eva")
        assert content(network.database) == state
    for state in states[1:]:
        network.ok("redo", "--as", "eva")
        assert content(network.database) == state


@pytest.mark.parametrize("seed", range(1))
def test_out_of_order_it_is_undone_or_refused_and_never_half(network: Circo, seed: int) -> None:
    dice = random.Random(100 + seed)
    fates = {0: 0, 1: 0}
    for line in dice.sample(TYPED, 60):
        network(*line.words, stdin=STDIN)
    for key in dice.sample(changes(network.database), len(changes(network.database))):
        before = content(network.database)
        code, out, err = network("undo", key)
        fates[code] += 1
        if code == 0:
            network.ok("redo")
            assert content(network.database) == before
            network.ok("undo", key)
        else:
            assert out == ""
            assert err.startswith("error: ")
            assert content(network.database) == before
    assert fates[0] > 5
    assert fates[1] > 0
