"""A Track's seats are given away and taken back in whatever order, by two people: it is never oversold."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from circo_cli.domain.enrolment import enrol_companies, move_enrolments
from circo_cli.domain.track import edit_track
from circo_cli.domain.undo import redo_change, undo_change
from circo_cli.errors import NotFoundError, RefusedError
from circo_cli.storage.database import Change, open_change
from circo_cli.values.vocabulary import EnrolmentStatus
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track


@pytest.fixture(scope="module")
def world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a Track of one seat, and three companies."""
    path = tmp_path_factory.mktemp("world") / "circo.db"
    shutil.copy(template, path)
    with open_change(path, at="2026-06-15T10:00:00Z", actor="maker", command="test") as change:
        make_companies(change.session, 3)
        make_track(change.session, make_hub(change.session), ["2026-09-08"], capacity=1, minimum=0)
    return path


Step = tuple[str, int, str]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "cancel", "cancel", "capacity", "undo", "undo", "redo", "undo any"]),
        st.integers(min_value=1, max_value=3),
        st.sampled_from(["eva", "joost"]),
    ),
    min_size=8,
    max_size=20,
)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(  # the second undo lets somebody move up, to the seat that the redo would give away again
    [
        ("enrol", 1, "eva"), ("undo", 1, "eva"), ("enrol", 1, "joost"), ("enrol", 2, "eva"), ("undo", 1, "joost"),
        ("redo", 1, "eva"),
    ]
)  # fmt: skip
def test_no_undo_oversells_a_track(world: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    path = tmp_path_factory.mktemp("seats") / "circo.db"
    shutil.copy(world, path)
    for step, number, actor in steps:
        kind = {"undo any": "undo"}.get(step, step) if step in ("undo", "undo any", "redo") else "change"
        with (
            contextlib.suppress(NotFoundError, RefusedError),
            open_change(path, at="2026-06-15T10:00:00Z", actor=actor, command=step, kind=kind) as change,
        ):
            _do(change, step, number, actor)
        taken, capacity = _seats(path)
        assert taken <= capacity


def _do(change: Change, step: str, number: int, actor: str) -> None:
    match step:
        case "enrol":
            enrol_companies(change.session, track_id=1, company_ids=[number], now=NOW, today=TODAY)
        case "cancel":
            ids = [
                row[0]
                for row in change.reader.rows(
                    "SELECT id FROM enrolment WHERE company_id = :id AND status IN ('registered', 'waitlisted')",
                    {"id": number},
                )
            ]
            move_enrolments(
                change.session, enrolment_ids=ids, to=EnrolmentStatus.CANCELLED, on=TODAY, now=NOW, today=TODAY
            )
        case "capacity":
            taken = change.reader.value("SELECT seats_taken FROM track_overview")
            edit_track(
                change.session, track_id=1, values={"capacity": max(number, taken, 1)}, now=NOW, today=TODAY
            )  # never below the seats taken: that alone is allowed, with a warning
        case "undo":
            undo_change(change, actor=actor, now=NOW, today=TODAY)
        case "undo any":
            undo_change(change, actor=actor, change_id=max(2, change.number - number), now=NOW, today=TODAY)
        case "redo":
            redo_change(change, actor=actor, now=NOW, today=TODAY)


def _seats(path: Path) -> tuple[int, int]:
    """Return how many seats of the Track are taken, and how many it has."""
    connection = sqlite3.connect(path)
    taken, capacity = connection.execute(
        """SELECT (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id
                      AND e.status IN ('registered', 'confirmed', 'completed', 'no-show')), t.capacity FROM track t"""
    ).fetchone()
    connection.close()
    return taken, capacity
