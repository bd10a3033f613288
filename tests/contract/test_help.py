"""Every command explains itself: a sentence, examples that work, and nothing loaded to say so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from circo_cli.app.nouns import TABLE
from tests.conftest import Circo
from tests.examples import COMMANDS, DOCSTRINGS, EXIT_CODES, LINES, prepare


@pytest.mark.parametrize("command", DOCSTRINGS)
def test_a_command_has_one_sentence_and_examples_of_itself(command: str) -> None:
    sentence, _, examples = DOCSTRINGS[command].partition("\n\n")
    assert re.fullmatch(r"[A-Z\"][^\n]*\.", sentence), sentence
    assert "Examples:\n" in DOCSTRINGS[command]
    lines = [line.strip() for line in DOCSTRINGS[command].partition("Examples:")[2].strip().splitlines()]
    assert lines
    assert all(line.startswith(f"circo {command}") for line in lines), lines
    assert examples


@pytest.mark.parametrize("command", [command for command in DOCSTRINGS if " " in command])
def test_the_table_says_of_a_verb_what_it_says_of_itself(command: str) -> None:
    assert COMMANDS[command].help == DOCSTRINGS[command].partition("\n")[0]


@pytest.mark.parametrize("command", DOCSTRINGS)
def test_help_prints_usage_sentence_and_examples(bare: Circo, command: str) -> None:
    for option in ("--help", "-h"):
        code, out, err = bare(*command.split(), option)
        assert (code, err) == (0, "")
        assert out.startswith(f"Usage: circo {command} ")
        flat = re.sub(r"\s+", " ", out)
        assert re.sub(r"\s+", " ", DOCSTRINGS[command].partition("\n")[0]) in flat
        for line in DOCSTRINGS[command].partition("Examples:")[2].strip().splitlines():
            assert f"\n  {line.strip()}\n" in out
        assert "circo --help" in out
        assert max(len(line) for line in out.splitlines() if not line.startswith("  circo ")) <= 115


@pytest.mark.parametrize("line", LINES)
def test_an_example_works_on_the_example_network(network: Circo, line: str) -> None:
    prepare(network, line)
    code, out, err = network(*shlex.split(line)[1:], stdin="Een stuk tekst.\n")
    assert code == EXIT_CODES.get(line, 0), err
    assert out or "--to" in line
    assert "error" not in err


def test_the_root_lists_every_noun_with_a_sentence(bare: Circo) -> None:
    code, out, err = bare("--help")
    assert (code, err) == (0, "")
    for word, entry in TABLE.items():
        assert entry.help.endswith(".")
        assert re.search(rf"\n  {word} +{re.escape(entry.help[:20])}", out), word


@pytest.mark.parametrize("words", sorted({command.rpartition(" ")[0] for command in DOCSTRINGS} - {""}))
def test_a_noun_alone_prints_its_help(bare: Circo, words: str) -> None:
    code, out, err = bare(*words.split())
    assert (code, err) == (0, "")
    assert (code, out, err) == bare(*words.split(), "--help")
    assert out.startswith(f"Usage: circo {words} [OPTIONS] VERB")
    for command in DOCSTRINGS:
        if command.startswith(f"{words} "):
            verb = command.removeprefix(f"{words} ").split()[0]
            assert re.search(rf"\n  {verb} ", out), verb


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "track sesion add",
            "error: 'sesion' is not a command of circo track\nhint: did you mean circo track session?\n",
        ),
        (
            "track session mvoe",
            "error: 'mvoe' is not a command of circo track session\nhint: did you mean circo track session move?\n",
        ),
        (
            "track session move limburg --locatoin x",
            "error: no such option: --locatoin\nhint: did you mean --location?\n",
        ),
        ("track schedule --loc x", "error: no such option: --loc\nhint: did you mean --location?\n"),
        ("track list --l 3", "error: no such option: --l\nhint: did you mean --lang or --limit?\n"),
        ("status -lang nl", "error: no such option: -l\nhint: did you mean --lang?\n"),
        ("status --loc x", "error: no such option: --loc\nhint: circo status --help\n"),
        (
            "track session add limburg -3d",
            """error: no such option: -3d
hint: if it is a value, put -- before it, or write it otherwise: circo track session add … -- -3d
""",
        ),
    ],
)
def test_a_typo_gets_a_suggestion_at_every_level(bare: Circo, typed: str, said: str) -> None:
    assert bare(*typed.split()) == (2, "", said)


def test_circo_alone_prints_its_help(bare: Circo) -> None:
    assert bare() == bare("--help")


def test_help_works_without_a_database_and_makes_none(bare: Circo) -> None:
    assert bare("hub", "list", "--help").code == 0
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("typed", ["--help", "--version", "", "nonsense"])
def test_the_root_imports_no_command(bare: Circo, typed: str) -> None:
    program = (
        "import sys; from circo_cli.app import run; run(sys.argv[1:]);"
        "found = [name for name in sys.modules if name.startswith('circo_cli.commands')];"
        "assert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", program, *typed.split()], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
