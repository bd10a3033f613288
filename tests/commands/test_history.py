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
