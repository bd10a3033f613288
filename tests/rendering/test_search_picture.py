"""The answers to a search on a terminal."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from circo_cli.rendering.pictures.search import Answer, Marks, draw_answers

MARKS = Marks("«", "»")
ANSWERS = [
    Answer(
        "question",
        "Q3",
        "Hoe financieren we producten die van ons blijven?",
        "…via een «leasemaatschappij» met terugkoop",
        0.9,
    ),
    Answer("company", "fictief-textiel-zaan", "Fictief Textiel Zaan", "Fictief «Textiel» Zaan", 0.7),
    Answer("insight", "K1", "循环经济 " * 20, "woord " * 30 + "«" + "w" * 90 + "»", 0.5),
]


def test_without_colour_the_marks_show_what_was_found() -> None:
    assert draw_answers(ANSWERS[:2], marks=MARKS, width=80, color=False) == (
        "Q3  question  Hoe financieren we producten die van ons blijven?\n"
        "    …via een «leasemaatschappij» met terugkoop\n"
        "fictief-textiel-zaan  company  Fictief «Textiel» Zaan\n"
    )


def test_with_colour_they_are_bold() -> None:
    drawn = draw_answers(ANSWERS[:2], marks=MARKS, width=80, color=True)
    assert "via een \x1b[1mleasemaatschappij\x1b[0m met" in drawn
    assert "Fictief \x1b[1mTextiel\x1b[0m Zaan" in drawn
    assert "«" not in drawn


def test_a_passage_of_a_long_title_is_marked_in_it() -> None:
    answer = Answer("question", "Q1", "woord " * 20 + "krat, tafel", "…woord «krat», tafel", 0.5)
    lines = draw_answers([answer], marks=MARKS, width=60, color=False).splitlines()
    assert lines == [
        "Q1  question",
        *["    " + line for line in ["woord " * 8 + "woord", "woord " * 8 + "woord", "woord woord «krat», tafel"]],
    ]


def test_a_marked_word_that_is_broken_stays_bold() -> None:
    answer = Answer("hub", "x", "y", "«" + "w" * 60 + "» z", 0.5)
    drawn = draw_answers([answer], marks=MARKS, width=40, color=True).splitlines()[1:]
    assert drawn == [f"    \x1b[1m{'w' * 35}\x1b[0m", f"    \x1b[1m{'w' * 25}\x1b[0m z"]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, color: bool) -> None:
    for line in draw_answers(ANSWERS, marks=MARKS, width=width, color=color).splitlines():
        assert cell_len(re.sub("\x1b\\[[0-9;]*m", "", line)) <= width, line


def test_text_of_the_data_steers_no_terminal() -> None:
    drawn = draw_answers([Answer("hub", "x", "a\x1b[31m", "b\x1b[2J «c»", 1.0)], marks=MARKS, width=80, color=False)
    assert "\x1b" not in drawn
