"""circo hub: regional hubs from first contact to operational, and their partners."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubArgument,
    HubOrConfigured,
    LimitOption,
    SortOption,
    filled,
    found_all,
    hub_or_configured,
    listed,
    optional,
    paging,
    quarter,
    shown,
    term,
)
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.hub import HUBS, ComingTrack, HubRow, coming_tracks, list_hubs, namesakes, show_hub
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, note
from circo_cli.storage.reader import Reader
from circo_cli.values.onboarding import StepState, next_on_the_road
from circo_cli.values.vocabulary import HubKind, Stage

app = typer.Typer()

_COLUMNS = (
    "key",
    "name",
    "stage",
    "lead",
    "tracks",
    "companies",
    "open_questions",
    "launch_quarter",
    "official_on",
    "kind",
)

KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="regional, sectoral or international.")]
RegionsOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="REGION", help="A province, postcodes 3000-3199, or a country code; repeat it."),
]
SectorsOption = Annotated[list[str] | None, typer.Option("--sector", metavar="SECTOR", help="A theme; repeat it.")]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="Country code; default NL.")]
ZoneOption = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Time zone; default that of the country.")
]
LaunchOption = Annotated[str | None, typer.Option("--launch", metavar="QUARTER", help="Planned launch quarter.")]
LeadOption = Annotated[str | None, typer.Option("--lead", metavar="NAME", help="The hub lead.")]
LeadEmailOption = Annotated[
    str | None, typer.Option("--lead-email", metavar="EMAIL", help="The lead's e-mail address.")
]


@app.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The hub's name; its key follows from it.")],
    kind: KindOption = None,
    region: RegionsOption = None,
    sector: SectorsOption = None,
    country: CountryOption = None,
    timezone: ZoneOption = None,
    launch: LaunchOption = None,
    lead: LeadOption = None,
    lead_email: LeadEmailOption = None,
) -> Result:
    """Add a hub; it starts exploring.

    Examples:
    circo hub add "Noord-Holland" --region noord-holland --launch 2026Q2 --lead "Eva Voorbeeld"
    circo hub add "NRK Kunststoffen" --kind sectoral --sector kunststoffen
    """
    from circo_cli.commands.onboarding import changed_hub
    from circo_cli.domain.hub import add_hub

    call = of(ctx)
    typed_name = filled(name, what="name")
    regions = _regions(region or [])
    land, zone, messages = _place(country, timezone, regions)
    with call.change() as change:
        hub = add_hub(
            change.session,
            name=typed_name,
            kind=term(HubKind, kind, option="--kind") or HubKind.REGIONAL,
            country=land,
            timezone=zone,
            regions=regions,
            sector_ids=[found.id for found in found_all(change.reader, "theme", sector or [])],
            lead=optional(lead),
            lead_email=_email(lead_email),
            launch_quarter=quarter(call, launch, option="--launch"),
            today=call.today,
            actor=call.actor,
        )
        messages += _others(change.reader, hub.key)
        if not regions and not sector:
            messages.append(hint(f"say what it serves: circo hub edit {hub.key} --region REGION, or --sector THEME"))
        messages.append(hint(f"next: circo hub steps {hub.key} lists what to do"))
        return changed_hub(call, change, hub, f"added hub {hub.name}", messages)


@app.command("edit")
def edit(
    ctx: typer.Context,
    hub: HubArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name; the key stays.")] = None,
    kind: KindOption = None,
    region: RegionsOption = None,
    sector: SectorsOption = None,
    country: CountryOption = None,
    timezone: ZoneOption = None,
    launch: LaunchOption = None,
    lead: LeadOption = None,
    lead_email: LeadEmailOption = None,
) -> Result:
    """Change what is known of a hub; "" clears, a repeated option replaces the list.

    Examples:
    circo hub edit limburg --launch 2026Q3
    circo hub edit limburg --lead "Sanne Voorbeeld" --lead-email sanne@example.org
    """
    from circo_cli.commands.onboarding import changed_hub
    from circo_cli.domain.hub import edit_hub

    call = of(ctx)
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = filled(name, what="name")
    if kind is not None:
        values["kind"] = term(HubKind, kind, option="--kind")
    if launch is not None:
        values["launch_quarter"] = quarter(call, launch, option="--launch") if launch else None
    if lead is not None:
        values["lead"] = optional(lead)
    if lead_email is not None:
        values["lead_email"] = _email(lead_email)
    with call.change() as change:
        found = find(change.reader, "hub", hub)
        before = list_hubs(change.reader, today=call.today, hub_id=found.id).rows[0]
        sectors = (
            None if sector is None else [each.id for each in found_all(change.reader, "theme", filter(None, sector))]
        )
        regions = None if region is None else _regions([each for each in region if each])
        messages: list[Message] = []
        if country is not None or timezone is not None:
            clock, messages = _clock(before, country, timezone)
            values.update(clock)
        if not values and sectors is None and regions is None:
            raise UsageError("nothing to change", hint=f"circo hub edit {found.key} --lead NAME", code="nothing")
        changed, remarks = edit_hub(change.session, hub_id=found.id, values=values, regions=regions, sector_ids=sectors)
        messages += [note(text) for text in remarks]
        if name is not None or regions is not None:
            messages += _others(change.reader, changed.key)
        if before.lead is not None and changed.lead != before.lead:
            from circo_cli.commands import leading

            messages += leading.about_former(before, address_stays=changed.lead_email == before.lead_email is not None)
        return changed_hub(call, change, changed, f"edited hub {changed.name}", messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    stage: Annotated[str | None, typer.Option("--stage", metavar="STAGE", help="Only in this stage.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind.")] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="REGION", help="Only that name this region.")
    ] = None,
    launch: Annotated[
        str | None, typer.Option("--launch", metavar="QUARTER", help="Only planned for this quarter.")
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List hubs.

    Examples:
    circo hub list
    circo hub list --stage operational --sort -companies
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_hubs(
            reader,
            today=call.today,
            stage=term(Stage, stage, option="--stage"),
            kind=term(HubKind, kind, option="--kind"),
            region=None if region is None else _regions([region])[0],
            launch=quarter(call, launch, option="--launch"),
            paging=paging(call, sort, limit),
        )
    return listed(page, HUBS.fields, columns=_COLUMNS, name="hubs")


@app.command("show")
def show(ctx: typer.Context, hub: HubOrConfigured = None) -> Result:
    """Show a hub: stage, steps, partners, goals.

    Examples:
    circo hub show noord-holland
    circo hub show limburg --json
    """
    call = of(ctx)
    with call.reader() as reader:
        found = hub_or_configured(call, reader, hub)
        fields, row = shown(*show_hub(reader, found.id, today=call.today))
        tracks = coming_tracks(reader, found.id)
    result = Result(form=Form.ONE, fields=fields, rows=[row])
    return result._replace(picture=partial(_picture, result.objects()[0], tracks, call.today))


def _picture(thing: dict[str, Any], tracks: list[ComingTrack], today: date, width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.hub import draw_hub
    from circo_cli.values.quarter import Quarter

    key, stage = thing["key"], Stage(thing["stage"])
    otherwise = f"circo history {key}" if stage is Stage.CLOSED else f"circo status --hub {key}"
    return draw_hub(
        thing,
        tracks=tracks,
        following=next_on_the_road(key, stage, [StepState(**step) for step in thing["steps"]]) or otherwise,
        today=today.isoformat(),
        present=str(Quarter.containing(today)),
        width=width,
        color=color,
    )


def _regions(typed: list[str]) -> list[str]:
    from circo_cli.values.places import parse_region
    from circo_cli.values.zones import is_country

    return [parsed(parse_region, each, option="--region", is_country=is_country) for each in typed]


def _place(country: str | None, timezone: str | None, regions: list[str]) -> tuple[str, str, list[Message]]:
    """Return country and zone of a hub: as typed, or as its regions and its country have it."""
    from circo_cli.values.zones import parse_country, parse_zone, zones_by_country

    land = "NL"
    if country:
        land = parsed(parse_country, country, option="--country")
    else:
        abroad = [region for region in regions if len(region) == 2]
        land = abroad[0] if abroad else "NL"
    if timezone:
        return land, parsed(parse_zone, timezone, option="--timezone"), []
    zones = zones_by_country()[land]
    messages = [note(f"{land} has several time zones; {zones[0]} is taken (--timezone)")] if len(zones) > 1 else []
    return land, zones[0], messages


def _clock(hub: HubRow, country: str | None, timezone: str | None) -> tuple[dict[str, object], list[Message]]:
    """Return country and zone of a hub that is edited: "" is the usual one, another country brings its zone along."""
    land, zone, messages = _place(hub.country if country is None else country, timezone, [])
    if land == hub.country and timezone is None:
        return {"country": land}, []
    return {"country": land, "timezone": zone}, messages


def _others(reader: Reader, key: str) -> list[Message]:
    """Return notes on hubs that could be taken for this one: of the same name, or at the same place."""
    from circo_cli.queries.coverage import also_serving

    messages = [note(f"the hub {other} has the same name") for other in namesakes(reader, key)]
    for region, others in also_serving(reader, key).items():
        messages.append(note(f"{region} is served by {', '.join(others)} too: circo hub coverage shows overlaps"))
    return messages


def _email(typed: str | None) -> str | None:
    from circo_cli.values.email import parse_email

    return parsed(parse_email, typed, option="--lead-email") if typed else None
