"""README.md tells the truth: its tour prints what it says, its reference is that of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readme.parts import README, build_demo, tour, with_reference
from tests.readme.picture import PICTURE, drawn, shown, words

FIRST = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/circo demo"
SECOND = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


def test_the_two_commands_stand_in_it_and_ci_runs_them() -> None:
    text = README.read_text(encoding="utf-8")
    assert f"\n    {FIRST}\n" in text
    assert f"\n    {SECOND}\n" in text
    script = (README.parent / ".ci" / "run").read_text(encoding="utf-8")
    assert FIRST in script
    assert SECOND in script


def test_the_reference_is_that_of_the_program() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_reference(text), "python -m tests.readme writes it anew"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory in which the first command of the README was typed."""
    path = tmp_path_factory.mktemp("demo")
    build_demo(path)
    return path


def test_the_picture_shows_what_a_terminal_shows(demo: Path) -> None:
    text = PICTURE.read_text(encoding="utf-8")
    assert words(text) == words(drawn(shown(demo))), "python -m tests.readme draws it anew"
    assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "").replace("https://www.textualize.io", "")
    assert f"]({PICTURE.relative_to(README.parent)})" in README.read_text(encoding="utf-8")


def test_the_tour_prints_what_it_says(demo: Path) -> None:
    text = README.read_text(encoding="utf-8")
    assert text == tour(text, demo), "python -m tests.readme writes it anew"
