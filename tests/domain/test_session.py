"""Sessions added, moved, removed and replaced; what calendars are told; the waiting list when a Track begins anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from circo_cli.domain.enrolment import enrol_companies
from circo_cli.domain.lookup import identity
from circo_cli.domain.schedule import sessions_of
from circo_cli.domain.session import add_sessions, move_session, remove_session
from circo_cli.domain.track import Scheduled, cancel_track, edit_track, move_track
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import CancelledSession, Enrolment, Hub, Theme, Track, attendance
from circo_cli.values.vocabulary import EnrolmentStatus, Stage, TrackKind, TrackStatus
from tests.conftest import Circo
from tests.domain.making import AMSTERDAM, NOW, TODAY, make_companies, make_hub, make_track, make_trainer, spans

AFTER = datetime(2026, 10, 1, tzinfo=UTC)
DATES = ("2026-09-08", "2026-09-15", "2026-09-22")
BETWEEN = datetime(2026, 9, 10, tzinfo=UTC)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def hub(session: Session) -> Hub:
    """An operational hub: nothing of its own to warn of."""
    hub = make_hub(session)
    hub.stage = Stage.OPERATIONAL
    return hub


@pytest.fixture
def track(session: Session, hub: Hub) -> Track:
    """A Track of three sessions in September."""
    return make_track(session, hub, DATES, location="Maastricht").track


def add(session: Session, track: Track, *dates: str, **known: Any) -> Scheduled:
    moment = {"now": NOW, "today": TODAY, "zone": AMSTERDAM, **known}
    return add_sessions(session, track_id=identity(track), spans=spans(*dates), **moment)


def move(session: Session, track: Track, number: int, date: str, **known: Any) -> Scheduled:
    moment = {"now": NOW, "today": TODAY, "zone": AMSTERDAM, **known}
    return move_session(session, track_id=identity(track), number=number, span=spans(date)[0], **moment)


def remove(session: Session, track: Track, number: int, now: datetime = NOW) -> Scheduled:
    return remove_session(session, track_id=identity(track), number=number, now=now, today=TODAY)


def redate(session: Session, track: Track, *dates: str, now: datetime = NOW, **known: Any) -> Scheduled:
    given = {"values": {}, **known}
    return edit_track(
        session, track_id=identity(track), spans=spans(*dates), zone=AMSTERDAM, now=now, today=TODAY, **given
    )


def edit(session: Session, track: Track, **known: Any) -> Scheduled:
    given = {"values": {}, **known}
    return edit_track(session, track_id=identity(track), now=NOW, today=TODAY, **given)


def held(session: Session, track: Track) -> list[tuple[str, str, int]]:
    """Return the day, the name and the sequence of every session."""
    return [(row.starts_on, str(row.uid)[-2:], row.sequence) for row in sessions_of(session, track)]


def attend(session: Session, track: Track, number: int, companies: list[int]) -> None:
    """Record that companies came; they are enrolled if need be."""
    row = sessions_of(session, track)[number - 1]
    for each in enrol_companies(session, track_id=identity(track), company_ids=companies, now=NOW, today=TODAY):
        session.execute(attendance.insert().values(enrolment_id=identity(each), session_id=identity(row), people=1))


def test_sessions_are_numbered_anew_and_keep_their_names(session: Session, track: Track) -> None:
    add(session, track, "2026-09-29", "2026-09-01")
    assert [(day, name) for day, name, _ in held(session, track)] == [
        ("2026-09-01", "s4"),
        ("2026-09-08", "s1"),
        ("2026-09-15", "s2"),
        ("2026-09-22", "s3"),
        ("2026-09-29", "s5"),
    ]
    move(session, track, 1, "2026-09-18")
    remove(session, track, 2)
    add(session, track, "2026-10-06")
    assert [(day, name) for day, name, _ in held(session, track)] == [
        ("2026-09-08", "s1"),
        ("2026-09-18", "s4"),
        ("2026-09-22", "s3"),
        ("2026-09-29", "s5"),
        ("2026-10-06", "s6"),
    ], "the name of the removed one is never given again"


def test_a_session_has_its_own_place_or_that_of_the_track(session: Session, track: Track) -> None:
    add(session, track, "2026-09-29", location="Venlo")
    assert [row.location for row in sessions_of(session, track)] == [None, None, None, "Venlo"]
    move(session, track, 4, "2026-09-30")
    assert sessions_of(session, track)[3].location == "Venlo", "it stays where nothing is said"
    move(session, track, 1, "2026-09-08", location="Roermond")
    move(session, track, 4, "2026-09-30", location="")
    assert [row.location for row in sessions_of(session, track)] == ["Roermond", None, None, None]


@pytest.mark.parametrize("date", ["2026-09-15T16:59", "2026-09-15T09:00-13:01", "2026-09-15T16:00-03:00"])
def test_sessions_of_a_track_do_not_overlap(session: Session, track: Track, date: str) -> None:
    with pytest.raises(RefusedError) as added:
        add(session, track, date)
    with pytest.raises(RefusedError) as moved:
        move(session, track, 1, date)
    assert {added.value.code, moved.value.code} == {"session-overlap"}
    assert added.value.message == "it overlaps session 2 of limburg-2026q3-1, on 2026-09-15"
    assert moved.value.hint == "choose another time, or first: circo track session move limburg-2026q3-1 2 DATE"


def test_a_session_may_touch_another_one_and_overlap_what_it_was(session: Session, track: Track) -> None:
    move(session, track, 2, "2026-09-15T15:00-19:00")
    add(session, track, "2026-09-15T13:00-15:00", "2026-09-15T19:00-20:00")
    with pytest.raises(UsageError) as caught:
        add(session, track, "2026-09-29T09:00-12:00", "2026-09-29T11:00-13:00")
    assert (caught.value.code, caught.value.message) == (
        "session-overlap",
        "two sessions of this Track overlap, on 2026-09-29",
    )


def test_what_is_typed_again_is_nothing_to_change(session: Session, track: Track) -> None:
    with pytest.raises(UsageError) as caught:
        move(session, track, 1, "2026-09-08")
    assert caught.value.code == "nothing"
    with pytest.raises(UsageError):
        move(session, track, 1, "2026-09-08", location="")


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_a_session_that_there_is_not(session: Session, track: Track, number: int) -> None:
    for change in (lambda: move(session, track, number, "2026-09-29"), lambda: remove(session, track, number)):
        with pytest.raises(UsageError) as caught:
            change()
        assert (caught.value.code, caught.value.message) == (
            "no-session",
            "limburg-2026q3-1 has sessions 1 to 3",
        )


@pytest.mark.parametrize("status", [TrackStatus.CANCELLED, TrackStatus.COMPLETED])
def test_the_sessions_of_a_track_that_is_over_stay(session: Session, track: Track, status: TrackStatus) -> None:
    track.status = status
    for change in (
        lambda: add(session, track, "2026-09-29"),
        lambda: move(session, track, 1, "2026-09-01"),
        lambda: remove(session, track, 1),
        lambda: redate(session, track, "2026-09-08"),
        lambda: add(session, track, "2026-09-29", force=True, reason="x"),
    ):
        with pytest.raises(RefusedError) as caught:
            change()
        assert caught.value.code == f"track-{status}"
        assert caught.value.hint
    assert [day for day, _, _ in held(session, track)] == list(DATES)


def test_a_wrong_date_of_a_completed_track_is_mended_by_force_to_one_that_is_past(
    session: Session, track: Track
) -> None:
    track.status = TrackStatus.COMPLETED
    with pytest.raises(UsageError):
        move(session, track, 1, "2026-09-09", now=AFTER, force=True)
    move(session, track, 1, "2026-09-09", now=AFTER, force=True, reason="verkeerd ingevoerd")
    assert held(session, track)[0] == ("2026-09-09", "s1", 1)
    assert track.reason == "verkeerd ingevoerd"
    with pytest.raises(RefusedError) as caught:
        move(session, track, 3, "2026-10-02", now=AFTER, force=True, reason="x")
    assert caught.value.code == "track-completed"
    track.status = TrackStatus.CANCELLED
    with pytest.raises(RefusedError):
        move(session, track, 1, "2026-09-08", now=AFTER, force=True, reason="x")


def test_a_trainer_who_is_elsewhere_is_refused_unless_forced(session: Session, hub: Hub, track: Track) -> None:
    trainer = [identity(make_trainer(session))]
    make_track(session, hub, ["2026-09-30"], trainer_ids=trainer)
    edit(session, track, trainer_ids=trainer)
    for change in (add, lambda *given, **known: move(*given[:2], 2, *given[2:], **known)):
        with pytest.raises(RefusedError) as caught:
            change(session, track, "2026-09-30T16:00")
        assert (caught.value.code, caught.value.details) == (
            "trainer-clash",
            ["Anja gives limburg-2026q3-2 on 2026-09-30, at the same time"],
        )
        for row in sessions_of(session, track)[3:]:
            session.delete(row)
        session.flush()


def test_force_moves_a_session_over_a_clash_and_keeps_the_reason(session: Session, hub: Hub, track: Track) -> None:
    trainer = [identity(make_trainer(session))]
    make_track(session, hub, ["2026-09-30"], trainer_ids=trainer)
    edit(session, track, trainer_ids=trainer)
    with pytest.raises(UsageError) as caught:
        move(session, track, 3, "2026-09-30", force=True)
    assert caught.value.code == "reason-missing"
    forced = move(session, track, 3, "2026-09-30", force=True, reason="komt later")
    assert forced.warnings == ["Anja gives limburg-2026q3-2 on 2026-09-30, at the same time"]
    assert track.reason == "komt later"
    assert move(session, track, 3, "2026-09-30", location="Venlo").warnings == [], "the times were forced before"
    assert add(session, track, "2026-09-29").warnings == [], "other sessions were not moved"
    assert redate(session, track, "2026-09-15", "2026-09-30").warnings == []


def test_only_what_changed_is_warned_of(session: Session, hub: Hub, track: Track) -> None:
    make_track(session, hub, ["2026-09-12", "2026-09-19"], location="maastricht")
    assert add(session, track, "2026-09-12").warnings == [
        "Maastricht is taken by limburg-2026q3-2 on 2026-09-12, at the same time",
        "2026-09-12 is a Saturday",
    ]
    assert add(session, track, "2026-09-29").warnings == []
    assert move(session, track, 2, "2026-09-12T18:00").warnings == ["2026-09-12 is a Saturday"]
    assert remove(session, track, 4).warnings == []
    assert move(session, track, 3, "2026-09-19T13:00", location="Venlo").warnings == ["2026-09-19 is a Saturday"]
    assert move(session, track, 3, "2026-09-19T13:00", location="").warnings == [
        "Maastricht is taken by limburg-2026q3-2 on 2026-09-19, at the same time"
    ]


def test_the_quarter_is_warned_of_when_the_first_session_leaves_it(session: Session, track: Track) -> None:
    late = "the first session, {}, is not in 2026Q3: limburg-2026q3-1 counts in 2026Q4"
    assert add(session, track, "2026-10-06").warnings == []
    assert redate(session, track, "2026-10-06").warnings == [late.format("2026-10-06")]
    assert add(session, track, "2026-10-20").warnings == [], "it counted there already"
    assert move(session, track, 1, "2026-10-07").warnings == []
    assert add(session, track, "2026-09-29").warnings == []
    assert remove(session, track, 1).warnings == [late.format("2026-10-07")]


def test_a_removed_session_takes_its_attendance_along_and_calendars_are_told(session: Session, track: Track) -> None:
    attend(session, track, 1, make_companies(session, 2))
    move(session, track, 1, "2026-09-09", location="Venlo")
    remove(session, track, 1)
    (told,) = session.exec(select(CancelledSession)).all()
    assert (told.uid, told.sequence, told.starts_at, told.ends_at, told.quarter, told.location) == (
        "limburg-2026q3-1-s1",
        2,
        "2026-09-09T11:00:00Z",
        "2026-09-09T15:00:00Z",
        "2026Q3",
        "Venlo",
    )
    assert session.execute(select(attendance)).all() == []


def test_attendance_goes_along_with_its_session(session: Session, track: Track) -> None:
    attend(session, track, 1, make_companies(session, 2))
    row = sessions_of(session, track)[0]
    outcome = move(session, track, 1, "2026-09-29")
    assert outcome.warnings == [
        "the session of 2026-09-29 is still to come, and attendance of 2 companies is on record for it"
    ]
    assert [each.session_id for each in session.execute(select(attendance.c.session_id))] == [row.id] * 2
    assert sessions_of(session, track)[2] is row
    assert move(session, track, 3, "2026-09-09", now=AFTER).warnings == []


def test_dates_that_stay_are_the_same_sessions_and_the_others_are_moved_in_order(
    session: Session, track: Track
) -> None:
    attend(session, track, 1, make_companies(session, 1))
    before = {row.starts_on: row for row in sessions_of(session, track)}
    redate(session, track, "2026-10-06", "2026-09-15", "2026-09-29", "2026-10-13")
    after = {row.starts_on: row for row in sessions_of(session, track)}
    assert after["2026-09-15"] is before["2026-09-15"]
    assert after["2026-09-29"] is before["2026-09-08"], "with its name and who came to it"
    assert after["2026-10-06"] is before["2026-09-22"]
    assert str(after["2026-10-13"].uid).endswith("-s4")


def test_the_same_start_with_another_end_is_the_same_session(session: Session, track: Track) -> None:
    redate(session, track, "2026-09-08", "2026-09-15T13:00-15:30", "2026-09-22")
    assert held(session, track) == [("2026-09-08", "s1", 0), ("2026-09-15", "s2", 1), ("2026-09-22", "s3", 0)]
    assert sessions_of(session, track)[1].ends_at == "2026-09-15T13:30:00Z"


def test_a_date_too_few_removes_the_last_ones_but_none_that_somebody_came_to(session: Session, track: Track) -> None:
    redate(session, track, "2026-09-08", "2026-09-15")
    assert [told.uid for told in session.exec(select(CancelledSession))] == ["limburg-2026q3-1-s3"]
    attend(session, track, 2, make_companies(session, 1))
    with pytest.raises(RefusedError) as caught:
        redate(session, track, "2026-09-08")
    assert (caught.value.code, caught.value.hint) == (
        "session-attended",
        "to lose that all the same: circo track session remove limburg-2026q3-1 2",
    )
    assert caught.value.message == (
        "session 2 of limburg-2026q3-1, on 2026-09-15, would be removed, and attendance of 1 company is on record"
    )
    with pytest.raises(RefusedError):
        redate(session, track)
    remove(session, track, 2)
    assert redate(session, track).warnings == []
    assert held(session, track) == []


def test_new_dates_may_not_overlap_each_other(session: Session, track: Track) -> None:
    with pytest.raises(UsageError) as caught:
        redate(session, track, "2026-09-08T09:00-12:00", "2026-09-08T11:00-14:00")
    assert caught.value.code == "session-overlap"


@settings(max_examples=60, deadline=None, database=None)
@given(typed=st.lists(st.lists(st.integers(1, 28), unique=True, max_size=6), min_size=1, max_size=4))
def test_dates_typed_are_the_dates_held_and_no_name_comes_back(
    template_session: Session, typed: list[list[int]]
) -> None:
    session = template_session
    track = make_track(session, session.exec(select(Hub)).one()).track
    seen: dict[str, int] = {}
    for days in typed:
        dates = [f"2026-09-{day:02}" for day in days]
        known = {row.starts_on: (row.uid, row.id) for row in sessions_of(session, track)}
        redate(session, track, *dates)
        rows = sessions_of(session, track)
        assert [row.starts_on for row in rows] == sorted(dates)
        assert {row.starts_on: (row.uid, row.id) for row in rows if row.starts_on in known} == {
            day: known[day] for day in known.keys() & set(dates)
        }
        for row in rows:
            assert seen.setdefault(str(row.uid), identity(row)) == row.id
        gone = set(session.exec(select(CancelledSession.uid).where(CancelledSession.track_id == track.id)))
        assert {str(row.uid) for row in rows} | gone == set(seen)
        assert gone.isdisjoint(str(row.uid) for row in rows)


@pytest.fixture(scope="module")
def template_session(template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session over a database of its own with one hub, for many examples."""
    import shutil

    path = tmp_path_factory.mktemp("sessions") / "circo.db"
    shutil.copy(template, path)
    with open_change(path, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        make_hub(change.session)
        yield change.session


# What calendars show


def sequences(session: Session, track: Track) -> list[int]:
    return [row.sequence for row in sessions_of(session, track)]


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        ({"title": "Anders"}, 1),
        ({"location": "Venlo"}, 1),
        ({"kind": TrackKind.BLENDED}, 1),
        ({"title": "Bouwen"}, 0),
        ({"capacity": 14}, 0),
        ({"planned_quarter": "2026Q4"}, 0),
        ({"taught_in": "en"}, 0),
        ({"title": "Anders", "location": "Venlo"}, 1),
    ],
)
def test_what_calendars_show_of_a_track_is_a_later_version_of_its_sessions(
    session: Session, track: Track, values: dict[str, object], raised: int
) -> None:
    edit(session, track, values=values)
    assert sequences(session, track) == [raised] * 3


