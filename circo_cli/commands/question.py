"""circo question: what companies ask, and the answers."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    QuarterFilter,
    QuestionArgument,
    SortOption,
    configured_hub,
    day,
    days_between,
    found_id,
    hub_filter,
    key_option,
    listed,
    optional,
    paging,
    shown,
    term,
    text_or_stdin,
)
from circo_cli.context import of
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.question import (
    QUESTIONS,
    list_questions,
    show_question,
)
from circo_cli.rendering.result import Form, Result, hint, note
from circo_cli.values.vocabulary import Category, QuestionStatus, Sharing

app = typer.Typer()

_COLUMNS = ("key", "text", "status", "hub", "company", "category", "asked_on", "due_on", "owner", "answers", "sharing")

CompanyOption = Annotated[str | None, key_option("company", "The company that asked.")]
HubOption = Annotated[str | None, key_option("hub", "The hub that looks after it; all for none.")]
TrackOption = Annotated[str | None, key_option("track", "The Track in which it came up.")]
ThemeOption = Annotated[str | None, key_option("theme", "What it is about.")]
CategoryOption = Annotated[
    str | None, typer.Option("--category", metavar="CATEGORY", help="For example finance or regulation; default other.")
]
TopicsOption = Annotated[list[str] | None, typer.Option("--topic", metavar="TAG", help="A tag; repeat it.")]
AskedOption = Annotated[
    str | None, typer.Option("--asked-on", metavar="DATE", help="When it was asked; default today.")
]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who sees to an answer.")]
DueOption = Annotated[
    str | None, typer.Option("--due", metavar="DATE", help="When an answer is due; default 14 days after asking.")
]


@app.command("log")
def log(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="The question; - reads it from standard input.")],
    company: CompanyOption = None,
    hub: HubOption = None,
    track: TrackOption = None,
    theme: ThemeOption = None,
    category: CategoryOption = None,
    topic: TopicsOption = None,
    asked_on: AskedOption = None,
    owner: OwnerOption = None,
    due: DueOption = None,
) -> Result:
    """Log a question; hub, Track and theme follow from the company's latest enrolment.

    Examples:
    circo question log "Welke subsidie past bij onze pilot?" --company fictief-textiel-zaan --category finance
    circo question log "Hoe meten we CO2-winst?" --hub limburg --category impact --topic co2
    """
    from circo_cli.commands.sharing import changed_question
    from circo_cli.commands.similar import asked_before
    from circo_cli.domain.question import log_question

    call = of(ctx)
    typed_text = text_or_stdin(text, what="question")
    with call.change() as change:
        logged = log_question(
            change.session,
            text=typed_text,
            company_id=found_id(change.reader, "company", company),
            hub_id=hub_filter(change.reader, hub),
            track_id=found_id(change.reader, "track", track),
            theme_id=found_id(change.reader, "theme", theme),
            category=term(Category, category, option="--category") or Category.OTHER,
            topics=topic or [],
            asked_on=day(call, asked_on, option="--asked-on") or call.today,
            due_on=day(call, due, option="--due"),
            owner=optional(owner),
            other_hub=lambda: configured_hub(call, change.reader) if hub is None else None,
        )
        messages = asked_before(change.reader, logged.id or 0)
        messages.append(hint(f'next: circo question answer Q{logged.id} "…"'))
        return changed_question(call, change, logged, "logged", messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    status: Annotated[str | None, typer.Option("--status", metavar="STATUS", help="Only in this status.")] = None,
    hub: HubFilter = None,
    company: Annotated[str | None, key_option("company", "Only of this company.")] = None,
    track: Annotated[str | None, key_option("track", "Only from this Track.")] = None,
    theme: Annotated[str | None, key_option("theme", "Only about this theme.")] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="CATEGORY", help="Only of this category.")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="TAG", help="Only with this topic.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Only of this owner.")] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Asked on this day or later, or in this month.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Asked on this day or before, or in this month.")
    ] = None,
    quarter: QuarterFilter = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only unanswered and due before today.")] = False,
    unanswered: Annotated[bool, typer.Option("--unanswered", help="Only open and referred ones.")] = False,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List questions, the newest first; merged ones only with --status merged.

    Examples:
    circo question list --unanswered --hub noord-holland
    circo question list --overdue --sort due_on
    circo question list --from "last month" --until "last month"
    """
    call = of(ctx)
    asked_from, asked_until = days_between(call, quarter=quarter, first=from_, last=until)
    with call.reader() as reader:
        page = list_questions(
            reader,
            today=call.today,
            status=term(QuestionStatus, status, option="--status"),
            hub_id=hub_filter(reader, hub),
            company_id=found_id(reader, "company", company),
            track_id=found_id(reader, "track", track),
            theme_id=found_id(reader, "theme", theme),
            category=term(Category, category, option="--category"),
            topic=topic,
            owner=optional(owner),
            asked_from=asked_from,
            asked_until=asked_until,
            overdue=overdue,
            unanswered=unanswered,
            paging=paging(call, sort, limit),
        )
    return listed(page, QUESTIONS.fields, columns=_COLUMNS, name="questions")


