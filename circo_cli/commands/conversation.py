"""The guided conversation about a hub: what is asked next follows from what the database holds."""

from __future__ import annotations

from typing import Any

import typer

from circo_cli.commands.arguments import filled
from circo_cli.commands.checks import parts_of
from circo_cli.commands.onboard import is_meant
from circo_cli.commands.onboard_steps import STEPS, STOP, Talk
from circo_cli.commands.twins import twin, type_line
from circo_cli.context import Invocation, of
from circo_cli.context.asking import ask_choice, ask_choices
from circo_cli.errors import AmbiguousError, InterruptedByUserError, LeftError, NotFoundError
from circo_cli.queries.hub import HubRow, list_hubs, steps_of_hub
from circo_cli.queries.keys import Found, find
from circo_cli.values.onboarding import StepState, done_of, may_enter
from circo_cli.values.vocabulary import HubKind, Province, Stage

NEW = " new"
"""The choice that is no hub's key."""


def talk_about(ctx: typer.Context, typed: str | None, options: dict[str, Any]) -> Found:
    """Create or find the hub, ask about all that is still to do, and return it.

    Raises `LeftError` for Ctrl-C, with the command that goes on from there.
    """
    call = of(ctx)
    known: Found | None = None
    try:
        if typed is None:
            typed = _which_hub(call)
            known = None if typed == NEW else _found(call, typed)
        else:
            known = _meant(call, typed)
        if known is None:
            known = _create(ctx, None if typed == NEW else typed, options)
        elif options:
            type_line(ctx, twin("hub", "edit", known.key, **options))
        _converse(ctx, known)
    except (InterruptedByUserError, KeyboardInterrupt) as leaving:
        if known is None:
            raise
        raise LeftError(
            f"left; every answer about {known.key} until now is kept",
            hint=f"circo hub onboard {known.key} goes on from here",
        ) from leaving
    return known


def _which_hub(call: Invocation) -> str:
    """Ask which hub it is about: one that is still on its way, or a new one."""
    with call.reader() as reader:
        rows = [
            row for row in list_hubs(reader, today=call.today).rows if row.stage in (Stage.EXPLORING, Stage.PREPARING)
        ]
    choices = {NEW: "a new hub", **{row.key: f"{row.name} ({row.stage})" for row in rows}}
    return ask_choice("Which hub?", choices) if rows else NEW


def _meant(call: Invocation, typed: str) -> Found | None:
    """Return the hub that was typed, or None for a new one; where it is not clear, ask."""
    name = filled(typed, what="HUB")
    with call.reader() as reader:
        try:
            found = find(reader, "hub", name)
        except (NotFoundError, AmbiguousError) as error:
            near = [str(key) for key in error.details]
        else:
            if is_meant(found, list_hubs(reader, today=call.today, hub_id=found.id).rows[0].name, name):
                return found
            near = [found.key]
    if not near:
        return None
    goes_on = {key: f"go on with {key}" for key in near}
    chosen = ask_choice(f"No hub is called '{name}'. What do you mean?", {**goes_on, NEW: f"a new hub '{name}'"})
    return None if chosen == NEW else _found(call, chosen)


def _found(call: Invocation, key: str) -> Found:
    with call.reader() as reader:
        return find(reader, "hub", key)


def _create(ctx: typer.Context, name: str | None, options: dict[str, Any]) -> Found:
    """Add the hub, having asked for what no option says."""
    talk = Talk(ctx)
    talk.call.narrate("\n")
    talk.call.tell("A new hub is made when its name, kind and place are known; Ctrl-C before that leaves nothing.")
    name = name or talk.text("What is the hub called?")
    result = type_line(ctx, twin("hub", "add", name, **options, **_asked_about(talk, options)))
    return _found(talk.call, result.rows[0][0])


def _asked_about(talk: Talk, options: dict[str, Any]) -> dict[str, Any]:
    """Ask for kind, region or sector of a new hub, as far as no option gave them."""
    asked: dict[str, Any] = {}
    if "kind" not in options:
        asked["kind"] = ask_choice(
            "What do its companies have in common?",
            {
                HubKind.REGIONAL.value: "a region in the Netherlands (regional)",
                HubKind.SECTORAL.value: "a sector (sectoral)",
                HubKind.INTERNATIONAL.value: "a country or region abroad (international)",
            },
        )
    kind = asked.get("kind") or options["kind"]
    if kind == HubKind.SECTORAL and "sector" not in options:
        asked["sector"] = ask_choices("Which themes?", talk.themes(), least=1)
    elif kind == HubKind.INTERNATIONAL and "region" not in options:
        asked["region"] = [talk.text("Which country? A code such as PT or BE", check=talk.check_country).upper()]
    elif kind == HubKind.REGIONAL and "region" not in options:
        elsewhere = "other"
        provinces = {each.value: each.nl.split("/")[0] for each in Province}
        chosen = ask_choices("Which provinces?", {**provinces, elsewhere: "only some postcodes"}, least=1)
        if elsewhere in chosen:
            typed = talk.text("Which postcodes? For example 3000-3199, 3300", check=talk.check_regions)
            chosen = [each for each in chosen if each != elsewhere] + parts_of(typed)
        asked["region"] = chosen
    return asked


def _converse(ctx: typer.Context, known: Found) -> None:
    """Ask about every step that is still to do, in order, until all is done or one wants to stop."""
    talk = Talk(ctx, known)
    row, states = _state(talk.call, known)
    talk.call.narrate("\n")
    talk.call.tell(f"{row.name} ({row.key}) is {row.stage}: {done_of(states)}")
    if row.stage not in (Stage.EXPLORING, Stage.PREPARING):
        return
    if row.launch_quarter is None:
        talk.ask_launch()
    later: set[str] = set()
    while True:
        row, states = _state(talk.call, known)
        if row.stage == Stage.EXPLORING and may_enter(Stage.PREPARING, states) and Stage.PREPARING not in later:
            later |= talk.ask_advance(Stage.PREPARING)
            continue
        to_do = next((state for state in states if not state.done and state.step not in later), None)
        if to_do is None:
            break
        answer = STEPS[to_do.step](talk, to_do)
        if answer == STOP:
            return
        if answer is not None:
            later.add(to_do.step)
    if row.stage == Stage.PREPARING and all(state.done for state in states):
        talk.ask_advance(Stage.OPERATIONAL)


def _state(call: Invocation, known: Found) -> tuple[HubRow, tuple[StepState, ...]]:
    with call.reader() as reader:
        row = list_hubs(reader, today=call.today, hub_id=known.id).rows[0]
        return row, steps_of_hub(reader, known.id, today=call.today)
