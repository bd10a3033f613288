"""The encoding of a text file: a spreadsheet saves it in that of its country, and does not say which."""

from __future__ import annotations

import codecs

from circo_cli.errors import UsageError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096


def head_of(content: bytes, encoding: str | None = None) -> str:
    """Return how a text begins, without its mark; without `encoding`, as well as can be told."""
    return content[:_HEAD].decode(encoding or _marked(content) or "utf-8", "ignore").removeprefix("\ufeff")


def encoding_of(content: bytes, name: str) -> str:
    """Return the encoding of a text: by its mark, else UTF-8, else Windows-1252.

    Raises `UsageError` when it is none of these, or two of them.
    """
    encoding = _marked(content) or "utf-8"
    wide = encoding.startswith("utf-16")
    if not wide and b"\0" in content:
        raise _nul(name, content.count(b"\n", 0, content.index(b"\0")) + 1)
    try:
        text = content.decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and not _partly_utf8(content):
            return _windows(content, name)
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name} is {encoding.removesuffix('-sig').upper()} text, but not in line {line} (byte {error.start})",
            hint="open it, mend that line and save it as CSV UTF-8",
            code="input-encoding",
        ) from error
    if wide and "\0" in text:
        raise _nul(name, text.count("\n", 0, text.index("\0")) + 1)
    return encoding


def _nul(name: str, line: int) -> UsageError:
    return UsageError(
        f"{name} is not a text file: line {line} holds a NUL byte",
        hint="save the sheet as .xlsx or CSV UTF-8",
        code="input-encoding",
    )


def _partly_utf8(content: bytes) -> bool:
    """Tell whether a text that is not UTF-8 holds characters in it that nobody would write in Windows-1252."""
    text = content.decode("utf-8", "surrogateescape")
    others = {character for character in text if character > "\x7f" and not "\ud800" <= character <= "\udfff"}
    return any(character > "\uffff" or character.encode("cp1252", "ignore") for character in others)


def _windows(content: bytes, name: str) -> str:
    try:
        content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name} is neither UTF-8 nor Windows-1252 text (line {line}, byte {error.start})",
            hint="save the sheet as CSV UTF-8",
            code="input-encoding",
        ) from error
    return "cp1252"


def _marked(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
