"""`db check`: each thing that can be wrong is found by the check that is named for it, and by no other."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage.checks import check_database
from circo_cli.storage.invariants import INVARIANTS
from circo_cli.storage.search.index import rebuild_index
from tests.conftest import Circo

FORGET = "DELETE FROM change_row"
"""What breaks a rule of the field is not what the journal saw: where it knows nothing, it has nothing to say."""

WAITING = "(SELECT id FROM track WHERE status = 'open' ORDER BY id LIMIT 1)"

BROKEN: dict[str, Sequence[str]] = {
    "track-hubs": (FORGET, "DELETE FROM track_hub WHERE position = 0"),
    "over-tracks": (
        FORGET,
        "UPDATE track SET status = 'cancelled' WHERE id IN (SELECT track_id FROM enrolment WHERE status = 'waitlisted')",
    ),
    "attendance": (
        FORGET,
        "UPDATE attendance SET session_id = (SELECT max(id) FROM track_session) WHERE rowid = 1",
    ),
    "enrolled-once": (
        FORGET,
        "DROP INDEX ix_enrolment_once",
        """INSERT INTO enrolment (track_id, company_id, status, people)
            SELECT track_id, company_id, 'invited', 1 FROM enrolment WHERE status = 'completed' LIMIT 1""",
    ),
    "queue": (FORGET, "UPDATE enrolment SET waitlist_rank = 1 WHERE id = (SELECT min(id) FROM enrolment)"),
    "answers": (FORGET, "UPDATE question SET status = 'open' WHERE status = 'answered'"),
    "merged": (
        FORGET,
        "UPDATE question SET status = 'merged', merged_into_id = id + 1 WHERE id IN (1, 2)",
        "DELETE FROM question_answer WHERE question_id IN (1, 2)",
    ),
    "closing": (FORGET, "UPDATE question SET closed_on = '2026-06-01' WHERE status = 'open'"),
    "versions": (FORGET, "DELETE FROM insight_version"),
    "stages": (FORGET, "UPDATE hub SET stage = 'closed' WHERE stage = 'operational'"),
    "keys": (FORGET, "UPDATE trainer SET key = 'Niet Te Typen' WHERE id = 1"),
    "merged-companies": (FORGET, "UPDATE company SET merged_into_id = 3 - id WHERE id IN (1, 2)"),
    "changes": (
        "INSERT INTO \"change\" (at, actor, command, summary, kind) VALUES ('2026-06-15T10:00:00Z', 'a', 'c', 's', 'change')",
        "INSERT INTO change_row (change_id, table_name, thing, thing_id) SELECT max(id), 'hub', 'hub', 1 FROM \"change\"",
    ),
    "undone": ('UPDATE "change" SET undone_by_id = id',),
    "numbers": ("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'question'",),
    "journal": ("UPDATE partner SET website = 'https://example.org/anders' WHERE id = 1",),
    "foreign-keys": (FORGET, "INSERT INTO hub_region VALUES (99, 'limburg', 0)"),
}


def broken(path: Path) -> list[str]:
    """Return the names of the checks that say no."""
    return [check.check for check in check_database(path, deep=True) if not check.ok]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_by_the_check_that_is_named_for_it(full: Circo, name: str) -> None:
    assert broken(full.database) == []
    with closing(sqlite3.connect(full.database)) as connection, connection:
        changed = [connection.execute(statement).rowcount for statement in BROKEN[name]]
        rebuild_index(connection)
    assert changed[-1] > 0
    assert broken(full.database) == [name]
    error = full.refused("db", "check", "--deep")
    assert (error["code"], error["exit_code"]) == ("database-damaged", 4)


def test_every_check_is_broken_by_a_test() -> None:
    assert {name for name, _, _ in INVARIANTS} - BROKEN.keys() == {"seats"}


def test_the_search_index_is_checked(full: Circo) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute("DELETE FROM search_document WHERE id = (SELECT max(id) FROM search_document)")
    assert broken(full.database) == ["search"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tally_answered SET questions = questions + 1",
        "DELETE FROM tally_asked WHERE hub_id = 0",
        "DROP TRIGGER tally_answer_update",
    ],
)
def test_the_tallies_and_what_keeps_them_are_checked(full: Circo, statement: str) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute(statement)
    assert broken(full.database) == ["tallies"]


def test_what_is_deep_is_checked_only_when_asked(full: Circo) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute("DELETE FROM insight_version")
    full.ok("db", "check")


def test_two_in_one_place_of_a_waiting_list_are_found(full: Circo) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute(FORGET)
        connection.execute("DROP INDEX ix_enrolment_queue")
        track = connection.execute(
            """SELECT track_id FROM enrolment e JOIN track t ON t.id = e.track_id
                WHERE t.status IN ('planned', 'open', 'confirmed') GROUP BY 1 HAVING count(*) > 1"""
        ).fetchone()[0]
        connection.execute(
            """UPDATE enrolment SET status = 'waitlisted', waitlist_rank = 7, waitlisted_at = '2026-06-15T10:00:00Z'
                WHERE track_id = ?""",
            (track,),
        )
        rebuild_index(connection)
    assert broken(full.database) == ["queue"]


@pytest.fixture
def two_of_three(circo: Circo) -> Circo:
    """A Track of two seats, both taken, and a company that waits."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("track", "schedule", "limburg", "Bouw", "--quarter", "2026Q4", "--capacity", "2")
    for name in ("Aap", "Noot", "Mies"):
        circo.ok("company", "add", name)
    circo.ok("enrol", "limburg-2026q4-1", "aap", "noot", "mies")
    assert broken(circo.database) == []
    return circo


