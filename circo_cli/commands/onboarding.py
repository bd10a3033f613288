"""circo hub: the road from first contact to operational, and off it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    ForceOption,
    HubArgument,
    HubOrConfigured,
    LimitOption,
    OnOption,
    ReasonOption,
    SortOption,
    day,
    filled,
    hub_or_configured,
    listed,
    optional,
    paging,
    shown,
    term,
)
from circo_cli.context import Invocation, of
from circo_cli.queries.hub import list_hubs, show_hub, steps_of_hub
from circo_cli.queries.keys import find
from circo_cli.queries.listing import arranged
from circo_cli.rendering.result import Message, Result, hint, note, warning
from circo_cli.values.onboarding import StepState, needed_for, next_on_the_road
from circo_cli.values.vocabulary import Stage, Step

if TYPE_CHECKING:
    from circo_cli.storage.database import Change


app = typer.Typer()

_COLUMNS = ("step", "done", "on", "note", "automatic")

NeededReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")]


@app.command("steps")
def steps(
    ctx: typer.Context, hub: HubOrConfigured = None, sort: SortOption = None, limit: LimitOption = None
) -> Result:
    """List the onboarding steps of a hub, and why the automatic ones are done or not.

    Examples:
    circo hub steps limburg
    circo hub steps limburg --json
    """
    call = of(ctx)
    with call.reader() as reader:
        found = hub_or_configured(call, reader, hub)
        rows = steps_of_hub(reader, found.id, today=call.today)
        stage = Stage(list_hubs(reader, today=call.today, hub_id=found.id).rows[0].stage)
    way = next_on_the_road(found.key, stage, rows)
    messages = [] if way is None else [hint(f"next: {way}")]
    page = arranged(rows, StepState._fields, paging(call, sort, limit))
    return listed(page, StepState._fields, columns=_COLUMNS, name="steps", messages=tuple(messages))


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
    from circo_cli.domain.loose_ends import question_date

    call = of(ctx)
    when = day(call, on, option="--on") or call.today
    with call.change() as change:
        hub_id = find(change.reader, "hub", hub).id
        warnings = question_date(change.session, hub_id=hub_id, on=when, today=call.today)
        changed = advance_hub(
            change.session,
            hub_id=hub_id,
            stage=term(Stage, stage, option="STAGE"),
            on=when,
            today=call.today,
            actor=call.actor,
            force=force,
            reason=optional(reason),
        )
        since = "now" if when == call.today else f"since {when}" if when < call.today else f"from {when}"
        messages = [warning(text) for text in warnings]
        states = steps_of_hub(change.reader, hub_id, today=call.today)
        missing = [state.step for state in states if not state.done and state.step in needed_for(changed.stage)]
        if missing:
            messages.append(note(f"forced, without {', '.join(missing)}"))
        messages += _what_next(call, change, changed)
        return changed_hub(call, change, changed, f"is {changed.stage} {since}", messages)


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
    circo hub tick gelderland region-explored
    """
    from circo_cli.domain.hub import tick_step

    call = of(ctx)
    found_step = term(Step, step, option="STEP")
    if found_step is None:
        raise AssertionError("an argument is never None")
    when = day(call, on, option="--on") or call.today
    messages = [warning(f"{when} is still to come: is the date right?")] if when > call.today else []
    with call.change() as change:
        changed = tick_step(
            change.session,
            hub_id=find(change.reader, "hub", hub).id,
            step=found_step,
            on=when,
            note=optional(note_text),
        )
        messages += _what_next(call, change, changed)
        return changed_hub(call, change, changed, f"ticked {found_step}", messages)


@app.command("untick")
def untick(
    ctx: typer.Context,
    hub: HubArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help="A step that was ticked by hand.")],
) -> Result:
    """Take back a tick by hand.

    Examples:
    circo hub untick limburg contact-made
    circo hub untick limburg contact-made --dry-run
    """
    from circo_cli.domain.hub import untick_step

    call = of(ctx)
    found_step = term(Step, step, option="STEP")
    if found_step is None:
        raise AssertionError("an argument is never None")
    with call.change() as change:
        changed = untick_step(change.session, hub_id=find(change.reader, "hub", hub).id, step=found_step)
        stays = found_step in needed_for(changed.stage)
        messages = [note(f"{changed.key} stays {changed.stage}, which needs {found_step}")] if stays else []
        return changed_hub(call, change, changed, f"unticked {found_step}", messages)


@app.command("pause")
def pause(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Pause a hub.

    Examples:
    circo hub pause limburg --reason "financiering loopt af"
    circo hub pause limburg --reason "geen trainers" --on 1-6-2026
    """
    from circo_cli.domain.hub import pause_hub

    return _restage(ctx, hub, reason, on, pause_hub, "paused")


@app.command("resume")
def resume(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Resume a paused hub, in the stage that it had.

    Examples:
    circo hub resume vmrg-gevels --reason "nieuwe financiering"
    circo hub resume vmrg-gevels --reason "toch genoeg bedrijven" --on 1-6-2026
    """
    from circo_cli.domain.hub import resume_hub

    return _restage(ctx, hub, reason, on, resume_hub, "resumed")


@app.command("close")
def close(ctx: typer.Context, hub: HubArgument, reason: NeededReason, on: OnOption = None) -> Result:
    """Close a hub for good.

    Examples:
    circo hub close limburg --reason "opgegaan in een andere hub"
    circo hub close limburg --reason "geen financiering" --dry-run
    """
    from circo_cli.domain.hub import close_hub

    return _restage(ctx, hub, reason, on, close_hub, "closed")


def _restage(ctx: typer.Context, hub: str, reason: str, on: str | None, rule: Any, done: str) -> Result:
    from circo_cli.domain.loose_ends import loose_ends, question_date

    call = of(ctx)
    when = day(call, on, option="--on") or call.today
    with call.change() as change:
        hub_id = find(change.reader, "hub", hub).id
        warnings = question_date(change.session, hub_id=hub_id, on=when, today=call.today)
        changed = rule(
            change.session,
            hub_id=hub_id,
            on=when,
            actor=call.actor,
            reason=filled(reason, what="reason"),
        )
        if changed.stage in (Stage.PAUSED, Stage.CLOSED):
            warnings += loose_ends(change.session, hub_id=hub_id, today=call.today)
        messages = [warning(text) for text in warnings]
        if changed.stage is Stage.PAUSED:
            messages.append(hint(f"circo hub resume {changed.key} --reason TEXT brings it back"))
        return changed_hub(call, change, changed, f"{done}: {changed.name} is {changed.stage}", messages)


def _what_next(call: Invocation, change: Change, hub: Any) -> list[Message]:
    """Return a hint that says what brings the hub further on its road."""
    way = next_on_the_road(hub.key, hub.stage, steps_of_hub(change.reader, hub.id, today=call.today))
    return [] if way is None else [hint(f"next: {way}")]


def changed_hub(call: Invocation, change: Change, hub: Any, line: str, messages: list[Message]) -> Result:
    """Return the result of a change of `hub`, which `line` tells."""
    change.session.flush()
    change.summary = f"{hub.key}: {line}"
    fields, row = shown(*show_hub(change.reader, hub.id, today=call.today))
    return call.changed(fields, [row], [line], messages=messages)
