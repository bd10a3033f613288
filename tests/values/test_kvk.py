"""KvK numbers."""

from __future__ import annotations

import re

import pytest

from circo_cli.values.kvk import nearly_same, parse_kvk


def exactly(sentence: str) -> str:
    return f"^{re.escape(sentence)}$"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12345678", "12345678"),
        (" 1234 5678 ", "12345678"),
        ("12.34.56.78", "12345678"),
        ("KvK 12345678", "12345678"),
        ("kvk-nummer: 1234567", "01234567"),
        ("KVK:12345678", "12345678"),
        ("1234567", "01234567"),
    ],
)
def test_numbers(typed: str, number: str) -> None:
    assert parse_kvk(typed) == number


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("123456", "it has 6 digits and not eight"),
        ("123456789", "it has 9 digits and not eight"),
        ("1234567a", "it has eight digits and nothing else"),
        ("12345678٣", "it has eight digits and nothing else"),
        ("", "it has eight digits and nothing else"),
        ("KvK", "it has eight digits and nothing else"),
        ("00000000", "it is all zeros"),
    ],
)
def test_what_is_no_number(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=exactly(f"'{typed}' is not a KvK number: {reason}")):
        parse_kvk(typed)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("12345678", "12345679", True),
        ("12345678", "12345687", True),
        ("12345678", "21345678", True),
        ("01234567", "12345678", True),
        ("01234578", "12345678", True),
        ("01234567", "12345067", True),
        ("12345678", "12345678", False),
        ("12345678", "12345700", False),
        ("12345678", "32145678", False),
    ],
)
def test_two_numbers_are_a_slip_apart(one: str, other: str, near: bool) -> None:
    assert (nearly_same(one, other), nearly_same(other, one)) == (near, near)
