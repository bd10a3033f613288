"""Notes as they are listed: what was said with companies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key


class NoteRow(NamedTuple):
    """What was said with a company; `next` is when to come back to it."""

    key: str
    company: str
    text: str
    on: str
    next: str | None
    by: str


NOTES = Listing(
    row=NoteRow,
    source="company_note v JOIN company c ON c.id = v.company_id",
    order="v.id DESC",
    columns={"key": "v.id", "company": "c.key", "on": "v.noted_on", "next": "v.next_on", "by": "v.author"},
    converted={"key": lambda number: number_key("note", number)},
)


def list_notes(
    reader: Reader,
    *,
    company_id: int | None = None,
    hub_id: int | None = None,
    note_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[NoteRow]:
    """Return the notes that meet every filter given, the last written first; `hub_id` is the company's home hub.

    `first` and `last` are the days between which it was said, both included.
    """
    filters = Filters()
    filters.add("v.company_id = :company_id", company_id=company_id)
    filters.add("c.hub_id = :hub_id", hub_id=hub_id)
    filters.add("v.id = :note_id", note_id=note_id)
    filters.add("v.noted_on >= :first", first=None if first is None else first.isoformat())
    filters.add("v.noted_on <= :last", last=None if last is None else last.isoformat())
    return NOTES.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def notes_of_company(reader: Reader, company_id: int) -> Sequence[NoteRow]:
    """Return what was said with a company, the latest first."""
    return list_notes(reader, company_id=company_id, paging=Paging("-on")).rows


def show_note(reader: Reader, note_id: int) -> NoteRow:
    """Return one note."""
    return list_notes(reader, note_id=note_id).rows[0]
