"""Names go from texts, whole words in any spelling, and nothing else does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.masking import MARK, Erased, Mask
from circo_cli.values.names import KnownName, NameIndex

MASK = Mask(
    [
        Erased("Jan de Wit", "name"),
        Erased("Müller & Zn. B.V.", "name"),
        Erased("O'Neill", "name"),
        Erased("jan@example.org", "email"),
        Erased("020-1234567", "phone"),
        Erased("+49 30 901820", "phone"),
        Erased("https://www.muller.example.org/", "address"),
        Erased("muller-zn-bv", "key", "forgotten-3"),
    ],
    people={"jan de wit": "forgotten-4"},
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Bel Jan de Wit.", "Bel […]."),
        ("JAN  DE\nWIT's plan, Jan de Wits plan", "[…] plan, […] plan"),
        ("**Jan** de Wit en Jan *de* Wit", "**[…] en […]"),
        ("Jan de Witte, Arjan de Wit, Jan Wit", "Jan de Witte, Arjan de Wit, Jan Wit"),
        ("Mu\u0308ller & Zn. B.V. en MULLER & ZN BV en müller & zn. bv", "[…] en […] en […]"),
        ("O’Neill's", "[…]"),
        ("Jan@Example.org, xjan@example.org, jan@example.org.nl.", "[…], xjan@example.org, jan@example.org.nl."),
        ("020 123 45 67, +31 20 1234567, 0031(0)20-1234567, 0201234567", "[…], […], […], […]"),
        ("1020-12345678", "1020-12345678"),
        ("Een hé voor 5€020•123·45-67", "Een hé voor 5€[…]"),
        ("0049 30 901820 of +49 (30) 90 18 20", "[…] of […]"),
        ("zie https://muller.example.org/werk of www.muller.example.org", "zie […]/werk of […]"),
        ("muller-zn-bv: added company Müller & Zn. BV", "forgotten-3: added company […]"),
        ("muller-zn-bv-2", "muller-zn-bv-2"),
        ("", ""),
    ],
)
def test_a_name_goes_and_the_rest_stays(text: str, masked: str) -> None:
    assert MASK.apply(text) == masked


def test_a_field_that_is_a_name_gets_the_new_one() -> None:
    assert [MASK.person(text) for text in ("Jan  de WIT", "Jan de Wit (CIRCO)", "Piet")] == [
        "forgotten-4",
        "[…] (CIRCO)",
        "Piet",
    ]


NAMES = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=3, max_size=12).filter(
    lambda text: any(character.isalnum() for character in text)
)


@given(name=NAMES, before=st.text(max_size=10), after=st.text(max_size=10))
def test_what_sharing_would_find_as_it_is_written_is_gone_afterwards(name: str, before: str, after: str) -> None:
    text = f"{before} {name} {after}"
    left = Mask([Erased(name, "name")]).apply(text)
    if NameIndex([KnownName(name, "person")]).find(f" {name} "):
        assert name not in left.replace(MARK, "")


@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=6), place=st.integers(0, 6))
def test_what_is_skimmed_misses_nothing(text: str, place: int) -> None:
    named = f"{text[:place]} Søren ß-Kanárïepiet {text[place:]}"
    plain = Mask([Erased("soren ss-kanariepiet", "name")])
    thorough = Mask([Erased("soren ss-kanariepiet", "name"), Erased("имя", "name")])
    assert plain.apply(named) == thorough.apply(named)


@given(text=st.text(max_size=40))
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    mask = Mask([Erased("kanariepiet", "name")])
    assert mask.apply(text) == text or "kanariepiet" in unicodedata.normalize("NFKD", text).lower()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("van jan@a.example.org.md", f"van {MARK}.md"),
        ("van jan@a.example.org.uk", "van jan@a.example.org.uk"),
        ("van jan@a.example.org. Of bel.", f"van {MARK}. Of bel."),
    ],
)
def test_a_file_that_is_named_for_an_address_is_not_a_longer_domain(text: str, left: str) -> None:
    assert Mask([Erased("jan@a.example.org", "email")]).apply(text) == left


def test_a_company_goes_without_its_legal_form_too() -> None:
    mask = Mask([Erased("De Zonnebloem Drukkerij B.V.", "name")])
    assert (
        mask.apply("De Zonnebloem Drukkerij vroeg het, De Zonnebloem Drukkerij BV ook.")
        == f"{MARK} vroeg het, {MARK} ook."
    )
    assert Mask([Erased("Circulair B.V.", "name")]).apply("Dat is circulair.") == "Dat is circulair."
