"""circo track, typed from outside."""

from __future__ import annotations

import pytest

from tests.conftest import Circo

TRACK_FIELDS = [
    "key", "title", "hub", "hubs", "kind", "theme", "quarter", "planned_quarter", "starts_on", "ends_on", "sessions",
    "status", "capacity", "minimum", "seats_taken", "seats_free", "waitlisted", "location", "taught_in", "trainers",
]  # fmt: skip


@pytest.fixture
def hubs(circo: Circo) -> Circo:
    """Two hubs, a trainer and three companies."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Portugal", "--kind", "international", "--country", "PT")
    circo.ok("trainer", "add", "Joost Trainer", "--hub", "limburg")
    for name in ("Alfa", "Beta", "Gamma"):
        circo.ok("company", "add", name)
    return circo


def test_sessions_follow_the_clock_of_the_hub_across_the_change_of_summer_time(hubs: Circo) -> None:
    track = hubs.json(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q1", "--date", "27-3-2026", "--date", "30-3-2026"
    )
    assert list(track) == [*TRACK_FIELDS, "session_list", "enrolments"]
    assert [(row["number"], row["starts_at"], row["ends_at"]) for row in track["session_list"]] == [
        (1, "2026-03-27T12:00:00Z", "2026-03-27T16:00:00Z"),
        (2, "2026-03-30T11:00:00Z", "2026-03-30T15:00:00Z"),
    ]
    abroad = hubs.json(
        "track", "schedule", "portugal", "Vinho", "--quarter", "2026Q2", "--date", "2026-05-05T09:30-12:30"
    )
    assert (abroad["session_list"][0]["starts_at"], abroad["session_list"][0]["ends_at"]) == (
        "2026-05-05T08:30:00Z",
        "2026-05-05T11:30:00Z",
    )


def test_a_track_counts_in_the_quarter_of_its_first_session_and_keeps_its_key(hubs: Circo) -> None:
    answer = hubs("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--date", "2026-07-02", "--json")
    assert '"key": "limburg-2026q2-1"' in answer.out
    assert '"quarter": "2026Q3"' in answer.out
    assert "warning: the first session, 2026-07-02, is not in 2026Q2: limburg-2026q2-1 counts in 2026Q3" in answer.err
    assert "warning: limburg is exploring, not operational" in answer.err
    assert [track["key"] for track in hubs.json("track", "list", "--quarter", "2026Q3")] == ["limburg-2026q2-1"]
    assert hubs.ok("track", "schedule", "limburg", "Meer", "--quarter", "2026Q2", "-q") == "limburg-2026q2-2\n"


def test_days_off_are_warned_about(hubs: Circo) -> None:
    answer = hubs(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--date", "25-4-2026", "--date", "27-4-2026"
    )
    assert answer.code == 0
    assert "warning: 2026-04-25 is a Saturday" in answer.err
    assert "warning: 2026-04-27 is a public holiday: King's Day" in answer.err


def test_a_trainer_cannot_be_at_two_places_at_once(hubs: Circo) -> None:
    hubs.ok(
        "track", "schedule", "limburg", "Eerste", "--quarter", "2026Q2", "--date", "2026-05-05", "--trainer", "joost"
    )
    clash = (
        "track",
        "schedule",
        "portugal",
        "Tweede",
        "--quarter",
        "2026Q2",
        "--date",
        "2026-05-05T15:00",
        "--trainer",
        "joost",
    )
    error = hubs.refused(*clash)
    assert (error["code"], error["message"]) == (
        "trainer-clash",
        "Joost Trainer gives limburg-2026q2-1 on 2026-05-05, at the same time",
    )
    assert hubs(*clash, "--force", "--reason", "vervanger komt later").code == 0
    after = (
        "track",
        "schedule",
        "limburg",
        "Derde",
        "--quarter",
        "2026Q2",
        "--date",
        "2026-05-05T17:00",
        "--trainer",
        "joost",
    )
    assert hubs.refused(*after)["code"] == "trainer-clash", (
        "Portugal's session runs until 19:00 Dutch time... and clashes"
    )


def test_joint_hubs_organise_it_too(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Samen", "--quarter", "2026Q2", "--joint-hub", "portugal")
    assert [track["hubs"] for track in hubs.json("track", "list", "--hub", "portugal")] == [["limburg", "portugal"]]


def test_the_road_goes_forward_only(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2")
    key = "limburg-2026q2-1"
    assert hubs.json("track", "open", key)["status"] == "open"
    answer = hubs("track", "confirm", key)
    assert "warning: 0 of at least 6 companies are enrolled" in answer.err
    error = hubs.refused("track", "open", key)
    assert (error["code"], error["message"]) == ("track-status", f"{key} is confirmed, and that does not lead to open")
    assert error["hint"] == f"no step goes back, but a change can be undone: circo history {key} shows it"
    cancelled = hubs.json("track", "cancel", key, "--reason", "te weinig bedrijven")
    assert cancelled["status"] == "cancelled"
    assert hubs.refused("track", "confirm", key)["code"] == "track-status"


def test_completing_needs_attendance_and_decides_who_completed(hubs: Circo) -> None:
    key = "limburg-2026q2-1"
    hubs.ok(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--date", "2026-05-05", "--date", "2026-05-12"
    )
    hubs.ok("enrol", key, "alfa", "beta", "--people", "2")
    hubs.ok("enrol", key, "gamma", "--invite")
    error = hubs.refused("track", "complete", key)
    assert (error["code"], len(error["details"])) == ("attendance-missing", 4)
    hubs.ok("track", "attendance", key, "--session", "1", "--present", "alfa", "--absent", "beta")
    hubs.ok("track", "attendance", key, "--session", "2", "--absent", "alfa", "--absent", "beta")
    assert hubs.json("track", "attendance", key) == [
        {"company": "alfa", "session": 1, "present": True, "people": 2},
        {"company": "alfa", "session": 2, "present": False, "people": 0},
        {"company": "beta", "session": 1, "present": False, "people": 0},
        {"company": "beta", "session": 2, "present": False, "people": 0},
    ]
    done = hubs.json("track", "complete", key)
    assert {row["company"]: row["status"] for row in done["enrolments"]} == {
        "alfa": "completed",
        "beta": "no-show",
        "gamma": "cancelled",
    }


def test_completing_before_the_last_session_is_refused(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "2026-09-01")
    assert hubs.refused("track", "complete", "limburg")["message"] == (
        "limburg-2026q3-1 is not over: its last session is on 2026-09-01"
    )


def test_attendance_is_for_one_session_and_those_with_a_seat(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--date", "2026-05-05")
    assert hubs.refused("track", "attendance", "limburg", "--present", "alfa")["exit_code"] == 2
    assert hubs.refused("track", "attendance", "limburg", "--session", "9", "--present", "alfa")["code"] == "no-session"
    assert hubs.refused("track", "attendance", "limburg", "--session", "1", "--present", "alfa")["code"] == "no-seat"
    both = hubs.refused("track", "attendance", "limburg", "--session", "1", "--present", "alfa", "--absent", "alfa")
    assert both["message"] == "alfa is both present and absent"


def test_sizes_dates_and_sessions_are_checked(hubs: Circo) -> None:
    add = ("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2")
    assert hubs.refused(*add, "--capacity", "0")["message"] == "--capacity is at least 1 company"
    assert hubs.refused(*add, "--capacity", "4", "--minimum", "5")["exit_code"] == 2
    assert hubs.refused(*add, "--date", "31-02-2026")["exit_code"] == 2
    assert hubs.refused(*add, "--date", "2026-05-05", "--date", "2026-05-05T15:00")["code"] == "session-overlap"
    assert hubs.refused(*add, "--taught-in", "Nederlands!")["exit_code"] == 2
    assert hubs.refused("track", "schedule", "limburg", "Bouw")["message"].startswith("missing option '--quarter'")
    assert hubs.json(*add, "--capacity", "4")["minimum"] == 4


def test_a_name_in_the_title_is_warned_about(hubs: Circo) -> None:
    answer = hubs("track", "schedule", "limburg", "Op bezoek bij Alfa", "--quarter", "2026Q2")
    assert "warning: the title names Alfa, and the network can see it" in answer.err


def test_edit_promotes_when_the_capacity_grows(hubs: Circo) -> None:
    key = "limburg-2026q3-1"
    hubs.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "2026-09-01", "--capacity", "1")
    hubs.ok("enrol", key, "alfa", "beta", "gamma")
    answer = hubs("track", "edit", key, "--capacity", "2")
    assert "note: beta (E2) moves up from the waiting list and has a seat in limburg-2026q3-1" in answer.err
    smaller = hubs("track", "edit", key, "--capacity", "1", "--json")
    assert "warning: 2 companies hold a seat: more than the new capacity of 1" in smaller.err
    assert '"seats_free": 0' in smaller.out
    assert hubs.refused("track", "edit", key)["code"] == "nothing"
    edited = hubs.json(
        "track", "edit", key, "--title", "Anders", "--location", "", "--theme", "zorg", "--kind", "blended",
        "--quarter", "2026Q4", "--taught-in", "en", "--joint-hub", "portugal", "--trainer", "joost-trainer",
    )  # fmt: skip
    assert (edited["title"], edited["theme"], edited["kind"], edited["planned_quarter"], edited["hubs"]) == (
        "Anders",
        "zorg",
        "blended",
        "2026Q4",
        ["limburg", "portugal"],
    )


def test_days_without_a_year_are_those_of_the_quarter_of_the_track(hubs: Circo) -> None:
    def dates() -> list[str]:
        return [row["starts_at"][:10] for row in hubs.json("track", "show", "limburg-2027q1-1")["session_list"]]

    plan = ("track", "schedule", "limburg", "Bouw", "--quarter", "2027Q1", "--date", "12 jan", "--date", "10 mrt")
    assert "the first session" not in hubs(*plan).err
    assert dates() == ["2027-01-12", "2027-03-10"]
    hubs.ok("track", "edit", "limburg-2027q1-1", "--date", "19 januari")
    assert dates() == ["2027-01-19"]
    hubs.ok("track", "session", "add", "limburg-2027q1-1", "9 feb")
    hubs.ok("track", "session", "move", "limburg-2027q1-1", "2", "16 feb")
    assert dates() == ["2027-01-19", "2027-02-16"]


def test_the_beginning_of_a_title_names_a_track_where_no_other_begins_so(hubs: Circo) -> None:
    hubs.ok("track", "schedule", "limburg", "Circulair bouwen", "--quarter", "2026Q3")
    assert hubs.json("track", "show", "circulair B")["key"] == "limburg-2026q3-1"
    hubs.ok("track", "schedule", "limburg", "Circulair bouwen in hout", "--quarter", "2026Q3")
    assert hubs.json("track", "show", "circulair bouwen")["key"] == "limburg-2026q3-1"
    assert hubs.refused("track", "open", "circulair")["hint"] == (
        "did you mean limburg-2026q3-1 (Circulair bouwen) or limburg-2026q3-2 (Circulair bouwen in hout)?"
    )


def test_days_may_be_one_text_with_commas_between_them(hubs: Circo) -> None:
    def starts() -> list[str]:
        return [row["starts_at"][:10] for row in hubs.json("track", "show", "limburg-2026q3-1")["session_list"]]

    hubs.ok(
        "track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", "--date", "8 sep, 22-9-2026", "--date", "6 okt"
    )
    assert starts() == ["2026-09-08", "2026-09-22", "2026-10-06"]
    hubs.ok("track", "session", "add", "limburg-2026q3-1", "13 okt,20 okt 9:30-12:30")
    assert starts()[3:] == ["2026-10-13", "2026-10-20"]
    assert hubs.refused("track", "edit", "limburg-2026q3-1", "--date", "8 sep,,22 sep")["code"] == "bad-value"


def test_who_types_a_company_that_has_no_enrolment_is_told_how_it_gets_one(hubs: Circo) -> None:
    refusal = hubs.refused("enrolment", "cancel", "alf")
    assert refusal["hint"] == "circo enrol TRACK alfa"
