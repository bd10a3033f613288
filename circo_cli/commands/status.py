"""circo status: what needs attention now."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.commands.arguments import HubFilter, LimitOption, SortOption, found_hub, listed
from circo_cli.context import ConfiguredKey, of
from circo_cli.queries.attention import Item, Scope
from circo_cli.queries.listing import Paging, arranged
from circo_cli.queries.status import about_backup, is_empty, list_attention
from circo_cli.rendering.result import Result, hint, note
from circo_cli.storage.backup_places import last_backup
from circo_cli.values.vocabulary import Urgency

app = typer.Typer()

_FIRST_STEPS = (
    hint("nothing is in it yet: circo hub onboard makes a first hub, circo import DIR takes in a whole network"),
    hint("circo demo builds an example to look around in"),
)
_PROMPT = 1  # the line below the screen's last, on which the shell asks for the next command


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
        found = None if hub is None or hub.lower() == "all" else found_hub(reader, hub)
        scope = Scope(
            today=call.today,
            hub_id=None if found is None else found.id,
            hub=None if found is None else found.key,
            whole=found is None and hub is not None,
        )
        # Who works for one hub, and has configured it, is the one who makes the backups too.
        whole = found is None or isinstance(hub, ConfiguredKey)
        backup = about_backup(last_backup(call.database), today=call.today) if whole else None
        items = list_attention(reader, scope=scope, backup=backup)
        messages = _FIRST_STEPS if is_empty(reader) else () if items else (note("nothing needs attention"),)
    urgent = any(item.urgency is Urgency.NOW for item in items)
    page = arranged(items, Item._fields, Paging(sort, limit))
    result = listed(page, Item._fields, columns=Item._fields, name="status", messages=messages)
    result = result._replace(exit_code=1 if exit_code and urgent else 0)

    def picture(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.status import draw_status
        from circo_cli.rendering.table import terminal_height

        height = terminal_height() - _PROMPT - len(messages) - len(call.notes) if limit is None else None
        everything = f"circo status{scope.typed} --limit {len(items)}"
        return draw_status(page.rows, width=width, height=height, everything=everything, color=color)

    return result if sort is not None else result._replace(picture=picture, total=None)
