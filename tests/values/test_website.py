"""Addresses of websites, as people type them."""

from __future__ import annotations

import pytest

from circo_cli.values.website import parse_website


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.example.org", "https://www.example.org"),
        (" example.org/over?x=1#top ", "https://example.org/over?x=1#top"),
        ("HTTP://Example.org", "http://Example.org"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("example.org:8443", "https://example.org:8443"),
        ("café.example", "https://café.example"),
    ],
)
def test_an_address_gets_a_scheme(typed: str, address: str) -> None:
    assert parse_website(typed) == address
    assert parse_website(address) == address


@pytest.mark.parametrize(
    "typed",
    ["", "example", "javascript:alert(1)", "ftp://example.org", "https://", "a b.org", 'x.org/"><script>', "a@b.nl"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="website"):
        parse_website(typed)
