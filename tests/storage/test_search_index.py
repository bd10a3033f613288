"""The search index follows every change of the rows that it is made from, however they are changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage.database import open_change
from circo_cli.storage.reader import open_reader
from circo_cli.storage.search.ask import EVERYTHING, Sight, asked, best_matches
from circo_cli.storage.search.index import problems, rebuild_index
from circo_cli.storage.search.slots import NAMED
from tests.conftest import Circo
from tests.memory import peak_of

SEED = """
INSERT INTO hub (id, key, name, kind, stage, country, timezone, lead)
  VALUES (1, 'limburg', 'Limburg', 'regional', 'exploring', 'NL', 'Europe/Amsterdam', 'Lieke Leidster');
INSERT INTO partner (id, key, name, kind) VALUES (1, 'oefenbank', 'Oefenbank', 'bank');
INSERT INTO hub_partner (id, hub_id, partner_id, role, from_on) VALUES (1, 1, 1, 'core', '2026-01-01');
INSERT INTO company (id, key, name, kind, country, hub_id, city)
  VALUES (1, 'bedrijf-1', 'Plankgas', 'company', 'NL', 1, 'Venlo'), (2, 'bedrijf-2', 'Tweeling', 'company', 'NL', 1, 'Venlo');
INSERT INTO company_contact (id, company_id, name) VALUES (1, 1, 'Carla Contact');
INSERT INTO company_note (id, company_id, text, noted_on, author) VALUES (1, 1, 'Wil heftrucks', '2026-01-01', 'tester');
INSERT INTO trainer (id, key, name) VALUES (1, 'tom', 'Tom Trainer');
INSERT INTO track (id, key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum, taught_in, location)
  VALUES (1, 'limburg-2026q2-1', 1, 'Slopen', 'track', 1, '2026Q2', 'open', 12, 6, 'nl', 'Roermond');
INSERT INTO track_hub VALUES (1, 1, 0);
INSERT INTO track_trainer (track_id, trainer_id, position) VALUES (1, 1, 0);
INSERT INTO question (id, text, hub_id, category, status, asked_on, sharing)
  VALUES (1, 'Hoe werkt flubber?', 1, 'other', 'answered', '2026-01-01', 'hub'),
         (2, 'Wat doet kwispel?', 1, 'other', 'open', '2026-01-01', 'hub');
INSERT INTO question_answer (id, question_id, text, author, answered_on) VALUES (1, 1, 'Met een kassabon', 'x', '2026-01-02');
INSERT INTO question_topic VALUES (1, 'flessen');
INSERT INTO insight (id, title, kind, hub_id, status, version, body)
  VALUES (1, 'Lampen', 'insight', 1, 'draft', 1, 'Over zwoerpen');
