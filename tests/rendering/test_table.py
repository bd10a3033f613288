"""Tables on a terminal: they fit its width, and what is shown of them can be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from circo_cli.rendering.result import Form, Result
from circo_cli.rendering.table import on_terminal

TITLE = "Zorg zonder afval: textiel, bedden en inrichting"


def seen(fields: tuple[str, ...], *rows: tuple[str | None, ...], width: int, first: tuple[str, ...] = ()) -> list[str]:
    """Return the lines of a list on a terminal of `width` columns, and then what is told of them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", str(width))
        result = Result(form=Form.LIST, fields=fields, rows=list(rows), columns=first)
        text, messages = on_terminal(result, color=False)
    return [*text.splitlines(), *(each.text for each in messages)]


def not_shown(told: str) -> str:
    """Return what is said of fields that do not fit."""
    return f"{told} not shown for lack of width: --fields A,B or --json"


@pytest.mark.parametrize(("width", "told"), [(40, "2 fields are"), (60, "1 field is")])
def test_what_does_not_fit_is_counted(width: int, told: str) -> None:
    assert seen(("a", "b", "c", "d"), ("x" * 18,) * 4, width=width)[-1] == not_shown(told)


def test_a_key_is_whole_or_not_there_and_prose_gives_way() -> None:
    fields = ("key", "track", "company", "title", "status")
    row = ("E1", "noord-holland-2026q3-2", "voorbeeldbouw-de-eikel", TITLE, "registered")
    assert seen(fields, row, width=80) == [
        "key  track                   company                 title",
        "E1   noord-holland-2026q3-2  voorbeeldbouw-de-eikel  Zorg zonder afval: textiel…",
        not_shown("1 field is"),
    ]
    assert seen(fields, row, width=48) == [
        "key  track                   title",
        "E1   noord-holland-2026q3-2  Zorg zonder afval:…",
        not_shown("2 fields are"),
    ]


def test_what_does_not_fit_makes_room_for_a_narrower_field_and_a_telephone_number_is_never_cut() -> None:
    fields = ("name", "email", "phone", "role")
    row = ("Jo van Voorbeeldzicht", "jo-van-voorbeeldzicht@voorbeeldbouw.example.org", "+31 99 000 00 01", "inkoop")
    assert seen(fields, row, width=60) == [
        "name                   email                          role",
        "Jo van Voorbeeldzicht  jo-van-voorbeeldzicht@voorbe…  inkoop",
        not_shown("1 field is"),
    ]
    assert seen(fields, row, width=72)[:2] == [
        "name                   email                            phone",
        "Jo van Voorbeeldzicht  jo-van-voorbeeldzicht@voorbeel…  +31 99 000 00 01",
    ]


def test_names_of_fields_fold_and_empty_fields_leave_where_there_is_too_little_room() -> None:
    fields = ("key", "seats_taken", "waitlist_position", "title")
    row = ("noord-holland-2026q3-2", "12", None, TITLE)
    assert seen(fields, row, width=62) == [
        "                        seats_",
        "key                     taken   title",
        "noord-holland-2026q3-2  12      Zorg zonder afval: textiel, b…",
        not_shown("1 field is"),
    ]
    history = ("key", "summary", "undone_by")
    assert seen(history, ("C1", TITLE, "C12"), ("C2", TITLE, None), width=50)[0].split() == list(history)
    assert seen(fields, row, width=120)[0] == "key                     seats_taken  waitlist_position  title"


@given(
    st.lists(
        st.tuples(*[st.none() | st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60)] * 4),
        min_size=1,
        max_size=4,
    ),
    st.integers(8, 200),
)
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str | None, ...]], width: int) -> None:
    fields = ("key", "first_launch_quarter", "status", "on")
    lines = [line for line in seen(fields, *rows, width=width) if "lack of width" not in line]
    assert max(map(cell_len, lines)) <= width
