"""circo track session: add, move and remove the sessions of a Track."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import SPAN, ForceOption, ReasonOption, TrackArgument, optional
from circo_cli.commands.course import changed_track
from circo_cli.context import HOME_ZONE, Invocation, clean, of, parsed
from circo_cli.errors import RefusedError
from circo_cli.queries.keys import find
from circo_cli.queries.known_names import known_names
from circo_cli.queries.session import companies_attended, is_over, planned_quarter_of, zone_of_track
from circo_cli.queries.track import SessionRow, sessions_of_track
from circo_cli.rendering.result import Message, Result, warning
from circo_cli.values.text import counted

if TYPE_CHECKING:
    from circo_cli.domain.schedule import Span
    from circo_cli.storage.database import Change

app = typer.Typer()


NumberArgument = Annotated[int, typer.Argument(metavar="N", help="Number of the session: by its start.")]
PlaceOption = Annotated[
    str | None,
    typer.Option("--location", metavar="PLACE", help='Where, if not where the Track is held; "" clears.'),
]


@app.command("add")
def add(
    ctx: typer.Context,
    track: TrackArgument,
    dates: Annotated[list[str], typer.Argument(metavar=f"{SPAN}...", help="When: 13:00-17:00 if you type no time.")],
    location: PlaceOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Add sessions to a Track.

    Examples:
    circo track session add limburg-2026q3-1 2026-10-22 --location "Stadhuis, Venlo"
    circo track session add groningen-2026q3-1 2026-09-10T09:30-12:30 2026-09-24T09:30-12:30
    """
    from circo_cli.domain.session import add_sessions

    call = of(ctx)
    with call.change() as change:
        found = find(change.reader, "track", track)
        zone = zone_named(zone_of_track(change.reader, found.id))
        spans = spans_of(call, dates, zone, _planned(change, found.id), option="DATE")
        outcome = add_sessions(
            change.session,
            track_id=found.id,
            spans=spans,
            zone=zone,
            location=optional(location),
            now=call.now,
            today=call.today,
            force=force,
            reason=optional(reason),
        )
        starts = {_start(span) for span in spans}
        added = [row for row in sessions_of_track(change.reader, found.id) if row.starts_at in starts]
        line = ", ".join(f"session {row.number} on {_when(row, zone)}" for row in added)
        way = f"circo track session move {found.key} {added[0].number} DATE --location TEXT"
        named = name_warnings(change, location, where="location", way=way)
        return changed_track(call, change, outcome, f"added {line}", named)


