"""Figures of many spans at once: Tracks and answers are read once, and every span is put together from its quarters.

The same as `circo_cli.queries.figures`, which asks anew for each span: dear where a hub has a goal for every quarter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from circo_cli.queries.conditions import COMPLETED, OF_ENROLMENTS, OF_TRACKS, SURVIVOR
from circo_cli.queries.counting import counted, quarter_of, total
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric


class Span(NamedTuple):
    """Of whom, of what and of when a figure is: without hub of the network, without theme of all; quarters as text."""

    hub_id: int | None
    theme_id: int | None
    first: str
    last: str

    @property
    def quarters(self) -> Iterator[str]:
        """The quarters from the first to the last."""
        each = Quarter.parse(self.first)
        while str(each) <= self.last:
            yield str(each)
            each = each.next


_Cell = tuple[int | None, int | None, str]
"""Hub, theme and quarter; None for the network, and for any theme."""

_OF_TRACKS = {metric.value: condition for metric, condition in OF_TRACKS.items()}
_OF_ENROLMENTS = {metric.value: condition for metric, condition in OF_ENROLMENTS.items()}
_ANSWERED, _COMPANIES = Metric.QUESTIONS_ANSWERED.value, Metric.COMPANIES.value

AT_ONCE = frozenset({*_OF_TRACKS, *_OF_ENROLMENTS, _ANSWERED, _COMPANIES})
"""The metrics that can be counted so."""


def count_at_once(reader: Reader, wanted: Mapping[str, Collection[Span]]) -> dict[tuple[str, Span], int]:
    """Return the figures of `wanted`: spans by metric, which is one of `AT_ONCE`."""
    spans = {span for each in wanted.values() for span in each}
    if not spans:
        return {}
    asked = frozenset((span.hub_id, span.theme_id) for span in spans)
    hubs = {hub for hub, _ in asked}
    values = {
        "first": min(span.first for span in spans),
        "last": max(span.last for span in spans),
        "theme": None,
        "hub": next(iter(hubs)) if len(hubs) == 1 else None,
    }
    cells: dict[str, dict[_Cell, Any]] = {}
    if _ANSWERED in wanted:
        cells[_ANSWERED] = _answered(reader, asked, values)
    of_tracks = wanted.keys() - {_ANSWERED}
    if of_tracks:
        hubs_of = _hubs_of_tracks(reader, values)
        if of_tracks - {_COMPANIES}:
            cells.update(_added_up(reader, asked, values, hubs_of, sorted(of_tracks - {_COMPANIES})))
        if _COMPANIES in of_tracks:
            cells[_COMPANIES] = _companies(reader, asked, values, hubs_of)
    return {
        (metric, span): _together(cells[metric].get((span.hub_id, span.theme_id, quarter)) for quarter in span.quarters)
        for metric, each in wanted.items()
        for span in each
    }


def _together(parts: Iterable[set[int] | int | None]) -> int:
    found = [part for part in parts if part]
    sets = [part for part in found if isinstance(part, set)]
    return len(set().union(*sets)) if sets else sum(part for part in found if isinstance(part, int))


_Asked = frozenset[tuple[int | None, int | None]]


def _within(asked: _Asked, hubs: Iterable[int], theme_id: int | None) -> list[tuple[int | None, int | None]]:
    """Return those of `asked` to which something of these hubs and this theme belongs."""
    return [pair for hub in (None, *hubs) for about in {None, theme_id} if (pair := (hub, about)) in asked]


def _answered(reader: Reader, asked: _Asked, values: Mapping[str, Any]) -> dict[_Cell, int]:
    cells: dict[_Cell, int] = defaultdict(int)
    whose = "" if values["hub"] is None else "hub_id = :hub AND "
    for hub_id, theme_id, quarter, number in reader.rows(
        f"""SELECT hub_id, theme_id, quarter, questions FROM tally_answered
             WHERE {whose}quarter BETWEEN :first AND :last""",
        values,
    ):
        for pair in _within(asked, [hub_id] if hub_id else [], theme_id or None):
            cells[*pair, quarter] += number
    return cells


def _hubs_of_tracks(reader: Reader, values: Mapping[str, Any]) -> dict[int, list[int]]:
    """Return, per Track, the hubs that organise it: of one hub its own Tracks alone."""
    hubs_of: dict[int, list[int]] = defaultdict(list)
    whose = "" if values["hub"] is None else " WHERE hub_id = :hub"
    for track_id, hub_id in reader.rows(f"SELECT track_id, hub_id FROM track_hub{whose}", values):
        hubs_of[track_id].append(hub_id)
    return hubs_of


def _tracks(values: Mapping[str, Any]) -> str:
    """Return SQL for the condition that a Track ``t`` counts in the quarters, and at the hub if there is but one."""
    if values["hub"] is None:
        return counted(values)
    return f"""t.id IN (SELECT th.track_id FROM track_hub th WHERE th.hub_id = :hub)
           AND {quarter_of("t")} BETWEEN :first AND :last"""


def _added_up(
    reader: Reader,
    asked: _Asked,
    values: Mapping[str, Any],
    hubs_of: Mapping[int, list[int]],
    metrics: Collection[str],
) -> dict[str, dict[_Cell, int]]:
    cells: dict[str, dict[_Cell, int]] = {metric: defaultdict(int) for metric in metrics}
    columns = [
        f"CASE WHEN {_OF_TRACKS[metric]} THEN 1 ELSE 0 END"
        if metric in _OF_TRACKS
        else f"""(SELECT {total(_OF_ENROLMENTS[metric], "e.people" if metric == Metric.PEOPLE else "1")}
                    FROM enrolment e WHERE e.track_id = t.id)"""
        for metric in metrics
    ]
    for track_id, theme_id, quarter, *numbers in reader.rows(
        f"SELECT t.id, t.theme_id, {quarter_of('t')}, {', '.join(columns)} FROM track t WHERE {_tracks(values)}", values
    ):
        for pair in _within(asked, hubs_of.get(track_id, ()), theme_id):
            for metric, number in zip(metrics, numbers, strict=True):
                cells[metric][*pair, quarter] += number
    return cells


def _companies(
    reader: Reader, asked: _Asked, values: Mapping[str, Any], hubs_of: Mapping[int, list[int]]
) -> dict[_Cell, set[int]]:
    """Return which companies completed something; a merged one is what it became."""
    cells: dict[_Cell, set[int]] = defaultdict(set)
    tracks = {
        number: (theme_id, quarter)
        for number, theme_id, quarter in reader.rows(
            f"SELECT t.id, t.theme_id, {quarter_of('t')} FROM track t WHERE {_tracks(values)}", values
        )
    }
    places: dict[int, list[set[int]]] = {}
    for track_id, company_id in reader.stream(
        f"""SELECT e.track_id, {SURVIVOR} FROM track t JOIN enrolment e ON e.track_id = t.id AND {COMPLETED}
              JOIN company k ON k.id = e.company_id
             WHERE {_tracks(values)}""",
        values,
    ):
        if track_id not in places:
            theme_id, quarter = tracks[track_id]
            pairs = _within(asked, hubs_of.get(track_id, ()), theme_id)
            places[track_id] = [cells[*pair, quarter] for pair in pairs]
        for companies in places[track_id]:
            companies.add(company_id)
    return cells
