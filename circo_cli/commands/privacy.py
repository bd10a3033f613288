"""circo privacy: what is known of a person, and what has been kept for long enough."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, filled, listed, paging
from circo_cli.context import of
from circo_cli.queries.listing import arranged
from circo_cli.queries.mentions import Place
from circo_cli.queries.person import Person, Standing, find_person
from circo_cli.queries.retention import Kept, KeptRow, kept_since, list_kept
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.values.rows import nested
from circo_cli.values.text import counted, fold

if TYPE_CHECKING:
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.queries.whom import Whom
    from circo_cli.storage.database import Change

app = typer.Typer()

_MONTHS = 24
"""How long personal data is kept where the configuration says nothing: two years without contact."""


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
    return result._replace(picture=partial(_picture, result))


@app.command("forget")
def forget_(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="NAME|EMAIL", help="The whole name, or the e-mail address.")],
    one_person: Annotated[
        bool, typer.Option("--one-person", help="All records of that name are one person; erase them all.")
    ] = False,
) -> Result:
    """Erase one person for good wherever he or she stands: in records, as owner, author or actor, and in texts.

    Of several records of one name, those with the same e-mail address are one person.

    Examples:
    circo privacy forget "Jurre Wilgenroos" --dry-run
    circo privacy forget "Jurre Wilgenroos" --yes
    """
    from circo_cli.commands import forgetting
    from circo_cli.domain.person import forget_person
    from circo_cli.queries.whom import find_whom

    call = of(ctx)
    typed = filled(person, what="name")
    with call.reader() as reader:
        whom = find_whom(reader, typed, one_person=one_person)

    def left(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
        places = [Place(kind, key, "record") for kind, key in whom.standing]
        if not call.flag("dry_run"):  # what the key was is erased
            places = [each._replace(key=forgotten.key) if each.kind == Standing.TRAINER else each for each in places]
        return ("key", "places"), (forgotten.key, nested(Place, [*places, *forgetting.places_of(call, forgotten)]))

    result = forgetting.forget(
        call,
        question=f"Erase {whom.called}{_standing(whom)}?",
        noun="person",
        erase=lambda change: forget_person(change, names=whom.names, addresses=whom.addresses, records=whom.records),
        show=left,
    )
    if fold(call.actor) in map(fold, whom.names):
        again = warning(f"your next change names {call.actor} again: circo config set user NAME, or --as NAME")
        return result._replace(messages=(*result.messages, again))
    return result


def _standing(whom: Whom) -> str:
    """Return what the person is, to be asked about."""
    told = [
        f"{kind} {'of' if kind is not Standing.TRAINER else ''} {key}".replace("  ", " ") for kind, key in whom.standing
    ]
    return f", {', '.join(told)}" if told else ", who stands in no record"


@app.command("retention")
def retention(ctx: typer.Context, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """List the personal data that is older than the configured period, the oldest first, each with what settles it.

    The period is retention.months of the configuration.

    Examples:
    circo privacy retention
    circo privacy retention --today 2029-01-01 --limit 5
    """
    call = of(ctx)
    configured = call.configured("retention.months")
    months = _MONTHS if configured is None else int(configured)
    with call.reader() as reader:
        rows = list_kept(reader, before=kept_since(call.today, months))
    messages: list[Message] = []
    if configured is None:
        messages.append(note(f"retention.months is not set, and {months} months are taken"))
        messages.append(hint("circo config set retention.months N sets another period"))
    if any(row.kind is Kept.NOTE for row in rows):
        messages.append(note("the journal keeps the text of a removed note until its company is forgotten"))
    if not rows:
        messages.append(note(f"nothing is older than {counted(months, 'month', 'months')}"))
    page = arranged(rows, KeptRow._fields, paging(call, sort, limit))
    return listed(page, KeptRow._fields, columns=KeptRow._fields, name="retention", messages=tuple(messages))


def _picture(result: Result, width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.person import draw_person

    return draw_person(result.objects()[0], width=width, color=color)


def _doubts(person: Person) -> tuple[Message, ...]:
    """Return what is to be looked at before this is handed over."""
    places = {(row[0], row[1]) for row in person.records.rows}
    messages: list[Message] = []
    if len(places) > 1:
        places_ = counted(len(places), "place", "places")
        messages.append(note(f"the name stands in {places_}: see in records whether they are one person"))
    if person.sections["mentions"].rows or person.sections["journal"].rows:
        messages.append(note("texts may name others too: look through it before you hand it over"))
    if len(places) > 1:
        messages.append(hint("records say which command erases each, for example with --dry-run"))
    else:
        messages.append(hint("circo privacy forget erases all of this for good; --dry-run shows where"))
    return tuple(messages)
