"""Months on a terminal: the grid, the days that stand out, and the sessions under it, at every width."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from circo_cli.documents.language import language_of
from circo_cli.rendering.pictures.calendar import Meeting, Words, draw_calendar

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 6, 15)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
DUTCH = Words(
    months=language_of("nl").say("digest_months").split(),
    days=["ma", "di", "wo", "do", "vr", "za", "zo"],
    week="wk",
    none="Geen sessies.",
)


def meeting(day: int, start: int = 13, end: int = 17, **known: Any) -> Meeting:
    usual: dict[str, Any] = {
        "start": datetime(2026, 6, day, start, tzinfo=AMSTERDAM),
        "end": datetime(2026, 6, day, end, tzinfo=AMSTERDAM),
        "zone": None,
        "title": "Circulair bouwen",
        "part": "(1/3)",
        "track": "limburg-2026q2-1",
        "location": "Bouwcampus, Roermond",
    }
    return Meeting(**{**usual, **known})


def drawn(
    *meetings: Meeting, width: int = 80, color: bool = False, months: tuple[date, ...] = (JUNE,), **known: Any
) -> str:
    given = {"today": TODAY, "words": DUTCH, **known}
    return draw_calendar(meetings, months=months, width=width, color=color, **given)


def test_a_month_with_today_and_the_days_of_sessions() -> None:
    abroad = meeting(30, 9, zone="Asia/Bangkok", part="", location=None, track="thailand-2026q2-1")
    assert drawn(abroad, meeting(16), meeting(15, 19, 21), meeting(16, 9, 12)) == (
        "juni 2026\n"
        "wk   ma   di   wo   do   vr   za   zo\n"
        "23    1    2    3    4    5    6    7\n"
        "24    8    9   10   11   12   13   14\n"
        "25  [15*] 16*  17   18   19   20   21\n"
        "26   22   23   24   25   26   27   28\n"
        "27   29   30*\n"
        "\n"
        "ma 15   19:00–21:00  Circulair bouwen (1/3)\n"
        "        limburg-2026q2-1 · Bouwcampus, Roermond\n"
        "di 16   09:00–12:00  Circulair bouwen (1/3)\n"
        "        limburg-2026q2-1 · Bouwcampus, Roermond\n"
        "di 16   13:00–17:00  Circulair bouwen (1/3)\n"
        "        limburg-2026q2-1 · Bouwcampus, Roermond\n"
        "di 30   09:00–17:00 Asia/Bangkok  Circulair bouwen\n"
        "        thailand-2026q2-1\n"
    )


def test_months_stand_apart_and_an_empty_one_says_so() -> None:
    text = drawn(meeting(2), months=(JUNE, JULY))
    assert text.count("\n\njuli 2026\n") == 1
    assert text.endswith("31   27   28   29   30   31\n\nGeen sessies.\n")
    assert "2*" not in text.partition("juli")[2]


def test_weeks_are_those_of_iso_8601() -> None:
    text = drawn(months=(date(2026, 1, 1), date(2026, 12, 1), date(2027, 1, 1)))
    assert [line[:3].strip() for line in text.splitlines() if re.match(r"[ \d]\d ", line)] == [
        "1", "2", "3", "4", "5", "49", "50", "51", "52", "53", "53", "1", "2", "3", "4",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_nothing_is_wider_than_the_terminal_and_keys_are_whole(width: int) -> None:
    long = meeting(9, title="Één héél lange titel 🏗️ " * 9, location="Ergens heel ver weg " * 9, zone="Asia/Bangkok")
    lines = drawn(long, meeting(10), width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len([line for line in lines if "limburg-2026q2-1" in line]) == 2
    assert len([line for line in lines if "Asia/Bangkok" in line]) == 1
    assert "…" in drawn(long, width=width)
    assert all("(1/3)" in line for line in lines if "–17:00" in line), "which session it is stays readable"


def test_a_terminal_too_narrow_for_a_grid_gets_the_sessions() -> None:
    assert drawn(meeting(9), width=30) == (
        "juni 2026\n\ndi  9   13:00–17:00  Ci… (1/3)\n        limburg-2026q2-1 · Bo…\n"
    )


def test_colour_adds_nothing_but_colour() -> None:
    meetings = (meeting(15), meeting(16), meeting(17, zone="Asia/Bangkok"))
    coloured = drawn(*meetings, color=True)
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == drawn(*meetings)


def test_text_of_the_data_moves_no_cursor() -> None:
    text = drawn(meeting(9, title="a\x1b[31m\nb", location="c\r\nd\u202e"))
    assert "a\\x1b[31m b" in text
    assert "c d\\u202e" in text
    assert "\x1b" not in text


@given(
    days=st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20),
    today=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_exactly_the_days_of_sessions_and_today_stand_out(days: set[date], today: date) -> None:
    meetings = [
        meeting(1)._replace(
            start=datetime(day.year, day.month, day.day, 13, tzinfo=AMSTERDAM),
            end=datetime(day.year, day.month, day.day, 17, tzinfo=AMSTERDAM),
        )
        for day in days
    ]
    for first in (date(2026, 2, 1), date(2026, 11, 1), date(2027, 12, 1)):
        grid = drawn(*meetings, months=(first,), today=today).partition("\n\n")[0].split("\n", 2)[2]
        cells = [cell for line in grid.splitlines() for cell in re.findall(r"\[? *\d+\*?", line[4:])]
        length = monthrange(first.year, first.month)[1]
        assert [int(cell.strip(" [*")) for cell in cells] == list(range(1, length + 1))
        marked = {int(cell.strip(" [*")) for cell in cells if "*" in cell}
        assert marked == {day.day for day in days if (day.year, day.month) == (first.year, first.month)}
        here = [int(cell.strip(" [*")) for cell in cells if cell.startswith("[")]
        assert here == ([today.day] if (today.year, today.month) == (first.year, first.month) else [])
