"""The passage that shows why something was found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from circo_cli.queries.snippet import passage
from circo_cli.storage.search.analysis import terms_of
from circo_cli.storage.search.ask import Asked
from circo_cli.storage.search.slots import slot_of


def shown(words: str, texts: Sequence[str], unfinished: str = "") -> str:
    return passage(texts, Asked(tuple(slot_of(term) for term in terms_of(words)), unfinished))


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("krat", "Een krat, twee kratten.", "Een «krat», twee «kratten»."),
        ("bak", "De maaltijdbakken", "De «maaltijdbakken»"),
        ("cafe", "Een café’s tafel", "Een «café’s» tafel"),
        ("niets", "Een tafel", "Een tafel"),
        ("krat", "  Een\n\nkrat ", "Een «krat»"),
        ("krat", "Een «krat»", "Een “«krat»”"),
        ("krat", "", ""),
    ],
)
def test_words_are_marked(words: str, text: str, expected: str) -> None:
    assert shown(words, [text]) == expected


def test_the_words_themselves_go_before_words_of_like_meaning() -> None:
    assert shown("lening", ["Praat met de bank over een lening."]) == "Praat met de bank over een «lening»."
    assert shown("lenen", ["Een hypotheek."]) == "Een «hypotheek»."


def test_the_beginning_of_the_last_word_marks_the_whole_word() -> None:
    assert shown("onderh", ["Onderhoudscontract"], "onderh") == "«Onderhoudscontract»"


def test_the_densest_passage_of_all_texts_is_cut_between_words() -> None:
    filler = "woord " * 40
    text = f"Een krat. {filler}Een krat op een tafel. {filler}"
    found = shown("krat tafel", ["Een krat", text])
    assert "«krat» op een «tafel»" in found
    assert found.startswith("…woord")
    assert found.endswith("woord…")
    assert len(found) <= 180
