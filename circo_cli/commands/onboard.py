"""circo hub onboard: a guided conversation that takes a hub from its name to operational.

It can be left at any question and taken up again: every answer is a command of its own, printed and run at once, and
what is asked next follows from what the database holds.
"""

from __future__ import annotations

from shlex import quote
from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import filled, shown
from circo_cli.context import Invocation, of
from circo_cli.errors import NotFoundError, UsageError
from circo_cli.queries.hub import HubRow, list_hubs, show_hub, steps_of_hub
from circo_cli.queries.keys import Found, find
from circo_cli.queries.track import list_tracks
from circo_cli.rendering.result import Form, Message, Result, hint
from circo_cli.values.keys import slugify
from circo_cli.values.onboarding import StepState, done_of, next_on_the_road, way_to
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import Stage

app = typer.Typer()


@app.command("onboard")
def onboard(
    ctx: typer.Context,
    hub: Annotated[
        str | None,
        typer.Argument(metavar="[HUB]", help="Key of a hub to go on with, such as limburg, or the name of a new one."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="regional, sectoral or international.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(
            "--region", metavar="REGION", help="A province, postcodes 3000-3199, or a country code; repeat it."
        ),
    ] = None,
    sector: Annotated[list[str] | None, typer.Option("--sector", metavar="SECTOR", help="A theme; repeat it.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="Country code.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="Time zone.")] = None,
    launch: Annotated[str | None, typer.Option("--launch", metavar="QUARTER", help="Planned launch quarter.")] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="NAME", help="The hub lead.")] = None,
    lead_email: Annotated[
        str | None, typer.Option("--lead-email", metavar="EMAIL", help="The lead's e-mail address.")
    ] = None,
) -> Result:
    """Start a hub, or go on with one, question by question; leave at any time and take it up again.

    Every answer is a command of its own, which is printed. Without a terminal, or with --no-input, it creates the hub
    or changes what the options say, and lists what is still to do.

    Examples:
    circo hub onboard zeeland
    circo hub onboard "Flevoland" --region flevoland --launch next
    """
    call = of(ctx)
    options: dict[str, Any] = {
        "kind": kind, "region": region, "sector": sector, "country": country, "timezone": timezone,
        "launch": launch, "lead": lead, "lead_email": lead_email,
    }  # fmt: skip
    options = {name: value for name, value in options.items() if value is not None}
    if call.may_ask() and not call.flag("dry_run"):
        from circo_cli.commands.conversation import talk_about

        return _standing(call, talk_about(ctx, hub, options))
    return _without_asking(ctx, hub, options)


def _without_asking(ctx: typer.Context, typed: str | None, options: dict[str, Any]) -> Result:
    """Create the hub, or change what the options say of it, by the very command that does so."""
    from circo_cli.commands.twins import twin, type_line

    call = of(ctx)
    if typed is None:
        raise UsageError(
            "HUB is missing: the key of a hub, or the name of a new one",
            hint='circo hub onboard "Zeeland" --region zeeland',
            code="usage",
        )
    name = filled(typed, what="HUB")
    known = _known(call, name, changing=bool(options))
    if known is None or options:
        words = ("hub", "add", name) if known is None else ("hub", "edit", known.key)
        result = type_line(ctx, twin(*words, **options))
        if call.flag("dry_run"):
            return result
        with call.reader() as reader:
            known = find(reader, "hub", result.rows[0][0])
    return _standing(call, known)


def _known(call: Invocation, typed: str, *, changing: bool) -> Found | None:
    """Return the hub that was typed, or None for a new one of that name.

    A mere beginning of a key may be meant as a new name: it is refused where a hub that was not meant would be changed.
    """
    with call.reader() as reader:
        try:
            found = find(reader, "hub", typed)
        except NotFoundError:
            return None
        name = list_hubs(reader, today=call.today, hub_id=found.id).rows[0].name
    if changing and not is_meant(found, name, typed):
        raise UsageError(
            f"'{typed}' is only the beginning of {found.key}: is it that hub, or a new one?",
            hint=f"circo hub onboard {found.key} …, or for a new one circo hub add {quote(typed)} …",
            code="not-clear",
        )
    return found


def is_meant(found: Found, name: str, typed: str) -> bool:
    """Tell whether `typed` is the key or the name of the hub that was found, and not just its beginning."""
    return found.key in (typed.strip().lower(), slugify(typed)) or fold(typed) == fold(name)


def _standing(call: Invocation, known: Found) -> Result:
    """Return the hub as it stands now, with a hint for what is still to do."""
    with call.reader() as reader:
        row, nested = show_hub(reader, known.id, today=call.today)
        states = steps_of_hub(reader, known.id, today=call.today)
        tracks = [row.key for row in list_tracks(reader, hub_id=known.id).rows if row.status in ("planned", "open")]
    fields, values = shown(row, nested)
    return Result(
        form=Form.CHANGED,
        fields=fields,
        rows=[values],
        lines=(f"is {row.stage}; {done_of(states)}",),
        messages=tuple(_what_next(row, states, tracks)),
    )


def _what_next(row: HubRow, states: tuple[StepState, ...], tracks: list[str]) -> list[Message]:
    """Return a hint for each step that is still to do, the next stage, and how the quarter goes on."""
    if row.stage == Stage.CLOSED:
        return []
    hints = [f"to do, {state.step}: {way_to(state.step, row.key)}" for state in states if not state.done]
    way = next_on_the_road(row.key, Stage(row.stage), states)
    if way is not None and not any(text.endswith(way) for text in hints):
        hints.append(f"next: {way}")
    if tracks:
        hints.append(f"next, the companies: circo company add NAME, then circo enrol {tracks[0]} COMPANY")
    return [hint(text) for text in hints]
