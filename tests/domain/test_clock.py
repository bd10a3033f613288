"""A hub that moves to another time zone: moments stay, days and quarters follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from circo_cli.domain.hub import edit_hub
from circo_cli.domain.lookup import identity
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import CancelledSession, Hub, TrackSession
from tests.conftest import Circo
from tests.domain.making import make_hub, make_track


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def move(session: Session, hub: Hub, zone: str) -> list[str]:
    session.flush()
    return edit_hub(session, hub_id=identity(hub), values={"timezone": zone})[1]


def sessions(session: Session) -> list[tuple[str, str, str, str]]:
    session.flush()
    rows = session.exec(select(TrackSession).order_by(TrackSession.id))  # type: ignore[arg-type]
    return [(row.starts_at, row.starts_on, row.ends_on, row.quarter) for row in rows]


def test_days_and_quarters_are_those_of_the_new_clock_and_back(session: Session) -> None:
    hub = make_hub(session)
    make_track(session, hub, ["2026-09-30T20:00-23:30", "2026-10-07T13:00-16:00"])
    before = sessions(session)
    assert before == [
        ("2026-09-30T18:00:00Z", "2026-09-30", "2026-09-30", "2026Q3"),
        ("2026-10-07T11:00:00Z", "2026-10-07", "2026-10-07", "2026Q4"),
    ]
    assert move(session, hub, "Asia/Tokyo") == [
        "2 sessions keep their moment, and by the clock of Asia/Tokyo 1 is on another day",
        "limburg-2026q3-1 counts in 2026Q4 now: its first session is on 2026-10-01",
    ]
    assert sessions(session) == [
        ("2026-09-30T18:00:00Z", "2026-10-01", "2026-10-01", "2026Q4"),
        ("2026-10-07T11:00:00Z", "2026-10-07", "2026-10-07", "2026Q4"),
    ]
    move(session, hub, "Europe/Amsterdam")
    assert sessions(session) == before


def test_a_session_that_only_ends_on_another_day_is_on_another_day(session: Session) -> None:
    hub = make_hub(session)
    make_track(session, hub, ["2026-10-07T13:00-18:00"])
    assert move(session, hub, "Asia/Tokyo") == [
        "1 session keeps its moment, and by the clock of Asia/Tokyo 1 is on another day"
    ]
    assert sessions(session) == [("2026-10-07T11:00:00Z", "2026-10-07", "2026-10-08", "2026Q4")]


def test_a_session_until_midnight_ends_on_the_day_before_by_any_clock(session: Session) -> None:
    hub = make_hub(session)
    make_track(session, hub, ["2026-10-07T13:00-17:00", "2026-10-08T20:00-24:00"])
    before = sessions(session)
    move(session, hub, "Asia/Tokyo")
    assert [row[1:3] for row in sessions(session)] == [("2026-10-07", "2026-10-07"), ("2026-10-09", "2026-10-09")]
    move(session, hub, "Europe/Amsterdam")
    assert sessions(session) == before


def test_only_the_tracks_of_the_hub_itself_move(session: Session) -> None:
    hub, other = make_hub(session), make_hub(session, "Zeeland")
    make_track(session, other, ["2026-09-30T20:00-23:30"], joint_hub_ids=[identity(hub)])
    before = sessions(session)
    assert move(session, hub, "Asia/Tokyo") == []
    assert sessions(session) == before


def test_a_removed_session_is_cancelled_in_the_quarter_of_the_new_clock(session: Session) -> None:
    hub = make_hub(session)
    track = make_track(session, hub).track
    session.add(
        CancelledSession(
            track_id=identity(track), uid="limburg-2026q3-1-s1", sequence=1, starts_at="2026-09-30T18:00:00Z",
            ends_at="2026-09-30T21:30:00Z", quarter="2026Q3",
        )
    )  # fmt: skip
    move(session, hub, "Asia/Tokyo")
    session.flush()
    assert [row.quarter for row in session.exec(select(CancelledSession))] == ["2026Q4"]


def test_the_same_clock_says_nothing(session: Session) -> None:
    hub = make_hub(session)
    make_track(session, hub, ["2026-09-30"])
    assert move(session, hub, "Europe/Amsterdam") == []


def test_typed_from_outside_the_country_brings_its_clock_along(circo: Circo) -> None:
    circo.ok("hub", "add", "Azië", "--timezone", "Europe/Amsterdam", "--region", "PT")
    circo.ok("track", "schedule", "azie", "Laat", "--quarter", "2026Q3", "--date", "2026-09-30T20:00-23:30")
    answer = circo("hub", "edit", "azie", "--country", "JP")
    assert "note: azie-2026q3-1 counts in 2026Q4 now: its first session is on 2026-10-01" in answer.err
    track = circo.json("track", "show", "azie-2026q3-1")
    assert (track["quarter"], track["starts_on"], track["planned_quarter"]) == ("2026Q4", "2026-10-01", "2026Q3")
    assert track["session_list"][0]["starts_at"] == "2026-09-30T18:00:00Z"
    assert circo.json("hub", "show", "azie")["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("typed", "country", "timezone"),
    [
        (("--country", "BR"), "BR", "America/Sao_Paulo"),
        (("--country", "PT"), "PT", "Atlantic/Azores"),
        (("--timezone", ""), "PT", "Europe/Lisbon"),
        (("--timezone", "Europe/Madrid"), "PT", "Europe/Madrid"),
        (("--country", ""), "NL", "Europe/Amsterdam"),
        (("--country", "BR", "--timezone", "America/Manaus"), "BR", "America/Manaus"),
    ],
)
def test_a_country_has_its_clock_and_nothing_is_the_usual_one(
    circo: Circo, typed: tuple[str, ...], country: str, timezone: str
) -> None:
    circo.ok("hub", "add", "Portugal", "--region", "PT", "--timezone", "Atlantic/Azores")
    hub = circo.json("hub", "edit", "portugal", *typed)
    assert (hub["country"], hub["timezone"]) == (country, timezone)


def test_several_clocks_of_a_country_are_a_note_at_an_edit_too(circo: Circo) -> None:
    circo.ok("hub", "add", "Wereld")
    assert circo("hub", "edit", "wereld", "--country", "BR").err == (
        "note: BR has several time zones; America/Sao_Paulo is taken (--timezone)\n"
    )
