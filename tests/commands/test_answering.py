"""circo question: the way to an answer, and to the end, as a user types it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.commands.asking import filled, logged
from tests.conftest import Circo
from tests.terminal import Terminal


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


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


def test_a_closed_question_keeps_its_reason_until_it_is_reopened(network: Circo) -> None:
    logged(network, "Hoe?")
    assert network.refused("question", "close", "Q1", "--reason", " ")["code"] == "reason-missing"
    network.ok("question", "close", "Q1", "--reason", "gestopt")
    refused = network.refused("question", "answer", "Q1", "Zo.")
    assert (refused["message"], refused["hint"]) == ("Q1 is closed", "circo question reopen Q1")
    assert network.refused("question", "refer", "Q1", "RVO")["hint"] == "circo question reopen Q1"


def closed_on(circo: Circo) -> str | None:
    """Return when the first question was closed, as the database has it."""
    with closing(sqlite3.connect(circo.database)) as connection:
        found: str | None = connection.execute("SELECT closed_on FROM question WHERE id = 1").fetchone()[0]
    return found


def test_the_report_of_an_earlier_quarter_stays_when_a_question_is_closed_unanswered(network: Circo) -> None:
    def waiting(quarter: str) -> list[str]:
        rows = network.json("report", "quarter", quarter, "--explain", "questions_open", "--today", "2026-07-20")
        return [row["key"] for row in rows]

    logged(network, "Hoe?", "--hub", "limburg", "--asked-on", "2026-03-10")
    assert [waiting(quarter) for quarter in ("2026Q1", "2026Q2")] == [["Q1"], ["Q1"]]
    network.ok("question", "close", "Q1", "--reason", "gestopt", "--today", "2026-06-20")
    assert [waiting(quarter) for quarter in ("2026Q1", "2026Q2")] == [["Q1"], []]
    network.ok("question", "reopen", "Q1")
    network.ok("question", "close", "Q1", "--reason", "gestopt", "--today", "2026-07-01")
    assert [waiting(quarter) for quarter in ("2026Q1", "2026Q2", "2026Q3")] == [["Q1"], ["Q1"], []]


def test_the_day_of_closing_goes_with_reopening_and_comes_back_with_its_undo(network: Circo) -> None:
    logged(network, "Hoe?")
    network.ok("question", "close", "Q1", "--reason", "gestopt")
    assert closed_on(network) == "2026-06-15"
    network.ok("undo", "--today", "2026-06-20")
    assert closed_on(network) is None
    network.ok("redo", "--today", "2026-07-20")
    assert closed_on(network) == "2026-06-15"
    network.ok("question", "reopen", "Q1")
    assert closed_on(network) is None
    network.ok("undo", "--today", "2026-07-20")
    assert closed_on(network) == "2026-06-15"


def test_an_answer_is_replaced(network: Circo) -> None:
    logged(network, "Hoe?", "--company", "jansen", "--asked-on", "2026-06-01")
    assert network.refused("question", "answer", "Q1", "Zo.", "--replace", "1") == {
        "code": "no-such-answer",
        "message": "Q1 has no answer, and none in place 1",
        "hint": 'circo question answer Q1 "…"',
        "exit_code": 2,
        "details": [],
    }
    network.ok("question", "answer", "Q1", "Zo.", "--on", "2026-06-03", "--by", "Eva")
    network.ok("question", "answer", "Q1", "En zo.")
    assert network.ok("question", "answer", "Q1", "Liever zo.", "--replace", "1") == "Q1  answer 1 replaced\n"
    first = {"text": "Liever zo.", "by": "Eva", "on": "2026-06-03", "insight": None}
    assert network.json("question", "show", "Q1")["answer_list"][0] == first
    moved = network.json("question", "answer", "Q1", "--replace", "1", "--by", "Jan", "--on", "2026-06-20")
    assert [(row["text"], row["by"]) for row in moved["answer_list"]] == [("En zo.", "tester"), ("Liever zo.", "Jan")]
    network.ok("insight", "add", "Titel", "--hub", "limburg", "--body", "Uit de bank.")
    taken = network.json("question", "answer", "Q1", "--replace", "1", "--from-insight", "K1")["answer_list"][0]
    assert (taken["text"], taken["insight"]) == ("Uit de bank.", "K1")
    own = network.json("question", "answer", "Q1", "-", "--replace", "1", stdin="Weer zelf.\n")["answer_list"][0]
    assert (own["text"], own["insight"]) == ("Weer zelf.", None)
    assert network.refused("question", "answer", "Q1", "--replace", "2")["code"] == "answer-missing"
    assert network.refused("question", "answer", "Q1", "x", "--replace", "0")["code"] == "no-such-answer"
    assert network.refused("question", "answer", "Q1", "x", "--replace", "3")["message"] == (
        "Q1 has 2 answers, and none in place 3"
    )
    assert network.refused("question", "answer", "Q1", "x", "--replace", "1", "--on", "2026-05-01")["code"] == "period"
    network.ok("question", "close", "Q1")
    assert network.json("question", "answer", "Q1", "Nog.", "--replace", "1")["status"] == "closed"


def test_an_answer_that_names_somebody_no_longer_keeps_a_question_from_sharing(network: Circo) -> None:
    logged(network, "Hoe?")
    network.ok("question", "answer", "Q1", "Vraag Bakker Bouw.")
    refused = network.refused("question", "share", "Q1")
    assert refused["hint"] == (
        'circo question answer Q1 "…" --replace 1 says it without the name; '
        "circo question unshare Q1 keeps it to its hub"
    )
    network.ok("question", "answer", "Q1", "Vraag een aannemer.", "--replace", "1")
    network.ok("question", "share", "Q1")
    assert network.refused("question", "answer", "Q1", "Toch Bakker Bouw.", "--replace", "1")["code"] == "names-someone"
    by = network.refused("question", "answer", "Q1", "Bel Eva Test.", "--replace", "1", "--by", "Eva Test")
    assert by["details"] == [{"where": "answer 1 of Q1", "name": "Eva Test", "kind": "person"}]


def test_an_answer_from_a_draft_that_names_somebody_is_no_way_round(network: Circo) -> None:
    logged(network, "Hoe?", "--hub", "limburg")
    network.ok("question", "share", "Q1")
    network.ok("insight", "add", "Titel", "--hub", "limburg", "--body", "Zo doet Bakker Bouw het.")
    assert network.refused("question", "answer", "Q1", "--from-insight", "K1")["code"] == "names-someone"


def test_an_answer_is_taken_away(network: Circo) -> None:
    logged(network, "Hoe?")
    network.ok("question", "refer", "Q1", "liof")
    for text in ("Een.", "Twee."):
        network.ok("question", "answer", "Q1", text)
    several = network.refused("question", "unanswer", "Q1")
    assert (several["code"], several["hint"]) == ("missing", "circo question unanswer Q1 N, 1 is the first")
    assert network.refused("question", "unanswer", "Q1", "3")["code"] == "no-such-answer"
    left = network.json("question", "unanswer", "Q1", "1")
    assert ([row["text"] for row in left["answer_list"]], left["status"]) == (["Twee."], "answered")
    network.ok("question", "close", "Q1")
    assert network.refused("question", "unanswer", "Q1")["hint"] == "circo question reopen Q1"
    network.ok("question", "reopen", "Q1")
    assert network.ok("question", "unanswer", "Q1") == "Q1  answer 1 taken away: referred\n"
    assert network.refused("question", "unanswer", "Q1")["code"] == "no-such-answer"
    network.ok("question", "answer", "Q1", "Toch.")
    network.ok("question", "close", "Q1", "--reason", "klaar")
    assert network.json("question", "unanswer", "Q1")["status"] == "closed"
    assert network.json("question", "reopen", "Q1")["status"] == "open"


def test_an_answer_is_asked_for_on_a_terminal_and_its_command_told(network: Circo) -> None:
    logged(network, "Wie betaalt?", "--company", "jansen")
    talk = Terminal("question", "answer", "Q1")
    assert talk.sees("Q1: Wie betaalt?").asked("What is the answer?", "De bank, 'soms'.").ends() == 0
    assert """note: the same in one line: circo question answer Q1 'De bank, '"'"'soms'"'"'.'""" in talk.screen
    assert network.json("question", "show", "Q1")["answer_list"][0]["text"] == "De bank, 'soms'."


def test_ctrl_c_while_an_answer_is_asked_for_leaves_nothing(network: Circo) -> None:
    logged(network, "Wie betaalt?")
    before = network.database.read_bytes()
    talk = Terminal("question", "answer", "Q1").sees("What is the answer?").types("Half", then="\x03")
    assert talk.ends() == 130
    assert network.database.read_bytes() == before
    assert network.refused("question", "answer", "Q1")["exit_code"] == 2
