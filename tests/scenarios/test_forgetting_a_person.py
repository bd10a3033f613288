"""Erasing one person: wherever a name, an address or a number can stand, and however it is spelt."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Circo
from tests.contract.conftest import network, network_template
from tests.scenarios.test_forgetting import printed

__all__ = ["network", "network_template"]

NAME = "Zoë Kanariepiet"
EMAIL = "zoe.k@kanarie.example.org"
PHONE = "+31 20 765 43 21"
COMPANY = "aannemer-fictiebouw-zuid"
TRACK = "noord-holland-2026q2-1"
TRACES = ("kanariepiet", "kanarıepıet", "zoe.k@", "765 43 21", "7654321", "765-43-21")
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape")
SPELLINGS = (
    NAME,
    NAME.upper(),
    "zoe kanariepiet",
    f"{NAME}s",
    f"{NAME}'s",
    unicodedata.normalize("NFD", NAME),
    "Zoë  Kanariepîet",
    "Zoë\nKanariepiet",
    "Zoë **Kanariepiet**",
    EMAIL,
    EMAIL.upper(),
    PHONE,
    "020-7654321",
    "020 765 43 21",
    "0031 20 7654321",
)


def _json_key(circo: Circo, *typed: str) -> str:
    key: str = circo.json(*typed)["key"]
    return key


def put_in_text(circo: Circo, place: str, said: str) -> None:
    """Type `said` where people write freely."""
    ok = circo.ok
    if place == "question":
        ok("question", "log", f"Wat wil {said}?", "--topic", "gevel", "--company", COMPANY)
    elif place == "shared text":
        key = _json_key(circo, "question", "log", "Wat is een gevel?")
        ok("question", "share", key, "--text", f"Wat vraagt {said}?")
    elif place == "answer":
        ok("question", "answer", _json_key(circo, "question", "log", "Wat is een dak?"), f"Vraag {said}.")
    elif place == "topic":
        ok("question", "log", "Wat is een raam?", "--topic", said)
    elif place == "question reason":
        ok("question", "close", _json_key(circo, "question", "log", "Wat is een deur?"), "--reason", f"met {said}")
    elif place == "referred":
        ok("question", "refer", _json_key(circo, "question", "log", "Wat is een vloer?"), f"naar {said}")
    elif place == "note":
        ok("company", "note", COMPANY, f"sprak {said}")
    elif place == "edited note":
        ok("note", "edit", _json_key(circo, "company", "note", COMPANY, f"sprak {said}"), "--text", "sprak iemand")
    elif place == "removed note":
        ok("note", "remove", _json_key(circo, "company", "note", COMPANY, f"sprak {said}"), "--yes")
    elif place == "insight":
        ok("insight", "add", f"Les van {said}", "--body", f"Dank aan {said}, en **veel**.", "--hub", "limburg")
    elif place == "comment":
        ok("insight", "comment", _json_key(circo, "insight", "add", "Les", "--hub", "limburg"), f"Goed, {said}")
    elif place == "track":
        ok("track", "edit", TRACK, "--title", f"Bij {said}", "--location", f"Zaal {said}")
    elif place == "session":
        ok("track", "session", "add", "noord-holland-2026q3-1", "2026-09-30", "--location", f"Bij {said}")
    elif place == "cancelled track":
        ok("track", "cancel", "limburg-2026q3-1", "--reason", f"{said} is ziek")
    elif place == "hub reason":
        ok("hub", "pause", "limburg", "--reason", f"door {said}")
    elif place == "step":
        ok("hub", "tick", "gelderland", "region-explored", "--note", f"met {said}")
    elif place == "goal":
        ok(
            "goal",
            "set",
            "tracks_run",
            "3",
            "--hub",
            "limburg",
            "--from",
            "2026Q4",
            "--until",
            "2026Q4",
            "--note",
            said,
        )
    elif place == "enrolment":
        key = circo.json("enrolment", "list", "--company", COMPANY)[0]["key"]
        ok("enrolment", "edit", key, "--proposition", f"als {said}")
    elif place == "role":
        ok("company", "contact", COMPANY, "Jurre Wilgenroos", "--role", f"naast {said}")
    elif place == "sector":
        ok("company", "edit", COMPANY, "--sector", f"werk van {said}")
    elif place == "undone":
        ok("company", "note", COMPANY, f"sprak {said}")
        ok("undo")
    elif place == "digest":
        ok("question", "log", f"Wat doet {said}?", "--hub", "limburg")
        ok("digest", "export", "--for", "circo", "--to", f"van {said}.md".replace("\n", " "), "--since-last")
    elif place == "import":
        Path(f"van {NAME}.csv").write_text(f'text,company\n"Wat vond {said}?",{COMPANY}\n', encoding="utf-8")
        ok("question", "import", f"van {NAME}.csv")


PLACES = (
    "question", "shared text", "answer", "topic", "question reason", "referred", "note", "edited note", "removed note",
    "insight", "comment", "track", "session", "cancelled track", "hub reason", "step", "goal", "enrolment", "role",
    "sector", "undone", "digest", "import",
)  # fmt: skip


def put_in_field(circo: Circo, place: str, name: str) -> None:
    """Let somebody called `name` stand where a whole field is a name."""
    ok = circo.ok
    if place == "contact":
        ok("company", "contact", COMPANY, name, "--email", EMAIL, "--phone", PHONE, "--role", "inkoop")
    elif place == "contact of an enrolment":
        ok("company", "contact", COMPANY, name, "--email", EMAIL)
        key = circo.json("enrolment", "list", "--company", COMPANY)[0]["key"]
        ok("enrolment", "edit", key, "--contact", name)
    elif place == "contact of before":
        ok("company", "contact", COMPANY, name, "--email", EMAIL, "--phone", PHONE)
        ok("company", "uncontact", COMPANY, name)
    elif place == "trainer":
        ok("trainer", "add", name, "--email", EMAIL)
    elif place == "trainer of before":
        ok("trainer", "remove", _json_key(circo, "trainer", "add", name, "--email", EMAIL), "--yes")
    elif place == "lead":
        ok("hub", "edit", "limburg", "--lead", name, "--lead-email", EMAIL)
    elif place == "lead of before":
        ok("hub", "edit", "limburg", "--lead", name, "--lead-email", EMAIL)
        ok("hub", "edit", "limburg", "--lead", "", "--lead-email", "")
    elif place == "owner":
        ok("question", "log", "Wat is een muur?", "--owner", name)
    elif place == "owner of before":
        key = _json_key(circo, "question", "log", "Wat is een muur?", "--owner", name)
        ok("question", "edit", key, "--owner", "")
    elif place == "author of an answer":
        ok("question", "answer", _json_key(circo, "question", "log", "Wat is een put?"), "Een gat.", "--by", name)
    elif place == "actor":
        ok("theme", "add", "Nieuw thema", "--as", name)
    elif place == "actor of a note":
        ok("company", "note", COMPANY, "belde", "--as", name)
    elif place == "actor of a stage":
        ok("hub", "pause", "overijssel", "--reason", "ziek", "--as", name)
    elif place == "author of an insight":
        key = _json_key(circo, "insight", "add", "Nog een les", "--body", "Zo.", "--hub", "limburg", "--as", name)
        ok("insight", "publish", key, "--as", name)
        ok("insight", "comment", key, "Mooi", "--as", name)


FULL = os.environ.get("CIRCO_FAULTS") == "full"

FIELDS = (
    "contact", "contact of an enrolment", "contact of before", "trainer", "trainer of before", "lead",
    "lead of before", "owner", "owner of before", "author of an answer", "actor", "actor of a note",
    "actor of a stage", "author of an insight",
)  # fmt: skip


def traces_in(path: Path) -> list[str]:
    """Return which traces stand in the raw bytes of a file, in any encoding, composed or not."""
    content = path.read_bytes().lower()
    forms = {trace: [each.lower() for each in (trace, unicodedata.normalize("NFD", trace))] for trace in TRACES}
    return [
        trace
        for trace, texts in forms.items()
        if any(text.encode(encoding) in content for text in texts for encoding in ENCODINGS)
    ]


def check_nowhere(circo: Circo) -> None:
    """Check that no byte of any file that circo keeps, and no later output, holds a trace."""
    beside = circo.database.parent
    files = [circo.database, *beside.glob("circo.db-*"), *beside.glob("circo-backups/*"), *beside.glob(".circo*")]
    assert [(path.name, found) for path in files if path.is_file() and (found := traces_in(path))] == []
    said = unicodedata.normalize("NFC", printed(circo))
    assert [trace for trace in TRACES if trace in said] == []


@pytest.mark.parametrize(
    "places",
    [
        ("contact of before", "contact", "contact of an enrolment"),
        ("trainer", "lead"),
        ("trainer of before", "lead of before"),
        ("owner", "owner of before", "author of an answer", "actor"),
        ("actor of a note", "actor of a stage", "author of an insight"),
    ],
)
def test_a_person_goes_from_every_field(network: Circo, places: tuple[str, ...]) -> None:
    for place in places:
        put_in_field(network, place, NAME)
    put_in_text(network, "question", NAME)
    network.ok("db", "backup")
    assert traces_in(network.database)
    shown = network.json("privacy", "forget", NAME, "--one-person", "--dry-run")
    assert ("question", "text") in [(each["kind"], each["field"]) for each in shown["places"]]
    answer = network("privacy", "forget", NAME, "--one-person", "--yes", "--json")
    assert answer.code == 0, answer.err
    check_nowhere(network)
    assert network("db", "check", "--deep").code == 0
    assert network.refused("privacy", "export", NAME)["code"] == "not-found"
    assert network.refused("privacy", "forget", NAME, "--yes")["code"] == "not-found"


@settings(
    max_examples=200 if FULL else 6,
    derandomize=not FULL,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(
    texts=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(SPELLINGS), min_size=6, max_size=10),
    fields=st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(SPELLINGS[:3]), min_size=1, max_size=5),
)
def test_no_byte_holds_a_person_wherever_named_and_however_spelt(
    network: Circo, network_template: Path, texts: dict[str, str], fields: dict[str, str]
) -> None:
    network.database.write_bytes(network_template.read_bytes())
    for place, said in texts.items():
        put_in_text(network, place, said)
    network.ok("db", "backup")
    # Known only now, with address and number: nobody may share a text with a name that is known.
    for place, name in {"contact": NAME, **fields}.items():
        put_in_field(network, place, name)
    answer = network("privacy", "forget", NAME, "--one-person", "--yes")
    assert answer.code == 0, answer.err
    for path in network.directory.glob("van *"):
        path.unlink()  # what was exported, and what was imported, are the user's own files
    check_nowhere(network)


def test_several_records_of_a_name_are_one_person_by_their_address_or_because_it_is_said(network: Circo) -> None:
    put_in_field(network, "contact", NAME)
    put_in_field(network, "trainer", NAME)
    shown = network.json("privacy", "forget", NAME, "--dry-run")
    assert [(each["kind"], each["key"]) for each in shown["places"] if each["field"] == "record"] == [
        ("contact", COMPANY),
        ("trainer", "zoe-kanariepiet"),
    ]
    network.ok("trainer", "edit", "zoe-kanariepiet", "--email", "een.ander@example.org")
    before = network.database.read_bytes()
    error = network.refused("privacy", "forget", NAME, "--yes")
    assert (error["code"], error["exit_code"], error["details"]) == (
        "ambiguous",
        3,
        [f"circo contact forget {COMPANY} '{NAME}'", "circo trainer forget zoe-kanariepiet"],
    )
    assert network.database.read_bytes() == before
    # The address says which one is meant; the other's record stays, and is named.
    answer = network("privacy", "forget", EMAIL, "--yes")
    assert "another record has the same name or address, and stays; circo trainer forget zoe-kanariepiet" in answer.err
    assert [row["name"] for row in network.json("contact", "list", "--hub", "all") if "forgotten" in row["name"]] == [
        "forgotten-1"
    ]
    network.ok("privacy", "forget", NAME, "--one-person", "--yes")
    check_nowhere(network)


def test_an_address_of_two_people_erases_neither(network: Circo) -> None:
    network.ok("company", "contact", COMPANY, "Anna Goudvinck", "--email", EMAIL)
    network.ok("company", "contact", COMPANY, "Bea Zilvervinck", "--email", EMAIL)
    error = network.refused("privacy", "forget", EMAIL, "--yes")
    assert (error["code"], error["details"]) == ("ambiguous", ["Anna Goudvinck", "Bea Zilvervinck"])


def test_a_part_of_a_name_is_nobody(network: Circo) -> None:
    put_in_field(network, "contact", NAME)
    for part in ("Kanariepiet", "Zoë", "Zoë Kanarie", "forgotten-1"):
        assert network.refused("privacy", "forget", part, "--yes")["exit_code"] in (1, 3)


def test_a_login_name_goes_from_whole_fields_and_stays_a_word_in_texts(network: Circo) -> None:
    network.ok("company", "note", COMPANY, "de kraan lekt", "--as", "kraan")
    network.ok("question", "log", "Wie maakt de kraan?", "--owner", "Kraan")
    network.ok("db", "backup")
    answer = network("privacy", "forget", "kraan", "--yes", "--as", "kraan")
    assert answer.code == 0
    assert "kraan is one word, and stays in texts" in answer.err
    assert "your next change names kraan again" in answer.err
    assert "deleted the automatic backup" in answer.err
    history = network.json("history")
    assert [row["actor"] for row in history if row["command"] in ("company note", "privacy forget")] == [
        "forgotten-1",
        "forgotten-1",
    ]
    question = next(row for row in network.json("question", "list") if "kraan" in row["text"])
    assert (question["text"], question["owner"]) == ("Wie maakt de kraan?", "forgotten-1")
    note = network.json("note", "list")[0]
    assert (note["text"], note["by"]) == ("de kraan lekt", "forgotten-1")


def test_what_may_be_named_and_what_is_a_company_is_no_person(network: Circo) -> None:
    network.ok("question", "log", "Wat is een schot?", "--owner", "Rabobank")
    for typed, way in (
        ("Rabobank", "circo help privacy"),
        ("Aannemer Fictiebouw Zuid", f"circo company forget {COMPANY}"),
    ):
        error = network.refused("privacy", "forget", typed, "--yes")
        assert (error["code"], error["exit_code"], error["hint"]) == ("not-a-person", 1, way)


def test_it_asks_cannot_be_undone_and_the_next_person_gets_another_number(network: Circo) -> None:
    put_in_field(network, "actor", NAME)
    put_in_field(network, "author of an answer", "Ünal Goudvinck")
    assert network.refused("privacy", "forget", NAME)["code"] == "needs-yes"
    before = network.database.read_bytes()
    shown = network.json("privacy", "forget", NAME, "--dry-run")
    assert network.database.read_bytes() == before
    assert shown == {
        "key": "forgotten-1",
        "places": [{"kind": "change", "key": shown["places"][0]["key"], "field": "actor"}],
    }
    assert network.json("privacy", "forget", NAME, "--yes") == shown
    assert network.refused("undo", network.json("history")[0]["key"])["code"] == "erased"
    assert network.ok("privacy", "forget", "Ünal Goudvinck", "--yes", "-q") == "forgotten-2\n"


def test_what_is_called_after_a_person_keeps_its_name_and_is_told(network: Circo) -> None:
    network.ok("company", "add", f"{NAME} Advies")
    put_in_field(network, "contact", NAME)
    answer = network("privacy", "forget", NAME, "--yes")
    assert "the company zoe-kanariepiet-advies has it in its own name" in answer.err


def test_a_name_of_two_letters_goes_where_it_is_a_whole_field(network: Circo) -> None:
    network.ok("company", "contact", COMPANY, "Bo")
    network.ok("question", "log", "Bo en de gevel?", "--owner", "bo")
    network.ok("contact", "forget", COMPANY, "Bo", "--yes")
    question = next(row for row in network.json("question", "list") if row["text"] == "Bo en de gevel?")
    assert question["owner"] == "forgotten-1"


def test_every_forget_lists_each_place_when_it_is_tried_out(network: Circo) -> None:
    put_in_field(network, "contact", NAME)
    put_in_text(network, "note", NAME)
    for typed in (("contact", "forget", COMPANY, NAME), ("privacy", "forget", NAME), ("company", "forget", COMPANY)):
        answer = network(*typed, "--dry-run")
        assert answer.code == 0
        assert "note: would erase it in note N" in answer.err


def test_a_backup_of_another_name_is_named_and_stays(network: Circo) -> None:
    network.ok("db", "backup", "--to", "zonder.db")
    put_in_field(network, "contact", NAME)
    network.ok("db", "backup", "--to", "van-mij.db")
    Path("los.db").write_text(NAME, encoding="utf-8")
    for more in ("--dry-run", "--yes"):
        answer = network("privacy", "forget", NAME, more)
        told = [line for line in answer.err.splitlines() if "has a name of your choice" in line]
        path = network.directory / "van-mij.db"
        said = f"{path}, which holds it, has a name of your choice; delete it yourself"
        assert told == [f"warning: cannot be erased: {said}"]
    assert Path("van-mij.db").exists()
