"""Enrolments with their contacts and attendance."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, text
from sqlmodel import Field, SQLModel

from circo_cli.storage.tables.columns import NUMBERED, code, dated, filled, link, metadata, one_of
from circo_cli.values.vocabulary import EnrolmentStatus, Outcome


class Enrolment(SQLModel, table=True):
    """A company's place in a Track: one seat, however many `people` it sends.

    `waitlist_rank` orders a Track's waiting list (lowest first) whatever the clock says; `aid_cents` is
    de-minimis aid in hundredths of a euro.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        one_of("status", EnrolmentStatus),
        one_of("outcome", Outcome),
        *dated("invited_on", "registered_on", "confirmed_on", "ended_on"),
        *filled("reason", "proposition"),
        CheckConstraint("people >= 1", name="people"),
        CheckConstraint("score BETWEEN 1 AND 10", name="score"),
        CheckConstraint("aid_cents >= 0", name="aid"),
        CheckConstraint(
            "status <> 'waitlisted' OR (waitlist_rank IS NOT NULL AND waitlisted_at IS NOT NULL)",
            name="waitlist",
        ),
        Index(
            "ix_enrolment_once",
            "track_id",
            "company_id",
            unique=True,
            sqlite_where=text("status NOT IN ('cancelled', 'declined')"),
        ),
        Index(
            "ix_enrolment_queue",
            "track_id",
            "waitlist_rank",
            unique=True,
            sqlite_where=text("status = 'waitlisted'"),
        ),
        Index(None, "track_id", "status"),
        Index(None, "company_id"),
        Index(None, "status"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    track_id: int = Field(foreign_key="track.id")
    company_id: int = Field(foreign_key="company.id")
    status: EnrolmentStatus = code(EnrolmentStatus)
    people: int
    waitlisted_at: str | None = None
    waitlist_rank: int | None = None
    invited_on: str | None = None
    registered_on: str | None = None
    confirmed_on: str | None = None
    ended_on: str | None = None
    score: int | None = None
    outcome: Outcome | None = code(Outcome, default=None, nullable=True)
    proposition: str | None = None
    aid_cents: int | None = None
    reason: str | None = None


enrolment_contact = Table(
    "enrolment_contact",
    metadata,
    link("enrolment_id", "enrolment.id", primary_key=True),
    link("contact_id", "company_contact.id", primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "contact_id"),
)

attendance = Table(
    "attendance",
    metadata,
    link("enrolment_id", "enrolment.id", primary_key=True),
    link("session_id", "track_session.id", primary_key=True),
    Column("people", Integer, nullable=False),
    CheckConstraint("people >= 0", name="people"),
    Index(None, "session_id"),
)
"""How many people of an enrolment came to a session: 0 is absent, no row is not recorded."""
