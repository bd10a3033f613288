"""Cells of CSV files that spreadsheets open: text never starts a formula (source: the contract, Output)."""

from __future__ import annotations

import re

_FORMULA = r"'*[=+\-@\t\r]"
_GUARDED = r"'+[=+\-@\t\r]"


def guard(text: str) -> str:
    """Return `text` with a leading ``'`` when, after any number of ``'``, it begins like a formula."""
    return "'" + text if re.match(_FORMULA, text) else text


def unguard(text: str) -> str:
    """Return `text` without the ``'`` that `guard` put before it."""
    return text[1:] if re.match(_GUARDED, text) else text
