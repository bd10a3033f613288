"""Months with their sessions: a grid in which the days stand out, and under it what is held on them."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from circo_cli.rendering.pictures import fitted, paint

_CELL = 5
_WEEK = 4
_INDENT = 8
_TITLE = 16  # with less room than this, the zone goes to the line below


class Meeting(NamedTuple):
    """A session on the clock of its hub; `zone` is named where that is not the clock at home."""

    start: datetime
    end: datetime
    zone: str | None
    title: str
    part: str
    track: str
    location: str | None


class Words(NamedTuple):
    """What is written around the dates: names of months and days, the head of the weeks, what an empty month says."""

    months: Sequence[str]
    days: Sequence[str]
    week: str
    none: str


def draw_calendar(
    meetings: Sequence[Meeting], *, months: Sequence[date], today: date, words: Words, width: int, color: bool
) -> str:
    """Return the months that begin on `months`: ``[15]`` is today, ``16*`` a day with sessions."""
    ordered = sorted(meetings, key=lambda each: (each.start.date(), each.start, each.track))
    return "\n".join(
        _month(
            [each for each in ordered if (each.start.year, each.start.month) == (first.year, first.month)],
            first=first,
            today=today,
            words=words,
            width=width,
            color=color,
        )
        for first in months
    )


def _month(meetings: Sequence[Meeting], *, first: date, today: date, words: Words, width: int, color: bool) -> str:
    heading = f"{words.months[first.month - 1]} {first.year}"
    lines = [paint(heading, "bold", color=color)]
    if width >= _WEEK + 7 * _CELL:
        lines += _grid({each.start.date() for each in meetings}, first=first, today=today, words=words, color=color)
    lines.append("")
    for meeting in meetings:
        lines += _entry(meeting, words=words, width=width, color=color)
    if not meetings:
        lines.append(words.none)
    return "".join(f"{line}\n" for line in lines)


def _grid(held: set[date], *, first: date, today: date, words: Words, color: bool) -> list[str]:
    head = "".join(f" {day}".ljust(_CELL) for day in words.days)
    lines = [paint(f"{words.week:<{_WEEK}}{head}".rstrip(), "dim", color=color)]
    for week in Calendar().monthdatescalendar(first.year, first.month):
        cells = [
            _cell(day, held, today=today, color=color) if day.month == first.month else " " * _CELL for day in week
        ]
        number = paint(f"{week[0].isocalendar().week:>2}".ljust(_WEEK), "dim", color=color)
        lines.append(f"{number}{''.join(cells)}".rstrip())
    return lines


def _cell(day: date, held: set[date], *, today: date, color: bool) -> str:
    text = f"{day.day:>2}{'*' if day in held else ''}"
    text = f"[{text}]" if day == today else f" {text}"
    style = "yellow" if day == today else "cyan"
    padding = " " * (_CELL - len(text))
    return (paint(text, style, color=color) if day in held or day == today else text) + padding


def _entry(meeting: Meeting, *, words: Words, width: int, color: bool) -> list[str]:
    """Return the two lines of a session: when and what; its key, which begins with its hub, and where."""
    day = f"{words.days[meeting.start.weekday()]} {meeting.start.day:>2}"
    when = f"{day:<{_INDENT}}{meeting.start:%H:%M}–{meeting.end:%H:%M}"
    tail = f" {meeting.part}" if meeting.part else ""
    below = [meeting.track, meeting.location]
    if meeting.zone and len(f"{when} {meeting.zone}  {tail}") + _TITLE <= width:
        when += f" {meeting.zone}"
    else:
        below.insert(0, meeting.zone)
    title = fitted(meeting.title, max(width - len(f"{when}  {tail}"), 2)).rstrip()
    line = fitted(" · ".join(each for each in below if each), max(width - _INDENT, 2)).rstrip()
    return [
        f"{paint(when, 'cyan', color=color)}  {title}{tail}",
        " " * _INDENT + paint(line, "dim", color=color),
    ]
