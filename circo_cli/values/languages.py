"""The languages that Tracks are taught in."""

from __future__ import annotations

ENGLISH = {
    "nl": "Dutch",
    "en": "English",
    "de": "German",
    "fr": "French",
    "pt": "Portuguese",
    "es": "Spanish",
}
"""What languages are called in English, by code."""


def parse_language(text: str) -> str:
    """Return the code of a language, of two or three letters: ``nl``; raise `ValueError` for what is none."""
    code = text.strip().lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise ValueError(f"'{text}' is not a language code")
    return code
