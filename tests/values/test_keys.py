"""Keys: slugs, letter-number keys, keys of Tracks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.keys import NUMBERED, free_slug, number_key, parse_number, slugify, track_key
from circo_cli.values.quarter import Quarter


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Noord-Holland", "noord-holland"),
        ("Jansen Textiel", "jansen-textiel"),
        ("  Crème & Brûlée  ", "creme-brulee"),
        ("Jansen & Zn. B.V.", "jansen-zn-bv"),
        ("'s-Hertogenbosch", "s-hertogenbosch"),
        ("Jan’s Café", "jans-cafe"),
        ("Straße Łódź Ærø", "strasse-lodz-aero"),
        ("𝐉𝐚𝐧", "jan"),
        ("王小明", "x"),
        ("🌱", "x"),
        ("", "x"),
        ("Q17", "q17-x"),
        ("2026", "2026-x"),
        ("All", "all-x"),
        ("3M", "3m"),
        ("circular " * 10, "circular-circular-circular-circular-circular-circular"),
        ("a" * 80, "a" * 60),
        ("1" * 80, "1" * 58 + "-x"),
        ("ab " + "c" * 80, "ab-" + "c" * 57),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text(max_size=100))
def test_every_name_has_a_slug_that_is_no_number(name: str) -> None:
    slug = slugify(name)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= 60
    assert slugify(slug) == slug
    assert [parse_number(slug, noun=noun) for noun in (None, *NUMBERED)] == [None] * 8


@given(st.text(max_size=100), st.integers(0, 12))
def test_free_slugs_are_free_and_short(name: str, count: int) -> None:
    taken: set[str] = set()
    for _ in range(count):
        slug = free_slug(name, taken.__contains__)
        assert slug not in taken
        assert len(slug) <= 60
        taken.add(slug)


def test_free_slugs_count_from_two() -> None:
    taken = {"jansen-textiel", "jansen-textiel-2"}
    assert free_slug("Jansen Textiel", taken.__contains__) == "jansen-textiel-3"


@pytest.mark.parametrize(
    ("typed", "noun", "expected"),
    [
        ("Q17", None, ("question", 17)),
        ("k5", None, ("insight", 5)),
        (" e12 ", None, ("enrolment", 12)),
        ("17", "question", ("question", 17)),
        ("q17", "question", ("question", 17)),
        ("017", "note", ("note", 17)),
        ("17", None, None),
        ("Q17", "note", None),
        ("Z1", None, None),
        ("17", "hub", None),
        ("Q0", None, None),
        ("Q", None, None),
        ("Q1a", None, None),
        ("Q١", None, None),
    ],
)
def test_numbers(typed: str, noun: str | None, expected: tuple[str, int] | None) -> None:
    assert parse_number(typed, noun=noun) == expected


@given(st.sampled_from(sorted(NUMBERED)), st.integers(1, 10**9))
def test_number_keys_round_trip(noun: str, number: int) -> None:
    key = number_key(noun, number)
    assert parse_number(key) == parse_number(key.lower()) == (noun, number)


def test_track_keys() -> None:
    assert track_key("noord-holland", Quarter(2026, 2), 1) == "noord-holland-2026q2-1"
