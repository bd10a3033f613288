"""circo enrolment: from invited to completed, and what must be said of seats and waiting lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    EnrolmentArgument,
    OnOption,
    ReasonOption,
    day,
    enrolment_named,
    filled,
    optional,
)
from circo_cli.context import Invocation, of
from circo_cli.queries.enrolment import ENROLMENTS, EnrolmentRow, list_enrolments
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Message, Result, hint, note, warning
from circo_cli.values.enrolment import ALLOWED
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import EnrolmentStatus

if TYPE_CHECKING:
    from circo_cli.domain.enrolment import Seating
    from circo_cli.storage.database import Change

app = typer.Typer()

EnrolmentArguments = Annotated[
    list[str],
    typer.Argument(metavar="ENROLMENT...", help="Keys of enrolments, such as E12 E13, or of companies with only one."),
]


@app.command("register")
def register(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Register invited companies: a seat, or the waiting list when the Track is full.

    Examples:
    circo enrolment register E337
    circo enrolment register E337 --on 12-6-2026
    """
    return _move(ctx, keys, EnrolmentStatus.REGISTERED, reason, on)


@app.command("confirm")
def confirm(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Confirm registered companies.

    Examples:
    circo enrolment confirm E334 E336
    circo enrolment confirm E334 --on 12-6-2026
    """
    return _move(ctx, keys, EnrolmentStatus.CONFIRMED, reason, on)


@app.command("decline")
def decline(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that a company declined; a seat that comes free goes to the first in line.

    Examples:
    circo enrolment decline E345 --reason "geen tijd dit kwartaal"
    circo enrolment decline E345 --on 12-6-2026
    """
    return _move(ctx, keys, EnrolmentStatus.DECLINED, reason, on)


@app.command("cancel")
def cancel(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Cancel enrolments; a seat that comes free goes to the first in line.

    Examples:
    circo enrolment cancel E352 --reason "ziek"
    circo enrolment cancel E352 --dry-run
    """
    return _move(ctx, keys, EnrolmentStatus.CANCELLED, reason, on)


@app.command("complete")
def complete_(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that companies completed the Track.

    Examples:
    circo enrolment complete E334 E336
    circo enrolment complete E334 --reason "kwam op de laatste dag"
    """
    return _move(ctx, keys, EnrolmentStatus.COMPLETED, reason, on)


@app.command("no-show")
def no_show(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that companies held a seat and never came.

    Examples:
    circo enrolment no-show E14
    circo enrolment no-show E14 --reason "niet afgemeld"
    """
    return _move(ctx, keys, EnrolmentStatus.NO_SHOW, reason, on)


@app.command("promote")
def promote(
    ctx: typer.Context,
    enrolment: EnrolmentArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")],
    on: OnOption = None,
) -> Result:
    """Move a company to the head of the waiting list, and into a seat if one is free.

    Examples:
    circo enrolment promote E380 --reason "enige inzamelaar in de keten"
    circo enrolment promote E380 --reason "enige ontwerper" --dry-run
    """
    from circo_cli.domain.enrolment import promote_enrolment

    call = of(ctx)
    with call.change() as change:
        outcome = promote_enrolment(
            change.session,
            enrolment_id=enrolment_named(call, change.reader, enrolment, (EnrolmentStatus.WAITLISTED,)).id,
            reason=filled(reason, what="reason"),
            on=day(call, on, option="--on") or call.today,
        )
        return _moved(call, change, outcome, "promoted", many=False)


def _move(ctx: typer.Context, keys: list[str], to: EnrolmentStatus, reason: str | None, on: str | None) -> Result:
    from circo_cli.domain.enrolment import move_enrolments

    call = of(ctx)
    with call.change() as change:
        found = dict.fromkeys(enrolment_named(call, change.reader, each, ALLOWED[to]).id for each in keys)
        outcome = move_enrolments(
            change.session,
            enrolment_ids=list(found),
            to=to,
            reason=optional(reason),
            on=day(call, on, option="--on") or call.today,
            now=call.now,
            today=call.today,
        )
        return _moved(call, change, outcome, to.value, many=True)


def _moved(call: Invocation, change: Change, outcome: Seating, done: str, *, many: bool) -> Result:
    rows = rows_of(change, outcome.changed)
    change.summary = f"{done}: {', '.join(f'{row.key} {row.company}' for row in rows)}"
    messages = [warning(text) for text in outcome.warnings]
    messages += seat_messages(change, outcome.promoted, outcome.first_in_line)
    if done == EnrolmentStatus.REGISTERED:
        messages += waiting_messages(change, rows, now=call.moment)
    return call.changed(ENROLMENTS.fields, rows, [line_of(row) for row in rows], many=many, messages=messages)


def seat_messages(change: Change, promoted: Sequence[Any], first_in_line: Sequence[Any]) -> list[Message]:
    """Return who moved up from a waiting list, and who is first where a Track has begun."""
    messages = [
        note(f"{row.company} ({row.key}) moves up from the waiting list and has a seat in {row.track}")
        for row in rows_of(change, promoted)
    ]
    messages += [
        hint(f"{row.track} has begun; first in line is {row.company}: circo enrolment promote {row.key} --reason TEXT")
        for row in rows_of(change, first_in_line)
    ]
    return messages


def waiting_messages(change: Change, rows: Sequence[EnrolmentRow], *, now: str) -> list[Message]:
    """Return a warning for each row that got no seat, with the reason: no seat is free, or others wait for it."""
    waiting = [row for row in rows if row.status == EnrolmentStatus.WAITLISTED]
    why = {key: _why_wait(change, key, now=now) for key in dict.fromkeys(row.track for row in waiting)}
    return [
        warning(f"{why[row.track]}: {row.company} is number {row.waitlist_position} on the waiting list")
        for row in waiting
    ]


def _why_wait(change: Change, key: str, *, now: str) -> str:
    from circo_cli.queries.roster import roster_of_track

    roster = roster_of_track(change.reader, find(change.reader, "track", key).id)
    free = roster.capacity - len(roster.seated)
    if free <= 0:
        return f"{key} is full"
    seats = f"{counted(free, 'seat is', 'seats are')} free"
    begun = " has begun and" if roster.has_begun(now) else ""
    return f"{key}{begun} is not full ({seats}), but others wait already"


def rows_of(change: Change, enrolments: Sequence[Any]) -> list[EnrolmentRow]:
    """Return enrolments that were just written as they are read."""
    change.session.flush()
    return [list_enrolments(change.reader, enrolment_id=each.id).rows[0] for each in enrolments]


def line_of(row: EnrolmentRow) -> str:
    """Return what became of an enrolment, in words."""
    place = f" as number {row.waitlist_position}" if row.waitlist_position else ""
    people = f" with {row.people} people" if row.people > 1 else ""
    return f"{row.company} {row.status}{place} in {row.track}{people}"
