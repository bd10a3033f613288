"""Undo and redo: taking back a change, unless something was built on it since.

A change counts until `undone_by_id` names the undo that took it back; a redo takes that undo back, so that the change
counts again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get
from circo_cli.domain.undo_rules import contradictions, count_on, drop_cancelled, give_free_seats
from circo_cli.errors import RefusedError
from circo_cli.storage import database
from circo_cli.storage.row_changes import RowChange
from circo_cli.storage.tables import Change, Enrolment
from circo_cli.storage.things import key_of
from circo_cli.storage.undo import Obstacle, Why, erased_since, take_back
from circo_cli.values.keys import NUMBERED, number_key
from circo_cli.values.text import counted

_UNDOABLE = ("change", "export")
"""The kinds of change that can be undone; without a key, only the first."""

ERASING = ("company forget", "contact forget", "hub forget", "privacy forget", "trainer forget")
"""Commands that cannot be undone, nor what came before of the rows that they emptied."""

_NAMED = 3
"""So many later changes stand in the message of a refusal."""

_LISTED = 20
"""So many stand among its details."""


class TakenBack(NamedTuple):
    """A change that was undone or redone, its rows before and after that, and who got a seat that was free then."""

    change: Change
    rows: Sequence[RowChange]
    promoted: Sequence[Enrolment] = ()


def undo_change(
    making: database.Change, *, actor: str, change_id: int | None = None, now: datetime, today: date
) -> TakenBack:
    """Take back a change, by default the latest of `actor` that counts and is no undo, redo or export.

    `making` is the undo itself. Who waits again while later changes have left seats free moves up at once. Raises
    `RefusedError` where there is nothing to undo, for what is itself an undo or a redo, and where later changes have
    built on it, which it names.
    """
    session = making.session
    change = _latest(session, actor) if change_id is None else get(session, Change, change_id)
    if change is None:
        raise RefusedError(
            f"{actor} has made no change that could be undone",
            hint="circo history shows what others did; circo undo CHANGE takes back one of them",
            code="nothing-to-undo",
        )
    _check_undoable(change)
    rows = _take_back(making, change, f"{_key(change)} ({change.command}) cannot be undone")
    change.undone_by_id = making.number
    session.flush()
    return TakenBack(change, rows, give_free_seats(making, rows, since=change.id or 0, now=now, today=today))


def redo_change(making: database.Change, *, actor: str, now: datetime, today: date) -> TakenBack:
    """Make the change count again that the latest undo of `actor` took back, where that was not redone already.

    `making` is the redo itself. Raises `RefusedError` as `undo_change` does.
    """
    session = making.session
    undo = session.exec(
        select(Change)
        .where(
            Change.actor == actor,
            Change.kind == "undo",
            col(Change.undone_by_id).is_(None),
            Change.id != making.number,
        )
        .order_by(col(Change.id).desc())
    ).first()
    if undo is None:
        raise RefusedError(
            f"{actor} has undone nothing that could be redone",
            hint="circo history shows it all",
            code="nothing-to-redo",
        )
    change = session.exec(select(Change).where(Change.undone_by_id == undo.id)).one()
    rows = _take_back(making, undo, f"{_key(change)} ({change.command}) cannot be redone")
    undo.undone_by_id = making.number
    change.undone_by_id = None
    session.flush()
    return TakenBack(change, rows, give_free_seats(making, rows, since=undo.id or 0, now=now, today=today))


def _latest(session: Session, actor: str) -> Change | None:
    return session.exec(
        select(Change)
        .where(
            Change.actor == actor,
            Change.kind == "change",
            col(Change.undone_by_id).is_(None),
        )
        .order_by(col(Change.id).desc())
    ).first()


def _key(change: Change) -> str:
    return number_key("change", change.id or 0)


def _check_undoable(change: Change) -> None:
    key = _key(change)
    if change.command in ERASING:
        raise RefusedError(
            f"{key} ({change.command}) erased personal data, and that cannot be undone",
            hint="circo history shows what else there is; circo undo CHANGE takes back an earlier one",
            code="erased",
        )
    if change.kind not in _UNDOABLE:
        ways = {"undo": "circo redo takes back your latest undo"}
        raise RefusedError(
            f"{key} is itself {'an undo' if change.kind == 'undo' else f'a {change.kind}'}",
            hint=ways.get(change.kind, f"circo show {key} names the change that it brought back: undo that one"),
            code="not-undoable",
        )
    if change.undone_by_id is not None:
        raise RefusedError(
            f"{key} was undone already, by {number_key('change', change.undone_by_id)}",
            hint="circo redo takes back your latest undo",
            code="undone-already",
        )


def _take_back(making: database.Change, change: Change, refusal: str) -> list[RowChange]:
    number = change.id or 0
    erasing = erased_since(making.connection, number, commands=ERASING)
    if erasing is not None:
        by = get(making.session, Change, erasing)
        raise RefusedError(
            f"{refusal}: {_key(by)} ({by.command}) erased what it would bring back",
            hint=f"circo show {_key(by)} says what was erased",
            code="erased",
        )
    drop_cancelled(making, number)
    rows, obstacles = take_back(making.connection, number)
    obstacles += contradictions(making, rows, since=number)
    if obstacles:
        raise _blocked(making, refusal, obstacles)
    if not rows:
        raise RefusedError(
            f"{refusal}: the journal holds nothing of it",
            hint="circo history shows what else there is",
            code="undo-empty",
        )
    count_on(making, rows)
    return rows


def _blocked(making: database.Change, refusal: str, obstacles: Sequence[Obstacle]) -> RefusedError:
    """Return the refusal that names the later changes, or else what is in the way."""
    reasons: dict[int, dict[str, None]] = {}
    for obstacle in obstacles:
        for number in obstacle.changes:
            reasons.setdefault(number, {})[_reason(making, obstacle)] = None
    if not reasons:
        first = obstacles[0]
        return RefusedError(
            f"{refusal}: {_reason(making, first)}, and no change on record says how",
            hint=f"circo show {_name(making, first, separator=':')}",
            code="undo-blocked",
            details=[{"why": reason} for reason in dict.fromkeys(_reason(making, each) for each in obstacles)][
                :_LISTED
            ],
        )
    later = [get(making.session, Change, number) for number in sorted(reasons, reverse=True)]
    told = ", ".join(f"{_key(each)} ({each.command})" for each in later[:_NAMED])
    more = f" and {len(later) - _NAMED} more" if len(later) > _NAMED else ""
    hints = {"undo": "circo redo takes back your latest undo", "redo": "circo history shows what it brought back"}
    return RefusedError(
        f"{refusal}: {counted(len(later), 'later change builds', 'later changes build')} on it: {told}{more}",
        hint=hints.get(later[0].kind, f"circo undo {_key(later[0])} takes back the latest of them first"),
        code="undo-blocked",
        details=[
            {
                "key": _key(each),
                "at": each.at,
                "actor": each.actor,
                "command": each.command,
                "why": "; ".join(list(reasons[each.id or 0])[:_NAMED]),
            }
            for each in later[:_LISTED]
        ],
    )


def _reason(making: database.Change, obstacle: Obstacle) -> str:
    name = _name(making, obstacle)
    return {
        Why.CHANGED: f"{name} has changed since",
        Why.REFERS: f"{name} refers to it",
        Why.GONE: f"{name} has gone",
        Why.TAKEN: f"{name} has its place",
        Why.FULL: f"{name} is full since",
        Why.OVER: f"{name} has ended since",
        Why.CLOSED: f"{name} was closed since",
        Why.OVERLAP: f"{name} has another session at that time",
        Why.CLASH: f"{name} has the trainer at that time",
    }[obstacle.why]


def _name(making: database.Change, obstacle: Obstacle, *, separator: str = " ") -> str:
    key = key_of(making.reader, obstacle.thing, obstacle.thing_id)
    return key if obstacle.thing in NUMBERED else f"{obstacle.thing}{separator}{key}"
