"""What a digest says, section by section, for every format alike: each template puts these parts in their places."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from circo_cli.documents.digest_words import Fields, Words, capital, change, facts_of, listed
from circo_cli.documents.writing import Safe
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import (
    InsightKind,
    InsightStatus,
    Metric,
    PartnerRole,
    Stage,
    TrackKind,
)

_RATES = (Metric.COMPLETION_RATE, Metric.ATTENDANCE_RATE)
_FEW = 3
"""So many titles or subjects are named in the summary."""


class Section(NamedTuple):
    """A section as a reader meets it: its name in the data, the name of its phrase, the noun that counts its items."""

    name: str
    phrase: str
    noun: str


READING_ORDER = (
    Section("insights", "digest_insights", "insight"),
    Section("methods", "digest_methods", "method"),
    Section("answers", "digest_answers", "answer"),
    Section("recurring", "digest_recurring", "recurring"),
    Section("open_questions", "digest_open_questions", "open_question"),
    Section("upcoming_tracks", "digest_upcoming_tracks", "track"),
    Section("hub_news", "digest_hub_news", "news"),
)
"""What is new, what was answered, what keeps coming back, what nobody has answered yet, what is coming."""


class Parts(Words):
    """Makes what a template asks for, out of a digest, in one way of writing."""

    def all(self) -> dict[str, Any]:
        """Return every part, by the name that the templates know it by.

        What can be long is made item by item when the template asks for it, once.
        """
        section = self.digest.section
        return {
            "say": self.say,
            "lang": self.language.code,
            "title": self.title(),
            "lead": self._lead(),
            "summary": self._summary(),
            "knowledge": [
                {
                    "name": name,
                    "title": self.say(f"digest_{name}"),
                    "entries": [self._insight(each) for each in section(name)],
                }
                for name in ("insights", "methods")
                if section(name)
            ],
            "answers": [
                {"title": self._category(category), "entries": map(self._answered, list(group))}
                for category, group in groupby(section("answers"), key=lambda fields: fields["category"])
            ],
            "recurring": self._recurring(section("recurring")),
            "recurring_days": self._when() if self.digest.period.first else self._quarter(self.digest.last_quarter),
            "open_questions": map(self._open, questions) if (questions := section("open_questions")) else (),
            "upcoming_tracks": [self._track(each) for each in section("upcoming_tracks")],
            "hub_news": [self._news(each) for each in section("hub_news")],
            "figures_title": self._figures_title(),
            "figures": self._figures(),
        }

    # The top

    def title(self) -> Safe:
        """Return the title: for whom, and of which days."""
        return self.say("digest_title", audience=self._audience(), period=self._when())

    def _audience(self) -> Safe:
        kind, _, key = self.digest.audience.name.partition(":")
        return self._hub(key) if kind == "hub" else self.say(f"digest_for_{kind}")

    def _when(self) -> Safe:
        period = self.digest.period
        if period.quarter is not None:
            return self._quarter(period.quarter)
        if period.first is None or period.last is None:
            return self.say("digest_number", number=period.series or 0)
        return self._days(period.first, period.last)

    def _lead(self) -> Safe:
        period = self.digest.period
        if period.first is None or period.last is None:
            return self.say("digest_lead_since_last")
        return self.say("digest_lead", days=self._days(period.first, period.last))

    def _summary(self) -> list[dict[str, Any]]:
        """Return a line for each section that has something: how much, and (in `line`) what it is about."""
        lines: list[dict[str, Any]] = []
        for name, phrase, noun in READING_ORDER:
            items = self.digest.section(name)
            if items:
                heading = self.language.say(phrase)
                line = self.way.link(self.count(noun, len(items)), place=name, heading=heading)
                about = self._about_section(name, items)
                lines.append({"name": name, "count": line, "line": Safe(f"{line}: {about}") if about else line})
        return lines

    def _about_section(self, name: str, items: Sequence[Fields]) -> Safe | None:
        match name:
            case "insights" | "methods":
                return self._subjects(items)
            case "answers":
                counts = groupby(items, key=lambda fields: fields["category"])
                return listed(Safe(f"{self._category(code)} {len(list(group))}") for code, group in counts)
            case "recurring":
                return listed(
                    self.say(
                        "digest_most_recurring",
                        subject=self.subject(row),
                        askers=self.count("asker", row["askers"]),
                        change=change(row),
                    )
                    for row in items[:_FEW]
                )
            case "open_questions":
                late = sum(fields["overdue"] for fields in items)
                return self.say("digest_of_which_overdue", number=late) if late else None
            case "upcoming_tracks":
                return self.say("digest_first_track", when=self._starts(items[0]))
        return None

    def _subjects(self, items: Sequence[Fields]) -> Safe | None:
        """Return the titles of a few items, or the themes of many."""
        if len(items) <= _FEW:
            return Safe("; ".join(self.way.text(fields["title"]) for fields in items))
        return listed(filter(None, (self._theme(key) for key in dict.fromkeys(each["theme"] for each in items))))

    # Items

    def _insight(self, fields: Fields) -> dict[str, Any]:
        drafted = fields["status"] == InsightStatus.DRAFT
        facts = [
            self.way.strong(self.say("digest_draft")) if drafted else None,
            capital(self._label(InsightKind, fields["kind"])) if fields["kind"] == InsightKind.CASE else None,
            Safe("CIRCO") if fields["origin"] == "circo" else self._hub(fields["origin"]),
            self._category(fields["category"]),
            self._theme(fields["theme"]),
            None if drafted else self._on("digest_published_on", fields["published_on"]),
            self.say("digest_version", version=fields["version"]) if fields["version"] > 1 else None,
        ]
        return {
            "key": fields["key"],
            "title": self._named(fields["title"], fields["key"]),
            "facts": facts_of(facts),
            "body": self.way.body(fields["body"]) if fields["body"] else None,
            "topics": Safe(", ".join(map(self.way.text, fields["topics"]))),
            "comments": [self._comment(each) for each in fields["comments"]],
        }

    def _comment(self, comment: Fields) -> Safe:
        by = f"{self.way.text(comment['by'])}, " if "by" in comment else ""
        return Safe(f"{self.way.text(comment['text'])} ({by}{self._date(comment['at'][:10])})")

    def _answered(self, fields: Fields) -> dict[str, Any]:
        """Return a question with its answers; the day of the only one stands among the facts."""
        answers = fields["answers"]
        only = self._on("digest_answered_on", answers[0]["on"]) if len(answers) == 1 else None
        return {
            "key": fields["key"],
            "title": self._named(fields["question"], fields["key"]),
            "facts": facts_of([self._theme(fields["theme"]), *self._asker(fields), only]),
            "answers": [
                {
                    "on": None if only else self._on("digest_answer_on", answer["on"]),
                    "text": self.way.paragraphs(answer["text"]),
                }
                for answer in answers
            ],
        }

    def _open(self, fields: Fields) -> dict[str, Any]:
        facts = [
            self._category(fields["category"]),
            self._theme(fields["theme"]),
            *self._asker(fields),
            self._on("digest_asked_on", fields["asked_on"]),
        ]
        if fields["due_on"]:
            phrase = "digest_overdue" if fields["overdue"] else "digest_due_on"
            due = self._on(phrase, fields["due_on"])
            facts.append(self.way.strong(due) if fields["overdue"] else due)
        if fields.get("owner"):
            facts.append(self._by("digest_owner", fields["owner"]))
        if fields.get("referred_to"):
            facts.append(self._by("digest_referred_to", fields["referred_to"]))
        return {
            "key": fields["key"],
            "title": self.way.strong(self._named(fields["question"], fields["key"])),
            "facts": facts_of(facts),
        }

    def _track(self, fields: Fields) -> dict[str, Any]:
        facts = [
            Safe(", ".join(map(self._hub, fields["hubs"]))),
            None if fields["kind"] == TrackKind.TRACK else self._label(TrackKind, fields["kind"]),
            self._theme(fields["theme"]),
            self.count("session", fields["sessions"]) if fields["sessions"] else None,
            self.count("seat", fields["seats_free"]) if fields["seats_free"] else self.say("digest_full"),
            self.way.text(fields["location"]) if fields["location"] else None,
            self.say("digest_taught_in", language=self._taught_in(fields["taught_in"])),
        ]
        title = Safe(f"{self._starts(fields)}: {self.way.text(fields['title'])} ({self.way.text(fields['key'])})")
        return {"key": fields["key"], "title": self.way.strong(title), "facts": facts_of(facts)}

    def _starts(self, fields: Fields) -> Safe:
        starts = fields["starts_on"]
        return self._date(starts) if starts else self._quarter(Quarter.parse(fields["quarter"]))

    def _news(self, fields: Fields) -> Safe:
        on = self._date(fields["on"])
        if fields["what"] == "stage":
            sentence = self.say(f"digest_stage_{Stage(fields['stage'])}", hub=self.way.text(fields["name"]))
        else:
            sentence = self.say(
                "digest_partner",
                hub=self.way.text(fields["name"]),
                partner=self.way.text(fields["partner"]),
                role=self._label(PartnerRole, fields["role"]),
            )
        return Safe(f"{on}: {sentence}")

    def _recurring(self, rows: Sequence[Fields]) -> Safe | None:
        if not rows:
            return None
        columns = ("category", "theme", "askers", "questions", "previous", "change")
        cells = [
            [
                self._category(row["category"]) or Safe(""),
                self._theme(row["theme"]) or self.say("digest_no_theme"),
                Safe(row["askers"]),
                Safe(row["questions"]),
                Safe(row["previous"]),
                change(row),
            ]
            for row in rows
        ]
        return self.way.table([self.say(f"digest_column_{name}") for name in columns], cells, texts=2)

    def _figures_title(self) -> Safe:
        return self.say("digest_figures", quarters=self.quarters())

    def _figures(self) -> Safe:
        rows = []
        for name, value in self.digest.figures.items():
            metric = Metric(name)
            if value is not None:
                written = self.language.percentage(value * 100) if metric in _RATES else self.language.number(value)
                rows.append([capital(self._label(Metric, name)), Safe(written)])
        return self.way.table([self.say("digest_figure"), self.say("digest_actual")], rows, texts=1)
