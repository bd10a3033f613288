"""Periods as people speak of them, where a first or a last day is wanted: a week, a month, a quarter, a year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from circo_cli.values.dates import FIRST_YEAR, LAST_YEAR, MONTHS, checked_day, parse_date
from circo_cli.values.quarter import WORDS, parse_quarter

_YEAR_FIRST = r"([0-9]{4})[-/.]([0-9]{1,2})"
_MONTH_FIRST = r"([0-9]{1,2})[-/]([0-9]{4})"
_NAMED = r"([a-z]+)\.?(?:[ -]([0-9]{4}))?"
_YEAR = r"[0-9]{4}"
_SPOKEN = r"([a-z]+) (week|month|maand|year|jaar)"


class Days(NamedTuple):
    """The first and the last day of a period."""

    first: date
    last: date


def parse_days(text: str, *, today: date) -> Days:
    """Return the days of the period that `text` names, or the one day that it names; raise as `parse_date`."""
    period = spoken_period(text, today=today)
    if period is not None:
        return period
    day = parse_date(text, today=today)
    return Days(day, day)


def spoken_period(text: str, *, today: date) -> Days | None:
    """Return the days of ``2026-11``, ``november``, ``november 2026``, ``last month``, ``vorige week``, ``2026``
    or a quarter; None for what is none of these. A month without a year is this year's; weeks begin on Monday.

    Raises ValueError, with a sentence for the user, for a month that does not exist.
    """
    typed = " ".join(text.lower().split())
    if match := re.fullmatch(_YEAR_FIRST, typed):
        return _month(int(match[1]), int(match[2]), typed=typed)
    if match := re.fullmatch(_MONTH_FIRST, typed):
        return _month(int(match[2]), int(match[1]), typed=typed)
    if (match := re.fullmatch(_NAMED, typed)) and match[1] in MONTHS:
        return _month(int(match[2] or today.year), MONTHS[match[1]], typed=typed)
    if match := re.fullmatch(_SPOKEN, typed):
        return None if match[1] not in WORDS else _moved(WORDS[match[1]], match[2], today=today)
    if re.fullmatch(_YEAR, typed):
        return _year(int(typed))
    if typed in WORDS:
        return None  # of what?
    try:
        quarter = parse_quarter(typed, today=today)
    except ValueError:
        return None
    return Days(quarter.first, quarter.last)


def _moved(step: int, unit: str, *, today: date) -> Days | None:
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return Days(monday, monday + timedelta(days=6))
    if unit in ("year", "jaar"):
        return _year(today.year + step)
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return _month(year, month + 1, typed=f"{unit} {step}")


def _month(year: int, month: int, *, typed: str) -> Days:
    first = checked_day(year, month, 1, typed=typed)
    return Days(first, first.replace(day=monthrange(year, month)[1]))


def _year(year: int) -> Days | None:
    return Days(date(year, 1, 1), date(year, 12, 31)) if FIRST_YEAR <= year <= LAST_YEAR else None
