"""An enrolment by what people know of it: the company, where it has only one that is meant."""

from __future__ import annotations

from collections.abc import Collection

from circo_cli.errors import AmbiguousError, NotFoundError
from circo_cli.queries.keys import Found, find
from circo_cli.storage.reader import Reader
from circo_cli.values.enrolment import NOT_ENDED
from circo_cli.values.keys import number_key, parse_number

_TOLD = 5  # enrolments that an error names


def find_enrolment(reader: Reader, typed: str, *, statuses: Collection[str] | None = None) -> Found:
    """Return the enrolment that `typed` names: by its key, or by a company that has one in one of the `statuses`.

    Without `statuses` any is meant, one that was declined or cancelled only where the company has no other.

    A key always wins. Raises `NotFoundError`, or `AmbiguousError` with the enrolments of which any may be meant.
    """
    prefix, _, rest = typed.partition(":")
    key = rest if prefix.lower() == "enrolment" else typed
    if parse_number(key, noun="enrolment") or parse_number(key) or not key.strip():
        return find(reader, "enrolment", typed)
    companies = _companies(reader, typed)
    if not companies:
        return find(reader, "enrolment", typed)  # raises, with what such a key looks like
    rows = [row for company in companies for row in _enrolments(reader, company)]
    meant = [row for row in rows if row[3] in (NOT_ENDED if statuses is None else statuses)]
    if not meant and (statuses is None or len(rows) == 1):
        meant = rows  # the only one is meant: what cannot be done with it is told as of its key
    if len(meant) == 1:
        return Found("enrolment", meant[0][0], number_key("enrolment", meant[0][0]))
    if meant:
        raise AmbiguousError(
            f"'{typed}' has {len(meant)} enrolments that can be meant",
            hint=f"type the key of one: {_told(meant)}",
            details=[number_key("enrolment", number) for number, *_ in meant],
        )
    if rows:
        raise NotFoundError(
            f"'{typed}' has no enrolment that can be meant here: {_told(rows)}",
            hint="type its key to be told what can be done with it",
        )
    raise NotFoundError(
        f"'{typed}' is enrolled in no Track", hint=f"circo enrol TRACK {companies[0]}", details=companies
    )


def enrolment_in_words(reader: Reader, number: int) -> str:
    """Return the company and the Track of an enrolment: ``jansen in limburg-2026q2-1``."""
    company, track = reader.rows(
        """SELECT c.key, t.key FROM enrolment e JOIN company c ON c.id = e.company_id JOIN track t ON t.id = e.track_id
            WHERE e.id = :id""",
        {"id": number},
    )[0]
    return f"{company} in {track}"


def _companies(reader: Reader, typed: str) -> list[str]:
    """Return the keys of the companies that `typed` names, or of all whose key begins so."""
    try:
        return [find(reader, "company", typed).key]
    except AmbiguousError as several:
        return [str(key) for key in several.details]
    except NotFoundError as none:
        if not none.details:
            return []
        raise


def _enrolments(reader: Reader, company: str) -> list[tuple[int, str, str, str]]:
    """Return number, company, Track and status of what a company is enrolled in."""
    rows = reader.rows(
        """SELECT e.id, c.key, t.key, e.status FROM company c JOIN enrolment e ON e.company_id = c.id
             JOIN track t ON t.id = e.track_id WHERE c.key = :company ORDER BY e.id""",
        {"company": company},
    )
    return [(number, key, track, status) for number, key, track, status in rows]


def _told(rows: list[tuple[int, str, str, str]]) -> str:
    several = len({company for _, company, _, _ in rows}) > 1
    told = [
        f"{number_key('enrolment', number)} ({f'{company} ' if several else ''}in {track}, {status})"
        for number, company, track, status in rows[:_TOLD]
    ]
    more = f" and {len(rows) - _TOLD} more" if len(rows) > _TOLD else ""
    return f"{', '.join(told)}{more}"
