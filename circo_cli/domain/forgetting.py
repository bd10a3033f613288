"""Erasing companies and people wherever they are named, and keeping what only counts.

What identifies goes: names, keys, numbers, addresses, places, notes. Statistics stay, under the name of nobody
(``forgotten-3``): enrolments with attendance, scores and outcomes, questions, province, kind and role in the chain.
"""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from circo_cli.domain.erasing import FORGOTTEN, Erasure, Forgotten
from circo_cli.domain.lookup import get, identity
from circo_cli.errors import NotFoundError, RefusedError
from circo_cli.storage import database
from circo_cli.storage.tables import Company, CompanyContact, CompanyNote, Theme, Trainer
from circo_cli.values.masking import MARK
from circo_cli.values.text import fold


def forget_company(making: database.Change, *, company_id: int) -> Forgotten:
    """Erase a company with its contacts and notes, and all that was merged into it.

    Raises `RefusedError` for one that was forgotten before.
    """
    session = making.session
    company = get(session, Company, company_id)
    _refuse_again(company.key, "company")
    companies = _with_merged(session, company)
    owned = [identity(each) for each in companies]
    contacts = list(session.exec(select(CompanyContact).where(col(CompanyContact.company_id).in_(owned))))
    notes = list(session.exec(select(CompanyNote).where(col(CompanyNote.company_id).in_(owned))))
    work = Erasure(making, thing="company", owned=owned)
    for each in companies:
        work.take("company", each.model_dump())
    for person in contacts:
        work.take("company_contact", person.model_dump())
    work.take_gone("company", company_id)
    work.take_from_journal(("company", "company_contact"))
    themes = {fold(text) for row in session.exec(select(Theme)) for text in (row.key, row.name_nl, row.name_en) if text}
    for each in companies:
        each.key = each.name = work.new["company", identity(each)]
        each.kvk = each.city = each.postcode = each.website = None
        if each.sector is not None and fold(each.sector) not in themes:
            each.sector = None  # free text, which may say as much as a name
    for person in contacts:
        empty_contact(person, work.new["company_contact", identity(person)])
    for remark in notes:
        remark.text, remark.next_on = MARK, None
    work.themes = themes
    return work.done(Forgotten(work.new["company", company_id], contacts=len(contacts), notes=len(notes)))


def forget_contact(making: database.Change, *, company_id: int, name: str) -> Forgotten:
    """Erase the contact `name` of a company; enrolments go on naming somebody, whom nobody knows.

    One who was removed before is erased from the journal. Raises `NotFoundError` with the contacts there are.
    """
    session = making.session
    company = get(session, Company, company_id)
    _refuse_again(name, "contact")
    contacts = session.exec(
        select(CompanyContact).where(CompanyContact.company_id == company.id).order_by(col(CompanyContact.id))
    ).all()
    found = [contact for contact in contacts if contact.name == name]
    found += [contact for contact in contacts if fold(contact.name) == fold(name)]
    work = Erasure(making, thing="company", owned=[identity(each) for each in _with_merged(session, company)])
    if not found:
        removed = work.contact_in_journal(name)
        if removed is None:
            raise _no_such(
                name, [contact.name for contact in contacts], f"{company.key} has no contact", "its contacts"
            )
        work.take_from_journal(("company_contact",), like=removed)
        return work.done(Forgotten(work.new["company_contact", removed["id"]]))
    contact = found[0]
    work.take("company_contact", contact.model_dump())
    work.take_from_journal(("company_contact",), like=contact.model_dump())
    number = identity(contact)
    empty_contact(contact, work.new["company_contact", number])
    return work.done(Forgotten(contact.name, contacts=1))


def forget_trainer(making: database.Change, *, trainer_id: int) -> Forgotten:
    """Erase a trainer; Tracks go on having one, whom nobody knows.

    Raises `RefusedError` for one who was forgotten before.
    """
    trainer = get(making.session, Trainer, trainer_id)
    _refuse_again(trainer.key, "trainer")
    work = Erasure(making, thing="trainer", owned=[trainer_id])
    work.take("trainer", trainer.model_dump())
    work.take_gone("trainer", trainer_id)
    work.take_from_journal(("trainer",))
    trainer.key = trainer.name = work.new["trainer", trainer_id]
    trainer.email = None
    return work.done(Forgotten(trainer.key))


def forget_removed(making: database.Change, *, noun: str, number: int, key: str) -> Forgotten:
    """Erase a company or a trainer that was removed before, and of which only the journal tells.

    Raises `RefusedError` for one that was forgotten before.
    """
    _refuse_again(key, noun)
    work = Erasure(making, thing=noun, owned=[number])
    work.take_from_journal((noun, "company_contact"))
    return work.done(Forgotten(work.new[noun, number]))


def forget_lead(making: database.Change, *, hub_id: int, key: str, name: str) -> Forgotten:
    """Erase who leads or once led the hub `key`; where it is the lead still, the hub has one whom nobody knows.

    Raises `NotFoundError` with the leads that the hub had.
    """
    work = Erasure(making, thing="hub", owned=[hub_id])
    images = work.states_with_lead()
    found = [image for image in images if fold(image["lead"]) == fold(name)]
    if not found:
        names = list(dict.fromkeys(image["lead"] for image in images))
        raise _no_such(name, names, f"{key} never had the lead", "it had")
    for image in found:
        work.take_lead(image)
    return work.done(Forgotten(work.new["lead", hub_id]))


def _no_such(name: str, names: list[str], what: str, which: str) -> NotFoundError:
    return NotFoundError(
        f"{what} '{name}'", hint=f"{which}: {', '.join(names)}" if names else "circo privacy export NAME", details=names
    )


def _refuse_again(key: str, noun: str) -> None:
    if re.fullmatch(FORGOTTEN, key):
        raise RefusedError(
            f"{key} is a {noun} that was forgotten already", hint=f"circo {noun} list", code="forgotten-already"
        )


def _with_merged(session: Session, company: Company) -> list[Company]:
    """Return a company and all that was merged into it, on whatever way."""
    found = {identity(company): company}
    waiting = [identity(company)]
    while waiting:
        merged = session.exec(select(Company).where(col(Company.merged_into_id).in_(waiting)).order_by(col(Company.id)))
        new = {identity(each): each for each in merged if identity(each) not in found}
        found |= new
        waiting = list(new)
    return list(found.values())


def empty_contact(contact: CompanyContact, name: str) -> None:
    """Leave of a contact nothing but that there is one, called `name`."""
    contact.name = name
    contact.email = contact.phone = contact.role = None
