"""Which column of a file means which field: by its name, by another header for it, or because `--map` says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from circo_cli.errors import UsageError
from circo_cli.intake.sheet import REASON, Unread
from circo_cli.values.text import fold

_NEAR = 70
_WIDE = 1000
"""So much of a header says what kind of file it is, even where its first line is all of it."""


class Wanted(NamedTuple):
    """The fields that are read, each with other headers that mean it, the best first.

    `derived` are fields that circo prints and nobody sets; `needed` are fields that a file must have; `mapped` are
    the headers that the user has given a field, or none.
    """

    headers: Mapping[str, Sequence[str]]
    derived: Collection[str] = ()
    needed: Sequence[str] = ()
    mapped: Mapping[str, str] = {}

    def known(self) -> frozenset[str]:
        """Return every header that means something, as `bare` gives it."""
        names = {each for name, others in self.headers.items() for each in (name, *others)}
        return frozenset(map(bare, (*names, *self.derived, *self.mapped)))


class Columns(NamedTuple):
    """The place of each field in the header, and the headers that mean nothing."""

    places: Mapping[str, int]
    unread: Sequence[Unread]


def bare(header: str) -> str:
    """Return `header` for comparison: letters and digits alone, where it has any."""
    folded = fold(header)
    return "".join(character for character in folded if character.isalnum()) or folded


def find_columns(header: Sequence[str], wanted: Wanted, *, name: str) -> Columns:
    """Return the columns of a file called `name` with that `header`, by field in the order of `wanted`.

    Of several columns that mean a field, the best is read. Raises `UsageError` when two have one header, a needed one
    is missing, none means anything, or a mapping names what is not there.
    """
    bares = [bare(each) for each in header]
    ruled = _mapped(header, bares, wanted, name)
    places: dict[str, int] = {}
    meant = set(ruled)
    by_user = {field: place for place, field in ruled.items() if field}
    for field, others in wanted.headers.items():
        means = [place for each in (field, *others) for place in _at(bares, bare(each))]
        means = [place for place in means if place not in ruled and place not in places.values()]
        meant.update(means)
        if field in by_user:
            places[field] = by_user[field]
        elif means:
            _once(header, bares, means[0], name)
            places[field] = means[0]
    check_needed(header, places, wanted, name)
    silent = {bare(each) for each in (*wanted.derived, REASON)}
    unread = [
        Unread(text, None if place in meant else _nearest(text, _fields(wanted, without=places)))
        for place, text in enumerate(header)
        if text and place not in places.values() and ruled.get(place) != "" and bares[place] not in silent
    ]
    return Columns(places, unread)


def _at(bares: Sequence[str], wanted: str) -> list[int]:
    return [place for place, each in enumerate(bares) if each == wanted]


def _once(header: Sequence[str], bares: Sequence[str], place: int, name: str) -> None:
    if bares.count(bares[place]) > 1:
        raise UsageError(f"{name} has two columns '{header[place]}'", hint="leave one of them", code="twice-column")


def _mapped(header: Sequence[str], bares: Sequence[str], wanted: Wanted, name: str) -> dict[int, str]:
    """Return the field that the user has given to each place, empty for none."""
    fields = {bare(each): each for each in wanted.headers}
    ruled: dict[int, str] = {}
    for typed, field in wanted.mapped.items():
        found = _at(bares, bare(typed))
        if not found:
            near = _nearest(typed, {each: each for each in header if each})
            raise UsageError(
                f"--map {typed}: {name} has no such column",
                hint=f'--map "{near}={field}"' if near else f"columns: {_listed(header)}",
                code="unknown-column",
            )
        if field and bare(field) not in fields:
            near = _nearest(field, _fields(wanted))
            raise UsageError(
                f"--map {typed}={field}: {field} is no field",
                hint=f'--map "{typed}={near}"' if near else f"fields: {', '.join(wanted.headers)}",
                code="unknown-field",
            )
        meant = fields[bare(field)] if field else ""
        if meant and meant in ruled.values():
            raise UsageError(f"--map gives {meant} two columns", hint="leave one of them", code="twice-column")
        for place in found:
            if meant:
                _once(header, bares, place, name)
            ruled[place] = meant
    return ruled


def check_needed(header: Sequence[str], places: Collection[str], wanted: Wanted, name: str) -> None:
    """Raise `UsageError` where a needed field has no column among `places`, or no column means anything."""
    lacking = [each for each in wanted.needed if each not in places]
    if places and not lacking:
        return
    described = (f"{each} (or {others[0]})" if others else each for each, others in wanted.headers.items())
    what = f"no column {' or '.join(lacking)}" if lacking else "no column that means anything here"
    fields = {other: field for other, field in _fields(wanted, without=places).items() if field in lacking}
    meant = [f"; is '{each}' the {near}?" for each in header if each and (near := _nearest(each, fields))]
    raise UsageError(
        f"{name} has {what}; it has {_listed(header)}{meant[0] if meant else ''}",
        hint=f"columns: {', '.join(described)}",
        code="missing-column",
    )


def _listed(header: Iterable[str]) -> str:
    there = ", ".join(each for each in header if each)
    return there if len(there) <= _WIDE else f"{there[:_WIDE]}…"


def _fields(wanted: Wanted, *, without: Collection[str] = ()) -> dict[str, str]:
    """Return the field of every header that means one."""
    return {
        each: field
        for field, others in wanted.headers.items()
        if field not in without
        for each in (field.replace("_", " "), *others)
    }


def _nearest(typed: str, choices: Mapping[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    folded = {fold(each): meant for each, meant in choices.items()}
    match = process.extractOne(fold(typed[:_WIDE]), list(folded), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return None if match is None else folded[match[0]]
