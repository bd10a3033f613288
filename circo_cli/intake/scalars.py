"""What workbooks and JSON hold in a cell, as the text that a person would have typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

_DIGITS = 15
"""A spreadsheet keeps so many digits; what a binary number has behind them is noise."""

_LONGEST_NUMBER = 30
"""Beyond so many digits an exponent is not written out: it may stand for gigabytes."""


def text_of(value: Any) -> str:
    """Return `value` as trimmed text: a number without exponent, a date as in ISO 8601, nothing as empty."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(f"{value:.{_DIGITS}g}")
    if isinstance(value, dt.datetime):
        seconds = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
        return (seconds.date() if seconds.time() == dt.time() else seconds).isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value)


def number_text(written: str) -> str:
    """Return a number that is `written` with decimals or an exponent as its digits, whole where it is whole."""
    if written.lstrip("-").isdecimal():
        return written
    number = Decimal(written)
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return written
    whole, _, decimals = f"{number:f}".partition(".")
    return f"{whole}.{decimals}" if decimals.strip("0") else whole
