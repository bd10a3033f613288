"""Onboarding of a hub: which steps are done, and which a stage needs (source: the contract, Hubs)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from circo_cli.values.vocabulary import AUTOMATIC_STEPS, HubKind, Stage, Step


class Circumstances(NamedTuple):
    """What the data says of a hub: how many partners now, whether there is a lead, how much of the rest."""

    kind: HubKind
    partners: int
    lead: str | None
    trainers: int
    goals: int
    tracks: int
    """Tracks that are not cancelled."""


class StepState(NamedTuple):
    """A step as `hub steps` prints it: `on` is the date of a tick by hand, `note` says what ticks the others."""

    step: Step
    done: bool
    on: str | None
    automatic: bool
    note: str | None


def derive_steps(ticked: Mapping[Step, tuple[str, str | None]], known: Circumstances) -> tuple[StepState, ...]:
    """Return every step in order; `ticked` holds date and note of those that were ticked by hand."""
    automatic = _automatic(known)
    states = []
    for step in Step:
        if step in AUTOMATIC_STEPS:
            done, note = automatic[step]
            states.append(StepState(step, done, None, automatic=True, note=note))
        else:
            on, note_by_hand = ticked.get(step, (None, None))
            states.append(StepState(step, step in ticked, on, automatic=False, note=note_by_hand))
    return tuple(states)


def partners_needed(kind: HubKind) -> int:
    """Return how many partners a hub of `kind` needs: one when it is a trade association itself, else two."""
    return 1 if kind is HubKind.SECTORAL else 2


def _automatic(known: Circumstances) -> dict[Step, tuple[bool, str]]:
    needed = partners_needed(known.kind)
    return {
        Step.PARTNERS_COMMITTED: (known.partners >= needed, _count(known.partners, "partner", "partners", needed)),
        Step.LEAD_APPOINTED: (known.lead is not None, f"lead: {known.lead or 'nobody yet'}"),
        Step.TRAINERS_AVAILABLE: (known.trainers >= 1, _count(known.trainers, "trainer", "trainers", 1)),
        Step.PROGRAMME_AGREED: (known.goals >= 1, _count(known.goals, "goal", "goals", 1)),
        Step.FIRST_TRACK_PLANNED: (known.tracks >= 1, _count(known.tracks, "Track", "Tracks", 1)),
    }


def _count(number: int, one: str, many: str, needed: int) -> str:
    """Return what there is in words, and what is needed where that is more."""
    there_is = f"{number} {one if number == 1 else many}"
    return there_is if number >= needed else f"{there_is}; {needed} needed"


def what_ticks(step: Step, hub: str) -> str:
    """Return the command that makes the data tick the automatic `step` of `hub`."""
    return {
        Step.PARTNERS_COMMITTED: f"circo hub partner {hub} NAME --role core",
        Step.LEAD_APPOINTED: f"circo hub edit {hub} --lead NAME",
        Step.TRAINERS_AVAILABLE: f"circo trainer add NAME --hub {hub}",
        Step.PROGRAMME_AGREED: f"circo goal set METRIC TARGET --hub {hub} --from Q --until Q",
        Step.FIRST_TRACK_PLANNED: f"circo track schedule {hub} TITLE --quarter Q",
    }[step]


def needed_for(stage: Stage) -> tuple[Step, ...]:
    """Return the steps that must be done before a hub enters `stage`."""
    if stage is Stage.PREPARING:
        return (Step.CONTACT_MADE, Step.REGION_EXPLORED)
    return tuple(Step) if stage is Stage.OPERATIONAL else ()


def may_enter(stage: Stage, states: Sequence[StepState]) -> bool:
    """Tell whether every step that `stage` needs is done."""
    return all(state.done for state in states if state.step in needed_for(stage))


def done_of(states: Sequence[StepState]) -> str:
    """Return in words how many steps are done."""
    return f"{sum(state.done for state in states)} of {len(states)} steps are done"


def way_to(step: Step, hub: str) -> str:
    """Return the command that gets `step` of `hub` done."""
    return what_ticks(step, hub) if step in AUTOMATIC_STEPS else f"circo hub tick {hub} {step}"


def next_on_the_road(hub: str, stage: Stage, states: Sequence[StepState]) -> str | None:
    """Return the command that brings `hub` further on its road, or None where the road ends: operational, closed.

    A paused hub is resumed first. A hub that was forced to operational still has steps to do.
    """
    if stage is Stage.PAUSED:
        return f"circo hub resume {hub} --reason TEXT"
    if stage is Stage.CLOSED:
        return None
    step = next_missing(stage, states)
    if step is not None:
        return way_to(step, hub)
    return None if stage is Stage.OPERATIONAL else f"circo hub advance {hub}"


def next_missing(stage: Stage, states: Sequence[StepState]) -> Step | None:
    """Return the first step that a hub in `stage` lacks for its next stage, or for staying operational."""
    needed = needed_for(Stage.PREPARING if stage is Stage.EXPLORING else Stage.OPERATIONAL)
    return next((state.step for state in states if not state.done and state.step in needed), None)
