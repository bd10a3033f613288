"""A database of an earlier schema, with data in it, becomes one of this schema and loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from circo_cli.storage.schema import APPLICATION_ID, REVISION
from tests.conftest import Circo

FIRST = """
INSERT INTO theme (key, name_nl) VALUES ('bouw', 'Bouw');
INSERT INTO hub (key, name, kind, stage, country, timezone)
  VALUES ('limburg', 'Limburg', 'regional', 'operational', 'NL', 'Europe/Amsterdam');
INSERT INTO track (key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum, taught_in)
  VALUES ('limburg-2026q2-1', 1, 'Bouw', 'track', 1, '2026Q2', 'open', 12, 6, 'nl');
INSERT INTO track_hub VALUES (1, 1, 0);
INSERT INTO track_session (track_id, starts_at, ends_at, starts_on, ends_on, quarter)
  VALUES (1, '2026-05-12T11:00:00Z', '2026-05-12T15:00:00Z', '2026-05-12', '2026-05-12', '2026Q2'),
         (1, '2026-04-14T11:00:00Z', '2026-04-14T15:00:00Z', '2026-04-14', '2026-04-14', '2026Q2');
INSERT INTO company (key, name, kind, country) VALUES ('jansen', 'Jansen', 'company', 'NL');
INSERT INTO enrolment (track_id, company_id, status, people) VALUES (1, 1, 'registered', 2);
INSERT INTO attendance VALUES (1, 1, 2);
INSERT INTO question (text, category, status, asked_on, sharing)
  VALUES ('Hoe werkt statiegeld?', 'other', 'open', '2026-01-01', 'hub');
"""
"""What a database of the first schema may hold."""


def make_first(path: Path) -> None:
    """Make a database at `path` as the first circo left it."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", "circo_cli:storage/migrations")
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")


@pytest.fixture
def older(bare: Circo) -> Circo:
    """``circo`` with a database of the first schema."""
    make_first(bare.database)
    return bare


def test_the_first_schema_is_upgraded_with_its_data(older: Circo) -> None:
    assert older.refused("track", "list")["code"] == "database-older"
    upgraded = older.json("db", "upgrade")
    assert (upgraded["schema"], Path(upgraded["kept"]).is_file()) == (REVISION, True)
    track = older.json("track", "show", "limburg-2026q2-1")
    assert [each["starts_at"] for each in track["session_list"]] == ["2026-04-14T11:00:00Z", "2026-05-12T11:00:00Z"]
    assert track["seats_taken"] == 1
    assert [row["people"] for row in older.json("track", "attendance", "limburg-2026q2-1")] == [None, 2]
    assert all(check["ok"] for check in older.json("db", "check", "--deep"))


def test_sessions_get_a_lasting_name_in_their_order(older: Circo) -> None:
    older.ok("db", "upgrade")
    with closing(sqlite3.connect(older.database)) as connection:
        rows = connection.execute("SELECT uid, starts_on, sequence FROM track_session ORDER BY starts_on").fetchall()
    assert rows == [("limburg-2026q2-1-s1", "2026-04-14", 0), ("limburg-2026q2-1-s2", "2026-05-12", 0)]


def test_numbers_go_on_where_they_were(older: Circo) -> None:
    older.ok("db", "upgrade")
    with closing(sqlite3.connect(older.database)) as connection:
        assert dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))["track_session"] == 2


def test_what_was_there_before_there_was_an_index_is_found(older: Circo) -> None:
    older.ok("db", "upgrade")
    assert [row["key"] for row in older.json("search", "statiegeld")] == ["Q1"]
    assert [row["key"] for row in older.json("search", "jansen")] == ["jansen"]
