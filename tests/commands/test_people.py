"""circo company contact, uncontact, note: the people at a company, and what was said with it."""

from __future__ import annotations

import shlex

import pytest

from tests.commands.test_company import add_track, enrol, store
from tests.conftest import Circo


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    """A network with one hub."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    return circo


def test_contacts_are_added_changed_and_removed(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "contact", "stoel", "Anna Voorbeeld", "--email", "anna@example.org", "--role", "directeur")
    changed = circo.json("company", "contact", "stoel", "anna voorbeeld", "--phone", "000-1", "--role", "")
    anna = {"company": "stoel", "name": "Anna Voorbeeld", "email": "anna@example.org", "phone": "000-1", "role": None}
    assert (changed["key"], changed["contacts"], changed["contact_list"]) == ("stoel", 1, [anna])
    assert circo.refused("company", "contact", "stoel", "Bo", "--email", "bo")["exit_code"] == 2
    error = circo.refused("company", "uncontact", "stoel", "Bo")
    assert (error["exit_code"], error["details"]) == (3, ["Anna Voorbeeld"])
    assert circo.json("company", "uncontact", "stoel", "ANNA voorbeeld")["contact_list"] == []


def test_a_contact_of_an_enrolment_stays(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel")
    limburg.ok("company", "contact", "stoel", "Anna")
    add_track(limburg, 1, sessions=[])
    enrol(limburg, 1, 1)
    store(limburg, "INSERT INTO enrolment_contact (enrolment_id, contact_id, position) VALUES (1, 1, 0)")
    error = limburg.refused("company", "uncontact", "stoel", "Anna")
    assert (error["exit_code"], error["code"], error["details"]) == (1, "in-use", ["E1"])


def test_a_note_has_a_key_and_the_latest_one_says_when_to_come_back(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    noted = circo.json("company", "note", "stoel", "wil een pilot", "--on", "1-6-2026", "--next", "+2w")
    assert noted == {
        "key": "N1",
        "company": "stoel",
        "text": "wil een pilot",
        "on": "2026-06-01",
        "next": "2026-06-29",
        "by": "tester",
    }
    assert circo.ok("company", "note", "stoel", "ouder", "--on", "2026-05-01", "--next", "2026-05-02", "-q") == "N2\n"
    shown = circo.json("company", "show", "stoel")
    assert [shown["last_note_on"], shown["next_on"]] == ["2026-06-01", "2026-06-29"]
    assert [each["key"] for each in shown["notes"]] == ["N1", "N2"]
    assert circo.refused("company", "note", "stoel", "")["exit_code"] == 2


def test_a_contact_of_which_nothing_is_to_change_is_wrong_use(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "contact", "stoel", "Anna")
    error = circo.refused("company", "contact", "stoel", "ANNA")
    assert (error["exit_code"], error["code"], error["message"]) == (
        *(2, "nothing"),
        "Anna is a contact of stoel already",
    )


@pytest.mark.parametrize("name", ["$(id) Voorbeeld", "Jeanne d'Arc", 'Bob "de `man`"', "Anna"])
def test_a_name_in_a_hint_is_pasted_as_it_is(circo: Circo, name: str) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "contact", "stoel", name)
    hint = circo.refused("company", "contact", "stoel", name)["hint"]
    line = hint.partition(",")[0]
    assert (shlex.quote(name) in line, shlex.split(line)) == (
        True,
        ["circo", "company", "contact", "stoel", name, "--email", "E"],
    )


def test_a_note_is_of_what_was_said_and_comes_back_later(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    for arguments in (("--on", "tomorrow"), ("--next", "14-6-2026"), ("--on", "1-6-2026", "--next", "31-5-2026")):
        error = circo.refused("company", "note", "stoel", "bellen", *arguments)
        assert (error["exit_code"], error["code"]) == (2, "period")
    assert circo.json("company", "note", "stoel", "bellen", "--next", "today")["next"] == "2026-06-15"
