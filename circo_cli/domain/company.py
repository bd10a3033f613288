"""Companies: adding and changing them, and the hub that is their home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, col, select

from circo_cli.domain.duplicates import find_twin
from circo_cli.domain.lookup import get, new_slug
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import Company, Hub, Theme, hub_region, hub_sector
from circo_cli.values.places import parse_postcode, province_of, serves
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import ChainRole, CompanyKind, HubKind, Journey, Stage

HOME = "NL"
"""The country of a company of which none is given."""


class Place(NamedTuple):
    """Where a company is, as far as it decides which hub serves it."""

    country: str = HOME
    postcode: str | None = None
    region: str | None = None


class Remarks(NamedTuple):
    """What a user should know of a change that was made nevertheless."""

    notes: list[str]
    warnings: list[str]


class Candidate(NamedTuple):
    """A hub that is not closed, with what it serves: regions, and the folded keys and labels of its themes."""

    id: int
    key: str
    kind: HubKind
    regions: Sequence[str]
    sectors: frozenset[str]


def settle_place(place: Place, *, remarks: Remarks) -> Place:
    """Return `place` as it is stored: a Dutch postcode as ``1234 AB``, and the province that follows from it.

    A province that contradicts the postcode is kept with a warning. Raises `UsageError` for what is no postcode
    in the Netherlands, and for a region elsewhere: a company's region is a Dutch province.
    """
    if place.country != HOME:
        if place.region is not None:
            raise UsageError(
                f"--region: {place.region} lies in the Netherlands, and the country is {place.country}",
                hint="leave --region out, or give --country NL",
                code="region-abroad",
            )
        return place
    if place.postcode is None:
        return place
    try:
        postcode = parse_postcode(place.postcode)
    except ValueError as error:
        raise UsageError(
            f"--postcode: {error}",
            hint="outside the Netherlands add --country, for example --country BE",
            code="bad-value",
        ) from error
    derived = province_of(postcode)
    if place.region is not None and derived is not None and place.region != derived:
        remarks.warnings.append(
            f"postcode {postcode} lies in {derived} and not in {place.region}; {place.region} is kept"
        )
    return Place(place.country, postcode, place.region or (None if derived is None else derived.value))


def candidates_for_home(session: Session) -> list[Candidate]:
    """Return the hubs that can be a company's home, by key."""
    regions: dict[int, list[str]] = {}
    for hub_id, region in session.exec(
        select(hub_region.c.hub_id, hub_region.c.region).order_by(hub_region.c.hub_id, hub_region.c.position)
    ):
        regions.setdefault(hub_id, []).append(region)
    sectors: dict[int, set[str]] = {}
    for hub_id, *names in session.exec(
        select(hub_sector.c.hub_id, Theme.key, Theme.name_nl, Theme.name_en).join(
            Theme, col(Theme.id) == hub_sector.c.theme_id
        )
    ):
        sectors.setdefault(hub_id, set()).update(fold(name) for name in names if name)
    return [
        Candidate(hub.id or 0, hub.key, hub.kind, regions.get(hub.id or 0, []), frozenset(sectors.get(hub.id or 0, ())))
        for hub in session.exec(select(Hub).where(Hub.stage != Stage.CLOSED).order_by(Hub.key))
    ]


def hubs_at_home(candidates: Sequence[Candidate], *, place: Place, sector: str | None) -> list[Candidate]:
    """Return the hubs that could be home to a company: one is, several cannot be told apart.

    Regional and international hubs that serve the place; only where there is none, the sectoral hubs of the
    sector (section Companies of the contract).
    """
    postcode = place.postcode if place.country == HOME else None
    here = [
        hub
        for hub in candidates
        if hub.kind is not HubKind.SECTORAL
        and any(
            serves(region, province=place.region, postcode=postcode, country=place.country) for region in hub.regions
        )
    ]
    if here or sector is None:
        return here
    return [hub for hub in candidates if hub.kind is HubKind.SECTORAL and fold(sector) in hub.sectors]


def add_company(
    session: Session,
    *,
    name: str,
    kvk: str | None = None,
    kind: CompanyKind = CompanyKind.COMPANY,
    sector: str | None = None,
    chain_role: ChainRole | None = None,
    city: str | None = None,
    place: Place,
    hub_id: int | None = None,
    journey: Journey | None = None,
    website: str | None = None,
) -> tuple[Company, Remarks]:
    """Add a company; without `hub_id` its home hub is the one that serves the place, or else the sector.

    Raises `RefusedError` (``kvk-taken``) when another company has the KvK number, and what `settle_place` raises.
    """
    remarks = Remarks([], [])
    place = settle_place(place, remarks=remarks)
    _check_kvk(session, kvk)
    company = Company(
        key=new_slug(session, Company, name),
        name=name,
        kvk=kvk,
        kind=kind,
        sector=sector,
        chain_role=chain_role,
        city=city,
        postcode=place.postcode,
        region=place.region,
        country=place.country,
        hub_id=hub_id,
        journey=journey,
        website=website,
    )
    _warn_of_kvk_abroad(company, remarks=remarks)
    _warn_of_twin(session, company, remarks=remarks)
    if hub_id is None:
        _find_home(session, company, remarks=remarks)
    else:
        _warn_of_closed_home(session, hub_id, remarks=remarks)
    session.add(company)
    return company, remarks


