"""The pairs of companies that are worth weighing: those that have something in common, never all pairs.

Of a hundred thousand companies only the names are held, and of all else what two of them share.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from circo_cli.queries.counting import NOT_FORGOTTEN
from circo_cli.storage.reader import Reader
from circo_cli.values.domains import domain_of_email, domain_of_website
from circo_cli.values.likeness import NEAR, bare

_FEW = 3
"""A domain or an address that more companies share is an adviser's or a landlord's, and says nothing."""

_BLOCK = 30
"""Up to so many, all pairs of a block are compared; in a larger one only neighbours in the order of names."""

_NEIGHBOURS = 10

_KNOWN = f"c.merged_into_id IS NULL AND {NOT_FORGOTTEN.format(row='c')}"

_BEHIND = " + ".join(
    f"(SELECT count(*) FROM {table} WHERE company_id = c.id)"
    for table in ("enrolment", "question", "company_note", "company_contact")
)

Pairs = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Companies:
    """Every company that was not merged or forgotten, by its place in the order of ids.

    `letters` and `ordered` are those of its `Bare` name; `weights` grow with what hangs on it, and a KvK number.
    """

    ids: array[int]
    letters: list[str]
    ordered: list[str]
    weights: array[int]

    def place(self, number: int) -> int | None:
        """Return the place of the company with that id, or None where it was merged or forgotten."""
        place = bisect_left(self.ids, number)
        return place if place < len(self.ids) and self.ids[place] == number else None

    def rank(self, place: int) -> tuple[int, int]:
        """Return what decides which of several stays, the highest: more behind it, a KvK number, the older."""
        return self.weights[place], -place

    def stays(self, group: Iterable[int]) -> int:
        """Return which of a group stays."""
        return max(group, key=self.rank)


def read_companies(reader: Reader) -> Companies:
    """Return what blocks are made of."""
    found = Companies(array("q"), [], [], array("q"))
    for number, name, weight in reader.stream(
        f"SELECT c.id, c.name, 2 * ({_BEHIND}) + (c.kvk IS NOT NULL) FROM company c WHERE {_KNOWN} ORDER BY c.id"
    ):
        letters, ordered, _ = bare(name)
        found.ids.append(number)
        found.letters.append(letters)
        found.ordered.append(letters if ordered == letters else ordered)
        found.weights.append(weight)
    return found


@dataclass(frozen=True, slots=True)
class Shared:
    """What a few companies have in common with each other, by place: domains, and e-mail addresses of contacts."""

    domains: dict[int, frozenset[str]]
    addresses: dict[int, frozenset[str]]
    blocks: list[list[int]]


def read_shared(reader: Reader, companies: Companies) -> Shared:
    """Return what companies share.

    Nearly everything is one company's own: a first pass finds what occurs again, by its hash, and a second keeps that.
    """
    hashes = array("q"), array("q")
    for _, *owned in _owned(reader):
        for names, found in zip(owned, hashes, strict=True):
            found.extend(map(hash, names))
    again = [_repeated(each) for each in hashes]
    owners: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for number, *owned in _owned(reader):
        for names, repeated, owned_by in zip(owned, again, owners, strict=True):
            for name in names:
                if hash(name) in repeated:
                    owned_by.setdefault(name, []).append(number)
    blocks: list[list[int]] = []
    held: tuple[dict[int, set[str]], dict[int, set[str]]] = ({}, {})
    for owned_by, holders in zip(owners, held, strict=True):
        for name, numbers in owned_by.items():
            if 1 < len(numbers) <= _FEW:
                block = [place for number in numbers if (place := companies.place(number)) is not None]
                blocks.append(block)
                for place in block:
                    holders.setdefault(place, set()).add(name)
    domains, addresses = ({place: frozenset(names) for place, names in each.items()} for each in held)
    return Shared(domains, addresses, blocks)


def _owned(reader: Reader) -> Iterator[tuple[int, set[str], set[str]]]:
    """Yield the id of each company with its domains and addresses."""
    rows = reader.stream(
        f"""SELECT c.id, CASE WHEN {_KNOWN} THEN c.website END, p.email
              FROM company c LEFT JOIN company_contact p ON p.company_id = c.id ORDER BY c.id"""
    )
    for number, group in groupby(rows, itemgetter(0)):
        domains: set[str] = set()
        addresses: set[str] = set()
        for _, website, email in group:
            if email is not None:
                addresses.add(email.lower())
            for domain in (website and domain_of_website(website), email and domain_of_email(email)):
                if domain:
                    domains.add(domain)
        yield number, domains, addresses


def _repeated(hashes: array[int]) -> set[int]:
    return {one for one, other in pairwise(sorted(hashes)) if one == other}


def candidates(reader: Reader, companies: Companies, shared: Shared) -> Pairs:
    """Yield the pairs, as places, that are worth weighing; some more than once, or the other way round.

    Of several companies with the same name, each is paired with the one that would stay.
    """
    letters = companies.letters
    names: list[str] = []
    bearers = array("q")
    for name, group in _groups(letters):
        best = companies.stays(group)
        names.append(name)
        bearers.append(best)
        yield from ((best, place) for place in group if place != best)
    for _, group in _groups(companies.ordered):
        if len(group) > 1:
            best = companies.stays(group)
            yield from ((best, place) for place in group if place != best)
    for block in (*_of_postcodes(reader, companies), *shared.blocks):
        if len(block) > 1:
            yield from _within(sorted(block, key=letters.__getitem__))
    for one, other in _near(names):
        yield bearers[one], bearers[other]


def _groups(names: Sequence[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield each name, in order, with the places where it stands."""
    order = sorted(range(len(names)), key=names.__getitem__)
    yield from ((name, list(group)) for name, group in groupby(order, names.__getitem__))


