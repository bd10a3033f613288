"""circo question merge: two questions that ask the same become one, and nothing typed is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.commands.asking import filled, logged
from tests.conftest import Circo
from tests.content import content


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


def test_both_askers_and_everything_typed_are_kept(network: Circo) -> None:
    logged(network, "Hoe meten we CO2?", "--hub", "limburg", "--topic", "co2", "--due", "2026-07-30")
    logged(
        *(network, "Hoe telt CO2?", "--company", "bakker", "--hub", "limburg", "--topic", "meten", "--owner", "Eva"),
        *("--category", "impact", "--theme", "bouw", "--due", "2026-07-01", "--asked-on", "2026-06-01"),
    )
    network.ok("question", "answer", "Q2", "Met een rekenblad.", "--on", "2026-06-03", "--by", "Jan")
    network.ok("question", "unanswer", "Q2")
    network.ok("insight", "add", "Rekenen", "--hub", "limburg", "--body", "Zo.", "--from-question", "Q2")
    answer = network("question", "merge", "q2", "1")
    assert (answer.code, answer.out) == (0, "Q1  Q2 merged into it\n")
    assert answer.err == "hint: circo undo C6 takes them apart again\n"
    shown = network.json("question", "show", "Q1")
    assert {name: shown[name] for name in ("text", "company", "category", "theme", "owner", "due_on", "topics")} == {
        "text": "Hoe meten we CO2?",
        "company": None,
        "category": "impact",
        "theme": "bouw",
        "owner": "Eva",
        "due_on": "2026-07-01",
        "topics": ["co2", "meten"],
    }
    assert (shown["status"], shown["askers"]) == ("open", 2)
    assert shown["asker_list"] == [
        {"question": "Q2", "company": "bakker", "hub": "limburg", "asked_on": "2026-06-01"},
        {"question": "Q1", "company": None, "hub": "limburg", "asked_on": "2026-06-15"},
    ]
    assert network.json("insight", "show", "K1")["questions"] == ["Q1"]
    (merged,) = network.json("question", "list", "--status", "merged", "--company", "bakker")
    assert (merged["key"], merged["text"], merged["merged_into"]) == ("Q2", "Hoe telt CO2?", "Q1")


def test_what_the_other_has_stays(network: Circo) -> None:
    for text, category, theme, owner, due in (
        ("Een", "chain", "zorg", "Eva", "2026-06-20"),
        ("Twee", "impact", "bouw", "Jan", "2026-07-01"),
    ):
        logged(network, text, "--category", category, "--theme", theme, "--owner", owner, "--due", due)
    stays = network.json("question", "merge", "Q2", "Q1")
    assert [stays[name] for name in ("category", "theme", "owner", "due_on")] == ["chain", "zorg", "Eva", "2026-06-20"]


def test_answers_go_along_and_answer_the_other(network: Circo) -> None:
    logged(network, "Een", "--company", "jansen")
    logged(network, "Twee", "--company", "bakker", "--hub", "limburg", "--asked-on", "2026-04-01")
    network.ok("question", "answer", "Q2", "Zo.", "--on", "2026-04-05", "--by", "Jan")
    merged = network.json("question", "merge", "Q2", "Q1")
    assert (merged["status"], merged["answers"], merged["answered_on"]) == ("answered", 1, "2026-04-05")
    assert merged["answer_list"] == [{"text": "Zo.", "by": "Jan", "on": "2026-04-05", "insight": None}]
    assert merged["due_on"] == "2026-06-29"  # the answered one waits no more
    digest = network.json("digest", "preview", "--for", "circo", "--quarter", "2026Q2")
    assert [(item["key"], item["answers"]) for item in digest["answers"]] == [
        ("Q1", [{"text": "Zo.", "on": "2026-04-05"}])
    ]
    report = network.json("report", "quarter", "2026Q2")
    counts = {row["metric"]: row["actual"] for row in report["rows"]}
    assert [counts[name] for name in ("questions_logged", "questions_answered", "questions_open")] == [1, 1, 0]
    assert counts["median_days_to_answer"] == 0  # it was answered before it was asked
    network.ok("question", "edit", "Q1", "--asked-on", "2026-06-10")
    network.ok("question", "edit", "Q1", "--owner", "Eva")


def test_a_company_and_a_track_find_what_their_question_was_merged_into(network: Circo) -> None:
    logged(network, "Een", "--company", "los")
    logged(network, "Twee", "--company", "jansen")
    network.ok("question", "merge", "Q2", "Q1")
    assert [row["key"] for row in network.json("company", "show", "jansen")["questions"]] == ["Q1"]
    assert [row["key"] for row in network.json("question", "list", "--track", "limburg-2026q1-1")] == ["Q1"]
    assert [row["key"] for row in network.json("question", "list", "--company", "los")] == ["Q1"]
    (theme,) = [row for row in network.json("theme", "list") if row["key"] == "textiel"]
    assert (theme["questions"], theme["askers"]) == (1, 2)


def test_a_referral_goes_along_where_there_is_none(network: Circo) -> None:
    for text in ("Een", "Twee", "Drie"):
        logged(network, text)
    network.ok("question", "refer", "Q2", "liof")
    network.ok("question", "refer", "Q3", "rabo")
    first = network.json("question", "merge", "Q2", "Q1")
    assert (first["status"], first["referred_to"]) == ("referred", "liof")
    assert network.json("question", "merge", "Q3", "Q1")["referred_to"] == "liof"


def test_chains_lead_to_the_end(network: Circo) -> None:
    for text in ("Een", "Twee", "Drie", "Vier"):
        logged(network, text)
    network.ok("question", "merge", "Q3", "Q2")
    network.ok("question", "merge", "Q2", "Q1")
    answer = network("question", "merge", "Q4", "Q3")
    assert (answer.out, answer.err.splitlines()[0]) == ("Q1  Q4 merged into it\n", "note: Q3 was merged into Q1")
    merged = network.json("question", "list", "--status", "merged", "--sort", "key")
    assert [(row["key"], row["merged_into"]) for row in merged] == [("Q2", "Q1"), ("Q3", "Q1"), ("Q4", "Q1")]
    assert network.json("question", "show", "Q3")["askers"] == 4


def test_every_verb_acts_on_what_it_was_merged_into_and_says_so(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    network.ok("question", "merge", "Q2", "Q1")
    for typed in (
        ("show", "Q2"),
        ("edit", "Q2", "--owner", "Eva"),
        ("refer", "Q2", "liof"),
        ("answer", "Q2", "Zo."),
        ("answer", "Q2", "Anders.", "--replace", "1"),
        ("share", "Q2"),
        ("unshare", "Q2"),
        ("close", "Q2"),
        ("reopen", "Q2"),
        ("unanswer", "Q2"),
    ):
        answer = network("question", *typed, "--json")
        assert answer.code == 0, answer
        assert answer.err.splitlines()[0] == "note: Q2 was merged into Q1", typed
        found = json.loads(answer.out)
        assert (found[0] if isinstance(found, list) else found)["key"] == "Q1"
    assert network.json("show", "q2")["key"] == "Q1"


def test_what_cannot_be_merged(network: Circo) -> None:
    for text in ("Een", "Twee", "Drie"):
        logged(network, text)
    assert network.refused("question", "merge", "Q1", "1") == {
        "code": "merge-itself",
        "message": "Q1 cannot be merged into itself",
        "hint": "circo question merge Q1 Q, with the key of another question",
        "exit_code": 1,
        "details": [],
    }
    network.ok("question", "merge", "Q2", "Q1")
    again = network.refused("question", "merge", "Q2", "Q3")
    assert (again["code"], again["message"]) == ("merged-already", "Q2 was merged into Q1 already")
    assert again["hint"] == "circo question show Q1; Q1 stands for both"
    back = network.refused("question", "merge", "Q1", "Q2")
    assert back["message"] == "Q1 cannot be merged into itself; Q2 was merged into it before"
    assert network.refused("question", "merge", "Q1", "Q9")["exit_code"] == 3
    assert network.refused("question", "merge", "Q9", "Q1")["exit_code"] == 3
    network.ok("question", "close", "Q3", "--reason", "gestopt")
    closed = network.refused("question", "merge", "Q1", "Q3")
    assert closed["code"] == "question-closed"
    assert closed["message"] == "Q3 is closed without an answer, and Q1 waits for one"
    assert closed["hint"] == "circo question reopen Q3, then merge; or circo question merge Q3 Q1"
    assert network.json("question", "merge", "Q3", "Q1")["status"] == "open"


def test_a_closed_question_with_an_answer_takes_one_that_waits(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    network.ok("question", "answer", "Q1", "Zo.")
    network.ok("question", "close", "Q1")
    assert network.json("question", "merge", "Q2", "Q1")["status"] == "closed"


def test_nothing_of_an_unshared_text_is_shared(network: Circo) -> None:
    logged(network, "Hoe dan?", "--company", "jansen")
    logged(network, "Hoe doet Bakker Bouw het?", "--company", "bakker", "--hub", "limburg")
    network.ok("question", "answer", "Q1", "Zo.")
    network.ok("question", "share", "Q1")
    network.ok("question", "merge", "Q2", "Q1")
    for audience in ("network", "hub:utrecht"):
        digest = network.ok("digest", "preview", "--for", audience, "-o", "json")
        assert '"key": "Q1"' in digest
        assert "Bakker" not in digest
        assert "bakker" not in digest


@pytest.mark.parametrize("hub", ["limburg", "utrecht"])
def test_what_would_be_read_anew_names_nobody(network: Circo, hub: str) -> None:
    """The network reads the answers of a shared question, and its hub those of one that comes from another hub."""
    logged(network, "Een", "--hub", "limburg")
    logged(network, "Twee", "--hub", hub)
    network.ok("question", "answer", "Q2", "Bel Jansen Textiel.")
    if hub == "limburg":
        network.ok("question", "share", "Q1")
    refused = network.refused("question", "merge", "Q2", "Q1")
    who, which = ("the network", "answer 1 of Q1") if hub == "limburg" else ("another hub", "answer 1 of Q2")
    assert refused["code"] == "names-someone"
    assert refused["message"] == f"{who} would see a name: {which} names Jansen Textiel (company)"
    network.ok("question", "answer", "Q2", "Bel een breier.", "--replace", "1")
    network.ok("question", "edit", "Q2", "--topic", "Bakker Bouw")
    assert network.refused("question", "merge", "Q2", "Q1")["code"] == "names-someone"
    network.ok("question", "edit", "Q2", "--topic", "")
    answer = network("question", "merge", "Q2", "Q1")
    note = "note: Q1 is shared: the network sees the answers of Q2 with it"
    assert answer.code == 0
    assert (answer.err.splitlines()[0] == note) == (hub == "limburg")


def test_a_shared_question_in_one_that_is_not_shared(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    network.ok("question", "share", "Q2")
    answer = network("question", "merge", "Q2", "Q1", "--json")
    assert json.loads(answer.out)["sharing"] == "hub"
    assert answer.err.splitlines()[0] == "hint: Q2 was shared and Q1 is not: circo question share Q1"


def test_a_merge_is_one_change_of_rows_that_can_all_be_put_back(network: Circo) -> None:
    for text in ("Een", "Twee", "Drie"):
        logged(network, text, "--topic", text, "--company", "jansen")
    network.ok("question", "answer", "Q2", "Zo.")
    for number in ("Q1", "Q2"):
        network.ok("insight", "add", f"Over {number}", "--from-question", number)
    network.ok("insight", "add", "Over beide", "--from-question", "Q1", "--from-question", "Q2")
    network.ok("question", "merge", "Q3", "Q2")
    before = content(network.database)
    network.ok("question", "merge", "Q2", "Q1")
    assert content(network.database) != before
    with closing(sqlite3.connect(network.database)) as connection:
        (number,) = connection.execute("SELECT max(id) FROM change").fetchone()
        images = connection.execute(
            "SELECT table_name, before, after FROM change_row WHERE change_id = ? ORDER BY id DESC", [number]
        ).fetchall()
        for table, old, new in images:
            known = json.loads(new or old)
            if new is not None:
                same = " AND ".join(f'"{name}" IS :{name}' for name in known)
                assert connection.execute(f'DELETE FROM "{table}" WHERE {same}', known).rowcount == 1
            if old is not None:
                columns = json.loads(old)
                connection.execute(
                    f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({", ".join(f":{name}" for name in columns)})',
                    columns,
                )
        connection.commit()
    assert content(network.database) == before


def test_a_circle_in_a_file_made_elsewhere_is_found_and_never_followed_for_ever(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    with closing(sqlite3.connect(network.database)) as connection:
        connection.execute("UPDATE question SET status = 'merged', merged_into_id = 3 - id")
        connection.commit()
    assert network("question", "show", "Q1").code == 0
    logged(network, "Drie")
    assert network.refused("question", "merge", "Q3", "Q1")["code"] == "merged-already"
    damaged = network.refused("db", "check", "--deep")["details"]
    assert "merged" in [row["check"] for row in damaged if not row["ok"]]


def test_the_day_of_closing_stays_with_what_stays(network: Circo) -> None:
    def days() -> list[tuple[str, str | None]]:
        with closing(sqlite3.connect(network.database)) as connection:
            return connection.execute("SELECT status, closed_on FROM question ORDER BY id").fetchall()

    for key, day in (("Q1", "2026-06-15"), ("Q2", "2026-06-16")):
        logged(network, "Hoe?")
        network.ok("question", "close", key, "--reason", "x", "--today", day)
    both = [("closed", "2026-06-15"), ("closed", "2026-06-16")]
    assert days() == both
    network.ok("question", "merge", "Q2", "Q1")
    assert days() == [("closed", "2026-06-15"), ("merged", None)]
    network.ok("undo")
    assert days() == both
