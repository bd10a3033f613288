"""Text in the cells of files that spreadsheets open: never a formula (source: the contract, Output), and whole."""

from __future__ import annotations

import re

_FORMULA = r"'*[=+\-@\t\r]"
_GUARDED = r"'+[=+\-@\t\r]"
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
_LIKE_ESCAPED = r"_(?=x[0-9A-Fa-f]{4}_)"

ERRORS = frozenset(
    {
        "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
        "#N/B", "#VERW!", "#NAAM?", "#WAARDE!", "#DEEL/0!", "#LEEG!", "#GETAL!",
    }
)  # fmt: skip
"""What Excel shows where a formula failed, in English and in Dutch."""


def guard(text: str) -> str:
    """Return `text` with a leading ``'`` when, after any number of ``'``, it begins like a formula."""
    return "'" + text if re.match(_FORMULA, text) else text


def unguard(text: str) -> str:
    """Return `text` without the ``'`` that `guard` put before it."""
    return text[1:] if re.match(_GUARDED, text) else text


def escape(text: str) -> str:
    """Return `text` as a workbook holds it, where ``_x000D_`` stands for a character (source: ECMA-376, ST_Xstring)."""
    return re.sub(_LIKE_ESCAPED, "_x005F_", text) if "_x" in text else text


def unescape(text: str) -> str:
    """Return the text that a workbook holds as `text`."""
    return re.sub(_ESCAPED, lambda match: chr(int(match[1], 16)), text)
