"""Companies with their contacts and notes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from circo_cli.storage.name_keys import FIRST_WORD, LAST_DIGITS, ODD_ADDRESS, ODD_NAME, ODD_PHONE
from circo_cli.storage.tables.columns import NUMBERED, code, dated, filled, one_of
from circo_cli.values.vocabulary import ChainRole, CompanyKind, Journey


class Company(SQLModel, table=True):
    """A participant: an organisation with a kind. `hub_id` is its home hub."""

    __tablename__ = "company"
    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("kvk"),
        one_of("kind", CompanyKind),
        one_of("chain_role", ChainRole),
        one_of("journey", Journey),
        CheckConstraint(f"kvk GLOB '{'[0-9]' * 8}'", name="kvk"),
        *filled("name", "sector", "city", "postcode", "website"),
        Index(None, "name"),
        Index(None, "hub_id", "merged_into_id"),
        Index(None, "region"),
        Index(None, "postcode"),
        Index(None, "merged_into_id"),
        Index("ix_company_first_word", text(FIRST_WORD)),
        Index("ix_company_odd_name", "name", sqlite_where=text(ODD_NAME)),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str
    name: str
    kvk: str | None = None
    kind: CompanyKind = code(CompanyKind)
    sector: str | None = None
    chain_role: ChainRole | None = code(ChainRole, default=None, nullable=True)
    journey: Journey | None = code(Journey, default=None, nullable=True)
    city: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str
    hub_id: int | None = Field(default=None, foreign_key="hub.id")
    website: str | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="company.id")


class CompanyContact(SQLModel, table=True):
    """A person at a company."""

    __tablename__ = "company_contact"
    __table_args__ = (
        UniqueConstraint("company_id", "name"),
        *filled("name", "email", "phone", "role"),
        Index("ix_company_contact_first_word", text(FIRST_WORD)),
        Index("ix_company_contact_odd_name", "name", sqlite_where=text(ODD_NAME)),
        Index("ix_company_contact_last_digits", text(LAST_DIGITS)),
        Index("ix_company_contact_odd_phone", "phone", sqlite_where=text(ODD_PHONE)),
        Index("ix_company_contact_odd_email", "email", sqlite_where=text(ODD_ADDRESS)),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    company_id: int = Field(foreign_key="company.id")
    name: str
    email: str | None = None
    phone: str | None = None
    role: str | None = None


class CompanyNote(SQLModel, table=True):
    """What was said with a company, and when to come back to it."""

    __tablename__ = "company_note"
    __table_args__ = (
        *dated("noted_on", "next_on"),
        *filled("text"),
        Index(None, "company_id", "noted_on"),
        Index(None, "author"),
        NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    company_id: int = Field(foreign_key="company.id")
    text: str
    noted_on: str
    next_on: str | None = None
    author: str
