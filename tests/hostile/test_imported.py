"""Every text column of every file that can be imported, in every format, and out again."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from circo_cli.intake.cells import line, prose, topic
from circo_cli.values.spreadsheet import escape, guard
from circo_cli.values.text import fold
from tests.conftest import Circo
from tests.hostile.checks import (
    COLOUR,
    NO_CHARACTER,
    OUTPUTS,
    STEERS,
    check_answer,
    check_database,
    check_list,
    check_workbook,
    on_terminal,
    schema_of,
)
from tests.hostile.fields import as_topic
from tests.hostile.texts import NO_TEXTS, TALLY, TEXTS, profile

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")
ROWS = 4

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "hub": {"text": ("name", "lead")},
    "partner": {"text": ("name",)},
    "goal": {"text": ("note",)},
    "theme": {"text": ("name_nl", "name_en")},
    "trainer": {"text": ("name",)},
    "track": {"text": ("title", "location", "reason")},
    "company": {"text": ("name", "sector", "city", "postcode", "contact_name", "contact_phone", "contact_role")},
    "contact": {"text": ("name", "phone", "role")},
    "note": {"text": ("text", "by")},
    "enrolment": {"text": ("proposition", "reason", "contacts")},
    "question": {"text": ("text", "topics", "owner", "referred_to", "shared_text", "answer", "answered_by")},
    "insight": {"text": ("title", "topics", "body")},
}
"""Noun → its columns that hold text of any form."""

GIVEN: dict[str, dict[str, Any]] = {
    "goal": {"hub": "utrecht", "metric": "companies", "target": 3, "from": "2026Q{}", "until": "2026Q4"},
    "track": {"key": "utrecht-2027q1-{}", "hub": "utrecht", "planned_quarter": "2027Q1", "status": "cancelled"},
    "company": {"key": "bedrijf-{}", "country": "PT"},
    "contact": {"company": "aa"},
    "note": {"company": "aa", "on": "2026-06-0{}"},
    "enrolment": {"track": "utrecht-2026q3-2", "company": "firma-{}", "status": "cancelled"},
    "question": {"key": "Q{}0", "status": "answered", "asked_on": "2026-06-01", "sharing": "network", "answered_on": "2026-06-02"},
    "insight": {"key": "K{}0", "origin": "utrecht"},
    "hub": {"key": "hub-{}", "kind": "regional"},
    "partner": {"key": "partner-{}", "kind": "bank"},
    "trainer": {"key": "trainer-{}"},
    "theme": {},
}  # fmt: skip
"""Noun → what else a row needs; {} is its number."""

NAMES = {"hub": "name", "partner": "name", "theme": "name_nl", "trainer": "name", "company": "name", "contact": "name"}


def importer(noun: str) -> Any:
    """Return what imports a noun."""
    return getattr(import_module(f"circo_cli.intake.{noun}"), f"{noun.title()}Importer")


@pytest.mark.parametrize("noun", COLUMNS)
def test_no_text_column_is_missing(noun: str) -> None:
    other = {"key", "target", "contacts"}
    read = {column.name for column in importer(noun).columns if column.read in (line, prose, topic)} - other
    assert read - set(COLUMNS[noun]["text"]) == set()


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows to a file of the format that its name says, as a program would that knows our guards."""
    names = list(rows[0])
    match path.suffix:
        case ".json":
            path.write_text(json.dumps(rows), encoding="utf-8")
        case ".jsonl":
            path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        case ".xlsx":
            book = Workbook()
            sheet = book.active
            for number, row in enumerate([dict(zip(names, names, strict=True)), *rows], start=1):
                for place, value in enumerate(row.values(), start=1):
                    if value is not None:
                        cell = sheet.cell(number, place)
                        cell.value = escape(value) if isinstance(value, str) else value
                        cell.data_type = "s" if isinstance(value, str) else "n"
            book.save(path)
        case _:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, delimiter="," if path.suffix == ".csv" else "\t")
                writer.writerow(names)
                writer.writerows(
                    [guard(value) if isinstance(value, str) else value for value in row.values()] for row in rows
                )
    return path


def rows_of(noun: str, texts: list[str]) -> list[dict[str, Any]]:
    """Return rows whose text columns hold `texts`; a name that is another's gets a number behind it."""
    columns = COLUMNS[noun]["text"]
    found: list[dict[str, Any]] = []
    for number in range(1, ROWS + 1):
        row = {name: value.format(number) if isinstance(value, str) else value for name, value in GIVEN[noun].items()}
        for name in columns:
            text = texts.pop()
            if name in (NAMES.get(noun), "referred_to", "title", "contact_name", "lead", "owner", "answered_by"):
                text = f"{text} w{number}"
            if name == "topics":
                text = as_topic(text).replace(";", "")
            if name != "contacts":
                row[name] = text or "x"
        found.append(row)
    return found


