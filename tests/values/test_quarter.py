"""Quarters: arithmetic and what people type."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.quarter import Quarter, parse_quarter

TODAY = date(2026, 4, 14)
quarters = st.builds(Quarter, st.integers(1950, 2150), st.integers(1, 4))


def exactly(sentence: str) -> str:
    return f"^{re.escape(sentence)}$"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026Q2", "2026Q2"),
        ("2026-q2", "2026Q2"),
        ("2026 Q4", "2026Q4"),
        ("Q3", "2026Q3"),
        ("q1 2025", "2025Q1"),
        ("K2", "2026Q2"),
        (" This ", "2026Q2"),
        ("next", "2026Q3"),
        ("LAST", "2026Q1"),
        ("deze", "2026Q2"),
        ("volgende", "2026Q3"),
        ("vorig kwartaal", "2026Q1"),
        ("3e kwartaal", "2026Q3"),
        ("Tweede kwartaal van 2025", "2025Q2"),
        ("kwartaal 4 2027", "2027Q4"),
        ("1st quarter 2026", "2026Q1"),
    ],
)
def test_typed_quarters(typed: str, expected: str) -> None:
    assert str(parse_quarter(typed, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026Q5", "'2026Q5' is not a quarter: there is no quarter 5: quarters run from Q1 to Q4"),
        ("Q0", "'Q0' is not a quarter: there is no quarter 0: quarters run from Q1 to Q4"),
        ("1899Q4", "'1899Q4' is not a quarter: the year 1899 is outside 1900 to 2199"),
        ("26Q2", "'26Q2' is not a quarter: write 2026Q2, Q2, this, next or last"),
        ("5e kwartaal", "'5e kwartaal' is not a quarter: write 2026Q2, Q2, this, next or last"),
        ("", "'' is not a quarter: write 2026Q2, Q2, this, next or last"),
        ("2026Q2x", "'2026Q2x' is not a quarter: write 2026Q2, Q2, this, next or last"),
    ],
)
def test_what_is_no_quarter(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        parse_quarter(typed, today=TODAY)


def test_edges_of_the_years() -> None:
    assert Quarter(2199, 4).last == date(2199, 12, 31)
    with pytest.raises(ValueError, match="outside 1900 to 2199"):
        _ = Quarter(2199, 4).next
    with pytest.raises(ValueError, match="outside 1900 to 2199"):
        _ = Quarter(1900, 1).previous


def test_forms() -> None:
    quarter = Quarter(2026, 2)
    assert (str(quarter), quarter.code) == ("2026Q2", "2026q2")
    assert (quarter.first, quarter.last) == (date(2026, 4, 1), date(2026, 6, 30))


@given(quarters)
def test_printed_form_is_taken(quarter: Quarter) -> None:
    assert parse_quarter(str(quarter), today=TODAY) == quarter
    assert parse_quarter(quarter.code, today=TODAY) == quarter


@given(quarters, st.integers(-100, 100))
def test_plus_and_minus(quarter: Quarter, number: int) -> None:
    later = quarter.plus(number)
    assert later.minus(quarter) == number
    assert later.plus(-number) == quarter
    assert (later > quarter) == (number > 0)
    assert quarter.next.previous == quarter


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_lies_in_one_quarter(day: date) -> None:
    quarter = Quarter.containing(day)
    assert quarter.first <= day <= quarter.last


@given(quarters)
def test_quarters_join_up(quarter: Quarter) -> None:
    assert quarter.last + timedelta(days=1) == quarter.next.first
