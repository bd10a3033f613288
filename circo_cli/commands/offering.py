"""What shell completion offers for a value: by what stands for it in the help, such as HUB or QUARTER.

Nothing here may fail aloud: where there is no database, or a damaged or held one, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from circo_cli.commands.arguments import SPAN
from circo_cli.context import OUTPUTS, Invocation
from circo_cli.context.configuration import KEYS
from circo_cli.queries.keys import SLUGGED, find
from circo_cli.queries.offering import AUDIENCES, BEGINNING, Offer, contacts_of, keys_beginning
from circo_cli.storage.reader import Reader, open_reader
from circo_cli.values.keys import NUMBERED

FILES = ":files"
DIRECTORIES = ":directories"
"""Offered alone: the shell knows these best."""

_PATIENCE = 0.3
"""Seconds that somebody who pressed TAB waits for another process that holds the database."""

_FORMATS = {
    "digest": "circo_cli.documents.digest:FORMATS",
    "report": "circo_cli.commands.report:FORMATS",
    "import": "circo_cli.commands.importing:FORMATS",
}
_ABOUT: Mapping[str, str | Mapping[str, str]] = {
    "CATEGORY": "Category",
    "CHAIN-ROLE": "ChainRole",
    "JOURNEY": "Journey",
    "METRIC": "Metric",
    "OUTCOME": "Outcome",
    "REGION": "Province",
    "ROLE": "PartnerRole",
    "STAGE": "Stage",
    "STEP": "Step",
    "KIND": {
        "hub partner": "PartnerKind",
        "hub": "HubKind",
        "partner": "PartnerKind",
        "track": "TrackKind",
        "company": "CompanyKind",
        "insight": "InsightKind",
    },
    "STATUS": {
        "track": "TrackStatus",
        "contact": "EnrolmentStatus",
        "enrolment": "EnrolmentStatus",
        "question": "QuestionStatus",
        "insight": "InsightStatus",
    },
}
"""What stands for a code → its enumeration; of some words it follows from the noun which."""

_NOUNS = {"SECTOR": "theme"}
"""What stands for a key, where that is not its noun."""


class Place(NamedTuple):
    """Where on the line the value is wanted: of which command (``track list``), for what, with what typed before."""

    command: str
    metavar: str
    option: str
    typed: Mapping[str, Any]
    fields: Callable[[], tuple[str, ...]]


def offered(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    """Return what may be typed there that begins so, each with a few words; or `FILES` or `DIRECTORIES` alone."""
    before, wanted = "", beginning
    if place.metavar in ("A,B,C", "FIELD"):
        before, wanted = _listed_before(place.metavar, beginning)
    offers = _of(call, place, wanted)
    low = wanted.lower()
    return [
        (before + value, words)
        for value, words in dict(offers).items()
        if value.startswith(":") or value.lower().startswith(low)
    ][:BEGINNING]


def _listed_before(metavar: str, beginning: str) -> tuple[str, str]:
    """Return what stays of a list with commas, or of ``-FIELD``, and what is still to be completed."""
    if metavar == "FIELD":
        return ("-", beginning[1:]) if beginning.startswith("-") else ("", beginning)
    listed, comma, last = beginning.rpartition(",")
    return listed + comma, last


def _of(call: Invocation, place: Place, beginning: str) -> Iterable[Offer]:
    metavar = place.metavar.removesuffix("...")
    metavar = metavar.strip("[]") if metavar.startswith("[") else metavar
    noun = place.command.partition(" ")[0]
    special = _SPECIAL.get(metavar)
    if special is not None:
        return special(call, place, beginning)
    if metavar in _ABOUT:
        about = _ABOUT[metavar]
        kind = about if isinstance(about, str) else about.get(place.command) or about.get(noun)
        return [] if kind is None else _codes(call, kind)
    if metavar in ("FROM", "INTO"):
        return _keys(call, noun, beginning)
    if place.command == "hub partner" and (metavar, place.option) == ("NAME", ""):
        return _keys(call, "partner", beginning)
    if metavar == "NAME":
        return _contacts(call, place)
    first, *others = metavar.split("|")
    known = _NOUNS.get(first, first.lower())
    if known in (*SLUGGED, *NUMBERED):
        return [*_keys(call, known, beginning), *((other, "") for other in others if other.islower())]
    if others:
        return [(each, "") for each in (first, *others) if each.islower()]
    return []


def _keys(call: Invocation, noun: str, beginning: str) -> list[Offer]:
    return _read(call, lambda reader: keys_beginning(reader, noun, beginning))


def _read(call: Invocation, ask: Callable[[Reader], list[Offer]]) -> list[Offer]:
    with open_reader(call.database, patience=_PATIENCE) as reader:
        return ask(reader)


def _codes(call: Invocation, kind: str) -> list[Offer]:
    from circo_cli.values import vocabulary

    terms: Iterable[vocabulary.Term] = getattr(vocabulary, kind)
    return [(term.value, term.label(call.language)) for term in terms]


def _contacts(call: Invocation, place: Place) -> list[Offer]:
    """Return the contacts of the company on the line; elsewhere a name is nobody's to guess."""
    company = place.typed.get("company")
    if not company or place.option not in ("", "--contact"):
        return []
    return _read(call, lambda reader: contacts_of(reader, find(reader, "company", company).id))


