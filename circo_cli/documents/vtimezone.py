"""A time zone as calendar programs need it: every change of its clocks while a calendar's sessions are held.

The library that writes calendars can make these too, but its zones enter summer time an hour late (icalendar 7.3: the
onset is given by the new clock, where RFC 5545, 3.6.5, asks for the old one) and stand in an order that varies.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def vtimezone(name: str, *, first_year: int, last_year: int) -> Timezone:
    """Return the VTIMEZONE of the zone `name`, good from the beginning of `first_year` to the end of `last_year`."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = ZoneInfo(name)
    first = datetime(first_year, 1, 1, tzinfo=zone).astimezone(UTC)
    last = datetime(last_year + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    component = Timezone()
    component.add("tzid", name)
    for moment in (first, *_changes(zone, first, last)):
        local = moment.astimezone(zone)
        before = local if moment == first else (moment - _SECOND).astimezone(zone)
        observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
        observance.add("dtstart", moment.replace(tzinfo=None) + _offset(before))
        observance.add("tzoffsetfrom", _offset(before))
        observance.add("tzoffsetto", _offset(local))
        observance.add("tzname", local.tzname() or name)
        component.add_component(observance)
    return component


def _changes(zone: tzinfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield each moment between `first` and `last` at which the clocks of `zone` are changed."""
    day = first
    while day < last:
        early, late = day, day + _DAY
        if _offset(early.astimezone(zone)) != _offset(late.astimezone(zone)):
            while late - early > _SECOND:
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                if _offset(middle.astimezone(zone)) == _offset(early.astimezone(zone)):
                    early = middle
                else:
                    late = middle
            yield late
        day += _DAY


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()
