"""The quarter report: collected once, written in any format as a pure function of what was collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from circo_cli.documents.language import ABSENT, Language
from circo_cli.queries.figures import RATES, Figure
from circo_cli.queries.goal import GoalRow
from circo_cli.queries.lifespan import hub_lifespans, network_lifespan
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
from circo_cli.values.dates import LAST_YEAR
from circo_cli.values.quarter import Quarter
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
    """A quarter of a hub, or (without `hub`) of the network, beside the quarter `compare`.

    Figures are as programs read them: counts are numbers, quotients of nothing are None. `for_people` gives what
    documents for people show.
    """

    quarter: Quarter
    compare: Quarter | None
    """None where no quarter lies before: nothing is previous."""

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

    begun: Quarter | None
    """The quarter of the first thing on record of this hub or the network; None without any."""

    closed_on: str | None
    """The day on which the hub closed."""

    absent: frozenset[Quarter]
    """Those of the reported, the compared and the trend's quarters of which nothing is on record."""


def collect_report(
    reader: Reader, *, quarter: Quarter, compare: Quarter | None, hub_id: int | None, today: date
) -> Report:
    """Return the report of `quarter`; without `hub_id` of the network, with a line per hub."""
    rows = report_rows(reader, quarter=quarter, compare=compare, hub_id=hub_id, today=today)
    own = {row.metric: row.actual for row in rows}
    lifespans = hub_lifespans(reader, hub_id=hub_id)
    (lifespan,) = [network_lifespan(reader)] if hub_id is None else lifespans.values()
    hubs = hub_lines(reader, quarter=quarter, hub_id=hub_id, own=own, lifespans=lifespans, today=today)
    known: dict[Quarter, Mapping[str, Figure]] = {quarter: own}
    if compare is not None:
        known[compare] = {row.metric: row.previous for row in rows}
    trend = trend_lines(reader, quarter=quarter, hub_id=hub_id, today=today, known=known)
    known = {Quarter.parse(line.quarter): line.figures for line in trend} | known
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
        trend=tuple(trend),
        tracks=tuple(tracks_of_quarter(reader, quarter=quarter, hub_id=hub_id, today=today)),
        categories=tuple(questions_by_category(reader, quarter=quarter, hub_id=hub_id)),
        following=following,
        planned=tuple(planned),
        begun=lifespan.begun,
        closed_on=lifespan.closed_on,
        absent=frozenset(each for each, values in known.items() if lifespan.lacks(each, values)),
    )


def as_json(report: Report, language: Language) -> str:
    """Return the report as one JSON object; only the counting rule is in a language."""
    goal_fields = fields_of(GoalRow)
    data: dict[str, Any] = {
        "quarter": str(report.quarter),
        "compare": None if report.compare is None else str(report.compare),
        "hub": report.hub,
        "counting_rule": " ".join(counting_rules(report, language)),
        "rows": [row._asdict() for row in report.rows],
        "hubs": [{"hub": line.key, **line.figures} for line in report.hubs],
        "goals": [dict(zip(goal_fields, goal, strict=True)) for goal in report.goals],
    }
    return to_json(data) + "\n"


# What people read is the same words and figures in every format.


def for_people(report: Report) -> Report:
    """Return the report without the figures of quarters of which nothing is on record: absent is not zero."""
    quarter, compare = report.quarter in report.absent, report.compare in report.absent
    return replace(
        report,
        rows=tuple(
            row._replace(
                actual=None if quarter else row.actual,
                previous=None if compare else row.previous,
                delta=None if quarter or compare else row.delta,
                percent=None if quarter else row.percent,
            )
            for row in report.rows
        ),
        hubs=tuple(line._replace(figures=dict.fromkeys(line.figures)) if line.absent else line for line in report.hubs),
        trend=tuple(
            line._replace(figures=dict.fromkeys(line.figures)) if Quarter.parse(line.quarter) in report.absent else line
            for line in report.trend
        ),
        goals=tuple(
            goal._replace(actual=None) if report.begun is None or Quarter.parse(goal.until) < report.begun else goal
            for goal in report.goals
        ),
    )


def counting_rules(report: Report, language: Language) -> list[str]:
    """Return how it was counted; of the network also why the lines of hubs may add up to more than the total."""
    return [language.say("report_counting_rule"), *([language.say("report_sums")] if report.hub is None else [])]


def comments(report: Report, language: Language) -> list[str]:
    """Return the sentences that belong under the heading: the hub has closed; since when there is data, where that
    leaves a column empty.
    """
    said = []
    if report.closed_on:
        said.append(language.say("report_closed", day=report.closed_on))
    if report.begun is None:
        said.append(language.say("report_nothing"))
    elif min(report.quarter, report.compare or report.quarter) < report.begun:
        said.append(language.say("report_begun", begun=report.begun))
    return said


def compared(report: Report, language: Language) -> str:
    """Return with which quarter the report compares."""
    if report.compare is None:
        return language.say("report_compared_with_none")
    return language.say("report_compared", compare=report.compare)


def compare_label(report: Report) -> str:
    """Return the heading of the column of previous figures."""
    return ABSENT if report.compare is None else str(report.compare)


def hub_label(line: HubLine, language: Language) -> str:
    """Return the name of a hub, and that it has closed."""
    return line.name + closed_mark(line, language)


def closed_mark(line: HubLine, language: Language) -> str:
    """Return what stands behind the name of a hub that has closed; nothing for another."""
    return f" ({language.say('report_closed_hub')})" if line.closed_on else ""


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
