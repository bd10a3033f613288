"""Themes as they are read, and which theme a sector is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.text import fold

if TYPE_CHECKING:
    from circo_cli.values.quarter import Quarter


class ThemeRow(NamedTuple):
    """A theme with what happened in it, in the quarter and at the hub that were asked for."""

    key: str
    name_nl: str
    name_en: str | None
    tracks: int
    questions: int
    askers: int
    waitlisted: int


THEMES = Listing(
    row=ThemeRow,
    source="theme v",
    order="v.key",
    columns={
        "tracks": "coalesce(t.tracks, 0)",
        "questions": "coalesce(q.questions, 0)",
        "askers": "coalesce(q.askers, 0) + coalesce(m.askers, 0)",
        "waitlisted": "coalesce(w.waitlisted, 0)",
    },
)

# Each part is one pass over its table, whatever the number of themes; questions of all time are counted already.
# Who asked what was merged since is an asker too, and is counted beside those who ask it still.
_SOURCE = """theme v
  LEFT JOIN (SELECT t.theme_id, count(*) AS tracks FROM track t WHERE {tracks} GROUP BY t.theme_id) t
         ON t.theme_id = v.id
  LEFT JOIN (SELECT t.theme_id, count(*) AS waitlisted FROM enrolment e JOIN track t ON t.id = e.track_id
              WHERE e.status = 'waitlisted' AND {tracks} GROUP BY t.theme_id) w
         ON w.theme_id = v.id
  LEFT JOIN ({asked}) q
         ON q.theme_id = v.id
  LEFT JOIN (SELECT m.theme_id, count(*) AS askers FROM (
                    SELECT DISTINCT q.theme_id, coalesce(o.company_id, -o.id) AS asker FROM question o
                     {join} question q
                     WHERE q.id = o.merged_into_id AND o.merged_into_id > 0 AND q.status <> 'merged' AND {questions}) m
              WHERE NOT EXISTS (SELECT 1 FROM question q WHERE q.theme_id = m.theme_id AND q.company_id = m.asker
                                   AND q.status <> 'merged' AND {questions})
              GROUP BY m.theme_id) m
         ON m.theme_id = v.id"""

_TALLIED = "SELECT y.theme_id, y.questions, y.askers FROM tally_asked y WHERE y.hub_id = coalesce(:hub_id, 0)"
_COUNTED = """SELECT q.theme_id, count(*) AS questions,
                     count(DISTINCT q.company_id) + count(*) - count(q.company_id) AS askers
                FROM question q WHERE q.status <> 'merged' AND {questions} GROUP BY q.theme_id"""


def list_themes(
    reader: Reader,
    *,
    quarter: Quarter | None = None,
    hub_id: int | None = None,
    theme_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[ThemeRow]:
    """Return the themes with their counts: of all time and the whole network, unless a filter is given.

    A Track counts in the quarter in which its first session starts (without sessions: its planned quarter) and
    for every organising hub; a question in the quarter in which it was asked. Merged questions are not counted,
    their askers are; a question without a company is an asker of its own.
    """
    filters = Filters()
    filters.add("v.id = :theme_id", theme_id=theme_id)
    narrowed = quarter is not None or hub_id is not None
    # Of one quarter or hub the questions are found by that, and not by their theme.
    tracks, questions = ["t.theme_id IS NOT NULL"], [f"{'+' if narrowed else ''}q.theme_id IS NOT NULL"]
    if theme_id is not None:
        questions.append("q.theme_id = :theme_id")
    if quarter is not None:
        tracks.append(
            """coalesce((SELECT s.quarter FROM track_session s WHERE s.track_id = t.id ORDER BY s.starts_at LIMIT 1),
                        t.planned_quarter) = :quarter"""
        )
        questions.append("q.asked_on BETWEEN :first AND :last")
        filters.values.update(quarter=str(quarter), first=quarter.first.isoformat(), last=quarter.last.isoformat())
    if hub_id is not None:
        tracks.append("EXISTS (SELECT 1 FROM track_hub h WHERE h.track_id = t.id AND h.hub_id = :hub_id)")
        questions.append("q.hub_id = :hub_id")
    asked = _TALLIED if quarter is None else _COUNTED
    filters.values["hub_id"] = hub_id
    pieces = {"tracks": " AND ".join(tracks), "questions": " AND ".join(questions)}
    # All that was merged is less than the questions of a hub, and more than those of a quarter.
    pieces["join"] = "CROSS JOIN" if quarter is None else "JOIN"
    source = _SOURCE.format(asked=asked.format(**pieces), **pieces)
    listing = THEMES._replace(source=source)
    return listing.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def names_of_themes(reader: Reader) -> list[tuple[str, ...]]:
    """Return, for each theme, its key and then its other names."""
    rows = reader.rows("SELECT key, name_nl, name_en FROM theme ORDER BY id")
    return [tuple(name for name in row if name) for row in rows]


def sector_names(themes: Iterable[tuple[str, ...]], typed: str) -> tuple[str, ...]:
    """Return every name of the sector that `typed` means, its theme's key first; free text is its own name."""
    wanted = fold(typed)
    for names in themes:
        if wanted in map(fold, names):
            return names
    return (typed,)
