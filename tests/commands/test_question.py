"""circo question, as a user types it."""

from __future__ import annotations

import pytest

from tests.commands.asking import filled, logged
from tests.conftest import Circo


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


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
    assert keys("--from", "juni", "--until", "2026-06") == ["Q3", "Q2"]
    assert keys("--limit", "1") == ["Q3"]
    assert keys("--status", "merged") == []


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
    logged(network, "Hoe helpt een ander?")
    assert network.refused("question", "share", "Q2", "Q1")["message"] == (
        f"{refused['message']}; nothing was changed for any of the 2"
    )
    assert network.refused("question", "share", "Q1", "--text", "Wat doet Bakker Bouw?")["code"] == "names-someone"
    shared = network.json("question", "share", "Q1", "--text", "Hoe helpt een breier?")
    assert [(row["key"], row["sharing"], row["shared_text"]) for row in shared] == [
        ("Q1", "network", "Hoe helpt een breier?")
    ]
    given = network.refused("question", "answer", "Q1", "Vraag Bakker Bouw.")
    assert given["code"] == "names-someone"
    assert given["hint"].startswith('circo question answer Q1 "…" says it without the name; ')
    assert network.refused("question", "answer", "Q1", "Vraag Eva.", "--by", "Eva")["code"] == "names-someone"
    assert network.refused("question", "edit", "Q1", "--topic", "Bakker Bouw")["code"] == "names-someone"
    network.ok("question", "edit", "Q1", "--text", "Jansen Textiel vraagt hoe")  # the network sees the other wording
    assert network.refused("question", "share", "Q1", "--text", "")["code"] == "names-someone"
    network.ok("question", "answer", "Q1", "Door te delen.")
    unshared = network.json("question", "unshare", "Q1")
    assert [(row["sharing"], row["shared_text"]) for row in unshared] == [("hub", None)]


@pytest.mark.parametrize(
    "typed",
    [
        ["--text", "Hoe helpt Jansen Textiel?"],
        ["--topic", "a", "--topic", "Bakker Bouw"],
        ["--owner", "Eva Test"],
    ],
)
def test_every_later_edit_of_what_is_shared_is_looked_at(network: Circo, typed: list[str]) -> None:
    logged(network, "Hoe werkt Eva Test?")
    network.ok("question", "share", "Q1")
    assert network.refused("question", "edit", "Q1", *typed)["code"] == "names-someone"
    network.ok("question", "unshare", "Q1")
    network.ok("question", "edit", "Q1", *typed)


def test_share_checks_answers_and_shares_all_or_nothing(network: Circo) -> None:
    logged(network, "Een")
    logged(network, "Twee")
    network.ok("question", "answer", "Q2", "Bel Jansen Textiel.")
    network.ok("question", "answer", "Q2", "Of Jansen Textiel zelf.", "--on", "2026-06-16", "--today", "2026-06-16")
    network.ok("question", "answer", "Q2", "Of niet.", "--replace", "1")
    refused = network.refused("question", "share", "Q1", "Q2")
    assert refused["message"] == (
        "the network would see a name: answer 2 of Q2 names Jansen Textiel (company); nothing was changed for any of the 2"
    )
    assert refused["hint"].startswith('circo question answer Q2 "…" --replace 2 says it without the name; ')
    assert network.refused("question", "share", "Q1", "Q2", "--text", "Drie")["code"] == "one-text"
    assert network.ok("question", "share", "1", "q1") == "Q1  shared with the network\n"


def test_quiet_and_dry_run(network: Circo) -> None:
    before = network.database.read_bytes()
    assert network.ok("question", "log", "Hoe?", "--dry-run", "-q") == "Q1\n"
    assert network.database.read_bytes() == before
    assert network.ok("question", "log", "Hoe?", "-q", "--json") == "Q1\n"


def test_the_beginning_of_a_label_means_its_code(network: Circo) -> None:
    logged = network.json("question", "log", "Wie koopt het?", "--category", "klant")
    assert logged["category"] == "customer"
    network.ok("question", "edit", logged["key"], "--category", "regel")
    assert [row["key"] for row in network.json("question", "list", "--category", "regelg")] == [logged["key"]]
    near = network.refused("question", "list", "--category", "wetgeving")
    assert near["message"] == "--category: 'wetgeving' is not known"
    assert near["hint"].startswith("did you mean regulation (regelgeving)? One of: finance (financiering), ")
    several = network.refused("company", "list", "--chain-role", "manufacturer", "--lang", "en")
    assert several["message"] == "--chain-role: 'manufacturer' can mean 2 things"
    assert several["hint"].startswith("did you mean parts-manufacturer or product-manufacturer? One of: ")


def test_questions_of_a_period_are_listed(network: Circo) -> None:
    for day in ("2026-04-30", "2026-05-01", "2026-05-31", "2026-06-08", "2026-06-14"):
        logged(network, f"Vraag van {day}", "--asked-on", day)

    def asked(*typed: str) -> list[str]:
        return [row["asked_on"][5:] for row in network.json("question", "list", *typed, "--sort", "asked_on")]

    assert asked("--from", "vorige maand", "--until", "vorige maand") == ["05-01", "05-31"]
    assert asked("--from", "mei", "--until", "2026-05") == ["05-01", "05-31"]
    assert asked("--from", "vorige week") == ["06-08", "06-14"]
    assert asked("--quarter", "last") == []
    assert asked("--quarter", "this") == ["04-30", "05-01", "05-31", "06-08", "06-14"]
    wrong = network.refused("question", "list", "--from", "zomer")
    assert wrong["message"].endswith("today, tomorrow, +2w or -4w")
    assert wrong["hint"] == "for example --from 2026-11, --from november, --from 'last month', --from -4w"
    assert network.refused("question", "list", "--quarter", "this", "--from", "mei")["exit_code"] == 2
    assert len(network.json("history", "--from", "this month")) == 5
