"""circo track: schedule a Track, open, confirm, complete or cancel it, record who came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    ForceOption,
    HubArgument,
    HubFilter,
    LimitOption,
    ReasonOption,
    SortOption,
    filled,
    found_all,
    found_id,
    hub_filter,
    key_argument,
    key_option,
    listed,
    optional,
    paging,
    quarter,
    shown,
    term,
)
from circo_cli.commands.enrolment import seat_messages
from circo_cli.context import Invocation, of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.known_names import known_names
from circo_cli.queries.listing import arranged
from circo_cli.queries.track import TRACKS, AttendanceRow, attendance_of_track, list_tracks, show_track
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of
from circo_cli.values.vocabulary import TrackKind, TrackStatus

if TYPE_CHECKING:
    from circo_cli.domain.track import Scheduled
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

TrackArgument = Annotated[str, key_argument("track")]
ThemeOption = Annotated[str | None, key_option("theme", "Its theme.")]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="track, blended, design-class, teacher-class, demo or follow-up."),
]
TrainersOption = Annotated[list[str] | None, key_option("trainer", "Who gives it; repeat it.")]
JointOption = Annotated[list[str] | None, key_option("hub", "A hub that organises it too; repeat it.", "--joint-hub")]
PlaceOption = Annotated[str | None, typer.Option("--location", metavar="PLACE", help="Where it is held.")]
SpeechOption = Annotated[str | None, typer.Option("--taught-in", metavar="nl|en|...", help="Its language.")]


@app.command("schedule")
def schedule(
    ctx: typer.Context,
    hub: HubArgument,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.")],
    quarter_: Annotated[str, typer.Option("--quarter", metavar="Q", help="The planned quarter, such as 2026Q2.")],
    theme: ThemeOption = None,
    kind: KindOption = None,
    date: Annotated[
        list[str] | None,
        typer.Option("--date", metavar="DATE[THH:MM[-HH:MM]]", help="A session, 13:00-17:00 if no time; repeat it."),
    ] = None,
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
    from circo_cli.domain.track import schedule_track
    from circo_cli.values.quarter import Quarter

    call = of(ctx)
    typed_title = filled(title, what="title")
    planned = Quarter.parse(quarter(call, quarter_, option="--quarter") or "")
    with call.change() as change:
        reader = change.reader
        found = find(reader, "hub", hub)
        zone = _zone(reader, found.id)
        outcome = schedule_track(
            change.session,
            hub_id=found.id,
            title=typed_title,
            quarter=planned,
            kind=term(TrackKind, kind, option="--kind") or TrackKind.TRACK,
            theme_id=found_id(reader, "theme", theme),
            spans=_spans(call, date or [], zone),
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
        return _changed(call, change, outcome, f"scheduled {typed_title}", messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    quarter_: Annotated[
        str | None, typer.Option("--quarter", metavar="Q", help="Only that count in this quarter.")
    ] = None,
    hub: HubFilter = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only with this status.")] = None,
    theme: Annotated[str | None, key_option("theme", "Only on this theme.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="K", help="Only of this kind.")] = None,
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
    """
    call = of(ctx)
    with call.reader() as reader:
        fields, row = shown(*show_track(reader, find(reader, "track", track).id))
    return Result(form=Form.ONE, fields=fields, rows=[row])


