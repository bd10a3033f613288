"""What is offered where a key is wanted: what each thing is called, and how the first ones that fit are found.

Completion offers those whose key begins as typed, by index; a question those that every word typed fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from circo_cli.queries.keys import SLUGGED
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import LONGEST_SOUGHT, NUMBERED, number_key, parse_number
from circo_cli.values.text import one_line, shortened, visible

Offer = tuple[str, str]
"""What may be typed, and a few words on it."""

BEGINNING = 200
"""So many that begin as typed are offered: more is no help, and a table can be large."""

MOST = 40
"""So many choices are offered while one types; who looks for another one types more of it."""

AUDIENCES: tuple[Offer, ...] = (
    ("circo", "CIRCO itself, which sees everything"),
    ("network", "what all hubs may see"),
    ("hubs", "one for each hub"),
)
"""For whom a digest can be, beside ``hub:HUB``."""

_LONGEST = 60
_END = "~"  # sorts after every character of a slug
_DIGITS = 10  # more digits than that no number has

# A condition that begins with + is checked row by row: its index would have all that it holds sorted first.


class _Source(NamedTuple):
    """Where the things of a noun are found, each as ``t``.

    `said` is what one is called, `sought` what else tells it apart, `order` that of the menu, `only` the condition on
    those that are offered at all, `first` on those that completion offers before the others.
    """

    tables: str
    said: str
    sought: tuple[str, ...]
    order: str
    only: str = ""
    first: str = "1 = 1"


_SOURCES: Mapping[str, _Source] = {
    "hub": _Source("hub t", "t.name", ("t.key", "t.name"), "t.key"),
    "track": _Source("track t", "t.title", ("t.key", "t.title"), "t.planned_quarter DESC, t.key"),
    "company": _Source(
        "company t", "t.name", ("t.key", "t.name", "t.city", "t.kvk"), "t.key", "+t.merged_into_id IS NULL"
    ),
    "partner": _Source("partner t", "t.name", ("t.key", "t.name"), "t.key"),
    "trainer": _Source("trainer t", "t.name", ("t.key", "t.name"), "t.key"),
    "theme": _Source("theme t", "t.name_nl", ("t.key", "t.name_nl", "t.name_en"), "t.key"),
    "question": _Source(
        "question t",
        "t.text",
        ("t.text",),
        "t.id DESC",
        "+t.merged_into_id IS NULL",
        first="t.status IN ('open', 'referred')",
    ),
    "insight": _Source("insight t", "t.title", ("t.title",), "t.id DESC"),
    "enrolment": _Source(
        "enrolment t JOIN company c ON c.id = t.company_id JOIN track k ON k.id = t.track_id",
        "c.name || ' in ' || k.key || ': ' || t.status",
        ("c.key", "c.name", "k.key", "k.title"),
        "t.id DESC",
    ),
    "note": _Source(
        "company_note t JOIN company c ON c.id = t.company_id",
        "c.name || ': ' || t.text",
        ("c.key", "c.name", "t.text"),
        "t.id DESC",
    ),
    "digest": _Source("digest t", "t.audience || ' ' || t.label", ("t.audience", "t.label"), "t.id DESC"),
    "goal": _Source(
        "goal t LEFT JOIN hub h ON h.id = t.hub_id",
        "t.metric || ' ' || t.target || ' for ' || coalesce(h.key, 'all') || ', ' || t.from_quarter",
        ("t.metric", "h.key", "t.from_quarter"),
        "t.id DESC",
    ),
    "change": _Source("change t", "t.summary", ("t.summary", "t.command"), "t.id DESC", first="t.undone_by_id IS NULL"),
}

NOUNS = tuple(_SOURCES)
"""Every noun whose keys can be offered."""


def described(words: object) -> str:
    """Return `words` on one line, short enough to stand beside a key."""
    return shortened(visible(one_line("" if words is None else str(words))), _LONGEST)


def contacts_of(reader: Reader, company_id: int) -> list[Offer]:
    """Return the contacts of a company, with what they do there."""
    rows = reader.rows(
        "SELECT name, coalesce(role, email, '') FROM company_contact WHERE company_id = :company ORDER BY name",
        {"company": company_id},
    )
    return [(name, described(words)) for name, words in rows]


# Completion


def keys_beginning(reader: Reader, noun: str, beginning: str) -> list[Offer]:
    """Return key and a few words of at most `BEGINNING` of each `noun` whose key begins so."""
    source = _SOURCES[noun]
    if noun in SLUGGED:
        low = beginning.lower()
        return _read(
            reader,
            noun,
            [source.only, "t.key >= :low AND t.key < :high"],
            {"low": low, "high": low + _END, "most": BEGINNING},
            order="t.key",
        )
    return _numbers_beginning(reader, noun, beginning)


def _numbers_beginning(reader: Reader, noun: str, beginning: str) -> list[Offer]:
    """Return the latest first, and what asks for attention before the others; numbers are looked up in ranges."""
    digits = beginning.upper().removeprefix(NUMBERED[noun])
    if digits and (not digits.isascii() or not digits.isdecimal() or digits.startswith("0")):
        return []
    numbers = [(1, 10**18)]
    if digits:
        numbers = [(int(digits) * 10**more, (int(digits) + 1) * 10**more) for more in range(_DIGITS - len(digits) + 1)]
    source = _SOURCES[noun]
    offers: list[tuple[bool, Offer]] = []
    for low, high in reversed(numbers):
        where = f"WHERE {' AND '.join(filter(None, (source.only, 't.id >= :low AND t.id < :high')))}"
        rows = reader.rows(
            f"SELECT {source.first}, t.id, {source.said} FROM {source.tables} {where} ORDER BY t.id DESC LIMIT :most",
            {"low": low, "high": high, "most": BEGINNING},
        )
        offers += [(bool(first), (number_key(noun, number), described(words))) for first, number, words in rows]
    offers.sort(key=lambda offer: not offer[0])
    return [offer for _, offer in offers[:BEGINNING]]


# Choices


def offered(reader: Reader, noun: str, typed: str, *, statuses: tuple[str, ...] = ()) -> list[Offer]:
    """Return key and name of the first things that every word of `typed` fits, and that have one of the `statuses`.

    Those whose key begins as typed stand first. No more rows are read than are needed to find `MOST`.
    """
    if len(typed) > LONGEST_SOUGHT:
        return []
    source = _SOURCES[noun]
    conditions = [source.only]
    values: dict[str, object] = {"most": MOST}
    if statuses:
        conditions.append("t.status IN (" + ", ".join(f":status{place}" for place in range(len(statuses))) + ")")
        values |= {f"status{place}": status for place, status in enumerate(statuses)}
    numbered = noun in NUMBERED
    found: dict[str, str] = {}
    number = parse_number(typed, noun=noun) if numbered and typed else None
    if number is not None and number[0] == noun:
        exact = _read(reader, noun, [*conditions, "t.id = :number"], {**values, "number": number[1]})
        if exact:
            return exact
    elif typed and not numbered:
        beginning = {"first": typed.lower(), "last": typed.lower() + _END}
        found |= _read(reader, noun, [*conditions, "t.key >= :first AND t.key < :last"], {**values, **beginning})
    for place, word in enumerate(typed.lower().split()):
        values[f"word{place}"] = f"%{_literal(word)}%"
        fits = [f"lower({column}) LIKE :word{place} ESCAPE '!'" for column in source.sought]
        conditions.append(f"({' OR '.join(fits)})")
    if len(found) < MOST:
        found |= {key: said for key, said in _read(reader, noun, conditions, values) if key not in found}
    return list(found.items())[:MOST]


def _read(
    reader: Reader, noun: str, conditions: list[str], values: Mapping[str, object], *, order: str | None = None
) -> list[Offer]:
    source, numbered = _SOURCES[noun], noun in NUMBERED
    where = " AND ".join(filter(None, conditions))
    rows = reader.rows(
        f"SELECT {'t.id' if numbered else 't.key'}, {source.said} FROM {source.tables}"
        f" {f'WHERE {where}' if where else ''} ORDER BY {order or source.order} LIMIT :most",
        values,
    )
    return [(number_key(noun, each) if numbered else str(each), described(said)) for each, said in rows]


def _literal(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
