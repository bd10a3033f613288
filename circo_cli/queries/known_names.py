"""Every name that the database knows and that must not leave its hub."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from circo_cli.queries.distinct import different
from circo_cli.storage.name_keys import FIRST_WORD, LAST_DIGITS, ODD_ADDRESS, ODD_NAME, ODD_PHONE
from circo_cli.storage.reader import Reader
from circo_cli.values.names import KnownName, NameIndex, traces
from circo_cli.values.text import fold

if TYPE_CHECKING:
    from circo_cli.values.names import Traces

_PEOPLE = (
    ("hub", "lead"),
    ("trainer", "name"),
    ("insight_version", "author"),
    ("insight_comment", "author"),
)
_MANY = (("question", "owner"), ("question_answer", "author"), ("company_note", "author"))
_EMAILS = (("hub", "lead_email"), ("trainer", "email"))
_PROGRAMME = "circo"
_MUNICIPALITY = "gemeente "
_AT_ONCE = 500


def known_names(reader: Reader, texts: Iterable[str] | None = None) -> NameIndex:
    """Return the names, e-mail addresses and telephone numbers of all companies and people, ready to look for.

    With `texts`, only those are known that could stand in these: then it takes as long in a small network as in one
    with a hundred thousand companies. Partners may be named, so a name that is a partner's is left out; as an owner
    or author, CIRCO or a hub is nobody's name. Actors of the journal wrote nothing that is published, and are left
    out too.
    """
    partners = {fold(name) for (name,) in reader.rows("SELECT name FROM partner")}
    no_person = (
        partners | {_PROGRAMME} | {fold(text) for row in reader.rows("SELECT key, name FROM hub") for text in row}
    )
    wanted = None if texts is None else traces(texts)
    names: list[KnownName] = []
    for name, kind in _named(reader, "company", "name, kind", wanted):
        if kind == "municipality":
            place = fold(name).removeprefix(_MUNICIPALITY)
            if not {place, _MUNICIPALITY + place} & partners:
                names.append(KnownName(name, "municipality"))
        elif fold(name) not in partners:
            names.append(KnownName(name, "company"))
    people = [name for (name,) in _named(reader, "company_contact", "name", wanted)]
    people += [name for table, column in _MANY for name in different(reader, table, column)]
    people += _texts(reader, _PEOPLE)
    names.extend(KnownName(name, "person") for name in dict.fromkeys(people) if fold(name) not in no_person)
    addresses = [*_addresses(reader, wanted), *_texts(reader, _EMAILS)]
    names.extend(KnownName(address, "email") for address in dict.fromkeys(addresses))
    names.extend(KnownName(number, "phone") for number in dict.fromkeys(_numbers(reader, wanted)))
    return NameIndex(names)


def _named(reader: Reader, table: str, columns: str, wanted: Traces | None) -> Iterator[tuple[Any, ...]]:
    if wanted is None:
        yield from reader.rows(f"SELECT {columns} FROM {table}")
        return
    words = [word for word in wanted.words if word.isascii()]
    yield from _among(reader, f"SELECT {columns} FROM {table}", FIRST_WORD, words)
    odd = reader.rows(f"SELECT {columns} FROM {table} WHERE {ODD_NAME}")
    yield from (row for row in odd if wanted.may_hold(row[0]))


def _addresses(reader: Reader, wanted: Traces | None) -> Iterator[str]:
    # Addresses are rare in what is shared: where one stands, all that are known are looked through.
    none = wanted is not None and not wanted.addresses
    condition = ODD_ADDRESS if none else "email IS NOT NULL"
    return (email for (email,) in reader.rows(f"SELECT email FROM company_contact WHERE {condition}"))


def _numbers(reader: Reader, wanted: Traces | None) -> Iterator[str]:
    query = "SELECT phone FROM company_contact"
    if wanted is None:
        rows: Iterable[tuple[Any, ...]] = reader.rows(f"{query} WHERE phone IS NOT NULL")
    else:
        rows = [*_among(reader, query, LAST_DIGITS, wanted.digits), *reader.rows(f"{query} WHERE {ODD_PHONE}")]
    return (number for (number,) in rows)


def _among(reader: Reader, query: str, expression: str, values: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows in which `expression` is one of the `values`, a few hundred of these at a time."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        given = {f"v{place}": value for place, value in enumerate(ordered[start : start + _AT_ONCE])}
        yield from reader.rows(f"{query} WHERE {expression} IN ({', '.join(f':{name}' for name in given)})", given)


def _texts(reader: Reader, columns: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the texts in the columns (table, column), each once."""
    found: dict[str, None] = {}
    for table, column in columns:
        rows = reader.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        found.update((text, None) for (text,) in rows)
    return list(found)
