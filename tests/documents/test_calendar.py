"""The iCalendar document, read with other eyes than wrote it: by vobject, and its zones by dateutil."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from circo_cli.documents.calendar import as_icalendar
from circo_cli.documents.language import language_of
from circo_cli.documents.vtimezone import vtimezone
from circo_cli.queries.calendar import CalendarSession

TODAY = date(2026, 6, 15)
DUTCH, ENGLISH = language_of("nl"), language_of("en")


def a_session(**known: Any) -> CalendarSession:
    """Return a session of a Track in Limburg, with what is `known` of it."""
    usual: dict[str, Any] = {
        "starts_at": "2026-09-08T11:00:00Z",
        "ends_at": "2026-09-08T15:00:00Z",
        "track": "limburg-2026q3-1",
        "number": 1,
        "title": "Circulair bouwen",
        "hub": "limburg",
        "location": "Bouwcampus, Roermond",
        "trainers": ("anja-trainer",),
        "hub_names": ("Limburg",),
        "sessions": 3,
        "timezone": "Europe/Amsterdam",
        "theme_nl": "Bouw",
        "theme_en": "Construction",
        "kind": "track",
        "status": "open",
        "uid": "limburg-2026q3-1-s1",
        "sequence": 0,
    }
    return CalendarSession(**{**usual, **known})


def written(*sessions: CalendarSession, hub: str | None = "Limburg", language: Any = DUTCH) -> str:
    return as_icalendar(sessions, hub=hub, language=language, today=TODAY)


def events(text: str) -> list[Any]:
    """Return the events that vobject finds."""
    return list(vobject.readOne(text).contents.get("vevent", []))


def moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_session_is_an_event_with_all_that_a_calendar_shows() -> None:
    text = written(a_session(sequence=4))
    calendar = vobject.readOne(text)
    assert {name: [each.value for each in calendar.contents[name]] for name in ("prodid", "version", "method")} == {
        "prodid": ["-//CIRCO//circo//NL"],
        "version": ["2.0"],
        "method": ["PUBLISH"],
    }
    assert [calendar.contents[name][0].value for name in ("name", "x-wr-calname")] == ["CIRCO-Tracks van Limburg"] * 2
    (event,) = events(text)
    assert {name: each[0].value for name, each in event.contents.items()} == {
        "uid": "limburg-2026q3-1-s1@circo",
        "sequence": "4",
        "dtstamp": datetime(2026, 6, 15, tzinfo=UTC),
        "dtstart": datetime(2026, 9, 8, 11, tzinfo=UTC),
        "dtend": datetime(2026, 9, 8, 15, tzinfo=UTC),
        "status": "TENTATIVE",
        "summary": "Circulair bouwen (sessie 1 van 3)",
        "location": "Bouwcampus, Roermond",
        "description": "Track: limburg-2026q3-1\nHub: Limburg\nThema: Bouw",
        "categories": ["Track", "Bouw"],
    }
    assert "DTSTART;TZID=Europe/Amsterdam:20260908T130000\r\n" in text
    assert "anja" not in text, "a calendar is passed on: it names no trainer"


def test_in_english_and_of_the_network_with_joint_hubs() -> None:
    text = written(a_session(hub_names=("Limburg", "NRK"), kind="design-class", sessions=1), hub=None, language=ENGLISH)
    (event,) = events(text)
    assert event.summary.value == "Circulair bouwen"
    assert event.description.value == "Track: limburg-2026q3-1\nHubs: Limburg, NRK\nTheme: Construction"
    assert event.categories.value == ["Design Class", "Construction"]
    assert "X-WR-CALNAME:CIRCO Tracks\r\n" in text
    assert "PRODID:-//CIRCO//circo//EN\r\n" in text
    (event,) = events(written(a_session(theme_en=None, location=None), language=ENGLISH))
    assert event.description.value.endswith("Theme: Bouw"), "a theme without an English name keeps its own"
    assert "location" not in event.contents


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("planned", "TENTATIVE"),
        ("open", "TENTATIVE"),
        ("confirmed", "CONFIRMED"),
        ("completed", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_until_a_track_is_confirmed_it_is_tentative(status: str, shown: str) -> None:
    (event,) = events(written(a_session(status=status)))
    assert event.status.value == shown


def test_a_session_that_was_removed_is_cancelled_and_has_no_number() -> None:
    (event,) = events(written(a_session(status="cancelled", number=None, sessions=None)))
    assert (event.status.value, event.summary.value) == ("CANCELLED", "Circulair bouwen")


def test_nothing_is_a_calendar_too() -> None:
    text = written(hub=None)
    assert text == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CIRCO//circo//NL\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "NAME:CIRCO-Tracks\r\nX-WR-CALNAME:CIRCO-Tracks\r\nEND:VCALENDAR\r\n"
    )
    assert vobject.readOne(text).name == "VCALENDAR"


@pytest.mark.parametrize(
    ("zone", "starts_at", "ends_at"),
    [
        ("Europe/Amsterdam", "2026-03-28T12:00:00Z", "2026-03-28T16:00:00Z"),
        ("Europe/Amsterdam", "2026-03-29T01:00:00Z", "2026-03-29T01:59:00Z"),
        ("Europe/Amsterdam", "2026-03-29T11:00:00Z", "2026-03-29T15:00:00Z"),
        ("Europe/Amsterdam", "2026-03-28T22:00:00Z", "2026-03-29T02:00:00Z"),
        ("Europe/Amsterdam", "2026-10-24T11:00:00Z", "2026-10-24T15:00:00Z"),
        ("Europe/Amsterdam", "2026-10-24T21:00:00Z", "2026-10-25T01:00:00Z"),
        ("Europe/Amsterdam", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("Europe/Amsterdam", "2026-10-25T12:00:00Z", "2026-10-25T16:00:00Z"),
        ("Europe/Lisbon", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"),
        ("Europe/Lisbon", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
        ("Europe/Lisbon", "2026-10-26T13:00:00Z", "2026-10-26T17:00:00Z"),
        ("Asia/Bangkok", "2025-12-31T17:00:00Z", "2025-12-31T23:00:00Z"),
        ("Asia/Bangkok", "2026-10-25T06:00:00Z", "2026-10-25T10:00:00Z"),
        ("America/Sao_Paulo", "2026-01-01T02:00:00Z", "2026-01-01T03:30:00Z"),
        ("Africa/Casablanca", "2026-02-15T02:00:00Z", "2026-03-22T03:00:00Z"),
        ("UTC", "2026-10-25T06:00:00Z", "2026-10-25T10:00:00Z"),
    ],
)
def test_times_are_right_on_both_sides_of_every_change_of_the_clocks(zone: str, starts_at: str, ends_at: str) -> None:
    text = written(a_session(timezone=zone, starts_at=starts_at, ends_at=ends_at))
    (event,) = events(text)
    assert (moment(event.dtstart.value), moment(event.dtend.value)) == (starts_at, ends_at)
    assert ("BEGIN:VTIMEZONE" in text) is (f";TZID={zone}:" in text)


def test_an_hour_that_comes_twice_is_told_apart_by_utc() -> None:
    text = written(a_session(starts_at="2026-10-24T21:00:00Z", ends_at="2026-10-25T01:00:00Z"))
    assert "DTSTART;TZID=Europe/Amsterdam:20261024T230000\r\n" in text
    assert "DTEND:20261025T010000Z\r\n" in text, "02:00 by the clock of Amsterdam, for the second time"
    text = written(a_session(starts_at="2026-10-25T00:30:00Z", ends_at="2026-10-25T03:30:00Z"))
    assert "DTSTART:20261025T003000Z\r\n" in text
    assert "DTEND;TZID=Europe/Amsterdam:20261025T043000\r\n" in text


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Australia/Sydney"])
def test_a_zone_has_the_offset_of_every_hour_of_its_years(zone: str) -> None:
    text = vtimezone(zone, first_year=2025, last_year=2026).to_ical().decode()
    read = tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get(zone)
    hour = datetime(2025, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    while hour.year < 2027:
        local = hour.astimezone(ZoneInfo(zone))
        if not local.fold and (local - timedelta(hours=1)).astimezone(UTC).astimezone(ZoneInfo(zone)) != local:
            assert local.replace(tzinfo=read).utcoffset() == local.utcoffset(), local
        hour += timedelta(hours=1)


def test_every_zone_stands_there_once_in_the_order_of_their_names() -> None:
    zones = ("Europe/Lisbon", "Asia/Bangkok", "Europe/Amsterdam", "Asia/Bangkok", "UTC")
    text = written(*(a_session(timezone=zone, uid=f"x-{number}") for number, zone in enumerate(zones)))
    assert [line for line in text.splitlines() if line.startswith("TZID:")] == [
        "TZID:Asia/Bangkok",
        "TZID:Europe/Amsterdam",
        "TZID:Europe/Lisbon",
    ]


LONG = "Circulair bouwen, slopen; en \\weer\\ opbouwen: 'van' \"A\" tot Ω\nmet een tweede regel 🏗️👩‍🔧 " * 3


def test_a_title_with_everything_in_it_comes_back() -> None:
    title = LONG[:200]
    text = written(
        a_session(title=title, location=title, hub_names=("Zuid, Oost; & Co\\",), theme_nl="a,b;c"),
        hub="Zuid, Oost; & Co\\",
    )
    assert vobject.readOne(text).contents["name"][0].value == "CIRCO-Tracks van Zuid, Oost; & Co\\"
    (event,) = events(text)
    assert event.summary.value == f"{title} (sessie 1 van 3)"
    assert event.location.value == title
    assert event.categories.value == ["Track", "a,b;c"]
    assert event.description.value == "Track: limburg-2026q3-1\nHub: Zuid, Oost; & Co\\\nThema: a,b;c"


def test_lines_end_in_crlf_and_are_folded_at_75_octets() -> None:
    text = written(a_session(title=LONG, location=LONG))
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r") == text.count("\r\n")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two


def test_nothing_of_the_data_steers_a_terminal_or_ends_a_line() -> None:
    evil = "a\x1b[31mb\rEND:VEVENT\r\nATTENDEE:mailto:x@example.org\u202e\x00"
    text = written(a_session(title=evil, location=evil, hub_names=(evil,), theme_nl=evil), hub=evil)
    assert not set(text) & set("\x1b\x00\u202e")
    assert [line for line in text.split("\r\n") if line.startswith(("ATTENDEE", "END:VEVENT"))] == ["END:VEVENT"]
    assert len(events(text)) == 1


TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=120)


@settings(max_examples=100, deadline=None)
@given(
    title=TEXTS,
    location=TEXTS,
    hour=st.integers(0, 24 * 400),
    zone=st.sampled_from(["Europe/Amsterdam", "Europe/Lisbon"]),
)
def test_what_is_written_is_read_back(title: str, location: str, hour: int, zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    sessions = [
        a_session(
            title=title,
            location=location,
            timezone=zone,
            starts_at=moment(start),
            ends_at=moment(start + timedelta(hours=4)),
        )
    ]
    text = written(*sessions)
    assert text == written(*sessions)
    (event,) = events(text)
    assert event.summary.value == f"{title} (sessie 1 van 3)"
    assert event.location.value == location
    assert moment(event.dtstart.value) == moment(start)
    assert moment(event.dtend.value) == moment(start + timedelta(hours=4))
