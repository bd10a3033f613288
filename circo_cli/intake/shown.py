"""What the network would see of rows of a file: it names nobody, also nobody whom the file itself brings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from circo_cli.domain.privacy import names_in
from circo_cli.intake.known import Known
from circo_cli.intake.mapping import BadValueError, Row
from circo_cli.queries.known_names import known_names
from circo_cli.values.names import NameIndex

Texts = Mapping[str, str | None]
"""The texts that the network sees, by field."""


class Shown:
    """Checks texts against every name that the database knows (source: the contract, Sharing)."""

    def __init__(self, known: Known) -> None:
        """Read no names yet: most files show the network nothing."""
        self._known = known
        self._new: list[tuple[Row, Texts]] = []

    @cached_property
    def names(self) -> NameIndex:
        """The names that were known before the import."""
        return known_names(self._known.change.reader)

    def check(self, texts: Texts) -> None:
        """Raise `BadValueError` where one of `texts` names somebody."""
        _refuse(self.names, texts)

    def check_new(self, row: Row, texts: Texts) -> None:
        """Raise `BadValueError` where a new row names somebody; `recheck` looks at it once more."""
        self.check(texts)
        self._new.append((row, texts))

    def recheck(self) -> list[tuple[Row, BadValueError]]:
        """Return the new rows that name an owner, an author or another whom this import has brought."""
        bad = []
        if self._new:
            names = known_names(self._known.change.reader)
            for row, texts in self._new:
                try:
                    _refuse(names, texts)
                except BadValueError as error:
                    bad.append((row, error))
        return bad


def _refuse(names: NameIndex, texts: Texts) -> None:
    for hit in names_in(names, texts):
        raise BadValueError(f"is seen by the network, and names {hit.name} ({hit.kind})", field=hit.where)
