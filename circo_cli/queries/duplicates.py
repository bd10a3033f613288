"""Companies that are perhaps one: found in blocks of those that have something in common, never by all pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from circo_cli.queries.counting import NOT_FORGOTTEN
from circo_cli.queries.listing import Page, Paging, arranged
from circo_cli.storage.reader import Reader
from circo_cli.values.domains import domain_of_email, domain_of_website
from circo_cli.values.duplicates import Party, compare
from circo_cli.values.likeness import NEAR, bare
from circo_cli.values.rows import fields_of

_FEW = 3
"""A domain or an address that more companies share is an adviser's or a landlord's, and says nothing."""

_BLOCK = 30
"""Up to so many, all pairs of a block are compared; in a larger one only neighbours in the order of names."""

_NEIGHBOURS = 10


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
    rank: tuple[int, bool, int]
    """The higher one stays: with more behind it, with a KvK number, the older."""
    party: Party


_Pairs = Iterator[tuple[int, int]]


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
    known = _companies(reader)
    pairs = {(max(pair), min(pair)) for pair in _candidates(known) if pair[0] != pair[1]}
    found = [
        row
        for one, other in pairs
        if hub_id is None or hub_id in (known[one].hub_id, known[other].hub_id)
        if (row := _row(known[one], known[other])) is not None
    ]
    return arranged(sorted(found, key=lambda row: (-row.score, row.key, row.other)), FIELDS, paging)


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


def _companies(reader: Reader) -> list[_Known]:
    """Return what is compared of every company that was not merged."""
    behind: dict[int, int] = {}
    for table in ("enrolment", "question", "company_note", "company_contact"):
        for company, count in reader.rows(
            f"SELECT company_id, count(*) FROM {table} WHERE company_id IS NOT NULL GROUP BY company_id"
        ):
            behind[company] = behind.get(company, 0) + count
    rows = reader.rows(
        f"""SELECT id, key, name, kvk, postcode, website, hub_id FROM company
             WHERE merged_into_id IS NULL AND {NOT_FORGOTTEN.format(row="company")} ORDER BY id"""
    )
    addresses: dict[int, set[str]] = {}
    for company, email in reader.rows("SELECT company_id, email FROM company_contact WHERE email IS NOT NULL"):
        addresses.setdefault(company, set()).add(email.lower())
    sites = {number: domain_of_website(website) for number, *_, website, _ in rows if website}
    domains = {
        number: {domain for email in addresses.get(number, ()) if (domain := domain_of_email(email))}
        | ({site} if (site := sites.get(number)) else set())
        for number in {*addresses, *sites}
    }
    own_domains, own_addresses = _rare(domains), _rare(addresses)
    nothing: frozenset[str] = frozenset()
    return [
        _Known(
            key,
            hub_id,
            (behind.get(number, 0), kvk is not None, -number),
            Party(
                bare(name),
                kvk,
                postcode,
                site if (site := sites.get(number)) in own_domains.get(number, nothing) else None,
                own_domains.get(number, nothing),
                own_addresses.get(number, nothing),
            ),
        )
        for number, key, name, kvk, postcode, _, hub_id in rows
    ]


def _rare(owned: dict[int, set[str]]) -> dict[int, frozenset[str]]:
    """Return what companies own, without what more than a few of them share."""
    owners: dict[str, int] = {}
    for each in owned.values():
        for name in each:
            owners[name] = owners.get(name, 0) + 1
    return {number: frozenset(name for name in each if owners[name] <= _FEW) for number, each in owned.items()}


def _candidates(known: Sequence[_Known]) -> _Pairs:
    """Yield the pairs, as places in `known`, that are worth weighing."""
    names: dict[str, list[int]] = {}
    ordered: dict[str, list[int]] = {}
    shared: dict[str, list[int]] = {}
    for place, company in enumerate(known):
        party = company.party
        names.setdefault(party.name.letters, []).append(place)
        ordered.setdefault(party.name.ordered, []).append(place)
        for common in (party.postcode, *party.domains, *party.addresses):
            if common is not None:
                shared.setdefault(common, []).append(place)

    def stays(group: Iterable[int]) -> int:
        return max(group, key=lambda place: known[place].rank)

    for group in (*names.values(), *ordered.values()):
        if len(group) > 1:
            best = stays(group)
            yield from ((best, place) for place in group)
    for group in shared.values():
        if len(group) > 1:
            yield from _within(sorted(group, key=lambda place: known[place].party.name.letters))
    for one, other in _near(sorted(names)):
        yield stays(names[one]), stays(names[other])


def _within(block: Sequence[int]) -> _Pairs:
    reach = len(block) if len(block) <= _BLOCK else _NEIGHBOURS
    for place, one in enumerate(block):
        yield from ((one, other) for other in block[place + 1 : place + 1 + reach])


def _near(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of `names` (in order) that are nearly the same.

    A slip leaves one half of a name as it is: whoever shares a half, and has about as many letters, is compared.
    Neighbours in the order of the names, read forwards and backwards, show what differs at one end in several letters.
    """
    from rapidfuzz import fuzz, process

    halves: dict[tuple[int, str, str], list[str]] = {}
    for name in names:
        for size in (len(name) - 1, len(name)):
            half = size // 2
            halves.setdefault((size, name[:half], ""), []).append(name)
            halves.setdefault((size, "", name[half - size :]), []).append(name)
    blocks = [block for block in halves.values() if len(block) > 1]
    blocks += [list(names), sorted(names, key=lambda name: name[::-1])]
    for block in blocks:
        reach = len(block) if len(block) <= _BLOCK else _NEIGHBOURS
        for place, name in enumerate(block[:-1]):
            others = block[place + 1 : place + 1 + reach]
            for match, *_ in process.extract(name, others, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None):
                yield name, match
