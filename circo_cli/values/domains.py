"""Whose an address on the internet is: a company's own domain says who it is, a provider's says nothing."""

from __future__ import annotations

import re
from functools import cache

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_HOST = r"(?i)https?://(?:www\.)?([^/?#:]+)"

_PROVIDERS = """
    gmail.com googlemail.com outlook.com outlook.nl hotmail.com hotmail.nl live.com live.nl msn.com icloud.com me.com
    mac.com yahoo.com yahoo.nl aol.com proton.me protonmail.com gmx.com gmx.net gmx.de web.de t-online.de ziggo.nl
    kpnmail.nl kpnplanet.nl planet.nl hetnet.nl xs4all.nl home.nl upcmail.nl casema.nl chello.nl quicknet.nl telfort.nl
    tele2.nl online.nl solcon.nl zonnet.nl wanadoo.nl caiway.nl telenet.be skynet.be proximus.be sapo.pt
    facebook.com linkedin.com instagram.com twitter.com x.com youtube.com google.com sites.google.com
    example.org example.com example.net example.nl
"""
"""Providers of mail and of pages for everybody, and the domains that are reserved for examples."""


def domain_of_website(address: str) -> str | None:
    """Return the host of a website without ``www.``, or None where it is a provider's."""
    found = re.match(_HOST, address)
    return _own(found[1]) if found else None


def domain_of_email(address: str) -> str | None:
    """Return what stands behind the ``@``, or None where it is a provider's."""
    return _own(address.rpartition("@")[2])


def _own(domain: str) -> str | None:
    name = domain.lower().rstrip(".")
    return None if name in _everybodys() or not name else name


@cache
def _everybodys() -> frozenset[str]:
    return frozenset(_PROVIDERS.split())
