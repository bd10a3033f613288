"""circo company merge: two companies become one, and the one's key leads to the other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Circo
from tests.content import content


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    """Two companies that are one, and Tracks to enrol them in."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("track", "schedule", "limburg", "Bouwen", "--quarter", "2026Q3", "--date", "2026-09-10", "--capacity", "2")
    circo.ok("track", "schedule", "limburg", "Weven", "--quarter", "2026Q3")
    circo.ok("company", "add", "Jansen Textiel", "--postcode", "6211 AB", "--sector", "textiel")
    circo.ok(
        "company",
        "add",
        "Jansen BV",
        "--kvk",
        "12345678",
        "--sector",
        "wol",
        "--journey",
        "plan",
        "--city",
        "Maastricht",
    )
    return circo


BUILDING, WEAVING = "limburg-2026q3-1", "limburg-2026q3-2"


def fields(thing: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Return the values of some fields."""
    return tuple(thing[name] for name in names)


def test_everything_moves_and_the_key_leads_on(limburg: Circo) -> None:
    limburg.ok("company", "contact", "jansen-bv", "Anna", "--email", "anna@jansen.example.org")
    limburg.ok("company", "note", "jansen-bv", "gebeld", "--next", "+2w")
    limburg.ok("enrol", BUILDING, "jansen-bv", "--contact", "Anna")
    limburg.ok("question", "log", "Hoe verven we?", "--company", "jansen-bv")
    before = content(limburg.database)
    answer = limburg("company", "merge", "jansen-bv", "jansen-textiel")
    assert answer.out == "jansen-textiel  merged jansen-bv into it\n"
    assert answer.err.splitlines() == [
        "note: moved 1 contact, 1 enrolment, 1 question, 1 note",
        "note: filled kvk 12345678, journey plan, city Maastricht",
        "note: kept sector textiel (not wol)",
        "hint: circo undo takes it back",
    ]
    shown = limburg.json("company", "show", "jansen-bv")
    assert shown == limburg.json("company", "show", "jansen-textiel") == limburg.json("company", "show", "12345678")
    assert fields(shown, "key", "name", "kvk", "sector", "journey", "contacts", "tracks", "open_questions") == (
        *("jansen-textiel", "Jansen Textiel", "12345678", "textiel", "plan", 1, 1, 1),
    )
    assert shown["next_on"] == "2026-06-29"
    assert [each["contacts"] for each in shown["enrolments"]] == [["Anna"]]
    assert [row["key"] for row in limburg.json("company", "list")] == ["jansen-textiel"]
    assert limburg.json("hub", "show", "limburg")["companies"] == 1
    limburg.ok("undo")
    assert content(limburg.database) == before
    limburg.ok("redo")
    assert limburg.json("company", "show", "jansen-bv") == shown


def test_one_person_at_both_becomes_one_contact(limburg: Circo) -> None:
    limburg.ok("company", "contact", "jansen-textiel", "Anna Voorbeeld", "--email", "anna@a.example.org")
    limburg.ok("company", "contact", "jansen-textiel", "Bo", "--phone", "000-1")
    limburg.ok("company", "contact", "jansen-bv", "anna voorbeeld", "--phone", "000-2", "--email", "ANNA@a.example.org")
    limburg.ok("company", "contact", "jansen-bv", "Bó", "--phone", "000-3", "--role", "inkoop")
    limburg.ok("company", "contact", "jansen-bv", "Cor")
    limburg.ok("enrol", BUILDING, "jansen-bv", "--contact", "anna voorbeeld", "--contact", "Cor")
    before = content(limburg.database)
    answer = limburg("company", "merge", "jansen-bv", "jansen-textiel")
    assert "note: moved 3 contacts, 1 enrolment" in answer.err
    assert "warning: Bo keeps phone 000-1; 000-3 is left out" in answer.err
    assert answer.err.count("warning: ") == 1
    shown = limburg.json("company", "show", "jansen-textiel")
    assert [fields(each, "name", "email", "phone", "role") for each in shown["contact_list"]] == [
        ("Anna Voorbeeld", "anna@a.example.org", "000-2", None),
        ("Bo", None, "000-1", "inkoop"),
        ("Cor", None, None, None),
    ]
    assert shown["enrolments"][0]["contacts"] == ["Anna Voorbeeld", "Cor"]
    limburg.ok("undo")
    assert content(limburg.database) == before


def statuses(circo: Circo) -> dict[str, tuple[str, str]]:
    """Return company and status of each enrolment."""
    return {row["key"]: (row["company"], row["status"]) for row in circo.json("enrolment", "list")}


def test_of_two_enrolments_in_a_track_the_one_further_along_counts(limburg: Circo) -> None:
    limburg.ok("company", "add", "Wachter")
    limburg.ok("enrol", BUILDING, "jansen-textiel", "jansen-bv", "--people", "2")
    limburg.ok("enrol", BUILDING, "wachter")
    limburg.ok("enrolment", "confirm", "E2")
    limburg.ok("enrolment", "edit", "E1", "--score", "7", "--outcome", "plan", "--aid", "1000", "--people", "1")
    limburg.ok("enrolment", "edit", "E2", "--score", "9")
    before = content(limburg.database)
    answer = limburg("company", "merge", "jansen-bv", "jansen-textiel")
    told = "E2 (confirmed) counts, E1 (registered) is cancelled, and leaves it outcome, aid"
    score = "score 9 as before (the other had 7)"
    assert answer.err.splitlines()[-3:] == [
        f"warning: both were in {BUILDING}: {told}; 2 people as before (the other had 1); {score}",
        f"note: wachter (E3) moves up from the waiting list and has a seat in {BUILDING}",
        "hint: circo undo takes it back",
    ]
    assert statuses(limburg) == {
        "E1": ("jansen-textiel", "cancelled"),
        "E2": ("jansen-textiel", "confirmed"),
        "E3": ("wachter", "registered"),
    }
    counts, drops = limburg.json("enrolment", "show", "E2"), limburg.json("enrolment", "show", "E1")
    assert fields(counts, "score", "outcome", "aid", "people", "reason") == (9, "plan", 1000, 2, None)
    assert fields(drops, "score", "aid", "ended_on", "reason") == (
        *(None, None, "2026-06-15"),
        "double of E2: jansen-bv was merged into jansen-textiel",
    )
    track = limburg.json("track", "show", BUILDING)
    assert fields(track, "seats_taken", "waitlisted") == (2, 0)
    limburg.ok("undo")
    assert content(limburg.database) == before


def test_equally_far_along_counts_the_one_that_stays(limburg: Circo) -> None:
    limburg.ok("enrol", WEAVING, "jansen-bv", "jansen-textiel", "--invite")
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    assert statuses(limburg) == {"E1": ("jansen-textiel", "cancelled"), "E2": ("jansen-textiel", "invited")}


def test_on_a_waiting_list_counts_the_first_in_line(limburg: Circo) -> None:
    for name in ("A", "B", "C"):
        limburg.ok("company", "add", f"Bedrijf {name}")
    limburg.ok("enrol", BUILDING, "bedrijf-a", "bedrijf-b", "jansen-bv", "bedrijf-c", "jansen-textiel")
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    line = limburg.json("enrolment", "list", "--status", "waitlisted", "--sort", "waitlist_position")
    assert [fields(row, "key", "company", "waitlist_position") for row in line] == [
        ("E3", "jansen-textiel", 1),
        ("E4", "bedrijf-c", 2),
    ]


def test_who_came_under_either_name_was_there(limburg: Circo) -> None:
    limburg.ok("track", "session", "add", BUILDING, "2026-09-17")
    limburg.ok("enrol", BUILDING, "jansen-textiel", "jansen-bv")
    with closing(sqlite3.connect(limburg.database)) as database, database:
        database.execute("INSERT INTO attendance VALUES (1, 1, 0), (2, 1, 2), (2, 2, 1)")
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    rows = limburg.json("track", "attendance", BUILDING)
    assert [fields(row, "company", "session", "people") for row in rows] == [
        ("jansen-textiel", 1, 2),
        ("jansen-textiel", 2, 1),
    ]
    assert limburg.json("enrolment", "show", "E2")["attended"] == 0


def test_a_place_that_contradicts_the_other_stays_behind(limburg: Circo) -> None:
    limburg.ok("company", "add", "Ver", "--country", "BE", "--postcode", "9000", "--city", "Gent")
    limburg.ok("company", "add", "Leeg")
    answer = limburg("company", "merge", "jansen-textiel", "ver", "--dry-run")
    assert "note: kept place 9000 Gent BE (not 6211 AB limburg NL)" in answer.err
    merged = limburg.json("company", "merge", "ver", "leeg")
    assert fields(merged, "country", "postcode", "region", "city") == ("BE", "9000", None, "Gent")


def test_aid_of_both_together_is_held_against_the_ceiling(limburg: Circo) -> None:
    limburg.ok("enrol", BUILDING, "jansen-textiel")
    limburg.ok("enrol", WEAVING, "jansen-bv")
    for key in ("E1", "E2"):
        limburg.ok("enrolment", "edit", key, "--aid", "200000")
    answer = limburg("company", "merge", "jansen-bv", "jansen-textiel")
    assert "warning: jansen-textiel comes to €400,000 of aid in three years: more than the ceiling of €300,000" in (
        answer.err
    )


def test_chains_lead_to_the_end(limburg: Circo) -> None:
    limburg.ok("company", "add", "Oud")
    limburg.ok("company", "merge", "oud", "jansen-bv")
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    assert limburg.json("company", "show", "oud")["key"] == "jansen-textiel"
    limburg.ok("company", "add", "Nieuw")
    answer = limburg("company", "merge", "nieuw", "jansen-bv")
    assert answer.out == "jansen-textiel  merged nieuw into it\n"
    assert "note: jansen-bv was merged into jansen-textiel before: that one is meant" in answer.err
    limburg.ok("enrol", WEAVING, "oud")
    assert statuses(limburg) == {"E1": ("jansen-textiel", "registered")}


@pytest.mark.parametrize("typed", ["jansen-bv", "JANSEN-BV", "Jansen BV", "jansen-b", "company:jansen-bv"])
def test_what_was_merged_already_is_not_merged_again(limburg: Circo, typed: str) -> None:
    limburg.ok("company", "add", "Ander")
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    error = limburg.refused("company", "merge", typed, "ander")
    assert fields(error, "exit_code", "code", "message", "hint") == (
        *(1, "merged-already", "jansen-bv was merged into jansen-textiel already"),
        "circo company merge jansen-textiel ander merges that one",
    )
    again = limburg.refused("company", "merge", typed, "jansen-textiel")
    assert fields(again, "code", "hint") == ("merged-already", "circo company show jansen-textiel")


def test_one_company_is_not_merged_into_itself(limburg: Circo) -> None:
    for into in ("jansen-textiel", "jansen-t", "Jansen Textiel"):
        error = limburg.refused("company", "merge", "jansen-textiel", into)
        assert fields(error, "exit_code", "code") == (1, "merge-itself")
    assert limburg.refused("company", "merge", "jansen-textiel", "niemand")["exit_code"] == 3


def test_two_kvk_numbers_are_two_companies(limburg: Circo) -> None:
    limburg.ok("company", "edit", "jansen-textiel", "--kvk", "12345687")
    error = limburg.refused("company", "merge", "jansen-bv", "jansen-textiel")
    assert fields(error, "exit_code", "code", "hint") == (
        *(1, "kvk-differs"),
        'if one number is wrong, clear it first: circo company edit jansen-bv --kvk ""',
    )
    assert error["details"] == [
        {"company": "jansen-bv", "kvk": "12345678"},
        {"company": "jansen-textiel", "kvk": "12345687"},
    ]
    limburg.ok("company", "edit", "jansen-bv", "--kvk", "")
    assert limburg.json("company", "merge", "jansen-bv", "jansen-textiel")["kvk"] == "12345687"


def test_a_merged_companys_name_is_still_kept_from_the_network(limburg: Circo) -> None:
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    limburg.ok("question", "log", "Wie kent Jansen BV?", "--hub", "limburg")
    assert limburg.refused("question", "share", "Q1")["code"] == "names-someone"


def test_a_dry_run_changes_nothing_and_quiet_prints_the_key(limburg: Circo) -> None:
    before = limburg.database.read_bytes()
    assert (
        "would change company jansen-bv" in limburg("company", "merge", "jansen-bv", "jansen-textiel", "--dry-run").err
    )
    assert limburg.database.read_bytes() == before
    assert limburg.ok("company", "merge", "jansen-bv", "jansen-textiel", "-q") == "jansen-textiel\n"


def test_a_circle_in_a_file_made_elsewhere_is_found_and_never_followed_for_ever(limburg: Circo) -> None:
    limburg.ok("company", "merge", "jansen-bv", "jansen-textiel")
    with closing(sqlite3.connect(limburg.database)) as connection:
        (first,), (second,) = connection.execute(
            "SELECT id FROM company WHERE key IN ('jansen-bv', 'jansen-textiel') ORDER BY id"
        ).fetchall()
        connection.execute(
            "UPDATE company SET merged_into_id = :sum - id WHERE id IN (:first, :second)",
            {"sum": first + second, "first": first, "second": second},
        )
        connection.commit()
    for typed in (("company", "show", "jansen-bv"), ("show", "jansen-textiel"), ("company", "list")):
        limburg.ok(*typed)
    limburg.ok("company", "add", "Jansen Textiel B.V.")
    assert limburg.refused("company", "merge", "jansen-bv", "jansen-textiel-bv")["code"] == "merged-already"
    damaged = limburg.refused("db", "check", "--deep")["details"]
    assert "merged-companies" in [row["check"] for row in damaged if not row["ok"]]
