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


def make_older(path: Path, rows: str, *, revision: int = 1) -> None:
    """Make a database at `path` as the circo of an earlier schema left it."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", "circo_cli:storage/migrations")
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, f"{revision:04}")
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(rows)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {revision}")


@pytest.fixture
def older(bare: Circo) -> Circo:
    """``circo`` with a database of the first schema."""
    make_older(bare.database, FIRST)
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


def test_what_others_put_into_the_schema_is_left_behind_whatever_it_is_called(older: Circo) -> None:
    with closing(sqlite3.connect(older.database)) as connection:
        connection.execute('CREATE VIEW "their ""view""" AS SELECT 1')
        connection.execute('CREATE TRIGGER "it""s" AFTER INSERT ON question BEGIN DELETE FROM question; END')
    older.ok("db", "upgrade")
    with closing(sqlite3.connect(older.database)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%\"%'").fetchall() == []


def test_sessions_get_a_lasting_name_in_their_order(older: Circo) -> None:
    older.ok("db", "upgrade")
    with closing(sqlite3.connect(older.database)) as connection:
        rows = connection.execute("SELECT uid, starts_on, sequence FROM track_session ORDER BY starts_on").fetchall()
    assert rows == [("limburg-2026q2-1-s1", "2026-04-14", 0), ("limburg-2026q2-1-s2", "2026-05-12", 0)]


@pytest.mark.parametrize("revision", range(2, REVISION))
def test_every_later_schema_is_upgraded_with_its_data(bare: Circo, revision: int) -> None:
    people = "INSERT INTO company_contact (company_id, name, phone) VALUES (1, 'Zoë Voorbeeld', '020-1234567')"
    rows = FIRST.replace("(track_id, starts_at", "(track_id, uid, sequence, starts_at").replace(
        "(1, '2026-0", "(1, lower(hex(randomblob(8))), 0, '2026-0"
    )
    make_older(bare.database, f"{rows};{people}", revision=revision)
    assert bare.json("db", "upgrade")["schema"] == REVISION
    assert bare.json("question", "list", "--status", "open")[0]["key"] == "Q1"
    assert bare.json("company", "show", "jansen")["contact_list"][0]["name"] == "Zoë Voorbeeld"
    assert all(check["ok"] for check in bare.json("db", "check", "--deep"))


def test_numbers_go_on_where_they_were(older: Circo) -> None:
    older.ok("db", "upgrade")
    with closing(sqlite3.connect(older.database)) as connection:
        assert dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))["track_session"] == 2


def test_what_was_there_before_there_was_an_index_is_found(older: Circo) -> None:
    older.ok("db", "upgrade")
    assert [row["key"] for row in older.json("search", "statiegeld")] == ["Q1"]
    assert [row["key"] for row in older.json("search", "jansen")] == ["jansen"]


Step = tuple[str, str, str | None, str | None, int | None]
"""A change of a question: day and kind, its status before and after (None: it was not there), and what undid it."""

CLOSED: dict[str, tuple[list[Step], str | None]] = {
    "by one change": ([("05-20", "change", "open", "closed", None)], "2026-05-20"),
    "and edited": ([("05-20", "change", "open", "closed", None), ("05-22", "change", "closed", "closed", None)], "2026-05-20"),
    "twice": (
        [
            ("04-20", "change", "referred", "closed", None),
            ("04-21", "change", "closed", "open", None),
            ("05-20", "change", "open", "closed", None),
        ],
        "2026-05-20",
    ),
    "and reopened, which was undone": (
        [
            ("04-20", "change", "open", "closed", None),
            ("04-21", "change", "closed", "open", 3),
            ("05-20", "undo", "open", "closed", None),
        ],
        "2026-04-20",
    ),
    "twice, of which one counts": (
        [
            ("04-20", "change", "open", "closed", None),
            ("04-21", "change", "closed", "open", 5),
            ("04-22", "change", "open", "closed", 4),
            ("05-20", "undo", "closed", "open", None),
            ("05-21", "undo", "open", "closed", None),
        ],
        "2026-04-20",
    ),
    "before it came": ([("05-20", "change", None, "closed", None)], None),
    "before it came, where another had its number": (
        [
            ("04-20", "change", "open", "closed", None),
            ("05-20", "change", "closed", None, None),
            ("05-21", "change", None, "closed", None),
        ],
        None,
    ),
    "nobody knows when": ([], None),
}  # fmt: skip
"""Roads to a closed question in the journal of schema 4, and when it was closed as far as that tells."""


def fourth(steps: list[Step], *, status: str = "closed") -> str:
    """Return the rows of a database of schema 4 in which a question went a road."""
    script = [
        f"""INSERT INTO question (text, category, status, asked_on, sharing)
              VALUES ('Hoe?', 'other', '{status}', '2026-01-01', 'hub')"""
    ]
    for number, (day, kind, before, after, _) in enumerate(steps, start=1):
        was, became = (
            "NULL" if each is None else f"json_object('id', 1, 'status', '{each}')" for each in (before, after)
        )
        script.append(
            f"""INSERT INTO "change" (id, at, actor, command, summary, kind)
                  VALUES ({number}, '2026-{day}T10:00:00Z', 'tester', 'question', 'x', '{kind}');
                INSERT INTO change_row (change_id, table_name, thing, thing_id, before, after)
                  VALUES ({number}, 'question', 'question', 1, {was}, {became})"""
        )
    for number, (*_, undone_by) in enumerate(steps, start=1):
        if undone_by is not None:
            script.append(f'UPDATE "change" SET undone_by_id = {undone_by} WHERE id = {number}')
    return ";".join(script)


def closed_on(circo: Circo) -> list[tuple[str, str | None]]:
    """Return status and day of closing of every question."""
    with closing(sqlite3.connect(circo.database)) as connection:
        return connection.execute("SELECT status, closed_on FROM question ORDER BY id").fetchall()


@pytest.mark.parametrize("how", CLOSED)
def test_the_day_of_a_closing_is_that_of_the_journal_or_unknown(bare: Circo, how: str) -> None:
    steps, day = CLOSED[how]
    make_older(bare.database, fourth(steps), revision=4)
    bare.ok("db", "upgrade")
    assert closed_on(bare) == [("closed", day)]
    assert bare.json("report", "quarter", "2026Q1", "--explain", "questions_open") == (
        [] if day is None else [{"key": "Q1", "title": "Hoe?"}]
    )
    assert all(check["ok"] for check in bare.json("db", "check", "--deep"))


def test_what_is_open_was_not_closed(bare: Circo) -> None:
    steps: list[Step] = [("04-20", "change", "open", "closed", None), ("04-21", "change", "closed", "open", None)]
    make_older(bare.database, fourth(steps, status="open"), revision=4)
    bare.ok("db", "upgrade")
    assert closed_on(bare) == [("open", None)]


def test_a_closing_of_before_the_upgrade_is_undone_and_redone_with_its_day(bare: Circo) -> None:
    make_older(bare.database, fourth(CLOSED["by one change"][0]), revision=4)
    bare.ok("db", "upgrade")
    bare.ok("undo", "C1")
    assert closed_on(bare) == [("open", None)]
    bare.ok("redo")
    assert closed_on(bare) == [("closed", "2026-05-20")]
