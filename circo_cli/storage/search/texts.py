"""What is searched of each thing: its texts as they stand in the tables, and who may see which."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from circo_cli.storage.search.places import NETWORK, hub_mark
from circo_cli.values.keys import number_key


class Text(NamedTuple):
    """What is searched of one thing.

    `title` and `body` are for whoever sees the thing, `own` for its hub and CIRCO, `more` for CIRCO alone; `who` are
    marks of those who see it beside CIRCO.
    """

    title: str
    body: str = ""
    own: str = ""
    more: str = ""
    who: tuple[str, ...] = ()


def texts_of(connection: sqlite3.Connection, noun: str, ids: Sequence[int]) -> dict[int, Text]:
    """Return the texts of each `noun` in `ids` that can be found; what is merged or gone is left out."""
    chosen = ", ".join(str(int(each)) for each in ids)

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql.format(ids=chosen)).fetchall()

    return _READ[noun](rows)


_Rows = Callable[[str], list[tuple[Any, ...]]]


def _gathered(rows: Iterable[Sequence[Any]]) -> Mapping[int, list[str]]:
    """Return owner → texts of rows whose first column is the owner and whose others are texts."""
    found: dict[int, list[str]] = {}
    for owner, *texts in rows:
        found.setdefault(owner, []).extend(str(text) for text in texts if text)
    return found


def _joined(*parts: Any) -> str:
    return "\n".join(str(part) for part in parts if part)


def _questions(rows: _Rows) -> dict[int, Text]:
    """The words of those who asked the same, and were merged, find it too; they are other hubs' affairs."""
    answers = _gathered(rows("SELECT question_id, text FROM question_answer WHERE question_id IN ({ids}) ORDER BY id"))
    topics = _gathered(rows("SELECT question_id, topic FROM question_topic WHERE question_id IN ({ids})"))
    merged = _gathered(rows("SELECT merged_into_id, text FROM question WHERE merged_into_id IN ({ids}) ORDER BY id"))
    found: dict[int, Text] = {}
    for number, text, shared_text, sharing, hub_id in rows(
        "SELECT id, text, shared_text, sharing, hub_id FROM question WHERE id IN ({ids}) AND status <> 'merged'"
    ):
        shared = sharing == "network"
        seen = shared_text if shared and shared_text else text
        found[number] = Text(
            title=seen,
            body=_joined(number_key("question", number), *answers.get(number, ()), *topics.get(number, ())),
            own="" if seen == text else text,
            more=_joined(*merged.get(number, ())),
            who=_marks([hub_id], network=shared),
        )
    return found


def _insights(rows: _Rows) -> dict[int, Text]:
    topics = _gathered(rows("SELECT insight_id, topic FROM insight_topic WHERE insight_id IN ({ids})"))
    comments = _gathered(rows("SELECT insight_id, text FROM insight_comment WHERE insight_id IN ({ids}) ORDER BY id"))
    return {
        number: Text(
            title=title,
            body=_joined(number_key("insight", number), body, *topics.get(number, ()), *comments.get(number, ())),
            who=_marks([hub_id], network=status == "published"),
        )
        for number, title, body, status, hub_id in rows(
            "SELECT id, title, body, status, hub_id FROM insight WHERE id IN ({ids})"
        )
    }


def _companies(rows: _Rows) -> dict[int, Text]:
    contacts = _gathered(
        rows("SELECT company_id, name, email, phone, role FROM company_contact WHERE company_id IN ({ids}) ORDER BY id")
    )
    notes = _gathered(rows("SELECT company_id, text FROM company_note WHERE company_id IN ({ids}) ORDER BY id"))
    return {
        number: Text(
            title=name,
            body=_joined(*facts),
            own=_joined(*contacts.get(number, ()), *notes.get(number, ())),
            who=_marks([hub_id], network=False),
        )
        for number, hub_id, name, *facts in rows(
            """SELECT id, hub_id, name, "key", kvk, sector, city, postcode, website FROM company
                WHERE id IN ({ids}) AND merged_into_id IS NULL"""
        )
    }


def _tracks(rows: _Rows) -> dict[int, Text]:
    hubs: dict[int, list[int]] = {}
    for track_id, hub_id in rows("SELECT track_id, hub_id FROM track_hub WHERE track_id IN ({ids}) ORDER BY hub_id"):
        hubs.setdefault(track_id, []).append(hub_id)
    trainers = _gathered(
        rows(
            """SELECT tt.track_id, t.name FROM track_trainer tt JOIN trainer t ON t.id = tt.trainer_id
                WHERE tt.track_id IN ({ids}) ORDER BY t.id"""
        )
    )
    return {
        number: Text(
            title=title,
            body=_joined(key, location, theme),
            own=_joined(*trainers.get(number, ())),
            who=_marks([hub_id, *hubs.get(number, ())], network=True),
        )
        for number, hub_id, title, key, location, theme in rows(
            """SELECT t.id, t.hub_id, t.title, t."key", t.location, th."key" FROM track t
                 LEFT JOIN theme th ON th.id = t.theme_id WHERE t.id IN ({ids})"""
        )
    }


def _hubs(rows: _Rows) -> dict[int, Text]:
    partners = _gathered(
        rows(
            """SELECT DISTINCT hp.hub_id, p.name FROM hub_partner hp JOIN partner p ON p.id = hp.partner_id
                WHERE hp.hub_id IN ({ids}) ORDER BY p.name"""
        )
    )
    regions = _gathered(rows("SELECT hub_id, region FROM hub_region WHERE hub_id IN ({ids}) ORDER BY region"))
    return {
        number: Text(
            title=name,
            body=_joined(key, *regions.get(number, ()), *partners.get(number, ())),
            own=lead or "",
            who=_marks([number], network=True),
        )
        for number, name, key, lead in rows('SELECT id, name, "key", lead FROM hub WHERE id IN ({ids})')
    }


def _marks(hub_ids: Iterable[int | None], *, network: bool) -> tuple[str, ...]:
    own = dict.fromkeys(hub_mark(hub_id) for hub_id in hub_ids if hub_id is not None)
    return (*own, NETWORK) if network else tuple(own)


_READ: Mapping[str, Callable[[_Rows], dict[int, Text]]] = {
    "question": _questions,
    "insight": _insights,
    "company": _companies,
    "track": _tracks,
    "hub": _hubs,
}
