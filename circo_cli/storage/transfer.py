"""The whole network as one CSV a table, without loss: out of a database, and into an empty one.

Rows are named by their keys and not by internal ids: a table with a ``key`` column has no ``id``; ``id`` of a numbered
noun becomes ``key`` (``Q17``); a column ``hub_id`` becomes ``hub`` and holds the hub's key. What the tables are is read
from the database itself. ``numbers.csv`` keeps the highest number that each numbered thing ever had, so that none
returns. The journal stays where it is.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from circo_cli.errors import RefusedError
from circo_cli.storage.reader import Reader
from circo_cli.storage.schema import DERIVED
from circo_cli.values.keys import NUMBERED
from circo_cli.values.spreadsheet import guard, unguard

NUMBERS = "numbers"
_JOURNAL = ("change", "change_row")
_WHOLE = r"[0-9]{1,18}"
"""A whole number that SQLite can hold."""
_TABLE_OF = {"note": "company_note"}
LETTERS = {_TABLE_OF.get(noun, noun): letter for noun, letter in NUMBERED.items() if noun != "change"}
"""Tables whose ``id`` is written as a key, with the letter of that key."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and of its CSV file; `refers` is the table whose rows it names."""

    name: str
    header: str
    type: str
    refers: str | None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a file that cannot be taken, with the line at which it begins."""

    file: str
    row: int
    column: str | None
    value: str | None
    reason: str

    def as_detail(self) -> dict[str, Any]:
        """Return the row as a detail of an error."""
        return {"file": self.file, "row": self.row, "column": self.column, "value": self.value, "reason": self.reason}


_KEYED = ("hub", "partner", "company", "trainer", "track")
"""Tables whose files are ordered by key; themes keep the order in which they were made."""

Source = Mapping[str, Sequence[tuple[int, Mapping[str, str]]]]
"""Per table, the rows of its file: the line at which each begins, and its cells by header."""


def describe_tables(reader: Reader) -> dict[str, list[Column]]:
    """Return the tables of the network with the columns of their files, those that are referred to first."""
    names = [
        row[0]
        for row in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if row[0] not in _JOURNAL and not row[0].startswith(("sqlite_", "alembic_", *DERIVED))
    ]
    tables = {name: _columns(reader, name) for name in names}
    ordered: dict[str, list[Column]] = {}
    while len(ordered) < len(tables):
        for name, columns in tables.items():
            needed = {column.refers for column in columns if column.refers not in (None, name)}
            if name not in ordered and needed <= ordered.keys():
                ordered[name] = columns
    return ordered


def _columns(reader: Reader, table: str) -> list[Column]:
    refers = {row[3]: row[2] for row in reader.rows(f'PRAGMA foreign_key_list("{table}")')}
    found = [(row[1], row[2]) for row in reader.rows(f'PRAGMA table_info("{table}")')]
    keyed = any(name == "key" for name, _ in found)
    columns = []
    for name, kind in found:
        if name == "id" and keyed:
            continue
        header = "key" if name == "id" and table in LETTERS else name
        if name in refers:
            header = name.removesuffix("_id")
        columns.append(Column(name, header, kind, refers.get(name)))
    return columns


def export_tables(reader: Reader) -> Iterator[tuple[str, str, int]]:
    """Yield, per table, its name, its CSV text and the number of its rows."""
    tables = describe_tables(reader)
    keys = {name: _keys(reader, name, columns) for name, columns in tables.items()}
    for name, columns in tables.items():
        selected = ", ".join(f'"{column.name}"' for column in columns)
        rows = reader.rows(f'SELECT {selected} FROM "{name}" ORDER BY {_order(name, columns)}')
        written = [
            [_written(value, column, name, keys) for value, column in zip(row, columns, strict=True)] for row in rows
        ]
        yield name, _as_csv([column.header for column in columns], written), len(rows)
    last = reader.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name")
    numbers = [[name, str(number)] for name, number in last if name in tables]
    yield NUMBERS, _as_csv(["table", "last"], numbers), len(numbers)


def _order(table: str, columns: list[Column]) -> str:
    """Return how the rows of a file are ordered: by what is written, as internal ids change on the way."""
    if any(column.name == "id" for column in columns) or table == "theme":
        return '"id"'
    if columns[0].name == "key":
        return '"key"'
    return ", ".join(
        f'(SELECT r."key" FROM "{column.refers}" r WHERE r.id = "{table}"."{column.name}")'
        if column.refers in _KEYED
        else f'"{column.name}"'
        for column in columns[:2]
    )


def _keys(reader: Reader, table: str, columns: list[Column]) -> dict[int, str]:
    """Return what each row of `table` is called in files, where rows have an id at all."""
    if any(column.name == "key" for column in columns):
        return dict(reader.rows(f'SELECT id, "key" FROM "{table}"'))
    if any(column.name == "id" for column in columns):
        letter = LETTERS.get(table, "")
        return {row[0]: f"{letter}{row[0]}" for row in reader.rows(f'SELECT id FROM "{table}"')}
    return {}


def _written(value: Any, column: Column, table: str, keys: Mapping[str, Mapping[int, str]]) -> str:
    if value is None:
        return ""
    if column.refers is not None:
        return keys[column.refers][value]
    if column.name == "id" and table in LETTERS:
        return keys[table][value]
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) else repr(value)
    return guard(value) if isinstance(value, str) else str(value)


def _as_csv(header: list[str], rows: list[list[str]]) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    quoting = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for row in rows:
        # Python before 3.13 leaves a bare carriage return without quotes, and reads it as the end of a row
        (quoting if any("\r" in cell for cell in row) else writer).writerow(row)
    return target.getvalue()


def refuse_unless_empty(reader: Reader) -> None:
    """Raise `RefusedError` when the database holds anything but the themes that it was made with."""
    for table in describe_tables(reader):
        if table != "theme" and reader.value(f'SELECT 1 FROM "{table}" LIMIT 1') is not None:
            raise RefusedError(
                f"{reader.path} is not empty: it has rows in {table}",
                hint="import into a new database: --db NEW.db",
                code="database-not-empty",
            )


def import_tables(connection: sqlite3.Connection, reader: Reader, source: Source) -> tuple[int, list[BadRow]]:
    """Write the rows of `source` into an empty database; return how many, and every row that cannot be taken."""
    tables = describe_tables(reader)
    refuse_unless_empty(reader)
    last = {table: _last_id(reader, table) for table in tables}
    connection.execute("PRAGMA defer_foreign_keys = ON")
    if "theme" in source:
        connection.execute("DELETE FROM theme")
    ids: dict[str, dict[str, int]] = {}
    bad: list[BadRow] = []
    added = 0
    for table, columns in tables.items():
        rows = source.get(table, ())
        ids[table] = _assign_ids(table, columns, rows, after=last[table])
        if table not in source and table == "theme":
            ids[table] = dict(reader.rows("SELECT key, id FROM theme"))
        for line, row in rows:
            problem = _insert(connection, table, columns, row, ids)
            if problem is None:
                added += 1
            else:
                bad.append(BadRow(f"{table}.csv", line, *problem))
    numbered = {
        name for (name,) in reader.rows("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    } & tables.keys()
    for line, row in source.get(NUMBERS, ()):
        if row.get("table") not in numbered:
            bad.append(BadRow(f"{NUMBERS}.csv", line, "table", row.get("table"), "is not a numbered table of circo"))
        elif not re.fullmatch(_WHOLE, row.get("last", "")):
            bad.append(BadRow(f"{NUMBERS}.csv", line, "last", row.get("last"), "is not a whole number"))
        else:
            _raise_number(connection, row["table"], int(row["last"]))
    if not bad:
        bad = [
            BadRow(f"{table}.csv", rowid or 0, None, None, f"refers to a row of {parent} that is not there")
            for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall()
        ]
    return added, bad


def _last_id(reader: Reader, table: str) -> int:
    """Return the highest id that the journal knows of a table: what was there once keeps its history to itself."""
    last: int = reader.value("SELECT coalesce(max(thing_id), 0) FROM change_row WHERE thing = :table", {"table": table})
    return last


def _assign_ids(
    table: str, columns: list[Column], rows: Sequence[tuple[int, Mapping[str, str]]], *, after: int
) -> dict[str, int]:
    """Return the id of every row of a file by what it is called there; slugs are numbered on from `after`."""
    if any(column.name == "key" for column in columns):
        return {row.get("key", ""): number for number, (_, row) in enumerate(rows, start=after + 1)}
    identity = next((column for column in columns if column.name == "id"), None)
    if identity is None:
        return {}
    names = [row.get(identity.header, "") for _, row in rows]
    return {name: int(name.removeprefix(LETTERS.get(table, ""))) for name in names if _is_number(name, table)}


def _is_number(name: str, table: str) -> bool:
    letter = LETTERS.get(table, "")
    return name.startswith(letter) and re.fullmatch(_WHOLE, name.removeprefix(letter)) is not None


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: list[Column],
    row: Mapping[str, str],
    ids: Mapping[str, Mapping[str, int]],
) -> tuple[str | None, str | None, str] | None:
    """Insert one row; return column, value and reason when it cannot be."""
    values: dict[str, Any] = {}
    for column in columns:
        text = unguard(row.get(column.header, ""))
        try:
            values[column.name] = _read(text, column, table, ids)
        except ValueError as error:
            return column.header, text, str(error)
    if "key" in values and values["key"] is not None:
        values["id"] = ids[table].get(values["key"])
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    try:
        connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
    except sqlite3.IntegrityError as error:
        return _blamed(str(error), table, columns, row)
    return None


def _read(text: str, column: Column, table: str, ids: Mapping[str, Mapping[str, int]]) -> Any:
    if text == "":
        return None
    if column.refers is not None:
        found = ids[column.refers].get(text)
        if found is None:
            raise ValueError(f"there is no {column.refers} '{text}'")
        return found
    if column.name == "id":
        if not _is_number(text, table):
            raise ValueError(f"is not a key such as {LETTERS.get(table, '')}17")
        return int(text.removeprefix(LETTERS.get(table, "")))
    if column.type in ("INTEGER", "BOOLEAN"):
        if not re.fullmatch(f"-?{_WHOLE}", text):
            raise ValueError("is not a whole number")
        return int(text)
    return _read_number(text) if column.type == "FLOAT" else text


def _read_number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("is not a number")
    return number


def _blamed(
    message: str, table: str, columns: list[Column], row: Mapping[str, str]
) -> tuple[str | None, str | None, str]:
    """Return column, value and reason of what a constraint of the schema objects to."""
    kind, _, name = message.partition(": ")
    meaning = {
        "CHECK constraint failed": "is not a known value",
        "UNIQUE constraint failed": "is there twice",
        "NOT NULL constraint failed": "is missing",
    }.get(kind, "breaks a rule of the database")
    headers = {column.name: column.header for column in columns}
    if kind.startswith("CHECK"):
        name = name.removeprefix(f"ck_{table}_").removesuffix("_filled")
    named = name.replace(f"{table}.", "").split(", ")
    if len(named) == 1 and named[0] in headers:
        column = headers[named[0]]
        return column, row.get(column), f"{column} {meaning}"
    if name.startswith("index "):
        return None, None, f"the row {meaning}"
    return None, None, f"{', '.join(headers.get(each, each) for each in named)} {meaning}"


def _raise_number(connection: sqlite3.Connection, table: str, last: int) -> None:
    """Make sure that `table` never gives out a number up to `last` again."""
    present = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    if present is None:
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))
    elif present[0] < last:
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))
