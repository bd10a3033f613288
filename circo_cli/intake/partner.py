"""Partners from a file, each with a role that it has in a hub; one with several roles has several rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from sqlmodel import insert

from circo_cli.domain.partner import edit_partner, edit_period
from circo_cli.intake.cells import day, line, parsed, reference, term
from circo_cli.intake.known import Known, given
from circo_cli.intake.mapping import BadValueError, Column, Row
from circo_cli.intake.named import NamedImporter
from circo_cli.intake.periods import Period, Periods
from circo_cli.queries.partner import near_names
from circo_cli.storage.tables import HubPartner, Partner, hub_partner_journey
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import Journey, PartnerKind, PartnerRole, Stage
from circo_cli.values.website import parse_website

_PLAIN = ("name", "kind", "website")
_OF_A_ROLE = ("role", "covers", "from", "until")
_ANY = "any"
_MANY = 2_000
"""Among more partners than so many, one of a near name is not looked for."""


class _Match(NamedTuple):
    """What a row is: a partner that there is, with its role where there is one, or with one that is new in `row`."""

    partner: int
    role: int | None = None
    row: int | None = None


class PartnerImporter(NamedImporter):
    """Partners: by key, else by name; a role by partner, hub, role and, where it is given, the first day."""

    noun = "partner"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column("name", line, ("naam", "partner", "partnernaam", "organisatie", "organisation"), required=True),
        Column("kind", term(PartnerKind), ("soort", "type", "soort partner")),
        Column("website", parsed(parse_website), ("url", "site", "webadres", "web", "internet")),
        Column("hub", reference("hub"), ("circo hub", "regio")),
        Column("role", term(PartnerRole), ("rol", "rol in hub")),
        Column("covers", term(Journey), ("dekt", "fasen", "fase", "bedrijfsreis", "journey", "stages"), many=True),
        Column("from", day, ("vanaf", "van", "sinds", "since")),
        Column("until", day, ("tot en met", "t/m", "tot", "laatste dag")),
    )
    derived = ("hubs",)

    def __init__(self, known: Known) -> None:
        """Read the partners and their roles."""
        super().__init__(known)
        reader = known.change.reader
        self._partners: dict[int, dict[str, Any]] = {
            number: dict(zip(_PLAIN, values, strict=True))
            for number, *values in reader.rows("SELECT id, name, kind, website FROM partner")
        }
        self._called = {self.things.keys[number]: fold(values["name"]) for number, values in self._partners.items()}
        closed = reader.rows("SELECT key FROM hub WHERE stage = :stage", {"stage": Stage.CLOSED.value})
        self._closed = {key for (key,) in closed}
        self._periods = Periods(reader)
        self._found: dict[_Match, int] = {}
        self._matches: list[_Match] = []
        self._new: dict[Hashable, tuple[int, dict[str, Any]]] = {}
        self._same: dict[Hashable, Hashable] = {}
        self._ids: dict[Hashable, int] = {}

    def find(self, row: Row) -> int | None:
        """Return what partner and role a row is; None for a new one of either, where the partner is as stored."""
        values = row.values
        _check_whole(values)
        number = super().find(row)
        if number is None:
            return None
        partner = self._partners[number]
        if fold(values.get("name", "")) == fold(partner["name"]):
            values["name"] = partner["name"]
        if "hub" not in values:
            return self._match(_Match(number))
        values["role"] = values.get("role") or self._periods.only_role(number, values["hub"])
        _check_role(values)
        period = self._periods.find(number, values)
        if period is not None:
            return self._match(_Match(number, period.id))
        if all(values.get(name, partner[name]) == partner[name] for name in _PLAIN):
            return None
        return self._match(_Match(number, row=row.number))

    def _match(self, match: _Match) -> int:
        if match not in self._found:
            self._matches.append(match)
            self._found[match] = len(self._matches)
        return self._found[match]

    def _matched(self, row: Row) -> _Match:
        return self._matches[(row.id or 0) - 1]

    def names(self, row: Row) -> Iterable[tuple[Hashable, ...]]:
        """Return key and name, each with the role."""
        hub, role, begins = (row.values.get(name) for name in ("hub", "role", "from"))
        for name in super().names(row):
            yield *name, hub, role, begins
            yield *name, hub, role, _ANY

    def meets(self, row: Row) -> Iterable[tuple[Hashable, ...]]:
        """Return by what an earlier row is the same: key or name, with the role, whatever the day that one lacks."""
        hub, role, begins = (row.values.get(name) for name in ("hub", "role", "from"))
        for name in super().meets(row):
            yield *name, hub, role, _ANY if begins is None else begins
            yield *name, hub, role, None

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the partners that `rows` are, each with the role that its row is about."""
        found: dict[int, Mapping[str, Any]] = {}
        for row in rows:
            match = self._matched(row)
            role = given(row.values, ("hub", *_OF_A_ROLE)) if match.role is None else self._periods.fields(match.role)
            found[row.id or 0] = {**self._partners[match.partner], **role}
        return found

    def complete(self, row: Row) -> None:
        """Give a new partner its kind, and a new role its first day, by the rules of ``hub partner``."""
        who = self._who(row.values)
        if not isinstance(who, int):
            self._settle_partner(row, who)
        self._settle_role(row, who)

    def _who(self, values: Mapping[str, Any]) -> Hashable:
        """Return the id of a partner that there is, or what tells a new one of the file from others."""
        number = self.things.ids.get(values["key"]) if "key" in values else None
        if number is None and "key" not in values:
            number = next(iter(self.things.named(values["name"])), None)
        if number is not None:
            return number
        called = ("key", values["key"]) if "key" in values else ("name", fold(values["name"]))
        return self._same.get(called, called)

    def _settle_partner(self, row: Row, who: Hashable) -> None:
        values = row.values
        if who not in self._new:
            super().complete(row)
            if len(self._called) < _MANY and (near := near_names(values["name"], self._called)):
                about = "new partners with a name near another's: are they the same?"
                self.known.note(about, f"{values['name']} ({near[0]})")
            values.setdefault("kind", PartnerKind.OTHER.value)
            self._new[who] = row.number, given(values, _PLAIN)
            self._same.setdefault(("name", fold(values["name"])), who)
            return
        number, first_values = self._new[who]
        for name in _PLAIN if "key" in values else _PLAIN[1:]:
            if name in values and values[name] != first_values.get(name):
                raise BadValueError(f"is {first_values.get(name) or 'empty'} in row {number}", field=name)

    def _settle_role(self, row: Row, who: Hashable) -> None:
        values = row.values
        if "hub" not in values:
            return
        _check_role(values)
        values.setdefault("from", self.known.today.isoformat())
        self._periods.check(who, values)
        self._periods.join(who, values, Period(None, values["from"], values.get("until")))
        if values["hub"] in self._closed:
            self.known.warn("closed hubs that get a partner", values["hub"])

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Check the period of a role that changes, or that is new."""
        match = self._matched(row)
        if match.row is not None:
            self._settle_role(row, match.partner)
        elif match.role is not None:
            self._periods.check(match.partner, {**stored, **row.changed}, but=match.role)

    def add(self, rows: Sequence[Row]) -> None:
        """Store new partners, then the roles."""
        new: dict[Hashable, Row] = {}
        for row in rows:
            who = self._who(row.values)
            if not isinstance(who, int) and who not in self._ids:
                new.setdefault(who, row)
        partners = []
        for values, key in self.numbered(list(new.values())):
            self._ids[self._who(values)] = key["id"]
            partners.append({**key, **{name: values.get(name) for name in _PLAIN}})
        if partners:
            self.known.change.session.execute(insert(Partner), partners)
        self._add_roles([(self._id(row.values), row.values) for row in rows if "hub" in row.values])

    def _id(self, values: Mapping[str, Any]) -> int:
        who = self._who(values)
        return who if isinstance(who, int) else self._ids[who]

    def _add_roles(self, roles: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
        """Store roles, each of a partner by its id."""
        session, hubs = self.known.change.session, self.known.references("hub").ids
        links, journeys = [], []
        for partner, values in roles:
            number = self._periods.next_id()
            links.append(
                {
                    "id": number,
                    "hub_id": hubs[values["hub"]],
                    "partner_id": partner,
                    "role": values["role"],
                    "from_on": values["from"],
                    "until_on": values.get("until"),
                }
            )
            journeys += [{"hub_partner_id": number, "journey": stage} for stage in values.get("covers", ())]
        if links:
            session.execute(insert(HubPartner), links)
        if journeys:
            session.execute(insert(hub_partner_journey), journeys)

    def update(self, row: Row) -> None:
        """Change what differs of the partner, and of its role."""
        session, match = self.known.change.session, self._matched(row)
        values = given(row.changed, _PLAIN)
        if values:
            edit_partner(session, partner_id=match.partner, values=values)
            self._partners[match.partner].update(values)
        if match.row is not None:
            self._add_roles([(match.partner, row.values)])
        elif match.role is not None and row.changed.keys() & set(_OF_A_ROLE):
            edit_period(
                session,
                period_id=match.role,
                values={f"{name}_on": row.changed[name] for name in ("from", "until") if name in row.changed},
                covers=row.changed.get("covers"),
            )


def _check_role(values: Mapping[str, Any]) -> None:
    if not values.get("role"):
        raise BadValueError("is empty, and a partner of a hub has a role", field="role")


def _check_whole(values: dict[str, Any]) -> None:
    """Put the stages that a role covers in their order; raise `BadValueError` for a role in no hub."""
    if "hub" not in values:
        for name in _OF_A_ROLE:
            if name in values:
                raise BadValueError("is about a role, and the row names no hub", field=name)
    if "covers" in values:
        values["covers"] = tuple(stage.value for stage in Journey if stage in values["covers"])
