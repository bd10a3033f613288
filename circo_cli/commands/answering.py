"""circo question: the way to an answer, and to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import (
    OnOption,
    QuestionArgument,
    ReasonOption,
    day,
    filled,
    found_id,
    key_option,
    optional,
    text_or_stdin,
)
from circo_cli.commands.sharing import changed_question, leads
from circo_cli.context import of
from circo_cli.errors import MissingValueError, NotFoundError
from circo_cli.queries.keys import find
from circo_cli.queries.known_names import known_names
from circo_cli.queries.question import partners_to_refer_to
from circo_cli.rendering.result import Message, Result, hint, note
from circo_cli.values.vocabulary import Sharing

if TYPE_CHECKING:
    from circo_cli.storage.reader import Reader
    from circo_cli.values.names import NameIndex

app = typer.Typer()


@app.command("answer")
def answer(
    ctx: typer.Context,
    question: QuestionArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="The answer; - reads it from standard input.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who answered; default you.")] = None,
    on: OnOption = None,
    from_insight: Annotated[
        str | None,
        key_option("insight", "Knowledge that answers it; its body, where no TEXT is given.", "--from-insight"),
    ] = None,
    replace: Annotated[
        int | None, typer.Option("--replace", metavar="N", help="In the place of the Nth answer; 1 is the first.")
    ] = None,
) -> Result:
    """Answer a question, in your own words or from the knowledge base.

    Examples:
    circo question answer Q1 "De MIA-regeling past; vraag die aan voor de investering."
    circo question answer Q2 --from-insight K1 --on 12-6-2026
    circo question answer Q2 "Kijk eerst naar het glas." --replace 1
    """
    from circo_cli.domain.answering import answer_question, replace_answer

    call = of(ctx)
    typed_text = None if text is None else text_or_stdin(text, what="answer")
    with call.change() as change:
        number = find(change.reader, "question", question).id
        insight_id = found_id(change.reader, "insight", from_insight)
        answered_on = day(call, on, option="--on")

        def names() -> NameIndex:
            return known_names(change.reader)

        messages = leads(change.reader, [question])
        if replace is not None:
            changed = replace_answer(
                change.session,
                question_id=number,
                place=replace,
                text=typed_text,
                insight_id=insight_id,
                author=optional(by),
                on=answered_on,
                names=names,
            )
            return changed_question(call, change, changed, f"answer {replace} replaced", messages)
        changed = answer_question(
            change.session,
            question_id=number,
            text=typed_text,
            insight_id=insight_id,
            author=optional(by) or call.actor,
            on=answered_on or call.today,
            names=names,
        )
        if changed.sharing is Sharing.HUB:
            messages.append(hint(f"circo question share Q{changed.id} lets the network see question and answer"))
        return changed_question(call, change, changed, "answered", messages)


@app.command("unanswer")
def unanswer(
    ctx: typer.Context,
    question: QuestionArgument,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="Which answer, 1 is the first; needed where there are several.")
    ] = None,
) -> Result:
    """Take an answer away; without any the question waits again.

    Examples:
    circo question unanswer Q1
    circo question unanswer Q1 1
    """
    from circo_cli.domain.answering import take_back_answer

    call = of(ctx)
    with call.change() as change:
        changed = take_back_answer(
            change.session, question_id=find(change.reader, "question", question).id, place=number
        )
        line = f"answer {number or 1} taken away: {changed.status}"
        return changed_question(call, change, changed, line, leads(change.reader, [question]))


@app.command("close")
def close(ctx: typer.Context, question: QuestionArgument, reason: ReasonOption = None) -> Result:
    """Close a question; without an answer this needs a reason.

    Examples:
    circo question close Q1
    circo question close Q3 --reason "bedrijf is gestopt"
    """
    from circo_cli.domain.answering import close_question

    call = of(ctx)
    with call.change() as change:
        number = find(change.reader, "question", question).id
        changed = close_question(change.session, question_id=number, reason=optional(reason), on=call.today)
        return changed_question(call, change, changed, "closed", leads(change.reader, [question]))


@app.command("reopen")
def reopen(ctx: typer.Context, question: QuestionArgument) -> Result:
    """Take up a closed question again.

    Examples:
    circo question reopen Q94
    circo question reopen Q94 --dry-run
    """
    from circo_cli.domain.answering import reopen_question

    call = of(ctx)
    with call.change() as change:
        changed = reopen_question(change.session, question_id=find(change.reader, "question", question).id)
        messages = leads(change.reader, [question])
        return changed_question(call, change, changed, f"reopened: {changed.status}", messages)


@app.command("refer")
def refer(
    ctx: typer.Context,
    question: QuestionArgument,
    target: Annotated[
        str | None, typer.Argument(metavar="PARTNER|TEXT", help="A partner's key or name, or who else it is.")
    ] = None,
) -> Result:
    """Refer a question to a partner, or to somebody else.

    Examples:
    circo question refer Q136 rabobank
    circo question refer Q128 "Omgevingsdienst West-Holland"
    """
    from circo_cli.domain.answering import refer_question

    call = of(ctx)
    with call.change() as change:
        number = find(change.reader, "question", question).id
        fitting = partners_to_refer_to(change.reader, number, today=call.today)
        if target is None:
            raise MissingValueError(
                "refer needs a partner or a text",
                parameter="target",
                hint=f"circo question refer Q{number} {fitting[0] if fitting else 'PARTNER'}"
                + (f"; these cover the company's stage: {', '.join(fitting)}" if fitting else ""),
                code="partner-missing",
            )
        typed = filled(target, what="partner")
        partner, messages = _partner(change.reader, typed)
        messages += leads(change.reader, [question])
        changed = refer_question(change.session, question_id=number, partner_id=partner and partner[0], text=typed)
        others = [key for key in fitting if partner is None or key != partner[1]]
        if others and len(others) == len(fitting):
            messages.append(hint(f"partners that cover the company's stage: {', '.join(others)}"))
        return changed_question(call, change, changed, f"referred to {partner[1] if partner else typed}", messages)


def _partner(reader: Reader, typed: str) -> tuple[tuple[int, str] | None, list[Message]]:
    """Return id and key of the partner that was typed, or None for a text, with a note that says so."""
    from circo_cli.queries.partner import find_partner

    identity = find_partner(reader, typed)
    if identity is not None:
        key: str = reader.value("SELECT key FROM partner WHERE id = :id", {"id": identity})
        return (identity, key), []
    try:
        found = find(reader, "partner", typed)
    except NotFoundError as error:
        if typed.lower().startswith("partner:"):
            raise
        near = f" ({error.hint})" if error.details else ""
        return None, [note(f"no partner is called '{typed}', so it is kept as a text{near}")]
    return (found.id, found.key), []
