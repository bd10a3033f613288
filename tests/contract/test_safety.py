"""Hostile text: refused where it is no text, else stored as it is and printed so that it can do no harm."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys

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
