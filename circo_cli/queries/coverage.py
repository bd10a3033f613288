"""What hubs serve: who helps at a place or in a sector, and where there is nobody, or more than one.

A hub serves the regions that it names. A sectoral hub without regions serves its sectors everywhere. Closed hubs serve
nothing any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from circo_cli.queries.listing import collect
from circo_cli.storage.reader import Reader
from circo_cli.values.places import Extent, extent, is_country_code, is_range, size_of
from circo_cli.values.vocabulary import HubKind, Province, Stage

_FURTHEST = (Stage.PAUSED, Stage.EXPLORING, Stage.PREPARING, Stage.OPERATIONAL)


class Service(NamedTuple):
    """A hub with what it serves; `sectors` are keys of themes."""

    key: str
    name: str
    kind: str
    stage: str
    lead: str | None
    lead_email: str | None
    regions: tuple[str, ...]
    sectors: tuple[str, ...]


class FoundHub(NamedTuple):
    """A hub that serves what was asked for; `matched` are those of its regions and sectors for which it is found."""

    key: str
    name: str
    kind: str
    stage: str
    lead: str | None
    lead_email: str | None
    matched: tuple[str, ...]


class Answer(NamedTuple):
    """The hubs that serve a place or a sector, the most specific first, and what else is worth knowing of them."""

    hubs: list[FoundHub]
    alike: int
    """How many of the first hubs serve the place equally closely: with more than one, nobody can be told apart."""
    partly: list[str]
    """Keys of the hubs that serve only a part of the place."""
    closed: list[str]
    """Keys of the hubs that served it until they were closed."""


class CoverageRow(NamedTuple):
    """A region and the hubs that serve it; `stage` is the furthest among them."""

    region: str
    hubs: tuple[str, ...]
    stage: str | None
    gap: bool
    overlap: bool


class Coverage(NamedTuple):
    """The rows of the coverage, and what a map says besides."""

    rows: list[CoverageRow]
    partly: Mapping[tuple[str, str], tuple[str, ...]]
    """(Province, hub) → the ranges of postcodes, where the hub serves no more of the province than those."""
    sectoral: list[tuple[str, str, tuple[str, ...]]]
    """Key, stage and sectors of the hubs that serve sectors."""


def list_services(reader: Reader) -> list[Service]:
    """Return every hub, closed ones too, with what it serves, in the order of the keys."""
    rows = reader.rows("SELECT id, key, name, kind, stage, lead, lead_email FROM hub ORDER BY key")
    ids = [row[0] for row in rows]
    regions = collect(
        reader, "SELECT hub_id, region FROM hub_region WHERE {owners} ORDER BY hub_id, position", "hub_id", ids
    )
    sectors = collect(
        reader,
        """SELECT s.hub_id, t.key FROM hub_sector s JOIN theme t ON t.id = s.theme_id
            WHERE {owners} ORDER BY s.hub_id, s.position""",
        "s.hub_id",
        ids,
    )
    return [
        Service(key, name, kind, stage, lead, lead_email, regions.get(number, ()), sectors.get(number, ()))
        for number, key, name, kind, stage, lead, lead_email in rows
    ]


class _Match(NamedTuple):
    """How a hub serves what was asked for."""

    hub: Service
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    extent: Extent | None

    @property
    def closeness(self) -> tuple[object, ...]:
        """Return what matches are ordered by: those that run, serve all of the place and little else come first."""
        sectoral = self.hub.kind == HubKind.SECTORAL
        # With a place the hub of the place comes first, without one the hub of the sector.
        second = sectoral if self.extent is not None else not sectoral
        size = min((size_of(region) for region in self.regions), default=(3, 0))
        return second, self.hub.stage == Stage.PAUSED, self.extent is not Extent.WHOLE, size


def find_hubs(reader: Reader, *, place: str | None, sector: str | None) -> Answer:
    """Return the hubs that serve `place` (a region) and `sector` (the key of a theme; free text is in no hub's list).

    At a place those are the regional and international hubs that serve it, and then the sectoral hubs of the sector
    (source: the contract, home hubs). With a sector alone it is every hub that names it, sectoral ones first.
    """
    matches = [match for hub in list_services(reader) if (match := _match(hub, place=place, sector=sector)) is not None]
    matches.sort(key=lambda match: (*match.closeness, match.hub.key))
    serving = [match for match in matches if match.hub.stage != Stage.CLOSED]
    return Answer(
        hubs=[FoundHub(*match.hub[:6], (*match.regions, *match.sectors)) for match in serving],
        alike=sum(match.closeness == serving[0].closeness for match in serving) if serving else 0,
        partly=[match.hub.key for match in serving if match.extent is Extent.PART],
        closed=[match.hub.key for match in matches if match.hub.stage == Stage.CLOSED],
    )


def _match(hub: Service, *, place: str | None, sector: str | None) -> _Match | None:
    sectors = tuple(each for each in hub.sectors if each == sector)
    if place is None:
        return _Match(hub, (), sectors, None) if sectors else None
    extents = {region: how for region in hub.regions if (how := extent(region, place)) is not None}
    if hub.kind == HubKind.SECTORAL:
        if (hub.regions and not extents) or (sector is not None and not sectors) or not (extents or sectors):
            return None
    elif not extents:
        return None
    how_much = Extent.WHOLE if Extent.WHOLE in extents.values() or not extents else Extent.PART
    return _Match(hub, tuple(extents), sectors, how_much)


def list_coverage(reader: Reader) -> Coverage:
    """Return who serves each province, in the order of the contract, and each country abroad that a hub names.

    A hub serves a province that it names, one in which it names a range of postcodes, and with ``NL`` every one. It is
    an overlap where more than one hub that is not sectoral does. Countries abroad, by code, are those of hubs that are
    not closed: nobody means to serve all the others. Sectors are no places: `find_hubs` answers for them.
    """
    services = [hub for hub in list_services(reader) if hub.stage != Stage.CLOSED]
    abroad = {region for hub in services for region in hub.regions if is_country_code(region) and region != "NL"}
    return Coverage(
        rows=[_covered(region, services) for region in [*(each.value for each in Province), *sorted(abroad)]],
        partly={
            (province.value, hub.key): ranges
            for province in Province
            for hub in services
            if (ranges := _only_ranges(hub, province))
        },
        sectoral=[(hub.key, hub.stage, hub.sectors) for hub in services if hub.kind == HubKind.SECTORAL],
    )


def _covered(region: str, services: Sequence[Service]) -> CoverageRow:
    hubs = [hub for hub in services if any(extent(each, region) for each in hub.regions)]
    furthest = max((_FURTHEST.index(Stage(hub.stage)) for hub in hubs), default=None)
    return CoverageRow(
        region=region,
        hubs=tuple(hub.key for hub in hubs),
        stage=None if furthest is None else _FURTHEST[furthest].value,
        gap=not hubs,
        overlap=sum(hub.kind != HubKind.SECTORAL for hub in hubs) > 1,
    )


def _only_ranges(hub: Service, province: Province) -> tuple[str, ...]:
    """Return the ranges of postcodes that `hub` serves in `province`, or nothing where it serves all of it."""
    here = {region: how for region in hub.regions if (how := extent(region, province.value)) is not None}
    return () if Extent.WHOLE in here.values() else tuple(region for region in here if is_range(region))


def also_serving(reader: Reader, key: str) -> dict[str, list[str]]:
    """Return the regions of the hub `key` that others serve too, with their keys; none for a sectoral hub."""
    services = {hub.key: hub for hub in list_services(reader)}
    own = services.pop(key)
    if own.kind == HubKind.SECTORAL:
        return {}
    others = [hub for hub in services.values() if hub.kind != HubKind.SECTORAL and hub.stage != Stage.CLOSED]
    found = {
        region: [hub.key for hub in others if any(extent(each, region) for each in hub.regions)]
        for region in own.regions
    }
    return {region: hubs for region, hubs in found.items() if hubs}
