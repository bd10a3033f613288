"""Text as people type it: folded for comparison, made visible for a terminal."""

from __future__ import annotations

import re
import unicodedata

# A pattern is text that `re` compiles, and keeps, at first use: start-up pays for none.
_FORBIDDEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_LETTERS = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}


class UnsoundTextError(ValueError):
    """A text that could only do harm: it holds control characters, or bytes that are no text."""

    def __init__(self, message: str, *, hint: str, code: str) -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


def sound(text: str) -> str:
    """Return `text` with one kind of line end.

    Raises `UnsoundTextError` for control characters and for bytes that are no text: they could only do harm in a
    terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    for position, character in enumerate(text, start=1):
        code = ord(character)
        if (code < 0x20 and character not in "\n\t") or 0x7F <= code < 0xA0:
            raise UnsoundTextError(
                f"there is a control character (\\x{code:02x}) at position {position} of a value",
                hint="type it again without; pasted text often carries one along",
                code="control-character",
            )
        if 0xD800 <= code < 0xE000:
            raise UnsoundTextError(
                "a value is not valid UTF-8 text",
                hint="set the terminal to UTF-8 and type it again",
                code="encoding",
            )
    return text


def fold(text: str) -> str:
    """Return `text` for comparison: no case, no diacritics, single spaces."""
    if text.isascii():
        return one_line(text.lower())
    # Only what is not ASCII is looked at one by one: a text has little of it.
    cased = unicodedata.normalize("NFKC", text).casefold()
    spelt = re.sub("[^\x00-\x7f]", lambda match: _LETTERS.get(match.group(), match.group()), cased)
    decomposed = unicodedata.normalize("NFKD", spelt)
    return one_line(re.sub("[^\x00-\x7f]", lambda match: _unmarked(match.group()), decomposed))


def _unmarked(character: str) -> str:
    return "" if unicodedata.combining(character) else character


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def counted(number: int, one: str, many: str) -> str:
    """Return `number` with its unit: ``1 company``, ``12 companies``."""
    return f"{number} {one if number == 1 else many}"


def plural(noun: str) -> str:
    """Return the plural of a `noun` of circo: ``companies``, ``hubs``."""
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def visible(text: str) -> str:
    """Return `text` with control and direction characters shown as escapes, newlines and tabs kept.

    For terminals and plain text: nothing in data may move the cursor, colour or reorder a line.
    """
    if text.isprintable():  # as nearly every text is: none of what is forbidden can be printed
        return text
    return re.sub(_FORBIDDEN, lambda match: _escape(match.group()), text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shortened(text: str, length: int) -> str:
    """Return `text` on one line of at most `length` characters, cut between words with an ellipsis."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"
