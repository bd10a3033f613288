"""One value as the text of a cell. Every flat output has the same cells."""

from __future__ import annotations

import re
from typing import Any

from circo_cli.values.rows import Nested
from circo_cli.values.spreadsheet import guard
from circo_cli.values.text import visible

JOINT = "; "
"""What stands between the elements of a list inside a cell."""

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f]"
_UNSAFE_IN_JSON = "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"


def cell(value: Any) -> str:
    """Return `value` as the text of a cell; None is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Nested):
        return JOINT.join(to_json(dict(zip(value.fields, row, strict=True)), indent=None) for row in value.rows)
    if isinstance(value, tuple | list):
        return JOINT.join(cell(element) for element in value)
    return str(value)


def guarded(value: Any) -> str:
    """Return the cell of `value` for a spreadsheet: text never starts a formula.

    Text that begins, after any number of ``'``, with ``= + - @``, tab or CR gets a leading ``'``, which import takes
    off again (source: the contract, Output). Numbers stay numbers.
    """
    text = cell(value)
    if isinstance(value, int | float) or value is None:
        return text
    text = guard(text)
    return text if text.isprintable() else re.sub(_CONTROL, lambda match: f"\\x{ord(match.group()):02x}", text)


def flat(value: Any) -> str:
    """Return the cell of `value` on one line, with nothing that could move a cursor."""
    text = cell(value)
    if text.isascii() and text.isprintable():
        return text
    return visible(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def to_json(data: Any, *, indent: int | None = 2) -> str:
    """Return `data` as JSON; characters that would steer a terminal are escaped."""
    import json

    text = json.dumps(data, ensure_ascii=False, indent=indent, default=_jsonable)
    if text.isascii() and "\x7f" not in text:  # of ASCII, JSON leaves one control character as it is
        return text
    return re.sub(_UNSAFE_IN_JSON, lambda match: f"\\u{ord(match.group()):04x}", text)


def _jsonable(value: Any) -> Any:
    if isinstance(value, Nested):
        return [dict(zip(value.fields, row, strict=True)) for row in value.rows]
    raise TypeError(f"{type(value).__name__} has no JSON form")
