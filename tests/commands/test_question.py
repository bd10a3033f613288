"""circo question, as a user types it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import Circo

SEED = """
INSERT INTO hub (id, key, name, kind, stage, country, timezone) VALUES
    (1, 'limburg', 'Limburg', 'regional', 'exploring', 'NL', 'Europe/Amsterdam'),
    (2, 'utrecht', 'Utrecht', 'regional', 'exploring', 'NL', 'Europe/Amsterdam');
INSERT INTO company (id, key, name, kind, sector, journey, country, hub_id) VALUES
    (1, 'jansen', 'Jansen Textiel', 'company', 'breigoed', 'plan', 'NL', 2),
    (2, 'bakker', 'Bakker Bouw', 'company', NULL, NULL, 'NL', 2),
    (3, 'los', 'Los Zand', 'company', NULL, NULL, 'NL', NULL);
INSERT INTO partner (id, key, name, kind) VALUES
    (1, 'liof', 'LIOF', 'development-agency'), (2, 'rabo', 'Rabobank', 'bank');
INSERT INTO hub_partner (id, hub_id, partner_id, role, from_on) VALUES (1, 1, 1, 'core', '2026-01-01');
INSERT INTO hub_partner_journey (hub_partner_id, journey) VALUES (1, 'plan');
INSERT INTO track (id, key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum, taught_in) VALUES
    (1, 'limburg-2026q1-1', 1, 'Textiel', 'track', 3, '2026Q1', 'completed', 12, 6, 'nl'),
    (2, 'limburg-2026q2-1', 1, 'Bouw', 'track', 1, '2026Q2', 'open', 12, 6, 'nl');
INSERT INTO enrolment (id, track_id, company_id, status, people) VALUES
    (1, 1, 1, 'completed', 1), (2, 2, 1, 'cancelled', 1);
