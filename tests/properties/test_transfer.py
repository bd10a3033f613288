"""Any text that people can store goes out to CSV and comes back as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from circo_cli.intake.network import read_network
from circo_cli.storage.database import open_change
from circo_cli.storage.reader import open_reader
from circo_cli.storage.transfer import describe_tables, export_tables, import_tables

ODD = ["=1+1", "+31", "-", "@x", "'=1", "''-1", "'", '"', ";", ",", "\n", "\r", "\r\n", "\t=", "é", "🏗️", "שלום", "\u202e", "NULL", "Q1", "\ufeff", "\u2028", " "]  # fmt: skip
TEXTS = st.lists(
    st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    min_size=1,
    max_size=4,
).map("".join).filter(bool)  # fmt: skip
MAYBE = st.none() | TEXTS
MANY = os.environ.get("CIRCO_FAULTS") == "full"
TABLES = ("hub", "company", "question", "theme", "hub_region", "hub_sector", "company_contact", "question_topic")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of this module's own."""
    return tmp_path_factory.mktemp("transfer")


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the tables with keys for ids, so that two databases can be compared."""
    with closing(sqlite3.connect(path)) as connection:
        found = {
            "hub": "SELECT key, name, lead, country FROM hub",
            "company": "SELECT c.key, c.name, c.city, c.sector, h.key FROM company c LEFT JOIN hub h ON h.id = hub_id",
            "question": """SELECT q.id, q.text, q.owner, q.reason, c.key, q.merged_into_id FROM question q
                             LEFT JOIN company c ON c.id = q.company_id""",
            "topic": "SELECT * FROM question_topic",
            "contact": "SELECT p.id, p.name, p.role, c.key FROM company_contact p JOIN company c ON c.id = company_id",
            "region": "SELECT h.key, r.region, r.position FROM hub_region r JOIN hub h ON h.id = r.hub_id",
            "theme": "SELECT key, name_nl, name_en FROM theme",
        }
        return {name: sorted(connection.execute(query).fetchall(), key=repr) for name, query in found.items()}


def export(path: Path, directory: Path) -> dict[str, bytes]:
    """Write the tables to files and return what they hold."""
    directory.mkdir()
    with open_reader(path) as reader:
        files = {f"{name}.csv": text.encode() for name, text, _ in export_tables(reader)}
    for name, held in files.items():
        (directory / name).write_bytes(held)
    return files


@settings(
    max_examples=500 if MANY else 15,
    deadline=None,
    derandomize=not MANY,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    hubs=st.lists(st.tuples(TEXTS, MAYBE), min_size=1, max_size=3),
    companies=st.lists(st.tuples(TEXTS, MAYBE, MAYBE, st.integers(0, 2), TEXTS, MAYBE), max_size=3),
    questions=st.lists(st.tuples(TEXTS, MAYBE, MAYBE, TEXTS, st.booleans()), max_size=3),
    theme=MAYBE,
)
@example(hubs=[("=cmd|'/C calc'!A0", "'=x")], companies=[], questions=[("a\nb", "\r", "'", "-", True)], theme="\ufeff")
def test_any_text_goes_out_and_comes_back(
    template: Path,
    place: Path,
    hubs: list[tuple[str, str | None]],
    companies: list[tuple[str, str | None, str | None, int, str, str | None]],
    questions: list[tuple[str, str | None, str | None, str, bool]],
    theme: str | None,
) -> None:
    shutil.rmtree(place)
    place.mkdir()
    first, second = place / "first.db", place / "second.db"
    shutil.copy(template, first)
    shutil.copy(template, second)
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.execute("UPDATE theme SET name_en = ? WHERE key = 'zorg'", (theme,))
        for number, (name, lead) in enumerate(reversed(hubs)):
            connection.execute(
                "INSERT INTO hub (key, name, lead, kind, stage, country, timezone) VALUES (?, ?, ?, 'regional', 'exploring', 'NL', 'UTC')",
                (f"hub-{9 - number}", name, lead),
            )
            connection.execute("INSERT INTO hub_region VALUES (?, ?, 0)", (number + 1, name))
        for number, (name, city, sector, hub, contact, role) in enumerate(companies, start=1):
            connection.execute(
                "INSERT INTO company (key, name, city, sector, kind, country, hub_id) VALUES (?, ?, ?, ?, 'company', 'NL', ?)",
                (f"bedrijf-{9 - number}", name, city, sector, hub + 1 if hub < len(hubs) else None),
            )
            connection.execute(
                "INSERT INTO company_contact (company_id, name, role) VALUES (?, ?, ?)", (number, contact, role)
            )
        for number, (text, owner, reason, topic, merged) in enumerate(questions, start=1):
            connection.execute(
                """INSERT INTO question (text, owner, reason, category, status, sharing, asked_on, merged_into_id,
                   company_id) VALUES (?, ?, ?, 'other', ?, 'hub', '2026-06-01', ?, ?)""",
                (
                    text,
                    owner,
                    reason,
                    "merged" if merged else "open",
                    len(questions) if merged else None,
                    1 if companies else None,
                ),
            )
            connection.execute("INSERT INTO question_topic VALUES (?, ?)", (number, topic))
    files = export(first, place / "one")
    with open_change(second, at="2026-06-15T10:00:00Z", actor="a", command="import") as change:
        source, _ = read_network(place / "one", describe_tables(change.reader))
        _, bad = import_tables(change.connection, change.reader, source)
    assert bad == []
    assert content(second) == content(first)
    assert export(second, place / "two") == files
