"""Seats and the waiting list, as the rules see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from circo_cli.domain import seating
from circo_cli.domain.lookup import identity
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Enrolment, Track
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, TrackStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

STARTS = datetime(2026, 9, 8, 11, tzinfo=UTC)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def track(session: Session) -> Track:
    """A Track with two seats."""
    return make_track(session, make_hub(session), ["2026-09-08", "2026-09-22"], capacity=2, minimum=0).track


def put(session: Session, track: Track, *statuses: EnrolmentStatus) -> list[Enrolment]:
    """Give the Track an enrolment in each status; those on the waiting list in that order."""
    rows = []
    for company, status in zip(make_companies(session, len(statuses)), statuses, strict=True):
        row = Enrolment(track_id=identity(track), company_id=company, status=EnrolmentStatus.INVITED, people=1)
        if status is EnrolmentStatus.WAITLISTED:
            seating.join_waiting_list(session, row, track, now=NOW)
        row.status = status
        session.add(row)
        session.flush()
        rows.append(row)
    return rows


@pytest.mark.parametrize("status", list(EnrolmentStatus))
def test_four_statuses_hold_a_seat(session: Session, track: Track, status: EnrolmentStatus) -> None:
    put(session, track, status)
    holds = status in ("registered", "confirmed", "completed", "no-show")
    assert seating.seats_taken(session, track) == holds
    assert (status in SEATED) == holds


def test_seats_of_another_track_do_not_count(session: Session, track: Track) -> None:
    other = make_track(session, make_hub(session, "Zeeland")).track
    put(session, other, EnrolmentStatus.REGISTERED, EnrolmentStatus.WAITLISTED)
    assert seating.seats_taken(session, track) == 0
    assert seating.waiting(session, track) == []


def test_the_next_gets_a_seat_while_one_is_free_and_nobody_waits(session: Session, track: Track) -> None:
    assert seating.has_seat_for_next(session, track)
    first, *_ = put(session, track, EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED)
    assert not seating.has_seat_for_next(session, track)
    first.status = EnrolmentStatus.CANCELLED
    session.flush()
    assert seating.has_seat_for_next(session, track)


def test_a_seat_that_somebody_waits_for_is_not_for_the_next(session: Session, track: Track) -> None:
    put(session, track, EnrolmentStatus.WAITLISTED)
    assert not seating.has_seat_for_next(session, track)


def test_the_order_is_that_of_joining_whatever_the_clock_says(session: Session, track: Track) -> None:
    rows = put(session, track, *[EnrolmentStatus.WAITLISTED] * 3)
    rows[0].waitlisted_at = "2026-06-30T00:00:00Z"
    session.flush()
    assert seating.waiting(session, track) == rows


def test_the_track_has_started_at_the_moment_of_its_first_session(session: Session, track: Track) -> None:
    assert not seating.has_started(session, track, now=STARTS - timedelta(seconds=1))
    assert seating.has_started(session, track, now=STARTS)
    assert not seating.has_started(session, make_track(session, make_hub(session, "Z")).track, now=STARTS)


@pytest.mark.parametrize("status", list(TrackStatus))
@pytest.mark.parametrize("started", [False, True])
def test_free_seats_are_filled_in_order_until_the_track_begins(
    session: Session, track: Track, status: TrackStatus, started: bool
) -> None:
    rows = put(session, track, *[EnrolmentStatus.WAITLISTED] * 3)
    track.status = status
    promoted, first = seating.fill_seats(session, track, now=STARTS if started else NOW, today=TODAY)
    filling = status in (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED)
    assert promoted == (rows[:2] if filling and not started else [])
    assert first is (rows[0] if filling and started else None)
    assert all((row.registered_on, row.waitlist_rank) == ("2026-06-15", None) for row in promoted)


def test_a_full_track_fills_nothing(session: Session, track: Track) -> None:
    put(session, track, EnrolmentStatus.REGISTERED, EnrolmentStatus.NO_SHOW, EnrolmentStatus.WAITLISTED)
    for now in (NOW, STARTS):
        assert seating.fill_seats(session, track, now=now, today=TODAY) == ([], None)