"""


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.executescript(SEED)
    return circo


def logged(circo: Circo, *arguments: str) -> dict[str, Any]:
    """Log a question and return it."""
    question: dict[str, Any] = circo.json("question", "log", *arguments)
    return question


def test_log_takes_hub_track_and_theme_of_the_latest_enrolment(network: Circo) -> None:
    assert logged(network, "Hoe meten we\nCO2?", "--company", "jansen", "--topic", " CO2 ", "--topic", "co2") == {
        "key": "Q1",
        "text": "Hoe meten we\nCO2?",
        "company": "jansen",
        "hub": "limburg",
        "track": "limburg-2026q1-1",
        "theme": "textiel",
        "sector": "breigoed",
        "category": "other",
        "topics": ["co2"],
        "status": "open",
        "asked_on": "2026-06-15",
        "due_on": "2026-06-29",
        "owner": None,
        "referred_to": None,
        "answered_on": None,
        "answers": 0,
        "askers": 1,
        "sharing": "hub",
        "shared_text": None,
        "merged_into": None,
        "age_days": 0,
        "answer_list": [],
        "asker_list": [{"question": "Q1", "company": "jansen", "hub": "limburg", "asked_on": "2026-06-15"}],
        "similar": [],
    }


@pytest.mark.parametrize(
    ("typed", "hub", "track", "theme"),
    [
        (["--company", "bakker"], "utrecht", None, None),  # its home hub
        (["--company", "los"], None, None, None),
        ([], None, None, None),
        (["--company", "jansen", "--hub", "utrecht"], "utrecht", "limburg-2026q1-1", "textiel"),
        (["--company", "jansen", "--track", "limburg-2026q2-1"], "limburg", "limburg-2026q2-1", "bouw"),
        (["--company", "jansen", "--theme", "Zorg"], "limburg", "limburg-2026q1-1", "zorg"),
    ],
)
def test_defaults(network: Circo, typed: list[str], hub: str | None, track: str | None, theme: str | None) -> None:
    question = logged(network, "Hoe?", *typed)
    assert (question["hub"], question["track"], question["theme"]) == (hub, track, theme)


def test_log_reads_standard_input_and_says_what_comes_next(network: Circo) -> None:
    answer = network("question", "log", "-", "--asked-on", "1-6-2026", stdin="Regel een\nRegel twee\n")
    assert (answer.code, answer.out) == (0, "Q1  logged\n")
    assert answer.err == 'hint: next: circo question answer Q1 "…"\n'
    question = network.json("question", "show", "1")
    assert (question["text"], question["due_on"], question["age_days"]) == ("Regel een\nRegel twee", "2026-06-15", 14)


def test_wrong_use(network: Circo) -> None:
    assert network.refused("question", "log", "  ")["code"] == "empty"
    assert network.refused("question", "log", "Hoe?", "--category", "geld")["code"] == "unknown-value"
    assert network.refused("question", "log", "Hoe?", "--due", "2026-06-01")["code"] == "period"
    assert network.refused("question", "log", "Hoe?", "--company", "nergens")["exit_code"] == 3
    assert network.refused("question", "show", "Q9")["exit_code"] == 3


def test_list_filters(network: Circo) -> None:
    logged(
        network,
        "Een",
        "--company",
        "jansen",
        "--category",
        "financiering",
        "--asked-on",
        "2026-05-01",
        "--owner",
        "Eva",
    )
    logged(network, "Twee", "--hub", "utrecht", "--topic", "Lease", "--asked-on", "2026-06-10")
    logged(network, "Drie", "--company", "los", "--theme", "zorg", "--asked-on", "2026-06-10")
    network.ok("question", "close", "Q3", "--reason", "dubbel")

    def keys(*filters: str) -> list[str]:
        return [row["key"] for row in network.json("question", "list", *filters)]

    assert keys() == ["Q3", "Q2", "Q1"]
    assert keys("--sort", "age_days") == ["Q3", "Q2", "Q1"]
    assert keys("--sort", "-age_days") == ["Q1", "Q3", "Q2"]
    assert keys("--status", "gesloten") == ["Q3"]
    assert keys("--unanswered") == ["Q2", "Q1"]
    assert keys("--overdue") == ["Q1"]
    assert keys("--hub", "utrecht") == ["Q2"]
    assert keys("--hub", "all") == ["Q3", "Q2", "Q1"]
    assert keys("--company", "jansen") == ["Q1"]
    assert keys("--track", "limburg-2026q1-1") == ["Q1"]
    assert keys("--theme", "zorg") == ["Q3"]
    assert keys("--category", "finance") == ["Q1"]
    assert keys("--topic", "LEASE") == ["Q2"]
    assert keys("--owner", "eva") == ["Q1"]
    assert keys("--from", "2026-06-10") == ["Q3", "Q2"]
    assert keys("--until", "2026-06-09") == ["Q1"]
    assert keys("--limit", "1") == ["Q3"]
    assert keys("--status", "merged") == []


def test_a_merged_question_leads_to_what_it_was_merged_into(network: Circo) -> None:
    logged(network, "Een", "--company", "jansen")
    logged(network, "Ook een", "--company", "bakker")
    with closing(sqlite3.connect(network.database)) as connection:
        connection.execute("UPDATE question SET status = 'merged', merged_into_id = 1 WHERE id = 2")
        connection.commit()
    shown = network.json("question", "show", "Q2")
    assert (shown["key"], shown["askers"]) == ("Q1", 2)
    assert [row["question"] for row in shown["asker_list"]] == ["Q1", "Q2"]
    assert [row["key"] for row in network.json("question", "list")] == ["Q1"]
    merged = network.json("question", "list", "--status", "merged")
    assert [(row["key"], row["merged_into"]) for row in merged] == [("Q2", "Q1")]


def test_the_life_of_a_question(network: Circo) -> None:
    logged(network, "Hoe?", "--company", "jansen", "--asked-on", "2026-06-01")
    assert network.refused("question", "reopen", "Q1")["code"] == "question-not-closed"
    assert network.refused("question", "close", "Q1") == {
        "code": "reason-missing",
        "message": "Q1 has no answer; closing it needs a reason",
        "hint": 'circo question close Q1 --reason "…"',
        "exit_code": 2,
        "details": [],
    }
    assert network.ok("question", "close", "Q1", "--reason", "gestopt") == "Q1  closed\n"
    assert network.refused("question", "close", "Q1", "--reason", "x")["code"] == "question-closed"
    assert network.refused("question", "answer", "Q1", "Zo.")["code"] == "question-closed"
    assert network.refused("question", "refer", "Q1", "liof")["code"] == "question-closed"
    assert network.ok("question", "reopen", "Q1") == "Q1  reopened: open\n"
    assert network.refused("question", "answer", "Q1")["code"] == "answer-missing"
    assert network.refused("question", "answer", "Q1", "Zo.", "--on", "2026-05-31")["exit_code"] == 2
    answered = network.json("question", "answer", "Q1", "Zo.", "--on", "2026-06-03")
    assert (answered["status"], answered["answered_on"], answered["answers"]) == ("answered", "2026-06-03", 1)
    again = network.json("question", "answer", "Q1", "-", "--by", "Eva", stdin="En ook zo.")
    assert (again["answered_on"], again["answer_list"]) == (
        "2026-06-03",
        [
            {"text": "Zo.", "by": "tester", "on": "2026-06-03", "insight": None},
            {"text": "En ook zo.", "by": "Eva", "on": "2026-06-15", "insight": None},
        ],
    )
    assert network.refused("question", "refer", "Q1", "liof")["code"] == "question-answered"
    assert network.refused("question", "edit", "Q1", "--asked-on", "2026-06-04")["code"] == "period"
    network.ok("question", "close", "Q1")
    assert network.ok("question", "reopen", "Q1") == "Q1  reopened: answered\n"


def test_refer(network: Circo) -> None:
    logged(network, "Hoe?", "--company", "jansen")
    missing = network.refused("question", "refer", "Q1")
    assert missing["hint"] == "circo question refer Q1 liof; these cover the company's stage: liof"
    text = network("question", "refer", "Q1", "RVO")
    assert (text.code, text.out) == (0, "Q1  referred to RVO\n")
    assert text.err.splitlines() == [
        "note: no partner is called 'RVO', so it is kept as a text",
        "hint: partners that cover the company's stage: liof",
    ]
    assert network.refused("question", "refer", "Q1", "partner:rvo")["exit_code"] == 3
    assert network.json("question", "refer", "Q1", "rabobank")["referred_to"] == "rabo"
    referred = network.json("question", "refer", "Q1", "lio")
    assert (referred["status"], referred["referred_to"]) == ("referred", "liof")
    assert [row["key"] for row in network.json("question", "list", "--unanswered")] == ["Q1"]
    network.ok("question", "close", "Q1", "--reason", "vervallen")
    reopened = network.json("question", "reopen", "Q1")
    assert (reopened["status"], reopened["referred_to"]) == ("open", None)


def test_edit_replaces_and_clears(network: Circo) -> None:
    logged(network, "Hoe?", "--company", "jansen", "--topic", "a", "--owner", "Eva", "--category", "chain")
    assert network.refused("question", "edit", "Q1")["code"] == "nothing"
    edited = network.json(
        *("question", "edit", "Q1", "--text", "Hoe dan?", "--company", "", "--hub", "utrecht", "--track", ""),
        *("--theme", "", "--category", "", "--topic", "b", "--topic", "B", "--owner", "", "--due", ""),
    )
    changed = {
        name: edited[name] for name in ("text", "company", "hub", "track", "theme", "category", "topics", "owner")
    }
    assert changed == {
        "text": "Hoe dan?",
        "company": None,
        "hub": "utrecht",
        "track": None,
        "theme": None,
        "category": "other",
        "topics": ["b"],
        "owner": None,
    }
    assert edited["due_on"] is None
    assert network.json("question", "edit", "Q1", "--topic", "")["topics"] == []


def test_share_refuses_names_now_and_later(network: Circo) -> None:
    logged(network, "Hoe helpt Jansen Textiel?", "--company", "jansen")
    refused = network.refused("question", "share", "Q1")
    assert (refused["code"], refused["exit_code"]) == ("names-someone", 1)
    assert refused["message"] == "the network would see a name: the text of Q1 names Jansen Textiel (company)"
    assert refused["hint"] == 'circo question share Q1 --text "…" shows the network another wording'
    assert network.refused("question", "share", "Q1", "--text", "Wat doet Bakker Bouw?")["code"] == "names-someone"
    shared = network.json("question", "share", "Q1", "--text", "Hoe helpt een breier?")
    assert [(row["key"], row["sharing"], row["shared_text"]) for row in shared] == [
        ("Q1", "network", "Hoe helpt een breier?")
    ]
    assert network.refused("question", "answer", "Q1", "Vraag Bakker Bouw.")["code"] == "names-someone"
    assert network.refused("question", "answer", "Q1", "Vraag Eva.", "--by", "Eva")["code"] == "names-someone"
    assert network.refused("question", "edit", "Q1", "--topic", "Bakker Bouw")["code"] == "names-someone"
    network.ok("question", "edit", "Q1", "--text", "Jansen Textiel vraagt hoe")  # the network sees the other wording
    assert network.refused("question", "share", "Q1", "--text", "")["code"] == "names-someone"
    network.ok("question", "answer", "Q1", "Door te delen.")
    unshared = network.json("question", "unshare", "Q1")
    assert [(row["sharing"], row["shared_text"]) for row in unshared] == [("hub", None)]


def test_share_checks_answers_and_shares_all_or_nothing(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    network.ok("question", "answer", "Q2", "Bel Jansen Textiel.")
    assert network.refused("question", "share", "Q1", "Q2")["message"].endswith(
        "answer 1 of Q2 names Jansen Textiel (company)"
    )
    assert network.refused("question", "share", "Q1", "Q2", "--text", "Drie")["code"] == "one-text"
    assert network.ok("question", "share", "1", "q1") == "Q1  shared with the network\n"


def test_similar_are_the_latest_with_an_answer(network: Circo) -> None:
    for text in ("Een", "Twee", "Drie", "Vier", "Vijf"):
        logged(network, text, "--theme", "bouw", "--category", "design")
    for key in ("Q1", "Q2", "Q3", "Q5"):
        network.ok("question", "answer", key, "Zo.")
    answer = network("question", "log", "Zes", "--theme", "bouw", "--category", "design", "--json")
    assert [line for line in answer.err.splitlines() if line.startswith("note")] == [
        "note: Q5 is like it and has an answer: Vijf",
        "note: Q3 is like it and has an answer: Drie",
        "note: Q2 is like it and has an answer: Twee",
    ]
    assert network.json("question", "show", "Q6")["similar"][0] == {"key": "Q5", "text": "Vijf", "status": "answered"}


def test_answer_from_an_insight(network: Circo) -> None:
    logged(network, "Hoe?", "--company", "jansen")
    network.ok("insight", "add", "Titel", "--hub", "limburg", "--body", "Zo doe je dat.")
    network.ok("insight", "add", "Elders", "--hub", "utrecht", "--body", "Anders.")
    network.ok("insight", "add", "Leeg", "--hub", "limburg")
    assert network.refused("question", "answer", "Q1", "--from-insight", "K2")["code"] == "insight-not-published"
    assert network.refused("question", "answer", "Q1", "--from-insight", "K3")["code"] == "answer-missing"
    answered = network.json("question", "answer", "Q1", "--from-insight", "K1")
    assert answered["answer_list"] == [{"text": "Zo doe je dat.", "by": "tester", "on": "2026-06-15", "insight": "K1"}]
    network.ok("insight", "publish", "K2")
    own_words = network.json("question", "answer", "Q1", "Kort: anders.", "--from-insight", "K2")["answer_list"][1]
    assert (own_words["text"], own_words["insight"]) == ("Kort: anders.", "K2")
    assert network.json("insight", "show", "K2")["questions"] == ["Q1"]


def test_quiet_and_dry_run(network: Circo) -> None:
    before = network.database.read_bytes()
    assert network.ok("question", "log", "Hoe?", "--dry-run", "-q") == "Q1\n"
    assert network.database.read_bytes() == before
    assert network.ok("question", "log", "Hoe?", "-q", "--json") == "Q1\n"
