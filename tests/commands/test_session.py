"""circo track session, and the dates of circo track edit, typed from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import Circo
from tests.terminal import Terminal

KEY = "limburg-2026q3-1"


@pytest.fixture
def track(circo: Circo) -> Circo:
    """A Track of two sessions in Limburg, one in Bangkok, a trainer and two companies."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Thailand", "--kind", "international", "--country", "TH")
    circo.ok("trainer", "add", "Joost Trainer")
    for name in ("Alfa", "Beta"):
        circo.ok("company", "add", name)
    dates = ("--date", "2026-09-08T09:30-12:30", "--date", "2026-09-22")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q3", *dates, "--location", "Maastricht")
    circo.ok("track", "schedule", "thailand", "Rice", "--quarter", "2026Q3", "--date", "2026-09-30T06:00-10:00")
    return circo


def sessions(circo: Circo, key: str = KEY) -> list[tuple[Any, ...]]:
    """Return number, start, end and place of every session of a Track."""
    rows = circo.json("track", "show", key)["session_list"]
    assert all(list(row) == ["track", "number", "starts_at", "ends_at", "location"] for row in rows)
    return [(row["number"], row["starts_at"], row["ends_at"], row["location"]) for row in rows]


def attended(circo: Circo) -> None:
    """Record that Alfa and Beta came to the first session."""
    circo.ok("enrol", KEY, "alfa", "beta")
    circo.ok("track", "attendance", KEY, "--session", "1", "--present", "alfa", "--absent", "beta")


def test_sessions_are_added_in_the_order_of_their_dates(track: Circo) -> None:
    answer = track("track", "session", "add", KEY, "29-9-2026", "2026-09-15T14:00", "--location", "Stadhuis, Venlo")
    assert answer == (
        0,
        f"{KEY}  added session 2 on 2026-09-15, 14:00–18:00, session 4 on 2026-09-29, 13:00–17:00\n",
        "",
    )
    assert sessions(track) == [
        (1, "2026-09-08T07:30:00Z", "2026-09-08T10:30:00Z", "Maastricht"),
        (2, "2026-09-15T12:00:00Z", "2026-09-15T16:00:00Z", "Stadhuis, Venlo"),
        (3, "2026-09-22T11:00:00Z", "2026-09-22T15:00:00Z", "Maastricht"),
        (4, "2026-09-29T11:00:00Z", "2026-09-29T15:00:00Z", "Stadhuis, Venlo"),
    ]


def test_the_track_is_printed_with_its_sessions_or_its_key_alone(track: Circo) -> None:
    shown = track.json("track", "session", "add", KEY, "2026-09-29")
    assert shown == track.json("track", "show", KEY)
    assert [row["number"] for row in shown["session_list"]] == [1, 2, 3]
    assert track.ok("track", "session", "move", KEY, "3", "2026-09-30", "-q") == f"{KEY}\n"
    assert track.ok("track", "session", "remove", KEY, "3", "--yes", "-q", "--json") == f"{KEY}\n"


def test_a_moved_session_keeps_its_time_of_day_unless_one_is_typed(track: Circo) -> None:
    answer = track("track", "session", "move", KEY, "1", "2026-09-29")
    assert answer.out == (
        f"{KEY}  moved session 1 from 2026-09-08, 09:30–12:30 to 2026-09-29, 09:30–12:30, now session 2\n"
    )
    track.ok("track", "session", "move", KEY, "2", "2026-10-27")
    assert sessions(track)[1][:3] == (2, "2026-10-27T08:30:00Z", "2026-10-27T11:30:00Z"), "by the clock, in winter too"
    track.ok("track", "session", "move", KEY, "2", "2026-10-27T10:00")
    assert sessions(track)[1][1:3] == ("2026-10-27T09:00:00Z", "2026-10-27T13:00:00Z"), "four hours without an end"
    track.ok("track", "session", "move", KEY, "2", "2026-10-27T22:00-02:00")
    track.ok("track", "session", "move", KEY, "2", "2026-10-28")
    assert sessions(track)[1][1:3] == ("2026-10-28T21:00:00Z", "2026-10-29T01:00:00Z"), "over midnight as before"


