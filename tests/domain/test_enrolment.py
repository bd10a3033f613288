"""The life of an enrolment: what leads where, who gets a seat, who waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from circo_cli.domain.enrolment import (
    Seating,
    edit_enrolment,
    enrol_companies,
    move_enrolments,
    promote_enrolment,
)
from circo_cli.domain.lookup import identity
from circo_cli.errors import NotFoundError, RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import CompanyContact, Enrolment, Track, enrolment_contact
from circo_cli.values.vocabulary import EnrolmentStatus as Status
from circo_cli.values.vocabulary import TrackStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

LATER = datetime(2026, 9, 9, tzinfo=UTC)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def track(session: Session) -> Track:
    """A Track with two seats that begins in September."""
    return make_track(session, make_hub(session), ["2026-09-08", "2026-09-22"], capacity=2, minimum=0).track


@pytest.fixture
def companies(session: Session) -> list[int]:
    """Five companies."""
    return make_companies(session, 5)


def enrol(session: Session, track: Track, *companies: int, **known: object) -> list[Enrolment]:
    known = {"now": NOW, **known}
    return enrol_companies(session, track_id=identity(track), company_ids=companies, today=TODAY, **known)  # type: ignore[arg-type]


def move(session: Session, to: Status, *rows: Enrolment, now: datetime = NOW, reason: str | None = None) -> Seating:
    numbers = [identity(row) for row in rows]
    return move_enrolments(session, enrolment_ids=numbers, to=to, on=TODAY, now=now, today=TODAY, reason=reason)


def statuses(rows: list[Enrolment]) -> list[str]:
    return [row.status.value for row in rows]


def test_a_full_track_makes_a_waiting_list_in_the_order_typed(
    session: Session, track: Track, companies: list[int]
) -> None:
    rows = enrol(session, track, *companies)
    assert statuses(rows) == ["registered", "registered", "waitlisted", "waitlisted", "waitlisted"]
    assert [row.waitlist_rank for row in rows] == [None, None, 1, 2, 3]
    assert [row.registered_on for row in rows] == ["2026-06-15", "2026-06-15", None, None, None]
    assert rows[2].waitlisted_at == "2026-06-15T10:00:00Z"


def test_an_invitation_holds_no_seat_and_registers_into_one(
    session: Session, track: Track, companies: list[int]
) -> None:
    invited = enrol(session, track, *companies[:2], invite=True)
    assert [(row.status, row.invited_on, row.registered_on) for row in invited] == [
        (Status.INVITED, "2026-06-15", None)
    ] * 2
    enrol(session, track, companies[2])
    assert statuses(move(session, Status.REGISTERED, *invited).changed) == ["registered", "waitlisted"]


def test_a_free_seat_that_others_wait_for_is_not_for_a_newcomer(
    session: Session, track: Track, companies: list[int]
) -> None:
    rows = enrol(session, track, *companies[:3])
    invited = enrol(session, track, companies[3], invite=True)
    move(session, Status.CANCELLED, rows[0], now=LATER)  # a seat is free, and the Track has begun
    assert statuses(enrol(session, track, companies[4], now=LATER)) == ["waitlisted"]
    assert statuses(move(session, Status.REGISTERED, *invited, now=LATER).changed) == ["waitlisted"]


def test_a_company_is_enrolled_once(session: Session, track: Track, companies: list[int]) -> None:
    (row,) = enrol(session, track, companies[0])
    for status in (Status.INVITED, Status.REGISTERED, Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW):
        row.status = status
        with pytest.raises(RefusedError) as caught:
            enrol(session, track, companies[0])
        assert caught.value.code == "already-enrolled"
        assert caught.value.hint is not None
        assert "E1" in caught.value.hint
    for status in (Status.CANCELLED, Status.DECLINED):
        row.status = status
        (again,) = enrol(session, track, companies[0])
        assert again is not row
        session.delete(again)


def test_a_company_named_twice_is_refused(session: Session, track: Track, companies: list[int]) -> None:
    with pytest.raises(RefusedError):
        enrol(session, track, companies[0], companies[0])


@pytest.mark.parametrize("status", [TrackStatus.COMPLETED, TrackStatus.CANCELLED])
def test_a_track_that_is_over_takes_companies_only_by_force(
    session: Session, track: Track, companies: list[int], status: TrackStatus
) -> None:
    track.status = status
    with pytest.raises(RefusedError) as caught:
        enrol(session, track, companies[0])
    assert caught.value.code == f"track-{status}"
    with pytest.raises(UsageError) as needs:
        enrol(session, track, companies[0], force=True)
    assert needs.value.code == "reason-missing"
    (row,) = enrol(session, track, companies[0], force=True, reason="was er bij")
    assert (row.status, row.reason) == (Status.REGISTERED, "was er bij")


def test_a_track_that_is_over_and_full_has_no_waiting_list(
    session: Session, track: Track, companies: list[int]
) -> None:
    enrol(session, track, *companies[:2])
    track.status = TrackStatus.COMPLETED
    with pytest.raises(RefusedError) as caught:
        enrol(session, track, companies[2], force=True, reason="was er bij")
    assert caught.value.code == "track-full"


ROADS = {
    Status.REGISTERED: {"invited"},
    Status.CONFIRMED: {"registered"},
    Status.DECLINED: {"invited", "registered", "confirmed", "waitlisted"},
    Status.CANCELLED: {"invited", "registered", "confirmed", "waitlisted"},
    Status.COMPLETED: {"registered", "confirmed", "no-show"},
    Status.NO_SHOW: {"registered", "confirmed", "completed"},
}


@pytest.mark.parametrize("to", ROADS)
@pytest.mark.parametrize("status", list(Status))
def test_what_leads_where(session: Session, track: Track, companies: list[int], status: Status, to: Status) -> None:
    (row,) = enrol(session, track, companies[0])
    row.status, row.waitlist_rank, row.waitlisted_at = status, 1, "x"
    if status.value in ROADS[to]:
        move(session, to, row)
        assert row.status is to
        assert row.waitlist_rank is None
        dated = {Status.REGISTERED: row.registered_on, Status.CONFIRMED: row.confirmed_on}.get(to, row.ended_on)
        assert dated == "2026-06-15"
    else:
        with pytest.raises(RefusedError) as caught:
            move(session, to, row)
        assert caught.value.code == "enrolment-status"
        assert caught.value.hint is not None
        assert caught.value.hint.startswith("from there: circo enrol")
        assert row.status is status


@pytest.mark.parametrize("to", [Status.CANCELLED, Status.DECLINED])
def test_a_seat_that_comes_free_goes_to_the_first_in_line(
    session: Session, track: Track, companies: list[int], to: Status
) -> None:
    rows = enrol(session, track, *companies)
    outcome = move(session, to, rows[1], reason="ziek")
    assert outcome.promoted == [rows[2]]
    assert statuses(rows) == ["registered", to.value, "registered", "waitlisted", "waitlisted"]
    assert rows[1].reason == "ziek"
    assert rows[2].registered_on == "2026-06-15"
    move(session, to, rows[3])
    assert move(session, to, rows[0]).promoted == [rows[4]]


def test_seats_that_come_free_together_go_to_the_first_that_still_wait(
    session: Session, track: Track, companies: list[int]
) -> None:
    rows = enrol(session, track, *companies)
    assert move(session, Status.CANCELLED, rows[0], rows[1], rows[2]).promoted == [rows[3], rows[4]]


def test_a_no_show_keeps_its_seat(session: Session, track: Track, companies: list[int]) -> None:
    rows = enrol(session, track, *companies[:3])
    assert move(session, Status.NO_SHOW, rows[0]).promoted == []
    assert rows[2].status is Status.WAITLISTED


def test_after_the_first_session_nobody_moves_up_by_itself(
    session: Session, track: Track, companies: list[int]
) -> None:
    rows = enrol(session, track, *companies[:4])
    outcome = move(session, Status.CANCELLED, rows[0], now=LATER)
    assert (outcome.promoted, outcome.first_in_line) == ([], [rows[2]])
    promote_enrolment(session, enrolment_id=identity(rows[3]), reason="past in de mix", on=TODAY)
    assert statuses(rows) == ["cancelled", "registered", "waitlisted", "registered"]


def test_several_are_all_or_nothing(session: Session, track: Track, companies: list[int]) -> None:
    rows = enrol(session, track, *companies[:3])
    with pytest.raises(RefusedError):
        move(session, Status.CONFIRMED, rows[0], rows[2])


def test_promoting_moves_to_the_head_and_keeps_the_reason(session: Session, track: Track, companies: list[int]) -> None:
    rows = enrol(session, track, *companies)
    promote_enrolment(session, enrolment_id=identity(rows[4]), reason="enige inzamelaar", on=TODAY)
    assert (rows[4].status, rows[4].reason) == (Status.WAITLISTED, "enige inzamelaar")
    assert move(session, Status.CANCELLED, rows[0], rows[1]).promoted == [rows[4], rows[2]]


def test_promoting_the_first_leaves_the_order(session: Session, track: Track, companies: list[int]) -> None:
    rows = enrol(session, track, *companies)
    promote_enrolment(session, enrolment_id=identity(rows[2]), reason="x", on=TODAY)
    assert [row.waitlist_rank for row in rows[2:]] == [1, 2, 3]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.WAITLISTED])
def test_only_who_waits_is_promoted(session: Session, track: Track, companies: list[int], status: Status) -> None:
    (row,) = enrol(session, track, companies[0])
    row.status = status
    with pytest.raises(RefusedError) as caught:
        promote_enrolment(session, enrolment_id=identity(row), reason="x", on=TODAY)
    assert caught.value.code == "enrolment-status"


def test_contacts_are_those_of_the_company(session: Session, track: Track, companies: list[int]) -> None:
    for name in ("Eva", "Bob"):
        session.add(CompanyContact(company_id=companies[0], name=name))
        session.flush()
    (row,) = enrol(session, track, companies[0], contacts=["bob", "Eva", "bob"])

    def named() -> list[tuple[int, int]]:
        query = select(enrolment_contact.c.contact_id, enrolment_contact.c.position)
        return [(contact, position) for contact, position in session.execute(query)]

    assert named() == [(2, 0), (1, 1)]
    edit_enrolment(session, enrolment_id=identity(row), values={"people": 2}, contacts=["Eva"])
    assert (named(), row.people) == ([(1, 0)], 2)
    with pytest.raises(NotFoundError):
        enrol(session, track, companies[1], contacts=["Eva"])


def test_what_has_gone_is_not_found(session: Session, track: Track) -> None:
    with pytest.raises(NotFoundError):
        move_enrolments(session, enrolment_ids=[99], to=Status.CANCELLED, on=TODAY, now=NOW, today=TODAY)
    with pytest.raises(NotFoundError):
        enrol(session, track, 99)
