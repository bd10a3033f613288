"""Making two companies one: everything of the one goes to the other, and its key leads there.

What is moved is moved by ordinary statements, which the journal sees, so that an undo takes it back whole. A link
whose own key would change is taken away and made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from circo_cli.domain.doubles import Doubles, settle_doubles
from circo_cli.domain.lookup import followed, get, identity
from circo_cli.errors import RefusedError
from circo_cli.storage.tables import (
    Company,
    CompanyContact,
    CompanyNote,
    Enrolment,
    Hub,
    Question,
    enrolment_contact,
)
from circo_cli.values.text import counted, fold

_SINGLE = ("kvk", "sector", "chain_role", "journey", "website", "hub_id")
_PLACE = ("postcode", "region", "city")
_PERSON = ("email", "phone", "role")


@dataclass(slots=True)
class Merged:
    """What a merge did.

    `was` is the key that leads to `company` now, `meant` the merged one that was typed for it. `moved` and `filled`
    say what went there, `kept` where both had something and that of `company` stayed, `left_out` what a contact had
    twice and no longer has.
    """

    company: Company
    was: str
    meant: str | None = None
    moved: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    doubles: Doubles = field(default_factory=Doubles)


def merge_companies(session: Session, *, company_id: int, into_id: int, now: datetime, today: date) -> Merged:
    """Move everything of a company to another: contacts, notes, enrolments, questions, and what the other lacks.

    The company keeps its row and its name; its key leads to the other from now on. Where `into_id` was merged itself,
    what it leads to is meant. Raises `RefusedError` for a company with itself, for one that was merged already, and
    for two that have different KvK numbers.
    """
    company = get(session, Company, company_id)
    named = get(session, Company, into_id)
    into = followed(session, named)
    _refuse(session, company, into)
    merged = Merged(into, company.key, meant=None if named is into else named.key)
    contacts = _move_contacts(session, company, into, merged)
    merged.doubles = settle_doubles(session, company=company, into=into, today=today)
    enrolments = _move(session, Enrolment, company, into)
    questions = _move(session, Question, company, into)
    notes = _move(session, CompanyNote, company, into)
    units = (("contact", contacts), ("enrolment", enrolments), ("question", questions), ("note", notes))
    merged.moved = [counted(number, unit, f"{unit}s") for unit, number in units if number]
    _fill(session, company, into, merged)
    session.execute(
        update(Company).where(col(Company.merged_into_id) == company.id).values(merged_into_id=identity(into))
    )
    company.merged_into_id = identity(into)
    session.flush()
    merged.doubles.fill(session, now=now, today=today)
    return merged


def _refuse(session: Session, company: Company, into: Company) -> None:
    if company.merged_into_id is not None:
        target = followed(session, company)
        raise RefusedError(
            f"{company.key} was merged into {target.key} already",
            hint=f"circo company show {target.key}"
            if target is into
            else f"circo company merge {target.key} {into.key} merges that one",
            code="merged-already",
        )
    if company is into:
        raise RefusedError(
            f"{company.key} cannot be merged into itself",
            hint="circo company duplicates lists companies that are perhaps one",
            code="merge-itself",
        )
    if company.kvk is not None and into.kvk is not None:
        raise RefusedError(
            f"{company.key} has KvK number {company.kvk} and {into.key} has {into.kvk}: two numbers are two companies",
            hint=f'if one number is wrong, clear it first: circo company edit {company.key} --kvk ""',
            code="kvk-differs",
            details=[{"company": each.key, "kvk": each.kvk} for each in (company, into)],
        )


def _move(session: Session, model: Any, company: Company, into: Company) -> int:
    """Give the rows of `model` that belong to `company` to `into`, and return how many there were."""
    rows = session.exec(select(model).where(model.company_id == company.id).order_by(model.id)).all()
    for row in rows:
        row.company_id = identity(into)
    session.flush()
    return len(rows)


def _move_contacts(session: Session, company: Company, into: Company, merged: Merged) -> int:
    """Give the contacts of `company` to `into`; one of a name that is there already becomes one with it."""
    there = {fold(contact.name): contact for contact in reversed(_contacts(session, into))}
    contacts = _contacts(session, company)
    for contact in contacts:
        same = there.get(fold(contact.name))
        if same is None:
            contact.company_id = identity(into)
            there[fold(contact.name)] = contact
        else:
            _join(session, contact, same, merged)
    session.flush()
    return len(contacts)


def _contacts(session: Session, company: Company) -> list[CompanyContact]:
    query = select(CompanyContact).where(CompanyContact.company_id == company.id)
    return list(session.exec(query.order_by(col(CompanyContact.id))))


def _join(session: Session, contact: CompanyContact, same: CompanyContact, merged: Merged) -> None:
    for name in _PERSON:
        mine, theirs = getattr(contact, name), getattr(same, name)
        if theirs is None:
            setattr(same, name, mine)
        elif mine is not None and fold(mine) != fold(theirs):
            merged.left_out.append(f"{same.name} keeps {name} {theirs}; {mine} is left out")
    links = session.execute(
        select(enrolment_contact.c.enrolment_id, enrolment_contact.c.position)
        .where(enrolment_contact.c.contact_id == identity(contact))
        .order_by(enrolment_contact.c.enrolment_id)
    ).all()
    session.execute(delete(enrolment_contact).where(enrolment_contact.c.contact_id == identity(contact)))
    known = set(
        session.execute(
            select(enrolment_contact.c.enrolment_id).where(enrolment_contact.c.contact_id == identity(same))
        ).scalars()
    )
    for enrolment_id, position in links:
        if enrolment_id not in known:
            row = {"enrolment_id": enrolment_id, "contact_id": identity(same), "position": position}
            session.execute(insert(enrolment_contact).values(row))
    session.delete(contact)
    session.flush()


def _fill(session: Session, company: Company, into: Company, merged: Merged) -> None:
    """Fill what `into` lacks; of a place only what does not contradict the rest of it."""
    for name in _SINGLE:
        _take(session, company, into, name, merged)
    if company.kind != into.kind:
        merged.kept.append(f"kind {into.kind} (not {company.kind})")
    if not _place(company):
        return
    if not _place(into):
        into.country = company.country
    elif not _agree(company, into):
        merged.kept.append(f"place {_place(into)} (not {_place(company)})")
        return
    for name in _PLACE:
        _take(session, company, into, name, merged)


def _place(company: Company) -> str:
    """Return where a company is, in words; nothing where only its country is known."""
    known = [value for name in _PLACE if (value := getattr(company, name)) is not None]
    return " ".join([*known, company.country]) if known else ""


def _agree(company: Company, into: Company) -> bool:
    pairs = [(getattr(company, name), getattr(into, name)) for name in ("country", *_PLACE)]
    return all(fold(mine) == fold(theirs) for mine, theirs in pairs if mine is not None and theirs is not None)


def _take(session: Session, company: Company, into: Company, name: str, merged: Merged) -> None:
    value, present = getattr(company, name), getattr(into, name)
    label = name.removesuffix("_id").replace("_", " ")
    if value is None:
        return
    if present is None:
        if name == "kvk":
            company.kvk = None  # a number is of one company at a time
            session.flush()
        setattr(into, name, value)
        merged.filled.append(f"{label} {_shown(session, name, value)}")
    elif present != value:
        merged.kept.append(f"{label} {_shown(session, name, present)} (not {_shown(session, name, value)})")


def _shown(session: Session, name: str, value: Any) -> str:
    return get(session, Hub, value).key if name == "hub_id" else str(value)
