"""Codes and labels."""

from __future__ import annotations

import inspect

import pytest

from circo_cli.values import vocabulary
from circo_cli.values.keys import slugify
from circo_cli.values.terms import find_term, nearest_term, spoken, terms_fitting
from circo_cli.values.vocabulary import THEMES, Category, ChainRole, Journey, Metric, Province, Stage, Term

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
        (Category, "klant", Category.CUSTOMER),
        (Category, "Markt", Category.CUSTOMER),
        (Category, "klant en markt", Category.CUSTOMER),
        (Category, "materialen", Category.DESIGN),
        (Category, "finance?", None),
        (Category, "fi", None),
        (Category, "regel", Category.REGULATION),
        (ChainRole, "product", ChainRole.PRODUCT_MANUFACTURER),
        (ChainRole, "manufacturer", None),
        (Journey, "plan", Journey.PLAN),
        (Province, "zuid", Province.ZUID_HOLLAND),
        (Province, "noord", None),
        (Metric, "completion", Metric.COMPLETION_RATE),
    ],
)
def test_finding(kind: type[Term], typed: str, expected: Term | None) -> None:
    assert find_term(kind, typed) is expected


def test_those_that_fit_and_the_one_that_is_near() -> None:
    assert terms_fitting(ChainRole, "manuf") == [ChainRole.PARTS_MANUFACTURER, ChainRole.PRODUCT_MANUFACTURER]
    assert terms_fitting(ChainRole, "m") == []
    assert nearest_term(Category, "wetgeving") is Category.REGULATION
    assert nearest_term(Stage, "operatonal") is Stage.OPERATIONAL
    assert nearest_term(Category, "zzzz") is None


def test_codes_are_told_with_their_label_where_that_is_another_word() -> None:
    assert [spoken(Category.CUSTOMER, language) for language in ("nl", "en")] == [
        "customer (klant & markt)",
        "customer (customer & market)",
    ]
    assert [spoken(Province.ZUID_HOLLAND, language) for language in ("nl", "en")] == [
        "zuid-holland",
        "zuid-holland (South Holland)",
    ]


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
    assert find_term(kind, typed) is meant
