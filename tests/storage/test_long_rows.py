"""Rows that wait in a file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.storage import long_rows as module
from circo_cli.storage.long_rows import LongRows, in_order
from tests.memory import peak_of


class Pair(NamedTuple):
    """A row of two values."""

    key: str
    parts: tuple[str, ...] | float | None


ROWS = [Pair("é", ("a", "b")), Pair("b", None), Pair("c", 1.5), Pair("d", ()), Pair("e", None)]


def long_rows() -> LongRows[Pair]:
    return LongRows(ROWS[:2], ROWS[2:4], [ROWS[4:]], Pair._make)


def test_rows_are_read_as_often_as_wanted_also_by_two_at_once() -> None:
    rows = long_rows()
    assert (list(rows), list(rows), len(rows)) == (ROWS, ROWS, 5)
    assert list(zip(rows, rows, strict=True)) == list(zip(ROWS, ROWS, strict=True))
    assert {type(row) for row in rows} == {Pair}


@given(index=st.integers(-5, 4), part=st.slices(5))
def test_single_rows_and_parts_are_those_of_a_list(index: int, part: slice) -> None:
    rows = long_rows()
    assert rows[index] == ROWS[index]
    assert rows[part] == ROWS[part]


@pytest.mark.parametrize("index", [5, -6])
def test_there_is_no_row_beyond(index: int) -> None:
    with pytest.raises(IndexError):
        long_rows()[index]


class Colour(StrEnum):
    """A member of an enumeration."""

    RED = "red"


class Coloured(NamedTuple):
    """A row with one."""

    colour: Colour
    number: int

    @classmethod
    def of(cls, values: object) -> Coloured:
        """Return the row with these values."""
        colour, number = values  # type: ignore[misc]
        return cls(Colour(colour), number)


@given(rows=st.lists(st.tuples(st.integers(0, 5), st.integers())), reverse=st.booleans())
def test_many_rows_are_sorted_as_few_are(rows: list[tuple[int, int]], reverse: bool) -> None:
    with mock.patch.multiple(module, _SORTED=7, _PORTION=2):
        found = in_order(rows, key=lambda row: row[0], make=tuple, reverse=reverse)
        assert (list(found), len(found)) == (sorted(rows, key=lambda row: row[0], reverse=reverse), len(rows))


@pytest.mark.parametrize("number", [3, 30])
def test_members_of_enumerations_come_back_as_such(number: int) -> None:
    rows = [Coloured(Colour.RED, each) for each in range(number)]
    with mock.patch.object(module, "_SORTED", 7):
        found = list(in_order(reversed(rows), key=lambda row: row.number, make=Coloured.of))
    assert found == rows
    assert {type(row.colour) for row in found} == {Colour}


def test_what_is_sorted_is_not_held() -> None:
    def sort(number: int) -> object:
        rows = ((f"a text of some length {each:09}",) for each in range(number, 0, -1))
        return in_order(rows, key=lambda row: row, make=tuple)

    assert peak_of(lambda: sort(90_000)) < 2 * peak_of(lambda: sort(30_000))
