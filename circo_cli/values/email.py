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


def parse_mailboxes(text: str) -> list[tuple[str, str]]:
    """Return name (may be empty) and address of each of ``Anna Bos <anna@example.org>, hub@example.org``.

    Raises `ValueError` where one is none, or when there is nothing.
    """
    from email.utils import getaddresses

    if "\n" in text or "\r" in text:
        raise ValueError("addresses have to stand on one line, with commas between them")
    found = getaddresses([text])
    if not found or any(not address.isascii() for _, address in found):
        raise ValueError(f"'{text.strip()}' is not an e-mail address such as CIRCO <kennis@example.org>")
    return [(name.strip(), parse_email(address)) for name, address in found]
