"""circo partner: the organisations that work in hubs."""

from __future__ import annotations

from tests.conftest import Circo


def test_a_partner_is_listed_shown_and_changed(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core")
    liof = {"key": "liof", "name": "LIOF", "kind": "other", "website": None, "hubs": ["limburg"]}
    assert circo.json("partner", "list", "--hub", "limburg") == [liof]
    assert circo.json("partner", "show", "liof") == liof
    changed = circo.json("partner", "edit", "liof", "--kind", "ROM", "--website", "www.example.org", "--name", "Liof")
    assert changed == {
        **liof,
        "name": "Liof",
        "kind": "development-agency",
        "website": "https://www.example.org",
    }
    assert circo.json("partner", "list", "--kind", "bank") == []
    assert circo.json("partner", "edit", "liof", "--website", "")["website"] is None
    assert circo.ok("partner", "edit", "liof", "--kind", "bank", "-q") == "liof\n"


def test_what_is_no_value_is_refused(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core")
    assert circo.refused("partner", "edit", "liof")["code"] == "nothing"
    assert circo.refused("partner", "edit", "liof", "--kind", "club")["exit_code"] == 2
    assert circo.refused("partner", "edit", "liof", "--website", "ftp://example.org")["exit_code"] == 2
    assert circo.refused("partner", "edit", "nrk", "--kind", "bank")["exit_code"] == 3
