"""One erasure: what is gathered of a company or a person, and taken out of every table, text and journal entry."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from circo_cli.domain.staying import named_after, named_so, public_names, records_of_others
from circo_cli.storage import database
from circo_cli.storage.erasure import mark_pending
from circo_cli.storage.row_changes import Image
from circo_cli.storage.scrubbing import NAMES, TEXTS, scrub_journal, scrub_texts
from circo_cli.storage.search.index import rebuild_index
from circo_cli.storage.tables import Hub
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

    single: tuple[str, ...] = ()
    """Names of one word that stand in no record, and may mean others in texts: they stay there."""

    others: tuple[str, ...] = ()
    """Records of others with the same name or address, which stay, each with the command that erases it."""

    named: tuple[str, ...] = ()
    """Companies, partners, hubs and themes whose own name, key or address has it in it, and stays: noun and key."""

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
        return self.mask is not None and self.mask.person(text) != text


class Erasure:
    """One erasure: what is gathered of it, first in the tables and then in the journal, and taken out everywhere."""

    def __init__(self, making: database.Change, *, thing: str, owned: list[int]) -> None:
        self.making = making
        self.thing, self.owned = thing, owned
        self.new: dict[tuple[str, int], str] = {}
        """What each row (table, id) that is named is called from now on."""
        self.single: set[str] = set()
        """Names (folded) that are looked for only where they are the whole of a field."""
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
            if gone not in self.owned and named_so(image["name"], image.get("email"), names, addresses):
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

    def call(self, rows: Iterable[tuple[str, int]]) -> str:
        """Give all `rows` (table, id) one name from now on, for they are one person; return it."""
        name = f"forgotten-{self._next}"
        self._next += 1
        self.new.update(dict.fromkeys(rows, name))
        return name

    def keep_single(self, names: Iterable[str]) -> None:
        """Leave those of `names` in texts that are one word: there they may mean anybody."""
        self.single = {fold(name) for name in names if len(name.split()) == 1}

    def take_rows(self, rows: Collection[tuple[str, int]]) -> None:
        """Take note of what the journal remembers of contacts and trainers (table, id)."""
        found = self.making.connection.execute(
            """SELECT table_name, before, after FROM change_row
                WHERE table_name IN ('company_contact', 'trainer') ORDER BY id"""
        )
        for table, *texts in found:
            for image in (json.loads(text) for text in texts if text is not None):
                if (table, image["id"]) in rows:
                    if not self._is_there(table, image["id"]):
                        self.gone.add((table, image["id"]))
                    self.take(table, image)

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
        public = {fold(text) for text in public_names(session)}
        named = [each for each in self._erased if each.kind in ("name", "key")]
        staying = {each for each in named if fold(each.text) in public}
        single = {each for each in named if fold(each.text) in self.single} - staying
        short = {each for each in named if len(each.text) < _SHORTEST} | single
        short -= staying
        sought = [each for each in dict.fromkeys(self._erased) if each not in staying | short]
        people = {name: new for name, new in self._people.items() if name not in public}
        mask, summaries = Mask(sought, people=people), Mask([*sought, *short], people=people)
        forgotten.files = tuple(
            path for (path,) in connection.execute("SELECT DISTINCT path FROM digest_file ORDER BY path")
        )
        forgotten.others = tuple(records_of_others(session, self._erased, new=self.new))
        forgotten.named = tuple(named_after(connection, mask, new=self.new))
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
        forgotten.short = tuple(sorted({each.text for each in short - single if each.kind == "name"}))
        forgotten.single = tuple(sorted({each.text for each in single}))
        forgotten.shared, forgotten.mask = tuple(self._shared), mask
        # Of a name that is looked for only where it is a whole field, the journal of a backup tells between quotes.
        forgotten.spellings = (
            *(each.text for each in sought),
            *(json.dumps(each.text, ensure_ascii=False) for each in short),
        )
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


def _same_person(image: Image, like: Image) -> bool:
    return fold(image["name"]) == fold(like["name"]) or (
        image["email"] is not None and like["email"] is not None and fold(image["email"]) == fold(like["email"])
    )


def _next_number(connection: sqlite3.Connection) -> int:
    """Return the number after the highest that anything forgotten ever had."""
    queries = (
        "SELECT key FROM company WHERE key LIKE 'forgotten-%'",
        "SELECT key FROM trainer WHERE key LIKE 'forgotten-%'",
        "SELECT name FROM company_contact WHERE name LIKE 'forgotten-%'",
        "SELECT before FROM change_row WHERE before LIKE '%forgotten-%'",
        "SELECT after FROM change_row WHERE after LIKE '%forgotten-%'",
    )
    who = [
        f"SELECT {column} FROM \"{table}\" WHERE {column} LIKE 'forgotten-%'"
        for table, columns in TEXTS.items()
        for column in columns
        if column in NAMES
    ]
    texts = (row[0] for query in (*queries, *who) for row in connection.execute(query))
    return 1 + max((int(number) for text in texts for number in re.findall(FORGOTTEN, text)), default=0)
