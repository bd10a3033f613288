"""circo insight: knowledge of hubs and of CIRCO, from draft to published to retired."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    InsightArgument,
    LimitOption,
    SortOption,
    configured_hub,
    day,
    filled,
    found_all,
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
from circo_cli.queries.insight import FROM_CIRCO, INSIGHTS, list_insights, questions_of_insight, show_insight
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, note
from circo_cli.values.vocabulary import Category, InsightKind, InsightStatus

if TYPE_CHECKING:
    from circo_cli.storage.reader import Reader

app = typer.Typer()

_COLUMNS = ("key", "title", "kind", "origin", "theme", "category", "status", "version", "published_on", "comments")

BodyOption = Annotated[
    str | None,
    typer.Option("--body", metavar="TEXT|-|@FILE", help="The body in Markdown, from standard input or from a file."),
]
HubOption = Annotated[str | None, key_option("hub", "The hub that learnt it.")]
FromCircoOption = Annotated[bool, typer.Option("--from-circo", help="It comes from CIRCO itself.")]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="insight, method or case.")]
ThemeOption = Annotated[str | None, key_option("theme", "What it is about.")]
CategoryOption = Annotated[str | None, typer.Option("--category", metavar="CATEGORY", help="For example finance.")]
TopicsOption = Annotated[list[str] | None, typer.Option("--topic", metavar="TAG", help="A tag; repeat it.")]
QuestionsOption = Annotated[
    list[str] | None, key_option("question", "A question that it answers; repeat it.", "--from-question")
]
ReviewOption = Annotated[str | None, typer.Option("--review-on", metavar="DATE", help="When to look at it again.")]


@app.command("add")
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it says, in a line.")],
    body: BodyOption = None,
    hub: HubOption = None,
    from_circo: FromCircoOption = False,
    kind: KindOption = None,
    theme: ThemeOption = None,
    category: CategoryOption = None,
    topic: TopicsOption = None,
    from_question: QuestionsOption = None,
    review_on: ReviewOption = None,
) -> Result:
    """Write down what was learnt; it starts as a draft for its hub and CIRCO.

    Examples:
    circo insight add "Restwaarde telt als onderpand" --hub limburg --category finance --body "Leg de terugkoop vast."
    circo insight add "Van product naar dienst" --from-circo --kind method --body -
    """
    from circo_cli.commands.publishing import changed_insight
    from circo_cli.domain.insight import add_insight
    from circo_cli.queries.question import hub_of_question

    call = of(ctx)
    _one_origin(hub, from_circo)
    typed_title, typed_body = filled(title, what="title"), _body(body)
    with call.change() as change:
        reader = change.reader
        questions = _questions(reader, from_question or [])
        messages: list[Message] = []
        hub_id = None if from_circo else found_id(reader, "hub", hub)
        if hub_id is None and not from_circo:
            otherwise = "--hub HUB or --from-circo says otherwise"
            origin = "the hub of its question"
            hub_id = hub_of_question(reader, questions[0]) if questions else None
            if hub_id is None:
                origin = "CIRCO"
                hub_id = configured_hub(call, reader, otherwise)
            if hub_id is None or origin != "CIRCO":
                way = "--hub HUB says otherwise" if origin == "CIRCO" else otherwise
                messages.append(note(f"it comes from {origin}; {way}"))
        written = add_insight(
            change.session,
            title=typed_title,
            body=typed_body,
            kind=term(InsightKind, kind, option="--kind") or InsightKind.INSIGHT,
            hub_id=hub_id,
            theme_id=found_id(change.reader, "theme", theme),
            category=term(Category, category, option="--category"),
            topics=topic or [],
            question_ids=questions,
            review_on=day(call, review_on, option="--review-on"),
        )
        verb = "publish" if typed_body else "edit"
        tail = "" if typed_body else ' --body "…"'
        messages.append(hint(f"next: circo insight {verb} K{written.id}{tail}"))
        return changed_insight(call, change, written, "written, a draft", messages)


@app.command("list")
def list_(
    ctx: typer.Context,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="draft, published or retired.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind.")] = None,
    hub: HubFilter = None,
    theme: Annotated[str | None, key_option("theme", "Only about this theme.")] = None,
    category: Annotated[
        str | None, typer.Option("--category", metavar="CATEGORY", help="Only of this category.")
    ] = None,
    topic: Annotated[str | None, typer.Option("--topic", metavar="TAG", help="Only with this topic.")] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", metavar="ORIGIN", help="Only from this hub, or from circo.")
    ] = None,
    from_circo: Annotated[bool, typer.Option("--from-circo", help="Only from CIRCO itself.")] = False,
    from_question: Annotated[
        str | None, key_option("question", "Only what answers this question.", "--from-question")
    ] = None,
    review_on: Annotated[
        str | None, typer.Option("--review-on", metavar="DATE", help="Only to be looked at again by this day.")
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List insights, the newest first.

    Examples:
    circo insight list --status published --category finance
    circo insight list --from-circo --kind method
    circo insight list --review-on today --sort review_on
    """
    call = of(ctx)
    if origin is not None and origin.lower() == FROM_CIRCO:
        origin, from_circo = None, True
    _one_origin(origin, from_circo)
    with call.reader() as reader:
        hub_id = hub_filter(reader, hub)
        if origin is not None:
            origin_id = find(reader, "hub", origin).id
            if hub_id not in (None, origin_id):
                raise UsageError("--hub and --origin name two hubs", hint="leave one out", code="two-origins")
            hub_id = origin_id
        page = list_insights(
            reader,
            status=term(InsightStatus, status, option="--status"),
            kind=term(InsightKind, kind, option="--kind"),
            hub_id=hub_id,
            from_circo=from_circo,
            theme_id=found_id(reader, "theme", theme),
            category=term(Category, category, option="--category"),
            topic=topic,
            question_id=found_id(reader, "question", from_question),
            review_until=day(call, review_on, option="--review-on"),
            paging=paging(call, sort, limit),
        )
    return listed(page, INSIGHTS.fields, columns=_COLUMNS, name="insights")


