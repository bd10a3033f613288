"""The journal: one row a change, and the before and after of every row that it touched."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from circo_cli.storage.tables.columns import NUMBERED


class Change(SQLModel, table=True):
    """One command that wrote; `kind` tells what may be undone (``change``, ``undo``, ``redo``, ``export``)."""

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("kind IN ('change', 'undo', 'redo', 'export')", name="kind"),
        Index(None, "actor"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    at: str
    actor: str
    command: str
    summary: str
    kind: str = "change"
    undone_by_id: int | None = Field(default=None, foreign_key="change.id")


class ChangeRow(SQLModel, table=True):
    """A row before and after, as JSON; `thing` and `thing_id` say whose history it belongs to."""

    __tablename__ = "change_row"
    __table_args__ = (Index(None, "change_id"), Index(None, "thing", "thing_id"), NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    change_id: int = Field(foreign_key="change.id")
    table_name: str
    thing: str
    thing_id: int
    before: str | None = None
    after: str | None = None
