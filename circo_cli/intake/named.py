"""What imports of things with a key share, and those of things that go by their name without it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from circo_cli.intake.known import Known, Numbering
from circo_cli.intake.mapping import BadValueError, Importer, Row
from circo_cli.queries.listing import Listing
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, number_key, parse_number
from circo_cli.values.text import fold


class KeyedImporter(Importer):
    """Things with a key: a slug, or a letter and a number."""

    def __init__(self, known: Known) -> None:
        """Read what things are known."""
        super().__init__(known)
        self.things = known.references(self.noun)
        self._numbering = Numbering(self.noun, known.change)

    def by_key(self, values: dict[str, Any]) -> int | None:
        """Return the thing that the key of a row names, having written the key as lists print it."""
        if "key" not in values:
            return None
        number = parse_number(values["key"], noun=self.noun) if self.noun in NUMBERED else None
        values["key"] = values["key"].lower() if number is None else number_key(*number)
        return self.things.ids.get(values["key"])

    def complete(self, row: Row) -> None:
        """Check the key that a new thing brings along."""
        if "key" in row.values:
            row.values["key"] = self._numbering.check(row.values["key"])

    def numbered(self, rows: Sequence[Row]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Give new rows their ids and keys; yield the values of each, with the columns ``id`` and ``key``."""
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        for row in rows:
            key = row.values.get("key")
            if self.noun in NUMBERED:
                row.id = int(key[1:]) if key else self._numbering.next_id()
                yield row.values, {"id": row.id}
            else:
                row.id = self._numbering.next_id()
                yield row.values, {"id": row.id, "key": key or self._numbering.slug(self.called(row.values))}

    def called(self, values: Mapping[str, Any]) -> str:
        """Return the name from which the key of a new thing follows, where keys are slugs."""
        return str(values.get("name", ""))


class NamedImporter(KeyedImporter):
    """Things with a slug for a key: by key, else by name."""

    def find(self, row: Row) -> int | None:
        """Return the thing by its key, else by its name."""
        if "key" in row.values:
            return self.by_key(row.values)
        named = self.things.named(self.called(row.values))
        if len(named) > 1:
            keys = sorted(self.things.keys[each] for each in named)
            raise BadValueError(
                f"is the name of several: {', '.join(keys)}; give the key", field="name", nearest=keys[0]
            )
        return named[0] if named else None

    def names(self, row: Row) -> Iterable[tuple[Hashable, ...]]:
        """Return key and name."""
        keyed = "key" in row.values
        if keyed:
            yield "key", row.values["key"]
        if "name" in row.values:
            yield "name", fold(self.called(row.values)), keyed

    def meets(self, row: Row) -> Iterable[tuple[Hashable, ...]]:
        """Return by what an earlier row is the same: by name only where not both have a key."""
        keyed = "key" in row.values
        if keyed:
            yield "key", row.values["key"]
        if "name" in row.values:
            yield "name", fold(self.called(row.values)), False
            if not keyed:
                yield "name", fold(self.called(row.values)), True

    def complete(self, row: Row) -> None:
        """Check the key that a new thing brings along, and tell of others with its name."""
        super().complete(row)
        for other in self.things.named(self.called(row.values)):
            self.known.warn(f"another {self.noun} has the same name", self.things.keys[other])


def as_listed(
    listing: Listing[Any], reader: Reader, ids: Iterable[int | None], *, parameters: Mapping[str, Any] | None = None
) -> dict[int, dict[str, Any]]:
    """Return the things with these `ids`, by id, as the `listing` of their noun prints them."""
    wanted = ", ".join(str(each) for each in ids)
    if not wanted:
        return {}
    page = listing.fetch(reader, where=[f"v.id IN ({wanted})"], values=parameters)
    return {
        number: dict(zip(listing.fields, row, strict=True)) for number, row in zip(page.ids, page.rows, strict=True)
    }
