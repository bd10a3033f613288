"""Themes, trainers and Tracks with their sessions, organising hubs and trainers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from circo_cli.storage.tables.columns import (
    NUMBERED,
    code,
    dated,
    filled,
    link,
    metadata,
    one_of,
    quartered,
)
from circo_cli.values.vocabulary import TrackKind, TrackStatus


class Theme(SQLModel, table=True):
    """A subject of Tracks, questions and insights, and a sector of hubs."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("key"), *filled("name_nl", "name_en"))
    id: int | None = Field(default=None, primary_key=True)
    key: str
    name_nl: str
    name_en: str | None = None


class Trainer(SQLModel, table=True):
    """A person who gives Tracks; may belong to a hub, and work for any."""

    __tablename__ = "trainer"
    __table_args__ = (
        UniqueConstraint("key"),
        *dated("certified_on"),
        *filled("name", "email"),
        Index(None, "hub_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    name: str
    email: str | None = None
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    certified_on: str | None = None


class Track(SQLModel, table=True):
    """A series of workshops; the number of sessions is data."""

    __tablename__ = "track"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("kind", TrackKind),
        one_of("status", TrackStatus),
        *quartered("planned_quarter"),
        *filled("title", "location"),
        CheckConstraint("capacity >= 1", name="capacity"),
        CheckConstraint("minimum >= 0", name="minimum"),
        Index(None, "hub_id"),
        Index(None, "planned_quarter"),
        Index(None, "theme_id"),
        Index(None, "status"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    hub_id: int = Field(foreign_key="hub.id")
    title: str
    kind: TrackKind = code(TrackKind)
    theme_id: int | None = Field(default=None, foreign_key="theme.id")
    planned_quarter: str
    status: TrackStatus = code(TrackStatus)
    capacity: int
    minimum: int
    location: str | None = None
    taught_in: str
    reason: str | None = None


class TrackSession(SQLModel, table=True):
    """One workshop of a Track.

    Moments are UTC (``2026-04-14T11:00:00Z``); `starts_on`, `ends_on` and `quarter` are those of the hub's own
    clock, computed when the session is stored. Sessions are numbered by `starts_at`. `uid` is the name by which
    calendar programs know it wherever it moves, and `sequence` counts what changed since (RFC 5545, 3.8.4.7 and
    3.8.7.4).
    """

    __tablename__ = "track_session"
    __table_args__ = (
        UniqueConstraint("track_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="period"),
        *dated("starts_on", "ends_on"),
        *quartered("quarter"),
        *filled("location"),
        Index(None, "starts_at"),
        Index(None, "quarter"),
        Index(None, "uid", unique=True),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    track_id: int = Field(foreign_key="track.id")
    starts_at: str
    ends_at: str
    starts_on: str
    ends_on: str
    quarter: str
    location: str | None = None
    uid: str | None = None
    sequence: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})


class CancelledSession(SQLModel, table=True):
    """A session that was removed: calendar programs that hold it are told that it is cancelled."""

    __tablename__ = "cancelled_session"
    __table_args__ = (
        UniqueConstraint("uid"),
        *quartered("quarter"),
        *filled("location"),
        Index(None, "track_id"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    track_id: int = Field(foreign_key="track.id")
    uid: str
    sequence: int
    starts_at: str
    ends_at: str
    quarter: str
    location: str | None = None


track_hub = Table(
    "track_hub",
    metadata,
    link("track_id", "track.id", primary_key=True),
    link("hub_id", "hub.id", primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "hub_id"),
)
"""Every hub that organises a Track; position 0 is the Track's own hub."""

track_trainer = Table(
    "track_trainer",
    metadata,
    link("track_id", "track.id", primary_key=True),
    link("trainer_id", "trainer.id", primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "trainer_id"),
)
