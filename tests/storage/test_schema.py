"""The migrated schema is the one that the tables describe, and what circo adds to it is there."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from circo_cli.storage.schema import APPLICATION_ID, REVISION
from circo_cli.storage.search.index import problems
from circo_cli.storage.tables import metadata
from circo_cli.storage.tallies import COUNTS, TRIGGERS
from circo_cli.storage.views import VIEWS
from circo_cli.values.vocabulary import THEMES


@pytest.fixture(scope="module")
def migrated(template: Path) -> sqlite3.Connection:
    """A database as the migrations make it."""
    return sqlite3.connect(template)


@pytest.fixture(scope="module")
def modelled(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """A database as the tables describe it."""
    path = tmp_path_factory.mktemp("modelled") / "circo.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return sqlite3.connect(path)


def pieces(sql: str) -> list[str]:
    """Split a CREATE TABLE into what stands between its outermost commas, spaces normalised, sorted."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    found, depth, quoted, piece = [], 0, False, ""
    for character in body:
        quoted ^= character == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0 and not quoted:
            found.append(piece)
            piece = ""
        else:
            piece += character
    rest = sql[sql.rindex(")") + 1 :]
    return sorted(re.sub(r"\s+", " ", each).strip() for each in [*found, piece, f"after: {rest}"])


def tables(connection: sqlite3.Connection) -> dict[str, object]:
    """Return every table: its columns in order, and its definition piece by piece (CHECKs, AUTOINCREMENT, keys)."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        " AND name NOT LIKE 'search_%' AND name NOT LIKE 'tally_%'"
    ).fetchall()
    return {name: (connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall(), pieces(sql)) for name, sql in rows}


def indexes(connection: sqlite3.Connection) -> dict[str, str]:
    """Return every index that somebody named, with its definition: unique, expressions, predicate."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def test_the_migrations_make_the_tables_that_the_models_describe(
    migrated: sqlite3.Connection, modelled: sqlite3.Connection
) -> None:
    assert tables(migrated) == tables(modelled)
    assert tables(migrated).keys() == metadata.tables.keys()


def test_the_migrations_make_the_search_index_and_it_works(migrated: sqlite3.Connection) -> None:
    """Its tables are no models: only `storage.search` knows them, and what they hold follows from the others."""
    names = {name for (name,) in migrated.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search_%'")}
    assert {name for name in names if not name.startswith("search_index_")} == {
        "search_document", "search_index", "search_word",
    }  # fmt: skip
    assert problems(migrated) == []
    assert migrated.execute("SELECT count(*) FROM search_index WHERE search_index MATCH 'niets'").fetchone() == (0,)


def test_the_migrations_make_the_indexes_that_the_models_describe(
    migrated: sqlite3.Connection, modelled: sqlite3.Connection
) -> None:
    assert indexes(migrated) == indexes(modelled)
    assert "WHERE status = 'waitlisted'" in indexes(migrated)["ix_enrolment_queue"]
    assert "coalesce(hub_id, 0)" in indexes(migrated)["ix_goal_aim"]


def test_numbers_that_are_keys_never_return(migrated: sqlite3.Connection) -> None:
    numbered = {
        name
        for name, sql in migrated.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if "AUTOINCREMENT" in sql
    }
    assert {"question", "insight", "enrolment", "digest", "change", "company_note", "goal"} <= numbered


def test_the_revision_is_the_latest_migration(migrated: sqlite3.Connection) -> None:
    configuration = Config()
    configuration.set_main_option("script_location", "circo_cli:storage/migrations")
    heads = ScriptDirectory.from_config(configuration).get_heads()
    assert [int(head) for head in heads] == [REVISION]
    assert migrated.execute("PRAGMA user_version").fetchone() == (REVISION,)
    assert migrated.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert migrated.execute("SELECT version_num FROM alembic_version").fetchall() == [(heads[0],)]


def test_every_view_is_there_and_answers(example: Path) -> None:
    with closing(sqlite3.connect(example)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
        assert names == VIEWS.keys()
        for name in names:
            table = name.removesuffix("_overview")
            (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert rows == connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], name


def test_a_new_database_has_the_themes_and_nothing_else(template: Path) -> None:
    with closing(sqlite3.connect(template)) as connection:
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in metadata.tables}
        assert connection.execute("SELECT key, name_nl, name_en FROM theme ORDER BY id").fetchall() == list(THEMES)
        triggers = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        assert triggers == TRIGGERS  # nothing of the journal's, which other tools would meet
        assert not any(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTS)
    assert {name for name, count in counts.items() if count} == {"theme"}
