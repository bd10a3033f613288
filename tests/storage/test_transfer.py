"""The whole network out and in: without loss, or not at all, and then every bad row is named."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.storage.tables import metadata
from tests.conftest import Circo
from tests.storage.conftest import EXAMPLES


@pytest.fixture
def files(directory: Path) -> Path:
    """A copy of the example network's files."""
    return Path(shutil.copytree(EXAMPLES, directory / "network"))


def contents(directory: Path) -> dict[str, bytes]:
    """Return the files of a directory."""
    return {path.name: path.read_bytes() for path in directory.glob("*.csv")}


def test_out_and_in_and_out_again_is_the_same_byte_for_byte(full: Circo) -> None:
    full.ok("export", "out")
    assert contents(full.directory / "out") == contents(EXAMPLES)


def test_there_is_a_file_for_every_table_but_the_journal(circo: Circo) -> None:
    circo.ok("export", "out")
    assert set(contents(circo.directory / "out")) == {
        f"{name}.csv" for name in {*metadata.tables, "numbers"} - {"change", "change_row"}
    }


def test_what_was_typed_in_any_order_comes_out_the_same_after_a_journey(circo: Circo) -> None:
    """Rows that were made in another order than that of their keys have other ids after an import."""
    for name in ("Zuid", "Midden", "Aalst"):
        circo.ok(
            "hub", "add", name, "--region", "limburg", "--region", "zeeland", "--sector", "zorg", "--sector", "bouw"
        )
        circo.ok("trainer", "add", f"Trainer {name}", "--hub", name.lower())
    circo.ok("hub", "partner", "zuid", "LIOF", "--role", "core", "--covers", "plan", "--covers", "finance")
    circo.ok("hub", "partner", "aalst", "BOM", "--role", "core", "--covers", "plan")
    for hub in ("zuid", "aalst"):
        circo.ok("hub", "tick", hub, "contact-made")
        circo.ok(
            "track", "schedule", hub, "Bouwen", "--quarter", "2026Q3", "--joint-hub", "midden",
            "--trainer", "trainer-zuid", "--date", f"{2 + len(hub)}-9-2026", "--trainer", "trainer-aalst", "--force",
            "--reason", "beiden nodig",
        )  # fmt: skip
    circo.ok("export", "first")
    circo.ok("import", "first", "--db", "second.db")
    circo.ok("export", "second", "--db", "second.db")
    assert contents(circo.directory / "second") == contents(circo.directory / "first")


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\r\nb", "x" * 200_000, "'=1", "''=1", "\t", '"', "\ufeffa", "\x1c"])
def test_any_text_survives(circo: Circo, text: str) -> None:
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("UPDATE theme SET name_en = ? WHERE key = 'bouw'", (text,))
    circo.ok("export", "out")
    circo.ok("import", "out", "--db", "kopie.db")
    with closing(sqlite3.connect(circo.directory / "kopie.db")) as connection:
        assert connection.execute("SELECT name_en FROM theme WHERE key = 'bouw'").fetchone() == (text,)


def test_the_journal_stays_where_it_is(full: Circo) -> None:
    (change,) = full.json("history")
    assert change["command"] == "import"


def test_numbers_that_were_given_out_never_return(circo: Circo) -> None:
    circo.ok("company", "add", "Aarde BV")
    circo.ok("question", "log", "Hoe dan?")
    circo.ok("question", "log", "En waarom?")
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("DELETE FROM question")
    circo.ok("export", "out")
    circo.ok("import", "out", "--db", "kopie.db")
    assert circo.json("question", "log", "Wat nu?", "--db", "kopie.db")["key"] == "Q3"
    circo.ok("export", "out2", "--db", "kopie.db")
    assert b"question,3\n" in (circo.directory / "out2" / "numbers.csv").read_bytes()


def test_a_number_above_the_recorded_one_counts(circo: Circo, files: Path) -> None:
    shutil.rmtree(files)
    files.mkdir()
    (files / "question.csv").write_text(
        "key,text,category,status,asked_on,sharing\nQ41,Hoe?,other,open,2026-06-01,hub\n", encoding="utf-8"
    )
    (files / "numbers.csv").write_text("table,last\nquestion,7\ninsight,9\n", encoding="utf-8")
    circo.ok("import", "network")
    assert circo.json("question", "log", "Wat nu?")["key"] == "Q42"
    assert circo.json("insight", "add", "Iets", "--from-circo")["key"] == "K10"


