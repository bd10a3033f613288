"""What is offered when a key is asked for: the first things that fit, in an order that helps, and never all of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from circo_cli.queries.offering import MOST, NOUNS, contacts_of, keys_beginning, offered
from circo_cli.storage.reader import Reader, open_reader
from tests.commands.asking import filled
from tests.conftest import Circo


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


def keys(circo: Circo, noun: str, typed: str, *statuses: str) -> list[str]:
    """Return the keys that are offered."""
    with open_reader(circo.database) as reader:
        return [key for key, _ in offered(reader, noun, typed, statuses=statuses)]


@pytest.mark.parametrize(
    ("noun", "typed", "found"),
    [
        ("hub", "", ["limburg", "utrecht"]),
        ("hub", "RECH", ["utrecht"]),
        ("company", "bouw", ["bakker"]),
        ("company", "textiel jan", ["jansen"]),
        ("company", "100%", []),
        ("company", "_", []),
        ("track", "", ["limburg-2026q2-1", "limburg-2026q1-1"]),
        ("theme", "circular", []),
        ("company", "x" * 60_000, []),
        ("company", "bouw " * 2_000, []),
        ("enrolment", "", ["E2", "E1"]),
        ("enrolment", "e1", ["E1"]),
        ("enrolment", "1", ["E1"]),
        ("enrolment", "jansen 2026q2", ["E2"]),
        ("enrolment", "q1", ["E1"]),
        ("question", "", []),
    ],
)
def test_every_word_has_to_fit(network: Circo, noun: str, typed: str, found: list[str]) -> None:
    assert keys(network, noun, typed) == found


def test_those_that_begin_so_stand_first(network: Circo) -> None:
    network.ok("company", "add", "Aan de Los")
    assert keys(network, "company", "los") == ["los", "aan-de-los"]


def test_only_those_of_a_status(network: Circo) -> None:
    assert keys(network, "track", "", "open", "planned") == ["limburg-2026q2-1"]
    assert keys(network, "track", "limburg-2026q1", "open") == []


def test_what_was_merged_away_is_not_offered(network: Circo) -> None:
    network.ok("company", "merge", "los", "bakker", "--yes")
    assert keys(network, "company", "") == ["bakker", "jansen"]


def test_no_more_is_read_than_is_shown(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(network.database)) as connection, connection:
        connection.executemany(
            "INSERT INTO company (key, name, kind, country) VALUES (?, ?, 'company', 'NL')",
            [(f"bedrijf-{number:04d}", f"Bedrijf {number}") for number in range(500)],
        )
    read: list[int] = []
    rows = Reader.rows

    def counting(self: Reader, *arguments: object) -> object:
        found = rows(self, *arguments)  # type: ignore[arg-type]
        read.append(len(found))
        return found

    monkeypatch.setattr(Reader, "rows", counting)
    assert len(keys(network, "company", "")) == MOST
    assert len(keys(network, "company", "bedrijf")) == MOST
    assert sum(read) <= 3 * MOST


@pytest.mark.parametrize("noun", NOUNS)
def test_what_begins_so_is_called_as_what_is_chosen(network: Circo, noun: str) -> None:
    with open_reader(network.database) as reader:
        assert sorted(keys_beginning(reader, noun, "")) == sorted(offered(reader, noun, ""))


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_can_be_offered(network: Circo, noun: str) -> None:
    with open_reader(network.database) as reader:
        assert offered(reader, noun, "zzz") == []
        assert isinstance(offered(reader, noun, ""), list)


def test_contacts(network: Circo) -> None:
    network.ok("company", "contact", "jansen", "Jo Voorbeeld", "--role", "directeur")
    with open_reader(network.database) as reader:
        assert contacts_of(reader, 1) == [("Jo Voorbeeld", "directeur")]