def _of_postcodes(reader: Reader, companies: Companies) -> Iterator[list[int]]:
    rows = reader.stream(
        f"""SELECT c.postcode, c.id FROM company c WHERE c.postcode IS NOT NULL AND {_KNOWN}
             ORDER BY c.postcode, c.id"""
    )
    for _, group in groupby(rows, itemgetter(0)):
        yield [place for _, number in group if (place := companies.place(number)) is not None]


def _within(block: Sequence[int]) -> Pairs:
    reach = len(block) if len(block) <= _BLOCK else _NEIGHBOURS
    for place, one in enumerate(block):
        yield from ((one, other) for other in block[place + 1 : place + 1 + reach])


def _near(names: Sequence[str]) -> Pairs:
    """Yield the pairs of `names` (in order), by their places, that are nearly the same.

    A slip leaves one half of a name as it is: whoever shares a half, and has about as many letters, is compared.
    Neighbours in the order of the names, read forwards and backwards, show what differs at one end in several letters.
    """
    from rapidfuzz import fuzz, process

    for block in _near_blocks(names):
        reach = len(block) if len(block) <= _BLOCK else _NEIGHBOURS
        for start, place in enumerate(block[:-1], start=1):
            following = block[start : start + reach]
            others = [names[other] for other in following]
            for _, _, found in process.extract(names[place], others, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None):
                yield place, following[found]


def _near_blocks(names: Sequence[str]) -> Iterator[Sequence[int]]:
    """Yield blocks of names, the halves of those of one size at a time: there are four times as many as names."""
    by_length: dict[int, list[int]] = {}
    for place, name in enumerate(names):
        by_length.setdefault(len(name), []).append(place)
    for size in sorted({*by_length, *(length - 1 for length in by_length)}):
        half = size // 2
        places = sorted([*by_length.get(size, ()), *by_length.get(size + 1, ())])
        for part in (slice(half), slice(half - size, None)):
            halves: dict[str, list[int]] = {}
            for place in places:
                halves.setdefault(names[place][part], []).append(place)
            yield from (block for block in halves.values() if len(block) > 1)
    yield range(len(names))
    yield sorted(range(len(names)), key=lambda place: names[place][::-1])
