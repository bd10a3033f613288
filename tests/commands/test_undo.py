"""circo undo and circo redo, typed from outside."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Circo


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    """A hub with a lead: two changes by tester."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "edit", "limburg", "--lead", "Eva Voorbeeld")
    return circo


def lead(circo: Circo) -> str | None:
    found: str | None = circo.json("hub", "show", "limburg")["lead"]
    return found


def test_the_latest_change_is_undone_and_says_what_it_puts_back(limburg: Circo) -> None:
    limburg.ok("hub", "edit", "limburg", "--lead", "Joost Ander")
    answer = limburg("undo")
    assert answer.out == "C3  undone: hub edit, limburg: edited hub Limburg\n"
    assert answer.err == (
        "note: hub limburg: lead is 'Eva Voorbeeld' (was 'Joost Ander')\nhint: circo redo brings it back\n"
    )
    assert lead(limburg) == "Eva Voorbeeld"
    assert limburg("redo").err.splitlines() == [
        "note: hub limburg: lead is 'Joost Ander' (was 'Eva Voorbeeld')",
        "hint: circo undo C3 takes it back again",
    ]
    assert lead(limburg) == "Joost Ander"


def test_undo_prints_the_change_that_was_undone(limburg: Circo) -> None:
    undone = limburg.json("undo")
    assert undone == limburg.json("history")[1]
    assert (undone["key"], undone["command"], undone["undone_by"]) == ("C2", "hub edit", "C3")
    redone = limburg.json("redo")
    assert redone == {**undone, "undone_by": None}
    assert limburg.ok("undo", "-q") == "C2\n"
    assert limburg.json("undo", "--dry-run", "--fields", "undone_by,key") == {"undone_by": "C6", "key": "C1"}


def test_undo_goes_back_step_by_step_and_redo_forth(limburg: Circo) -> None:
    assert [limburg.ok("undo", "-q") for _ in range(2)] == ["C2\n", "C1\n"]
    assert limburg.json("hub", "list") == []
    assert limburg.refused("undo")["code"] == "nothing-to-undo"
    assert [limburg.ok("redo", "-q") for _ in range(2)] == ["C1\n", "C2\n"]
    assert limburg.refused("redo")["code"] == "nothing-to-redo"
    for _ in range(3):
        limburg.ok("undo")
        assert lead(limburg) is None
        limburg.ok("redo")
        assert lead(limburg) == "Eva Voorbeeld"


def test_history_tells_it_all(limburg: Circo) -> None:
    limburg.ok("undo")
    limburg.ok("redo")
    assert [(row["key"], row["command"], row["summary"], row["undone_by"]) for row in limburg.json("history")] == [
        ("C4", "redo", "redone C2: hub edit, limburg: edited hub Limburg", None),
        ("C3", "undo", "undone C2: hub edit, limburg: edited hub Limburg", "C4"),
        ("C2", "hub edit", "limburg: edited hub Limburg", None),
        ("C1", "hub add", "limburg: added hub Limburg", None),
    ]
    told = [row for row in limburg.json("history", "limburg") if row["key"] != "C1"]
    assert [(row["key"], row["field"], row["before"], row["after"]) for row in told] == [
        ("C2", "lead", None, "Eva Voorbeeld"),
        ("C3", "lead", "Eva Voorbeeld", None),
        ("C4", "lead", None, "Eva Voorbeeld"),
    ]
    assert [row["field"] for row in limburg.json("show", "C3")["field_list"]] == ["lead"]


def test_each_has_an_own_latest_change_and_may_name_anothers(limburg: Circo) -> None:
    limburg.ok("hub", "add", "Zeeland", "--as", "eva")
    assert limburg.refused("undo", "--as", "joost")["code"] == "nothing-to-undo"
    assert limburg.ok("undo", "-q") == "C2\n"
    answer = limburg("undo", "c3", "--as", "joost")
    assert answer.code == 0
    assert answer.err.startswith("note: it was eva who did that, at 2026-06-15T")
    assert limburg.ok("redo", "-q", "--as", "joost") == "C3\n"
    assert limburg.refused("redo", "--as", "eva")["code"] == "nothing-to-redo"


