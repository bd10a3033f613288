"""circo hub: the network as a whole, where its hubs are and when they launch."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, listed, paging, quarter
from circo_cli.context import of
from circo_cli.errors import UsageError
from circo_cli.queries.coverage import CoverageRow, list_coverage
from circo_cli.queries.listing import Page, arranged
from circo_cli.queries.pipeline import Launch, list_launches
from circo_cli.rendering.result import Message, Picture, Result, hint
from circo_cli.values.quarter import Quarter

app = typer.Typer()


@app.command("coverage")
def coverage(ctx: typer.Context, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """Show where hubs are: who serves each province, and each country abroad that a hub names; gaps and overlaps.

    A hub serves the provinces that it names and those in which its postcodes lie; closed hubs serve nothing. Sectors
    are no places: circo hub find --sector answers for them.

    Examples:
    circo hub coverage
    circo hub coverage --json
    """
    call = of(ctx)
    with call.reader() as reader:
        found = list_coverage(reader)

    def picture(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.coverage import draw_coverage

        return draw_coverage(found.rows, partly=found.partly, sectoral=found.sectoral, width=width, color=color)

    page = arranged(found.rows, CoverageRow._fields, paging(call, sort, limit))
    return _pictured(page, CoverageRow._fields, "coverage", picture, sort, limit)


@app.command("pipeline")
def pipeline(
    ctx: typer.Context,
    first: Annotated[str | None, typer.Option("--from", metavar="QUARTER", help="The first quarter.")] = None,
    last: Annotated[str | None, typer.Option("--until", metavar="QUARTER", help="The last quarter.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List the launches of hubs per quarter: who was planned, who started, who slipped and by how many quarters.

    A hub stands in the quarter in which it started, else in that for which it is planned; without either it comes
    last. A closed hub that never started stays where it was planned, and slips no further.

    Examples:
    circo hub pipeline
    circo hub pipeline --from 2026Q1 --until next
    """
    call = of(ctx)
    begin, end = quarter(call, first, option="--from"), quarter(call, last, option="--until")
    if begin is not None and end is not None and end < begin:
        raise UsageError(
            f"--until {end} lies before --from {begin}", hint="give the later quarter to --until", code="period"
        )
    with call.reader() as reader:
        found = list_launches(
            reader,
            today=call.today,
            first=None if begin is None else Quarter.parse(begin),
            last=None if end is None else Quarter.parse(end),
        )
    present = str(Quarter.containing(call.today))
    late = [
        launch.hub
        for launch in found.launches
        if launch.official_on is None and launch.slip_quarters is not None and (launch.launch_quarter or "~") < present
    ]

    def picture(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.pipeline import draw_pipeline

        return draw_pipeline(found.launches, moved=found.moved, present=present, width=width, color=color)

    page = arranged(found.launches, Launch._fields, paging(call, sort, limit))
    messages = (hint(f"plan anew what is late: circo hub edit {late[0]} --launch QUARTER"),) if late else ()
    return _pictured(page, Launch._fields, "pipeline", picture, sort, limit, messages)


def _pictured(
    page: Page[CoverageRow] | Page[Launch],
    fields: tuple[str, ...],
    name: str,
    picture: Picture,
    sort: str | None,
    limit: int | None,
    messages: tuple[Message, ...] = (),
) -> Result:
    """Return a list that a terminal shows as a picture, unless it is to be sorted or cut."""
    result = listed(page, fields, columns=fields, name=name, messages=messages)
    if sort is not None or limit is not None:
        return result
    return result._replace(picture=picture, total=None)
