"""circo search: what is found, by whom, and that nothing private is found by anybody else."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.queries.digest_scope import Audience
from circo_cli.queries.search import KINDS, search
from circo_cli.storage.reader import open_reader
from tests.commands.test_digest import SECRETS, canaries
from tests.conftest import Circo


def keys(circo: Circo, *typed: str) -> list[str]:
    return [row["key"] for row in circo.json("search", *typed)]


def test_a_row_says_what_was_found_and_shows_why(circo: Circo) -> None:
    circo.ok("question", "log", "Hoe werkt statiegeld op kratten?")
    circo.ok("question", "answer", "Q1", "Per krat een vast bedrag.\nHet STATIEGELD staat apart op de factuur.")
    assert circo.json("search", "statiegeld") == [
        {
            "kind": "question",
            "key": "Q1",
            "title": "Hoe werkt statiegeld op kratten?",
            "snippet": "Hoe werkt «statiegeld» op kratten?",
            "score": 0.97,
        }
    ]
    assert circo.json("search", "factuur")[0]["snippet"] == (
        "Per krat een vast bedrag. Het STATIEGELD staat apart op de «factuur»."
    )


def test_case_and_diacritics_make_no_difference_and_the_last_word_may_go_on(circo: Circo) -> None:
    circo.ok("company", "add", "Café Überhaupt")
    for typed in ("café überhaupt", "CAFE UBERHAUPT", "überh", "cafe ub"):
        assert keys(circo, typed) == ["cafe-uberhaupt"], typed
    assert keys(circo, "caf uberhaupt") == ["cafe-uberhaupt"]
    assert keys(circo, "ub cafe")[0] == "cafe-uberhaupt"
    assert circo.json("search", "überh")[0]["snippet"] == "Café «Überhaupt»"


def test_a_word_that_was_typed_wrong_finds_what_was_meant(circo: Circo) -> None:
    circo.ok("question", "log", "Wat kost een zonneboiler?")
    assert circo.json("search", "zonneboyler")[0]["snippet"] == "Wat kost een «zonneboiler»?"


def test_what_holds_more_of_the_words_comes_first(circo: Circo) -> None:
    circo.ok("insight", "add", "Verf")
    circo.ok("insight", "add", "Verf op hout")
    circo.ok("insight", "add", "Hout")
    assert keys(circo, "verf", "hout")[0] == "K2"
    assert keys(circo, "verf hout", "--limit", "1") == ["K2"]
    assert keys(circo, "verf hout", "--limit", "0") == []


def test_in_says_where(network: Circo) -> None:
    kinds = {kind: {row["kind"] for row in network.json("search", "gevel", "--in", kind)} for kind in KINDS}
    assert kinds == {
        "questions": {"question"}, "insights": {"insight"}, "companies": {"company"}, "tracks": {"track"}, "hubs": {"hub"},
    }  # fmt: skip
    both = network.json("search", "gevel", "--in", "hub, tracks", "--limit", "100")
    assert {row["kind"] for row in both} == {"hub", "track"}


def test_wrong_use(network: Circo) -> None:
    assert network.refused("search")["exit_code"] == 2
    assert network.refused("search", "", " ")["code"] == "empty"
    assert network.refused("search", "gevel", "--in", "trainers")["code"] == "unknown-value"
    assert network.refused("search", "gevel", "--in", ",")["code"] == "unknown-value"
    assert network.refused("search", "gevel", "--for", "iedereen")["code"] == "unknown-value"
    assert network.refused("search", "gevel", "--for", "hubs")["code"] == "unknown-value"
    assert network.refused("search", "gevel", "--for", "hub:nergens")["exit_code"] == 3


@pytest.mark.parametrize("audience", ["network", "hub:limburg"])
def test_nothing_private_is_found_nor_shown(circo: Circo, audience: str) -> None:
    canaries(circo)
    for secret in (*SECRETS, "canaris", "canarisvraag open", "Mag", "Zilte vezels", "Zeeland", "Dat kan"):
        answer = circo("search", secret, "--for", audience, "--json", "--limit", "100")
        assert answer.code == 0
        assert [each for each in SECRETS if each in answer.out + answer.err] == [], secret
        if secret in SECRETS:
            assert json.loads(answer.out) == []


def test_circo_and_the_own_hub_find_it(circo: Circo) -> None:
    canaries(circo)
    for audience in ("circo", "hub:zeeland"):
        for typed, key in (
            ("canarisbedrijf", "canarisbedrijf"), ("Canaris Contact", "canarisbedrijf"), ("Canarisnotitie", "canarisbedrijf"),
            ("canarisantwoord", "Q1"), ("canariseigentekst", "Q3"), ("Canarisconcept", "K1"), ("canarislijf", "K1"),
            ("Canaris Trainer", "zeeland-2026q3-1"), ("Canaris Leider", "zeeland"), ("iedereen weten", "Q3"),
        ):  # fmt: skip
            assert key in keys(circo, typed, "--for", audience), (typed, audience)
    assert circo.json("search", "iedereen weten", "--for", "hub:zeeland")[0]["title"] == "Een canariseigentekst?"
    assert circo.json("search", "iedereen weten", "--for", "network")[0]["title"] == "Mag dit iedereen weten?"


def test_what_names_somebody_is_hidden_from_others_and_counted(circo: Circo) -> None:
    canaries(circo)
    with closing(sqlite3.connect(circo.database)) as connection, connection:  # as an import may have brought it
        connection.execute("UPDATE question_answer SET text = 'Bel het Canarisbedrijf.' WHERE question_id = 3")
    answer = circo("search", "iedereen weten", "--for", "network", "--json")
    assert (json.loads(answer.out), answer.err) == (
        [], "warning: 1 left out, as they name a company or a person of others\nnote: nothing was found\n",
    )  # fmt: skip
    assert keys(circo, "iedereen weten", "--for", "hub:zeeland") == ["Q3"]


def test_retired_knowledge_is_found_by_its_hub_and_circo(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("insight", "add", "Kwispelen", "--hub", "limburg")
    circo.ok("insight", "publish", "K1")
    assert keys(circo, "kwispelen", "--for", "network") == ["K1"]
    circo.ok("insight", "retire", "K1")
    assert [keys(circo, "kwispelen", "--for", each) for each in ("network", "hub:limburg", "circo")] == [
        [],
        ["K1"],
        ["K1"],
    ]


def test_the_same_search_prints_the_same_bytes(network: Circo) -> None:
    first = network.ok("search", "gevel verhuur bank", "--json", "--limit", "100")
    assert network.ok("search", "gevel verhuur bank", "--json", "--limit", "100") == first
    network.ok("export", "uit")
    network.ok("import", "uit", "--db", "kopie.db")
    assert network.ok("search", "gevel verhuur bank", "--json", "--limit", "100", "--db", "kopie.db") == first


HOSTILE = (
    '"', "'", "*", "-", "- -", "a*", '"a" OR b', "NEAR(a b)", "a AND", "title : x", "--for", "-x", "{title} : x", "^a", "a + b", "(", ")",
    "''; DROP TABLE question; --", "%_%", "\\", "§gevel", "¤network", "¤1", "🔥👩🏽‍🔬", "de het een", "the of a", "\t\n",
    "循环经济", "ขวด", "ñ" * 200, "x" * 10_000, "gevel " * 2_000, "0", "00000", "a" * 39 + " " + "b" * 41, "«gevel»", "İı",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_fails(network: Circo, typed: str) -> None:
    """What begins with ``-`` goes after ``--``, as everywhere."""
    for command in ("search", "search --for hub:limburg", "question similar"):
        answer = network("--json", *command.split(), "--", typed)
        if not typed.strip():
            assert answer.code == 2
        elif not (typed.isdigit() and "similar" in command):  # which would be a key
            assert (answer.code, answer.err.count("error")) == (0, 0), answer
            assert isinstance(json.loads(answer.out), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    words=st.text(max_size=60)
    | st.lists(st.sampled_from(["gevel", "NEAR", '"', "*", "bank", "-", ":", "OR", "é"])).map(" ".join),
    name=st.sampled_from(["circo", "network"]),
)
def test_any_text_may_be_searched_for(network: Circo, words: str, name: str) -> None:
    with open_reader(network.database) as reader:
        rows, _ = search(reader, words, audience=Audience(name), limit=5)
    assert all(0 < row.score <= 1 for row in rows)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert len(rows) <= 5