def _any_key(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    if place.command.startswith("config "):
        return [(key, about.about) for key, about in KEYS.items()]
    noun, colon, rest = beginning.partition(":")
    if colon:
        if noun not in (*SLUGGED, *NUMBERED):
            return []
        return [(f"{noun}:{key}", words) for key, words in _keys(call, noun, rest)]
    letter = beginning[:1].upper()
    numbered = [noun for noun, first in NUMBERED.items() if first == letter and beginning[1:2].isdecimal()]
    return _read(
        call,
        lambda reader: [
            (key, f"{noun}: {words}")
            for noun in numbered or SLUGGED
            for key, words in keys_beginning(reader, noun, beginning)
        ],
    )


def _value(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    key = str(place.typed.get("key"))
    if key == "hub":
        return [("all", "the whole network"), *_keys(call, "hub", beginning)]
    if key == "db":
        return [(FILES, "")]
    if key == "timezone":
        return _zones(call, place, beginning)
    return [(value, "") for value in KEYS[key].known] if key in KEYS else []


def _audiences(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    usual = [each for each in AUDIENCES if each[0] != "hubs" or place.command not in ("search", "digest list")]
    hubs = _keys(call, "hub", beginning.partition(":")[2])
    return [*usual, *((f"hub:{key}", words) for key, words in hubs)]


def _origins(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    return [("circo", "CIRCO itself"), *_keys(call, "hub", beginning)]


def _quarters(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    from circo_cli.values.quarter import Quarter

    present = Quarter.containing(call.today)
    found = [present]
    for _ in range(4):
        found = [found[0].previous, *found, found[-1].next]
    return [
        ("this", str(present)),
        ("next", str(present.next)),
        ("last", str(present.previous)),
        *((str(each), "") for each in found),
    ]


def _dates(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    from datetime import timedelta

    days = {"today": 0, "tomorrow": 1, "+1w": 7, "+2w": 14}
    return [(word, (call.today + timedelta(days=after)).isoformat()) for word, after in days.items()]


def _topics(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    from circo_cli.commands.help import TOPICS

    return list(TOPICS.items())


def _formats(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    if place.option in ("-o", "--output"):
        return [(output, "") for output in OUTPUTS]
    words = place.command.split()
    where = _FORMATS.get(words[0]) or _FORMATS.get(words[-1], "")
    module, _, name = where.partition(":")
    return [(known, "") for known in getattr(import_module(module), name)] if module else []


def _zones(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    from zoneinfo import available_timezones

    return [(zone, "") for zone in sorted(available_timezones()) if zone.lower().startswith(beginning.lower())]


def _countries(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    from circo_cli.values.zones import zones_by_country

    return [(country, zones[0]) for country, zones in sorted(zones_by_country().items())]


def _parts(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    if place.option == "--in":
        from circo_cli.queries.search import KINDS

        return [(kind, "") for kind in KINDS]
    return _fields(call, place, beginning)


def _fields(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    return [(field, "") for field in place.fields()]


def _files(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    return [(FILES, "")]


def _directories(call: Invocation, place: Place, beginning: str) -> list[Offer]:
    return [(DIRECTORIES, "")]


_SPECIAL: Mapping[str, Callable[[Invocation, Place, str], list[Offer]]] = {
    "A,B,C": _parts,
    "AUDIENCE": _audiences,
    "COUNTRY": _countries,
    "DATE": _dates,
    SPAN: _dates,
    "DIR": _directories,
    "DIR|FILE|-": _files,
    "FIELD": _fields,
    "FILE": _files,
    "FILE|-": _files,
    "FORMAT": _formats,
    "KEY": _any_key,
    "ORIGIN": _origins,
    "PATH": _files,
    "QUARTER": _quarters,
    "TOPIC": _topics,
    "VALUE": _value,
    "ZONE": _zones,
}
