"""circo enrol and circo enrolment: seats, the waiting list and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    ForceOption,
    HubFilter,
    LimitOption,
    OnOption,
    ReasonOption,
    SortOption,
    complete,
    day,
    filled,
    found_all,
    found_id,
    hub_filter,
    key_argument,
    key_option,
    listed,
    optional,
    paging,
    term,
)
from circo_cli.context import Invocation, of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.enrolment import DE_MINIMIS_CENTS, ENROLMENTS, EnrolmentRow, aid_around, list_enrolments
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.values.vocabulary import EnrolmentStatus, Outcome

if TYPE_CHECKING:
    from circo_cli.domain.enrolment import Seating
    from circo_cli.storage.database import Change

app = typer.Typer()
top = typer.Typer()

_COLUMNS = (
    "key",
    "track",
    "company",
    "status",
    "people",
    "waitlist_position",
    "attended",
    "score",
    "outcome",
)

TrackArgument = Annotated[str, key_argument("track")]
EnrolmentArgument = Annotated[str, key_argument("enrolment")]
EnrolmentArguments = Annotated[
    list[str],
    typer.Argument(metavar="ENROLMENT...", help="Keys such as E12.", autocompletion=complete("enrolment")),
]
ContactsOption = Annotated[
    list[str] | None, typer.Option("--contact", metavar="NAME", help="Who comes: a contact of the company; repeat it.")
]
PeopleOption = Annotated[
    int, typer.Option("--people", metavar="N", min=1, max=10_000, help="How many people it sends.")
]


@top.command("enrol")
def enrol(
    ctx: typer.Context,
    track: TrackArgument,
    companies: Annotated[
        list[str],
        typer.Argument(metavar="COMPANY...", help="Keys or KvK numbers.", autocompletion=complete("company")),
    ],
    people: PeopleOption = 1,
    contact: ContactsOption = None,
    invite: Annotated[bool, typer.Option("--invite", help="Only invite; no seat yet.")] = False,
    force: ForceOption = False,
    reason: ReasonOption = None,
) -> Result:
    """Enrol companies in a Track: a seat each, or a place on the waiting list when it is full.

    Examples:
    circo enrol noord-holland-2026q3-1 fictief-textiel-zaan
    circo enrol noord-holland-2026q3-1 99000001 99000002 --people 2 --invite
    """
    from circo_cli.domain.enrolment import enrol_companies

    call = of(ctx)
    with call.change() as change:
        found = find(change.reader, "track", track)
        enrolled = enrol_companies(
            change.session,
            track_id=found.id,
            company_ids=[each.id for each in found_all(change.reader, "company", companies)],
            people=people,
            contacts=[filled(name, what="contact") for name in contact or []],
            invite=invite,
            force=force,
            reason=optional(reason),
            now=call.now,
            today=call.today,
        )
        rows = _rows(change, enrolled)
        lines = [_line(row, f"in {row.track}") for row in rows]
        messages = [
            warning(f"{row.track} is full: {row.company} is number {row.waitlist_position} on the waiting list")
            for row in rows
            if row.status == "waitlisted"
        ]
        change.summary = f"enrolled {', '.join(row.company for row in rows)} in {found.key}"
        return call.changed(ENROLMENTS.fields, rows, lines, many=True, messages=messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    track: Annotated[str | None, key_option("track", "Only in this Track.")] = None,
    company: Annotated[str | None, key_option("company", "Only of this company.")] = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only with this status.")] = None,
    hub: HubFilter = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List enrolments.

    Examples:
    circo enrolment list --track noord-holland-2026q2-1
    circo enrolment list --status waitlisted --sort waitlist_position
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_enrolments(
            reader,
            track_id=found_id(reader, "track", track),
            company_id=found_id(reader, "company", company),
            status=term(EnrolmentStatus, status, option="--status"),
            hub_id=hub_filter(reader, hub),
            paging=paging(call, sort, limit),
        )
    return listed(page, ENROLMENTS.fields, columns=_COLUMNS, name="enrolments")


@app.command("show")
def show(ctx: typer.Context, enrolment: EnrolmentArgument) -> Result:
    """Show an enrolment.

    Examples:
    circo enrolment show E12
    """
    call = of(ctx)
    with call.reader() as reader:
        row = list_enrolments(reader, enrolment_id=find(reader, "enrolment", enrolment).id).rows[0]
    return Result(form=Form.ONE, fields=ENROLMENTS.fields, rows=[row])


@app.command("register")
def register(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Register invited companies: a seat, or the waiting list when the Track is full.

    Examples:
    circo enrolment register E337
    """
    return _move(ctx, keys, EnrolmentStatus.REGISTERED, reason, on)


