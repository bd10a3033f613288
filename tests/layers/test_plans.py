"""Lists of 50 rows find their rows by an index: no scan of a table that grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from circo_cli.storage import reader as reading
from circo_cli.values.vocabulary import Metric
from tests.conftest import Circo

GROWING = ("question", "company", "enrolment")
COMMANDS = (
    "question list",
    "question list --hub limburg",
    "question list --status open",
    "question list --status open --hub limburg",
    "question list --unanswered",
    "question list --overdue",
    "question list --company aannemer-fictiebouw-zuid",
    "question list --track limburg-2026q3-1",
    "question list --status merged --company aannemer-fictiebouw-zuid",
    "question show Q3",
    "question similar Q3",
    "search gevel",
    "insight list --from-question Q2",
    "insight show K1",
    "company list",
    "company list --hub limburg",
    "company list --track limburg-2026q3-1",
    "company show aannemer-fictiebouw-zuid",
    "company list --follow-up-due",
    "contact list",
    "contact list --hub limburg",
    "contact list --track limburg-2026q3-1",
    "contact list --status waitlisted",
    "enrolment list",
    "enrolment list --track limburg-2026q3-1",
    "enrolment list --company aannemer-fictiebouw-zuid",
    "enrolment list --status waitlisted",
    "enrolment list --hub limburg",
    "enrolment show E12",
    "insight list",
    "note list",
    "note list --company aannemer-fictiebouw-zuid",
    "note list --hub limburg",
    "track list",
    "track calendar",
    "track mix noord-holland-2026q3-1",
    "track mix nrw-2026q2-1",
    "track mix midpoint-brabant-2026q3-1",
    "track attendance noord-holland-2026q2-1",
    "track calendar --hub limburg",
    "track show limburg-2026q3-1",
    "history",
    "hub list",
    "hub show limburg",
    "hub coverage",
    "hub pipeline",
    "theme list",
    "theme list --hub limburg",
    "goal list",
    "goal list --hub limburg",
    "goal list --quarter 2026Q2",
)


@contextmanager
def plans(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Gather (query, step of its plan) of everything that a command asks."""
    found: list[tuple[str, str]] = []
    ask, ask_in_portions = reading.Reader.rows, reading.Reader.portions

    def explain(self: reading.Reader, sql: str, values: reading.Values | None) -> None:
        for step in self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values or {}):
            found.append((sql, step[3]))

    def rows(self: reading.Reader, sql: str, values: reading.Values | None = None) -> list[tuple[object, ...]]:
        explain(self, sql, values)
        return ask(self, sql, values)

    def portions(
        self: reading.Reader, sql: str, values: reading.Values | None = None, **size: int
    ) -> Iterator[list[tuple[object, ...]]]:
        explain(self, sql, values)
        return ask_in_portions(self, sql, values, **size)

    with monkeypatch.context() as patched:
        patched.setattr(reading.Reader, "rows", rows)
        patched.setattr(reading.Reader, "portions", portions)
        yield found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_list_scans_no_table_that_grows(network: Circo, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split(), *([] if " show " in command else ["--limit", "50"]))
    assert found
    scans = [(step, sql) for sql, step in found if _scans(step, sql)]
    assert not scans, scans


