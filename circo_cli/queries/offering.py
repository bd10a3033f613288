"""What can be chosen when a key is asked for: the first things that fit what has been typed of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, number_key, parse_number
from circo_cli.values.text import shortened

MOST = 40
"""So many choices are offered; who looks for another one types more of it."""

_LABEL = 70


# A condition that begins with + is checked row by row: its index would have all that it holds sorted first.


class _Source(NamedTuple):
    """Where the things of a noun are found: `said` is what they are called, `sought` what else tells them apart."""

    tables: str
    said: str
    sought: tuple[str, ...]
    order: str
    only: str = ""


_SOURCES: Mapping[str, _Source] = {
    "hub": _Source("hub t", "t.name", ("t.key", "t.name"), "t.key"),
    "track": _Source("track t", "t.title", ("t.key", "t.title"), "t.planned_quarter DESC, t.key"),
    "company": _Source(
        "company t", "t.name", ("t.key", "t.name", "t.city", "t.kvk"), "t.key", "+t.merged_into_id IS NULL"
    ),
    "partner": _Source("partner t", "t.name", ("t.key", "t.name"), "t.key"),
    "trainer": _Source("trainer t", "t.name", ("t.key", "t.name"), "t.key"),
    "theme": _Source("theme t", "t.name_nl", ("t.key", "t.name_nl", "t.name_en"), "t.key"),
    "question": _Source("question t", "t.text", ("t.text",), "t.id DESC", "t.merged_into_id IS NULL"),
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
}

NOUNS = tuple(_SOURCES)
"""Every noun whose keys can be offered."""


def offered(reader: Reader, noun: str, typed: str, *, statuses: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return key and name of the first things that every word of `typed` fits, and that have one of the `statuses`.

    Those whose key begins as typed stand first. No more rows are read than are needed to find `MOST`.
    """
    source = _SOURCES[noun]
    conditions = [source.only] if source.only else []
    values: dict[str, object] = {"most": MOST}
    if statuses:
        conditions.append("t.status IN (" + ", ".join(f":status{place}" for place in range(len(statuses))) + ")")
        values |= {f"status{place}": status for place, status in enumerate(statuses)}
    numbered = noun in NUMBERED
    key = "t.id" if numbered else "t.key"
    found: dict[str, str] = {}
    number = parse_number(typed, noun=noun) if numbered and typed else None
    if number is not None and number[0] == noun:
        found |= _read(reader, noun, source, key, [*conditions, "t.id = :number"], {**values, "number": number[1]})
        if found:
            return list(found.items())
    elif typed and not numbered:
        beginning = {"first": typed.lower(), "last": typed.lower() + "~"}
        found |= _read(
            reader, noun, source, key, [*conditions, "t.key >= :first AND t.key < :last"], {**values, **beginning}
        )
    for place, word in enumerate(typed.lower().split()):
        values[f"word{place}"] = f"%{_literal(word)}%"
        fits = [f"lower({column}) LIKE :word{place} ESCAPE '!'" for column in source.sought]
        conditions.append(f"({' OR '.join(fits)})")
    if len(found) < MOST:
        others = _read(reader, noun, source, key, conditions, values)
        found |= {each: said for each, said in others.items() if each not in found}
    return list(found.items())[:MOST]


def _read(
    reader: Reader, noun: str, source: _Source, key: str, conditions: list[str], values: Mapping[str, object]
) -> dict[str, str]:
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = reader.rows(
        f"SELECT {key}, {source.said} FROM {source.tables} {where} ORDER BY {source.order} LIMIT :most", values
    )
    return {
        number_key(noun, each) if noun in NUMBERED else str(each): shortened(str(said or ""), _LABEL)
        for each, said in rows
    }


def _literal(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
