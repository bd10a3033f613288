"""How a digest puts things: names, dates, counts and phrases in its language, in one way of writing.

Whatever comes from the data is escaped where it is put out, unless it was made safe before (`Safe`); how that is done
is for the way (Markdown, plain text, HTML).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from circo_cli.documents.digest import Digest
from circo_cli.documents.language import Language, language_of
from circo_cli.documents.writing import Markdown, Safe
from circo_cli.values.keys import slugify
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Category, Term

Fields = Mapping[str, Any]


class Words:
    """The words of a digest."""

    def __init__(self, digest: Digest, way: Markdown) -> None:
        """Write `digest` in `way`."""
        self.digest = digest
        self.way = way
        self.language: Language = language_of(digest.language)
        self._sectors: dict[tuple[str | None, str | None], Safe | None] = {}
        self._categories: dict[str, Safe] = {}
        self._names: dict[str, Safe] = {}
        self._dates: dict[str, Safe] = {}
        self._told: dict[tuple[str, str], Safe] = {}

    def _asker(self, fields: Fields) -> list[Safe | None]:
        return [
            self._sector(fields),
            self._hub(fields["hub"]) if fields["hub"] else None,
            self.way.text(fields["company_name"]) if fields.get("company_name") else None,
        ]

    def _category(self, code: str | None) -> Safe | None:
        if code and code not in self._categories:
            self._categories[code] = capital(self._label(Category, code))
        return self._categories[code] if code else None

    def subject(self, row: Fields) -> Safe:
        """Return category and theme of what keeps coming back."""
        return facts_of([self._category(row["category"]), self._theme(row["theme"]) or self.say("digest_no_theme")])

    def _sector(self, fields: Fields) -> Safe | None:
        """Return the company's sector, unless it says the same as the theme."""
        about = (fields["sector"], fields["theme"])
        if about not in self._sectors:  # few differ, however many questions there are
            self._sectors[about] = self._sector_beside(*about)
        return self._sectors[about]

    def _sector_beside(self, sector: str | None, theme: str | None) -> Safe | None:
        if sector is None or slugify(sector) in (theme, slugify(self.digest.theme_names.get(theme or "", ""))):
            return None
        return self.say("digest_sector", sector=self.way.text(sector))

    def _named(self, title: str, key: str) -> Safe:
        return Safe(f"{self.way.text(title)} ({key})")

    def _label(self, kind: type[Term], code: str) -> Safe:
        return self.way.own(kind(code).label(self.language.code))

    def _hub(self, key: str) -> Safe:
        return self._name(self.digest.hub_names.get(key, key))

    def _theme(self, key: str | None) -> Safe | None:
        return None if key is None else self._name(self.digest.theme_names.get(key, key))

    def _name(self, name: str) -> Safe:
        if name not in self._names:
            self._names[name] = self.way.text(name)
        return self._names[name]

    def _taught_in(self, code: str) -> Safe:
        name = f"digest_language_{code.lower()}"
        return self.say(name) if name in self.language.phrases else self.way.text(code)

    def _date(self, day: str) -> Safe:
        if day not in self._dates:
            found = date.fromisoformat(day)
            self._dates[day] = Safe(f"{found.day} {self._month(found)} {found.year}")
        return self._dates[day]

    def _on(self, phrase: str, day: str) -> Safe:
        """Return a phrase about a day: few days differ, however many items there are."""
        if (phrase, day) not in self._told:
            self._told[phrase, day] = self.say(phrase, on=self._date(day))
        return self._told[phrase, day]

    def _by(self, phrase: str, name: str) -> Safe:
        """Return a phrase about somebody, who looks after many items."""
        if (phrase, name) not in self._told:
            self._told[phrase, name] = self.say(phrase, name=name)
        return self._told[phrase, name]

    def _days(self, first: date, last: date) -> Safe:
        """Return both days, the year said once where it is the same."""
        start = Safe(f"{first.day} {self._month(first)}" + ("" if first.year == last.year else f" {first.year}"))
        return self.say("digest_through", first=start, last=self._date(last.isoformat()))

    def _month(self, day: date) -> str:
        return self.language.say("digest_months").split()[day.month - 1]

    def _quarter(self, quarter: Quarter) -> Safe:
        return self.say(f"digest_quarter_{quarter.number}", year=quarter.year)

    def quarters(self) -> Safe:
        """Return the quarter that the figures are of, or the first and the last."""
        first, last = self.digest.first_quarter, self.digest.last_quarter
        if first == last:
            return self._quarter(last)
        return self.say("digest_through", first=self._quarter(first), last=self._quarter(last))

    def count(self, noun: str, number: int) -> Safe:
        """Return a number with its noun."""
        return self.say(f"digest_{noun}_{'one' if number == 1 else 'many'}", number=number)

    def say(self, phrase: str, **values: object) -> Safe:
        """Return a phrase of the catalogue, its blanks filled in with what is safe or is made so."""
        safe = {name: self.way.safe(value) for name, value in values.items()}
        return Safe(self.way.own(self.language.phrases[phrase]).format(**safe))


def facts_of(facts: Iterable[Safe | None]) -> Safe:
    """Return the facts that there are, side by side."""
    return Safe(" · ".join(fact for fact in facts if fact))


def listed(pieces: Iterable[Safe]) -> Safe | None:
    """Return `pieces` as a list in a sentence; None where there is none."""
    return Safe(", ".join(pieces)) or None


def change(row: Fields) -> Safe:
    """Return the difference in askers with the period before, with its sign."""
    difference = row["askers"] - row["previous"]
    return Safe(f"{difference:+d}".replace("-", "−") if difference else "0")


def capital(text: str) -> Safe:
    """Return `text`, which is safe already, with a capital."""
    return Safe(text[:1].upper() + text[1:])
