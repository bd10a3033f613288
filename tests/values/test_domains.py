"""A company's own domain, and those of everybody."""

from __future__ import annotations

import pytest

from circo_cli.values.domains import domain_of_email, domain_of_website


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.jansen.nl/over-ons?x=1", "jansen.nl"),
        ("http://Jansen.NL:8080", "jansen.nl"),
        ("https://winkel.jansen.nl#x", "winkel.jansen.nl"),
        ("https://www.facebook.com/jansen", None),
        ("https://example.org", None),
        ("jansen", None),
    ],
)
def test_the_domain_of_a_website(website: str, domain: str | None) -> None:
    assert domain_of_website(website) == domain


@pytest.mark.parametrize(
    ("email", "domain"), [("anna@Jansen.nl", "jansen.nl"), ("anna@gmail.com", None), ("anna@ziggo.nl", None)]
)
def test_the_domain_of_an_address(email: str, domain: str | None) -> None:
    assert domain_of_email(email) == domain
