"""Making the large database: batch by batch, each one transaction, so that it can be broken off and gone on with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import platformdirs

from circo_cli.storage.migrations.run import create_database
from circo_cli.storage.schema import REVISION
from circo_cli.storage.search.index import refresh
from tests.benchmarks.large_rows import (
    GENERATION,
    HUBS,
    Rows,
    Size,
    company_rows,
    insight_rows,
    network_rows,
    question_rows,
)
from tests.benchmarks.large_tracks import track_rows

Report = Callable[[int, int], None]
"""Told after each batch how much is done, and of how much."""


class Batch(NamedTuple):
    """Some things of one noun: `make` gives their rows."""

    noun: str
    numbers: range
    make: Callable[[Size, Sequence[int]], Rows]


def cache_directory() -> Path:
    """Return where large databases are kept from one run to the next."""
    return Path(platformdirs.user_cache_dir("circo-benchmarks"))


def large_database(directory: Path, *, scale: float, report: Report | None = None) -> Path:
    """Return the database of that `scale`, kept in `directory`: made where it is not there, or not whole."""
    path = directory / f"scale-{scale:g}-schema{REVISION}-{GENERATION}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        fill(part, Size.scaled(scale), report=report)
        part.rename(path)
    return path


def fill(path: Path, size: Size, *, report: Report | None = None) -> None:
    """Make the database at `path`, or go on where an earlier run was broken off."""
    if not path.exists():
        create_database(path)
    batches = list(_batches(size))
    total = sum(len(batch.numbers) for batch in batches)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing by it
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("CREATE TABLE IF NOT EXISTS made (batch INTEGER PRIMARY KEY)")
        made = {number for (number,) in connection.execute("SELECT batch FROM made")}
        done = 0
        for number, batch in enumerate(batches):
            if number not in made:
                connection.execute("BEGIN IMMEDIATE")
                _insert(connection, batch.make(size, batch.numbers))
                refresh(connection, [(batch.noun, each) for each in batch.numbers])
                connection.execute("INSERT INTO made VALUES (?)", (number,))
                connection.execute("COMMIT")
            done += len(batch.numbers)
            if report is not None:
                report(done, total)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")
        connection.execute("DROP TABLE made")
        connection.execute("COMMIT")


def _batches(size: Size) -> Iterator[Batch]:
    """Yield the batches, those that others refer to first."""
    yield Batch("hub", range(1, HUBS + 1), lambda whole, _: network_rows(whole))
    for noun, total, at_once, make in (
        ("company", size.companies, 2_000, company_rows),
        ("track", size.tracks, 250, track_rows),
        ("question", size.questions, 5_000, question_rows),
        ("insight", size.insights, 250, insight_rows),
    ):
        for first in range(1, total + 1, at_once):
            yield Batch(noun, range(first, min(first + at_once, total + 1)), make)


def _insert(connection: sqlite3.Connection, rows: Rows) -> None:
    for table, each in rows.items():
        if each:
            places = ", ".join("?" * len(each[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", each)
