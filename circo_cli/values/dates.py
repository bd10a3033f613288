"""Dates, times and moments as people type them, day before month, and as circo prints them.

Nothing here reads the clock or a time zone of the machine: today and the zone come in as arguments.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from circo_cli.values.text import counted

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that dates and quarters may lie in; anything else is taken for a slip of the keyboard."""

DEFAULT_START, DEFAULT_END = time(13), time(17)
"""When a session is held if nobody says: an afternoon, by the clock of the hub."""
DEFAULT_LENGTH = timedelta(hours=4)
"""How long a session takes that has a start and no end."""
LONGEST_NIGHT = timedelta(hours=12)
"""A session into the next day that would take longer has its two times the wrong way round."""

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_YEAR_FIRST = r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
_DAY_FIRST = r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})"
_NAMED_MONTH = r"([0-9]{1,2})[ -]?([a-z]+)\.?(?:[ -]([0-9]{4}))?"
_SHORT_YEAR = r"([0-9]{1,2}(?:[-/.][0-9]{1,2}[-/.]|[ -]?[a-z]+\.?[ -]))'?([0-9]{2})"
_NO_YEAR = r"([0-9]{1,2})[-/.]([0-9]{1,2})"
_RELATIVE = r"([+-])([0-9]{1,5})([dwmyj])"
_SPAN = (
    r"(?i)(?P<day>[^:–]*?[^\s:–])(?:T|\s+)(?P<start>[0-9]{1,2}:[0-9]{2})"
    r"(?:\s*[-–]\s*(?P<end>[0-9]{1,2}:[0-9]{2}))?"
)
_SPOKEN_SPAN = (
    r"(?i)(.*?[^T\s])(?:T|\s+)([0-9]{1,2})[.:]([0-9]{2})\s*(?:[-–]|tot|to)\s*([0-9]{1,2})[.:]([0-9]{2})(?: uur)?"
)
_TIMED = r"(?i):|[0-9]T[0-9]"
_MOMENT = (
    r"(?i)[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}"
    r"(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAYS = {
    **dict.fromkeys(("today", "vandaag"), 0),
    **dict.fromkeys(("tomorrow", "morgen"), 1),
    **dict.fromkeys(("yesterday", "gisteren"), -1),
    "overmorgen": 2,
    "eergisteren": -2,
}
_NAMES_OF_MONTHS = (
    "January januari jan",
    "February februari feb febr",
    "March maart mrt mar maa",
    "April apr",
    "May mei",
    "June juni jun",
    "July juli jul",
    "August augustus aug",
    "September sep sept",
    "October oktober okt oct",
    "November nov",
    "December dec",
)
_NAMES_OF_WEEKDAYS = (
    "maandag ma monday mon",
    "dinsdag di tuesday tue",
    "woensdag wo wednesday wed",
    "donderdag do thursday thu",
    "vrijdag vr friday fri",
    "zaterdag za saturday sat",
    "zondag zo sunday sun",
)
MONTHS = {word: number for number, words in enumerate(_NAMES_OF_MONTHS, start=1) for word in words.lower().split()}
_WEEKDAYS = {word: number for number, words in enumerate(_NAMES_OF_WEEKDAYS) for word in words.split()}


class UnclearDateError(ValueError):
    """A date that lacks something; `meant` is what was most likely meant, in full."""

    def __init__(self, message: str, *, meant: str) -> None:
        super().__init__(message)
        self.meant = meant


