"""The mix of a Track along the value chain: which roles are there, and which companies would fill the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from circo_cli.queries.counting import NOT_FORGOTTEN
from circo_cli.queries.theme import names_of_themes, sector_names
from circo_cli.storage.reader import Reader
from circo_cli.values.mix import Candidate, ChainPlace
from circo_cli.values.roster import Roster
from circo_cli.values.vocabulary import ChainRole, EnrolmentStatus, TrackStatus

MOST_CANDIDATES = 10
"""How many candidates a role has at most: an invitation list, and not the whole region."""


_PORTION = 60
_SEATED_OPEN = (EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED)
_OVER = (TrackStatus.COMPLETED, TrackStatus.CANCELLED)


class MixRow(NamedTuple):
    """A role in the value chain: who holds a seat with it, whether nobody does, whom to invite for it, best first."""

    chain_role: str
    enrolled: tuple[str, ...]
    missing: bool
    candidates: tuple[str, ...]


class Mix(NamedTuple):
    """The roles in their order, and the companies of the region whose role is not known: how many, and one of them."""

    roles: tuple[ChainPlace, ...]
    without_role: int
    example: str | None

    def rows(self) -> list[MixRow]:
        """Return the roles as they are listed."""
        return [
            MixRow(
                each.role,
                tuple(place.company for place in each.seated),
                each.missing,
                tuple(candidate.company for candidate in each.candidates),
            )
            for each in self.roles
        ]


def mix_of_track(reader: Reader, track_id: int, roster: Roster, *, today: date) -> Mix:
    """Return the mix of a Track.

    A candidate is a company of the region: its home hub organises the Track, or an organising hub serves its place. It
    has no enrolment in this Track, not even one that it declined; and it has not just had a Track: it completed none
    that ended in the last twelve months, and holds no seat in another that is still to end (a demo, which recruits, and
    a follow-up, which comes after, are none). First come those of the Track's theme (without a theme, the hubs'
    sectors), then those whose journey a Track serves (introduction, plan), then those of the own hubs. A Track that is
    over has no candidates.
    """
    near = [] if roster.over else _near(reader, track_id)
    unknown = [company.key for company in near if company.chain_role is None]
    by_role: dict[str, list[_Near]] = {}
    for company in near:
        if company.chain_role is not None:
            by_role.setdefault(company.chain_role, []).append(company)
    roles = [
        ChainPlace(
            role.value,
            tuple(place for place in roster.places if place.chain_role == role.value),
            tuple(_free(reader, sorted(by_role.get(role.value, ()), key=_Near.rank), today=today)),
        )
        for role in ChainRole
    ]
    return Mix(tuple(roles), len(unknown), min(unknown, default=None))


class _Near(NamedTuple):
    """A company of the region; what speaks against it is 1 or more."""

    id: int
    key: str
    name: str
    chain_role: str | None
    other_sector: int
    other_journey: int
    other_hub: int

    def rank(self) -> tuple[int, int, int, str]:
        """Return what candidates are sorted by."""
        return self.other_sector, self.other_journey, self.other_hub, self.key


def _free(reader: Reader, ranked: Sequence[_Near], *, today: date) -> Iterator[Candidate]:
    """Yield the first that have not just had a Track: in portions, since most of a region is never looked at."""
    found = 0
    since = f"{today.year - 1:04}{today.isoformat()[4:]}"
    for start in range(0, len(ranked), _PORTION):
        portion = ranked[start : start + _PORTION]
        busy = _busy(reader, [company.id for company in portion], since=since)
        for company in portion:
            if company.id not in busy:
                yield Candidate(company.key, company.name)
                found += 1
            if found == MOST_CANDIDATES:
                return


def _busy(reader: Reader, company_ids: Sequence[int], *, since: str) -> set[int]:
    """Return which of these companies completed a Track that ended after `since`, or hold a seat in one to come."""
    # What the statuses mean is decided here: asked for in SQL, SQLite would go through all enrolments of a status.
    rows = reader.rows(
        f"""SELECT e.company_id, e.status, t.status,
                   coalesce((SELECT max(s.ends_on) FROM track_session s WHERE s.track_id = t.id), e.ended_on)
              FROM enrolment e JOIN track t ON t.id = e.track_id
             WHERE e.company_id IN ({", ".join(map(str, company_ids))}) AND t.kind NOT IN ('demo', 'follow-up')"""
    )
    return {
        company
        for company, status, track_status, ended_on in rows
        if (status == EnrolmentStatus.COMPLETED and (ended_on or "") > since)
        or (status in _SEATED_OPEN and track_status not in _OVER)
    }


def _near(reader: Reader, track_id: int) -> list[_Near]:
    """Return the companies of the region of a Track that have no enrolment in it, in no order."""
    values: dict[str, Any] = {"track": track_id}
    ways = " UNION ".join(_ways(reader, track_id, values))
    sectors = {f"sector{place}": name for place, name in enumerate(_sectors(reader, track_id))}
    rows = reader.rows(
        f"""SELECT c.id, c.key, c.name, c.chain_role,
                   CASE WHEN lower(c.sector) IN ({", ".join(f"lower(:{name})" for name in sectors) or "NULL"})
                        THEN 0 ELSE 1 END,
                   CASE WHEN c.journey IN ('introduction', 'plan') THEN 0 WHEN c.journey IS NULL THEN 1 ELSE 2 END,
                   CASE WHEN c.hub_id IN (SELECT hub_id FROM track_hub WHERE track_id = :track) THEN 0 ELSE 1 END
              FROM ({ways}) near JOIN company c ON c.id = near.id
             WHERE c.merged_into_id IS NULL AND {NOT_FORGOTTEN.format(row="c")}
               AND c.id NOT IN (SELECT company_id FROM enrolment WHERE track_id = :track)""",
        {**values, **sectors},
    )
    return [_Near._make(row) for row in rows]


def _ways(reader: Reader, track_id: int, values: dict[str, Any]) -> Iterator[str]:
    """Yield a query for each way in which a company belongs to the region of a Track, each by an index."""
    yield "SELECT id FROM company WHERE hub_id IN (SELECT hub_id FROM track_hub WHERE track_id = :track)"
    regions = reader.rows(
        """SELECT DISTINCT r.region FROM hub_region r JOIN track_hub th ON th.hub_id = r.hub_id
            WHERE th.track_id = :track ORDER BY r.region""",
        {"track": track_id},
    )
    for place, (region,) in enumerate(regions):
        first, separator, last = region.partition("-")
        if separator and first.isdecimal():
            # A tilde comes after every letter of a postcode.
            values.update({f"first{place}": first, f"last{place}": f"{last}~"})
            yield f"""SELECT id FROM company
                       WHERE country = 'NL' AND postcode BETWEEN :first{place} AND :last{place}"""
        elif region.isupper():
            # Countries have no index: their companies are at a hub that serves the country, or at none.
            values[f"region{place}"] = region
            hubs = f"SELECT hub_id FROM hub_region WHERE region = :region{place}"
            yield f"SELECT id FROM company WHERE country = :region{place} AND hub_id IN ({hubs})"
            yield f"SELECT id FROM company WHERE country = :region{place} AND hub_id IS NULL"
        else:
            values[f"region{place}"] = region
            yield f"SELECT id FROM company WHERE region = :region{place}"


def _sectors(reader: Reader, track_id: int) -> list[str]:
    """Return every name of the sectors that a Track is meant for."""
    themes = reader.rows(
        """SELECT th.key FROM track t JOIN theme th ON th.id = t.theme_id WHERE t.id = :track""",
        {"track": track_id},
    ) or reader.rows(
        """SELECT th.key FROM track_hub h JOIN hub_sector s ON s.hub_id = h.hub_id JOIN theme th ON th.id = s.theme_id
            WHERE h.track_id = :track""",
        {"track": track_id},
    )
    known = names_of_themes(reader)
    return [name for (key,) in themes for name in sector_names(known, key)]
