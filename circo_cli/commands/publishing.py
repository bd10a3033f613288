"""circo insight: what the network reads, and the discussion of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import InsightArgument, shown, text_or_stdin
from circo_cli.context import Invocation, of
from circo_cli.queries.insight import show_insight
from circo_cli.queries.keys import find
from circo_cli.queries.known_names import known_names
from circo_cli.rendering.result import Message, Result, hint

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()


@app.command("publish")
def publish(ctx: typer.Context, insight: InsightArgument) -> Result:
    """Publish a draft to the whole network, when it names nobody.

    Examples:
    circo insight publish K27
    circo insight publish K27 --dry-run
    """
    from circo_cli.domain.insight import publish_insight

    call = of(ctx)
    with call.change() as change:
        changed = publish_insight(
            change.session,
            insight_id=find(change.reader, "insight", insight).id,
            today=call.today,
            author=call.actor,
            names=lambda: known_names(change.reader),
        )
        more = f'it has a title only; circo insight edit K{changed.id} --body "…" says more'
        told = hint("it goes along in the next digest" if changed.body else more)
        return changed_insight(call, change, changed, "published", [told])


@app.command("retire")
def retire(ctx: typer.Context, insight: InsightArgument) -> Result:
    """Offer a published insight no longer.

    Examples:
    circo insight retire K1
    circo insight retire K1 --dry-run
    """
    from circo_cli.domain.insight import retire_insight

    call = of(ctx)
    with call.change() as change:
        changed = retire_insight(change.session, insight_id=find(change.reader, "insight", insight).id)
        return changed_insight(call, change, changed, "retired", [])


@app.command("comment")
def comment(
    ctx: typer.Context,
    insight: InsightArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="The remark; - reads it from standard input.")],
) -> Result:
    """Comment on an insight ("Discussieer mee").

    Examples:
    circo insight comment K1 "Werkt bij ons ook voor meubels."
    circo insight comment K1 - --as "Eva Voorbeeld"
    """
    from circo_cli.domain.insight import comment_on_insight

    call = of(ctx)
    typed_text = text_or_stdin(text, what="comment")
    with call.change() as change:
        changed = comment_on_insight(
            change.session,
            insight_id=find(change.reader, "insight", insight).id,
            text=typed_text,
            author=call.actor,
            at=call.moment,
            names=lambda: known_names(change.reader),
        )
        return changed_insight(call, change, changed, "commented on", [])


def changed_insight(call: Invocation, change: Change, insight: Any, line: str, messages: list[Message]) -> Result:
    """Return the result of a command that changed an insight, and say so in the history."""
    change.session.flush()
    change.summary = f"K{insight.id}: {line}"
    fields, row = shown(*show_insight(change.reader, insight.id))
    return call.changed(fields, [row], [line], messages=messages)