@app.command("confirm")
def confirm(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Confirm registered companies.

    Examples:
    circo enrolment confirm E334 E336
    """
    return _move(ctx, keys, EnrolmentStatus.CONFIRMED, reason, on)


@app.command("decline")
def decline(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that a company declined; a seat that comes free goes to the first in line.

    Examples:
    circo enrolment decline E345 --reason "geen tijd dit kwartaal"
    """
    return _move(ctx, keys, EnrolmentStatus.DECLINED, reason, on)


@app.command("cancel")
def cancel(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Cancel enrolments; a seat that comes free goes to the first in line.

    Examples:
    circo enrolment cancel E352 --reason "ziek"
    """
    return _move(ctx, keys, EnrolmentStatus.CANCELLED, reason, on)


@app.command("complete")
def complete_(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that companies completed the Track.

    Examples:
    circo enrolment complete E334 E336
    """
    return _move(ctx, keys, EnrolmentStatus.COMPLETED, reason, on)


@app.command("no-show")
def no_show(ctx: typer.Context, keys: EnrolmentArguments, reason: ReasonOption = None, on: OnOption = None) -> Result:
    """Record that companies held a seat and never came.

    Examples:
    circo enrolment no-show E14
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
    """
    from circo_cli.domain.enrolment import promote_enrolment

    call = of(ctx)
    with call.change() as change:
        outcome = promote_enrolment(
            change.session,
            enrolment_id=find(change.reader, "enrolment", enrolment).id,
            reason=filled(reason, what="reason"),
            on=day(call, on, option="--on") or call.today,
            now=call.now,
        )
        return _moved(call, change, outcome, "promoted", many=False)


@app.command("edit")
def edit(
    ctx: typer.Context,
    enrolment: EnrolmentArgument,
    people: Annotated[
        int | None, typer.Option("--people", metavar="N", min=1, max=10_000, help="How many people it sends.")
    ] = None,
    score: Annotated[str | None, typer.Option("--score", metavar="1-10", help="The company's mark.")] = None,
    outcome: Annotated[
        str | None,
        typer.Option("--outcome", metavar="O", help="none, vision, plan, business-case, started or implemented."),
    ] = None,
    proposition: Annotated[str | None, typer.Option("--proposition", metavar="TEXT", help="What it will do.")] = None,
    aid: Annotated[str | None, typer.Option("--aid", metavar="EUR", help="De-minimis aid in euros.")] = None,
    contact: ContactsOption = None,
) -> Result:
    """Change people, contacts, score, outcome, proposition or aid of an enrolment; "" clears.

    Examples:
    circo enrolment edit E12 --score 8 --outcome plan --proposition "gevelplaten als dienst"
    """
    from circo_cli.domain.enrolment import edit_enrolment

    call = of(ctx)
    values: dict[str, Any] = {}
    if people is not None:
        values["people"] = people
    if score is not None:
        values["score"] = _score(score) if score else None
    if outcome is not None:
        values["outcome"] = term(Outcome, outcome, option="--outcome") if outcome else None
    if proposition is not None:
        values["proposition"] = optional(proposition)
    if aid is not None:
        values["aid_cents"] = _cents(aid) if aid else None
    names = None if contact is None else [filled(name, what="contact") for name in contact if name]
    if not values and names is None:
        raise UsageError("nothing to change", hint="for example --score 8", code="nothing")
    with call.change() as change:
        found = find(change.reader, "enrolment", enrolment)
        edited = edit_enrolment(change.session, enrolment_id=found.id, values=values, contacts=names)
        rows = _rows(change, [edited])
        what = ", ".join([*(name.removesuffix("_cents") for name in values), *([] if names is None else ["contacts"])])
        change.summary = f"edited {found.key} ({what})"
        return call.changed(ENROLMENTS.fields, rows, [f"edited: {what}"], messages=_aid_warning(change, edited, values))


def _move(ctx: typer.Context, keys: list[str], to: EnrolmentStatus, reason: str | None, on: str | None) -> Result:
    from circo_cli.domain.enrolment import move_enrolments

    call = of(ctx)
    with call.change() as change:
        outcome = move_enrolments(
            change.session,
            enrolment_ids=[each.id for each in found_all(change.reader, "enrolment", keys)],
            to=to,
            reason=optional(reason),
            on=day(call, on, option="--on") or call.today,
            now=call.now,
        )
        return _moved(call, change, outcome, to.value, many=True)


def _moved(call: Invocation, change: Change, outcome: Seating, done: str, *, many: bool) -> Result:
    rows = _rows(change, outcome.changed)
    change.summary = f"{done}: {', '.join(f'{row.key} {row.company}' for row in rows)}"
    messages = seat_messages(change, outcome.promoted, outcome.first_in_line)
    messages += [
        warning(f"{row.track} is full: {row.company} is number {row.waitlist_position} on the waiting list")
        for row in rows
        if row.status == "waitlisted" and done == EnrolmentStatus.REGISTERED
    ]
    return call.changed(
        ENROLMENTS.fields, rows, [_line(row, f"in {row.track}") for row in rows], many=many, messages=messages
    )


def seat_messages(change: Change, promoted: Sequence[Any], first_in_line: Sequence[Any]) -> list[Message]:
    """Return who moved up from a waiting list, and who is first where a Track has begun."""
    messages = [
        note(f"{row.company} ({row.key}) moves up from the waiting list and has a seat in {row.track}")
        for row in _rows(change, promoted)
    ]
    messages += [
        hint(f"{row.track} has begun; first in line is {row.company}: circo enrolment promote {row.key} --reason TEXT")
        for row in _rows(change, first_in_line)
    ]
    return messages


def _rows(change: Change, enrolments: Sequence[Any]) -> list[EnrolmentRow]:
    change.session.flush()
    return [list_enrolments(change.reader, enrolment_id=each.id).rows[0] for each in enrolments]


def _line(row: EnrolmentRow, where: str) -> str:
    place = f", number {row.waitlist_position}" if row.waitlist_position else ""
    return f"{row.company} {row.status}{place} {where}"


def _aid_warning(change: Change, enrolment: Any, values: dict[str, Any]) -> list[Message]:
    """Return the warning that a company passes the ceiling of de-minimis aid.

    Source: Commission Regulation (EU) 2023/2831, €300,000 per undertaking over three rolling years.
    """
    if not values.get("aid_cents"):
        return []
    cents, company = aid_around(change.reader, enrolment.id)
    if cents <= DE_MINIMIS_CENTS:
        return []
    return [warning(f"{company} comes to €{cents // 100:,} of aid in three years: more than the ceiling of €300,000")]


def _score(typed: str) -> int:
    if not typed.strip().isdecimal() or not 1 <= int(typed) <= 10:
        raise UsageError(f"--score: '{typed}' is not a whole number from 1 to 10", hint="--score 8", code="bad-value")
    return int(typed)


def _cents(typed: str) -> int:
    from circo_cli.values.money import parse_euros

    cents: int = parsed(parse_euros, typed, option="--aid")
    return cents
