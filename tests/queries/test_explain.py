"""The keys behind a figure are as many as it says, in any network, for any hub, theme and span of quarters."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.queries.explain import ExplainRow, keys_behind
from circo_cli.queries.figures import QUOTIENTS, figures
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import EnrolmentStatus, Metric, Outcome, TrackStatus
from tests.networks import (
    CompanyFact,
    EnrolmentFact,
    HubFact,
    InsightFact,
    Network,
    PartnerFact,
    QuestionFact,
    TrackFact,
    fill,
)

TODAY = date(2026, 5, 20)
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
THEMES = ("bouw", "textiel")
HUBS = (1, 2, 3)
COMPANIES = 4

DAYS = ("2025-11-11", "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-05-20", "2026-06-30", "2026-07-01")
"""Few enough to meet each other, and on both sides of where quarters end."""

STATUSES = (*EnrolmentStatus, EnrolmentStatus.COMPLETED, EnrolmentStatus.COMPLETED, EnrolmentStatus.COMPLETED)

days = st.sampled_from(DAYS)
places = st.sampled_from((None, *HUBS))
periods = st.tuples(days, st.none() | days).filter(lambda period: period[1] is None or period[0] <= period[1])


@st.composite
def asked(draw: st.DrawFn, *, first: bool) -> QuestionFact:
    """Draw a question; all but the first may be merged into that."""
    status = draw(st.sampled_from(("open", "answered", "closed", "referred")))
    merged_into = None if first or draw(st.integers(0, 4)) else 1
    return QuestionFact(
        draw(places),
        "finance",
        draw(st.sampled_from(THEMES)),
        status,
        draw(days),
        tuple(draw(st.lists(days, max_size=3))),
        merged_into=merged_into,
        closed_on=draw(st.none() | days) if status == "closed" and merged_into is None else None,
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a network of three hubs, in which everything happens around the turn of 2026."""
    tracks = tuple(
        TrackFact(
            f"t{number}",
            f"Track {number}",
            tuple(draw(st.permutations(HUBS))[: draw(st.integers(1, 3))]),
            draw(st.sampled_from(THEMES)),
            draw(st.sampled_from(QUARTERS)),
            draw(st.sampled_from(TrackStatus)).value,
            tuple(sorted(draw(st.sets(days, max_size=3)))),
        )
        for number in range(1, draw(st.integers(3, 5)) + 1)
    )
    enrolments = []
    for track in range(1, len(tracks) + 1):
        for company in draw(st.sets(st.integers(1, COMPANIES), min_size=2, max_size=COMPANIES)):
            enrolments.append(
                EnrolmentFact(
                    track,
                    company,
                    draw(st.sampled_from(STATUSES)).value,
                    draw(st.integers(1, 3)),
                    draw(st.none() | st.integers(1, 10)),
                    draw(st.none() | st.sampled_from([outcome.value for outcome in Outcome])),
                    tuple(draw(st.lists(st.none() | st.integers(0, 2), max_size=3))),
                )
            )
    questions = [draw(asked(first=number == 0)) for number in range(draw(st.integers(3, 7)))]
    spans = [draw(periods) for _ in range(draw(st.integers(0, 4)))]
    members = {
        (draw(st.integers(1, 2)), draw(st.sampled_from(HUBS)), draw(st.sampled_from(("core", "host"))), *span)
        for span in spans
    }
    return Network(
        hubs=tuple(HubFact(f"h{number}", f"H{number}") for number in HUBS),
        companies=tuple(
            CompanyFact(f"c{number}", f"C{number}", merged_into=1 if number > 1 and draw(st.booleans()) else None)
            for number in range(1, COMPANIES + 1)
        ),
        tracks=tracks,
        enrolments=tuple(enrolments),
        questions=tuple(questions),
        partners=("P1", "P2"),
        periods=tuple(PartnerFact(*member) for member in {member[:4]: member for member in members}.values()),
        insights=tuple(
            InsightFact(
                draw(places),
                draw(st.sampled_from(THEMES)),
                status,
                None if status == "draft" else draw(days),
            )
            for status in draw(st.lists(st.sampled_from(("draft", "published", "retired")), max_size=3))
        ),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(network=networks(), first=st.integers(0, 3), more=st.integers(0, 2))
def test_as_many_keys_as_the_figure_says(template: Path, network: Network, first: int, more: int) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        with closing(sqlite3.connect(template)) as empty:
            empty.backup(connection)
        fill(connection, network)
        reader = Reader(connection, template)
        themes = dict(reader.rows("SELECT key, id FROM theme"))
        span = {
            "first": Quarter.parse(QUARTERS[first]),
            "last": Quarter.parse(QUARTERS[min(first + more, 3)]),
            "today": TODAY,
        }
        for hub_id in (None, 1, 2):
            for theme_id in (None, themes["bouw"]):
                scope = {**span, "hub_id": hub_id, "theme_id": theme_id}
                for metric, value in figures(reader, **scope).items():
                    rows = keys_behind(reader, Metric(metric), **scope)
                    assert len({row.key for row in rows}) == len(rows)
                    assert _counted(Metric(metric), rows) == value, (metric, scope, rows)


def _counted(metric: Metric, rows: list[ExplainRow]) -> float | None:
    """Return the figure that the rows make, from what their titles say."""
    told = [row.title for row in rows]
    if metric not in (*QUOTIENTS, Metric.PEOPLE):
        return len(rows)
    if metric is Metric.PEOPLE:
        return sum(_numbers(each)[0] for each in told)
    if not rows:
        return None
    if metric is Metric.COMPLETION_RATE:
        return round(sum(each.endswith("(completed)") for each in told) / len(rows), 4)
    if metric is Metric.ATTENDANCE_RATE:
        pairs = [_numbers(each) for each in told]
        return round(sum(came for came, _ in pairs) / sum(held for _, held in pairs), 4)
    if metric is Metric.AVERAGE_SCORE:
        return round(sum(_numbers(each)[0] for each in told) / len(rows), 2)
    return round(median(_numbers(each)[0] for each in told), 2)


def _numbers(title: str) -> list[int]:
    """Return the numbers of what stands in brackets at the end of a title."""
    return [int(digits) for digits in re.findall(r"\d+", title.rpartition("(")[2])]


def test_a_company_and_what_was_merged_into_it_are_one_key(template: Path) -> None:
    network = Network(
        hubs=(HubFact("h1", "H1"),),
        companies=(CompanyFact("nieuw", "Nieuw"), CompanyFact("oud", "Oud", merged_into=1)),
        tracks=(TrackFact("t1", "Track", (1,), "bouw", "2026Q1", "completed"),),
        enrolments=(EnrolmentFact(1, 1, "completed"), EnrolmentFact(1, 2, "completed")),
    )
    with closing(sqlite3.connect(":memory:")) as connection:
        with closing(sqlite3.connect(template)) as empty:
            empty.backup(connection)
        fill(connection, network)
        quarter = Quarter(2026, 1)
        reader = Reader(connection, template)
        for metric in (Metric.COMPANIES, Metric.COMPANIES_NEW):
            rows = keys_behind(reader, metric, first=quarter, last=quarter, today=TODAY)
            assert rows == [ExplainRow("nieuw", "Nieuw")]
