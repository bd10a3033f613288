"""Erasing who is no longer there: former leads of hubs, and what was removed before and only the journal remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.contract.conftest import network, network_template
from tests.scenarios.test_forgetting import (
    COMPANY_TRACES,
    PERSON,
    PERSON_TRACES,
    PHONE,
    TRAINER,
    TRAINER_TRACES,
    add_company,
    printed,
    tell_of,
)

__all__ = ["network", "network_template"]

LEAD_TRACES = TRAINER_TRACES
OTHER_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape")


def traces_in(path: Path, *traces: str) -> list[str]:
    """Return which traces stand in the raw bytes of a file, in any encoding that they could have there."""
    content = path.read_bytes().lower()
    return [trace for trace in traces if any(trace.encode(each).lower() in content for each in OTHER_ENCODINGS)]


def lead(circo: Circo) -> None:
    """Give limburg a lead of many traces."""
    circo.ok("hub", "edit", "limburg", "--lead", TRAINER, "--lead-email", "u.goud@trainers.example.org")
    tell_of(circo, TRAINER)


def forgotten(circo: Circo, *traces: str) -> None:
    """Check that no byte of the file, of its automatic backups or of any later output holds the traces."""
    files = [circo.database, *circo.directory.glob("circo-backups/*")]
    assert [(path.name, traces_in(path, *traces)) for path in files if traces_in(path, *traces)] == []
    said = printed(circo)
    assert [trace for trace in traces if trace in said] == []
    assert circo("db", "check", "--deep").code == 0


def test_a_lead_who_was_edited_away_is_nowhere(network: Circo) -> None:
    lead(network)
    edited = network("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld", "--lead-email", "sanne@example.org")
    assert f"circo hub forget limburg '{TRAINER}' erases the name for good" in edited.err
    network.ok("db", "backup")
    assert traces_in(network.database, *LEAD_TRACES)
    answer = network("hub", "forget", "limburg", TRAINER.upper(), "--yes", "-q")
    assert (answer.code, answer.out) == (0, "limburg\n")
    forgotten(network, *LEAD_TRACES)
    assert {name: network.json("hub", "show", "limburg")[name] for name in ("lead", "lead_email")} == {
        "lead": "Sanne Voorbeeld",
        "lead_email": "sanne@example.org",
    }
    assert network.refused("undo", network.json("history")[0]["key"])["code"] == "erased"


def test_a_lead_of_today_leaves_a_hub_with_one_whom_nobody_knows(network: Circo) -> None:
    lead(network)
    answer = network("hub", "forget", "limburg", TRAINER, "--yes")
    assert "limburg had this lead, who is forgotten-1 there now" in answer.err
    forgotten(network, *LEAD_TRACES)
    hub = network.json("hub", "show", "limburg")
    assert (hub["lead"], hub["lead_email"]) == ("forgotten-1", None)


def test_a_lead_is_erased_also_where_nothing_but_the_journal_tells(network: Circo) -> None:
    network.ok("hub", "edit", "limburg", "--lead", TRAINER)
    network.ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld")
    network.ok("hub", "forget", "limburg", TRAINER, "--yes")
    forgotten(network, *LEAD_TRACES)
    assert network.json("history")[0]["summary"] == "forgotten-1: forgot a lead"


def test_the_address_of_a_hub_stays_when_its_lead_goes(network: Circo) -> None:
    edited = network("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld")
    assert "the address of limburg is still limburg@hubs.example.org" in edited.err
    answer = network("hub", "forget", "limburg", "Guus Peelmans", "--yes")
    assert "limburg@hubs.example.org is somebody else's address too, and stays" in answer.err
    assert network.json("hub", "show", "limburg")["lead_email"] == "limburg@hubs.example.org"
    assert traces_in(network.database, "peelmans") == []


def test_a_dry_run_tells_what_goes_and_changes_nothing(network: Circo) -> None:
    lead(network)
    network.ok("db", "backup")
    before = network.database.read_bytes()
    answer = network("hub", "forget", "limburg", TRAINER, "--dry-run")
    assert answer.code == 0
    assert "would delete the automatic backup" in answer.err
    assert "entries of the journal" in answer.err
    assert network.database.read_bytes() == before


def test_who_never_was_a_lead_is_not_found_and_the_leads_are_named(network: Circo) -> None:
    network.ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld")
    error = network.refused("hub", "forget", "limburg", "Niemand Ooit", "--yes")
    assert (error["code"], error["exit_code"], error["hint"]) == (
        "not-found",
        3,
        "it had: Sanne Voorbeeld, Guus Peelmans",
    )
    assert network.refused("hub", "forget", "limburg", "Sanne Voorbeeld")["code"] == "needs-yes"


def test_a_contact_who_was_removed_is_erased_from_the_journal(network: Circo) -> None:
    key = network.json("company", "add", "Zeefdruk", "--hub", "limburg")["key"]
    contact = ("--email", "zoe.k@kanarie.example.org", "--phone", PHONE, "--role", "kanarieverzorger")
    network.ok("company", "contact", key, PERSON, *contact)
    tell_of(network, PERSON)
    network.ok("company", "uncontact", key, PERSON)
    network.ok("db", "backup")
    assert traces_in(network.database, *PERSON_TRACES)
    assert network.json("contact", "forget", key, "zoe kanariepiet", "--yes") == {"key": "forgotten-1"}
    forgotten(network, *PERSON_TRACES)
    # What the journal could bring back is somebody whom nobody knows.
    uncontact = next(each["key"] for each in network.json("history") if each["command"] == "company uncontact")
    network.ok("undo", uncontact)
    assert network.json("company", "show", key)["contact_list"] == [
        {"company": key, "name": "forgotten-1", "email": None, "phone": None, "role": None}
    ]


@pytest.mark.parametrize("noun", ["trainer", "company"])
def test_what_was_removed_is_erased_from_the_journal(network: Circo, noun: str) -> None:
    if noun == "trainer":
        key = network.json("trainer", "add", TRAINER, "--email", "u.goud@trainers.example.org")["key"]
    else:
        key = add_company(network)
        network.ok("enrolment", "remove", network.json("enrolment", "list", "--company", key)[0]["key"], "--yes")
    network.ok(noun, "remove", key, "--yes")
    network.ok("db", "backup")
    answer = network(noun, "forget", key, "--yes", "-q")
    assert (answer.code, answer.out) == (0, "forgotten-1\n"), answer
    forgotten(network, *(TRAINER_TRACES if noun == "trainer" else (*COMPANY_TRACES, *PERSON_TRACES)))
    assert network.refused(noun, "forget", key, "--yes")["code"] == "not-found"


def test_what_a_removed_namesake_left_in_the_journal_goes_along(network: Circo) -> None:
    network.ok("company", "contact", "aannemer-fictiebouw-zuid", TRAINER, "--email", "u.goud@thuis.example.org")
    network.ok("company", "uncontact", "aannemer-fictiebouw-zuid", TRAINER)
    network.ok("hub", "edit", "limburg", "--lead", TRAINER, "--lead-email", "u.goud@hub.example.org")
    network.ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld", "--lead-email", "")
    network.ok("question", "log", "Wie is u.goud@thuis.example.org, en wie u.goud@hub.example.org?")
    key = network.json("trainer", "add", TRAINER)["key"]
    network.ok("trainer", "forget", key, "--yes")
    forgotten(network, *TRAINER_TRACES)


def test_a_backup_that_names_somebody_in_another_way_of_writing_is_deleted(network: Circo) -> None:
    network.ok("question", "log", "Belt ZOË  KANARIEPÎET? Of 020 7654 321?")
    network.ok("db", "backup")
    network.ok("company", "contact", "aannemer-fictiebouw-zuid", PERSON, "--phone", PHONE)
    network.ok("contact", "forget", "aannemer-fictiebouw-zuid", PERSON, "--yes")
    assert list(network.directory.glob("circo-backups/*.db")) == []
