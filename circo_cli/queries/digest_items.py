"""What a digest holds, section by section; `sight` decides what an audience may see.

CIRCO sees everything. A hub sees its own part (its questions in full, its drafts) and of the others what the
network sees. The network sees shared questions, in their shared words, and what is published; of a question only
text, answers, category, theme, sector and hub cross (source: the contract, Sharing; the field, Questions).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from circo_cli.queries.digest_scope import SECTIONS, Audience, Item, Period
from circo_cli.queries.sight import owns_insight, owns_question, sees_question
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Category


def gather(reader: Reader, *, audience: Audience, period: Period, today: date) -> list[Item]:
    """Return every item that `audience` may see of `period`, section by section, names not yet looked for."""
    scope = _Scope(reader, audience, period, today)
    return [
        *_hub_news(scope),
        *_upcoming_tracks(scope),
        *_insights(scope),
        *_answers(scope),
        *_recurring(scope),
        *_open_questions(scope),
    ]


class _Scope:
    """The reader with what every query asks: whose digest, which days."""

    def __init__(self, reader: Reader, audience: Audience, period: Period, today: date) -> None:
        self.reader = reader
        self.audience = audience
        self.period = period
        self.today = today
        self.values = {
            "hub": audience.hub_id,
            "first": None if period.first is None else period.first.isoformat(),
            "last": None if period.last is None else period.last.isoformat(),
            "today": today.isoformat(),
            "quarter": str(Quarter.containing(today)),
        }

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.reader.rows(sql, self.values)

    def within(self, column: str) -> str:
        """Return the condition that `column` lies in the period; since-last has no bounds."""
        return "1 = 1" if self.period.first is None else f"{column} BETWEEN :first AND :last"

    def up_to(self, column: str) -> str:
        return "1 = 1" if self.period.last is None else f"{column} <= :last"

    @property
    def owns_question(self) -> str:
        return owns_question(self.audience)

    @property
    def sees_question(self) -> str:
        return sees_question(self.audience)

    @property
    def owns_insight(self) -> str:
        return owns_insight(self.audience)

    @property
    def sees_insight(self) -> str:
        """Drafts belong to the present: a digest of days gone by does not have them."""
        present = self.period.first is None or (
            self.period.last is not None and self.period.first <= self.today <= self.period.last
        )
        published = f"""(i.status = 'published' AND ({self.within("i.published_on")} OR EXISTS (
            SELECT 1 FROM insight_version n WHERE n.insight_id = i.id AND {self.within("n.published_on")})))"""
        return f"({published} OR (i.status = 'draft' AND {self.owns_insight} = 1))" if present else published


def _hub_news(scope: _Scope) -> Iterator[Item]:
    own = scope.audience.owns("h.id = :hub")
    found: dict[str, tuple[str, Item]] = {}
    for is_own, key, name, stage, on in scope.rows(
        f"""SELECT {own}, h.key, h.name, s.stage, s.entered_on FROM hub_stage s JOIN hub h ON h.id = s.hub_id
             WHERE {scope.within("s.entered_on")} ORDER BY s.id"""
    ):
        fields = {"key": key, "hub": key, "name": name, "what": "stage", "stage": stage, "on": on}
        item = Item("hub_news", f"{key} stage {stage} {on}", fields, bool(is_own))
        found.setdefault(item.identity, (on, item))
    for is_own, key, name, partner, partner_name, role, on in scope.rows(
        f"""SELECT {own}, h.key, h.name, p.key, p.name, hp.role, hp.from_on FROM hub_partner hp
              JOIN hub h ON h.id = hp.hub_id JOIN partner p ON p.id = hp.partner_id
             WHERE {scope.within("hp.from_on")} AND NOT EXISTS (
                   SELECT 1 FROM hub_partner e WHERE e.hub_id = hp.hub_id AND e.partner_id = hp.partner_id
                      AND (e.from_on < hp.from_on OR (e.from_on = hp.from_on AND e.id < hp.id)))
             ORDER BY hp.id"""
    ):
        fields = {
            "key": key,
            "hub": key,
            "name": name,
            "what": "partner",
            "partner": partner_name,
            "role": role,
            "on": on,
        }
        item = Item("hub_news", f"{key} partner {partner} {on}", fields, bool(is_own))
        found.setdefault(item.identity, (on, item))
    # Of one day the stages keep the order in which they were entered.
    return iter(item for _, item in sorted(found.values(), key=lambda pair: pair[0]))


def _upcoming_tracks(scope: _Scope) -> Iterator[Item]:
    """Tracks without dates count as coming when they are planned for a later quarter."""
    own = scope.audience.owns("EXISTS (SELECT 1 FROM track_hub o WHERE o.track_id = v.id AND o.hub_id = :hub)")
    coming = """v.status NOT IN ('cancelled', 'completed')
                AND (v.starts_on > :today OR (v.starts_on IS NULL AND v.planned_quarter > :quarter))"""
    hubs = _elements(
        scope.rows(
            f"""SELECT th.track_id, h.key FROM track_hub th JOIN hub h ON h.id = th.hub_id
                 WHERE th.track_id IN (SELECT v.id FROM track_overview v WHERE {coming})
                 ORDER BY th.track_id, th.position"""
        )
    )
    for number, is_own, *values in scope.rows(
        f"""SELECT v.id, {own}, v.key, v.title, v.theme, v.kind, v.quarter, v.starts_on, v.sessions, v.seats_free,
                   v.location, v.taught_in
              FROM track_overview v WHERE {coming}
             ORDER BY coalesce(v.starts_on, '9999'), v.quarter, v.key"""
    ):
        key, title, *rest = values
        names = ("theme", "kind", "quarter", "starts_on", "sessions", "seats_free", "location", "taught_in")
        fields = {"key": key, "title": title, "hubs": hubs.get(number, []), **dict(zip(names, rest, strict=True))}
        yield Item("upcoming_tracks", key, fields, bool(is_own))


def _insights(scope: _Scope) -> list[Item]:
    """What was published in the period, anew or again; who commented, from whatever hub, is told to CIRCO only."""
    seen = f"SELECT i.id FROM insight i WHERE {scope.sees_insight}"
    topics = _elements(
        scope.rows(
            f"SELECT insight_id, topic FROM insight_topic WHERE insight_id IN ({seen}) ORDER BY insight_id, topic"
        )
    )
    comments: dict[int, list[tuple[str, str, str]]] = {}
    for number, *comment in scope.rows(
        f"""SELECT insight_id, text, author, commented_at FROM insight_comment WHERE insight_id IN ({seen})
             ORDER BY insight_id, commented_at, id"""
    ):
        comments.setdefault(number, []).append((comment[0], comment[1], comment[2]))
    items: list[Item] = []
    for number, is_own, title, kind, origin, theme, category, status, version, published_on, body in scope.rows(
        f"""SELECT i.id, {scope.owns_insight}, i.title, i.kind, coalesce(h.key, 'circo'), th.key, i.category,
                   i.status, i.version, i.published_on, i.body
              FROM insight i LEFT JOIN hub h ON h.id = i.hub_id LEFT JOIN theme th ON th.id = i.theme_id
             WHERE {scope.sees_insight}
             ORDER BY coalesce(i.published_on, '9999'), i.id"""
    ):
        fields = {
            "key": number_key("insight", number),
            "title": title,
            "kind": kind,
            "origin": origin,
            "theme": theme,
            "category": category,
            "topics": topics.get(number, []),
            "status": status,
            "version": version,
            "published_on": published_on,
            "body": body,
            "comments": [
                {"text": text, "by": author, "at": at} if scope.audience.sees_all else {"text": text, "at": at}
                for text, author, at in comments.get(number, [])
            ],
        }
        section = "methods" if kind == "method" else "insights"
        items.append(Item(section, fields["key"], fields, bool(is_own)))
    return sorted(items, key=lambda item: SECTIONS.index(item.section))


_QUESTION = """q.id, q.text, q.shared_text, q.category, th.key, c.sector, h.key, c.key, c.name"""
_OF_QUESTION = """LEFT JOIN company c ON c.id = q.company_id LEFT JOIN hub h ON h.id = q.hub_id
                  LEFT JOIN theme th ON th.id = q.theme_id"""


def _question(values: Sequence[Any], *, own: bool) -> dict[str, Any]:
    """Return what crosses of a question, and with `own` its own words and its company."""
    number, text, shared_text, category, theme, sector, hub, company, company_name = values
    fields = {
        "key": number_key("question", number),
        "question": text if own else shared_text or text,
        "category": category,
        "theme": theme,
        "sector": sector,
        "hub": hub,
    }
    return {**fields, "company": company, "company_name": company_name} if own else fields


def _answers(scope: _Scope) -> Iterator[Item]:
    """Questions with an answer in the period, like by like; with it stand earlier answers, for the whole story."""
    told = f"""SELECT a.question_id FROM question_answer a WHERE {scope.within("a.answered_on")}"""
    answers: dict[int, list[dict[str, str]]] = {}
    for number, text, on in scope.rows(
        f"""SELECT a.question_id, a.text, a.answered_on FROM question_answer a JOIN question q ON q.id = a.question_id
             WHERE a.question_id IN ({told}) AND {scope.up_to("a.answered_on")} AND {scope.sees_question}
             ORDER BY a.question_id, a.answered_on, a.id"""
    ):
        answers.setdefault(number, []).append({"text": text, "on": on})
    found = scope.rows(
        f"""SELECT {scope.owns_question}, {_QUESTION} FROM question q {_OF_QUESTION}
             WHERE q.id IN ({told}) AND {scope.sees_question} ORDER BY q.id"""
    )
    order = [category.value for category in Category]
    for is_own, *values in sorted(
        found, key=lambda row: (order.index(row[4]), row[5] or "~", answers[row[1]][0]["on"], row[1])
    ):
        fields = {**_question(values, own=bool(is_own)), "answers": answers[values[0]]}
        yield Item("answers", fields["key"], fields, bool(is_own))


def _recurring(scope: _Scope) -> Iterator[Item]:
    """Counts over all questions, the unshared too: numbers say nobody's name.

    A merged question counts as what it was merged into, and keeps its asker. A ``--since-last`` digest counts the
    present quarter.
    """
    quarter = Quarter.containing(scope.today)
    period = scope.period if scope.period.first else Period(str(quarter), quarter.first, quarter.last)
    before = period.before()
    if period.first is None or period.last is None or before is None:
        raise AssertionError("a quarter has its days")
    present, past = _askers(scope, period.first, period.last), _askers(scope, *before)
    for (category, theme), (askers, questions) in sorted(
        present.items(), key=lambda pair: (-pair[1][0], -pair[1][1], pair[0][0], pair[0][1] or "~")
    ):
        if askers < 2:
            continue
        fields = {
            "category": category,
            "theme": theme,
            "askers": askers,
            "questions": questions,
            "previous": past.get((category, theme), (0, 0))[0],
        }
        yield Item("recurring", f"{category} {theme or '-'} {period.label}", fields, own=True)


def _askers(scope: _Scope, first: date, last: date) -> dict[tuple[str, str | None], tuple[int, int]]:
    rows = scope.reader.rows(
        """SELECT r.category, th.key, count(DISTINCT coalesce(c.merged_into_id, q.company_id, -q.id)),
                  count(DISTINCT r.id)
             FROM question q JOIN question r ON r.id = coalesce(q.merged_into_id, q.id)
             LEFT JOIN company c ON c.id = q.company_id LEFT JOIN theme th ON th.id = r.theme_id
            WHERE q.asked_on BETWEEN :first AND :last GROUP BY r.category, th.key""",
        {"first": first.isoformat(), "last": last.isoformat()},
    )
    return {(category, theme): (askers, questions) for category, theme, askers, questions in rows}


def _open_questions(scope: _Scope) -> Iterator[Item]:
    overdue = "CASE WHEN q.due_on < :today THEN 1 ELSE 0 END"
    for is_own, late, asked_on, due_on, status, owner, referred_to, *values in scope.rows(
        f"""SELECT {scope.owns_question}, {overdue}, q.asked_on, q.due_on, q.status, q.owner,
                   coalesce(p.name, q.referred_text), {_QUESTION}
              FROM question q {_OF_QUESTION} LEFT JOIN partner p ON p.id = q.referred_partner_id
             WHERE q.status IN ('open', 'referred') AND {scope.up_to("q.asked_on")} AND {scope.sees_question}
             ORDER BY {overdue} DESC, coalesce(q.due_on, '9999'), q.asked_on, q.id"""
    ):
        asked = {"status": status, "asked_on": asked_on, "due_on": due_on, "overdue": bool(late)}
        inside = {"owner": owner, "referred_to": referred_to} if is_own else {}
        fields = {**_question(values, own=bool(is_own)), **asked, **inside}
        yield Item("open_questions", fields["key"], fields, bool(is_own))


def _elements(rows: Sequence[tuple[int, str]] | Sequence[tuple[Any, ...]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for owner, element in rows:
        found.setdefault(owner, []).append(element)
    return found