def test_theme_and_hubs_are_shown_and_trainers_are_not(session: Session, track: Track) -> None:
    edit(session, track, values={"theme_id": session.exec(select(Theme.id)).first()})
    assert sequences(session, track) == [1, 1, 1]
    edit(session, track, joint_hub_ids=[identity(make_hub(session, "Zeeland"))])
    assert sequences(session, track) == [2, 2, 2]
    edit(session, track, trainer_ids=[identity(make_trainer(session))])
    assert sequences(session, track) == [2, 2, 2]


def test_a_place_of_the_track_is_shown_where_a_session_has_none_of_its_own(session: Session, track: Track) -> None:
    move(session, track, 1, "2026-09-08", location="Venlo")
    assert sequences(session, track) == [1, 0, 0]
    edit(session, track, values={"location": "Roermond"})
    assert sequences(session, track) == [1, 1, 1]


def test_numbers_are_shown_so_that_one_more_or_less_changes_all(session: Session, track: Track) -> None:
    add(session, track, "2026-09-29")
    assert sequences(session, track) == [1, 1, 1, 0]
    move(session, track, 1, "2026-09-09")
    assert sequences(session, track) == [2, 1, 1, 0]
    move(session, track, 1, "2026-09-16")
    assert [(day, sequence) for day, _, sequence in held(session, track)] == [
        ("2026-09-15", 2),
        ("2026-09-16", 3),
        ("2026-09-22", 1),
        ("2026-09-29", 0),
    ]
    remove(session, track, 4)
    assert sequences(session, track) == [3, 4, 2]


