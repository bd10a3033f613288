"""Whether two companies are one: what speaks for it, weighed. The same scale serves `add` and `company duplicates`."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.values.kvk import nearly_same
from circo_cli.values.likeness import NEAR, Bare, likeness

LEAST = 70
"""The score from which on two companies are named as perhaps one."""

_NAME = 0.8  # the same name alone makes 80
_SAME_POSTCODE = 15
_OTHER_POSTCODE = -10
_SAME_WEBSITE = 40
_SAME_MAIL = 30
_KVK_SLIP = 15


class Party(NamedTuple):
    """What is compared of a company; `domains` are its own, of its website and its contacts' `addresses`."""

    name: Bare
    kvk: str | None = None
    postcode: str | None = None
    website: str | None = None
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


class Verdict(NamedTuple):
    """How sure it is that two companies are one, from `LEAST` to 100, and why."""

    score: int
    because: tuple[str, ...]
    kvk_slip: bool


def compare(one: Party, other: Party) -> Verdict | None:
    """Return what speaks for two companies being one, or None where it is too little.

    Of the score, up to 80 are for the likeness of the names; the same postcode adds 15 (another one takes 10), the
    same website 40, else a domain or a contact's e-mail address in common 30, KvK numbers a slip apart 15.
    Two KvK numbers that are more than a slip apart are two companies.
    """
    numbered = one.kvk is not None and other.kvk is not None
    slip = one.kvk is not None and other.kvk is not None and nearly_same(one.kvk, other.kvk)
    if numbered and not slip:
        return None
    alike = likeness(one.name, other.name)
    because = [_words(alike)] if alike else []
    score = alike * _NAME
    if one.postcode and other.postcode:
        same = one.postcode == other.postcode
        score += _SAME_POSTCODE if same else _OTHER_POSTCODE
        because.append(f"the same postcode {one.postcode}" if same else "different postcodes")
    if one.website and one.website == other.website:
        score += _SAME_WEBSITE
        because.append(f"the same website {one.website}")
    elif domains := one.domains & other.domains:
        score += _SAME_MAIL
        because.append(f"the same domain {min(domains)}")
    elif one.addresses & other.addresses:
        score += _SAME_MAIL
        because.append("a contact with the same e-mail address")
    if slip:
        score += _KVK_SLIP
        because.append(f"KvK numbers a slip apart ({one.kvk}, {other.kvk})")
    whole = min(100, round(score))
    return Verdict(whole, tuple(because), slip) if whole >= LEAST else None


def _words(alike: float) -> str:
    if alike == 100:
        return "the same name"
    return f"nearly the same name ({alike:.0f}%)" if alike >= NEAR else f"a name alike for {alike:.0f}%"