def counted(noun: str) -> int:
    """Return how many texts the rows of a noun take."""
    return ROWS * len(COLUMNS[noun]["text"])


@pytest.fixture
def world(circo: Circo, base_template: Path) -> Path:
    """A database that holds what rows refer to."""
    path = circo.directory / "world.db"
    shutil.copy(base_template, path)
    for number in range(1, ROWS + 1):
        circo.ok("company", "add", f"Firma {number}", "--db", str(path))
    return path


@pytest.mark.parametrize("noun", COLUMNS)
@profile(1, 40)
@given(data=st.data())
def test_an_imported_text_is_stored_as_it_is_and_harmless_everywhere(
    circo: Circo, world: Path, noun: str, data: st.DataObject
) -> None:
    texts = data.draw(st.lists(TEXTS, min_size=counted(noun), max_size=counted(noun)))
    TALLY["imported"] += len(texts)
    shutil.copy(world, circo.database)
    with closing(sqlite3.connect(circo.database)) as connection:
        schema = schema_of(connection)
    kind = data.draw(st.sampled_from(FORMATS))
    if kind == "xlsx":  # XML has no such characters
        texts = [NO_CHARACTER.sub("x", text) for text in texts]
    rows = rows_of(noun, texts)
    file = write(circo.directory / f"rows.{kind}", rows)
    before = circo.database.read_bytes()
    answer = circo(noun, "import", str(file))
    check_answer(answer, codes=(0, 2))
    if answer.code:
        TALLY["(refused imports)"] += 1
        assert circo.database.read_bytes() == before
        check_rejects(circo, noun, file)
        return
    check_database(circo, schema)
    shown = circo.json(noun, "list")
    for row in rows:
        assert any(agrees(row, each) for each in shown), (row, shown)
    for output in data.draw(st.lists(st.sampled_from(OUTPUTS), min_size=2, max_size=3, unique=True)):
        check_list(circo, (noun, "list"), output)
    assert circo.json(noun, "import", str(file))["added"] == 0
    for typed in (
        [noun, "show", str(each["key"])] for each in shown if "key" in each and noun not in ("goal", "theme")
    ):
        seen = on_terminal(*typed)
        check_answer(seen)
        assert not STEERS.search(COLOUR.sub("", seen.out))
        break
    check_answer(on_terminal("undo"))
    check_database(circo, schema)


def agrees(row: dict[str, Any], shown: dict[str, Any]) -> bool:
    """Tell whether a thing that is shown has the texts of a row, as far as its list shows them."""
    return all(shown[name] == ([value] if name == "topics" else value) for name, value in row.items() if name in shown)


def check_rejects(circo: Circo, noun: str, file: Path) -> None:
    """Assert that bad rows are told harmlessly, and kept so."""
    for answer in (circo("--json", noun, "import", str(file)), on_terminal(noun, "import", str(file))):
        assert answer.code == 2
        assert not STEERS.search(COLOUR.sub("", answer.err))
    rejects = f"rejects{file.suffix}"
    check_answer(circo(noun, "import", str(file), "--partial", "--rejects", rejects))
    if file.suffix == ".xlsx":
        check_workbook(rejects)
    check_answer(on_terminal(noun, "import", rejects, "--partial"), codes=(0, 2))


@pytest.mark.parametrize("noun", COLUMNS)
@profile(1, 30)
@given(data=st.data())
def test_a_file_with_what_is_no_text_is_refused_whole(
    circo: Circo, world: Path, noun: str, data: st.DataObject
) -> None:
    columns = COLUMNS[noun]["text"]
    texts = data.draw(st.lists(NO_TEXTS, min_size=len(columns), max_size=len(columns)))
    TALLY["no text, imported"] += len(texts)
    shutil.copy(world, circo.database)
    before = circo.database.read_bytes()
    good = rows_of(noun, ["Woord"] * counted(noun))
    for name, text in zip(columns, texts, strict=True):
        if name == "contacts":
            continue
        rows = [dict(row) for row in good]
        rows[1][name] = text.replace(";", ",") if name == "topics" else text  # what stands around ; is trimmed
        kind = data.draw(st.sampled_from(("json", "jsonl")))
        for answer in (
            circo(noun, "import", str(write(circo.directory / f"rows.{kind}", rows))),
            circo("--json", noun, "import", str(circo.directory / f"rows.{kind}")),
        ):
            assert answer.code == 2, (name, text, answer)
            assert not STEERS.search(answer.err), answer
            assert answer.out == ""
        assert circo.database.read_bytes() == before


