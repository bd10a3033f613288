"""circo track: schedule a Track, open, confirm, complete or cancel it, record who came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    SPAN,
    ForceOption,
    HubArgument,
    HubFilter,
    LimitOption,
    ReasonOption,
    SortOption,
    TrackArgument,
    filled,
    found_all,
    found_id,
    hub_filter,
    key_option,
    listed,
    optional,
    paging,
    quarter,
    shown,
    term,
)
from circo_cli.context import of
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.track import TRACKS, list_tracks, show_track
from circo_cli.rendering.result import Form, Message, Result, hint
from circo_cli.values.vocabulary import TrackKind, TrackStatus

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()

_COLUMNS = (
    "key",
    "title",
    "starts_on",
    "status",
    "seats_taken",
    "capacity",
    "waitlisted",
    "theme",
    "trainers",
)

ThemeOption = Annotated[str | None, key_option("theme", "Its theme.")]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="track, blended, design-class, teacher-class, demo or follow-up."),
]
TrainersOption = Annotated[list[str] | None, key_option("trainer", "Who gives it; repeat it.")]
JointOption = Annotated[list[str] | None, key_option("hub", "A hub that organises it too; repeat it.", "--joint-hub")]
PlaceOption = Annotated[str | None, typer.Option("--location", metavar="PLACE", help="Where it is held.")]
DatesOption = Annotated[
    list[str] | None,
    typer.Option("--date", metavar=SPAN, help="A session, 13:00-17:00 if no time; repeat it."),
]
SpeechOption = Annotated[str | None, typer.Option("--taught-in", metavar="nl|en|...", help="Its language.")]


@app.command("schedule")
def schedule(
    ctx: typer.Context,
    hub: HubArgument,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    quarter_: Annotated[str, typer.Option("--quarter", metavar="QUARTER", help="The planned quarter, such as 2026Q2.")],
    theme: ThemeOption = None,
    kind: KindOption = None,
    date: DatesOption = None,
    capacity: Annotated[int, typer.Option("--capacity", metavar="N", help="Seats: companies.")] = 12,
    minimum: Annotated[
        int | None, typer.Option("--minimum", metavar="N", help="Fewer do not make it; default 6.")
    ] = None,
    joint_hub: JointOption = None,
    trainer: TrainersOption = None,
    location: PlaceOption = None,
    taught_in: SpeechOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Schedule a Track of a hub in a quarter.

    Examples:
    circo track schedule limburg "Circulair bouwen" --quarter 2026Q3 --theme bouw --date 8-9-2026 --date 22-9-2026
    circo track schedule groningen "Maakindustrie" --quarter next --date 2026-09-10T09:30-12:30 --capacity 10
    """
    from circo_cli.commands.course import changed_track
    from circo_cli.commands.session import spans_of, zone_named
    from circo_cli.domain.track import schedule_track
    from circo_cli.queries.session import zone_of_hub
    from circo_cli.values.quarter import Quarter

    call = of(ctx)
    typed_title = filled(title, what="title")
    planned = Quarter.parse(quarter(call, quarter_, option="--quarter") or "")
    with call.change() as change:
        reader = change.reader
        found = find(reader, "hub", hub)
        zone = zone_named(zone_of_hub(reader, found.id))
        outcome = schedule_track(
            change.session,
            hub_id=found.id,
            title=typed_title,
            quarter=planned,
            kind=term(TrackKind, kind, option="--kind") or TrackKind.TRACK,
            theme_id=found_id(reader, "theme", theme),
            spans=spans_of(call, date or [], zone, (planned.first, planned.last), option="--date"),
            zone=zone,
            capacity=capacity,
            minimum=min(6, capacity) if minimum is None else minimum,
            joint_hub_ids=[each.id for each in found_all(reader, "hub", joint_hub or [])],
            trainer_ids=[each.id for each in found_all(reader, "trainer", trainer or [])],
            location=optional(location),
            taught_in=_language(taught_in),
            force=force,
            reason=optional(reason),
        )
        messages = [*_names(change, outcome.track), hint(f"next: circo enrol {outcome.track.key} COMPANY...")]
        return changed_track(call, change, outcome, f"scheduled {typed_title}", messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    quarter_: Annotated[
        str | None, typer.Option("--quarter", metavar="QUARTER", help="Only that count in this quarter.")
    ] = None,
    hub: HubFilter = None,
    status: Annotated[str | None, typer.Option("--status", metavar="STATUS", help="Only with this status.")] = None,
    theme: Annotated[str | None, key_option("theme", "Only on this theme.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List Tracks with their seats.

    Examples:
    circo track list --quarter 2026Q2
    circo track list --hub noord-holland --status open --sort -seats_free
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_tracks(
            reader,
            quarter=quarter(call, quarter_, option="--quarter"),
            hub_id=hub_filter(reader, hub),
            status=term(TrackStatus, status, option="--status"),
            theme_id=found_id(reader, "theme", theme),
            kind=term(TrackKind, kind, option="--kind"),
            paging=paging(call, sort, limit),
        )
    return listed(page, TRACKS.fields, columns=_COLUMNS, name="tracks")


@app.command("show")
def show(ctx: typer.Context, track: TrackArgument) -> Result:
    """Show a Track with its sessions and enrolments.

    Examples:
    circo track show noord-holland-2026q2-1
    circo track show limburg-2026q3-1 --json
    """
    from circo_cli.commands.course import track_picture
    from circo_cli.queries.roster import roster_of_track

    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, "track", track)
        fields, row = shown(*show_track(reader, found.id))
        roster = roster_of_track(reader, found.id)
    return Result(form=Form.ONE, fields=fields, rows=[row], picture=track_picture(call, roster))


@app.command("edit")
def edit(
    ctx: typer.Context,
    track: TrackArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Another title.")] = None,
    quarter_: Annotated[
        str | None, typer.Option("--quarter", metavar="QUARTER", help="Another planned quarter.")
    ] = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    date: DatesOption = None,
    capacity: Annotated[int | None, typer.Option("--capacity", metavar="N", help="Seats: companies.")] = None,
    minimum: Annotated[int | None, typer.Option("--minimum", metavar="N", help="Fewer do not make it.")] = None,
    joint_hub: JointOption = None,
    trainer: TrainersOption = None,
    location: PlaceOption = None,
    taught_in: SpeechOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Change a Track; the dates, hubs and trainers that you name replace those it has; "" clears.

    Examples:
    circo track edit noord-holland-2026q2-1 --capacity 14
    circo track edit limburg-2026q3-1 --date 2026-09-10 --date 2026-09-24 --date 2026-10-15
    circo track edit noord-holland-2026q2-1 --location "Provinciehuis Haarlem"
    """
    from circo_cli.commands.course import changed_track
    from circo_cli.commands.session import spans_of, zone_named
    from circo_cli.domain.track import edit_track
    from circo_cli.queries.session import planned_quarter_of, zone_of_track
    from circo_cli.values.quarter import Quarter

    call = of(ctx)
    values: dict[str, Any] = {}
    if title is not None:
        values["title"] = filled(title, what="title")
    if quarter_ is not None:
        values["planned_quarter"] = quarter(call, quarter_, option="--quarter")
    if kind is not None:
        values["kind"] = term(TrackKind, kind, option="--kind") if kind else TrackKind.TRACK
    values.update({name: value for name, value in (("capacity", capacity), ("minimum", minimum)) if value is not None})
    if location is not None:
        values["location"] = optional(location)
    if taught_in is not None:
        values["taught_in"] = _language(taught_in)
    with call.change() as change:
        reader = change.reader
        found = find(reader, "track", track)
        if theme is not None:
            values["theme_id"] = found_id(reader, "theme", theme) if theme else None
        hubs = None if joint_hub is None else [each.id for each in found_all(reader, "hub", filter(None, joint_hub))]
        trainers = (
            None if trainer is None else [each.id for each in found_all(reader, "trainer", filter(None, trainer))]
        )
        zone = zone_named(zone_of_track(reader, found.id))
        if not values and hubs is None and trainers is None and date is None:
            raise UsageError("nothing to change", hint=f"circo track edit {found.key} --capacity 14", code="nothing")
        planned = Quarter.parse(values.get("planned_quarter") or planned_quarter_of(reader, found.id))
        outcome = edit_track(
            change.session,
            track_id=found.id,
            values=values,
            joint_hub_ids=hubs,
            trainer_ids=trainers,
            spans=None
            if date is None
            else spans_of(call, list(filter(None, date)), zone, (planned.first, planned.last), option="--date"),
            zone=zone,
            now=call.now,
            today=call.today,
            force=force,
            reason=optional(reason),
        )
        named = _names(change, outcome.track) if values.keys() & {"title", "location"} else []
        return changed_track(call, change, outcome, "edited", named)


def _names(change: Change, track: Any) -> list[Message]:
    """Return a warning for each person or company named in the title or the place: the network sees both."""
    from circo_cli.commands.session import name_warnings

    return [
        message
        for where, text in (("title", track.title), ("location", track.location))
        for message in name_warnings(change, text, where=where, way=f"circo track edit {track.key} --{where} TEXT")
    ]


def _language(typed: str | None) -> str:
    from circo_cli.values.languages import parse_language

    if not typed:
        return "nl"
    try:
        return parse_language(typed)
    except ValueError as error:
        raise UsageError(f"--taught-in: {error}", hint="--taught-in en", code="bad-value") from error
