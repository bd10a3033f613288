"""What round trips of imports need: texts as people can store them, and the way out of one database into another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.conftest import Circo

FORMATS = ("csv", "tsv", "json", "jsonl", "xlsx")
ODD = (
    "=1+1", "+31 6", "-", "@x", "'=1", "''-1", "'", '"', "a; b", ";", ",", "a\nb", "\t=", "é", "🏗️", "שלום", "NULL",
    "007", "1,5", "true", "a  b", "#N/B x",
)  # fmt: skip
TEXTS = (
    st.lists(
        st.sampled_from(ODD)
        | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Cf", "Co", "Zl", "Zp"]), max_size=8),
        min_size=1,
        max_size=3,
    )
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)
"""Texts without control characters; those around them nobody stores."""

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31)).map(str)


def round_trip(circo: Circo, base: Path, noun: str, rows: Sequence[dict[str, Any]], *, output: str) -> None:
    """Make `rows` in a copy of `base`, and hold what is printed of them, imported into another, against it."""
    shutil.copy(base, circo.database)
    Path("made.json").write_text(json.dumps(rows), encoding="utf-8")
    assert circo.json(noun, "import", "made.json")["added"] == len(rows)
    listed = circo.json(noun, "list")
    given = {row["key"]: row for row in rows}
    for row in listed:
        assert {name: row[name] for name in given[row["key"]]} == given[row["key"]]
    circo.ok(noun, "list", "-o", output, "--to", f"list.{output}")
    assert circo.json(noun, "import", f"list.{output}")["unchanged"] == len(rows)
    shutil.copy(base, circo.database)
    assert circo.json(noun, "import", f"list.{output}")["added"] == len(rows)
    assert circo.json(noun, "list") == listed
    assert {row["ok"] for row in circo.json("db", "check", "--deep")} == {True}