def test_what_is_an_undo_or_redo_or_undone_is_not_undone(limburg: Circo) -> None:
    limburg.ok("undo")
    assert [limburg.refused("undo", key)["code"] for key in ("C3", "C2")] == ["not-undoable", "undone-already"]
    limburg.ok("redo")
    error = limburg.refused("undo", "C4")
    assert (error["exit_code"], error["code"], error["message"]) == (1, "not-undoable", "C4 is itself a redo")
    assert limburg.refused("undo", "C5")["exit_code"] == 3, "the undo that is being made is none to undo"


def test_what_later_changes_built_on_is_refused_and_they_are_named(limburg: Circo) -> None:
    limburg.ok("company", "add", "Stoel", "--hub", "limburg", "--as", "eva")
    limburg.ok("hub", "edit", "limburg", "--lead", "Joost", "--as", "joost")
    error = limburg.refused("undo", "C1")
    assert error["code"] == "undo-blocked"
    assert error["message"] == (
        "C1 (hub add) cannot be undone: 2 later changes build on it: C4 (hub edit), C2 (hub edit)"
    )
    assert error["hint"] == "circo undo C4 takes back the latest of them first"
    assert [(each["key"], each["actor"], each["why"]) for each in error["details"]] == [
        ("C4", "joost", "hub limburg has changed since"),
        ("C2", "tester", "hub limburg has changed since"),
    ]
    limburg.ok("undo", "C4")
    limburg.ok("undo", "C2")
    error = limburg.refused("undo", "C1")
    assert error["message"] == "C1 (hub add) cannot be undone: 1 later change builds on it: C3 (company add)"
    assert error["details"][0]["why"] == "company stoel refers to it"
    assert limburg.refused("undo", "C1", "--dry-run")["code"] == "undo-blocked"


def test_what_another_program_changed_is_refused_too(limburg: Circo) -> None:
    with sqlite3.connect(limburg.database) as connection:
        connection.execute("UPDATE hub SET lead = 'Niemand'")
    error = limburg.refused("undo")
    assert error["code"] == "undo-blocked"
    assert error["message"].endswith("hub limburg has changed since, and no change on record says how")
    assert error["hint"] == "circo show hub:limburg"


