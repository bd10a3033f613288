"""circo status: what needs attention now."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

import typer

from circo_cli.commands.arguments import HubFilter, LimitOption, SortOption, hub_filter, paging
from circo_cli.context import of
from circo_cli.queries.listing import arranged
from circo_cli.queries.status import Item, list_attention
from circo_cli.rendering.result import Form, Result, note
from circo_cli.storage.backup import last_backup
from circo_cli.values.text import visible

app = typer.Typer()


@app.command("status")
def status(
    ctx: typer.Context,
    hub: HubFilter = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 if anything is urgent now.")] = False,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Show what needs attention, most urgent first, each with the command that settles it.

    Examples:
    circo status
    circo status --hub noord-holland --exit-code
    """
    call = of(ctx)
    with call.reader() as reader:
        items = list_attention(
            reader,
            today=call.today,
            now=call.moment,
            hub_id=hub_filter(reader, hub),
            last_backup=last_backup(call.database),
        )
    urgent = any(item.urgency == "now" for item in items)
    page = arranged(items, Item._fields, paging(call, sort, limit))
    messages = () if items else (note("nothing needs attention"),)
    return Result(
        form=Form.LIST,
        fields=Item._fields,
        rows=page.rows,
        total=page.total,
        name="status",
        picture=(lambda width, color: _picture(page.rows)) if page.rows else None,
        messages=messages,
        exit_code=1 if exit_code and urgent else 0,
    )


def _picture(items: list[Item]) -> str:
    """Return what a terminal shows: under each urgency what it is about, and the command that settles it."""
    lines: list[str] = []
    for urgency, group in groupby(items, key=lambda item: item.urgency):
        lines.append(urgency.upper())
        for item in group:
            lines += [f"  {item.key}: {visible(item.message)}", f"      {item.command}"]
    return "\n".join(lines) + "\n"
