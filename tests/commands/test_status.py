"""circo status, typed from outside."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.terminal import Terminal

WAITS_FOR_A_VALUE = {"circo question answer": "answer-missing", "circo track session add": "bad-value"}
"""Commands that lack what only the user knows: the text of an answer, a date."""


def lines(circo: Circo, *arguments: str) -> list[tuple[str, str, str]]:
    """Return urgency, kind and key of what needs attention."""
    return [(row["urgency"], row["kind"], row["key"]) for row in circo.json("status", *arguments)]


def item(circo: Circo, kind: str, *arguments: str) -> tuple[str, str, str, str]:
    """Return urgency, key, message and command of the one item of `kind`."""
    [row] = [row for row in circo.json("status", *arguments) if row["kind"] == kind]
    return row["urgency"], row["key"], row["message"], row["command"]


def test_an_empty_network_needs_a_backup_and_digests_and_is_told_how_to_begin(circo: Circo) -> None:
    assert lines(circo) == [
        ("soon", "backup", "db"),
        ("later", "digest", "circo"),
        ("later", "digest", "network"),
    ]
    assert lines(circo, "--today", "2026-06-20")[0:2] == [("soon", "digest", "circo"), ("soon", "digest", "network")]
    answer = circo("status", "--exit-code")
    assert answer.code == 0
    for command in ("circo hub onboard", "circo import DIR", "circo demo"):
        assert command in answer.err
    circo.ok("hub", "add", "Limburg")
    assert circo("status").err == ""


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
        ("soon", "track-minimum", "zeeland-2026q2-1"),
        ("soon", "waiting-list", "limburg-2026q2-2"),
        ("soon", "question-open", "Q2"),
        ("soon", "backup", "db"),
        ("later", "launch", "zeeland"),
        ("later", "digest", "circo"),
        ("later", "digest", "network"),
        ("later", "digest", "hubs"),
    ]
    assert [row["message"] for row in rows] == [
        "launch planned for 2025Q4, 2 quarters late; next step: contact-made (exploring, 1 of 9 steps are done)",
        "ended 2026-06-01 (14 days ago) with nobody enrolled",
        "due 2026-05-15 (31 days ago): Te laat?",
        "due for review 2026-06-10 (5 days ago): Oud",
        "1 company is due for a follow-up: Alfa",
        "0 of minimum 6 companies; starts 2026-06-23 (in 8 days)",
        "1 company waits, no seat is free; starts 2026-06-22 (in 7 days)",
        "due 2026-06-29 (in 14 days): Op tijd?",
        "the last backup is of 2026-06-01 (14 days ago)",
        "launch planned for 2026Q2; next step: contact-made (exploring, 1 of 9 steps are done)",
        "no digest in 2026Q2 yet",
        "no digest in 2026Q2 yet",
        "no digest in 2026Q2 yet for 2 hubs",
    ]
    assert rows[0]["command"] == "circo hub tick limburg contact-made"
    assert rows[4]["command"] == "circo company list --hub limburg --follow-up-due"
    assert [row["key"] for row in circo.json("company", "list", "--hub", "limburg", "--follow-up-due")] == ["alfa"]
    assert lines(circo, "--hub", "zeeland") == [
        ("soon", "track-minimum", "zeeland-2026q2-1"),
        ("soon", "question-open", "Q2"),
        ("later", "launch", "zeeland"),
        ("later", "digest", "zeeland"),
    ]


def test_a_launch_names_the_next_step_and_the_command_that_can_be_typed_as_it_stands(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--launch", "2026Q1")
    for step in ("contact-made", "region-explored"):
        assert item(circo, "launch")[3] == f"circo hub tick limburg {step}"
        circo.ok("hub", "tick", "limburg", step)
    assert item(circo, "launch")[2:] == (
        "launch planned for 2026Q1, 1 quarter late; all that it needs to advance is done (exploring, 2 of 9 steps are done)",
        "circo hub advance limburg",
    )
    circo.ok("hub", "advance", "limburg")
    assert item(circo, "launch")[3] == "circo hub onboard limburg"
    circo.ok("hub", "advance", "limburg", "operational", "--force", "--reason", "afspraak")
    assert item(circo, "steps") == (
        "later",
        "limburg",
        "next step: partners-committed (operational, 2 of 9 steps are done)",
        "circo hub onboard limburg",
    )
    circo.ok("hub", "pause", "limburg", "--reason", "geld op")
    assert [kind for _, kind, _ in lines(circo)] == ["backup", "digest", "digest", "digest"]


def test_a_track_that_began_with_nobody_and_one_without_dates(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("company", "add", "Alfa")
    days = ("--date", "2026-06-14", "--date", "2026-06-28")
    circo.ok("track", "schedule", "limburg", "Begonnen", "--quarter", "2026Q2", *days)
    circo.ok("track", "schedule", "limburg", "Vandaag", "--quarter", "2026Q2", "--date", "2026-06-15")
    circo.ok("track", "schedule", "limburg", "Ooit", "--quarter", "2026Q1")
    assert item(circo, "track-begun") == (
        "now",
        "limburg-2026q2-1",
        "began 2026-06-14 (yesterday) with nobody enrolled",
        'circo track cancel limburg-2026q2-1 --reason "nobody enrolled"',
    )
    assert item(circo, "track-minimum")[:3] == (
        "soon",
        "limburg-2026q2-2",
        "0 of minimum 6 companies; starts 2026-06-15 (today)",
    )
    assert item(circo, "track-undated") == (
        "now",
        "limburg-2026q1-1",
        "planned for 2026Q1, which is over, and has no dates yet",
        "circo track session add limburg-2026q1-1 DATE",
    )
    assert item(circo, "track-undated", "--today", "2026-03-20")[0] == "soon"
    assert "track-undated" not in [kind for _, kind, _ in lines(circo, "--today", "2025-12-31")]
    circo.ok("enrol", "limburg-2026q2-1", "alfa")
    assert "track-begun" not in [kind for _, kind, _ in lines(circo)]


def test_a_track_that_is_over_is_completed_when_attendance_is_on_record(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "add", "Zeeland")
    circo.ok("company", "add", "Alfa")
    circo.ok(
        "track", "schedule", "limburg", "Klaar", "--quarter", "2026Q2", "--date", "1-6-2026", "--joint-hub", "zeeland"
    )
    circo.ok("enrol", "limburg-2026q2-1", "alfa")
    assert item(circo, "track-over", "--hub", "zeeland")[2:] == (
        "ended 2026-06-01 (14 days ago); 1 company lacks attendance",
        "circo track attendance limburg-2026q2-1",
    )
    circo.ok("track", "attendance", "limburg-2026q2-1", "--session", "1", "--present", "alfa")
    assert item(circo, "track-over")[2:] == (
        "ended 2026-06-01 (14 days ago), not completed",
        "circo track complete limburg-2026q2-1",
    )
    circo.ok("track", "complete", "limburg-2026q2-1")
    assert "track-over" not in [kind for _, kind, _ in lines(circo)]


def test_more_than_a_few_of_one_kind_are_one_item(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    asked = ("--asked-on", "1-5-2026")
    for number in range(3):
        circo.ok("question", "log", f"Vraag {number}?", "--hub", "limburg", *asked, "--due", f"{number + 1}-6-2026")
    assert [key for _, kind, key in lines(circo) if kind == "question-overdue"] == ["Q1", "Q2", "Q3"]
    circo.ok("question", "log", "Oudste?\nMet meer", *asked, "--due", "2026-05-31")
    message = "4 questions are overdue; first Q4, due 2026-05-31 (15 days ago): Oudste? Met meer"
    command = "circo question list --overdue --sort due_on"
    assert item(circo, "question-overdue") == ("now", "all", message, command)
    assert [key for _, kind, key in lines(circo, "--hub", "limburg") if kind == "question-overdue"] == [
        "Q1",
        "Q2",
        "Q3",
    ]
    circo.ok("question", "edit", "Q4", "--hub", "limburg")
    assert item(circo, "question-overdue", "--hub", "limb")[1::2] == ("limburg", f"{command} --hub limburg")
    assert item(circo, "question-overdue", "--hub", "all")[1::2] == ("all", f"{command} --hub all")


def test_many_late_hubs_and_tracks_are_one_item_each(circo: Circo) -> None:
    for number in range(4):
        circo.ok("hub", "add", f"Hub {number}", "--launch", "2026Q1")
        circo.ok(
            "track", "schedule", f"hub-{number}", "Voorbij", "--quarter", "2026Q2", "--date", f"{number + 1}-6-2026"
        )
    urgency, key, message, command = item(circo, "launch")
    assert (urgency, key, command) == ("now", "all", "circo hub pipeline --until this")
    assert message.startswith("4 hubs are still to launch; first hub-0, launch planned for 2026Q1, 1 quarter late; ")
    message = (
        "4 Tracks are over and not completed; first hub-0-2026q2-1, ended 2026-06-01 (14 days ago) with nobody enrolled"
    )
    command = 'circo track cancel hub-0-2026q2-1 --reason "nobody enrolled"'
    assert item(circo, "track-over") == ("now", "all", message, command)


def test_follow_ups_of_companies_without_a_hub_count_too(circo: Circo) -> None:
    circo.ok("company", "add", "Alfa")
    circo.ok("company", "note", "alfa", "Bellen", "--on", "1-6-2026", "--next", "15-6-2026")
    message = "1 company is due for a follow-up: Alfa, without a hub"
    command = "circo company list --hub all --follow-up-due"
    assert item(circo, "follow-up") == ("soon", "all", message, command), "no date has passed yet"
    assert item(circo, "follow-up", "--today", "2026-06-16") == ("now", "all", message, command)
    for number in range(4):
        circo.ok("hub", "add", f"Hub {number}")
        circo.ok("company", "add", f"Beta {number}", "--hub", f"hub-{number}")
        circo.ok("company", "note", f"beta-{number}", "Bellen", "--on", "1-6-2026", "--next", "15-6-2026")
    message = "5 companies of 4 hubs are due for a follow-up, most of hub-0: 1"
    assert item(circo, "follow-up") == ("now", "all", message, "circo company list --follow-up-due")


def test_the_configured_hub_applies_says_so_and_still_hears_of_backups(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "add", "Zeeland")
    circo.ok("config", "set", "hub", "zeeland")
    answer = circo("status", "--fields", "kind,key")
    assert answer.err == "note: hub zeeland, as configured; --hub all takes the whole network\n"
    assert lines(circo) == [("soon", "backup", "db"), ("later", "digest", "zeeland")]
    assert lines(circo, "--hub", "limburg") == [("later", "digest", "limburg")]
    assert ("later", "digest", "hubs") in lines(circo, "--hub", "all")


def test_a_digest_of_the_quarter_or_in_the_quarter_is_enough(circo: Circo) -> None:
    circo.ok("digest", "export", "--for", "circo")
    circo.ok("digest", "export", "--for", "network", "--quarter", "2026Q1")
    assert "digest" not in [kind for _, kind, _ in lines(circo)]
    assert ("later", "digest", "circo") in lines(circo, "--today", "2026-07-01")
    assert ("later", "digest", "circo") in lines(circo, "--today", "2026-03-01")


def test_the_exit_code_tells_scripts(circo: Circo) -> None:
    assert circo("status", "--exit-code").code == 0
    circo.ok("question", "log", "Te laat?", "--asked-on", "1-5-2026")
    answer = circo("status", "--exit-code", "--json")
    assert answer.code == 1
    assert '"key": "Q1"' in answer.out
    assert circo("status").code == 0
    assert circo("status", "--exit-code", "--limit", "0").code == 1


def test_sort_limit_and_an_old_backup(circo: Circo) -> None:
    circo.ok("db", "backup", "--today", "2026-04-01")
    assert lines(circo)[0] == ("now", "backup", "db")
    assert [key for _, _, key in lines(circo, "--sort", "-key", "--limit", "1")] == ["network"]
    assert circo.refused("status", "--sort", "kleur")["exit_code"] == 2


@pytest.mark.parametrize("today", ["2025-12-20", "2026-06-15", "2026-09-20", "2027-03-30"])
def test_every_command_of_the_example_network_can_be_typed_as_it_stands(network: Circo, today: str) -> None:
    rows = network.json("status", "--today", today)
    assert len(rows) >= 8
    for place, row in enumerate(rows):
        program, *words = shlex.split(row["command"])
        assert program == "circo"
        known = [code for begin, code in WAITS_FOR_A_VALUE.items() if row["command"].startswith(begin)]
        if known:
            assert network.refused(*words, "--today", today)["code"] in known, row
        else:
            assert network(*words, "--today", today, "--dry-run", "--to", str(Path(f"out-{place}"))).code == 0, row


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (24, 60), (40, 200)])
def test_the_example_network_fits_one_screen(network: Circo, rows: int, columns: int) -> None:
    terminal = Terminal("status", columns=columns, LINES=str(rows), CIRCO_TODAY="2026-09-20")
    assert terminal.ends() == 0
    shown = terminal.screen.splitlines()
    assert sum(-(-len(line) // columns) or 1 for line in shown) < rows
    assert [line for line in shown if len(line) > columns and not line.startswith("    circo ")] == []
    assert [line.split()[0] for line in shown if not line.startswith(" ")][:3] == ["NOW", "SOON", "LATER"]
