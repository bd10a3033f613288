"""Questions from a file, each with an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, ClassVar

from sqlalchemy import delete
from sqlmodel import col, insert

from circo_cli.domain.question import DAYS_TO_ANSWER, answers_of, edit_question
from circo_cli.intake.asking import Askers
from circo_cli.intake.cells import day, line, prose, reference, term, topic
from circo_cli.intake.known import Known, Numbering, given
from circo_cli.intake.mapping import BadValueError, Column, Importer, Read, Row
from circo_cli.intake.question_fields import answer_of, check_answered, check_dates, drop_answer, status_of
from circo_cli.intake.shown import Shown
from circo_cli.queries.question import QUESTIONS
from circo_cli.storage.tables import Question, QuestionAnswer, question_topic
from circo_cli.values.keys import number_key, parse_number
from circo_cli.values.text import fold, sound
from circo_cli.values.topics import parse_topics
from circo_cli.values.vocabulary import UNANSWERED, Category, QuestionStatus, Sharing

_PLAIN = ("text", "category", "status", "asked_on", "due_on", "owner", "sharing", "shared_text")
_REFERENCES = ("company", "hub", "track", "theme")
_ANSWER = ("answer", "answered_on", "answered_by")
_BLAMED = {"period": "asked_on", "merged-already": "key"}
_SEEN = ("shared_text", "answer", "topics", "text")
"""What the network sees of a question."""


def _referred(known: Known) -> Read:
    partners = known.references("partner")

    @cache
    def read(text: str) -> str:
        try:
            return partners.key(text)
        except BadValueError:
            return sound(text)  # whoever it was referred to is no partner

    return read


def _question(known: Known) -> Read:
    def read(text: str) -> str:
        parsed = parse_number(text, noun="question")
        if parsed is None:
            raise BadValueError("is not the key of a question, such as Q12")
        return number_key("question", parsed[1])

    return read


class QuestionImporter(Importer):
    """Questions: by key, else what was asked by which company on which day."""

    noun = "question"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code", "nummer")),
        Column("text", prose, ("vraag", "question", "tekst", "vraagtekst", "vraag of opmerking"), required=True),
        Column(
            "company",
            reference("company"),
            ("bedrijf", "bedrijfsnaam", "kvk", "kvk-nummer", "organisatie", "organisation", "company name", "naam"),
        ),
        Column("hub", reference("hub"), ("circo hub",)),
        Column("track", reference("track"), ("training", "traject")),
        Column("theme", reference("theme"), ("thema",)),
        Column("category", term(Category), ("categorie", "soort", "soort vraag")),
        Column("topics", topic, ("onderwerpen", "onderwerp", "trefwoorden", "tags", "topic"), many=True),
        Column("status", term(QuestionStatus), ("stand",)),
        Column("asked_on", day, ("gevraagd op", "datum", "datum vraag", "gesteld op", "date", "asked", "tijdstempel")),
        Column("due_on", day, ("antwoord voor", "uiterlijk", "deadline", "due")),
        Column("owner", line, ("eigenaar", "behandelaar", "wie")),
        Column("referred_to", _referred, ("doorverwezen naar", "verwezen naar", "referred")),
        Column("sharing", term(Sharing), ("delen", "gedeeld")),
        Column("shared_text", prose, ("gedeelde tekst", "tekst voor het netwerk")),
        Column("merged_into", _question, ("samengevoegd met",)),
        Column("answer", prose, ("antwoord", "reactie")),
        Column("answered_on", day, ("beantwoord op", "datum antwoord", "answered")),
        Column("answered_by", line, ("beantwoord door", "antwoord van", "by")),
    )
    derived = ("sector", "answers", "askers", "age_days")

    def __init__(self, known: Known) -> None:
        """Read which questions there are."""
        super().__init__(known)
        self._numbering = Numbering(self.noun, known.change)
        self._questions = known.references(self.noun)
        self._askers = Askers(known)
        self._shown = Shown(known)
        self._merged: list[Row] = []

    @cached_property
    def _asked(self) -> dict[tuple[str, int | None], list[tuple[str, int]]]:
        """The day and id of every question, by what was asked and by whom, the latest last."""
        asked = defaultdict(list)
        query = "SELECT id, text, company_id, asked_on FROM question ORDER BY asked_on, id"
        for number, text, company, asked_on in self.known.change.reader.rows(query):
            asked[fold(text), company].append((asked_on, number))
        return asked

    def find(self, row: Row) -> int | None:
        """Return the question by its key, else by text, company and day; without a day the latest of them."""
        values = row.values
        if "answer" not in values:
            drop_answer(values)
        if "topics" in values:
            values["topics"] = parse_topics(values["topics"])
        if parsed := parse_number(values.get("key", ""), noun=self.noun):
            values["key"] = number_key(self.noun, parsed[1])
            if values["key"] in self._questions.ids:
                return parsed[1]
            return None
        company = self._questions_company(values)
        there = self._asked.get((fold(values.get("text", "")), company), [])
        return next((n for asked_on, n in reversed(there) if values.get("asked_on", asked_on) == asked_on), None)

    def _questions_company(self, values: Mapping[str, Any]) -> int | None:
        return self.known.references("company").ids[values["company"]] if "company" in values else None

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return the key, else what was asked by which company on which day."""
        values = row.values
        if "key" in values:
            yield "key", values["key"]
        else:
            yield "text", fold(values.get("text", "")), values.get("company"), values.get("asked_on")

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the questions that `rows` are, each with the answer that its row gives."""
        if not rows:
            return {}
        ids = ", ".join(str(row.id) for row in rows)
        reader = self.known.change.reader
        page = QUESTIONS.fetch(reader, where=[f"v.id IN ({ids})"])
        found = {
            number: {**question._asdict(), "answered_on": None}
            for number, question in zip(page.ids, page.rows, strict=True)
        }
        answers: dict[tuple[int, str], tuple[str, str, str]] = {
            (number, text): (text, on, by)
            for number, text, on, by in reader.rows(
                f"SELECT question_id, text, answered_on, author FROM question_answer WHERE question_id IN ({ids})"
            )
        }
        for row in rows:
            answer = answers.get((row.id or 0, row.values.get("answer", "")))
            if answer is not None:
                found[row.id or 0].update(zip(_ANSWER, answer, strict=True))
        return found

    def complete(self, row: Row) -> None:
        """Give a new question what ``question log`` would give it, and check it as ``question share`` does."""
        values = row.values
        if "key" in values:
            values["key"] = self._numbering.check(values["key"])
        values.setdefault("category", Category.OTHER.value)
        values.setdefault("asked_on", self.known.today.isoformat())
        values.setdefault("sharing", Sharing.HUB.value)
        values.setdefault("status", status_of(values).value)
        if not row.lacks("due_on"):
            due = date.fromisoformat(values["asked_on"]) + timedelta(days=DAYS_TO_ANSWER)
            values.setdefault("due_on", due.isoformat())
        if "answer" in values:
            values.setdefault("answered_on", max(values["asked_on"], self.known.today.isoformat()))
            values.setdefault("answered_by", self.known.actor)
        self._askers.complete(row)
        if "key" not in values:  # what circo printed may be a question that earlier ones were merged into
            check_dates(values)
        self._check_status(values)
        if values["sharing"] == Sharing.NETWORK:
            seen = "shared_text" if "shared_text" in values else "text"
            topics = " ; ".join(values.get("topics", ()))
            self._shown.check_new(row, {seen: values[seen], "answer": values.get("answer"), "topics": topics})

    def _check_status(self, values: Mapping[str, Any]) -> None:
        if (values["status"] == QuestionStatus.MERGED) != ("merged_into" in values):
            field = "merged_into" if "merged_into" in values else "status"
            raise BadValueError("does not go together: a merged question has both status and merged_into", field=field)
        if "answer" in values:
            check_answered(values["status"])
        into = values.get("merged_into")
        if into is not None and into not in self._questions.ids and into not in self.known.coming:
            raise BadValueError("is no question", field="merged_into")
        if into is not None and into == values.get("key"):
            raise BadValueError("is the question itself", field="merged_into")

    def add(self, rows: Sequence[Row]) -> None:
        """Store new questions; those that were merged wait until all are there."""
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        for row in rows:
            parsed = parse_number(row.values.get("key", ""), noun=self.noun)
            row.id = parsed[1] if parsed else self._numbering.next_id()
        self._merged += [row for row in rows if "merged_into" in row.values]
        self._insert([row for row in rows if "merged_into" not in row.values])

    def _insert(self, rows: Sequence[Row]) -> None:
        session = self.known.change.session
        questions, answers, topics = [], [], []
        for row in rows:
            values, number = row.values, row.id or 0
            self._questions.join(number_key(self.noun, number), number)
            questions.append(
                {
                    "id": number,
                    **{name: values.get(name) for name in _PLAIN},
                    **self._ids(values, _REFERENCES),
                    **self._referral(values.get("referred_to")),
                    "merged_into_id": self._questions.ids.get(values.get("merged_into", "")),
                }
            )
            topics += [{"question_id": number, "topic": each} for each in values.get("topics", ())]
            if "answer" in values:
                answers.append(answer_of(number, values))
        for table, new in ((Question, questions), (QuestionAnswer, answers), (question_topic, topics)):
            if new:
                session.execute(insert(table), new)

    def _take_away(self, ids: Sequence[int]) -> None:
        """Store nothing of rows that turned out to be bad."""
        session = self.known.change.session
        for number in ids:
            del self._questions.ids[number_key(self.noun, number)]
            session.execute(delete(question_topic).where(question_topic.c.question_id == number))
            session.execute(delete(QuestionAnswer).where(col(QuestionAnswer.question_id) == number))
            session.execute(delete(Question).where(col(Question.id) == number))

    def _ids(self, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, int | None]:
        return {f"{name}_id": self.known.references(name).ids.get(values.get(name, "")) for name in names}

    def _referral(self, referred: str | None) -> dict[str, Any]:
        partner = self.known.references("partner").ids.get(referred or "")
        return {"referred_partner_id": partner, "referred_text": None if partner is not None else referred}

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse what is done by another command, and what the network may not see."""
        changed = row.changed
        if "merged_into" in changed or changed.get("status") == QuestionStatus.MERGED:
            key, into = stored["key"], changed.get("merged_into", "Q")
            raise BadValueError(
                f"is stored otherwise; circo question merge {key} {into} makes them one",
                field="merged_into" if "merged_into" in changed else "status",
            )
        if "status" in changed and (stored["answers"] or "answer" in row.values):
            check_answered(changed["status"])
        values = {name: value for name, value in {**stored, **changed}.items() if value is not None}
        if changed.keys() & {"asked_on", "due_on", "answer", "answered_on"}:
            check_dates(values)

    def update(self, row: Row) -> None:
        """Change what differs, by the rules of ``question edit``; an answer that is not there is added."""
        changed, number = row.changed, row.id or 0
        seen = next((name for name in _SEEN if name in changed), "sharing")
        with self.known.attempt({**_BLAMED, "names-someone": seen}):
            if "answer" in row.values and changed.keys() & set(_ANSWER):
                self._update_answer(number, row)
            values: dict[str, Any] = given(changed, [name for name in _PLAIN if name in changed])
            for name, kind in (("status", QuestionStatus), ("category", Category), ("sharing", Sharing)):
                if name in values:
                    values[name] = kind(values[name])
            if "status" in values:  # until today it was known as what it was
                closed = values["status"] is QuestionStatus.CLOSED
                values["closed_on"] = self.known.today.isoformat() if closed else None
            values.update(self._ids(changed, [name for name in _REFERENCES if name in changed]))
            if "referred_to" in changed:
                values.update(self._referral(changed["referred_to"]))
            edit_question(
                self.known.change.session,
                question_id=number,
                values=values,
                topics=changed.get("topics"),
                names=lambda: self._shown.names,
            )

    def _update_answer(self, number: int, row: Row) -> None:
        session, values = self.known.change.session, row.values
        same = [each for each in answers_of(session, number) if each.text == values["answer"]]
        if same:
            same[0].answered_on = values.get("answered_on", same[0].answered_on)
            same[0].author = values.get("answered_by", same[0].author)
            return
        values.setdefault("answered_on", self.known.today.isoformat())
        values.setdefault("answered_by", self.known.actor)
        session.add(QuestionAnswer(**answer_of(number, values)))
        question = session.get(Question, number)
        if question is not None and question.status in UNANSWERED and "status" not in row.changed:
            question.status = QuestionStatus.ANSWERED

    def finish(self) -> Sequence[tuple[Row, BadValueError]]:
        """Store the questions that were merged, now that what they were merged into is there."""
        bad = self._shown.recheck()
        self._take_away([row.id or 0 for row, _ in bad])
        waiting = [row for row in self._merged if row.number not in {each.number for each, _ in bad}]
        targets = {number_key(self.noun, row.id or 0): row.values["merged_into"] for row in waiting}
        ready = []
        for row in waiting:
            into = _end(row.values["merged_into"], targets)
            if into in self._questions.ids:
                row.values["merged_into"] = into
                ready.append(row)
            else:
                bad.append((row, BadValueError("is a bad row itself", field="merged_into")))
        self._insert(ready)
        return bad


def _end(key: str, targets: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while key in targets and key not in seen:
        seen.add(key)
        key = targets[key]
    return key
