"""The picture of what needs attention: the screen is kept to, nothing that is urgent is hidden without a word."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from circo_cli.rendering.pictures.status import draw_status

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
ALL = "circo status --limit 5"
LONG = "circo enrolment list --track rotterdam-bluecity-2026q2-2 --status waitlisted"
ITEMS = [
    ("now", "track-over", "limburg-2026q2-1", "ended", "circo track complete limburg-2026q2-1"),
    ("now", "question-overdue", "Q1", "due " + "北" * 60, "circo question answer Q1"),
    ("now", "question-overdue", "Q2", "due\x1b[31m\n[bold]", "circo question answer Q2"),
    ("now", "backup", "db", "there is none", "circo db backup"),
    ("soon", "waiting-list", "rotterdam-bluecity-2026q2-2", "3 companies wait", LONG),
]


def drawn(width: int, height: int | None, *, color: bool = False) -> str:
    return draw_status(ITEMS, width=width, height=height, everything=ALL, color=color)


def test_a_narrow_screen_has_the_command_below() -> None:
    assert draw_status([ITEMS[0], ITEMS[4]], width=60, height=None, everything=ALL, color=False) == (
        "NOW (1): a date has passed\n"
        "  limburg-2026q2-1: ended\n"
        "    circo track complete limburg-2026q2-1\n"
        "SOON (1): within 14 days\n"
        "  rotterdam-bluecity-2026q2-2: 3 companies wait\n"
        f"    {LONG}\n"
    )


def test_a_wide_screen_has_the_command_beside() -> None:
    assert draw_status([ITEMS[0], ITEMS[3]], width=150, height=None, everything=ALL, color=False) == (
        "NOW (2): a date has passed\n"
        f"  limburg-2026q2-1  {'ended':<91}  circo track complete limburg-2026q2-1\n"
        f"  {'db':<16}  {'there is none':<91}  circo db backup\n"
    )


def test_on_a_low_screen_every_kind_comes_before_the_second_of_one() -> None:
    assert drawn(80, 9) == (
        "NOW (3 of 4): a date has passed\n"
        "  limburg-2026q2-1: ended\n"
        "    circo track complete limburg-2026q2-1\n"
        f"  Q1: due {'北' * 34} …\n"
        "    circo question answer Q1\n"
        "  db: there is none\n"
        "    circo db backup\n"
        "SOON (0 of 1): within 14 days\n"
        f"2 more: {ALL}\n"
    )


def test_what_is_urgent_comes_before_what_is_not() -> None:
    lines = drawn(80, 11).splitlines()
    assert lines[0] == "NOW (4): a date has passed"
    assert lines[-2:] == ["SOON (0 of 1): within 14 days", f"1 more: {ALL}"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("height", [5, 8, 12, 24])
def test_it_keeps_to_the_screen_and_says_what_is_left_out(width: int, height: int) -> None:
    lines = drawn(width, height).splitlines()
    assert sum(-(-cell_len(line) // width) for line in lines) <= height
    told = sum(any(line.endswith(item[4]) for line in lines) for item in ITEMS)
    assert told == 5 or lines[-1] == f"{5 - told} more: {ALL}"


def test_colour_adds_nothing_but_colour_and_data_cannot() -> None:
    assert ESCAPE.sub("", drawn(80, 24, color=True)) == drawn(80, 24)
    assert "\x1b" not in drawn(80, 24)
    assert "Q2: due\\x1b[31m [bold]" in drawn(80, 24)


def test_nothing_is_nothing() -> None:
    assert draw_status([], width=80, height=24, everything=ALL, color=False) == ""
