"""What is known of a person, and what was kept for long enough, from outside."""

from __future__ import annotations

import shlex
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

PERSON = "Zoë Kanariepiet"
EMAIL = "zoe.k@kanarie.example.org"
PHONE = "+31 20 765 43 21"
COMPANY = "aannemer-fictiebouw-zuid"
TRACK = "noord-holland-2026q2-1"


@pytest.fixture
def known(network: Circo) -> Circo:
    """The example network, with somebody who stands in every place and is named in every text."""
    ok = network.ok
    ok("company", "contact", COMPANY, PERSON, "--email", EMAIL, "--phone", PHONE, "--role", "inkoop")
    ok("enrol", TRACK, COMPANY, "--contact", PERSON, "--force", "--reason", "mag")
    ok("trainer", "add", PERSON, "--email", EMAIL)
    ok("track", "edit", TRACK, "--trainer", "zoe-kanariepiet")
    ok("hub", "edit", "limburg", "--lead", "zoe kanariepiet", "--lead-email", EMAIL)
    ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld", "--lead-email", "")
    ok("question", "log", f"Wat wil {PERSON}?")
    ok("question", "edit", _last(network), "--owner", PERSON)
    ok("question", "answer", _last(network), "Bel 020-7654321.", "--by", PERSON)
    ok("company", "note", COMPANY, f"schreef aan {EMAIL}", "--as", PERSON)
    ok("insight", "comment", "K1", "Goed", "--as", "ZOË KANARIEPIET")
    ok("hub", "pause", "overijssel", "--reason", "ziek", "--as", PERSON)
    return network


def _last(circo: Circo) -> str:
    """Return the key of the question that was logged last."""
    return f"Q{max(int(row['key'][1:]) for row in circo.json('question', 'list'))}"


def export(circo: Circo, typed: str = PERSON) -> dict[str, Any]:
    """Return everything that is known of a person."""
    found: dict[str, Any] = circo.json("privacy", "export", typed)
    return found


def test_every_place_is_found(known: Circo) -> None:
    found = export(known)
    assert (found["person"], found["emails"], found["phones"]) == (PERSON, [EMAIL], [PHONE])
    assert sorted(found["names"]) == ["ZOË KANARIEPIET", PERSON, "zoe kanariepiet"]
    assert found["records"] == [
        {
            "kind": "contact", "key": COMPANY, "name": PERSON, "email": EMAIL, "phone": PHONE, "role": "inkoop",
            "until": None, "command": f"circo contact forget {COMPANY} '{PERSON}'",
        },
        {
            "kind": "trainer", "key": "zoe-kanariepiet", "name": PERSON, "email": EMAIL, "phone": None, "role": None,
            "until": None, "command": "circo trainer forget zoe-kanariepiet",
        },
        {
            "kind": "lead", "key": "limburg", "name": "zoe kanariepiet", "email": EMAIL, "phone": None, "role": None,
            "until": "2026-06-15", "command": "circo hub forget limburg 'zoe kanariepiet'",
        },
    ]  # fmt: skip
    question = _last(known)
    assert [(row["track"], row["contact"], row["status"]) for row in found["enrolments"]] == [
        (TRACK, PERSON, known.json("enrolment", "list", "--company", COMPANY, "--track", TRACK)[0]["status"])
    ]
    assert [row["key"] for row in found["tracks"]] == [TRACK]
    assert [row["key"] for row in found["questions"]] == [question]
    assert [(row["key"], row["text"]) for row in found["answers"]] == [(question, "Bel 020-7654321.")]
    assert [row["text"] for row in found["notes"]] == [f"schreef aan {EMAIL}"]
    assert [(row["key"], row["text"]) for row in found["comments"]] == [("K1", "Goed")]
    assert [(row["hub"], row["stage"]) for row in found["stages"]] == [("overijssel", "paused")]
    assert sorted(row["command"] for row in found["changes"]) == ["company note", "hub pause", "insight comment"]
    mentions = [(row["kind"], row["field"]) for row in found["mentions"]]
    for place in (("note", "text"), ("question", "text"), ("question", "question_answer.text"), ("change", "summary")):
        assert place in mentions
    assert ("company contact", COMPANY, "company_contact.phone", None, PHONE) in [
        (row["command"], row["thing"], row["field"], row["before"], row["after"]) for row in found["journal"]
    ]


def test_what_forget_erases_is_what_export_finds(known: Circo) -> None:
    for record in export(known)["records"]:
        if record["kind"] == "contact":
            known.ok("contact", "forget", record["key"], record["name"], "--yes")
    left = export(known)
    assert [(row["kind"], row["key"]) for row in left["records"]] == [("trainer", "zoe-kanariepiet")]
    assert {name: left[name] for name in ("enrolments", "questions", "answers", "notes", "comments", "mentions")} == {
        "enrolments": [], "questions": [], "answers": [], "notes": [], "comments": [], "mentions": [],
    }  # fmt: skip
    known.ok("trainer", "forget", "zoe-kanariepiet", "--yes")
    assert known.refused("privacy", "export", PERSON)["code"] == "not-found"
    assert known.refused("privacy", "export", EMAIL)["code"] == "not-found"


