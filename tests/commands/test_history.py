"""circo history and circo show, typed from outside."""

from __future__ import annotations

import pytest

from tests.conftest import Circo


@pytest.fixture
def story(circo: Circo) -> Circo:
    """A few changes by two people."""
    circo.ok("hub", "add", "Limburg", "--launch", "2026Q2", "--as", "eva")
    circo.ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld", "--as", "joost")
    circo.ok("question", "log", "Wie betaalt?", "--hub", "limburg", "--today", "2026-06-20")
    return circo


def test_changes_the_latest_first(story: Circo) -> None:
    rows = story.json("history")
    assert [(row["key"], row["actor"], row["command"], row["undone_by"]) for row in rows] == [
        ("C3", "tester", "question log", None),
        ("C2", "joost", "hub edit", None),
        ("C1", "eva", "hub add", None),
    ]
    assert rows[1]["summary"] == "limburg: edited hub Limburg"
    assert [row["key"] for row in story.json("history", "--by", "eva")] == ["C1"]
    assert [row["key"] for row in story.json("history", "--from", "2026-06-20")] == ["C3"]


def test_the_history_of_one_thing_is_field_by_field(story: Circo) -> None:
    rows = story.json("history", "limb", "--by", "joost")
    assert [{name: row[name] for name in ("key", "actor", "command", "field", "before", "after")} for row in rows] == [
        {
            "key": "C2",
            "actor": "joost",
            "command": "hub edit",
            "field": "lead",
            "before": None,
            "after": "Sanne Voorbeeld",
        }
    ]
    question = {row["field"]: row["after"] for row in story.json("history", "Q1")}
    assert (question["hub"], question["text"]) == ("limburg", "Wie betaalt?")
    fields = {row["field"] for row in story.json("history", "C1")}
    assert {"name", "stage", "hub_stage.stage"} <= fields
    assert story.refused("history", "C1", "--sort", "kleur")["exit_code"] == 2
    assert story.json("history", "C2", "--sort", "-field", "--limit", "1")[0]["field"] == "lead"


def test_a_history_tells_nothing_that_means_nothing_to_people(story: Circo) -> None:
    story.ok("company", "add", "Alfa")
    story.ok("company", "contact", "alfa", "Noor Voorbeeld")
    story.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--date", "2026-05-05", "--capacity", "1")
    story.ok("enrol", "limburg-2026q2-1", "alfa", "--contact", "noor voorbeeld")
    story.ok("track", "attendance", "limburg-2026q2-1", "--session", "1", "--present", "alfa")
    rows = {row["field"]: row["after"] for row in story.json("history", "E1")}
    assert (rows["enrolment_contact.contact"], rows["attendance.session"]) == ("Noor Voorbeeld", "2026-05-05")
    fields = {name.rpartition(".")[2] for key in ("E1", "limburg-2026q2-1") for name in told(story, key)}
    assert not fields & {"id", "position", "sequence", "uid", "waitlist_rank"}


def told(circo: Circo, key: str) -> list[str]:
    """Return the fields in the history of a thing."""
    return [row["field"] for row in circo.json("history", key)]


def test_a_dry_run_speaks_of_keys_and_of_what_means_something(story: Circo) -> None:
    told = "note: dry run: nothing was written; this is what would change\n"
    assert story("hub", "close", "limburg", "--reason", "geen geld", "--dry-run").err.endswith(
        f"{told}note: would change hub limburg: stage exploring → closed\n"
        "note: would add hub_stage of limburg: stage closed, entered_on 2026-06-15, reason geen geld, actor tester\n"
    )
    story.ok("company", "add", "Alfa")
    story.ok("company", "add", "Beta")
    story.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "2026-09-01", "--capacity", "1")
    story.ok("enrol", "limburg-2026q3-1", "alfa", "beta")
    assert story("enrolment", "cancel", "E2", "--dry-run").err == (
        f"{told}note: would change enrolment E2: status waitlisted → cancelled, ended_on empty → 2026-06-15\n"
    )
    added = story("track", "schedule", "limburg", "Zorg", "--quarter", "2026Q3", "--dry-run").err
    assert "would add track_hub of limburg-2026q3-2: hub limburg\n" in added


def test_a_command_that_changes_nothing_is_no_change(story: Circo) -> None:
    story.ok("hub", "edit", "limburg", "--lead", "Sanne Voorbeeld")
    assert len(story.json("history")) == 3


def test_show_finds_anything(story: Circo) -> None:
    story.ok("company", "add", "Limburg Vormgeving")
    story.ok("company", "note", "limburg-v", "Gebeld")
    story.ok("goal", "set", "companies", "10", "--hub", "limburg", "--from", "2026Q2", "--until", "2026Q2")
    story.ok("hub", "partner", "limburg", "LIOF", "--role", "core")
    story.ok("trainer", "add", "Joost Trainer")
    story.ok("insight", "add", "Weten", "--hub", "limburg")
    story.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3")
    story.ok("enrol", "limburg-2026q3-1", "limburg-vormgeving")
    for key, first in (
        ("hub:limburg", "limburg"),
        ("limburg", "limburg"),
        ("limburg-v", "limburg-vormgeving"),
        ("limburg-2026", "limburg-2026q3-1"),
        ("liof", "liof"),
        ("joost-t", "joost-trainer"),
        ("zorg", "zorg"),
        ("q1", "Q1"),
        ("k1", "K1"),
        ("e1", "E1"),
        ("n1", "N1"),
        ("g1", "G1"),
        ("c1", "C1"),
    ):
        assert story.json("show", key)["key"] == first, key


def test_show_says_when_several_things_are_meant(story: Circo) -> None:
    story.ok("company", "add", "Zorg")
    error = story.refused("show", "zorg")
    assert (error["exit_code"], error["code"]) == (3, "ambiguous")
    assert error["hint"] == "company:zorg or theme:zorg"
    assert story.json("show", "company:zorg")["name"] == "Zorg"
    nothing = story.refused("show", "limbrug")
    assert (nothing["exit_code"], nothing["code"], nothing["hint"]) == (3, "not-found", "did you mean hub:limburg?")
    assert story.refused("show", "Q99")["exit_code"] == 3
