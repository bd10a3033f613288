"""What a command loads, seen in a fresh interpreter: its own module and what that needs, and nothing of other verbs.

Most of what a quick command takes is imports, so that these sets are what can be held about speed without a clock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import Circo
from tests.contract.fields import LISTS, SHOWN

ORM = {"sqlalchemy", "sqlmodel", "pydantic", "alembic"}
HEAVY = {
    "openpyxl",
    "xlsxwriter",
    "jinja2",
    "questionary",
    "prompt_toolkit",
    "holidays",
    "dateutil",
    "rapidfuzz",
    "markdown_it",
    "icalendar",
}
READING = [*LISTS, *SHOWN, "show limburg", "help exit-codes", "status --hub limburg"]
START = {
    "app", "app.nouns", "app.options", "app.words", "context", "context.configuration", "context.directories",
    "context.settings", "context.typed", "errors", "rendering", "rendering.result", "rendering.streams", "values",
    "values.rows", "values.text",
}  # fmt: skip
"""What every run loads, and help and completion of words nothing else."""

READER = {
    "commands", "commands.arguments", "queries", "queries.keys", "queries.listing", "rendering.cells",
    "rendering.render", "storage", "storage.faults", "storage.reader", "storage.schema", "storage.things",
    "values.keys", "values.spreadsheet",
}  # fmt: skip
"""What a reading command loads besides."""

ASKING = {
    "storage.search", "storage.search.analysis", "storage.search.ask", "storage.search.concepts",
    "storage.search.lexicon", "storage.search.places", "storage.search.slots", "values.stems",
}  # fmt: skip
"""What looks for texts that mean the same."""

OWN = {
    "hub list": {"commands.hub", "queries.hub", "values.onboarding", "values.vocabulary"},
    "partner list": {"commands.partner", "queries.partner", "values.vocabulary"},
    "track list": {"commands.track", "queries.track", "values.vocabulary"},
    "trainer list": {"commands.trainer", "queries.trainer"},
    "note list": {"commands.note", "queries.note"},
    "company list": {
        "commands.company", "queries.company", "queries.counting", "values.money", "values.places",
        "values.vocabulary", "values.zones",
    },
    "contact list": {
        "commands.contact", "queries.company", "queries.contact", "queries.counting", "values.money",
        "values.vocabulary",
    },
    "enrolment list": {"commands.enrolment", "queries.enrolment", "values.money", "values.vocabulary"},
    "question list": {"commands.question", "queries.question", "values.topics", "values.vocabulary"},
    "insight list": {"commands.insight", "queries.insight", "values.topics", "values.vocabulary"},
    "history": {"commands.history", "queries.history", "storage.row_changes"},
    "question similar Q3": {"commands.similar", "queries.similar", *ASKING},
    "question show Q3": {
        "commands.question", "commands.sharing", "queries.question", "queries.similar",
        "values.topics", "values.vocabulary", *ASKING,
    },
    "search gevel": {
        "commands.search", "queries.digest_scope", "queries.search", "queries.sight", "queries.snippet", *ASKING,
    },
}  # fmt: skip
"""Reading command → what it alone loads."""

OF_THE_TEST = {"values.dates"}
"""Reads the day that tests pretend it is."""

COMPARING = {"company duplicates"}
"""Commands whose work is comparing texts: rapidfuzz is what they are made of."""

DOCUMENTS = [
    "track calendar --ics",
    "report quarter",
    "report quarter 2026Q2 --hub limburg --format markdown",
    "report quarter --format csv",
    "report quarter --format xlsx --to report.xlsx",
    "digest preview --for network",
    "digest preview --for hub:limburg --format json",
    "digest preview --for network --format html",
]

PROGRAM = """
import json, os, sys
from circo_cli.app import run
code = run(json.loads(sys.argv[1]))
sys.stderr.write(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules}),
                             sorted(name for name in sys.modules if name.startswith("circo_cli."))]) + chr(10))
"""


def loaded(*typed: str) -> tuple[set[str], set[str]]:
    """Return the packages, and the modules of circo, that a command which must succeed loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(typed)],
        capture_output=True,
        text=True,
        check=False,
    )
    code, packages, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(packages), {name.removeprefix("circo_cli.") for name in modules} - OF_THE_TEST


@pytest.mark.parametrize("command", READING)
def test_a_reading_command_does_without_the_orm(network: Circo, command: str) -> None:
    without = ORM | (HEAVY - {"rapidfuzz"} if command in COMPARING else HEAVY)
    packages, _ = loaded(*command.split(), "--json")
    assert packages.isdisjoint(without | {"rich", "tabulate"})
    packages, _ = loaded(*command.split())
    assert packages.isdisjoint(without | {"rich"})


