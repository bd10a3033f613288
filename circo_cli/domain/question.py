"""Questions: logging, changing, merging and sharing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from circo_cli.domain.lookup import followed, get, identity
from circo_cli.domain.privacy import Names, refuse_names
from circo_cli.domain.topics import replace_topics, topics_of
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import (
    Company,
    Enrolment,
    Question,
    QuestionAnswer,
    Track,
    insight_question,
    question_topic,
)
from circo_cli.values.keys import number_key
from circo_cli.values.names import NameIndex
from circo_cli.values.vocabulary import UNANSWERED, Category, EnrolmentStatus, QuestionStatus, Sharing

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
    _check_due(question)
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
    question = living_question(session, question_id)
    before = question.asked_on
    for name, value in values.items():
        setattr(question, name, value)
    # A question that was merged into this one may have brought a due date and answers from before it was asked.
    if not {"asked_on", "due_on"}.isdisjoint(values):
        _check_due(question)
    check_answered(question, [each for each in answers_of(session, question_id) if each.answered_on >= before])
    if topics is not None:
        replace_topics(session, question_topic, question_id, topics)
    check_shared(session, question, names)
    return question


def merge_questions(session: Session, *, question_id: int, into_id: int, names: Names) -> Question:
    """Make a question one with another that asks the same, and return that one.

    The merged one keeps its text and its asker and leads to the other from now on, and so does what was merged into
    it before. Its answers, topics and links to insights move; of hub, theme, category and owner the other takes what
    it lacks. One that waits for an answer brings its due date, if that is the earlier, and whom it was referred to.
    When the other was closed stays; that of the merged one goes, as it is closed no longer.

    Raises `RefusedError` for a question that was merged already, for two that are one, where a question that waits
    would be closed unanswered, and where somebody new would read a name in what moves.
    """
    merged, into = living_question(session, question_id), _final_question(session, into_id)
    key, other = number_key("question", question_id), number_key("question", identity(into))
    if merged is into:
        already = "" if into_id == question_id else f"; {number_key('question', into_id)} was merged into it before"
        raise RefusedError(
            f"{key} cannot be merged into itself{already}",
            hint=f"circo question merge {key} Q, with the key of another question",
            code="merge-itself",
        )
    answers, own_answers = answers_of(session, question_id), answers_of(session, identity(into))
    waits = merged.status in UNANSWERED
    if waits and into.status is QuestionStatus.CLOSED and not own_answers and not answers:
        raise RefusedError(
            f"{other} is closed without an answer, and {key} waits for one",
            hint=f"circo question reopen {other}, then merge; or circo question merge {other} {key}",
            code="question-closed",
        )
    topics = topics_of(session, question_topic, question_id)
    if merged.hub_id != into.hub_id and into.hub_id is not None:
        index = names()
        refuse_names(
            index,
            {**_told_of(answers, key), **{f"topic {topic} of {key}": topic for topic in topics}},
            hint=f'circo question answer {key} "…" --replace {_naming(answers, index)} says it otherwise; '
            f"circo question edit {key} --topic T",
            audience="another hub",
        )
    if waits:
        into.due_on = min((due for due in (merged.due_on, into.due_on) if due is not None), default=None)
    if merged.status is QuestionStatus.REFERRED and into.status is QuestionStatus.OPEN:
        into.status = QuestionStatus.REFERRED
        into.referred_partner_id, into.referred_text = merged.referred_partner_id, merged.referred_text
    if answers and into.status in UNANSWERED:
        into.status = QuestionStatus.ANSWERED
    into.hub_id, into.theme_id = into.hub_id or merged.hub_id, into.theme_id or merged.theme_id
    into.owner = into.owner or merged.owner
    if into.category is Category.OTHER:
        into.category = merged.category
    merged.status, merged.merged_into_id, merged.closed_on = QuestionStatus.MERGED, into.id, None
    for answer in answers:
        answer.question_id = identity(into)
    _lead_to(session, question_id, identity(into))
    replace_topics(
        session, question_topic, identity(into), {*topics, *topics_of(session, question_topic, identity(into))}
    )
    check_shared(session, into, names)
    return into


def _final_question(session: Session, question_id: int) -> Question:
    """Return a question, or what it was merged into; `living_question` refuses what leads in a circle."""
    return living_question(session, identity(followed(session, get(session, Question, question_id))))


def _lead_to(session: Session, question_id: int, into_id: int) -> None:
    """Let what leads to a question, earlier merged ones and insights that answer it, lead to another."""
    session.flush()
    earlier = update(Question).where(col(Question.merged_into_id) == question_id)
    session.execute(earlier.values(merged_into_id=into_id))
    links = insight_question.c
    insights = {
        number: set(session.execute(insight_question.select().where(links.question_id == number)).scalars())
        for number in (question_id, into_id)
    }
    session.execute(delete(insight_question).where(links.question_id == question_id))
    rows = [{"insight_id": each, "question_id": into_id} for each in sorted(insights[question_id] - insights[into_id])]
    if rows:
        session.execute(insert(insight_question), rows)


def share_question(
    session: Session, *, question_id: int, text: str | None = None, own_text: bool = False, names: Names
) -> Question:
    """Show a question to the network: as `text` where given, else as before, or with `own_text` as it was asked.

    Raises `RefusedError` where the question, an answer or a topic of it names somebody.
    """
    question = living_question(session, question_id)
    question.sharing = Sharing.NETWORK
    if text is not None or own_text:
        question.shared_text = text
    check_shared(session, question, names)
    return question


def unshare_question(session: Session, *, question_id: int) -> Question:
    """Keep a question to its hub and CIRCO again; the wording for the network goes, for it was for then."""
    question = living_question(session, question_id)
    question.sharing = Sharing.HUB
    question.shared_text = None
    return question


def _latest_track(session: Session, company_id: int) -> int | None:
    latest = select(Enrolment.track_id).where(Enrolment.company_id == company_id, col(Enrolment.status).not_in(_OUT))
    return session.exec(latest.order_by(col(Enrolment.id).desc())).first()


def living_question(session: Session, question_id: int) -> Question:
    """Return a question; raise `RefusedError` for one that was merged into another, which stands for it now."""
    question = get(session, Question, question_id)
    if question.merged_into_id is not None:
        other = number_key("question", question.merged_into_id)
        raise RefusedError(
            f"{number_key('question', question_id)} was merged into {other} already",
            hint=f"circo question show {other}; {other} stands for both",
            code="merged-already",
        )
    return question


def answers_of(session: Session, question_id: int) -> Sequence[QuestionAnswer]:
    """Return the answers to a question, the first one first."""
    query = select(QuestionAnswer).where(QuestionAnswer.question_id == question_id)
    return session.exec(query.order_by(col(QuestionAnswer.answered_on), col(QuestionAnswer.id))).all()


def _check_due(question: Question) -> None:
    if question.due_on is not None and question.due_on < question.asked_on:
        raise UsageError(
            f"due on {question.due_on} lies before asked on {question.asked_on}",
            hint="give --due a later date",
            code="period",
        )


def _edit(question: Question) -> str:
    return f"circo question edit {number_key('question', identity(question))}"


def check_answered(question: Question, answers: Sequence[QuestionAnswer]) -> None:
    """Raise `UsageError` where one of `answers` lies before the day of asking."""
    early = [answer.answered_on for answer in answers if answer.answered_on < question.asked_on]
    if early:
        raise UsageError(
            f"answered on {early[0]} lies before asked on {question.asked_on}",
            hint=f"give the answer's date with --on; {_edit(question)} --asked-on DATE moves the other",
            code="period",
        )


def check_shared(session: Session, question: Question, names: Names, *, adding: bool = False) -> None:
    """Raise `RefusedError` where what the network sees of a question, if it sees it, names somebody.

    With `adding` an answer is only just being given: it is said otherwise and not replaced.
    """
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
    answers = answers_of(session, number)
    replacing = "" if adding else f" --replace {_naming(answers, index)}"
    refuse_names(
        index,
        _told_of(answers, key),
        hint=f'circo question answer {key} "…"{replacing} says it without the name; '
        f"circo question unshare {key} keeps it to its hub",
    )


def _told_of(answers: Sequence[QuestionAnswer], key: str) -> dict[str, str]:
    return {f"answer {place} of {key}": answer.text for place, answer in enumerate(answers, start=1)}


def _naming(answers: Sequence[QuestionAnswer], index: NameIndex) -> int:
    """Return the place of the first of the `answers` that names somebody; 1 where none does."""
    return next((place for place, answer in enumerate(answers, start=1) if index.find(answer.text)), 1)
