"""Reading a directory in the form of ``circo export DIR``: one CSV a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from shlex import quote

from circo_cli.errors import UsageError
from circo_cli.storage.transfer import NUMBERS, Column

Rows = list[tuple[int, dict[str, str]]]


def read_network(directory: Path, tables: Mapping[str, list[Column]]) -> tuple[dict[str, Rows], list[str]]:
    """Return the rows of every table's file, and the names of CSV files that are no table of circo.

    Raises `UsageError` for a directory without such files, an unreadable one, or a header with a column unknown.
    """
    if not directory.is_dir():
        raise UsageError(
            f"there is no directory {directory}",
            hint=f"name what circo export DIR has made; one file: circo company import {quote(str(directory))}",
            code="input-missing",
        )
    headers = {name: [column.header for column in columns] for name, columns in tables.items()}
    headers[NUMBERS] = ["table", "last"]
    found = {path.stem: path for path in sorted(directory.glob("*.csv"))}
    if not found.keys() & headers.keys():
        raise UsageError(
            f"{directory} holds no CSV file of a network (such as hub.csv)",
            hint="circo export DIR makes such a directory",
            code="input-missing",
        )
    source = {name: _read(path, headers[name]) for name, path in found.items() if name in headers}
    return source, [path.name for name, path in found.items() if name not in headers]


def _read(path: Path, known: list[str]) -> Rows:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path.name} is not UTF-8 text (byte {error.start})", hint="save it as CSV UTF-8", code="input-encoding"
        ) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="check its rights", code="input") from error
    if "\0" in text:
        raise UsageError(f"{path.name} is not a CSV file: it holds a NUL byte", hint="export it again", code="input")
    csv.field_size_limit(2**31 - 1)  # texts of circo's own have no limit
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        unknown = [name for name in header if name not in known]
        if unknown or len(set(header)) != len(header):
            raise UsageError(
                f"{path.name} has a column that circo does not know: {', '.join(unknown) or 'one twice'}",
                hint=f"columns: {', '.join(known)}",
                code="unknown-column",
            )
        rows: Rows = []
        begins = lines.line_num + 1
        for cells in lines:
            if cells and len(cells) != len(header):
                raise UsageError(
                    f"{path.name}, line {begins}: {len(cells)} cells for {len(header)} columns",
                    hint="mend the line and import again; is the file complete?",
                    code="input",
                )
            if cells:
                rows.append((begins, dict(zip(header, cells, strict=False))))
            begins = lines.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{path.name}, line {lines.line_num}: {error}", hint="mend the file and import again", code="input"
        ) from error
    return rows
