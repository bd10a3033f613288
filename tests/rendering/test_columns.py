"""Columns for pipes are those that tabulate writes, whatever the text."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from tabulate import tabulate
from wcwidth import wcwidth

from circo_cli.rendering.cells import flat
from circo_cli.rendering.columns import _NARROW, in_columns

CELL = st.one_of(
    st.text(), st.text("abc é–€…日本👩🏽‍🔬\u0301\u00ad\u200d ", max_size=12), st.sampled_from(["", "true", "1.50"])
).map(flat)
NAMES = ("key", "name_nl", "a")


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=6))
@example([])
@example([("", "", "")])
@example([("Café “De Zon” – €5…", "日本語", "👩🏽‍🔬"), (" x ", "\xa0", "e\u0301")])
def test_a_list_has_the_columns_of_tabulate(rows: list[tuple[str, str, str]]) -> None:
    expected = tabulate(rows, headers=NAMES, tablefmt="simple", disable_numparse=True)
    assert in_columns(rows, headers=NAMES) == expected + "\n"


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_pairs_have_the_columns_of_tabulate(rows: list[tuple[str, str]]) -> None:
    assert in_columns(rows) == tabulate(rows, tablefmt="plain", disable_numparse=True) + "\n"


def test_what_is_taken_for_narrow_is_one_column_wide() -> None:
    narrow = [chr(code) for code in range(0x11000) if re.fullmatch(_NARROW, chr(code))]
    assert len(narrow) > 600
    assert {wcwidth(character) for character in narrow} == {1}
