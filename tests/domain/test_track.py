"""The road of a Track: forward only, complete with attendance, cancelled with its enrolments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from circo_cli.domain.attendance import Presence, record_attendance
from circo_cli.domain.enrolment import enrol_companies, move_enrolments
from circo_cli.domain.lookup import identity
from circo_cli.domain.track import (
    cancel_track,
    complete_track,
    edit_track,
    move_track,
)
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Enrolment, Hub, Track, track_hub
from circo_cli.values.vocabulary import EnrolmentStatus, TrackStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

AFTER = datetime(2026, 10, 1, tzinfo=UTC)
DATES = ("2026-09-08", "2026-09-22")


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def hub(session: Session) -> Hub:
    """A hub."""
    return make_hub(session)


@pytest.fixture
def track(session: Session, hub: Hub) -> Track:
    """A Track of two sessions in September with three seats."""
    return make_track(session, hub, DATES, capacity=3, minimum=2).track


def enrol(session: Session, track: Track, *companies: int, invite: bool = False) -> list[Enrolment]:
    return enrol_companies(
        session, track_id=identity(track), company_ids=companies, invite=invite, people=2, now=NOW, today=TODAY
    )


def attend(session: Session, track: Track, number: int, present: list[int], absent: list[int] | None = None) -> None:
    presences = [
        *(Presence(each, number, None) for each in present),
        *(Presence(each, number, 0) for each in absent or []),
    ]
    record_attendance(session, track_id=identity(track), presences=presences, now=AFTER)


def test_a_track_has_the_usual_size_and_a_key_of_its_quarter(session: Session, hub: Hub) -> None:
    first, second = make_track(session, hub).track, make_track(session, hub).track
    other = make_track(session, hub, quarter="2026Q4").track
    assert [each.key for each in (first, second, other)] == [
        "limburg-2026q3-1",
        "limburg-2026q3-2",
        "limburg-2026q4-1",
    ]
    assert (first.status, first.capacity, first.minimum) == (TrackStatus.PLANNED, 12, 6)


def test_a_key_keeps_the_quarter_that_it_was_made_in(session: Session, hub: Hub) -> None:
    track = make_track(session, hub).track
    edit_track(session, track_id=identity(track), values={"planned_quarter": "2027Q1"}, now=NOW, today=TODAY)
    assert (track.key, make_track(session, hub).track.key) == ("limburg-2026q3-1", "limburg-2026q3-2")


def test_keys_of_hubs_whose_names_begin_alike_are_kept_apart(session: Session) -> None:
    keys = [make_track(session, make_hub(session, name)).track.key for name in ("Noord", "Noord-2026", "Noord")]
    assert keys == ["noord-2026q3-1", "noord-2026-2026q3-1", "noord-2-2026q3-1"]


def test_the_own_hub_is_an_organiser_and_the_first(session: Session, hub: Hub) -> None:
    others = [identity(make_hub(session, name)) for name in ("B", "A")]
    track = make_track(session, hub, joint_hub_ids=[*others, identity(hub), others[0]]).track
    rows = session.execute(
        select(track_hub.c.hub_id).where(track_hub.c.track_id == identity(track)).order_by(track_hub.c.position)
    )
    assert [row[0] for row in rows] == [identity(hub), *others]


@pytest.mark.parametrize(("capacity", "minimum"), [(0, 0), (-1, 0), (5, 6), (5, -1)])
def test_a_size_that_cannot_be(session: Session, hub: Hub, capacity: int, minimum: int) -> None:
    with pytest.raises(UsageError):
        make_track(session, hub, capacity=capacity, minimum=minimum)
    track = make_track(session, hub).track
    with pytest.raises(UsageError):
        edit_track(
            session,
            track_id=identity(track),
            values={"capacity": capacity, "minimum": minimum},
            now=NOW,
            today=TODAY,
        )
    session.expire(track)


STATUSES = (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED, TrackStatus.COMPLETED)


@pytest.mark.parametrize("to", [TrackStatus.OPEN, TrackStatus.CONFIRMED])
@pytest.mark.parametrize("status", [*STATUSES, TrackStatus.CANCELLED])
def test_a_track_goes_forward_and_may_skip(
    session: Session, track: Track, status: TrackStatus, to: TrackStatus
) -> None:
    track.status = status
    if status in STATUSES and STATUSES.index(status) < STATUSES.index(to):
        assert move_track(session, track_id=identity(track), to=to).track.status is to
        return
    with pytest.raises(RefusedError) as caught:
        move_track(session, track_id=identity(track), to=to)
    assert caught.value.code == "track-status"
    assert track.status is status


def test_confirming_below_the_minimum_is_a_warning(session: Session, track: Track) -> None:
    companies = make_companies(session, 2)
    enrol(session, track, companies[0])
    assert move_track(session, track_id=identity(track), to=TrackStatus.CONFIRMED).warnings == [
        "1 of at least 2 companies are enrolled"
    ]
    track.status = TrackStatus.OPEN
    enrol(session, track, companies[1])
    assert move_track(session, track_id=identity(track), to=TrackStatus.CONFIRMED).warnings == []


def test_completing_needs_the_last_session_past(session: Session, track: Track) -> None:
    for now in (NOW, datetime(2026, 9, 22, 14, 59, 59, tzinfo=UTC)):
        with pytest.raises(RefusedError) as caught:
            complete_track(session, track_id=identity(track), now=now, today=TODAY)
        assert caught.value.code == "track-not-over"
    complete_track(session, track_id=identity(track), now=datetime(2026, 9, 22, 15, tzinfo=UTC), today=TODAY)
    assert track.status is TrackStatus.COMPLETED


def test_a_track_without_sessions_is_never_over(session: Session, hub: Hub) -> None:
    track = make_track(session, hub).track
    with pytest.raises(RefusedError) as caught:
        complete_track(session, track_id=identity(track), now=AFTER, today=TODAY)
    assert caught.value.code == "track-not-over"


def test_completing_needs_attendance_of_every_seat_and_session(session: Session, track: Track) -> None:
    companies = make_companies(session, 5)
    enrol(session, track, *companies[:4])
    enrol(session, track, companies[4], invite=True)
    attend(session, track, 1, companies[:2])
    attend(session, track, 2, [companies[0]], [companies[1]])
    with pytest.raises(RefusedError) as caught:
        complete_track(session, track_id=identity(track), now=AFTER, today=TODAY)
    assert caught.value.code == "attendance-missing"
    assert caught.value.details == [
        {"enrolment": "E3", "company": "bedrijf-3", "session": 1},
        {"enrolment": "E3", "company": "bedrijf-3", "session": 2},
    ]
    assert caught.value.hint == (
        "of bedrijf-3 say who came and who did not: "
        "circo track attendance limburg-2026q3-1 --session 1 --present COMPANY --absent COMPANY"
    )
    assert track.status is TrackStatus.PLANNED


def test_completing_settles_every_enrolment(session: Session, track: Track) -> None:
    companies = make_companies(session, 7)
    enrol(session, track, *companies[:5])
    enrol(session, track, *companies[5:], invite=True)
    move_enrolments(session, enrolment_ids=[2], to=EnrolmentStatus.CONFIRMED, on=TODAY, now=NOW, today=TODAY)
    move_enrolments(session, enrolment_ids=[7], to=EnrolmentStatus.DECLINED, on=TODAY, now=NOW, today=TODAY)
    attend(session, track, 1, [companies[0]], companies[1:3])
    attend(session, track, 2, [companies[1]], [companies[0], companies[2]])
    complete_track(session, track_id=identity(track), now=AFTER, today=AFTER.date())
    enrolments = session.exec(select(Enrolment).order_by(Enrolment.id)).all()  # type: ignore[arg-type]
    assert [(each.status, each.ended_on, each.waitlist_rank) for each in enrolments] == [
        (EnrolmentStatus.COMPLETED, "2026-10-01", None),
        (EnrolmentStatus.COMPLETED, "2026-10-01", None),
        (EnrolmentStatus.NO_SHOW, "2026-10-01", None),
        (EnrolmentStatus.CANCELLED, "2026-10-01", None),
        (EnrolmentStatus.CANCELLED, "2026-10-01", None),
        (EnrolmentStatus.CANCELLED, "2026-10-01", None),
        (EnrolmentStatus.DECLINED, "2026-06-15", None),
    ]


def test_a_completed_track_neither_completes_nor_is_cancelled(session: Session, track: Track) -> None:
    complete_track(session, track_id=identity(track), now=AFTER, today=TODAY)
    with pytest.raises(RefusedError):
        complete_track(session, track_id=identity(track), now=AFTER, today=TODAY)
    with pytest.raises(RefusedError):
        cancel_track(session, track_id=identity(track), reason="x", today=TODAY)


def test_cancelling_cancels_every_open_enrolment_and_promotes_nobody(session: Session, track: Track) -> None:
    companies = make_companies(session, 6)
    enrol(session, track, *companies[:5])
    enrol(session, track, companies[5], invite=True)
    move_enrolments(session, enrolment_ids=[1], to=EnrolmentStatus.NO_SHOW, on=TODAY, now=NOW, today=TODAY)
    _, cancelled = cancel_track(session, track_id=identity(track), reason="te weinig", today=TODAY)
    enrolments = session.exec(select(Enrolment).order_by(Enrolment.id)).all()  # type: ignore[arg-type]
    assert [each.status for each in enrolments] == [EnrolmentStatus.NO_SHOW, *[EnrolmentStatus.CANCELLED] * 5]
    assert [each.registered_on for each in enrolments[3:]] == [None, None, None]
    assert {each.reason for each in cancelled} == {"te weinig"}
    assert {each.waitlist_rank for each in cancelled} == {None}
    assert (track.status, track.reason) == (TrackStatus.CANCELLED, "te weinig")
    with pytest.raises(RefusedError):
        cancel_track(session, track_id=identity(track), reason="x", today=TODAY)
    with pytest.raises(RefusedError):
        complete_track(session, track_id=identity(track), now=AFTER, today=TODAY)


def test_more_seats_go_to_the_waiting_list_in_the_same_change(session: Session, track: Track) -> None:
    enrol(session, track, *make_companies(session, 6))
    outcome = edit_track(session, track_id=identity(track), values={"capacity": 5}, now=NOW, today=TODAY)
    assert [identity(each) for each in outcome.promoted] == [4, 5]
    assert outcome.warnings == []
    assert outcome.first_in_line is None


def test_more_seats_after_the_first_session_only_say_who_is_first(session: Session, track: Track) -> None:
    enrol(session, track, *make_companies(session, 5))
    outcome = edit_track(session, track_id=identity(track), values={"capacity": 5}, now=AFTER, today=TODAY)
    assert outcome.promoted == []
    assert outcome.first_in_line is not None
    assert identity(outcome.first_in_line) == 4


def test_fewer_seats_than_are_taken_is_a_warning(session: Session, track: Track) -> None:
    enrol(session, track, *make_companies(session, 4))
    outcome = edit_track(session, track_id=identity(track), values={"capacity": 2}, now=NOW, today=TODAY)
    assert outcome.warnings == ["3 companies hold a seat: more than the new capacity of 2"]
    assert outcome.promoted == []
