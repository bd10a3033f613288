"""circo track: the course of a Track, from open to completed or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import TrackArgument, filled, shown
from circo_cli.commands.seating import seat_messages
from circo_cli.context import Invocation, of
from circo_cli.queries.keys import find
from circo_cli.queries.track import show_track
from circo_cli.rendering.result import Message, Picture, Result, note, warning
from circo_cli.values.roster import Roster
from circo_cli.values.vocabulary import TrackStatus

if TYPE_CHECKING:
    from circo_cli.domain.track import Scheduled
    from circo_cli.storage.database import Change


app = typer.Typer()


@app.command("open")
def open_(ctx: typer.Context, track: TrackArgument) -> Result:
    """Open a Track for enrolment.

    Examples:
    circo track open zuid-holland-2026q3-1
    circo track open zuid-holland-2026q3-1 --dry-run
    """
    return _move(ctx, track, TrackStatus.OPEN)


@app.command("confirm")
def confirm(ctx: typer.Context, track: TrackArgument) -> Result:
    """Confirm that a Track goes on.

    Examples:
    circo track confirm noord-holland-2026q3-1
    circo track confirm noord-holland-2026q3-1 --dry-run
    """
    return _move(ctx, track, TrackStatus.CONFIRMED)


@app.command("complete")
def complete(ctx: typer.Context, track: TrackArgument) -> Result:
    """Complete a Track whose last session is past: whoever came completed it, whoever never came did not.

    Examples:
    circo track complete overijssel-2026q2-2
    circo track complete --dry-run overijssel-2026q2-2
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
    circo track cancel groningen-2026q3-1 --reason "trainer ziek" --dry-run
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


def track_picture(call: Invocation, roster: Roster) -> Picture:
    """Return what a terminal shows of a Track."""
    from circo_cli.queries.roster import next_step

    def draw(width: int, color: bool) -> str:
        from circo_cli.documents.language import language_of
        from circo_cli.rendering.pictures.track import draw_track

        days = language_of(call.language).say("calendar_weekdays").split()
        step = next_step(roster, now=call.moment)
        return draw_track(roster, next_step=step, now=call.moment, days=days, width=width, color=color)

    return draw
