"""Rules of hubs: what a stage needs, what ticks itself, what is kept for the history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from circo_cli.domain.goal import set_goal
from circo_cli.domain.hub import (
    advance_hub,
    close_hub,
    edit_hub,
    pause_hub,
    resume_hub,
    steps_of,
    tick_step,
    untick_step,
)
from circo_cli.domain.lookup import identity
from circo_cli.domain.partner import add_partner_to_hub
from circo_cli.domain.track import cancel_track
from circo_cli.errors import CircoError, RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Hub, HubPartner, HubStage, HubStep
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import AUTOMATIC_STEPS, HubKind, Metric, PartnerKind, PartnerRole, Stage, Step
from tests.conftest import Circo
from tests.domain.making import TODAY, make_hub, make_track, make_trainer

BY_HAND = tuple(step for step in Step if step not in AUTOMATIC_STEPS)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def tick(session: Session, hub: Hub, *steps: Step) -> None:
    for step in steps:
        tick_step(session, hub_id=identity(hub), step=step, on=TODAY, note=None)


def partner(session: Session, hub: Hub, name: str, *, on: date = TODAY, until: date | None = None) -> int:
    known = session.exec(select(HubPartner.partner_id)).all()
    added = add_partner_to_hub(
        session,
        hub_id=identity(hub),
        partner_id=None,
        name=name,
        kind=None,
        roles=[PartnerRole.CORE],
        on=on,
        until=until,
    )
    session.flush()
    assert identity(added) not in known
    return identity(added)


def done(session: Session, hub: Hub, today: date = TODAY) -> list[Step]:
    session.flush()
    return [state.step for state in steps_of(session, hub_id=identity(hub), today=today) if state.done]


def advance(session: Session, hub: Hub, stage: Stage | None = None, **known: object) -> Hub:
    session.flush()
    return advance_hub(session, hub_id=identity(hub), stage=stage, on=TODAY, today=TODAY, actor="eva", **known)  # type: ignore[arg-type]


def history(session: Session, hub: Hub) -> list[tuple[Stage, str | None, bool, str]]:
    session.flush()
    rows = session.exec(select(HubStage).where(HubStage.hub_id == identity(hub)).order_by(HubStage.id))  # type: ignore[arg-type]
    return [(row.stage, row.reason, row.forced, row.actor) for row in rows]


def ready(session: Session, hub: Hub) -> None:
    """Do everything that a hub must do to become operational."""
    tick(session, hub, *BY_HAND)
    partner(session, hub, "LIOF")
    partner(session, hub, "Provincie")
    hub.lead = "Eva Voorbeeld"
    make_trainer(session, hub_id=identity(hub))
    quarter = Quarter(2026, 3)
    set_goal(session, metric=Metric.COMPANIES, target=10, hub_id=identity(hub), first=quarter, last=quarter)
    make_track(session, hub)


def test_a_hub_starts_exploring_and_its_history_says_so(session: Session) -> None:
    hub = make_hub(session)
    assert hub.stage is Stage.EXPLORING
    assert history(session, hub) == [(Stage.EXPLORING, None, False, "tester")]
    assert done(session, hub) == []


def test_two_hubs_of_one_name_have_two_keys(session: Session) -> None:
    assert [make_hub(session, "Één & Twee").key for _ in range(3)] == ["een-twee", "een-twee-2", "een-twee-3"]


@pytest.mark.parametrize("missing", [Step.CONTACT_MADE, Step.REGION_EXPLORED])
def test_preparing_needs_the_first_two_steps(session: Session, missing: Step) -> None:
    hub = make_hub(session)
    tick(session, hub, *({Step.CONTACT_MADE, Step.REGION_EXPLORED} - {missing}))
    with pytest.raises(RefusedError) as caught:
        advance(session, hub)
    assert caught.value.code == "steps-missing"
    assert caught.value.details == [{"step": missing.value, "command": f"circo hub tick limburg {missing}"}]
    assert hub.stage is Stage.EXPLORING
    tick(session, hub, missing)
    assert advance(session, hub).stage is Stage.PREPARING
    assert hub.official_on is None


@pytest.mark.parametrize("step", list(Step))
def test_operational_needs_every_step(session: Session, step: Step) -> None:
    hub = make_hub(session)
    ready(session, hub)
    advance(session, hub)
    if step in AUTOMATIC_STEPS:
        _take_away(session, hub, step)
    else:
        untick_step(session, hub_id=identity(hub), step=step)
    with pytest.raises(RefusedError) as caught:
        advance(session, hub)
    assert [each["step"] for each in caught.value.details] == [step.value]
    assert caught.value.details[0]["command"].startswith("circo ")


def _take_away(session: Session, hub: Hub, step: Step) -> None:
    from sqlalchemy import text

    session.flush()
    if step is Step.LEAD_APPOINTED:
        hub.lead = None
        return
    if step is Step.FIRST_TRACK_PLANNED:
        cancel_track(session, track_id=1, reason="x", today=TODAY)
        return
    statement = {
        Step.PARTNERS_COMMITTED: "DELETE FROM hub_partner WHERE id = 1",
        Step.TRAINERS_AVAILABLE: "UPDATE trainer SET hub_id = NULL",
        Step.PROGRAMME_AGREED: "UPDATE goal SET hub_id = NULL",
    }[step]
    session.execute(text(statement))


def test_operational_with_every_step_sets_the_official_date(session: Session) -> None:
    hub = make_hub(session)
    ready(session, hub)
    assert done(session, hub) == list(Step)
    advance(session, hub)
    advance(session, hub)
    assert (hub.stage, hub.official_on) == (Stage.OPERATIONAL, "2026-06-15")
    assert history(session, hub)[-1] == (Stage.OPERATIONAL, None, False, "eva")


def test_forcing_needs_a_reason_and_both_are_kept(session: Session) -> None:
    hub = make_hub(session)
    with pytest.raises(UsageError) as caught:
        advance(session, hub, Stage.OPERATIONAL, force=True)
    assert caught.value.code == "reason-missing"
    advance(session, hub, Stage.OPERATIONAL, force=True, reason="afgesproken met de provincie")
    assert hub.official_on == "2026-06-15"
    assert history(session, hub)[-1] == (Stage.OPERATIONAL, "afgesproken met de provincie", True, "eva")


def test_what_needed_no_force_is_not_called_forced(session: Session) -> None:
    hub = make_hub(session)
    tick(session, hub, Step.CONTACT_MADE, Step.REGION_EXPLORED)
    advance(session, hub, force=True, reason="voor de zekerheid")
    assert history(session, hub)[-1] == (Stage.PREPARING, "voor de zekerheid", False, "eva")


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.PREPARING, Stage.PAUSED, Stage.CLOSED])
def test_advancing_only_leads_ahead(session: Session, stage: Stage) -> None:
    hub = make_hub(session)
    advance(session, hub, Stage.PREPARING, force=True, reason="x")
    with pytest.raises(RefusedError) as caught:
        advance(session, hub, stage, force=True, reason="x")
    assert caught.value.code == "stage"


def test_an_operational_hub_advances_no_further(session: Session) -> None:
    hub = make_hub(session)
    advance(session, hub, Stage.OPERATIONAL, force=True, reason="x")
    with pytest.raises(RefusedError):
        advance(session, hub)


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.PREPARING, Stage.OPERATIONAL])
def test_a_paused_hub_returns_to_the_stage_that_it_had(session: Session, stage: Stage) -> None:
    hub = make_hub(session)
    if stage is not Stage.EXPLORING:
        advance(session, hub, stage, force=True, reason="x")
    for _ in range(2):
        pause_hub(session, hub_id=identity(hub), on=TODAY, actor="eva", reason="geld op")
        session.flush()
        with pytest.raises(RefusedError):
            advance(session, hub)
        with pytest.raises(RefusedError):
            pause_hub(session, hub_id=identity(hub), on=TODAY, actor="eva", reason="nog eens")
        assert resume_hub(session, hub_id=identity(hub), on=TODAY, actor="eva", reason="geld").stage is stage
    assert [row[:2] for row in history(session, hub)[-2:]] == [(Stage.PAUSED, "geld op"), (stage, "geld")]


def test_only_a_paused_hub_resumes(session: Session) -> None:
    with pytest.raises(RefusedError):
        resume_hub(session, hub_id=identity(make_hub(session)), on=TODAY, actor="a", reason="x")


@pytest.mark.parametrize("rule", [pause_hub, resume_hub, close_hub])
def test_closed_is_final(session: Session, rule) -> None:  # type: ignore[no-untyped-def]
    hub = make_hub(session)
    close_hub(session, hub_id=identity(hub), on=TODAY, actor="eva", reason="opgegaan")
    session.flush()
    with pytest.raises(RefusedError) as caught:
        rule(session, hub_id=identity(hub), on=TODAY, actor="eva", reason="x")
    assert caught.value.code == "stage"
    with pytest.raises(RefusedError):
        advance(session, hub, Stage.OPERATIONAL, force=True, reason="x")


@pytest.mark.parametrize("step", sorted(AUTOMATIC_STEPS))
def test_automatic_steps_refuse_a_tick_and_say_what_ticks_them(session: Session, step: Step) -> None:
    hub = make_hub(session)
    with pytest.raises(RefusedError) as caught:
        tick(session, hub, step)
    assert caught.value.code == "step-automatic"
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("circo ")
    assert "limburg" in caught.value.hint
    with pytest.raises(RefusedError):
        untick_step(session, hub_id=identity(hub), step=step)


def test_a_tick_moves_and_keeps_its_note(session: Session) -> None:
    hub = make_hub(session)
    tick_step(session, hub_id=identity(hub), step=Step.CONTACT_MADE, on=date(2026, 1, 1), note="LIOF gesproken")
    tick_step(session, hub_id=identity(hub), step=Step.CONTACT_MADE, on=TODAY, note=None)
    session.flush()
    assert [(row.done_on, row.note) for row in session.exec(select(HubStep))] == [("2026-06-15", "LIOF gesproken")]
    untick_step(session, hub_id=identity(hub), step=Step.CONTACT_MADE)
    assert done(session, hub) == []
    with pytest.raises(RefusedError) as caught:
        untick_step(session, hub_id=identity(hub), step=Step.CONTACT_MADE)
    assert caught.value.code == "step-not-ticked"


@pytest.mark.parametrize(("kind", "needed"), [(HubKind.REGIONAL, 2), (HubKind.INTERNATIONAL, 2), (HubKind.SECTORAL, 1)])
def test_so_many_partners_are_committed(session: Session, kind: HubKind, needed: int) -> None:
    hub = make_hub(session, kind=kind)
    for number in range(needed):
        assert Step.PARTNERS_COMMITTED not in done(session, hub)
        partner(session, hub, f"Partner {number}")
    assert Step.PARTNERS_COMMITTED in done(session, hub)


def test_one_partner_in_two_roles_is_one(session: Session) -> None:
    hub = make_hub(session)
    number = partner(session, hub, "LIOF")
    add_partner_to_hub(
        session, hub_id=identity(hub), partner_id=number, name="LIOF", kind=None, roles=[PartnerRole.FUNDER], on=TODAY
    )
    assert Step.PARTNERS_COMMITTED not in done(session, hub)


def test_partners_of_another_time_do_not_count(session: Session) -> None:
    hub = make_hub(session, kind=HubKind.SECTORAL)
    partner(session, hub, "Voorbij", on=date(2026, 1, 1), until=date(2026, 6, 14))
    partner(session, hub, "Later", on=date(2026, 6, 16))
    assert Step.PARTNERS_COMMITTED not in done(session, hub)
    assert Step.PARTNERS_COMMITTED in done(session, hub, date(2026, 6, 14))
    assert Step.PARTNERS_COMMITTED in done(session, hub, date(2026, 6, 16))


def test_a_track_of_another_hub_counts_for_those_that_organise_it(session: Session) -> None:
    own, joint = make_hub(session, "Eigen"), make_hub(session, "Mede")
    track = make_track(session, own, joint_hub_ids=[identity(joint)]).track
    assert done(session, own) == done(session, joint) == [Step.FIRST_TRACK_PLANNED]
    cancel_track(session, track_id=identity(track), reason="x", today=TODAY)
    assert done(session, own) == done(session, joint) == []


def test_a_goal_of_the_network_is_no_programme_of_a_hub(session: Session) -> None:
    hub, quarter = make_hub(session), Quarter(2026, 3)
    set_goal(session, metric=Metric.COMPANIES, target=9, hub_id=None, first=quarter, last=quarter)
    assert done(session, hub) == []


def test_the_first_planned_launch_quarter_is_kept(session: Session) -> None:
    hub = make_hub(session)
    for launch, first in (("2026Q3", "2026Q3"), ("2026Q4", "2026Q3"), (None, "2026Q3"), ("2026Q2", "2026Q3")):
        edit_hub(session, hub_id=identity(hub), values={"launch_quarter": launch})
        assert (hub.launch_quarter, hub.first_launch_quarter) == (launch, first)
    planned = make_hub(session, "Zeeland", launch_quarter="2026Q1")
    edit_hub(session, hub_id=identity(planned), values={"launch_quarter": "2026Q4"})
    assert planned.first_launch_quarter == "2026Q1"


@pytest.mark.parametrize(
    ("on", "until", "taken"),
    [
        (date(2026, 3, 1), None, True),
        (date(2026, 4, 30), None, True),
        (date(2026, 5, 1), None, False),
        (date(2026, 1, 1), date(2026, 3, 1), True),
        (date(2026, 1, 1), date(2026, 2, 28), False),
        (date(2026, 1, 1), None, True),
        (date(2026, 4, 1), date(2026, 4, 2), True),
    ],
)
def test_a_partner_has_a_role_once_at_a_time(session: Session, on: date, until: date | None, taken: bool) -> None:
    hub, other = make_hub(session), make_hub(session, "Zeeland")
    number = partner(session, hub, "LIOF", on=date(2026, 3, 1), until=date(2026, 4, 30))

    def again(hub: Hub, role: PartnerRole) -> None:
        add_partner_to_hub(
            session, hub_id=identity(hub), partner_id=number, name="LIOF", kind=None, roles=[role], on=on, until=until
        )

    again(hub, PartnerRole.FUNDER)
    again(other, PartnerRole.CORE)
    if taken:
        with pytest.raises(RefusedError) as caught:
            again(hub, PartnerRole.CORE)
        assert caught.value.code == "partner-already"
    else:
        again(hub, PartnerRole.CORE)


def test_a_period_that_never_ends_bars_every_later_one(session: Session) -> None:
    hub = make_hub(session)
    number = partner(session, hub, "LIOF", on=date(2026, 3, 1))
    with pytest.raises(RefusedError):
        add_partner_to_hub(
            session, hub_id=identity(hub), partner_id=number, name="LIOF", kind=None, roles=[PartnerRole.CORE],
            on=date(2040, 1, 1),
        )  # fmt: skip


def test_a_period_ends_after_it_begins(session: Session) -> None:
    hub = make_hub(session)
    partner(session, hub, "Een dag", on=TODAY, until=TODAY)
    with pytest.raises(UsageError) as caught:
        partner(session, hub, "Omgekeerd", on=TODAY, until=date(2026, 6, 14))
    assert caught.value.code == "period"


def test_a_known_partner_keeps_its_kind_unless_another_is_given(session: Session) -> None:
    hub, quarter_two = make_hub(session), make_hub(session, "Zeeland")
    first = add_partner_to_hub(
        session, hub_id=identity(hub), partner_id=None, name="Bank", kind=PartnerKind.BANK, roles=[PartnerRole.CORE],
        on=TODAY,
    )  # fmt: skip
    again = add_partner_to_hub(
        session, hub_id=identity(quarter_two), partner_id=identity(first), name="Bank", kind=None,
        roles=[PartnerRole.CORE], on=TODAY,
    )  # fmt: skip
    assert again.kind is PartnerKind.BANK


def test_a_hub_that_has_gone_is_not_found(session: Session) -> None:
    with pytest.raises(CircoError) as caught:
        edit_hub(session, hub_id=99, values={})
    assert caught.value.exit_code == 3
