"""circo partner: the organisations that work in hubs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    filled,
    hub_filter,
    key_argument,
    listed,
    optional,
    paging,
    term,
)
from circo_cli.context import of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.partner import PARTNERS, list_partners
from circo_cli.rendering.result import Form, Result
from circo_cli.values.vocabulary import PartnerKind

app = typer.Typer()


@app.command("list")
def list_(
    ctx: typer.Context,
    hub: HubFilter = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only of this kind.")] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List partners.

    Examples:
    circo partner list
    circo partner list --hub limburg
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_partners(
            reader,
            hub_id=hub_filter(reader, hub),
            kind=term(PartnerKind, kind, option="--kind"),
            paging=paging(call, sort, limit),
        )
    return listed(page, PARTNERS.fields, columns=PARTNERS.fields, name="partners")


@app.command("show")
def show(ctx: typer.Context, partner: Annotated[str, key_argument("partner")]) -> Result:
    """Show a partner.

    Examples:
    circo partner show liof
    circo partner show rabobank --json
    """
    call = of(ctx)
    with call.reader() as reader:
        row = list_partners(reader, partner_id=find(reader, "partner", partner).id).rows[0]
    return Result(form=Form.ONE, fields=PARTNERS.fields, rows=[row])


@app.command("edit")
def edit(
    ctx: typer.Context,
    partner: Annotated[str, key_argument("partner")],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name; the key stays.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="For example bank or province.")] = None,
    website: Annotated[str | None, typer.Option("--website", metavar="URL", help="Address of the website.")] = None,
) -> Result:
    """Change what is known of a partner; "" clears. Its roles: circo hub partner.

    Examples:
    circo partner edit liof --kind development-agency --website https://www.liof.nl
    circo partner edit liof --website ""
    """
    from circo_cli.domain.partner import edit_partner
    from circo_cli.values.website import parse_website

    call = of(ctx)
    values: dict[str, Any] = {}
    if name is not None:
        values["name"] = filled(name, what="name")
    if kind is not None:
        values["kind"] = term(PartnerKind, kind, option="--kind")
    if website is not None:
        values["website"] = parsed(parse_website, website, option="--website") if optional(website) else None
    with call.change() as change:
        found = find(change.reader, "partner", partner)
        if not values:
            raise UsageError("nothing to change", hint=f"circo partner edit {found.key} --kind KIND", code="nothing")
        changed = edit_partner(change.session, partner_id=found.id, values=values)
        line = f"edited partner {changed.name}"
        change.summary = f"{found.key}: {line}"
        row = list_partners(change.reader, partner_id=found.id).rows[0]
        return call.changed(PARTNERS.fields, [row], [line])
