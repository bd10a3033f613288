"""Canaries: a mark in every field that must not cross, in every row; none of them in any byte of any format."""

from __future__ import annotations

import email
import sqlite3
from contextlib import closing
from email.policy import default
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from circo_cli.documents.digest import FORMATS
from tests.conftest import Circo

MARK = "kanarie"
UNSHARED = "NOT EXISTS (SELECT 1 FROM question s WHERE s.id = {id} AND s.sharing = 'network' AND s.status <> 'merged')"
OTHERS = "NOT EXISTS (SELECT 1 FROM question o JOIN hub h ON h.id = o.hub_id WHERE o.id = {id} AND h.key = 'limburg')"
DRAFT = "EXISTS (SELECT 1 FROM insight i WHERE i.id = {id} AND i.status <> 'published')"

NEVER = [
    *(("company", column, "1 = 1") for column in ("key", "name", "kvk", "city", "postcode", "website")),
    *(("company_contact", column, "1 = 1") for column in ("name", "email", "phone", "role")),
    *(("company_note", column, "1 = 1") for column in ("text", "author")),
    *(("enrolment", column, "1 = 1") for column in ("proposition", "reason")),
    *(("trainer", column, "1 = 1") for column in ("key", "name", "email")),
    *(("hub", column, "key <> 'limburg'") for column in ("lead", "lead_email")),
    *(("hub_stage", column, "1 = 1") for column in ("reason", "actor")),
    ("hub_step", "note", "1 = 1"),
    ("goal", "note", "1 = 1"),
    ("partner", "website", "1 = 1"),
    ("track", "reason", "1 = 1"),
    ("track", "title", "status IN ('cancelled', 'completed')"),
    ("insight", "title", DRAFT.format(id="insight.id")),
    ("insight", "body", DRAFT.format(id="insight.id")),
    ("insight_topic", "topic", DRAFT.format(id="insight_id")),
    ("insight_comment", "text", DRAFT.format(id="insight_id")),
    ("insight_comment", "author", "1 = 1"),
    ("insight_version", "author", "1 = 1"),
    ("question_topic", "topic", "1 = 1"),
    ("question", "text", f"({UNSHARED.format(id='question.id')} OR shared_text IS NOT NULL)"),
    *(("question", column, "1 = 1") for column in ("owner", "referred_text", "reason")),
    ("question_answer", "text", UNSHARED.format(id="question_id")),
    ("question_answer", "author", "1 = 1"),
    ("change", "actor", "1 = 1"),
    ("change", "summary", "1 = 1"),
]
"""Table, column and rows that the network never sees."""

OWN = {
    "question.text",
    "question.owner",
    "question.referred_text",
    "question_answer.text",
    "company.key",
    "company.name",
}
"""What Limburg sees of its own questions."""


def mark_all(circo: Circo, *, own: bool) -> int:
    """Put a mark of its own in every field that must not cross; with `own`, Limburg's questions stay as they are."""
    count = 0
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")  # a mark has no eight digits
        connection.execute("UPDATE hub_stage SET reason = 'x'")
        connection.execute(
            "UPDATE question SET referred_text = 'x' WHERE status = 'referred' AND referred_text IS NULL"
        )
        for table, column, condition in NEVER:
            where = condition
            if own and f"{table}.{column}" in OWN:
                if table == "company":
                    continue
                where += " AND " + OTHERS.format(id="question.id" if table == "question" else "question_id")
            rows = connection.execute(
                f'SELECT rowid FROM "{table}" WHERE {where} AND "{column}" IS NOT NULL'
            ).fetchall()
            for (row,) in rows:
                count += 1
                value = f"{MARK}{count}@example.org" if column in ("email", "lead_email") else f"{MARK}{count}"
                connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', [value, row])
    return count


def readings(path: Path) -> list[str]:
    """Return what a file holds, in every way in which it can be read."""
    raw = path.read_bytes().decode()
    found = [path.name, raw, unescape(raw), unquote(raw)]
    if path.suffix == ".eml":
        message = email.message_from_string(raw, policy=default)
        found += [str(value) for value in message.values()]
        found += [str(part.get_content()) for part in message.iter_parts()]  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("audience", ["network", "hub:drenthe", "hub:limburg"])
def test_no_mark_crosses_in_any_byte_of_any_format(network: Circo, audience: str) -> None:
    network.ok(
        "hub", "add", "Drenthe", "--region", "drenthe", "--lead", "D", "--lead-email", "lead@drenthe.example.org"
    )
    network.ok("config", "set", "mail.from", "kennis@example.org")
    network.ok("config", "set", "mail.network", "hubs@example.org")
    network.ok("question", "log", "Een lezing die niemand anders aangaat?", "--hub", "groningen")
    assert mark_all(network, own=audience == "hub:limburg") > 1000
    if audience == "hub:drenthe":
        with closing(sqlite3.connect(network.database)) as connection, connection:
            connection.execute("UPDATE hub SET lead_email = 'lead@drenthe.example.org' WHERE key = 'drenthe'")
    formats = [word for kind in FORMATS for word in ("--format", kind)]
    for number, period in enumerate(((), ("--from", "2020-01-01", "--until", "2030-12-31"), ("--since-last",))):
        for language in ("nl", "en"):
            answer = network(
                "digest", "export", "--for", audience, *formats, *period, "--lang", language, "--to", f"uit-{number}"
            )
            assert answer.code == 0, answer.err
            assert MARK not in answer.out + answer.err
    files = [path for place in Path().glob("uit-*") for path in place.iterdir()]
    assert len(files) == 3 * 2 * len(FORMATS)
    assert [path.name for path in files for text in readings(path) if MARK in text] == []
    assert all(path.stat().st_size > 1000 for path in files)


def test_the_marks_are_where_circo_sees_them(network: Circo) -> None:
    """The test above could not fail if the marks were nowhere."""
    mark_all(network, own=False)
    for kind in set(FORMATS) - {"eml"}:
        out = network.ok("digest", "preview", "--for", "circo", "--format", kind)
        assert out.count(MARK) > 30