def test_a_redo_is_refused_where_something_took_its_place(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel", "--kvk", "90000017")
    circo.ok("undo")
    circo.ok("company", "add", "Tafel", "--kvk", "90000017", "--as", "eva")
    error = circo.refused("redo")
    assert error["message"] == "C1 (company add) cannot be redone: 1 later change builds on it: C3 (company add)"
    assert error["details"][0]["why"] == "company tafel has its place"
    circo.ok("undo", "--as", "eva")
    assert circo.ok("redo", "-q") == "C1\n"


def test_a_seat_that_was_given_away_does_not_come_back(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    for name in ("Stoel", "Tafel"):
        circo.ok("company", "add", name)
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--capacity", "1", "--minimum", "0")
    circo.ok("enrol", "limburg-2026q3-1", "stoel")
    circo.ok("enrolment", "cancel", "E1", "--as", "eva")
    circo.ok("enrol", "limburg-2026q3-1", "tafel")
    error = circo.refused("undo", "--as", "eva")
    assert error["message"] == "C6 (enrolment cancel) cannot be undone: 1 later change builds on it: C7 (enrol)"
    assert error["details"][0]["why"] == "track limburg-2026q3-1 is full since"
    circo.ok("track", "edit", "limburg-2026q3-1", "--capacity", "2")
    circo.ok("undo", "C6")
    assert circo.json("track", "show", "limburg-2026q3-1")["seats_taken"] == 2


def test_a_theme_does_not_come_back_beside_its_namesake(circo: Circo) -> None:
    circo.ok("theme", "add", "Mobiliteit")
    circo.ok("theme", "remove", "mobiliteit", "--yes")
    circo.ok("theme", "add", "Mobiliteit", "--as", "eva")
    assert circo.refused("undo")["details"][0]["why"] == "theme mobiliteit-2 has its place"


def test_numbers_never_come_back_and_a_slug_does(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("question", "log", "Wie betaalt?")
    circo.ok("undo")
    assert circo.json("question", "log", "Wie betaalt dat?")["key"] == "Q2"
    circo.ok("undo", "C1")
    assert circo.json("hub", "add", "Limburg")["key"] == "limburg"
    told = circo.json("history", "limburg")
    assert {row["key"] for row in told} == {"C6"}, "the hub that never was has its own history"


def test_exports_are_undone_by_key_only_and_leave_their_files(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    (digest,) = circo.json("digest", "export", "--for", "network", "--to", "digests")
    assert circo.ok("undo", "--dry-run", "-q") == "C1\n"
    answer = circo("undo", "C2")
    (path,) = digest["files"]
    assert answer.err.splitlines() == [
        "note: D1 is gone (network)",
        f"note: the file {path} is left as it is",
        "hint: circo redo brings it back",
    ]
    assert Path(path).is_file()
    assert circo.json("digest", "list") == []
    (again,) = circo.json("digest", "export", "--for", "network", "--to", "digests")
    assert again["key"] == "D2"


def test_much_is_told_in_numbers(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3")
    for number in range(22):
        circo.ok("company", "add", f"Stoel {number}")
    keys = [row["key"] for row in circo.json("company", "list")]
    circo.ok("enrol", "limburg-2026q3-1", *keys)
    assert circo("undo").err.splitlines()[0] == "note: 22 enrolments: gone"
    assert circo("redo").err.splitlines()[0] == "note: 22 enrolments: back"


def test_parts_are_told_by_what_they_are(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core", "--covers", "plan")
    circo.ok("hub", "edit", "limburg", "--region", "zeeland", "--sector", "bouw")
    assert circo("undo").err.splitlines()[0] == (
        "note: hub limburg: region limburg is back, region zeeland is gone, sector bouw is gone"
    )
    assert circo("undo").err.splitlines()[:2] == [
        "note: partner liof is gone (LIOF)",
        "note: hub limburg: partner liof is gone, journey stage plan is gone",
    ]


# What was built on a change since, although no row stands in the way


@pytest.fixture
def planned(circo: Circo) -> Circo:
    """``circo`` with a hub, a trainer, five companies and a Track of one seat, with one waiting."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("trainer", "add", "Bo", "--hub", "limburg")
    for name in ("Aa", "Bb", "Cc"):
        circo.ok("company", "add", name)
    circo.ok(
        "track", "schedule", "limburg", "T", "--quarter", "2026Q3", "--date", "2026-09-08", "--capacity", "1",
        "--trainer", "bo",
    )  # fmt: skip
    circo.ok("enrol", "limburg-2026q3-1", "aa", "bb")
    return circo


def blocked(circo: Circo, *names: str, verb: str = "undo") -> None:
    """Check that ann's undo is refused and names the changes that stand on it."""
    error = circo.refused(verb, "--as", "ann")
    assert (error["exit_code"], error["code"]) == (1, "undo-blocked")
    assert [detail["command"] for detail in error["details"]] == list(names)


def test_an_enrolment_does_not_come_back_to_a_track_that_was_cancelled_since(planned: Circo) -> None:
    planned.ok("--as", "ann", "enrolment", "decline", "E2")
    planned.ok("track", "cancel", "limburg-2026q3-1", "--reason", "x")
    blocked(planned, "track cancel")
    assert all(check["ok"] for check in planned.json("db", "check", "--deep"))


def test_a_redo_does_not_enrol_in_a_track_that_was_cancelled_since(planned: Circo) -> None:
    planned.ok("--as", "ann", "enrol", "limburg-2026q3-1", "cc")
    planned.ok("--as", "ann", "undo")
    planned.ok("track", "cancel", "limburg-2026q3-1", "--reason", "x")
    blocked(planned, "track cancel", verb="redo")


@pytest.mark.parametrize(
    "line",
    [
        ("track", "session", "move", "limburg-2026q3-1", "1", "2026-09-09"),
        ("track", "cancel", "limburg-2026q3-1", "--reason", "x"),
        ("track", "edit", "limburg-2026q3-1", "--trainer", ""),
    ],
)
def test_a_trainer_is_not_brought_to_two_places_at_once(planned: Circo, line: tuple[str, ...]) -> None:
    planned.ok("--as", "ann", *line)
    planned.ok("hub", "add", "Zeeland")
    planned.ok("track", "schedule", "zeeland", "Z", "--quarter", "2026Q3", "--date", "2026-09-08", "--trainer", "bo")
    blocked(planned, "track schedule")


def test_what_was_forced_before_comes_back_as_it_was(planned: Circo) -> None:
    planned.ok(
        "track", "schedule", "limburg", "U", "--quarter", "2026Q3", "--date", "2026-09-08", "--trainer", "bo",
        "--force", "--reason", "two rooms",
    )  # fmt: skip
    planned.ok("--as", "ann", "track", "edit", "limburg-2026q3-2", "--trainer", "")
    planned.ok("--as", "ann", "undo")
    assert planned.json("track", "show", "limburg-2026q3-2")["trainers"] == ["bo"]


def test_a_session_does_not_come_back_on_top_of_another(planned: Circo) -> None:
    planned.ok("--as", "ann", "track", "session", "remove", "limburg-2026q3-1", "1", "-y")
    planned.ok("track", "session", "add", "limburg-2026q3-1", "2026-09-08T14:00")
    blocked(planned, "track session add")


def test_a_track_does_not_come_back_to_a_hub_that_was_closed_since(planned: Circo) -> None:
    planned.ok("--as", "ann", "track", "schedule", "limburg", "V", "--quarter", "2026Q4")
    planned.ok("--as", "ann", "undo")
    planned.ok("hub", "close", "limburg", "--reason", "x")
    blocked(planned, "hub close", verb="redo")


def test_who_waits_again_gets_a_seat_that_is_free_now(planned: Circo) -> None:
    planned.ok("--as", "ann", "enrolment", "decline", "E2")
    planned.ok("track", "edit", "limburg-2026q3-1", "--capacity", "3")
    answer = planned("--as", "ann", "undo")
    assert answer.code == 0
    assert "bb (E2) moves up from the waiting list and has a seat in limburg-2026q3-1" in answer.err
    assert planned.json("enrolment", "show", "E2")["status"] == "registered"
    planned.ok("--as", "ann", "redo")
    assert planned.json("enrolment", "show", "E2")["status"] == "declined"


def sequences(circo: Circo) -> dict[str, tuple[int, str]]:
    """Return SEQUENCE and STATUS of each event that a calendar program reads, by the end of its UID."""
    text = circo.ok("track", "calendar", "--ics", "--quarter", "2026Q3")
    found = {}
    for event in text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        fields = dict(
            line.split(":", 1) for line in event.splitlines() if line.startswith(("UID:", "SEQUENCE:", "STATUS:"))
        )
        found[fields["UID"].split("@")[0]] = (int(fields["SEQUENCE"]), fields["STATUS"])
    return found


@pytest.mark.parametrize(
    "line",
    [
        ("track", "session", "move", "limburg-2026q3-1", "1", "2026-09-09"),
        ("track", "cancel", "limburg-2026q3-1", "--reason", "x"),
        ("track", "session", "remove", "limburg-2026q3-1", "1", "-y"),
    ],
)
def test_calendar_programs_follow_an_undo(planned: Circo, line: tuple[str, ...]) -> None:
    seen = [sequences(planned)]
    planned.ok(*line)
    seen.append(sequences(planned))
    for verb in ("undo", "redo", "undo"):
        planned.ok(verb)
        seen.append(sequences(planned))
    numbers = [each["limburg-2026q3-1-s1"][0] for each in seen]
    assert numbers == sorted(set(numbers)), "every step is newer than the one before"
    assert len({each["limburg-2026q3-1-s1"][1] for each in seen[::2]}) == 1


def test_a_session_that_an_undo_takes_away_is_cancelled(planned: Circo) -> None:
    planned.ok("track", "session", "add", "limburg-2026q3-1", "2026-09-15")
    planned.ok("undo")
    assert sequences(planned)["limburg-2026q3-1-s2"][1] == "CANCELLED"
    planned.ok("redo")
    assert sequences(planned)["limburg-2026q3-1-s2"][1] == "TENTATIVE"
    planned.ok("undo")
    planned.ok("--as", "ann", "track", "session", "add", "limburg-2026q3-1", "2026-09-22")
    assert sequences(planned)["limburg-2026q3-1-s3"] == (0, "TENTATIVE")


def test_a_track_can_be_undone_after_a_session_of_it_was(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("track", "schedule", "limburg", "T", "--quarter", "2026Q3", "--date", "2026-09-08")
    circo.ok("track", "session", "add", "limburg-2026q3-1", "2026-09-15")
    circo.ok("undo")
    circo.ok("undo")
    assert circo.json("track", "list") == []
    circo.ok("redo")
    circo.ok("redo")
    assert circo.json("track", "show", "limburg-2026q3-1")["sessions"] == 2
