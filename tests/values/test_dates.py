"""Dates, sessions and moments, summer time included."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from circo_cli.values.dates import (
    UnclearDateError,
    beside_today,
    format_moment,
    parse_date,
    parse_moment,
    parse_span,
)

TODAY = date(2026, 1, 31)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def exactly(sentence: str) -> str:
    return f"^{re.escape(sentence)}$"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-04-14", date(2026, 4, 14)),
        ("14-4-2026", date(2026, 4, 14)),
        ("14/04/2026", date(2026, 4, 14)),
        ("14.4.2026", date(2026, 4, 14)),
        ("3-4-2026", date(2026, 4, 3)),
        ("14 april 2026", date(2026, 4, 14)),
        ("14 Apr. 2026", date(2026, 4, 14)),
        ("1 mrt 2026", date(2026, 3, 1)),
        ("1 March 2026", date(2026, 3, 1)),
        ("2 mei 2026", date(2026, 5, 2)),
        ("2-oct-2026", date(2026, 10, 2)),
        ("29 februari 2028", date(2028, 2, 29)),
        ("14 april", date(2026, 4, 14)),
        (" Today ", TODAY),
        ("vandaag", TODAY),
        ("morgen", date(2026, 2, 1)),
        ("tomorrow", date(2026, 2, 1)),
        ("gisteren", date(2026, 1, 30)),
        ("yesterday", date(2026, 1, 30)),
        ("+2w", date(2026, 2, 14)),
        ("-3d", date(2026, 1, 28)),
        ("+1m", date(2026, 2, 28)),
        ("+1y", date(2027, 1, 31)),
    ],
)
def test_typed_dates(typed: str, expected: date) -> None:
    assert parse_date(typed, today=TODAY) == expected


FORMS = "write it as 2026-04-14, 14-4-2026, 14 april 2026, today, tomorrow, +2w or -4w"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31-02-2026", "'31-02-2026' is not a date: February 2026 has 28 days"),
        ("2026-02-30", "'2026-02-30' is not a date: February 2026 has 28 days"),
        ("32 december 2026", "'32 december 2026' is not a date: December 2026 has 31 days"),
        ("0-1-2026", "'0-1-2026' is not a date: January 2026 has 31 days"),
        ("4/14/2026", "'4/14/2026' is not a date: there is no month 14 (day before month)"),
        ("12/6", "'12/6' has no year: write it as in 14-4-2026"),
        ("31/6", "'31/6' is not a date: June 2026 has 30 days"),
        ("31/6/26", "'31/6/2026' is not a date: June 2026 has 30 days"),
        ("juni", "'juni' has no day: write it as in 14 april 2026"),
        ("14-4-26", "'14-4-26' is not clear: write the year with four digits, as in 14-4-2026"),
        ("14 april '26", "'14 april '26' is not clear: write the year with four digits, as in 14-4-2026"),
        ("1-1-1899", "'1-1-1899' is not a date: the year is outside 1900 to 2199"),
        ("+99999y", "'+99999y' is not a date: it lies outside 1900 to 2199"),
        ("-99999w", "'-99999w' is not a date: it lies outside 1900 to 2199"),
        ("14-4/2026", f"'14-4/2026' is not a date: {FORMS}"),
        ("2026-04-14 and more", f"'2026-04-14 and more' is not a date: {FORMS}"),
        ("14 smarch 2026", f"'14 smarch 2026' is not a date: {FORMS}"),
        ("ma di wo do", f"'ma di wo do' is not a date: {FORMS}"),
        ("", f"'' is not a date: {FORMS}"),
        ("soon", f"'soon' is not a date: {FORMS}"),
    ],
)
def test_what_is_no_date(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        parse_date(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12/6", "12-6-2026"), ("1.2", "1-2-2026"), ("12/6/26", "12/6/2026"), ("14 apr '26", "14 apr 2026"), ("Mei 2027", "1 mei 2027"), ("zaterdag", "2026-02-07"), ("Zondag", "2026-02-01"), ("ma 2-2-2026", "2026-02-02")],
)  # fmt: skip
def test_what_is_unclear_says_what_was_meant(typed: str, meant: str) -> None:
    with pytest.raises(UnclearDateError) as raised:
        parse_date(typed, today=TODAY)
    assert raised.value.meant == meant
    assert parse_date(meant, today=TODAY)


@given(days)
def test_every_form_of_a_day_means_it(day: date) -> None:
    forms = (day.isoformat(), f"{day.day}-{day.month}-{day.year}", f"{day.day} {day:%B} {day.year}")
    assert [parse_date(form, today=TODAY) for form in forms] == [day] * 3


@given(st.text(max_size=30))
def test_a_date_or_a_sentence(text: str) -> None:
    try:
        parse_date(text, today=TODAY)
        parse_span(text, today=TODAY, zone=AMSTERDAM)
    except ValueError as error:
        assert str(error).startswith("'")  # noqa: PT017


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-04-14", "2026-04-14T19:30", "2026-04-14T23:00"),
        ("2026-12-14", "2026-12-14T20:30", "2026-12-15T00:00"),
        ("2026-04-14T09:30", "2026-04-14T07:30", "2026-04-14T11:30"),
        ("2026-04-14T09:30-10:00", "2026-04-14T07:30", "2026-04-14T08:00"),
    ],
)
def test_a_session_without_times_is_held_at_the_usual_ones(typed: str, start: str, end: str) -> None:
    usual = (time(21, 30), time(1))
    assert parse_span(typed, today=TODAY, zone=AMSTERDAM, usual=usual) == (utc(start), utc(end))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-03-28", "2026-03-28T12:00", "2026-03-28T16:00"),
        ("2026-03-29", "2026-03-29T11:00", "2026-03-29T15:00"),
        ("2026-10-24", "2026-10-24T11:00", "2026-10-24T15:00"),
        ("2026-10-25", "2026-10-25T12:00", "2026-10-25T16:00"),
        ("2026-04-14T09:30-12:00", "2026-04-14T07:30", "2026-04-14T10:00"),
        ("14 april 2026 9:30 – 12:00", "2026-04-14T07:30", "2026-04-14T10:00"),
        ("2026-04-14t09:30", "2026-04-14T07:30", "2026-04-14T11:30"),
        ("14 august 09:00-10:00", "2026-08-14T07:00", "2026-08-14T08:00"),
        ("14 augustusT09:00-10:00", "2026-08-14T07:00", "2026-08-14T08:00"),
        ("today 09:30", "2026-01-31T08:30", "2026-01-31T12:30"),
        ("2026-04-14T22:00-01:00", "2026-04-14T20:00", "2026-04-14T23:00"),
        ("2026-04-14T22:00-24:00", "2026-04-14T20:00", "2026-04-14T22:00"),
        ("2026-04-14T00:00-24:00", "2026-04-13T22:00", "2026-04-14T22:00"),
        ("2026-04-14T09:00-00:00", "2026-04-14T07:00", "2026-04-14T22:00"),
        ("2026-04-14T20:00-08:00", "2026-04-14T18:00", "2026-04-15T06:00"),
        # Four hours elapse, whatever the clock does.
        ("2026-03-28T23:30", "2026-03-28T22:30", "2026-03-29T02:30"),
        # The hour that comes twice: the first.
        ("2026-10-25T02:30-03:30", "2026-10-25T00:30", "2026-10-25T02:30"),
    ],
)
def test_spans(typed: str, start: str, end: str) -> None:
    assert parse_span(typed, today=TODAY, zone=AMSTERDAM) == (utc(start), utc(end))


REVERSED = "an end before the start is on the next day; write the later time second"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "2026-03-29T02:30",
            "2026-03-29 02:30 does not exist in Europe/Amsterdam: summer time skips that hour",
        ),
        (
            "2026-03-28T23:00-02:30",
            "2026-03-29 02:30 does not exist in Europe/Amsterdam: summer time skips that hour",
        ),
        (
            "2026-04-14T25:00",
            "'2026-04-14T25:00' has no time of the day: 25:00 is outside 00:00 to 23:59",
        ),
        (
            "2026-04-14T09:30Z",
            "'2026-04-14T09:30Z' is not a date with times: write it as 2026-04-14T13:00-17:00",
        ),
        ("09:30", "'09:30' is not a date with times: write it as 2026-04-14T13:00-17:00"),
        ("2026-04-14T13", "'2026-04-14T13' is not a date with times: write it as 2026-04-14T13:00-17:00"),
        ("2026-02-30T09:00", "'2026-02-30' is not a date: February 2026 has 28 days"),
        ("2026-04-14T09:00-09:00", "'2026-04-14T09:00-09:00' ends when it starts: write the later time second"),
        (
            "2026-04-14T13:00-10:00",
            f"'2026-04-14T13:00-10:00' would last 21 hours: {REVERSED}",
        ),
        (
            "2026-04-14 20:00-08:01",
            f"'2026-04-14 20:00-08:01' would last 12 hours and 1 minute: {REVERSED}",
        ),
    ],
)
def test_what_is_no_span(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        parse_span(typed, today=TODAY, zone=AMSTERDAM)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(3, 23), st.integers(3, 23))
def test_spans_follow_the_clock_of_the_zone(day: date, first: int, last: int) -> None:
    assume(first < last or first - last >= 12)
    typed = f"{day}T{first:02}:00-{last:02}:00"
    start, end = parse_span(typed, today=TODAY, zone=AMSTERDAM)
    assert f"{start.astimezone(AMSTERDAM):%Y-%m-%dT%H:%M}" == typed[:16]
    assert f"{end.astimezone(AMSTERDAM):%H:%M}" == typed[17:]
    assert timedelta(0) < end - start <= timedelta(hours=21)
    assert parse_span(f"{day}T13:00-17:00", today=TODAY, zone=AMSTERDAM) == parse_span(
        str(day), today=TODAY, zone=AMSTERDAM
    )


@given(st.datetimes(timezones=st.just(AMSTERDAM)).filter(lambda moment: 1900 < moment.year < 2200))
def test_moments_round_trip(moment: datetime) -> None:
    assert parse_moment(format_moment(moment)) == moment.astimezone(UTC).replace(microsecond=0)


def test_moments() -> None:
    assert format_moment(datetime(2026, 4, 14, 11, 30, 0, 999, tzinfo=AMSTERDAM)) == "2026-04-14T09:30:00Z"
    assert parse_moment("2026-04-14T11:30:00+02:00") == utc("2026-04-14T09:30")
    with pytest.raises(ValueError, match="a moment needs a time zone"):
        format_moment(datetime(2026, 4, 14))  # noqa: DTZ001


@pytest.mark.parametrize("typed", ["2026-04-14T09:30:00", "2026-04-14", "2026-04-31T09:30:00Z", ""])
def test_what_is_no_moment(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a moment: write it as 2026-04-14T09:30:00Z"):
        parse_moment(typed)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-01-31", "2026-01-31 (today)"),
        ("2026-02-01", "2026-02-01 (tomorrow)"),
        ("2026-02-02", "2026-02-02 (in 2 days)"),
        ("2026-01-30", "2026-01-30 (yesterday)"),
        ("2025-12-31", "2025-12-31 (31 days ago)"),
    ],
)
def test_a_day_beside_today(day: str, told: str) -> None:
    assert beside_today(day, today=TODAY) == told


@pytest.mark.parametrize(
    ("typed", "today", "expected"),
    [
        ("12 jan", date(2026, 11, 24), date(2027, 1, 12)),  # Tracks of the next quarter are planned in this one
        ("20 dec", date(2026, 11, 24), date(2026, 12, 20)),
        ("8 april", date(2026, 11, 24), date(2027, 4, 8)),
        ("12 jan", date(2025, 2, 1), date(2027, 1, 12)),
        ("12 jan", date(2027, 2, 1), date(2027, 1, 12)),
        ("3 apr", date(2027, 11, 24), date(2027, 4, 3)),
        ("1 dec", date(2027, 11, 24), date(2027, 12, 1)),
        ("12 jan 2026", date(2026, 11, 24), date(2026, 1, 12)),
    ],
)
def test_a_day_without_a_year_is_near_the_quarter_that_it_is_about(typed: str, today: date, expected: date) -> None:
    quarter = (date(2027, 1, 1), date(2027, 3, 31))
    assert parse_date(typed, today=today, about=quarter) == expected
    start, _ = parse_span(f"{typed} 9:30-12:30", today=today, zone=AMSTERDAM, about=quarter)
    assert start.astimezone(AMSTERDAM).date() == expected


@given(days, days, days)
def test_the_year_that_is_added_makes_a_day_or_is_refused(day: date, today: date, first: date) -> None:
    assume(day.day < 29)
    found = parse_date(f"{day.day} {day:%b}", today=today, about=(first, first))
    assert (found.day, found.month) == (day.day, day.month)


def test_dutch_has_words_for_two_days_away() -> None:
    assert parse_date("overmorgen", today=TODAY) == date(2026, 2, 2)
    assert parse_date("Eergisteren", today=TODAY) == date(2026, 1, 29)


def test_a_name_that_begins_as_a_month_does_is_no_date() -> None:
    with pytest.raises(ValueError, match=exactly("'Jan Willem de Groot' is not a date").rstrip("$")):
        parse_date("Jan Willem de Groot", today=TODAY)
    with pytest.raises(UnclearDateError, match="has no day"):
        parse_date("Jan 2026", today=TODAY)
