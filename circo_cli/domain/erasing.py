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

    files: tuple[str, ...] = ()
    """Digests that were exported before, which cannot be reached."""


class Erasure:
    """One erasure: what is gathered of it, first in the tables and then in the journal, and taken out everywhere."""

    def __init__(self, making: database.Change, *, thing: str, owned: list[int]) -> None:
        self.making = making
        self.thing, self.owned = thing, owned
        self.new: dict[tuple[str, int], str] = {}
        """What each row (table, id) that is named is called from now on."""
        self.themes: set[str] = set()
        self._erased: list[Erased] = []
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

    def take_from_journal(self, tables: Iterable[str], *, like: Image | None = None) -> None:
        """Take note of what the journal remembers of the thing; `like` a person, only of him or her."""
        for table, image in self._images(tables):
            if like is None or image["id"] == like["id"] or _same_person(image, like):
                self.take(table, image)

    def _images(self, tables: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        wanted = set(tables)
        for number in self.owned:
            found = self.making.connection.execute(
                "SELECT table_name, before, after FROM change_row WHERE thing = ? AND thing_id = ? ORDER BY id",
                (self.thing, number),
            )
            for table, *texts in found.fetchall():
                yield from ((table, json.loads(text)) for text in texts if text is not None and table in wanted)

    def done(self, forgotten: Forgotten, *, called: int) -> Forgotten:
        """Take everything out of all texts and the journal, and leave the mark that the file is to be written anew."""
        session, connection = self.making.session, self.making.connection
        session.flush()
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
        session.expire_all()
        forgotten.public = tuple(sorted({each.text for each in staying if each.kind == "name"}))
        forgotten.short = tuple(sorted({each.text for each in short if each.kind == "name"}))
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
        blanked = {**image, "name": MARK}
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
