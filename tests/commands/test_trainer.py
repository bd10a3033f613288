"""circo trainer: the people who give Tracks."""

from __future__ import annotations

from tests.conftest import Circo


def test_a_trainer_is_added_changed_and_found(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    added = circo.json(
        "trainer",
        "add",
        "Daan Voorbeeld",
        "--email",
        "daan@example.org",
        "--hub",
        "limb",
        "--certified-on",
        "12-3-2026",
    )
    assert added == {
        "key": "daan-voorbeeld",
        "name": "Daan Voorbeeld",
        "email": "daan@example.org",
        "hub": "limburg",
        "certified_on": "2026-03-12",
        "tracks": 0,
    }
    assert circo.json("trainer", "show", "daan") == added
    assert circo.json("trainer", "list", "--hub", "limburg", "--sort", "-tracks") == [added]
    changed = circo.json("trainer", "edit", "daan", "--name", "D", "--email", "", "--hub", "", "--certified-on", "")
    assert changed == {**added, "name": "D", "email": None, "hub": None, "certified_on": None}
    assert circo.json("trainer", "list", "--hub", "limburg") == []
    assert circo.ok("trainer", "add", "Daan Voorbeeld", "-q") == "daan-voorbeeld-2\n"


def test_what_is_no_value_is_refused(circo: Circo) -> None:
    circo.ok("trainer", "add", "Daan")
    assert circo.refused("trainer", "add", "Bo", "--email", "bo")["exit_code"] == 2
    assert circo.refused("trainer", "add", "Bo", "--certified-on", "30-2-2026")["exit_code"] == 2
    assert circo.refused("trainer", "add", "Bo", "--hub", "nergens")["exit_code"] == 3
    assert circo.refused("trainer", "edit", "daan")["code"] == "nothing"


def test_what_looks_like_a_slip_is_warned_about(circo: Circo) -> None:
    circo.ok("trainer", "add", "Daan Voorbeeld", "--email", "daan@example.org")
    answer = circo("trainer", "add", "daan voorbeeld", "--certified-on", "1-1-2027")
    assert answer.out == "daan-voorbeeld-2  added trainer daan voorbeeld\n"
    assert answer.err == (
        "warning: daan-voorbeeld has the same name: is it the same trainer?\n"
        "warning: the certificate is of 2027-01-01, which is still to come\n"
    )
    answer = circo("trainer", "add", "D. Voorbeeld", "--email", "Daan@example.org")
    assert answer.err == "warning: daan-voorbeeld has the same e-mail address: is it the same trainer?\n"
    assert circo("trainer", "edit", "daan-voorbeeld-2", "--name", "Bo", "--certified-on", "").err == ""