def test_a_session_moves_to_another_place_and_back(track: Circo) -> None:
    said = track.ok("track", "session", "move", KEY, "2", "2026-09-22", "--location", "Venlo")
    assert said.endswith("to 2026-09-22, 13:00–17:00, at Venlo\n")
    track.ok("track", "session", "move", KEY, "2", "2026-09-23")
    assert [row[3] for row in sessions(track)] == ["Maastricht", "Venlo"]
    track.ok("track", "session", "move", KEY, "2", "2026-09-23", "--location", "")
    assert [row[3] for row in sessions(track)] == ["Maastricht", "Maastricht"]
    error = track.refused("track", "session", "move", KEY, "2", "2026-09-23")
    assert (error["code"], error["message"]) == ("nothing", f"session 2 of {KEY} is held there and then already")


def test_times_are_those_of_the_hubs_clock_which_is_named_abroad(track: Circo) -> None:
    answer = track("track", "session", "move", "thailand", "1", "2026-10-01")
    assert answer.out == (
        "thailand-2026q3-1  moved session 1 from 2026-09-30, 06:00–10:00 Asia/Bangkok "
        "to 2026-10-01, 06:00–10:00 Asia/Bangkok\n"
    )
    assert answer.err == (
        "warning: the first session, 2026-10-01, is not in 2026Q3: thailand-2026q3-1 counts in 2026Q4\n"
    ), "it is still September in UTC"
    assert sessions(track, "thailand")[0][1] == "2026-09-30T23:00:00Z"


def test_attendance_goes_along(track: Circo) -> None:
    attended(track)
    track.ok("track", "session", "move", KEY, "1", "2026-09-29")
    came = {(row["company"], row["session"]): row["people"] for row in track.json("track", "attendance", KEY)}
    assert came == {("alfa", 1): None, ("alfa", 2): 1, ("beta", 1): None, ("beta", 2): 0}


def test_removing_says_what_is_lost_and_asks(track: Circo) -> None:
    error = track.refused("track", "session", "remove", KEY, "1")
    assert (error["code"], error["exit_code"], error["message"]) == (
        "needs-yes",
        2,
        f"this asks first, and gets no answer here: Remove session 1 of {KEY}, on 2026-09-08, 09:30–12:30?",
    )
    attended(track)
    message = track.refused("track", "session", "remove", KEY, "1", "--no-input")["message"]
    assert "? Attendance of 2 companies is lost with it." in message
    answer = track("track", "session", "remove", KEY, "1", "--yes")
    assert answer == (0, f"{KEY}  removed session 1 on 2026-09-08, 09:30–12:30\n", "")
    assert [row[:2] for row in sessions(track)] == [(1, "2026-09-22T11:00:00Z")]
    assert {row["people"] for row in track.json("track", "attendance", KEY)} == {None}


def test_removing_is_asked_on_a_terminal(track: Circo) -> None:
    before = track.database.read_bytes()
    no = Terminal("track", "session", "remove", KEY, "2")
    no.sees("Remove session 2 of").types("n")
    assert no.ends() == 1
    assert "declined; nothing was changed" in no.screen
    assert track.database.read_bytes() == before
    yes = Terminal("track", "session", "remove", KEY, "2")
    yes.sees("Remove session 2 of").types("y")
    assert yes.ends() == 0
    assert [row[0] for row in sessions(track)] == [1]


def test_a_session_that_was_moved_while_somebody_thought_is_not_removed(
    track: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: Any) -> None:
        track.ok("track", "session", "move", KEY, "1", "2026-09-29")

    monkeypatch.setattr("circo_cli.context.Invocation.confirm", meanwhile)
    answer = track("track", "session", "remove", KEY, "1")
    assert (answer.code, answer.out) == (1, "")
    assert f"error: the sessions of {KEY} were changed by somebody else meanwhile\n" in answer.err
    assert len(sessions(track)) == 2


def test_what_cannot_be_removed_is_refused_before_anything_is_asked(track: Circo) -> None:
    assert track.refused("track", "session", "remove", KEY, "3")["message"] == f"{KEY} has sessions 1 to 2"
    assert track.refused("track", "session", "remove", KEY, "0")["code"] == "no-session"
    track.ok("track", "cancel", KEY, "--reason", "x")
    error = track.refused("track", "session", "remove", KEY, "1")
    assert (error["code"], error["exit_code"]) == ("track-cancelled", 1)


