"""The verb forget, which four nouns share: asked about, done, told, and made final."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from circo_cli.context import Invocation
from circo_cli.errors import CircoError
from circo_cli.queries.mentions import Place, list_places
from circo_cli.rendering.result import Message, Result, hint, note, warning
from circo_cli.values.text import counted

if TYPE_CHECKING:
    from circo_cli.domain.erasing import Forgotten
    from circo_cli.queries.keys import Found
    from circo_cli.storage.database import Change

_CALLED = {
    "cancelled_session": ("cancelled session", "cancelled sessions"),
    "change": ("summary of a change", "summaries of changes"),
    "company_note": ("note", "notes"),
    "digest_file": ("path of a digest", "paths of digests"),
    "hub_stage": ("stage of a hub", "stages of hubs"),
    "hub_step": ("step of a hub", "steps of hubs"),
    "insight_comment": ("comment", "comments"),
    "insight_topic": ("topic of an insight", "topics of insights"),
    "insight_version": ("version of an insight", "versions of insights"),
    "question_answer": ("answer", "answers"),
    "question_topic": ("topic of a question", "topics of questions"),
    "track_session": ("session", "sessions"),
}

_MOST = 40  # more lines would scroll what matters away

Erase = Callable[["Change"], "Forgotten"]
Show = Callable[["Change", "Forgotten"], tuple[tuple[str, ...], Any]]
"""Returns the fields and the row of what is left, as the noun shows it."""


def only_key(change: Change, forgotten: Forgotten) -> tuple[tuple[str, ...], Any]:
    """Return what is left of what was removed before: what the journal calls it from now on."""
    return ("key",), (forgotten.key,)


def forget_even_removed(
    call: Invocation, found: Found, *, present: bool, question: str, erase: Erase, show: Show
) -> Result:
    """Erase a thing that is there, or one that was removed before and stands only in the journal."""
    from circo_cli.domain.forgetting import forget_removed

    def erase_removed(change: Change) -> Forgotten:
        return forget_removed(change, noun=found.noun, number=found.id, key=found.key)

    if not present:
        erase, show = erase_removed, only_key
    return forget(call, question=question, noun=found.noun, erase=erase, show=show)


def forget(call: Invocation, *, question: str, noun: str, erase: Erase, show: Show) -> Result:
    """Erase a thing after `question` was answered with yes; return what is left of it."""
    from circo_cli.storage.erasure import backups_holding, holding, others_holding

    dry_run = call.flag("dry_run")
    if not dry_run:
        # Asked before the database is locked: others can go on while somebody thinks.
        call.confirm(f"{question} This cannot be undone; --dry-run shows all that goes.")
    with call.change() as change:
        change.told = True
        forgotten = erase(change)
        change.summary = f"{forgotten.key}: forgot a {noun}"
        fields, row = show(change, forgotten)
        messages = list(_told(forgotten))
        holds = holding(forgotten.spellings, forgotten.named_in)
        messages += [
            warning(f"cannot be erased: {path}, which holds it, has a name of your choice; delete it yourself")
            for path in others_holding(call.database, holds)
        ]
        if dry_run:
            messages += _named(places_of(call, forgotten))
            backups = backups_holding(call.database, holds)
            messages += [note(f"would delete the automatic backup {path}, which holds it") for path in backups]
        result = call.changed(fields, [row], [f"forgot a {noun}"], messages=messages)
    if dry_run:
        return result
    return result._replace(messages=(*result.messages, *_finished(call, forgotten)))


def places_of(call: Invocation, forgotten: Forgotten) -> list[Place]:
    """Return every field that named what is erased, as the file was before this change."""
    if forgotten.mask is None:
        return []
    with call.reader() as reader:
        return list_places(reader, forgotten.mask)


def _named(places: list[Place]) -> Iterator[Message]:
    """Yield each place that a dry run would erase something in."""
    for place in places[:_MOST]:
        yield note(f"would erase it in {place.kind} {place.key}: {place.field}")
    if len(places) > _MOST:
        yield note(
            f"and in {counted(len(places) - _MOST, 'place', 'places')} more: circo privacy export NAME lists all"
        )


def _finished(call: Invocation, forgotten: Forgotten) -> Iterator[Message]:
    """Write the file anew, and yield what came of that: what is erased is erased already."""
    from circo_cli.storage.erasure import finish_erasure, holding

    try:
        deleted = finish_erasure(call.database, holds=holding(forgotten.spellings, forgotten.named_in))
    except CircoError as error:
        yield warning(f"erased, but the file is not written anew yet, and may hold traces: {error.message}")
        yield hint("circo db check finishes it, and so does the next command that writes")
        return
    for path in deleted:
        yield note(f"deleted the automatic backup {path}: it held what was erased")
    if deleted:
        yield hint("circo db backup makes a new one")


def _told(forgotten: Forgotten) -> Iterator[Message]:
    parts = [
        *([counted(forgotten.contacts, "contact", "contacts")] if forgotten.contacts else []),
        *([counted(forgotten.notes, "note", "notes")] if forgotten.notes else []),
        *(counted(number, *_CALLED.get(table, (table, f"{table}s"))) for table, number in forgotten.texts.items()),
        *([counted(forgotten.journal, "entry of the journal", "entries of the journal")] if forgotten.journal else []),
    ]
    if parts:
        yield note(f"erased in {', '.join(parts)}")
    for key in forgotten.leads:
        yield warning(f"{key} had this lead, who is {forgotten.key} there now: circo hub edit {key} --lead NAME")
    for address in forgotten.shared:
        yield note(f"{address} is somebody else's address too, and stays: circo hub edit HUB --lead-email ADDRESS")
    for name in forgotten.public:
        yield note(f"{name} is the name of a partner, hub or theme too, and stays where texts mention it")
    for name in forgotten.short:
        yield warning(f"{name} is too short to be looked for in texts: edit those that name it")
    for name in forgotten.single:
        yield warning(
            f"{name} is one word, and stays in texts, where it may mean somebody else: edit those that name it"
        )
    for thing in forgotten.named:
        yield warning(f"the {thing} has it in its own name, key or address, and keeps that")
    for command in forgotten.others:
        yield warning(f"another record has the same name or address, and stays; {command} erases it")
    for path in forgotten.files:
        yield warning(f"cannot be erased: the digest {path} was exported before and may name it")
    yield warning("cannot be erased: backups and exports that were put elsewhere; delete those yourself")
