"""Attendance as it is read."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.values.roster import Roster


class AttendanceRow(NamedTuple):
    """Who came to a session; `people` is None where nothing was recorded, 0 for absent."""

    company: str
    session: int
    present: bool | None
    people: int | None


def attendance_of(roster: Roster) -> list[AttendanceRow]:
    """Return, for every seat and session of a Track, how many people came."""
    return [
        AttendanceRow(place.company, number, None if people is None else people > 0, people)
        for place in sorted(roster.seated, key=lambda place: place.company)
        for number, people in enumerate(place.came, start=1)
    ]


def earlier_keys(reader: Reader, roster: Roster) -> dict[str, int]:
    """Return the keys of companies that were merged into one with a seat, and the id of that one."""
    numbers = ", ".join(str(place.company_id) for place in roster.seated)
    merged = f"SELECT key, merged_into_id FROM company WHERE merged_into_id IN ({numbers})"
    return {str(key): int(into) for key, into in reader.rows(merged)}
