"""What is known while an import runs: the day, who does it, and the things that rows may refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from circo_cli.domain.lookup import retired_keys
from circo_cli.errors import CircoError
from circo_cli.intake.cells import nearest
from circo_cli.intake.mapping import BadValueError
from circo_cli.storage.numbering import last_id, was_used
from circo_cli.storage.things import TABLES
from circo_cli.values.keys import LONGEST_SLUG, NUMBERED, number_key, parse_number, slugify
from circo_cli.values.text import fold, plural

if TYPE_CHECKING:
    from circo_cli.storage.database import Change

_TOLD = 5
"""So many remarks of a kind are told; the rest is counted."""

_NAMES = {
    "company": "name, kvk",
    "theme": "name_nl, name_en",
    "track": "title",
}
"""By what other columns than its key a thing may be meant; where nothing stands here, by its name."""

_GIVEN = "has been given to an earlier row of the file, which has no key: put rows with a key first"

_MANY = 2_000
"""Among more names than so many, the nearest is not looked for: a file has a thousand wrong ones too."""


@dataclass
class Known:
    """The state that an import runs in. `remarks` are told when it is done."""

    change: Change
    today: date
    now: datetime
    moment: str
    actor: str
    configured_hub: Callable[[], int | None] = lambda: None
    """Gives the id of the configured hub, which is told as a default once it is asked for."""
    coming: frozenset[str] = frozenset()
    """The keys in the file, in capitals: what rows may refer to before it is there."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """What is worth a note, by what it is about: told in a few lines, whatever the number of rows."""
    warnings: dict[str, list[str]] = field(default_factory=dict)
    _references: dict[str, References] = field(default_factory=dict)

    def references(self, noun: str) -> References:
        """Return the things of a `noun` that rows may refer to."""
        if noun not in self._references:
            self._references[noun] = References(noun, self.change)
        return self._references[noun]

    @cached_property
    def own_hub(self) -> str | None:
        """The key of the configured hub, where questions and insights come from that nothing else says of."""
        number = self.configured_hub()
        return None if number is None else self.references("hub").keys[number]

    def note(self, about: str, what: str) -> None:
        """Keep a note `about` something, with `what` it was seen at."""
        self.notes.setdefault(about, []).append(what)

    def warn(self, about: str, what: str) -> None:
        """Keep a warning `about` something, with `what` it was seen at."""
        self.warnings.setdefault(about, []).append(what)

    @contextmanager
    def attempt(self, fields: Mapping[str, str]) -> Iterator[None]:
        """Take back what the block wrote where a rule of the field refuses it, which makes the row a bad one.

        `fields` says for codes of errors which field is to blame. Raises `BadValueError`.
        """
        try:
            with self.change.session.begin_nested():
                yield
        except CircoError as error:
            raise BadValueError(error.message, field=fields.get(error.code)) from error


def told(remarks: Mapping[str, Sequence[str]]) -> list[str]:
    """Return remarks as sentences: the first few of each kind, and how many more."""
    return [
        f"{about}: {', '.join(whats[:_TOLD])}" + (f" and {len(whats) - _TOLD} more" if len(whats) > _TOLD else "")
        for about, whats in remarks.items()
    ]


class References:
    """The things of one noun, by whatever a file may call them; new ones of the import join them."""

    def __init__(self, noun: str, change: Change) -> None:
        """Read the keys of every `noun`, and its names when they are asked for."""
        self.noun = noun
        self._change = change
        self._numbered = noun in NUMBERED
        self.ids: dict[str, int] = self._read_ids()

    def _read_ids(self) -> dict[str, int]:
        reader, noun = self._change.reader, self.noun
        if self._numbered:
            table = TABLES.get(noun, noun)
            return {number_key(noun, number): number for (number,) in reader.rows(f'SELECT id FROM "{table}"')}
        if noun != "company":
            return dict(reader.rows(f'SELECT key, id FROM "{noun}"'))
        rows = reader.rows("SELECT id, key, merged_into_id FROM company")
        into = {number: target for number, _, target in rows if target is not None}
        return {key: _end(number, into) for number, key, _ in rows}

    @cached_property
    def keys(self) -> dict[int, str]:
        """The key of each thing by its id; a merged one's is that of what it was merged into."""
        if self.noun != "company":
            return {number: key for key, number in self.ids.items()}
        return dict(self._change.reader.rows("SELECT id, key FROM company WHERE merged_into_id IS NULL"))

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        columns = _NAMES.get(self.noun, "name")
        names: dict[str, list[int]] = {}
        there = set(self.ids.values())
        for number, *called in self._change.reader.rows(f'SELECT id, {columns} FROM "{self.noun}"'):
            if number not in there:
                continue  # merged: what it was merged into has names of its own
            for name in filter(None, called):
                numbers = names.setdefault(fold(name), [])
                if number not in numbers:
                    numbers.append(number)
        return names

    def named(self, name: str) -> list[int]:
        """Return the ids of the things that have a `name`, however it is written; those of this import not."""
        return self._names.get(fold(name), [])

    def key(self, text: str) -> str:
        """Return the key of what `text` means: by key, name or KvK number. Raises `BadValueError`."""
        if self._numbered:
            parsed = parse_number(text, noun=self.noun)
            key = number_key(self.noun, parsed[1]) if parsed else ""
            if key not in self.ids:
                raise BadValueError(f"is no {self.noun}")
            return key
        typed = text.strip().lower()
        number = self.ids.get(typed)
        if number is None:
            found = self.named(text)
            if not found and self.noun == "company" and typed.isdecimal():
                found = self._names.get(typed.zfill(8), [])
            if len(found) > 1:
                keys = sorted(self.keys[each] for each in found)
                raise BadValueError(f"is the name of several: {', '.join(keys[:_TOLD])}", nearest=keys[0])
            number = found[0] if found else None
        if number is None:
            raise BadValueError(f"is no {self.noun}", nearest=self._nearest(text))
        return self.keys[number]

    def _nearest(self, text: str) -> str | None:
        if len(self._names) > _MANY:
            return None
        choices = {name: self.keys[numbers[0]] for name, numbers in self._names.items()}
        choices.update({key: self.keys[number] for key, number in self.ids.items()})
        near = nearest(text, choices)
        return None if near is None else choices[near]

    def join(self, key: str, number: int) -> None:
        """Let rows that follow refer to a new thing."""
        self.ids[key] = number
        self.keys[number] = key


