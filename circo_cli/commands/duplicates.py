"""circo company: companies that are perhaps one, and making them one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    hub_filter,
    listed,
    paging,
)
from circo_cli.commands.people import changed_company
from circo_cli.commands.seating import seat_messages
from circo_cli.context import of
from circo_cli.queries.company import company_as_typed
from circo_cli.queries.duplicates import FIELDS, list_duplicates
from circo_cli.queries.enrolment import DE_MINIMIS_CENTS, aid_around, list_enrolments
from circo_cli.rendering.result import Message, Result, hint, note, warning

if TYPE_CHECKING:
    from circo_cli.domain.merging import Merged
    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader

app = typer.Typer()


def _end(metavar: str, help: str) -> Any:
    return typer.Argument(metavar=metavar, help=help)


@app.command("merge")
def merge(
    ctx: typer.Context,
    company: Annotated[str, _end("FROM", "Key of the company that goes; it will lead to the other.")],
    into: Annotated[str, _end("INTO", "Key of the company that stays.")],
) -> Result:
    """Make two companies one: contacts, notes, enrolments and questions move, and what INTO lacks is filled.

    Of two enrolments in one Track the one that is further along counts; the other is cancelled. circo undo takes a
    merge back.

    Examples:
    circo company merge voorbeeldbouw-de-eikel-b-v voorbeeldbouw-de-eikel
    circo company merge voorbeeldbouw-de-eikel-b-v voorbeeldbouw-de-eikel --dry-run
    """
    from circo_cli.domain.merging import merge_companies

    call = of(ctx)
    with call.change() as change:
        merged = merge_companies(
            change.session,
            company_id=company_as_typed(change.reader, company),
            into_id=company_as_typed(change.reader, into),
            now=call.now,
            today=call.today,
        )
        return changed_company(call, change, merged.company, f"merged {merged.was} into it", _told(change, merged))


@app.command("duplicates")
def duplicates(ctx: typer.Context, hub: HubFilter = None, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """List companies that are perhaps one, the surest first, each with the command that makes them one.

    The score, 70 to 100, weighs how alike the names are, the postcode, website, mail domain and KvK number.

    Examples:
    circo company duplicates
    circo company duplicates --hub noord-holland --limit 10
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_duplicates(reader, hub_id=hub_filter(reader, hub), paging=paging(call, sort, limit))
    if not page.rows:
        return listed(page, FIELDS, columns=FIELDS, name="duplicates")

    def picture(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.duplicates import draw_duplicates

        return draw_duplicates(page.rows, width=width, color=color)

    return listed(page, FIELDS, columns=FIELDS, name="duplicates")._replace(picture=picture)


def _told(change: Change, merged: Merged) -> list[Message]:
    messages = []
    if merged.meant is not None:
        messages.append(note(f"{merged.meant} was merged into {merged.company.key} before: that one is meant"))
    messages.append(note(f"moved {', '.join(merged.moved)}" if merged.moved else "there was nothing to move"))
    if merged.filled:
        messages.append(note(f"filled {', '.join(merged.filled)}"))
    if merged.kept:
        messages.append(note(f"kept {', '.join(merged.kept)}"))
    messages += [warning(text) for text in (*merged.left_out, *merged.doubles.told)]
    messages += seat_messages(change, merged.doubles.promoted, merged.doubles.first_in_line)
    messages += _aid(change.reader, merged.company.id or 0)
    return [*messages, hint("circo undo takes it back")]


def _aid(reader: Reader, company_id: int) -> Iterator[Message]:
    """Yield the warning that the aid of both together passes the ceiling of de-minimis aid."""
    page = list_enrolments(reader, company_id=company_id)
    aided = [number for number, row in zip(page.ids, page.rows, strict=True) if row.aid]
    cents, key = aid_around(reader, aided[0]) if aided else (0, "")
    if cents > DE_MINIMIS_CENTS:
        ceiling = DE_MINIMIS_CENTS // 100
        yield warning(f"{key} comes to €{cents // 100:,} of aid in three years: more than the ceiling of €{ceiling:,}")
