"""circo hub find: the one point of contact for a place or a sector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, listed, optional, paging
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.coverage import Answer, FoundHub, find_hubs
from circo_cli.queries.listing import arranged
from circo_cli.queries.theme import names_of_themes, sector_names
from circo_cli.rendering.result import Message, Result, hint, note
from circo_cli.storage.reader import Reader
from circo_cli.values.vocabulary import HubKind, Stage

app = typer.Typer()

_COLUMNS = ("key", "stage", "lead", "lead_email", "matched", "kind", "name")


@app.command("find")
def find_(
    ctx: typer.Context,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="REGION", help="A province, postcodes 3000-3199, or a country code."),
    ] = None,
    postcode: Annotated[
        str | None,
        typer.Option("--postcode", metavar="POSTCODE", help="A Dutch postcode, with or without its letters."),
    ] = None,
    sector: Annotated[
        str | None, typer.Option("--sector", metavar="SECTOR", help="A theme; other text is in no hub's list.")
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Find the hub that serves a place or a sector, the most specific first; paused hubs are named, closed ones not.

    Examples:
    circo hub find --postcode 3011
    circo hub find --region limburg --sector bouw
    circo hub find --sector kunststoffen
    """
    call = of(ctx)
    place, called = _place(region, postcode)
    wanted = optional(sector)
    if place is None and wanted is None:
        raise UsageError(
            "name a place or a sector",
            hint="circo hub find --postcode 3011, --region limburg or --sector bouw",
            code="nothing-asked",
        )
    with call.reader() as reader:
        theme = None if wanted is None else _theme(reader, wanted)
        answer = find_hubs(reader, place=place, sector=theme or wanted)
        messages = _unknown_sector(reader, wanted) if wanted is not None and theme is None else []
        near = _nearby(reader, place) if place is not None and not answer.hubs else []
    messages += _remarks(answer, near, place=called, sector=theme or wanted)
    page = arranged(answer.hubs, FoundHub._fields, paging(call, sort, limit))
    result = listed(page, FoundHub._fields, columns=_COLUMNS, name="hubs", messages=tuple(messages))
    return result._replace(picture=partial(_picture, page.rows))


def _picture(hubs: Sequence[FoundHub], width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.finding import draw_found

    return draw_found(hubs, width=width, color=color)


def _place(region: str | None, postcode: str | None) -> tuple[str | None, str | None]:
    """Return the region that is asked for, the closest of what was typed, and what it is called."""
    from circo_cli.values.places import extent, parse_postcode_area, parse_region, provinces_in
    from circo_cli.values.zones import is_country

    region, postcode = optional(region), optional(postcode)
    where = None if region is None else parsed(parse_region, region, option="--region", is_country=is_country)
    area = None if postcode is None else parsed(parse_postcode_area, postcode, option="--postcode")
    if area is None:
        return where, where
    digits = area[:4]
    if where is not None and extent(where, area) is None:
        raise UsageError(
            f"postcode {digits} does not lie in {where}",
            hint=f"give one of the two: circo hub find --postcode {digits}",
            code="place-contradicts",
        )
    return area, f"postcode {digits} in {provinces_in(area)[0]}"


def _theme(reader: Reader, typed: str) -> str | None:
    """Return the key of the theme that `typed` names, or None for free text."""
    themes = names_of_themes(reader)
    named = sector_names(themes, typed)
    return named[0] if named in themes else None


def _unknown_sector(reader: Reader, typed: str) -> list[Message]:
    from difflib import get_close_matches

    keys = {name.lower(): names[0] for names in names_of_themes(reader) for name in names}
    near = [keys[name] for name in get_close_matches(typed.lower(), keys, n=1)]
    where = f"did you mean {near[0]}?" if near else "circo theme list shows them"
    return [note(f"'{typed}' is no theme, and hubs name themes as their sectors; {where}")]


def _nearby(reader: Reader, place: str) -> list[FoundHub]:
    """Return the hubs that serve another part of the province in which the postcodes `place` lie."""
    from circo_cli.values.places import is_range, provinces_in

    if not is_range(place):
        return []
    return [
        hub for province in provinces_in(place) for hub in find_hubs(reader, place=province.value, sector=None).hubs
    ]


def _remarks(answer: Answer, near: list[FoundHub], *, place: str | None, sector: str | None) -> list[Message]:
    """Return what is to be said of none, of several, and of hubs that are not simply there."""
    if not answer.hubs:
        return _none(answer, near, place=place, sector=sector)
    messages: list[Message] = []
    here = [hub for hub in answer.hubs if place is not None and hub.kind != HubKind.SECTORAL]
    if place is not None and not here:
        messages.append(note(f"no regional hub serves {place}; {_keys(answer.hubs)} by sector"))
    if len(here) > 1:
        messages.append(_several(here, answer, place or ""))
    messages += [note(f"{key} serves only a part of {place}") for key in answer.partly]
    for hub in answer.hubs:
        if hub.stage == Stage.PAUSED:
            messages.append(note(f"{hub.key} is paused: circo hub show {hub.key} says why"))
    first = answer.hubs[0]
    if first.lead is None:
        messages.append(hint(f"{first.key} has no lead yet: circo hub show {first.key} names its partners"))
    return messages


def _several(here: list[FoundHub], answer: Answer, place: str) -> Message:
    if answer.alike > 1:
        return note(
            f"{len(here)} hubs serve {place}, and {_keys(here[: answer.alike])} equally closely: "
            "circo hub coverage shows overlaps"
        )
    first = here[0]
    return note(f"{len(here)} hubs serve {place}; {first.key} ({'; '.join(first.matched)}) is the closest")


def _none(answer: Answer, near: list[FoundHub], *, place: str | None, sector: str | None) -> list[Message]:
    what = (f"serves {place}" if place else "", f"has the sector {sector}" if sector else "")
    messages = [note(f"no hub {' or '.join(filter(None, what))}")]
    messages += [note(f"{key} did, and is closed: circo hub show {key} says why") for key in answer.closed]
    messages += [note(f"nearby, {hub.key} serves {'; '.join(hub.matched)}") for hub in near]
    if place is not None and sector is None:
        messages.append(
            hint("a sectoral hub may help: add --sector THEME; circo hub coverage shows where there is none")
        )
    elif place is not None:
        messages.append(hint("circo hub coverage shows who serves what, and circo hub add starts a hub"))
    else:
        messages.append(
            hint("circo hub list --kind sectoral shows the sectoral hubs, or ask with --region or --postcode")
        )
    return messages


def _keys(hubs: Iterable[FoundHub]) -> str:
    return ", ".join(hub.key for hub in hubs)
