"""Rows that wait in a file."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.storage.long_rows import LongRows


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
