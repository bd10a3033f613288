"""Erasing a company, a contact and a trainer: no byte of the file, nor of an automatic backup, tells of them."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from circo_cli.storage.backup import keep_before
from circo_cli.storage.backup_places import Cause
from circo_cli.storage.erasure import pending
from circo_cli.storage.reader import connect_readonly
from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

COMPANY = "Canárius Zeefdruk B.V."
PERSON = "Zoë Kanariepiet"
TRAINER = "Ünal Goudvinck"
PHONE = "+31 20 765 43 21"
COMPANY_TRACES = ("canárius", "canarius", "kanariestad", "1098 xz", "98765432", "zeefwerk-zonder-naam")
PERSON_TRACES = ("kanariepiet", "zoe.k@", "765 43 21", "7654321", "0207654321", "kanarieverzorger")
TRAINER_TRACES = ("goudvinck", "u.goud@")
KILLED = """
import os, signal, sys
from circo_cli.storage import erasure
erasure.finish_erasure = lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL)
from circo_cli.app import run
run(sys.argv[1:])
"""


def tell_of(circo: Circo, *names: str) -> dict[str, Any]:
    """Name `names` in every text that there is, and return the questions and insights that do."""
    told = " en ".join([f"{name.upper()}, {name}" for name in names])
    track = "noord-holland-2026q2-1"
    question = circo.json("question", "log", f"Wat wil {told}?", "--topic", names[0])["key"]
    circo.ok(
        "question", "answer", question, f"Zie {told}; bel 020-7654321 of zoe.k@kanarie.example.org.", "--by", names[0]
    )
    circo.ok("question", "edit", question, "--owner", names[0])
    insight = circo.json("insight", "add", f"Les van {told}", "--body", f"**{names[0]}**'s werk", "--hub", "limburg")[
        "key"
    ]
    circo.ok("insight", "comment", insight, f"Goed van {told}", "--as", names[0])
    circo.ok("track", "edit", track, "--title", f"Bij {told}", "--location", f"Zaal {names[0]}")
    circo.ok("hub", "pause", "limburg", "--reason", f"door {told}", "--as", names[0])
    circo.ok("hub", "tick", "gelderland", "region-explored", "--note", f"met {told}")
    circo.ok(
        "goal", "set", "tracks_run", "3", "--hub", "limburg", "--from", "2026Q4", "--until", "2026Q4", "--note", told
    )
    circo.ok("company", "note", "aannemer-fictiebouw-zuid", f"sprak {told}", "--as", names[0])
    return {"question": question, "insight": insight, "track": track}


def add_company(circo: Circo, name: str = COMPANY) -> str:
    """Add the company of the tests with a contact, a note and an enrolment; return its key."""
    row = circo.json(
        "company", "add", name, "--kvk", "98765432", "--city", "Kanariestad", "--postcode", "1098 XZ",
        "--sector", "zeefwerk-zonder-naam", "--website", "https://www.canarius.example.org",
        "--chain-role", "brand", "--hub", "noord-holland",
    )  # fmt: skip
    key: str = row["key"]
    contact = ("--email", "zoe.k@kanarie.example.org", "--phone", PHONE, "--role", "kanarieverzorger")
    circo.ok("company", "contact", key, PERSON, *contact)
    circo.ok("company", "note", key, f"{PERSON} van {COMPANY} belde", "--next", "2026-09-01")
    circo.ok(
        "enrol",
        "noord-holland-2026q2-1",
        key,
        "--contact",
        PERSON,
        "--people",
        "2",
        "--force",
        "--reason",
        f"{COMPANY} mag",
    )
    return key


def holds(path: Path, *traces: str) -> list[str]:
    """Return which traces stand in the raw bytes of a file, whatever their case."""
    text = path.read_bytes().decode("utf-8", errors="replace").lower()
    return [trace for trace in traces if trace in text]


def printed(circo: Circo) -> str:
    """Return all that lists and exports tell."""
    nouns = ("company", "contact", "trainer", "hub", "track", "question", "insight", "note", "enrolment", "goal")
    lists = [circo.ok(noun, "list", "--json") for noun in nouns] + [circo.ok("history", "--json")]
    circo.ok("export", "all", "--yes")
    files = [path.read_text(encoding="utf-8") for path in sorted(Path("all").iterdir())]
    return "".join([*lists, *files]).lower()


def test_a_forgotten_company_is_nowhere_and_still_counts(network: Circo) -> None:
    key = add_company(network)
    told = tell_of(network, COMPANY, PERSON)
    network.ok("company", "edit", key, "--name", f"{COMPANY} Nieuw")
    network.ok("db", "backup")
    network.ok("db", "backup", "--to", "van-mij.db")
    enrolment = network.json("enrolment", "list", "--company", key)[0]
    assert holds(network.database, *COMPANY_TRACES, *PERSON_TRACES)
    answer = network("company", "forget", key, "--yes", "-q")
    assert (answer.code, answer.out) == (0, "forgotten-1\n"), answer
    assert holds(network.database, *COMPANY_TRACES, *PERSON_TRACES) == []
    assert not list(network.directory.glob("circo-backups/*.db"))
    assert holds(network.directory / "van-mij.db", "kanariepiet") == ["kanariepiet"]
    left = network.json("company", "show", "forgotten-1")
    assert {name: left[name] for name in ("name", "kvk", "sector", "chain_role", "city", "postcode", "website", "hub")} == {
        "name": "forgotten-1", "kvk": None, "sector": None, "chain_role": "brand", "city": None, "postcode": None,
        "website": None, "hub": "noord-holland",
    }  # fmt: skip
    assert left["region"] == "noord-holland"
    assert network.json("enrolment", "list", "--company", "forgotten-1") == [
        {**enrolment, "company": "forgotten-1", "contacts": ["forgotten-2"], "reason": "[…] mag"}
    ]
    assert network.json("question", "show", told["question"])["text"] == "Wat wil […], […] en […], […]?"
    said = printed(network)
    assert [trace for trace in (*COMPANY_TRACES, *PERSON_TRACES) if trace in said] == []
    assert network("db", "check", "--deep").code == 0
    with closing(connect_readonly(network.database)) as connection:
        assert pending(connection) is None


def test_a_forgotten_contact_is_nowhere_and_the_company_stays(network: Circo) -> None:
    key = add_company(network)
    tell_of(network, PERSON)
    network.ok("db", "backup")
    network.ok("contact", "forget", key, "zoe kanariepiet", "--yes")
    assert holds(network.database, *PERSON_TRACES) == []
    assert not list(network.directory.glob("circo-backups/*.db"))
    assert network.json("company", "show", key)["contact_list"] == [
        {"company": key, "name": "forgotten-1", "email": None, "phone": None, "role": None}
    ]
    assert network.json("company", "show", key)["city"] == "Kanariestad"
    said = printed(network)
    assert [trace for trace in PERSON_TRACES if trace in said] == []
    # What has nothing to do with the person can still be undone.
    network.ok("company", "edit", key, "--city", "Elders")
    network.ok("undo")


def test_a_forgotten_trainer_is_nowhere_and_the_tracks_stay(network: Circo) -> None:
    key = network.json("trainer", "add", TRAINER, "--email", "u.goud@trainers.example.org", "--hub", "limburg")["key"]
    told = tell_of(network, TRAINER)
    network.ok("track", "edit", told["track"], "--trainer", key, "--as", TRAINER)
    network.ok("hub", "edit", "limburg", "--lead", TRAINER, "--lead-email", "u.goud@trainers.example.org")
    network.ok("db", "backup")
    network.ok("trainer", "forget", key, "--yes")
    assert holds(network.database, *TRAINER_TRACES) == []
    assert not list(network.directory.glob("circo-backups/*.db"))
    assert network.json("track", "show", told["track"])["trainers"] == ["forgotten-1"]
    assert network.json("question", "show", told["question"])["owner"] == "forgotten-1"
    hub = network.json("hub", "show", "limburg")
    assert (hub["lead"], hub["lead_email"]) == ("forgotten-1", None)
    said = printed(network)
    assert [trace for trace in TRAINER_TRACES if trace in said] == []


def test_what_was_merged_goes_too_and_a_number_is_used_once(network: Circo) -> None:
    first = add_company(network)
    second = network.json("company", "add", "Goudvinck Textiel")["key"]
    network.ok("company", "merge", first, second)
    network.ok("company", "forget", second, "--yes")
    assert holds(network.database, *COMPANY_TRACES, *PERSON_TRACES, "goudvinck") == []
    key = network.json("trainer", "add", TRAINER)["key"]
    assert network.ok("trainer", "forget", key, "--yes", "-q") == "forgotten-4\n"


def test_a_dry_run_says_it_all_and_changes_nothing(network: Circo) -> None:
    key = add_company(network)
    network.ok("digest", "export", "--for", "circo", "--to", "digests")
    network.ok("db", "backup")
    before = network.database.read_bytes()
    answer = network("company", "forget", key, "--dry-run")
    assert answer.code == 0
    assert network.database.read_bytes() == before
    for said in ("1 contact", "1 note", "digests/circo-digest-circo-2026Q2-nl.md", "would delete the automatic backup"):
        assert said in answer.err


def test_it_asks_and_needs_yes_where_nobody_can_answer(network: Circo) -> None:
    for typed in (
        ("company", "forget", "aannemer-fictiebouw-zuid"),
        ("contact", "forget", "aannemer-fictiebouw-zuid", "Jurre Wilgenroos"),
        ("trainer", "forget", "bram-oudehof"),
    ):
        error = network.refused(*typed)
        assert (error["code"], error["exit_code"]) == ("needs-yes", 2)


def test_neither_the_erasure_nor_what_would_bring_it_back_can_be_undone(network: Circo) -> None:
    key = add_company(network)
    changes = network.json("history")
    added = next(each["key"] for each in changes if each["command"] == "company add")
    network.ok("company", "forget", key, "--yes")
    forgot = network.json("history")[0]["key"]
    assert [network.refused("undo", each)["code"] for each in (forgot, added)] == ["erased", "erased"]
    assert network.refused("company", "forget", "forgotten-1", "--yes")["code"] == "forgotten-already"
    # The latest change that can be undone is the one before.
    assert network.refused("contact", "forget", "aannemer-fictiebouw-zuid", "Niemand", "--yes")["code"] == "not-found"


def test_a_name_of_two_letters_stays_in_texts_and_goes_from_the_journal(network: Circo) -> None:
    key = network.json("company", "add", "De", "--website", "https://www.zeefwerk.example.org/nl")["key"]
    question = network.json("question", "log", "De kern van info@zeefwerk.example.org?")["key"]
    answer = network("company", "forget", key, "--yes")
    assert "De is too short to be looked for in texts" in answer.err
    assert network.json("question", "show", question)["text"] == "De kern van info@[…]?"
    assert [each["summary"] for each in network.json("history") if each["command"] == "company add"] == [
        "forgotten-1: added company […]"
    ]


def test_a_name_that_may_be_named_stays_in_texts(network: Circo) -> None:
    key = network.json("company", "add", "Rabobank")["key"]
    question = network.json("question", "log", "Wat wil de Rabobank?")["key"]
    answer = network("company", "forget", key, "--yes")
    assert "Rabobank is the name of a partner, hub or theme too" in answer.err
    assert network.json("question", "show", question)["text"] == "Wat wil de Rabobank?"


def test_nobody_is_asked_to_call_or_invite_or_join_what_was_forgotten(network: Circo) -> None:
    def asked() -> tuple[list[str], list[str], list[str]]:
        due = [row["key"] for row in network.json("company", "list", "--follow-up-due")]
        mix = [key for row in network.json("track", "mix", "noord-holland-2026q3-1") for key in row["candidates"]]
        return due, mix, [row["key"] for row in network.json("company", "duplicates")]

    due, mix, _ = asked()
    assert due
    assert mix
    for key in dict.fromkeys([*due[:2], *mix[:2]]):
        network.ok("company", "forget", key, "--yes")
    assert [key for keys in asked() for key in keys if key.startswith("forgotten-")] == []


def test_a_record_of_the_same_name_stays_and_is_named(network: Circo) -> None:
    network.ok("company", "contact", "aannemer-fictiebouw-zuid", "Bram Oudehof")
    answer = network("trainer", "forget", "bram-oudehof", "--yes")
    assert "circo contact forget aannemer-fictiebouw-zuid 'Bram Oudehof' erases it" in answer.err
    assert [row["name"] for row in network.json("contact", "list") if row["name"] == "Bram Oudehof"] == ["Bram Oudehof"]


@pytest.mark.parametrize("next_command", [("db", "check"), ("theme", "add", "Nieuw"), ("db", "backup")])
def test_an_erasure_that_was_killed_is_finished_by_the_next_command(
    network: Circo, next_command: tuple[str, ...]
) -> None:
    key = add_company(network)
    tell_of(network, COMPANY, PERSON)
    network.ok("db", "backup")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, "company", "forget", key, "--yes"],
        cwd=network.directory,
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with closing(connect_readonly(network.database)) as connection:
        assert pending(connection) is not None
    network.ok(*next_command)
    with closing(connect_readonly(network.database)) as connection:
        assert pending(connection) is None
    assert holds(network.database, *COMPANY_TRACES, *PERSON_TRACES) == []
    for backup in network.directory.glob("circo-backups/*.db"):
        assert holds(backup, *COMPANY_TRACES, *PERSON_TRACES) == []


def test_no_backup_of_any_kind_tells_of_a_forgotten_company(network: Circo) -> None:
    """Those before an import, a restore and an upgrade, a file that was replaced as it was, and one left half done."""
    themes = network.directory / "themas.csv"
    themes.write_text("key,name_nl\nglas,Glas\n", encoding="utf-8")
    network.ok("theme", "import", str(themes))
    (earlier,) = network.directory.glob("circo-backups/circo-before-import-*.db")
    key = add_company(network)
    themes.write_text("key,name_nl\nhout,Hout\n", encoding="utf-8")
    network.ok("theme", "import", str(themes))
    keep_before(Cause.UPGRADE, network.database, moment="2026-06-15T10:00:00Z")
    network.ok("db", "backup", "--to", "van-mij.db")
    network.ok("db", "restore", "van-mij.db", "--yes")
    whole = network.database.read_bytes()
    network.database.write_bytes(b"kapot" + whole[5:])
    network.ok("db", "restore", "van-mij.db", "--yes")
    directory = network.directory / "circo-backups"
    (directory / ".circo.db.abcdefgh.circo-scratch").write_bytes(whole)
    traced = [path for path in directory.iterdir() if holds(path, *COMPANY_TRACES)]
    kinds = ["before-import", "before-restore", "before-upgrade", "circo-scratch", "replaced"]
    assert sorted(kind for kind in kinds for path in traced if kind in path.name) == kinds
    told = network("company", "forget", key, "--dry-run").err
    answer = network("company", "forget", key, "--yes")
    for path in traced:
        assert not path.exists()
        if not path.name.startswith("."):
            assert f"would delete the automatic backup {path}" in told
            assert f"deleted the automatic backup {path}" in answer.err
    assert earlier.exists()
    assert [path for path in directory.iterdir() if holds(path, *COMPANY_TRACES, *PERSON_TRACES)] == []
    assert holds(network.directory / "van-mij.db", "kanariepiet") == ["kanariepiet"]
