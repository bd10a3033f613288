"""Amounts in euros as people type them."""

from __future__ import annotations

import re

_DIGITS = 9
_AMOUNT = re.compile(r"(?:€|eur)?\s*(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?:[.,](\d{1,2}))?", re.IGNORECASE)


def parse_euros(text: str) -> int:
    """Return the amount in hundredths of a euro: ``1250``, ``1.250,50``, ``€ 1250.5``.

    Raises `ValueError` for anything else.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is not an amount in euros such as 1250 or 1.250,50")
    whole = re.sub(r"\D", "", match[1])
    if len(whole) > _DIGITS:
        raise ValueError(f"'{text}' is more euros than anybody grants")
    return int(whole) * 100 + int((match[2] or "").ljust(2, "0"))
