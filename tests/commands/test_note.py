"""circo note: what was said with companies, typed from outside."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Circo


@pytest.fixture
def notes(circo: Circo) -> Circo:
    """Two companies of two hubs, with three notes."""
    for hub, company in (("Limburg", "Stoel"), ("Zeeland", "Tafel")):
        circo.ok("hub", "add", hub)
        circo.ok("company", "add", company, "--hub", hub.lower())
    circo.ok("company", "note", "stoel", "Gebeld", "--on", "2026-06-01", "--next", "2026-07-01")
    circo.ok("company", "note", "tafel", "Gemaild", "--as", "eva")
    circo.ok("company", "note", "stoel", "Bezocht", "--on", "2026-05-01")
    return circo


def fields(note: dict[str, Any]) -> list[Any]:
    return list(note.values())


def test_notes_are_listed_the_last_written_first(notes: Circo) -> None:
    assert [fields(row) for row in notes.json("note", "list")] == [
        ["N3", "stoel", "Bezocht", "2026-05-01", None, "tester"],
        ["N2", "tafel", "Gemaild", "2026-06-15", None, "eva"],
        ["N1", "stoel", "Gebeld", "2026-06-01", "2026-07-01", "tester"],
    ]
    assert [row["key"] for row in notes.json("note", "list", "--company", "stoel")] == ["N3", "N1"]
    assert [row["key"] for row in notes.json("note", "list", "--hub", "zeeland")] == ["N2"]
    assert [row["key"] for row in notes.json("note", "list", "--hub", "all", "--sort", "on")] == ["N3", "N1", "N2"]


def test_notes_of_a_quarter_are_listed(notes: Circo) -> None:
    notes.ok("company", "note", "stoel", "Gemeld", "--on", "2026-03-31")
    assert [row["key"] for row in notes.json("note", "list", "--quarter", "Q2")] == ["N3", "N2", "N1"]
    assert [row["key"] for row in notes.json("note", "list", "--quarter", "last")] == ["N4"]


def test_a_note_is_shown_by_key_or_bare_number(notes: Circo) -> None:
    assert notes.json("note", "show", "1") == notes.json("note", "show", "n1") == notes.json("show", "N1")
    assert notes.refused("note", "show", "N9")["hint"] == "circo note list shows what there is"


def test_a_note_is_edited_and_the_writer_stays(notes: Circo) -> None:
    edited = notes.json(
        "note", "edit", "N1", "--text", "Teruggebeld", "--on", "2-6-2026", "--next", "+2w", "--as", "eva"
    )
    assert fields(edited) == ["N1", "stoel", "Teruggebeld", "2026-06-02", "2026-06-29", "tester"]
    assert notes.json("note", "edit", "N1", "--next", "")["next"] is None
    assert [row["field"] for row in notes.json("history", "N1")][-1] == "company_note.next_on"
    assert notes.ok("note", "edit", "N1", "--text", "Klaar") == "N1  edited the note of stoel\n"


def test_a_follow_up_in_the_past_is_due_at_once(notes: Circo) -> None:
    assert "hint: a follow-up is due" in notes("note", "edit", "N1", "--next", "yesterday").err
    assert "is due" not in notes("note", "edit", "N1", "--text", "Klaar").err


@pytest.mark.parametrize(
    ("options", "code"),
    [((), "nothing"), (("--text", " "), "empty"), (("--on", ""), "bad-value"), (("--next", "ooit"), "bad-value")],
)
def test_what_is_no_edit_is_refused(notes: Circo, options: tuple[str, ...], code: str) -> None:
    error = notes.refused("note", "edit", "N1", *options)
    assert (error["exit_code"], error["code"]) == (2, code)


def test_a_removed_note_comes_back_with_undo(notes: Circo) -> None:
    before = notes.json("note", "list")
    assert notes.json("note", "remove", "N3", "--yes")["text"] == "Bezocht"
    assert notes.json("note", "list") == before[1:]
    assert "note: company stoel: note N3 is back" in notes("undo").err
    assert notes.json("note", "list") == before
