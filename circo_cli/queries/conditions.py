"""What each metric of the report counts, as conditions in SQL: shared by the figures and by the keys behind them.

The aliases are ``t`` track, ``e`` enrolment, ``s`` session, ``q`` question, ``a`` one of its answers, ``i`` insight,
``hp`` the period of a partner; the values are those of `circo_cli.queries.counting.span_of`.
"""

from __future__ import annotations

from collections.abc import Mapping

from circo_cli.queries.counting import codes, quarter_of
from circo_cli.values.vocabulary import PROPOSITIONS, SEATED, UNANSWERED, Metric

PLANNED = "t.planned_quarter BETWEEN :first AND :last"

OF_TRACKS: Mapping[Metric, str] = {
    Metric.TRACKS_RUN: "t.status = 'completed'",
    Metric.TRACKS_CANCELLED: "t.status = 'cancelled'",
}
"""Of Tracks that count in the quarters."""

COMPLETED = "e.status = 'completed'"
SEAT = f"e.status IN ({codes(SEATED)})"
_NO_SHOW = "e.status = 'no-show'"

OF_ENROLMENTS: Mapping[Metric, str] = {
    Metric.ENROLMENTS: SEAT,
    Metric.PEOPLE: COMPLETED,
    Metric.COMPLETED: COMPLETED,
    Metric.NO_SHOW: _NO_SHOW,
    Metric.PROPOSITIONS: f"{COMPLETED} AND e.outcome IN ({codes(PROPOSITIONS)})",
    Metric.IMPLEMENTED: f"{COMPLETED} AND e.outcome = 'implemented'",
}
"""Of enrolments in Tracks that count in the quarters."""

DIVIDED_BY: Mapping[Metric, str] = {
    Metric.COMPLETION_RATE: f"({COMPLETED} OR {_NO_SHOW})",
    Metric.AVERAGE_SCORE: "e.score IS NOT NULL",
}
"""Which of those enrolments a quotient is taken over."""

SURVIVOR = "coalesce(k.merged_into_id, k.id)"
"""The company as which ``k`` counts: what it was merged into."""

NEW = f"""NOT EXISTS (
                   SELECT 1 FROM company x CROSS JOIN enrolment p CROSS JOIN track pt
                    WHERE (x.id = d.company OR x.merged_into_id = d.company)
                      AND p.company_id = x.id AND coalesce(p.status, '') = 'completed' AND pt.id = p.track_id
                      AND {quarter_of("pt")} < :first)"""
"""That the company ``d.company`` completed nothing before the quarters."""

_RECORDED = "EXISTS (SELECT 1 FROM attendance r WHERE r.session_id = s.id)"
HELD = f"(SELECT count(*) FROM track_session s WHERE s.track_id = t.id AND {_RECORDED})"
"""At how many sessions of a Track attendance is expected: those of which somebody's was recorded."""

OBSERVED = f"EXISTS (SELECT 1 FROM track_session s WHERE s.track_id = t.id AND {_RECORDED})"
"""That attendance was recorded at a Track at all."""

ASKED = "q.asked_on BETWEEN :from AND :until AND q.status <> 'merged'"

FIRST_ANSWERS = """(SELECT a.question_id, min(a.answered_on) AS answered_on FROM question_answer a
                      WHERE a.answered_on BETWEEN :from AND :until GROUP BY a.question_id) f CROSS JOIN question q"""
ANSWERED = """q.id = f.question_id AND q.status <> 'merged'
               AND NOT EXISTS (SELECT 1 FROM question_answer b
                                WHERE b.question_id = q.id AND b.answered_on < :from)"""
"""Of `FIRST_ANSWERS`, each question once: those that had no answer before the quarters."""

WAITING = f"q.status IN ({codes(UNANSWERED)}) AND q.asked_on <= :until"
ANSWERED_LATER = """q.id = a.question_id AND a.answered_on > :until
                            AND q.status IN ('answered', 'closed') AND q.asked_on <= :until
                            AND (q.closed_on IS NULL OR q.closed_on > :until)
                            AND NOT EXISTS (SELECT 1 FROM question_answer b
                                             WHERE b.question_id = q.id AND b.answered_on <= :until)"""
CLOSED_LATER = """q.closed_on > :until AND coalesce(q.asked_on, '') <= :until
               AND NOT EXISTS (SELECT 1 FROM question_answer b WHERE b.question_id = q.id)"""
"""Beside those that are `WAITING` still, the questions that were open at the end of the quarters: answered since, or
closed since without any answer. When one was closed is unknown where it came closed from a file.
"""

PUBLISHED = "i.status IN ('published', 'retired') AND i.published_on BETWEEN :from AND :until"

TAKING_PART = "hp.from_on <= :until AND (hp.until_on IS NULL OR hp.until_on >= :until)"
