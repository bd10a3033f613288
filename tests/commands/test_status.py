"""circo status, typed from outside."""

from __future__ import annotations

from tests.conftest import Circo


def lines(circo: Circo, *arguments: str) -> list[tuple[str, str, str]]:
    """Return urgency, kind and key of what needs attention."""
    return [(row["urgency"], row["kind"], row["key"]) for row in circo.json("status", *arguments)]


def test_an_empty_network_needs_a_backup_and_digests(circo: Circo) -> None:
    assert lines(circo) == [
        ("soon", "backup", "db"),
        ("later", "digest", "circo"),
        ("later", "digest", "network"),
    ]
    assert lines(circo, "--today", "2026-06-20")[0:2] == [("soon", "digest", "circo"), ("soon", "digest", "network")]


def test_everything_that_can_need_attention(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--launch", "2025Q4")
    circo.ok("hub", "add", "Zeeland", "--launch", "2026Q2")
    circo.ok("track", "schedule", "limburg", "Voorbij", "--quarter", "2026Q2", "--date", "2026-06-01")
    circo.ok("track", "schedule", "limburg", "Straks", "--quarter", "2026Q2", "--date", "2026-06-22", "--capacity", "1")
    circo.ok("track", "schedule", "zeeland", "Leeg", "--quarter", "2026Q2", "--date", "2026-06-23")
    circo.ok("company", "add", "Alfa", "--hub", "limburg")
    circo.ok("company", "add", "Beta", "--hub", "limburg")
    circo.ok("enrol", "limburg-2026q2-2", "alfa", "beta")
    circo.ok("company", "note", "alfa", "Bellen", "--on", "1-6-2026", "--next", "14-6-2026")
    circo.ok("question", "log", "Te laat?", "--hub", "limburg", "--asked-on", "1-5-2026")
    circo.ok("question", "log", "Op tijd?", "--hub", "zeeland")
    circo.ok("insight", "add", "Oud", "--body", "Tekst", "--hub", "limburg", "--review-on", "10-6-2026")
    circo.ok("insight", "publish", "K1")
    circo.ok("db", "backup", "--today", "2026-06-01")
    rows = circo.json("status")
    assert [(row["urgency"], row["kind"], row["key"]) for row in rows] == [
        ("now", "launch", "limburg"),
        ("now", "track-over", "limburg-2026q2-1"),
        ("now", "question-overdue", "Q1"),
        ("now", "review", "K1"),
        ("now", "follow-up", "limburg"),
        ("soon", "waiting-list", "limburg-2026q2-2"),
        ("soon", "track-minimum", "zeeland-2026q2-1"),
        ("soon", "question-open", "Q2"),
        ("soon", "backup", "db"),
        ("later", "launch", "zeeland"),
        ("later", "digest", "circo"),
        ("later", "digest", "network"),
        ("later", "digest", "hubs"),
    ]
    assert rows[0]["message"] == "exploring; its launch was planned for 2025Q4: 2 quarters late"
    assert rows[4]["command"] == "circo company list --hub limburg --follow-up-due"
    assert [row["key"] for row in circo.json("company", "list", "--hub", "limburg", "--follow-up-due")] == ["alfa"]
    assert lines(circo, "--hub", "zeeland") == [
        ("soon", "track-minimum", "zeeland-2026q2-1"),
        ("soon", "question-open", "Q2"),
        ("later", "launch", "zeeland"),
        ("later", "digest", "zeeland"),
    ]


def test_the_exit_code_tells_scripts(circo: Circo) -> None:
    assert circo("status", "--exit-code").code == 0
    circo.ok("question", "log", "Te laat?", "--asked-on", "1-5-2026")
    answer = circo("status", "--exit-code", "--json")
    assert answer.code == 1
    assert '"key": "Q1"' in answer.out
    assert circo("status").code == 0


def test_sort_limit_and_an_old_backup(circo: Circo) -> None:
    circo.ok("db", "backup", "--today", "2026-04-01")
    assert lines(circo)[0] == ("now", "backup", "db")
    assert [key for _, _, key in lines(circo, "--sort", "-key", "--limit", "1")] == ["network"]
    assert circo.refused("status", "--sort", "kleur")["exit_code"] == 2