def edit_company(session: Session, *, company_id: int, values: dict[str, object]) -> tuple[Company, Remarks]:
    """Change what is in `values` (columns of the company); the key stays.

    A changed postcode or country brings its province along unless `values` has a region, and a changed place
    another home hub unless `values` has one. Raises as `add_company` does.
    """
    remarks = Remarks([], [])
    company = get(session, Company, company_id)
    with session.no_autoflush:
        before = Place(company.country, company.postcode, company.region)
        identity_before = (company.name, company.postcode, company.kvk)
        sector_before = company.sector
        for name, value in values.items():
            setattr(company, name, value)
        if "kvk" in values:
            _check_kvk(session, company.kvk, company=company, had_one=identity_before[2] is not None)
        if values.keys() & {"country", "postcode", "region"}:
            _move(company, before=before, region_given=values.get("region") is not None, remarks=remarks)
        place = Place(company.country, company.postcode, company.region)
        if values.keys() & {"country", "kvk"}:
            _warn_of_kvk_abroad(company, remarks=remarks)
        if (company.name, company.postcode, company.kvk) != identity_before:
            _warn_of_twin(session, company, remarks=remarks)
        new_sector = company.sector != sector_before and company.hub_id is None
        if "hub_id" in values and company.hub_id is not None:
            _warn_of_closed_home(session, company.hub_id, remarks=remarks)
        elif "hub_id" not in values and (place != before or new_sector):
            _find_home(session, company, remarks=remarks)
    return company, remarks


def _move(company: Company, *, before: Place, region_given: bool, remarks: Remarks) -> None:
    moved = (company.country, company.postcode) != (before.country, before.postcode)
    region = company.region
    if not region_given and moved and (company.country != HOME or company.postcode is not None):
        region = None
    settled = settle_place(Place(company.country, company.postcode, region), remarks=remarks)
    company.country, company.postcode, company.region = settled


def _check_kvk(session: Session, kvk: str | None, *, company: Company | None = None, had_one: bool = False) -> None:
    """Raise `RefusedError` where another company has the number; `company` (which `had_one`) is perhaps that one."""
    if kvk is None:
        return
    holder = session.exec(select(Company).where(Company.kvk == kvk)).first()
    if holder is None or holder is company:
        return
    if company is None:
        way = f"circo company edit {holder.key} changes what is known of it"
    elif had_one:
        way = f'if it is wrong there, clear it first: circo company edit {holder.key} --kvk ""'
    else:
        way = f"if they are one company: circo company merge {company.key} {holder.key}"
    raise RefusedError(
        f"KvK number {kvk} is that of {holder.name} ({holder.key}), and a number is of one company",
        hint=way,
        code="kvk-taken",
        details=[{"kvk": kvk, "company": holder.key}],
    )


def _warn_of_kvk_abroad(company: Company, *, remarks: Remarks) -> None:
    if company.kvk is not None and company.country != HOME:
        remarks.warnings.append(
            f"KvK numbers are of the Dutch trade register, and the country is {company.country}; {company.kvk} is kept"
        )


def _warn_of_closed_home(session: Session, hub_id: int, *, remarks: Remarks) -> None:
    """Warn of a home hub that does nothing any more: it is taken, for a company of the past."""
    hub = get(session, Hub, hub_id)
    if hub.stage is Stage.CLOSED:
        remarks.warnings.append(f"{hub.key} is closed, and is the home hub all the same; another one: --hub")


def _warn_of_twin(session: Session, company: Company, *, remarks: Remarks) -> None:
    """Warn of a company that is perhaps the same one, with the command that makes them one."""
    twin = find_twin(session, company)
    if twin is not None:
        who = twin.key if twin.was == twin.key else f"{twin.was}, which was merged into {twin.key},"
        remarks.warnings.append(
            f"{who} has {twin.because}; if it is the same company: circo company merge {company.key} {twin.key}"
        )


def _find_home(session: Session, company: Company, *, remarks: Remarks) -> None:
    place = Place(company.country, company.postcode, company.region)
    found = hubs_at_home(candidates_for_home(session), place=place, sector=company.sector)
    if len(found) > 1 and company.hub_id in [hub.id for hub in found]:
        return
    company.hub_id = found[0].id if len(found) == 1 else None
    if not found:
        where = place.postcode or place.region or "" if place.country == HOME else place.country
        what = " or ".join(filter(None, (where, company.sector and f"sector {company.sector}")))
        why = f"none serves {what}" if what else "its place is not known"
        mends = "--hub" if where else "--postcode, --region or --hub"
        remarks.notes.append(f"no home hub: {why} ({mends})")
    elif len(found) > 1:
        remarks.notes.append(f"no home hub: {', '.join(hub.key for hub in found)} all could be it (--hub)")
