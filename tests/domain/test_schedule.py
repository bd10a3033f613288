"""The calendar: trainers at two places at once, and what is worth a warning."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from circo_cli.domain.hub import advance_hub
from circo_cli.domain.lookup import identity
from circo_cli.domain.schedule import sessions_of
from circo_cli.domain.track import cancel_track, edit_track
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Hub, Track
from circo_cli.values.vocabulary import Stage
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_hub, make_track, make_trainer


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


@pytest.fixture
def hub(session: Session) -> Hub:
    """An operational hub: nothing of its own to warn of."""
    return operational(session, make_hub(session))


def operational(session: Session, hub: Hub) -> Hub:
    return advance_hub(
        session, hub_id=identity(hub), stage=Stage.OPERATIONAL, on=TODAY, today=TODAY, actor="a", force=True, reason="x"
    )


def edit(session: Session, track: Track, **known: object) -> list[str]:
    known = {"values": {}, **known}
    return edit_track(session, track_id=identity(track), now=NOW, today=TODAY, **known).warnings  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("2026-09-08T09:00-12:00", "2026-09-08T11:59-13:00", True),
        ("2026-09-08T09:00-12:00", "2026-09-08T12:00-13:00", False),
        ("2026-09-08T09:00-12:00", "2026-09-08T08:00-09:00", False),
        ("2026-09-08T09:00-12:00", "2026-09-08T08:00-09:01", True),
        ("2026-09-08T09:00-12:00", "2026-09-08T10:00-11:00", True),
        ("2026-09-08T09:00-12:00", "2026-09-09T09:00-12:00", False),
        ("2026-09-08", "2026-09-08T16:00-18:00", True),
        ("2026-09-08", "2026-09-08T17:00-18:00", False),
        ("2026-09-08T22:00-02:00", "2026-09-09T01:00-03:00", True),
        ("2026-09-08T22:00-02:00", "2026-09-09T02:00-03:00", False),
        ("2026-09-08T22:00-24:00", "2026-09-09T00:00-03:00", False),
        ("2026-09-08T23:00", "2026-09-09T02:59", True),
    ],
)
def test_a_trainer_is_at_one_place_at_a_time(session: Session, hub: Hub, first: str, second: str, clash: bool) -> None:
    trainer = [identity(make_trainer(session))]
    other = operational(session, make_hub(session, "Zeeland"))
    make_track(session, hub, [first], trainer_ids=trainer)
    if not clash:
        assert make_track(session, other, [second], trainer_ids=trainer).warnings == []
        return
    with pytest.raises(RefusedError) as caught:
        make_track(session, other, [second], trainer_ids=trainer)
    assert caught.value.code == "trainer-clash"
    assert caught.value.message.startswith("Anja gives limburg-2026q3-1 on 2026-09-08")


def test_clocks_of_other_countries_are_reckoned_with(session: Session, hub: Hub) -> None:
    trainer = [identity(make_trainer(session))]
    lisbon = operational(session, make_hub(session, "Portugal", country="PT", timezone="Europe/Lisbon"))
    make_track(session, hub, ["2026-09-08T13:00-17:00"], trainer_ids=trainer)
    assert make_track(session, lisbon, ["2026-09-08T16:00-18:00"], trainer_ids=trainer).warnings == []
    with pytest.raises(RefusedError):
        make_track(session, lisbon, ["2026-09-08T15:30-15:59"], trainer_ids=trainer)


def test_another_trainer_and_a_cancelled_track_are_no_clash(session: Session, hub: Hub) -> None:
    anja, bram = identity(make_trainer(session)), identity(make_trainer(session, "Bram"))
    first = make_track(session, hub, ["2026-09-08"], trainer_ids=[anja]).track
    make_track(session, hub, ["2026-09-08"], trainer_ids=[bram])
    cancel_track(session, track_id=identity(first), reason="x", today=TODAY)
    assert make_track(session, hub, ["2026-09-08"], trainer_ids=[anja]).warnings == []


def test_every_clash_is_named(session: Session, hub: Hub) -> None:
    both = [identity(make_trainer(session)), identity(make_trainer(session, "Bram"))]
    make_track(session, hub, ["2026-09-08", "2026-09-22"], trainer_ids=both)
    with pytest.raises(RefusedError) as caught:
        make_track(session, hub, ["2026-09-08", "2026-09-22"], trainer_ids=both)
    assert len(caught.value.details) == 4


def test_a_clash_is_forced_with_a_reason_that_is_kept(session: Session, hub: Hub) -> None:
    trainer = [identity(make_trainer(session))]
    make_track(session, hub, ["2026-09-08"], trainer_ids=trainer)
    with pytest.raises(UsageError) as caught:
        make_track(session, hub, ["2026-09-08"], trainer_ids=trainer, force=True)
    assert caught.value.code == "reason-missing"
    outcome = make_track(session, hub, ["2026-09-08"], trainer_ids=trainer, force=True, reason="komt later")
    assert outcome.track.reason == "komt later"
    assert [warning for warning in outcome.warnings if "Anja" in warning]


def test_giving_a_track_another_trainer_is_checked_too(session: Session, hub: Hub) -> None:
    anja, bram = identity(make_trainer(session)), identity(make_trainer(session, "Bram"))
    make_track(session, hub, ["2026-09-08"], trainer_ids=[anja])
    second = make_track(session, hub, ["2026-09-08"], trainer_ids=[bram]).track
    third = make_track(session, hub, ["2026-09-08"]).track
    clash = "Anja gives limburg-2026q3-1 on 2026-09-08, at the same time"
    assert edit(session, third, trainer_ids=[anja], force=True, reason="x") == [clash]
    with pytest.raises(RefusedError) as caught:
        edit(session, second, trainer_ids=[bram, anja])
    assert caught.value.message == clash


def test_who_was_forced_upon_it_is_not_refused_again_with_another_one(session: Session, hub: Hub) -> None:
    anja, bram = identity(make_trainer(session)), identity(make_trainer(session, "Bram"))
    make_track(session, hub, ["2026-09-08"], trainer_ids=[anja])
    second = make_track(session, hub, ["2026-09-08"], trainer_ids=[anja], force=True, reason="x").track
    assert edit(session, second, trainer_ids=[anja, bram]) == []
    assert edit(session, second, trainer_ids=[]) == []


def test_a_cancelled_track_clashes_with_nothing_itself(session: Session, hub: Hub) -> None:
    anja = identity(make_trainer(session))
    make_track(session, hub, ["2026-09-08"], trainer_ids=[anja], location="Venlo")
    second = make_track(session, hub, ["2026-09-08"]).track
    cancel_track(session, track_id=identity(second), reason="x", today=TODAY)
    assert edit(session, second, trainer_ids=[anja], values={"location": "Venlo"}) == []


def test_force_needs_its_reason_whatever_is_changed(session: Session, hub: Hub) -> None:
    track = make_track(session, hub).track
    for change in (
        lambda: edit(session, track, values={"title": "x"}, force=True),
        lambda: make_track(session, hub, force=True),
    ):
        with pytest.raises(UsageError) as caught:
            change()
        assert caught.value.code == "reason-missing"


def test_what_does_not_touch_the_trainers_is_not_refused_for_them(session: Session, hub: Hub) -> None:
    trainer = [identity(make_trainer(session))]
    make_track(session, hub, ["2026-09-08"], trainer_ids=trainer)
    second = make_track(session, hub, ["2026-09-08"], trainer_ids=trainer, force=True, reason="x").track
    edit(session, second, values={"location": "Maastricht"})
    edit(session, second, values={"title": "Anders"})
    assert second.location == "Maastricht"


def test_one_place_for_two_tracks_is_a_warning(session: Session, hub: Hub) -> None:
    make_track(session, hub, ["2026-09-08"], location="Provinciehuis")
    warnings = make_track(session, hub, ["2026-09-08"], location="provinciehuis").warnings
    assert warnings == ["provinciehuis is taken by limburg-2026q3-1 on 2026-09-08, at the same time"]
    assert make_track(session, hub, ["2026-09-08"], location="Elders").warnings == []
    assert make_track(session, hub, ["2026-09-08T17:00"], location="Provinciehuis").warnings == []
    assert make_track(session, hub, ["2026-09-08"]).warnings == []


def test_moving_to_a_place_that_is_taken_is_a_warning(session: Session, hub: Hub) -> None:
    make_track(session, hub, ["2026-09-08"], location="Provinciehuis")
    second = make_track(session, hub, ["2026-09-08"], location="Elders").track
    assert edit(session, second, values={"location": "Provinciehuis"}) == [
        "Provinciehuis is taken by limburg-2026q3-1 on 2026-09-08, at the same time"
    ]


def test_the_place_of_a_session_counts_before_that_of_its_track(session: Session, hub: Hub) -> None:
    first = make_track(session, hub, ["2026-09-08", "2026-09-15"], location="Venlo").track
    sessions_of(session, first)[0].location = "Roermond"
    make = ("limburg-2026q3-1 on 2026-09-15", "limburg-2026q3-1 on 2026-09-08")
    assert make_track(session, hub, ["2026-09-08", "2026-09-15"], location="VENLO").warnings == [
        f"VENLO is taken by {make[0]}, at the same time"
    ]
    assert make_track(session, hub, ["2026-09-08", "2026-09-15"], location="roermond").warnings == [
        f"roermond is taken by {make[1]}, at the same time"
    ]
    moved = edit(session, first, values={"location": "Roermond"})
    assert moved == ["Roermond is taken by limburg-2026q3-3 on 2026-09-15, at the same time"]


def test_an_edit_warns_only_of_what_it_changed(session: Session, hub: Hub) -> None:
    track = make_track(session, hub, ["2026-09-05", "2026-12-25"], "2026Q4").track
    assert edit(session, track, values={"location": "Venlo"}) == []
    assert edit(session, track, values={"title": "Anders"}) == []
    assert edit(session, track, values={"planned_quarter": "2026Q4"}) == []


def test_planning_for_a_quarter_without_the_first_session_is_a_warning(session: Session, hub: Hub) -> None:
    outcome = make_track(session, hub, ["2026-09-08", "2026-10-06"])
    assert outcome.warnings == []
    assert edit(session, outcome.track, values={"planned_quarter": "2026Q4"}) == [
        "the first session, 2026-09-08, is not in 2026Q4: limburg-2026q3-1 counts in 2026Q3"
    ]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-09-05", "Saturday"),
        ("2026-09-06", "Sunday"),
        ("2026-12-25", "public holiday"),
        ("2026-04-27", "public holiday"),
        ("2026-10-06", "not in 2026Q3"),
        ("2026-06-30", "not in 2026Q3"),
        ("2026-09-08", None),
        ("2026-07-01", None),
        ("2026-09-30T22:00-02:00", None),
        ("2026-09-04T22:00-02:00", "2026-09-05 is a Saturday"),
        ("2026-09-04T20:00-24:00", None),
        ("2026-09-06T22:00-02:00", "2026-09-06 is a Sunday"),
    ],
)
def test_what_is_unusual_is_a_warning(session: Session, hub: Hub, date: str, words: str | None) -> None:
    warnings = make_track(session, hub, [date]).warnings
    assert any(words in warning for warning in warnings) if words else warnings == []


@pytest.mark.parametrize(
    ("country", "zone", "date", "off"),
    [
        ("PT", "Europe/Lisbon", "2026-06-10", True),
        ("NL", "Europe/Amsterdam", "2026-06-10", False),
        ("NL", "Europe/Amsterdam", "2026-04-27", True),
        ("PT", "Europe/Lisbon", "2026-04-27", False),
        ("XX", "UTC", "2026-12-25", False),
    ],
)
def test_holidays_are_those_of_the_hubs_country(
    session: Session, country: str, zone: str, date: str, off: bool
) -> None:
    hub = operational(session, make_hub(session, country=country, timezone=zone))
    quarter = f"2026Q{(int(date[5:7]) + 2) // 3}"
    warnings = make_track(session, hub, [date], quarter).warnings
    assert any("public holiday" in warning for warning in warnings) is off


def test_both_days_of_a_session_over_midnight_are_looked_at(session: Session, hub: Hub) -> None:
    assert make_track(session, hub, ["2026-12-24T22:00-02:00"], "2026Q4").warnings == [
        "2026-12-25 is a public holiday: Christmas Day"
    ]
    assert make_track(session, hub, ["2026-12-31T22:00-02:00"], "2026Q4").warnings == [
        "2027-01-01 is a public holiday: New Year's Day"
    ]
    assert make_track(session, hub, ["2026-12-24T20:00-24:00"], "2026Q4").warnings == [], "midnight is the day's end"


def test_holidays_of_every_organising_hub_count(session: Session, hub: Hub) -> None:
    lisbon = operational(session, make_hub(session, "Portugal", country="PT", timezone="Europe/Lisbon"))
    dates = ["2026-06-10", "2026-04-27"]
    joint = make_track(session, hub, dates, "2026Q2", joint_hub_ids=[identity(lisbon)])
    assert joint.warnings == [
        "2026-04-27 is a public holiday: King's Day",
        "2026-06-10 is a public holiday in PT: Day of Portugal, Camões, and the Portuguese Communities",
    ]
    alone = make_track(session, hub, dates, "2026Q2").track
    assert edit(session, alone, joint_hub_ids=[identity(lisbon)]) == [joint.warnings[1]]
    assert edit(session, alone, joint_hub_ids=[identity(lisbon), identity(hub)]) == []
    assert edit(session, alone, joint_hub_ids=[]) == []


def test_a_closed_hub_runs_no_new_tracks(session: Session, hub: Hub) -> None:
    closed = make_hub(session, "Zeeland")
    closed.stage = Stage.CLOSED
    track = make_track(session, hub).track
    for change in (
        lambda: make_track(session, closed),
        lambda: make_track(session, hub, joint_hub_ids=[identity(closed)]),
        lambda: edit(session, track, joint_hub_ids=[identity(closed)]),
    ):
        with pytest.raises(RefusedError) as caught:
            change()
        assert (caught.value.code, caught.value.message) == (
            "hub-closed",
            "zeeland is closed, and a closed hub runs no new Tracks",
        )
    forced = make_track(session, closed, force=True, reason="liep al")
    assert forced.warnings == ["zeeland is closed, not operational; its Track is scheduled all the same"]


def test_what_a_hub_ran_can_be_edited_when_it_has_closed(session: Session, hub: Hub) -> None:
    track = make_track(session, hub, ["2026-09-08"]).track
    hub.stage = Stage.CLOSED
    assert edit(session, track, values={"title": "Anders"}) == []


def test_a_joint_hub_that_is_not_operational_is_a_warning(session: Session, hub: Hub) -> None:
    other = make_hub(session, "Zeeland")
    warning = "zeeland is exploring, not operational; its Track is scheduled all the same"
    assert make_track(session, hub, joint_hub_ids=[identity(other)]).warnings == [warning]
    track = make_track(session, hub).track
    assert edit(session, track, joint_hub_ids=[identity(other)]) == [warning]
    assert edit(session, track, joint_hub_ids=[identity(other)]) == []


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.PREPARING, Stage.PAUSED])
def test_a_hub_that_is_not_operational_runs_tracks_all_the_same(session: Session, stage: Stage) -> None:
    hub = make_hub(session)
    hub.stage = stage
    warnings = make_track(session, hub, ["2026-09-08"]).warnings
    assert warnings == [f"limburg is {stage}, not operational; its Track is scheduled all the same"]


@pytest.mark.parametrize(
    ("date", "starts_at", "ends_at"),
    [
        ("2026-03-28", "2026-03-28T12:00:00Z", "2026-03-28T16:00:00Z"),
        ("2026-03-29", "2026-03-29T11:00:00Z", "2026-03-29T15:00:00Z"),
        ("2026-03-28T22:00-04:00", "2026-03-28T21:00:00Z", "2026-03-29T02:00:00Z"),
        ("2026-03-28T23:00", "2026-03-28T22:00:00Z", "2026-03-29T02:00:00Z"),
        ("2026-10-24", "2026-10-24T11:00:00Z", "2026-10-24T15:00:00Z"),
        ("2026-10-25", "2026-10-25T12:00:00Z", "2026-10-25T16:00:00Z"),
        ("2026-10-24T22:00-04:00", "2026-10-24T20:00:00Z", "2026-10-25T03:00:00Z"),
    ],
)
def test_sessions_follow_the_hubs_clock_when_it_changes(
    session: Session, hub: Hub, date: str, starts_at: str, ends_at: str
) -> None:
    (row,) = sessions_of(session, make_track(session, hub, [date]).track)
    assert (row.starts_at, row.ends_at) == (starts_at, ends_at)
    assert row.starts_on == date[:10]


def test_a_session_over_midnight_ends_the_day_after_and_counts_by_its_start(session: Session, hub: Hub) -> None:
    (row,) = sessions_of(session, make_track(session, hub, ["2026-09-30T22:00-02:00"]).track)
    assert (row.starts_on, row.ends_on, row.quarter) == ("2026-09-30", "2026-10-01", "2026Q3")
    (row,) = sessions_of(session, make_track(session, hub, ["2026-09-30T20:00-24:00"]).track)
    assert (row.starts_on, row.ends_on) == ("2026-09-30", "2026-09-30")


def test_a_day_is_that_of_the_hubs_clock(session: Session) -> None:
    hub = make_hub(session, "Thailand", country="TH", timezone="Asia/Bangkok")
    (row,) = sessions_of(session, make_track(session, hub, ["2026-10-01T06:00-07:00"], "2026Q4").track)
    assert (row.starts_at, row.starts_on, row.quarter) == ("2026-09-30T23:00:00Z", "2026-10-01", "2026Q4")


def test_sessions_are_numbered_by_their_start(session: Session, hub: Hub) -> None:
    track = make_track(session, hub, ["2026-09-22", "2026-09-08", "2026-09-15"]).track
    assert [row.starts_on for row in sessions_of(session, track)] == ["2026-09-08", "2026-09-15", "2026-09-22"]


def test_sessions_of_one_track_do_not_overlap(session: Session, hub: Hub) -> None:
    make_track(session, hub, ["2026-09-08T09:00-12:00", "2026-09-08T12:00-15:00"])
    with pytest.raises(UsageError) as caught:
        make_track(session, hub, ["2026-09-08T09:00-12:00", "2026-09-08T11:00-15:00"])
    assert caught.value.code == "session-overlap"