@profile(6, 600)
@given(content=st.binary(max_size=200) | st.lists(TEXTS | NO_TEXTS, max_size=6).map(lambda parts: ",".join(parts).encode("utf-8", "surrogatepass")), ending=st.sampled_from(["csv", "tsv", "json", "jsonl", "xlsx", "txt"]), noun=st.sampled_from(list(COLUMNS)))  # fmt: skip
def test_any_bytes_are_read_or_refused(circo: Circo, world: Path, content: bytes, ending: str, noun: str) -> None:
    TALLY["files"] += 1
    shutil.copy(world, circo.database)
    file = circo.directory / f"rows.{ending}"
    file.write_bytes(b"name,text,title\n" + content if ending in ("csv", "tsv") else content)
    for answer in (circo(noun, "import", str(file)), on_terminal(noun, "import", str(file), "--partial")):
        check_answer(answer, codes=(0, 2))


@profile(4, 60)
@given(keys=st.lists(TEXTS, min_size=6, max_size=6), data=st.data())
def test_a_key_from_a_file_is_a_key(circo: Circo, world: Path, keys: list[str], data: st.DataObject) -> None:
    TALLY["keys"] += len(keys)
    for noun in ("hub", "partner", "trainer", "company", "track"):
        for key in keys:
            shutil.copy(world, circo.database)
            row = {**rows_of(noun, ["Woord"] * counted(noun))[0], "key": key}
            file = write(circo.directory / "rows.json", [row])
            answer = circo(noun, "import", str(file))
            check_answer(answer, codes=(0, 2))
            with closing(sqlite3.connect(circo.database)) as connection:
                made = {str(each) for (each,) in connection.execute(f"SELECT key FROM {noun}")}
            assert all(
                fold(each) == each and set(each) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for each in made
            ), made


@pytest.mark.parametrize("place", ["hub", "track", "theme"])
@profile(1, 30)
@given(names=st.lists(TEXTS, min_size=3, max_size=3, unique_by=fold))
def test_names_lead_no_file_out_of_its_directory(circo: Circo, world: Path, place: str, names: list[str]) -> None:
    TALLY["names of files"] += len(names)
    shutil.copy(world, circo.database)
    for name in names:
        line = {
            "hub": ("hub", "add", "--", name),
            "track": ("track", "schedule", "--quarter=2026Q2", "--", "utrecht", name),
            "theme": ("theme", "add", "--", name),
        }[place]
        check_answer(circo(*line), codes=(0, 1))
    target = circo.directory / "uit" / "in" / "hier"
    shutil.rmtree(circo.directory / "uit", ignore_errors=True)
    before = set(circo.directory.rglob("*"))
    check_answer(
        circo("digest", "export", "--for", "hubs", "--format", "html", "--format", "markdown", "--to", f"{target}/")
    )
    check_answer(circo("export", str(target / "alles")))
    check_answer(circo("db", "backup", "--to", str(target / "kopie.db")))
    own = circo.directory / "circo-backups"
    made = {path for path in circo.directory.rglob("*") if path not in before and not path.is_relative_to(own)}
    assert all(path.is_relative_to(circo.directory / "uit") for path in made), made
    assert all(set(path.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.Q") for path in made), made


def test_every_hostile_name_is_exported_and_imported_whole(circo: Circo, base_template: Path) -> None:
    """Everything leaves as CSV and comes back; hundreds of texts at once."""
    shutil.copy(base_template, circo.database)

    @profile(1, 10)
    @given(texts=st.lists(TEXTS, min_size=60, max_size=60))
    def through(texts: list[str]) -> None:
        TALLY["moved"] += len(texts)
        shutil.copy(base_template, circo.database)
        file = write(
            circo.directory / "questions.json", [{"text": f"{number} {text}"} for number, text in enumerate(texts)]
        )
        circo.ok("question", "import", str(file))
        shutil.rmtree(circo.directory / "alles", ignore_errors=True)
        (circo.directory / "ander.db").unlink(missing_ok=True)
        circo.ok("export", "alles")
        circo.ok("import", "alles", "--db", "ander.db")
        assert circo.json("question", "list", "--db", "ander.db") == circo.json("question", "list")

    through()
