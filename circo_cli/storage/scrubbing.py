"""Taking erased texts out of every row and every image of a row that the journal holds.

It runs inside the transaction of the erasure itself, whose own journal is scrubbed along. Rows and images are treated
alike, so that later changes of what was only touched in passing can still be undone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from circo_cli.storage.row_changes import Image
from circo_cli.values.masking import Mask

TEXTS: dict[str, tuple[str, ...]] = {
    "hub": ("lead", "lead_email"),
    "hub_stage": ("reason", "actor"),
    "hub_step": ("note",),
    "goal": ("note",),
    "track": ("title", "location", "reason"),
    "track_session": ("location",),
    "cancelled_session": ("location",),
    "company_note": ("text", "author"),
    "enrolment": ("proposition", "reason"),
    "question": ("text", "shared_text", "owner", "referred_text", "reason"),
    "question_answer": ("text", "author"),
    "question_topic": ("topic",),
    "insight": ("title", "body"),
    "insight_version": ("title", "body", "author"),
    "insight_comment": ("text", "author"),
    "insight_topic": ("topic",),
    "digest_file": ("path",),
    "change": ("actor", "summary"),
}
"""Where people write freely, or are named: table → columns."""

RECORDS = ("company", "company_contact", "trainer")
"""Tables whose rows are themselves about a company or a person: another one of the same name stays."""

OWN = (*RECORDS, "company_note")
"""Tables with rows that an erasure empties, and that nothing may fill again."""

BESIDE: dict[str, tuple[str, ...]] = {"company": ("sector", "city", "website"), "company_contact": ("role",)}
"""Columns of the records of others where somebody else can be named: table → columns."""

NAMES = ("lead", "owner", "author", "actor")
"""Columns that hold nothing but the name of a person."""

Blank = Callable[[str, Image], dict[str, Any] | None]
"""Returns the image of a row of what is erased without what is personal; None for other rows."""


def sieve(mask: Mask, columns: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return the condition, and its values, of rows of which one of `columns` could hold what `mask` knows.

    SQLite sifts a hundred texts in the time in which one is fetched and folded. What is not ASCII is folded all the
    same: a letter with an accent is another one there.
    """
    sieves = mask.sieves()
    if sieves is None:
        return "1 = 1", {}
    values: dict[str, str] = {}
    parts = []
    for column in columns:
        parts.append(f'length("{column}") <> length(CAST("{column}" AS BLOB))')
        for number, texts in enumerate(sieves):
            names = [f"sieve_{number}_{place}" for place in range(len(texts))]
            values.update(zip(names, (f"%{text}%" for text in texts), strict=True))
            parts.append("(" + " AND ".join(f'"{column}" LIKE :{name}' for name in names) + ")")
    return f"({' OR '.join(parts)})", values


def scrub_texts(connection: sqlite3.Connection, mask: Mask, *, summaries: Mask) -> dict[str, int]:
    """Take what `mask` knows out of every text of the database; return in how many rows of each table it stood.

    `summaries` is for what circo itself wrote about changes.
    """
    touched = {}
    masks = {"change": summaries}
    for table, columns in (TEXTS | BESIDE).items():
        own = masks.get(table, mask)
        named = ", ".join(f'"{column}"' for column in columns)
        updates = []
        condition, sifted = sieve(own, columns)
        for rowid, *values in connection.execute(f'SELECT rowid, {named} FROM "{table}" WHERE {condition}', sifted):
            if not any(isinstance(value, str) and own.may_touch(value) for value in values):
                continue
            row = dict(zip(columns, values, strict=True))
            new = _scrubbed(own, table, row)
            if new != row:
                updates.append((*new.values(), rowid))
        assigned = ", ".join(f'"{column}" = ?' for column in columns)
        # Two topics that were nothing but names become one.
        connection.executemany(f'UPDATE OR REPLACE "{table}" SET {assigned} WHERE rowid = ?', updates)
        if updates:
            touched[table] = len(updates)
    return touched


def scrub_journal(connection: sqlite3.Connection, mask: Mask, blank: Blank, *, own: int) -> int:
    """Take what is erased out of the journal; return how many of its entries held any of it.

    Of `own`, the change that erases, only what happened to the erased rows themselves stays.
    """
    updates, empty = [], []
    condition, sifted = sieve(mask, ("before", "after"))
    tables = ", ".join(f"'{table}'" for table in OWN)
    found = connection.execute(
        f"""SELECT id, change_id, table_name, before, after FROM change_row
             WHERE table_name IN ({tables}) OR {condition}""",
        sifted,
    )
    for number, change_id, table, *texts in found:
        if table not in OWN and not any(text is not None and mask.may_touch(text) for text in texts):
            continue
        images = [None if text is None else json.loads(text) for text in texts]
        new = [None if image is None else _clean(connection, mask, blank, table, image) for image in images]
        if change_id == own and table not in OWN and new[0] == new[1]:
            empty.append((number,))
        elif new != images:
            updates.append((*map(_written, new), number))
    connection.executemany("UPDATE change_row SET before = ?, after = ? WHERE id = ?", updates)
    connection.executemany("DELETE FROM change_row WHERE id = ?", empty)
    return len(updates)


def _clean(
    connection: sqlite3.Connection, mask: Mask, blank: Blank, table: str, image: dict[str, Any]
) -> dict[str, Any]:
    blanked = blank(table, image)
    if blanked is not None:
        return blanked
    if table in RECORDS:
        if connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (image["id"],)).fetchone():
            return _scrubbed(mask, table, image)  # somebody else, who is still there
        return {name: mask.apply(value) if isinstance(value, str) else value for name, value in image.items()}
    return _scrubbed(mask, table, image)


def _scrubbed(mask: Mask, table: str, row: Image) -> dict[str, Any]:
    new = {**row, **dict(_masked(mask, table, row))}
    if table == "hub" and any(new.get(name) != row.get(name) for name in ("lead", "lead_email")):
        new["lead_email"] = None  # the address is the lead's
    return new


def _masked(mask: Mask, table: str, row: Image) -> Iterator[tuple[str, str]]:
    for column in (*TEXTS.get(table, ()), *BESIDE.get(table, ())):
        value = row.get(column)
        if isinstance(value, str):
            yield column, mask.person(value) if column in NAMES else mask.apply(value)


def _written(image: Image | None) -> str | None:
    """Return an image as SQLite itself writes it."""
    return None if image is None else json.dumps(image, ensure_ascii=False, separators=(",", ":"))
