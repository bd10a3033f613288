"""The speed table of the architecture: whole processes, measured side by side, against what only imports the same.

Run by hand: ``python -m tests.benchmarks [--rounds N] [--no-others]``. No timed test depends on it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from tests.benchmarks.measuring import ROUNDS, Run, Taken, clean_environment, interleaved, measure, program
from tests.benchmarks.others import TOOLS, others

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what may take at most `budget` times what `base` takes."""

    what: str
    run: str
    base: str
    budget: float


BASES = {
    "typer": "import typer",
    "typer, sqlite3": "import typer, sqlite3",
    "typer, sqlite3, rich": "import typer, sqlite3, rich.console, rich.table",
    "typer, sqlite3, tabulate": "import typer, sqlite3, tabulate",
    "typer, sqlmodel": "import typer, sqlmodel",
}

ROWS = (
    Row("circo --version", "version", "typer", 1.3),
    Row("circo --help", "help", "typer", 1.3),
    Row("track --help", "help-noun", "typer", 1.3),
    Row("track schedule --help", "help-verb", "typer", 1.3),
    Row("status --help", "help-status", "typer", 1.3),
    Row("help track schedule", "help-command", "typer", 1.3),
    Row("completion of a noun", "complete-noun", "typer", 1.3),
    Row("completion of an option", "complete-option", "typer", 1.3),
    Row("completion of a status", "complete-status", "typer", 1.3),
    Row("completion of a key", "complete-key", "typer", 1.3),
    Row("completion of a theme", "complete-theme", "typer", 1.3),
    Row("completion of a field", "complete-field", "typer", 1.3),
    Row("track list --json", "track-json", "typer, sqlite3", 1.4),
    Row("company list --limit 50 --json", "company-json", "typer, sqlite3", 1.4),
    Row("question show --json", "question-json", "typer, sqlite3", 1.4),
    Row("question similar --json", "similar-json", "typer, sqlite3", 1.4),
    Row("search --json", "search-json", "typer, sqlite3", 1.4),
    Row("company list on a terminal", "company-terminal", "typer, sqlite3, rich", 1.4),
    Row("track list on a terminal", "track-terminal", "typer, sqlite3, rich", 1.4),
    Row("track list, piped", "track-piped", "typer, sqlite3, tabulate", 1.2),
    Row("company list, piped (170 rows)", "company-piped", "typer, sqlite3, tabulate", 1.2),
    Row("hub edit", "hub-edit", "typer, sqlmodel", 1.2),
)


def runs(database: Path) -> dict[str, Run]:
    """Return every line that is measured."""
    environment = clean_environment(database, bytecode=database.parent / "bytecode")
    circo = program()

    def completing(words: str, offered: str) -> Run:
        asked = {"_CIRCO_COMPLETE": "complete_bash", "COMP_LINE": words}  # as the script that is installed asks
        return Run(circo, {**environment, **asked}, printed=offered)

    def typed(*words: str, terminal: bool = False) -> Run:
        return Run((*circo, *words), {**environment, "TERM": "xterm-256color"}, terminal)

    return {
        **{name: Run((sys.executable, "-c", code), environment) for name, code in BASES.items()},
        "version": typed("--version"),
        "help": typed("--help"),
        "help-noun": typed("track", "--help"),
        "help-verb": typed("track", "schedule", "--help"),
        "help-status": typed("status", "--help"),
        "help-command": typed("help", "track", "schedule"),
        "complete-noun": completing("circo tr", "track"),
        "complete-option": completing("circo question list --s", "--status"),
        "complete-status": completing("circo question list --status ", "answered"),
        "complete-key": completing("circo hub show n", "noord-holland"),
        "complete-theme": completing("circo question list --theme ", "textiel"),
        "complete-field": completing("circo question list --fields ", "category"),
        "track-json": typed("track", "list", "--json"),
        "company-json": typed("company", "list", "--limit", "50", "--json"),
        "question-json": typed("question", "show", "Q3", "--json"),
        "similar-json": typed("question", "similar", "Hoe financier ik producten die ik blijf bezitten?", "--json"),
        "search-json": typed("search", "statiegeld", "bakken", "--json"),
        "company-terminal": typed("company", "list", terminal=True),
        "track-terminal": typed("track", "list", terminal=True),
        "track-piped": typed("track", "list"),
        "company-piped": typed("company", "list"),
        "hub-edit": typed("hub", "edit", "limburg", "--lead", "Guus Peelmans"),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and return 1 when a row is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each line runs (default %(default)s)")
    parser.add_argument("--no-others", action="store_true", help="do not compare with other tools")
    asked = parser.parse_args(arguments)
    directory = Path(tempfile.mkdtemp(prefix="circo-benchmarks-"))
    try:
        database = directory / "circo.db"
        lines = runs(database)
        measure(Run((*program(), "import", str(EXAMPLES / "network")), lines["version"].environment))
        if not asked.no_others:
            lines |= others(directory, database, lines["version"].environment)
        taken = interleaved(lines, rounds=asked.rounds)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return report(taken)


def report(taken: Mapping[str, Taken]) -> int:
    """Print each row with its ratio and budget; return 1 when one is over.

    "at work" is the ratio of the least time that a processor needed: others on the machine change it little.
    """
    table, over = [], False
    for row in ROWS:
        each, base = taken[row.run], taken[row.base]
        ratio = each.median / base.median
        over = over or ratio > row.budget
        verdict = "over" if ratio > row.budget else "ok"
        table.append((row.what, each.median, row.base, base.median, ratio, each.busy / base.busy, row.budget, verdict))
    headers = ("what", "ms", "base: imports", "base ms", "ratio", "at work", "at most", "")
    print(tabulate(table, headers=headers, floatfmt=("", ".0f", "", ".0f", ".2f", ".2f", ".1f", "")))  # noqa: T201
    ours = taken["track-piped"]
    beside = [
        (name, taken[name].median, taken[name].median / ours.median) if name in taken else (name, "not to be had", None)
        for name in TOOLS
    ]
    headers = ("a list by", "ms", "times circo's")
    print()  # noqa: T201
    print(tabulate([("circo", ours.median, 1.0), *beside], headers=headers, floatfmt=("", ".0f", ".1f")))  # noqa: T201
    return int(over or ("sqlite-utils" in taken and ours.median >= taken["sqlite-utils"].median))


if __name__ == "__main__":
    sys.exit(main())
