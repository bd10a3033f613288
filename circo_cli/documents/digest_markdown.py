"""The digest as Markdown, and as plain text: one template, two ways to write its parts.

Whatever comes from the data is escaped where it is put out, unless it was made safe before (`Safe`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from circo_cli.documents.digest import Digest
from circo_cli.documents.language import Language, language_of
from circo_cli.documents.writing import Markdown, PlainText, Safe
from circo_cli.values.keys import slugify
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import (
    Category,
    InsightKind,
    InsightStatus,
    Metric,
    PartnerRole,
    Stage,
    Term,
    TrackKind,
)

Fields = Mapping[str, Any]

_RATES = (Metric.COMPLETION_RATE, Metric.ATTENDANCE_RATE)
_COUNTED = (
    ("insights", "insight"),
    ("methods", "method"),
    ("answers", "answer"),
    ("recurring", "recurring"),
    ("open_questions", "open_question"),
    ("upcoming_tracks", "track"),
    ("hub_news", "news"),
)


def as_markdown(digest: Digest) -> str:
    """Return the digest as Markdown."""
    return _Writer(digest, Markdown()).write()


def as_text(digest: Digest) -> str:
    """Return the digest as plain text, with the same content."""
    return _Writer(digest, PlainText()).write()


class _Writer:
    """Makes what the template asks for: sentences, facts and tables in the digest's language."""

    def __init__(self, digest: Digest, way: Markdown) -> None:
        self.digest = digest
        self.way = way
        self.language: Language = language_of(digest.language)

    def write(self) -> str:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(  # noqa: S701 - everything put out is escaped by `finalize`
            loader=PackageLoader("circo_cli.documents", "templates"),
            undefined=StrictUndefined,
            finalize=self.way.safe,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        return environment.get_template("digest.md.j2").render(self._parts())

    def _parts(self) -> dict[str, Any]:
        section = self.digest.section
        return {
            "heading": self.way.heading,
            "say": self._say,
            "line_end": self.way.line_end,
            "title": self._title(),
            "lead": self._lead(),
            "summary": self._summary(),
            "knowledge": [
                {"title": self._say(f"digest_{name}"), "entries": [self._insight(each) for each in section(name)]}
                for name in ("insights", "methods")
                if section(name)
            ],
            "answers": [self._answered(each) for each in section("answers")],
            "recurring": self._recurring(section("recurring")),
            "recurring_days": self._when() if self.digest.period.first else self._quarter(self.digest.last_quarter),
            "open_questions": [self._open(each) for each in section("open_questions")],
            "upcoming_tracks": [self._track(each) for each in section("upcoming_tracks")],
            "hub_news": [self._news(each) for each in section("hub_news")],
            "figures_title": self._figures_title(),
            "figures": self._figures(),
        }

    # The top

    def _title(self) -> Safe:
        return self._say("digest_title", audience=self._audience(), period=self._when())

    def _audience(self) -> Safe:
        kind, _, key = self.digest.audience.name.partition(":")
        return self._hub(key) if kind == "hub" else self._say(f"digest_for_{kind}")

    def _when(self) -> Safe:
        period = self.digest.period
        if period.quarter is not None:
            return self._quarter(period.quarter)
        if period.first is None or period.last is None:
            return self._say("digest_number", number=period.series or 0)
        return self._days(period.first, period.last)

    def _lead(self) -> Safe:
        period = self.digest.period
        if period.first is None or period.last is None:
            return self._say("digest_lead_since_last")
        return self._say("digest_lead", days=self._days(period.first, period.last))

    def _summary(self) -> Safe:
        counts = [(noun, len(self.digest.section(name))) for name, noun in _COUNTED]
        parts = [self._count(noun, number) for noun, number in counts if number]
        if not parts:
            return self._say("digest_nothing")
        *most, last = parts
        joined = f"{', '.join(most)} {self._say('digest_and')} {last}" if most else last
        return self._say("digest_summary", what=joined)

    # Items

    def _insight(self, fields: Fields) -> dict[str, Any]:
        drafted = fields["status"] == InsightStatus.DRAFT
        facts = [
            self.way.strong(self._say("digest_draft")) if drafted else None,
            _capital(self._label(InsightKind, fields["kind"])) if fields["kind"] == InsightKind.CASE else None,
            Safe("CIRCO") if fields["origin"] == "circo" else self._hub(fields["origin"]),
            *self._about(fields),
            None if drafted else self._say("digest_published_on", on=self._date(fields["published_on"])),
            self._say("digest_version", version=fields["version"]) if fields["version"] > 1 else None,
        ]
        return {
            "title": self._named(fields["title"], fields["key"]),
            "facts": _facts(facts),
            "body": self.way.body(fields["body"]) if fields["body"] else None,
            "topics": Safe(", ".join(map(self.way.text, fields["topics"]))),
            "comments": [self._comment(each) for each in fields["comments"]],
        }

    def _comment(self, comment: Fields) -> Safe:
        by = f"{self.way.text(comment['by'])}, " if "by" in comment else ""
        return Safe(f"{self.way.text(comment['text'])} ({by}{self._date(comment['at'][:10])})")

    def _answered(self, fields: Fields) -> dict[str, Any]:
        answers: list[Safe] = []
        for answer in fields["answers"]:
            answers += [self._say("digest_answer_on", on=self._date(answer["on"])), self.way.paragraphs(answer["text"])]
        return {
            "title": self._named(fields["question"], fields["key"]),
            "facts": _facts(self._asker(fields)),
            "answers": answers,
        }

    def _open(self, fields: Fields) -> dict[str, Any]:
        facts = [*self._asker(fields), self._say("digest_asked_on", on=self._date(fields["asked_on"]))]
        if fields["due_on"]:
            phrase = "digest_overdue" if fields["overdue"] else "digest_due_on"
            due = self._say(phrase, on=self._date(fields["due_on"]))
            facts.append(self.way.strong(due) if fields["overdue"] else due)
        if fields.get("owner"):
            facts.append(self._say("digest_owner", name=self.way.text(fields["owner"])))
        if fields.get("referred_to"):
            facts.append(self._say("digest_referred_to", name=self.way.text(fields["referred_to"])))
        return {
            "title": self.way.strong(self._named(fields["question"], fields["key"])),
            "facts": _facts(facts),
        }

    def _track(self, fields: Fields) -> dict[str, Any]:
        starts = fields["starts_on"]
        facts = [
            Safe(", ".join(map(self._hub, fields["hubs"]))),
            None if fields["kind"] == TrackKind.TRACK else self._label(TrackKind, fields["kind"]),
            self._theme(fields["theme"]),
            self._count("session", fields["sessions"]) if fields["sessions"] else None,
            self._count("seat", fields["seats_free"]) if fields["seats_free"] else self._say("digest_full"),
            self.way.text(fields["location"]) if fields["location"] else None,
            self._say("digest_taught_in", language=self._taught_in(fields["taught_in"])),
        ]
        when = self._date(starts) if starts else self._quarter(Quarter.parse(fields["quarter"]))
        title = Safe(f"{when}: {self.way.text(fields['title'])} ({self.way.text(fields['key'])})")
        return {"title": self.way.strong(title), "facts": _facts(facts)}

    def _news(self, fields: Fields) -> Safe:
        on = self._date(fields["on"])
        if fields["what"] == "stage":
            sentence = self._say(f"digest_stage_{Stage(fields['stage'])}", hub=self.way.text(fields["name"]))
        else:
            sentence = self._say(
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
                _capital(self._label(Category, row["category"])),
                self._theme(row["theme"]) or self._say("digest_no_theme"),
                str(row["askers"]),
                str(row["questions"]),
                str(row["previous"]),
                f"{difference:+d}".replace("-", "−") if (difference := row["askers"] - row["previous"]) else "0",
            ]
            for row in rows
        ]
        rows_safe = [[*row[:2], *map(Safe, row[2:])] for row in cells]
        return self.way.table([self._say(f"digest_column_{name}") for name in columns], rows_safe, texts=2)

    def _figures_title(self) -> Safe:
        first, last = self.digest.first_quarter, self.digest.last_quarter
        quarters = self._quarter(last)
        if first != last:
            quarters = self._say("digest_through", first=self._quarter(first), last=quarters)
        return self._say("digest_figures", quarters=quarters)

    def _figures(self) -> Safe:
        rows = []
        for name, value in self.digest.figures.items():
            metric = Metric(name)
            if value is not None:
                written = self.language.percentage(value * 100) if metric in _RATES else self.language.number(value)
                rows.append([_capital(self._label(Metric, name)), Safe(written)])
        return self.way.table([self._say("digest_figure"), self._say("digest_actual")], rows, texts=1)

    # Pieces

    def _asker(self, fields: Fields) -> list[Safe | None]:
        return [
            *self._about(fields),
            self._sector(fields),
            self._hub(fields["hub"]) if fields["hub"] else None,
            self.way.text(fields["company_name"]) if fields.get("company_name") else None,
        ]

    def _about(self, fields: Fields) -> list[Safe | None]:
        category = self._label(Category, fields["category"]) if fields["category"] else None
        return [category and _capital(category), self._theme(fields["theme"])]

    def _sector(self, fields: Fields) -> Safe | None:
        """Return the company's sector, unless it says the same as the theme."""
        sector = fields["sector"]
        if sector is None or slugify(sector) in (
            fields["theme"],
            slugify(self.digest.theme_names.get(fields["theme"], "")),
        ):
            return None
        return self._say("digest_sector", sector=self.way.text(sector))

    def _named(self, title: str, key: str) -> Safe:
        return Safe(f"{self.way.text(title)} ({key})")

    def _label(self, kind: type[Term], code: str) -> Safe:
        return Safe(kind(code).label(self.language.code))

    def _hub(self, key: str) -> Safe:
        return self.way.text(self.digest.hub_names.get(key, key))

    def _theme(self, key: str | None) -> Safe | None:
        return None if key is None else self.way.text(self.digest.theme_names.get(key, key))

    def _taught_in(self, code: str) -> Safe:
        name = f"digest_language_{code.lower()}"
        return self._say(name) if name in self.language.phrases else self.way.text(code)

    def _date(self, day: str) -> Safe:
        found = date.fromisoformat(day)
        return Safe(f"{found.day} {self._month(found)} {found.year}")

    def _days(self, first: date, last: date) -> Safe:
        """Return both days, the year said once where it is the same."""
        start = f"{first.day} {self._month(first)}" + ("" if first.year == last.year else f" {first.year}")
        return self._say("digest_through", first=start, last=self._date(last.isoformat()))

    def _month(self, day: date) -> str:
        return self.language.say("digest_months").split()[day.month - 1]

    def _quarter(self, quarter: Quarter) -> Safe:
        return self._say(f"digest_quarter_{quarter.number}", year=quarter.year)

    def _count(self, noun: str, number: int) -> Safe:
        return self._say(f"digest_{noun}_{'one' if number == 1 else 'many'}", number=number)

    def _say(self, phrase: str, **values: object) -> Safe:
        return Safe(self.language.say(phrase, **values))


def _facts(facts: Iterable[Safe | None]) -> Safe:
    return Safe(" · ".join(fact for fact in facts if fact))


def _capital(text: str) -> Safe:
    return Safe(text[:1].upper() + text[1:])
