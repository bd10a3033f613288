"""circo track calendar: the list, months on a terminal, and the file for calendar programs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject
from rich.cells import cell_len

from tests.conftest import Circo
from tests.contract.conftest import network, network_template
from tests.terminal import Terminal

__all__ = ["network", "network_template"]

FIELDS = ["starts_at", "ends_at", "track", "number", "title", "hub", "location", "trainers"]
KEY = "limburg-2026q2-1"


@pytest.fixture
def calendar(circo: Circo) -> Circo:
    """Tracks in Limburg (over the quarter's end, joint with Portugal), in Portugal and in Thailand."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--lead", "Guus Peelmans")
    circo.ok("hub", "add", "Portugal", "--kind", "international", "--country", "PT")
    circo.ok("hub", "add", "Thailand", "--kind", "international", "--country", "TH")
    circo.ok("trainer", "add", "Joost Trainer", "--email", "joost@example.org")
    circo.ok("company", "add", "Alfa", "--kvk", "12345678")
    circo.ok("company", "contact", "alfa", "Noor Contact", "--email", "noor@example.org")
    schedule(circo, "limburg", "Bouw", "--theme", "bouw", "--date", "2026-06-16", "--date", "2026-06-30T20:00-24:00",
             "--date", "2026-07-01T09:00-12:00", "--joint-hub", "portugal", "--trainer", "joost")  # fmt: skip
    schedule(circo, "portugal", "Vinho", "--date", "2026-06-30T23:30-24:00", "--location", "Porto")
    schedule(circo, "thailand", "Rice", "--date", "2026-07-01T06:00-10:00")
    circo.ok("enrol", KEY, "alfa", "--contact", "Noor Contact")
    return circo


def schedule(circo: Circo, hub: str, title: str, *options: str) -> None:
    circo.ok("track", "schedule", hub, title, "--quarter", "2026Q2", *options)


def listed(circo: Circo, *options: str) -> list[tuple[str, int]]:
    """Return Track and number of every session in the list."""
    return [(row["track"], row["number"]) for row in circo.json("track", "calendar", *options)]


def events(circo: Circo, *options: str) -> dict[str, Any]:
    """Return the events of the iCalendar document by their names."""
    text = circo.ok("track", "calendar", "--ics", *options)
    assert text.count("\n") == text.count("\r\n")
    return {each.uid.value: each for each in vobject.readOne(text).contents.get("vevent", [])}


def versions(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {name: (each.sequence.value, each.status.value) for name, each in found.items()}


def test_the_list_has_a_row_per_session_of_this_quarter(calendar: Circo) -> None:
    rows = calendar.json("track", "calendar")
    assert [list(row) for row in rows] == [FIELDS] * 3
    assert rows[0] == {
        "starts_at": "2026-06-16T11:00:00Z",
        "ends_at": "2026-06-16T15:00:00Z",
        "track": KEY,
        "number": 1,
        "title": "Bouw",
        "hub": "limburg",
        "location": None,
        "trainers": ["joost-trainer"],
    }
    assert listed(calendar) == [(KEY, 1), (KEY, 2), ("portugal-2026q2-1", 1)]


def test_sessions_count_by_the_day_of_their_own_hubs_clock(calendar: Circo) -> None:
    assert listed(calendar, "--quarter", "2026Q3") == [("thailand-2026q2-1", 1), (KEY, 3)], "30 June, 23:00 UTC"
    assert listed(calendar, "--quarter", "next", "--hub", "limburg") == [(KEY, 3)], "a Track may stand in two quarters"
    assert listed(calendar, "--today", "2026-09-30") == [("thailand-2026q2-1", 1), (KEY, 3)]
    answer = calendar("track", "calendar", "--quarter", "2027Q1")
    assert (answer.code, answer.err) == (0, "hint: nothing is held in 2027Q1; name another quarter: --quarter Q\n")


def test_any_organising_hub_has_it_in_its_calendar(calendar: Circo) -> None:
    assert listed(calendar, "--hub", "portugal") == [(KEY, 1), (KEY, 2), ("portugal-2026q2-1", 1)]
    assert listed(calendar, "--hub", "limburg") == [(KEY, 1), (KEY, 2)]
    assert listed(calendar, "--hub", "all") == listed(calendar)
    assert calendar.refused("track", "calendar", "--hub", "nergens")["exit_code"] == 3


def test_cancelled_tracks_and_removed_sessions_are_not_held(calendar: Circo) -> None:
    calendar.ok("track", "cancel", "portugal", "--reason", "x")
    calendar.ok("track", "session", "remove", KEY, "1", "--yes")
    assert listed(calendar) == [(KEY, 1)]


def test_the_list_is_sorted_and_cut_as_every_list(calendar: Circo) -> None:
    assert listed(calendar, "--sort", "-starts_at", "--limit", "2") == [("portugal-2026q2-1", 1), (KEY, 2)]
    assert calendar.refused("track", "calendar", "--sort", "colour")["code"] == "unknown-field"
    assert calendar.ok("track", "calendar", "--fields", "track,number", "-o", "csv").splitlines() == [
        "track,number", f"{KEY},1", f"{KEY},2", "portugal-2026q2-1,1",
    ]  # fmt: skip


# On a terminal


def test_a_terminal_shows_the_months_of_the_quarter(calendar: Circo) -> None:
    terminal = Terminal("track", "calendar", columns=80, TERM="dumb")
    assert terminal.ends() == 0
    april, may, june = terminal.screen.split("\n\n", 1)[0], "mei 2026", terminal.screen.partition("juni 2026")[2]
    assert april.startswith("april 2026\nwk   ma   di   wo   do   vr   za   zo\n")
    assert f"\n\nGeen sessies.\n\n{may}\n" in terminal.screen
    assert "25  [15]  16*  17   18   19   20   21\n" in june
    assert june.endswith(
        "di 16   13:00–17:00  Bouw (1/3)\n"
        "        limburg-2026q2-1\n"
        "di 30   20:00–00:00  Bouw (2/3)\n"
        "        limburg-2026q2-1\n"
        "di 30   23:30–00:00 Europe/Lisbon  Vinho\n"
        "        portugal-2026q2-1 · Porto\n"
    )


def test_months_are_named_in_the_language_of_documents(calendar: Circo) -> None:
    english = Terminal("track", "calendar", "--quarter", "next", "--lang", "en", TERM="dumb")
    assert english.ends() == 0
    assert "July 2026\nwk   Mo   Tu   We   Th   Fr   Sa   Su\n" in english.screen
    assert "We  1   06:00–10:00 Asia/Bangkok  Rice\n" in english.screen
    assert "No sessions.\n" in english.screen


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("term", ["dumb", "xterm-256color"])
def test_months_fit_the_terminal(network: Circo, columns: int, term: str) -> None:
    terminal = Terminal("track", "calendar", columns=columns, TERM=term)
    assert terminal.ends() == 0
    lines = terminal.screen.splitlines()
    assert max(map(cell_len, lines)) <= columns
    keys = re.findall(r"[a-z-]+-2026q[1-4]-[0-9]+", terminal.screen)
    assert keys == [row["track"] for row in network.json("track", "calendar")]


def test_fields_that_are_chosen_are_a_table_on_a_terminal_too(calendar: Circo) -> None:
    terminal = Terminal("track", "calendar", "--fields", "track,number", columns=80, TERM="dumb")
    assert terminal.ends() == 0
    assert "juni" not in terminal.screen
    assert "track" in terminal.screen.splitlines()[0]


# For calendar programs


def test_the_file_holds_this_quarter_and_all_later_ones_unless_one_is_named(calendar: Circo) -> None:
    all_of_them = [f"{KEY}-s1", f"{KEY}-s2", "portugal-2026q2-1-s1", "thailand-2026q2-1-s1", f"{KEY}-s3"]
    assert list(events(calendar)) == [f"{each}@circo" for each in all_of_them]
    assert list(events(calendar, "--quarter", "2026Q2")) == [f"{each}@circo" for each in all_of_them]
    assert list(events(calendar, "--quarter", "2026Q3")) == [
        f"{each}@circo" for each in all_of_them if not each.startswith("portugal")
    ], "whole Tracks"
    assert list(events(calendar, "--today", "2026-07-01")) == [f"{each}@circo" for each in all_of_them[3:]]
    assert list(events(calendar, "--hub", "thailand")) == ["thailand-2026q2-1-s1@circo"]
    assert events(calendar, "--quarter", "2030Q1") == {}


def test_an_event_is_at_the_right_moment_in_every_zone(calendar: Circo) -> None:
    moments = {name: each.dtstart.value.astimezone(UTC) for name, each in events(calendar).items()}
    assert moments == {
        f"{KEY}-s1@circo": datetime(2026, 6, 16, 11, tzinfo=UTC),
        f"{KEY}-s2@circo": datetime(2026, 6, 30, 18, tzinfo=UTC),
        "portugal-2026q2-1-s1@circo": datetime(2026, 6, 30, 22, 30, tzinfo=UTC),
        "thailand-2026q2-1-s1@circo": datetime(2026, 6, 30, 23, tzinfo=UTC),
        f"{KEY}-s3@circo": datetime(2026, 7, 1, 7, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("dates", "starts"),
    [
        (("2026-03-28", "2026-03-29", "2026-03-30"), ("28T12", "29T11", "30T11")),
        (("2026-10-24", "2026-10-25", "2026-10-26"), ("24T11", "25T12", "26T12")),
    ],
)
def test_events_follow_the_clock_across_the_change_of_summer_time(
    calendar: Circo, dates: tuple[str, ...], starts: tuple[str, ...]
) -> None:
    schedule(calendar, "limburg", "Klok", *(word for each in dates for word in ("--date", each)))
    quarter = "2026Q1" if "-03-" in dates[0] else "2026Q4"
    found = events(calendar, "--quarter", quarter).values()
    assert tuple(each.dtstart.value.astimezone(UTC).strftime("%dT%H") for each in found) == starts
    assert {each.dtstart.value.hour for each in found} == {13}


def test_a_moved_session_keeps_its_name_and_a_removed_one_is_cancelled(calendar: Circo) -> None:
    before = events(calendar, "--hub", "limburg")
    assert set(versions(before).values()) == {("0", "TENTATIVE")}
    calendar.ok("track", "session", "move", KEY, "1", "2026-06-17", "--location", "Venlo")
    moved = events(calendar, "--hub", "limburg")
    assert versions(moved) == {**versions(before), f"{KEY}-s1@circo": ("1", "TENTATIVE")}
    assert moved[f"{KEY}-s1@circo"].location.value == "Venlo"
    calendar.ok("track", "session", "remove", KEY, "2", "--yes")
    after = events(calendar, "--hub", "limburg")
    assert versions(after) == {
        f"{KEY}-s1@circo": ("2", "TENTATIVE"),
        f"{KEY}-s2@circo": ("1", "CANCELLED"),
        f"{KEY}-s3@circo": ("1", "TENTATIVE"),
    }
    assert [each.summary.value for each in after.values()] == ["Bouw (sessie 1 van 2)", "Bouw", "Bouw (sessie 2 van 2)"]
    calendar.ok("track", "session", "add", KEY, "2026-07-08")
    assert f"{KEY}-s4@circo" in events(calendar), "a name is never given again"


def test_a_cancelled_track_is_cancelled_in_calendars(calendar: Circo) -> None:
    calendar.ok("track", "confirm", KEY)
    calendar.ok("track", "cancel", KEY, "--reason", "te weinig bedrijven")
    found = events(calendar, "--hub", "limburg")
    assert set(versions(found).values()) == {("2", "CANCELLED")}
    assert not [each for each in found.values() if "te weinig" in each.serialize()]


def test_nobody_is_named_in_it(calendar: Circo) -> None:
    text = re.sub("\r\n ", "", calendar.ok("track", "calendar", "--ics"))
    for name in ("Joost", "joost", "Guus", "Peelmans", "Alfa", "alfa", "Noor", "example.org", "12345678"):
        assert name not in text
    assert not re.search("^(ATTENDEE|ORGANIZER|CONTACT|COMMENT)", text, re.MULTILINE)


def test_the_same_day_gives_the_same_bytes(calendar: Circo) -> None:
    calendar.ok("track", "calendar", "--ics", "--to", "one.ics")
    assert calendar("track", "calendar", "--ics", "--to", "two.ics").err == "note: written to two.ics\n"
    one = Path("one.ics").read_bytes()
    assert Path("two.ics").read_bytes() == one == calendar.ok("track", "calendar", "--ics").encode()
    assert one.count(b"\r\n") == one.count(b"\n")
    assert b"DTSTAMP:20260615T000000Z\r\n" in one
    assert calendar.ok("track", "calendar", "--ics", "--today", "2026-06-16").encode() == one.replace(
        b"DTSTAMP:20260615", b"DTSTAMP:20260616"
    )


def test_a_session_that_moves_out_of_a_quarter_is_moved_in_its_file_too(calendar: Circo) -> None:
    before = events(calendar, "--quarter", "2026Q2")
    calendar.ok("track", "session", "move", KEY, "1", "2026-07-08")
    calendar.ok("track", "session", "remove", KEY, "2", "--yes")
    after = events(calendar, "--quarter", "2026Q2")
    assert set(after) == set(before)
    assert f"{after[f'{KEY}-s1@circo'].dtstart.value:%Y-%m-%d}" == "2026-07-08"
    assert events(calendar, "--quarter", "2025Q1") == {}


def test_the_calendar_is_called_after_its_hub_and_language(calendar: Circo) -> None:
    assert "\r\nX-WR-CALNAME:CIRCO-Tracks\r\n" in calendar.ok("track", "calendar", "--ics")
    english = calendar.ok("track", "calendar", "--ics", "--hub", "portugal", "--lang", "en")
    assert "\r\nX-WR-CALNAME:CIRCO Tracks of Portugal\r\n" in english
    assert "SUMMARY:Bouw (session 1 of 3)\r\n" in english
    assert "DESCRIPTION:Track: limburg-2026q2-1\\nHubs: Limburg\\, Portugal\\nTheme: Construction\r\n" in re.sub(
        "\r\n ", "", english
    )


@pytest.mark.parametrize(
    "options", ["--json", "-o csv", "-o table", "--fields track", "--sort track", "--limit 3", "-o xlsx --to x.xlsx"]
)
def test_a_document_takes_nothing_that_is_for_lists(calendar: Circo, options: str) -> None:
    error = calendar.refused("track", "calendar", "--ics", *options.split())
    assert (error["code"], error["exit_code"]) == ("output", 2)
    assert not Path("x.xlsx").exists()


def test_what_the_environment_wants_is_for_lists_only(calendar: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    document = calendar.ok("track", "calendar", "--ics")
    for output in ("json", "xlsx"):
        monkeypatch.setenv("CIRCO_OUTPUT", output)
        assert calendar.ok("track", "calendar", "--ics") == document
