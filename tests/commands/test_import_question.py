"""circo question import: what companies asked, from a web form or from another circo."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo
from tests.content import content


@pytest.fixture
def file(directory: Path) -> Any:
    """Write a file of questions and return its name."""

    def write(text: str) -> str:
        (directory / "questions.csv").write_text(text, encoding="utf-8")
        return "questions.csv"

    return write


@pytest.fixture
def network(circo: Circo) -> Circo:
    """A hub with a Track, a company in it, and a company at home there."""
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    circo.ok("track", "schedule", "utrecht", "Bouwen", "--quarter", "2026Q3", "--theme", "bouw")
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017")
    circo.ok("company", "add", "Fictief Glas", "--hub", "utrecht")
    circo.ok("enrol", "utrecht-2026q3-1", "fictief-hout")
    return circo


def bad(circo: Circo, *arguments: str) -> list[tuple[Any, ...]]:
    """Return the bad rows of an import that is refused."""
    return [tuple(each.values()) for each in circo.refused("question", "import", *arguments)["details"]]


def test_a_web_form_becomes_questions_as_log_would_make_them(network: Circo, file: Any) -> None:
    name = file(
        "Datum;Bedrijf;Vraag;Categorie;Onderwerpen;Antwoord;Beantwoord door;Beantwoord op\n"
        '1-6-2026;90000017;Wie betaalt?;financiering;"Lease; restwaarde";;;\n'
        "2-6-2026;fictief glas;Mag dit?;regelgeving;;Ja.;Eva;5-6-2026\n"
        ";;Hoe dan?;;;;;\n"
    )
    assert network.json("question", "import", name)["added"] == 3
    found = {row["key"]: row for row in network.json("question", "list")}
    fields = (
        "text",
        "company",
        "hub",
        "track",
        "theme",
        "category",
        "topics",
        "status",
        "asked_on",
        "due_on",
        "answers",
    )
    assert [[found[key][name] for name in fields] for key in ("Q1", "Q2", "Q3")] == [
        ["Wie betaalt?", "fictief-hout", "utrecht", "utrecht-2026q3-1", "bouw", "finance", ["lease", "restwaarde"], "open", "2026-06-01", "2026-06-15", 0],
        ["Mag dit?", "fictief-glas", "utrecht", None, None, "regulation", [], "answered", "2026-06-02", "2026-06-16", 1],
        ["Hoe dan?", None, None, None, None, "other", [], "open", "2026-06-15", "2026-06-29", 0],
    ]  # fmt: skip
    assert network.json("question", "show", "Q2")["answer_list"] == [
        {"text": "Ja.", "by": "Eva", "on": "2026-06-05", "insight": None}
    ]
    assert network.json("search", "betaalt")[0]["key"] == "Q1"


def test_again_changes_nothing_and_undo_takes_all_back(network: Circo, file: Any) -> None:
    before = content(network.database)
    name = file("vraag,bedrijf,antwoord\nWie betaalt?,fictief-hout,De bank.\nHoe dan?,,\n")
    network.ok("question", "import", name)
    assert network.json("question", "import", name)["unchanged"] == 2
    network.ok("undo")
    assert content(network.database) == before
    assert {row["ok"] for row in network.json("db", "check", "--deep")} == {True}


@pytest.mark.parametrize(
    ("row", "added", "unchanged"),
    [
        ("Q1,Wie betaalt?,,", 0, 1),
        (",WIE  BETAALT?,fictief-hout,2026-06-01", 0, 0),
        (",Wie betaalt?,fictief-hout,2026-06-01", 0, 1),
        (",Wie betaalt?,fictief-hout,", 0, 1),
        (",Wie betaalt?,fictief-hout,2026-06-02", 1, 0),
        (",Wie betaalt?,fictief-glas,2026-06-01", 1, 0),
        ("Q7,Wie betaalt?,fictief-hout,2026-06-01", 1, 0),
    ],
)
def test_identity_is_the_key_or_text_company_and_day(
    network: Circo, file: Any, row: str, added: int, unchanged: int
) -> None:
    network.ok("question", "log", "Wie betaalt?", "--company", "fictief-hout", "--asked-on", "2026-06-01")
    answer = network.json("question", "import", file(f"key,text,company,asked_on\n{row}\n"), "--skip-existing")
    assert (answer["added"], answer["unchanged"]) == (added, unchanged)


def test_bad_rows_say_what_is_wrong(network: Circo, file: Any) -> None:
    name = file(
        "vraag,bedrijf,categorie,datum,uiterlijk,stand,antwoord,beantwoord door,samengevoegd met,key\n"
        ",,,,,,,,,\n"
        "A,fictief-houd,,,,,,,,\n"
        "B,,finance?,31-2-2026,,,,,,\n"
        "C,,,2026-06-10,2026-06-01,,,,,\n"
        "D,,,,,open,Zo.,,,\n"
        "E,,,,,,,Eva,,\n"
        "F,,,,,merged,,,,\n"
        "G,,,,,,,,Q99,\n"
        "H,,,,,,,,,Q0\n"
        "I,,,,,,,,,\n"
        "I,,,,,,,,,\n"
    )
    assert [(row, column, nearest) for row, column, _, _, nearest in bad(network, name)] == [
        (3, "bedrijf", "fictief-hout"),
        (4, "categorie", "finance"),
        (4, "datum", None),
        (5, "uiterlijk", None),
        (6, "stand", "answered"),
        (7, "beantwoord door", None),
        (8, "stand", None),
        (9, "samengevoegd met", None),
        (10, "key", None),
        (12, "vraag", None),
    ]


def test_what_the_network_sees_names_nobody(network: Circo, file: Any) -> None:
    name = file(
        "vraag,delen,gedeelde tekst,antwoord\n"
        "Wat doet Fictief Hout?,network,,\n"
        "Wat doet Fictief Hout nu?,network,Wat doet een bedrijf?,\n"
        "Hoe dan?,network,,Vraag het Fictief Glas.\n"
    )
    assert [(row, column) for row, column, *_ in bad(network, name)] == [(2, "vraag"), (4, "antwoord")]
    assert network.json("question", "import", name, "--partial")["added"] == 1


def test_a_merged_question_may_come_before_what_it_was_merged_into(network: Circo, file: Any) -> None:
    name = file("key,text,status,merged_into\nQ4,A,merged,Q5\nQ5,B,open,\nQ6,C,merged,Q4\n")
    assert network.json("question", "import", name)["added"] == 3
    merged = network.json("question", "list", "--status", "merged")
    assert {row["key"]: row["merged_into"] for row in merged} == {"Q4": "Q5", "Q6": "Q5"}
    assert network.json("question", "show", "Q5")["askers"] == 3


def test_what_was_merged_into_a_bad_row_is_bad(network: Circo, file: Any) -> None:
    name = file("key,text,status,merged_into,company\nQ4,A,merged,Q5,\nQ5,B,open,,niemand\nQ6,C,open,,\n")
    assert [row for row, *_ in bad(network, name)] == [2, 3]
    answer = network.json("question", "import", name, "--partial")
    assert (answer["added"], answer["bad"]) == (1, 2)
    assert [row["key"] for row in network.json("question", "list", "--status", "merged")] == []


def test_update_changes_what_differs_and_adds_an_answer(network: Circo, file: Any) -> None:
    network.ok("question", "log", "Wie betaalt?", "--company", "fictief-hout")
    name = file("key,theme,topics,referred_to,answer,answered_by\nQ1,zorg,a; b,Het ministerie,De bank.,Eva\n")
    assert [column for _, column, *_ in bad(network, name)] == [
        "theme", "topics", "referred_to", "answer", "answered_by",
    ]  # fmt: skip
    dry = network("question", "import", name, "--update", "--dry-run")
    assert "would change question Q1: " in dry.err
    assert "theme bouw → zorg" in dry.err
    assert network.json("question", "import", name, "--update")["updated"] == 1
    shown = network.json("question", "show", "Q1")
    assert (shown["theme"], shown["topics"], shown["referred_to"], shown["status"]) == (
        "zorg", ["a", "b"], "Het ministerie", "answered",
    )  # fmt: skip
    assert shown["answer_list"] == [{"text": "De bank.", "by": "Eva", "on": "2026-06-15", "insight": None}]
    assert network.json("question", "import", name)["unchanged"] == 1


def test_when_a_question_was_closed_is_known_where_its_status_was_otherwise(network: Circo, file: Any) -> None:
    def days() -> list[tuple[str, str | None]]:
        with closing(sqlite3.connect(network.database)) as connection:
            return connection.execute("SELECT status, closed_on FROM question ORDER BY id").fetchall()

    network.ok("question", "import", file("text,status,asked_on\nA,closed,2025-01-10\nB,open,2025-01-10\n"))
    assert days() == [("closed", None), ("open", None)]
    network.ok("question", "import", file("key,status\nQ1,closed\nQ2,closed\n"), "--update")
    assert days() == [("closed", None), ("closed", "2026-06-15")]
    network.ok("question", "import", file("key,status,owner\nQ2,closed,Eva\n"), "--update", "--today", "2026-06-20")
    assert days() == [("closed", None), ("closed", "2026-06-15")]
    network.ok("question", "import", file("key,status\nQ2,open\n"), "--update")
    assert days() == [("closed", None), ("open", None)]


@pytest.mark.parametrize("status", ["open", "referred"])
def test_what_has_an_answer_waits_for_none(network: Circo, file: Any, status: str) -> None:
    key = network.json("question", "log", "Wie keurt een tweedehands balk?")["key"]
    network.ok("question", "answer", key, "Een constructeur.", "--by", "Anna")
    (row,) = bad(network, file(f"key,status\n{key},{status}\n"), "--update")
    assert row == (2, "status", status, f"is {status}, and there is an answer", "answered")
    assert all(check["ok"] for check in network.json("db", "check", "--deep"))


def test_sharing_by_an_update_is_checked_too(network: Circo, file: Any) -> None:
    network.ok("question", "log", "Wat doet Fictief Hout?")
    before = content(network.database)
    assert [column for _, column, *_ in bad(network, file("key,sharing\nQ1,network\n"), "--update")] == ["sharing"]
    assert content(network.database) == before
    answer = network.json("question", "import", file("key,sharing,shared_text\nQ1,network,Wat?\n"), "--update")
    assert answer["updated"] == 1


def test_merging_stays_with_its_command(network: Circo, file: Any) -> None:
    network.ok("question", "log", "A")
    network.ok("question", "log", "B")
    (row, column, _, reason, _), *more = bad(network, file("key,merged_into\nQ1,Q2\n"), "--update")
    assert (row, column, more) == (2, "merged_into", [])
    assert "circo question merge Q1 Q2" in reason


def test_a_number_that_was_used_does_not_return(network: Circo, file: Any) -> None:
    network.ok("question", "log", "A")
    network.ok("question", "remove", "Q1", "--yes")
    assert [column for _, column, *_ in bad(network, file("key,text\nQ1,A\n"))] == ["key"]
    network.ok("question", "import", file("key,text\nQ7,B\n,C\n"))
    assert sorted(row["key"] for row in network.json("question", "list")) == ["Q7", "Q8"]


def test_answered_questions_as_lists_print_them_leave_a_sound_database(network: Circo, directory: Path) -> None:
    network.ok("question", "log", "Hoe lang duurt een keuring?")
    network.ok("question", "answer", "Q1", "Twee weken.")
    network.ok("question", "list", "-o", "csv", "--to", "list.csv")
    other = str(directory / "other.db")
    network.ok("--db", other, "db", "init")
    assert network.json("--db", other, "question", "import", "list.csv")["added"] == 1
    assert network.json("--db", other, "question", "list")[0]["status"] == "answered"
    network.ok("--db", other, "db", "check", "--deep")


def test_whom_the_file_itself_brings_is_named_to_nobody_either(network: Circo, file: Any) -> None:
    name = file(
        "key,text,owner,sharing,merged_into,status\n"
        "Q1,Wat vindt Pietje Pukstra?,,network,,open\n"
        "Q2,Wat nu?,Pietje Pukstra,hub,,open\n"
        "Q3,Wat dan?,,hub,Q1,merged\n"
        "Q4,Hoe dan?,,network,,open\n"
    )
    told = [(row, column, reason) for row, column, _, reason, _ in bad(network, name)]
    assert told == [
        (2, "text", "is seen by the network, and names Pietje Pukstra (person)"),
        (4, "merged_into", "is a bad row itself"),
    ]
    assert network.json("question", "import", name, "--partial")["added"] == 2
    assert sorted(row["key"] for row in network.json("question", "list")) == ["Q2", "Q4"]
    assert {row["ok"] for row in network.json("db", "check", "--deep")} == {True}


def test_the_configured_hub_is_that_of_who_logs(network: Circo, file: Any) -> None:
    network.ok("config", "set", "hub", "utrecht")
    answer = network("question", "import", file("vraag\nWie betaalt?\nHoe dan?\n"))
    assert answer.code == 0
    assert answer.err.count("hub utrecht, as configured; a column hub says otherwise") == 1
    assert [row["hub"] for row in network.json("question", "list", "--hub", "all")] == ["utrecht", "utrecht"]


def test_a_topic_has_no_semicolon(network: Circo, file: Any) -> None:
    error = network.refused("question", "log", "Wie betaalt?", "--topic", "lease; huur")
    assert (error["code"], error["hint"]) == ("bad-value", "--topic lease --topic huur")
    (network.directory / "q.json").write_text('[{"text": "Wie?", "topics": ["a;b"]}]', encoding="utf-8")
    assert [column for _, column, *_ in bad(network, "q.json")] == ["topics"]
