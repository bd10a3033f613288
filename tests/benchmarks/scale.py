"""The rows of the speed table about size: 100,000 companies, 10,000 Tracks and 1,000,000 questions.

Run by hand: ``python -m tests.benchmarks.scale [--scale 0.01] [--rounds N] [--cache DIR]``. The database is made once
(some minutes) and kept in the cache directory; broken off, the next run goes on with it. Without ``--scale`` the
budgets of the architecture hold, and the process leaves with 1 when one is exceeded.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from tabulate import tabulate

from circo_cli.storage.migrations.run import create_database
from circo_cli.values.keys import slugify
from tests.benchmarks.large import cache_directory, large_database
from tests.benchmarks.large_rows import Size, company_rows
from tests.benchmarks.large_texts import company_name, person_name
from tests.benchmarks.measuring import Run, Use, clean_environment, program, use_of

TIMES, SECONDS, DOCUMENT_MEGABYTES, READING_MEGABYTES = 1.5, 3.0, 300.0, 80.0
IMPORT_SECONDS, IMPORT_MEGABYTES, IMPORT_ROWS = 30.0, 500.0, (10_000, 30_000, 100_000)

LISTS = (
    "question list --limit 50 --json",
    "question list --unanswered --limit 50 --json",
    "company list --limit 50 --json",
    "track list --limit 50 --json",
    "enrolment list --limit 50 --json",
    "contact list --limit 50 --json",
    "insight list --limit 50 --json",
    "note list --limit 50 --json",
    "search lease matrassen --json",
    "search vergunning --in questions --json",
    "question list --topic statiegeld --limit 50 --json",
    "question similar 'Wie haalt oude bedden op?' --json",
)
"""Measured beside the same on an empty database."""

SHOWS = (
    "question show Q400 --json",
    f"company show {slugify(company_name(1))} --json",
    "track show groningen-2016q4-1 --json",
    "enrolment show E16 --json",
    "insight show K7 --json",
    "hub list --json",
    "hub show limburg --json",
    "theme list --json",
    "theme list --hub limburg --json",
    "goal list --limit 50 --json",
    "goal list --quarter 2026Q2 --json",
)
"""Measured beside the same on the least database that has such things."""

DOCUMENTS = (
    "report quarter",
    "report quarter --json",
    "report quarter --format markdown",
    "report quarter --hub limburg",
    "digest preview --for circo",
    "digest preview --for circo --format html",
    "digest preview --for network",
    "digest preview --for hub:limburg --json",
)

READING = (
    *LISTS,
    *SHOWS,
    "status --json",
    "status --hub limburg --json",
    "search lease matrassen --for network --json",
    "search lease matrassen --for hub:limburg --json",
    "company duplicates --limit 50 --json",
    "company duplicates",
    "privacy retention --limit 50 --json",
    "privacy retention --today 2029-01-01 --sort name --json",
    f"privacy export '{person_name(1)}' --json",
    f"privacy export '{person_name(800_001)}' --json",
    "report quarter --explain questions_open",
    "report quarter --explain questions_open --json",
    "company list --follow-up-due --limit 50 --json",
    "company list --follow-up-due --sort next_on --limit 50 --json",
    "company list --sort -open_questions --limit 50 --json",
    "question list --sort text --limit 50 --json",
    "question list --sort topics --limit 50 --json",
    "question list --sort -askers --limit 50 --json",
    "hub pipeline --json",
    "hub coverage --json",
    "hub find --postcode 3011 --json",
    "track calendar --json",
    "track calendar --ics",
    "track mix groningen-2016q4-1 --json",
    "trainer list --json",
    "partner list --json",
    "history --limit 50 --json",
    "db info --json",
    "db check --deep --json",
    "question list -o csv",
    "question list --sort topics -o csv",
    "question list --overdue --json",
    "company list -o markdown",
    "enrolment list --json",
    "contact list -o csv",
    "insight list",
    "search vergunning --limit 100000 --json",
)
"""Every command that reads, as it prints at most 50 rows; and at the end what goes through everything, or prints it."""


def typed(words: str, database: Path, bytecode: Path) -> Run:
    """Return the line of ``circo words`` on `database`."""
    parts = next(csv.reader([words], delimiter=" ", quotechar="'"))
    return Run((*program(), *parts), clean_environment(database, bytecode=bytecode))


def progress(directory: Path, scale: float) -> Path:
    """Return the database of that `scale`, with a bar on stderr while it is made."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"making a network at scale {scale:g}", total=None)
        return large_database(
            directory, scale=scale, report=lambda done, total: bar.update(task, completed=done, total=total)
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and return 1 when a row is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="1 is the whole size (default)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each line runs (default %(default)s)")
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where databases are kept")
    parser.add_argument("--make", action="store_true", help="make the database, print its path, and measure nothing")
    asked = parser.parse_args(arguments)
    directory = asked.cache or cache_directory()
    directory.mkdir(parents=True, exist_ok=True)
    try:
        large = progress(directory, asked.scale)
    except KeyboardInterrupt:
        print("interrupted: the same command goes on from here", file=sys.stderr)  # noqa: T201
        return 130
    if asked.make:
        print(large)  # noqa: T201
        return 0
    least = large_database(directory, scale=0)
    with tempfile.TemporaryDirectory(prefix="circo-scale-") as made:
        place = Path(made)
        empty = place / "empty.db"
        create_database(empty)
        over = [
            _ratios(large, empty=empty, least=least, bytecode=place / "bytecode", rounds=asked.rounds),
            _documents(large, bytecode=place / "bytecode", rounds=min(asked.rounds, 3)),
            _memory(large, bytecode=place / "bytecode"),
            _imports(place, scale=asked.scale),
        ]
    return int(any(over))


