"""Who came: recorded over what was on record, for those with a seat, and what looks odd is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from circo_cli.domain.attendance import Presence, Recorded, record_attendance
from circo_cli.domain.enrolment import enrol_companies, move_enrolments
from circo_cli.domain.lookup import identity
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Track, attendance
from circo_cli.values.vocabulary import EnrolmentStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

AFTER = datetime(2026, 10, 1, tzinfo=UTC)
BETWEEN = datetime(2026, 9, 10, tzinfo=UTC)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def track(session: Session) -> Track:
    """A Track of two sessions in September with three seats: bedrijf-1 to -3 sit, -4 waits, -5 is invited, -6 is not in it."""
    track = make_track(session, make_hub(session), ("2026-09-08", "2026-09-22"), capacity=3, minimum=0).track
    companies = make_companies(session, 6)
    known = {"track_id": identity(track), "people": 2, "now": NOW, "today": TODAY}
    enrol_companies(session, company_ids=companies[:4], **known)  # type: ignore[arg-type]
    enrol_companies(session, company_ids=[companies[4]], invite=True, **known)  # type: ignore[arg-type]
    return track


def record(session: Session, track: Track, *presences: tuple[int, int, int | None], now: datetime = AFTER) -> Recorded:
    return record_attendance(
        session, track_id=identity(track), presences=[Presence(*each) for each in presences], now=now
    )


def on_record(session: Session) -> list[tuple[int, int, int]]:
    columns = (attendance.c.enrolment_id, attendance.c.session_id, attendance.c.people)
    return [tuple(row) for row in session.execute(select(*columns).order_by(*columns))]  # type: ignore[misc]


def test_all_people_nobody_or_so_many(session: Session, track: Track) -> None:
    recorded = record(session, track, (1, 1, None), (2, 1, 0), (3, 2, 1))
    assert (recorded.present, recorded.people, recorded.absent, recorded.warnings) == (2, 3, 1, [])
    assert on_record(session) == [(1, 1, 2), (2, 1, 0), (3, 2, 1)]


def test_what_was_on_record_is_replaced_and_the_rest_stays(session: Session, track: Track) -> None:
    record(session, track, (1, 1, None), (2, 1, None), (1, 2, None))
    record(session, track, (1, 1, 0))
    assert on_record(session) == [(1, 1, 0), (1, 2, 2), (2, 1, 2)]


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_session_that_there_is_not(session: Session, track: Track, number: int) -> None:
    with pytest.raises(UsageError) as caught:
        record(session, track, (1, 1, None), (1, number, None))
    assert (caught.value.code, caught.value.message) == ("no-session", "limburg-2026q3-1 has sessions 1 to 2")
    assert on_record(session) == []


def test_a_track_without_sessions(session: Session) -> None:
    track = make_track(session, make_hub(session)).track
    with pytest.raises(UsageError) as caught:
        record(session, track, (1, 1, None))
    assert caught.value.message == "limburg-2026q3-1 has no sessions"


def test_all_who_hold_no_seat_are_named_with_the_way_to_one(session: Session, track: Track) -> None:
    with pytest.raises(RefusedError) as caught:
        record(session, track, (1, 1, None), (4, 1, None), (5, 1, 0), (6, 1, None))
    assert (caught.value.code, caught.value.message, caught.value.hint) == (
        "no-seat",
        "bedrijf-4 (waitlisted), bedrijf-5 (invited), bedrijf-6 hold no seat in limburg-2026q3-1",
        "circo enrolment promote E4 --reason TEXT",
    )
    assert on_record(session) == []
    with pytest.raises(RefusedError) as caught:
        record(session, track, (5, 1, None))
    assert caught.value.hint == "circo enrolment register E5"


def test_a_company_that_came_back_has_the_seat_of_its_last_enrolment(session: Session, track: Track) -> None:
    known = {"on": TODAY, "now": NOW, "today": TODAY}
    move_enrolments(session, enrolment_ids=[1, 2], to=EnrolmentStatus.CANCELLED, **known)  # type: ignore[arg-type]
    enrol_companies(session, track_id=identity(track), company_ids=[1], now=NOW, today=TODAY)
    record(session, track, (1, 1, None))
    assert on_record(session) == [(6, 1, 1)]


def test_a_session_to_come_is_warned_about(session: Session, track: Track) -> None:
    assert record(session, track, (1, 1, None), now=BETWEEN).warnings == []
    assert record(session, track, (1, 2, None), (2, 2, 0), now=BETWEEN).warnings == [
        "session 2 is still to come, on 2026-09-22: is the number right?"
    ]


def test_more_people_than_it_is_to_send_are_warned_about(session: Session, track: Track) -> None:
    assert record(session, track, (1, 1, 3)).warnings == [
        "3 people of bedrijf-1 came, and it is to send 2: circo enrolment edit E1 --people 3"
    ]
    assert on_record(session) == [(1, 1, 3)]


def test_a_status_that_no_longer_goes_with_it_is_warned_about(session: Session, track: Track) -> None:
    known = {"on": TODAY, "now": AFTER, "today": TODAY}
    move_enrolments(session, enrolment_ids=[1, 3], to=EnrolmentStatus.COMPLETED, **known)  # type: ignore[arg-type]
    move_enrolments(session, enrolment_ids=[2], to=EnrolmentStatus.NO_SHOW, **known)  # type: ignore[arg-type]
    recorded = record(session, track, (1, 1, 0), (2, 1, None), (3, 1, 0), (3, 2, 1))
    assert recorded.warnings == [
        "bedrijf-1 never came, and is completed: circo enrolment no-show E1",
        "bedrijf-2 came, and is a no-show: circo enrolment complete E2",
    ]
