"""The periods for which partners have roles in hubs, as an import of partners knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

from circo_cli.intake.mapping import BadValueError
from circo_cli.queries.listing import collect
from circo_cli.storage.reader import Reader
from circo_cli.values.vocabulary import Journey

_LATEST = "9999-12-31"


class Period(NamedTuple):
    """From which day to which; `id` is None where it is still to be stored."""

    id: int | None
    begins: str
    ends: str | None

    def overlaps(self, begins: str, ends: str | None) -> bool:
        """Tell whether it has a day in common with another."""
        return begins <= (self.ends or _LATEST) and self.begins <= (ends or _LATEST)


class Periods:
    """Every period of every role, by partner, hub and role."""

    def __init__(self, reader: Reader) -> None:
        """Read them all: there are a few for every partner."""
        self._periods: dict[tuple[Hashable, str, str], list[Period]] = defaultdict(list)
        self._roles: dict[tuple[Hashable, str], list[str]] = defaultdict(list)
        self._fields: dict[int, dict[str, Any]] = {}
        rows = reader.rows(
            """SELECT hp.id, hp.partner_id, h.key, hp.role, hp.from_on, hp.until_on FROM hub_partner hp
                 JOIN hub h ON h.id = hp.hub_id ORDER BY hp.from_on, hp.id"""
        )
        covers = collect(
            reader,
            "SELECT hub_partner_id, journey FROM hub_partner_journey WHERE {owners}",
            "hub_partner_id",
            [row[0] for row in rows],
        )
        for number, partner, hub, role, begins, ends in rows:
            self._periods[partner, hub, role].append(Period(number, begins, ends))
            self._roles[partner, hub].append(role)
            stages = tuple(stage.value for stage in Journey if stage in covers.get(number, ()))
            self._fields[number] = {"hub": hub, "role": role, "covers": stages, "from": begins, "until": ends}
        last = reader.value("SELECT seq FROM sqlite_sequence WHERE name = 'hub_partner'")
        self._last = max([int(last or 0), *self._fields])

    def next_id(self) -> int:
        """Return an id that no period had before."""
        self._last += 1
        return self._last

    def fields(self, number: int) -> Mapping[str, Any]:
        """Return what is stored of a period, as a row of a file says it."""
        return self._fields[number]

    def only_role(self, partner: Hashable, hub: str) -> str | None:
        """Return the one role that a partner has or had in a hub, or None for none and for several."""
        roles = set(self._roles.get((partner, hub), ()))
        return next(iter(roles)) if len(roles) == 1 else None

    def find(self, partner: Hashable, values: Mapping[str, Any]) -> Period | None:
        """Return the period that a row is about: that of its first day or of its days, and without these the latest."""
        periods = self._periods.get((partner, values["hub"], values["role"]), [])
        if "from" not in values:
            return periods[-1] if periods else None
        exact = [period for period in periods if period.begins == values["from"]]
        near = [period for period in periods if period.overlaps(values["from"], values.get("until"))]
        return next(iter(exact or near), None)

    def check(self, partner: Hashable, values: Mapping[str, Any], *, but: int | None = None) -> None:
        """Raise `BadValueError` for days that cannot be, and for those in which the partner has the role already.

        `but` is the period itself, where it changes.
        """
        begins, ends = values["from"], values.get("until")
        if ends is not None and ends < begins:
            raise BadValueError(f"lies before {begins}, the first day", field="until")
        for period in self._periods.get((partner, values["hub"], values["role"]), ()):
            if (but is None or period.id != but) and period.overlaps(begins, ends):
                until = f" until {period.ends}" if period.ends else ""
                reason = f"is what it is of {values['hub']} already, since {period.begins}{until}"
                raise BadValueError(reason, field="role")

    def join(self, partner: Hashable, values: Mapping[str, Any], period: Period) -> None:
        """Let rows that follow know of a new period."""
        self._periods[partner, values["hub"], values["role"]].append(period)
