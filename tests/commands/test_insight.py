"""circo insight, as a user types it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.conftest import Circo

SEED = """
INSERT INTO hub (id, key, name, kind, stage, country, timezone) VALUES
    (1, 'limburg', 'Limburg', 'regional', 'exploring', 'NL', 'Europe/Amsterdam'),
    (2, 'utrecht', 'Utrecht', 'regional', 'exploring', 'NL', 'Europe/Amsterdam');
INSERT INTO company (id, key, name, kind, country) VALUES (1, 'jansen', 'Jansen Textiel', 'company', 'NL');
INSERT INTO question (id, text, category, status, asked_on, sharing) VALUES
    (1, 'Hoe?', 'other', 'open', '2026-05-01', 'hub'), (2, 'Wie?', 'other', 'open', '2026-05-01', 'hub');
"""


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, a company, two questions."""
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.executescript(SEED)
    return circo


def versions(circo: Circo, number: int) -> list[tuple[int, str, str]]:
    """Return version, body and author of what was published."""
    with closing(sqlite3.connect(circo.database)) as connection:
        query = "SELECT version, body, author FROM insight_version WHERE insight_id = ? ORDER BY version"
        return connection.execute(query, [number]).fetchall()


def test_add(network: Circo) -> None:
    added = network.json(
        *(
            "insight",
            "add",
            "Restwaarde als onderpand",
            "--hub",
            "limburg",
            "--category",
            "financiering",
            "--theme",
            "Bouw",
        ),
        *("--body", "# Kop\n\nTekst", "--topic", "Lease", "--topic", "bank", "--topic", "LEASE"),
        *("--from-question", "Q2", "--from-question", "q1", "--review-on", "+1w"),
    )
    assert added == {
        "key": "K1",
        "title": "Restwaarde als onderpand",
        "kind": "insight",
        "origin": "limburg",
        "theme": "bouw",
        "category": "finance",
        "topics": ["bank", "lease"],
        "status": "draft",
        "version": 1,
        "published_on": None,
        "review_on": "2026-06-22",
        "questions": ["Q1", "Q2"],
        "comments": 0,
        "body": "# Kop\n\nTekst",
        "comment_list": [],
    }


def test_the_origin_is_said(network: Circo) -> None:
    answer = network("insight", "add", "T")
    assert answer.err.startswith("note: it comes from CIRCO; --hub HUB says otherwise\n")
    network.ok("question", "log", "Vraag?", "--hub", "limburg")
    last = network.json("question", "list", "--limit", "1")[0]["key"]
    assert network.json("insight", "add", "T", "--from-question", last)["origin"] == "limburg"
    assert network.refused("insight", "add", "T", "--hub", "limburg", "--from-circo")["exit_code"] == 2
    assert network.json("insight", "add", "T", "--from-circo", "--kind", "methode")["origin"] == "circo"


def test_the_body_comes_from_a_file_or_standard_input(network: Circo) -> None:
    (network.directory / "body.md").write_text("\ufeffUit een *bestand*\n", encoding="utf-8")
    (network.directory / "latin.md").write_bytes(b"caf\xe9")
    (network.directory / "empty.md").write_text("\n")
    add = ("insight", "add", "T", "--from-circo", "--body")
    assert network.json(*add, "@body.md")["body"] == "Uit een *bestand*"
    assert network.json(*add, "-", stdin="Van stdin\n")["body"] == "Van stdin"
    missing = network.refused(*add, "@nergens.md")
    assert (missing["exit_code"], missing["message"]) == (
        2,
        "--body: cannot read nergens.md: No such file or directory",
    )
    assert network.refused(*add, "@latin.md")["message"] == "--body: cannot read latin.md: it is not UTF-8 text"
    assert network.refused(*add, "@empty.md")["code"] == "empty"


