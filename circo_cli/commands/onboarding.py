"""circo hub: the road from first contact to operational, and off it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    ForceOption,
    HubArgument,
    LimitOption,
    OnOption,
    ReasonOption,
    SortOption,
    day,
    filled,
    listed,
    optional,
    paging,
    shown,
    term,
)
from circo_cli.context import Invocation, of
from circo_cli.queries.hub import show_hub, steps_of_hub
from circo_cli.queries.keys import find
from circo_cli.queries.listing import arranged
from circo_cli.rendering.result import Message, Result, hint
from circo_cli.values.onboarding import StepState
from circo_cli.values.vocabulary import Stage, Step

if TYPE_CHECKING:
    from circo_cli.storage.database import Change


app = typer.Typer()

NeededReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")]


@app.command("steps")
def steps(ctx: typer.Context, hub: HubArgument, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """List the onboarding steps of a hub, and why the automatic ones are done or not.

    Examples:
    circo hub steps limburg
    """
    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, "hub", hub)
        rows = steps_of_hub(reader, found.id, today=call.today)
    messages = [hint(f"tick one with circo hub tick {found.key} STEP")] if not all(row.done for row in rows) else []
    page = arranged(rows, StepState._fields, paging(call, sort, limit))
    return listed(page, StepState._fields, columns=StepState._fields, name="steps", messages=tuple(messages))


@app.command("advance")
def advance(
    ctx: typer.Context,
    hub: HubArgument,
    stage: Annotated[str | None, typer.Argument(metavar="[STAGE]", help="preparing or operational.")] = None,
    on: OnOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Bring a hub to its next stage, when the steps it needs are done.

    Examples:
    circo hub advance gelderland
    circo hub advance friesland operational --on 1-4-2026 --force --reason "agreed with the province"
    """
    from circo_cli.domain.hub import advance_hub

    call = of(ctx)
    with call.change() as change:
        changed = advance_hub(
            change.session,
            hub_id=find(change.reader, "hub", hub).id,
            stage=term(Stage, stage, option="STAGE"),
            on=day(call, on, option="--on") or call.today,
            today=call.today,
            actor=call.actor,
            force=force,
            reason=optional(reason),
        )
        return changed_hub(call, change, changed, f"is {changed.stage} now", [])


@app.command("tick")
def tick(
    ctx: typer.Context,
    hub: HubArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help="For example contact-made; circo hub steps HUB.")],
    on: OnOption = None,
    note_text: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark.")] = None,
) -> Result:
    """Tick an onboarding step that is done.

    Examples:
    circo hub tick limburg contact-made --on 3-2-2026 --note "met LIOF gesproken"
    """
    from circo_cli.domain.hub import tick_step

    call = of(ctx)
    found_step = term(Step, step, option="STEP")
    if found_step is None:
        raise AssertionError("an argument is never None")
    with call.change() as change:
        changed = tick_step(
            change.session,
            hub_id=find(change.reader, "hub", hub).id,
            step=found_step,
            on=day(call, on, option="--on") or call.today,
            note=optional(note_text),
        )
        return changed_hub(call, change, changed, f"ticked {found_step}", [])


@app.command("untick")
def untick(
    ctx: typer.Context,
    hub: HubArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help="A step that was ticked by hand.")],
) -> Result:
    """Take back a tick by hand.

    Examples:
    circo hub untick limburg contact-made
    """
    from circo_cli.domain.hub import untick_step

    call = of(ctx)
    found_step = term(Step, step, option="STEP")
    if found_step is None:
        raise AssertionError("an argument is never None")
    with call.change() as change:
        changed = untick_step(change.session, hub_id=find(change.reader, "hub", hub).id, step=found_step)
        return changed_hub(call, change, changed, f"unticked {found_step}", [])


@app.command("pause")
def pause(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Pause a hub.

    Examples:
    circo hub pause limburg --reason "financiering loopt af"
    """
    from circo_cli.domain.hub import pause_hub

    return _restage(ctx, hub, reason, on, pause_hub, "paused")


@app.command("resume")
def resume(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Resume a paused hub, in the stage that it had.

    Examples:
    circo hub resume vmrg-gevels --reason "nieuwe financiering"
    """
    from circo_cli.domain.hub import resume_hub

    return _restage(ctx, hub, reason, on, resume_hub, "resumed")


@app.command("close")
def close(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Close a hub for good.

    Examples:
    circo hub close limburg --reason "opgegaan in een andere hub"
    """
    from circo_cli.domain.hub import close_hub

    return _restage(ctx, hub, reason, on, close_hub, "closed")


def _restage(ctx: typer.Context, hub: str, reason: str, on: str | None, rule: Any, done: str) -> Result:
    call = of(ctx)
    with call.change() as change:
        changed = rule(
            change.session,
            hub_id=find(change.reader, "hub", hub).id,
            on=day(call, on, option="--on") or call.today,
            actor=call.actor,
            reason=filled(reason, what="reason"),
        )
        return changed_hub(call, change, changed, f"{done}: {changed.name} is {changed.stage}", [])


def changed_hub(call: Invocation, change: Change, hub: Any, line: str, messages: list[Message]) -> Result:
    change.session.flush()
    change.summary = f"{hub.key}: {line}"
    fields, row = shown(*show_hub(change.reader, hub.id, today=call.today))
    return call.changed(fields, [row], [line], messages=messages)
