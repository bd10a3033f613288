"""Trainers from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.trainer import edit_trainer
from circo_cli.intake.cells import day, line, parsed, reference
from circo_cli.intake.known import Known, given
from circo_cli.intake.mapping import Column, Row
from circo_cli.intake.named import NamedImporter, as_listed
from circo_cli.queries.trainer import TRAINERS
from circo_cli.storage.tables import Trainer
from circo_cli.values.email import parse_email

_PLAIN = ("name", "email", "certified_on")


class TrainerImporter(NamedImporter):
    """Trainers: by key, else by name."""

    noun = "trainer"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column("name", line, ("naam", "trainer", "naam trainer", "trainer name"), required=True),
        Column("email", parsed(parse_email), ("e-mail", "mail", "e-mailadres", "emailadres", "e-mail address")),
        Column("hub", reference("hub"), ("thuishub", "circo hub", "regio", "home hub")),
        Column(
            "certified_on",
            day,
            ("gecertificeerd op", "gecertificeerd", "certificaat", "datum certificaat", "certified", "certificate"),
        ),
    )
    derived = ("tracks",)

    def __init__(self, known: Known) -> None:
        """Read the addresses of trainers: a second one with the same may be the same."""
        super().__init__(known)
        rows = known.change.reader.rows("SELECT email, id FROM trainer WHERE email IS NOT NULL")
        self._by_email: dict[str, int] = {email.lower(): number for email, number in rows}

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the trainers that `rows` are."""
        return as_listed(TRAINERS, self.known.change.reader, [row.id for row in rows])

    def complete(self, row: Row) -> None:
        """Tell what looks like a slip, as ``trainer add`` does."""
        super().complete(row)
        self._doubt(row, row.values)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Tell what looks like a slip."""
        self._doubt(row, row.changed)

    def _doubt(self, row: Row, values: Mapping[str, Any]) -> None:
        email = str(values.get("email", "")).lower()
        whose = row.id or -row.number
        if email and self._by_email.setdefault(email, whose) != whose:
            self.known.warn("several trainers have one e-mail address: are they the same?", email)
        if values.get("certified_on", "") > self.known.today.isoformat():
            self.known.warn("the certificate is of a day that is still to come", values["certified_on"])

    def add(self, rows: Sequence[Row]) -> None:
        """Store new trainers."""
        hubs = self.known.references("hub").ids
        trainers = [
            {**key, **{name: values.get(name) for name in _PLAIN}, "hub_id": hubs.get(values.get("hub", ""))}
            for values, key in self.numbered(rows)
        ]
        if trainers:
            self.known.change.session.execute(insert(Trainer), trainers)

    def update(self, row: Row) -> None:
        """Change what differs, as ``trainer edit`` does."""
        values: dict[str, object] = given(row.changed, _PLAIN)
        if "hub" in row.changed:
            values["hub_id"] = self.known.references("hub").ids[row.changed["hub"]]
        edit_trainer(self.known.change.session, trainer_id=row.id or 0, values=values)
