"""Amounts in euros: as people type them, and as lists show them."""

from __future__ import annotations

import re

_DIGITS = 9
_AMOUNT = r"(?i)(?:€|eur)?\s*(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,](\d{1,2}))?"


def parse_euros(text: str) -> int:
    """Return the amount in hundredths of a euro: ``1250``, ``1.250,50``, ``€ 1250.5``.

    Raises `ValueError` for anything else.
    """
    match = re.fullmatch(_AMOUNT, text.strip())
    if match is None:
        raise ValueError(f"'{text}' is not an amount in euros such as 1250 or 1.250,50")
    whole = re.sub(r"\D", "", match[1])
    if len(whole) > _DIGITS:
        raise ValueError(f"'{text}' is more euros than anybody grants")
    return int(whole) * 100 + int((match[2] or "").ljust(2, "0"))


def euros(cents: int | None) -> float | int | None:
    """Return an amount in euros: a whole number where there are no cents."""
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100
