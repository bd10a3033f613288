"""Whether a follow-up with a company is due: looked for at each company, or for all of them at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from circo_cli.queries.company import FOLLOW_UP_DUE, FOLLOW_UPS_DUE, today_values

TODAY = date(2026, 6, 15)
_DAYS = st.sampled_from(
    ("2026-01-10", "2026-02-10", "2026-03-16", "2026-03-17", "2026-03-18", "2026-06-15", "2026-06-16")
)
_COMPANIES, _TRACKS = st.integers(1, 3), st.integers(1, 3)
_MAYBE = st.one_of(st.none(), _DAYS)

_ROWS = st.one_of(
    st.tuples(st.just("session"), _TRACKS, _DAYS),
    st.tuples(st.just("enrolment"), _TRACKS, _COMPANIES, st.sampled_from(("completed", "registered")), _MAYBE),
    st.tuples(st.just("note"), _COMPANIES, _DAYS, _MAYBE),
    st.tuples(st.just("question"), _COMPANIES, _DAYS),
)
_INSERT = {
    "session": "INSERT INTO track_session (track_id, ends_on) VALUES (?, ?)",
    "enrolment": "INSERT INTO enrolment (track_id, company_id, status, ended_on) VALUES (?, ?, ?, ?)",
    "note": "INSERT INTO company_note (company_id, noted_on, next_on) VALUES (?, ?, ?)",
    "question": "INSERT INTO question (company_id, asked_on) VALUES (?, ?)",
}


@pytest.fixture(scope="module")
def companies() -> Iterator[sqlite3.Connection]:
    """Three companies, one of them forgotten, and the columns that matter of what happened to them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(
            """CREATE TABLE company (id INTEGER PRIMARY KEY, key, name);
               CREATE TABLE track_session (id INTEGER PRIMARY KEY, track_id, ends_on);
               CREATE TABLE enrolment (id INTEGER PRIMARY KEY, track_id, company_id, status, ended_on);
               CREATE TABLE company_note (id INTEGER PRIMARY KEY, company_id, noted_on, next_on);
               CREATE TABLE question (id INTEGER PRIMARY KEY, company_id, asked_on);
               CREATE VIEW company_overview AS SELECT c.*, (SELECT n.next_on FROM company_note n
                 WHERE n.company_id = c.id ORDER BY n.noted_on DESC, n.id DESC LIMIT 1) AS next_on FROM company c;
               INSERT INTO company VALUES (1, 'een', 'Een'), (2, 'twee', 'Twee'), (3, 'forgotten-1', 'forgotten-1');"""
        )
        yield connection


@given(rows=st.lists(_ROWS, max_size=20))
@example(rows=[("session", 1, "2026-03-17"), ("enrolment", 1, 1, "completed", None)])
@example(rows=[("enrolment", 1, 1, "completed", "2026-03-17"), ("question", 1, "2026-03-17")])
@example(rows=[("note", 1, "2026-01-10", "2026-06-15"), ("note", 1, "2026-01-10", "2026-06-16")])
def test_all_at_once_are_those_that_are_found_one_by_one(
    companies: sqlite3.Connection, rows: list[tuple[object, ...]]
) -> None:
    companies.execute("BEGIN")
    try:
        for kind, *values in rows:
            companies.execute(_INSERT[str(kind)], values)
        one_by_one, at_once = (
            companies.execute(
                f"SELECT v.id FROM company_overview v WHERE {condition} ORDER BY v.id", today_values(TODAY)
            ).fetchall()
            for condition in (FOLLOW_UP_DUE, FOLLOW_UPS_DUE)
        )
        assert at_once == one_by_one
    finally:
        companies.execute("ROLLBACK")
