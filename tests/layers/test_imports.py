"""What a command loads, seen in a fresh interpreter: reading goes without the ORM, help without anything."""

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


def unmeasured() -> dict[str, str]:
    """Return the environment without the measuring of coverage, which loads packages of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def loaded(*typed: str) -> tuple[set[str], set[str]]:
    """Return the packages, and the modules of circo, that a command which must succeed loads."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(typed)],
        capture_output=True,
        text=True,
        env=unmeasured(),
        check=False,
    )
    code, packages, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(packages), set(modules)


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


@pytest.mark.parametrize("typed", ["--help", "--version", "-h"])
def test_help_of_the_root_loads_no_command_and_no_database(bare: Circo, typed: str) -> None:
    packages, modules = loaded(typed)
    assert packages.isdisjoint(ORM | HEAVY | {"rich", "tabulate", "sqlite3", "_sqlite3", "platformdirs"})
    assert not [name for name in modules if name.startswith(("circo_cli.commands.", "circo_cli.storage."))]


@pytest.mark.parametrize("words", ["circo hub show n", "circo question show Q", "circo track list --hub l", "circo hu"])
def test_completion_does_without_the_orm(network: Circo, words: str) -> None:
    program = (
        "import atexit, json, sys; from circo_cli.app import run;"
        "atexit.register(lambda: sys.stderr.write(json.dumps(sorted({n.partition('.')[0] for n in sys.modules}))));"
        "run([])"
    )
    environment = {
        **unmeasured(),
        "_CIRCO_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout
    assert set(json.loads(done.stderr)).isdisjoint(ORM | HEAVY | {"rich", "tabulate"})


def test_a_verb_loads_no_other_noun(network: Circo) -> None:
    _, modules = loaded("theme", "list", "--json")
    nouns = {name.removeprefix("circo_cli.commands.") for name in modules if name.startswith("circo_cli.commands.")}
    assert nouns == {"arguments", "theme"}
