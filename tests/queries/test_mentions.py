"""The places where a person can be named are those that an erasure goes through."""

from __future__ import annotations

from datetime import date

import pytest

from circo_cli.queries.mentions import OWNERS
from circo_cli.queries.retention import kept_since
from circo_cli.storage.journal import PART_OF
from circo_cli.storage.scrubbing import BESIDE, TEXTS
from circo_cli.storage.tables import metadata


def test_every_table_with_texts_is_looked_through() -> None:
    assert set(OWNERS) == {*TEXTS, *BESIDE}


def test_a_text_is_found_under_the_thing_whose_history_it_belongs_to() -> None:
    for table, (noun, column) in OWNERS.items():
        assert column in metadata.tables[table].columns
        if column != "id":
            assert PART_OF[table] == (noun, f"{{row}}.{column}")


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        ("2026-06-15", 24, "2024-06-15"),
        ("2026-03-31", 1, "2026-02-31"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-12-15", 12, "2025-12-15"),
        ("0050-06-15", 1200, "0000-06-15"),
    ],
)
def test_months_before_a_day(today: str, months: int, since: str) -> None:
    assert kept_since(date.fromisoformat(today), months) == since
