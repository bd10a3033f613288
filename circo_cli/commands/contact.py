"""circo contact: the people at companies, over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    CompanyArgument,
    LimitOption,
    SortOption,
    filled,
    found_id,
    hub_filter,
    key_option,
    listed,
    paging,
    term,
)
from circo_cli.context import of
from circo_cli.errors import NotFoundError
from circo_cli.queries.contact import CONTACTS, companies_without_contact, list_contacts, show_contact
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Message, Result, note
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import EnrolmentStatus

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()

_COLUMNS = ("name", "email", "phone", "company", "role")

_NAMED = 5
"""So many companies or people are named in a message; how many there are stands before."""


@app.command("list")
def list_(
    ctx: typer.Context,
    track: Annotated[str | None, key_option("track", "Only who takes part in this Track.")] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help="Only with an enrolment of this status.")
    ] = None,
    hub: Annotated[str | None, key_option("hub", "Only at companies with this home hub; all for the network.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List the people at companies, for a mailing to the participants of a Track, say.

    With --track or --status: who is named for such an enrolment, and everybody at a company whose enrolment names
    nobody. Without --status, declined and cancelled enrolments do not count.

    Examples:
    circo contact list --track noord-holland-2026q2-1 --fields email -o csv
    circo contact list --hub limburg --status completed
    """
    call = of(ctx)
    with call.reader() as reader:
        track_id, hub_id = found_id(reader, "track", track), hub_filter(reader, hub)
        state = term(EnrolmentStatus, status, option="--status")
        page = list_contacts(reader, track_id=track_id, status=state, hub_id=hub_id, paging=paging(call, sort, limit))
        chosen = track_id is not None or state is not None
        silent = companies_without_contact(reader, track_id=track_id, status=state, hub_id=hub_id) if chosen else []
    unreached = [row.name for row in page.rows if row.email is None] if chosen else []
    messages = (*_silent(silent), *_unreached(unreached))
    return listed(page, CONTACTS.fields, columns=_COLUMNS, name="contacts", messages=messages)


@app.command("forget")
def forget_(
    ctx: typer.Context,
    company: CompanyArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The contact's name.")],
) -> Result:
    """Erase a person at a company for good wherever the name stands; enrolments stay.

    Examples:
    circo contact forget aannemer-fictiebouw-zuid "Jurre Wilgenroos" --dry-run
    circo contact forget aannemer-fictiebouw-zuid "Jurre Wilgenroos" --yes
    """
    from circo_cli.commands import forgetting
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.domain.forgetting import forget_contact
    from circo_cli.queries.removed import removed_contact

    call = of(ctx)
    typed_name = filled(name, what="name")
    with call.reader() as reader:
        found = find(reader, "company", company)
        gone = removed_contact(reader, company_id=found.id, name=typed_name)
        try:
            called, gone = show_contact(reader, company_id=found.id, name=typed_name).name, None
        except NotFoundError:
            if gone is None:
                raise
            called = gone

    def left(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
        return CONTACTS.fields, show_contact(change.reader, company_id=found.id, name=forgotten.key)

    return forgetting.forget(
        call,
        question=f"Erase {called}, contact of {found.key}?",
        noun="contact",
        erase=lambda change: forget_contact(change, company_id=found.id, name=called),
        show=left if gone is None else forgetting.only_key,
    )


def _silent(companies: list[str]) -> Iterator[Message]:
    """Yield that nobody is known at `companies`: a mailing would pass them over."""
    if companies:
        known = counted(len(companies), "company has", "companies have")
        way = f"circo company contact {companies[0]} NAME adds one"
        yield note(f"{known} no contact: {_some(companies)}; {way}")


def _unreached(names: list[str]) -> Iterator[Message]:
    if names:
        yield note(f"{counted(len(names), 'person has', 'people have')} no e-mail address: {_some(names)}")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