@app.command("move")
def move(
    ctx: typer.Context,
    track: TrackArgument,
    number: NumberArgument,
    date: Annotated[str, typer.Argument(metavar=SPAN, help="When: at the same time of day if you type no time.")],
    location: PlaceOption = None,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Move a session to another date, time or place; who came to it stays on record.

    Examples:
    circo track session move limburg-2026q3-1 2 2026-09-30
    circo track session move limburg-2026q3-1 3 2026-10-08T09:30-12:30 --location "Stadhuis, Venlo"
    """
    from circo_cli.domain.session import move_session

    call = of(ctx)
    with call.change() as change:
        found = find(change.reader, "track", track)
        zone = zone_named(zone_of_track(change.reader, found.id))
        before = [row for row in sessions_of_track(change.reader, found.id) if row.number == number]
        span = _span(call, date, zone, _planned(change, found.id), was=before[0] if before else None)
        outcome = move_session(
            change.session,
            track_id=found.id,
            number=number,
            span=span,
            zone=zone,
            location=None if location is None else clean(location).strip(),
            now=call.now,
            today=call.today,
            force=force,
            reason=optional(reason),
        )
        rows = sessions_of_track(change.reader, found.id)
        line = f"moved session {number} {_moved(before, rows, span, zone)}"
        way = f"circo track session move {found.key} {number} DATE --location TEXT"
        named = name_warnings(change, location, where="location", way=way)
        return changed_track(call, change, outcome, line, named)


@app.command("remove")
def remove(ctx: typer.Context, track: TrackArgument, number: NumberArgument) -> Result:
    """Remove a session of a Track, with what is on record of who came to it.

    Examples:
    circo track session remove limburg-2026q3-1 3 --yes
    circo track session remove limburg-2026q3-1 3 --yes --dry-run
    """
    from circo_cli.domain.session import remove_session

    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, "track", track)
        zone = zone_named(zone_of_track(reader, found.id))
        rows = [row for row in sessions_of_track(reader, found.id) if row.number == number]
        companies = companies_attended(reader, found.id, number)
        over = is_over(reader, found.id)
    when = _when(rows[0], zone) if rows else ""
    if rows and not over:  # else there is nothing to ask: it is refused
        lost = f" Attendance of {counted(companies, 'company', 'companies')} is lost with it." if companies else ""
        # Asked before the database is locked: others can go on while somebody thinks.
        call.confirm(f"Remove session {number} of {found.key}, on {when}?{lost}")
    with call.change() as change:
        if not set(rows) <= set(sessions_of_track(change.reader, found.id)):
            raise RefusedError(
                f"the sessions of {found.key} were changed by somebody else meanwhile",
                hint=f"look again: circo track show {found.key}",
                code="changed-meanwhile",
            )
        outcome = remove_session(change.session, track_id=found.id, number=number, now=call.now, today=call.today)
        return changed_track(call, change, outcome, f"removed session {number} on {when}", [])


def zone_named(name: str) -> tzinfo:
    """Return the time zone of that name."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def name_warnings(change: Change, text: str | None, *, where: str, way: str) -> list[Message]:
    """Return a warning for each person or company named in a `text` that the network can see, with the `way` out."""
    if not text:
        return []
    hits = known_names(change.reader).find(text)
    return [warning(f"the {where} names {hit.text}, and the network can see it: {way}") for hit in hits]


def spans_of(
    call: Invocation, typed: Sequence[str], zone: tzinfo, about: tuple[date, date], *, option: str
) -> list[Span]:
    """Return the times of the sessions that were typed as values of `option`, each one day or several with commas.

    A day without a year is the nearest to the time that it is `about`.
    """
    from circo_cli.values.dates import parse_span

    days = [day for several in typed for day in several.split(",")]
    return [parsed(parse_span, day, option=option, today=call.today, zone=zone, about=about) for day in days]


def _planned(change: Change, track_id: int) -> tuple[date, date]:
    """Return the first and the last day of the quarter that a Track is planned in."""
    from circo_cli.values.quarter import Quarter

    planned = Quarter.parse(planned_quarter_of(change.reader, track_id))
    return planned.first, planned.last


def _span(
    call: Invocation, typed: str, zone: tzinfo, about: tuple[date, date], *, was: SessionRow | None = None
) -> Span:
    """Return the times that were typed; without a time of the day those that the session `was` held at, if any.

    A day without a year is the nearest to the time that it is `about`.
    """
    from circo_cli.values.dates import parse_span

    usual = {} if was is None else {"usual": tuple(moment.time() for moment in _local(was, zone))}
    span: Span = parsed(parse_span, typed, option="DATE", today=call.today, zone=zone, about=about, **usual)
    return span


def _start(span: Span) -> str:
    from circo_cli.values.dates import format_moment

    return format_moment(span[0])


def _local(row: SessionRow, zone: tzinfo) -> Span:
    from circo_cli.values.dates import parse_moment

    return parse_moment(row.starts_at).astimezone(zone), parse_moment(row.ends_at).astimezone(zone)


def _when(row: SessionRow, zone: tzinfo) -> str:
    """Return when a session is held, on the clock of its hub, which is named where it is not the one at home."""
    start, end = _local(row, zone)
    abroad = "" if str(zone) == HOME_ZONE else f" {zone}"
    return f"{start:%Y-%m-%d}, {start:%H:%M}–{end:%H:%M}{abroad}"


def _moved(before: list[SessionRow], after: list[SessionRow], span: Span, zone: tzinfo) -> str:
    """Return where a session came from and where it is now, with its number where that has changed."""
    (row,) = (row for row in after if row.starts_at == _start(span))
    parts = [f"from {_when(before[0], zone)} to {_when(row, zone)}"]
    if row.number != before[0].number:
        parts.append(f"now session {row.number}")
    if row.location != before[0].location:
        parts.append(f"at {row.location}" if row.location else "nowhere yet")
    return ", ".join(parts)