def test_an_import_wants_an_empty_database(full: Circo, files: Path) -> None:
    error = full.refused("import", "network")
    assert (error["code"], error["exit_code"]) == ("database-not-empty", 1)


def test_an_import_makes_the_database(bare: Circo, files: Path) -> None:
    bare.ok("import", "network")
    assert bare.database.stat().st_mode & 0o777 == 0o600
    assert len(bare.json("hub", "list")) == len((EXAMPLES / "hub.csv").read_text().splitlines()) - 1
    bare.ok("db", "check", "--deep")


def test_a_dry_run_imports_nothing(bare: Circo, files: Path) -> None:
    bare.ok("import", "network", "--dry-run")
    assert not bare.database.exists()
    bare.ok("db", "init")
    before = bare.database.read_bytes()
    bare.ok("import", "network", "--dry-run")
    assert bare.database.read_bytes() == before


def test_files_that_are_missing_are_empty_and_others_are_named(circo: Circo, files: Path) -> None:
    shutil.rmtree(files)
    files.mkdir()
    (files / "hub.csv").write_text("key,name,kind,stage,country,timezone\na,A,regional,exploring,NL,Europe/Amsterdam\n")
    (files / "wensen.csv").write_text("a,b\n")
    answer = circo("import", "network")
    assert answer.code == 0
    assert "wensen.csv" in answer.err
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["a"]
    assert len(circo.json("theme", "list")) == 8