@pytest.mark.parametrize("hub", ["all", "limburg"])
@pytest.mark.parametrize("metric", [metric.value for metric in Metric])
def test_the_keys_behind_a_figure_are_found_by_an_index(
    network: Circo, metric: str, hub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok("report", "quarter", "2026Q2", "--hub", hub, "--explain", metric)
    growing = ("q", "a", "b", "e", "p", "k", "m", "x", "s", "r", "t")
    scans = [(step, sql) for sql, step in found if step.startswith("SCAN ") and "USING" not in step]
    assert not [(step, sql) for step, sql in scans if step.split()[1] in growing], scans


@pytest.mark.parametrize(
    "command", ["question list", "company list", "contact list", "enrolment list", "insight list", "history"]
)
def test_the_default_order_of_a_list_needs_no_sorting(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plans(monkeypatch) as found:
        network.ok(*command.split(), "--limit", "50")
    main = found[0][0]
    assert not [step for sql, step in found if sql == main and step == "USE TEMP B-TREE FOR ORDER BY"]


@pytest.mark.parametrize("command", ["company list --follow-up-due", "status --hub limburg"])
def test_whether_a_follow_up_is_due_is_looked_for_at_each_company(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    steps = [step for sql, step in found if "AS until_on" in sql and step.startswith("SEARCH e ")]
    assert steps
    assert not [step for step in steps if "ix_enrolment_company_id" not in step], steps


@pytest.mark.parametrize("command", ["theme list", "theme list --hub limburg"])
def test_themes_read_of_questions_only_what_was_merged(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    steps = [step for _, step in found if step.startswith(("SCAN", "SEARCH")) and step.split()[1] in ("o", "q")]
    assert "SEARCH o USING COVERING INDEX ix_question_merged_into_id_company_id (merged_into_id>?)" in steps
    found_by = (
        "merged_into_id>?",
        "rowid=?",
        "theme_id=? AND company_id=?",
        "tally_asked",
        "AUTOMATIC",
        "q USING PRIMARY",
    )
    assert not [step for step in steps if not any(each in step for each in found_by)], steps


@pytest.mark.parametrize("command", ["status", "status --hub limburg"])
def test_what_needs_attention_is_found_without_reading_all_questions(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    steps = [step for sql, step in found if " question q " in sql and "due_on" in sql and step.split()[1] == "q"]
    assert steps
    found_by = ("ix_question_status_", "hub_id", "INTEGER PRIMARY KEY")
    assert not [step for step in steps if not any(index in step for index in found_by)], steps
    assert not [step for _, step in found if step.startswith(("SCAN q", "SCAN e", "SCAN n "))]


REPORTS = (
    "report quarter 2026Q2",
    "report quarter 2026Q2 --hub limburg",
    "report quarter 2025Q4 --compare 2025Q2 --json",
)
MANY = ("ix_enrolment_status ", "ix_question_theme_id_category ", "ix_track_theme_id ")
"""Indexes along which a query would follow a good part of the table."""


@pytest.mark.parametrize("command", REPORTS)
def test_a_report_follows_the_rows_of_its_quarters(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    of_questions = [(step, sql) for sql, step in found if " q USING " in step]
    assert of_questions
    rows_of = {"q", "a", "b", "e", "p", "x", "k", "c", "s", "r", "pt"}
    # Along the index of days, the first question that counts is found at once.
    scans = [(step, sql) for sql, step in found if step.startswith("SCAN ") and "min(t.planned_quarter)" not in sql]
    assert [(step, sql) for step, sql in scans if step.split()[1] in rows_of] == []
    assert [(step, sql) for sql, step in found if any(index in step for index in MANY)] == []
    unanswered = "q.status IN ('open', 'referred')"
    assert [(step, sql) for step, sql in of_questions if "(status=?)" in step and unanswered not in sql] == []


@pytest.mark.parametrize(
    ("scope", "indexes"),
    [
        # All hubs apart are read along the index by hub, which holds closed ones only.
        ("all", ("ix_question_closed_on (closed_on>?)", "ix_question_hub_id_closed_on (hub_id>?)")),
        ("limburg", ("ix_question_hub_id_closed_on (hub_id=? AND closed_on>?)",)),
    ],
)
@pytest.mark.parametrize("more", ["", " --explain questions_open"])
def test_what_was_closed_since_is_found_by_its_day(
    network: Circo, more: str, scope: str, indexes: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*f"report quarter 2026Q1 --hub {scope}{more}".split())
    steps = [step for sql, step in found if "WHERE q.closed_on > :until" in sql and step.split()[1] == "q"]
    assert steps
    assert not [step for step in steps if step.removeprefix("SEARCH q USING INDEX ") not in indexes], steps


@pytest.mark.parametrize("command", ["hub list", "hub show limburg"])
def test_what_hubs_have_is_counted_from_indexes_alone(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    steps = [
        step for sql, step in found if "FROM hub_overview v" in sql and step.startswith(("SEARCH q ", "SEARCH c "))
    ]
    assert len(steps) == 2
    assert not [step for step in steps if "COVERING INDEX" not in step], steps


@pytest.mark.parametrize(
    ("command", "index"),
    [
        ("question list --owner Nobody", None),
        ("question list --status merged", "ix_question_status_asked_on"),
        ("question list --sort -age_days", "ix_question_asked_on"),
        ("question list --sort key", "INTEGER PRIMARY KEY"),
        ("company list --sort name", "ix_company_name"),
        ("theme list", "COVERING INDEX ix_question_theme_id_company_id_status"),
    ],
)
def test_filters_and_orders_that_are_asked_for_often_have_an_index(
    network: Circo, command: str, index: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split(), "--limit", "50")
    steps = [step for _, step in found]
    assert not [step for sql, step in found if _scans(step, sql) and "INTEGER PRIMARY KEY" not in str(index)], steps
    assert index is None or index == "INTEGER PRIMARY KEY" or [step for step in steps if index in step], steps
    if index is not None and "--sort" in command:
        assert not [step for step in steps if step == "USE TEMP B-TREE FOR ORDER BY"], steps


@pytest.mark.parametrize("command", ["search gevel --for network", "digest preview --for network"])
def test_names_are_looked_up_and_not_read_through(
    network: Circo, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok(*command.split())
    steps = {step for sql, step in found if sql.startswith("SELECT name, kind FROM company WHERE")}
    steps |= {step for sql, step in found if sql.startswith(("SELECT name FROM company_contact", "SELECT phone FROM"))}
    assert any("ix_company_first_word" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN") and "_odd_" not in step], steps
    people = [step for sql, step in found if "WITH RECURSIVE" in sql and step.startswith("SEARCH")]
    assert people
    assert not [step for step in people if "COVERING INDEX" not in step], people


def test_goals_of_the_same_quarters_are_counted_together(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> int:
        with plans(monkeypatch) as found:
            network.ok("goal", "list")
        return len(found)

    hubs = [row["key"] for row in network.json("hub", "list")]
    for hub in hubs[:4]:
        network.ok("goal", "set", "people", "10", "--hub", hub, "--from", "2031Q1", "--until", "2031Q1")
    before = asked()
    for hub in hubs[4:]:
        network.ok("goal", "set", "people", "10", "--hub", hub, "--from", "2031Q1", "--until", "2031Q1")
    assert (len(hubs) > 5, asked()) == (True, before)


def never_analysed(network: Circo) -> None:
    """Check that the planner knows nothing but the schema: the plans hold at every size."""
    connection = sqlite3.connect(network.database)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")]
    connection.close()
    assert tables == []


def _scans(step: str, sql: str) -> bool:
    """Tell whether a step reads the whole of a table that grows, but for the first rows along an index or the key."""
    if not step.startswith("SCAN "):
        return False
    name = step.split()[1]
    table = {"v": "", "q": "question", "c": "company", "e": "enrolment"}.get(name, name)
    if step == "SCAN e" and " WHERE 1 = 1 ORDER BY v.id LIMIT" in sql:
        return False
    return table in GROWING and "USING" not in step


def test_what_is_known_of_a_person_is_sifted_before_it_is_read(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    network.ok("question", "log", "Wat vond Jurre Wilgenroos ervan?")
    asked = reading.Reader.rows
    texts: list[str] = []

    def rows(self: reading.Reader, sql: str, values: reading.Values | None = None) -> list[tuple[object, ...]]:
        found = asked(self, sql, values)
        if 'FROM "question"' in sql and "rowid" in sql:
            texts.extend(" ".join(text for text in row if isinstance(text, str)) for row in found)
        return found

    monkeypatch.setattr(reading.Reader, "rows", rows)
    network.ok("privacy", "export", "Jurre Wilgenroos", "--json")
    assert "Wat vond Jurre Wilgenroos ervan?" in texts
    assert [text for text in texts if text.isascii() and "wilgenroos" not in text.lower()] == []


def test_what_was_kept_too_long_is_found_in_the_order_of_the_questions(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok("privacy", "retention", "--today", "2029-01-01")
    steps = [step for sql, step in found if "max(asked_on)" in sql]
    indexes = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and "INDEX" in step]
    assert indexes == ["SEARCH question USING COVERING INDEX ix_question_company_id_asked_on (company_id>?)"]
    assert len({sql for sql, _ in found}) < 25  # as many for one company as for a hundred thousand
