"""circo contact list: the people at companies, as a mailing needs them."""

from __future__ import annotations

import pytest

from tests.conftest import Circo


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    """Two hubs, a Track of Limburg, and companies with none, one and two people."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    circo.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3")
    for name, region in (("Stoel", "limburg"), ("Tafel", "zeeland"), ("Kast", "limburg"), ("Bank", "limburg")):
        circo.ok("company", "add", name, "--region", region)
    circo.ok("company", "contact", "stoel", "Bo", "--email", "bo@stoel.example.org", "--role", "inkoop")
    circo.ok("company", "contact", "stoel", "Anna", "--phone", "000-1")
    circo.ok("company", "contact", "tafel", "Cor", "--email", "cor@tafel.example.org")
    circo.ok("company", "contact", "tafel", "Dik")
    return circo


def names(circo: Circo, *arguments: str) -> list[str]:
    """Return the names that the list holds."""
    return [row["name"] for row in circo.json("contact", "list", *arguments)]


def test_everybody_stands_under_the_company(limburg: Circo) -> None:
    assert limburg.json("contact", "list")[1] == {
        "company": "stoel",
        "name": "Bo",
        "email": "bo@stoel.example.org",
        "phone": None,
        "role": "inkoop",
    }
    assert names(limburg) == ["Anna", "Bo", "Cor", "Dik"]
    assert names(limburg, "--hub", "limburg") == ["Anna", "Bo"]
    assert names(limburg, "--hub", "all", "--sort", "-name", "--limit", "2") == ["Dik", "Cor"]


def test_a_track_means_who_is_named_and_else_everybody_at_the_company(limburg: Circo) -> None:
    track = "limburg-2026q3-1"
    limburg.ok("enrol", track, "stoel", "--contact", "bo")
    limburg.ok("enrol", track, "tafel")
    assert names(limburg, "--track", track) == ["Bo", "Cor", "Dik"]
    assert names(limburg, "--track", track, "--hub", "zeeland") == ["Cor", "Dik"]
    assert limburg.ok("contact", "list", "--track", track, "--fields", "email", "-o", "csv", "--limit", "2") == (
        "email\nbo@stoel.example.org\ncor@tafel.example.org\n"
    )
    limburg.ok("enrolment", "cancel", "E2")
    assert names(limburg, "--track", track) == ["Bo"]
    assert names(limburg, "--track", track, "--status", "geannuleerd") == ["Cor", "Dik"]
    assert names(limburg, "--status", "registered") == ["Bo"]
    assert names(limburg, "--status", "completed") == []


def test_somebody_in_two_tracks_is_there_once(limburg: Circo) -> None:
    limburg.ok("track", "schedule", "limburg", "Nog een", "--quarter", "2026Q3")
    for track in ("limburg-2026q3-1", "limburg-2026q3-2"):
        limburg.ok("enrol", track, "stoel", "--contact", "Bo")
    assert names(limburg, "--status", "registered") == ["Bo"]


def test_whom_a_mailing_would_not_reach_is_said(limburg: Circo) -> None:
    limburg.ok("enrol", "limburg-2026q3-1", "stoel", "kast", "bank")
    answer = limburg("contact", "list", "--track", "limburg-2026q3-1", "--json")
    assert answer.err.splitlines() == [
        "note: 2 companies have no contact: bank, kast; circo company contact bank NAME adds one",
        "note: 1 person has no e-mail address: Anna",
    ]
    assert limburg("contact", "list", "--track", "limburg-2026q3-1", "-q").err == ""
    assert limburg("contact", "list").err == ""
