"""circo company: the people at a company, and what was said with it."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import CompanyArgument, day, filled, optional, shown
from circo_cli.context import Invocation, of, parsed
from circo_cli.queries.company import show_company
from circo_cli.queries.keys import find
from circo_cli.queries.note import NoteRow, show_note
from circo_cli.rendering.result import Message, Result, hint
from circo_cli.values.rows import fields_of

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()


@app.command("contact")
def contact(
    ctx: typer.Context,
    company: CompanyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    email: Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="E-mail address.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", metavar="PHONE", help="Telephone number.")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="TEXT", help="What the person does there.")] = None,
) -> Result:
    """Add a contact of a company, or change one; "" clears.

    Examples:
    circo company contact aannemer-fictiebouw-zuid "Anna Voorbeeld" --email anna@example.org --role directeur
    circo company contact isolatie-nepwol "Bo Voorbeeld" --phone 010-1234567
    """
    from circo_cli.domain.contact import set_contact
    from circo_cli.values.email import parse_email

    call = of(ctx)
    typed_name = filled(name, what="name")
    values: dict[str, str | None] = {}
    if email is not None:
        values["email"] = parsed(parse_email, email, option="--email") if optional(email) else None
    if phone is not None:
        values["phone"] = optional(phone)
    if role is not None:
        values["role"] = optional(role)
    with call.change() as change:
        company_id = find(change.reader, "company", company).id
        changed, person, new = set_contact(change.session, company_id=company_id, name=typed_name, values=values)
        line = f"added contact {person.name}" if new else f"changed contact {person.name}"
        return changed_company(call, change, changed, line, [])


@app.command("uncontact")
def uncontact(
    ctx: typer.Context,
    company: CompanyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The contact's name.")],
) -> Result:
    """Remove a contact of a company.

    Examples:
    circo company uncontact fietsenfabriek-fantoomwiel "Hamza IJsselbeek"
    circo company uncontact fietsenfabriek-fantoomwiel "Hamza IJsselbeek" --dry-run
    """
    from circo_cli.domain.contact import remove_contact

    call = of(ctx)
    typed_name = filled(name, what="name")
    with call.change() as change:
        company_id = find(change.reader, "company", company).id
        changed, removed = remove_contact(change.session, company_id=company_id, name=typed_name)
        way = f"circo contact forget {changed.key} {quote(removed)}"
        remains = hint(f"the history remembers {removed}, for circo undo; {way} erases the name for good")
        return changed_company(call, change, changed, f"removed contact {removed}", [remains])


@app.command("note")
def note_(
    ctx: typer.Context,
    company: CompanyArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was said.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; default today.")] = None,
    next_on: Annotated[str | None, typer.Option("--next", metavar="DATE", help="When to come back to it.")] = None,
) -> Result:
    """Note what was said with a company, and when to come back to it.

    Examples:
    circo company note aannemer-fictiebouw-zuid "wil in september een pilot" --next 1-9-2026
    circo company note isolatie-nepwol "gebeld: geen vragen" --on yesterday
    """
    from circo_cli.domain.contact import add_note

    call = of(ctx)
    typed_text = filled(text, what="text")
    with call.change() as change:
        company_, remark = add_note(
            change.session,
            company_id=find(change.reader, "company", company).id,
            text=typed_text,
            on=day(call, on, option="--on") or call.today,
            next_on=day(call, next_on, option="--next"),
            today=call.today,
            actor=call.actor,
        )
        change.session.flush()
        row = show_note(change.reader, remark.id or 0)
        change.summary = f"{row.key}: noted of {company_.key}"
        past = row.next is not None and row.next <= call.today.isoformat()
        messages = [hint("a follow-up is due: circo company list --follow-up-due")] if past else []
        return call.changed(fields_of(NoteRow), [row], [f"noted of {company_.key}"], messages=messages)


def changed_company(call: Invocation, change: Change, company: Any, line: str, messages: list[Message]) -> Result:
    """Return the result of a command that changed a company: the whole of it, as `show` prints it."""
    change.session.flush()
    change.summary = f"{company.key}: {line}"
    fields, row = shown(*show_company(change.reader, company.id, today=call.today))
    return call.changed(fields, [row], [line], messages=messages)
