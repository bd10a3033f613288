"""Hubs: founding one, its onboarding steps and stages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from circo_cli.domain.clock import set_clock
from circo_cli.domain.lookup import get, identity, new_slug
from circo_cli.errors import MissingValueError, RefusedError
from circo_cli.storage.tables import (
    Goal,
    Hub,
    HubPartner,
    HubStage,
    HubStep,
    Track,
    Trainer,
    hub_region,
    hub_sector,
    track_hub,
)
from circo_cli.values.onboarding import Circumstances, StepState, derive_steps, needed_for, way_to, what_ticks
from circo_cli.values.vocabulary import (
    AUTOMATIC_STEPS,
    HubKind,
    Stage,
    Step,
    TrackStatus,
)

_ROAD = (Stage.EXPLORING, Stage.PREPARING, Stage.OPERATIONAL)


def add_hub(
    session: Session,
    *,
    name: str,
    kind: HubKind,
    country: str,
    timezone: str,
    regions: Sequence[str] = (),
    sector_ids: Sequence[int] = (),
    lead: str | None = None,
    lead_email: str | None = None,
    launch_quarter: str | None = None,
    today: date,
    actor: str,
) -> Hub:
    """Found a hub; it starts exploring."""
    hub = Hub(
        key=new_slug(session, Hub, name),
        name=name,
        kind=kind,
        stage=Stage.EXPLORING,
        country=country,
        timezone=timezone,
        lead=lead,
        lead_email=lead_email,
        launch_quarter=launch_quarter,
        first_launch_quarter=launch_quarter,
    )
    session.add(hub)
    _set_regions(session, identity(hub), regions)
    _set_sectors(session, identity(hub), sector_ids)
    session.add(HubStage(hub_id=identity(hub), stage=Stage.EXPLORING, entered_on=today.isoformat(), actor=actor))
    return hub


def edit_hub(
    session: Session,
    *,
    hub_id: int,
    values: dict[str, object],
    regions: Sequence[str] | None = None,
    sector_ids: Sequence[int] | None = None,
) -> tuple[Hub, list[str]]:
    """Change what is in `values` (columns of the hub); `regions` and `sector_ids` replace the lists.

    The first planned launch quarter is kept: slip is counted from it. By another time zone the sessions of the hub's
    Tracks keep their moments, and get the days and quarters of the new clock. Returns also what is worth a note.
    """
    hub = get(session, Hub, hub_id)
    zone_before = hub.timezone
    for name, value in values.items():
        setattr(hub, name, value)
    if hub.first_launch_quarter is None:
        hub.first_launch_quarter = hub.launch_quarter
    if regions is not None:
        _set_regions(session, hub_id, regions)
    if sector_ids is not None:
        _set_sectors(session, hub_id, sector_ids)
    return hub, [] if hub.timezone == zone_before else set_clock(session, hub)


def _set_regions(session: Session, hub_id: int, regions: Sequence[str]) -> None:
    session.flush()
    session.execute(delete(hub_region).where(hub_region.c.hub_id == hub_id))
    rows = [
        {"hub_id": hub_id, "region": region, "position": position}
        for position, region in enumerate(dict.fromkeys(regions))
    ]
    if rows:
        session.execute(insert(hub_region), rows)


def _set_sectors(session: Session, hub_id: int, theme_ids: Sequence[int]) -> None:
    session.flush()
    session.execute(delete(hub_sector).where(hub_sector.c.hub_id == hub_id))
    rows = [
        {"hub_id": hub_id, "theme_id": theme_id, "position": position}
        for position, theme_id in enumerate(dict.fromkeys(theme_ids))
    ]
    if rows:
        session.execute(insert(hub_sector), rows)


def steps_of(session: Session, *, hub_id: int, today: date) -> tuple[StepState, ...]:
    """Return the onboarding steps of a hub as the data has them now."""
    hub = get(session, Hub, hub_id)
    ticked = {
        row.step: (row.done_on, row.note) for row in session.exec(select(HubStep).where(HubStep.hub_id == hub_id))
    }
    day = today.isoformat()
    partners = session.exec(
        select(func.count(func.distinct(HubPartner.partner_id))).where(
            HubPartner.hub_id == hub_id,
            HubPartner.from_on <= day,
            (col(HubPartner.until_on).is_(None)) | (col(HubPartner.until_on) >= day),
        )
    ).one()
    trainers = session.exec(select(func.count()).select_from(Trainer).where(Trainer.hub_id == hub_id)).one()
    goals = session.exec(select(func.count()).select_from(Goal).where(Goal.hub_id == hub_id)).one()
    tracks = session.exec(
        select(func.count())
        .select_from(Track)
        .join(track_hub, track_hub.c.track_id == Track.id)
        .where(track_hub.c.hub_id == hub_id, Track.status != TrackStatus.CANCELLED)
    ).one()
    return derive_steps(ticked, Circumstances(hub.kind, partners, hub.lead, trainers, goals, tracks))


def tick_step(session: Session, *, hub_id: int, step: Step, on: date, note: str | None) -> Hub:
    """Tick a step by hand; again moves its date.

    Raises `RefusedError` for a step that ticks itself, with what ticks it.
    """
    hub = get(session, Hub, hub_id)
    _check_by_hand(hub, step)
    row = session.get(HubStep, (hub_id, step))
    if row is None:
        session.add(HubStep(hub_id=hub_id, step=step, done_on=on.isoformat(), note=note))
    else:
        row.done_on = on.isoformat()
        row.note = note if note is not None else row.note
    return hub


def _check_by_hand(hub: Hub, step: Step) -> None:
    """Raise `RefusedError` for a step that ticks itself, with what ticks it."""
    if step in AUTOMATIC_STEPS:
        raise RefusedError(
            f"{step} ticks itself from the data and not by hand",
            hint=what_ticks(step, hub.key),
            code="step-automatic",
        )


def untick_step(session: Session, *, hub_id: int, step: Step) -> Hub:
    """Take back a tick by hand; raise `RefusedError` when there is none, or when the data ticks the step."""
    hub = get(session, Hub, hub_id)
    _check_by_hand(hub, step)
    row = session.get(HubStep, (hub_id, step))
    if row is None:
        raise RefusedError(f"{step} is not ticked by hand", hint=f"circo hub steps {hub.key}", code="step-not-ticked")
    session.delete(row)
    return hub


def advance_hub(
    session: Session,
    *,
    hub_id: int,
    stage: Stage | None,
    on: date,
    today: date,
    actor: str,
    force: bool = False,
    reason: str | None = None,
) -> Hub:
    """Bring a hub to the next stage, or to `stage`, when the steps that it needs are done.

    Becoming operational sets the official date. Raises `RefusedError` when steps are missing (unless forced, with a
    reason), when the hub is paused or closed, or when the stage does not lie ahead.
    """
    hub = get(session, Hub, hub_id)
    _check_not_closed(hub)
    if hub.stage is Stage.PAUSED:
        raise RefusedError(f"{hub.key} is paused", hint=f"circo hub resume {hub.key} --reason TEXT", code="stage")
    place = _ROAD.index(hub.stage)
    if stage is None:
        if hub.stage is Stage.OPERATIONAL:
            raise RefusedError(f"{hub.key} is operational already", code="stage", hint=f"circo hub show {hub.key}")
        stage = _ROAD[place + 1]
    if stage not in _ROAD or _ROAD.index(stage) <= place:
        raise RefusedError(
            f"{hub.key} is {hub.stage}, and {stage} does not lie ahead of it",
            hint={
                Stage.PAUSED: f"circo hub pause {hub.key} --reason TEXT",
                Stage.CLOSED: f"circo hub close {hub.key} --reason TEXT",
            }.get(stage, "what was typed by mistake is taken back with circo undo"),
            code="stage",
        )
    missing = [
        state.step
        for state in steps_of(session, hub_id=hub_id, today=today)
        if not state.done and state.step in needed_for(stage)
    ]
    if missing and not force:
        ways = [way_to(step, hub.key) for step in missing]
        raise RefusedError(
            f"{hub.key} cannot become {stage} yet; to do: {', '.join(missing)}",
            hint=f"{ways[0]} — or go on with --force --reason TEXT",
            code="steps-missing",
            details=[{"step": step.value, "command": way} for step, way in zip(missing, ways, strict=True)],
        )
    if force and reason is None:
        raise MissingValueError(
            "--force needs a reason", parameter="reason", hint="add --reason TEXT", code="reason-missing"
        )
    if stage is Stage.OPERATIONAL and hub.official_on is None:
        hub.official_on = on.isoformat()
    _enter(session, hub, stage, on=on, actor=actor, reason=reason, forced=bool(missing))
    return hub


def pause_hub(session: Session, *, hub_id: int, on: date, actor: str, reason: str) -> Hub:
    """Pause a hub; `resume_hub` brings it back to the stage that it had."""
    hub = get(session, Hub, hub_id)
    _check_not_closed(hub)
    if hub.stage is Stage.PAUSED:
        raise RefusedError(
            f"{hub.key} is paused already", hint=f"circo hub resume {hub.key} --reason TEXT", code="stage"
        )
    _enter(session, hub, Stage.PAUSED, on=on, actor=actor, reason=reason)
    return hub


def resume_hub(session: Session, *, hub_id: int, on: date, actor: str, reason: str) -> Hub:
    """Bring a paused hub back to the stage from which it was paused."""
    hub = get(session, Hub, hub_id)
    _check_not_closed(hub)
    if hub.stage is not Stage.PAUSED:
        raise RefusedError(f"{hub.key} is not paused but {hub.stage}", code="stage", hint=f"circo hub show {hub.key}")
    before = session.exec(
        select(HubStage.stage)
        .where(HubStage.hub_id == hub_id, HubStage.stage != Stage.PAUSED)
        .order_by(col(HubStage.id).desc())
    ).first()
    _enter(session, hub, Stage(before or Stage.EXPLORING), on=on, actor=actor, reason=reason)
    return hub


def close_hub(session: Session, *, hub_id: int, on: date, actor: str, reason: str) -> Hub:
    """Close a hub for good."""
    hub = get(session, Hub, hub_id)
    _check_not_closed(hub)
    _enter(session, hub, Stage.CLOSED, on=on, actor=actor, reason=reason)
    return hub


def _check_not_closed(hub: Hub) -> None:
    """Raise `RefusedError` for a closed hub: closed is final."""
    if hub.stage is Stage.CLOSED:
        raise RefusedError(
            f"{hub.key} is closed, and closed is final",
            hint="circo hub add NAME starts another hub; circo undo takes back what was typed by mistake",
            code="stage",
        )


def _enter(
    session: Session,
    hub: Hub,
    stage: Stage,
    *,
    on: date,
    actor: str,
    reason: str | None,
    forced: bool = False,
) -> None:
    hub.stage = stage
    session.add(
        HubStage(
            hub_id=identity(hub),
            stage=stage,
            entered_on=on.isoformat(),
            reason=reason,
            forced=forced,
            actor=actor,
        )
    )