@pytest.mark.parametrize("command", DOCUMENTS)
def test_a_document_is_written_without_the_orm(network: Circo, command: str) -> None:
    packages, _ = loaded(*command.split())
    assert packages.isdisjoint(ORM | {"rich", "openpyxl", "questionary"})


@pytest.mark.parametrize("command", OWN)
def test_a_reading_command_loads_its_own_modules_and_no_others(network: Circo, command: str) -> None:
    packages, modules = loaded(*command.split(), "--json")
    assert modules == START | READER | OWN[command] | {"rendering.structured"}
    assert packages.isdisjoint({"tempfile", "platformdirs"} if sys.platform == "linux" else {"tempfile"})
    _, modules = loaded(*command.split())
    assert modules == START | READER | OWN[command] | {"rendering.console", "rendering.long_table", "rendering.table"}


def test_a_changing_command_loads_no_document_and_no_import(network: Circo) -> None:
    packages, modules = loaded("theme", "add", "Mobiliteit")
    assert "sqlmodel" in packages
    assert packages.isdisjoint(HEAVY - {"dateutil"} | {"alembic", "rich", "tabulate"})
    assert not [name for name in modules if name.startswith(("documents", "intake"))]
    assert {name for name in modules if name.startswith("commands.")} == {"commands.arguments", "commands.theme"}


@pytest.mark.parametrize("typed", ["hub show limburg", "theme add Mobiliteit", "company add Zandbak"])
def test_a_whole_line_loads_nothing_that_asks(network: Circo, typed: str) -> None:
    packages, modules = loaded(*typed.split())
    assert packages.isdisjoint({"questionary", "prompt_toolkit"})
    assert not [name for name in modules if "guided" in name or "asking" in name or name == "queries.offering"]


@pytest.mark.parametrize(
    "typed",
    [
        "--help", "--version", "-h", "hub", "hub --help", "track session -h", "company import -h", "hub remove -h",
        "track schedule -h", "question list -h", "help track schedule",
    ],
)  # fmt: skip
def test_help_loads_no_database_and_of_commands_the_one_it_is_about(bare: Circo, typed: str) -> None:
    packages, modules = loaded(*typed.split())
    assert packages.isdisjoint(ORM | HEAVY | {"rich", "tabulate", "platformdirs", "dataclasses"})
    assert packages.isdisjoint({"sqlite3", "_sqlite3"})
    own = {
        "company import -h": {"commands.importing"},
        "hub remove -h": {"commands.arguments", "commands.removal"},
        "track schedule -h": {"commands.arguments", "commands.track"},
        "question list -h": {"commands.arguments", "commands.question"},
        "help track schedule": {"commands.arguments", "commands.help", "commands.track"},
    }
    assert {name for name in modules if name.startswith("commands.")} == own.get(typed, set())
    if typed not in own:
        assert modules == START


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("circo hub show n", {"commands.arguments", "commands.hub", "commands.offering"}),
        (
            "circo question show Q",
            {"commands.arguments", "commands.question", "commands.offering"},
        ),
        ("circo track list --hub l", {"commands.arguments", "commands.track", "commands.offering"}),
        ("circo question list --status o", {"commands.arguments", "commands.question", "commands.offering"}),
        ("circo question list --fields k", {"commands.arguments", "commands.question", "commands.offering"}),
        ("circo question list --s", {"commands.arguments", "commands.question"}),
        ("circo hu", set()),
        ("circo hub sh", set()),
        ("circo track session m", set()),
    ],
)
def test_completion_loads_the_verb_that_was_typed_at_most(network: Circo, words: str, own: set[str]) -> None:
    program = (
        "import atexit, json, sys; from circo_cli.app import run;"
        "atexit.register(lambda: sys.stderr.write(json.dumps(sorted(sys.modules))));"
        "run([])"
    )
    environment = {
        **os.environ,
        "_CIRCO_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout
    names = set(json.loads(done.stderr))
    assert {name.partition(".")[0] for name in names}.isdisjoint(ORM | HEAVY | {"rich", "tabulate"})
    assert {name[len("circo_cli.") :] for name in names if name.startswith("circo_cli.commands.")} == own
    read = "commands.offering" in own and " --status " not in words
    assert ("sqlite3" in names) is read, "a database is opened for keys and fields, and for nothing else"
