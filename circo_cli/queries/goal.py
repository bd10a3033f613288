"""Goals beside what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from circo_cli.queries.counting import codes, span_of
from circo_cli.queries.figures import Figures, figures, figures_by_hub
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric, QuestionStatus

_FEW = 2
"""The figures of more hubs than this are counted for all hubs at once, and answers in more spans for all quarters."""

_ANSWERED = Metric.QUESTIONS_ANSWERED.value

_Asking = tuple[int | None, str, str, int | None]
"""Whose answered questions, from and until which quarter, of which theme."""


class GoalRow(NamedTuple):
    """A goal; `hub` is ``all`` for the whole network, `actual` is counted over its quarters up to today."""

    key: str
    hub: str
    metric: str
    target: float | int
    from_: str
    until: str
    theme: str | None
    note: str | None
    actual: float | int | None


GOALS = Listing(
    row=GoalRow,
    source="goal_overview v",
    order="v.from_quarter, v.until_quarter, v.id",
    columns={
        "key": "v.id",
        "hub": "coalesce(v.hub, 'all')",
        "from": "v.from_quarter",
        "until": "v.until_quarter",
        "actual": "NULL",
    },
    converted={
        "key": lambda number: number_key("goal", number),
        "target": lambda target: int(target) if target == int(target) else target,
    },
)


def list_goals(
    reader: Reader,
    *,
    today: date,
    hub_id: int | None = None,
    metric: str | None = None,
    within: Quarter | None = None,
    theme_id: int | None = None,
    goal_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[GoalRow]:
    """Return the goals that meet every filter given, each with the actual to date; `within` is a quarter it holds."""
    filters = Filters()
    filters.add("v.hub_id = :hub_id", hub_id=hub_id)
    filters.add("v.metric = :metric", metric=metric)
    filters.add("v.theme_id = :theme_id", theme_id=theme_id)
    filters.add("v.id = :goal_id", goal_id=goal_id)
    quarter = None if within is None else str(within)
    filters.add("v.from_quarter <= :quarter AND v.until_quarter >= :quarter", quarter=quarter)
    by_actual = paging.sort is not None and paging.sort.removeprefix("-") == "actual"
    page = GOALS.fetch(reader, where=filters.where, values=filters.values, paging=Paging() if by_actual else paging)
    pairs = list(zip(page.ids, with_actuals(reader, page, today=today), strict=True))
    if by_actual:
        pairs = _sorted_by_actual(pairs, paging)
    rows, ids = [row for _, row in pairs], [number for number, _ in pairs]
    return Page(rows=rows, total=len(page.rows) if by_actual and paging.counted else page.total, ids=ids)


def _sorted_by_actual(pairs: list[tuple[int, GoalRow]], paging: Paging) -> list[tuple[int, GoalRow]]:
    """Return the goals sorted by what happened, which no query can do; unknown ones come last."""
    known = sorted(
        (pair for pair in pairs if pair[1].actual is not None),
        key=lambda pair: pair[1].actual or 0,
        reverse=(paging.sort or "").startswith("-"),
    )
    return [*known, *(pair for pair in pairs if pair[1].actual is None)][: paging.limit]


def with_actuals(reader: Reader, page: Page[GoalRow], *, today: date) -> list[GoalRow]:
    """Return the goals of `page` with what happened: goals of the same quarters and theme are counted together."""
    owners = {
        number: (hub_id, theme_id) for number, hub_id, theme_id in reader.rows("SELECT id, hub_id, theme_id FROM goal")
    }
    together: dict[tuple[str, str, int | None], dict[int | None, set[str]]] = {}
    for number, row in zip(page.ids, page.rows, strict=True):
        hub_id, theme_id = owners[number]
        together.setdefault((row.from_, row.until, theme_id), {}).setdefault(hub_id, set()).add(row.metric)
    asking = {
        (owner, first, until, theme_id)
        for (first, until, theme_id), metrics in together.items()
        for owner, names in metrics.items()
        if _ANSWERED in names
    }
    at_once = len({tuple(span) for _, *span in asking}) > _FEW
    keys: dict[int | None, str] = {None: "all", **dict(reader.rows("SELECT id, key FROM hub"))}
    found: dict[tuple[str, str, int | None, str], Figures] = {}
    if at_once:
        counted_at_once = _answered(reader, asking, today=today)
        for metrics in together.values():
            for names in metrics.values():
                names.discard(_ANSWERED)
    for (first, until, theme_id), metrics in together.items():
        span = {"first": Quarter.parse(first), "last": Quarter.parse(until)}
        hubs = {hub for hub, names in metrics.items() if names and hub is not None}
        if len(hubs) > _FEW:  # as many queries as for one
            wanted = set().union(*(metrics[hub] for hub in hubs))
            counted = figures_by_hub(reader, **span, theme_id=theme_id, today=today, metrics=wanted)
            found.update({(first, until, theme_id, key): actual for key, actual in counted.items()})
            hubs = set()
        for hub_id in [*hubs, *([None] if metrics.get(None) else [])]:
            found[first, until, theme_id, keys[hub_id]] = figures(
                reader, **span, hub_id=hub_id, theme_id=theme_id, today=today, metrics=metrics[hub_id]
            )
    if at_once:
        for (owner, first, until, theme_id), count in counted_at_once.items():
            found.setdefault((first, until, theme_id, keys[owner]), {})[_ANSWERED] = count
    return [
        row._replace(actual=found[row.from_, row.until, owners[number][1], row.hub][row.metric])
        for number, row in zip(page.ids, page.rows, strict=True)
    ]


def _answered(reader: Reader, asking: Collection[_Asking], *, today: date) -> dict[_Asking, int]:
    """Return how many questions were answered first in each of the spans asked for, from one reading of the answers.

    The same as the metric's own query, which reads all answers of its quarters: dear where there are many spans.
    """
    hubs = {hub_id for hub_id, *_ in asking}
    hub_id = next(iter(hubs)) if len(hubs) == 1 else None
    by_theme = any(theme_id is not None for *_, theme_id in asking)
    theme, grouped = ("q.theme_id", ", q.theme_id") if by_theme else ("NULL", "")
    query = _OF_NETWORK if hub_id is None else _OF_HUB
    counts: Counter[tuple[int | None, int | None, str]] = Counter()
    for owner, of_theme, month, count in reader.rows(query.format(theme=theme, grouped=grouped), {"hub": hub_id}):
        quarter = str(Quarter.containing(date.fromisoformat(f"{month}-01")))
        for each in {owner, None}:
            for about in {of_theme, None}:
                counts[each, about, quarter] += count
    found = {}
    for each in asking:
        owner, first, until, theme_id = each
        span = span_of(Quarter.parse(first), Quarter.parse(until), theme_id=theme_id, hub_id=owner, today=today)
        present, total = Quarter.parse(span["first"]), 0
        while str(present) <= span["last"]:
            total += counts[owner, theme_id, str(present)]
            present = present.next
        found[each] = total
    return found


_BUT_MERGED = codes(each for each in QuestionStatus if each is not QuestionStatus.MERGED)
_OF_NETWORK = """SELECT q.hub_id, {theme}, substr(f.day, 1, 7) AS month, count(*)
                   FROM (SELECT a.question_id, min(a.answered_on) AS day FROM question_answer a
                          GROUP BY a.question_id) f CROSS JOIN question q
                  WHERE q.id = f.question_id AND q.status <> 'merged'
                  GROUP BY q.hub_id, month{grouped}"""
_OF_HUB = f"""SELECT d.hub_id, d.theme_id, substr(d.day, 1, 7) AS month, count(*)
               FROM (SELECT q.hub_id, {{theme}} AS theme_id,
                            (SELECT min(a.answered_on) FROM question_answer a WHERE a.question_id = q.id) AS day
                       FROM question q
                      WHERE q.hub_id = :hub AND q.status IN ({_BUT_MERGED})) d
              WHERE d.day IS NOT NULL
              GROUP BY d.hub_id, d.theme_id, month"""
"""Of each question its first answer; the statuses are named so that an index alone tells the hub's."""
