"""circo show KEY: anything, by its key."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from circo_cli.context import of
from circo_cli.queries.keys import find_any
from circo_cli.rendering.result import Form, Result
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of, nested

app = typer.Typer()


@app.command("show")
def show(
    ctx: typer.Context,
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="Any key, such as limburg or Q17; hub:nrk says which noun.")
    ],
) -> Result:
    """Show anything by its key.

    Examples:
    circo show noord-holland
    circo show Q17
    circo show hub:nrk-kunststoffen
    """
    call = of(ctx)
    with call.reader() as reader:
        found = find_any(reader, key)
        if found.noun == "change":
            return _change(reader, found.id)
        if found.noun == "note":
            return _note(reader, found.id)
        if found.noun == "goal":
            from circo_cli.queries.goal import GOALS, list_goals

            rows = list_goals(reader, today=call.today, goal_id=found.id).rows
            return Result(form=Form.ONE, fields=GOALS.fields, rows=rows)
        if found.noun == "theme":
            from circo_cli.queries.theme import THEMES, list_themes

            return Result(form=Form.ONE, fields=THEMES.fields, rows=list_themes(reader, theme_id=found.id).rows)
    result: Result = import_module(f"circo_cli.commands.{found.noun}").show(ctx, found.key)
    return result


def _change(reader: Reader, number: int) -> Result:
    from circo_cli.queries.history import CHANGES, FieldChange, history_of, list_changes
    from circo_cli.queries.keys import Found

    row = list_changes(reader, change_id=number).rows[0]
    touched = nested(FieldChange, history_of(reader, Found("change", number, row.key)))
    return Result(form=Form.ONE, fields=(*CHANGES.fields, "field_list"), rows=[(*row, touched)])


def _note(reader: Reader, number: int) -> Result:
    from circo_cli.queries.note import NoteRow, show_note

    return Result(form=Form.ONE, fields=fields_of(NoteRow), rows=[show_note(reader, number)])
