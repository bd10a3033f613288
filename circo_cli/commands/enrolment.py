"""circo enrol and circo enrolment: who takes part in a Track, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    EnrolmentArgument,
    ForceOption,
    HubFilter,
    LimitOption,
    ReasonOption,
    SortOption,
    TrackArgument,
    enrolment_named,
    filled,
    found_all,
    found_id,
    hub_filter,
    key_option,
    listed,
    optional,
    paging,
    term,
)
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.enrolment import (
    DE_MINIMIS_CENTS,
    ENROLMENTS,
    aid_around,
    list_enrolments,
)
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.values.vocabulary import EnrolmentStatus, Outcome, TrackStatus

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()

_COLUMNS = (
    "key",
    "company",
    "status",
    "track",
    "waitlist_position",
    "people",
    "attended",
    "score",
    "outcome",
)

ContactsOption = Annotated[
    list[str] | None, typer.Option("--contact", metavar="NAME", help="Who comes: a contact of the company; repeat it.")
]
PeopleOption = Annotated[
    int, typer.Option("--people", metavar="N", min=1, max=10_000, help="How many people it sends.")
]


@app.command("enrol")
def enrol(
    ctx: typer.Context,
    track: TrackArgument,
    companies: Annotated[
        list[str],
        typer.Argument(metavar="COMPANY...", help="Keys of companies, such as isolatie-nepwol, or KvK numbers."),
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
    from circo_cli.commands.seating import line_of, rows_of, waiting_messages
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
        rows = rows_of(change, enrolled)
        messages = [*waiting_messages(change, rows, now=call.moment), *_filling(change, found.id, now=call.moment)]
        done = "invited" if invite else "enrolled"
        change.summary = f"{done} {', '.join(row.company for row in rows)} in {found.key}"
        return call.changed(ENROLMENTS.fields, rows, [line_of(row) for row in rows], many=True, messages=messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    track: Annotated[str | None, key_option("track", "Only in this Track.")] = None,
    company: Annotated[str | None, key_option("company", "Only of this company.")] = None,
    status: Annotated[str | None, typer.Option("--status", metavar="STATUS", help="Only with this status.")] = None,
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
    circo enrolment show E12 --json
    """
    call = of(ctx)
    with call.reader() as reader:
        row = list_enrolments(reader, enrolment_id=enrolment_named(call, reader, enrolment).id).rows[0]
    return Result(form=Form.ONE, fields=ENROLMENTS.fields, rows=[row])


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
        typer.Option("--outcome", metavar="OUTCOME", help="none, vision, plan, business-case, started or implemented."),
    ] = None,
    proposition: Annotated[str | None, typer.Option("--proposition", metavar="TEXT", help="What it will do.")] = None,
    aid: Annotated[str | None, typer.Option("--aid", metavar="EUR", help="De-minimis aid in euros.")] = None,
    contact: ContactsOption = None,
) -> Result:
    """Change people, contacts, score, outcome, proposition or aid of an enrolment; "" clears.

    Examples:
    circo enrolment edit E12 --score 8 --outcome plan --proposition "gevelplaten als dienst"
    circo enrolment edit E12 --people 2
    """
    from circo_cli.commands.seating import rows_of
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
    with call.change() as change:
        found = enrolment_named(call, change.reader, enrolment)
        if not values and names is None:
            raise UsageError("nothing to change", hint=f"circo enrolment edit {found.key} --score 8", code="nothing")
        edited = edit_enrolment(change.session, enrolment_id=found.id, values=values, contacts=names)
        rows = rows_of(change, [edited])
        what = ", ".join([*(name.removesuffix("_cents") for name in values), *([] if names is None else ["contacts"])])
        change.summary = f"edited {found.key} ({what})"
        messages = _aid_warning(change, edited, values)
        ended = edited.status in (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED)
        if ended and values.get("score") is not None:
            messages.append(warning(f"{found.key} is {edited.status}, and its score counts in the report all the same"))
        return call.changed(ENROLMENTS.fields, rows, [f"{rows[0].company} edited: {what}"], messages=messages)


def _filling(change: Change, track_id: int, *, now: str) -> list[Message]:
    """Return how full a Track is, and what an enrolment in it is surprising for."""
    from circo_cli.queries.roster import roster_of_track

    roster = roster_of_track(change.reader, track_id)
    told = []
    if roster.has_begun(now) and not roster.over:
        told.append(note(f"{roster.key} has begun: its first session was on {roster.workshops[0].starts_on}"))
    told.append(note(f"{roster.key} has {roster.filling()}"))
    if roster.status == TrackStatus.PLANNED:
        told.append(hint(f"it is planned and not open yet: circo track open {roster.key}"))
    return told


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
