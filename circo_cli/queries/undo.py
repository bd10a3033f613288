"""What an undo or redo puts back, in words: a line a thing, in the order in which the change had touched them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from circo_cli.queries.history import UNTOLD, named
from circo_cli.storage.reader import Reader
from circo_cli.storage.row_changes import RowChange
from circo_cli.storage.things import key_of
from circo_cli.values.keys import NUMBERED, number_key
from circo_cli.values.text import counted, one_line, plural

_MOST = 20
"""Up to so many things get a line each; of more it is said how many there are."""

_LONGEST = 60
"""So much of a text is enough to know it by."""

_PARTS: Mapping[str, tuple[str, str]] = {
    "attendance": ("attendance of session", "session_id"),
    "cancelled_session": ("cancelled session", "starts_at"),
    "company_contact": ("contact", "name"),
    "company_note": ("note", "id"),
    "digest_file": ("file", "path"),
    "digest_item": ("item", "item"),
    "enrolment_contact": ("contact", "contact_id"),
    "hub_partner": ("partner", "partner_id"),
    "hub_partner_journey": ("journey stage", "journey"),
    "hub_region": ("region", "region"),
    "hub_sector": ("sector", "theme_id"),
    "hub_stage": ("stage", "stage"),
    "hub_step": ("step", "step"),
    "insight_comment": ("comment", "text"),
    "insight_question": ("question", "question_id"),
    "insight_topic": ("topic", "topic"),
    "insight_version": ("version", "version"),
    "question_answer": ("answer", "text"),
    "question_topic": ("topic", "topic"),
    "track_hub": ("hub", "hub_id"),
    "track_session": ("session", "starts_at"),
    "track_trainer": ("trainer", "trainer_id"),
}
"""Tables of parts: what a part is called, and the column that tells it from its like."""


def in_words(reader: Reader, rows: Sequence[RowChange]) -> list[str]:
    """Return what `rows`, as they were and as they are now, come to: ``hub limburg: lead is Eva (was Joost)``."""
    things: dict[tuple[str, int], list[RowChange]] = {}
    for row in rows:
        things.setdefault((row.thing, row.thing_id), []).append(row)
    if len(things) <= _MOST:
        return [_line(reader, thing, number, own) for (thing, number), own in things.items()]
    fates: dict[str, dict[str, int]] = {}
    for (thing, _), own in things.items():
        counts = fates.setdefault(_fate(thing, own), {})
        counts[thing] = counts.get(thing, 0) + 1
    return [
        f"{', '.join(counted(count, thing, plural(thing)) for thing, count in counts.items())}: {fate}"
        for fate, counts in fates.items()
    ]


def _fate(thing: str, rows: Sequence[RowChange]) -> str:
    """Return what became of a thing."""
    whole = next((row for row in rows if row.table == thing), None)
    if whole is not None and whole.before is None:
        return "back"
    return "gone" if whole is not None and whole.after is None else "changed"


def files_of(rows: Sequence[RowChange]) -> list[str]:
    """Return the files of exports among `rows`, which no undo touches."""
    images = [row.before or row.after or {} for row in rows if row.table == "digest_file"]
    return list(dict.fromkeys(str(image["path"]) for image in images))


def _line(reader: Reader, thing: str, number: int, rows: Sequence[RowChange]) -> str:
    key = key_of(reader, thing, number)
    name = key if thing in NUMBERED else f"{thing} {key}"
    whole = next((row for row in rows if row.table == thing), None)
    if whole is not None and whole.before is None:
        return f"{name} is back{_known_by(reader, thing, whole.after or {})}"
    if whole is not None and whole.after is None:
        return f"{name} is gone{_known_by(reader, thing, whole.before or {})}"
    said = [_field(reader, row, *field) for row in rows if row.table == thing for field in _told(row)]
    said += [part for row in rows if row.table != thing for part in _part(reader, row)]
    return f"{name}: {', '.join(said) or 'as it was'}"


def _known_by(reader: Reader, thing: str, image: Mapping[str, Any]) -> str:
    """Return what people know a thing by whose key is a number."""
    if thing == "enrolment":
        company, track = (key_of(reader, noun, image[f"{noun}_id"]) for noun in ("company", "track"))
        return f" ({company} in {track})"
    words = next((image[name] for name in ("title", "text", "metric", "audience", "name") if name in image), None)
    return "" if words is None or thing == "track" else f" ({_cut(words)})"


def _told(row: RowChange) -> Iterator[tuple[str, Any, Any]]:
    return (field for field in row.fields() if field[0] not in UNTOLD)


def _field(reader: Reader, row: RowChange, column: str, before: Any, after: Any) -> str:
    old, new = (named(reader, row.table, column, value) for value in (before, after))
    was = "" if old is None else f" (was {_short(old)})"
    return f"{column.removesuffix('_id')} is {'empty' if new is None else _short(new)}{was}"


def _part(reader: Reader, row: RowChange) -> Iterator[str]:
    """Yield what became of a part of a thing."""
    word, column = _PARTS[row.table]
    image = row.after or row.before or {}
    name = f"{word} {_short(_label(reader, row.table, column, image[column]))}"
    if row.before is None:
        yield f"{name} is back"
    elif row.after is None:
        yield f"{name} is gone"
    else:
        yield from (f"{name}: {_field(reader, row, *field)}" for field in _told(row))


def _label(reader: Reader, table: str, column: str, value: Any) -> Any:
    if column == "id":
        return number_key("note", value)
    if column == "contact_id":
        return reader.value("SELECT name FROM company_contact WHERE id = :id", {"id": value})
    if column == "session_id":
        return reader.value("SELECT starts_on FROM track_session WHERE id = :id", {"id": value})
    return named(reader, table, column, value)


def _short(value: Any) -> str:
    """Return a value that stands in a sentence: as much as it is known by, in quotes where it is words."""
    text = _cut(value)
    return f"'{text}'" if " " in text else text


def _cut(value: Any) -> str:
    text = one_line(str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
