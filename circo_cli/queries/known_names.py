"""Every name that the database knows and that must not leave its hub."""

from __future__ import annotations

from circo_cli.storage.reader import Reader
from circo_cli.values.names import KnownName, NameIndex
from circo_cli.values.text import fold

_PEOPLE = (
    "SELECT name FROM company_contact",
    "SELECT lead FROM hub",
    "SELECT name FROM trainer",
    "SELECT owner FROM question",
    "SELECT author FROM question_answer",
    "SELECT author FROM insight_version",
    "SELECT author FROM insight_comment",
    "SELECT author FROM company_note",
)
_EMAILS = (
    "SELECT email FROM company_contact",
    "SELECT lead_email FROM hub",
    "SELECT email FROM trainer",
)
_PHONES = ("SELECT phone FROM company_contact",)
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


def _texts(reader: Reader, queries: tuple[str, ...]) -> list[str]:
    """Return what the queries find, each text once, nothing left out but NULL."""
    return [text for (text,) in reader.rows(" UNION ".join(queries)) if text]
