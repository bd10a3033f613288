"""The people at a company, and what was said with it."""

from __future__ import annotations

from datetime import date
from shlex import quote

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get
from circo_cli.errors import NotFoundError, RefusedError, UsageError
from circo_cli.storage.tables import Company, CompanyContact, CompanyNote, Enrolment, enrolment_contact
from circo_cli.values.keys import number_key
from circo_cli.values.text import fold


def set_contact(
    session: Session, *, company_id: int, name: str, values: dict[str, str | None]
) -> tuple[Company, CompanyContact, bool]:
    """Add the contact `name` of a company, or change what is in `values` (email, phone, role) of it.

    Returns also whether it is new. Raises `UsageError` for one that is there, and of which nothing is to change.
    """
    company = get(session, Company, company_id)
    contact = _contact(session, company_id, name)
    new = contact is None
    if contact is not None and not values:
        raise UsageError(
            f"{contact.name} is a contact of {company.key} already",
            hint=f"circo company contact {company.key} {quote(contact.name)} --email E, "
            "--phone P or --role T changes one",
            code="nothing",
        )
    if contact is None:
        contact = CompanyContact(company_id=company_id, name=name)
    for field, value in values.items():
        setattr(contact, field, value)
    session.add(contact)
    return company, contact, new


def remove_contact(session: Session, *, company_id: int, name: str) -> tuple[Company, str]:
    """Remove the contact `name` of a company and return the name as it was written.

    Raises `NotFoundError` with the contacts there are, or `RefusedError` while enrolments name the contact.
    """
    company = get(session, Company, company_id)
    contact = _contact(session, company_id, name)
    if contact is None:
        names = list(session.exec(select(CompanyContact.name).where(CompanyContact.company_id == company_id)))
        raise NotFoundError(
            f"{company.key} has no contact '{name}'",
            hint=f"its contacts: {', '.join(names)}" if names else f"circo company contact {company.key} NAME adds one",
            details=names,
        )
    numbers = session.exec(
        select(Enrolment.id)
        .join(enrolment_contact, enrolment_contact.c.enrolment_id == Enrolment.id)
        .where(enrolment_contact.c.contact_id == contact.id)
        .order_by(col(Enrolment.id))
    ).all()
    if numbers:
        keys = [number_key("enrolment", number) for number in numbers if number is not None]
        raise RefusedError(
            f"{contact.name} is the contact of {', '.join(keys)}",
            hint=f'name another there first: circo enrolment edit {keys[0]} --contact ""',
            code="in-use",
            details=keys,
        )
    session.delete(contact)
    return company, contact.name


def _contact(session: Session, company_id: int, name: str) -> CompanyContact | None:
    contacts = session.exec(
        select(CompanyContact).where(CompanyContact.company_id == company_id).order_by(col(CompanyContact.id))
    ).all()
    exact = [contact for contact in contacts if contact.name == name]
    near = [contact for contact in contacts if fold(contact.name) == fold(name)]
    return next(iter(exact or near), None)


def add_note(
    session: Session, *, company_id: int, text: str, on: date, next_on: date | None, today: date, actor: str
) -> tuple[Company, CompanyNote]:
    """Note what was said with a company, and when to come back to it: by `today`, a follow-up is due at once.

    Raises `UsageError` for a note of what is still to be said, and for coming back before it was said.
    """
    company = get(session, Company, company_id)
    if on > today:
        raise UsageError(
            f"--on: {on} is still to come, and a note is of what was said",
            hint=f"when to come back to it is --next {on}",
            code="period",
        )
    if next_on is not None and next_on < on:
        raise UsageError(
            f"--next: {next_on} lies before {on}, when it was said",
            hint="give --next a later date, or leave it out",
            code="period",
        )
    remark = CompanyNote(
        company_id=company_id,
        text=text,
        noted_on=on.isoformat(),
        next_on=None if next_on is None else next_on.isoformat(),
        author=actor,
    )
    session.add(remark)
    return company, remark
