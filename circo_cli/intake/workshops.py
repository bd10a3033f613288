"""The sessions of a Track in one cell: ``2026-04-14; 28-4-2026T13:00-17:00``, on the clock of its hub."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from functools import cache
from typing import TYPE_CHECKING

from circo_cli.domain.schedule import Span, check_apart, times_of
from circo_cli.errors import UsageError
from circo_cli.intake.mapping import BadValueError, Read
from circo_cli.values.dates import parse_moment, parse_span

if TYPE_CHECKING:
    from circo_cli.intake.known import Known

_BETWEEN = re.compile(r"[;,\n]")
_SECONDS = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}):00")
"""How a spreadsheet gives a date, with a time of 00:00, or a date with a time."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """When a session is held: the moments, and what follows from them on the clock of the hub."""

    starts_at: str
    ends_at: str
    starts_on: str = field(compare=False)
    ends_on: str = field(compare=False)
    quarter: str = field(compare=False)
    span: Span = field(compare=False)
    words: str = field(compare=False)

    def __str__(self) -> str:
        """Return the times as they are typed."""
        return self.words

    def columns(self) -> dict[str, str]:
        """Return what is stored of it."""
        return {name: getattr(self, name) for name in ("starts_at", "ends_at", "starts_on", "ends_on", "quarter")}


def stored_workshop(starts_at: str, ends_at: str, *, zone: tzinfo) -> Workshop:
    """Return the session that is stored with these moments."""
    return _workshop((parse_moment(starts_at), parse_moment(ends_at)), zone=zone)


def _workshop(span: Span, *, zone: tzinfo) -> Workshop:
    start, end = (moment.astimezone(zone) for moment in span)
    return Workshop(**times_of(span, zone=zone), span=span, words=f"{start:%Y-%m-%dT%H:%M}-{end:%H:%M}")


def dates_cell(known: Known) -> Read:
    """Read dates with times as text: on which clock they are depends on the hub, but not whether they are any."""

    def read(text: str) -> str:
        read_workshops(text, zone=UTC, today=known.today)
        return text

    return cache(read)


def read_workshops(text: str, *, zone: tzinfo, today: date) -> tuple[Workshop, ...]:
    """Return the sessions that a cell names, in the order of their start.

    Raises `BadValueError` for what is no date with times, and for two that overlap.
    """
    spans = []
    for part in _BETWEEN.split(text):
        typed = part.strip()
        if not typed:
            continue
        if timed := _SECONDS.fullmatch(typed):
            typed = timed[1] if timed[2] == "00:00" else f"{timed[1]}T{timed[2]}"
        try:
            spans.append(parse_span(typed, today=today, zone=zone))
        except ValueError as error:
            raise BadValueError(str(error), field="dates") from error
    try:
        check_apart(spans, zone=zone)
    except UsageError as error:
        raise BadValueError(error.message, field="dates") from error
    return tuple(_workshop(span, zone=zone) for span in sorted(spans))
