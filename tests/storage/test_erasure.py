"""Erasure below the commands: every text of every table, stale pages, search indexes, and the mark of what is pending."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import String
from sqlmodel.sql.sqltypes import AutoString

from circo_cli.domain.forgetting import forget_trainer
from circo_cli.errors import DatabaseError
from circo_cli.storage import erasure
from circo_cli.storage.database import open_change
from circo_cli.storage.row_changes import key_columns
from circo_cli.storage.scrubbing import OWN, TEXTS
from circo_cli.storage.tables import metadata
from circo_cli.storage.tables.columns import Code
from tests.conftest import Circo

CANARY = "Sijtze Kanariepiet"

WITHOUT_NAMES = {
    "hub": {"key", "name", "country", "timezone", "launch_quarter", "first_launch_quarter", "official_on"},
    "hub_stage": {"entered_on"},
    "hub_step": {"done_on"},
    "hub_region": {"region"},
    "hub_partner": {"from_on", "until_on"},
    "partner": {"key", "name", "website"},
    "goal": {"from_quarter", "until_quarter"},
    "theme": {"key", "name_nl", "name_en"},
    "track": {"key", "planned_quarter", "taught_in"},
    "track_session": {"starts_at", "ends_at", "starts_on", "ends_on", "quarter", "uid"},
    "cancelled_session": {"uid", "starts_at", "ends_at", "quarter"},
    "enrolment": {"waitlisted_at", "invited_on", "registered_on", "confirmed_on", "ended_on"},
    "question": {"asked_on", "due_on", "closed_on"},
    "question_answer": {"answered_on"},
    "insight": {"published_on", "review_on"},
    "insight_version": {"published_on"},
    "insight_comment": {"commented_at"},
    "digest": {"audience", "language", "period_from", "period_until", "label", "exported_at"},
    "digest_file": {"format"},
    "digest_item": {"section", "item", "fingerprint"},
    "change": {"at", "command", "kind"},
    "change_row": {"table_name", "thing", "before", "after"},
}
"""Texts that are codes, dates, public names, or looked after in another way."""

INSERTS = (
    """INSERT INTO cancelled_session (track_id, uid, sequence, starts_at, ends_at, quarter, location)
       SELECT id, 'u1', 0, '2026-01-01T10:00:00Z', '2026-01-01T12:00:00Z', '2026Q1', 'zaal' FROM track LIMIT 1""",
    """INSERT INTO digest (audience, language, label, exported_at) VALUES ('circo', 'nl', '2026Q1', '2026-01-01')""",
    """INSERT INTO digest_file (digest_id, path, format) SELECT id, 'pad', 'md' FROM digest LIMIT 1""",
)
TEXTS_OF_OTHERS = [(table, column) for table, columns in TEXTS.items() for column in columns if table != "change"]


def forget_canary(circo: Circo) -> None:
    circo.ok("trainer", "forget", "sijtze-kanariepiet", "--yes")


def test_it_is_decided_of_every_text_whether_it_can_name_somebody() -> None:
    for table in metadata.sorted_tables:
        if table.name in (*OWN, "hub_partner_journey"):
            continue
        texts = {
            column.name
            for column in table.columns
            if isinstance(column.type, (String, AutoString)) and not isinstance(column.type, Code)
        }
        assert texts - set(TEXTS.get(table.name, ())) == WITHOUT_NAMES.get(table.name, set()), table.name


@pytest.mark.parametrize(("table", "column"), TEXTS_OF_OTHERS)
def test_a_name_goes_from_every_text_and_from_what_the_journal_remembers(full: Circo, table: str, column: str) -> None:
    full.ok("trainer", "add", CANARY, "--email", "s.k@example.org")
    with open_change(full.database, at="2026-06-15T10:00:00Z", actor=CANARY, command="test") as change:
        for statement in INSERTS:
            change.connection.execute(statement)
        change.connection.execute(
            f"""UPDATE "{table}" SET "{column}" = ? WHERE rowid =
                (SELECT rowid FROM "{table}" WHERE "{column}" IS NOT NULL OR ? = 'reason' LIMIT 1)""",
            (f"bij SIJTZE  KANARIEPIET en {CANARY}", column),
        )
    with closing(sqlite3.connect(full.database)) as connection:
        count = connection.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" LIKE \'%KANARIEPIET%\'').fetchone()
    assert count == (1,)
    forget_canary(full)
    assert b"kanariepiet" not in full.database.read_bytes().lower()
    with closing(sqlite3.connect(full.database)) as connection:
        kept = [row[0] for row in connection.execute(f'SELECT "{column}" FROM "{table}"') if row[0] is not None]
    assert kept.count("bij […] en […]") == (0 if column == "lead_email" else 1)


def test_a_search_index_keeps_no_word_of_it(full: Circo) -> None:
    full.ok("trainer", "add", CANARY)
    question = full.json("question", "log", f"Vraag van {CANARY}")["key"]
    assert [row["key"] for row in full.json("search", CANARY, "--in", "questions")] == [question]
    assert b"kanariepiet" in full.database.read_bytes()
    forget_canary(full)
    assert b"kanariepiet" not in full.database.read_bytes().lower()
    assert full.json("question", "show", question)["text"] == "Vraag van […]"
    assert full.json("search", CANARY, "--in", "questions") == []
    assert all(check["ok"] for check in full.json("db", "check", "--deep"))


def test_what_was_only_touched_in_passing_can_still_be_undone(full: Circo) -> None:
    full.ok("trainer", "add", CANARY)
    question = full.json("question", "log", f"Vraag van {CANARY}")["key"]
    full.ok("question", "edit", question, "--text", f"Andere vraag van {CANARY}")
    forget_canary(full)
    edited = next(row["key"] for row in full.json("history") if row["command"] == "question edit")
    full.ok("undo", edited)
    assert full.json("question", "show", question)["text"] == "Vraag van […]"


def test_the_erasure_itself_tells_only_what_is_left(full: Circo) -> None:
    full.ok("trainer", "add", CANARY)
    full.ok("question", "log", f"Vraag van {CANARY}")
    forget_canary(full)
    change = full.json("history")[0]["key"]
    assert [(row["field"], row["before"], row["after"]) for row in full.json("history", change)] == [
        ("name", "[…]", "forgotten-1")
    ]


def test_a_removed_record_of_the_same_name_goes_from_the_journal(full: Circo) -> None:
    full.ok("trainer", "add", CANARY, "--email", "s.k@example.org")
    full.ok("trainer", "remove", "sijtze-kanariepiet", "--yes")
    again = full.json("trainer", "add", CANARY, "--email", "s.k@example.org")["key"]
    full.ok("trainer", "forget", again, "--yes")
    assert b"kanariepiet" not in full.database.read_bytes().lower()
    assert b"s.k@example.org" not in full.database.read_bytes()


def test_backups_that_do_not_hold_it_stay(full: Circo) -> None:
    full.ok("db", "backup")
    full.ok("trainer", "add", CANARY)
    full.ok("db", "backup", "--to", "circo-backups/van-mij.db")
    full.ok("db", "backup")
    assert len(list(full.directory.glob("circo-backups/*.db"))) == 3
    forget_canary(full)
    kept = sorted(path.name for path in full.directory.glob("circo-backups/*.db"))
    assert [name == "van-mij.db" for name in kept] == [False, True]


def test_backups_stay_while_the_database_is_not_sound(full: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    full.ok("trainer", "add", CANARY)
    full.ok("db", "backup")
    broken = [erasure.check_database(full.database)[0]._replace(ok=False)]
    monkeypatch.setattr(erasure, "check_database", lambda path: broken)
    answer = full("trainer", "forget", "sijtze-kanariepiet", "--yes")
    assert answer.code == 0
    assert "not written anew" in answer.err
    assert len(list(full.directory.glob("circo-backups/*.db"))) == 1
    with pytest.raises(DatabaseError):
        erasure.finish_pending(full.database)
    monkeypatch.undo()
    monkeypatch.setenv("CIRCO_DB", str(full.database))
    assert erasure.finish_pending(full.database)
    assert list(full.directory.glob("circo-backups/*.db")) == []
    assert not erasure.finish_pending(full.database)


def test_a_dry_run_finishes_nothing(full: Circo) -> None:
    number = full.json("trainer", "list")[0]["key"]
    with open_change(full.database, at="2026-06-15T10:00:00Z", actor="x", command="trainer forget") as change:
        trainer = change.connection.execute("SELECT id FROM trainer WHERE key = ?", (number,)).fetchone()[0]
        forget_trainer(change, trainer_id=trainer)
    before = full.database.read_bytes()
    full.ok("theme", "add", "Nieuw", "--dry-run")
    assert full.database.read_bytes() == before
    full.ok("theme", "add", "Nieuw")
    with closing(sqlite3.connect(full.database)) as connection:
        assert erasure.pending(connection) is None


def test_images_are_written_as_sqlite_writes_them(full: Circo) -> None:
    full.ok("trainer", "add", CANARY)
    full.ok("question", "log", f'Vraag "van" {CANARY}\nover één\\twee')
    forget_canary(full)
    with closing(sqlite3.connect(full.database)) as connection:
        rows = connection.execute(
            "SELECT after, json(after) FROM change_row WHERE table_name = 'question' AND after LIKE '%[…]%'"
        )
        assert [
            (after == same, key_columns("question"), json.loads(after)["text"]) for after, same in rows.fetchall()
        ] == [(True, ("id",), 'Vraag "van" […]\nover één\\twee')]


def test_a_backup_that_cannot_be_deleted_is_named_and_tried_again(full: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    full.ok("trainer", "add", CANARY)
    full.ok("db", "backup")
    backup = erasure.automatic_backups(full.database)[0]

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(DatabaseError) as refused, open_pending(full):
            erasure.finish_erasure(full.database)
    assert str(backup) in refused.value.message
    assert backup.exists()
    full.ok("db", "check")
    assert not backup.exists()


@contextmanager
def open_pending(circo: Circo) -> Iterator[None]:
    """Erase the canary, and leave the file as it is then."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="x", command="trainer forget") as change:
        number = change.connection.execute("SELECT id FROM trainer WHERE name = ?", (CANARY,)).fetchone()[0]
        forget_trainer(change, trainer_id=number)
    yield
