"""Questions: answering, referring and closing them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from circo_cli.domain.lookup import get
from circo_cli.domain.privacy import Names
from circo_cli.domain.question import answers_of, check_dates, check_shared
from circo_cli.errors import RefusedError, UsageError
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
    question = get(session, Question, question_id)
    key = number_key("question", question_id)
    if question.status not in (QuestionStatus.OPEN, QuestionStatus.REFERRED, QuestionStatus.ANSWERED):
        raise RefusedError(f"{key} is {question.status}", hint=f"circo question reopen {key}", code="question-closed")
    if insight_id is not None:
        body = _offered(session, question, insight_id)
        text = text or body
        if text is None:
            raise UsageError(
                f"{number_key('insight', insight_id)} has no body to answer with",
                hint=f'circo question answer {key} "…" --from-insight {number_key("insight", insight_id)}',
                code="answer-missing",
            )
        _link(session, insight_id, question_id)
    if text is None:
        raise UsageError(
            "an answer needs a text or an insight",
            hint=f'circo question answer {key} "…", or --from-insight K',
            code="answer-missing",
        )
    answer = QuestionAnswer(
        question_id=question_id, text=text, author=author, answered_on=on.isoformat(), insight_id=insight_id
    )
    check_dates(question, [answer])
    session.add(answer)
    question.status = QuestionStatus.ANSWERED
    check_shared(session, question, names)
    return question


def close_question(session: Session, *, question_id: int, reason: str | None) -> Question:
    """Close a question; raise `UsageError` where it has no answer and no `reason` is given."""
    question = get(session, Question, question_id)
    key = number_key("question", question_id)
    if question.status is QuestionStatus.CLOSED:
        raise RefusedError(f"{key} is closed already", hint=f"circo question reopen {key}", code="question-closed")
    if reason is None and not answers_of(session, question_id):
        raise UsageError(
            f"{key} has no answer; closing it needs a reason",
            hint=f'circo question close {key} --reason "…"',
            code="reason-missing",
        )
    question.status = QuestionStatus.CLOSED
    question.reason = reason
    return question


def reopen_question(session: Session, *, question_id: int) -> Question:
    """Take up a closed question again: answered where it has answers, else open and with nobody."""
    question = get(session, Question, question_id)
    key = number_key("question", question_id)
    if question.status is not QuestionStatus.CLOSED:
        raise RefusedError(
            f"{key} is not closed but {question.status}", hint=f"circo question show {key}", code="question-not-closed"
        )
    question.reason = None
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
    question = get(session, Question, question_id)
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