@pytest.mark.parametrize("typed", ["zoe KANARIEPIET", f"  {PERSON} ", EMAIL.upper()])
def test_a_name_is_taken_folded_and_an_address_in_any_case(known: Circo, typed: str) -> None:
    assert {**export(known, typed), "person": PERSON} == {**export(known), "person": PERSON}


def test_people_of_one_name_are_told_apart_by_where_they_stand(network: Circo) -> None:
    network.ok("company", "contact", "voorbeeldbeton-maasvallei", "Jurre Wilgenroos", "--email", "j@example.org")
    answer = network("privacy", "export", "Jurre Wilgenroos")
    assert "the name stands in 2 places" in answer.err
    assert [(row["key"], row["email"]) for row in export(network, "Jurre Wilgenroos")["records"]] == [
        (COMPANY, f"jurre-wilgenroos@{COMPANY}.example.org"),
        ("voorbeeldbeton-maasvallei", "j@example.org"),
    ]


def test_somebody_whose_name_begins_alike_is_not_shown(network: Circo) -> None:
    network.ok("company", "contact", COMPANY, "Jurre Wilgenroos-Smit", "--email", "smit@example.org")
    network.ok("company", "contact", COMPANY, "Jurre Wilgenroos-Smit", "--phone", "+31 99 111 11 11")
    assert "smit@example.org" not in network.ok("privacy", "export", "Jurre Wilgenroos", "--json")
    assert "+31 99 111 11 11" not in network.ok("privacy", "export", "Jurre Wilgenroos", "--json")


def test_colleagues_at_one_enrolment_are_not_shown(known: Circo) -> None:
    key = known.json("enrolment", "list", "--company", COMPANY, "--track", TRACK)[0]["key"]
    known.ok("enrolment", "edit", key, "--contact", PERSON, "--contact", "Jurre Wilgenroos")
    assert [(row["key"], row["contact"]) for row in export(known)["enrolments"]] == [(key, PERSON)]


def test_who_was_removed_is_found_in_the_journal(network: Circo) -> None:
    network.ok("company", "contact", COMPANY, PERSON, "--email", EMAIL)
    network.ok("company", "uncontact", COMPANY, PERSON)
    for typed in (PERSON, EMAIL):
        assert [(row["key"], row["until"]) for row in export(network, typed)["records"]] == [(COMPANY, "2026-06-15")]


def test_who_stands_in_texts_alone_is_found_by_the_whole_name(network: Circo) -> None:
    network.ok("question", "log", "Wat vond Geertruida Goudvinck ervan?")
    assert [row["kind"] for row in export(network, "geertruida goudvinck")["mentions"]] == ["question"]
    assert network.refused("privacy", "export", "Geertruida")["code"] == "not-found"


@pytest.mark.parametrize("typed", ["Guus Pelmans", "guus.peelmans@example.org"])
def test_nobody_exits_with_the_nearest_names(network: Circo, typed: str) -> None:
    error = network.refused("privacy", "export", typed)
    assert (error["exit_code"], error["hint"]) == (3, "did you mean Guus Peelmans?")


def test_a_file_is_for_its_owner_alone(known: Circo) -> None:
    known.ok("privacy", "export", PERSON, "--json", "--to", "inzage.json")
    assert stat.S_IMODE(Path("inzage.json").stat().st_mode) == 0o600


def test_an_export_only_reads(known: Circo) -> None:
    before = known.database.read_bytes()
    export(known)
    known.ok("privacy", "retention")
    assert known.database.read_bytes() == before


def retention(circo: Circo, *more: str) -> list[tuple[str, str, str]]:
    """Return kind, key and last day of what was kept too long."""
    return [(row["kind"], row["key"], row["last_on"]) for row in circo.json("privacy", "retention", *more)]


def test_nothing_is_due_in_a_young_database_and_the_period_is_told(network: Circo) -> None:
    answer = network("privacy", "retention")
    assert "retention.months is not set, and 24 months are taken" in answer.err
    assert "circo config set retention.months N" in answer.err
    assert retention(network) == []
    network.ok("config", "set", "retention.months", "8")
    assert "is not set" not in network("privacy", "retention").err
    assert retention(network) == [("note", "N1", "2025-10-14")]


