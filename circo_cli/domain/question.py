"""Questions: logging, changing and sharing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get, identity
from circo_cli.domain.privacy import Names, refuse_names
from circo_cli.domain.topics import replace_topics, topics_of
from circo_cli.errors import UsageError
from circo_cli.storage.tables import (
    Company,
    Enrolment,
    Question,
    QuestionAnswer,
    Track,
    question_topic,
)
from circo_cli.values.keys import number_key
from circo_cli.values.vocabulary import Category, EnrolmentStatus, QuestionStatus, Sharing

DAYS_TO_ANSWER = 14
"""Days after which an answer is due, where no date was given."""

_OUT = (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED)


def log_question(
    session: Session,
    *,
    text: str,
    company_id: int | None = None,
    hub_id: int | None = None,
    track_id: int | None = None,
    theme_id: int | None = None,
    category: Category = Category.OTHER,
    topics: Sequence[str] = (),
    asked_on: date,
    due_on: date | None = None,
    owner: str | None = None,
    other_hub: Callable[[], int | None] = lambda: None,
) -> Question:
    """Log what was asked, by a company or by nobody in particular.

    Hub, track and theme come, where not given, from the company's latest enrolment that was neither cancelled nor
    declined, or from the track that was given; the hub else is the company's home hub, else what `other_hub` answers.
    Raises `UsageError` for a due date before the day of asking.
    """
    if track_id is None and company_id is not None:
        track_id = _latest_track(session, company_id)
    if track_id is not None:
        track = get(session, Track, track_id)
        hub_id = hub_id or track.hub_id
        theme_id = theme_id or track.theme_id
    if hub_id is None and company_id is not None:
        hub_id = get(session, Company, company_id).hub_id
    if hub_id is None:
        hub_id = other_hub()
    question = Question(
        text=text,
        company_id=company_id,
        hub_id=hub_id,
        track_id=track_id,
        theme_id=theme_id,
        category=category,
        status=QuestionStatus.OPEN,
        asked_on=asked_on.isoformat(),
        due_on=(due_on or asked_on + timedelta(days=DAYS_TO_ANSWER)).isoformat(),
        owner=owner,
        sharing=Sharing.HUB,
    )
    check_dates(question, ())
    session.add(question)
    replace_topics(session, question_topic, identity(question), topics)
    return question


def edit_question(
    session: Session,
    *,
    question_id: int,
    values: Mapping[str, Any],
    topics: Sequence[str] | None = None,
    names: Names,
) -> Question:
    """Change what is in `values` (columns of the question); `topics` replaces the list.

    Raises `UsageError` where the dates would contradict each other, `RefusedError` where the question is shared and
    what the network would see names somebody.
    """
    question = get(session, Question, question_id)
    for name, value in values.items():
        setattr(question, name, value)
    check_dates(question, answers_of(session, question_id))
    if topics is not None:
        replace_topics(session, question_topic, question_id, topics)
    check_shared(session, question, names)
    return question


def share_question(
    session: Session, *, question_id: int, text: str | None = None, own_text: bool = False, names: Names
) -> Question:
    """Show a question to the network: as `text` where given, else as before, or with `own_text` as it was asked.

    Raises `RefusedError` where the question, an answer or a topic of it names somebody.
    """
    question = get(session, Question, question_id)
    question.sharing = Sharing.NETWORK
    if text is not None or own_text:
        question.shared_text = text
    check_shared(session, question, names)
    return question


def unshare_question(session: Session, *, question_id: int) -> Question:
    """Keep a question to its hub and CIRCO again; the wording for the network goes, for it was for then."""
    question = get(session, Question, question_id)
    question.sharing = Sharing.HUB
    question.shared_text = None
    return question


def _latest_track(session: Session, company_id: int) -> int | None:
    latest = select(Enrolment.track_id).where(Enrolment.company_id == company_id, col(Enrolment.status).not_in(_OUT))
    return session.exec(latest.order_by(col(Enrolment.id).desc())).first()


def answers_of(session: Session, question_id: int) -> Sequence[QuestionAnswer]:
    """Return the answers to a question, the first one first."""
    query = select(QuestionAnswer).where(QuestionAnswer.question_id == question_id)
    return session.exec(query.order_by(col(QuestionAnswer.answered_on), col(QuestionAnswer.id))).all()


def check_dates(question: Question, answers: Sequence[QuestionAnswer]) -> None:
    """Raise `UsageError` where a question would be due, or answered, before it was asked."""
    asked = question.asked_on
    if question.due_on is not None and question.due_on < asked:
        raise UsageError(
            f"due on {question.due_on} lies before asked on {asked}", hint="give --due a later date", code="period"
        )
    early = [answer.answered_on for answer in answers if answer.answered_on < asked]
    if early:
        raise UsageError(
            f"answered on {early[0]} lies before asked on {asked}",
            hint="give the answer's date with --on; question edit Q --asked-on moves the other",
            code="period",
        )


def check_shared(session: Session, question: Question, names: Names) -> None:
    """Refuse names in what the network sees of a question, if it sees it."""
    if question.sharing is not Sharing.NETWORK:
        return
    number = identity(question)
    key = number_key("question", number)
    index = names()
    refuse_names(
        index,
        {f"the text of {key}": question.shared_text or question.text},
        hint=f'circo question share {key} --text "…" shows the network another wording',
    )
    refuse_names(
        index,
        {f"topic {topic} of {key}": topic for topic in topics_of(session, question_topic, number)},
        hint=f"circo question edit {key} --topic T gives other topics",
    )
    refuse_names(
        index,
        {f"answer {place} of {key}": answer.text for place, answer in enumerate(answers_of(session, number), start=1)},
        hint=f'circo insight add TITLE --from-question {key} --body "…" shares the answer in other words; '
        f"circo question unshare {key} keeps it to the hub",
    )
