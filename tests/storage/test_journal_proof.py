"""What the journal last saw of every row is what stands there, whatever way the row came to be so."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from circo_cli.storage.database import open_change
from circo_cli.storage.journal_proof import rows_unlike_journal
from circo_cli.storage.tables import metadata
from tests.conftest import Circo
from tests.storage.test_journal import JOURNALLED, UPDATES

MOMENT = "2026-06-15T10:00:00Z"


def unlike(circo: Circo) -> list[str]:
    with closing(sqlite3.connect(circo.database)) as connection:
        return rows_unlike_journal(connection)


def test_every_table_is_compared(full: Circo) -> None:
    """A row that was changed, that went, and that came again behind the journal's back is found in every table."""
    assert unlike(full) == []
    compared = []
    with closing(sqlite3.connect(full.database, isolation_level=None)) as connection:
        for table in JOURNALLED:
            if not connection.execute("SELECT 1 FROM change_row WHERE table_name = ? LIMIT 1", (table,)).fetchone():
                continue
            compared.append(table)
            last = f'rowid = (SELECT max(rowid) FROM "{table}")'
            for statement in (
                f'UPDATE "{table}" SET {UPDATES[table]} WHERE {last}',
                f'DELETE FROM "{table}" WHERE {last}',
            ):
                connection.execute("BEGIN")
                connection.execute(statement)
                assert [each.split()[0] for each in rows_unlike_journal(connection)] == [table], statement
                connection.execute("ROLLBACK")
    assert len(compared) > 20
    assert set(compared) <= metadata.tables.keys()


def test_a_row_that_the_journal_saw_go_may_not_be_there(circo: Circo) -> None:
    circo.ok("trainer", "add", "Sijtze Kanariepiet")
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        trainer = connection.execute("SELECT * FROM trainer").fetchone()
    circo.ok("trainer", "remove", "sijtze-kanariepiet", "--yes")
    assert unlike(circo) == []
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        places = ", ".join("?" * len(trainer))
        connection.execute(f"INSERT INTO trainer VALUES ({places})", trainer)
    assert unlike(circo) == ["trainer 1"]


def test_rows_that_moved_to_another_thing_agree(circo: Circo) -> None:
    for name in ("Aap", "Noot"):
        circo.ok("company", "add", name)
    circo.ok("company", "contact", "aap", "Iemand", "--email", "i@example.org")
    circo.ok("company", "note", "aap", "Gebeld")
    circo.ok("company", "merge", "aap", "noot", "--yes")
    assert unlike(circo) == []
    circo.ok("company", "uncontact", "noot", "Iemand", "--yes")
    assert unlike(circo) == []
    circo.ok("undo")
    circo.ok("undo", "C5")
    assert unlike(circo) == []
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("UPDATE company_contact SET role = 'anders'")
    assert unlike(circo) == ["company_contact 1"]


@pytest.mark.parametrize("table", JOURNALLED)
def test_whatever_is_written_through_the_journal_agrees(full: Circo, table: str) -> None:
    with open_change(full.database, at=MOMENT, actor="a", command="c") as change:
        change.connection.execute(
            f'UPDATE "{table}" SET {UPDATES[table]} WHERE rowid = (SELECT max(rowid) FROM "{table}")'
        )
    assert unlike(full) == []


def test_images_of_an_earlier_schema_are_compared_as_far_as_they_go(full: Circo) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute(
            "UPDATE change_row SET after = json_remove(after, '$.closed_on') WHERE table_name = 'question'"
        )
    assert unlike(full) == []
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute("UPDATE question SET owner = 'Iemand Anders' WHERE id = 3")
    assert unlike(full) == ["question 3"]


@pytest.mark.parametrize("spoilt", ["{", "[]", "{}", "7", ""])
def test_an_entry_that_cannot_be_read_is_told(full: Circo, spoilt: str) -> None:
    with closing(sqlite3.connect(full.database)) as connection, connection:
        connection.execute("UPDATE change_row SET after = ? WHERE id = 5", (spoilt,))
    assert unlike(full) == ["change_row 5"]