def test_a_trainer_elsewhere_is_refused_and_forced_with_a_reason(track: Circo) -> None:
    track.ok("track", "edit", KEY, "--trainer", "joost")
    track.ok("track", "edit", "thailand", "--trainer", "joost")
    add = ("track", "session", "add", KEY, "2026-09-30T02:00-05:00")
    assert track.refused(*add)["message"] == "Joost Trainer gives thailand-2026q3-1 on 2026-09-30, at the same time"
    assert track.refused(*add, "--force")["code"] == "reason-missing"
    assert track.refused("track", "session", "move", KEY, "1", "2026-09-30T04:59")["code"] == "trainer-clash"
    assert track("track", "session", "add", KEY, "2026-09-30T05:00-08:00").err == "", "end = start is no overlap"
    forced = track(*add, "--force", "--reason", "neemt over")
    assert (forced.code, forced.err) == (
        0,
        "warning: Joost Trainer gives thailand-2026q3-1 on 2026-09-30, at the same time\n",
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("add KEY 31-9-2026", "bad-value"),
        ("add KEY 2026-09-30T25:00", "bad-value"),
        ("add KEY 2027-03-28T02:30", "bad-value"),
        ("add KEY", "usage"),
        ("add KEY 2026-09-22T16:00", "session-overlap"),
        ("add KEY 2026-09-29 2026-09-29T16:00", "session-overlap"),
        ("add nergens 2026-09-29", "not-found"),
        ("move KEY 3 2026-09-29", "no-session"),
        ("move KEY een 2026-09-29", "usage"),
        ("move KEY 1", "usage"),
        ("remove KEY", "usage"),
        ("move KEY 1 2026-09-22T12:59-13:01", "session-overlap"),
    ],
)
def test_bad_input_is_refused_with_its_code(track: Circo, typed: str, code: str) -> None:
    assert track.refused("track", "session", *typed.replace("KEY", KEY).split())["code"] == code


def test_an_empty_track_says_how_to_begin(track: Circo) -> None:
    track.ok("track", "edit", KEY, "--date", "")
    assert sessions(track) == []
    error = track.refused("track", "session", "remove", KEY, "1")
    assert (error["message"], error["hint"]) == (f"{KEY} has no sessions", f"circo track session add {KEY} DATE")
    assert track.refused("track", "complete", KEY)["hint"] == (
        f"circo track session add {KEY} DATE; or circo track cancel {KEY} --reason TEXT"
    )


def test_a_name_in_the_place_is_warned_of(track: Circo) -> None:
    warning = "warning: the location names Alfa, and the network can see it: circo track session move"
    assert (
        f"{warning} {KEY} 3 DATE --location TEXT\n"
        in track("track", "session", "add", KEY, "2026-09-29", "--location", "bij Alfa").err
    )
    assert f"{warning} {KEY} 1 DATE" in track("track", "session", "move", KEY, "1", "today", "--location", "Alfa").err
    assert track("track", "session", "move", KEY, "1", "2026-09-09").err == ""


def test_a_dry_run_changes_nothing_and_tells(track: Circo) -> None:
    before = track.database.read_bytes()
    answer = track("track", "session", "move", KEY, "2", "2026-09-29", "--dry-run")
    assert "would change track_session of" in answer.err
    assert track.ok("track", "session", "remove", KEY, "2", "--dry-run", "--yes").startswith(
        f"{KEY}  removed session 2"
    )
    assert track.database.read_bytes() == before


def test_the_history_says_what_became_of_a_session(track: Circo) -> None:
    track.ok("track", "session", "remove", KEY, "2", "--yes")
    latest = track.json("history", "--limit", "1")[0]
    assert (latest["command"], latest["summary"]) == (
        "track session remove",
        f"{KEY}: removed session 2 on 2026-09-22, 13:00–17:00",
    )


