"""Small questions that many rules ask of a session."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from circo_cli.errors import NotFoundError
from circo_cli.storage.tables import Change, ChangeRow
from circo_cli.values.keys import free_slug

M = TypeVar("M", bound=SQLModel)


def get(session: Session, model: type[M], number: int) -> M:
    """Return the row of `model` with the id `number`; raise `NotFoundError` when it has gone."""
    found = session.get(model, number)
    if found is None:
        raise NotFoundError(f"there is no {model.__tablename__} {number} any more", hint="look again and retry")
    return found


def followed(session: Session, row: M) -> M:
    """Return what a company or a question was merged into in the end, or itself."""
    merged: Any = row
    passed = set()
    while merged.merged_into_id is not None and merged.id not in passed:  # a file made elsewhere may lead in a circle
        passed.add(merged.id)
        merged = get(session, type(row), merged.merged_into_id)
    return merged  # type: ignore[no-any-return]


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
    """Return the key for a new thing called `name`: the slug of its name, numbered when it is or was taken."""
    retired = retired_keys(session, model.__tablename__)

    def taken(slug: str) -> bool:
        return slug in retired or session.exec(select(model.id).where(model.key == slug)).first() is not None

    return free_slug(name, taken)


def retired_keys(session: Session, noun: str) -> set[str]:
    """Return the keys of the `noun`s that were removed: earlier digests, reports and mails may name them.

    Not those whose making was undone: that never was.
    """
    removals = select(Change.id).where(Change.command == f"{noun} remove", col(Change.undone_by_id).is_(None))
    images = session.exec(
        select(ChangeRow.before).where(
            col(ChangeRow.change_id).in_(removals), ChangeRow.table_name == noun, col(ChangeRow.after).is_(None)
        )
    )
    return {json.loads(image)["key"] for image in images if image is not None}
