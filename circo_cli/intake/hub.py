"""Hubs from a file. Stages are taken as facts; the steps of onboarding are no part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Table
from sqlmodel import insert

from circo_cli.domain.hub import edit_hub
from circo_cli.intake.cells import day, line, parsed, quarter, reference, term
from circo_cli.intake.known import Known, given
from circo_cli.intake.mapping import BadValueError, Column, Read, Row
from circo_cli.intake.named import NamedImporter, as_listed
from circo_cli.queries.coverage import list_services
from circo_cli.queries.hub import HUBS
from circo_cli.storage.tables import Hub, HubStage, hub_region, hub_sector
from circo_cli.values.email import parse_email
from circo_cli.values.places import extent, is_country_code, nearest_province, parse_region
from circo_cli.values.vocabulary import HubKind, Stage
from circo_cli.values.zones import is_country, parse_country, parse_zone, zones_by_country

_HOME = "NL"
_PLAIN = (
    "name",
    "kind",
    "stage",
    "country",
    "timezone",
    "lead",
    "lead_email",
    "launch_quarter",
    "first_launch_quarter",
    "official_on",
)


def _region(known: Known) -> Read:
    @cache
    def read(text: str) -> str:
        try:
            return parse_region(text, is_country=is_country)
        except ValueError as error:
            near = nearest_province(text)
            raise BadValueError(str(error), nearest=None if near is None else near.value) from error

    return read


class HubImporter(NamedImporter):
    """Hubs: by key, else by name."""

    noun = "hub"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column("name", line, ("naam", "hub", "hubnaam", "circo hub", "hub name"), required=True),
        Column("kind", term(HubKind), ("soort", "type", "soort hub")),
        Column("stage", term(Stage), ("fase", "stadium", "status")),
        Column("regions", _region, ("regio's", "regio", "region", "werkgebied", "provincie", "provincies"), many=True),
        Column(
            "sectors",
            reference("theme"),
            ("sectoren", "sector", "thema's", "thema", "branche", "themes", "theme"),
            many=True,
        ),
        Column("country", parsed(parse_country), ("land", "landcode", "country code")),
        Column("timezone", parsed(parse_zone), ("tijdzone", "time zone")),
        Column("lead", line, ("hubleider", "trekker", "leider", "contactpersoon", "hub lead")),
        Column("lead_email", parsed(parse_email), ("e-mail", "e-mail hubleider", "e-mailadres", "mail", "lead e-mail")),
        Column("launch_quarter", quarter, ("startkwartaal", "lancering", "kwartaal", "gepland", "launch", "quarter")),
        Column("first_launch_quarter", quarter, ("eerste startkwartaal", "eerste lancering", "first launch")),
        Column("official_on", day, ("officieel op", "officieel sinds", "officieel", "operationeel sinds", "official")),
    )
    derived = ("partners", "tracks", "companies", "open_questions")

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the hubs that `rows` are."""
        today = {"today": self.known.today.isoformat()}
        return as_listed(HUBS, self.known.change.reader, [row.id for row in rows], parameters=today)

    def complete(self, row: Row) -> None:
        """Give a new hub kind, stage, country and time zone, as ``hub add`` does."""
        super().complete(row)
        values = row.values
        values.setdefault("kind", HubKind.REGIONAL.value)
        values.setdefault("stage", Stage.EXPLORING.value)
        values.setdefault("country", next(filter(is_country_code, values.get("regions", ())), _HOME))
        if "timezone" not in values:
            values["timezone"] = self._zone(values["country"])
        if "launch_quarter" in values and not row.lacks("first_launch_quarter"):
            values.setdefault("first_launch_quarter", values["launch_quarter"])
        if not values.get("regions") and not values.get("sectors"):
            self.known.note("serves no region and no sector yet", values["name"])
        self._doubt(values)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Let another country bring its time zone along, as ``hub edit`` does."""
        changed = row.changed
        if "country" in changed and "timezone" not in row.values:
            changed["timezone"] = self._zone(changed["country"])
        self._doubt({**stored, **changed})

    def _zone(self, country: str) -> str:
        zones = zones_by_country()[country]
        if len(zones) > 1:
            self.known.note("countries with several time zones, of which one is taken", f"{country} {zones[0]}")
        return zones[0]

    def _doubt(self, values: Mapping[str, Any]) -> None:
        official = values.get("official_on")
        if values["stage"] == Stage.OPERATIONAL and official is None:
            self.known.warn("operational, and since when (official_on) is not said", values["name"])
        if official is not None and official > self.known.today.isoformat():
            self.known.warn("official_on is still to come", f"{values['name']} {official}")

    def add(self, rows: Sequence[Row]) -> None:
        """Store new hubs with what they serve, and the history of their stage."""
        hubs, stages, regions, sectors = [], [], [], []
        themes = self.known.references("theme").ids
        for values, key in self.numbered(rows):
            hubs.append({**key, **{name: values.get(name) for name in _PLAIN}})
            stages += [{"hub_id": key["id"], **entry} for entry in self._history(values)]
            for position, region in enumerate(values.get("regions", ())):
                regions.append({"hub_id": key["id"], "region": region, "position": position})
            for position, theme in enumerate(values.get("sectors", ())):
                sectors.append({"hub_id": key["id"], "theme_id": themes[theme], "position": position})
        session = self.known.change.session
        tables: list[tuple[type[Hub] | type[HubStage] | Table, list[dict[str, Any]]]] = [
            (Hub, hubs),
            (HubStage, stages),
            (hub_region, regions),
            (hub_sector, sectors),
        ]
        for table, found in tables:
            if found:
                session.execute(insert(table), found)
        if hubs:
            self._note_overlaps({hub["key"] for hub in hubs})

    def _history(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what is known of the way to the stage of a new hub: a paused one resumes what it was."""
        stage, official = Stage(values["stage"]), values.get("official_on")
        entries = [(stage, self._since(values))]
        if official is not None and stage in (Stage.PAUSED, Stage.CLOSED):
            entries.insert(0, (Stage.OPERATIONAL, official))
        return [{"stage": each, "entered_on": on, "actor": self.known.actor} for each, on in entries]

    def _since(self, values: Mapping[str, Any]) -> str:
        """Return the day from which a hub has its stage: known of operational ones, else today."""
        if values["stage"] == Stage.OPERATIONAL and values.get("official_on") is not None:
            return str(values["official_on"])
        return self.known.today.isoformat()

    def _note_overlaps(self, added: set[str]) -> None:
        """Tell which regions of new hubs others serve too, as ``hub add`` does."""
        serving: dict[str, set[str]] = defaultdict(set)
        for hub in list_services(self.known.change.reader):
            if hub.kind != HubKind.SECTORAL and hub.stage != Stage.CLOSED:
                for region in hub.regions:
                    serving[region].add(hub.key)
        for region, hubs in serving.items():
            if not hubs & added:
                continue
            if len(hubs) > 1 or any(extent(each, region) and others - hubs for each, others in serving.items()):
                self.known.note("regions that several hubs serve (circo hub coverage shows them)", region)

    def update(self, row: Row) -> None:
        """Change what differs, as ``hub edit`` does; another stage is a new entry of the history."""
        changed = row.changed
        themes = self.known.references("theme").ids
        session = self.known.change.session
        hub, remarks = edit_hub(
            session,
            hub_id=row.id or 0,
            values=given(changed, [name for name in _PLAIN if name != "stage"]),
            regions=changed.get("regions"),
            sector_ids=[themes[key] for key in changed["sectors"]] if "sectors" in changed else None,
        )
        for remark in remarks:
            self.known.note("another time zone", remark)
        if "stage" in changed:
            on = self._since({"official_on": hub.official_on, "stage": changed["stage"]})
            hub.stage = Stage(changed["stage"])
            session.add(HubStage(hub_id=row.id or 0, stage=hub.stage, entered_on=on, actor=self.known.actor))
