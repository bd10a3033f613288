"""Every text field through the command line, and out through every output."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String
from sqlmodel import SQLModel

from circo_cli.storage.tables.columns import Code
from tests.conftest import Circo
from tests.hostile import fields
from tests.hostile.checks import (
    COLOUR,
    OUTPUTS,
    STEERS,
    check_answer,
    check_calendar,
    check_database,
    check_html,
    check_list,
    check_mail,
    check_markdown,
    check_workbook,
    on_terminal,
    schema_of,
)
from tests.hostile.fields import BASE, MADE, PARSED, TYPED, all_texts, found
from tests.hostile.texts import LINES, NO_TEXTS, TALLY, TEXTS, profile

FORMED = ("_on", "_at", "quarter")
"""How columns of dates, moments and quarters end: a CHECK of the table says what they look like."""

LISTS = [
    line.split()
    for line in (
        "hub list", "hub steps utrecht", "hub pipeline", "hub coverage", "hub find --region utrecht", "partner list", "goal list", "note list", "track list", "track calendar",
        f"track mix {fields.TRACK}", f"track attendance {fields.TRACK}", "trainer list", "theme list", "company list", "company duplicates", "contact list", "enrolment list", "question list",
        "question similar Q3", "insight list", "digest list", "history", "history utrecht", "history aa", "history Q1", "history K1", "history E1", "search x vraag", "status",
        "report quarter 2026Q2 --explain questions_logged", "privacy retention --today 2031-01-01",
    )
]  # fmt: skip

CARDS = [
    line.split()
    for line in (
        "hub show utrecht", "hub show limburg", f"track show {fields.TRACK}", "trainer show bo", "company show aa", "company show pp", "enrolment show E1", "question show Q1", "question show Q2",
        "insight show K1", "insight show K2", "note show N1", "theme list", "track calendar", "hub coverage", "status", "search x", f"track mix {fields.TRACK}", "privacy export piet@example.org",
    )
]  # fmt: skip


def line_of(typed: str, text: str) -> list[str]:
    """Return a line as the shell hands it over, with the text in its place."""
    return [part.replace("{}", text) for part in shlex.split(typed)]


def name_of(column: Any) -> str:
    """Return how a column is called here."""
    return f"{column.table.name}.{column.name}"


def test_no_text_field_is_missing() -> None:
    known = {each.column for each in TYPED} | set(PARSED) | MADE
    columns = [column for table in SQLModel.metadata.sorted_tables for column in table.columns]
    texts = {
        name_of(column)
        for column in columns
        if isinstance(column.type, String) and not isinstance(column.type, Code) and not column.name.endswith(FORMED)
    }
    assert texts <= known, texts - known
    assert known <= set(map(name_of, columns))


def fill(circo: Circo, texts: dict[str, str]) -> dict[str, str]:
    """Type every text; return those that were taken. One that is refused has to be so in words, and to change nothing."""
    taken = {}
    for each in TYPED:
        text = texts[each.column]
        before = circo.database.read_bytes()
        answer = circo(*line_of(each.line, text))
        check_answer(answer, codes=(0, 1, 2, 3))
        if answer.code:
            assert circo.database.read_bytes() == before, each
        else:
            assert not STEERS.search(answer.out)
            taken[each.column] = text
    return taken


def hostile(form: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy of a text for every field; a lone dash and ``@FILE`` mean something else for some."""
    one = form.map(lambda text: f"~{text}" if text == "-" or text.startswith("@") else text)
    columns = dict.fromkeys((each.column for each in TYPED), one)
    # The name of a partner, or its beginning, would mean that partner.
    columns["question.referred_text"] = one.map(lambda text: f"q7q {text}")
    return st.fixed_dictionaries(columns)


MAIL = 'mail.from = "CIRCO <circo@example.org>"\nmail.circo = "a@example.org"\nmail.network = "b@example.org"\n'


def configure(circo: Circo) -> None:
    """Configure the addresses of digests."""
    for line in MAIL.splitlines():
        key, _, value = line.partition(" = ")
        circo.ok("config", "set", key, value.strip('"'))


@profile(2, 70)
@given(texts=hostile(TEXTS), data=st.data())
def test_a_typed_text_is_stored_as_it_is_and_harmless_everywhere(
    circo: Circo, base_template: Path, texts: dict[str, str], data: st.DataObject
) -> None:
    TALLY["typed"] += len(texts)
    shutil.copy(base_template, circo.database)
    configure(circo)
    with closing(sqlite3.connect(circo.database)) as connection:
        schema = schema_of(connection)
    taken = fill(circo, texts)
    for each in TYPED:
        if each.column in taken:
            shown = circo.json(*each.shown.split())
            wanted = each.form(taken[each.column])
            assert found(shown, each.path) == wanted if each.path else wanted in all_texts(shown), each
    check_database(circo, schema)
    check_outputs(circo, data)
    check_documents(circo, data)
    check_journal(circo)
    check_database(circo, schema)


def check_outputs(circo: Circo, data: st.DataObject) -> None:
    """Assert that lists and cards are harmless, each in an output that is drawn."""
    for typed in LISTS:
        check_list(circo, typed, data.draw(st.sampled_from(OUTPUTS)))
    for typed in CARDS:
        width = data.draw(st.sampled_from([40, 80, 200]))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COLUMNS", str(width))
            check_list(circo, typed, "terminal")
        answer = circo(*typed)
        check_answer(answer)
        assert not STEERS.search(answer.out)


