"""Hostile text: refused where it is no text, else stored as it is and printed so that it can do no harm."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from circo_cli.app import run
from tests.conftest import Circo

HOSTILE = {
    "markup": "[red]rood[/red] [link=https://example.org]klik[/link] [/]",
    "html": "<script>alert('boe')</script><img src=x onerror=alert(1)>",
    "formula": '=HYPERLINK("https://example.org";"klik")',
    "plus": "+31 en -1",
    "minus": "-2+3",
    "at": "@SUM(A1:A2)",
    "guarded formula": "'=1+1",
    "quoted": "'s-Hertogenbosch",
    "bidi": "goed\u202eneteover\u202c \u2066x\u2069 \u200f",
    "zero width": "on\u200bzicht\ufeffbaar",
    "emoji": "👩🏽‍🔬 proef ♻️",
    "wide": "循环经济",
    "markdown": "# kop | cel | **vet** `code` [x](javascript:alert(1)) ~weg~ &lt;",
    "newlines": "eerste regel\ntweede\tregel",
    "quotes": "zegt \"hoi\"; en 'dag', toch\\",
    "long": "x" * 200,
    "sql": "Robert'); DROP TABLE company;--",
}

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Terminal(io.StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch, *typed: str, width: int = 400, color: str = "auto") -> str:
    """Return what a command prints on a terminal."""
    out = Terminal()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stdout", out)
    assert run([*typed, "--color", color]) == 0
    return out.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_any_text_is_stored_as_it_is_and_printed_safely(
    circo: Circo, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HOSTILE[kind]
    added = json.loads(circo.ok("--json", "question", "log", "--", text))
    assert added["text"] == text
    assert circo.json("question", "list")[0]["text"] == text
    assert json.loads(circo.ok("question", "list", "-o", "jsonl"))["text"] == text

    for output, separator in (("csv", ","), ("tsv", "\t")):
        printed = circo.ok("question", "list", "-o", output, "--fields", "key,text")
        cell = list(csv.reader(io.StringIO(printed, newline=""), delimiter=separator))[1][1]
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert re.sub(r"^'(?='*[=+\-@\t\r])", "", cell) == text

    circo.ok("question", "list", "-o", "xlsx", "--to", "out.xlsx")
    found = load_workbook("out.xlsx").worksheets[0]["B2"]
    assert (found.data_type, found.value) == ("s", text)

    markdown = circo.ok("question", "list", "-o", "markdown", "--fields", "key,text")
    row = markdown.splitlines()[2]
    assert len(markdown.splitlines()) == 3
    assert not re.search(r"(?<!\\)[<>`*_\[\]~]", row)
    assert len(re.findall(r"(?<!\\)\|", row)) == 3

    piped = circo.ok("question", "list", "--fields", "key,text")
    shown = circo.ok("question", "show", "Q1")
    seen = on_terminal(monkeypatch, "question", "list", "--fields", "key,text")
    card = on_terminal(monkeypatch, "question", "show", "Q1")
    for printed in (markdown, piped, shown, seen, card):
        assert not FORBIDDEN.search(re.sub("\x1b\\[[0-9;]*m", "", printed)), kind
    visible = re.sub("\x1b\\[[0-9;]*m", "", seen)
    if FORBIDDEN.search(text) is None and kind not in ("newlines", "zero width"):
        assert text in piped
        assert text in visible
    elif kind == "bidi":
        assert "\\u202e" in visible
    if kind in ("markup", "html", "formula"):
        assert text in re.sub("\x1b\\[[0-9;]*m", "", card)


@pytest.mark.parametrize(
    "name", ["[bold]Vet[/bold] BV", "<b>Vet</b> BV", "=Vet BV", "Vet | BV", "Vet 👩🏽‍🔬 BV", "V" * 200]
)
def test_a_name_is_printed_safely_in_messages_too(circo: Circo, name: str) -> None:
    answer = circo("hub", "add", name)
    assert answer.code == 0
    assert answer.out.endswith(f"added hub {name}\n")
    assert circo.json("hub", "list")[0]["name"] == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\x1b[31mrood\x1b[0m", "control-character"),
        ("\x1b]0;titel\x07", "control-character"),
        ("bel\x07", "control-character"),
        ("terug\x08\x08", "control-character"),
        ("del\x7f", "control-character"),
        ("csi\x9b31m", "control-character"),
        ("nul\x00", "control-character"),
        ("half \udcff", "encoding"),
    ],
)
def test_what_is_no_text_is_wrong_use(circo: Circo, text: str, code: str) -> None:
    for typed in (
        ("question", "log", text),
        ("question", "log", "Hoe?", "--owner", text),
        ("hub", "add", text),
        ("hub", "show", text),
        ("hub", "list", "--sort", text),
        (text, "list"),
    ):
        error = circo.refused(*typed)
        assert (error["exit_code"], error["code"]) == (2, code), typed
        answer = circo(*typed)
        assert "\x1b" not in answer.err
        assert "\x9b" not in answer.err
    if not any(0xD800 <= ord(character) < 0xE000 for character in text):
        assert circo("question", "log", "-", stdin=text).code == 2


def test_what_was_refused_is_shown_without_its_control_characters(circo: Circo) -> None:
    Path("rijen.json").write_text('[{"name": "x\\u007fx"}]')
    answer = circo("--json", "company", "import", "rijen.json")
    assert answer.code == 2
    assert "x\\u007fx" in answer.err
    assert not FORBIDDEN.search(answer.err)


def test_control_characters_that_another_program_stored_never_reach_a_terminal(
    circo: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    circo.ok("hub", "add", "Limburg", "--lead", "Bo Voorbeeld")
    connection = sqlite3.connect(circo.database)
    connection.execute("UPDATE hub SET lead = ?", ("\x1b]0;boe\x07\x1b[2J\x9b\r\x00\u202e",))
    connection.commit()
    connection.close()
    for output in ("table", "json", "jsonl", "csv", "tsv", "markdown"):
        for verb in (("hub", "list"), ("hub", "show", "limburg")):
            printed = circo.ok(*verb, "-o", output)
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", printed), (output, verb)
    circo.ok("hub", "list", "-o", "xlsx", "--to", "out.xlsx")
    load_workbook("out.xlsx")
    seen = on_terminal(monkeypatch, "hub", "list", color="never")
    assert "\x1b" not in seen
    assert "\\x1b" in seen


def test_colour_is_decided_by_option_environment_and_terminal(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    circo.ok("hub", "add", "Limburg")
    assert "\x1b[" in on_terminal(monkeypatch, "hub", "list")
    assert "\x1b[" not in on_terminal(monkeypatch, "hub", "list", color="never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in on_terminal(monkeypatch, "hub", "list")
    assert "\x1b[" in on_terminal(monkeypatch, "hub", "list", color="always")
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[" not in circo.ok("hub", "list")
    assert circo("hub", "show", "nowhere", "--color", "always").err.startswith("\x1b[1;31merror:\x1b[0m ")
    assert "\x1b" not in circo("hub", "show", "nowhere").err


def test_output_never_replaces_the_database(network: Circo) -> None:
    before = network.database.read_bytes()
    for typed in (
        ("hub", "list"),
        ("hub", "add", "Nieuw"),
        ("report", "quarter"),
        ("digest", "preview", "--for", "network"),
    ):
        error = network.refused(*typed, "--to", "./circo.db") if typed[0] == "hub" else None
        answer = network(*typed, "--to", str(network.database))
        assert answer.code == 2, typed
        assert error is None or error["code"] == "output-file"
    assert network.database.read_bytes() == before


def test_output_goes_into_a_pipe_and_through_a_link(network: Circo) -> None:
    import os
    import stat
    from pathlib import Path

    Path("echt.csv").write_text("oud")
    Path("link.csv").symlink_to("echt.csv")
    network.ok("hub", "list", "-o", "csv", "--to", "link.csv")
    assert Path("link.csv").is_symlink()
    assert Path("echt.csv").read_text().startswith("key,name,")
    os.mkfifo("pijp")
    reader = os.open("pijp", os.O_RDONLY | os.O_NONBLOCK)
    network.ok("hub", "list", "--fields", "key", "--limit", "1", "-o", "csv", "--to", "pijp")
    assert os.read(reader, 100) == b"key\nfriesland\n"
    os.close(reader)
    assert stat.S_ISFIFO(Path("pijp").stat().st_mode)


def test_a_cell_that_a_workbook_cannot_hold_is_refused(circo: Circo) -> None:
    circo.ok("insight", "add", "Lang", "--from-circo", "--body", "x" * 40_000)
    answer = circo("insight", "show", "K1", "-o", "xlsx", "--to", "k.xlsx")
    assert answer.code == 2
    assert answer.err.startswith("error: a cell of K1 has 40000 characters, and a workbook holds 32767 in a cell\n")
    assert not (circo.directory / "k.xlsx").exists()


def test_numbers_beyond_reason_are_wrong_use(network: Circo) -> None:
    huge = str(10**30)
    for typed in (
        ("track", "edit", "noord-holland-2026q3-1", "--capacity", huge),
        ("enrol", "limburg-2026q3-1", "99000001", "--people", huge),
        ("enrolment", "edit", "E1", "--aid", huge),
        ("enrolment", "edit", "E1", "--people", huge),
        ("hub", "add", "Ss", "--country", "ß"),
        ("goal", "set", "companies", "3", "--hub", "limburg", "--from", "Q3", "--until", "Q3", "--theme", " "),
    ):
        assert network.refused(*typed)["exit_code"] in (2, 3), typed
    assert network.json("hub", "list", "--limit", huge) == network.json("hub", "list")


def test_what_a_full_screen_swallowed_was_done_all_the_same(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from circo_cli.rendering import streams

    def full(text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(streams, "write_out", full)
    answer = circo("hub", "add", "Alfa")
    assert answer.code == 4
    assert answer.err.startswith("error: the change was made, but what came of it could not be printed")
    monkeypatch.undo()
    monkeypatch.setenv("CIRCO_DB", str(circo.database))
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["alfa"]


def test_names_of_hubs_and_themes_are_looked_at_too(circo: Circo) -> None:
    circo.ok("hub", "add", "Geheim Metaal")
    circo.ok("theme", "add", "Staal", "--en", "Piet Puk")
    circo.ok("company", "add", "Geheim Metaal")
    circo.ok("company", "add", "Ander Bedrijf")
    circo.ok("company", "contact", "ander-bedrijf", "Piet Puk")
    circo.ok("insight", "add", "Een", "--hub", "hub:geheim-metaal", "--body", "Tekst.")
    circo.ok("insight", "add", "Twee", "--from-circo", "--theme", "staal", "--body", "Tekst.")
    circo.ok("insight", "add", "Drie", "--from-circo", "--theme", "bouw", "--body", "Tekst.")
    for key in ("K1", "K2", "K3"):
        circo.ok("insight", "publish", key)
    answer = circo("digest", "preview", "--for", "network", "--lang", "en", "-o", "json")
    for secret in ("Geheim", "geheim", "Piet"):
        assert secret not in answer.out
    assert '"K3"' in answer.out
    assert "K1 is left out" in answer.err
    assert "K2 is left out" in answer.err


def test_export_asks_before_it_replaces_what_it_did_not_make(network: Circo) -> None:
    from pathlib import Path

    Path("uit").mkdir()
    Path("uit/company.csv").write_text("mijn eigen lijst\n")
    assert network.refused("export", "uit")["code"] == "needs-yes"
    assert Path("uit/company.csv").read_text() == "mijn eigen lijst\n"
    network.ok("export", "uit", "--yes")
    network.ok("export", "uit")
