"""Questions as they are read: lists, one question whole, who could answer."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.rows import nested
from circo_cli.values.topics import parse_topics
from circo_cli.values.vocabulary import UNANSWERED, QuestionStatus

_SIMILAR = 3
_WAITING = ", ".join(f"'{status}'" for status in UNANSWERED)


class QuestionRow(NamedTuple):
    """A question in a list; `age_days` counts from the day of asking to today, answered or not."""

    key: str
    text: str
    company: str | None
    hub: str | None
    track: str | None
    theme: str | None
    sector: str | None
    category: str
    topics: tuple[str, ...]
    status: str
    asked_on: str
    due_on: str | None
    owner: str | None
    referred_to: str | None
    answered_on: str | None
    answers: int
    askers: int
    sharing: str
    shared_text: str | None
    merged_into: str | None
    age_days: int


class AnswerRow(NamedTuple):
    """An answer to a question; `insight` is the key of the knowledge that it came from."""

    text: str
    by: str
    on: str
    insight: str | None


class AskerRow(NamedTuple):
    """Who asked: the question itself, and those that were merged into it."""

    question: str
    company: str | None
    hub: str | None
    asked_on: str


class SimilarRow(NamedTuple):
    """A question like another one that has an answer."""

    key: str
    text: str
    status: str


def _key(number: int) -> str:
    return number_key("question", number)


QUESTIONS = Listing(
    row=QuestionRow,
    source="question_overview v",
    order="v.asked_on DESC, v.id DESC",
    indexed=frozenset(("status", "asked_on", "age_days")),
    columns={"key": "v.id", "merged_into": "v.merged_into_id", "age_days": "v.asked_on"},
    lists={
        "topics": (
            "SELECT question_id, topic FROM question_topic WHERE {owners} ORDER BY question_id, topic",
            "question_id",
        )
    },
    converted={"key": _key, "merged_into": lambda number: None if number is None else _key(number)},
    counted={
        "askers": (
            """LEFT JOIN (SELECT asked.id, count(DISTINCT coalesce(m.company_id, -m.id)) AS askers
                            FROM (SELECT merged_into_id AS id, id AS part FROM question WHERE merged_into_id IS NOT NULL
                                   UNION
                                  SELECT merged_into_id, merged_into_id FROM question
                                   WHERE merged_into_id IS NOT NULL) asked
                            JOIN question m ON m.id = asked.part
                           GROUP BY asked.id) together ON together.id = v.id""",
            "coalesce(together.askers, 1)",  # few were merged: all others were asked once
        )
    },
)


def list_questions(
    reader: Reader,
    *,
    today: date,
    question_id: int | None = None,
    company_id: int | None = None,
    hub_id: int | None = None,
    track_id: int | None = None,
    theme_id: int | None = None,
    status: QuestionStatus | None = None,
    category: str | None = None,
    topic: str | None = None,
    owner: str | None = None,
    asked_from: date | None = None,
    asked_until: date | None = None,
    overdue: bool = False,
    unanswered: bool = False,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[QuestionRow]:
    """Return the questions that meet every filter given, the newest first.

    Merged questions are shown only when asked for by `status` or `question_id`. `asked_from` and `asked_until` are
    inclusive; `overdue` is unanswered and due before `today`. A company or Track also finds what its questions were
    merged into: they are asked there now.
    """
    paging = _by_date(paging)
    theme, state = "v.theme_id", "v.status"
    if paging.limit is not None and paging.sort in (None, "asked_on", "-asked_on"):
        # Common among questions: walking them by date meets enough of these sooner than sorting all of them would.
        theme, state = "coalesce(v.theme_id, 0)", "coalesce(v.status, '')"
    filters = Filters()
    filters.add("v.id = :question_id", question_id=question_id)
    asker = "v.id IN (SELECT coalesce(o.merged_into_id, o.id) FROM question o WHERE o.{0} = :{0})"
    if status is QuestionStatus.MERGED:
        asker = "v.{0} = :{0}"
    filters.add(asker.format("company_id"), company_id=company_id)
    filters.add("v.hub_id = :hub_id", hub_id=hub_id)
    filters.add(asker.format("track_id"), track_id=track_id)
    filters.add(f"{theme} = :theme_id", theme_id=theme_id)
    filters.add("v.category = :category", category=None if category is None else str(category))
    few = any(each is not None for each in (question_id, company_id, track_id, topic, owner))
    filters.add(f"{'+' if few else ''}v.status = :status", status=None if status is None else status.value)
    if topic is not None:
        tag = "".join(parse_topics([topic]))
        walked = paging.limit is not None and paging.sort in (None, "asked_on", "-asked_on")
        filters.add(_EACH_ABOUT if walked and _is_common(reader, tag) else _ABOUT, topic=tag)
    if owner is not None:
        from circo_cli.queries.distinct import different  # most lists can do without

        written = [name for name in different(reader, "question", "owner") if name.lower() == owner.lower()]
        places = {f"owner{place}": name for place, name in enumerate(written)}
        filters.where.append(f"v.owner IN ({', '.join(f':{place}' for place in places)})" if places else "1 = 0")
        filters.values.update(places)
    filters.add("v.asked_on >= :asked_from", asked_from=None if asked_from is None else asked_from.isoformat())
    filters.add("v.asked_on <= :asked_until", asked_until=None if asked_until is None else asked_until.isoformat())
    if overdue or unanswered:
        filters.add(f"{state} IN ({_WAITING})")
    if overdue:
        filters.add("v.due_on < :today", today=today.isoformat())
    if status is None and question_id is None and not (overdue or unanswered):
        filters.add("v.status <> 'merged'")
    listing = QUESTIONS._replace(counted={}) if few else QUESTIONS  # few are counted one by one
    return listing.fetch(
        reader,
        where=filters.where,
        values=filters.values,
        paging=paging,
        converted={"age_days": lambda asked: (today - date.fromisoformat(asked)).days},
    )


_ABOUT = "v.id IN (SELECT qt.question_id FROM question_topic qt WHERE qt.topic = :topic)"
_EACH_ABOUT = "EXISTS (SELECT 1 FROM question_topic qt WHERE qt.question_id = v.id AND qt.topic = :topic)"
_COMMON = 5_000
"""From so many questions on, walking all by date meets those of a topic sooner than sorting these would."""


def _is_common(reader: Reader, topic: str) -> bool:
    asked = f"SELECT count(*) FROM (SELECT 1 FROM question_topic WHERE topic = :topic LIMIT {_COMMON})"
    return bool(reader.value(asked, {"topic": topic}) == _COMMON)


def _by_date(paging: Paging) -> Paging:
    """Return `paging` with the order by age as the opposite order by date, which an index gives."""
    opposite = {"age_days": "-asked_on", "-age_days": "asked_on"}
    return paging._replace(sort=opposite.get(paging.sort or "", paging.sort))


def show_question(reader: Reader, question_id: int, *, today: date) -> tuple[QuestionRow, dict[str, object]]:
    """Return a question and what `show` adds: answers, who asked, similar questions that have an answer."""
    row = list_questions(reader, today=today, question_id=question_id).rows[0]
    return row, {
        "answer_list": nested(AnswerRow, answers_of(reader, question_id)),
        "asker_list": nested(AskerRow, askers_of(reader, question_id)),
        "similar": nested(SimilarRow, similar_questions(reader, question_id)),
    }


def answers_of(reader: Reader, question_id: int) -> list[AnswerRow]:
    """Return the answers to a question, the first one first."""
    rows = reader.rows(
        """SELECT text, author, answered_on, insight_id FROM question_answer WHERE question_id = :question
            ORDER BY answered_on, id""",
        {"question": question_id},
    )
    return [
        AnswerRow(text, author, on, None if insight is None else number_key("insight", insight))
        for text, author, on, insight in rows
    ]


def askers_of(reader: Reader, question_id: int) -> list[AskerRow]:
    """Return who asked a question, in the order of asking."""
    rows = reader.rows(
        """SELECT q.id, c.key, h.key, q.asked_on FROM question q
             LEFT JOIN company c ON c.id = q.company_id
             LEFT JOIN hub h ON h.id = q.hub_id
            WHERE q.id = :question OR q.merged_into_id = :question ORDER BY q.asked_on, q.id""",
        {"question": question_id},
    )
    return [AskerRow(_key(number), *rest) for number, *rest in rows]


def hub_of_question(reader: Reader, question_id: int) -> int | None:
    """Return the id of the hub that looks after a question, or None."""
    hub_id: int | None = reader.value("SELECT hub_id FROM question WHERE id = :id", {"id": question_id})
    return hub_id


def similar_questions(reader: Reader, question_id: int) -> list[SimilarRow]:
    """Return the three other questions with an answer that are most like this one, if any are like enough."""
    from circo_cli.queries.similar import GOOD, like_questions  # the word list is for those who ask for it

    text: str = reader.value("SELECT text FROM question WHERE id = :id", {"id": question_id})
    like = like_questions(reader, text, but=question_id, answered=True, floor=GOOD, limit=_SIMILAR)
    return [SimilarRow(row.key, row.text, row.status) for row in like]


def partners_to_refer_to(reader: Reader, question_id: int, *, today: date) -> list[str]:
    """Return the keys of the hub's present partners that cover the journey stage of the company that asked."""
    from circo_cli.queries.hub import CURRENT

    rows = reader.rows(
        f"""SELECT DISTINCT p.key FROM question q
              JOIN company c ON c.id = q.company_id
              JOIN hub_partner hp ON hp.hub_id = q.hub_id AND {CURRENT}
              JOIN hub_partner_journey j ON j.hub_partner_id = hp.id AND j.journey = c.journey
              JOIN partner p ON p.id = hp.partner_id
             WHERE q.id = :question ORDER BY p.key""",
        {"question": question_id, "today": today.isoformat()},
    )
    return [key for (key,) in rows]


def question_text(reader: Reader, question_id: int) -> str:
    """Return what a question asks."""
    text: str = reader.value("SELECT text FROM question WHERE id = :id", {"id": question_id})
    return text