def test_undoing_brings_a_session_back_with_who_came_to_it(track: Circo) -> None:
    attended(track)
    before = track.json("track", "show", KEY), track.json("track", "attendance", KEY)
    calendar = track.ok("track", "calendar", "--ics")
    track.ok("track", "session", "remove", KEY, "1", "--yes")
    track.ok("undo")
    assert (track.json("track", "show", KEY), track.json("track", "attendance", KEY)) == before
    again = track.ok("track", "calendar", "--ics")
    assert re.sub(r"SEQUENCE:\d+", "", again) == re.sub(r"SEQUENCE:\d+", "", calendar)


# circo track edit


def test_edit_replaces_the_dates(track: Circo) -> None:
    attended(track)
    dates = ("--date", "2026-09-08T09:30-12:30", "--date", "2026-09-29", "--date", "2026-10-06T10:00")
    track.ok("track", "edit", KEY, *dates)
    assert [row[:3] for row in sessions(track)] == [
        (1, "2026-09-08T07:30:00Z", "2026-09-08T10:30:00Z"),
        (2, "2026-09-29T11:00:00Z", "2026-09-29T15:00:00Z"),
        (3, "2026-10-06T08:00:00Z", "2026-10-06T12:00:00Z"),
    ]
    error = track.refused("track", "edit", KEY, "--date", "")
    assert (error["code"], error["exit_code"], error["hint"]) == (
        "session-attended",
        1,
        f"to lose that all the same: circo track session remove {KEY} 1",
    )


def test_edit_clears_with_nothing(track: Circo) -> None:
    track.ok(
        "track", "edit", KEY, "--theme", "bouw", "--trainer", "joost", "--joint-hub", "thailand", "--kind", "demo",
        "--taught-in", "en", "--quarter", "2026Q4",
    )  # fmt: skip
    cleared = track.json(
        "track", "edit", KEY, "--theme", "", "--trainer", "", "--joint-hub", "", "--kind", "", "--taught-in", "",
        "--location", "", "--date", "",
    )  # fmt: skip
    names = ("key", "theme", "trainers", "hubs", "kind", "taught_in", "location", "sessions", "planned_quarter")
    assert [cleared[name] for name in names] == [KEY, None, [], ["limburg"], "track", "nl", None, 0, "2026Q4"]
    for option in ("--title", "--quarter", "--capacity"):
        assert track.refused("track", "edit", KEY, option, "")["exit_code"] == 2


def test_edit_knows_no_trainer_or_hub_that_there_is_not(track: Circo) -> None:
    for option in ("--trainer", "--joint-hub", "--theme"):
        assert track.refused("track", "edit", KEY, option, "nergens")["exit_code"] == 3


def test_a_closed_hub_schedules_no_track(track: Circo) -> None:
    track.ok("hub", "close", "thailand", "--reason", "geld op")
    schedule = ("track", "schedule", "thailand", "Rice", "--quarter", "2026Q3")
    error = track.refused(*schedule)
    assert (error["code"], error["exit_code"]) == ("hub-closed", 1)
    assert track.refused("track", "edit", KEY, "--joint-hub", "thailand")["code"] == "hub-closed"
    assert track(*schedule, "--force", "--reason", "liep voor de sluiting").code == 0


def test_joint_tracks_are_listed_under_every_hub(track: Circo) -> None:
    track.ok("track", "edit", KEY, "--joint-hub", "thailand", "--joint-hub", "limburg")
    assert [row["key"] for row in track.json("track", "list", "--hub", "limburg")] == [KEY]
    assert [row["key"] for row in track.json("track", "list", "--hub", "thailand")] == [KEY, "thailand-2026q3-1"]
    assert track.json("track", "show", KEY)["hubs"] == ["limburg", "thailand"]


def test_one_wrong_day_among_several_is_named_alone(track: Circo) -> None:
    assert track.refused("track", "edit", KEY, "--date", "29-9-2026, 31-9-2026")["message"].startswith(
        "--date: '31-9-2026' is not a date"
    )


def test_a_screen_speaks_the_language_of_the_documents_of_its_days(track: Circo) -> None:
    for language, day in (("nl", "di 2026-09-08"), ("en", "Tu 2026-09-08")):
        seen = Terminal("track", "show", KEY, "--lang", language)
        assert seen.ends() == 0
        assert day in seen.screen
