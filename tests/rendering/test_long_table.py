"""Tables that are set a portion at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from circo_cli.rendering import long_table
from circo_cli.rendering.cells import flat
from circo_cli.rendering.long_table import tabulated

CELLS = st.one_of(
    st.sampled_from(["", " ", "x", "  led", "É́", "表", "👩‍🌾", "12", "-", "|", "-- --", "1e5", "true", "\u200d"]),
    st.text(max_size=8),
    st.integers(),
    st.none(),
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=3, max_size=14), form=st.sampled_from(["simple", "github"])
)
def test_portions_make_the_same_table_as_all_rows_at_once(rows: list[tuple[object, ...]], form: str) -> None:
    fields = ("key", "a rather long name", "v")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(long_table, "_PORTION", 3)
        text = "".join(tabulated(fields, rows, form=form, cell=flat))
    whole = [[flat(value) for value in row] for row in rows]
    assert text == tabulate(whole, headers=fields, tablefmt=form, disable_numparse=True) + "\n"