@app.command("show")
def show(ctx: typer.Context, question: QuestionArgument) -> Result:
    """Show a question: answers, who asked, similar ones that have an answer.

    Examples:
    circo question show Q1
    circo question show 17 --json
    """
    from circo_cli.commands.sharing import leads

    call = of(ctx)
    with call.reader() as reader:
        fields, row = shown(*show_question(reader, find(reader, "question", question).id, today=call.today))
        messages = tuple(leads(reader, [question]))
    result = Result(form=Form.ONE, fields=fields, rows=[row], messages=messages)
    return result._replace(picture=partial(_picture, result.objects()[0], call.today))


def _picture(thing: dict[str, Any], today: date, width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.question import draw_question

    return draw_question(thing, today=today, width=width, color=color)


@app.command("edit")
def edit(
    ctx: typer.Context,
    question: QuestionArgument,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT|-", help="Another text.")] = None,
    company: CompanyOption = None,
    hub: HubOption = None,
    track: TrackOption = None,
    theme: ThemeOption = None,
    category: CategoryOption = None,
    topic: TopicsOption = None,
    asked_on: AskedOption = None,
    owner: OwnerOption = None,
    due: DueOption = None,
) -> Result:
    """Change what is known of a question; "" clears, a repeated option replaces the list.

    Examples:
    circo question edit Q1 --category regulation --topic afval --topic vergunning
    circo question edit Q2 --owner "Eva Voorbeeld" --due +2w
    """
    from circo_cli.commands.sharing import changed_question, leads
    from circo_cli.domain.question import edit_question
    from circo_cli.queries.known_names import known_names

    call = of(ctx)
    values: dict[str, object] = {}
    if text is not None:
        values["text"] = text_or_stdin(text, what="question")
    if category is not None:
        values["category"] = term(Category, category, option="--category") if category else Category.OTHER
    if asked_on is not None:
        values["asked_on"] = str(day(call, asked_on, option="--asked-on"))
    if owner is not None:
        values["owner"] = optional(owner)
    if due is not None:
        values["due_on"] = str(day(call, due, option="--due")) if due else None
    with call.change() as change:
        number = find(change.reader, "question", question).id
        for noun, typed in (("company", company), ("hub", hub), ("track", track), ("theme", theme)):
            if typed is not None:
                values[f"{noun}_id"] = found_id(change.reader, noun, typed or None)
        if not values and topic is None:
            raise UsageError("nothing to change", hint=f"circo question edit Q{number} --owner NAME", code="nothing")
        changed = edit_question(
            change.session,
            question_id=number,
            values=values,
            topics=topic,
            names=lambda: known_names(change.reader),
        )
        return changed_question(call, change, changed, "edited", leads(change.reader, [question]))


@app.command("merge")
def merge(
    ctx: typer.Context,
    question: QuestionArgument,
    into: Annotated[
        str,
        typer.Argument(
            metavar="INTO",
            help="Key of the question that asks the same, and that stays, such as Q12.",
        ),
    ],
) -> Result:
    """Make a question one with another that asks the same; the askers of both are kept.

    Examples:
    circo question merge Q136 Q128
    circo question merge Q136 Q128 --dry-run
    """
    from circo_cli.commands.sharing import changed_question, leads, typed_id
    from circo_cli.domain.question import merge_questions
    from circo_cli.queries.known_names import known_names

    call = of(ctx)
    with call.change() as change:
        for typed in (question, into):
            find(change.reader, "question", typed)
        number = typed_id(question)
        before = list_questions(change.reader, today=call.today, question_id=number).rows[0]
        stays = merge_questions(
            change.session, question_id=number, into_id=typed_id(into), names=lambda: known_names(change.reader)
        )
        messages = leads(change.reader, [into])
        if stays.sharing is Sharing.NETWORK and before.answers:
            messages.append(note(f"Q{stays.id} is shared: the network sees the answers of Q{number} with it"))
        if stays.sharing is Sharing.HUB and before.sharing == Sharing.NETWORK:
            messages.append(hint(f"Q{number} was shared and Q{stays.id} is not: circo question share Q{stays.id}"))
        messages.append(hint(f"circo undo C{change.number} takes them apart again"))
        return changed_question(call, change, stays, f"Q{number} merged into it", messages)