@app.command("edit")
def edit(
    ctx: typer.Context,
    track: TrackArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Another title.")] = None,
    quarter_: Annotated[str | None, typer.Option("--quarter", metavar="Q", help="Another planned quarter.")] = None,
    theme: ThemeOption = None,
    kind: KindOption = None,
    capacity: Annotated[int | None, typer.Option("--capacity", metavar="N", help="Seats: companies.")] = None,
    minimum: Annotated[int | None, typer.Option("--minimum", metavar="N", help="Fewer do not make it.")] = None,
    joint_hub: JointOption = None,
    trainer: TrainersOption = None,
    location: PlaceOption = None,
    taught_in: SpeechOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Change a Track; a larger capacity gives seats to the waiting list at once; "" clears.

    Examples:
    circo track edit noord-holland-2026q2-1 --capacity 14
    circo track edit noord-holland-2026q2-1 --location "Provinciehuis Haarlem"
    """
    from circo_cli.domain.track import edit_track

    call = of(ctx)
    values: dict[str, Any] = {}
    if title is not None:
        values["title"] = filled(title, what="title")
    if quarter_ is not None:
        values["planned_quarter"] = quarter(call, quarter_, option="--quarter")
    if kind is not None:
        values["kind"] = term(TrackKind, kind, option="--kind")
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
        if not values and hubs is None and trainers is None:
            raise UsageError("nothing to change", hint=f"circo track edit {found.key} --capacity 14", code="nothing")
        outcome = edit_track(
            change.session,
            track_id=found.id,
            values=values,
            joint_hub_ids=hubs,
            trainer_ids=trainers,
            now=call.now,
            today=call.today,
            force=force,
            reason=optional(reason),
        )
        named = _names(change, outcome.track) if values.keys() & {"title", "location"} else []
        return _changed(call, change, outcome, "edited", named)


@app.command("open")
def open_(ctx: typer.Context, track: TrackArgument) -> Result:
    """Open a Track for enrolment.

    Examples:
    circo track open zuid-holland-2026q3-1
    """
    return _move(ctx, track, TrackStatus.OPEN)


@app.command("confirm")
def confirm(ctx: typer.Context, track: TrackArgument) -> Result:
    """Confirm that a Track goes on.

    Examples:
    circo track confirm noord-holland-2026q3-1
    """
    return _move(ctx, track, TrackStatus.CONFIRMED)


@app.command("complete")
def complete(ctx: typer.Context, track: TrackArgument) -> Result:
    """Complete a Track whose last session is past: whoever came completed it, whoever never came did not.

    Examples:
    circo track complete overijssel-2026q2-2
    """
    from circo_cli.domain.track import complete_track

    call = of(ctx)
    with call.change() as change:
        found = find(change.reader, "track", track)
        outcome = complete_track(change.session, track_id=found.id, now=call.now, today=call.today)
        return _changed(call, change, outcome, "completed", [])


@app.command("cancel")
def cancel(
    ctx: typer.Context,
    track: TrackArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")],
) -> Result:
    """Cancel a Track and its enrolments; nobody moves up.

    Examples:
    circo track cancel groningen-2026q3-1 --reason "te weinig bedrijven"
    """
    from circo_cli.domain.track import Scheduled, cancel_track

    call = of(ctx)
    with call.change() as change:
        found = find(change.reader, "track", track)
        cancelled, enrolments = cancel_track(
            change.session, track_id=found.id, reason=filled(reason, what="reason"), today=call.today
        )
        messages = [note(f"{len(enrolments)} enrolments are cancelled with it")] if enrolments else []
        return _changed(call, change, Scheduled(cancelled), "cancelled", messages)


@app.command("attendance")
def attendance(
    ctx: typer.Context,
    track: TrackArgument,
    session: Annotated[int | None, typer.Option("--session", metavar="N", help="Which session.")] = None,
    present: Annotated[list[str] | None, key_option("company", "Who came; repeat it.", "--present")] = None,
    absent: Annotated[list[str] | None, key_option("company", "Who did not; repeat it.", "--absent")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Show who came to a Track, or record it for one session.

    Examples:
    circo track attendance noord-holland-2026q1-1
    circo track attendance noord-holland-2026q2-1 --session 1 --present voorbeeldbouw-de-eikel
    """
    call = of(ctx)
    fields = fields_of(AttendanceRow)
    if session is None and not present and not absent:
        with call.reader() as reader:
            rows = attendance_of_track(reader, find(reader, "track", track).id)
        return listed(arranged(rows, fields, paging(call, sort, limit)), fields, columns=fields, name="attendance")
    if session is None or not (present or absent):
        raise UsageError(
            "attendance is recorded for one session: name it, and who came or did not",
            hint="--session 1 --present COMPANY --absent COMPANY",
            code="usage",
        )
    from circo_cli.domain.track import Scheduled, record_attendance

    with call.change() as change:
        reader = change.reader
        came = found_all(reader, "company", present or [])
        missed = found_all(reader, "company", absent or [])
        both = {each.key for each in came} & {each.key for each in missed}
        if both:
            raise UsageError(f"{', '.join(sorted(both))} is both present and absent", hint="name it once")
        recorded = record_attendance(
            change.session,
            track_id=find(reader, "track", track).id,
            number=session,
            present=[each.id for each in came],
            absent=[each.id for each in missed],
        )
        line = f"session {session}: {len(came)} companies present, {len(missed)} absent"
        return _changed(call, change, Scheduled(recorded), line, [])


def _move(ctx: typer.Context, track: str, to: TrackStatus) -> Result:
    from circo_cli.domain.track import move_track

    call = of(ctx)
    with call.change() as change:
        outcome = move_track(change.session, track_id=find(change.reader, "track", track).id, to=to)
        return _changed(call, change, outcome, f"is {to} now", [])


def _changed(call: Invocation, change: Change, outcome: Scheduled, line: str, messages: Sequence[Message]) -> Result:
    change.session.flush()
    track = outcome.track
    change.summary = f"{track.key}: {line}"
    first = [outcome.first_in_line] if outcome.first_in_line is not None else []
    told = [warning(text) for text in outcome.warnings] + seat_messages(change, outcome.promoted, first)
    fields, row = shown(*show_track(change.reader, track.id or 0))
    return call.changed(fields, [row], [line], messages=[*told, *messages])


def _names(change: Change, track: Any) -> list[Message]:
    """Return a warning for each person or company that the title or the place of a Track names: the network sees both."""
    index = known_names(change.reader)
    return [
        warning(
            f"the {where} names {hit.text}, and the network can see it: circo track edit {track.key} --{where} TEXT"
        )
        for where, text in (("title", track.title), ("location", track.location or ""))
        for hit in index.find(text)
    ]


def _zone(reader: Reader, hub_id: int) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(reader.value("SELECT timezone FROM hub WHERE id = :id", {"id": hub_id}))


def _spans(call: Invocation, typed: list[str], zone: tzinfo) -> list[Any]:
    from circo_cli.values.dates import parse_span

    return [parsed(parse_span, each, option="--date", today=call.today, zone=zone) for each in typed]


def _language(typed: str | None) -> str:
    if typed is None:
        return "nl"
    code = typed.strip().lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        raise UsageError(f"--taught-in: '{typed}' is not a language code", hint="--taught-in en", code="bad-value")
    return code
