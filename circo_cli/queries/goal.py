"""Goals beside what happened."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.queries.figures import Figures, figures, figures_by_hub
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
    owners = {
        number: (hub_id, theme_id) for number, hub_id, theme_id in reader.rows("SELECT id, hub_id, theme_id FROM goal")
    }
    together: dict[tuple[str, str, int | None], dict[int | None, set[str]]] = {}
    for number, row in zip(page.ids, page.rows, strict=True):
        hub_id, theme_id = owners[number]
        together.setdefault((row.from_, row.until, theme_id), {}).setdefault(hub_id, set()).add(row.metric)
    keys: dict[int | None, str] = {None: "all", **dict(reader.rows("SELECT id, key FROM hub"))}
    found: dict[tuple[str, str, int | None, str], Figures] = {}
    for (first, until, theme_id), metrics in together.items():
        span = {"first": Quarter.parse(first), "last": Quarter.parse(until)}
        hubs = metrics.keys() - {None}
        if len(hubs) > _FEW:  # as many queries as for one
            wanted = set().union(*(metrics[hub] for hub in hubs))
            counted = figures_by_hub(reader, **span, theme_id=theme_id, today=today, metrics=wanted)
            found.update({(first, until, theme_id, key): actual for key, actual in counted.items()})
            hubs = set()
        for hub_id in [*hubs, *(metrics.keys() & {None})]:
            found[first, until, theme_id, keys[hub_id]] = figures(
                reader, **span, hub_id=hub_id, theme_id=theme_id, today=today, metrics=metrics[hub_id]
            )
    return [
        row._replace(actual=found[row.from_, row.until, owners[number][1], row.hub][row.metric])
        for number, row in zip(page.ids, page.rows, strict=True)
    ]
