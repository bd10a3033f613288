"""The options that every command takes, before or after the noun and verb. Later and inner win.

Their annotations are evaluated in every run: as text, each would have to be compiled first.
"""

from copy import copy
from functools import cache
from typing import Annotated, Any

import typer

from circo_cli.app.words import SHARED, as_parameters, came_from_command_line
from circo_cli.context import Invocation


def _shared(
    db: Annotated[str | None, typer.Option("--db", metavar="PATH", help="The database file [CIRCO_DB].")] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT",
            help="table, json, jsonl, csv, tsv, markdown or xlsx [CIRCO_OUTPUT].",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for -o json.")] = False,
    to: Annotated[
        str | None, typer.Option("--to", metavar="PATH", help="Write the data to PATH and not to stdout.")
    ] = None,
    fields: Annotated[
        str | None, typer.Option("--fields", metavar="A,B,C", help="Only these fields, in this order.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who does this, for the journal [CIRCO_USER].")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="nl|en", help="Language of documents [CIRCO_LANG].")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="Act as if today were DATE [CIRCO_TODAY].")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, then undo it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Answer yes to every confirmation.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask [CIRCO_NO_INPUT].")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print keys only; no hints.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
    color: Annotated[
        str | None, typer.Option("--color", metavar="auto|always|never", help="Colour [NO_COLOR].")
    ] = None,
) -> None:
    """Declare the shared options; `_keep` takes their values."""


def _keep(ctx: typer.Context, param: Any, value: Any) -> Any:
    """Remember an option that was typed."""
    if came_from_command_line(ctx, param.name):
        invocation: Invocation = ctx.find_object(Invocation) or ctx.obj
        invocation.options.keep(param.name.removeprefix(SHARED), value)
    return value


@cache
def _shown() -> tuple[Any, ...]:
    return tuple(as_parameters(_shared, _keep))


@cache
def _hidden() -> tuple[Any, ...]:
    params = tuple(copy(param) for param in _shown())  # converting them is the dear part: once will do
    for param in params:
        param.hidden = True
    return params


def root_options() -> list[Any]:
    """Return the shared options as the root's help shows them."""
    return list(_shown())


def shared_options() -> list[Any]:
    """Return the shared options as nouns and verbs take them: working, but not listed again."""
    return list(_hidden())
