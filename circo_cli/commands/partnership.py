"""circo hub: the partners of a hub, for as long as they work in it."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.commands.arguments import HubArgument, OnOption, day, filled, key_help, term
from circo_cli.commands.onboarding import changed_hub
from circo_cli.context import of
from circo_cli.queries.keys import find
from circo_cli.queries.partner import find_partner, near_partners
from circo_cli.rendering.result import Message, Result, note, warning
from circo_cli.values.vocabulary import Journey, PartnerKind, PartnerRole, Stage

app = typer.Typer()


@app.command("partner")
def partner(
    ctx: typer.Context,
    hub: HubArgument,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="Key or name of a partner, such as liof; a new name makes one.",
        ),
    ],
    role: Annotated[
        list[str], typer.Option("--role", metavar="ROLE", help="host, core, supporting or funder; repeat it.")
    ],
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="For example bank or province.")] = None,
    covers: Annotated[
        list[str] | None,
        typer.Option("--covers", metavar="JOURNEY", help="introduction, plan, execution or finance; repeat it."),
    ] = None,
    on: OnOption = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Its last day.")] = None,
) -> Result:
    """Give a partner a role in a hub.

    Examples:
    circo hub partner zeeland "Provincie Zeeland" --role host --kind province --covers introduction --covers plan
    circo hub partner limburg rabobank --role supporting --on 1-4-2026
    """
    from circo_cli.domain.partner import add_partner_to_hub
    from circo_cli.storage.tables import Hub

    call = of(ctx)
    typed_name = filled(name, what="name")
    roles = list(dict.fromkeys(found for each in role if (found := term(PartnerRole, each, option="--role"))))
    stages = [term(Journey, each, option="--covers") for each in covers or []]
    begins, ends = day(call, on, option="--on") or call.today, day(call, until, option="--until")
    with call.change() as change:
        hub_id = find(change.reader, "hub", hub).id
        partner_id = find_partner(change.reader, typed_name)
        near = near_partners(change.reader, typed_name) if partner_id is None else []
        added = add_partner_to_hub(
            change.session,
            hub_id=hub_id,
            partner_id=partner_id,
            name=typed_name,
            kind=term(PartnerKind, kind, option="--kind"),
            roles=roles,
            covers=[each for each in stages if each is not None],
            on=begins,
            until=ends,
        )
        changed = change.session.get_one(Hub, hub_id)
        messages: list[Message] = []
        if partner_id is None:
            known = f"; was {' or '.join(near)} meant? circo undo takes this back" if near else ""
            messages.append(note(f"{added.key} is a new partner{known}"))
        if changed.stage is Stage.CLOSED:
            messages.append(warning(f"{changed.key} is closed"))
        when = "" if begins == call.today and ends is None else f" from {begins}"
        when += "" if ends is None else f" until {ends}"
        return changed_hub(call, change, changed, f"{added.name} is {' and '.join(roles)}{when or ' now'}", messages)


@app.command("unpartner")
def unpartner(
    ctx: typer.Context,
    hub: HubArgument,
    partner: Annotated[
        str,
        typer.Argument(
            metavar="PARTNER",
            help=key_help("partner", ", or its name"),
        ),
    ],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Its last day; default today.")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Only in this role; default all.")] = None,
) -> Result:
    """End what a partner does in a hub, in all its roles; its past stays on record.

    Examples:
    circo hub unpartner limburg eszl
    circo hub unpartner noord-holland rabobank --on 30-6-2026
    """
    from circo_cli.domain.partner import end_partnership
    from circo_cli.storage.tables import Hub

    call = of(ctx)
    last = day(call, on, option="--on") or call.today
    typed = filled(partner, what="partner")
    with call.change() as change:
        hub_id = find(change.reader, "hub", hub).id
        partner_id = find_partner(change.reader, typed) or find(change.reader, "partner", typed).id
        ended = end_partnership(
            change.session,
            hub_id=hub_id,
            partner_id=partner_id,
            on=last,
            role=term(PartnerRole, role, option="--role"),
        )
        verb = "was" if last < call.today else "is"
        line = f"{ended.partner.name} {verb} {' and '.join(ended.roles)} until {last}"
        messages = [warning(text) for text in ended.warnings]
        return changed_hub(call, change, change.session.get_one(Hub, hub_id), line, messages)