def test_from_draft_to_published_to_retired(network: Circo) -> None:
    network.ok("insight", "add", "T", "--hub", "limburg")
    assert network.refused("insight", "retire", "K1")["code"] == "insight-draft"
    edited = network.json("insight", "edit", "K1", "--body", "Zo.", "--title", "Titel", "--kind", "case")
    assert (edited["version"], edited["status"], edited["title"], edited["kind"]) == (1, "draft", "Titel", "case")
    published = network("insight", "publish", "K1")
    assert (published.code, published.out) == (0, "K1  published\n")
    assert versions(network, 1) == [(1, "Zo.", "tester")]
    assert network.refused("insight", "publish", "K1")["code"] == "insight-published"
    assert network.ok("insight", "edit", "K1", "--body", "Anders.", "--as", "eva") == "K1  edited, version 2\n"
    assert network.json("insight", "edit", "K1", "--review-on", "2026-12-01")["version"] == 2
    assert network.json("insight", "edit", "K1", "--body", "Anders.")["version"] == 2
    assert network.json("insight", "edit", "K1", "--topic", "Lease", "--today", "2026-07-01")["version"] == 3
    assert versions(network, 1) == [(1, "Zo.", "tester"), (2, "Anders.", "eva"), (3, "Anders.", "tester")]
    shown = network.json("insight", "show", "K1")
    assert (shown["status"], shown["published_on"]) == ("published", "2026-06-15")
    assert network.json("insight", "retire", "K1")["status"] == "retired"
    network.ok("insight", "add", "Titel alleen", "--from-circo")
    assert network("insight", "publish", "K2").err == (
        'hint: it has a title only; circo insight edit K2 --body "…" says more\n'
    )
    assert network.refused("insight", "publish", "K2")["hint"] == "circo insight edit K2 makes a new version of it"
    assert network.refused("insight", "retire", "K1")["code"] == "insight-retired"
    again = network.refused("insight", "publish", "K1")
    assert (again["code"], again["hint"]) == (
        "insight-retired",
        "circo history K1 shows the change that circo undo takes back; or write it anew",
    )


def test_edit_clears(network: Circo) -> None:
    network.ok(
        *("insight", "add", "T", "--hub", "limburg", "--body", "B", "--category", "chain", "--theme", "zorg"),
        *("--topic", "a", "--from-question", "Q1", "--review-on", "2026-12-01"),
    )
    assert network.refused("insight", "edit", "K1")["code"] == "nothing"
    assert network.refused("insight", "edit", "K1", "--title", "")["code"] == "empty"
    cleared = network.json(
        *("insight", "edit", "K1", "--body", "", "--category", "", "--theme", "", "--topic", ""),
        *("--from-question", "", "--review-on", "", "--from-circo"),
    )
    assert [cleared[name] for name in ("body", "category", "theme", "topics", "questions", "review_on", "origin")] == [
        *(None, None, None, [], [], None, "circo")
    ]
    assert network.json("insight", "edit", "K1", "--hub", "utrecht")["origin"] == "utrecht"


@pytest.mark.parametrize(
    ("before", "where"),
    [
        (["--title", "Jansen Textiel deelt"], "the title of K1"),
        (["--body", "Zoals Jansen\nTextiel"], "the body of K1"),
        (["--topic", "jansen textiel"], "topic jansen textiel of K1"),
    ],
)
def test_what_is_published_names_nobody(network: Circo, before: list[str], where: str) -> None:
    network.ok("insight", "add", "T", "--hub", "limburg", "--body", "B")
    network.ok("insight", "edit", "K1", *before)
    refused = network.refused("insight", "publish", "K1")
    assert refused["code"] == "names-someone"
    assert refused["message"] == f"the network would see a name: {where} names Jansen Textiel (company)"


def test_comments(network: Circo) -> None:
    network.ok("insight", "add", "T", "--hub", "limburg", "--body", "B")
    commented = network.json("insight", "comment", "K1", "Zo ook bij Jansen Textiel.")
    assert commented["comments"] == 1
    assert [(row["text"], row["by"]) for row in commented["comment_list"]] == [("Zo ook bij Jansen Textiel.", "tester")]
    assert commented["comment_list"][0]["at"].startswith("2026-06-15T")
    assert network.refused("insight", "publish", "K1")["message"].endswith(
        "comment 1 on K1 names Jansen Textiel (company)"
    )
    network.ok("insight", "add", "T2", "--hub", "limburg", "--body", "B")
    network.ok("insight", "publish", "K2")
    assert network.refused("insight", "comment", "K2", "Bel Jansen Textiel")["code"] == "names-someone"
    assert network.refused("insight", "edit", "K2", "--body", "Bel Jansen Textiel")["code"] == "names-someone"
    assert network.ok("insight", "comment", "K2", "Mooi.") == "K2  commented on\n"


