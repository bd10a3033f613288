"""circo NOUN remove, which is the same for every noun, typed from outside."""

from __future__ import annotations

import sqlite3

import pytest

from tests.commands.test_undo import lead
from tests.conftest import Circo
from tests.content import content
from tests.terminal import Terminal

TRACK = "limburg-2026q3-1"
KEYS = {
    "hub": "limburg",
    "partner": "liof",
    "track": TRACK,
    "trainer": "anja",
    "theme": "bouw",
    "company": "stoel",
    "enrolment": "E1",
    "question": "Q1",
    "insight": "K1",
}


@pytest.fixture
def used(circo: Circo) -> Circo:
    """A small network in which everything is in use."""
    for line in (
        ("hub", "add", "Limburg", "--region", "limburg", "--sector", "bouw"),
        ("hub", "partner", "limburg", "LIOF", "--role", "core", "--covers", "plan"),
        ("trainer", "add", "Anja", "--hub", "limburg"),
        ("company", "add", "Stoel", "--hub", "limburg"),
        ("company", "contact", "stoel", "Kees", "--email", "kees@example.org"),
        ("company", "note", "stoel", "Gebeld"),
        ("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "2026-06-01", "--trainer", "anja"),
        ("enrol", TRACK, "stoel"),
        ("track", "attendance", TRACK, "--session", "1", "--present", "stoel"),
        ("question", "log", "Wie betaalt?", "--company", "stoel", "--theme", "bouw"),
        ("insight", "add", "De bank", "--hub", "limburg", "--body", "Ja.", "--from-question", "Q1"),
        ("insight", "publish", "K1"),
        ("question", "answer", "Q1", "--from-insight", "K1"),
        ("goal", "set", "companies", "3", "--hub", "limburg", "--from", "2026Q2", "--until", "2026Q2"),
    ):
        circo.ok(*line)
    return circo


def in_use(circo: Circo, noun: str, key: str) -> dict[str, tuple[int, list[str] | None]]:
    error = circo.refused(noun, "remove", key, "--yes")
    assert (error["exit_code"], error["code"]) == (1, "in-use")
    assert error["hint"].startswith("circo ")
    return {each["noun"]: (each["count"], each["keys"]) for each in error["details"]}


@pytest.mark.parametrize(
    ("noun", "references"),
    [
        (
            "hub",
            {
                "company": (1, ["stoel"]),
                "goal": (1, ["G1"]),
                "insight": (1, ["K1"]),
                "track": (1, [TRACK]),
                "trainer": (1, ["anja"]),
                "question": (1, ["Q1"]),
            },
        ),
        ("partner", {"hub": (1, ["limburg"])}),
        ("track", {"enrolment": (1, ["E1"]), "question": (1, ["Q1"])}),
        ("trainer", {"track": (1, [TRACK])}),
        ("theme", {"hub": (1, ["limburg"]), "question": (1, ["Q1"])}),
        ("company", {"enrolment": (1, ["E1"]), "question": (1, ["Q1"])}),
        ("enrolment", {"attendance": (1, None)}),
        ("question", {"insight": (1, ["K1"])}),
        ("insight", {"question": (1, ["Q1"])}),
    ],
)
def test_what_is_in_use_is_refused_and_what_refers_is_named(
    used: Circo, noun: str, references: dict[str, tuple[int, list[str] | None]]
) -> None:
    assert in_use(used, noun, KEYS[noun]) == references


def test_many_are_counted_and_the_first_few_named(used: Circo) -> None:
    for number in range(1, 8):
        used.ok("company", "add", f"Tafel {number}", "--hub", "limburg")
    answer = used("hub", "remove", "limburg")
    assert answer.code == 1, "in use it is refused before anybody is asked"
    assert answer.err.splitlines()[:2] == [
        "error: limburg is in use: 8 companies, 1 goal, 1 insight, 1 track, 1 trainer, 1 question",
        "  noun company, count 8, keys stoel; tafel-1; tafel-2; tafel-3; tafel-4",
    ]


def test_what_others_were_merged_into_is_in_use(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "add", "Stoel Twee")
    with sqlite3.connect(circo.database) as connection:
        connection.execute("UPDATE company SET merged_into_id = 1 WHERE key = 'stoel-twee'")
    assert in_use(circo, "company", "stoel") == {"company": (1, ["stoel-twee"])}
    assert in_use(circo, "company", "stoel-twee") == {"company": (1, ["stoel-twee"])}, "its key leads to stoel"


def test_everything_can_go_in_the_order_of_its_use_and_come_back(used: Circo) -> None:
    used.ok("undo", "C9")  # who came
    before = content(used.database)
    for noun, key in (
        ("goal", "G1"),
        ("question", "Q1"),
        ("insight", "K1"),
    ):
        if noun == "question":
            assert in_use(used, noun, key)
            used.ok("insight", "edit", "K1", "--from-question", "")
        used.ok(noun, "remove", key, "--yes")
    for noun in ("enrolment", "track", "company", "trainer", "hub", "partner", "theme"):
        used.ok(noun, "remove", KEYS[noun], "--yes")
    gone = content(used.database)
    assert {name for name, rows in gone.items() if rows} == {"alembic_version", "theme"}
    for _ in range(11):
        used.ok("undo")
    assert content(used.database) == before


def test_own_parts_go_along_and_are_told(used: Circo) -> None:
    used.ok("company", "add", "Tafel")
    used.ok("company", "contact", "tafel", "Piet")
    used.ok("company", "note", "tafel", "Gebeld")
    used.ok("company", "note", "tafel", "Gemaild")
    error = used.refused("company", "remove", "tafel")
    assert (error["exit_code"], error["code"]) == (2, "needs-yes")
    asked = "Remove company tafel (Tafel) with 1 contact and 2 notes?"
    assert error["message"] == f"this asks first, and gets no answer here: {asked}"
    answer = used("company", "remove", "tafel", "-y")
    assert answer.out == "tafel  removed company Tafel, with 1 contact and 2 notes\n"
    assert answer.err == (
        "hint: circo undo brings it back\n"
        "hint: the history remembers it; circo company forget tafel erases it for good\n"
    )
    assert used.refused("company", "show", "tafel")["exit_code"] == 3
    assert [row["key"] for row in used.json("note", "list")] == ["N1"]


def test_it_prints_what_was_removed(used: Circo) -> None:
    listed = used.json("goal", "list")[0]
    assert used.json("goal", "remove", "g1", "--yes") == listed
    assert used.json("goal", "list") == []
    used.ok("undo")
    assert used.ok("goal", "remove", "G1", "--yes", "-q") == "G1\n"


def test_a_no_on_a_terminal_leaves_it_and_a_yes_removes_it(used: Circo) -> None:
    before = used.database.read_bytes()
    terminal = Terminal("goal", "remove", "G1")
    terminal.sees("Remove goal G1 (companies 3 for limburg, 2026Q2–2026Q2)?").types("n")
    assert terminal.ends() == 1
    assert used.database.read_bytes() == before
    terminal = Terminal("goal", "remove", "G1")
    terminal.sees("Remove goal G1").types("y")
    assert terminal.ends() == 0
    assert used.json("goal", "list") == []


def test_a_removed_key_is_not_used_again_and_an_undone_one_is(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "remove", "limburg", "--yes")
    assert circo.json("hub", "add", "Limburg")["key"] == "limburg-2"
    circo.ok("undo")
    assert circo.json("hub", "add", "Limburg")["key"] == "limburg-2", (
        "a number is free again when its making was undone"
    )
    circo.ok("undo")
    circo.ok("undo", "C2")
    circo.ok("undo", "C1")
    assert circo.json("hub", "add", "Limburg", "--lead", "Eva")["key"] == "limburg"
    assert lead(circo) == "Eva"


def test_a_removed_track_leaves_its_number(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    schedule = ("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3")
    assert [circo.json(*schedule)["key"] for _ in range(2)] == ["limburg-2026q3-1", "limburg-2026q3-2"]
    circo.ok("track", "remove", "limburg-2026q3-2", "--yes")
    assert circo.json(*schedule)["key"] == "limburg-2026q3-3"
    circo.ok("undo")
    circo.ok("undo")
    circo.ok("undo")
    assert circo.json(*schedule)["key"] == "limburg-2026q3-2"


def test_the_seat_of_a_removed_enrolment_goes_to_the_first_in_line(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    for name in ("Stoel", "Tafel", "Lamp"):
        circo.ok("company", "add", name)
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--capacity", "1", "--minimum", "0")
    circo.ok("enrol", TRACK, "stoel", "tafel", "lamp")
    answer = circo("enrolment", "remove", "E1", "--yes")
    assert answer.out == "E1  removed enrolment stoel in limburg-2026q3-1, registered\n"
    assert answer.err.splitlines()[0] == (
        "note: tafel (E2) moves up from the waiting list and has a seat in limburg-2026q3-1"
    )
    rows = circo.json("enrolment", "list", "--fields", "key,status,waitlist_position")
    assert [list(row.values()) for row in rows] == [["E2", "registered", None], ["E3", "waitlisted", 1]]
    circo.ok("undo")
    rows = circo.json("enrolment", "list", "--fields", "key,status,waitlist_position")
    assert [list(row.values()) for row in rows] == [
        ["E1", "registered", None],
        ["E2", "waitlisted", 1],
        ["E3", "waitlisted", 2],
    ]
    circo.ok("enrolment", "remove", "E2", "--yes")
    assert circo.json("enrolment", "show", "E3")["waitlist_position"] == 1
    circo.ok("company", "remove", "tafel", "--yes")


def test_a_dry_run_removes_nothing(used: Circo) -> None:
    before = used.database.read_bytes()
    answer = used("goal", "remove", "G1", "--yes", "--dry-run")
    assert answer.out == "G1  removed goal companies 3 for limburg, 2026Q2–2026Q2\n"
    assert "circo undo" not in answer.err
    assert used.database.read_bytes() == before
