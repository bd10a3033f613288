"""circo insight import: what was learnt, with its Markdown, its origin and its questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo
from tests.content import content

BODY = '# Kop\n\n- een; twee\n- **drie**, "vier"'


@pytest.fixture
def file(directory: Path) -> Any:
    """Write insights as JSON and return the file's name."""

    def write(*insights: dict[str, Any]) -> str:
        (directory / "insights.json").write_text(json.dumps(insights), encoding="utf-8")
        return "insights.json"

    return write


@pytest.fixture
def network(circo: Circo) -> Circo:
    """A hub with a question, and a company."""
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    circo.ok("question", "log", "Wie betaalt?", "--hub", "utrecht")
    circo.ok("company", "add", "Fictief Hout")
    return circo


def bad(circo: Circo, *arguments: str) -> list[tuple[Any, ...]]:
    """Return column, nearest value and reason of each bad row of an import that is refused."""
    details = circo.refused("insight", "import", *arguments)["details"]
    return [(each["column"], each["nearest"], each["reason"]) for each in details]


def test_insights_come_with_body_origin_and_questions(network: Circo, file: Any) -> None:
    name = file(
        {"title": "Restwaarde", "thema": "Bouw", "categorie": "financiering", "onderwerpen": ["Lease", "a"], "tekst": BODY, "vragen": ["Q1"]},
        {"title": "Methode", "origin": "CIRCO", "kind": "method", "published_on": "1-6-2026", "review_on": "2027-01-01"},
        {"title": "Los"},
    )  # fmt: skip
    assert network.json("insight", "import", name)["added"] == 3
    fields = (
        "title",
        "kind",
        "origin",
        "theme",
        "category",
        "topics",
        "status",
        "version",
        "published_on",
        "review_on",
        "questions",
        "body",
    )
    shown = [network.json("insight", "show", key) for key in ("K1", "K2", "K3")]
    assert [[each[name] for name in fields] for each in shown] == [
        ["Restwaarde", "insight", "utrecht", "bouw", "finance", ["a", "lease"], "draft", 1, None, None, ["Q1"], BODY],
        ["Methode", "method", "circo", None, None, [], "published", 1, "2026-06-01", "2027-01-01", [], None],
        ["Los", "insight", "circo", None, None, [], "draft", 1, None, None, [], None],
    ]  # fmt: skip
    assert network.json("search", "vier")[0]["key"] == "K1"
    assert network.json("insight", "import", name)["unchanged"] == 3


def test_undo_takes_all_back(network: Circo, file: Any) -> None:
    before = content(network.database)
    network.ok("insight", "import", file({"title": "A", "status": "published"}, {"title": "B", "status": "retired"}))
    assert network.json("insight", "show", "K2")["published_on"] == "2026-06-15"
    assert {row["ok"] for row in network.json("db", "check", "--deep")} == {True}
    network.ok("undo")
    assert content(network.database) == before


def test_bad_rows(network: Circo, file: Any) -> None:
    name = file(
        {"body": "zonder titel"},
        {"title": "A", "origin": "utrect"},
        {"title": "B", "status": "draft", "published_on": "2026-06-01"},
        {"title": "C", "version": 0},
        {"title": "D", "questions": ["Q1", "Q9"]},
        {"title": "E", "status": "published", "body": "Vraag het Fictief Hout."},
        {"title": "F", "origin": "circo"},
        {"title": "f"},
    )
    assert [(column, nearest) for column, nearest, _ in bad(network, name)] == [
        ("title", None),
        ("origin", "utrecht"),
        ("published_on", None),
        ("version", "1"),
        ("questions", None),
        ("body", None),
        ("title", None),
    ]


def test_update_of_a_published_one_makes_a_version(network: Circo, file: Any) -> None:
    network.ok("insight", "add", "Restwaarde", "--from-circo", "--body", "Oud.")
    network.ok("insight", "publish", "K1")
    name = file({"title": "Restwaarde", "origin": "circo", "body": "Nieuw."})
    assert [column for column, *_ in bad(network, name)] == ["body"]
    assert network.json("insight", "import", name, "--update")["updated"] == 1
    shown = network.json("insight", "show", "K1")
    assert (shown["body"], shown["version"], shown["status"]) == ("Nieuw.", 2, "published")


def test_facts_of_another_circo_are_taken(network: Circo, file: Any) -> None:
    network.ok("insight", "add", "Restwaarde", "--from-circo", "--body", "Oud.")
    name = file({"key": "K1", "status": "published", "version": 4, "published_on": "2026-05-01", "origin": "utrecht"})
    assert network.json("insight", "import", name, "--update")["updated"] == 1
    shown = network.json("insight", "show", "K1")
    assert (shown["status"], shown["version"], shown["published_on"], shown["origin"]) == (
        "published", 4, "2026-05-01", "utrecht",
    )  # fmt: skip
    assert network.json("insight", "import", name)["unchanged"] == 1


def test_an_update_may_not_name_anybody(network: Circo, file: Any) -> None:
    network.ok("insight", "add", "Restwaarde", "--from-circo")
    network.ok("insight", "publish", "K1")
    before = content(network.database)
    assert [column for column, *_ in bad(network, file({"key": "K1", "body": "Fictief Hout"}), "--update")] == ["body"]
    assert content(network.database) == before


def test_a_draft_whose_comment_names_somebody_is_a_bad_row_and_stays_a_draft(network: Circo, file: Any) -> None:
    for title in ("Restwaarde", "Onderhoud"):
        network.ok("insight", "add", title, "--from-circo")
    network.ok("insight", "comment", "K1", "Zo deed Fictief Hout het.")
    name = file({"key": "K1", "status": "published"}, {"key": "K2", "status": "published"})
    before = content(network.database)
    assert [column for column, *_ in bad(network, name, "--update")] == ["status"]
    assert content(network.database) == before
    answer = network.json("insight", "import", name, "--update", "--partial")
    assert (answer["updated"], answer["bad"]) == (1, 1)
    assert [network.json("insight", "show", key)["status"] for key in ("K1", "K2")] == ["draft", "published"]
    network.ok("db", "check", "--deep")


def test_who_imports_it_is_not_named_to_the_network(network: Circo, file: Any) -> None:
    name = file({"title": "Zo doet Tester Janssen het", "status": "published"}, {"title": "Los"})
    assert [column for column, *_ in bad(network, name, "--as", "Tester Janssen")] == ["title"]
    assert network.json("insight", "import", name, "--as", "Tester Janssen", "--partial")["added"] == 1
    assert [row["title"] for row in network.json("insight", "list")] == ["Los"]
    assert {row["ok"] for row in network.json("db", "check", "--deep")} == {True}
