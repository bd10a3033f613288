"""circo db: the database file."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.context import of
from circo_cli.rendering.result import Form, Result, hint

app = typer.Typer()


@app.command("init")
def init(
    ctx: typer.Context,
    group: Annotated[bool, typer.Option("--group", help="Let the group read and write (0660, 2770).")] = False,
) -> Result:
    """Make an empty database.

    Examples:
    circo db init
    circo db init --db /srv/circo/netwerk.db --group
    """
    from circo_cli.storage.migrations.run import create_database
    from circo_cli.storage.schema import REVISION

    call = of(ctx)
    create_database(call.database, group=group)
    return Result(
        form=Form.CHANGED,
        fields=("path", "schema"),
        rows=[(str(call.database), REVISION)],
        lines=("made",),
        messages=(hint("x"),),
    )
