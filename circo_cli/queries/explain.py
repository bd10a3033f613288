"""The keys behind a figure of the quarter report: what was counted, or what a quotient is taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

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
from circo_cli.queries.counting import Scope, counted, days_waited, later_answers, of_theme, span_of
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import counted as number_of
from circo_cli.values.text import one_line
from circo_cli.values.vocabulary import Metric


class ExplainRow(NamedTuple):
    """A thing behind a figure; `title` is what people know it by, and what it adds where that is not one."""

    key: str
    title: str


def keys_behind(
    reader: Reader,
    metric: Metric,
    *,
    first: Quarter,
    last: Quarter,
    hub_id: int | None = None,
    theme_id: int | None = None,
    today: date,
) -> list[ExplainRow]:
    """Return what the figure of `metric` is made of, over the quarters `first` to `last`, each thing once.

    Of a count there are as many as the figure says; of people, the enrolments that sent them; of a quotient, what it
    is divided by. Scope and quarters are those of `circo_cli.queries.figures.figures`.
    """
    scope = Scope(by_hub=hub_id is not None, hub_id=hub_id)
    span = span_of(first, last, theme_id=theme_id, hub_id=hub_id, today=today)
    return [ExplainRow(key, one_line(title)) for key, title in _QUERIES[metric](reader, scope, span, metric)]


_Titled = list[tuple[str, str]]


def _tracks(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    _, join = scope.of_tracks()
    condition = (
        f"{PLANNED} AND {of_theme('t', span)}"
        if metric is Metric.TRACKS_PLANNED
        else f"{counted(span)} AND {OF_TRACKS[metric]}"
    )
    return reader.rows(f"SELECT t.key, t.title FROM track t {join} WHERE {condition} ORDER BY t.key", span)


_BESIDE: Mapping[Metric, tuple[str, Callable[[Any], str]]] = {
    Metric.PEOPLE: ("e.people", lambda people: number_of(people, "person", "people")),
    Metric.COMPLETION_RATE: ("e.status", str),
    Metric.AVERAGE_SCORE: ("e.score", lambda score: f"score {score}"),
    Metric.PROPOSITIONS: ("e.outcome", str),
}
"""What an enrolment adds to a figure, where that is more than one."""


def _enrolments(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    condition = DIVIDED_BY.get(metric) or OF_ENROLMENTS[metric]
    column, told = _BESIDE.get(metric, ("NULL", str))
    return [
        (key, title if added is None else f"{title} ({told(added)})")
        for key, title, added in _titled(reader, scope, span, condition, column)
    ]


def _attendance(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    attended = "(SELECT count(*) FROM attendance a WHERE a.enrolment_id = e.id AND a.people > 0)"
    return [
        (key, f"{title} (at {came} of {number_of(held, 'session', 'sessions')})")
        for key, title, came, held in _titled(reader, scope, span, f"{SEAT} AND {OBSERVED}", f"{attended}, {HELD}")
    ]


def _titled(
    reader: Reader, scope: Scope, span: Mapping[str, Any], condition: str, columns: str
) -> list[tuple[Any, ...]]:
    """Return key, title and `columns` of the enrolments that meet the condition, in Tracks that count."""
    _, join = scope.of_tracks()
    return reader.rows(
        f"""SELECT 'E' || e.id, m.name || ', ' || t.title, {columns}
              FROM track t {join} JOIN enrolment e ON e.track_id = t.id
              JOIN company k ON k.id = e.company_id JOIN company m ON m.id = {SURVIVOR}
             WHERE {counted(span)} AND {condition} ORDER BY e.id""",
        span,
    )


def _companies(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    _, join = scope.of_tracks()
    return reader.rows(
        f"""SELECT m.key, m.name
              FROM (SELECT DISTINCT {SURVIVOR} AS company
                      FROM track t {join} JOIN enrolment e ON e.track_id = t.id AND {COMPLETED}
                      JOIN company k ON k.id = e.company_id
                     WHERE {counted(span)}) d
              JOIN company m ON m.id = d.company
             WHERE {NEW if metric is Metric.COMPANIES_NEW else "1 = 1"} ORDER BY m.key""",
        span,
    )


def _questions_logged(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    return _questions(reader, scope, span, f"SELECT q.id, q.text FROM question q WHERE {ASKED}")


def _questions_answered(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    if metric is Metric.QUESTIONS_ANSWERED:
        return _questions(reader, scope, span, f"SELECT q.id, q.text FROM {FIRST_ANSWERS} WHERE {ANSWERED}")
    columns = "q.id, q.text, q.asked_on, f.answered_on"
    return [
        (key, f"{title} ({number_of(days_waited(*days), 'day', 'days')})")
        for key, title, *days in _questions(
            reader, scope, span, f"SELECT {columns} FROM {FIRST_ANSWERS} WHERE {ANSWERED}"
        )
    ]


def _questions_open(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    return _questions(
        reader,
        scope,
        span,
        f"SELECT q.id, q.text FROM question q WHERE {WAITING}",
        f"SELECT DISTINCT q.id, q.text FROM {later_answers(reader, span)} WHERE {ANSWERED_LATER}",
        f"SELECT q.id, q.text FROM question q WHERE {CLOSED_LATER}",
    )


def _questions(reader: Reader, scope: Scope, span: Mapping[str, Any], *queries: str) -> list[tuple[Any, ...]]:
    """Return what the queries over questions ``q`` find in the scope, the first column as a key."""
    _, condition = scope.of("q")
    narrowed = f"{condition} AND {of_theme('q', span)}"
    found = [row for query in queries for row in reader.rows(f"{query} AND {narrowed}", span)]
    return [(f"Q{number}", *columns) for number, *columns in sorted(found)]


def _insights(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    _, condition = scope.of("i")
    return reader.rows(
        f"""SELECT 'K' || i.id, i.title FROM insight i
             WHERE {PUBLISHED} AND {condition} AND {of_theme("i", span)} ORDER BY i.id""",
        span,
    )


def _partners(reader: Reader, scope: Scope, span: Mapping[str, Any], metric: Metric) -> _Titled:
    _, condition = scope.of("hp")
    return reader.rows(
        f"""SELECT DISTINCT p.key, p.name FROM hub_partner hp JOIN partner p ON p.id = hp.partner_id
             WHERE {TAKING_PART} AND {condition} ORDER BY p.key""",
        span,
    )


_QUERIES: Mapping[Metric, Callable[[Reader, Scope, Mapping[str, Any], Metric], _Titled]] = {
    Metric.TRACKS_PLANNED: _tracks,
    **dict.fromkeys(OF_TRACKS, _tracks),
    **dict.fromkeys((*OF_ENROLMENTS, *DIVIDED_BY), _enrolments),
    Metric.ATTENDANCE_RATE: _attendance,
    Metric.COMPANIES: _companies,
    Metric.COMPANIES_NEW: _companies,
    Metric.QUESTIONS_LOGGED: _questions_logged,
    Metric.QUESTIONS_ANSWERED: _questions_answered,
    Metric.MEDIAN_DAYS_TO_ANSWER: _questions_answered,
    Metric.QUESTIONS_OPEN: _questions_open,
    Metric.INSIGHTS_PUBLISHED: _insights,
    Metric.PARTNERS: _partners,
}
