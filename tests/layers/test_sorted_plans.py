"""Sorted lists read what they are sorted by, and no more, of all rows."""

from __future__ import annotations

import pytest

from tests.conftest import Circo
from tests.layers.test_plans import never_analysed, plans


@pytest.mark.parametrize("noun", ["question", "company", "enrolment", "note", "contact"])
def test_what_no_index_sorts_is_read_in_the_order_of_its_table(
    network: Circo, noun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    fields = list(network.json(noun, "list", "--limit", "1")[0])
    for sort in [f"{sign}{field}" for field in fields for sign in ("", "-")]:
        with plans(monkeypatch) as found:
            network.ok(noun, "list", "--sort", sort, "--limit", "50")
        of = {sql: [step for each, step in found if each == sql] for sql, _ in found if sql.startswith("SELECT v.id ")}
        for sql, steps in of.items():
            sorts = "USE TEMP B-TREE FOR ORDER BY" in steps
            along = [step for step in steps if step.startswith("SCAN ") and " USING INDEX " in step]
            assert not (sorts and along), (sort, sql, steps)
            # What a field is worked out from is looked for once a row, not once more to see whether it is there.
            looked_for = [step for step in steps if step.startswith("CORRELATED SCALAR SUBQUERY")]
            assert len(looked_for) == len(set(looked_for)), (sort, sql, steps)


def test_open_questions_are_counted_together_to_sort_companies_by_them(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    with plans(monkeypatch) as found:
        network.ok("company", "list", "--sort", "-open_questions", "--limit", "50")
    steps = [step for sql, step in found if "LIMIT 50" in sql]
    assert [step for step in steps if step.startswith("SEARCH q USING INDEX ix_question_status_")], steps
    assert not [step for step in steps if "ix_question_company_id" in step], steps


def test_a_follow_up_is_looked_for_among_the_first_companies_alone(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plans(monkeypatch) as found:
        network.ok("company", "list", "--follow-up-due", "--sort", "next_on", "--limit", "1")
    asked = list(dict.fromkeys(sql for sql, _ in found))
    assert "until_on" not in asked[0]
    assert all(" IN (" in sql for sql in asked if "until_on" in sql)


def test_a_common_topic_is_met_by_walking_the_questions_by_date(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_analysed(network)
    topic = next(topic for row in network.json("question", "list") for topic in row["topics"])
    monkeypatch.setattr("circo_cli.queries.question._COMMON", 1)
    with plans(monkeypatch) as found:
        network.ok("question", "list", "--topic", topic, "--limit", "50")
    steps = [step for sql, step in found if "EXISTS" in sql]
    assert "SCAN q USING INDEX ix_question_asked_on" in steps
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps
