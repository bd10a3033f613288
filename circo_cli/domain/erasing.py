"""One erasure: what is gathered of a company or a person, and taken out of every table, text and journal entry."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from circo_cli.storage import database
from circo_cli.storage.erasure import mark_pending
from circo_cli.storage.row_changes import Image
from circo_cli.storage.scrubbing import scrub_journal, scrub_texts
from circo_cli.storage.search.index import rebuild_index
from circo_cli.storage.tables import Company, CompanyContact, Hub, Partner, Theme, Trainer
from circo_cli.values.domains import domain_of_website
from circo_cli.values.masking import MARK, Erased, Mask
from circo_cli.values.text import fold

FORGOTTEN = r"forgotten-([0-9]{1,9})"
_SHORTEST = 3
_KINDS = {"name": "name", "key": "key", "email": "email", "phone": "phone", "website": "address", "kvk": "phone"}
"""Columns whose texts are looked for everywhere, and what they are; a number is a number, whatever it is for."""


@dataclass
class Forgotten:
    """What an erasure came to."""

    key: str
    """What the thing is called from now on."""

    texts: dict[str, int] = field(default_factory=dict)
    """In how many rows of each table it was named."""

    contacts: int = 0
    notes: int = 0
    journal: int = 0
    """How many entries of the journal held any of it."""

    spellings: tuple[str, ...] = ()
    """Every text that was erased, as it was written."""

    public: tuple[str, ...] = ()
    """Names that are a partner's, hub's or theme's too, and so stay in texts."""

    short: tuple[str, ...] = ()
    """Names so short that words of others would go with them: they stay in texts."""

    others: tuple[str, ...] = ()
    """Records of others with the same name or address, which stay, each with the command that erases it."""

    leads: tuple[str, ...] = ()
    """Hubs whose lead it was."""

    shared: tuple[str, ...] = ()
    """Addresses of hubs whose lead it was that somebody else has too, and so stay."""

    files: tuple[str, ...] = ()
    """Digests that were exported before, which cannot be reached."""

    mask: Mask | None = None
    """Takes what was erased out of a text."""

    def named_in(self, text: str) -> bool:
        """Tell whether `text` names what was erased, in any way of writing."""
        return self.mask is not None and self.mask.apply(text) != text


