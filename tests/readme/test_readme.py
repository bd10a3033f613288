"""README.md tells the truth: its tour prints what it says, its reference is that of the program."""

from __future__ import annotations

from pathlib import Path

from tests.readme.parts import README, build_demo, tour, with_reference

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


def test_the_tour_prints_what_it_says(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    build_demo(tmp_path)
    assert text == tour(text, tmp_path), "python -m tests.readme writes it anew"
