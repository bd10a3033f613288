"""How the cells of a file become values: one function for each kind of column.

Each returns, for one import, the function that reads a cell; what it objects to is a ValueError with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from circo_cli.intake.mapping import BadValueError, Read
from circo_cli.values.terms import find_term
from circo_cli.values.text import fold, one_line, sound
from circo_cli.values.typos import is_slip
from circo_cli.values.vocabulary import Term

if TYPE_CHECKING:
    from circo_cli.intake.known import Known

_NEAR = 70
_PART = 4  # letters from which on a part of a longer choice means that choice
_WHOLE = 8  # letters from which on a choice is meant by a text that holds it


def nearest(text: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `text` was most likely meant to be, or None where none is near.

    It is like it in most letters, whatever the order of its words, or one is a part of the other.
    """
    from rapidfuzz import fuzz, process

    wanted = fold(text)
    by_name = {fold(choice): choice for choice in choices}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        match = process.extractOne(wanted, list(by_name), scorer=scorer, score_cutoff=_NEAR)
        if match is not None:
            return by_name[match[0]]
    slip = next((name for name in by_name if is_slip(wanted, name)), None)
    longer = [name for name in by_name if wanted in name] if len(wanted) >= _PART else []
    shorter = [name for name in by_name if len(name) >= _WHOLE and name in wanted]
    part = slip or min(longer, key=len, default=None) or max(shorter, key=len, default=None)
    return by_name[part] if part else None


def line(known: Known) -> Read:
    """Read a name or a title, as it stands: what `add` takes comes back, blanks and line ends within included."""
    return sound


def prose(known: Known) -> Read:
    """Read text of any number of lines."""
    return sound


def topic(known: Known) -> Read:
    """Read a topic: lower case, single spaces."""

    def read(text: str) -> str:
        if ";" in text:
            raise ValueError("has a semicolon, which stands between topics")
        return one_line(sound(text)).lower()

    return read


def parsed(parse: Callable[[str], Any]) -> Callable[[Known], Read]:
    """Return what reads a cell by a function of `circo_cli.values`."""
    return lambda known: cache(parse)


def term(kind: type[Term]) -> Callable[[Known], Read]:
    """Return what reads a code of the vocabulary, or a label of it."""

    def read(text: str) -> str:
        found = find_term(kind, text)
        if found is None:
            codes = [member.value for member in kind]
            labels = {name: member.value for member in kind for name in (member.value, member.nl, member.en)}
            near = nearest(text, labels)
            raise BadValueError(f"is none of {', '.join(codes)}", nearest=None if near is None else labels[near])
        return found.value

    return lambda known: cache(read)


def reference(noun: str) -> Callable[[Known], Read]:
    """Return what reads the key (or name) of a thing as its key."""
    return lambda known: known.references(noun).key


def day(known: Known) -> Read:
    """Read a date, as ``2026-04-14``; day before month."""
    from circo_cli.values.dates import parse_date

    @cache
    def read(text: str) -> str:
        # A spreadsheet gives a date cell the time 00:00.
        return str(parse_date(text.removesuffix("T00:00:00").removesuffix(" 00:00:00"), today=known.today).isoformat())

    return read


def moment(known: Known) -> Read:
    """Read a moment, as ``2026-04-14T09:30:00Z``."""
    from circo_cli.values.dates import format_moment, parse_moment

    return lambda text: format_moment(parse_moment(text))


def quarter(known: Known) -> Read:
    """Read a quarter, as ``2026Q2``."""
    from circo_cli.values.quarter import parse_quarter

    return cache(lambda text: str(parse_quarter(text, today=known.today)))


def integer(least: int, most: int) -> Callable[[Known], Read]:
    """Return what reads a whole number from `least` to `most`."""

    def read(text: str) -> int:
        digits = text.removesuffix(".0").removesuffix(",0")
        if not (digits.isascii() and digits.removeprefix("-").isdecimal()) or len(digits) > 12:
            raise ValueError("is not a whole number")
        number = int(digits)
        if not least <= number <= most:
            raise BadValueError(f"lies outside {least} to {most}", nearest=str(min(max(number, least), most)))
        return number

    return lambda known: read


def amount(known: Known) -> Read:
    """Read a number that may have decimals, with a point or a comma."""

    def read(text: str) -> int | float:
        bare = text.replace(" ", "").replace("\u00a0", "")
        if "," in bare:
            bare = bare.replace(".", "").replace(",", ".")
        if not bare.isascii() or not bare.replace(".", "", 1).isdecimal():
            raise ValueError("is not a number such as 12 or 12,5")
        number = float(bare)
        return int(number) if number == int(number) else number

    return read


def euros(known: Known) -> Read:
    """Read an amount in euros, as lists print it."""
    from circo_cli.values.money import parse_euros

    def read(text: str) -> int | float:
        cents = parse_euros(text)
        return cents // 100 if cents % 100 == 0 else cents / 100

    return read
