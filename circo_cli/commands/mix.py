"""circo track mix: the value chain in a Track, and whom to invite for what is missing."""

from __future__ import annotations

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, TrackArgument, listed, paging
from circo_cli.context import of
from circo_cli.queries.keys import find
from circo_cli.queries.listing import arranged
from circo_cli.queries.mix import Mix, MixRow, mix_of_track
from circo_cli.queries.roster import roster_of_track
from circo_cli.rendering.result import Message, Picture, Result, note
from circo_cli.values.roster import Roster
from circo_cli.values.rows import fields_of
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import SEATED

app = typer.Typer()

_FEW = 3


@app.command("mix")
def mix(ctx: typer.Context, track: TrackArgument, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """Show which roles of the value chain a Track has and misses, and which companies nearby would fill them.

    Candidates are companies of the organising hubs, or of the places that these serve, that have no enrolment in this
    Track, completed none in the last twelve months and hold no seat in another; at most ten for a role, best first.

    Examples:
    circo track mix noord-holland-2026q3-1
    circo track mix limburg-2026q3-1 -o csv
    """
    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, "track", track)
        roster = roster_of_track(reader, found.id)
        made = mix_of_track(reader, found.id, roster, today=call.today)
    fields = fields_of(MixRow)
    page = arranged(made.rows(), fields, paging(call, sort, limit))
    result = listed(page, fields, columns=fields, name="mix", messages=tuple(_remarks(roster, made)))
    return result if sort or limit is not None else result._replace(total=None, picture=_picture(roster, made))


def _picture(roster: Roster, made: Mix) -> Picture:
    def draw(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.mix import draw_mix

        return draw_mix(roster, made.roles, width=width, color=color)

    return draw


def _remarks(roster: Roster, made: Mix) -> list[Message]:
    """Return what the rows cannot say: companies without a role, and a Track that is over."""
    told = []
    if roster.over:
        told.append(note(f"{roster.key} is {roster.status}: nobody is looked for any more"))
    unknown = [place.company for place in roster.places if place.status in SEATED and place.chain_role is None]
    if unknown:
        shown = ", ".join(unknown[:_FEW]) + (f" and {len(unknown) - _FEW} more" if len(unknown) > _FEW else "")
        command = f"circo company edit {unknown[0]} --chain-role ROLE"
        count = counted(len(unknown), "company in it has", "companies in it have")
        told.append(note(f"{count} no chain role, {shown}: {command}"))
    if made.without_role:
        count = counted(made.without_role, "company of the region has", "companies of the region have")
        command = f"circo company edit {made.example} --chain-role ROLE"
        told.append(note(f"{count} no chain role, such as {made.example}: {command}"))
    return told
