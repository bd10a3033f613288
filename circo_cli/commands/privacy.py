"""circo privacy: what is known of a person, and what has been kept for long enough."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import filled
from circo_cli.context import of
from circo_cli.queries.person import Person, find_person
from circo_cli.rendering.result import Form, Message, Result, hint, note
from circo_cli.values.text import counted

app = typer.Typer()


@app.command("export")
def export(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="NAME|EMAIL", help="The whole name, or the e-mail address.")],
) -> Result:
    """Collect everything that is known of one person: records, what hangs on them, texts and the journal.

    Examples:
    circo privacy export "Jurre Wilgenroos"
    circo privacy export "Jurre Wilgenroos" --json --to inzage.json
    """
    call = of(ctx)
    typed = filled(person, what="name")
    with call.reader() as reader:
        found = find_person(reader, typed)
    fields = ("person", "names", "emails", "phones", *found.sections)
    row = (typed, found.names, found.emails, found.phones, *found.sections.values())
    result = Result(form=Form.ONE, fields=fields, rows=[row], messages=_doubts(found), private=True)
    return replace(result, picture=partial(_picture, result.objects()[0]))


def _picture(thing: dict[str, Any], width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.person import draw_person

    return draw_person(thing, width=width, color=color)


def _doubts(person: Person) -> tuple[Message, ...]:
    """Return what is to be looked at before this is handed over."""
    places = {(row[0], row[1]) for row in person.records.rows}
    messages: list[Message] = []
    if len(places) > 1:
        places_ = counted(len(places), "place", "places")
        messages.append(note(f"the name stands in {places_}: see in records whether they are one person"))
    if person.sections["mentions"].rows or person.sections["journal"].rows:
        messages.append(note("texts may name others too: look through it before you hand it over"))
    if person.records.rows:
        messages.append(hint("records say which command erases it, for example with --dry-run"))
    return tuple(messages)
