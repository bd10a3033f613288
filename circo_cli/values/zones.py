"""Countries and their time zones, from the tables that come with the time zone database."""

from __future__ import annotations

from functools import cache

_LARGEST = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
}
"""Countries whose first listed zone is not where most people live."""


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """Return the zones of every ISO 3166 country code, the usual one first (source: ``zone.tab``)."""
    from importlib.resources import files

    zones: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones.setdefault(country, []).append(zone)
    for country, zone in _LARGEST.items():
        zones[country] = [zone, *(each for each in zones[country] if each != zone)]
    return {country: tuple(each) for country, each in zones.items()}


def is_country(code: str) -> bool:
    """Tell whether `code` is an ISO 3166 country code, in any case."""
    return code.isascii() and code.upper() in zones_by_country()


def parse_country(text: str) -> str:
    """Return the country code in upper case; raise `ValueError` when there is none such."""
    code = text.strip().upper()
    if not is_country(text.strip()):
        raise ValueError(f"'{text}' is not a country code of two letters, such as NL, BE or PT")
    return code


def parse_zone(text: str) -> str:
    """Return the name of a time zone; raise `ValueError` when there is none such."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = text.strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"'{text}' is not a time zone such as Europe/Amsterdam") from error
    return name
