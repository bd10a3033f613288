"""circo help: topics that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.context import unknown_value
from circo_cli.errors import EXIT_CODES
from circo_cli.rendering.result import Form, Result

app = typer.Typer()

TOPICS = {"exit-codes": "what the exit code of a command says"}


@app.command("help")
def help_(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="For example exit-codes.")] = None,
) -> Result:
    """Explain a topic, or list the topics.

    Examples:
    circo help exit-codes
    """
    if topic is None:
        return Result(form=Form.LIST, fields=("topic", "about"), rows=list(TOPICS.items()), name="topics")
    if topic not in TOPICS:
        raise unknown_value(topic, list(TOPICS), option="TOPIC")
    return Result(form=Form.LIST, fields=("code", "meaning"), rows=EXIT_CODES, name="exit-codes")
