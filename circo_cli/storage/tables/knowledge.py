"""Questions with answers and topics, insights with versions and comments, digests with what they held."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from circo_cli.storage.tables.columns import NUMBERED, code, dated, filled, link, metadata, one_of
from circo_cli.values.vocabulary import Category, InsightKind, InsightStatus, QuestionStatus, Sharing


class Question(SQLModel, table=True):
    """What a company asked. Its text stays with its hub and CIRCO until it is shared.

    `closed_on` is only there while it is closed, and not where nobody knows: it came closed from a file.
    """

    __tablename__ = "question"
    __table_args__ = (
        one_of("category", Category),
        one_of("status", QuestionStatus),
        one_of("sharing", Sharing),
        *dated("asked_on", "due_on"),
        *filled("text", "shared_text", "owner", "referred_text", "reason"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged"),
        Index(None, "asked_on"),
        Index(None, "hub_id", "asked_on"),
        Index(None, "company_id", "asked_on"),
        Index(None, "track_id"),
        Index(None, "theme_id", "category"),
        Index(None, "status", "due_on"),
        Index(None, "status", "hub_id", "asked_on"),
        Index(None, "status", "asked_on"),
        Index(None, "owner", "asked_on"),
        Index(None, "theme_id", "company_id", "status"),
        Index(None, "merged_into_id", "company_id", sqlite_where=text("merged_into_id IS NOT NULL")),
        Index(None, "closed_on", sqlite_where=text("closed_on IS NOT NULL")),
        Index(None, "hub_id", "closed_on", sqlite_where=text("closed_on IS NOT NULL")),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    text: str
    company_id: int | None = Field(default=None, foreign_key="company.id")
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    track_id: int | None = Field(default=None, foreign_key="track.id")
    theme_id: int | None = Field(default=None, foreign_key="theme.id")
    category: Category = code(Category)
    status: QuestionStatus = code(QuestionStatus)
    asked_on: str
    due_on: str | None = None
    owner: str | None = None
    referred_partner_id: int | None = Field(default=None, foreign_key="partner.id")
    referred_text: str | None = None
    sharing: Sharing = code(Sharing)
    shared_text: str | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="question.id")
    reason: str | None = None
    closed_on: str | None = Field(default=None, sa_type=String, sa_column_args=dated("closed_on"))


class QuestionAnswer(SQLModel, table=True):
    """An answer to a question; `insight_id` when it came from the knowledge base."""

    __tablename__ = "question_answer"
    __table_args__ = (
        *dated("answered_on"),
        *filled("text"),
        Index(None, "question_id", "answered_on"),
        Index(None, "answered_on"),
        Index(None, "author"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id")
    text: str
    author: str
    answered_on: str
    insight_id: int | None = Field(default=None, foreign_key="insight.id")


class Insight(SQLModel, table=True):
    """A piece of knowledge in Markdown; without hub it comes from CIRCO."""

    __tablename__ = "insight"
    __table_args__ = (
        one_of("kind", InsightKind),
        one_of("category", Category),
        one_of("status", InsightStatus),
        *dated("published_on", "review_on"),
        *filled("title", "body"),
        CheckConstraint("version >= 1", name="version"),
        Index(None, "status", "published_on"),
        Index(None, "hub_id"),
        Index(None, "theme_id"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    title: str
    kind: InsightKind = code(InsightKind)
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    theme_id: int | None = Field(default=None, foreign_key="theme.id")
    category: Category | None = code(Category, default=None, nullable=True)
    status: InsightStatus = code(InsightStatus)
    version: int
    published_on: str | None = None
    review_on: str | None = None
    body: str | None = None


class InsightVersion(SQLModel, table=True):
    """What an insight said when a version of it was published."""

    __tablename__ = "insight_version"
    __table_args__ = (*dated("published_on"), *filled("title", "body"))
    insight_id: int = Field(foreign_key="insight.id", primary_key=True)
    version: int = Field(primary_key=True)
    title: str
    body: str | None = None
    published_on: str
    author: str


class InsightComment(SQLModel, table=True):
    """A remark on an insight ("Discussieer mee")."""

    __tablename__ = "insight_comment"
    __table_args__ = (*filled("text"), Index(None, "insight_id"), NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    insight_id: int = Field(foreign_key="insight.id")
    text: str
    author: str
    commented_at: str


class Digest(SQLModel, table=True):
    """An exported digest; `series` counts the ``--since-last`` exports of one audience and language."""

    __tablename__ = "digest"
    __table_args__ = (
        *dated("period_from", "period_until"),
        CheckConstraint("language IN ('nl', 'en')", name="language"),
        CheckConstraint("series >= 1", name="series"),
        UniqueConstraint("audience", "language", "series"),
        Index(
            "ix_digest_period",
            "audience",
            "language",
            "label",
            unique=True,
            sqlite_where=text("series IS NULL"),
        ),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    audience: str
    language: str
    period_from: str | None = None
    period_until: str | None = None
    label: str
    series: int | None = None
    exported_at: str


question_topic = Table(
    "question_topic",
    metadata,
    link("question_id", "question.id", primary_key=True),
    Column("topic", String, primary_key=True),
    Index(None, "topic"),
)

insight_topic = Table(
    "insight_topic",
    metadata,
    link("insight_id", "insight.id", primary_key=True),
    Column("topic", String, primary_key=True),
    Index(None, "topic"),
)

insight_question = Table(
    "insight_question",
    metadata,
    link("insight_id", "insight.id", primary_key=True),
    link("question_id", "question.id", primary_key=True),
    Index(None, "question_id"),
)
"""The questions that an insight answers."""

digest_file = Table(
    "digest_file",
    metadata,
    link("digest_id", "digest.id", primary_key=True),
    Column("path", String, primary_key=True),
    Column("format", String, nullable=False),
)

digest_item = Table(
    "digest_item",
    metadata,
    link("digest_id", "digest.id", primary_key=True),
    Column("section", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("position", Integer, nullable=False),
)
"""What a digest held: the key of each item, and a fingerprint of what it said."""
