"""Addresses of websites, as people type them."""

from __future__ import annotations

import re

_SCHEME = r"(?i)(https?)://(.+)"
_OTHER_SCHEME = r"(?i)[a-z][a-z0-9+.-]*:(?![0-9]).*"
_ADDRESS = r"[^\s<>\"'`\\/?#@]+\.[^\s<>\"'`\\/?#@.:]{2,}\.?(?::[0-9]+)?(?:[/?#][^\s<>\"`\\]*)?"


def parse_website(text: str) -> str:
    """Return the address with its scheme, ``https://`` where none was typed.

    Raises ValueError, with a sentence for the user, for what is no address of the web: an address ends up as a
    link in documents, where another scheme (``javascript:``) could run.
    """
    typed = text.strip()
    match = re.fullmatch(_SCHEME, typed)
    if match is None and re.fullmatch(_OTHER_SCHEME, typed):
        raise ValueError(f"'{typed}' is not the address of a website: it begins with https:// or http://")
    scheme, address = (match[1].lower(), match[2]) if match else ("https", typed)
    if not re.fullmatch(_ADDRESS, address):
        raise ValueError(f"'{typed}' is not the address of a website such as https://www.example.org")
    return f"{scheme}://{address}"
