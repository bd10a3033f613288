"""Removing a thing for good: one rule for every noun. What refers to it stays, and so does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlmodel import Session

from circo_cli.domain import seating
from circo_cli.domain.enrolment import Seating
from circo_cli.domain.lookup import get
from circo_cli.errors import NotFoundError, RefusedError
from circo_cli.storage.reader import Reader
from circo_cli.storage.references import delete_thing, references_to
from circo_cli.storage.tables import Enrolment, Track
from circo_cli.storage.things import key_of
from circo_cli.values.text import counted, plural

_WAYS_ON: Mapping[str, Callable[[str], str]] = {
    "hub": lambda key: f"circo hub close {key} --reason TEXT ends its work and keeps it on record",
    "partner": lambda key: f"circo hub unpartner HUB {key} ends a role, which stays on record",
    "track": lambda key: f"circo track cancel {key} --reason TEXT keeps it on record",
    "trainer": lambda key: "circo track edit TRACK --trainer OTHER gives a Track to another first",
    "theme": lambda key: "circo track edit TRACK --theme OTHER, and so for the others, gives them another theme first",
    "company": lambda key: f"circo company merge {key} INTO hands all that to another company",
    "enrolment": lambda key: (
        f"circo history {key} names the change that recorded it: circo undo CHANGE, if it is wrong"
    ),
    "question": lambda key: f"circo question close {key} --reason TEXT keeps it on record",
    "insight": lambda key: f"circo insight retire {key} offers it no longer and keeps it on record",
}
"""What else can be done with a thing that is in use."""


def refuse_in_use(reader: Reader, *, noun: str, number: int) -> None:
    """Raise `RefusedError` while anything refers to the `noun` with the id `number`; it names what does."""
    references = references_to(reader, noun, number)
    if not references:
        return
    key = key_of(reader, noun, number)
    told = ", ".join(_counted(reference.noun, reference.total) for reference in references)
    way_on = _WAYS_ON.get(noun)
    raise RefusedError(
        f"{key} is in use: {told}",
        hint=way_on(key) if way_on is not None else f"circo show {key}",
        code="in-use",
        details=[{"noun": each.noun, "count": each.total, "keys": each.keys or None} for each in references],
    )


def _counted(noun: str, count: int) -> str:
    if noun == "attendance":
        return f"attendance of {counted(count, 'session', 'sessions')}"
    return counted(count, noun, plural(noun))


def remove_thing(session: Session, *, reader: Reader, noun: str, number: int) -> None:
    """Remove a thing with its own parts; its key is not used again.

    Raises `RefusedError` while anything else refers to it, `NotFoundError` when somebody removed it meanwhile.
    """
    refuse_in_use(reader, noun=noun, number=number)
    if not delete_thing(session, noun, number):
        raise NotFoundError(
            f"{key_of(reader, noun, number)} has gone meanwhile", hint=f"circo {noun} list shows what there is"
        )


def remove_enrolment(session: Session, *, reader: Reader, enrolment_id: int, now: datetime, today: date) -> Seating:
    """Remove an enrolment; a seat that comes free goes to the first in line, as after a cancellation."""
    track = get(session, Track, get(session, Enrolment, enrolment_id).track_id)
    remove_thing(session, reader=reader, noun="enrolment", number=enrolment_id)
    session.expire_all()
    promoted, first = seating.fill_seats(session, track, now=now, today=today)
    return Seating(promoted=promoted, first_in_line=[] if first is None else [first])
