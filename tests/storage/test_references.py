"""What belongs to a thing and what refers to it, against what the database itself finds broken without it."""

from __future__ import annotations

import pytest

from circo_cli.storage.database import open_change
from circo_cli.storage.journal import PART_OF
from circo_cli.storage.references import delete_thing, own_rows, parts_of, references_to
from circo_cli.storage.things import TABLES, key_of
from tests.conftest import Circo

NOUNS = ("hub", "partner", "goal", "track", "trainer", "theme", "company", "enrolment", "question", "insight", "note")


@pytest.mark.parametrize("noun", NOUNS)
def test_own_rows_are_the_thing_and_its_parts(noun: str) -> None:
    table, *parts = own_rows(noun)
    assert table == TABLES.get(noun, noun)
    assert set(parts) == {name for name, (owner, _) in PART_OF.items() if owner == noun} - {"attendance"}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_thing_can_go_exactly_when_nothing_refers_to_it(full: Circo, noun: str) -> None:
    with open_change(full.database, at="2026-06-15T10:00:00Z", actor="a", command="test", dry_run=True) as change:
        connection, reader = change.connection, change.reader
        connection.execute("PRAGMA defer_foreign_keys = ON")
        ids = [row[0] for row in reader.rows(f'SELECT id FROM "{TABLES.get(noun, noun)}" ORDER BY id LIMIT 60')]
        fates = set()
        for number in ids:
            referred, parts = bool(references_to(reader, noun, number)), parts_of(reader, noun, number)
            connection.execute("SAVEPOINT one")
            delete_thing(change.session, noun, number)
            gone = reader.value("SELECT count(*) FROM change_row WHERE change_id = :id", {"id": change.number})
            assert gone == 1 + sum(parts.values()), "the thing and its parts go, and nothing else"
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            assert bool(broken) == referred, (number, broken)
            connection.execute("ROLLBACK TO one")
            fates.add(referred)
    assert fates


def test_references_are_counted_and_the_first_few_named(full: Circo) -> None:
    with open_change(full.database, at="2026-06-15T10:00:00Z", actor="a", command="test", dry_run=True) as change:
        (limburg,) = change.reader.row("SELECT id FROM hub WHERE key = 'limburg'") or ()
        found = {each.noun: (each.total, each.keys) for each in references_to(change.reader, "hub", limburg)}
        assert found["goal"] == (3, ["G20", "G21", "G22"])
        assert (found["company"][0], len(found["company"][1])) == (14, 5)
        assert found["track"][0] == len(full.json("track", "list", "--hub", "limburg")), "the joint ones too, once"


def test_a_thing_that_refers_twice_counts_once(circo: Circo) -> None:
    for name in ("Friesland", "Groningen"):
        circo.ok("hub", "add", name)
    for hub, role in (("friesland", "supporting"), ("friesland", "core"), ("groningen", "core")):
        circo.ok("hub", "partner", hub, "Ecoras", "--role", role)
    error = circo.refused("partner", "remove", "ecoras", "--yes")
    assert error["message"] == "ecoras is in use: 2 hubs"
    assert error["details"] == [{"noun": "hub", "count": 2, "keys": ["friesland", "groningen"]}]


def test_a_thing_that_has_gone_is_called_by_the_last_key_it_had(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "remove", "limburg", "--yes")
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="test", dry_run=True) as change:
        assert key_of(change.reader, "hub", 1) == "limburg"
        assert key_of(change.reader, "hub", 9) == "hub 9"
        assert key_of(change.reader, "question", 9) == "Q9"
