"""Companies: adding and changing them, their contacts and notes, and the hub that is their home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, and_, col, or_, select

from circo_cli.domain.lookup import get, new_slug
from circo_cli.errors import NotFoundError, RefusedError, UsageError
from circo_cli.storage.tables import (
    Company,
    CompanyContact,
    CompanyNote,
    Enrolment,
    Hub,
    Theme,
    enrolment_contact,
    hub_region,
    hub_sector,
)
from circo_cli.values.keys import number_key, slugify
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
    _check_kvk(session, kvk, company_id=None)
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
    _warn_of_twin(session, company, remarks=remarks)
    if hub_id is None:
        _find_home(session, company, remarks=remarks)
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
        names_before = (company.name, company.postcode)
        sector_before = company.sector
        for name, value in values.items():
            setattr(company, name, value)
        if "kvk" in values:
            _check_kvk(session, company.kvk, company_id=company_id)
        if values.keys() & {"country", "postcode", "region"}:
            _move(company, before=before, region_given=values.get("region") is not None, remarks=remarks)
        place = Place(company.country, company.postcode, company.region)
        if (company.name, company.postcode) != names_before:
            _warn_of_twin(session, company, remarks=remarks)
        new_sector = company.sector != sector_before and company.hub_id is None
        if "hub_id" not in values and (place != before or new_sector):
            _find_home(session, company, remarks=remarks)
    return company, remarks


def _move(company: Company, *, before: Place, region_given: bool, remarks: Remarks) -> None:
    moved = (company.country, company.postcode) != (before.country, before.postcode)
    region = company.region
    if not region_given and moved and (company.country != HOME or company.postcode is not None):
        region = None
    settled = settle_place(Place(company.country, company.postcode, region), remarks=remarks)
    company.country, company.postcode, company.region = settled


def _check_kvk(session: Session, kvk: str | None, *, company_id: int | None) -> None:
    if kvk is None:
        return
    holder = session.exec(select(Company).where(Company.kvk == kvk)).first()
    if holder is not None and holder.id != company_id:
        raise RefusedError(
            f"KvK number {kvk} is that of {holder.name} ({holder.key})",
            hint=f"circo company edit {holder.key} changes what is known of it",
            code="kvk-taken",
            details=[{"kvk": kvk, "company": holder.key}],
        )


def _warn_of_twin(session: Session, company: Company, *, remarks: Remarks) -> None:
    """Warn of a company with this name and postcode: probably it is the same one."""
    slug = slugify(company.name)
    # A company of that name has the name's slug as its key, unless it was renamed: then its postcode finds it.
    nearby = [and_(col(Company.key) >= slug, col(Company.key) < f"{slug}~")]
    if company.postcode is not None:
        nearby.append(and_(Company.postcode == company.postcode))
    others = session.exec(
        select(Company).where(or_(*nearby), col(Company.merged_into_id).is_(None)).order_by(Company.key)
    )
    for other in others:
        if other.id != company.id and other.postcode == company.postcode and fold(other.name) == fold(company.name):
            where = f"at {other.postcode}" if other.postcode else "without a postcode, too"
            remarks.warnings.append(f"{other.key} has the same name {where}: is it the same company?")
            return


def _find_home(session: Session, company: Company, *, remarks: Remarks) -> None:
    place = Place(company.country, company.postcode, company.region)
    found = hubs_at_home(candidates_for_home(session), place=place, sector=company.sector)
    if len(found) > 1 and company.hub_id in [hub.id for hub in found]:
        return
    company.hub_id = found[0].id if len(found) == 1 else None
    if not found:
        where = place.postcode or place.region or "" if place.country == HOME else place.country
        what = " or ".join(filter(None, (where, company.sector and f"sector {company.sector}"))) or "a place unknown"
        remarks.notes.append(f"no home hub: none serves {what} (--hub)")
    elif len(found) > 1:
        remarks.notes.append(f"no home hub: {', '.join(hub.key for hub in found)} all could be it (--hub)")


def set_contact(
    session: Session, *, company_id: int, name: str, values: dict[str, str | None]
) -> tuple[Company, CompanyContact, bool]:
    """Add the contact `name` of a company, or change what is in `values` (email, phone, role) of it.

    Returns also whether it is new.
    """
    company = get(session, Company, company_id)
    contact = _contact(session, company_id, name)
    new = contact is None
    if contact is None:
        contact = CompanyContact(company_id=company_id, name=name)
    for field, value in values.items():
        setattr(contact, field, value)
    session.add(contact)
    return company, contact, new


def remove_contact(session: Session, *, company_id: int, name: str) -> tuple[Company, str]:
    """Remove the contact `name` of a company and return the name as it was written.

    Raises `NotFoundError` with the contacts there are, or `RefusedError` while enrolments name the contact.
    """
    company = get(session, Company, company_id)
    contact = _contact(session, company_id, name)
    if contact is None:
        names = list(session.exec(select(CompanyContact.name).where(CompanyContact.company_id == company_id)))
        raise NotFoundError(
            f"{company.key} has no contact '{name}'",
            hint=f"its contacts: {', '.join(names)}" if names else f"circo company contact {company.key} NAME adds one",
            details=names,
        )
    numbers = session.exec(
        select(Enrolment.id)
        .join(enrolment_contact, enrolment_contact.c.enrolment_id == Enrolment.id)
        .where(enrolment_contact.c.contact_id == contact.id)
        .order_by(col(Enrolment.id))
    ).all()
    if numbers:
        keys = [number_key("enrolment", number) for number in numbers if number is not None]
        raise RefusedError(
            f"{contact.name} is the contact of {', '.join(keys)}",
            hint=f'name another there first: circo enrolment edit {keys[0]} --contact ""',
            code="in-use",
            details=keys,
        )
    session.delete(contact)
    return company, contact.name


def _contact(session: Session, company_id: int, name: str) -> CompanyContact | None:
    contacts = session.exec(
        select(CompanyContact).where(CompanyContact.company_id == company_id).order_by(col(CompanyContact.id))
    ).all()
    exact = [contact for contact in contacts if contact.name == name]
    near = [contact for contact in contacts if fold(contact.name) == fold(name)]
    return next(iter(exact or near), None)


def add_note(
    session: Session, *, company_id: int, text: str, on: date, next_on: date | None, actor: str
) -> tuple[Company, CompanyNote]:
    """Note what was said with a company, and when to come back to it: in the past, a follow-up is due at once."""
    company = get(session, Company, company_id)
    remark = CompanyNote(
        company_id=company_id,
        text=text,
        noted_on=on.isoformat(),
        next_on=None if next_on is None else next_on.isoformat(),
        author=actor,
    )
    session.add(remark)
    return company, remark
