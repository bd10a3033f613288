"""The verb remove, which is the same for every noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from circo_cli.commands.arguments import key_argument
from circo_cli.context import Invocation, of
from circo_cli.queries.keys import Found, find
from circo_cli.rendering.result import Message, Result, hint
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of
from circo_cli.values.text import counted, one_line, plural

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

_LONGEST = 60
"""So much of a text is enough to know it by."""

_SENTENCES = {
    "company": "Remove a company that nothing refers to, with its contacts and notes.",
    "enrolment": "Remove an enrolment that was a mistake; a seat that comes free goes to the first in line.",
    "goal": "Remove a goal.",
    "hub": "Remove a hub that nothing refers to.",
    "insight": "Remove an insight that no answer came from, with its versions and comments.",
    "note": "Remove a note.",
    "partner": "Remove a partner that has no role in any hub.",
    "question": "Remove a question that nothing refers to, with its answers.",
    "theme": "Remove a theme that nothing is about.",
    "track": "Remove a Track that nobody was enrolled in, with its sessions.",
    "trainer": "Remove a trainer who gives no Track.",
}

EXAMPLES = {
    "company": "offshore-onderdelen-luchtzee",
    "enrolment": "E337",
    "goal": "G4",
    "hub": "wallonie",
    "insight": "K26",
    "note": "N8",
    "partner": "proefpartner",
    "question": "Q8",
    "theme": "mobiliteit",
    "track": "groningen-2026q3-1",
    "trainer": "daan-voorbeeld",
}
"""A key of the example network for each noun."""

_LABELS: Mapping[str, Callable[[Any], str]] = {
    "enrolment": lambda row: f"{row.company} in {row.track}, {row.status}",
    "goal": lambda row: f"{row.metric} {row.target:g} for {row.hub}, {row.from_}–{row.until}",
    "note": lambda row: f"{row.company}: {row.text}",
    "question": lambda row: row.text,
    "theme": lambda row: row.name_nl,
    "insight": lambda row: row.title,
    "track": lambda row: row.title,
}
"""What people know a thing by; where nothing stands here, by its name."""

_PARTS = {
    "company_contact": ("contact", "contacts"),
    "company_note": ("note", "notes"),
    "hub_partner": ("partner's role", "partners' roles"),
    "insight_comment": ("comment", "comments"),
    "insight_version": ("published version", "published versions"),
    "question_answer": ("answer", "answers"),
    "track_session": ("session", "sessions"),
}
"""Parts that somebody would miss."""

_ERASING = {
    "company": ("the history remembers it; circo company forget {} erases it for good",),
    "trainer": ("the history remembers it; circo trainer forget {} erases it for good",),
    "note": ("the history remembers its text; circo privacy forget NAME takes a person out of that, too",),
    "question": ("the history remembers its texts; circo privacy forget NAME takes a person out of those, too",),
    "insight": ("the history remembers its texts; circo privacy forget NAME takes a person out of those, too",),
}
"""What remains of a thing where people are named, for undo, and how that is erased."""

_DATED = ("company", "goal", "hub", "question")
"""Nouns whose list depends on the day."""


def app_of(noun: str) -> typer.Typer:
    """Return the verb remove of `noun`."""

    def remove(ctx: typer.Context, key: str) -> Result:
        return _remove(ctx, noun, key)

    remove.__annotations__["key"] = Annotated[str, key_argument(noun)]
    remove.__doc__ = f"""{_SENTENCES[noun]}

    Examples:
    circo {noun} remove {EXAMPLES[noun]} --yes
    circo {noun} remove {EXAMPLES[noun]} --yes --dry-run
    """
    app = typer.Typer()
    app.command("remove")(remove)
    return app


def _remove(ctx: typer.Context, noun: str, typed: str) -> Result:
    from circo_cli.domain.removal import refuse_in_use
    from circo_cli.storage.references import parts_of

    call = of(ctx)
    with call.reader() as reader:
        found = find(reader, noun, typed)
        refuse_in_use(reader, noun=noun, number=found.id)
        row = _row(call, reader, found)
        parts = parts_of(reader, noun, found.id)
    along = " and ".join(counted(parts[table], *words) for table, words in _PARTS.items() if table in parts)
    name = f"{noun} {found.key} ({_label(noun, row)})"
    # Asked before the database is locked: others can go on while somebody thinks.
    call.confirm(f"Remove {name}{f' with {along}' if along else ''}?")
    with call.change() as change:
        messages = _take_away(call, change, found)
        line = f"removed {noun} {_label(noun, row)}{f', with {along}' if along else ''}"
        change.summary = f"{found.key}: {line}"
        if not call.flag("dry_run"):
            messages.append(hint("circo undo brings it back"))
            messages += [hint(way.format(found.key)) for way in _ERASING.get(found.noun, ())]
        return call.changed(fields_of(row), [row], [line], messages=messages)


def _take_away(call: Invocation, change: Change, found: Found) -> list[Message]:
    from circo_cli.domain.removal import remove_enrolment, remove_thing

    if found.noun != "enrolment":
        remove_thing(change.session, reader=change.reader, noun=found.noun, number=found.id)
        return []
    from circo_cli.commands.seating import seat_messages

    outcome = remove_enrolment(
        change.session, reader=change.reader, enrolment_id=found.id, now=call.now, today=call.today
    )
    return seat_messages(change, outcome.promoted, outcome.first_in_line)


def _row(call: Invocation, reader: Reader, found: Found) -> Any:
    """Return the thing as its noun's list shows it."""
    listing = getattr(import_module(f"circo_cli.queries.{found.noun}"), f"list_{plural(found.noun)}")
    today = {"today": call.today} if found.noun in _DATED else {}
    return listing(reader, **{f"{found.noun}_id": found.id}, **today).rows[0]


def _label(noun: str, row: Any) -> str:
    label = _LABELS.get(noun)
    text = one_line(label(row) if label is not None else row.name)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
