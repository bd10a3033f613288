"""The bytes of a file or of standard input, and what kind of file they are."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import IO

from circo_cli.errors import UsageError
from circo_cli.intake.decoding import head_of
from circo_cli.intake.sheet import Format

STDIN = "-"
LARGEST = 512 * 2**20
"""So many bytes of a file are read: a million rows are less than half of that."""

_BLOCK = 2**20
ENDINGS = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".tab": Format.TSV,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
}
"""What kind of file a name says it is."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"%PDF-", "a PDF", "open the table in a spreadsheet and save it as .xlsx or .csv"),
    (b"\x89PNG", "a picture", "type the table into a spreadsheet and save it as .xlsx or .csv"),
    (b"\xff\xd8\xff", "a picture", "type the table into a spreadsheet and save it as .xlsx or .csv"),
    (b"GIF8", "a picture", "type the table into a spreadsheet and save it as .xlsx or .csv"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a rar archive", "unpack it first"),
    (b"SQLite format 3\0", "a database", "circo import DIR reads what circo export DIR wrote"),
    (b"{\\rtf", "a text document", "save the table as .xlsx or .csv"),
)
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|meta|head|workbook)\b", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\[\s*[\[{\]]|\{\s*[\"}])")


def called(source: str) -> str:
    """Return what a message calls `source`."""
    return "standard input" if source == STDIN else source


def read_source(source: str) -> bytes:
    """Return the content of the file `source`, or of standard input for ``-``.

    Raises `UsageError` for what cannot be read, or is larger than anybody's list.
    """
    if source == STDIN:
        if sys.stdin is None:
            return b""
        buffer = getattr(sys.stdin, "buffer", None)
        return _all_of(buffer, source) if buffer is not None else sys.stdin.read().encode()
    path = Path(source).expanduser()
    try:
        with path.open("rb") as file:
            return _all_of(file, source)
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {source}", hint="check its name", code="input-missing") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no path"
        raise UsageError(
            f"{source} cannot be read: {reason}", hint="name a file that you may read", code="input"
        ) from error


def _all_of(file: IO[bytes], source: str) -> bytes:
    content = bytearray()
    while block := file.read(_BLOCK):  # a device has no end, and no size beforehand
        content += block
        if len(content) > LARGEST:
            raise UsageError(
                f"{called(source)} is larger than {LARGEST // 2**20} MB",
                hint="divide it into several",
                code="input-size",
            )
    return bytes(content)


def recognised(content: bytes, source: str, hinted: Format | None) -> Format:
    """Return what kind of file `content` is: what it holds counts for more than `hinted` and the name of `source`.

    CSV stands for any delimited text. Raises `UsageError` for kinds that hold no rows which circo can read.
    """
    if not content or content.isspace():
        raise UsageError(f"{called(source)} is empty", hint="its first line is a header", code="input-empty")
    said = hinted or (None if source == STDIN else ENDINGS.get(Path(source).suffix.lower()))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Format.XLSX
    _refuse_foreign(content, called(source))
    head = head_of(content)
    if said in (Format.JSON, Format.JSONL) and head.lstrip()[:1] in ("[", "{"):
        return said
    if _JSON.match(head):
        return Format.JSONL if said is Format.JSONL else Format.JSON
    return Format.TSV if said is Format.TSV else Format.CSV


def _refuse_foreign(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if _LOCKED in content:
            raise UsageError(
                f"{name} is locked with a password", hint="save it without a password", code="input-encrypted"
            )
        raise UsageError(
            f"{name} is a file of an old Excel (.xls)", hint="open it and save it as .xlsx", code="input-format"
        )
    for start, what, hint in _FOREIGN:
        if content.startswith(start):
            raise UsageError(f"{name} is {what}", hint=hint, code="input-format")
    if _MARKUP.match(head_of(content)):
        raise UsageError(
            f"{name} is a web page or XML", hint="open it in a spreadsheet and save it as .xlsx", code="input-format"
        )
