"""Notes: what was said with a company, mended. `add_note` of contacts makes them."""

from __future__ import annotations

from sqlmodel import Session

from circo_cli.domain.lookup import get
from circo_cli.storage.tables import CompanyNote


def edit_note(session: Session, *, note_id: int, values: dict[str, object]) -> CompanyNote:
    """Change what is in `values` (columns of the note); who wrote it stays."""
    note = get(session, CompanyNote, note_id)
    for name, value in values.items():
        setattr(note, name, value)
    return note