def test_each_is_due_by_its_own_last_day_and_its_command_settles_it(circo: Circo) -> None:
    ok = circo.ok
    ok("hub", "add", "Limburg", "--lead", "Oude Lead", "--today", "2020-01-01")
    ok("company", "add", "Stil", "--today", "2020-01-01")
    ok("company", "contact", "stil", "Anna Stil", "--today", "2020-01-02")
    ok("company", "add", "Levend", "--today", "2020-01-01")
    ok("company", "contact", "levend", "Bo Levend", "--today", "2020-01-02")
    ok("company", "note", "levend", "lang geleden", "--today", "2020-02-01")
    ok("company", "note", "levend", "komt nog", "--next", "2026-12-01", "--today", "2020-02-01")
    ok("trainer", "add", "Tri Trainer", "--certified-on", "2019-05-01", "--today", "2020-01-01")
    ok("company", "contact", "levend", "Weg Gegaan", "--today", "2020-01-01")
    ok("company", "uncontact", "levend", "Weg Gegaan", "--today", "2021-01-01")
    ok("hub", "edit", "limburg", "--lead", "Nieuwe Lead", "--today", "2022-01-01")
    ok("company", "add", "Gisteren", "--today", "2026-06-14")
    assert retention(circo) == [
        ("trainer", "tri-trainer", "2019-05-01"),
        ("contact", "stil", "2020-01-02"),
        ("company", "stil", "2020-01-02"),
        ("note", "N1", "2020-02-01"),
        ("journal", "levend", "2021-01-01"),
        ("lead", "limburg", "2022-01-01"),
    ]
    for row in circo.json("privacy", "retention"):
        ok(*shlex.split(row["command"])[1:], "--yes")
    assert retention(circo) == []


def test_a_contact_whom_no_enrolment_names_is_older_than_the_company(circo: Circo) -> None:
    ok = circo.ok
    ok("hub", "add", "Limburg")
    ok("company", "add", "Bedrijf", "--today", "2020-01-01")
    for name in ("Anna Blijft", "Bo Vertrok"):
        ok("company", "contact", "bedrijf", name, "--today", "2020-01-01")
    ok("track", "schedule", "limburg", "Titel", "--quarter", "2026Q3")
    ok("enrol", "limburg-2026q3-1", "bedrijf", "--contact", "Anna Blijft", "--force", "--reason", "mag")
    assert [(row["kind"], row["name"]) for row in circo.json("privacy", "retention")] == [("contact", "Bo Vertrok")]
    ok("enrolment", "edit", "E1", "--contact", "")
    assert retention(circo) == []


def test_help_tells_of_privacy(bare: Circo) -> None:
    text = bare.ok("help", "privacy")
    for command in (
        "privacy export",
        "privacy forget",
        "contact forget",
        "trainer forget",
        "hub forget",
        "company forget",
        "retention",
    ):
        assert f"circo {command}" in text or command in text
    assert bare.json("help", "privacy") == {"topic": "privacy", "text": text}


def test_what_the_history_remembers_of_what_was_removed_or_edited_away_is_shown_and_told(network: Circo) -> None:
    key = network.json("company", "note", COMPANY, f"sprak {PERSON}")["key"]
    answer = network("note", "remove", key, "--yes")
    assert "circo privacy forget NAME takes a person out of that, too" in answer.err
    edited = network.json("company", "note", COMPANY, f"belde {PERSON}")["key"]
    answer = network("note", "edit", edited, "--text", "belde")
    assert "circo privacy forget NAME takes a person out" in answer.err
    network.ok("question", "log", f"Wat wil {PERSON}?")
    network.ok("question", "edit", _last(network), "--text", "Wat wil men?")
    network.ok("trainer", "add", PERSON)
    answer = network("trainer", "remove", "zoe-kanariepiet", "--yes")
    assert "circo trainer forget zoe-kanariepiet erases it for good" in answer.err
    network.ok("company", "contact", COMPANY, PERSON)
    answer = network("company", "uncontact", COMPANY, PERSON)
    assert f"circo contact forget {COMPANY} '{PERSON}' erases the name for good" in answer.err
    network.ok("hub", "edit", "limburg", "--lead", PERSON)
    answer = network("hub", "edit", "limburg", "--lead", "")
    assert f"circo hub forget limburg '{PERSON}' erases the name for good" in answer.err
    found = export(network)
    remains = {
        (row["field"], row["before"]) for row in found["journal"] if row["after"] is None or "men" in row["after"]
    }
    assert remains >= {
        ("company_note.text", f"sprak {PERSON}"),
        ("text", f"Wat wil {PERSON}?"),
        ("name", PERSON),
        ("company_contact.name", PERSON),
        ("lead", PERSON),
    }
    assert ("company_note.text", f"belde {PERSON}") in {(row["field"], row["before"]) for row in found["journal"]}
    network.ok("privacy", "forget", PERSON, "--one-person", "--yes")
    assert network.refused("privacy", "export", PERSON)["code"] == "not-found"


def test_a_name_that_only_things_have_is_nobody_to_forget(network: Circo) -> None:
    network.ok("hub", "partner", "limburg", "Stichting Piet Verzonnen", "--role", "core")
    network.ok("privacy", "forget", "Piet Verzonnen", "--yes")
    assert network.refused("privacy", "forget", "Piet Verzonnen", "--yes") == {
        "code": "named-only",
        "message": "nothing was erased: Piet Verzonnen stands only in the name of the partner stichting-piet-verzonnen",
        "hint": "such a name stays; give the thing another one with circo NOUN edit KEY --name NAME",
        "exit_code": 1,
        "details": [],
    }
