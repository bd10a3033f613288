"""circo hub: who leads a hub and who once led it, and erasing them."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands import forgetting
from circo_cli.commands.arguments import HubArgument, filled
from circo_cli.context import of
from circo_cli.queries.hub import HUBS, HubRow, list_hubs
from circo_cli.queries.removed import find_even_removed, find_lead
from circo_cli.rendering.result import Message, Result, hint, note

if TYPE_CHECKING:
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.storage.database import Change

app = typer.Typer()


@app.command("forget")
def forget_(
    ctx: typer.Context,
    hub: HubArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who leads the hub, or once led it.")],
) -> Result:
    """Erase a lead of a hub, also a former one, for good wherever the name stands; the hub stays.

    Examples:
    circo hub forget limburg "Guus Peelmans" --dry-run
    circo hub forget limburg "Guus Peelmans" --yes
    """
    from circo_cli.domain.forgetting import forget_lead

    call = of(ctx)
    typed_name = filled(name, what="name")
    with call.reader() as reader:
        found, present = find_even_removed(reader, "hub", hub)
        lead = find_lead(reader, found, typed_name)

    def left(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
        return HUBS.fields, list_hubs(change.reader, today=call.today, hub_id=found.id).rows[0]

    return forgetting.forget(
        call,
        question=f"Erase {lead.name}, {'lead' if lead.until is None else 'once the lead'} of {found.key}?",
        noun="lead",
        erase=lambda change: forget_lead(change, hub_id=found.id, key=found.key, name=lead.name),
        show=left if present else forgetting.only_key,
    )


def about_former(before: HubRow, *, address_stays: bool) -> Iterator[Message]:
    """Yield what an edit leaves of who was the lead before it."""
    if address_stays:
        yield note(
            f"the address of {before.key} is still {before.lead_email}: circo hub edit {before.key} --lead-email E"
        )
    way = f"circo hub forget {before.key} {quote(before.lead or '')}"
    yield hint(f"{before.lead} stays in the history and in texts; {way} erases the name for good")
