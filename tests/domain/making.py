"""What tests of the rules need to stand on: a hub, companies, a trainer, a Track, in a session that is rolled back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from circo_cli.domain.company import Place, add_company
from circo_cli.domain.hub import add_hub
from circo_cli.domain.lookup import identity
from circo_cli.domain.schedule import Span
from circo_cli.domain.track import Scheduled, schedule_track
from circo_cli.domain.trainer import add_trainer
from circo_cli.storage.tables import Hub, Trainer
from circo_cli.values.dates import parse_span
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import HubKind

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def make_hub(session: Session, name: str = "Limburg", **known: Any) -> Hub:
    """Found a hub."""
    defaults: dict[str, Any] = {"kind": HubKind.REGIONAL, "country": "NL", "timezone": "Europe/Amsterdam"}
    return add_hub(session, name=name, today=TODAY, actor="tester", **{**defaults, **known})


def make_companies(session: Session, number: int) -> list[int]:
    """Add companies and return their ids."""
    return [identity(add_company(session, name=f"Bedrijf {each}", place=Place())[0]) for each in range(1, number + 1)]


def make_trainer(session: Session, name: str = "Anja", **known: Any) -> Trainer:
    """Add a trainer."""
    trainer = add_trainer(session, name=name, **known)
    session.flush()
    return trainer


def spans(*typed: str, zone: str = "Europe/Amsterdam") -> list[Span]:
    """Return sessions as they are typed, on the clock of `zone`."""
    return [parse_span(each, today=TODAY, zone=ZoneInfo(zone)) for each in typed]


def make_track(
    session: Session, hub: Hub, dates: Sequence[str] = (), quarter: str = "2026Q3", **known: Any
) -> Scheduled:
    """Schedule a Track with sessions on `dates`."""
    return schedule_track(
        session,
        hub_id=identity(hub),
        title=known.pop("title", "Bouwen"),
        quarter=Quarter.parse(quarter),
        spans=spans(*dates, zone=hub.timezone),
        zone=ZoneInfo(hub.timezone),
        **known,
    )