def parse_date(text: str, *, today: date, about: tuple[date, date] | None = None) -> date:
    """Return the day that `text` names: ``2026-04-14``, ``14-4-2026``, ``14 april 2026``, ``14 april`` of
    this year, ``today``, ``tomorrow``, ``yesterday`` (or in Dutch), ``+2w``, ``-3d``, ``+1m``, ``+1y``.

    Day before month. A month or year on from a day that the other month lacks is that month's last day. Of a time that
    it is `about`, from the first day to the last one, a day without a year is the nearest.
    Raises ValueError, with a sentence for the user, for anything else and for days that do not exist.
    """
    typed = " ".join(text.split())
    lowered = typed.lower()
    if lowered in _DAYS:
        return today + timedelta(days=_DAYS[lowered])
    if match := re.fullmatch(_RELATIVE, lowered):
        return _relative(match[1] + match[2], match[3], today=today, typed=typed)
    if match := re.fullmatch(_YEAR_FIRST, lowered):
        return checked_day(int(match[1]), int(match[3]), int(match[4]), typed=typed)
    if match := re.fullmatch(_DAY_FIRST, lowered):
        return checked_day(int(match[4]), int(match[3]), int(match[1]), typed=typed)
    if (match := re.fullmatch(_NAMED_MONTH, lowered)) and match[2] in MONTHS:
        month, number = MONTHS[match[2]], int(match[1])
        return checked_day(int(match[3] or _year(month, number, today=today, about=about)), month, number, typed=typed)
    if match := re.fullmatch(_SHORT_YEAR, lowered):
        parse_date(f"{match[1]}20{match[2]}", today=today)  # what is no day at all is told as that
        raise UnclearDateError(
            f"'{typed}' is not clear: write the year with four digits, as in 14-4-2026",
            meant=f"{match[1]}20{match[2]}",
        )
    if match := re.fullmatch(_NO_YEAR, lowered):
        month, number = int(match[2]), int(match[1])
        meant = checked_day(_year(month, number, today=today, about=about), month, number, typed=typed)
        raise UnclearDateError(
            f"'{typed}' has no year: write it as in 14-4-2026", meant=f"{meant.day}-{meant.month}-{meant.year}"
        )
    first, _, rest = lowered.partition(" ")
    if first in _WEEKDAYS and rest.partition(" ")[0] not in _WEEKDAYS:
        coming = today + timedelta(days=(_WEEKDAYS[first] - today.weekday() - 1) % 7 + 1)
        meant_day = parse_date(rest, today=today, about=about) if rest else coming
        raise UnclearDateError(f"'{typed}' is a day of the week: write the date alone", meant=meant_day.isoformat())
    if first in MONTHS and re.fullmatch(r"(?:[0-9]{4})?", rest):
        raise UnclearDateError(f"'{typed}' has no day: write it as in 14 april 2026", meant=f"1 {lowered}")
    raise ValueError(
        f"'{typed}' is not a date: write it as 2026-04-14, 14-4-2026, 14 april 2026, today, tomorrow, +2w or -4w"
    )


def _year(month: int, day: int, *, today: date, about: tuple[date, date] | None) -> int:
    """Return the year of a day that was typed without one: this year, or that of the nearest to what it is `about`.

    What lies between today and that time is as near as what lies in it.
    """
    if about is None or not 1 <= month <= 12:
        return today.year
    first, last = about

    def away(year: int) -> tuple[int, int]:
        # The 28th stands for the days that a month lacks in some years or always.
        there = date(year, month, max(1, min(day, 28)))
        return (
            max((min(first, today) - there).days, (there - max(last, today)).days, 0),
            max((first - there).days, (there - last).days, 0),
        )

    years = range(min(first, today).year - 1, max(last, today).year + 2)
    return min((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), key=away)


