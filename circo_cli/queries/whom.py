"""Which one person a name or an e-mail address means, before everything of that person is erased."""

from __future__ import annotations

from shlex import quote
from typing import NamedTuple

from circo_cli.errors import AmbiguousError, RefusedError
from circo_cli.queries.person import Record, Standing, find_person
from circo_cli.queries.removed import is_known
from circo_cli.storage.reader import Reader
from circo_cli.values.text import counted, fold

_TABLES = {Standing.CONTACT: "company_contact", Standing.TRAINER: "trainer", Standing.LEAD: "hub"}
_PROGRAMME = "circo"


class Whom(NamedTuple):
    """One person: the name in every way in which it was written, addresses, and records as (table, id)."""

    called: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    records: tuple[tuple[str, int], ...]
    standing: tuple[tuple[Standing, str], ...]
    """As what, and the key of the company, trainer or hub."""


def find_whom(reader: Reader, typed: str, *, one_person: bool = False) -> Whom:
    """Return the one person with the whole name or the e-mail address `typed`.

    Several records of one name are one person where all have the same e-mail address, or where `one_person` says so.
    Raises `NotFoundError`, `AmbiguousError` with the commands that erase each, or `RefusedError` for a name that is a
    company's, partner's or hub's and no person's.
    """
    if not is_known(fold(typed)):
        raise RefusedError(f"{typed} was forgotten already", hint="circo privacy export NAME", code="forgotten-already")
    person = find_person(reader, typed)
    wanted = fold(typed)
    people = [(number, record) for number, record in person.own if record.kind is not Standing.COMPANY]
    companies = [record for _, record in person.own if record.kind is Standing.COMPANY and fold(record.name) == wanted]
    if "@" in typed:
        people = [(number, record) for number, record in people if fold(record.email or "") == wanted]
        if len({fold(record.name) for _, record in people}) > 1:
            called = list(dict.fromkeys(record.name for _, record in people))
            raise AmbiguousError(
                f"{typed} is the address of {' and of '.join(called)}",
                hint=" or ".join(f"circo privacy forget {quote(name)}" for name in called),
                details=called,
            )
        wanted = fold(people[0][1].name) if people else wanted
    addresses = {fold(record.email or "") for _, record in people}
    if len(people) > 1 and not one_person and (len(addresses) > 1 or "" in addresses):
        raise _several(typed, people)
    if not people and companies:
        raise RefusedError(f"{typed} is a company", hint=companies[0].command, code="not-a-person")
    if not people and wanted in _nobody(reader):
        raise RefusedError(
            f"{typed} is the programme, or a partner or hub, and may be named",
            hint="circo help privacy",
            code="not-a-person",
        )
    names = tuple(name for name in person.names if fold(name) == wanted) or (() if "@" in typed else (typed,))
    found = dict.fromkeys(record.email for _, record in people if record.email is not None)
    return Whom(
        called=names[0] if names else typed,
        names=names,
        addresses=tuple(found) or ((typed,) if "@" in typed else ()),
        records=tuple((_TABLES[record.kind], number) for number, record in people),
        standing=tuple((record.kind, record.key) for _, record in people),
    )


def _several(typed: str, people: list[tuple[int, Record]]) -> AmbiguousError:
    commands = [record.command for _, record in people]
    return AmbiguousError(
        f"{typed} stands in {counted(len(people), 'record', 'records')}, which may be different people: "
        + ", ".join(
            f"{record.kind} {record.key}{f' ({record.email})' if record.email else ''}" for _, record in people
        ),
        hint=f"{' or '.join(commands[:3])} erases one; --one-person erases all of them",
        details=commands,
    )


def _nobody(reader: Reader) -> set[str]:
    """Return the folded names that are nobody's where they stand as an owner or author."""
    rows = reader.rows("SELECT key, name FROM hub UNION SELECT key, name FROM partner")
    return {_PROGRAMME, *(fold(text) for row in rows for text in row)}
