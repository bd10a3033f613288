"""The figures of the quarter report: every metric, for some quarters, of a hub, each hub or the network.

Rules: section Reports of the contract. What its table leaves open is decided here:

- *New* companies are new to the network: what they completed before `first` counts at any hub, in any theme.
- Attendance is expected of every seat at every session of which somebody's attendance was recorded: a session
  without any record says nothing about who came.
- A question that is open or referred now was so ever since it was asked. One that was closed (or imported as
  answered) without any answer has no date on which that happened, and is open in no quarter.
- A theme narrows Tracks, enrolments, questions and insights; partners have none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from circo_cli.queries.conditions import (
    ANSWERED,
    ANSWERED_LATER,
    ASKED,
    CLOSED_LATER,
    COMPLETED,
    DIVIDED_BY,
    FIRST_ANSWERS,
    HELD,
    NEW,
    OBSERVED,
    OF_ENROLMENTS,
    OF_TRACKS,
    PLANNED,
    PUBLISHED,
    SEAT,
    SURVIVOR,
    TAKING_PART,
    WAITING,
)
from circo_cli.queries.counting import Scope, counted, days_waited, later_answers, of_theme, span_of, total
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric

Figure = int | float | None
Figures = dict[str, Figure]

RATES = frozenset({Metric.COMPLETION_RATE, Metric.ATTENDANCE_RATE})
"""Metrics that are fractions, to 4 decimals."""

QUOTIENTS = frozenset({*RATES, Metric.AVERAGE_SCORE, Metric.MEDIAN_DAYS_TO_ANSWER})
"""Metrics that are None where there is nothing to divide by; all others are counts."""


def figures(
    reader: Reader,
    *,
    first: Quarter,
    last: Quarter,
    hub_id: int | None = None,
    theme_id: int | None = None,
    today: date,
    metrics: Iterable[str] | None = None,
) -> Figures:
    """Return metric → actual over the quarters `first` to `last`, of one hub or (without) the whole network.

    Of several quarters those after the present one are left out: it is the actual to date. Without `metrics`,
    all of them in the order of the report. Raises KeyError for a metric that does not exist.
    """
    scope = Scope(by_hub=hub_id is not None, hub_id=hub_id)
    span = span_of(first, last, theme_id=theme_id, hub_id=hub_id, today=today)
    return _gather(reader, scope, span, [hub_id], metrics)[hub_id]


def figures_by_hub(
    reader: Reader,
    *,
    first: Quarter,
    last: Quarter,
    theme_id: int | None = None,
    today: date,
    metrics: Iterable[str] | None = None,
) -> dict[str, Figures]:
    """Return key → `figures` of every hub, in the order of their keys, with as many queries as for one."""
    hubs = reader.rows("SELECT id, key FROM hub ORDER BY key")
    span = span_of(first, last, theme_id=theme_id, hub_id=None, today=today)
    found = _gather(reader, Scope(by_hub=True), span, [number for number, _ in hubs], metrics)
    return {key: found[number] for number, key in hubs}


_METRICS = {metric.value: metric for metric in Metric}

_Answer = Iterable[tuple[int | None, Figures]]


def _gather(
    reader: Reader,
    scope: Scope,
    span: Mapping[str, Any],
    owners: Iterable[int | None],
    metrics: Iterable[str] | None,
) -> dict[int | None, Figures]:
    wanted = list(Metric) if metrics is None else [_METRICS[metric] for metric in metrics]
    found: dict[int | None, Figures] = {
        owner: {metric.value: None if metric in QUOTIENTS else 0 for metric in wanted} for owner in owners
    }
    for provides, ask in _QUERIES:
        if provides.isdisjoint(wanted):
            continue
        for owner, values in ask(reader, scope, span):
            if owner in found:
                found[owner].update({name: value for name, value in values.items() if name in found[owner]})
    return found


def _tracks_planned(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, join = scope.of_tracks()
    for number, count in reader.rows(
        f"""SELECT {owner}, count(*) FROM track t {join}
             WHERE {PLANNED} AND {of_theme("t", span)}
             {scope.group(owner)}""",
        span,
    ):
        yield number, {Metric.TRACKS_PLANNED.value: count}


def _tracks(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, join = scope.of_tracks()
    columns = ", ".join(total(condition) for condition in OF_TRACKS.values())
    for number, *counts in reader.rows(
        f"SELECT {owner}, {columns} FROM track t {join} WHERE {counted(span)} {scope.group(owner)}", span
    ):
        yield number, {metric.value: count for metric, count in zip(OF_TRACKS, counts, strict=True)}


def _enrolments(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, join = scope.of_tracks()
    columns = {
        metric: total(condition, "e.people" if metric is Metric.PEOPLE else "1")
        for metric, condition in OF_ENROLMENTS.items()
    }
    ended = total(DIVIDED_BY[Metric.COMPLETION_RATE])
    for number, scores, scored, over, *counts in reader.rows(
        f"""SELECT {owner}, sum(e.score), count(e.score), {ended}, {", ".join(columns.values())}
              FROM track t {join} JOIN enrolment e ON e.track_id = t.id
             WHERE {counted(span)} {scope.group(owner)}""",
        span,
    ):
        values: Figures = {metric.value: count for metric, count in zip(columns, counts, strict=True)}
        values[Metric.COMPLETION_RATE.value] = _divided(values[Metric.COMPLETED], over, decimals=4)
        values[Metric.AVERAGE_SCORE.value] = _divided(scores, scored, decimals=2)
        yield number, values


def _companies(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    for number, companies in reader.rows(
        f"SELECT d.owner, count(*) FROM {_took_part(scope, span)} d GROUP BY d.owner", span
    ):
        yield number, {Metric.COMPANIES.value: companies}


def _companies_new(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    for number, new in reader.rows(
        f"SELECT d.owner, count(*) FROM {_took_part(scope, span)} d WHERE {NEW} GROUP BY d.owner", span
    ):
        yield number, {Metric.COMPANIES_NEW.value: new}


def _took_part(scope: Scope, span: Mapping[str, Any]) -> str:
    """Return SQL for owner and company of the completed enrolments, each once; a merged company is what it became."""
    owner, join = scope.of_tracks()
    return f"""(SELECT DISTINCT {owner} AS owner, {SURVIVOR} AS company
                  FROM track t {join} JOIN enrolment e ON e.track_id = t.id AND {COMPLETED}
                  JOIN company k ON k.id = e.company_id
                 WHERE {counted(span)})"""


def _attendance(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, join = scope.of_tracks()
    seat = f"e.track_id = t.id AND {SEAT}"
    for number, attended, expected in reader.rows(
        f"""SELECT d.owner, sum(d.attended), sum(d.seats * d.held)
              FROM (SELECT {owner} AS owner,
                           (SELECT count(*) FROM enrolment e WHERE {seat}) AS seats,
                           {HELD} AS held,
                           (SELECT count(*) FROM enrolment e JOIN attendance a ON a.enrolment_id = e.id
                             WHERE {seat} AND a.people > 0) AS attended
                      FROM track t {join}
                     WHERE {counted(span)} AND {OBSERVED}) d
             GROUP BY d.owner""",
        span,
    ):
        yield number, {Metric.ATTENDANCE_RATE.value: _divided(attended, expected, decimals=4)}


def _questions_logged(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, condition = scope.of("q")
    for number, count in reader.rows(
        f"""SELECT {owner}, count(*) FROM question q
             WHERE {ASKED} AND {condition} AND {of_theme("q", span)} {scope.group(owner)}""",
        span,
    ):
        yield number, {Metric.QUESTIONS_LOGGED.value: count}


def _questions_answered(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, condition = scope.of("q")
    waits: dict[int | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, asked_on, answered_on, count in reader.rows(
        f"""SELECT {owner}, q.asked_on, f.answered_on, count(*) FROM {FIRST_ANSWERS}
             WHERE {ANSWERED} AND {condition} AND {of_theme("q", span)}
             {scope.group(owner, "q.asked_on", "f.answered_on")}""",
        span,
    ):
        waits[number][days_waited(asked_on, answered_on)] += count
    for number, days_of in waits.items():
        yield (
            number,
            {
                Metric.QUESTIONS_ANSWERED.value: sum(days_of.values()),
                Metric.MEDIAN_DAYS_TO_ANSWER.value: _median(days_of),
            },
        )


def _questions_open(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, condition = scope.of("q")
    found: dict[int | None, int] = defaultdict(int)
    narrowed = f"{condition} AND {of_theme('q', span)}"
    waiting = f"SELECT {owner}, count(*) FROM question q WHERE {WAITING} AND {narrowed} {scope.group(owner)}"
    answered_later = f"""SELECT {owner}, count(DISTINCT q.id) FROM {later_answers(reader, span)}
                          WHERE {ANSWERED_LATER} AND {narrowed} {scope.group(owner)}"""
    closed_later = f"SELECT {owner}, count(*) FROM question q WHERE {CLOSED_LATER} AND {narrowed} {scope.group(owner)}"
    for query in (waiting, answered_later, closed_later):
        for number, count in reader.rows(query, span):
            found[number] += count
    for number, count in found.items():
        yield number, {Metric.QUESTIONS_OPEN.value: count}


def _insights(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, condition = scope.of("i")
    for number, count in reader.rows(
        f"""SELECT {owner}, count(*) FROM insight i
             WHERE {PUBLISHED} AND {condition} AND {of_theme("i", span)} {scope.group(owner)}""",
        span,
    ):
        yield number, {Metric.INSIGHTS_PUBLISHED.value: count}


def _partners(reader: Reader, scope: Scope, span: Mapping[str, Any]) -> _Answer:
    owner, condition = scope.of("hp")
    for number, count in reader.rows(
        f"""SELECT {owner}, count(DISTINCT hp.partner_id) FROM hub_partner hp
             WHERE {TAKING_PART} AND {condition} {scope.group(owner)}""",
        span,
    ):
        yield number, {Metric.PARTNERS.value: count}


def _divided(part: float | None, whole: float | None, *, decimals: int) -> float | None:
    return round((part or 0) / whole, decimals) if whole else None


def _median(counts: Mapping[int, int]) -> float:
    """Return the median of values that occur so many times; of an even number the mean of the middle two."""
    total = sum(counts.values())
    middle: list[int] = []
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        while len(middle) < 2 and passed > (total - 1 + len(middle)) // 2:
            middle.append(value)
    return round(sum(middle) / 2, 2)


_QUERIES: tuple[tuple[frozenset[Metric], Callable[[Reader, Scope, Mapping[str, Any]], _Answer]], ...] = (
    (frozenset({Metric.TRACKS_PLANNED}), _tracks_planned),
    (frozenset({Metric.TRACKS_RUN, Metric.TRACKS_CANCELLED}), _tracks),
    (
        frozenset(
            {
                Metric.ENROLMENTS,
                Metric.PEOPLE,
                Metric.COMPLETED,
                Metric.NO_SHOW,
                Metric.COMPLETION_RATE,
                Metric.AVERAGE_SCORE,
                Metric.PROPOSITIONS,
                Metric.IMPLEMENTED,
            }
        ),
        _enrolments,
    ),
    (frozenset({Metric.COMPANIES}), _companies),
    (frozenset({Metric.COMPANIES_NEW}), _companies_new),
    (frozenset({Metric.ATTENDANCE_RATE}), _attendance),
    (frozenset({Metric.QUESTIONS_LOGGED}), _questions_logged),
    (frozenset({Metric.QUESTIONS_ANSWERED, Metric.MEDIAN_DAYS_TO_ANSWER}), _questions_answered),
    (frozenset({Metric.QUESTIONS_OPEN}), _questions_open),
    (frozenset({Metric.INSIGHTS_PUBLISHED}), _insights),
    (frozenset({Metric.PARTNERS}), _partners),
)
