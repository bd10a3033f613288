"""circo status: what needs attention now."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.commands.arguments import HubFilter, LimitOption, SortOption, hub_filter, paging
from circo_cli.context import of
from circo_cli.queries.listing import arranged
from circo_cli.queries.status import Item, list_attention
from circo_cli.rendering.result import Form, Result, note
from circo_cli.storage.backup import last_backup

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
        columns=("urgency", "key", "message", "command"),
        name="status",
        messages=messages,
        exit_code=1 if exit_code and urgent else 0,
    )
