"""The journal sees every row of every table, whoever wrote it, and remembers enough to put it back."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from circo_cli.storage import journal
from circo_cli.storage.database import Change, open_change
from circo_cli.storage.row_changes import RowChange
from circo_cli.storage.tables import metadata
from tests.conftest import Circo

JOURNALLED = sorted(metadata.tables.keys() - {"change", "change_row"})

UPDATES = {
    "attendance": "people = people + 1",
    "cancelled_session": "location = 'elders'",
    "company": "city = 'Elders'",
    "company_contact": "role = 'directeur'",
    "company_note": "text = 'anders'",
    "digest": "exported_at = '2026-01-01T00:00:00Z'",
    "digest_file": "format = 'html'",
    "digest_item": "fingerprint = 'f'",
    "enrolment": "people = people + 1",
    "enrolment_contact": "position = position + 7",
    "goal": "target = target + 0.5",
    "hub": "lead = 'Iemand Anders'",
    "hub_partner": "until_on = '2030-01-01'",
    "hub_partner_journey": "journey = CASE journey WHEN 'plan' THEN 'finance' ELSE 'plan' END",
    "hub_region": "position = position + 7",
    "hub_sector": "position = position + 7",
    "hub_stage": "forced = 1 - forced",
    "hub_step": "note = 'anders'",
    "insight": "title = 'anders'",
    "insight_comment": "text = 'anders'",
    "insight_question": "question_id = (SELECT max(id) FROM question) - 1",
    "insight_topic": "topic = 'anders'",
    "insight_version": "body = 'anders'",
    "partner": "website = 'https://example.org'",
    "question": "owner = 'Iemand Anders'",
    "question_answer": "text = 'anders'",
    "question_topic": "topic = 'anders'",
    "theme": "name_en = 'other'",
    "track": "capacity = capacity + 1",
    "track_hub": "position = position + 7",
    "track_session": "location = 'elders'",
    "track_trainer": "position = position + 7",
    "trainer": "email = 'iemand@example.org'",
}
"""For each table a change that its rows can bear."""


@contextmanager
def a_change(path: Path) -> Iterator[Change]:
    """Give a change of the example network that is rolled back, with foreign keys checked at its end only."""
    with open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="test", dry_run=True) as change:
        change.connection.execute("PRAGMA defer_foreign_keys = ON")
        change.connection.execute(
            "INSERT INTO digest (id, audience, language, label, exported_at) VALUES (1, 'circo', 'nl', '2026Q2', 'x')"
        )
        change.connection.execute("INSERT INTO digest_file VALUES (1, 'a.md', 'markdown')")
        change.connection.execute("INSERT INTO digest_item VALUES (1, 'insights', 'K5', 'e', 1)")
        change.connection.execute(
            "INSERT INTO cancelled_session VALUES (1, 1, 'x-s9', 1, '2026-04-14T11:00:00Z', '2026-04-14T15:00:00Z', '2026Q2', NULL)"
        )
        yield change


def content(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables that are journalled."""
    return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in JOURNALLED}


def primary_key(table: str) -> list[str]:
    """Return the columns of a table's primary key."""
    return [column.name for column in metadata.tables[table].primary_key]


def put_back(connection: sqlite3.Connection, changes: list[RowChange]) -> None:
    """Take `changes` back, the last first, from what the journal remembers of them."""
    for row in reversed(changes):
        if row.after is not None:
            where = " AND ".join(f'"{name}" = :{name}' for name in primary_key(row.table))
            connection.execute(f'DELETE FROM "{row.table}" WHERE {where}', row.after)
        if row.before is not None:
            names = ", ".join(f'"{name}"' for name in row.before)
            places = ", ".join(f":{name}" for name in row.before)
            connection.execute(f'INSERT INTO "{row.table}" ({names}) VALUES ({places})', row.before)


def test_every_table_has_its_triggers() -> None:
    with_triggers = sorted(statement.split()[3].removeprefix("journal_") for statement in journal.trigger_statements())
    assert with_triggers == sorted(
        f"{table}_{operation}" for table in JOURNALLED for operation in ("insert", "update", "delete")
    )
    assert sorted(UPDATES) == JOURNALLED


