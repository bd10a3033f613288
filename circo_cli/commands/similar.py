"""circo question: questions that are like another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, filled, listed, ranking
from circo_cli.context import of
from circo_cli.queries.keys import find
from circo_cli.queries.listing import arranged
from circo_cli.queries.similar import MOST, LikeRow, like_questions
from circo_cli.rendering.result import Message, Result, hint, note
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.rows import fields_of
from circo_cli.values.text import shortened

app = typer.Typer()

ON_TERMINAL = 10
"""So many similar questions are shown on a terminal unless ``--limit`` says otherwise."""

_KEY = r"(?i)(question:)?q?\d+"
_WORDS = 120
_SAME = 0.6
"""From here on a question without an answer is like enough to be named: there is less to gain than from an answer."""
_COLUMNS = ("key", "score", "text", "answer", "status", "hub")


@app.command("similar")
def similar(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|Q", help="A question in your words, or the key of one.")],
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List the questions most like a text or another question, in whatever words they were asked.

    Examples:
    circo question similar "Hoe financier ik producten die ik blijf bezitten?"
    circo question similar Q74 --limit 3
    """
    call = of(ctx)
    typed = filled(text, what="question")
    with call.reader() as reader:
        words, number = _asked(reader, typed)
        rows = like_questions(reader, words, but=number, limit=MOST)
    page = arranged(rows, fields_of(LikeRow), ranking(call, sort, limit, on_terminal=ON_TERMINAL))
    return listed(page, fields_of(LikeRow), columns=_COLUMNS, name="questions", messages=_messages(page.rows, number))


def answered_before(reader: Reader, question_id: int) -> list[Message]:
    """Return what is said of a question that was just logged: which ones like it have an answer, and how to use one.

    Where none has, the likest that waits for one is named: somebody asked the same.
    """
    from circo_cli.queries.question import similar_questions

    rows = similar_questions(reader, question_id)
    if not rows:
        return _waiting(reader, question_id)
    messages = [note(f"{row.key} is like it and has an answer: {shortened(row.text, _WORDS)}") for row in rows]
    if rows:
        messages.append(hint(f"circo question show {rows[0].key} shows the answer"))
    return messages


def _waiting(reader: Reader, question_id: int) -> list[Message]:
    text = str(reader.value("SELECT text FROM question WHERE id = :id", {"id": question_id}))
    rows = like_questions(reader, text, but=question_id, floor=_SAME, limit=1)
    return [
        message
        for row in rows
        for message in (
            note(f"{row.key} is like it and has no answer either: {shortened(row.text, _WORDS)}"),
            hint(f"if they ask the same: circo question merge {number_key('question', question_id)} {row.key}"),
        )
    ]


def _asked(reader: Reader, typed: str) -> tuple[str, int | None]:
    """Return the text to compare with, and the id of the question whose text that is."""
    if not re.fullmatch(_KEY, typed):
        return typed, None
    number = find(reader, "question", typed).id
    return str(reader.value("SELECT text FROM question WHERE id = :id", {"id": number})), number


def _messages(rows: Sequence[LikeRow], number: int | None) -> tuple[Message, ...]:
    if not rows:
        return (note("no question is like it"),)
    answered = next((row for row in rows if row.answer is not None), None)
    if answered is None:
        return ()
    messages = [hint(f"circo question show {answered.key} shows the whole answer")]
    if number is not None:
        key = number_key("question", number)
        messages.append(hint(f"if they ask the same: circo question merge {key} {answered.key}"))
    return tuple(messages)