def _end(number: int, into: dict[int, int]) -> int:
    seen = set()
    while number in into and number not in seen:
        seen.add(number)
        number = into[number]
    return number


class Numbering:
    """Gives new things of a noun their ids and keys, none of which was ever another's."""

    def __init__(self, noun: str, change: Change) -> None:
        """Begin after the last id that a `noun` has or had."""
        self.noun = noun
        self._change = change
        self._last = last_id(change.connection, noun)
        self._before = self._last
        self._taken: set[str] = set()
        self._suffixes: dict[str, int] = {}
        self._given: set[int] = set()
        if noun not in NUMBERED:
            self._retired = retired_keys(change.session, noun)
            self._taken = {key for (key,) in change.reader.rows(f'SELECT key FROM "{noun}"')} | self._retired

    def check(self, key: str) -> str:
        """Return the `key` that a file gives a new thing, as it is stored, or raise `BadValueError`."""
        if self.noun in NUMBERED:
            parsed = parse_number(key, noun=self.noun)
            if parsed is None:
                raise BadValueError(
                    f"is no key of {plural(self.noun)}, such as {number_key(self.noun, 12)}", field="key"
                )
            if parsed[1] <= self._before and was_used(self._change.connection, self.noun, parsed[1]):
                raise BadValueError(
                    "was used before, and numbers are never used again: leave the key empty", field="key"
                )
            if parsed[1] in self._given:
                raise BadValueError(_GIVEN, field="key")
            return number_key(self.noun, parsed[1])
        slug = key.strip().lower()
        if slugify(slug) != slug:
            raise BadValueError(
                "is no key: a key has a to z, digits and single hyphens", field="key", nearest=slugify(key)
            )
        self.refuse_used(slug)
        return slug

    def refuse_used(self, key: str) -> None:
        """Raise `BadValueError` for the key of a thing that was removed, or that this import made."""
        if key in self._retired:
            raise BadValueError(f"was the key of a {self.noun} that was removed: leave the key empty", field="key")
        if key in self._taken:
            raise BadValueError(_GIVEN, field="key")

    def reserve(self, key: str) -> None:
        """Keep `key` for the row that has it: no new thing without a key may get it."""
        if self.noun in NUMBERED:
            number = parse_number(key, noun=self.noun)
            self._last = max(self._last, number[1] if number else 0)
            self._given.update(number[1:] if number else ())
        else:
            self._taken.add(key)

    def next_id(self) -> int:
        """Return an id that no thing of the noun had before."""
        self._last += 1
        self._given.add(self._last)
        return self._last

    def slug(self, name: str) -> str:
        """Return the key that follows from `name`, numbered when it is or was taken."""
        slug = slugify(name)
        candidate, count = slug, self._suffixes.get(slug, 1)
        while candidate in self._taken:
            count += 1
            suffix = f"-{count}"
            candidate = slug[: LONGEST_SLUG - len(suffix)].rstrip("-") + suffix
        self._suffixes[slug] = count
        self._taken.add(candidate)
        return candidate


def given(values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return those of `values` that `names` name."""
    return {name: values[name] for name in names if name in values}
