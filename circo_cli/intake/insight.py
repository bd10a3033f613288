"""Insights from a file, with their bodies in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, ClassVar

from sqlalchemy import delete
from sqlmodel import col, insert

from circo_cli.domain.insight import edit_insight
from circo_cli.intake.cells import day, integer, line, prose, reference, term, topic
from circo_cli.intake.known import Known, Numbering, given
from circo_cli.intake.mapping import BadValueError, Column, Importer, Read, Row
from circo_cli.intake.shown import Shown, Texts
from circo_cli.queries.insight import FROM_CIRCO, INSIGHTS
from circo_cli.storage.tables import Insight, InsightVersion, insight_question, insight_topic
from circo_cli.values.keys import number_key, parse_number
from circo_cli.values.text import fold
from circo_cli.values.topics import parse_topics
from circo_cli.values.vocabulary import Category, InsightKind, InsightStatus

_PLAIN = ("title", "kind", "category", "status", "version", "published_on", "review_on", "body")
_MOST_VERSIONS = 100_000
_SHOWN = (InsightStatus.PUBLISHED, InsightStatus.RETIRED)
_KINDS: Mapping[str, Callable[[str], Any]] = {"kind": InsightKind, "category": Category, "status": InsightStatus}


def _origin(known: Known) -> Read:
    hubs = known.references("hub")
    return cache(lambda text: FROM_CIRCO if fold(text) == FROM_CIRCO else hubs.key(text))


class InsightImporter(Importer):
    """Insights: by key, else by origin and title."""

    noun = "insight"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code", "nummer")),
        Column("title", line, ("titel", "inzicht", "insight"), required=True),
        Column("kind", term(InsightKind), ("soort", "type")),
        Column("origin", _origin, ("hub", "herkomst", "van", "from")),
        Column("theme", reference("theme"), ("thema",)),
        Column("category", term(Category), ("categorie",)),
        Column("topics", topic, ("onderwerpen", "onderwerp", "trefwoorden", "tags", "topic"), many=True),
        Column("status", term(InsightStatus), ("stand",)),
        Column("version", integer(1, _MOST_VERSIONS), ("versie",)),
        Column("published_on", day, ("gepubliceerd op", "publicatiedatum", "published")),
        Column("review_on", day, ("herzien op", "nakijken op", "review")),
        Column("questions", reference("question"), ("vragen", "question"), many=True),
        Column("body", prose, ("tekst", "inhoud", "text", "toelichting")),
    )
    derived = ("comments",)

    def __init__(self, known: Known) -> None:
        """Read which insights there are."""
        super().__init__(known)
        self._numbering = Numbering(self.noun, known.change)
        self._shown = Shown(known)
        self._insights = known.references(self.noun)
        rows = known.change.reader.rows("SELECT id, origin, title FROM insight_overview ORDER BY id DESC")
        self._titled = {(origin, fold(title)): number for number, origin, title in rows}

    @cached_property
    def _asked_at(self) -> dict[str, str]:
        """The hub of each question that has one."""
        rows = self.known.change.reader.rows("SELECT q.id, h.key FROM question q JOIN hub h ON h.id = q.hub_id")
        return {number_key("question", number): hub for number, hub in rows}

    def find(self, row: Row) -> int | None:
        """Return the insight by its key, else by title and origin: its question's hub, the configured one, or CIRCO."""
        values = row.values
        if "topics" in values:
            values["topics"] = parse_topics(values["topics"])
        if "questions" in values:
            values["questions"] = tuple(sorted(values["questions"], key=lambda key: int(key[1:])))
        if parsed := parse_number(values.get("key", ""), noun=self.noun):
            values["key"] = number_key(self.noun, parsed[1])
            return self._insights.ids.get(values["key"])
        return self._titled.get((self._origin_of(values), fold(values.get("title", ""))))

    def _origin_of(self, values: Mapping[str, Any]) -> str:
        questions = values.get("questions", ())
        asked_at = self._asked_at.get(questions[0]) if questions else None
        return values.get("origin") or asked_at or self.known.own_hub or FROM_CIRCO

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return the key, else origin and title."""
        if "key" in row.values:
            yield "key", row.values["key"]
        else:
            yield "title", self._origin_of(row.values), fold(row.values.get("title", ""))

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the insights that `rows` are, with their bodies."""
        if not rows:
            return {}
        ids = ", ".join(str(row.id) for row in rows)
        reader = self.known.change.reader
        page = INSIGHTS.fetch(reader, where=[f"v.id IN ({ids})"])
        bodies = dict(reader.rows(f"SELECT id, body FROM insight WHERE id IN ({ids})"))
        return {
            number: {**found._asdict(), "body": bodies[number]}
            for number, found in zip(page.ids, page.rows, strict=True)
        }

    def complete(self, row: Row) -> None:
        """Give a new insight what it lacks: a draft of CIRCO, or published today; the network's reads name nobody."""
        values = row.values
        if "key" in values:
            values["key"] = self._numbering.check(values["key"])
        values["origin"] = self._origin_of(values)
        values.setdefault("kind", InsightKind.INSIGHT.value)
        values.setdefault("version", 1)
        status = InsightStatus.PUBLISHED if "published_on" in values else InsightStatus.DRAFT
        values.setdefault("status", status.value)
        self._check_published(values)
        if values["status"] in _SHOWN:
            values.setdefault("published_on", self.known.today.isoformat())
            self._shown.check_new(row, _texts(values))

    def _check_published(self, values: Mapping[str, Any]) -> None:
        if values["status"] not in _SHOWN and values.get("published_on") is not None:
            raise BadValueError("says that it was published, and it is a draft", field="published_on")

    def add(self, rows: Sequence[Row]) -> None:
        """Store new insights, the published ones with the version that was published."""
        session = self.known.change.session
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        insights, versions, topics, questions = [], [], [], []
        for row in rows:
            values = row.values
            parsed = parse_number(values.get("key", ""), noun=self.noun)
            number = row.id = parsed[1] if parsed else self._numbering.next_id()
            plain = {name: values.get(name) for name in _PLAIN}
            insights.append({"id": number, "hub_id": self._hub(values), "theme_id": self._theme(values), **plain})
            topics += [{"insight_id": number, "topic": each} for each in values.get("topics", ())]
            questions += [{"insight_id": number, "question_id": each} for each in self._question_ids(values)]
            if values["status"] in _SHOWN:
                versions.append({"insight_id": number, **_version(values, author=self.known.actor)})
        for table, new in (
            (Insight, insights), (InsightVersion, versions), (insight_topic, topics), (insight_question, questions),
        ):  # fmt: skip
            if new:
                session.execute(insert(table), new)

    def finish(self) -> Sequence[tuple[Row, BadValueError]]:
        """Take those away again that name somebody whom the file has brought."""
        bad = self._shown.recheck()
        session = self.known.change.session
        for row, _ in bad:
            for table in (insight_topic, insight_question):
                session.execute(delete(table).where(table.c.insight_id == row.id))
            session.execute(delete(InsightVersion).where(col(InsightVersion.insight_id) == row.id))
            session.execute(delete(Insight).where(col(Insight.id) == row.id))
        return bad

    def _hub(self, values: Mapping[str, Any]) -> int | None:
        return self.known.references("hub").ids.get(values["origin"])

    def _theme(self, values: Mapping[str, Any]) -> int | None:
        return self.known.references("theme").ids.get(values.get("theme", ""))

    def _question_ids(self, values: Mapping[str, Any]) -> list[int]:
        ids = self.known.references("question").ids
        return sorted(ids[key] for key in values.get("questions", ()))

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse what contradicts itself, and what the network may not see."""
        values = {**stored, **row.changed}
        self._check_published(values)
        if values["status"] in _SHOWN:
            self._shown.check(_texts(values))

    def update(self, row: Row) -> None:
        """Change what differs; of a published one that makes a new version, unless the file says which it is."""
        with self.known.attempt({"names-someone": "status"}):  # comments are in no file, and are shown too
            self._change(row)

    def _change(self, row: Row) -> None:
        changed, number = row.changed, row.id or 0
        session = self.known.change.session
        values: dict[str, Any] = {
            name: _KINDS[name](value) if name in _KINDS else value for name, value in given(changed, _PLAIN).items()
        }
        version = values.pop("version", None)
        facts = given(values, ("status", "published_on"))
        if "origin" in changed:
            values["hub_id"] = self._hub(changed)
        if "theme" in changed:
            values["theme_id"] = self._theme(changed)
        found = session.get(Insight, number)
        if found is None:
            raise AssertionError("the engine found it")
        for name, value in facts.items():
            setattr(found, name, value)
        if found.status in _SHOWN and found.published_on is None:
            found.published_on = self.known.today.isoformat()
        edit_insight(
            session,
            insight_id=number,
            values={name: value for name, value in values.items() if name not in facts},
            topics=changed.get("topics"),
            question_ids=self._question_ids(changed) if "questions" in changed else None,
            today=self.known.today,
            author=self.known.actor,
            names=lambda: self._shown.names,
        )
        if version is not None:
            session.flush()
            found.version = version
        if found.status in _SHOWN and session.get(InsightVersion, (number, found.version)) is None:
            kept = {name: getattr(found, name) for name in ("version", "title", "body", "published_on")}
            session.add(InsightVersion(insight_id=number, **_version(kept, author=self.known.actor)))


def _texts(values: Mapping[str, Any]) -> Texts:
    """Return what the network reads of an insight."""
    return {"title": values["title"], "body": values.get("body"), "topics": " ; ".join(values.get("topics") or ())}


def _version(values: Mapping[str, Any], *, author: str) -> dict[str, Any]:
    return {**{name: values.get(name) for name in ("version", "title", "body", "published_on")}, "author": author}
