"""The people at companies, from a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.contact import set_contact
from circo_cli.intake.cells import line, parsed, reference
from circo_cli.intake.known import Known, given
from circo_cli.intake.mapping import Column, Importer, Row
from circo_cli.intake.named import as_listed
from circo_cli.queries.contact import CONTACTS
from circo_cli.storage.tables import CompanyContact
from circo_cli.values.email import parse_email
from circo_cli.values.text import fold

_PLAIN = ("email", "phone", "role")


class ContactImporter(Importer):
    """Contacts: by company and name."""

    noun = "contact"
    columns: ClassVar[Sequence[Column]] = (
        Column(
            "company",
            reference("company"),
            ("bedrijf", "bedrijfsnaam", "kvk", "kvk-nummer", "organisatie", "company name", "organisation"),
            required=True,
        ),
        Column("name", line, ("naam", "contactpersoon", "contact", "contact name", "contact person"), required=True),
        Column("email", parsed(parse_email), ("e-mail", "mail", "e-mailadres", "emailadres", "e-mail address")),
        Column("phone", line, ("telefoon", "telefoonnummer", "tel", "mobiel", "phone number")),
        Column("role", line, ("functie", "rol", "job title")),
    )

    def __init__(self, known: Known) -> None:
        """Read who is known at which company."""
        super().__init__(known)
        self._companies = known.references("company").ids
        self._people: dict[tuple[int, str], tuple[int, str]] = {}
        for number, company, name in known.change.reader.rows(
            "SELECT id, company_id, name FROM company_contact ORDER BY id DESC"
        ):
            self._people[company, fold(name)] = (number, name)

    def find(self, row: Row) -> int | None:
        """Return the contact of the company that has this name, however it is written."""
        values = row.values
        if "company" not in values or "name" not in values:
            return None
        number, values["name"] = self._people.get(self._who(values), (None, values["name"]))
        return number

    def _who(self, values: Mapping[str, Any]) -> tuple[int, str]:
        return self._companies[values["company"]], fold(values["name"])

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return company with name."""
        return [("name", *self._who(row.values))] if row.values.keys() >= {"company", "name"} else []

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the contacts that `rows` are."""
        return as_listed(CONTACTS, self.known.change.reader, [row.id for row in rows])

    def add(self, rows: Sequence[Row]) -> None:
        """Store new contacts."""
        contacts = [
            {
                "company_id": self._companies[row.values["company"]],
                **{name: row.values.get(name) for name in ("name", *_PLAIN)},
            }
            for row in rows
        ]
        if contacts:
            self.known.change.session.execute(insert(CompanyContact), contacts)

    def update(self, row: Row) -> None:
        """Change what differs, as ``company contact`` does."""
        set_contact(
            self.known.change.session,
            company_id=self._companies[row.values["company"]],
            name=row.values["name"],
            values=given(row.changed, _PLAIN),
        )
