"""circo history: what was changed, by whom and when."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, first_day, listed, paging
from circo_cli.context import Invocation, of
from circo_cli.queries.history import CHANGES, FieldChange, history_of, list_changes
from circo_cli.queries.keys import find_any
from circo_cli.queries.listing import arranged
from circo_cli.rendering.result import Result
from circo_cli.values.rows import fields_of

app = typer.Typer()

_COLUMNS = ("key", "at", "actor", "summary", "command", "undone_by")
_FIELD_COLUMNS = ("key", "at", "field", "before", "after", "actor", "command")


@app.command("history")
def history(
    ctx: typer.Context,
    key: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="Only of the thing with this key, such as limburg, field by field."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what NAME did.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only since DATE.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Show what was changed, by whom and when; with KEY, one thing field by field.

    Examples:
    circo history --limit 10
    circo history noord-holland
    circo history C1 --json
    """
    call = of(ctx)
    since = _since(call, from_)
    with call.reader() as reader:
        if key is None:
            page = list_changes(reader, actor=by, since=since, paging=paging(call, sort, limit))
            return listed(page, CHANGES.fields, columns=_COLUMNS, name="history")
        rows = history_of(reader, find_any(reader, key), actor=by, since=since)
    fields = fields_of(FieldChange)
    return listed(arranged(rows, fields, paging(call, sort, limit)), fields, columns=_FIELD_COLUMNS, name="history")


def _since(call: Invocation, typed: str | None) -> str | None:
    from circo_cli.values.dates import format_moment

    first = first_day(call, typed)
    if first is None:
        return None
    return format_moment(datetime.combine(first, time.min, tzinfo=call.zone).astimezone(UTC))
