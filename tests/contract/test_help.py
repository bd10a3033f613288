"""Every command explains itself: a sentence, examples that work, and nothing loaded to say so."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from circo_cli.app.nouns import TABLE
from circo_cli.app.options import shared_options
from circo_cli.app.words import make_verb, registered
from circo_cli.commands import help as help_command
from circo_cli.commands.help import TOPICS
from circo_cli.queries.keys import SLUGGED
from circo_cli.values.keys import NUMBERED
from tests.conftest import Circo
from tests.examples import COMMANDS, DOCSTRINGS, EXIT_CODES, LINES, prepare
from tests.terminal import Terminal

TEXTS = Path(help_command.__file__).with_name("topics")
VERBS = {typed: make_verb(registered(typed.split()[-1], entry), shared_options()) for typed, entry in COMMANDS.items()}


@pytest.mark.parametrize("command", DOCSTRINGS)
def test_a_command_has_one_sentence_and_examples_of_itself(command: str) -> None:
    sentence, _, examples = DOCSTRINGS[command].partition("\n\n")
    assert re.fullmatch(r"[A-Z\"][^\n]*\.", sentence), sentence
    assert "Examples:\n" in DOCSTRINGS[command]
    lines = [line.strip() for line in DOCSTRINGS[command].partition("Examples:")[2].strip().splitlines()]
    own = [param for param in VERBS[command].params if not param.hidden]
    assert len(lines) >= (2 if own else 1), lines
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
        assert max(len(line) for line in out.splitlines() if not line.startswith("  circo ")) <= 100


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("circo demo")])  # test_demo has them
def test_an_example_works_on_the_example_network(network: Circo, line: str) -> None:
    prepare(network, line)
    code, out, err = network(*shlex.split(line)[1:], stdin="Een stuk tekst.\n")
    assert code == EXIT_CODES.get(line, 0), err
    assert out or "--to" in line
    assert "error" not in err


SEVERAL = {
    "--from": {"DATE", "QUARTER"},
    "--hub": {"HUB", "HUB|all"},
    "--role": {"ROLE", "TEXT"},
    "--text": {"TEXT", "TEXT|-"},
    "--to": {"PATH", "DIR", "FILE", "DIR|FILE|-"},
    "--until": {"DATE", "QUARTER"},
}
"""Options that take one thing of one command and another of another."""


@pytest.mark.parametrize("command", VERBS)
def test_every_argument_and_option_says_what_may_be_typed(command: str) -> None:
    for param in VERBS[command].params:
        assert re.fullmatch(r"[^\n]*\w[^\n]*[.\]]", param.help or ""), (param.opts, param.help)
        assert param.metavar or param.type.name == "boolean", param.opts
        noun = (param.metavar or "").strip("[].").lower()
        if param.param_type_name == "argument" and noun in (*SLUGGED, *NUMBERED):
            assert re.search(r"[a-z]+-?[a-z]+|[A-Z]\d+", param.help.partition("such as")[2] or param.help), param.help


def test_an_option_stands_for_the_same_in_every_command() -> None:
    found: dict[str, set[str]] = {}
    for command in VERBS.values():
        for param in command.params:
            if param.param_type_name == "option" and param.metavar:
                found.setdefault(next(name for name in param.opts if name.startswith("--")), set()).add(param.metavar)
    assert {option: metavars for option, metavars in found.items() if len(metavars) > 1} == SEVERAL
    assert not [
        metavar
        for metavars in found.values()
        for metavar in metavars
        if metavar.isalpha() and len(metavar) == 1 and metavar != "N"
    ]


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_fits_the_terminal_and_shows_its_own_options_first(
    bare: Circo, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for typed in ("", "hub", "track schedule", "digest export", "help"):
        out = bare.ok(*typed.split(), "--help")
        long = [line for line in out.splitlines() if len(line) > min(columns, 100) and not line.startswith("  circo ")]
        assert not long
    assert out.index("Examples:") < out.index("Also: --json")
    root = bare.ok("--help")
    assert root.index("Commands:") < root.index("Options:")


def test_help_lists_the_topics_with_a_sentence_each(bare: Circo) -> None:
    assert bare.json("help") == [{"topic": topic, "about": about} for topic, about in TOPICS.items()]
    assert list(TOPICS) == ["keys", "dates", "output", "exit-codes", "privacy", "cron", "schema"]
    assert bare("help").err.startswith("hint: circo help keys ")


def test_a_terminal_shows_a_topic_whole_and_as_wide_as_it_is(bare: Circo) -> None:
    for topic, seen in (
        ("exit-codes", "busy: another process holds the database; try again"),
        ("keys", "It is what you type to mean that thing."),
        ("", "the views of the database, for those who open it with other tools"),
    ):
        terminal = Terminal("help", *topic.split(), columns=60).sees(seen)
        assert terminal.ends() == 0
        assert max(map(len, terminal.screen.splitlines())) <= 80
        assert "…" not in terminal.screen


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_fits_80_columns_and_is_told_in_every_output(bare: Circo, topic: str) -> None:
    told = bare.ok("help", topic)
    quoted = told.partition("circo.crontab:\n")[2].splitlines()
    if topic != "exit-codes":
        wide = [line for line in told.splitlines() if len(line) > 80 and line not in quoted]
        assert not [line for line in wide if not line.startswith("  /")], wide
    assert bare.json("help", topic)
    markdown = bare.ok("help", topic, "-o", "markdown")
    assert markdown.startswith("# " if topic != "exit-codes" else "| code")
    assert "\n  circo" not in markdown
    for output in ("jsonl", "csv", "tsv"):
        assert bare.ok("help", topic, "-o", output)
    assert bare("help", topic, "--fields", "nonsense").code == 2


TYPED = [
    (topic, re.split(r"\s{3,}", line.strip())[0])
    for topic in TOPICS
    if topic != "exit-codes"
    for line in (TEXTS / f"{topic}.txt").read_text(encoding="utf-8").splitlines()
    if line.startswith("  circo ")
]
"""Every line of every topic that one can type."""


@pytest.mark.parametrize(("topic", "line"), TYPED)
def test_a_line_of_a_topic_works_on_the_example_network(network: Circo, topic: str, line: str) -> None:
    code, out, err = network(*shlex.split(line)[1:])
    assert code == 0, err
    assert out or " --to " in line or " -q " in line
    assert "error" not in err


def test_the_topic_of_the_schema_tells_every_view_of_the_database_and_every_column(network: Circo) -> None:
    connection = sqlite3.connect(network.database)
    views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]
    columns = [(view, column) for view in views for _, column, *_ in connection.execute(f"PRAGMA table_info({view})")]
    connection.close()
    told = network.json("help", "schema")
    assert sorted({row["view"] for row in told}) == views
    assert sorted((row["view"], row["column"]) for row in told) == sorted(columns)
    for view in views:
        assert [row["column"] for row in told if row["view"] == view] == [c for v, c in columns if v == view]
    assert all(row["meaning"] for row in told)
    text = network.ok("help", "schema")
    assert max(map(len, text.splitlines())) <= 80
    assert all(f"\n{view}: one row " in text for view in views)


@pytest.mark.parametrize("typed", ["track", "track schedule", "track session add", "help", "undo"])
def test_help_of_a_command_is_what_the_command_says_of_itself(bare: Circo, typed: str) -> None:
    assert bare("help", *typed.split()) == bare(*typed.split(), "--help")
    assert bare.json("help", *typed.split()) == {"topic": typed, "text": bare.ok(*typed.split(), "--help")}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("key", "did you mean circo help keys?"),
        ("trakc", "did you mean circo help track?"),
        ("zzzz", "circo help lists the topics, circo --help the commands"),
        ("track shw", "did you mean circo track show?"),
        ("track show more", "circo track show --help"),
        ("keys more", "did you mean circo help keys?"),
    ],
)
def test_an_unknown_topic_gets_a_suggestion(bare: Circo, typed: str, hint: str) -> None:
    error = bare.refused("help", *typed.split())
    assert (error["exit_code"], error["hint"]) == (2, hint)


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
