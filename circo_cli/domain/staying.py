"""What an erasure leaves standing: names that may be named, and records of others who have the same name."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from shlex import quote

from sqlmodel import Session, col, select

from circo_cli.storage.tables import Company, CompanyContact, Hub, Partner, Theme, Trainer
from circo_cli.values.masking import Erased, Mask
from circo_cli.values.text import fold

Row = tuple[str, int]
"""A table and the id of a row of it."""

_NAMED = {
    "company": ("key", "name"),
    "partner": ("key", "name", "website"),
    "hub": ("key", "name"),
    "theme": ("key", "name_nl", "name_en"),
}


def records_of_others(session: Session, erased: Iterable[Erased], *, new: Container[Row]) -> Iterator[str]:
    """Yield the commands that erase the records of others who have a name or an address of what is erased.

    `new` are the rows that are erased themselves.
    """
    texts = list(erased)
    names = {fold(each.text) for each in texts if each.kind == "name"}
    addresses = {fold(each.text) for each in texts if each.kind == "email"}
    for trainer in session.exec(select(Trainer).order_by(Trainer.key)):
        if ("trainer", trainer.id) not in new and named_so(trainer.name, trainer.email, names, addresses):
            yield f"circo trainer forget {trainer.key}"
    people = select(Company.key, CompanyContact.id, CompanyContact.name, CompanyContact.email)
    of_companies = people.join(Company, col(Company.id) == CompanyContact.company_id)
    for key, number, name, email in session.exec(of_companies.order_by(Company.key, col(CompanyContact.id))):
        if ("company_contact", number) not in new and named_so(name, email, names, addresses):
            yield f"circo contact forget {key} {quote(name)}"
    for key, name, number in session.exec(select(Company.key, Company.name, Company.id).order_by(Company.key)):
        if ("company", number) not in new and fold(name) in names:
            yield f"circo company forget {key}"


def named_after(connection: sqlite3.Connection, mask: Mask, *, new: Container[Row]) -> Iterator[str]:
    """Yield noun and key of everything that is called after what `mask` takes out of texts, and keeps its own name."""
    for table, columns in _NAMED.items():
        named = ", ".join(f'"{column}"' for column in columns)
        for number, key, *texts in connection.execute(f'SELECT id, "key", {named} FROM "{table}" ORDER BY "key"'):
            if (table, number) not in new and any(text is not None and mask.apply(text) != text for text in texts):
                yield f"{table} {key}"


def named_so(name: str, email: str | None, names: set[str], addresses: set[str]) -> bool:
    """Tell whether a person or company has one of the folded `names` or `addresses`."""
    return fold(name) in names or (email is not None and fold(email) in addresses)


def public_names(session: Session) -> Iterator[str]:
    """Yield what may be named: where a company is called so too, texts mean the other."""
    for partner in session.exec(select(Partner)):
        yield from (partner.key, partner.name)
    for hub in session.exec(select(Hub)):
        yield from (hub.key, hub.name)
    for theme in session.exec(select(Theme)):
        yield from (text for text in (theme.key, theme.name_nl, theme.name_en) if text)
