"""The file itself is spoilt: flipped bytes, cut off, not a file at all, a journal or a log of another program beside it.

Every command ends with what SQLite could still read, or with exit 4 and a hint; never with a fault of ours, and what is
refused is left byte for byte. The quick version spoils 25 files; ``CIRCO_FAULTS=full`` 600.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage import database, reader, restoring
from tests.conftest import Circo
from tests.faults.test_faults import as_nobody, open_to_nobody

__all__ = ["open_to_nobody"]

FULL = os.environ.get("CIRCO_FAULTS") == "full"
COMPANY = "aannemer-fictiebouw-zuid"
LINES = (
    "track list",
    f"company show {COMPANY}",
    "company list -o csv",
    "search textiel",
    "report quarter 2026Q2",
    "digest preview --for network",
    "question log Hoe?",
    "company add Nieuw",
    f"company edit {COMPANY} --city Ede",
    f"company forget {COMPANY} --yes",
    "enrol noord-holland-2026q3-1 gemeente-voorbeeldstad",
    "undo C1 --dry-run",
    "theme add Elektro",
    "db check",
    "db check --deep",
    "db info",
    "db backup --to kopie.db",
    "db upgrade",
    "db restore circo.db --yes",
    "export uit",
    "status",
    "history",
    "track calendar",
    "question list",
    "insight list -o jsonl",
    "contact list -o markdown",
    "privacy export Jurre",
    "company duplicates",
    "show Q1",
    "hub coverage",
)
"""Commands of every kind: reading, changing, erasing, checking, copying."""

MENDED = (0, 1, 2, 3, 4)
"""What a command may end with: a flipped letter of a key is a key that is not found, and no damage to anybody."""


def spoilt(whole: bytes, dice: random.Random) -> bytes:
    """Return `whole` with some bits flipped, in its first pages or anywhere, but for the header."""
    content = bytearray(whole)
    until = dice.choice((3 * 4096, len(content), len(content)))
    for _ in range(dice.choice((1, 1, 2, 8, 30, 200))):
        content[dice.randrange(100, until)] ^= 1 << dice.randrange(8)
    return bytes(content)


def dump(path: Path) -> list[str]:
    """Return everything that a database holds, as statements."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def clear(circo: Circo) -> None:
    """Leave an empty directory."""
    for path in circo.directory.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def test_flipped_bits_end_no_command_with_a_fault_of_ours(network: Circo) -> None:
    dice = random.Random(5)
    whole = network.database.read_bytes()
    figures: Counter[int] = Counter()
    for _ in range(600 if FULL else 12):
        content = spoilt(whole, dice)
        for line in dice.sample(LINES, 6):
            clear(network)
            network.database.write_bytes(content)
            answer = network(*line.split())
            figures[answer.code] += 1
            assert answer.code in MENDED, (line, answer)
            assert "Traceback" not in answer.err
            if answer.code:
                assert answer.out == ""
                assert network.database.read_bytes() == content, line
                assert re.search('error"?:', answer.err)
                assert re.search('hint"?:', answer.err)
    print(dict(sorted(figures.items())))  # noqa: T201 - pytest -s shows it


def test_a_value_that_cannot_be_is_damage_and_the_deep_check_names_its_column(network: Circo) -> None:
    with closing(sqlite3.connect(network.database)) as connection, connection:
        connection.execute("UPDATE question SET asked_on = '2026-13-41' WHERE id = 1")
        connection.execute(
            "UPDATE change_row SET after = replace(after, '\"name\"', '\"nbme\"') WHERE thing = 'company'"
        )
        connection.execute("UPDATE change SET at = '2026-06-15T25:00:00Z'")
    error = network.refused("question", "list")
    assert (error["code"], error["exit_code"]) == ("database-damaged", 4)
    assert "db check" in error["hint"]
    assert network("db", "check").code == 0
    broken = {
        each["check"]: each["detail"] for each in network.refused("db", "check", "--deep")["details"] if not each["ok"]
    }
    assert list(broken) == ["journal", "values"]
    assert broken["values"].endswith(": change.at, question.asked_on, change_row.after")


