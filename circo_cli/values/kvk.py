"""KvK numbers: how the Dutch trade register identifies a company."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"kvk[ -]*(?:nummer|number|nr|no)?[.: ]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.]+")


def parse_kvk(text: str) -> str:
    """Return the eight digits of a KvK number; spaces, dots and a prefix ``KvK`` are forgiven.

    Seven digits get the leading zero that spreadsheets drop. The register's numbers have no check digit.
    Raises ValueError, with a sentence for the user, for anything else.
    """
    typed = text.strip()
    digits = _SEPARATORS.sub("", _PREFIX.sub("", typed, count=1) if _PREFIX.match(typed) else typed)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"'{typed}' is not a KvK number: it has eight digits and nothing else")
    if len(digits) not in (7, 8):
        raise ValueError(f"'{typed}' is not a KvK number: it has {len(digits)} digits and not eight")
    if not int(digits):
        raise ValueError(f"'{typed}' is not a KvK number: it is all zeros")
    return digits.zfill(8)


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two KvK numbers are a slip apart: one digit is another, two have changed places, or one was lost.

    A lost digit shows as a leading zero, which `parse_kvk` puts before seven.
    """
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    if len(differing) == 1:
        return True
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and (one[first], one[second]) == (other[second], other[first])
    return _lost_a_digit(one, other) or _lost_a_digit(other, one)


def _lost_a_digit(short: str, whole: str) -> bool:
    return short.startswith("0") and any(short[1:] == whole[:place] + whole[place + 1 :] for place in range(len(whole)))
