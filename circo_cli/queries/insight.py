"""Insights as they are read."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, number_key
from circo_cli.values.rows import nested
from circo_cli.values.topics import parse_topics

FROM_CIRCO = "circo"
"""The origin of an insight that no hub wrote."""


class InsightRow(NamedTuple):
    """An insight in a list; `origin` is its hub or ``circo``, `questions` are those that it answers."""

    key: str
    title: str
    kind: str
    origin: str
    theme: str | None
    category: str | None
    topics: tuple[str, ...]
    status: str
    version: int
    published_on: str | None
    review_on: str | None
    questions: tuple[str, ...]
    comments: int


class CommentRow(NamedTuple):
    """A comment on an insight; `at` is a moment (UTC)."""

    text: str
    by: str
    at: str


INSIGHTS = Listing(
    row=InsightRow,
    source="insight_overview v",
    order="v.id DESC",
    columns={"key": "v.id"},
    lists={
        "topics": (
            "SELECT insight_id, topic FROM insight_topic WHERE {owners} ORDER BY insight_id, topic",
            "insight_id",
        ),
        "questions": (
            f"""SELECT insight_id, '{NUMBERED["question"]}' || question_id FROM insight_question
                 WHERE {{owners}} ORDER BY insight_id, question_id""",
            "insight_id",
        ),
    },
    converted={"key": lambda number: number_key("insight", number)},
)


def list_insights(
    reader: Reader,
    *,
    insight_id: int | None = None,
    status: str | None = None,
    kind: str | None = None,
    hub_id: int | None = None,
    from_circo: bool = False,
    theme_id: int | None = None,
    category: str | None = None,
    topic: str | None = None,
    question_id: int | None = None,
    review_until: date | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[InsightRow]:
    """Return the insights that meet every filter given, the newest first.

    `from_circo`: those of no hub; `question_id`: those that answer it; `review_until`: to be looked at again by then.
    """
    filters = Filters()
    filters.add("v.id = :insight_id", insight_id=insight_id)
    filters.add("v.status = :status", status=None if status is None else str(status))
    filters.add("v.kind = :kind", kind=None if kind is None else str(kind))
    filters.add("v.hub_id = :hub_id", hub_id=hub_id)
    if from_circo:
        filters.add("v.hub_id IS NULL")
    filters.add("v.theme_id = :theme_id", theme_id=theme_id)
    filters.add("v.category = :category", category=None if category is None else str(category))
    filters.add(
        "EXISTS (SELECT 1 FROM insight_topic it WHERE it.insight_id = v.id AND it.topic = :topic)",
        topic=None if topic is None else "".join(parse_topics([topic])),
    )
    filters.add(
        "v.id IN (SELECT iq.insight_id FROM insight_question iq WHERE iq.question_id = :question_id)",
        question_id=question_id,
    )
    filters.add("v.review_on <= :review_until", review_until=None if review_until is None else review_until.isoformat())
    return INSIGHTS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def show_insight(reader: Reader, insight_id: int) -> tuple[InsightRow, dict[str, object]]:
    """Return an insight and what `show` adds: its body in Markdown, and the comments."""
    row = list_insights(reader, insight_id=insight_id).rows[0]
    body = reader.value("SELECT body FROM insight WHERE id = :insight", {"insight": insight_id})
    comments = [
        CommentRow(*values)
        for values in reader.rows(
            "SELECT text, author, commented_at FROM insight_comment WHERE insight_id = :insight ORDER BY id",
            {"insight": insight_id},
        )
    ]
    return row, {"body": body, "comment_list": nested(CommentRow, comments)}


def questions_of_insight(reader: Reader, insight_id: int) -> list[tuple[str, str, str]]:
    """Return key, status and text of the questions that an insight answers, as its hub knows them."""
    rows = reader.rows(
        """SELECT q.id, q.status, q.text FROM insight_question iq JOIN question q ON q.id = iq.question_id
            WHERE iq.insight_id = :insight ORDER BY q.id""",
        {"insight": insight_id},
    )
    return [(number_key("question", number), status, text) for number, status, text in rows]