def test_a_fault_of_ours_on_a_sound_file_stays_one(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("circo_cli.commands.question.list_questions", lambda *_, **__: 1 / 0)
    assert network.refused("question", "list")["code"] == "fault"


PAGE = 4096


@pytest.mark.parametrize(
    "line", ["theme list", "theme add Elektro", "db check", "db backup", "db restore circo.db --db nieuw.db"]
)
def test_a_file_of_any_length_is_refused_or_read_whole(network: Circo, line: str) -> None:
    whole = network.database.read_bytes()
    sizes = (
        0,
        1,
        15,
        16,
        99,
        100,
        101,
        PAGE // 2,
        PAGE - 1,
        PAGE,
        PAGE + 1,
        8 * PAGE,
        len(whole) // 2,
        len(whole) - PAGE,
    )
    for size in sizes:
        network.database.write_bytes(whole[:size])
        assert network.refused(*line.split())["exit_code"] == 4, size
    network.database.write_bytes(whole[:-1])  # the last byte of a page that nobody wrote to its end
    assert network("theme", "list").code in (0, 4)


def other_program(path: Path) -> None:
    """Make somebody else's database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")


NO_DATABASE: dict[str, Callable[[Path], object]] = {
    "another program's": other_program,
    "text": lambda path: path.write_text("naam;plaats\n" * 50),
    "a directory": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/null"),
    "a link to nothing": lambda path: path.symlink_to("weg.db"),
    "a link to itself": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("what", NO_DATABASE)
def test_what_is_no_database_is_said_and_left_alone(bare: Circo, what: str) -> None:
    NO_DATABASE[what](bare.database)
    for line in LINES:
        if line != "db restore circo.db --yes":
            error = bare.refused(*line.split())
            assert (error["exit_code"], bool(error["hint"])) == (4, True), line
    assert bare("db", "init").code in (1, 4)
    assert [path.name for path in bare.directory.iterdir()] == ["circo.db"]


def test_no_device_and_no_pipe_is_replaced_by_a_backup(bare: Circo, template: Path) -> None:
    os.mkfifo(bare.directory / "pijp")
    for place in ("/dev/null", "pijp"):
        assert bare.refused("db", "restore", str(template), "--yes", "--db", place)["code"] == "not-a-database"
    assert Path("/dev/null").is_char_device()


def test_through_a_link_the_file_is_meant_to_which_it_leads(network: Circo, template: Path) -> None:
    place = network.directory / "elders"
    place.mkdir()
    real = network.database.rename(place / "net.db")
    network.database.symlink_to(real)
    before = dump(real)
    network.ok("theme", "add", "Elektro", "--dry-run")
    restored = network.json("db", "restore", str(template), "--yes")
    assert network.database.readlink() == real
    assert real.read_bytes() == template.read_bytes()
    assert dump(Path(restored["kept"])) == before
    assert {path.name for path in place.iterdir()} == {"net.db", "net-backups"}


@pytest.mark.parametrize(
    "journal", [b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(range(256)) * 16, b"kladje\n" * 99, b""]
)
def test_a_journal_that_is_none_is_passed_over(network: Circo, journal: bytes) -> None:
    before = network.database.read_bytes()
    for line in ("theme list", "db check --deep", "theme add Elektro"):
        network.database.with_name("circo.db-journal").write_bytes(journal)
        network.ok(*line.split())
        if line != "theme add Elektro":
            assert network.database.read_bytes() == before


def give_wal(path: Path) -> None:
    """Do as another program does that gives the file a write-ahead log, adds a theme and is killed."""
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO theme (key, name_nl) VALUES ('los', 'Los')")
        connection.commit()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


def themes(circo: Circo, *more: str) -> set[str]:
    """Return the keys of all themes."""
    return {row["key"] for row in circo.json("theme", "list", *more)}


def beside(circo: Circo) -> set[str]:
    """Return the names of the journals and logs beside the database."""
    return {path.name for path in circo.directory.iterdir() if path.name.startswith("circo.db-")}


def test_a_write_ahead_log_is_read_and_taken_in_by_the_next_change(network: Circo) -> None:
    give_wal(network.database)
    assert "los" in themes(network)
    assert beside(network)
    network.ok("theme", "add", "Elektro", "--dry-run")
    network.ok("theme", "add", "Elektro")
    assert beside(network) == set()
    assert network.database.read_bytes()[18:20] == b"\x01\x01"
    assert {"los", "elektro"} <= themes(network)
    network.ok("db", "check", "--deep")


def test_a_backup_of_a_file_with_a_write_ahead_log_is_one_file(network: Circo) -> None:
    give_wal(network.database)
    network.ok("db", "backup", "--to", "kopie.db")
    assert "los" in themes(network, "--db", "kopie.db")
    assert not list(network.directory.glob("kopie.db-*"))


def test_a_restored_file_gets_nothing_of_the_log_of_the_one_before(network: Circo, template: Path) -> None:
    give_wal(network.database)
    restored = network.json("db", "restore", str(template), "--yes")
    assert beside(network) == set()
    assert network.database.read_bytes() == template.read_bytes()
    assert "los" in themes(network, "--db", restored["kept"])


def test_what_is_restored_has_what_its_own_log_holds(network: Circo, template: Path) -> None:
    shutil.copy(template, "kopie.db")
    give_wal(Path("kopie.db"))
    network.ok("db", "restore", "kopie.db", "--yes")
    assert "los" in themes(network)
    assert beside(network) == set()


def test_a_file_with_a_log_that_another_program_has_open_is_written_and_not_replaced(
    network: Circo, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reader, database, restoring):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(network.database)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT count(*) FROM theme").fetchone()
        network.ok("theme", "add", "Elektro")
        assert network("db", "restore", str(template), "--yes").code == 75
    assert "elektro" in themes(network)


def test_in_a_directory_that_may_not_be_written_a_log_or_a_hot_journal_is_exit_4(open_to_nobody: Circo) -> None:
    circo = open_to_nobody
    give_wal(circo.database)
    for path in circo.directory.glob("circo.db-*"):
        path.unlink()
    assert as_nobody(circo, "theme", "list") in (0, 4)
    assert as_nobody(circo, "theme", "add", "Elektro") == 4


def test_a_link_that_leads_nowhere_is_told_as_that(bare: Circo) -> None:
    bare.database.symlink_to("weg.db")
    told = f"{bare.database} is a link to weg.db, where there is no file"
    way = f"bring that file back, or: rm {bare.database}"
    for line, code in {"hub list": "database-missing", "db init": "database-exists"}.items():
        error = bare.refused(*line.split())
        assert (error["message"], error["hint"], error["code"]) == (told, way, code)
