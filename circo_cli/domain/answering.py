"""Questions: answering, referring and closing them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from circo_cli.domain.lookup import get, identity
from circo_cli.domain.privacy import Names
from circo_cli.domain.question import answers_of, check_answered, check_shared, living_question
from circo_cli.errors import MissingValueError, RefusedError, UsageError
from circo_cli.storage.tables import Insight, Question, QuestionAnswer, insight_question
from circo_cli.values.keys import number_key
from circo_cli.values.vocabulary import InsightStatus, QuestionStatus


def answer_question(
    session: Session,
    *,
    question_id: int,
    text: str | None,
    insight_id: int | None = None,
    author: str,
    on: date,
    names: Names,
) -> Question:
    """Add an answer, whose text is that of the insight where none is given.

    Raises `RefusedError` for a closed question, for an insight that its hub cannot see, and where a shared question's
    answer names somebody; `UsageError` for an answer without text or before the day of asking.
    """
    question = living_question(session, question_id)
    key = number_key("question", question_id)
    if question.status not in (QuestionStatus.OPEN, QuestionStatus.REFERRED, QuestionStatus.ANSWERED):
        raise RefusedError(f"{key} is {question.status}", hint=f"circo question reopen {key}", code="question-closed")
    words = _words(session, question, text=text, insight_id=insight_id)
    if words is None:
        raise MissingValueError(
            "an answer needs a text or an insight",
            parameter="text",
            hint=f'circo question answer {key} "…", or --from-insight K',
            code="answer-missing",
        )
    answer = QuestionAnswer(
        question_id=question_id, text=words, author=author, answered_on=on.isoformat(), insight_id=insight_id
    )
    check_answered(question, [answer])
    session.add(answer)
    question.status = QuestionStatus.ANSWERED
    check_shared(session, question, names, adding=True)
    return question


def replace_answer(
    session: Session,
    *,
    question_id: int,
    place: int,
    text: str | None = None,
    insight_id: int | None = None,
    author: str | None = None,
    on: date | None = None,
    names: Names,
) -> Question:
    """Say the answer in the `place` (1 is the first) otherwise; what is not given stays, and the status does too.

    Raises `UsageError` where there is no such answer, nothing is given, or it would lie before the day of asking;
    `RefusedError` where a shared question's answer would name somebody.
    """
    question = living_question(session, question_id)
    answer = _answer(session, question_id, place)
    if text is None and insight_id is None and author is None and on is None:
        raise UsageError(
            f"nothing to put in the place of answer {place}",
            hint=f'circo question answer {number_key("question", question_id)} "…" --replace {place}',
            code="answer-missing",
        )
    answer.text = _words(session, question, text=text, insight_id=insight_id) or answer.text
    if text is not None or insight_id is not None:
        answer.insight_id = insight_id
    answer.author = author or answer.author
    if on is not None:
        answer.answered_on = on.isoformat()
        check_answered(question, [answer])
    check_shared(session, question, names)
    return question


def take_back_answer(session: Session, *, question_id: int, place: int | None = None) -> Question:
    """Take an answer away: the one in the `place`, which may be left out where there is one only.

    Without any answer left the question waits again: referred, if it was, else open. Raises `UsageError` where there
    is no such answer, and `RefusedError` where a question would be left closed without answer and reason.
    """
    question = living_question(session, question_id)
    key = number_key("question", question_id)
    answers = answers_of(session, question_id)
    if place is None and len(answers) > 1:
        raise MissingValueError(
            f"{key} has {len(answers)} answers",
            parameter="number",
            hint=f"circo question unanswer {key} N, 1 is the first",
        )
    answer = _answer(session, question_id, place or 1)
    if len(answers) == 1 and question.status is QuestionStatus.CLOSED and question.reason is None:
        raise RefusedError(
            f"{key} is closed, and was so for its answer", hint=f"circo question reopen {key}", code="question-closed"
        )
    session.delete(answer)
    if len(answers) == 1 and question.status is QuestionStatus.ANSWERED:
        referred = question.referred_partner_id or question.referred_text
        question.status = QuestionStatus.REFERRED if referred else QuestionStatus.OPEN
    return question


def close_question(session: Session, *, question_id: int, reason: str | None, on: date) -> Question:
    """Close a question on the day `on`; raise `UsageError` where it has no answer and no `reason` is given."""
    question = living_question(session, question_id)
    key = number_key("question", question_id)
    if question.status is QuestionStatus.CLOSED:
        raise RefusedError(f"{key} is closed already", hint=f"circo question reopen {key}", code="question-closed")
    if reason is None and not answers_of(session, question_id):
        raise MissingValueError(
            f"{key} has no answer; closing it needs a reason",
            parameter="reason",
            hint=f'circo question close {key} --reason "…"',
            code="reason-missing",
        )
    question.status = QuestionStatus.CLOSED
    question.reason = reason
    question.closed_on = on.isoformat()
    return question


def reopen_question(session: Session, *, question_id: int) -> Question:
    """Take up a closed question again: answered where it has answers, else open and with nobody."""
    question = living_question(session, question_id)
    key = number_key("question", question_id)
    if question.status is not QuestionStatus.CLOSED:
        raise RefusedError(
            f"{key} is not closed but {question.status}", hint=f"circo question show {key}", code="question-not-closed"
        )
    question.reason = question.closed_on = None
    if answers_of(session, question_id):
        question.status = QuestionStatus.ANSWERED
    else:
        question.status = QuestionStatus.OPEN
        question.referred_partner_id = question.referred_text = None
    return question


def refer_question(session: Session, *, question_id: int, partner_id: int | None, text: str | None) -> Question:
    """Hand an unanswered question to a partner, or to whom `text` says; again hands it to another.

    Raises `RefusedError` for a question that is answered or closed: referred means that it waits for an answer.
    """
    question = living_question(session, question_id)
    key = number_key("question", question_id)
    if question.status not in (QuestionStatus.OPEN, QuestionStatus.REFERRED):
        ways = {QuestionStatus.CLOSED: f"circo question reopen {key}"}
        raise RefusedError(
            f"{key} is {question.status}; only what waits for an answer is referred",
            hint=ways.get(question.status, 'circo question log "…" asks what is still open'),
            code=f"question-{question.status}",
        )
    question.status = QuestionStatus.REFERRED
    question.referred_partner_id = partner_id
    question.referred_text = text if partner_id is None else None
    return question


def _answer(session: Session, question_id: int, place: int) -> QuestionAnswer:
    """Return the answer in the `place`, 1 being the first; raise `UsageError` where there is none."""
    answers = answers_of(session, question_id)
    if 1 <= place <= len(answers):
        return answers[place - 1]
    key = number_key("question", question_id)
    there = "no answer" if not answers else f"{len(answers)} answer{'s' if len(answers) > 1 else ''}"
    raise UsageError(
        f"{key} has {there}, and none in place {place}",
        hint=f"circo question show {key}" if answers else f'circo question answer {key} "…"',
        code="no-such-answer",
    )


def _words(session: Session, question: Question, *, text: str | None, insight_id: int | None) -> str | None:
    """Return what an answer says: `text`, else the body of the insight, which is linked with the question."""
    if insight_id is None:
        return text
    body = _offered(session, question, insight_id)
    words = text or body
    number = identity(question)
    if words is None:
        key, insight = number_key("question", number), number_key("insight", insight_id)
        raise MissingValueError(
            f"{insight} has no body to answer with",
            parameter="text",
            hint=f'circo question answer {key} "…" --from-insight {insight}',
            code="answer-missing",
        )
    _link(session, insight_id, number)
    return words


def _offered(session: Session, question: Question, insight_id: int) -> str | None:
    """Return the body of an insight that the question's hub can see."""
    insight = get(session, Insight, insight_id)
    own_draft = insight.status is InsightStatus.DRAFT and insight.hub_id == question.hub_id
    if insight.status is not InsightStatus.PUBLISHED and not own_draft:
        key = number_key("insight", insight_id)
        raise RefusedError(
            f"{key} is {insight.status}, and not knowledge of this hub's network",
            hint=f"circo insight publish {key}" if insight.status is InsightStatus.DRAFT else "answer with a text",
            code="insight-not-published",
        )
    return insight.body


def _link(session: Session, insight_id: int, question_id: int) -> None:
    pair = {"insight_id": insight_id, "question_id": question_id}
    known = session.execute(insight_question.select().filter_by(**pair)).first()
    if known is None:
        session.execute(insight_question.insert().values(pair))