def check_documents(circo: Circo, data: st.DataObject) -> None:
    """Assert that digests, reports and calendars are harmless in every format."""
    audience = data.draw(st.sampled_from(["circo", "network", "hub:utrecht", "hub:limburg"]))
    language = data.draw(st.sampled_from(["nl", "en"]))
    for kind in ("markdown", "html", "text", "json", "eml"):
        typed = ("digest", "preview", "--for", audience, "--quarter", "2026Q2", "--format", kind, "--lang", language)
        check_document(circo, typed, kind, codes=(0, 2) if kind == "eml" and audience == "hub:limburg" else (0,))
    for kind in ("text", "markdown", "html", "json", "csv"):
        check_document(circo, ("report", "quarter", "2026Q3", "--format", kind, "--lang", language), kind)
    circo.ok("report", "quarter", "2026Q3", "--format", "xlsx", "--to", "report.xlsx", "--lang", language)
    check_workbook("report.xlsx")
    for hub in ("utrecht", "limburg", "all"):
        check_calendar(
            raw(circo, "track", "calendar", "--hub", hub, "--ics", "--quarter", "2026Q3", "--lang", language)
        )


def raw(circo: Circo, *typed: str) -> str:
    """Return a document as its file holds it."""
    circo.ok(*typed, "--to", "document")
    return (circo.directory / "document").read_bytes().decode()


def check_document(circo: Circo, typed: tuple[str, ...], format: str, *, codes: tuple[int, ...] = (0,)) -> None:
    """Assert that a document is harmless in its `format`."""
    answer = circo(*typed)
    check_answer(answer, codes=codes)
    if answer.code:
        return
    check = {"markdown": check_markdown, "html": check_html, "eml": check_mail}.get(format)
    if check is not None:
        check(answer.out)
    assert not STEERS.search(answer.out), answer.out
    if format == "json":
        json.loads(answer.out)
    if format == "text":
        answer = on_terminal(*typed)
        check_answer(answer)
        assert not STEERS.search(COLOUR.sub("", answer.out))


def check_journal(circo: Circo) -> None:
    """Assert that undo says in words what it puts back, and that this steers no terminal; then undo a few."""
    for _ in range(3):
        for answer in (circo("undo", "--dry-run"), on_terminal("undo", "--dry-run"), circo("undo")):
            check_answer(answer, codes=(0, 1))
            assert not STEERS.search(COLOUR.sub("", answer.out))


@profile(2, 60)
@given(texts=hostile(NO_TEXTS), parsed=st.fixed_dictionaries(dict.fromkeys(PARSED, NO_TEXTS)), data=st.data())
def test_what_is_no_text_is_refused_in_every_field(
    circo: Circo, base_template: Path, texts: dict[str, str], parsed: dict[str, str], data: st.DataObject
) -> None:
    TALLY["no text"] += len(texts) + len(parsed)
    shutil.copy(base_template, circo.database)
    before = circo.database.read_bytes()
    lines = [(each.line, texts[each.column]) for each in TYPED] + [
        (line, parsed[name]) for name, line in PARSED.items()
    ]
    for line, text in lines:
        typed = line_of(line, text)
        answer = circo(*typed)
        check_answer(answer, codes=(2,))
        error, hint = answer.err.splitlines()
        assert error.startswith("error: ")
        assert hint.startswith("hint: ")
        told = circo("--json", *typed)
        check_answer(as_told(told), codes=(2,))
        assert json.loads(told.err)["error"]["exit_code"] == 2
    assert circo.database.read_bytes() == before


def as_told(answer: Any) -> Any:
    """Return an answer whose error is JSON as one whose error is for people."""
    return answer._replace(err=f"error: {answer.err}")


@profile(2, 60)
@given(texts=st.fixed_dictionaries(dict.fromkeys(PARSED, LINES)), names=st.lists(TEXTS, min_size=8, max_size=8))
def test_what_has_another_form_is_refused_in_words(
    circo: Circo, base_template: Path, texts: dict[str, str], names: list[str]
) -> None:
    TALLY["of a form"] += len(texts) + len(names)
    shutil.copy(base_template, circo.database)
    for column, line in PARSED.items():
        before = circo.database.read_bytes()
        for answer in (circo(*line_of(line, texts[column])), on_terminal(*line_of(line, texts[column]))):
            check_answer(answer, codes=(0, 2, 3))
            assert answer.code or column in ("hub_region.region", "company.website", "track.taught_in"), (
                column,
                answer,
            )
        assert answer.code == 0 or circo.database.read_bytes() == before
    for name in names:
        for typed in (
            ("hub", "show", "--", name), ("company", "list", f"--track={name}"), ("show", "--", name), ("search", "--", name),
            ("hub", "list", f"--sort={name}"), ("hub", "list", f"--fields={name}"), (name, "list"), ("hub", name),
            ("hub", "list", f"--limit={name}"), ("undo", "--", name), ("question", "similar", "--", name), ("hub", "find", f"--postcode={name}"),
            ("help", "--", name), ("digest", "preview", f"--for={name}"), ("report", "quarter", "--", name), ("report", "quarter", f"--explain={name}"),
            ("enrol", fields.TRACK, "--", name), ("history", f"--by={name}"), ("config", "set", "--", name, name), ("privacy", "export", "--", name),
            ("question", "list", f"--topic={name}"), ("hub", "list", f"--{name}"), ("hub", "import", f"--map={name}", "x"), ("hub", "list", f"--today={name}"),
            ("hub", "list", f"--lang={name}"), ("hub", "list", f"--output={name}"),
        ):  # fmt: skip
            for answer in (circo(*typed), on_terminal(*typed)):
                check_answer(answer, codes=(0, 1, 2, 3))


def test_the_base_holds_what_is_filled(circo: Circo, base_template: Path) -> None:
    shutil.copy(base_template, circo.database)
    assert set(fill(circo, {each.column: f"woord {number}" for number, each in enumerate(TYPED)})) == {
        each.column for each in TYPED
    }
    assert len(BASE) > 10
