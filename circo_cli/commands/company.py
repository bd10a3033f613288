"""circo company: companies and other participants."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    CompanyArgument,
    HubFilter,
    LimitOption,
    SortOption,
    filled,
    found_id,
    hub_filter,
    key_option,
    listed,
    optional,
    paging,
    shown,
    term,
)
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.company import COMPANIES, is_follow_up_due, list_companies, show_company
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.storage.reader import Reader
from circo_cli.values.vocabulary import ChainRole, CompanyKind, Journey, Province, Term

if TYPE_CHECKING:
    from circo_cli.domain.company import Remarks
    from circo_cli.storage.database import Change

app = typer.Typer()

_COLUMNS = (
    "key",
    "name",
    "hub",
    "sector",
    "chain_role",
    "journey",
    "tracks",
    "open_questions",
    "next_on",
    "city",
    "kind",
)
_SHORT_KVK = 7

KvkOption = Annotated[str | None, typer.Option("--kvk", metavar="NUMBER", help="KvK number: eight digits.")]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="company, municipality, school, designer or other.")
]
SectorOption = Annotated[str | None, typer.Option("--sector", metavar="SECTOR", help="A theme, or free text.")]
RoleOption = Annotated[str | None, typer.Option("--chain-role", metavar="CHAIN-ROLE", help="Place in the value chain.")]
CityOption = Annotated[str | None, typer.Option("--city", metavar="PLACE", help="Town.")]
PostcodeOption = Annotated[
    str | None, typer.Option("--postcode", metavar="POSTCODE", help="Postcode, such as 1234 AB.")
]
RegionOption = Annotated[
    str | None, typer.Option("--region", metavar="REGION", help="Province; default that of the postcode.")
]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="COUNTRY", help="Country code; default NL.")]
HomeOption = Annotated[str | None, key_option("hub", "Home hub; default the one that serves the place.")]
JourneyOption = Annotated[
    str | None, typer.Option("--journey", metavar="JOURNEY", help="introduction, plan, execution or finance.")
]
WebsiteOption = Annotated[str | None, typer.Option("--website", metavar="URL", help="Address of the website.")]


@app.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The company's name; its key follows from it.")],
    kvk: KvkOption = None,
    kind: KindOption = None,
    sector: SectorOption = None,
    chain_role: RoleOption = None,
    city: CityOption = None,
    postcode: PostcodeOption = None,
    region: RegionOption = None,
    country: CountryOption = None,
    hub: HomeOption = None,
    journey: JourneyOption = None,
    website: WebsiteOption = None,
) -> Result:
    """Add a company or another participant; its home hub follows from its place.

    Examples:
    circo company add "Fictief Meubels" --kvk 90000017 --postcode "3511 AB" --city Utrecht --chain-role brand
    circo company add "Gemeente Voorbeeldstad" --kind municipality --region drenthe
    """
    from circo_cli.commands.people import changed_company
    from circo_cli.domain.company import HOME, Place, add_company

    call = of(ctx)
    typed_name = filled(name, what="name")
    messages: list[Message] = []
    number = _kvk(kvk, messages) if kvk is not None else None
    place = Place(
        _country(country) if country is not None else HOME,
        optional(postcode),
        term(Province, optional(region), option="--region"),
    )
    with call.change() as change:
        company, remarks = add_company(
            change.session,
            name=typed_name,
            kvk=number,
            kind=term(CompanyKind, kind, option="--kind") or CompanyKind.COMPANY,
            sector=_sector(change.reader, sector),
            chain_role=term(ChainRole, optional(chain_role), option="--chain-role"),
            city=optional(city),
            place=place,
            hub_id=found_id(change.reader, "hub", optional(hub)),
            journey=term(Journey, optional(journey), option="--journey"),
            website=_website(website),
        )
        messages.extend([*_told(remarks), hint(f"next: circo enrol TRACK {company.key}")])
        return changed_company(call, change, company, f"added company {company.name}", messages)


@app.command("edit")
def edit(
    ctx: typer.Context,
    company: CompanyArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name; the key stays.")] = None,
    kvk: KvkOption = None,
    kind: KindOption = None,
    sector: SectorOption = None,
    chain_role: RoleOption = None,
    city: CityOption = None,
    postcode: PostcodeOption = None,
    region: RegionOption = None,
    country: CountryOption = None,
    hub: HomeOption = None,
    journey: JourneyOption = None,
    website: WebsiteOption = None,
) -> Result:
    """Change what is known of a company; "" clears.

    Examples:
    circo company edit aannemer-fictiebouw-zuid --journey plan
    circo company edit aannemer-fictiebouw-zuid --postcode "9712 CP" --city Groningen --sector ""
    """
    from circo_cli.commands.people import changed_company
    from circo_cli.domain.company import edit_company

    call = of(ctx)
    messages: list[Message] = []
    readings: dict[str, tuple[str | None, Callable[[str], Any]]] = {
        "name": (name, lambda typed: filled(typed, what="name")),
        "kvk": (kvk, lambda typed: _kvk(typed, messages)),
        "kind": (kind, lambda typed: term(CompanyKind, typed, option="--kind")),
        "chain_role": (chain_role, lambda typed: _term_or_none(ChainRole, typed, "--chain-role")),
        "city": (city, optional),
        "postcode": (postcode, optional),
        "region": (region, lambda typed: _term_or_none(Province, typed, "--region")),
        "country": (country, _country),
        "journey": (journey, lambda typed: _term_or_none(Journey, typed, "--journey")),
        "website": (website, _website),
    }
    values = {field: read(typed) for field, (typed, read) in readings.items() if typed is not None}
    with call.change() as change:
        found = find(change.reader, "company", company)
        if sector is not None:
            values["sector"] = _sector(change.reader, sector)
        if hub is not None:
            values["hub_id"] = found_id(change.reader, "hub", optional(hub))
        if not values:
            raise UsageError("nothing to change", hint=f"circo company edit {found.key} --city NAME", code="nothing")
        changed, remarks = edit_company(change.session, company_id=found.id, values=values)
        return changed_company(call, change, changed, f"edited company {changed.name}", [*messages, *_told(remarks)])


@app.command("list")
def list_(
    ctx: typer.Context,
    hub: HubFilter = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind.")] = None,
    sector: Annotated[str | None, typer.Option("--sector", metavar="SECTOR", help="Only of this sector.")] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="REGION", help="Only in this province, postcodes 3000-3199 or country."),
    ] = None,
    chain_role: Annotated[
        str | None, typer.Option("--chain-role", metavar="CHAIN-ROLE", help="Only with this role.")
    ] = None,
    journey: Annotated[str | None, typer.Option("--journey", metavar="JOURNEY", help="Only at this stage.")] = None,
    track: Annotated[str | None, key_option("track", "Only those of this Track.")] = None,
    follow_up_due: Annotated[bool, typer.Option("--follow-up-due", help="Only where a follow-up is due.")] = False,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List companies.

    Examples:
    circo company list --hub noord-holland
    circo company list --follow-up-due --sort next_on
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_companies(
            reader,
            today=call.today,
            hub_id=hub_filter(reader, hub),
            kind=term(CompanyKind, kind, option="--kind"),
            sector=optional(sector),
            region=_region(region),
            chain_role=term(ChainRole, chain_role, option="--chain-role"),
            journey=term(Journey, journey, option="--journey"),
            track_id=found_id(reader, "track", track),
            follow_up_due=follow_up_due,
            paging=paging(call, sort, limit),
        )
    return listed(page, COMPANIES.fields, columns=_COLUMNS, name="companies")


@app.command("show")
def show(ctx: typer.Context, company: CompanyArgument) -> Result:
    """Show a company: contacts, enrolments, questions, notes.

    Examples:
    circo company show aannemer-fictiebouw-zuid
    circo company show 99000053 --json
    """
    from circo_cli.values.follow_up import next_step

    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, "company", company)
        fields, row = shown(*show_company(reader, found.id, today=call.today))
        due = is_follow_up_due(reader, found.id, today=call.today)
    result = Result(form=Form.ONE, fields=fields, rows=[row])
    today = call.today.isoformat()

    def picture(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.company import draw_company

        thing = result.objects()[0]
        step = next_step(thing, follow_up_due=due, today=today)
        return draw_company(thing, next_step=step, today=today, width=width, color=color)

    return result._replace(picture=picture)


def _told(remarks: Remarks) -> list[Message]:
    return [*map(note, remarks.notes), *map(warning, remarks.warnings)]


def _kvk(typed: str, messages: list[Message]) -> str | None:
    from circo_cli.values.kvk import parse_kvk

    if not typed.strip():
        return None
    number: str = parsed(parse_kvk, typed, option="--kvk")
    if sum(character.isdigit() for character in typed) == _SHORT_KVK:
        messages.append(note(f"KvK number {number}: a leading zero was added to seven digits"))
    return number


def _country(typed: str) -> str:
    from circo_cli.values.zones import parse_country

    country: str = parsed(parse_country, typed, option="--country")
    return country


def _website(typed: str | None) -> str | None:
    from circo_cli.values.website import parse_website

    address = optional(typed)
    return None if address is None else parsed(parse_website, address, option="--website")


def _region(typed: str | None) -> str | None:
    from circo_cli.values.places import parse_region
    from circo_cli.values.zones import is_country

    return None if typed is None else parsed(parse_region, typed, option="--region", is_country=is_country)


def _sector(reader: Reader, typed: str | None) -> str | None:
    """Return the key of the theme that a sector is, or the free text."""
    from circo_cli.queries.theme import names_of_themes, sector_names

    text = optional(typed)
    return None if text is None else sector_names(names_of_themes(reader), text)[0]


def _term_or_none(kind: type[Term], typed: str, option: str) -> Term | None:
    return term(kind, optional(typed), option=option)


@app.command("forget")
def forget_(ctx: typer.Context, company: CompanyArgument) -> Result:
    """Erase a company for good, with contacts and notes, wherever it is named; what only counts stays.

    Examples:
    circo company forget aannemer-fictiebouw-zuid --dry-run
    circo company forget aannemer-fictiebouw-zuid --yes
    """
    from circo_cli.commands import forgetting
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.domain.forgetting import forget_company
    from circo_cli.queries.removed import find_even_removed

    call = of(ctx)
    with call.reader() as reader:
        found, present = find_even_removed(reader, "company", company)

    def left(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
        return shown(*show_company(change.reader, found.id, today=call.today))

    return forgetting.forget_even_removed(
        call,
        found,
        present=present,
        question=f"Erase company {found.key} with its contacts and notes?",
        erase=lambda change: forget_company(change, company_id=found.id),
        show=left,
    )
