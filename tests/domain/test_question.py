"""Rules of questions that no command line reaches, or that hold whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from circo_cli.domain.answering import answer_question, close_question, refer_question, reopen_question
from circo_cli.domain.question import edit_question, log_question, share_question, unshare_question
from circo_cli.errors import CircoError, NotFoundError, UsageError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Question
from circo_cli.values.names import KnownName, NameIndex
from circo_cli.values.vocabulary import Sharing
from tests.conftest import Circo

ASKED = date(2026, 6, 1)
CLOSED = date(2026, 6, 3)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def names() -> NameIndex:
    """Know one company."""
    return NameIndex([KnownName("Jansen Textiel", "company")])


def never() -> NameIndex:
    """Fail when the names are asked for: reading them all takes time."""
    raise AssertionError("nothing is shared, so nothing is checked")


def test_an_answer_is_due_after_14_days(session: Session) -> None:
    assert log_question(session, text="Hoe?", asked_on=ASKED).due_on == "2026-06-15"
    given = log_question(session, text="Hoe?", asked_on=ASKED, due_on=ASKED)
    assert given.due_on == "2026-06-01"
    with pytest.raises(UsageError):
        log_question(session, text="Hoe?", asked_on=ASKED, due_on=date(2026, 5, 31))


@pytest.mark.parametrize(
    ("road", "end"),
    [
        ("r", "referred"),
        ("rr", "referred"),
        ("ra", "answered"),
        ("aa", "answered"),
        ("aco", "answered"),
        ("raco", "answered"),
        ("co", "open"),
        ("rco", "open"),
        ("rc", "closed"),
        ("ar", "question-answered"),
        ("cr", "question-closed"),
        ("ca", "question-closed"),
        ("cc", "question-closed"),
        ("o", "question-not-closed"),
        ("ao", "question-not-closed"),
        ("n", "reason-missing"),
        ("rn", "reason-missing"),
        ("an", "closed"),
    ],
)
def test_every_road_leads_to(session: Session, road: str, end: str) -> None:
    """a: answer, r: refer, c: close with a reason, n: close without, o: reopen."""
    number = log_question(session, text="Hoe?", asked_on=ASKED).id or 0
    for step in road[:-1]:
        _step(session, number, step)
    if "-" in end:
        with pytest.raises(CircoError) as refused:
            _step(session, number, road[-1])
        assert refused.value.code == end
        return
    question = _step(session, number, road[-1])
    assert question.status == end
    assert (question.reason is not None) == (road[-1] == "c")
    assert question.closed_on == (str(CLOSED) if end == "closed" else None)


def _step(session: Session, number: int, step: str) -> Question:
    if step == "a":
        return answer_question(session, question_id=number, text="Zo.", author="a", on=ASKED, names=never)
    if step == "r":
        return refer_question(session, question_id=number, partner_id=None, text="RVO")
    if step == "o":
        return reopen_question(session, question_id=number)
    return close_question(session, question_id=number, reason="gestopt" if step == "c" else None, on=CLOSED)


def test_only_what_is_shared_is_checked(session: Session) -> None:
    number = log_question(session, text="Van Jansen Textiel", asked_on=ASKED).id or 0
    edit_question(session, question_id=number, values={"text": "Bij Jansen Textiel"}, names=never)
    answer_question(session, question_id=number, text="Zo.", author="a", on=ASKED, names=never)
    shared = share_question(session, question_id=number, text="Bij een breier", names=names)
    assert (shared.sharing, shared.shared_text) == (Sharing.NETWORK, "Bij een breier")
    assert share_question(session, question_id=number, names=names).shared_text == "Bij een breier"
    with pytest.raises(CircoError, match="names Jansen Textiel") as refused:
        share_question(session, question_id=number, own_text=True, names=names)
    assert refused.value.code == "names-someone"
    assert unshare_question(session, question_id=number).shared_text is None


def test_a_question_that_has_gone_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        close_question(session, question_id=9, reason="weg", on=CLOSED)
