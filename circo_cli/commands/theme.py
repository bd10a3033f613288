"""circo theme: the subjects of Tracks, questions and insights."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    filled,
    hub_filter,
    listed,
    optional,
    paging,
    quarter,
)
from circo_cli.context import of
from circo_cli.queries.theme import THEMES, list_themes
from circo_cli.rendering.result import Result

app = typer.Typer()


@app.command("add")
def add(
    ctx: typer.Context,
    name_nl: Annotated[str, typer.Argument(metavar="NAME_NL", help="Its Dutch name; its key follows from it.")],
    en: Annotated[str | None, typer.Option("--en", metavar="NAME", help="Its English name.")] = None,
) -> Result:
    """Add a theme.

    Examples:
    circo theme add "Mobiliteit" --en Mobility
    circo theme add "Waterbeheer"
    """
    from circo_cli.domain.theme import add_theme

    call = of(ctx)
    typed_name = filled(name_nl, what="name")
    with call.change() as change:
        theme = add_theme(change.session, name_nl=typed_name, name_en=optional(en))
        change.session.flush()
        line = f"added theme {theme.name_nl}"
        change.summary = f"{theme.key}: {line}"
        row = list_themes(change.reader, theme_id=theme.id).rows[0]
        return call.changed(THEMES.fields, [row], [line])


@app.command("list")
def list_(
    ctx: typer.Context,
    quarter_: Annotated[
        str | None, typer.Option("--quarter", metavar="QUARTER", help="Count only what falls in this quarter.")
    ] = None,
    hub: HubFilter = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List themes with their Tracks, questions, askers and waiting companies.

    Examples:
    circo theme list --quarter this --sort -questions
    circo theme list --hub noord-holland
    """
    from circo_cli.values.quarter import Quarter

    call = of(ctx)
    wanted = quarter(call, quarter_, option="--quarter")
    with call.reader() as reader:
        page = list_themes(
            reader,
            quarter=None if wanted is None else Quarter.parse(wanted),
            hub_id=hub_filter(reader, hub),
            paging=paging(call, sort, limit),
        )
    return listed(page, THEMES.fields, columns=THEMES.fields, name="themes")
