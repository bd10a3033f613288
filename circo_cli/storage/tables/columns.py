"""Shared pieces of column and table definitions.

Constraints that SQLite can hold stand in the schema: every enumeration has a CHECK, dates and quarters are
text of a fixed form, and numbers that are keys never return (AUTOINCREMENT).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

from circo_cli.values.vocabulary import Term

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

NUMBERED: dict[str, Any] = {"sqlite_autoincrement": True}
"""Table option of things whose number is their key: a number is never used again."""


class Code(TypeDecorator[Term]):
    """A member of an enumeration of the vocabulary, stored as its code."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[Term]) -> None:
        """Store members of `kind`."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Term | str | None, dialect: Dialect) -> str | None:
        """Return the code that is stored."""
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Term | None:
        """Return the member that a stored code stands for."""
        return None if value is None else self.kind(value)


def code(kind: type[Term], **options: Any) -> Any:
    """Return a field that holds a member of `kind`; see `one_of` for its CHECK."""
    return Field(sa_type=Code(kind), **options)


def one_of(column: str, kind: type[Term]) -> CheckConstraint:
    """Return the CHECK that `column` holds a code of `kind`, or nothing."""
    codes = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({codes})", name=column)


def dated(*columns: str) -> list[CheckConstraint]:
    """Return CHECKs that each of `columns` is an ISO date (``2026-04-14``), or nothing."""
    form = "-".join(("[0-9]" * 4, "[0-9]" * 2, "[0-9]" * 2))
    return [CheckConstraint(f"{column} GLOB '{form}'", name=column) for column in columns]


def quartered(*columns: str) -> list[CheckConstraint]:
    """Return CHECKs that each of `columns` is a quarter (``2026Q2``), or nothing."""
    form = "[0-9]" * 4 + "Q[1-4]"
    return [CheckConstraint(f"{column} GLOB '{form}'", name=column) for column in columns]


def filled(*columns: str) -> list[CheckConstraint]:
    """Return CHECKs that none of `columns` is an empty text: what is absent is NULL."""
    return [CheckConstraint(f"{column} <> ''", name=f"{column}_filled") for column in columns]


def link(name: str, target: str, **options: Any) -> Column[int]:
    """Return a column of an association table that refers to `target` (``table.column``)."""
    return Column(name, Integer, ForeignKey(target), nullable=False, **options)
