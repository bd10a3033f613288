"""Companies from a file, each with a contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.company import (
    HOME,
    Place,
    Remarks,
    candidates_for_home,
    edit_company,
    hubs_at_home,
    settle_place,
)
from circo_cli.domain.contact import set_contact
from circo_cli.errors import UsageError
from circo_cli.intake.cells import line, nearest, parsed, reference, term
from circo_cli.intake.known import Known, Numbering, given
from circo_cli.intake.mapping import BadValueError, Column, Importer, Read, Row
from circo_cli.queries.theme import names_of_themes, sector_names
from circo_cli.storage.tables import Company, CompanyContact
from circo_cli.values.email import parse_email
from circo_cli.values.kvk import parse_kvk
from circo_cli.values.places import parse_postcode
from circo_cli.values.text import fold, sound
from circo_cli.values.vocabulary import ChainRole, CompanyKind, Journey, Province
from circo_cli.values.website import parse_website
from circo_cli.values.zones import parse_country

_SHORT_KVK = 7
_CONTACT = ("contact_name", "contact_email", "contact_phone", "contact_role")
_PLAIN = ("name", "kvk", "kind", "sector", "chain_role", "journey", "city", "postcode", "region", "country", "website")


def _kvk(known: Known) -> Read:
    def read(text: str) -> str:
        number = parse_kvk(text)
        if sum(character.isdigit() for character in text) == _SHORT_KVK:
            known.note("KvK numbers of seven digits got the leading zero that spreadsheets drop", number)
        return number

    return read


def _sector(known: Known) -> Read:
    """Read a sector: free text, which counts as a theme where it is called as one. What is nearly so is told."""
    themes = {name: names[0] for names in names_of_themes(known.change.reader) for name in names}

    @cache
    def read(text: str) -> str:
        sector = sound(text)
        meant = nearest(sector, themes)
        if meant is not None and fold(sector) != fold(meant):
            known.note("sectors that are no theme and count for none", f"{sector} (is it {themes[meant]}?)")
        return sector

    return read


def _postcode(known: Known) -> Read:
    return sound  # what is a postcode depends on the country


class CompanyImporter(Importer):
    """Companies: by key, KvK number, or name with postcode."""

    noun = "company"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column(
            "name",
            line,
            ("naam", "bedrijfsnaam", "bedrijf", "company", "company name", "organisatie", "organisation", "deelnemer"),
            required=True,
        ),
        Column("kvk", _kvk, ("kvk-nummer", "kvknummer", "kvk nr", "kvknr", "kvk number", "handelsregister")),
        Column("kind", term(CompanyKind), ("soort", "type", "soort organisatie")),
        Column("sector", _sector, ("branche", "bedrijfstak", "industry", "thema", "theme")),
        Column("chain_role", term(ChainRole), ("rol in keten", "rol in de keten", "ketenrol", "chain role", "rol")),
        Column("journey", term(Journey), ("fase", "reis", "stage", "journey stage")),
        Column("city", line, ("plaats", "woonplaats", "vestigingsplaats", "stad", "town", "gemeente")),
        Column("postcode", _postcode, ("postal code", "zip", "zip code", "post code", "pc")),
        Column("region", term(Province), ("provincie", "regio", "province")),
        Column("country", parsed(parse_country), ("land", "landcode", "country code")),
        Column("hub", reference("hub"), ("thuishub", "home hub", "circo hub")),
        Column("website", parsed(parse_website), ("url", "site", "webadres", "web", "internet")),
        Column("contact_name", line, ("contactpersoon", "contact", "naam contactpersoon", "contact person")),
        Column("contact_email", parsed(parse_email), ("e-mail", "email", "mail", "e-mailadres", "emailadres")),
        Column("contact_phone", line, ("telefoon", "telefoonnummer", "phone", "tel", "mobiel", "phone number")),
        Column("contact_role", line, ("functie", "rol contactpersoon", "job title", "role")),
    )
    derived = ("contacts", "tracks", "open_questions", "last_note_on", "next_on", "aid_three_years")

    def __init__(self, known: Known) -> None:
        """Read by what companies are known."""
        super().__init__(known)
        self._numbering = Numbering(self.noun, known.change)
        self._companies = known.references(self.noun)
        self._themes = names_of_themes(known.change.reader)
        self._candidates = candidates_for_home(known.change.session)
        self._by_kvk: dict[str, int] = {}
        self._by_place: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._countries: dict[int, str] = {}
        self._numbers: dict[int, str | None] = {}
        rows = known.change.reader.rows("SELECT id, key, name, kvk, postcode, country FROM company ORDER BY id")
        for number, key, name, kvk, postcode, country in rows:
            target = self._companies.ids[key]
            if kvk is not None:
                self._by_kvk[kvk] = target
            if target == number:
                folded = fold(name)
                self._by_place[folded, postcode].append(number)
                self._by_name[folded].append(number)
                self._countries[number] = country
                self._numbers[number] = kvk

    def find(self, row: Row) -> int | None:
        """Return the company by its key, else its KvK number, else its name with postcode."""
        values = row.values
        found = self._companies.ids.get(str(values.get("key", "")).lower())
        self._settle_postcode(values, self._countries.get(found, HOME) if found is not None else HOME)
        _name_contact(values)
        if found is not None:
            return found
        return self._find_by_what_is_known(values)

    def _find_by_what_is_known(self, values: Mapping[str, Any]) -> int | None:
        numbered = self._by_kvk.get(values.get("kvk", ""))
        named = self._named(values)
        if numbered is not None and named and numbered not in named:
            one, other = self._companies.keys[named[0]], self._companies.keys[numbered]
            raise BadValueError(
                f"is that of {other}, and name and postcode are those of {one}; "
                f"if they are one company: circo company merge {one} {other}",
                field="kvk",
                nearest=other,
            )
        if numbered is not None:
            return numbered
        if len(named) > 1:
            keys = [self._companies.keys[each] for each in named]
            raise BadValueError(
                f"is the name of several: {', '.join(keys[:3])}; give the key, or make them one: "
                f"circo company merge {keys[1]} {keys[0]}",
                field="name",
                nearest=keys[0],
            )
        return named[0] if named else None

    def _named(self, values: Mapping[str, Any]) -> list[int]:
        """Return the companies of that name and postcode whose KvK number does not say that they are others."""
        name, postcode, kvk = fold(values.get("name", "")), values.get("postcode"), values.get("kvk")
        found = self._by_place.get((name, postcode), [])
        if not found and postcode is None and kvk is None:
            found = self._by_name.get(name, [])
        if kvk is None:
            return found
        others = [each for each in found if self._numbers[each] not in (None, kvk)]
        for each in others:
            about = "the KvK number is another than that of a company of the same name and postcode"
            self.known.warn(about, self._companies.keys[each])
        return [each for each in found if each not in others]

    def _settle_postcode(self, values: dict[str, Any], country: str) -> None:
        if "postcode" in values and values.get("country", country) == HOME:
            try:
                values["postcode"] = parse_postcode(values["postcode"])
            except ValueError as error:
                raise BadValueError(f"{error}; outside the Netherlands give the country", field="postcode") from error

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return key, KvK number, and name with postcode."""
        yield from self._given_names(row.values)
        yield "name", *_place_name(row.values), "kvk" in row.values, "key" in row.values

    def meets(self, row: Row) -> Iterable[Hashable]:
        """Return by what an earlier row is the same: by name with postcode where not both have a key or KvK number."""
        yield from self._given_names(row.values)
        for numbered in {False, "kvk" not in row.values}:
            for keyed in {False, "key" not in row.values}:
                yield "name", *_place_name(row.values), numbered, keyed

    @staticmethod
    def _given_names(values: Mapping[str, Any]) -> Iterable[Hashable]:
        return [(name, values[name]) for name in ("key", "kvk") if name in values]

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the companies that `rows` are, each with the contact that its row names."""
        ids = ", ".join(str(row.id) for row in rows)
        reader = self.known.change.reader
        columns = ", ".join(f"c.{name}" for name in _PLAIN)
        found = {
            number: dict(zip((*_PLAIN, "hub"), values, strict=True))
            for number, *values in reader.rows(
                f"SELECT c.id, {columns}, h.key FROM company c LEFT JOIN hub h ON h.id = c.hub_id WHERE c.id IN ({ids})"
            )
        }
        people: dict[int, dict[str, tuple[Any, ...]]] = defaultdict(dict)
        for number, *contact in reader.rows(
            f"SELECT company_id, name, email, phone, role FROM company_contact WHERE company_id IN ({ids})"
        ):
            people[number][fold(contact[0])] = tuple(contact)
        for row in rows:
            self._settle_sector(row.values, found[row.id or 0])
            known = people[row.id or 0].get(fold(row.values.get("contact_name", "")))
            if known is not None:
                row.values["contact_name"] = known[0]
                found[row.id or 0].update(zip(_CONTACT, known, strict=True))
        return found

    def _settle_sector(self, values: dict[str, Any], stored: Mapping[str, Any]) -> None:
        """Take a sector that is the stored one in other words as it is stored: a theme has a key and labels."""
        sector, before = values.get("sector"), stored["sector"]
        if sector is not None and before is not None:
            same = sector_names(self._themes, sector) == sector_names(self._themes, before)
            values["sector"] = before if same else sector

    def complete(self, row: Row) -> None:
        """Give a new company its kind, country, province and home hub, as ``company add`` does."""
        values = row.values
        if "key" in values:
            values["key"] = self._numbering.check(values["key"])
        values.setdefault("kind", CompanyKind.COMPANY.value)
        place = self._place(values, Place())
        values["country"] = place.country
        if place.region is not None:
            values["region"] = place.region
        if "hub" not in values and not row.lacks("hub"):
            home = hubs_at_home(self._candidates, place=place, sector=values.get("sector"))
            if len(home) == 1:
                values["hub"] = home[0].key
            else:
                self.known.note("no home hub: none serves the place, or several do", values["name"])

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse a KvK number that is another company's, and a place that cannot be."""
        changed = row.changed
        if "kvk" in changed and self._by_kvk.get(changed["kvk"], row.id) != row.id:
            one, other = self._companies.keys[row.id or 0], self._companies.keys[self._by_kvk[changed["kvk"]]]
            raise BadValueError(
                f"is that of {other}; if they are one company: circo company merge {one} {other}",
                field="kvk",
                nearest=stored["kvk"],
            )
        if changed.keys() & {"postcode", "region", "country"}:
            self._place({**given(dict(stored), ("postcode", "country")), **changed}, Place())

    def _place(self, values: Mapping[str, Any], usual: Place) -> Place:
        remarks = Remarks([], [])
        country = values.get("country") or usual.country
        if country != HOME and values.get("region") is not None:
            raise BadValueError(f"lies in the Netherlands, and the country is {country}", field="region")
        if country != HOME and values.get("kvk") is not None:
            self.known.warn("KvK numbers are Dutch, and the country is another; they are kept", values["name"])
        try:
            place = settle_place(Place(country, values.get("postcode"), values.get("region")), remarks=remarks)
        except UsageError as error:
            raise BadValueError(error.message, field="postcode") from error
        for warning in remarks.warnings:
            self.known.warn("province and postcode do not agree; the province is kept", warning)
        return place

    def add(self, rows: Sequence[Row]) -> None:
        """Store new companies, then their contacts."""
        session = self.known.change.session
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        hubs = self.known.references("hub").ids
        companies, contacts = [], []
        for row in rows:
            values = row.values
            row.id = self._numbering.next_id()
            key = values.get("key") or self._numbering.slug(values["name"])
            plain = {name: values.get(name) for name in _PLAIN}
            companies.append({"id": row.id, "key": key, "hub_id": hubs.get(values.get("hub", "")), **plain})
            if "contact_name" in values:
                contact = {name.removeprefix("contact_"): values.get(name) for name in _CONTACT}
                contacts.append({"company_id": row.id, **contact})
        if companies:
            session.execute(insert(Company), companies)
        if contacts:
            session.execute(insert(CompanyContact), contacts)

    def update(self, row: Row) -> None:
        """Change what differs, by the rules of ``company edit``."""
        changed = row.changed
        values = given(changed, [name for name in _PLAIN if name in changed])
        if "hub" in changed:
            values["hub_id"] = self.known.references("hub").ids[changed["hub"]]
        session = self.known.change.session
        if values:
            edit_company(session, company_id=row.id or 0, values=values)
        if changed.keys() & set(_CONTACT):
            contact = {name.removeprefix("contact_"): row.values[name] for name in _CONTACT[1:] if name in row.values}
            set_contact(session, company_id=row.id or 0, name=row.values["contact_name"], values=contact)


def _place_name(values: Mapping[str, Any]) -> tuple[str, str | None]:
    return fold(values.get("name", "")), values.get("postcode")


def _name_contact(values: dict[str, Any]) -> None:
    """Give a contact without a name the address or number by which it is reached; refuse a role of nobody."""
    if "contact_name" in values:
        return
    name = values.get("contact_email") or values.get("contact_phone")
    if name is not None:
        values["contact_name"] = name
    elif "contact_role" in values:
        raise BadValueError("is the role of nobody: there is no contact_name", field="contact_role")
