"""What the quarter report is made of: rows, lines of hubs, goals, Tracks, questions by category."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from circo_cli.queries.conditions import ASKED, SEAT
from circo_cli.queries.counting import Scope, counted, span_of
from circo_cli.queries.figures import RATES, Figure, Figures, figures, figures_by_hub
from circo_cli.queries.goal import GOALS, GoalRow, with_actuals
from circo_cli.queries.lifespan import Lifespan
from circo_cli.queries.listing import collect
from circo_cli.storage.reader import Reader
from circo_cli.values.dates import FIRST_YEAR
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Category, Metric


class ReportRow(NamedTuple):
    """A metric beside its target and the quarter it is compared with.

    `delta` is `actual` − `previous`; `percent` is `actual` ÷ `target` × 100, to 2 decimals.
    """

    metric: str
    actual: Figure
    target: Figure
    previous: Figure
    delta: Figure
    percent: float | None


class HubLine(NamedTuple):
    """The figures of one hub; `absent` where there is nothing on record of it in the quarter."""

    key: str
    name: str
    figures: Mapping[str, Figure]
    closed_on: str | None = None
    absent: bool = False


class TrackLine(NamedTuple):
    """A Track that counts in the quarter; `seats` are enrolments, `people` those whom they send.

    `hubs` are the keys of those that organise it, `hub_names` what people call them.
    """

    key: str
    title: str
    hubs: tuple[str, ...]
    status: str
    starts_on: str | None
    seats: int
    capacity: int
    people: int
    score: float | None
    hub_names: tuple[str, ...]


class TrendLine(NamedTuple):
    """The figures of one quarter of a trend."""

    quarter: str
    figures: Mapping[str, Figure]


class CategoryLine(NamedTuple):
    """How many questions of a category were asked in the quarter, merged ones left out."""

    category: str
    questions: int


def report_rows(
    reader: Reader, *, quarter: Quarter, compare: Quarter | None, hub_id: int | None, today: date
) -> list[ReportRow]:
    """Return a row for every metric, in their order; without `compare` nothing is previous."""
    actual = figures(reader, first=quarter, last=quarter, hub_id=hub_id, today=today)
    previous: Figures = (
        figures(reader, first=compare, last=compare, hub_id=hub_id, today=today) if compare else dict.fromkeys(actual)
    )
    targets = {
        metric: _number(target)
        for metric, target in reader.rows(
            """SELECT metric, target FROM goal
                WHERE coalesce(hub_id, 0) = :hub AND from_quarter = :quarter AND until_quarter = :quarter
                  AND theme_id IS NULL""",
            {"hub": hub_id or 0, "quarter": str(quarter)},
        )
    }
    return [_row(metric, actual[metric], targets.get(metric), previous[metric]) for metric in Metric]


def hub_lines(
    reader: Reader,
    *,
    quarter: Quarter,
    hub_id: int | None,
    own: Mapping[str, Figure],
    lifespans: Mapping[str, Lifespan],
    today: date,
) -> list[HubLine]:
    """Return a line for each hub, in the order of their keys; for one hub only its `own` figures."""
    names: dict[str, str] = dict(
        reader.rows("SELECT key, name FROM hub WHERE :hub IS NULL OR id = :hub ORDER BY key", {"hub": hub_id})
    )
    lines: Mapping[str, Mapping[str, Figure]] = (
        figures_by_hub(reader, first=quarter, last=quarter, today=today)
        if hub_id is None
        else dict.fromkeys(names, own)
    )
    return [
        HubLine(key, names[key], line, lifespans[key].closed_on, lifespans[key].lacks(quarter, line))
        for key, line in lines.items()
    ]


def other_goals(reader: Reader, *, quarter: Quarter, hub_id: int | None, today: date) -> list[GoalRow]:
    """Return the goals of this hub, or of the network, that hold `quarter` and are no target of a row.

    Those are the longer ones and those with a theme; each has its actual to date.
    """
    page = GOALS.fetch(
        reader,
        where=(
            "v.hub_id IS NULL" if hub_id is None else "v.hub_id = :hub",
            "v.from_quarter <= :quarter AND v.until_quarter >= :quarter",
            "v.from_quarter < v.until_quarter OR v.theme_id IS NOT NULL",
        ),
        values={"hub": hub_id, "quarter": str(quarter)},
    )
    return with_actuals(reader, page, today=today)


def tracks_of_quarter(
    reader: Reader, *, quarter: Quarter, hub_id: int | None, today: date, cancelled: bool = True
) -> list[TrackLine]:
    """Return the Tracks that count in `quarter`, each once, by their first day; joint ones with every hub."""
    owner, join = Scope(by_hub=hub_id is not None, hub_id=hub_id).of_tracks()
    span = span_of(quarter, quarter, theme_id=None, hub_id=hub_id, today=today)
    seated = f"FROM enrolment e WHERE e.track_id = t.id AND {SEAT}"
    rows = reader.rows(
        f"""SELECT t.id, t.key, t.title, t.status,
                   (SELECT min(s.starts_on) FROM track_session s WHERE s.track_id = t.id) AS starts_on,
                   (SELECT count(*) {seated}), t.capacity, (SELECT coalesce(sum(e.people), 0) {seated}),
                   (SELECT sum(e.score) FROM enrolment e WHERE e.track_id = t.id),
                   (SELECT count(e.score) FROM enrolment e WHERE e.track_id = t.id), {owner}
              FROM track t {join}
             WHERE {counted(span)} {"" if cancelled else "AND t.status <> 'cancelled'"}
             ORDER BY starts_on IS NULL, starts_on, t.key""",
        span,
    )
    numbers = [row[0] for row in rows]
    hubs, names = (
        collect(
            reader,
            f"""SELECT o.track_id, h.{field} FROM track_hub o JOIN hub h ON h.id = o.hub_id
                 WHERE {{owners}} ORDER BY o.position""",
            "o.track_id",
            numbers,
        )
        for field in ("key", "name")
    )
    return [
        TrackLine(
            key=key,
            title=title,
            hubs=hubs.get(number, ()),
            status=status,
            starts_on=starts_on,
            seats=seats,
            capacity=capacity,
            people=people,
            score=round(scores / scored, 2) if scored else None,
            hub_names=names.get(number, ()),
        )
        for number, key, title, status, starts_on, seats, capacity, people, scores, scored, _ in rows
    ]


TREND_QUARTERS = 8
"""How many quarters a trend shows; the reported one is the last."""

TREND = (
    Metric.TRACKS_RUN,
    Metric.COMPANIES,
    Metric.PEOPLE,
    Metric.AVERAGE_SCORE,
    Metric.QUESTIONS_LOGGED,
    Metric.QUESTIONS_ANSWERED,
)
"""The metrics whose trend is shown."""


def trend_lines(
    reader: Reader,
    *,
    quarter: Quarter,
    hub_id: int | None,
    today: date,
    known: Mapping[Quarter, Mapping[str, Figure]],
) -> list[TrendLine]:
    """Return the `TREND` of the eight quarters that end with `quarter`, the earliest first.

    Of quarters that are `known`, all figures, nothing is counted again.
    """
    quarters = [quarter]
    while len(quarters) < TREND_QUARTERS and quarters[0] > Quarter(FIRST_YEAR, 1):
        quarters.insert(0, quarters[0].previous)
    return [
        TrendLine(
            str(each),
            {metric.value: known[each][metric] for metric in TREND}
            if each in known
            else figures(reader, first=each, last=each, hub_id=hub_id, today=today, metrics=TREND),
        )
        for each in quarters
    ]


def questions_by_category(reader: Reader, *, quarter: Quarter, hub_id: int | None) -> list[CategoryLine]:
    """Return the categories in which questions were asked, most first, then in the vocabulary's order."""
    owner = "1 = 1" if hub_id is None else "q.hub_id = :hub"
    counts: dict[str, int] = dict(
        reader.rows(
            f"""SELECT q.category, count(*) FROM question q
                 WHERE {ASKED} AND {owner}
                 GROUP BY q.category""",
            {"from": quarter.first.isoformat(), "until": quarter.last.isoformat(), "hub": hub_id},
        )
    )
    lines = [CategoryLine(category.value, counts[category]) for category in Category if category in counts]
    return sorted(lines, key=lambda line: -line.questions)


def _row(metric: Metric, actual: Figure, target: Figure, previous: Figure) -> ReportRow:
    decimals = 4 if metric in RATES else 2
    delta = None if actual is None or previous is None else actual - previous
    return ReportRow(
        metric=metric.value,
        actual=actual,
        target=target,
        previous=previous,
        delta=round(delta, decimals) if isinstance(delta, float) else delta,
        percent=None if actual is None or not target else round(actual / target * 100, 2),
    )


def _number(target: float) -> int | float:
    return int(target) if target == int(target) else target
