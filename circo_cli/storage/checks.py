"""What `db check` looks at: the file, and with ``--deep`` the invariants of the field and the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from circo_cli.errors import DatabaseError
from circo_cli.storage import faults
from circo_cli.storage.reader import Reader, connect_readonly
from circo_cli.storage.schema import REVISION

_NAMED = 10


class Check(NamedTuple):
    """One thing that `db check` looked at."""

    check: str
    ok: bool
    detail: str


def check_database(database: Path, *, deep: bool = False) -> list[Check]:
    """Return what was looked at in the file at `database`, damage included; never raises for a damaged file.

    `deep` adds the invariants of the field, such as seats, waiting lists and answers, and those of the journal.
    """
    if not database.exists():
        raise faults.missing(database)
    checks: list[Check] = []
    try:
        connection = connect_readonly(database)
    except DatabaseError as error:
        return [Check("file", False, error.message)]
    with closing(connection):
        checks.append(Check("file", True, f"circo database, {database.stat().st_size} bytes"))
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            checks.append(Check("integrity", found == ["ok"], "; ".join(found)))
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            checks.append(Check("foreign-keys", not broken, f"{len(broken)} rows refer to nothing"))
            checks.append(Check("schema", True, f"schema {REVISION}"))
            checks.append(Check("sqlite", True, sqlite3.sqlite_version))
            if deep:
                checks += _deep(connection, database)
        except (sqlite3.DatabaseError, DatabaseError, UnicodeDecodeError) as error:  # the last in SQLite's own words
            checks.append(Check("integrity", False, str(error)))
    return checks


def _deep(connection: sqlite3.Connection, database: Path) -> Iterator[Check]:
    from circo_cli.storage.invariants import INVARIANTS
    from circo_cli.storage.journal_proof import numbers_behind, rows_unlike_journal
    from circo_cli.storage.search.index import problems
    from circo_cli.storage.soundness import spoilt_values
    from circo_cli.storage.tallies import problems as wrong_tallies

    reader = Reader(connection, database)
    for name, meaning, query in INVARIANTS:
        yield _check(name, meaning, [str(row[0]) for row in reader.rows(query)])
    yield _check("numbers", "no number was given that could be given again", numbers_behind(connection))
    yield _check("journal", "every row is as the journal last saw it", rows_unlike_journal(connection))
    yield _check("search", "the search index says what the tables say", problems(connection))
    yield _check("tallies", "the counts that are kept are those of the rows", wrong_tallies(connection))
    yield _check("values", "every day and moment exists, and the journal can be read", spoilt_values(connection))


def _check(name: str, meaning: str, broken: list[str]) -> Check:
    return Check(name, not broken, meaning if not broken else f"not so: {meaning}: {', '.join(broken[:_NAMED])}")
