"""Counts that would take a reading of every question: kept by the database itself, with each row that changes.

Two tables, whose triggers stand in the file, so that whoever writes keeps them. They are numbers only, follow from the
rest, and are in no journal, export or digest. A pair of hub and theme stays when its number comes down to nothing.

- ``tally_asked``: questions by theme, merged ones not among them, and how many different companies ask them; whoever
  asks without a company is one of its own. Hub 0 stands for the whole network: companies cannot be added up.
- ``tally_answered``: questions by the quarter of their first answer; hub or theme 0 stands for none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_QUARTER = "substr(d.day, 1, 4) || 'Q' || ((CAST(substr(d.day, 6, 2) AS INTEGER) + 2) / 3)"

COUNTS = {
    "tally_asked": """
SELECT 0 AS hub_id, q.theme_id, count(*) AS questions, count(DISTINCT coalesce(q.company_id, -q.id)) AS askers
  FROM question q WHERE q.status <> 'merged' AND q.theme_id IS NOT NULL GROUP BY q.theme_id
 UNION ALL
SELECT q.hub_id, q.theme_id, count(*), count(DISTINCT coalesce(q.company_id, -q.id))
  FROM question q WHERE q.status <> 'merged' AND q.theme_id IS NOT NULL AND q.hub_id IS NOT NULL
 GROUP BY q.hub_id, q.theme_id""",
    "tally_answered": f"""
SELECT d.hub_id, d.theme_id, {_QUARTER} AS quarter, count(*) AS questions
  FROM (SELECT coalesce(q.hub_id, 0) AS hub_id, coalesce(q.theme_id, 0) AS theme_id,
               (SELECT min(a.answered_on) FROM question_answer a WHERE a.question_id = q.id) AS day
          FROM question q WHERE q.status <> 'merged') d
 WHERE d.day IS NOT NULL GROUP BY d.hub_id, d.theme_id, {_QUARTER}""",
}
"""Every tally as it is counted from the rows."""


_EMPTY = {"tally_asked": "questions = 0 AND askers = 0", "tally_answered": "questions = 0"}
"""The condition of rows that came down to nothing, and are in no count."""


def _asked(sign: int, row: str) -> str:
    """Return the statement that counts the question `row` (OLD or NEW), or with -1 counts it no longer."""
    return f"""
INSERT INTO tally_asked (hub_id, theme_id, questions, askers)
SELECT d.hub_id, {row}.theme_id, {sign},
       CASE WHEN {row}.company_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM question o WHERE o.theme_id = {row}.theme_id AND o.company_id = {row}.company_id
               AND o.status <> 'merged' AND o.id <> {row}.id AND (d.hub_id = 0 OR o.hub_id = d.hub_id))
            THEN 0 ELSE {sign} END
  FROM (SELECT 0 AS hub_id UNION ALL SELECT {row}.hub_id WHERE {row}.hub_id IS NOT NULL) d
 WHERE {row}.status <> 'merged' AND {row}.theme_id IS NOT NULL
    ON CONFLICT (hub_id, theme_id)
    DO UPDATE SET questions = questions + excluded.questions, askers = askers + excluded.askers;"""


def _answered(sign: int, question: str) -> str:
    """Return the statement that counts a `question` (hub_id, theme_id and the ``day`` of its first answer)."""
    return f"""
INSERT INTO tally_answered (hub_id, theme_id, quarter, questions)
SELECT coalesce(d.hub_id, 0), coalesce(d.theme_id, 0), {_QUARTER}, {sign} FROM ({question}) d WHERE d.day IS NOT NULL
    ON CONFLICT (hub_id, theme_id, quarter) DO UPDATE SET questions = questions + excluded.questions;"""


def _of_question(sign: int, row: str) -> str:
    """Return what counts the question `row` in both tallies."""
    day = f"(SELECT min(a.answered_on) FROM question_answer a WHERE a.question_id = {row}.id)"
    return _asked(sign, row) + _answered(
        sign, f"SELECT {row}.hub_id, {row}.theme_id, {day} AS day WHERE {row}.status <> 'merged'"
    )


def _of_answer(row: str, *, came: bool) -> str:
    """Return what counts the question of the answer `row` anew: without that answer, and with it, or turned round."""
    others = f"SELECT a.answered_on FROM question_answer a WHERE a.question_id = {row}.question_id AND a.id <> {row}.id"
    question = f"FROM question q WHERE q.id = {row}.question_id AND q.status <> 'merged'"
    without = f"SELECT q.hub_id, q.theme_id, (SELECT min(answered_on) FROM ({others})) AS day {question}"
    added = f"{others} UNION ALL SELECT {row}.answered_on"
    beside = f"SELECT q.hub_id, q.theme_id, (SELECT min(answered_on) FROM ({added})) AS day {question}"
    sign = 1 if came else -1
    return _answered(-sign, without) + _answered(sign, beside)


# Each runs after its row was changed, and reckons from what that was: a statement that is ignored leaves no trace.
TRIGGERS = {
    name: f"CREATE TRIGGER {name} AFTER {event} BEGIN{actions} END"
    for name, event, actions in (
        ("tally_question_insert", "INSERT ON question", _of_question(1, "NEW")),
        ("tally_question_delete", "DELETE ON question", _of_question(-1, "OLD")),
        (
            "tally_question_update",
            """UPDATE OF hub_id, theme_id, company_id, status ON question
  WHEN OLD.hub_id IS NOT NEW.hub_id OR OLD.theme_id IS NOT NEW.theme_id OR OLD.company_id IS NOT NEW.company_id
    OR OLD.status <> NEW.status""",
            _of_question(-1, "OLD") + _of_question(1, "NEW"),
        ),
        ("tally_answer_insert", "INSERT ON question_answer", _of_answer("NEW", came=True)),
        ("tally_answer_delete", "DELETE ON question_answer", _of_answer("OLD", came=False)),
        (
            "tally_answer_update",
            """UPDATE OF question_id, answered_on ON question_answer
  WHEN OLD.question_id <> NEW.question_id OR OLD.answered_on <> NEW.answered_on""",
            _of_answer("OLD", came=False) + _of_answer("NEW", came=True),
        ),
    )
}
"""Name and statement of every trigger. Like a view's, another one takes a revision: an upgrade makes all anew."""


def rebuild_tallies(connection: sqlite3.Connection) -> None:
    """Count anew, and let the triggers go on from there, inside the transaction that is open."""
    drop_triggers(connection)
    for table, query in COUNTS.items():
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} {query}")
    for statement in TRIGGERS.values():
        connection.execute(statement)


def drop_triggers(connection: sqlite3.Connection) -> None:
    """Drop every trigger of the file, so that tables may be altered."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute('DROP TRIGGER "{}"'.format(name.replace('"', '""')))


def problems(connection: sqlite3.Connection) -> list[str]:
    """Return what the tallies say otherwise than the rows do, and the triggers that are not as they should be."""
    return [*_unlike(connection), *_lost(connection)]


def _unlike(connection: sqlite3.Connection) -> Iterator[str]:
    for table, query in COUNTS.items():
        kept = connection.execute(f"SELECT * FROM {table} WHERE NOT ({_EMPTY[table]})")
        for row in sorted(set(kept) ^ set(connection.execute(query)), key=repr):
            yield f"{table} {'/'.join(map(str, row))}"


def _lost(connection: sqlite3.Connection) -> Iterator[str]:
    there = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, statement in TRIGGERS.items():
        if there.get(name, "").split() != statement.split():
            yield name