class Erasure:
    """One erasure: what is gathered of it, first in the tables and then in the journal, and taken out everywhere."""

    def __init__(self, making: database.Change, *, thing: str, owned: list[int]) -> None:
        self.making = making
        self.thing, self.owned = thing, owned
        self.new: dict[tuple[str, int], str] = {}
        """What each row (table, id) that is named is called from now on."""
        self.themes: set[str] = set()
        self.gone: set[tuple[str, int]] = set()
        """Rows (table, id) that were removed before: an undo may bring them back, under the new name."""
        self._erased: list[Erased] = []
        self._shared: dict[str, None] = {}
        self._people: dict[str, str] = {}
        self._next = _next_number(making.connection)

    def take(self, table: str, image: Image) -> None:
        """Take note of a row, or of what the journal remembers of it."""
        name = self.new.get((table, image["id"]))
        if name is None:
            name = self.new[table, image["id"]] = f"forgotten-{self._next}"
            self._next += 1
        for column, kind in _KINDS.items():
            text = image.get(column)
            if not text or text in self.new.values() or text == MARK:
                continue
            if column == "name" and image.get("kind") == "municipality":
                text = f"gemeente {fold(text).removeprefix('gemeente ')}"
            self._erased.append(Erased(text, kind, name) if kind == "key" else Erased(text, kind))
            domain = domain_of_website(text) if column == "website" else None
            if domain is not None:
                self._erased.append(Erased(domain, "address"))
            if column == "name" and table != "company":
                self._people[fold(text)] = name

    def take_gone(self, table: str, number: int) -> None:
        """Take note of those that were removed and had the name or address of the thing: it was there before."""
        names = {fold(each.text) for each in self._erased if each.kind == "name"}
        addresses = {fold(each.text) for each in self._erased if each.kind == "email"}
        found = self.making.connection.execute(
            f"""SELECT thing_id, coalesce(before, after) FROM change_row
                 WHERE thing = :table AND table_name = :table
                   AND thing_id NOT IN (SELECT id FROM "{table}") ORDER BY id""",
            {"table": table},
        )
        for gone, text in found.fetchall():
            image = json.loads(text)
            if gone not in self.owned and _named_so(image["name"], image.get("email"), names, addresses):
                self.owned.append(gone)
                self.new[table, gone] = self.new[table, number]

    def take_lead(self, image: Image) -> None:
        """Take note of who leads or led a hub; an address that somebody else has too is the hub's own, and stays."""
        address = image["lead_email"]
        if address is not None and self._has_other(address, fold(image["lead"])):
            self._shared[address] = None
            address = None
        self.take("lead", {"id": image["id"], "name": image["lead"], "email": address})

    def take_namesakes(self) -> None:
        """Take note of what else is known of the people: as leads of hubs, and as contacts and trainers of before.

        A contact or trainer of that name who is still there may be somebody else, and stays.
        """
        people = dict(self._people)
        present = self.making.connection.execute("SELECT id, lead, lead_email FROM hub ORDER BY id")
        images = [("hub", dict(zip(("id", "lead", "lead_email"), row, strict=True))) for row in present.fetchall()]
        found = self.making.connection.execute(
            """SELECT table_name, before, after FROM change_row
                WHERE table_name IN ('hub', 'company_contact', 'trainer') ORDER BY id"""
        )
        for table, *texts in found.fetchall():
            images += [(table, json.loads(text)) for text in texts if text is not None]
        for table, image in images:
            name = people.get(fold(image["lead" if table == "hub" else "name"] or ""))
            if name is None:
                continue
            if table == "hub":
                self.new.setdefault(("lead", image["id"]), name)
                self.take_lead(image)
            elif (table, image["id"]) not in self.new and not self._is_there(table, image["id"]):
                self.gone.add((table, image["id"]))
                self.new[table, image["id"]] = name
            if (table, image["id"]) in self.gone:
                self.take(table, image)

    def _is_there(self, table: str, number: int) -> bool:
        found = self.making.connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (number,)).fetchone()
        return found is not None

    def _has_other(self, address: str, name: str) -> bool:
        """Tell whether somebody else than `name` has an e-mail address now."""
        having = self.making.connection.execute(
            """SELECT lead, lead_email FROM hub WHERE lead_email IS NOT NULL
               UNION SELECT name, email FROM trainer WHERE email IS NOT NULL
               UNION SELECT name, email FROM company_contact WHERE email IS NOT NULL"""
        )
        return any(
            fold(theirs) == fold(address) and (other is None or fold(other) not in (name, *self._people))
            for other, theirs in having.fetchall()
        )

    def take_from_journal(self, tables: Iterable[str], *, like: Image | None = None) -> None:
        """Take note of what the journal remembers of the thing; `like` a person, only of him or her."""
        for table, image in self._images(tables):
            if like is None or image["id"] == like["id"] or _same_person(image, like):
                if not self._is_there(table, image["id"]):
                    self.gone.add((table, image["id"]))
                self.take(table, image)

    def contact_in_journal(self, name: str) -> Image | None:
        """Return the last that the journal remembers of a contact called `name` who was removed, or None."""
        images = [image for _, image in self._images(("company_contact",)) if fold(image["name"]) == fold(name)]
        return images[-1] if images else None

    def states_with_lead(self) -> list[Image]:
        """Return every state of a hub that had a lead, as the journal remembers it and as it is."""
        images = [image for _, image in self._images(("hub",))]
        images += [hub.model_dump() for hub in self.making.session.exec(select(Hub).where(col(Hub.id).in_(self.owned)))]
        return [image for image in images if image["lead"] is not None]

    def _images(self, tables: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        wanted = set(tables)
        for number in self.owned:
            found = self.making.connection.execute(
                "SELECT table_name, before, after FROM change_row WHERE thing = ? AND thing_id = ? ORDER BY id",
                (self.thing, number),
            )
            for table, *texts in found.fetchall():
                yield from ((table, json.loads(text)) for text in texts if text is not None and table in wanted)

    def done(self, forgotten: Forgotten) -> Forgotten:
        """Take everything out of all texts and the journal, and leave the mark that the file is to be written anew."""
        session, connection = self.making.session, self.making.connection
        session.flush()
        self.take_namesakes()
        public = {fold(text) for text in _public_names(session)}
        named = [each for each in self._erased if each.kind in ("name", "key")]
        staying = {each for each in named if fold(each.text) in public}
        short = {each for each in named if len(each.text) < _SHORTEST} - staying
        sought = [each for each in dict.fromkeys(self._erased) if each not in staying | short]
        mask = Mask(sought, people=self._people)
        summaries = Mask([*sought, *short], people=self._people)
        forgotten.files = tuple(
            path for (path,) in connection.execute("SELECT DISTINCT path FROM digest_file ORDER BY path")
        )
        forgotten.others = tuple(self._others())
        forgotten.leads = tuple(
            key
            for key, *texts in connection.execute("SELECT key, lead, lead_email FROM hub ORDER BY key")
            if any(text is not None and mask.person(text) != text for text in texts)
        )
        forgotten.texts = scrub_texts(connection, mask, summaries=summaries)
        forgotten.journal = scrub_journal(connection, mask, self._blank, own=self.making.number)
        rebuild_index(connection)  # what was taken out of it still stands in its segments
        mark_pending(connection, self.making.number)
        self.making.erases = True
        session.expire_all()
        forgotten.public = tuple(sorted({each.text for each in staying if each.kind == "name"}))
        forgotten.short = tuple(sorted({each.text for each in short if each.kind == "name"}))
        forgotten.shared, forgotten.mask = tuple(self._shared), mask
        forgotten.spellings = tuple(each.text for each in sought)
        return forgotten

    def _blank(self, table: str, image: Image) -> dict[str, Any] | None:
        """Return the image of a row that is erased without what is personal, or None for other rows."""
        if table == "company_note":
            own = self._is_own_note(image)
            return {**image, "text": MARK, "author": image["author"]} if own else None
        name = self.new.get((table, image.get("id", 0)))
        if name is None:
            return None
        if image["name"] == name:
            return dict(image)  # what it is from now on
        blanked = {**image, "name": name if (table, image["id"]) in self.gone else MARK}
        for column in ("kvk", "city", "postcode", "website", "email", "phone"):
            if column in image:
                blanked[column] = None
        if "key" in image:
            blanked["key"] = name
        if "role" in image:
            blanked["role"] = None
        if image.get("sector") is not None and fold(image["sector"]) not in self.themes:
            blanked["sector"] = None
        return blanked

    def _is_own_note(self, image: Image) -> bool:
        return self.thing == "company" and ("company", image["company_id"]) in self.new

    def _others(self) -> Iterator[str]:
        """Yield the commands that erase the records of others who have a name or an address of what is erased."""
        names = {fold(each.text) for each in self._erased if each.kind == "name"}
        addresses = {fold(each.text) for each in self._erased if each.kind == "email"}
        session = self.making.session
        for trainer in session.exec(select(Trainer).order_by(Trainer.key)):
            if ("trainer", trainer.id) not in self.new and _named_so(trainer.name, trainer.email, names, addresses):
                yield f"circo trainer forget {trainer.key}"
        people = select(Company.key, CompanyContact.id, CompanyContact.name, CompanyContact.email)
        of_companies = people.join(Company, col(Company.id) == CompanyContact.company_id)
        for key, number, name, email in session.exec(of_companies.order_by(Company.key, col(CompanyContact.id))):
            if ("company_contact", number) not in self.new and _named_so(name, email, names, addresses):
                yield f'circo contact forget {key} "{name}"'
        for key, name, number in session.exec(select(Company.key, Company.name, Company.id).order_by(Company.key)):
            if ("company", number) not in self.new and fold(name) in names:
                yield f"circo company forget {key}"


def _named_so(name: str, email: str | None, names: set[str], addresses: set[str]) -> bool:
    return fold(name) in names or (email is not None and fold(email) in addresses)


def _same_person(image: Image, like: Image) -> bool:
    return fold(image["name"]) == fold(like["name"]) or (
        image["email"] is not None and like["email"] is not None and fold(image["email"]) == fold(like["email"])
    )


def _public_names(session: Session) -> Iterator[str]:
    """Yield what may be named: where a company is called so too, texts mean the other."""
    for partner in session.exec(select(Partner)):
        yield from (partner.key, partner.name)
    for hub in session.exec(select(Hub)):
        yield from (hub.key, hub.name)
    for theme in session.exec(select(Theme)):
        yield from (text for text in (theme.key, theme.name_nl, theme.name_en) if text)


def _next_number(connection: sqlite3.Connection) -> int:
    """Return the number after the highest that anything forgotten ever had."""
    queries = (
        "SELECT key FROM company WHERE key LIKE 'forgotten-%'",
        "SELECT key FROM trainer WHERE key LIKE 'forgotten-%'",
        "SELECT name FROM company_contact WHERE name LIKE 'forgotten-%'",
        "SELECT lead FROM hub WHERE lead LIKE 'forgotten-%'",
        "SELECT before FROM change_row WHERE before LIKE '%forgotten-%'",
        "SELECT after FROM change_row WHERE after LIKE '%forgotten-%'",
    )
    texts = (row[0] for query in queries for row in connection.execute(query))
    return 1 + max((int(number) for text in texts for number in re.findall(FORGOTTEN, text)), default=0)
