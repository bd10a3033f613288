"""Tracks out and in again, in every format, are what they were."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.values.vocabulary import TrackKind, TrackStatus
from tests.conftest import Circo
from tests.properties.imports import FORMATS, TEXTS, round_trip

HUBS = ("limburg", "zeeland", "groningen")
TRAINERS = ("anja", "bram", "carla")


@pytest.fixture
def base(circo: Circo, directory: Path) -> Path:
    """A database with the hubs, one of them closed, and trainers."""
    for hub in HUBS:
        circo.ok("hub", "add", hub.title(), "--region", hub)
    circo.ok("hub", "close", "groningen", "--reason", "voorbij")
    for trainer in TRAINERS:
        circo.ok("trainer", "add", trainer.title())
    return Path(shutil.copy(circo.database, directory / "base.db"))


@st.composite
def tracks(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return Tracks as their list prints them, without what is derived."""
    rows = []
    for number in range(draw(st.integers(1, 5))):
        hub = draw(st.sampled_from(HUBS))
        year, part = draw(st.integers(2020, 2030)), draw(st.integers(1, 4))
        joint = draw(st.lists(st.sampled_from(HUBS), unique=True))
        capacity = draw(st.integers(1, 30))
        row = {
            "key": f"{hub}-{draw(st.integers(2020, 2030))}q{part}-{number + 1}",
            "title": draw(TEXTS),
            "hub": hub,
            "hubs": [hub, *(each for each in joint if each != hub)],
            "kind": draw(st.sampled_from(TrackKind)).value,
            "theme": draw(st.sampled_from([None, "bouw", "textiel"])),
            "planned_quarter": f"{year}Q{part}",
            "status": draw(st.sampled_from(TrackStatus)).value,
            "capacity": capacity,
            "minimum": draw(st.integers(0, capacity)),
            "location": draw(st.none() | TEXTS),
            "taught_in": draw(st.sampled_from(["nl", "en", "pt"])),
            "trainers": draw(st.lists(st.sampled_from(TRAINERS), unique=True)),
        }
        rows.append(row)
    return rows


@pytest.mark.parametrize("output", FORMATS)
@given(rows=tracks())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tracks_come_back_as_they_were(circo: Circo, base: Path, output: str, rows: list[dict[str, Any]]) -> None:
    round_trip(circo, base, "track", rows, output=output)
