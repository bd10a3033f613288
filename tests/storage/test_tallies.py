"""The tallies say what the rows say, whatever is done to the rows and by whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.storage.tallies import COUNTS, TRIGGERS, problems
from tests.conftest import Circo
from tests.storage.test_upgrade import FIRST, make_older

_IDS = st.integers(1, 5)
_FEW = st.one_of(st.none(), st.integers(1, 2))
_DAYS = st.sampled_from(("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-09-30", "2026-10-01"))
_STATUS = st.sampled_from(("open", "answered", "merged"))

_VALUES: dict[str, st.SearchStrategy[object]] = {
    "hub_id": _FEW, "theme_id": _FEW, "company_id": _FEW, "status": _STATUS, "question_id": _IDS, "answered_on": _DAYS,
}  # fmt: skip


def _update(table: str, column: str) -> st.SearchStrategy[tuple[str, tuple[object, ...]]]:
    """Return changes of one row, or of all."""
    where = st.one_of(st.just(" WHERE id = ?"), st.just(" WHERE ? > 0"))
    return st.tuples(where, _VALUES[column], _IDS).map(
        lambda each: (f"UPDATE {table} SET {column} = ?{each[0]}", each[1:])
    )


_STEPS = st.one_of(
    st.tuples(_IDS, _FEW, _FEW, _FEW, _STATUS).map(
        lambda row: (
            "INSERT OR IGNORE INTO question (id, hub_id, theme_id, company_id, status) VALUES (?, ?, ?, ?, ?)",
            row,
        )
    ),
    st.tuples(_IDS, _IDS, _DAYS).map(
        lambda row: ("INSERT OR IGNORE INTO question_answer (id, question_id, answered_on) VALUES (?, ?, ?)", row)
    ),
    *(_update("question", column) for column in ("hub_id", "theme_id", "company_id", "status")),
    *(_update("question_answer", column) for column in ("question_id", "answered_on")),
    st.tuples(_IDS, _DAYS, _IDS).map(
        lambda row: ("UPDATE OR REPLACE question_answer SET question_id = ?, answered_on = ? WHERE id = ?", row)
    ),
    *(
        st.tuples(_IDS).map(lambda row, table=table: (f"DELETE FROM {table} WHERE id = ?", row))
        for table in ("question", "question_answer")
    ),
    st.sampled_from(("DELETE FROM question", "DELETE FROM question_answer")).map(lambda sql: (sql, ())),
)


@pytest.fixture(scope="module")
def kept() -> Iterator[sqlite3.Connection]:
    """The columns that matter, with the tallies and their triggers; nothing keeps the rows in order."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(
            """CREATE TABLE question (id INTEGER PRIMARY KEY, hub_id, theme_id, company_id, status NOT NULL);
               CREATE TABLE question_answer (id INTEGER PRIMARY KEY, question_id, answered_on);
               CREATE TABLE tally_asked (hub_id, theme_id, questions, askers,
                 PRIMARY KEY (hub_id, theme_id)) WITHOUT ROWID;
               CREATE TABLE tally_answered (hub_id, theme_id, quarter, questions,
                 PRIMARY KEY (hub_id, theme_id, quarter)) WITHOUT ROWID;"""
        )
        for statement in TRIGGERS.values():
            connection.execute(statement)
        yield connection


@given(steps=st.lists(_STEPS, max_size=30))
def test_whatever_is_done_to_questions_and_answers_the_tallies_follow(
    kept: sqlite3.Connection, steps: list[tuple[str, tuple[object, ...]]]
) -> None:
    kept.execute("BEGIN")
    try:
        for statement, values in steps:
            kept.execute(statement, values)
            assert problems(kept) == [], statement
    finally:
        kept.execute("ROLLBACK")


def test_the_quarter_is_that_of_the_first_answer(kept: sqlite3.Connection) -> None:
    kept.execute("BEGIN")
    kept.execute("INSERT INTO question VALUES (1, 7, NULL, NULL, 'answered')")
    for number, month in enumerate((12, 10, 9, 7, 6, 4, 3, 1), start=1):
        kept.execute("INSERT INTO question_answer VALUES (?, 1, ?)", (number, f"2026-{month:02}-15"))
        rows = kept.execute("SELECT * FROM tally_answered WHERE questions <> 0").fetchall()
        assert rows == [(7, 0, f"2026Q{(month + 2) // 3}", 1)]
    kept.execute("ROLLBACK")


def test_a_statement_that_is_taken_back_counts_nothing(kept: sqlite3.Connection) -> None:
    kept.execute("BEGIN")
    kept.execute("INSERT INTO question VALUES (1, NULL, 1, 1, 'answered')")
    with pytest.raises(sqlite3.IntegrityError):
        kept.execute("INSERT INTO question VALUES (2, NULL, 1, 2, 'open'), (1, NULL, 1, 1, 'open')")
    assert kept.execute("SELECT * FROM tally_asked").fetchall() == [(0, 1, 1, 1)]
    kept.execute("ROLLBACK")


def _tallies(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return what is kept, but what came down to nothing; it is what the rows say."""
    with closing(sqlite3.connect(path)) as connection:
        assert problems(connection) == []
        return {name: set(connection.execute(f"SELECT * FROM {name} WHERE questions <> 0")) for name in COUNTS}


def test_every_change_and_its_undo_keep_them(full: Circo) -> None:
    """Merging, answering, closing and removing, and all of it taken back."""
    before = _tallies(full.database)
    lines = (
        ("question", "log", "Wie deelt zijn steigers?", "--hub", "limburg", "--theme", "bouw"),
        ("question", "answer", "Q1", "Dat mag.", "--by", "Anna"),
        ("question", "edit", "Q2", "--theme", "textiel"),
        ("question", "merge", "Q3", "--into", "Q2"),
    )
    done = 0
    for line in lines:
        code, _, _ = full(*line)
        if code == 0:
            done += 1
            _tallies(full.database)
    assert done >= 3
    after = _tallies(full.database)
    assert after != before
    for _ in range(done):
        full.ok("undo", "--yes")
        _tallies(full.database)
    assert _tallies(full.database) == before


def test_the_journal_tells_nothing_of_them(full: Circo) -> None:
    full.ok("question", "log", "Wie deelt zijn steigers?", "--hub", "limburg", "--theme", "bouw")
    with closing(sqlite3.connect(full.database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT DISTINCT table_name FROM change_row")}
    assert not tables & COUNTS.keys()


def test_an_earlier_database_is_counted_when_it_is_upgraded(bare: Circo) -> None:
    asked = """UPDATE question SET theme_id = 1, hub_id = 1, company_id = 1;
      INSERT INTO question_answer (question_id, text, author, answered_on) VALUES (1, 'Zo.', 'Anna', '2026-05-01');"""
    make_older(bare.database, FIRST + asked)
    bare.ok("db", "upgrade")
    assert _tallies(bare.database) == {
        "tally_asked": {(0, 1, 1, 1), (1, 1, 1, 1)},
        "tally_answered": {(1, 1, "2026Q2", 1)},
    }
