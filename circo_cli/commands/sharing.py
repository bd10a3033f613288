"""circo question: what the network may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import found_all, key_argument, shown, text_or_stdin
from circo_cli.context import Invocation, of
from circo_cli.errors import RefusedError, UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.question import show_question
from circo_cli.rendering.result import Message, Result, note
from circo_cli.values.keys import number_key, parse_number

if TYPE_CHECKING:
    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader

app = typer.Typer()

QuestionsArgument = Annotated[list[str], key_argument("question", "Keys of questions, such as Q17 Q18.")]


@app.command("share")
def share(
    ctx: typer.Context,
    question: QuestionsArgument,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT|-", help='What the network sees in its place; "" clears it.')
    ] = None,
) -> Result:
    """Let the network see questions with their answers, when these name nobody.

    Examples:
    circo question share Q1 Q2
    circo question share Q3 --text "Hoe financieren we producten die van ons blijven?"
    """
    from circo_cli.domain.question import share_question
    from circo_cli.queries.known_names import known_names

    call = of(ctx)
    wording = text_or_stdin(text, what="text") if text else None
    with call.change() as change:
        found = found_all(change.reader, "question", question)
        if text is not None and len(found) > 1:
            raise UsageError(
                "--text belongs to one question",
                hint=f'circo question share {found[0].key} --text "…"',
                code="one-text",
            )
        index = known_names(change.reader)
        try:
            changed = [
                share_question(
                    change.session, question_id=each.id, text=wording, own_text=text == "", names=lambda: index
                )
                for each in found
            ]
        except RefusedError as error:
            if len(found) > 1:
                error.message += f"; nothing was changed for any of the {len(found)}"
            raise
        return _changed_many(call, change, changed, "shared with the network", leads(change.reader, question))


@app.command("unshare")
def unshare(ctx: typer.Context, question: QuestionsArgument) -> Result:
    """Keep questions to their hub and CIRCO again; another wording for the network is dropped.

    Examples:
    circo question unshare Q1
    circo question unshare Q1 Q2
    """
    from circo_cli.domain.question import unshare_question

    call = of(ctx)
    with call.change() as change:
        found = found_all(change.reader, "question", question)
        changed = [unshare_question(change.session, question_id=each.id) for each in found]
        return _changed_many(call, change, changed, "kept to its hub and CIRCO", leads(change.reader, question))


def typed_id(typed: str) -> int:
    """Return the number of the question that was typed, itself, wherever it leads to; `find` it first."""
    parsed = parse_number(typed.rpartition(":")[2], noun="question")
    if parsed is None:
        raise AssertionError("what was found has a number")
    return parsed[1]


def leads(reader: Reader, typed: Iterable[str]) -> list[Message]:
    """Return a note for each question that was typed and stands for itself no more, since it was merged."""
    found = [(number_key("question", typed_id(each)), find(reader, "question", each).key) for each in typed]
    return [note(f"{key} was merged into {other}") for key, other in dict.fromkeys(found) if key != other]


def changed_question(call: Invocation, change: Change, question: Any, line: str, messages: list[Message]) -> Result:
    """Return the result of a command that changed one question, and say so in the history."""
    change.session.flush()
    change.summary = f"Q{question.id}: {line}"
    fields, row = shown(*show_question(change.reader, question.id, today=call.today))
    return call.changed(fields, [row], [line], messages=messages)


def _changed_many(call: Invocation, change: Change, questions: list[Any], line: str, messages: list[Message]) -> Result:
    change.session.flush()
    change.summary = f"{', '.join(f'Q{question.id}' for question in questions)}: {line}"
    rows = [shown(*show_question(change.reader, question.id, today=call.today)) for question in questions]
    return call.changed(rows[0][0], [row for _, row in rows], [line] * len(rows), many=True, messages=messages)
