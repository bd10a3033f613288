"""Companies that are perhaps one: pairs that have something in common, weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from circo_cli.queries.duplicate_pairs import Companies, Shared, candidates, read_companies, read_shared
from circo_cli.queries.listing import Page, Paging, arranged
from circo_cli.storage.reader import Reader
from circo_cli.values.domains import domain_of_website
from circo_cli.values.duplicates import Party, compare
from circo_cli.values.likeness import Bare, digits_of
from circo_cli.values.rows import fields_of

_PORTION = 2000
"""Of so many pairs at a time everything is held that is weighed."""


class DuplicateRow(NamedTuple):
    """Two companies that are perhaps one: `command` merges `other` into `key`; `score` is 70 to 100 (certain)."""

    key: str
    other: str
    score: int
    because: str
    command: str


FIELDS = fields_of(DuplicateRow)


class _Known(NamedTuple):
    key: str
    hub_id: int | None
    rank: tuple[int, int]
    party: Party


def list_duplicates(
    reader: Reader,
    *,
    hub_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[DuplicateRow]:
    """Return pairs of companies that are perhaps one, the surest first; with `hub_id` where it is home to either.

    What speaks for it is weighed by `compare`. Of several companies with the same name, each is paired with the one
    that would stay.
    """
    companies = read_companies(reader)
    shared = read_shared(reader, companies)
    found: dict[tuple[int, int], DuplicateRow] = {}
    for pairs in _portions(candidates(reader, companies, shared)):
        known = _known(reader, companies, shared, {place for pair in pairs for place in pair})
        for pair in pairs - found.keys():
            one, other = (known[place] for place in pair)
            if hub_id is None or hub_id in (one.hub_id, other.hub_id):
                row = _row(one, other)
                if row is not None:
                    found[pair] = row
    return arranged(sorted(found.values(), key=lambda row: (-row.score, row.key, row.other)), FIELDS, paging)


def _portions(pairs: Iterable[tuple[int, int]]) -> Iterator[set[tuple[int, int]]]:
    following = ((max(pair), min(pair)) for pair in pairs)
    while portion := set(islice(following, _PORTION)):
        yield portion


def _row(one: _Known, other: _Known) -> DuplicateRow | None:
    stays, goes = (one, other) if one.rank > other.rank else (other, one)
    verdict = compare(stays.party, goes.party)
    if verdict is None:
        return None
    command = f"circo company merge {goes.key} {stays.key}"
    because = "; ".join(verdict.because)
    if verdict.kvk_slip:
        command, because = f'circo company edit {goes.key} --kvk ""', f"{because}: the wrong number is to go first"
    return DuplicateRow(stays.key, goes.key, verdict.score, because, command)


def _known(reader: Reader, companies: Companies, shared: Shared, places: Iterable[int]) -> dict[int, _Known]:
    """Return what is compared of the companies at `places`."""
    nothing: frozenset[str] = frozenset()
    at = {companies.ids[place]: place for place in places}
    found: dict[int, _Known] = {}
    for number, key, hub_id, kvk, postcode, website in reader.rows(
        f"SELECT id, key, hub_id, kvk, postcode, website FROM company WHERE id IN ({', '.join(map(str, at))})"
    ):
        place = at[number]
        letters = companies.letters[place]
        domains = shared.domains.get(place, nothing)
        site = domain_of_website(website) if website else None
        found[place] = _Known(
            key,
            hub_id,
            companies.rank(place),
            Party(
                Bare(letters, companies.ordered[place], digits_of(letters)),
                kvk,
                postcode,
                site if site in domains else None,
                domains,
                shared.addresses.get(place, nothing),
            ),
        )
    return found
