"""Periods as they are spoken."""

from __future__ import annotations

from datetime import date

import pytest

from circo_cli.values.periods import parse_days

TODAY = date(2026, 1, 14)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2028/2", date(2028, 2, 1), date(2028, 2, 29)),
        ("vorige  maand", date(2025, 12, 1), date(2025, 12, 31)),
        ("2-2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("November", date(2026, 11, 1), date(2026, 11, 30)),
        ("maart  2025", date(2025, 3, 1), date(2025, 3, 31)),
        ("dec 2199", date(2199, 12, 1), date(2199, 12, 31)),
        ("last month", date(2025, 12, 1), date(2025, 12, 31)),
        ("deze maand", date(2026, 1, 1), date(2026, 1, 31)),
        ("volgende maand", date(2026, 2, 1), date(2026, 2, 28)),
        ("vorige week", date(2026, 1, 5), date(2026, 1, 11)),
        ("this week", date(2026, 1, 12), date(2026, 1, 18)),
        ("vorig jaar", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("vorig kwartaal", date(2025, 10, 1), date(2025, 12, 31)),
        ("14 april 2026", date(2026, 4, 14), date(2026, 4, 14)),
        ("-4w", date(2025, 12, 17), date(2025, 12, 17)),
        ("gisteren", date(2026, 1, 13), date(2026, 1, 13)),
    ],
)
def test_the_first_and_the_last_day(typed: str, first: date, last: date) -> None:
    assert parse_days(typed, today=TODAY) == (first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-13",
        "13-2026",
        "vorige",
        "last",
        "gauw week",
        "1800",
        "2200-01",
        "zomer",
        "september 3000",
        "maand",
        "",
        "31-2-2026",
        "last day",
    ],
)
def test_what_is_no_day_and_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_days(typed, today=TODAY)
