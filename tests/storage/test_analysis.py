"""What a text is about, and the word list that says which words mean the same."""

from __future__ import annotations

from hashlib import sha256

import pytest

from circo_cli.storage.search.analysis import names_in, stems_in, terms_of, tokens_of
from circo_cli.storage.search.concepts import PHRASES, WORDS
from circo_cli.storage.search.lexicon import groups_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bezitten", "eigendom"),
        ("lenen", "krediet"),
        ("lenen", "loan"),
        ("afval", "waste"),
        ("inzamelen", "ophalen"),
        ("inzamelen", "collected"),
        ("monteur", "technicians"),
        ("keurmerken", "certificate"),
        ("aanbestedingen", "tenders"),
        ("vloerbedekking", "carpets"),
    ],
)
def test_words_that_mean_the_same_share_a_group(one: str, other: str) -> None:
    assert set(groups_of(one)) & set(groups_of(other))


def test_a_verb_that_is_split_is_found_whole() -> None:
    assert "terugnem" in tokens_of("Hoe nemen we kratten van klanten terug?")


def test_a_compound_is_found_by_its_parts() -> None:
    tokens = tokens_of("gevelabonnement")
    assert {"gevelabonnem", "gevel", "abonnem"} <= set(tokens)
    assert set(tokens_of("abonnement")) <= set(tokens)


def test_a_phrase_is_found_as_one() -> None:
    assert set(tokens_of("van ons blijven")) & set(tokens_of("eigendom"))
    assert set(tokens_of("second-hand")) & set(tokens_of("tweedehands"))


def test_words_that_say_nothing_are_passed_over() -> None:
    assert terms_of("Hoe kunnen we dat van de een of the other?") == []


def test_names_mean_nothing_but_themselves() -> None:
    assert [token for term in names_in("De Bank van Afval BV") for token in term.tokens] == [
        "de",
        "bank",
        "van",
        "afval",
        "bv",
    ]


def test_a_longer_text_is_found_by_its_words_alone() -> None:
    assert stems_in("Een lening van de bank") == ["lening", "bank"]


def test_the_index_holds_what_it_held_when_the_schema_was_made() -> None:
    """Whoever has to change this adds a migration, at whose end every index is made anew."""
    text = "Hoe nemen we opgeknapte maaltijdbakken terug, die van ons blijven? 2 CO₂-claims, café's, สวัสดี"
    assert sha256(" ".join(tokens_of(text)).encode()).hexdigest()[:16] == "28902f849c71316f"
    assert (
        sha256(repr((sorted(WORDS.items()), sorted(PHRASES.items()))).encode()).hexdigest()[:16] == "60303be6d4ed8db9"
    )
