"""Hubs with their regions, sectors, stage history, steps, partners and goals."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, UniqueConstraint, text
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
from circo_cli.values.vocabulary import HubKind, Journey, Metric, PartnerKind, PartnerRole, Stage, Step


class Hub(SQLModel, table=True):
    """A group of local organisations that runs Tracks in a region, a sector or a country."""

    __tablename__ = "hub"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("kind", HubKind),
        one_of("stage", Stage),
        *quartered("launch_quarter", "first_launch_quarter"),
        *dated("official_on"),
        *filled("name", "lead", "lead_email"),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    name: str
    kind: HubKind = code(HubKind)
    stage: Stage = code(Stage)
    country: str
    timezone: str
    lead: str | None = None
    lead_email: str | None = None
    launch_quarter: str | None = None
    first_launch_quarter: str | None = None
    official_on: str | None = None


class HubStage(SQLModel, table=True):
    """One change of a hub's stage; the order of ids is the order in which they were made."""

    __tablename__ = "hub_stage"
    __table_args__ = (one_of("stage", Stage), *dated("entered_on"), Index(None, "hub_id"), NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    stage: Stage = code(Stage)
    entered_on: str
    reason: str | None = None
    forced: bool = False
    actor: str


class HubStep(SQLModel, table=True):
    """An onboarding step that was ticked by hand; the automatic ones are derived."""

    __tablename__ = "hub_step"
    __table_args__ = (one_of("step", Step), *dated("done_on"))
    hub_id: int = Field(foreign_key="hub.id", primary_key=True)
    step: Step = code(Step, primary_key=True)
    done_on: str
    note: str | None = None


class Partner(SQLModel, table=True):
    """An organisation that works in one or more hubs."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("key"), one_of("kind", PartnerKind), *filled("name"))
    id: int | None = Field(default=None, primary_key=True)
    key: str
    name: str
    kind: PartnerKind = code(PartnerKind)
    website: str | None = None


class HubPartner(SQLModel, table=True):
    """A partner's role in a hub for a period; `until_on` is its last day."""

    __tablename__ = "hub_partner"
    __table_args__ = (
        UniqueConstraint("hub_id", "partner_id", "role", "from_on"),
        one_of("role", PartnerRole),
        *dated("from_on", "until_on"),
        CheckConstraint("until_on >= from_on", name="period"),
        Index(None, "partner_id"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    hub_id: int = Field(foreign_key="hub.id")
    partner_id: int = Field(foreign_key="partner.id")
    role: PartnerRole = code(PartnerRole)
    from_on: str
    until_on: str | None = None


class Goal(SQLModel, table=True):
    """A target for a metric of the quarter report; without hub, for the whole network."""

    __tablename__ = "goal"
    __table_args__ = (
        one_of("metric", Metric),
        *quartered("from_quarter", "until_quarter"),
        CheckConstraint("until_quarter >= from_quarter", name="period"),
        CheckConstraint("target >= 0", name="target"),
        Index(
            "ix_goal_aim",
            text("coalesce(hub_id, 0)"),
            "metric",
            "from_quarter",
            "until_quarter",
            text("coalesce(theme_id, 0)"),
            unique=True,
        ),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    metric: Metric = code(Metric)
    target: float
    from_quarter: str
    until_quarter: str
    theme_id: int | None = Field(default=None, foreign_key="theme.id")
    note: str | None = None


hub_region = Table(
    "hub_region",
    metadata,
    link("hub_id", "hub.id", primary_key=True),
    Column("region", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "region"),
)
"""What a hub serves: a province, a range of postcodes (``3000-3199``) or a country code, in typed order."""

hub_sector = Table(
    "hub_sector",
    metadata,
    link("hub_id", "hub.id", primary_key=True),
    link("theme_id", "theme.id", primary_key=True),
    Column("position", Integer, nullable=False),
    Index(None, "theme_id"),
)

hub_partner_journey = Table(
    "hub_partner_journey",
    metadata,
    link("hub_partner_id", "hub_partner.id", primary_key=True),
    Column("journey", String, primary_key=True),
    one_of("journey", Journey),
)
"""The journey stages of companies that a partner covers in a hub."""
