"""Erasing one person wherever he or she stands: in records, as owner, author, actor, and in texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlmodel import col, select

from circo_cli.domain.erasing import Erasure, Forgotten
from circo_cli.domain.forgetting import empty_contact
from circo_cli.errors import RefusedError
from circo_cli.storage import database
from circo_cli.storage.tables import CompanyContact, Trainer

Row = tuple[str, int]
"""A table (company_contact, trainer or hub) and the id of a row."""


def forget_person(
    making: database.Change, *, names: Sequence[str], addresses: Sequence[str], records: Collection[Row]
) -> Forgotten:
    """Erase the person with `names` (one name, in every way in which it was written) and `addresses`.

    `records` are the contacts, trainers and hubs (of which it is or was the lead) that are this person; what else has
    the name is somebody else's record, and stays. A name of one word is looked for only as the whole of a field where
    there is no record: in texts it may mean anybody. Raises `RefusedError` where only the names of things hold it.
    """
    work = Erasure(making, thing="person", owned=[])
    people = [("lead", number) if table == "hub" else (table, number) for table, number in sorted(records)]
    called = work.call([("person", 0), *_with_one_name(making, people)])
    for name in names:
        work.take("person", {"id": 0, "name": name, "email": None})
    for address in addresses:
        work.take("person", {"id": 0, "name": None, "email": address})
    if not records:
        work.keep_single(names)
    work.take_rows({row for row in people if row[0] != "lead"})
    session = making.session
    numbers = {table: [number for each, number in people if each == table] for table in ("company_contact", "trainer")}
    for contact in session.exec(select(CompanyContact).where(col(CompanyContact.id).in_(numbers["company_contact"]))):
        row = ("company_contact", contact.id or 0)
        work.take("company_contact", contact.model_dump())
        empty_contact(contact, work.new[row])
    for trainer in session.exec(select(Trainer).where(col(Trainer.id).in_(numbers["trainer"]))):
        work.take("trainer", trainer.model_dump())
        trainer.key = trainer.name = work.new["trainer", trainer.id or 0]
        trainer.email = None
    forgotten = work.done(Forgotten(called, contacts=len(numbers["company_contact"])))
    if forgotten.named and not (records or forgotten.texts or forgotten.journal):
        person = (*names, *addresses)[0]
        raise RefusedError(
            f"nothing was erased: {person} stands only in the name of the {', the '.join(forgotten.named)}",
            hint="such a name stays; give the thing another one with circo NOUN edit KEY --name NAME",
            code="named-only",
        )
    return forgotten


def _with_one_name(making: database.Change, rows: Iterable[Row]) -> list[Row]:
    """Return the `rows` that can have one name: no two trainers, and no two contacts of a company."""
    found: dict[Row, Row] = {}
    for table, number in rows:
        place = (table, number)
        if table == "trainer":
            place = (table, 0)
        elif table == "company_contact":
            contact = making.session.get(CompanyContact, number)
            place = (table, -number if contact is None else contact.company_id)
        found.setdefault(place, (table, number))
    return list(found.values())
