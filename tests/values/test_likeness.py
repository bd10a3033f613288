"""Names of companies without what differs from one letterhead to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.likeness import bare, bare_words, likeness


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Jansen & Zn. B.V.", ["jansen", "zonen"]),
        ("JANSEN  en Zonen bv", ["jansen", "zonen"]),
        ("Gebr. Jansen V.O.F.", ["gebroeders", "jansen"]),
        ("Stichting Café ’t Hoekje", ["cafe", "t", "hoekje"]),
        ("Jansen's Holding N. V.", ["jansens"]),
        ("Muster GmbH", ["muster"]),
        ("SA Transport", ["sa", "transport"]),
        ("Holding BV", ["holding", "bv"]),
        ("GmbH", ["gmbh"]),
        ("🦄 🌈", ["🦄 🌈"]),
        ("循环经济", ["循环经济"]),
    ],
)
def test_words_that_are_left(name: str, words: list[str]) -> None:
    assert bare_words(name) == words


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jansen Textiel", "Textiel Jansen B.V.", 100),
        ("A.B.N. Bouw", "ABN Bouw", 100),
        ("Jansen Textiel", "Janssen Textiel", 96),
        ("Jansen Textiel", "Jansen Textiel Nederland", 74),
        ("Studio 54", "Studio 55", 0),
        ("Studio 54", "Studio 54 BV", 100),
        ("🦄", "🐴", 0),
    ],
)
def test_how_alike(one: str, other: str, alike: int) -> None:
    assert round(likeness(bare(one), bare(other))) == alike


@given(st.text(), st.text())
def test_likeness_goes_both_ways_and_from_0_to_100(one: str, other: str) -> None:
    first, second = bare(one), bare(other)
    assert 0 <= likeness(first, second) <= 100
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == 100
