"""Places: Dutch postcodes, the province that follows from them, and the regions that a hub serves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from enum import StrEnum
from functools import cache

from circo_cli.values.text import one_line
from circo_cli.values.vocabulary import Province

# Patterns are text that `re` compiles, and keeps, at first use: start-up pays for none of them.
_POSTCODE = r"([1-9][0-9]{3})[ -]?(?!SA|SD|SS)([A-Z]{2})"
_NEVER_ISSUED = r"[1-9][0-9]{3}[ -]?(SA|SD|SS)"
_DIGITS = r"([1-9][0-9]{3})(?:[ -]?[A-Za-z]{2})?"
_RANGE = r"(?i)([1-9][0-9]{3})(?: ?(?:-|–|t/m|tot en met) ?([1-9][0-9]{3}))?"
_FOUR = r"[1-9][0-9]{3}"
_COUNTRY = r"[A-Z]{2}"

# Each range of four digits by its first code, in order; it ends where the next one starts. Facts from the
# public list of postcodes with their municipality (2014), with Vijfheerenlanden (Leerdam, Zederik, Vianen) in
# Utrecht since 2019. Codes that are not given out yet go with the range before them.
_RANGES = """
1000 noord-holland  1300 flevoland      1380 noord-holland  1390 utrecht        1394 noord-holland
1396 utrecht        1398 noord-holland  1426 utrecht        1428 zuid-holland   1430 noord-holland
2159 zuid-holland   2165 noord-holland  2170 zuid-holland   3400 utrecht        3465 zuid-holland
3467 utrecht        3625 noord-holland  3626 utrecht        3651 zuid-holland   3700 utrecht
3770 gelderland     3790 utrecht        3792 gelderland     3800 utrecht        3840 gelderland
3890 flevoland      3900 utrecht        3925 gelderland     3927 utrecht        4000 gelderland
4121 utrecht        4147 gelderland     4163 utrecht        4170 gelderland     4200 zuid-holland
4211 gelderland     4213 zuid-holland   4214 gelderland     4221 zuid-holland   4230 utrecht
4240 zuid-holland   4243 utrecht        4250 noord-brabant  4300 zeeland        4600 noord-brabant
4675 zeeland        4681 noord-brabant  4690 zeeland        4700 noord-brabant  5300 gelderland
5340 noord-brabant  5766 limburg        5821 noord-brabant  5851 limburg        6020 noord-brabant
6030 limburg        6500 gelderland     6584 limburg        6600 gelderland     7400 overijssel
7439 gelderland     7440 overijssel     7705 drenthe        7707 overijssel     7740 drenthe
7770 overijssel     7800 drenthe        7946 overijssel     7948 drenthe        7950 overijssel
7957 drenthe        8000 overijssel     8050 gelderland     8055 overijssel     8070 gelderland
8100 overijssel     8160 gelderland     8196 overijssel     8200 flevoland      8260 overijssel
8300 flevoland      8325 overijssel     8351 drenthe        8355 overijssel     8381 drenthe
8388 friesland      8437 drenthe        8440 friesland      9300 drenthe        9350 groningen
9400 drenthe        9479 groningen      9480 drenthe        9500 groningen      9511 drenthe
9540 groningen      9564 drenthe        9566 groningen      9571 drenthe        9580 groningen
9654 drenthe        9661 groningen      9749 drenthe        9750 groningen      9761 drenthe
9771 groningen      9851 friesland      9860 groningen      9871 friesland      9881 groningen
"""


def parse_postcode(text: str) -> str:
    """Return the Dutch postcode in `text` as ``1234 AB``.

    Raises ValueError, with a sentence for the user, for what is no Dutch postcode: the first digit is never 0
    and the letters are never SA, SD or SS.
    """
    # By hand and not by python-stdnum: its Dutch package loads ssl, 45 ms of start-up for one pattern.
    match = re.fullmatch(_POSTCODE, one_line(text).upper())
    if match is None:
        why = "write it as 1234 AB"
        if re.fullmatch(_NEVER_ISSUED, one_line(text).upper()):
            why = "the letters SA, SD and SS are never issued"
        raise ValueError(f"'{one_line(text)}' is not a Dutch postcode: {why}")
    return f"{match[1]} {match[2]}"


def province_of(postcode: str) -> Province | None:
    """Return the province of a Dutch postcode (its four digits are enough), or None where it is none."""
    digits = _four_digits(postcode)
    if digits is None:
        return None
    starts, provinces = _ranges()
    return provinces[bisect_right(starts, digits) - 1]


def parse_region(text: str, *, is_country: Callable[[str], bool]) -> str:
    """Return the region that `text` names: the code of a province (its labels are taken too), a range of
    postcodes ``3000-3199`` (one postcode area is a range of itself) or a country code ``PT``.

    `is_country` says whether two capitals are a country's code. Raises ValueError, with a sentence for the
    user that names the nearest province.
    """
    from circo_cli.values.terms import find_term

    typed = one_line(text)
    province = find_term(Province, typed)
    if province is not None:
        return province.value
    if match := re.fullmatch(_RANGE, typed):
        first, last = match[1], match[2] or match[1]
        if first > last:
            raise ValueError(f"'{typed}' is not a range of postcodes: {first} comes after {last}")
        return f"{first}-{last}"
    country = typed.upper()
    if re.fullmatch(_COUNTRY, country) and is_country(country):
        return country
    near = nearest_province(typed)
    forms = "a region is a province, a range of postcodes such as 3000-3199, or a country code such as PT"
    raise ValueError(f"'{typed}' is not a region: {f'did you mean {near}? ' if near else ''}{forms}")


def nearest_province(text: str) -> Province | None:
    """Return the province whose code or label comes nearest to what was typed, or None if none is near."""
    from difflib import get_close_matches

    names = {name.lower(): member for member in Province for name in (member.value, member.nl, member.en)}
    near = get_close_matches(text.lower(), names, n=1)
    return names[near[0]] if near else None


def serves(region: str, *, province: str | None, postcode: str | None, country: str | None) -> bool:
    """Return whether `region` (as `parse_region` returns it) covers a place; parts of it may be unknown.

    A province or a range of postcodes lies in the Netherlands, and so does a place with a province or with a
    Dutch postcode that names no country. A given province goes before the one that follows from the postcode.
    """
    dutch = country == "NL" or (country is None and bool(province or (postcode and _four_digits(postcode))))
    if re.fullmatch(_COUNTRY, region):
        return region == (country or ("NL" if dutch else None))
    if not dutch:
        return False
    if match := re.fullmatch(_RANGE, region):
        digits = _four_digits(postcode or "")
        return digits is not None and int(match[1]) <= digits <= int(match[2] or match[1])
    return region == (province or province_of(postcode or ""))


class Extent(StrEnum):
    """How much of a place a region serves."""

    WHOLE = "whole"
    PART = "part"


def parse_postcode_area(text: str) -> str:
    """Return the range of one postcode area, ``3011-3011``, that a Dutch postcode with or without letters lies in.

    Raises ValueError, with a sentence for the user, for what is no Dutch postcode.
    """
    typed = one_line(text)
    digits = typed if re.fullmatch(_FOUR, typed) else None
    if digits is None:
        try:
            digits = parse_postcode(typed)[:4]
        except ValueError:
            raise ValueError(f"'{typed}' is not a Dutch postcode: write it as 3011 or 3011 AB") from None
    return f"{digits}-{digits}"


def provinces_in(postcodes: str) -> tuple[Province, ...]:
    """Return the provinces in which a range of postcodes (``3000-3199``) lies, in the order of the postcodes."""
    first, _, last = postcodes.partition("-")
    starts, provinces = _ranges()
    found = provinces[bisect_right(starts, int(first)) - 1 : bisect_right(starts, int(last))]
    return tuple(dict.fromkeys(found))


def is_range(region: str) -> bool:
    """Tell whether `region` (as `parse_region` returns it) is a range of postcodes."""
    return region[:1].isdecimal()


def is_country_code(region: str) -> bool:
    """Tell whether `region` (as `parse_region` returns it) is a country."""
    return region.isupper()


def extent(region: str, place: str) -> Extent | None:
    """Return how much of `place` a hub of `region` serves, or None for nothing of it.

    Both are regions as `parse_region` returns them. Provinces and postcodes lie in the Netherlands; a range of
    postcodes is never known to be the whole of a province.
    """
    if region == place:
        return Extent.WHOLE
    if is_country_code(place):
        return Extent.PART if place == "NL" and not is_country_code(region) else None
    if is_country_code(region):
        return Extent.WHOLE if region == "NL" else None
    if not is_range(place):
        return Extent.PART if is_range(region) and place in provinces_in(region) else None
    if not is_range(region):
        here = provinces_in(place)
        return None if region not in here else Extent.WHOLE if len(here) == 1 else Extent.PART
    first, last = _bounds(region)
    wanted_first, wanted_last = _bounds(place)
    if wanted_last < first or last < wanted_first:
        return None
    return Extent.WHOLE if first <= wanted_first and wanted_last <= last else Extent.PART


def size_of(region: str) -> tuple[int, int]:
    """Return what regions are ordered by, the most specific first: postcodes (fewest first), province, country."""
    if is_range(region):
        first, last = _bounds(region)
        return 0, last - first
    return (2, 0) if is_country_code(region) else (1, 0)


def _bounds(postcodes: str) -> tuple[int, int]:
    first, _, last = postcodes.partition("-")
    return int(first), int(last)


def _four_digits(postcode: str) -> int | None:
    match = re.fullmatch(_DIGITS, one_line(postcode))
    return int(match[1]) if match else None


@cache
def _ranges() -> tuple[list[int], list[Province]]:
    words = _RANGES.split()
    codes = {member.value: member for member in Province}
    return [int(word) for word in words[::2]], [codes[word] for word in words[1::2]]
