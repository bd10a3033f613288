"""circo note: what was said with companies. `circo company note` makes one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    QuarterFilter,
    SortOption,
    day,
    days_between,
    filled,
    found_id,
    hub_filter,
    key_argument,
    key_option,
    listed,
    paging,
)
from circo_cli.context import of
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.note import NOTES, list_notes
from circo_cli.rendering.result import Form, Result, hint

app = typer.Typer()

NoteArgument = Annotated[str, key_argument("note")]


@app.command("list")
def list_(
    ctx: typer.Context,
    company: Annotated[str | None, key_option("company", "Only of this company.")] = None,
    hub: HubFilter = None,
    quarter: QuarterFilter = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List notes, the latest first.

    Examples:
    circo note list --company voorbeeldbeton-maasvallei
    circo note list --hub limburg --sort next
    """
    call = of(ctx)
    first, last = days_between(call, quarter=quarter, first=None, last=None)
    with call.reader() as reader:
        page = list_notes(
            reader,
            first=first,
            last=last,
            company_id=found_id(reader, "company", company),
            hub_id=hub_filter(reader, hub),
            paging=paging(call, sort, limit),
        )
    return listed(page, NOTES.fields, columns=NOTES.fields, name="notes")


@app.command("show")
def show(ctx: typer.Context, note: NoteArgument) -> Result:
    """Show a note.

    Examples:
    circo note show N8
    circo note show N8 --json
    """
    call = of(ctx)
    with call.reader() as reader:
        rows = list_notes(reader, note_id=find(reader, "note", note).id).rows
    return Result(form=Form.ONE, fields=NOTES.fields, rows=rows)


@app.command("edit")
def edit(
    ctx: typer.Context,
    note: NoteArgument,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Another text.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was said.")] = None,
    next_on: Annotated[str | None, typer.Option("--next", metavar="DATE", help="When to come back to it.")] = None,
) -> Result:
    """Change a note; --next "" takes the follow-up away.

    Examples:
    circo note edit N8 --next +2w
    circo note edit N8 --text "belt in september terug" --next ""
    """
    from circo_cli.domain.note import edit_note

    call = of(ctx)
    values: dict[str, Any] = {}
    if text is not None:
        values["text"] = filled(text, what="text")
    if on is not None:
        values["noted_on"] = str(day(call, on, option="--on"))
    if next_on is not None:
        values["next_on"] = str(day(call, next_on, option="--next")) if next_on else None
    with call.change() as change:
        found = find(change.reader, "note", note)
        if not values:
            raise UsageError("nothing to change", hint=f'circo note edit {found.key} --text "…"', code="nothing")
        edit_note(change.session, note_id=found.id, values=values)
        row = list_notes(change.reader, note_id=found.id).rows[0]
        line = f"edited the note of {row.company}"
        change.summary = f"{found.key}: {line}"
        past = "next_on" in values and row.next is not None and row.next <= call.today.isoformat()
        messages = [hint("a follow-up is due: circo company list --follow-up-due")] if past else []
        if text is not None:
            messages.append(hint("the history remembers what it said; circo privacy forget NAME takes a person out"))
        return call.changed(NOTES.fields, [row], [line], messages=messages)