@app.command("show")
def show(ctx: typer.Context, insight: InsightArgument) -> Result:
    """Show an insight with its body and comments.

    Examples:
    circo insight show K1
    circo insight show K1 --json
    """
    call = of(ctx)
    with call.reader() as reader:
        number = find(reader, "insight", insight).id
        fields, row = shown(*show_insight(reader, number))
        questions = questions_of_insight(reader, number)
    result = Result(form=Form.ONE, fields=fields, rows=[row])
    return result._replace(picture=partial(_picture, result.objects()[0], questions, call.today))


def _picture(thing: dict[str, Any], questions: list[tuple[str, str, str]], today: date, width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.insight import draw_insight

    return draw_insight(thing, questions=questions, today=today, width=width, color=color)


@app.command("edit")
def edit(
    ctx: typer.Context,
    insight: InsightArgument,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Another title.")] = None,
    body: BodyOption = None,
    hub: HubOption = None,
    from_circo: FromCircoOption = False,
    kind: KindOption = None,
    theme: ThemeOption = None,
    category: CategoryOption = None,
    topic: TopicsOption = None,
    from_question: QuestionsOption = None,
    review_on: ReviewOption = None,
) -> Result:
    """Change an insight; a published one gets a new version. "" clears, a repeated option replaces the list.

    Examples:
    circo insight edit K1 --body "Leg de terugkoop vast in het contract."
    circo insight edit K1 --review-on +12w
    """
    from circo_cli.commands.publishing import changed_insight
    from circo_cli.domain.insight import edit_insight
    from circo_cli.queries.known_names import known_names

    call = of(ctx)
    _one_origin(hub, from_circo)
    values: dict[str, object] = {}
    if title is not None:
        values["title"] = filled(title, what="title")
    if body is not None:
        values["body"] = _body(body) if body else None
    if kind is not None:
        values["kind"] = term(InsightKind, kind, option="--kind") if kind else InsightKind.INSIGHT
    if category is not None:
        values["category"] = term(Category, category, option="--category") if category else None
    if review_on is not None:
        values["review_on"] = str(day(call, review_on, option="--review-on")) if review_on else None
    if from_circo:
        values["hub_id"] = None
    with call.change() as change:
        number = find(change.reader, "insight", insight).id
        for noun, typed in (("hub", hub), ("theme", theme)):
            if typed is not None:
                values[f"{noun}_id"] = found_id(change.reader, noun, typed or None)
        if not values and topic is None and from_question is None:
            raise UsageError("nothing to change", hint=f'circo insight edit K{number} --body "…"', code="nothing")
        changed = edit_insight(
            change.session,
            insight_id=number,
            values=values,
            topics=topic,
            question_ids=None if from_question is None else _questions(change.reader, from_question),
            today=call.today,
            author=call.actor,
            names=lambda: known_names(change.reader),
        )
        return changed_insight(call, change, changed, f"edited, version {changed.version}", [])


def _one_origin(hub: str | None, from_circo: bool) -> None:
    if hub is not None and from_circo:
        raise UsageError("--hub and --from-circo exclude each other", hint="leave one out", code="two-origins")


def _body(typed: str | None) -> str | None:
    """Return the body as typed, or as it stands on standard input (``-``) or in a file (``@FILE``)."""
    if typed is None or not typed.startswith("@"):
        return None if typed is None else text_or_stdin(typed, what="body")
    from pathlib import Path

    path = Path(typed[1:]).expanduser()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(
            f"--body: cannot read {path}: {why}",
            hint="--body @FILE reads a text file, --body - standard input",
            code="file",
        ) from error
    return optional(text) or filled("", what="body")


def _questions(reader: Reader, typed: list[str]) -> list[int]:
    return [found.id for found in found_all(reader, "question", filter(None, typed))]
