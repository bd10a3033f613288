"""Codes and labels."""

from __future__ import annotations

import inspect

import pytest

from circo_cli.values import vocabulary
from circo_cli.values.keys import slugify
from circo_cli.values.vocabulary import THEMES, Category, ChainRole, Province, Term, find_begun, find_term

KINDS = [
    kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(kind, Term) and kind is not Term
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_and_label_is_taken_in_any_case(kind: type[Term]) -> None:
    taken = {name: find_term(kind, name.upper()) for each in kind for name in (each.value, each.nl, each.en)}
    assert taken == {name: each for each in kind for name in (each.value, each.nl, each.en)}


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (Province, "fryslan", Province.FRIESLAND),
        (Province, "Brabant", Province.NOORD_BRABANT),
        (ChainRole, " Opdrachtgever ", ChainRole.USER),
        (Category, "value chain", Category.CHAIN),
        (Category, "geld", None),
        (Category, "", None),
    ],
)
def test_finding(kind: type[Term], typed: str, expected: Term | None) -> None:
    assert find_term(kind, typed) is expected


def test_labels() -> None:
    assert (Category.FINANCE.label("nl"), Category.FINANCE.label("en")) == ("financiering", "finance")


def test_themes_have_their_keys() -> None:
    assert [key for key, _, _ in THEMES] == [slugify(nl) for _, nl, _ in THEMES]


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Category, "klant", Category.CUSTOMER),
        (Category, "FINANC", Category.FINANCE),
        (Category, "aanbest", Category.PROCUREMENT),
        (Category, "mark", Category.CUSTOMER),
        (Category, "fin", None),
        (Category, "wetgeving", None),
        (Category, "", None),
        (Category, ".*", None),
        (ChainRole, "manufacturer", None),
        (ChainRole, "grondstof", ChainRole.MATERIAL_PRODUCER),
    ],
)
def test_the_beginning_of_a_word_is_enough_where_only_one_has_it(
    kind: type[Term], typed: str, meant: Term | None
) -> None:
    assert find_begun(kind, typed) is meant
