"""circo undo and circo redo: taking back what was typed, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import found_id
from circo_cli.context import Invocation, of
from circo_cli.queries.history import CHANGES, list_changes
from circo_cli.queries.undo import files_of, in_words
from circo_cli.rendering.result import Message, Result, hint, note
from circo_cli.values.keys import number_key

if TYPE_CHECKING:
    from circo_cli.domain.undo import TakenBack
    from circo_cli.storage.database import Change

app = typer.Typer()


@app.command("undo")
def undo(
    ctx: typer.Context,
    change: Annotated[
        str | None,
        typer.Argument(
            metavar="[CHANGE]",
            help="A change such as C12, anybody's; default your latest.",
        ),
    ] = None,
) -> Result:
    """Take back your latest change, or the one you name, and say what that puts back.

    Examples:
    circo undo
    circo undo C1
    circo undo --dry-run
    """
    from circo_cli.domain.undo import undo_change

    call = of(ctx)
    chosen = None
    if change is not None:
        with call.reader() as reader:
            chosen = found_id(reader, "change", change)
    with call.change(kind="undo") as making:
        taken = undo_change(making, actor=call.actor, change_id=chosen, now=call.now, today=call.today)
        return _told(call, making, taken, "undone", [hint("circo redo brings it back")])


@app.command("redo")
def redo(ctx: typer.Context) -> Result:
    """Bring back what your latest undo took back.

    Examples:
    circo redo
    """
    from circo_cli.domain.undo import redo_change

    call = of(ctx)
    with call.change(kind="redo") as making:
        taken = redo_change(making, actor=call.actor, now=call.now, today=call.today)
        key = number_key("change", taken.change.id or 0)
        return _told(call, making, taken, "redone", [hint(f"circo undo {key} takes it back again")])


def _told(call: Invocation, making: Change, taken: TakenBack, done: str, ways_on: list[Message]) -> Result:
    from circo_cli.commands.seating import seat_messages

    making.told = True
    row = list_changes(making.reader, change_id=taken.change.id).rows[0]
    line = f"{done}: {row.command}, {row.summary}"
    making.summary = f"{done} {row.key}: {row.command}, {row.summary}"
    messages = [
        *([note(f"it was {row.actor} who did that, at {row.at}")] if row.actor != call.actor else []),
        *map(note, in_words(making.reader, taken.rows)),
        *seat_messages(making, taken.promoted, []),
        *(note(f"the file {path} is left as it is") for path in files_of(taken.rows)),
    ]
    return call.changed(CHANGES.fields, [row], [line], messages=[*messages, *([] if call.flag("dry_run") else ways_on)])
