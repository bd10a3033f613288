"""Every name that the database knows and that must not leave its hub."""

from __future__ import annotations

from circo_cli.storage.reader import Reader
from circo_cli.values.names import KnownName, NameIndex
from circo_cli.values.text import fold

_PEOPLE = (
    ("company_contact", "name"),
    ("hub", "lead"),
    ("trainer", "name"),
    ("question", "owner"),
    ("question_answer", "author"),
    ("insight_version", "author"),
    ("insight_comment", "author"),
    ("company_note", "author"),
)
_EMAILS = (("company_contact", "email"), ("hub", "lead_email"), ("trainer", "email"))
_PHONES = (("company_contact", "phone"),)
_PROGRAMME = "circo"
_MUNICIPALITY = "gemeente "


def known_names(reader: Reader) -> NameIndex:
    """Return the names, e-mail addresses and telephone numbers of all companies and people, ready to look for.

    Partners may be named, so a name that is a partner's is left out; as an owner or author, CIRCO or a hub is
    nobody's name. Actors of the journal wrote nothing that is published, and are left out too.
    """
    partners = {fold(name) for (name,) in reader.rows("SELECT name FROM partner")}
    no_person = (
        partners | {_PROGRAMME} | {fold(text) for row in reader.rows("SELECT key, name FROM hub") for text in row}
    )
    names: list[KnownName] = []
    for name, kind in reader.rows("SELECT name, kind FROM company"):
        if kind == "municipality":
            place = fold(name).removeprefix(_MUNICIPALITY)
            if not {place, _MUNICIPALITY + place} & partners:
                names.append(KnownName(name, "municipality"))
        elif fold(name) not in partners:
            names.append(KnownName(name, "company"))
    names.extend(KnownName(name, "person") for name in _texts(reader, _PEOPLE) if fold(name) not in no_person)
    names.extend(KnownName(address, "email") for address in _texts(reader, _EMAILS))
    names.extend(KnownName(number, "phone") for number in _texts(reader, _PHONES))
    return NameIndex(names)


def _texts(reader: Reader, columns: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the texts in the columns (table, column), each once."""
    found: dict[str, None] = {}
    for table, column in columns:
        rows = reader.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")
        found.update((text, None) for (text,) in rows)
    return list(found)
