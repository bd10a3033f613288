"""Words, and what is left of them without their endings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.stems import stem, stems_of, words_of


@pytest.mark.parametrize(
    "words",
    [
        "financieren financiert financiering financing finance financed",
        "product producten products",
        "vergunning vergunningen",
        "verhuren verhuurt verhuurde verhuur",
        "prijs prijzen",
        "huis huizen huisje huisjes",
        "collect collecting collection collected",
        "standaardiseren standaardisatie standardise standardisation",
        "losmaakbaar losmaakbare",
        "repareren repareert reparatie reparaties",
    ],
)
def test_forms_of_a_word_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1, [stem(word) for word in words.split()]


@pytest.mark.parametrize(("one", "other"), [("bank", "bak"), ("huren", "huis"), ("kas", "kast"), ("lease", "les")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("participle", "verb"),
    [
        ("gefinancierd", "financieren"),
        ("ingezameld", "inzamelen"),
        ("opgeknapt", "opknappen"),
        ("gerepareerd", "repareren"),
        ("gehuurd", "huren"),
    ],
)
def test_a_participle_has_the_stem_of_its_verb_too(participle: str, verb: str) -> None:
    assert stem(verb) in stems_of(participle)


def test_words_are_folded_and_lose_what_is_written_onto_them() -> None:
    assert words_of("Café's én CO₂-winst; café’s, 3D!") == ["cafe", "en", "co2", "winst", "cafe", "3d"]


def test_scripts_without_spaces_give_their_characters_two_by_two() -> None:
    assert words_of("ขวดแก้ว") == words_of("ขวดแก้ว ")
    assert set(words_of("再利用")) == {"再利", "利用"}


@given(st.text())
def test_any_text_has_words_and_every_word_a_stem(text: str) -> None:
    for word in words_of(text):
        assert 0 < len(word) <= 40
        assert stems_of(word)[0]
