"""The quarter report: collected once, written in any format as a pure function of what was collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from circo_cli.documents.language import Language
from circo_cli.queries.figures import RATES, Figure
from circo_cli.queries.goal import GoalRow
from circo_cli.queries.report import (
    CategoryLine,
    HubLine,
    ReportRow,
    TrackLine,
    TrendLine,
    hub_lines,
    other_goals,
    questions_by_category,
    report_rows,
    tracks_of_quarter,
    trend_lines,
)
from circo_cli.rendering.cells import to_json
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import LAST_YEAR, Quarter
from circo_cli.values.rows import fields_of
from circo_cli.values.vocabulary import Category, Metric, TrackStatus

HUB_COLUMNS: Mapping[Metric, str] = {
    Metric.TRACKS_RUN: "report_tracks_run",
    Metric.COMPANIES: "report_companies",
    Metric.PEOPLE: "report_people",
    Metric.QUESTIONS_LOGGED: "report_questions",
    Metric.PARTNERS: "report_partners",
}
"""The metrics in the line of a hub, in documents for people, with the phrase that heads them."""


@dataclass(frozen=True, slots=True)
class Report:
    """A quarter of a hub, or (without `hub`) of the network, beside the quarter `compare`."""

    quarter: Quarter
    compare: Quarter
    hub: str | None
    hub_name: str | None
    rows: tuple[ReportRow, ...]
    hubs: tuple[HubLine, ...]
    goals: tuple[GoalRow, ...]
    trend: tuple[TrendLine, ...]
    tracks: tuple[TrackLine, ...]
    categories: tuple[CategoryLine, ...]
    following: Quarter | None
    planned: tuple[TrackLine, ...]
    """Tracks of the quarter `following` it, cancelled ones left out."""


def collect_report(reader: Reader, *, quarter: Quarter, compare: Quarter, hub_id: int | None, today: date) -> Report:
    """Return the report of `quarter`; without `hub_id` of the network, with a line per hub."""
    rows = report_rows(reader, quarter=quarter, compare=compare, hub_id=hub_id, today=today)
    own = {row.metric: row.actual for row in rows}
    known = {compare: {row.metric: row.previous for row in rows}, quarter: own}
    hubs = hub_lines(reader, quarter=quarter, hub_id=hub_id, own=own, today=today)
    following = None if quarter == Quarter(LAST_YEAR, 4) else quarter.next
    planned = (
        tracks_of_quarter(reader, quarter=following, hub_id=hub_id, today=today, cancelled=False) if following else []
    )
    return Report(
        quarter=quarter,
        compare=compare,
        hub=None if hub_id is None else hubs[0].key,
        hub_name=None if hub_id is None else hubs[0].name,
        rows=tuple(rows),
        hubs=tuple(hubs),
        goals=tuple(other_goals(reader, quarter=quarter, hub_id=hub_id, today=today)),
        trend=tuple(trend_lines(reader, quarter=quarter, hub_id=hub_id, today=today, known=known)),
        tracks=tuple(tracks_of_quarter(reader, quarter=quarter, hub_id=hub_id, today=today)),
        categories=tuple(questions_by_category(reader, quarter=quarter, hub_id=hub_id)),
        following=following,
        planned=tuple(planned),
    )


def as_json(report: Report, language: Language) -> str:
    """Return the report as one JSON object; only the counting rule is in a language."""
    goal_fields = fields_of(GoalRow)
    data: dict[str, Any] = {
        "quarter": str(report.quarter),
        "compare": str(report.compare),
        "hub": report.hub,
        "counting_rule": language.say("report_counting_rule"),
        "rows": [row._asdict() for row in report.rows],
        "hubs": [{"hub": line.key, **line.figures} for line in report.hubs],
        "goals": [dict(zip(goal_fields, goal, strict=True)) for goal in report.goals],
    }
    return to_json(data) + "\n"


# What people read is the same words and figures in every format.


def figure(metric: str, value: Figure, language: Language) -> str:
    """Return the `value` of a metric as people read it: rates as percentages."""
    if metric in RATES:
        return language.percentage(None if value is None else value * 100)
    return language.number(value)


def change(metric: str, value: Figure, language: Language) -> str:
    """Return a difference of a metric's values, with its sign: rates differ by points."""
    if metric in RATES:
        return language.points(None if value is None else value * 100)
    return language.signed(value)


def metric_label(metric: str, language: Language) -> str:
    """Return the name of a metric."""
    return _METRICS[metric].label(language.code)


def category_label(category: str, language: Language) -> str:
    """Return the name of a category of questions."""
    return _CATEGORIES[category].label(language.code)


def status_label(status: str, language: Language) -> str:
    """Return the name of a Track's status."""
    return _STATUSES[status].label(language.code)


_METRICS = {metric.value: metric for metric in Metric}
_CATEGORIES = {category.value: category for category in Category}
_STATUSES = {status.value: status for status in TrackStatus}


def percent_of(goal: GoalRow) -> float | None:
    """Return how much of a goal has been reached, of a hundred; None where that cannot be said."""
    return None if goal.actual is None or not goal.target else round(goal.actual / goal.target * 100, 2)


def goal_label(goal: GoalRow, language: Language) -> str:
    """Return what a goal aims at: the metric, and the theme where it has one (its key)."""
    label = metric_label(goal.metric, language)
    return label if goal.theme is None else f"{label}, {goal.theme}"


def goal_period(goal: GoalRow) -> str:
    """Return the quarters of a goal: ``2026Q1`` or ``2026Q1–2026Q4``."""
    return goal.from_ if goal.from_ == goal.until else f"{goal.from_}–{goal.until}"
