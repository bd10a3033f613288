"""What there is to do next for a Track, as it goes along."""

from __future__ import annotations

import pytest

from circo_cli.queries.attendance import AttendanceRow, attendance_of
from circo_cli.queries.roster import next_step, roster_of_track
from circo_cli.storage.reader import open_reader
from circo_cli.values.roster import Roster
from tests.conftest import Circo

KEY = "limburg-2026q2-1"


@pytest.fixture
def track(circo: Circo) -> Circo:
    """A Track of two seats and no session yet."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("trainer", "add", "Anja")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q2", "--capacity", "2", "--minimum", "2")
    for name in ("Beta", "Alfa", "Gamma", "Delta", "Eta"):
        circo.ok("company", "add", name)
    return circo


def roster(circo: Circo) -> Roster:
    with open_reader(circo.database) as reader:
        return roster_of_track(reader, 1)


def step(circo: Circo, day: str = "2026-06-15") -> tuple[str, str | None]:
    """Return what there is to do on a day, at its end."""
    return tuple(next_step(roster(circo), now=f"{day}T23:00:00Z"))


def test_the_road_of_a_track_step_by_step(track: Circo) -> None:
    assert step(track) == ("it has no sessions yet", f"circo track session add {KEY} DATE")
    track.ok("track", "session", "add", KEY, "2026-06-16", "2026-06-23")
    assert step(track) == ("it is planned and not open yet", f"circo track open {KEY}")
    track.ok("track", "open", KEY)
    assert step(track) == ("nobody gives it yet", f"circo track edit {KEY} --trainer TRAINER")
    track.ok("track", "edit", KEY, "--trainer", "anja")
    assert step(track) == ("it lacks 2 for the minimum of 2", f"circo track mix {KEY}")
    track.ok("enrol", KEY, "alfa", "beta")
    assert step(track) == ("it has companies enough", f"circo track confirm {KEY}")
    track.ok("track", "confirm", KEY)
    assert step(track) == ("2 not confirmed yet", "circo enrolment confirm E1 E2")
    track.ok("enrolment", "confirm", "E1", "E2")
    assert step(track) == ("all is ready", None)
    assert step(track, "2026-06-16") == (
        "session 1 is past, and who came is not on record for 2 companies",
        f"circo track attendance {KEY} --session 1 --present alfa --present beta --absent COMPANY…",
    )
    track.ok("track", "attendance", KEY, "--session", "1", "--present", "alfa", "--absent", "beta")
    assert step(track, "2026-06-16") == ("it runs until 2026-06-23", None)
    track.ok("track", "attendance", KEY, "--session", "2", "--present", "alfa", "--absent", "beta")
    assert step(track, "2026-06-23") == ("it is over, and everything is on record", f"circo track complete {KEY}")
    track.ok("track", "complete", KEY, "--today", "2026-06-24")
    assert step(track) == (
        "completed; what came of it is not known yet for 1 company",
        "circo enrolment edit E1 --outcome plan --score 8",
    )
    track.ok("enrolment", "edit", "E1", "--outcome", "vision")
    assert step(track) == ("nothing is left to do", None)


def test_a_cancelled_track_says_why(track: Circo) -> None:
    track.ok("track", "cancel", KEY, "--reason", "brand")
    assert step(track) == ("cancelled: brand", None)


def test_many_that_are_not_on_record_are_not_all_typed(track: Circo) -> None:
    track.ok("track", "session", "add", KEY, "2026-06-16")
    track.ok("track", "edit", KEY, "--capacity", "9")
    track.ok("enrol", KEY, "alfa", "beta", "gamma", "delta")
    why, command = step(track, "2026-06-17")
    assert why == "session 1 is past, and who came is not on record for 4 companies"
    assert command == f"circo track attendance {KEY} --session 1 --present COMPANY… --absent COMPANY…"


def test_places_are_in_the_order_in_which_they_are_shown(track: Circo) -> None:
    track.ok("track", "session", "add", KEY, "2026-06-16")
    track.ok("enrol", KEY, "gamma", "beta", "eta", "delta", "--people", "2")
    track.ok("enrolment", "promote", "E4", "--reason", "mix")
    track.ok("enrol", KEY, "alfa", "--invite")
    track.ok("enrolment", "confirm", "E1")
    track.ok("track", "attendance", KEY, "--session", "1", "--absent", "gamma")
    made = roster(track)
    assert [(place.company, place.status, place.position, place.came) for place in made.places] == [
        ("beta", "registered", None, (None,)),
        ("gamma", "confirmed", None, (0,)),
        ("delta", "waitlisted", 1, (None,)),
        ("eta", "waitlisted", 2, (None,)),
        ("alfa", "invited", None, (None,)),
    ]
    assert made.filling() == "2 companies, 4 people: 0 of 2 seats free, 2 companies wait"
    assert attendance_of(made) == [AttendanceRow("beta", 1, None, None), AttendanceRow("gamma", 1, False, 0)]
    track.ok("track", "cancel", KEY, "--reason", "x")
    assert roster(track).filling() == "0 companies, 0 people"
