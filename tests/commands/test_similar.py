"""circo question similar, and what is said of a question that was just logged."""

from __future__ import annotations

import pytest

from tests.conftest import Circo

OWNED = "Hoe financieren we producten die van ons blijven?"
ASKED = "Hoe financier ik producten die ik blijf bezitten?"


@pytest.fixture
def asked(circo: Circo) -> Circo:
    """Three questions, two of them answered."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("question", "log", OWNED, "--hub", "limburg")
    circo.ok("question", "answer", "Q1", "Kort.", "--on", "2026-06-16", "--today", "2026-06-16")
    circo.ok("question", "answer", "Q1", "Via lease.\n\n" + "Of met een fonds. " * 40, "--on", "2026-06-17")
    circo.ok("question", "log", "Wie haalt koffiedik op bij kantoren?")
    circo.ok("question", "answer", "Q2", "De fietskoerier.")
    circo.ok("question", "log", "Is er een verzekering voor verhuurde fietsen?")
    return circo


def test_a_question_is_found_in_other_words(asked: Circo) -> None:
    first = asked.json("question", "similar", ASKED)[0]
    assert {name: first[name] for name in ("key", "text", "status", "hub")} == {
        "key": "Q1", "text": OWNED, "status": "answered", "hub": "limburg",
    }  # fmt: skip
    assert 0.5 < first["score"] <= 1
    assert first["answer"].startswith("Via lease. Of met een fonds. ")
    assert len(first["answer"]) <= 240
    assert first["answer"].endswith("…")


def test_its_own_words_score_one_and_a_key_leaves_the_question_itself_out(asked: Circo) -> None:
    assert [row["score"] for row in asked.json("question", "similar", OWNED)][:1] == [1.0]
    for typed in ("Q1", "q1", "1", "question:Q1"):
        assert "Q1" not in [row["key"] for row in asked.json("question", "similar", typed)]
    assert asked.refused("question", "similar", "Q99")["exit_code"] == 3
    assert asked.refused("question", "similar", " ")["code"] == "empty"


def test_unanswered_ones_are_listed_without_an_answer(asked: Circo) -> None:
    [row] = asked.json("question", "similar", "verzekering van fietsen")
    assert (row["key"], row["status"], row["answer"], row["hub"]) == ("Q3", "open", None, None)


def test_of_equals_the_answered_one_stands_first_then_the_newer(asked: Circo) -> None:
    for _ in range(3):
        asked.ok("question", "log", "Hoe lang gaan matrassen mee?")
    asked.ok("question", "answer", "Q5", "Tien jaar.")
    assert [row["key"] for row in asked.json("question", "similar", "Hoe lang gaan matrassen mee?")] == [
        "Q5",
        "Q6",
        "Q4",
    ]
    assert [row["key"] for row in asked.json("question", "similar", "matrassen", "--limit", "2")] == ["Q5", "Q6"]
    assert asked.json("question", "similar", "matrassen", "--limit", "0") == []


@pytest.mark.parametrize("typed", ["xyzzy plugh", "de het een", "🔥", "asdf qwerty zxcv"])
def test_nonsense_finds_nothing(network: Circo, typed: str) -> None:
    assert network.json("question", "similar", typed) == []


def test_logging_names_like_questions_that_have_an_answer_and_says_how_to_see_it(asked: Circo) -> None:
    answer = asked("question", "log", ASKED)
    assert (answer.code, answer.out) == (0, "Q4  logged\n")
    assert answer.err.splitlines() == [
        f"note: Q1 is like it and has an answer: {OWNED}",
        "hint: circo question show Q1 shows the answer",
        'hint: next: circo question answer Q4 "…"',
    ]
    assert asked.json("question", "show", "Q4")["similar"] == [{"key": "Q1", "text": OWNED, "status": "answered"}]
    quiet = asked("question", "log", ASKED, "-q")
    assert (quiet.out, quiet.err) == ("Q5\n", "")


def test_logging_names_the_likest_that_waits_where_none_has_an_answer(circo: Circo) -> None:
    first = "Wie betaalt de spoelinstallatie als drie merken die delen?"
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("question", "log", first)
    answer = circo("question", "log", "Hoe betalen we met drie merken samen een spoelinstallatie?")
    assert answer.err.splitlines() == [
        f"note: Q1 asks much the same and has no answer yet: {first}",
        "hint: if they ask the same: circo question merge Q2 Q1",
        'hint: next: circo question answer Q2 "…"',
    ]
    assert "note: " not in circo("question", "log", "Welke kleur krijgt het behang?").err


def test_logging_names_no_more_than_three_and_none_that_is_not_like_it(asked: Circo) -> None:
    for number in range(4, 9):
        asked.ok("question", "log", OWNED)
        asked.ok("question", "answer", f"Q{number}", "Zo.")
    notes = [line for line in asked("question", "log", ASKED).err.splitlines() if line.startswith("note: ")]
    assert [line.split()[1] for line in notes] == ["Q8", "Q7", "Q6"]
    assert "note: " not in asked("question", "log", "Welke kleur krijgt het behang?").err


def test_a_merged_question_lends_its_words_to_the_other(network: Circo) -> None:
    """Q135, "Kan een bank meegroeien …", was merged into Q74."""
    found = [row["key"] for row in network.json("question", "similar", "Kan een bank meegroeien met de verhuur?")]
    assert "Q74" in found[:3]
    assert "Q135" not in found


TWICE = "Hoe betalen we met drie merken samen een spoelinstallatie?"
WAITS = "Wie betaalt de spoelinstallatie als drie merken die delen?"


def test_logging_what_is_asked_already_says_so_and_how_to_make_one_of_them(asked: Circo) -> None:
    asked.ok("question", "log", WAITS, "--hub", "limburg")
    assert asked("question", "log", TWICE, "--hub", "limburg").err.splitlines() == [
        f"note: Q4 asks much the same and has no answer yet: {WAITS}",
        "hint: if they ask the same: circo question merge Q5 Q4",
        'hint: next: circo question answer Q5 "…"',
    ]
    asked.ok("question", "answer", "Q4", "Samen.")
    asked.ok("question", "close", "Q5", "--reason", "dubbel")
    assert "asks much the same" not in asked("question", "log", TWICE, "--hub", "limburg").err


def test_another_hubs_question_is_told_as_the_network_sees_it_or_not_at_all(asked: Circo) -> None:
    asked.ok("hub", "add", "Utrecht", "--region", "utrecht")
    asked.ok("question", "log", WAITS, "--hub", "utrecht")
    assert "Q4" not in asked("question", "log", TWICE, "--hub", "limburg").err
    assert "Q4" not in asked("question", "log", TWICE, "--hub", "all").err
    asked.ok("question", "share", "Q4", "--text", "Wie betaalt als drie merken delen?")
    asked.ok("question", "remove", "Q5", "--yes")
    assert asked("question", "log", TWICE, "--hub", "limburg").err.splitlines() == [
        "note: Q4 asks much the same and has no answer yet: Wie betaalt als drie merken delen?",
        'hint: next: circo question answer Q7 "…"',
    ]