@pytest.mark.parametrize(
    ("after", "where"),
    [
        (["--title", "Bij Jansen Textiel's hal"], "the title of K1"),
        (["--body", "**Jansen** Textiel"], "the body of K1"),
        (["--topic", "lease", "--topic", "Jansen Textiel"], "topic jansen textiel of K1"),
    ],
)
def test_every_later_edit_of_what_is_published_is_looked_at(network: Circo, after: list[str], where: str) -> None:
    network.ok("insight", "add", "T", "--hub", "limburg", "--body", "B")
    network.ok("insight", "publish", "K1")
    refused = network.refused("insight", "edit", "K1", *after)
    assert refused["message"] == f"the network would see a name: {where} names Jansen Textiel (company)"
    assert "says it without the name" in refused["hint"]


def test_who_comments_is_a_name_that_the_text_may_not_hold(network: Circo) -> None:
    network.ok("insight", "add", "T", "--from-circo", "--body", "Vraag Eva Test.")
    network.ok("insight", "publish", "K1")
    assert network.refused("insight", "comment", "K1", "Mooi.", "--as", "Eva Test")["code"] == "names-someone"
    network.ok("insight", "comment", "K1", "-", stdin="Mooi.\nEn nog een regel.\n")
    assert network.json("insight", "show", "K1")["comment_list"][0]["text"] == "Mooi.\nEn nog een regel."


def test_a_draft_is_its_hub_s_and_published_it_is_the_network_s(network: Circo) -> None:
    network.ok("insight", "add", "Uitgelezen", "--hub", "limburg", "--body", "B")

    def seen_by() -> list[str]:
        audiences = ("circo", "network", "hub:limburg", "hub:utrecht")
        return [each for each in audiences if "Uitgelezen" in network.ok("digest", "preview", "--for", each)]

    assert seen_by() == ["circo", "hub:limburg"]
    network.ok("insight", "publish", "K1")
    assert seen_by() == ["circo", "network", "hub:limburg", "hub:utrecht"]
    network.ok("insight", "retire", "K1")
    assert seen_by() == []


def test_what_is_due_for_review_stands_in_status_until_it_is_looked_at(network: Circo) -> None:
    network.ok("insight", "add", "T", "--from-circo", "--body", "B", "--review-on", "2026-06-14")
    network.ok("insight", "publish", "K1")

    def reviews() -> list[tuple[str, str]]:
        rows = network.json("status")
        return [(row["urgency"], row["command"]) for row in rows if row["kind"] == "review"]

    assert reviews() == [("now", "circo insight edit K1 --review-on +26w")]
    network.ok(*reviews()[0][1].split()[1:])
    assert reviews() == []
    assert network.json("insight", "show", "K1")["version"] == 1


def test_list_filters(network: Circo) -> None:
    network.ok("insight", "add", "Een", "--hub", "limburg", "--body", "B", "--topic", "Lease", "--category", "finance")
    network.ok("insight", "add", "Twee", "--hub", "utrecht", "--theme", "zorg", "--from-question", "Q1")
    network.ok("insight", "edit", "K2", "--review-on", "30-6-2026")
    network.ok("insight", "add", "Drie", "--from-circo", "--kind", "method")
    network.ok("insight", "publish", "K1")

    def keys(*filters: str) -> list[str]:
        return [row["key"] for row in network.json("insight", "list", *filters)]

    assert keys() == ["K3", "K2", "K1"]
    assert keys("--status", "published") == ["K1"]
    assert keys("--kind", "method") == ["K3"]
    assert keys("--hub", "utrecht") == ["K2"]
    assert keys("--origin", "limburg") == ["K1"]
    assert keys("--origin", "CIRCO") == ["K3"]
    assert keys("--from-circo") == ["K3"]
    assert keys("--from-question", "q1") == ["K2"]
    assert keys("--review-on", "2026-06-30") == ["K2"]
    assert keys("--review-on", "2026-06-29") == []
    assert keys("--theme", "zorg") == ["K2"]
    assert keys("--category", "financiering") == ["K1"]
    assert keys("--topic", " LEASE") == ["K1"]
    assert keys("--sort", "title", "--limit", "1") == ["K3"]
    assert network.refused("insight", "list", "--hub", "utrecht", "--origin", "limburg")["exit_code"] == 2
    assert network.refused("insight", "list", "--from-circo", "--origin", "limburg")["code"] == "two-origins"
