"""Taking a change back from the journal's images, whatever it did and whatever was done since."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable

import pytest

from circo_cli.errors import RefusedError
from circo_cli.storage.database import open_change
from circo_cli.storage.undo import Obstacle, Why, take_back
from tests.conftest import Circo
from tests.storage.test_journal import content


@pytest.fixture
def changed(full: Circo) -> Callable[..., int]:
    """Make a change of some statements in the example network, and return its number."""

    def make(*statements: str, deferred: bool = True) -> int:
        with open_change(full.database, at="2026-06-15T10:00:00Z", actor="tester", command="test") as change:
            if deferred:
                change.connection.execute("PRAGMA defer_foreign_keys = ON")
            for statement in statements:
                change.connection.execute(statement)
            return change.number

    return make


def rows_of(circo: Circo) -> dict[str, list[tuple[object, ...]]]:
    """Return what is in every table."""
    connection = sqlite3.connect(circo.database)
    found = content(connection)
    connection.close()
    return found


def back(circo: Circo, number: int) -> list[Obstacle]:
    """Take a change back for good, unless something stands in the way, which is returned."""
    obstacles: list[Obstacle] = []
    with (
        contextlib.suppress(RefusedError),
        open_change(circo.database, at="2026-06-15T10:00:00Z", actor="tester", command="undo", kind="undo") as change,
    ):
        obstacles = take_back(change.connection, number)[1]
        if obstacles:
            raise RefusedError("something stands in the way")
    return obstacles


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE company SET city = 'Elders'"],
        ["DELETE FROM attendance", "DELETE FROM enrolment_contact"],
        [
            "UPDATE hub SET key = 'x' WHERE key = 'limburg'",
            "UPDATE hub SET key = 'limburg' WHERE key = 'groningen'",
            "UPDATE hub SET key = 'groningen' WHERE key = 'x'",
        ],
        ["UPDATE question_topic SET topic = 'anders' WHERE question_id = 1 AND topic = 'kozijn'"],
        ["INSERT INTO hub (id, key, name, kind, stage, country, timezone) VALUES (99, 'n', 'N', 'regional', 'exploring', 'NL', 'Europe/Amsterdam')",
         "INSERT INTO company (id, key, name, kind, country, hub_id) VALUES (999, 'c', 'C', 'company', 'NL', 99)"],
        ["DELETE FROM hub_partner_journey", "DELETE FROM hub_partner"],
        ["DELETE FROM hub_partner", "DELETE FROM hub_partner_journey"],
    ],
    ids=["update", "delete", "swap", "primary key", "parent and child", "part of a part", "whole before part"],
)  # fmt: skip
def test_every_row_comes_back(full: Circo, changed: Callable[..., int], statements: list[str]) -> None:
    before = rows_of(full)
    number = changed(*statements)
    after = rows_of(full)
    assert after != before
    assert back(full, number) == []
    assert rows_of(full) == before
    assert back(full, number + 1) == []
    assert rows_of(full) == after


def test_a_row_that_was_changed_since_stands_in_the_way(full: Circo, changed: Callable[..., int]) -> None:
    first = changed("UPDATE hub SET lead = 'Eva' WHERE key = 'limburg'")
    changed("UPDATE hub SET lead = 'Anders' WHERE key = 'groningen'")
    second = changed("UPDATE hub SET lead = 'Joost' WHERE key = 'limburg'")
    (limburg,) = sqlite3.connect(full.database).execute("SELECT id FROM hub WHERE key = 'limburg'").fetchone()
    assert back(full, first) == [Obstacle(Why.CHANGED, "hub", limburg, (second,))]


def test_what_came_back_to_what_it_was_stands_in_no_way(full: Circo, changed: Callable[..., int]) -> None:
    first = changed("UPDATE hub SET lead = 'Eva' WHERE key = 'limburg'")
    changed("UPDATE hub SET lead = 'Joost' WHERE key = 'limburg'")
    changed("UPDATE hub SET lead = 'Eva' WHERE key = 'limburg'")
    assert back(full, first) == []


def test_a_row_that_refers_to_what_would_go_stands_in_the_way(full: Circo, changed: Callable[..., int]) -> None:
    first = changed("INSERT INTO theme (id, key, name_nl) VALUES (99, 'energie', 'Energie')")
    second = changed("UPDATE question SET theme_id = 99 WHERE id = 5")
    third = changed("INSERT INTO hub_sector (hub_id, theme_id, position) VALUES (1, 99, 7)")
    obstacles = back(full, first)
    assert sorted(obstacles, key=lambda each: each.thing) == [
        Obstacle(Why.REFERS, "hub", 1, (third,)),
        Obstacle(Why.REFERS, "question", 5, (second,)),
    ]


def test_what_a_row_would_refer_to_must_be_there(full: Circo, changed: Callable[..., int]) -> None:
    changed("INSERT INTO theme (id, key, name_nl) VALUES (99, 'energie', 'Energie')")
    changed("UPDATE question SET theme_id = 99 WHERE id = 5")
    third = changed("UPDATE question SET theme_id = NULL WHERE id = 5")
    fourth = changed("DELETE FROM theme WHERE id = 99")
    assert back(full, third) == [Obstacle(Why.GONE, "theme", 99, (fourth,))]


@pytest.mark.parametrize(
    ("first", "second", "thing", "thing_id"),
    [
        (
            "UPDATE company SET kvk = NULL WHERE kvk = '99000053'",
            "UPDATE company SET kvk = '99000053' WHERE id = (SELECT max(id) FROM company)",
            "company",
            "SELECT max(id) FROM company",
        ),
        (
            "DELETE FROM goal WHERE id = 1",
            "INSERT INTO goal (id, metric, target, from_quarter, until_quarter) VALUES (90, 'tracks_run', 3, '2026Q2', '2026Q2')",
            "goal",
            "SELECT 90",
        ),
        (
            "UPDATE enrolment SET waitlist_rank = 70 WHERE status = 'waitlisted' AND waitlist_rank = 1",
            """INSERT INTO enrolment (id, track_id, company_id, status, people, waitlisted_at, waitlist_rank)
               SELECT 900 + track_id, track_id, 1, 'waitlisted', 1, 'x', 1 FROM enrolment WHERE waitlist_rank = 70
                LIMIT 1""",
            "enrolment",
            "SELECT max(id) FROM enrolment",
        ),
    ],
    ids=["plain", "expression", "partial"],
)
def test_what_may_be_there_once_must_be_free(
    full: Circo, changed: Callable[..., int], first: str, second: str, thing: str, thing_id: str
) -> None:
    number = changed(first)
    later = changed(second)
    (holder,) = sqlite3.connect(full.database).execute(thing_id).fetchone()
    assert set(back(full, number)) == {Obstacle(Why.TAKEN, thing, holder, (later,))}


def test_columns_that_are_younger_than_an_image_keep_their_value(full: Circo, changed: Callable[..., int]) -> None:
    number = changed("UPDATE track_session SET location = 'Elders' WHERE id = 1")
    connection = sqlite3.connect(full.database)
    (uid, location) = connection.execute("SELECT uid, 'Elders' FROM track_session WHERE id = 1").fetchone()
    connection.execute(
        "UPDATE change_row SET before = json_remove(before, '$.uid'), after = json_remove(after, '$.uid')"
    )
    connection.commit()
    assert location == "Elders"
    assert back(full, number) == []
    assert connection.execute("SELECT uid, location FROM track_session WHERE id = 1").fetchone() == (uid, None)


def test_an_undo_and_redo_since_do_not_count_as_changes(full: Circo, changed: Callable[..., int]) -> None:
    full.ok("hub", "edit", "limburg", "--lead", "Eva")
    (first,) = [row["key"] for row in full.json("history", "--limit", "1")]
    full.ok("hub", "edit", "limburg", "--lead", "Joost")
    full.ok("undo")
    full.ok("redo")
    error = full.refused("undo", first)
    assert [(each["command"], each["key"]) for each in error["details"]] == [("hub edit", f"C{int(first[1:]) + 1}")]
