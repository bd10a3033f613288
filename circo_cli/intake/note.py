"""What was said with companies, from a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.note import edit_note
from circo_cli.intake.cells import day, line, prose, reference
from circo_cli.intake.known import Known
from circo_cli.intake.mapping import BadValueError, Column, Row
from circo_cli.intake.named import KeyedImporter, as_listed
from circo_cli.queries.note import NOTES
from circo_cli.storage.tables import CompanyNote

_COLUMNS = {"text": "text", "on": "noted_on", "next": "next_on", "by": "author"}
"""Fields, and where they are stored."""


class NoteImporter(KeyedImporter):
    """Notes: by key, else by company, text and day."""

    noun = "note"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code", "nummer")),
        Column(
            "company",
            reference("company"),
            ("bedrijf", "bedrijfsnaam", "kvk", "kvk-nummer", "organisatie", "company name", "organisation"),
            required=True,
        ),
        Column("text", prose, ("tekst", "notitie", "opmerking", "verslag", "note", "remark"), required=True),
        Column("on", day, ("datum", "op", "gesproken op", "date")),
        Column("next", day, ("volgende", "opvolgen op", "opvolging", "terugkomen op", "next on", "follow-up")),
        Column("by", line, ("door", "auteur", "wie", "medewerker", "author")),
    )

    def __init__(self, known: Known) -> None:
        """Read with whom something can have been said."""
        super().__init__(known)
        self._companies = known.references("company").ids

    @cached_property
    def _said(self) -> dict[Hashable, int]:
        """The notes by company and text, and with the day: the latest of each."""
        found: dict[Hashable, int] = {}
        for number, company, text, on in self.known.change.reader.rows(
            "SELECT id, company_id, text, noted_on FROM company_note ORDER BY noted_on, id"
        ):
            found[company, text] = found[company, text, on] = number
        return found

    def find(self, row: Row) -> int | None:
        """Return the note by its key, else the one of this company with this text, of this day where one is given."""
        if "key" in row.values:
            return self.by_key(row.values)
        return self._said.get(self._what(row.values))

    def _what(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        what = (self._companies.get(values.get("company", "")), values.get("text"))
        return (*what, values["on"]) if "on" in values else what

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return the key, or else what was said with whom on which day."""
        if "key" in row.values:
            return [("key", row.values["key"])]
        return [("text", *self._what({"on": self.known.today.isoformat(), **row.values}))]

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the notes that `rows` are."""
        return as_listed(NOTES, self.known.change.reader, [row.id for row in rows])

    def complete(self, row: Row) -> None:
        """Give a new note its day and author, by the rules of ``company note``."""
        super().complete(row)
        values = row.values
        values.setdefault("on", self.known.today.isoformat())
        values.setdefault("by", self.known.actor)
        self._check_days(values)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Check the days of a note that changes."""
        self._check_days({**stored, **row.changed})

    def _check_days(self, values: Mapping[str, Any]) -> None:
        if values["on"] > self.known.today.isoformat():
            raise BadValueError("is still to come, and a note is of what was said", field="on")
        if values.get("next") is not None and values["next"] < values["on"]:
            raise BadValueError(f"lies before {values['on']}, when it was said", field="next")

    def add(self, rows: Sequence[Row]) -> None:
        """Store new notes."""
        notes = [
            {
                **key,
                "company_id": self._companies[values["company"]],
                **{column: values.get(name) for name, column in _COLUMNS.items()},
            }
            for values, key in self.numbered(rows)
        ]
        if notes:
            self.known.change.session.execute(insert(CompanyNote), notes)

    def update(self, row: Row) -> None:
        """Change what differs."""
        values = {column: row.changed[name] for name, column in _COLUMNS.items() if name in row.changed}
        if "company" in row.changed:
            values["company_id"] = self._companies[row.changed["company"]]
        edit_note(self.known.change.session, note_id=row.id or 0, values=values)
