"""What we depend on: bounded on both sides, with its reason, and every answer to a checker gives one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIRED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra),
]


@pytest.mark.parametrize("requirement", REQUIRED)
def test_a_dependency_is_bounded_from_below_and_from_above(requirement: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+>=[0-9.]+,<[0-9.]+", requirement)


@pytest.mark.parametrize("requirement", PROJECT["project"]["dependencies"])
def test_a_dependency_of_the_program_gives_its_reason(requirement: str) -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if f'"{requirement}"' in line]
    assert re.search(r'", +# \S', line)


def test_what_silences_a_checker_says_which_rule_and_why() -> None:
    """``noqa`` and ``nosec`` name their rule, and a reason stands behind the last of them."""
    for path in (ROOT / "circo_cli").rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "nosec" in line or re.search(r"noqa: S\d", line):
                assert re.search(r"# (noqa: S\d{3}|nosec B\d{3})( # nosec B\d{3})? (-|#) \w", line), (path, line)
    assert all(re.match("B[0-9]{3}$", rule) for rule in PROJECT["tool"]["bandit"]["skips"])
