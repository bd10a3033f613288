"""Texts of a megabyte, in every field: taken, shown, and nothing that takes more than a moment for each character."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.hostile.checks import STEERS, check_answer, on_terminal
from tests.hostile.fields import TRACK, TYPED, all_texts, found
from tests.hostile.test_typed import line_of
from tests.hostile.texts import FULL, TALLY

LENGTH = 1_000_000
SHAPES = {"words": "langer ", "one word": "x", "marks": "e\u0301\u0301", "brackets": "[(<*_", "wide": "环"}
READ = (
    "hub list", "hub show utrecht", f"track show {TRACK}", "track calendar --quarter 2026Q3", "track calendar --ics --quarter 2026Q3", "status",
    "question list", "question show Q1", "insight show K1", "company show aa", "search langer", "history Q1", "undo --dry-run",
    "report quarter 2026Q3", "report quarter 2026Q3 --format html", "digest preview --for network --quarter 2026Q2", "digest preview --for circo --quarter 2026Q2 --format html",
)  # fmt: skip
QUICK = ("hub.name", "track.title", "question.text")


@pytest.mark.parametrize("column", [each.column for each in TYPED if FULL or each.column in QUICK])
@pytest.mark.parametrize("shape", SHAPES if FULL else ["words"])
def test_a_megabyte_is_a_text_too(circo: Circo, base_template: Path, column: str, shape: str) -> None:
    TALLY["of a megabyte"] += 1
    shutil.copy(base_template, circo.database)
    (each,) = [each for each in TYPED if each.column == column]
    pattern = SHAPES[shape]
    text = (pattern * (LENGTH // len(pattern))).strip()
    answer = circo(*line_of(each.line, text))
    check_answer(answer)
    shown = circo.json(*each.shown.split())
    assert found(shown, each.path) == each.form(text) if each.path else each.form(text) in all_texts(shown)
    for line in READ:
        for answer in (circo(*line.split()), *([on_terminal(*line.split())] if FULL else [])):
            assert answer.code == 0, (line, answer.err[:200])
            assert not STEERS.search(answer.err)
