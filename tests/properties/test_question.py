"""Whatever is done in whatever order: no asker and no answer is lost, and a status says what is so.

A state machine does what users can do through the rules, each step a change of its own in a real database, and keeps
a model of what ought to be there in a few lines of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import Session

from circo_cli.domain.answering import (
    answer_question,
    close_question,
    refer_question,
    reopen_question,
    replace_answer,
    take_back_answer,
)
from circo_cli.domain.question import log_question, merge_questions, share_question, unshare_question
from circo_cli.errors import CircoError
from circo_cli.queries.keys import find
from circo_cli.queries.question import answers_of, askers_of, list_questions
from circo_cli.storage.checks import check_database
from circo_cli.storage.database import open_change
from circo_cli.storage.reader import open_reader
from circo_cli.values.names import KnownName, NameIndex
from tests.domain.making import TODAY, make_companies, make_hub

NAME = "Jansen Textiel"
TEXTS = ("Zo.", "Anders.", f"Vraag {NAME}.")
REASON = st.none() | st.just("gestopt")
COMPANIES = 3


@dataclass
class Asked:
    """What ought to be known of a question."""

    company: int | None
    hub: int
    status: str = "open"
    answers: list[str] = field(default_factory=list)
    shared: bool = False
    reason: str | None = None
    referred: bool = False
    into: int | None = None


class Questions(RuleBasedStateMachine):
    """The questions of two hubs, and a model of them by number."""

    world: Path

    def __init__(self) -> None:
        """Start with no question."""
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "circo.db"
        shutil.copy(self.world, self.path)
        self.known: dict[int, Asked] = {}

    def teardown(self) -> None:
        """The database is sound."""
        try:
            assert all(check.ok for check in check_database(self.path, deep=True))
        finally:
            self.directory.cleanup()

    def do(self, step: Callable[[Session], object], *, refused: bool) -> bool:
        """Do a step as a change of its own, and tell whether it was done; it is refused exactly when it ought to be."""
        failure: CircoError | None = None
        try:
            with open_change(self.path, at="2026-06-15T10:00:00Z", actor="tester", command="test") as change:
                step(change.session)
        except CircoError as error:
            failure = error
        assert (failure is not None) == refused, failure
        assert failure is None or failure.hint, "a refusal names the way out"
        return failure is None

    def names(self) -> NameIndex:
        """Know one name."""
        return NameIndex([KnownName(NAME, "company")])

    def end(self, number: int) -> int:
        """Return the question that `number` leads to."""
        into = self.known[number].into
        return number if into is None else self.end(into)

    def any(self, data: st.DataObject) -> int:
        """Return some question, perhaps a merged one."""
        return data.draw(st.sampled_from(sorted(self.known)))

    # What users do

    @rule(company=st.none() | st.integers(1, COMPANIES), hub=st.integers(1, 2))
    def log(self, company: int | None, hub: int) -> None:
        """Log a question."""
        self.do(
            lambda session: log_question(session, text="Hoe?", company_id=company, hub_id=hub, asked_on=TODAY),
            refused=False,
        )
        self.known[len(self.known) + 1] = Asked(company, hub)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), text=st.sampled_from(TEXTS))
    def answer(self, data: st.DataObject, text: str) -> None:
        """Answer a question."""
        number = self.any(data)
        model = self.known[number]
        closed = model.status not in ("open", "referred", "answered")
        if self.do(
            lambda session: answer_question(
                session, question_id=number, text=text, author="a", on=TODAY, names=self.names
            ),
            refused=closed or (model.shared and NAME in text),
        ):
            model.answers.append(text)
            model.status = "answered"

    @precondition(lambda self: self.known)
    @rule(data=st.data(), text=st.sampled_from(TEXTS), place=st.integers(0, 3))
    def replace(self, data: st.DataObject, text: str, place: int) -> None:
        """Say an answer otherwise."""
        number = self.any(data)
        model = self.known[number]
        missing = model.into is not None or not 1 <= place <= len(model.answers)
        if self.do(
            lambda session: replace_answer(session, question_id=number, place=place, text=text, names=self.names),
            refused=missing or (model.shared and NAME in text),
        ):
            model.answers[place - 1] = text

    @precondition(lambda self: self.known)
    @rule(data=st.data(), place=st.none() | st.integers(1, 3))
    def take_back(self, data: st.DataObject, place: int | None) -> None:
        """Take an answer away."""
        number = self.any(data)
        model = self.known[number]
        count = len(model.answers)
        missing = model.into is not None or count == 0 or (count > 1 if place is None else place > count)
        bare = count == 1 and model.status == "closed" and model.reason is None
        if self.do(lambda session: take_back_answer(session, question_id=number, place=place), refused=missing or bare):
            del model.answers[(place or 1) - 1]
            if not model.answers and model.status == "answered":
                model.status = "referred" if model.referred else "open"

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def refer(self, data: st.DataObject) -> None:
        """Refer a question."""
        number = self.any(data)
        model = self.known[number]
        if self.do(
            lambda session: refer_question(session, question_id=number, partner_id=None, text="RVO"),
            refused=model.status not in ("open", "referred"),
        ):
            model.status, model.referred = "referred", True

    @precondition(lambda self: self.known)
    @rule(data=st.data(), reason=REASON)
    def close(self, data: st.DataObject, reason: str | None) -> None:
        """Close a question."""
        number = self.any(data)
        model = self.known[number]
        if self.do(
            lambda session: close_question(session, question_id=number, reason=reason, on=TODAY),
            refused=model.status in ("closed", "merged") or (reason is None and not model.answers),
        ):
            model.status, model.reason = "closed", reason

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        """Take up a closed question again."""
        number = self.any(data)
        model = self.known[number]
        if self.do(lambda session: reopen_question(session, question_id=number), refused=model.status != "closed"):
            model.reason = None
            model.status = "answered" if model.answers else "open"
            model.referred = model.referred and bool(model.answers)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def share(self, data: st.DataObject) -> None:
        """Share a question with the network."""
        number = self.any(data)
        model = self.known[number]
        names = any(NAME in text for text in model.answers)
        if self.do(
            lambda session: share_question(session, question_id=number, names=self.names),
            refused=model.into is not None or names,
        ):
            model.shared = True

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def unshare(self, data: st.DataObject) -> None:
        """Keep a question to its hub again."""
        number = self.any(data)
        model = self.known[number]
        if self.do(lambda session: unshare_question(session, question_id=number), refused=model.into is not None):
            model.shared = False

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Make two questions one."""
        number, target = self.any(data), self.any(data)
        model, other = self.known[number], self.known[self.end(target)]
        named = any(NAME in text for text in model.answers)
        waits = model.status in ("open", "referred") and other.status == "closed" and not other.answers
        if self.do(
            lambda session: merge_questions(session, question_id=number, into_id=target, names=self.names),
            refused=model.into is not None
            or model is other
            or waits
            or (named and (other.shared or model.hub != other.hub)),
        ):
            if model.status == "referred" and other.status == "open":
                other.status, other.referred = "referred", True
            # By date, which is the same here, and then by number of the answer: see `answers_in_order`.
            other.answers += model.answers
            if other.answers and other.status in ("open", "referred"):
                other.status = "answered"
            model.answers, model.status, model.into = [], "merged", self.end(target)
            self.answers_in_order(self.end(target))

    def answers_in_order(self, number: int) -> None:
        """Take over the order of the answers of two questions, having checked that they are the same ones."""
        with open_reader(self.path) as reader:
            found = [answer.text for answer in answers_of(reader, number)]
        assert sorted(found) == sorted(self.known[number].answers), "an answer was lost"
        self.known[number].answers = found

    # What is always so

    @invariant()
    def the_database_says_the_same(self) -> None:
        """Statuses, answers and askers are those of the model, and every key leads to a question that stands."""
        askers: dict[int, list[int]] = {}
        for number in self.known:
            askers.setdefault(self.end(number), []).append(number)
        with open_reader(self.path) as reader:
            for number, model in self.known.items():
                (row,) = list_questions(reader, today=TODAY, question_id=number).rows
                assert (row.status, row.sharing == "network") == (model.status, model.shared), number
                assert [answer.text for answer in answers_of(reader, number)] == model.answers
                assert find(reader, "question", f"Q{number}").id == self.end(number)
                assert row.merged_into == (None if model.into is None else f"Q{self.end(number)}")
                if model.into is None:
                    assert [each.question for each in askers_of(reader, number)] == [
                        f"Q{each}" for each in askers[number]
                    ]
                    mine = [self.known[each].company or -each for each in askers[number]]
                    assert row.askers == len(set(mine))
                    assert not (model.shared and any(NAME in text for text in model.answers))
                if model.status == "closed":
                    assert model.answers or model.reason
                closed_on = reader.value("SELECT closed_on FROM question WHERE id = :id", {"id": number})
                assert closed_on == (TODAY.isoformat() if model.status == "closed" else None)
                assert (model.status == "answered") <= bool(model.answers)
                assert not (model.status in ("open", "referred") and model.answers)
            counted = list_questions(reader, today=TODAY).rows
            assert {row.key for row in counted} == {f"Q{number}" for number in askers}


def test_no_order_of_steps_loses_an_asker_or_an_answer(template: Path, tmp_path: Path) -> None:
    Questions.world = tmp_path / "world.db"
    shutil.copy(template, Questions.world)
    with open_change(Questions.world, at="2026-06-15T10:00:00Z", actor="tester", command="test") as change:
        make_companies(change.session, COMPANIES)
        for name in ("Limburg", "Utrecht"):
            make_hub(change.session, name)
    many = os.environ.get("CIRCO_FAULTS") == "full"
    run_state_machine_as_test(
        Questions,
        settings=settings(
            max_examples=300 if many else 12,
            stateful_step_count=40 if many else 25,
            deadline=None,
            derandomize=not many,
            database=None,
            phases=[Phase.generate, Phase.shrink] if many else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
