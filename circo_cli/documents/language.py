"""The language of a document: its phrases, from one catalogue per language, and how it writes numbers.

Nothing here asks the machine: no locale, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

ABSENT = "–"
"""What stands in a document where there is no figure."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that documents are written in; `code` is ``nl`` or ``en``."""

    code: str
    phrases: Mapping[str, str]

    def say(self, phrase: str, **values: object) -> str:
        """Return the phrase of that name, with its blanks filled in.

        Raises KeyError for a phrase that the catalogue does not have.
        """
        return self.phrases[phrase].format(**values)

    def number(self, value: float | None) -> str:
        """Return `value` with at most 2 decimals: ``8,25`` in Dutch, ``8.25`` in English."""
        if value is None:
            return ABSENT
        text = str(value) if isinstance(value, int) else f"{value:.2f}".rstrip("0").rstrip(".")
        return self._decimal("0" if text == "-0" else text)

    def percentage(self, percent: float | None) -> str:
        """Return `percent` (of a hundred) with one decimal: ``83,3 %`` in Dutch, ``83.3 %`` in English."""
        return ABSENT if percent is None else f"{self._decimal(f'{percent:.1f}')} %"

    def signed(self, value: float | None) -> str:
        """Return `value` as `number` does, with its sign where it is not zero."""
        return self._sign(value) + self.number(value)

    def points(self, percent: float | None) -> str:
        """Return a difference of percentages, in signed points: ``+8,3 pp``."""
        if percent is None:
            return ABSENT
        return f"{self._sign(percent)}{self._decimal(f'{percent:.1f}')} {self.say('points')}"

    @staticmethod
    def _sign(value: float | None) -> str:
        return "+" if value is not None and value > 0 else ""

    def _decimal(self, text: str) -> str:
        return text.replace(".", ",") if self.code == "nl" else text


def language_of(code: str) -> Language:
    """Return the language `code` (``nl`` or ``en``) with its own catalogue; the other is not loaded.

    Raises ValueError for a language without one.
    """
    if code not in ("nl", "en"):
        raise ValueError(f"there is no catalogue for the language '{code}'")
    return Language(code, import_module(f"circo_cli.documents.catalogue_{code}").CATALOGUE)
