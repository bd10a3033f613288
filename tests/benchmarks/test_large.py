"""The large database, small: seeded, sound, and the same whether or not it was broken off."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage.checks import check_database
from tests.benchmarks.large import fill, large_database
from tests.benchmarks.large_rows import Size
from tests.benchmarks.scale import write_companies
from tests.conftest import Circo
from tests.content import content

SMALL = Size(companies=2_020, tracks=260, questions=5_020, insights=260)
"""More than one batch of each."""


class KilledError(Exception):
    """What breaks the making off."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small one, made in one go."""
    path = tmp_path_factory.mktemp("large") / "circo.db"
    fill(path, SMALL)
    return path


def test_it_is_sound(made: Path) -> None:
    assert [each for each in check_database(made, deep=True) if not each.ok] == []


def test_it_holds_what_was_asked_for(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection:
        counts = {
            noun: connection.execute(f"SELECT count(*) FROM {noun}").fetchone()[0]
            for noun in ("hub", "company", "track", "question", "insight")
        }
        statuses = {status for (status,) in connection.execute("SELECT DISTINCT status FROM question")}
        quarters = connection.execute("SELECT count(DISTINCT planned_quarter) FROM track").fetchone()[0]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert counts == {"hub": 20, "company": 2_020, "track": 260, "question": 5_020, "insight": 260}
    assert statuses == {"open", "answered", "closed", "referred", "merged"}
    assert quarters == 40
    assert "made" not in tables


def test_broken_off_after_any_batch_it_comes_to_the_same(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "circo.db"

    def kill(done: int, total: int) -> None:
        if done not in reached:
            reached.append(done)
            raise KilledError

    reached: list[int] = []
    runs = 0
    while runs == len(reached):
        runs += 1
        try:
            fill(path, SMALL, report=kill)
        except KilledError:
            continue
    assert len(reached) == 9
    assert content(path) == content(made)
    assert [each for each in check_database(path, deep=True) if not each.ok] == []


def test_it_is_kept(tmp_path: Path) -> None:
    first = large_database(tmp_path, scale=0)
    before = first.stat().st_mtime_ns
    assert large_database(tmp_path, scale=0) == first
    assert first.stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_the_companies_to_import_are_distinct_and_can_be_imported(circo: Circo, tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    write_companies(path, 500)
    assert circo.json("company", "import", str(path))["added"] == 500
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    assert header == "name,kvk,kind,sector,chain_role,journey,city,postcode,website,contact_name,contact_email"
    assert len({line.split(",")[0] for line in lines}) == len(lines) == 500
