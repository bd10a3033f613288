"""circo track: the course of a Track, from open to completed or cancelled, and who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import (
    LimitOption,
    SortOption,
    filled,
    found_all,
    key_argument,
    key_option,
    listed,
    paging,
    shown,
)
from circo_cli.commands.enrolment import seat_messages
from circo_cli.context import Invocation, of
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.listing import arranged
from circo_cli.queries.track import AttendanceRow, attendance_of_track, show_track
from circo_cli.rendering.result import Message, Result, note, warning
from circo_cli.values.rows import fields_of
from circo_cli.values.vocabulary import TrackStatus

if TYPE_CHECKING:
    from circo_cli.domain.track import Scheduled
    from circo_cli.storage.database import Change


app = typer.Typer()

TrackArgument = Annotated[str, key_argument("track")]


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
        return changed_track(call, change, outcome, "completed", [])


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
        return changed_track(call, change, Scheduled(cancelled), "cancelled", messages)


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
        return changed_track(call, change, Scheduled(recorded), line, [])


def _move(ctx: typer.Context, track: str, to: TrackStatus) -> Result:
    from circo_cli.domain.track import move_track

    call = of(ctx)
    with call.change() as change:
        outcome = move_track(change.session, track_id=find(change.reader, "track", track).id, to=to)
        return changed_track(call, change, outcome, f"is {to} now", [])


def changed_track(
    call: Invocation, change: Change, outcome: Scheduled, line: str, messages: Sequence[Message]
) -> Result:
    change.session.flush()
    track = outcome.track
    change.summary = f"{track.key}: {line}"
    first = [outcome.first_in_line] if outcome.first_in_line is not None else []
    told = [warning(text) for text in outcome.warnings] + seat_messages(change, outcome.promoted, first)
    fields, row = shown(*show_track(change.reader, track.id or 0))
    return call.changed(fields, [row], [line], messages=[*told, *messages])
