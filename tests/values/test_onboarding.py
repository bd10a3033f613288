"""The road of a hub: what is done, and what brings it further."""

from __future__ import annotations

import pytest

from circo_cli.values.onboarding import Circumstances, StepState, derive_steps, next_on_the_road, way_to
from circo_cli.values.vocabulary import AUTOMATIC_STEPS, HubKind, Stage, Step

NOTHING = Circumstances(HubKind.REGIONAL, partners=0, lead=None, trainers=0, goals=0, tracks=0)
ALL = Circumstances(HubKind.REGIONAL, partners=2, lead="Eva", trainers=1, goals=1, tracks=1)
TICKED = {step: ("2026-06-15", None) for step in Step if step not in AUTOMATIC_STEPS}


def without(step: Step) -> tuple[StepState, ...]:
    """Return the steps of a hub that has done all but one."""
    return tuple(state._replace(done=state.step is not step) for state in derive_steps(TICKED, ALL))


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.OPERATIONAL])
@pytest.mark.parametrize("step", list(Step))
def test_the_missing_step_comes_next(stage: Stage, step: Step) -> None:
    assert next_on_the_road("limburg", stage, without(step)) == way_to(step, "limburg")


@pytest.mark.parametrize("step", list(Step))
def test_an_exploring_hub_needs_only_the_first_two(step: Step) -> None:
    needed = step in (Step.CONTACT_MADE, Step.REGION_EXPLORED)
    expected = f"circo hub tick limburg {step}" if needed else "circo hub advance limburg"
    assert next_on_the_road("limburg", Stage.EXPLORING, without(step)) == expected


def test_what_is_not_on_the_road() -> None:
    done, nothing = derive_steps(TICKED, ALL), derive_steps({}, NOTHING)
    assert next_on_the_road("limburg", Stage.PREPARING, done) == "circo hub advance limburg"
    assert next_on_the_road("limburg", Stage.OPERATIONAL, done) is None
    assert next_on_the_road("limburg", Stage.PAUSED, nothing) == "circo hub resume limburg --reason TEXT"
    assert next_on_the_road("limburg", Stage.CLOSED, nothing) is None