def _ratios(large: Path, *, empty: Path, least: Path, bytecode: Path, rounds: int) -> bool:
    """Print what takes how much longer than on a database without all this; tell whether a row is over."""
    bases = {**dict.fromkeys(LISTS, empty), **dict.fromkeys(SHOWS, least)}
    lines = {(words, where): typed(words, where, bytecode) for words, base in bases.items() for where in (large, base)}
    uses: dict[tuple[str, Path], list[Use]] = {each: [] for each in lines}
    for run in lines.values():
        use_of(run)
    for _ in range(rounds):
        for each, run in lines.items():  # side by side, so that all meet the same weather
            uses[each].append(use_of(run))
    rows = []
    for words, base in bases.items():
        seconds, base_seconds, busy, base_busy = (
            statistics.median(getattr(use, part) for use in uses[words, where]) * 1000
            for part in ("seconds", "busy")
            for where in (large, base)
        )
        ratio = seconds / base_seconds
        rows.append((words, seconds, base_seconds, ratio, TIMES, busy / base_busy, _verdict(ratio <= TIMES)))
    headers = ("list, show, search", "ms", "ms, empty", "ratio", "at most", "ratio, busy", "")
    print(tabulate(rows, headers=headers, floatfmt=("", ".0f", ".0f", ".2f", ".1f", ".2f", "")))  # noqa: T201
    return any(row[-1] for row in rows)


def _documents(large: Path, *, bytecode: Path, rounds: int) -> bool:
    rows = []
    for words in DOCUMENTS:
        run = typed(words, large, bytecode)
        uses = sorted(use_of(run) for _ in range(rounds))
        seconds, megabytes, busy = uses[len(uses) // 2]._replace(megabytes=max(each.megabytes for each in uses))
        fine = seconds <= SECONDS and megabytes <= DOCUMENT_MEGABYTES
        rows.append((words, seconds, busy, SECONDS, megabytes, DOCUMENT_MEGABYTES, _verdict(fine)))
    headers = ("document", "s", "busy", "at most", "MB", "at most", "")
    print("\n" + tabulate(rows, headers=headers, floatfmt=("", ".2f", ".2f", ".0f", ".0f", ".0f", "")))  # noqa: T201
    return any(row[-1] for row in rows)


def _memory(large: Path, *, bytecode: Path) -> bool:
    rows = []
    for words in READING:
        use = use_of(typed(words, large, bytecode))
        rows.append(
            (
                words,
                use.megabytes,
                READING_MEGABYTES,
                use.seconds,
                use.busy,
                _verdict(use.megabytes <= READING_MEGABYTES),
            )
        )
    headers = ("reading", "MB", "at most", "s", "busy", "")
    print("\n" + tabulate(rows, headers=headers, floatfmt=("", ".0f", ".0f", ".2f", ".2f", "")))  # noqa: T201
    return any(row[-1] for row in rows)


def write_companies(path: Path, number: int) -> None:
    """Write `number` companies as a partner's spreadsheet would have them, as CSV at `path`."""
    fields = ("name", "kvk", "kind", "sector", "chain_role", "journey", "city", "postcode", "website")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*fields, "contact_name", "contact_email"))
        ((columns, companies), (_, contacts), *_) = company_rows(Size.scaled(1), range(1, number + 1)).items()
        places = [columns.partition("(")[2].rstrip(")").split(", ").index(field) for field in fields]
        people = {company: (name, email) for _, company, name, email, *_ in contacts}
        for company in companies:
            writer.writerow([*(company[place] or "" for place in places), *people.get(company[0], ("", ""))])


def _imports(place: Path, *, scale: float) -> bool:
    """Print how an import grows with its rows; tell whether the longest is over, or grows faster than they do."""
    bytecode = place / "bytecode"
    rows = []
    for number in (max(10, round(each * scale)) for each in IMPORT_ROWS):
        path, database = place / f"{number}.csv", place / f"{number}.db"
        write_companies(path, number)
        create_database(database)
        use = use_of(typed(f"company import '{path}' -q", database, bytecode))
        each = use.seconds / number * 1e6
        linear = not rows or each <= 1.2 * rows[0][3]
        fine = use.seconds <= IMPORT_SECONDS and use.megabytes <= IMPORT_MEGABYTES and linear
        rows.append((number, use.seconds, use.megabytes, each, _verdict(fine)))
    headers = (
        "rows imported",
        f"s (at most {IMPORT_SECONDS:.0f})",
        f"MB (at most {IMPORT_MEGABYTES:.0f})",
        "µs a row",
        "",
    )
    print("\n" + tabulate(rows, headers=headers, floatfmt=("", ".1f", ".0f", ".0f", "")))  # noqa: T201
    return any(row[-1] for row in rows)


def _verdict(fine: bool) -> str:
    return "" if fine else "over"


if __name__ == "__main__":
    sys.exit(main())
