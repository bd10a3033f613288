"""Whatever is done in whatever order: no Track is oversold and nobody in a waiting list is overtaken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.making import make_companies, make_hub, make_track
from tests.properties.enrolments import COMPANIES, SESSION, Enrolments, changing


@pytest.fixture(scope="module")
def world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a Track of three seats and seven companies."""
    path = tmp_path_factory.mktemp("world") / "circo.db"
    shutil.copy(template, path)
    with changing(path) as change:
        make_companies(change.session, COMPANIES)
        make_track(change.session, make_hub(change.session), [SESSION], capacity=3, minimum=0)
    return path


def test_no_order_of_steps_oversells_a_track_or_reorders_its_waiting_list(world: Path) -> None:
    Enrolments.world = world
    many = os.environ.get("CIRCO_FAULTS") == "full"
    run_state_machine_as_test(
        Enrolments,
        settings=settings(
            max_examples=300 if many else 10,
            stateful_step_count=40 if many else 30,
            deadline=None,
            derandomize=not many,
            database=None,
            phases=[Phase.generate, Phase.shrink] if many else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