def test_files_of_before_there_was_a_column_are_taken(bare: Circo, files: Path) -> None:
    path = files / "question.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert rows[0][-1] == "closed_on"
    assert [row for row in rows[1:] if row[-1]]
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(row[:-1] for row in rows)
    bare.ok("import", "network")
    with closing(sqlite3.connect(bare.database)) as connection:
        assert connection.execute("SELECT count(*), count(closed_on) FROM question").fetchone() == (len(rows) - 1, 0)
    bare.ok("db", "check", "--deep")


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Return what changes one text of a file."""

    def change(directory: Path) -> None:
        path = directory / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(name: str, line: bytes) -> Callable[[Path], object]:
    """Return what adds a line to a file."""

    def change(directory: Path) -> None:
        path = directory / name
        path.write_bytes(path.read_bytes() + line)

    return change


def cut(name: str, size: int) -> Callable[[Path], object]:
    """Return what cuts off the end of a file."""

    def change(directory: Path) -> None:
        path = directory / name
        path.write_bytes(path.read_bytes()[:-size])

    return change


SPOILT: dict[str, Callable[[Path], object]] = {
    "a key that nothing has": replace("company.csv", ",groningen,NL,groningen,", ",groningen,NL,atlantis,"),
    "a code that is none": replace("hub.csv", ",regional,", ",regionaal,"),
    "a key twice": replace("hub.csv", "\ngelderland,", "\nfriesland,"),
    "a number twice": replace("enrolment.csv", "\nE2,", "\nE1,"),
    "a value missing": replace("hub.csv", ",regional,preparing,", ",regional,,"),
    "a key missing": replace("hub.csv", "\ngelderland,", "\n,"),
    "no date": replace("enrolment.csv", "2025-06-23", "23 juni"),
    "no date of closing": replace("question.csv", ",2025-10-14\nQ5,", ",14 okt\nQ5,"),
    "no number": replace("enrolment.csv", ",completed,1,", ",completed,een,"),
    "a huge number": replace("enrolment.csv", ",completed,1,", f",completed,{10**30},"),
    "a huge key": replace("enrolment.csv", "\nE2,", f"\nE{10**30},"),
    "a number of endless digits": replace("enrolment.csv", ",completed,1,", f",completed,{'1' * 5000},"),
    "not a number at all": replace("goal.csv", "G1,", "1G,"),
    "no target": add("goal.csv", b"G90,,companies,nan,2026Q1,2026Q1,,\n"),
    "an endless target": add("goal.csv", b"G90,,companies,inf,2026Q1,2026Q1,,\n"),
    "a number outside its range": replace("enrolment.csv", ",completed,1,", ",completed,0,"),
    "numbers of no table": add("numbers.csv", b"wensen,3\n"),
    "numbers of a table without": add("numbers.csv", b"hub_region,3\n"),
    "a huge last number": add("numbers.csv", b"goal,%d\n" % 10**30),
    "a cell too many": add("theme.csv", b"a,A,A,A\n"),
    "a cell too few": add("theme.csv", b"a,A\n"),
    "cut off in a row": cut("theme.csv", 14),
    "cut off in quotes": add("track.csv", b'x,"half'),
    "text after quotes": add("theme.csv", b'a,"A"B,C\n'),
    "a column that is none": replace("hub.csv", "key,name", "key,naam"),
    "a column twice": replace("hub.csv", "key,name", "key,key"),
    "no header": replace("theme.csv", "key,name_nl,name_en\n", ""),
    "empty file": lambda directory: (directory / "theme.csv").write_bytes(b""),
    "a NUL byte": add("theme.csv", b"a,A\0,A\n"),
    "not UTF-8": add("theme.csv", "a,Één,A\n".encode("windows-1252")),
    "UTF-16": lambda directory: (directory / "theme.csv").write_text("key,name_nl\n", encoding="utf-16"),
    "a workbook": lambda directory: (directory / "theme.csv").write_bytes(b"PK\x03\x04" + bytes(range(256))),
    "a directory for a file": lambda directory: (
        (directory / "theme.csv").unlink(),
        (directory / "theme.csv").mkdir(),
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_cannot_be_taken_is_not_taken_at_all(circo: Circo, files: Path, how: str) -> None:
    SPOILT[how](files)
    error = circo.refused("import", "network")  # the existing database stays byte for byte
    assert error["exit_code"] == 2, error
    assert error["hint"]
    made_anew = circo.refused("import", "network", "--db", "nieuw.db")
    assert made_anew["code"] == error["code"]
    assert {path.name for path in circo.directory.iterdir()} == {"circo.db", "network"}


def test_every_bad_row_is_named(circo: Circo, files: Path) -> None:
    for name in ("a code that is none", "a value missing", "no number", "a key that nothing has"):
        SPOILT[name](files)
    error = circo.refused("import", "network")
    assert error["code"] == "bad-rows"
    found = {(each["file"], each["column"], each["value"]) for each in error["details"]}
    assert ("enrolment.csv", "people", "een") in found
    assert ("company.csv", "hub", "atlantis") in found
    assert [each["row"] for each in error["details"] if each["file"] == "hub.csv"] == [2, 6]
    assert all(each["reason"] for each in error["details"])


def test_reasons_are_words_for_people(circo: Circo, files: Path) -> None:
    for how in SPOILT:
        shutil.rmtree(files)
        shutil.copytree(EXAMPLES, files)
        SPOILT[how](files)
        for each in circo.refused("import", "network")["details"]:
            assert not any(
                word in each["reason"] for word in ("int()", "float", "literal", "constraint", "Python", "ck_", "ix_")
            )


def test_the_line_is_that_at_which_the_row_begins(circo: Circo, files: Path) -> None:
    (files / "theme.csv").write_text('key,name_nl,name_en\na,"A\nB\nC",A\nb,,B\nc,C,C\nc,C,C\n', encoding="utf-8")
    error = circo.refused("import", "network")
    own = [(each["row"], each["column"]) for each in error["details"] if each["file"] == "theme.csv"]
    assert [row for row, _ in own] == [5, 7]


@pytest.mark.parametrize("what", ["nergens", "leeg", "vol"])
def test_a_directory_without_a_network_is_refused(circo: Circo, what: str) -> None:
    if what != "nergens":
        (circo.directory / what).mkdir()
    if what == "vol":
        (circo.directory / what / "wensen.csv").write_text("a\n")
    error = circo.refused("import", what)
    assert (error["code"], error["exit_code"]) == ("input-missing", 2)