INSERT INTO insight_topic VALUES (1, 'elektra');
INSERT INTO insight_comment (id, insight_id, text, author, commented_at) VALUES (1, 1, 'Prachtig', 'x', '2026-01-02T00:00:00Z');
"""
WORDS = {
    "question": "flubber kassabon flessen kwispel",
    "insight": "lampen zwoerpen elektra prachtig",
    "company": "plankgas venlo carla heftrucks tweeling",
    "track": "slopen roermond tom",
    "hub": "limburg oefenbank lieke",
}


@pytest.fixture
def path(circo: Circo) -> Path:
    """A database with a thing of each kind, written as circo writes."""
    change(circo.database, *SEED.strip().split(";\n"))
    return circo.database


def change(path: Path, *statements: str) -> None:
    """Run `statements` as one change."""
    with open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="test") as made:
        made.connection.execute("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            made.connection.execute(statement.strip("; \n"))


def found(path: Path, noun: str, words: str, sight: Sight = EVERYTHING) -> list[int]:
    """Return the ids of what answers `words`."""
    with open_reader(path) as reader:
        matches = best_matches(reader, noun, asked(reader, words), measure=NAMED, sight=sight, floor=0.01, limit=10)
    return sorted(match.number for match in matches)


def differences(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return problems(connection)


@pytest.mark.parametrize("noun", WORDS)
def test_a_thing_is_found_by_each_of_its_texts(path: Path, noun: str) -> None:
    for word in WORDS[noun].split():
        assert found(path, noun, word), word
    assert differences(path) == []


CHANGES = {
    "a text": ("UPDATE question SET text = 'Hoe werkt snorrel?' WHERE id = 1", "question", "flubber", "snorrel"),
    "an answer": ("UPDATE question_answer SET text = 'Met app' WHERE id = 1", "question", "kassabon", "app"),
    "an answer removed": ("DELETE FROM question_answer WHERE id = 1", "question", "kassabon", "flubber"),
    "a topic": ("UPDATE question_topic SET topic = 'kratten' WHERE question_id = 1", "question", "flessen", "kratten"),
    "a thing removed": ("DELETE FROM question WHERE id = 2", "question", "kwispel", "flubber"),
    "a body": ("UPDATE insight SET body = 'Over snoeren' WHERE id = 1", "insight", "zwoerpen", "snoeren"),
    "a comment removed": ("DELETE FROM insight_comment WHERE id = 1", "insight", "prachtig", "lampen"),
    "a name": ("UPDATE company SET name = 'Volgas' WHERE id = 1", "company", "plankgas", "volgas"),
    "a contact": ("UPDATE company_contact SET name = 'Kees Klant' WHERE id = 1", "company", "carla", "kees"),
    "a note removed": ("DELETE FROM company_note WHERE id = 1", "company", "heftrucks", "plankgas"),
    "a company merged": ("UPDATE company SET merged_into_id = 1 WHERE id = 2", "company", "tweeling", "plankgas"),
    "a trainer": ("UPDATE trainer SET name = 'Tineke' WHERE id = 1", "track", "tom", "tineke"),
    "a trainer taken off": ("DELETE FROM track_trainer WHERE track_id = 1", "track", "tom", "slopen"),
    "a place": ("UPDATE track SET location = 'Sittard' WHERE id = 1", "track", "roermond", "sittard"),
    "a partner": ("UPDATE partner SET name = 'Proefbank' WHERE id = 1", "hub", "oefenbank", "proefbank"),
    "a lead": ("UPDATE hub SET lead = 'Hugo' WHERE id = 1", "hub", "lieke", "hugo"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_index_follows_a_change_of(path: Path, what: str) -> None:
    statement, noun, gone, there = CHANGES[what]
    before = found(path, noun, gone)
    change(path, statement)
    assert before
    assert found(path, noun, gone) == []
    assert found(path, noun, there)
    assert differences(path) == []


def test_a_merged_question_is_found_as_what_it_was_merged_into_and_again_as_itself(path: Path) -> None:
    change(path, "UPDATE question SET status = 'merged', merged_into_id = 1 WHERE id = 2")
    assert found(path, "question", "kwispel") == [1]
    assert differences(path) == []
    change(path, "UPDATE question SET status = 'open', merged_into_id = NULL WHERE id = 2")
    assert found(path, "question", "kwispel") == [2]
    assert differences(path) == []


def test_rows_put_back_one_by_one_are_found_again(path: Path) -> None:
    """As an undo does it: whole rows removed and inserted, in whatever order."""
    change(path, "DELETE FROM question_topic", "DELETE FROM question_answer", "DELETE FROM question WHERE id = 1")
    assert found(path, "question", "flubber") == []
    change(
        path,
        "INSERT INTO question_answer (id, question_id, text, author, answered_on) VALUES (1, 1, 'Met een kassabon', 'x', '2026-01-02')",
        "INSERT INTO question (id, text, category, status, asked_on, sharing) VALUES (1, 'Hoe werkt flubber?', 'other', 'answered', '2026-01-01', 'hub')",
    )
    assert found(path, "question", "kassabon") == [1]
    assert differences(path) == []


def test_a_change_that_is_rolled_back_leaves_the_index_alone(path: Path) -> None:
    before = path.read_bytes()
    with open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="test", dry_run=True) as made:
        made.connection.execute("UPDATE company SET name = 'Volgas' WHERE id = 1")
    assert path.read_bytes() == before


def test_nothing_of_the_index_stands_in_the_journal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT DISTINCT table_name FROM change_row")}
    assert not [name for name in tables if name.startswith("search_")]


def test_what_each_may_see_is_marked(path: Path) -> None:
    hub, other, network = Sight(hub_id=1), Sight(hub_id=2), Sight(network=True)
    assert [found(path, "question", "flubber", sight) for sight in (hub, other, network)] == [[1], [], []]
    change(path, "UPDATE question SET sharing = 'network', shared_text = 'Iets over snorrel' WHERE id = 1")
    assert [found(path, "question", "flubber", sight) for sight in (hub, other, network)] == [[1], [], []]
    assert [found(path, "question", "snorrel", sight) for sight in (hub, other, network)] == [[1], [1], [1]]
    assert [found(path, "company", "plankgas", sight) for sight in (hub, other, network)] == [[1], [], []]
    assert [found(path, "track", "tom", sight) for sight in (hub, other, network)] == [[1], [], []]


def _stale(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE question SET text = 'Iets anders' WHERE id = 1")


def _missing(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM search_document WHERE id = 2")


def _surplus(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO search_document VALUES (99, 1, 'x', '', '', '', '')")


def _unindexed(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")


@pytest.mark.parametrize("spoil", [_stale, _missing, _surplus, _unindexed])
def test_a_deep_check_sees_an_index_that_is_not_right(
    path: Path, circo: Circo, spoil: Callable[[sqlite3.Connection], None]
) -> None:
    assert {row["check"]: row["ok"] for row in circo.json("db", "check", "--deep")}["search"] is True
    with closing(sqlite3.connect(path)) as connection, connection:
        spoil(connection)
    assert circo.refused("db", "check", "--deep")["exit_code"] == 4
    with closing(sqlite3.connect(path)) as connection, connection:
        rebuild_index(connection)
    assert differences(path) == []


def test_a_word_that_the_index_counts_otherwise_is_named(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            """INSERT INTO search_index (search_index, rowid, title, body, own, more, who)
               SELECT 'delete', id, 'plankgas', '', '', '', '' FROM search_document
                WHERE ' ' || title || ' ' LIKE '% plankgas %'"""
        )
        assert problems(connection) == ["word plankgas"]


def test_a_check_of_the_index_holds_no_more_where_there_is_more(path: Path) -> None:
    def peak() -> int:
        with closing(sqlite3.connect(path)) as connection:
            return peak_of(lambda: problems(connection))

    def add(numbers: range) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executemany(
                "INSERT INTO company (key, name, kind, country) VALUES (?, ?, 'company', 'NL')",
                ((f"plant-{number}", f"Plant {number}") for number in numbers),
            )
            rebuild_index(connection)

    add(range(1_000))
    few = peak()
    add(range(1_000, 5_000))
    assert peak() < 1.3 * few


def test_a_rebuilt_index_holds_nothing_of_what_is_gone(path: Path) -> None:
    change(
        path, "DELETE FROM company_contact", "UPDATE company SET name = 'forgotten-1', key = 'forgotten-1' WHERE id = 1"
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN")
        connection.execute("DELETE FROM change_row")
        rebuild_index(connection)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    assert b"plankgas" not in path.read_bytes().lower()
    assert b"carla" not in path.read_bytes().lower()
