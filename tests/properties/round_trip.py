"""Out of one database and into another: what a list prints, imported where only what it refers to is there."""

from __future__ import annotations

import json
import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from circo_cli.values.text import fold, sound
from tests.conftest import Circo

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx")

MANY = os.environ.get("CIRCO_FAULTS") == "full"

SETTINGS = settings(
    max_examples=300 if MANY else 12,
    deadline=None,
    derandomize=not MANY,
    phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if MANY else ())),
    database=None,
    suppress_health_check=list(HealthCheck),
)

ODD = ["=1+1", "+31 6", "-", "@x", "'=1", "''-1", "'", '"', ";", ",", "|", "\n", "\t", "\t=", "é", "🏗️", "שלום", "\u202e", "NULL", "007", "1e5", "0,5", "TRUE", "_x000D_", "sep=;", "Q1", "\ufeff", "\u00a0", "  ", "<b>"]  # fmt: skip

TEXTS = (
    st.lists(
        st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
        min_size=1,
        max_size=4,
    )
    .map(lambda parts: sound("".join(parts)).strip())
    .filter(bool)
)
"""Any text that people can store."""


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy of `values` and of nothing."""
    return st.none() | values


def keyed(rows: st.SearchStrategy[dict[str, Any]], *, key: str, by: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return a strategy of lists of `rows`: each with a key of its own (`key` with its number), or all without one
    and told apart `by` what they hold."""

    def numbered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"key": key.format(number), **row} for number, row in enumerate(reversed(found), start=3)]

    return st.lists(rows, min_size=1, max_size=4).map(numbered) | st.lists(rows, min_size=1, max_size=4, unique_by=by)


def by_name(row: dict[str, Any]) -> str:
    """Return by what two rows without a key are one thing."""
    return fold(row["name"])


def listed(circo: Circo, noun: str) -> list[dict[str, Any]]:
    """Return what the list of a `noun` prints, without what nobody sets, in an order that does not depend on ids."""
    importer = getattr(import_module(f"circo_cli.intake.{noun}"), f"{noun.title()}Importer")
    rows = [
        {name: value for name, value in row.items() if name not in importer.derived} for row in circo.json(noun, "list")
    ]
    return sorted(rows, key=repr)


def round_trip(circo: Circo, world: Path, noun: str, rows: list[dict[str, Any]], format: str) -> None:
    """Make `rows` in a copy of `world`, print them in a `format`, import that in another copy, and compare."""
    file = circo.directory / f"list.{format}"
    shutil.copy(world, circo.database)
    given = circo.directory / "rows.json"
    given.write_text(json.dumps(rows), encoding="utf-8")
    before = {row["key"] for row in circo.json(noun, "list") if "key" in row}
    assert circo.json(noun, "import", str(given))["added"] == len(rows)
    first = listed(circo, noun)
    if "key" in rows[0]:
        by_key = {row["key"]: row for row in first}
        for row in rows:
            found = by_key[row["key"]]
            assert {name: found[name] for name in row if row[name] not in (None, [])} == {
                name: value for name, value in row.items() if value not in (None, [])
            }
    circo.ok(noun, "list", "-o", format, "--to", str(file))
    shutil.copy(world, circo.database)
    answer = circo.json(noun, "import", str(file))
    assert (answer["added"], answer["unchanged"], answer["bad"]) == (len(first) - len(before), len(before), 0)
    assert listed(circo, noun) == first
