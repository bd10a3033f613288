"""Ids of things with slugs never return: the journal would take one thing's history for another's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from circo_cli.storage.database import open_change
from circo_cli.storage.numbering import last_id
from circo_cli.storage.tables import Theme
from tests.conftest import Circo

EXAMPLES = Path(__file__).parents[2] / "examples" / "network"


def ids(circo: Circo, table: str) -> list[int]:
    """Return the ids in `table`."""
    connection = sqlite3.connect(circo.database)
    found = [row[0] for row in connection.execute(f"SELECT id FROM {table} ORDER BY id")]
    connection.close()
    return found


def test_an_id_does_not_come_back_after_undo_nor_removal(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("undo")
    circo.ok("company", "add", "Tafel")
    assert ids(circo, "company") == [2]
    circo.ok("company", "remove", "tafel", "--yes")
    circo.ok("company", "add", "Lamp")
    assert ids(circo, "company") == [3]
    assert {row["key"] for row in circo.json("history", "lamp")} == {"C5"}


def test_several_new_things_get_an_id_each(circo: Circo) -> None:
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="tester", command="test") as change:
        first = last_id(change.connection, "theme")
        themes = [Theme(key=key, name_nl=key) for key in ("x", "y", "z")]
        change.session.add_all(themes)
        change.session.flush()
        assert [theme.id for theme in themes] == [first + 1, first + 2, first + 3]


def test_a_network_that_is_read_again_has_a_history_of_its_own(circo: Circo) -> None:
    circo.ok("import", str(EXAMPLES))
    circo.ok("undo")
    circo.ok("import", str(EXAMPLES))
    assert {row["key"] for row in circo.json("history", "limburg")} == {"C3"}
    assert {row["key"] for row in circo.json("history", "theme:bouw")} == {"C3"}
    circo.ok("export", "again")
    for path in Path("again").glob("*.csv"):
        assert path.read_text() == (EXAMPLES / path.name).read_text(), path.name
