"""circo hub: regional hubs from first contact to operational, and their partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands import onboarding
from circo_cli.commands.arguments import (
    HubArgument,
    LimitOption,
    OnOption,
    SortOption,
    day,
    filled,
    found_all,
    listed,
    optional,
    paging,
    quarter,
    shown,
    term,
)
from circo_cli.commands.onboarding import changed_hub
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.hub import HUBS, list_hubs, show_hub
from circo_cli.queries.keys import find
from circo_cli.queries.partner import find_partner
from circo_cli.rendering.result import Form, Message, Result, hint, note
from circo_cli.values.vocabulary import HubKind, Journey, PartnerKind, PartnerRole, Stage

if TYPE_CHECKING:
    pass

app = typer.Typer()
"""The verbs of hub; those of its onboarding follow at the end."""

_COLUMNS = (
    "key",
    "name",
    "kind",
    "stage",
    "launch_quarter",
    "official_on",
    "lead",
    "tracks",
    "companies",
    "open_questions",
)

KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="regional, sectoral or international.")]
RegionsOption = Annotated[
    list[str] | None,
    typer.Option("--region", metavar="R", help="A province, postcodes 3000-3199, or a country code; repeat it."),
]
SectorsOption = Annotated[list[str] | None, typer.Option("--sector", metavar="THEME", help="A theme; repeat it.")]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="CC", help="Country code; default NL.")]
ZoneOption = Annotated[
    str | None, typer.Option("--timezone", metavar="TZ", help="Time zone; default that of the country.")
]
LaunchOption = Annotated[str | None, typer.Option("--launch", metavar="QUARTER", help="Planned launch quarter.")]
LeadOption = Annotated[str | None, typer.Option("--lead", metavar="NAME", help="The hub lead.")]
LeadEmailOption = Annotated[str | None, typer.Option("--lead-email", metavar="E", help="The lead's e-mail address.")]


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
    from circo_cli.domain.hub import edit_hub

    call = of(ctx)
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = filled(name, what="name")
    if kind is not None:
        values["kind"] = term(HubKind, kind, option="--kind")
    if country is not None:
        values["country"], values["timezone"], _ = _place(country, timezone, [])
    elif timezone is not None:
        values["timezone"] = _place(None, timezone, [])[1]
    if launch is not None:
        values["launch_quarter"] = quarter(call, launch, option="--launch") if launch else None
    if lead is not None:
        values["lead"] = optional(lead)
    if lead_email is not None:
        values["lead_email"] = _email(lead_email)
    with call.change() as change:
        found = find(change.reader, "hub", hub)
        sectors = (
            None if sector is None else [each.id for each in found_all(change.reader, "theme", filter(None, sector))]
        )
        regions = None if region is None else _regions([each for each in region if each])
        if not values and sectors is None and regions is None:
            raise UsageError("nothing to change", hint=f"circo hub edit {found.key} --lead NAME", code="nothing")
        changed = edit_hub(change.session, hub_id=found.id, values=values, regions=regions, sector_ids=sectors)
        return changed_hub(call, change, changed, f"edited hub {changed.name}", [])


@app.command("list")
def list_(
    ctx: typer.Context,
    stage: Annotated[str | None, typer.Option("--stage", metavar="S", help="Only in this stage.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="K", help="Only of this kind.")] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="R", help="Only that name this region.")] = None,
    launch: Annotated[str | None, typer.Option("--launch", metavar="Q", help="Only planned for this quarter.")] = None,
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
def show(ctx: typer.Context, hub: HubArgument) -> Result:
    """Show a hub: stage, steps, partners, goals.

    Examples:
    circo hub show noord-holland
    circo hub show limburg --json
    """
    call = of(ctx)
    with call.reader() as reader:
        fields, row = shown(*show_hub(reader, find(reader, "hub", hub).id, today=call.today))
    return Result(form=Form.ONE, fields=fields, rows=[row])


@app.command("partner")
def partner(
    ctx: typer.Context,
    hub: HubArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A partner's key or name; a new name makes one.")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="host, core, supporting or funder.")],
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="For example bank or province.")] = None,
    covers: Annotated[
        list[str] | None,
        typer.Option("--covers", metavar="JOURNEY", help="introduction, plan, execution or finance; repeat it."),
    ] = None,
    on: OnOption = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Its last day.")] = None,
) -> Result:
    """Give a partner a role in a hub.

    Examples:
    circo hub partner zeeland "Provincie Zeeland" --role host --kind province --covers introduction --covers plan
    """
    from circo_cli.domain.hub import add_partner_to_hub
    from circo_cli.storage.tables import Hub

    call = of(ctx)
    typed_name = filled(name, what="name")
    found_role = term(PartnerRole, role, option="--role")
    stages = [term(Journey, each, option="--covers") for each in covers or []]
    with call.change() as change:
        hub_id = find(change.reader, "hub", hub).id
        added = add_partner_to_hub(
            change.session,
            hub_id=hub_id,
            partner_id=find_partner(change.reader, typed_name),
            name=typed_name,
            kind=term(PartnerKind, kind, option="--kind"),
            role=found_role or PartnerRole.CORE,
            covers=[each for each in stages if each is not None],
            on=day(call, on, option="--on") or call.today,
            until=day(call, until, option="--until"),
        )
        changed = change.session.get_one(Hub, hub_id)
        return changed_hub(call, change, changed, f"{added.name} is {found_role} now", [])


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


def _email(typed: str | None) -> str | None:
    from circo_cli.values.email import parse_email

    return parsed(parse_email, typed, option="--lead-email") if typed else None


app.registered_commands.extend(onboarding.app.registered_commands)