@pytest.mark.parametrize("table", JOURNALLED)
def test_a_row_is_recorded_when_it_is_changed_removed_and_added(full: Circo, table: str) -> None:
    columns = [column.name for column in metadata.tables[table].columns]
    with a_change(full.database) as change:
        connection = change.connection

        def only() -> dict[str, object]:
            found = connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
            return dict(zip(columns, found, strict=True))

        def recorded() -> list[RowChange]:
            return [row for row in journal.row_changes(connection, change.number)[before:] if row.table == table]

        (rowid,) = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()
        first = only()
        before = len(journal.row_changes(connection, change.number))
        connection.execute(f'UPDATE "{table}" SET {UPDATES[table]} WHERE rowid = ?', (rowid,))
        second = only()
        connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
        places = ", ".join("?" * len(columns))
        connection.execute(f'INSERT INTO "{table}" VALUES ({places})', list(first.values()))
        assert [(row.before, row.after) for row in recorded()] == [(first, second), (second, None), (None, first)]
        own = {name: first[name] for name in primary_key(table)}
        thing, owner = recorded()[0].thing, recorded()[0].thing_id
        assert {(row.thing, row.thing_id) for row in recorded()} == {(thing, owner)}
        if "id" in own and thing == table:
            assert owner == first["id"]
        elif f"{thing}_id" in first:
            assert owner == first[f"{thing}_id"]
        else:
            assert (table, thing) == ("hub_partner_journey", "hub")


def test_an_update_that_changes_nothing_is_not_recorded(full: Circo) -> None:
    with a_change(full.database) as change:
        before = len(journal.row_changes(change.connection, change.number))
        change.connection.execute("UPDATE company SET city = city")
        change.connection.execute("UPDATE attendance SET people = people + 0")
        assert len(journal.row_changes(change.connection, change.number)) == before


def test_bulk_statements_are_recorded_row_by_row(full: Circo) -> None:
    with a_change(full.database) as change:
        (rows,) = change.connection.execute("SELECT count(*) FROM attendance").fetchone()
        before = len(journal.row_changes(change.connection, change.number))
        change.connection.execute("DELETE FROM attendance")
        assert rows > 100
        assert len(journal.row_changes(change.connection, change.number)) - before == rows


def test_a_part_is_recorded_also_when_its_whole_is_taken_away_first(full: Circo) -> None:
    with a_change(full.database) as change:
        number, hub = change.connection.execute(
            "SELECT p.id, p.hub_id FROM hub_partner_journey j JOIN hub_partner p ON p.id = j.hub_partner_id LIMIT 1"
        ).fetchone()
        before = len(journal.row_changes(change.connection, change.number))
        journeys = change.connection.execute(
            "SELECT * FROM hub_partner_journey WHERE hub_partner_id = ?", (number,)
        ).fetchall()
        change.connection.execute("DELETE FROM hub_partner WHERE id = ?", (number,))
        change.connection.execute("DELETE FROM hub_partner_journey WHERE hub_partner_id = ?", (number,))
        change.connection.executemany("INSERT INTO hub_partner_journey VALUES (?, ?)", journeys)
        rows = journal.row_changes(change.connection, change.number)[before:]
        assert len(rows) == 1 + 2 * len(journeys)
        assert {(row.thing, row.thing_id) for row in rows} == {("hub", hub)}


@pytest.mark.parametrize("seed", range(6))
def test_what_was_recorded_puts_everything_back(full: Circo, seed: int) -> None:
    dice = random.Random(seed)
    with a_change(full.database) as change:
        connection = change.connection
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        before = content(connection)
        start = len(journal.row_changes(connection, change.number))
        for _ in range(40):
            table = dice.choice(JOURNALLED)
            rowids = [row[0] for row in connection.execute(f'SELECT rowid FROM "{table}"')]
            if not rowids:
                continue
            chosen = dice.choice(rowids)
            row = connection.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (chosen,)).fetchone()
            places = ", ".join("?" * len(row))
            step = dice.choice(("update", "remove", "replace"))
            if step == "update":
                connection.execute(f'UPDATE OR IGNORE "{table}" SET {UPDATES[table]} WHERE rowid = ?', (chosen,))
                continue
            connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (chosen,))
            if step == "replace":
                connection.execute(f'INSERT INTO "{table}" VALUES ({places})', row)
                connection.execute(f'UPDATE OR IGNORE "{table}" SET {UPDATES[table]} WHERE rowid = ?', (chosen,))
        changes = journal.row_changes(connection, change.number)[start:]
        assert content(connection) != before
        put_back(connection, changes)
        assert content(connection) == before
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_change_says_who_when_and_what(circo: Circo) -> None:
    circo.ok("theme", "add", "Elektronica", "--as", "eva")
    (change,) = circo.json("history")
    assert (change["key"], change["actor"], change["command"]) == ("C1", "eva", "theme add")
    assert change["at"].startswith("2026-06-15T")


def test_a_change_that_writes_nothing_leaves_none(circo: Circo) -> None:
    before = circo.database.read_bytes()
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="nothing") as change:
        change.connection.execute("UPDATE theme SET name_nl = name_nl")
        assert change.reader.value('SELECT count(*) FROM "change"') == 1
    assert change.written == []
    assert circo.database.read_bytes() == before
