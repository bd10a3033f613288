"""Every metric of a small network, by equality with what was worked out by hand.

Three hubs (one empty), a joint Track, a company in two hubs' Tracks, a Track across a quarter's end, one that moved
into an earlier quarter, cancelled, invited and waiting enrolments, a merged company, a merged question, and one that
was closed unanswered in a later quarter.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from circo_cli.queries.figures import figures, figures_by_hub
from circo_cli.storage import tables
from circo_cli.storage.database import open_change
from circo_cli.storage.reader import Reader, open_reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric

TODAY = date(2026, 8, 1)
Q4, Q1, Q2, Q3 = Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)
ALFA, BETA, EMPTY = 1, 2, 3
OLD = 9

TRACKS: dict[int, tuple[tuple[int, ...], str, str, str, tuple[str, ...]]] = {
    # hubs, theme, planned quarter, status, first days of sessions
    1: ((ALFA,), "bouw", "2026Q1", "completed", ("2026-02-10", "2026-03-10")),
    2: ((ALFA, BETA), "bouw", "2026Q2", "completed", ("2026-04-14", "2026-05-12")),
    3: ((BETA,), "kunststoffen", "2026Q2", "open", ("2026-06-30", "2026-07-14")),
    4: ((BETA,), "textiel", "2026Q3", "completed", ("2026-06-10",)),
    5: ((ALFA,), "textiel", "2026Q2", "cancelled", ()),
    6: ((ALFA,), "textiel", "2026Q2", "planned", ("2026-07-02",)),
    7: ((ALFA,), "textiel", "2025Q4", "completed", ()),
}
ENROLMENTS: list[tuple[int, int, str, int, int | None, str | None, tuple[int, ...]]] = [
    # track, company, status, people, score, outcome, people at each session
    (1, 1, "completed", 2, 8, "plan", (2, 1)),
    (1, 2, "no-show", 1, None, None, (0, 0)),
    (1, 3, "completed", 1, 7, "implemented", (1, 0)),
    (2, 1, "completed", 1, 9, "implemented", (1, 1)),
    (2, 4, "completed", 3, None, "vision", (3, 2)),
    (2, 2, "completed", 1, 6, "business-case", (0, 1)),
    (2, 5, "cancelled", 1, None, None, (1,)),
    (2, 6, "no-show", 1, None, None, (0, 0)),
    (3, 1, "registered", 1, None, None, ()),
    (3, 6, "confirmed", 2, None, None, ()),
    (3, 3, "waitlisted", 1, None, None, ()),
    (3, 5, "invited", 1, None, None, ()),
    (4, 4, "completed", 2, 10, "none", (2,)),
    (5, 6, "cancelled", 1, None, None, ()),
    (7, OLD, "completed", 1, None, None, ()),
]
QUESTIONS: dict[int, tuple[int | None, str, str, str, str, tuple[str, ...]]] = {
    # hub, category, theme, status, asked, answered
    1: (ALFA, "finance", "bouw", "answered", "2026-02-01", ("2026-04-11",)),
    2: (ALFA, "chain", "bouw", "closed", "2026-04-01", ("2026-05-01", "2026-04-05")),
    3: (BETA, "finance", "bouw", "open", "2026-05-10", ()),
    4: (BETA, "finance", "textiel", "referred", "2026-05-11", ()),
    5: (BETA, "chain", "textiel", "answered", "2026-06-30", ("2026-07-02",)),
    6: (None, "method", "textiel", "answered", "2026-06-01", ("2026-06-11", "2026-06-11")),
    7: (ALFA, "chain", "textiel", "closed", "2026-04-20", ()),
    8: (BETA, "finance", "bouw", "merged", "2026-05-12", ("2026-05-13",)),
    9: (ALFA, "finance", "bouw", "answered", "2026-03-01", ("2026-03-03", "2026-04-20")),
    10: (ALFA, "finance", "textiel", "closed", "2026-03-20", ()),
}
CLOSED_ON = {2: "2026-05-08", 10: "2026-07-10"}
"""When questions were closed; of question 7 that is unknown."""
PARTNERS: list[tuple[int, int, str, str, str | None]] = [
    (1, ALFA, "core", "2026-01-01", None),
    (1, ALFA, "host", "2026-02-01", None),
    (1, BETA, "core", "2026-05-01", None),
    (2, BETA, "core", "2026-01-01", "2026-06-29"),
    (3, BETA, "funder", "2026-03-01", "2026-06-30"),
    (2, ALFA, "core", "2026-07-01", None),
]
INSIGHTS: list[tuple[int | None, str, str | None]] = [
    (ALFA, "published", "2026-04-30"),
    (None, "published", "2026-05-30"),
    (ALFA, "draft", None),
    (BETA, "retired", "2026-06-30"),
]
GOALS: list[tuple[int | None, str, float, str, str, str | None]] = [
    (ALFA, "tracks_run", 2, "2026Q2", "2026Q2", None),
    (ALFA, "people", 40, "2026Q1", "2026Q4", None),
    (None, "companies", 4, "2026Q2", "2026Q2", None),
    (None, "completion_rate", 0.9, "2026Q2", "2026Q2", None),
    (None, "people", 20, "2026Q1", "2026Q4", None),
    (None, "companies", 10, "2026Q2", "2026Q2", "bouw"),
    (None, "companies", 7, "2027Q1", "2027Q1", None),
]


def build(path: Path) -> None:
    """Fill the empty database at `path` with the network."""
    with open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="build") as change:
        session = change.session
        themes = {key: number for number, key in change.reader.rows("SELECT id, key FROM theme")}

        def add(row: Any) -> Any:
            session.add(row)
            session.flush()
            return row

        for number, key, name in ((ALFA, "alfa", "Alfa"), (BETA, "beta", "Beta *Oost*"), (EMPTY, "leeg", "Leeg")):
            where = {"country": "NL", "timezone": "Europe/Amsterdam"}
            add(tables.Hub(id=number, key=key, name=name, kind="regional", stage="operational", **where))
        for number in (1, 2, 3, 4, 5, 6):
            add(tables.Company(id=number, key=f"c{number}-x", name=f"C{number}", kind="company", country="NL"))
        merged = {"kind": "company", "country": "NL", "merged_into_id": 2}
        add(tables.Company(id=OLD, key="oud", name="Oud", **merged))
        for number, (hubs, theme, planned, status, days) in TRACKS.items():
            _add_track(add, session, number, hubs, themes[theme], planned, status, days)
        for number, (track, company, status, people, score, outcome, attended) in enumerate(ENROLMENTS, start=1):
            waiting = {"waitlist_rank": 1, "waitlisted_at": "2026-06-01T10:00:00Z"} if status == "waitlisted" else {}
            given = {"people": people, "score": score, "outcome": outcome, **waiting}
            add(tables.Enrolment(id=number, track_id=track, company_id=company, status=status, **given))
            for place, count in enumerate(attended):
                values = {"enrolment_id": number, "session_id": track * 10 + place, "people": count}
                session.execute(tables.attendance.insert().values(**values))
        for number, (hub, category, theme, status, asked_on, answered) in QUESTIONS.items():
            given = {"category": category, "status": status, "asked_on": asked_on, "sharing": "hub"}
            merged = {"merged_into_id": 3} if status == "merged" else {}
            theme_id = themes[theme]
            closed_on = CLOSED_ON.get(number)
            own = {"hub_id": hub, "theme_id": theme_id, "closed_on": closed_on}
            add(tables.Question(id=number, text="Hoe?", **own, **given, **merged))
            for day in answered:
                add(tables.QuestionAnswer(question_id=number, text="Zo.", author="Eva", answered_on=day))
        for number in (1, 2, 3):
            add(tables.Partner(id=number, key=f"p{number}-x", name=f"P{number}", kind="bank"))
        for partner, hub, role, from_on, until_on in PARTNERS:
            period = {"role": role, "from_on": from_on, "until_on": until_on}
            add(tables.HubPartner(hub_id=hub, partner_id=partner, **period))
        for hub, status, published_on in INSIGHTS:
            given = {"kind": "insight", "status": status, "version": 1, "published_on": published_on}
            add(tables.Insight(title="Restwaarde", hub_id=hub, **given))
        for hub, metric, target, first, last, theme in GOALS:
            period = {"from_quarter": first, "until_quarter": last}
            theme_id = themes[theme] if theme else None
            add(tables.Goal(hub_id=hub, metric=metric, target=target, theme_id=theme_id, **period))


def _add_track(
    add: Any,
    session: Any,
    number: int,
    hubs: tuple[int, ...],
    theme_id: int,
    planned: str,
    status: str,
    days: tuple[str, ...],
) -> None:
    given = {"capacity": 12, "minimum": 6, "taught_in": "nl", "planned_quarter": planned, "status": status}
    key = f"t-{planned.lower()}-{number}"
    add(
        tables.Track(
            id=number, key=key, hub_id=hubs[0], title=f"Track {number}", kind="track", theme_id=theme_id, **given
        )
    )
    for place, hub in enumerate(hubs):
        session.execute(tables.track_hub.insert().values(track_id=number, hub_id=hub, position=place))
    for place, day in enumerate(days):
        moments = {"starts_at": f"{day}T11:00:00Z", "ends_at": f"{day}T15:00:00Z"}
        quarter = str(Quarter.containing(date.fromisoformat(day)))
        held = {"starts_on": day, "ends_on": day, "quarter": quarter}
        add(tables.TrackSession(id=number * 10 + place, track_id=number, **moments, **held))


@pytest.fixture
def reader(tmp_path: Path, template: Path) -> Iterator[Reader]:
    """Read the network."""
    path = tmp_path / "network.db"
    shutil.copy(template, path)
    build(path)
    with open_reader(path) as opened:
        yield opened


NETWORK_Q2 = {
    "tracks_planned": 4,  # tracks 2, 3, 5 and 6
    "tracks_run": 2,  # tracks 2 and 4
    "tracks_cancelled": 1,
    "enrolments": 7,
    "companies": 3,  # 1, 2 and 4, the last of them twice
    "companies_new": 1,  # 4; 1 was there in Q1, what was merged into 2 in 2025Q4
    "people": 7,
    "completed": 4,
    "no_show": 1,
    "completion_rate": 0.8,
    "attendance_rate": 0.6667,  # track 2: 5 of 8, track 4: 1 of 1; track 3 has no record
    "average_score": 8.33,
    "propositions": 2,
    "implemented": 1,
    "questions_logged": 6,
    "questions_answered": 3,  # 1, 2 and 6, after 69, 4 and 10 days
    "questions_open": 4,  # 3, 4, 5, answered after the end, and 10, closed after it without an answer
    "median_days_to_answer": 10,
    "insights_published": 3,
    "partners": 2,
}
ALFA_Q2 = {
    "tracks_planned": 3,
    "tracks_run": 1,
    "tracks_cancelled": 1,
    "enrolments": 4,
    "companies": 3,
    "companies_new": 1,
    "people": 5,
    "completed": 3,
    "no_show": 1,
    "completion_rate": 0.75,
    "attendance_rate": 0.625,
    "average_score": 7.5,
    "propositions": 2,
    "implemented": 1,
    "questions_logged": 2,
    "questions_answered": 2,
    "questions_open": 1,  # 10
    "median_days_to_answer": 36.5,
    "insights_published": 1,
    "partners": 1,
}
BETA_Q2 = {
    "tracks_planned": 2,
    "tracks_run": 2,
    "tracks_cancelled": 0,
    "enrolments": 7,
    "companies": 3,
    "companies_new": 1,
    "people": 7,
    "completed": 4,
    "no_show": 1,
    "completion_rate": 0.8,
    "attendance_rate": 0.6667,
    "average_score": 8.33,
    "propositions": 2,
    "implemented": 1,
    "questions_logged": 3,
    "questions_answered": 0,
    "questions_open": 3,
    "median_days_to_answer": None,
    "insights_published": 1,
    "partners": 2,
}
QUOTIENTS = ("completion_rate", "attendance_rate", "average_score", "median_days_to_answer")
NOTHING = {metric.value: None if metric.value in QUOTIENTS else 0 for metric in Metric}
NETWORK_Q1 = {
    "tracks_planned": 1,
    "tracks_run": 1,
    "tracks_cancelled": 0,
    "enrolments": 3,
    "companies": 2,
    "companies_new": 2,
    "people": 3,
    "completed": 2,
    "no_show": 1,
    "completion_rate": 0.6667,
    "attendance_rate": 0.5,
    "average_score": 7.5,
    "propositions": 2,
    "implemented": 1,
    "questions_logged": 3,
    "questions_answered": 1,
    "questions_open": 2,  # 1, answered after the end, and 10
    "median_days_to_answer": 2,
    "insights_published": 0,
    "partners": 3,
}


@pytest.mark.parametrize(
    ("quarter", "hub_id", "expected"),
    [
        (Q2, None, NETWORK_Q2),
        (Q2, ALFA, ALFA_Q2),
        (Q2, BETA, BETA_Q2),
        (Q2, EMPTY, NOTHING),
        (Q1, None, NETWORK_Q1),
        (Quarter(2020, 1), None, NOTHING),
    ],
)
def test_a_quarter(reader: Reader, quarter: Quarter, hub_id: int | None, expected: dict[str, Any]) -> None:
    assert figures(reader, first=quarter, last=quarter, hub_id=hub_id, today=TODAY) == expected


def test_every_hub_at_once_is_as_each_hub_alone(reader: Reader) -> None:
    assert figures_by_hub(reader, first=Q2, last=Q2, today=TODAY) == {"alfa": ALFA_Q2, "beta": BETA_Q2, "leeg": NOTHING}
    for quarter in (Q4, Q1, Q3):
        for key, number in (("alfa", ALFA), ("beta", BETA), ("leeg", EMPTY)):
            alone = figures(reader, first=quarter, last=quarter, hub_id=number, today=TODAY)
            assert figures_by_hub(reader, first=quarter, last=quarter, today=TODAY)[key] == alone


def test_a_range_counts_a_company_once_and_ends_with_the_last_quarter(reader: Reader) -> None:
    assert figures(reader, first=Q1, last=Q2, today=TODAY) == {
        "tracks_planned": 5,
        "tracks_run": 3,
        "tracks_cancelled": 1,
        "enrolments": 10,
        "companies": 4,
        "companies_new": 3,
        "people": 10,
        "completed": 6,
        "no_show": 2,
        "completion_rate": 0.75,
        "attendance_rate": 0.6,
        "average_score": 8,
        "propositions": 4,
        "implemented": 2,
        "questions_logged": 9,
        "questions_answered": 4,
        "questions_open": 4,
        "median_days_to_answer": 7,
        "insights_published": 3,
        "partners": 2,
    }


def test_a_range_stops_at_the_present_quarter_but_a_single_quarter_may_lie_ahead(reader: Reader) -> None:
    day = date(2026, 6, 15)
    asked = {"today": day, "metrics": ("tracks_planned", "partners")}
    assert figures(reader, first=Q1, last=Quarter(2026, 4), **asked) == {"tracks_planned": 5, "partners": 2}
    assert figures(reader, first=Q3, last=Q3, **asked) == {"tracks_planned": 1, "partners": 2}
    assert figures(reader, first=Q3, last=Quarter(2026, 4), **asked) == {"tracks_planned": 1, "partners": 2}


def test_a_theme_narrows_tracks_and_questions(reader: Reader) -> None:
    (bouw,) = reader.row("SELECT id FROM theme WHERE key = 'bouw'") or ()
    metrics = ("tracks_run", "companies", "attendance_rate", "questions_logged", "questions_open", "partners")
    assert figures(reader, first=Q2, last=Q2, theme_id=bouw, today=TODAY, metrics=metrics) == {
        "tracks_run": 1,
        "companies": 3,
        "attendance_rate": 0.625,
        "questions_logged": 2,
        "questions_open": 1,
        "partners": 2,
    }
    by_hub = figures_by_hub(reader, first=Q2, last=Q2, theme_id=bouw, today=TODAY, metrics=("questions_logged",))
    assert by_hub == {"alfa": {"questions_logged": 1}, "beta": {"questions_logged": 1}, "leeg": {"questions_logged": 0}}


def test_only_what_is_asked_for_in_that_order(reader: Reader) -> None:
    wanted = ("people", "companies")
    assert list(figures(reader, first=Q2, last=Q2, today=TODAY, metrics=wanted)) == ["people", "companies"]
    with pytest.raises(KeyError):
        figures(reader, first=Q2, last=Q2, today=TODAY, metrics=("turnover",))


def test_attendance_is_expected_at_sessions_that_have_begun(reader: Reader) -> None:
    asked = {"first": Q2, "last": Q2, "hub_id": ALFA, "metrics": ("attendance_rate",)}
    assert figures(reader, today=date(2026, 4, 20), **asked) == {"attendance_rate": 0.625}, "a record says it was held"


def test_no_query_reads_a_large_table_from_end_to_end(tmp_path: Path, template: Path) -> None:
    plans: list[str] = []

    class Explaining(Reader):
        def rows(self, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
            plans.extend(row[3] for row in super().rows(f"EXPLAIN QUERY PLAN {sql}", values))
            return super().rows(sql, values)

    path = tmp_path / "network.db"
    shutil.copy(template, path)
    build(path)
    with open_reader(path) as opened:
        explaining = Explaining(opened._connection, path)
        figures(explaining, first=Q2, last=Q2, today=TODAY)
        figures(explaining, first=Q1, last=Q2, hub_id=ALFA, today=TODAY)
        figures_by_hub(explaining, first=Q2, last=Q2, today=TODAY)
        figures(explaining, first=Q1, last=Q2, theme_id=1, today=TODAY)
    assert plans
    aliases = {"q", "a", "b", "e", "p", "x", "k", "c", "s", "r", "pt"}
    assert [plan for plan in plans if plan.split()[0] == "SCAN" and plan.split()[1] in aliases] == []
    many = ("ix_enrolment_status", "ix_question_theme_id_category", "ix_track_theme_id")
    assert [plan for plan in plans if any(index in plan for index in many)] == []