def checked_day(year: int, month: int, day: int, *, typed: str) -> date:
    """Return the day; raise ValueError, with a sentence on what was `typed`, where there is none such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"'{typed}' is not a date: the year is outside {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError(f"'{typed}' is not a date: there is no month {month} (day before month)")
    try:
        return date(year, month, day)
    except ValueError:
        following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
        length = (following - timedelta(days=1)).day
        raise ValueError(
            f"'{typed}' is not a date: {_NAMES_OF_MONTHS[month - 1].split()[0]} {year} has {length} days"
        ) from None


def _relative(amount: str, unit: str, *, today: date, typed: str) -> date:
    number = int(amount)
    try:
        if unit in "dw":
            moved = today + timedelta(days=number * (7 if unit == "w" else 1))
        else:
            from dateutil.relativedelta import relativedelta

            moved = today + (relativedelta(months=number) if unit == "m" else relativedelta(years=number))
    except (OverflowError, ValueError):
        moved = date.min
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise ValueError(f"'{typed}' is not a date: it lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return moved


def beside_today(day: str, *, today: date) -> str:
    """Return the stored `day` with how far it is from `today`: ``2026-06-18 (in 3 days)``."""
    days = (date.fromisoformat(day) - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
    return f"{day} ({near or (f'in {days} days' if days > 0 else f'{-days} days ago')})"


def parse_span(
    text: str,
    *,
    today: date,
    zone: tzinfo,
    usual: tuple[time, time] = (DEFAULT_START, DEFAULT_END),
    about: tuple[date, date] | None = None,
) -> tuple[datetime, datetime]:
    """Return start and end, in UTC, of the session that `text` gives as ``DATE[THH:MM[-HH:MM]]``.

    Times are those of `zone`'s clock. Without times: the `usual` ones. Without an end: four hours later, as
    time elapses. An end before the start is on the next day; ``24:00`` is midnight at the day's end.
    A day without a year is, as in `parse_date`, the nearest to the time that it is `about`, if that is known.
    A time that comes twice, when summer time ends, is taken as the first.
    Raises ValueError, with a sentence for the user, also for a time that summer time skips, for an end that is the
    start, and for a night of more than twelve hours: its times are the wrong way round.
    """
    typed = " ".join(text.split())
    match = re.fullmatch(_SPAN, typed)
    if match is None:
        if spoken := re.fullmatch(_SPOKEN_SPAN, typed):
            raise UnclearDateError(
                f"'{typed}' is not a date with times: write it as 2026-04-14T13:00-17:00",
                meant="{} {}:{}-{}:{}".format(*spoken.groups()),
            )
        if re.search(_TIMED, typed):
            raise ValueError(f"'{typed}' is not a date with times: write it as 2026-04-14T13:00-17:00")
        return _span(parse_date(typed, today=today, about=about), *usual, zone=zone)
    day = parse_date(match["day"], today=today, about=about)
    opening = _time(match["start"], typed=typed)
    if match["end"] is None:
        start = _moment(day, opening, zone=zone)
        return start, start + DEFAULT_LENGTH
    if match["end"] == "24:00":
        return _span(day, opening, time(0), zone=zone)
    closing = _time(match["end"], typed=typed)
    _check_order(opening, closing, typed=typed)
    return _span(day, opening, closing, zone=zone)


def _check_order(opening: time, closing: time, *, typed: str) -> None:
    """Raise ValueError for an end that is the start, or that makes a night longer than anybody means."""
    if closing == opening:
        raise ValueError(f"'{typed}' ends when it starts: write the later time second")
    length = timedelta(hours=24 + closing.hour - opening.hour, minutes=closing.minute - opening.minute)
    # An end at 00:00 is the end of the day, as 24:00 is, and no slip.
    if time(0) < closing < opening and length > LONGEST_NIGHT:
        hours, minutes = divmod(length.seconds // 60, 60)
        rest = f" and {counted(minutes, 'minute', 'minutes')}" if minutes else ""
        raise ValueError(
            f"'{typed}' would last {hours} hours{rest}: an end before the start is on the next day; "
            "write the later time second"
        )


def _span(day: date, opening: time, closing: time, *, zone: tzinfo) -> tuple[datetime, datetime]:
    closing_day = day if closing > opening else day + timedelta(days=1)
    return _moment(day, opening, zone=zone), _moment(closing_day, closing, zone=zone)


def _time(text: str, *, typed: str) -> time:
    hour, minute = map(int, text.split(":"))
    if hour > 23 or minute > 59:
        raise ValueError(f"'{typed}' has no time of the day: {text} is outside 00:00 to 23:59")
    return time(hour, minute)


def _moment(day: date, clock: time, *, zone: tzinfo) -> datetime:
    local = datetime.combine(day, clock, tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{day} {clock:%H:%M} does not exist in {zone}: summer time skips that hour")
    return moment


def format_moment(moment: datetime) -> str:
    """Return `moment` as it is stored and printed, in UTC to the second: ``2026-04-14T09:30:00Z``.

    Raises ValueError for a moment without a zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_moment(text: str) -> datetime:
    """Return the moment, in UTC to the second, that `text` gives in ISO form with ``Z`` or an offset.

    Raises ValueError, with a sentence for the user, for anything else.
    """
    typed = text.strip()
    if re.fullmatch(_MOMENT, typed):
        try:
            return datetime.fromisoformat(typed.upper()).astimezone(UTC).replace(microsecond=0)
        except (OverflowError, ValueError):
            pass
    raise ValueError(f"'{typed}' is not a moment: write it as 2026-04-14T09:30:00Z")
