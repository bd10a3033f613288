"""E-mail addresses, as far as a typing error can be seen."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;.]+(\.[^@\s<>\"',;.]+)+")


def parse_email(text: str) -> str:
    """Return `text` trimmed; raise `ValueError` when it cannot be an address."""
    address = text.strip()
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"'{address}' is not an e-mail address such as anna@example.org")
    return address