def test_a_track_that_is_confirmed_or_cancelled_is_shown_so(session: Session, track: Track) -> None:
    move_track(session, track_id=identity(track), to=TrackStatus.OPEN)
    assert sequences(session, track) == [0, 0, 0], "tentative before and after"
    move_track(session, track_id=identity(track), to=TrackStatus.CONFIRMED)
    assert sequences(session, track) == [1, 1, 1]
    cancel_track(session, track_id=identity(track), reason="x", today=TODAY)
    assert sequences(session, track) == [2, 2, 2]


# The waiting list


@pytest.fixture
def freed(session: Session, hub: Hub) -> Track:
    """A Track of one seat that has begun, in which the seat came free and one company waits."""
    track = make_track(session, hub, DATES, capacity=1, minimum=1).track
    enrol_companies(session, track_id=identity(track), company_ids=make_companies(session, 2), now=NOW, today=TODAY)
    seated = session.get_one(Enrolment, 1)
    seated.status = EnrolmentStatus.CANCELLED
    session.flush()
    assert waiting(session) == 1
    return track


def waiting(session: Session) -> int:
    return len(session.exec(select(Enrolment).where(Enrolment.status == EnrolmentStatus.WAITLISTED)).all())


def test_a_track_that_has_not_begun_any_more_fills_its_seats(session: Session, freed: Track) -> None:
    outcome = move(session, freed, 1, "2026-09-12", now=BETWEEN)
    assert [identity(each) for each in outcome.promoted] == [2]
    assert waiting(session) == 0


def test_so_does_one_without_its_first_session(session: Session, freed: Track) -> None:
    assert [identity(each) for each in remove(session, freed, 1, now=BETWEEN).promoted] == [2]


def test_and_one_with_other_dates(session: Session, freed: Track) -> None:
    assert [identity(each) for each in redate(session, freed, "2026-09-29", now=BETWEEN).promoted] == [2]


def test_a_track_that_has_begun_all_the_same_promotes_nobody(session: Session, freed: Track) -> None:
    for outcome in (
        move(session, freed, 1, "2026-09-07", now=BETWEEN),
        move(session, freed, 3, "2026-09-29", now=BETWEEN),
        add(session, freed, "2026-10-06", now=BETWEEN),
        redate(session, freed, "2026-09-07", now=BETWEEN),
    ):
        assert (outcome.promoted, outcome.first_in_line) == ([], None)
    assert waiting(session) == 1
