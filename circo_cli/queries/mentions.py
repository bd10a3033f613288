"""Where a person is named: in every text of the tables, and in what the journal remembers of every row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from circo_cli.queries.history import UNTOLD, named
from circo_cli.storage.reader import Reader
from circo_cli.storage.row_changes import RowChange, read_row
from circo_cli.storage.scrubbing import BESIDE, NAMES, TEXTS, sieve
from circo_cli.storage.things import key_of
from circo_cli.values.keys import number_key
from circo_cli.values.masking import Mask
from circo_cli.values.text import fold

OWNERS: Mapping[str, tuple[str, str]] = {
    "company": ("company", "id"),
    "company_contact": ("company", "company_id"),
    "hub": ("hub", "id"),
    "hub_stage": ("hub", "hub_id"),
    "hub_step": ("hub", "hub_id"),
    "goal": ("goal", "id"),
    "track": ("track", "id"),
    "track_session": ("track", "track_id"),
    "cancelled_session": ("track", "track_id"),
    "company_note": ("note", "id"),
    "enrolment": ("enrolment", "id"),
    "question": ("question", "id"),
    "question_answer": ("question", "question_id"),
    "question_topic": ("question", "question_id"),
    "insight": ("insight", "id"),
    "insight_version": ("insight", "insight_id"),
    "insight_comment": ("insight", "insight_id"),
    "insight_topic": ("insight", "insight_id"),
    "digest_file": ("digest", "digest_id"),
    "change": ("change", "id"),
}
"""Table with texts → the noun that a text is found under, and the column with its id."""

_PEOPLE = ("company_contact", "trainer")
_WHO = ("name", "email")


class Mention(NamedTuple):
    """A text that names a person."""

    kind: str
    key: str
    field: str
    text: str


class Place(NamedTuple):
    """Where somebody or something is named: a field of a thing; of a ``journal`` entry, the key is the change."""

    kind: str
    key: str
    field: str


class Trace(NamedTuple):
    """What the journal remembers of a person: a field of a thing before and after a change."""

    key: str
    at: str
    actor: str
    command: str
    thing: str
    field: str
    before: Any
    after: Any


def list_mentions(reader: Reader, mask: Mask) -> list[Mention]:
    """Return every text that names who `mask` takes out of texts; not the fields that hold nothing but a name."""
    found = []
    for table, columns in (TEXTS | BESIDE).items():
        noun, owner = OWNERS[table]
        texts = [column for column in columns if column not in NAMES]
        for number, *values in _sifted(reader, mask, table, owner, texts):
            for column, text in zip(texts, values, strict=True):
                if text is not None and _names(mask, text):
                    found.append(Mention(noun, key_of(reader, noun, number), _field(table, noun, column), text))
    return found


def list_places(reader: Reader, mask: Mask) -> list[Place]:
    """Return every field of the tables that names who `mask` takes out, also those that hold nothing but a name."""
    found = []
    for table, columns in (TEXTS | BESIDE).items():
        noun, owner = OWNERS[table]
        for number, *values in _sifted(reader, mask, table, owner, columns):
            for column, text in zip(columns, values, strict=True):
                if text is not None and mask.may_touch(text) and mask.person(text) != text:
                    found.append(Place(noun, key_of(reader, noun, number), _field(table, noun, column)))
    return found


def _sifted(reader: Reader, mask: Mask, table: str, owner: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the owner's id and the texts of the rows that could name whom `mask` takes out."""
    if columns:
        condition, values = sieve(mask, columns)
        yield from reader.each(table, (owner, *columns), where=condition, values=values)


def _field(table: str, noun: str, column: str) -> str:
    return column if table in (noun, f"company_{noun}") else f"{table}.{column}"


def list_traces(reader: Reader, mask: Mask, *, known: Collection[str]) -> list[Trace]:
    """Return what the journal remembers of who `mask` takes out of texts, the earliest first.

    Of a contact or a trainer who has one of the `known` names and addresses (folded) that is every field, of other
    things each field that names the person.
    """
    found = []
    changes: dict[int, tuple[str, str, str]] = {}
    columns = ("change_id", "table_name", "thing", "thing_id", "before", "after")
    condition, values = sieve(mask, ("before", "after"))
    entries = reader.each("change_row", columns, where=condition, values=values)
    for number, table, thing, thing_id, before, after in entries:
        if not any(text is not None and mask.may_touch(text) for text in (before, after)):
            continue
        row = read_row(table, thing, thing_id, before, after)
        for field, old, new in _fields(row, mask, known):
            if number not in changes:
                changes[number] = reader.rows('SELECT at, actor, command FROM "change" WHERE id = :id', {"id": number})[
                    0
                ]
            told = field if table == thing else f"{table}.{field}"
            both = (named(reader, table, field, old), named(reader, table, field, new))
            key = key_of(reader, thing, thing_id)
            found.append(Trace(number_key("change", number), *changes[number], key, told.removesuffix("_id"), *both))
    return found


def _fields(row: RowChange, mask: Mask, known: Collection[str]) -> Iterator[tuple[str, Any, Any]]:
    if row.table in _PEOPLE:
        images = [image for image in (row.before, row.after) if image is not None]
        if any(fold(image[name] or "") in known for image in images for name in _WHO):
            yield from (each for each in row.fields() if each[0] not in UNTOLD)
        return  # somebody else, whose name may begin alike
    for name, old, new in row.fields():
        if name not in UNTOLD and any(isinstance(each, str) and _names(mask, each) for each in (old, new)):
            yield name, old, new


def _names(mask: Mask, text: str) -> bool:
    return mask.may_touch(text) and mask.apply(text) != text
