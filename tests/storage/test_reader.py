"""A file that cannot be used is named, said what to do about, and left as it is."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from circo_cli.errors import DatabaseError
from circo_cli.storage import reader as reader_module
from circo_cli.storage.reader import Reader, connect_readonly, open_reader
from circo_cli.storage.schema import REVISION
from tests.conftest import Circo

READING = ("theme", "list")
CHANGING = ("theme", "add", "Elektronica")


def pragma(path: Path, assignment: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {assignment}")


def other_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theme (id INTEGER)")


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("naam;plaats\n" * 100), "not-a-database"),
    "empty": (lambda path: path.write_bytes(b""), "not-a-database"),
    "another program's": (other_program, "not-a-database"),
    "newer": (lambda path: pragma(path, f"user_version = {REVISION + 1}"), "database-newer"),
    "older": (lambda path: pragma(path, f"user_version = {REVISION - 1}"), "database-older"),
    "half a header": (lambda path: path.write_bytes(path.read_bytes()[:60]), "not-a-database"),
    "no magic": (lambda path: flip(path, 3), "not-a-database"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:5000]), "database-damaged"),
    "zeroed pages": (
        lambda path: path.write_bytes(path.read_bytes()[:4096] + bytes(path.stat().st_size - 4096)),
        "database-damaged",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("line", [READING, CHANGING, ("db", "info"), ("export", "out"), ("db", "backup")])
def test_a_spoilt_file_is_refused_and_left_alone(circo: Circo, how: str, line: tuple[str, ...]) -> None:
    spoil, code = SPOILT[how]
    spoil(circo.database)
    error = circo.refused(*line)
    assert (error["code"], error["exit_code"]) == (code, 4)
    assert error["hint"]
    assert str(circo.database) in error["message"]


@pytest.mark.parametrize("how", SPOILT)
def test_check_says_what_is_wrong_and_leaves_it(circo: Circo, how: str) -> None:
    SPOILT[how][0](circo.database)
    error = circo.refused("db", "check", "--deep")
    assert (error["exit_code"], error["code"]) == (4, "database-damaged")
    assert any(not each["ok"] for each in error["details"])


def test_a_directory_is_no_database(circo: Circo) -> None:
    (circo.directory / "map").mkdir()
    for line in (READING, CHANGING):
        error = circo.refused(*line, "--db", "map")
        assert (error["code"], error["exit_code"]) == ("not-a-database", 4)


def test_a_missing_database_names_the_commands_that_make_one(bare: Circo) -> None:
    for line in (READING, CHANGING, ("db", "check"), ("db", "backup"), ("db", "info")):
        error = bare.refused(*line)
        assert (error["code"], error["exit_code"]) == ("database-missing", 4)
        assert "circo db init" in error["hint"]
        assert "circo demo" in error["hint"]
    assert not bare.database.exists()


def test_a_place_under_a_file_is_no_database(circo: Circo) -> None:
    error = circo.refused(*READING, "--db", str(circo.database / "circo.db"))
    assert error["exit_code"] == 4


def test_a_refused_file_is_closed_again(circo: Circo) -> None:
    pragma(circo.database, "user_version = 99")
    with pytest.raises(DatabaseError):
        connect_readonly(circo.database)
    circo.database.unlink()


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_never_end_in_a_fault_of_ours(full: Circo, seed: int) -> None:
    """What SQLite notices is exit 4; what it cannot notice reads as another text; nothing is written."""
    dice = random.Random(seed)
    whole = full.database.read_bytes()
    for _ in range(6):
        spoilt = bytearray(whole)
        for _ in range(30):
            spoilt[dice.randrange(100, len(spoilt))] ^= 1 << dice.randrange(8)
        full.database.write_bytes(spoilt)
        for line in (("track", "list"), ("company", "list"), ("hub", "list"), ("db", "check", "--deep")):
            answer = full(*line)
            assert answer.code in (0, 4), (line, answer)
            assert full.database.read_bytes() == spoilt


def test_flipped_bytes_are_found_by_check(full: Circo) -> None:
    content = bytearray(full.database.read_bytes())
    size = 4096
    for page in range(2, len(content) // size, 7):
        content[page * size + 3] ^= 0xFF
    full.database.write_bytes(content)
    error = full.refused("db", "check")
    assert error["code"] == "database-damaged"
    assert "restore" in error["hint"]


@pytest.mark.parametrize("line", [("theme", "list"), ("theme", "add", "Elektronica"), ("export", "out")])
def test_text_that_is_no_text_is_damage(circo: Circo, line: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("UPDATE theme SET name_nl = CAST(x'C3FF41' AS TEXT) WHERE key = 'bouw'")
    assert circo.refused(*line)["code"] == "database-damaged"


@pytest.mark.parametrize("portion", [1, 2, 3, 10_000])
def test_a_whole_table_is_read_in_portions(circo: Circo, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "_PORTION", portion)
    with open_reader(circo.database) as reader:
        whole = reader.rows("SELECT key, name_nl FROM theme ORDER BY id")
        assert len(whole) > portion or portion == 10_000
        assert list(reader.each("theme", ("key", "name_nl"))) == whole


def test_a_disk_that_is_full_under_a_reader_is_that_of_temporary_files(circo: Circo) -> None:
    class Full:
        total_changes = 0

        def execute(self, sql: str, values: object) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    full: Any = Full()
    with pytest.raises(DatabaseError, match="temporary files") as raised:
        Reader(full, circo.database).rows("SELECT key FROM theme ORDER BY name_nl")
    assert raised.value.hint is not None
    assert "TMPDIR" in raised.value.hint
    full.total_changes = 1
    with pytest.raises(DatabaseError, match="the disk that holds"):
        Reader(full, circo.database).rows("SELECT 1")
