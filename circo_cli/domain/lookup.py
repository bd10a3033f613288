"""Small questions that many rules ask of a session."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, select

from circo_cli.errors import NotFoundError
from circo_cli.values.keys import free_slug

M = TypeVar("M", bound=SQLModel)


def get(session: Session, model: type[M], number: int) -> M:
    """Return the row of `model` with the id `number`; raise `NotFoundError` when it has gone."""
    found = session.get(model, number)
    if found is None:
        raise NotFoundError(f"there is no {model.__tablename__} {number} any more", hint="look again and retry")
    return found


def identity(row: Any) -> int:
    """Return the id of a row, flushed first if it is new."""
    if row.id is None:
        from sqlalchemy.orm import object_session

        session = object_session(row)
        if session is None:
            raise AssertionError("a new row is added to its session first")
        session.flush()
    number: int = row.id
    return number


def new_slug(session: Session, model: Any, name: str) -> str:
    """Return the key for a new thing called `name`: the slug of its name, numbered when it is taken."""

    def taken(slug: str) -> bool:
        return session.exec(select(model.id).where(model.key == slug)).first() is not None

    return free_slug(name, taken)
