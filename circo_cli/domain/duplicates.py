"""Whether a company that is being written is one that is there already, by a few look-ups along indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from circo_cli.domain.lookup import followed, get
from circo_cli.storage.tables import Company
from circo_cli.values.duplicates import Party, Verdict, compare
from circo_cli.values.keys import slugify
from circo_cli.values.likeness import bare, bare_words

_NEIGHBOURS = 100
"""So many keys on either side are looked at: a name with a slip in it stands near the right one."""


class Twin(NamedTuple):
    """A company that is perhaps the same one, and why; `was` is its key, merged into `key` or the same."""

    key: str
    was: str
    because: str


class _Nearby(NamedTuple):
    id: int
    key: str
    name: str
    kvk: str | None
    postcode: str | None


def find_twin(session: Session, company: Company) -> Twin | None:
    """Return the company that `company` most likely is, or None where none is near.

    Two that have different postcodes are two companies here, since name with postcode is a company's identity
    (``company duplicates`` is less strict). A merged company stands for what it was merged into.
    """
    party = Party(bare(company.name), company.kvk, company.postcode)
    found: dict[str, tuple[Verdict, _Nearby]] = {}
    for other in _nearby(session, company):
        apart = company.postcode and other.postcode and company.postcode != other.postcode
        if other.id == company.id or apart or other.key in found:
            continue
        verdict = compare(party, Party(bare(other.name), other.kvk, other.postcode))
        if verdict is not None:
            found[other.key] = (verdict, other)
    if not found:
        return None
    verdict, nearest = max(found.values(), key=lambda each: each[0].score)
    target = followed(session, get(session, Company, nearest.id))
    return None if target.id == company.id else Twin(target.key, nearest.key, " and ".join(verdict.because))


def _nearby(session: Session, company: Company) -> Iterator[_Nearby]:
    """Yield the companies with the very name, with the same postcode, and those whose key stands near the name's."""
    columns = select(*(col(getattr(Company, name)) for name in _Nearby._fields))
    key = col(Company.key)
    look_ups = [columns.where(col(Company.name) == company.name).order_by(col(Company.id))]
    if company.postcode is not None:
        look_ups.append(columns.where(col(Company.postcode) == company.postcode).order_by(col(Company.id)))
    for slug in sorted({slugify(company.name), slugify(" ".join(bare_words(company.name)))}):
        look_ups.append(columns.where(key >= slug).order_by(key))
        look_ups.append(columns.where(key < slug).order_by(key.desc()))
    for look_up in look_ups:
        for row in session.execute(look_up.limit(_NEIGHBOURS)):
            yield _Nearby(*row)
