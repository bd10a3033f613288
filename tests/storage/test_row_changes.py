"""What all that happened to a row in one change comes to."""

from __future__ import annotations

from typing import Any

from circo_cli.storage.row_changes import PRIMARY_KEYS, RowChange, key_columns, net_changes
from circo_cli.storage.tables import metadata


def hub(before: dict[str, Any] | None, after: dict[str, Any] | None) -> RowChange:
    """Return a row of the journal about a hub."""
    return RowChange("hub", "hub", 1, before, after)


def topic(before: str | None, after: str | None) -> RowChange:
    """Return a row of the journal about a topic of Q1."""
    images = [None if each is None else {"question_id": 1, "topic": each} for each in (before, after)]
    return RowChange("question_topic", "question", 1, *images)


OLD, NEW, OTHER = {"id": 1, "lead": "Eva"}, {"id": 1, "lead": "Joost"}, {"id": 1, "lead": None}


def test_the_primary_keys_are_those_of_the_schema() -> None:
    tables = metadata.tables.keys() - {"change", "change_row"}
    assert {name: key_columns(name) for name in tables} == {
        name: tuple(column.name for column in metadata.tables[name].primary_key) for name in tables
    }
    assert PRIMARY_KEYS.keys() < tables


def test_a_row_counts_once_from_its_first_image_to_its_last() -> None:
    assert net_changes([hub(OLD, OTHER), hub(OTHER, NEW)]) == [hub(OLD, NEW)]
    assert net_changes([hub(OLD, None), hub(None, NEW)]) == [hub(OLD, NEW)]
    assert net_changes([hub(None, OLD), hub(OLD, NEW)]) == [hub(None, NEW)]


def test_what_came_to_nothing_is_no_change() -> None:
    assert net_changes([hub(OLD, None), hub(None, OLD)]) == []
    assert net_changes([hub(None, OLD), hub(OLD, None)]) == []


def test_a_row_with_another_primary_key_is_another_row() -> None:
    assert net_changes([topic("afval", "glas")]) == [topic("afval", None), topic(None, "glas")]
    assert net_changes([topic("afval", "glas"), topic("glas", "afval")]) == []
