"""Goals beside what happened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from circo_cli.queries.at_once import AT_ONCE, Span, count_at_once
from circo_cli.queries.counting import span_of
from circo_cli.queries.figures import Figure, Figures, figures, figures_by_hub
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter

_FEW = 2
"""The figures of more hubs than this are counted for all hubs at once."""


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
    about = {
        number: (hub_id, theme_id) for number, hub_id, theme_id in reader.rows("SELECT id, hub_id, theme_id FROM goal")
    }
    asked: list[tuple[str, Span]] = []
    for number, row in zip(page.ids, page.rows, strict=True):
        hub_id, theme_id = about[number]
        first, last = Quarter.parse(row.from_), Quarter.parse(row.until)
        to_date = span_of(first, last, theme_id=theme_id, hub_id=hub_id, today=today)
        asked.append((row.metric, Span(hub_id, theme_id, to_date["first"], to_date["last"])))
    wanted: dict[str, set[Span]] = {}
    for metric, span in asked:
        wanted.setdefault(metric, set()).add(span)
    found: dict[tuple[str, Span], Figure] = {}
    found.update(count_at_once(reader, {metric: wanted[metric] for metric in wanted.keys() & AT_ONCE}))
    found.update(_one_by_one(reader, {metric: wanted[metric] for metric in wanted.keys() - AT_ONCE}, today=today))
    return [row._replace(actual=found[each]) for each, row in zip(asked, page.rows, strict=True)]


def _one_by_one(
    reader: Reader, wanted: Mapping[str, Collection[Span]], *, today: date
) -> Iterator[tuple[tuple[str, Span], Figure]]:
    """Yield the figures that each span has to be asked for, of many hubs in as many queries as for one."""
    together: dict[Span, dict[int | None, set[str]]] = {}
    for metric, spans in wanted.items():
        for span in spans:
            together.setdefault(span._replace(hub_id=None), {}).setdefault(span.hub_id, set()).add(metric)
    keys: dict[int | None, str] = dict(reader.rows("SELECT id, key FROM hub")) if together else {}
    for whole, metrics in together.items():
        first, last = Quarter.parse(whole.first), Quarter.parse(whole.last)
        by_hub: dict[str, Figures] = {}
        if len(metrics.keys() - {None}) > _FEW:
            names = set().union(*(metrics[hub_id] for hub_id in metrics if hub_id is not None))
            by_hub = figures_by_hub(reader, first=first, last=last, theme_id=whole.theme_id, today=today, metrics=names)
        for hub_id, names in metrics.items():
            counted = by_hub.get(keys.get(hub_id, "")) or figures(
                reader, first=first, last=last, hub_id=hub_id, theme_id=whole.theme_id, today=today, metrics=names
            )
            for name in names:
                yield (name, whole._replace(hub_id=hub_id)), counted[name]
