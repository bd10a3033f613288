"""circo trainer: the people who give Tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    day,
    filled,
    found_id,
    hub_filter,
    key_argument,
    key_option,
    listed,
    optional,
    paging,
)
from circo_cli.context import Invocation, of, parsed
from circo_cli.errors import UsageError
from circo_cli.queries.keys import find
from circo_cli.queries.trainer import TRAINERS, list_trainers
from circo_cli.rendering.result import Form, Result, warning
from circo_cli.values.rows import fields_of

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

app = typer.Typer()

_COLUMNS = ("key", "name", "hub", "certified_on", "tracks", "email")

EmailOption = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="E-mail address.")]
HomeOption = Annotated[str | None, key_option("hub", "The hub where the trainer belongs.")]
CertifiedOption = Annotated[str | None, typer.Option("--certified-on", metavar="DATE", help="Date of the certificate.")]
TrainerArgument = Annotated[str, key_argument("trainer")]


@app.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The trainer's name; the key follows from it.")],
    email: EmailOption = None,
    hub: HomeOption = None,
    certified_on: CertifiedOption = None,
) -> Result:
    """Add a trainer.

    Examples:
    circo trainer add "Daan Voorbeeld" --email daan@example.org --hub limburg --certified-on 12-3-2026
    circo trainer add "Noor Voorbeeld" --hub limburg
    """
    from circo_cli.domain.trainer import add_trainer

    call = of(ctx)
    typed_name = filled(name, what="name")
    with call.change() as change:
        trainer = add_trainer(
            change.session,
            name=typed_name,
            email=_email(email),
            hub_id=found_id(change.reader, "hub", optional(hub)),
            certified_on=day(call, optional(certified_on), option="--certified-on"),
        )
        return _changed(call, change, trainer, f"added trainer {trainer.name}")


@app.command("edit")
def edit(
    ctx: typer.Context,
    trainer: TrainerArgument,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Another name; the key stays.")] = None,
    email: EmailOption = None,
    hub: HomeOption = None,
    certified_on: CertifiedOption = None,
) -> Result:
    """Change what is known of a trainer; "" clears.

    Examples:
    circo trainer edit bram-oudehof --certified-on 12-3-2026
    circo trainer edit bram-oudehof --email bram@example.org --hub limburg
    """
    from circo_cli.domain.trainer import edit_trainer

    call = of(ctx)
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = filled(name, what="name")
    if email is not None:
        values["email"] = _email(email)
    if certified_on is not None:
        certified = day(call, optional(certified_on), option="--certified-on")
        values["certified_on"] = None if certified is None else certified.isoformat()
    with call.change() as change:
        found = find(change.reader, "trainer", trainer)
        if hub is not None:
            values["hub_id"] = found_id(change.reader, "hub", optional(hub))
        if not values:
            raise UsageError("nothing to change", hint=f"circo trainer edit {found.key} --hub HUB", code="nothing")
        changed = edit_trainer(change.session, trainer_id=found.id, values=values)
        return _changed(call, change, changed, f"edited trainer {changed.name}")


@app.command("list")
def list_(ctx: typer.Context, hub: HubFilter = None, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """List trainers.

    Examples:
    circo trainer list --hub limburg
    circo trainer list --sort -tracks
    """
    call = of(ctx)
    with call.reader() as reader:
        page = list_trainers(reader, hub_id=hub_filter(reader, hub), paging=paging(call, sort, limit))
    return listed(page, TRAINERS.fields, columns=_COLUMNS, name="trainers")


@app.command("show")
def show(ctx: typer.Context, trainer: TrainerArgument) -> Result:
    """Show a trainer.

    Examples:
    circo trainer show bram-oudehof
    circo trainer show bram --json
    """
    call = of(ctx)
    with call.reader() as reader:
        row = list_trainers(reader, trainer_id=find(reader, "trainer", trainer).id).rows[0]
    return Result(form=Form.ONE, fields=TRAINERS.fields, rows=[row])


@app.command("forget")
def forget_(ctx: typer.Context, trainer: TrainerArgument) -> Result:
    """Erase a trainer for good wherever the name stands; the Tracks stay, given by nobody known.

    Examples:
    circo trainer forget bram-oudehof --dry-run
    circo trainer forget bram-oudehof --yes
    """
    from circo_cli.commands import forgetting
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.domain.forgetting import forget_trainer
    from circo_cli.queries.removed import find_even_removed

    call = of(ctx)
    with call.reader() as reader:
        found, present = find_even_removed(reader, "trainer", trainer)

    def left(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
        return TRAINERS.fields, list_trainers(change.reader, trainer_id=found.id).rows[0]

    return forgetting.forget_even_removed(
        call,
        found,
        present=present,
        question=f"Erase trainer {found.key}?",
        erase=lambda change: forget_trainer(change, trainer_id=found.id),
        show=left,
    )


def _changed(call: Invocation, change: Change, trainer: Any, line: str) -> Result:
    from circo_cli.domain.trainer import doubts_about

    change.session.flush()
    change.summary = f"{trainer.key}: {line}"
    row = list_trainers(change.reader, trainer_id=trainer.id).rows[0]
    doubts = doubts_about(change.session, trainer, today=call.today)
    return call.changed(fields_of(row), [row], [line], messages=[warning(doubt) for doubt in doubts])


def _email(typed: str | None) -> str | None:
    from circo_cli.values.email import parse_email

    address = optional(typed)
    return None if address is None else parsed(parse_email, address, option="--email")
