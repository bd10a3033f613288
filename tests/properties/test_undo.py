"""Undo takes back whatever was typed, and redo brings it back: the database is what it was, row by row.

Every example line of every command is typed on the example network; then many of them one upon the other; then a
Track's seats are given away and taken back in whatever order, by two people.
"""

from __future__ import annotations

import contextlib
import random
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.domain.enrolment import enrol_companies, move_enrolments
from circo_cli.domain.track import edit_track
from circo_cli.domain.undo import ERASING, redo_change, undo_change
from circo_cli.errors import NotFoundError, RefusedError
from circo_cli.storage.database import Change, open_change
from circo_cli.values.vocabulary import EnrolmentStatus
from tests.conftest import Circo
from tests.content import content
from tests.contract.test_help import LINES, MAKES_A_DATABASE, prepare
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

FINAL = tuple(f"circo {command}" for command in ERASING)
TYPED = [
    line for line in LINES if not line.startswith((*MAKES_A_DATABASE, *FINAL, "circo db ", "circo demo", "circo redo"))
]


def changes(path: Path) -> list[str]:
    """Return the keys of all changes, the first first."""
    connection = sqlite3.connect(path)
    found = [f"C{row[0]}" for row in connection.execute('SELECT id FROM "change" ORDER BY id')]
    connection.close()
    return found


def words(line: str) -> list[str]:
    """Return an example line as arguments."""
    return shlex.split(line)[1:]


@pytest.mark.parametrize("line", [line for line in TYPED if not line.startswith("circo undo")])
def test_every_command_can_be_undone_and_redone(network: Circo, line: str) -> None:
    prepare(network, line)
    known, before = changes(network.database), content(network.database)
    network(*words(line), stdin="Een stuk tekst.\n")
    made, after = changes(network.database)[len(known) :], content(network.database)
    assert (after != before) == bool(made), "what changes rows is a change, and nothing else is"
    for _ in range(2 if made else 0):
        for key in reversed(made):
            network.ok("undo", key)
        assert content(network.database) == before
        for _ in made:
            network.ok("redo")
        assert content(network.database) == after


@pytest.mark.parametrize("line", ["circo theme add Mobiliteit", 'circo question log "Wie betaalt?"'])
def test_a_dry_run_of_an_undo_writes_nothing(network: Circo, line: str) -> None:
    network.ok(*words(line))
    before = network.database.read_bytes()
    told = network("undo", "--dry-run")
    assert network.database.read_bytes() == before
    done = network("undo")
    assert (told.code, told.out) == (0, done.out)
    assert [each for each in told.err.splitlines() if "dry run" not in each] == [
        each for each in done.err.splitlines() if not each.startswith("hint: ")
    ]


@pytest.mark.parametrize("seed", range(3))
def test_one_upon_the_other_and_all_the_way_back(network: Circo, seed: int) -> None:
    dice = random.Random(seed)
    states = [content(network.database)]
    others = [line for line in TYPED if not line.startswith(("circo undo", "circo digest"))]  # `undo` passes these over
    for line in dice.sample(others, 60):
        known = changes(network.database)
        network(*words(line), "--as", "eva", stdin="Een stuk tekst.\n")
        if len(changes(network.database)) > len(known):
            states.append(content(network.database))
    assert len(states) > 10
    for state in reversed(states[:-1]):
        network.ok("undo", "--as", "eva")
        assert content(network.database) == state
    for state in states[1:]:
        network.ok("redo", "--as", "eva")
        assert content(network.database) == state


@pytest.mark.parametrize("seed", range(2))
def test_out_of_order_it_is_undone_or_refused_and_never_half(network: Circo, seed: int) -> None:
    dice = random.Random(100 + seed)
    fates = {0: 0, 1: 0}
    for line in dice.sample(TYPED, 60):
        network(*words(line), stdin="Een stuk tekst.\n")
    for key in dice.sample(changes(network.database), len(changes(network.database))):
        before = content(network.database)
        code, out, err = network("undo", key)
        fates[code] += 1
        if code == 0:
            network.ok("redo")
            assert content(network.database) == before
            network.ok("undo", key)
        else:
            assert out == ""
            assert err.startswith("error: ")
            assert content(network.database) == before
    assert fates[0] > 5
    assert fates[1] > 0


def test_the_whole_network_goes_and_comes_back(circo: Circo) -> None:
    empty = content(circo.database)
    circo.ok("import", str(Path(__file__).parents[2] / "examples" / "network"))
    full = content(circo.database)
    circo.ok("undo")
    assert content(circo.database) == empty
    circo.ok("redo")
    assert content(circo.database) == full


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


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
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
