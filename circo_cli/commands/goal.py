"""circo goal: what a hub, or the network, aims at, beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    filled,
    found_id,
    found_metric,
    hub_filter,
    key_option,
    listed,
    optional,
    paging,
    quarter,
)
from circo_cli.context import Invocation, of, parsed
from circo_cli.queries.goal import GOALS, GoalRow, list_goals
from circo_cli.rendering.result import Result, hint

if TYPE_CHECKING:
    from circo_cli.values.quarter import Quarter

app = typer.Typer()


@app.command("set")
def set_(
    ctx: typer.Context,
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="A row of the report, such as companies.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A number; a rate also as 85%.")],
    hub: Annotated[
        str,
        typer.Option("--hub", metavar="HUB|all", help="The hub, or all for the network."),
    ],
    first: Annotated[str, typer.Option("--from", metavar="QUARTER", help="The first quarter.")],
    last: Annotated[str, typer.Option("--until", metavar="QUARTER", help="The last quarter.")],
    theme: Annotated[str | None, key_option("theme", "Only what is done in this theme.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark.")] = None,
) -> Result:
    """Set a goal; again for the same metric, hub, quarters and theme replaces it.

    Examples:
    circo goal set companies 150 --hub noord-holland --from 2026Q1 --until 2026Q4
    circo goal set completion_rate 85% --hub all --from this --until this
    """
    from circo_cli.domain.goal import parse_target, set_goal

    call = of(ctx)
    chosen = found_metric(metric, option="METRIC")
    number = parsed(parse_target, filled(target, what="target"), option="TARGET", metric=chosen)
    with call.change() as change:
        hub_id = hub_filter(change.reader, filled(hub, what="hub"))
        goal, before = set_goal(
            change.session,
            metric=chosen,
            target=number,
            hub_id=hub_id,
            first=_quarter(call, first, option="--from"),
            last=_quarter(call, last, option="--until"),
            theme_id=found_id(change.reader, "theme", theme or None),
            note=optional(note),
        )
        change.session.flush()
        row = list_goals(change.reader, today=call.today, goal_id=goal.id).rows[0]
        period = row.from_ if row.from_ == row.until else f"{row.from_}–{row.until}"
        was = f" (was {before:g})" if before not in (None, number) else ""
        line = f"{row.metric} {row.target}{was} for {row.hub}, {period}"
        change.summary = f"{row.key}: {line}"
        messages = [hint("circo goal list shows it beside what happened")]
        return call.changed(GOALS.fields, [row], [line], messages=messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    hub: HubFilter = None,
    metric: Annotated[str | None, typer.Option("--metric", metavar="METRIC", help="Only of this metric.")] = None,
    quarter_: Annotated[
        str | None, typer.Option("--quarter", metavar="QUARTER", help="Only that hold this quarter.")
    ] = None,
    theme: Annotated[str | None, key_option("theme", "Only of this theme.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List goals with the actual to date.

    Examples:
    circo goal list --hub noord-holland
    circo goal list --quarter this --metric companies
    """
    from circo_cli.values.quarter import Quarter

    call = of(ctx)
    wanted = quarter(call, quarter_, option="--quarter")
    with call.reader() as reader:
        page = list_goals(
            reader,
            today=call.today,
            hub_id=hub_filter(reader, hub),
            metric=None if metric is None else found_metric(metric, option="METRIC"),
            within=None if wanted is None else Quarter.parse(wanted),
            theme_id=found_id(reader, "theme", theme),
            paging=paging(call, sort, limit),
        )
    result = listed(page, GOALS.fields, columns=GOALS.fields, name="goals")
    return result if sort is not None else result._replace(picture=partial(_picture, page.rows))


def _picture(goals: Sequence[GoalRow], width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.goal import draw_goals

    return draw_goals(goals, width=width, color=color)


def _quarter(call: Invocation, typed: str, *, option: str) -> Quarter:
    from circo_cli.values.quarter import Quarter

    return Quarter.parse(quarter(call, typed, option=option) or "")
