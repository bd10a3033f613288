"""What speaks for two companies being one, weighed."""

from __future__ import annotations

import pytest

from circo_cli.values.duplicates import Party, Verdict, compare
from circo_cli.values.likeness import bare

NAME = bare("Jansen Textiel")
NEAR = bare("Janssen Textiel")
ALIKE = bare("Textielfabriek Jansen")
OTHER = bare("Bakker Brood")
DOMAIN, ADDRESS = frozenset({"jansen.nl"}), frozenset({"anna@gmail.com"})


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        (Party(NAME), Party(NAME), 80),
        (Party(NAME, postcode="1011 AB"), Party(NAME, postcode="1011 AB"), 95),
        (Party(NAME, postcode="1011 AB"), Party(NAME, postcode="1012 AB"), 70),
        (Party(NAME, postcode="1011 AB"), Party(NAME), 80),
        (Party(NEAR), Party(NAME), 77),
        (Party(NEAR, postcode="1011 AB"), Party(NAME, postcode="1012 AB"), None),
        (Party(ALIKE), Party(NAME), None),
        (Party(ALIKE, postcode="1011 AB"), Party(NAME, postcode="1011 AB"), 78),
        (Party(ALIKE, website="jansen.nl"), Party(NAME, website="jansen.nl"), 100),
        (Party(ALIKE, domains=DOMAIN), Party(NAME, domains=DOMAIN), 93),
        (Party(ALIKE, addresses=ADDRESS), Party(NAME, addresses=ADDRESS), 93),
        (Party(OTHER, website="jansen.nl"), Party(NAME, website="jansen.nl"), None),
        (Party(NAME, "12345678"), Party(NAME, "12345679"), 95),
        (Party(NAME, "12345678", website="jansen.nl"), Party(NAME, "87654321", website="jansen.nl"), None),
        (Party(NAME, "12345678"), Party(NAME), 80),
    ],
)
def test_the_score(one: Party, other: Party, score: int | None) -> None:
    for verdict in (compare(one, other), compare(other, one)):
        assert (None if verdict is None else verdict.score) == score


def test_the_reasons_stand_in_their_order() -> None:
    one = Party(NAME, "12345678", "1011 AB", domains=DOMAIN, addresses=ADDRESS)
    assert compare(one, Party(NEAR, "12345687", "1011 AB", domains=DOMAIN, addresses=ADDRESS)) == Verdict(
        100,
        (
            "nearly the same name (96%)",
            "the same postcode 1011 AB",
            "the same domain jansen.nl",
            "KvK numbers a slip apart (12345678, 12345687)",
        ),
        kvk_slip=True,
    )
