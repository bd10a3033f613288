"""The companies that are enrolled from a file: their contacts, and the aid that they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from circo_cli.intake.cells import nearest
from circo_cli.intake.mapping import BadValueError
from circo_cli.queries.enrolment import DE_MINIMIS_CENTS, aid_around
from circo_cli.storage.reader import Reader
from circo_cli.values.text import fold

_JOINT = "; "


class Participants:
    """The contacts of every company by name, and to which enrolments the import grants aid."""

    def __init__(self, reader: Reader) -> None:
        """Read the contacts."""
        self._contacts: dict[int, dict[str, int]] = defaultdict(dict)
        for company, name, number in reader.rows("SELECT company_id, name, id FROM company_contact ORDER BY id"):
            self._contacts[company][name] = number
        self.granted: dict[int, None] = {}

    def names(self, company: int) -> Mapping[str, int]:
        """Return the names of the contacts of a company."""
        return self._contacts.get(company, {})

    def id(self, company: int, name: str) -> int:
        """Return the id of a contact."""
        return self._contacts[company][name]

    def above_ceiling(self, reader: Reader) -> Iterator[tuple[str, int]]:
        """Return the companies that come above the ceiling by what the import grants, with their aid in cents.

        Source: Commission Regulation (EU) 2023/2831, €300,000 per undertaking over three rolling years.
        """
        if not self.granted:
            return
        large = reader.rows(
            f"""SELECT e.id, e.company_id FROM enrolment e WHERE e.aid_cents > 0 AND e.company_id IN
                  (SELECT company_id FROM enrolment WHERE aid_cents > 0 GROUP BY company_id
                    HAVING sum(aid_cents) > {DE_MINIMIS_CENTS}) ORDER BY e.company_id, e.id"""
        )
        seen = set()
        for number, company in large:
            if number in self.granted and company not in seen:
                seen.add(company)
                cents, key = aid_around(reader, number)
                if cents > DE_MINIMIS_CENTS:
                    yield key, cents


def named_contacts(text: str, known: Mapping[str, int], *, company: str) -> tuple[str, ...]:
    """Return the contacts of `company` that a cell names, with semicolons between them, as they are called.

    A name may have semicolons of its own. Raises `BadValueError` for a name that is no contact's.
    """
    by_name = {fold(name): name for name in reversed(list(known))}
    by_name.update({name: name for name in known})

    def called(text: str) -> str | None:
        return by_name.get(text) or by_name.get(fold(text))

    parts = [part.strip() for part in text.split(";") if part.strip()]
    found: dict[str, None] = {}
    start = 0
    while start < len(parts):
        longest = (
            (end, name)
            for end in range(len(parts), start, -1)
            if (name := called(_JOINT.join(parts[start:end]))) is not None
        )
        end, name = next(longest, (start, ""))
        if end == start:
            raise BadValueError(
                f"is no contact of {company}: circo company contact {company} NAME adds one",
                field="contacts",
                value=parts[start],
                nearest=nearest(parts[start], known),
            )
        found[name] = None
        start = end
    return tuple(found)
