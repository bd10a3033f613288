"""Folding and making visible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.text import fold, one_line, visible


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Crème\n Brûlée ", "creme brulee"),
        ("STRAßE", "strasse"),
        ("Łódź Ørsted Æneas Œuvre", "lodz orsted aeneas oeuvre"),
        ("Fryslân", "fryslan"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_case_and_spaces_do_not_matter(text: str) -> None:
    assert fold(f" {text} ") == fold(text)
    assert fold(text.lower()) == fold(text.lower().casefold())


def test_one_line() -> None:
    assert one_line(" a\n\tb\u00a0 c ") == "a b c"


def test_visible() -> None:
    assert visible("a\x1b[31m\x00\u202e\tb\n\x9b") == "a\\x1b[31m\\x00\\u202e\tb\n\\x9b"
