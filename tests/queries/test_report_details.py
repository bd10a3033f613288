"""The rows behind a quarter report, of the network that `tests.queries.test_figures` builds, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from circo_cli.queries.figures import figures
from circo_cli.queries.report_details import QuestionDetail, questions_of_quarter, seats_of_quarter
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from tests.queries.test_figures import ALFA, BETA, EMPTY, Q1, Q2, Q4, TODAY, reader

__all__ = ["reader"]

ASKED = {"today": TODAY, "limit": 1000}


def test_seats_stand_in_the_tracks_that_count_each_once(reader: Reader) -> None:
    seats = seats_of_quarter(reader, quarter=Q2, hub_id=None, **ASKED)
    assert [
        (
            row.enrolment,
            row.track,
            row.company,
            row.status,
            row.people,
            row.attended,
            row.sessions,
            row.score,
            row.outcome,
        )
        for row in seats
    ] == [
        ("E4", "t-2026q2-2", "c1-x", "completed", 1, 2, 2, 9, "implemented"),
        ("E6", "t-2026q2-2", "c2-x", "completed", 1, 1, 2, 6, "business-case"),
        ("E5", "t-2026q2-2", "c4-x", "completed", 3, 2, 2, None, "vision"),
        ("E8", "t-2026q2-2", "c6-x", "no-show", 1, 0, 2, None, None),
        ("E9", "t-2026q2-3", "c1-x", "registered", 1, None, None, None, None),  # nothing was recorded there
        ("E10", "t-2026q2-3", "c6-x", "confirmed", 2, None, None, None, None),
        ("E13", "t-2026q3-4", "c4-x", "completed", 2, 1, 1, 10, "none"),
    ]
    assert {(row.title, row.name, row.kind, row.hub) for row in seats[:1]} == {("Track 2", "C1", "company", None)}
    assert [row.enrolment for row in seats_of_quarter(reader, quarter=Q2, hub_id=ALFA, **ASKED)] == [
        "E4",
        "E6",
        "E5",
        "E8",
    ]
    assert seats_of_quarter(reader, quarter=Q2, hub_id=EMPTY, **ASKED) == []


def test_a_merged_company_is_what_it_was_merged_into(reader: Reader) -> None:
    (seat,) = seats_of_quarter(reader, quarter=Q4, hub_id=None, **ASKED)
    assert (seat.enrolment, seat.company, seat.name) == ("E15", "c2-x", "C2")


def test_questions_asked_in_the_quarter_without_merged_ones(reader: Reader) -> None:
    def question(
        key: str, hub: str | None, theme: str, category: str, status: str, *days: str | int | None
    ) -> QuestionDetail:
        asked_on, answered_on, waited = days
        return QuestionDetail(
            key, "Hoe?", hub, None, None, theme, category, status, asked_on, None, answered_on, waited
        )  # type: ignore[arg-type]

    assert questions_of_quarter(reader, quarter=Q2, hub_id=None, **ASKED) == [
        question("Q2", "alfa", "bouw", "chain", "closed", "2026-04-01", "2026-04-05", 4),  # the first of two answers
        question("Q7", "alfa", "textiel", "chain", "closed", "2026-04-20", None, None),
        question("Q3", "beta", "bouw", "finance", "open", "2026-05-10", None, None),
        question("Q4", "beta", "textiel", "finance", "referred", "2026-05-11", None, None),
        question("Q6", None, "textiel", "method", "answered", "2026-06-01", "2026-06-11", 10),
        question("Q5", "beta", "textiel", "chain", "answered", "2026-06-30", "2026-07-02", 2),
    ]
    assert [row.question for row in questions_of_quarter(reader, quarter=Q2, hub_id=BETA, **ASKED)] == [
        "Q3",
        "Q4",
        "Q5",
    ]


@pytest.mark.parametrize("quarter", [Q4, Q1, Q2, Quarter(2026, 3)])
@pytest.mark.parametrize("hub_id", [None, ALFA, BETA, EMPTY])
def test_the_rows_add_up_to_the_figures(reader: Reader, quarter: Quarter, hub_id: int | None) -> None:
    told = figures(reader, first=quarter, last=quarter, hub_id=hub_id, today=TODAY)
    seats = seats_of_quarter(reader, quarter=quarter, hub_id=hub_id, **ASKED)
    completed = [row for row in seats if row.status == "completed"]
    expected = sum(row.sessions or 0 for row in seats)
    assert (len(seats), len(completed)) == (told["enrolments"], told["completed"])
    assert sum(row.people for row in completed) == told["people"]
    assert len({row.company for row in completed}) == told["companies"]
    rate = round(sum(row.attended or 0 for row in seats) / expected, 4) if expected else None
    assert rate == told["attendance_rate"]
    questions = questions_of_quarter(reader, quarter=quarter, hub_id=hub_id, **ASKED)
    assert len(questions) == told["questions_logged"]


def test_no_more_than_asked_for(reader: Reader) -> None:
    asked = {"quarter": Q2, "hub_id": None, "today": TODAY, "limit": 2}
    assert (len(seats_of_quarter(reader, **asked)), len(questions_of_quarter(reader, **asked))) == (2, 2)


def test_no_query_reads_a_large_table_from_end_to_end(reader: Reader) -> None:
    plans: list[str] = []

    class Explaining(Reader):
        def rows(self, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
            plans.extend(row[3] for row in super().rows(f"EXPLAIN QUERY PLAN {sql}", values))
            return super().rows(sql, values)

    explaining = Explaining(reader._connection, reader.path)
    for hub_id in (None, ALFA):
        seats_of_quarter(explaining, quarter=Q2, hub_id=hub_id, **ASKED)
        questions_of_quarter(explaining, quarter=Q2, hub_id=hub_id, **ASKED)
    assert plans
    assert [plan for plan in plans if plan.split()[0] == "SCAN" and plan.split()[1] in set("eqaksmrc")] == []