def test_a_seat_too_many_is_found(two_of_three: Circo) -> None:
    with closing(sqlite3.connect(two_of_three.database)) as connection, connection:
        connection.execute("UPDATE track SET capacity = 1")
        connection.execute("UPDATE change_row SET after = json_set(after, '$.capacity', 1) WHERE table_name = 'track'")
    assert broken(two_of_three.database) == ["seats"]


def test_a_smaller_capacity_takes_no_seat_away(two_of_three: Circo) -> None:
    two_of_three.ok("track", "edit", "limburg-2026q4-1", "--capacity", "1", "--minimum", "1")
    assert broken(two_of_three.database) == []


def test_a_file_is_taken_at_its_word(two_of_three: Circo) -> None:
    two_of_three.ok("company", "add", "Vuur")
    two_of_three.database.with_name("e.csv").write_text(
        "track,company,status\nlimburg-2026q4-1,vuur,confirmed\n", encoding="utf-8"
    )
    two_of_three.ok("enrolment", "import", "e.csv")
    assert two_of_three.json("track", "show", "limburg-2026q4-1")["seats_taken"] == 3
    assert broken(two_of_three.database) == []


def test_undo_and_redo_leave_nothing_that_is_not_so(two_of_three: Circo) -> None:
    for line in (("undo",), ("redo",), ("undo",), ("undo",), ("redo",), ("redo",)):
        two_of_three.ok(*line)
        assert broken(two_of_three.database) == []


UNDONE = [
    'UPDATE "change" SET undone_by_id = NULL',
    'UPDATE "change" SET undone_by_id = (SELECT max(id) FROM "change") WHERE id IN (1, 2)',
    "UPDATE \"change\" SET kind = 'change' WHERE kind = 'undo'",
    "UPDATE \"change\" SET kind = 'redo' WHERE kind = 'undo'",
]


@pytest.mark.parametrize("statement", UNDONE)
def test_an_undo_that_undid_nothing_or_too_much_is_found(two_of_three: Circo, statement: str) -> None:
    two_of_three.ok("undo")
    with closing(sqlite3.connect(two_of_three.database)) as connection, connection:
        assert connection.execute(statement).rowcount
    assert broken(two_of_three.database) == ["undone"]


def test_changes_out_of_order_are_found(two_of_three: Circo) -> None:
    with closing(sqlite3.connect(two_of_three.database)) as connection, connection:
        connection.execute("UPDATE change_row SET change_id = 1 WHERE id = (SELECT max(id) FROM change_row)")
    assert broken(two_of_three.database) == ["changes"]
