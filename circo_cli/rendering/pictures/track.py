"""A Track on one screen: when it is, who has a seat and came, who waits, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from circo_cli.rendering.pictures import fitted, paint, wrapped
from circo_cli.values.languages import ENGLISH
from circo_cli.values.roster import Place, Roster, Workshop
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import EnrolmentStatus, TrackStatus

_STATUS_STYLES = {
    TrackStatus.OPEN: "cyan",
    TrackStatus.CONFIRMED: "green",
    TrackStatus.CANCELLED: "red",
}
_MOST_DOTS = 40
_LEAST_NAME = 10


def draw_track(
    roster: Roster, *, next_step: tuple[str, str | None], now: str, days: Sequence[str], width: int, color: bool
) -> str:
    """Return a Track as it stands at the moment `now`; `next_step` is what there is to do, and the command for it.

    `days` are the days of the week from Monday on, as short as they are written.
    """
    seated = [_seat(roster, place, now=now) for place in roster.seated]
    blocks = [
        _head(roster, width=width, color=color),
        _sessions(roster, days, width=width),
        [*_seats(roster, width=width, color=color), *_table(seated, width=width)],
    ]
    line = roster.with_status(EnrolmentStatus.WAITLISTED)
    if line:
        rows = [(f"{place.position}.", place.name, _people(place.people), "", place.enrolment) for place in line]
        blocks.append([paint("waiting list, first in line first", "bold", color=color), *_table(rows, width=width)])
    invited = roster.with_status(EnrolmentStatus.INVITED)
    if invited:
        rows = [("-", place.name, _people(place.people), "", place.enrolment) for place in invited]
        blocks.append([paint("invited, no seat yet", "bold", color=color), *_table(rows, width=width)])
    gone = [
        counted(len(places), status, status)
        for status in (EnrolmentStatus.DECLINED, EnrolmentStatus.CANCELLED)
        if (places := roster.with_status(status))
    ]
    if gone:
        blocks.append([f"and {', '.join(gone)}"])
    why, command = next_step
    told = wrapped(f"next: {why}" if command else why, width)
    # A command is never cut or broken by us: it is there to be copied.
    blocks.append([*told, *([f"  {paint(command, 'cyan', color=color)}"] if command else [])])
    return "\n".join("".join(f"{line.rstrip()}\n" for line in block) for block in blocks)


def _head(roster: Roster, *, width: int, color: bool) -> list[str]:
    facts = [roster.kind, roster.theme, roster.quarter, f"taught in {ENGLISH.get(roster.taught_in, roster.taught_in)}"]
    rest = " · ".join(fact for fact in facts if fact)
    hubs = f"{roster.hubs[0]}{' with ' + ', '.join(roster.hubs[1:]) if roster.hubs[1:] else ''}"
    by = f"given by {', '.join(roster.trainers)}" if roster.trainers else "no trainer yet"
    status = paint(roster.status, _STATUS_STYLES.get(TrackStatus(roster.status), "bold"), color=color)
    return [
        *(paint(line, "bold", color=color) for line in wrapped(roster.title, width)),
        f"{roster.key}  {status}",
        *wrapped(rest, width),
        *wrapped(f"{hubs} · {by}", width),
        *(wrapped(f"at {roster.location}", width) if roster.location else []),
    ]


def _sessions(roster: Roster, days: Sequence[str], *, width: int) -> list[str]:
    if not roster.workshops:
        return ["no sessions yet"]
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(roster.timezone)
    lines = wrapped(f"sessions, on the clock of {roster.timezone}", width)
    for each in roster.workshops:
        place = f"  {each.location}" if each.location and each.location != roster.location else ""
        lines.append(fitted(f"{each.number:>3}  {_when(each, zone, days)}{place}", width))
    return lines


def _when(workshop: Workshop, zone: tzinfo, days: Sequence[str]) -> str:
    starts, ends = (
        datetime.fromisoformat(moment).astimezone(zone) for moment in (workshop.starts_at, workshop.ends_at)
    )
    later = "" if workshop.ends_on == workshop.starts_on else f" ({workshop.ends_on})"
    weekday = days[date.fromisoformat(workshop.starts_on).weekday()]
    return f"{weekday} {workshop.starts_on}  {starts:%H:%M}-{ends:%H:%M}{later}"


def _seats(roster: Roster, *, width: int, color: bool) -> list[str]:
    """Return the seats as a bar, in which ``|`` is the minimum, and in words."""
    taken, people = len(roster.seated), sum(place.people for place in roster.seated)
    words = (
        f"{taken} of {counted(roster.capacity, 'seat', 'seats')} (companies), "
        f"{counted(people, 'person', 'people')}, minimum {roster.minimum}"
    )
    most = max(taken, roster.capacity)
    scale = min(1.0, min(_MOST_DOTS, width - 2) / most)
    dots, full, least = (round(number * scale) for number in (most, taken, roster.minimum))
    marks = ["●" if place < full else "○" for place in range(dots)]
    enough = taken >= roster.minimum
    style = "green" if enough else "yellow"
    bar = "".join(marks[:least]) + ("|" if 0 < least < dots else "") + "".join(marks[least:])
    return [paint(bar, style, color=color), *wrapped(words, width)]


def _seat(roster: Roster, place: Place, *, now: str) -> tuple[str, str, str, str, str]:
    marks = [_mark(people, workshop, now=now) for people, workshop in zip(place.came, roster.workshops, strict=True)]
    came = sum(1 for people in place.came if people)
    shown = " ".join(marks) if len(marks) <= 5 else f"{came}/{len(marks)}"
    begun = any(workshop.starts_at <= now for workshop in roster.workshops) or any(
        people is not None for people in place.came
    )
    return ("●", place.name, f"{place.status}, {_people(place.people)}", shown if begun else "", place.enrolment)


def _mark(people: int | None, workshop: Workshop, *, now: str) -> str:
    if people is None:
        return "?" if workshop.ends_at <= now else "."
    return str(people) if people else "-"


def _table(rows: Sequence[tuple[str, str, str, str, str]], *, width: int) -> list[str]:
    """Return rows of mark, name, words, marks of attendance and key, in which the name takes the room there is."""
    if not rows:
        return []
    from rich.cells import cell_len

    columns = list(zip(*rows, strict=True))
    mark, words, came, key = (max(cell_len(cell) for cell in columns[place]) for place in (0, 2, 3, 4))
    rest = sum(each + 2 for each in (mark, words, came, key) if each)
    name = min(max(cell_len(cell) for cell in columns[1]), max(_LEAST_NAME, width - rest))
    widths = (mark, name, words, came, key)
    lines = [
        "  ".join(fitted(cell, each) for cell, each in zip(row, widths, strict=True) if each).rstrip() for row in rows
    ]
    if came:
        lines.append(fitted("  marks: people who came, - absent, ? not on record, . to come", width).rstrip())
    return lines


def _people(number: int) -> str:
    return counted(number, "person", "people")
