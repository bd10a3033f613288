"""Topics of questions and insights, stored one row each."""

from __future__ import annotations

from collections.abc import Collection
from shlex import quote

from sqlalchemy import Table, delete, insert, select
from sqlmodel import Session

from circo_cli.errors import UsageError
from circo_cli.values.topics import parse_topics


def topics_of(session: Session, table: Table, owner: int) -> tuple[str, ...]:
    """Return the topics that `table` (``question_topic`` or ``insight_topic``) holds for `owner`, sorted."""
    column = next(iter(table.columns))
    query = select(table.c.topic).where(column == owner).order_by(table.c.topic)
    return tuple(session.execute(query).scalars())


def replace_topics(session: Session, table: Table, owner: int, topics: Collection[str]) -> None:
    """Make `topics` the topics of `owner`; only what differs is written.

    Raises `UsageError` for one with a semicolon, which stands between topics in a cell of a list.
    """
    several = next((each for each in topics if ";" in each), None)
    if several is not None:
        parts = [part.strip() for part in several.split(";") if part.strip()]
        raise UsageError(
            f"--topic: '{several}' has a semicolon, and is more than one topic",
            hint=" ".join(f"--topic {quote(part)}" for part in parts) or "--topic TOPIC",
            code="bad-value",
        )
    column = next(iter(table.columns))
    before, after = set(topics_of(session, table, owner)), parse_topics(topics)
    gone = before.difference(after)
    if gone:
        session.execute(delete(table).where(column == owner, table.c.topic.in_(sorted(gone))))
    rows = [{column.name: owner, "topic": topic} for topic in after if topic not in before]
    if rows:
        session.execute(insert(table), rows)
