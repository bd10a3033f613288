"""Rules of answers that hold whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from circo_cli.domain.answering import answer_question, replace_answer, take_back_answer
from circo_cli.domain.insight import add_insight
from circo_cli.domain.question import answers_of, log_question, merge_questions
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.values.names import NameIndex
from tests.conftest import Circo

ASKED = date(2026, 6, 1)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def never() -> NameIndex:
    """Fail when the names are asked for: reading them all takes time."""
    raise AssertionError("nothing is shared, so nothing is checked")


def ask(session: Session, *answers: str) -> int:
    """Log a question with answers and return its id."""
    number = log_question(session, text="Hoe?", asked_on=ASKED).id or 0
    for text in answers:
        answer_question(session, question_id=number, text=text, author="a", on=ASKED, names=never)
    return number


def texts(session: Session, number: int) -> list[str]:
    """Return what the answers say."""
    return [answer.text for answer in answers_of(session, number)]


def test_own_words_with_an_insight_still_ask_whether_the_hub_may_see_it(session: Session) -> None:
    number = ask(session)
    retired = add_insight(session, title="T", body="B", hub_id=None)
    retired.status = type(retired.status)("retired")
    with pytest.raises(RefusedError) as refused:
        answer_question(
            session, question_id=number, text="Zo.", insight_id=retired.id, author="a", on=ASKED, names=never
        )
    assert (refused.value.code, refused.value.hint) == ("insight-not-published", "answer with a text")


def test_the_place_of_an_answer_is_that_in_its_list(session: Session) -> None:
    number = ask(session, "een", "twee", "drie")
    replace_answer(session, question_id=number, place=2, text="TWEE", names=never)
    take_back_answer(session, question_id=number, place=1)
    assert texts(session, number) == ["TWEE", "drie"]
    with pytest.raises(UsageError, match="Q1 has 2 answers, and none in place 3"):
        take_back_answer(session, question_id=number, place=3)


def test_a_merged_question_itself_is_not_answered_edited_or_closed(session: Session) -> None:
    from circo_cli.domain.answering import close_question, refer_question, reopen_question
    from circo_cli.domain.question import edit_question, share_question, unshare_question

    stays, number = ask(session), ask(session, "een")
    merge_questions(session, question_id=number, into_id=stays, names=never)
    for rule in (
        lambda: answer_question(session, question_id=number, text="x", author="a", on=ASKED, names=never),
        lambda: replace_answer(session, question_id=number, place=1, text="x", names=never),
        lambda: take_back_answer(session, question_id=number),
        lambda: close_question(session, question_id=number, reason="x", on=ASKED),
        lambda: reopen_question(session, question_id=number),
        lambda: refer_question(session, question_id=number, partner_id=None, text="x"),
        lambda: edit_question(session, question_id=number, values={"text": "x"}, names=never),
        lambda: share_question(session, question_id=number, names=never),
        lambda: unshare_question(session, question_id=number),
        lambda: merge_questions(session, question_id=number, into_id=stays, names=never),
    ):
        with pytest.raises(RefusedError) as refused:
            rule()
        assert (refused.value.code, refused.value.message) == ("merged-already", "Q2 was merged into Q1 already")
    assert texts(session, stays) == ["een"]
