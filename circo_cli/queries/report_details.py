"""The rows behind a quarter report, one by one: who held a seat in its Tracks, what was asked in it.

What counts, and where, is as for the figures. No person is named: neither contacts nor owners.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.queries.conditions import ASKED, HELD, OBSERVED, SEAT, SURVIVOR
from circo_cli.queries.counting import Scope, counted, days_waited, span_of
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter


class SeatDetail(NamedTuple):
    """An enrolment that holds a seat in a Track that counts in the quarter, with its company.

    `attended` is at how many of its `sessions`, those at which attendance is expected; both are None in a Track in
    which none was recorded. A company that was merged is what it was merged into; `hub` is its home hub.
    """

    enrolment: str
    track: str
    title: str
    company: str
    name: str
    kind: str
    sector: str | None
    chain_role: str | None
    city: str | None
    region: str | None
    hub: str | None
    status: str
    people: int
    attended: int | None
    sessions: int | None
    score: int | None
    outcome: str | None


class QuestionDetail(NamedTuple):
    """A question that was asked in the quarter, as it stands now; `days` are those from question to first answer."""

    question: str
    text: str
    hub: str | None
    company: str | None
    track: str | None
    theme: str | None
    category: str
    status: str
    asked_on: str
    due_on: str | None
    answered_on: str | None
    days: int | None


def seats_of_quarter(
    reader: Reader, *, quarter: Quarter, hub_id: int | None, today: date, limit: int
) -> list[SeatDetail]:
    """Return the seats in the Tracks of `quarter`, at most `limit`, by Track and company; joint Tracks once."""
    _, join = Scope(by_hub=hub_id is not None, hub_id=hub_id).of_tracks()
    span = span_of(quarter, quarter, theme_id=None, hub_id=hub_id, today=today)
    rows = reader.rows(
        f"""SELECT e.id, t.key, t.title, m.key, m.name, m.kind, m.sector, m.chain_role, m.city, m.region, h.key,
                   e.status, e.people,
                   CASE WHEN {OBSERVED} THEN (SELECT count(*) FROM attendance a
                                               WHERE a.enrolment_id = e.id AND a.people > 0) END,
                   CASE WHEN {OBSERVED} THEN {HELD} END, e.score, e.outcome
              FROM track t {join} JOIN enrolment e ON e.track_id = t.id
              JOIN company k ON k.id = e.company_id JOIN company m ON m.id = {SURVIVOR}
              LEFT JOIN hub h ON h.id = m.hub_id
             WHERE {counted(span)} AND {SEAT} ORDER BY t.key, m.key, e.id LIMIT {int(limit)}""",
        span,
    )
    return [SeatDetail(number_key("enrolment", number), *rest) for number, *rest in rows]


def questions_of_quarter(
    reader: Reader, *, quarter: Quarter, hub_id: int | None, today: date, limit: int
) -> list[QuestionDetail]:
    """Return the questions that were asked in `quarter`, at most `limit`, by day; merged ones are left out."""
    _, condition = Scope(by_hub=hub_id is not None, hub_id=hub_id).of("q")
    rows = reader.rows(
        f"""SELECT q.id, q.text, h.key, c.key, t.key, th.key, q.category, q.status, q.asked_on, q.due_on,
                   (SELECT min(a.answered_on) FROM question_answer a WHERE a.question_id = q.id)
              FROM question q LEFT JOIN hub h ON h.id = q.hub_id LEFT JOIN company k ON k.id = q.company_id
              LEFT JOIN company c ON c.id = {SURVIVOR} LEFT JOIN track t ON t.id = q.track_id
              LEFT JOIN theme th ON th.id = q.theme_id
             WHERE {ASKED} AND {condition} ORDER BY q.asked_on, q.id LIMIT {int(limit)}""",
        span_of(quarter, quarter, theme_id=None, hub_id=hub_id, today=today),
    )
    return [
        QuestionDetail._make((number_key("question", number), *rest, _days(rest[-3], rest[-1])))
        for number, *rest in rows
    ]


def _days(asked_on: str, answered_on: str | None) -> int | None:
    return None if answered_on is None else days_waited(asked_on, answered_on)
