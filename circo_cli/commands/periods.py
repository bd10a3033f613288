"""The days from which and until which: typed as dates, or as a period of which they are the first and the last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.context import Invocation, parsed
from circo_cli.errors import UsageError

if TYPE_CHECKING:
    from circo_cli.values.periods import Days

QuarterFilter = Annotated[
    str | None, typer.Option("--quarter", metavar="QUARTER", help="Only in this quarter, such as 2026Q2.")
]

_ALSO = "--{0} 2026-11, --{0} november, --{0} 'last month', --{0} -4w"


def first_day(call: Invocation, typed: str | None, *, option: str = "--from") -> date | None:
    """Return the day of ``--from``, of a period its first; None stays None."""
    return None if typed is None else _days(call, typed, option=option).first


def last_day(call: Invocation, typed: str | None, *, option: str = "--until") -> date | None:
    """Return the day of ``--until``, of a period its last; None stays None."""
    return None if typed is None else _days(call, typed, option=option).last


def days_between(
    call: Invocation, *, quarter: str | None, first: str | None, last: str | None
) -> tuple[date | None, date | None]:
    """Return the first and the last day that were typed: those of the quarter, or one or both by themselves.

    Raises `UsageError` for both.
    """
    if quarter is None:
        return first_day(call, first), last_day(call, last)
    if first is not None or last is not None:
        raise UsageError("--quarter excludes --from and --until", hint="leave one of them out")
    from circo_cli.values.quarter import parse_quarter

    found = parsed(parse_quarter, quarter, option="--quarter", today=call.today)
    return found.first, found.last


def _days(call: Invocation, typed: str, *, option: str) -> Days:
    from circo_cli.values.periods import parse_days

    try:
        days: Days = parsed(parse_days, typed, option=option, today=call.today)
    except UsageError as error:
        error.hint = error.hint or f"for example {_ALSO.format(option[2:])}"
        raise
    return days
