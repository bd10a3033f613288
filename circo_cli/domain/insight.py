"""Insights: writing, publishing, retiring and discussing what was learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get, identity
from circo_cli.domain.privacy import Names, refuse_names
from circo_cli.domain.topics import replace_topics, topics_of
from circo_cli.errors import RefusedError
from circo_cli.storage.tables import Insight, InsightComment, InsightVersion, insight_question, insight_topic
from circo_cli.values.keys import number_key
from circo_cli.values.topics import parse_topics
from circo_cli.values.vocabulary import Category, InsightKind, InsightStatus

_UNSEEN = frozenset({"review_on", "questions"})
"""What readers do not see: changing it makes no new version."""


def add_insight(
    session: Session,
    *,
    title: str,
    body: str | None = None,
    kind: InsightKind = InsightKind.INSIGHT,
    hub_id: int | None,
    theme_id: int | None = None,
    category: Category | None = None,
    topics: Sequence[str] = (),
    question_ids: Sequence[int] = (),
    review_on: date | None = None,
) -> Insight:
    """Write a draft, of a hub or (without `hub_id`) of CIRCO."""
    written = Insight(
        title=title,
        kind=kind,
        hub_id=hub_id,
        theme_id=theme_id,
        category=category,
        status=InsightStatus.DRAFT,
        version=1,
        review_on=None if review_on is None else review_on.isoformat(),
        body=body,
    )
    session.add(written)
    replace_topics(session, insight_topic, identity(written), topics)
    _replace_questions(session, identity(written), question_ids)
    return written


def edit_insight(
    session: Session,
    *,
    insight_id: int,
    values: Mapping[str, Any],
    topics: Sequence[str] | None = None,
    question_ids: Sequence[int] | None = None,
    today: date,
    author: str,
    names: Names,
) -> Insight:
    """Change what is in `values` (columns of the insight); `topics` and `question_ids` replace the lists.

    A published insight gets a new version when something changes that readers see. Raises `RefusedError` when it
    would name somebody.
    """
    found = get(session, Insight, insight_id)
    differs = {name for name, value in values.items() if getattr(found, name) != value}
    for name in differs:
        setattr(found, name, values[name])
    if topics is not None and parse_topics(topics) != topics_of(session, insight_topic, insight_id):
        replace_topics(session, insight_topic, insight_id, topics)
        differs.add("topics")
    if question_ids is not None and _replace_questions(session, insight_id, question_ids):
        differs.add("questions")
    if found.status is InsightStatus.PUBLISHED:
        if differs - _UNSEEN:
            found.version += 1
            _keep_version(session, found, today=today, author=author)
        _check(session, found, names)
    return found


def publish_insight(session: Session, *, insight_id: int, today: date, author: str, names: Names) -> Insight:
    """Show a draft to the network, as version 1.

    Raises `RefusedError` when it is no draft, or names somebody.
    """
    found = get(session, Insight, insight_id)
    key = number_key("insight", insight_id)
    if found.status is not InsightStatus.DRAFT:
        ways = {
            InsightStatus.PUBLISHED: f"circo insight edit {key} makes a new version of it",
            InsightStatus.RETIRED: f"circo history {key} shows the change that circo undo takes back; or write it anew",
        }
        raise RefusedError(f"{key} is {found.status} already", hint=ways[found.status], code=f"insight-{found.status}")
    found.status = InsightStatus.PUBLISHED
    found.published_on = today.isoformat()
    _keep_version(session, found, today=today, author=author)
    _check(session, found, names)
    return found


def retire_insight(session: Session, *, insight_id: int) -> Insight:
    """Offer a published insight no longer; raise `RefusedError` when it is not published."""
    found = get(session, Insight, insight_id)
    key = number_key("insight", insight_id)
    if found.status is not InsightStatus.PUBLISHED:
        draft = found.status is InsightStatus.DRAFT
        raise RefusedError(
            f"{key} is {'a draft, which the network never saw' if draft else 'retired already'}",
            hint=f"circo insight remove {key}" if draft else f"circo insight show {key}",
            code=f"insight-{found.status}",
        )
    found.status = InsightStatus.RETIRED
    return found


def comment_on_insight(session: Session, *, insight_id: int, text: str, author: str, at: str, names: Names) -> Insight:
    """Add a remark at the moment `at` (UTC); raise `RefusedError` when the network would read a name in it."""
    found = get(session, Insight, insight_id)
    session.add(InsightComment(insight_id=insight_id, text=text, author=author, commented_at=at))
    if found.status is InsightStatus.PUBLISHED:
        _check(session, found, names)
    return found


def _replace_questions(session: Session, insight_id: int, question_ids: Sequence[int]) -> bool:
    """Make these the questions that the insight answers; tell whether that changes anything."""
    session.flush()
    of_insight = insight_question.c.insight_id == insight_id
    before = set(
        session.execute(
            insight_question.select().where(of_insight).with_only_columns(insight_question.c.question_id)
        ).scalars()
    )
    after = set(question_ids)
    if before - after:
        gone = sorted(before - after)
        session.execute(delete(insight_question).where(of_insight, insight_question.c.question_id.in_(gone)))
    rows = [{"insight_id": insight_id, "question_id": number} for number in sorted(after - before)]
    if rows:
        session.execute(insert(insight_question), rows)
    return before != after


def _keep_version(session: Session, found: Insight, *, today: date, author: str) -> None:
    session.add(
        InsightVersion(
            insight_id=identity(found),
            version=found.version,
            title=found.title,
            body=found.body,
            published_on=today.isoformat(),
            author=author,
        )
    )


def _check(session: Session, found: Insight, names: Names) -> None:
    """Refuse names in what the network sees of an insight."""
    number = identity(found)
    key = number_key("insight", number)
    index = names()
    refuse_names(
        index,
        {
            f"the title of {key}": found.title,
            f"the body of {key}": found.body,
            **{f"topic {topic} of {key}": topic for topic in topics_of(session, insight_topic, number)},
        },
        hint=f'circo insight edit {key} --body "…" (or --title, --topic) says it without the name',
    )
    comments = session.exec(
        select(InsightComment.text).where(InsightComment.insight_id == number).order_by(col(InsightComment.id))
    )
    refuse_names(
        index,
        {f"comment {place} on {key}": text for place, text in enumerate(comments, start=1)},
        hint=f'circo insight comment {key} "…" without the name; circo undo takes back a comment made before',
    )
