"""A question is found in other words: what the benchmark prints, held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import retrieval

HELD_TO = 34
"""Of 40 paraphrases, at least so many have the right question among the first three."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, retrieval.Outcome]:
    """How each set fared."""
    path: Path = tmp_path_factory.mktemp("retrieval") / "circo.db"
    asked = retrieval.questions()
    assert len(asked) == 500
    return retrieval.outcomes(path, retrieval.make_database(path, asked))


@pytest.mark.parametrize("name", ["first", "second", "third", "fourth", "english", "hard"])
def test_the_right_question_is_among_the_first_three(found: dict[str, retrieval.Outcome], name: str) -> None:
    assert found[name].asked == 40
    assert found[name].found >= HELD_TO, found[name].misses
