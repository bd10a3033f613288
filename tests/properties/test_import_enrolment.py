"""Enrolments out and in again, in every format, are what they were, and stand in line as they stood."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.values.vocabulary import EnrolmentStatus, Outcome
from tests.conftest import Circo
from tests.properties.imports import DAYS, FORMATS, TEXTS, round_trip

TRACKS = ("limburg-2026q4-1", "limburg-2026q4-2", "limburg-2026q4-3")
OVER = TRACKS[2]
COMPANIES = ("een", "twee", "drie")
CONTACTS = ("Anna", "Anna; Bos", "=Cor", "'s Dirk, jr", "+31")
MAYBE_DAY = st.none() | DAYS
ENDED = ("cancelled", "declined")


@pytest.fixture
def base(circo: Circo, directory: Path) -> Path:
    """A database with Tracks, the last of them completed, and companies with contacts."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    statuses = ("planned", "open", "completed")
    plan = [
        {"hub": "limburg", "title": f"T{number}", "planned_quarter": "2026Q4", "status": status, "capacity": 2}
        for number, status in enumerate(statuses)
    ]
    (directory / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    circo.ok("track", "import", "plan.json")
    for company in COMPANIES:
        circo.ok("company", "add", company.title())
        for contact in CONTACTS:
            circo.ok("company", "contact", company, contact)
    return Path(shutil.copy(circo.database, directory / "base.db"))


@st.composite
def enrolments(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return enrolments as their list prints them, without what is derived but for the place in line."""
    rows: list[dict[str, Any]] = []
    live = set()
    for number in sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=8))):
        track, company = draw(st.sampled_from(TRACKS)), draw(st.sampled_from(COMPANIES))
        choices = [each.value for each in EnrolmentStatus if (track, company) not in live or each in ENDED]
        status = draw(st.sampled_from([each for each in choices if track != OVER or each != "waitlisted"]))
        if status not in ENDED:
            live.add((track, company))
        waited = status == "waitlisted" or draw(st.booleans())
        rows.append(
            {
                "key": f"E{number}",
                "track": track,
                "company": company,
                "status": status,
                "people": draw(st.integers(1, 9)),
                "contacts": draw(st.lists(st.sampled_from(CONTACTS), unique=True, max_size=3)),
                "waitlisted_at": f"{draw(DAYS)}T10:00:00Z" if waited else None,
                "waitlist_position": None,
                "invited_on": draw(MAYBE_DAY),
                "registered_on": draw(MAYBE_DAY),
                "confirmed_on": draw(MAYBE_DAY),
                "ended_on": draw(MAYBE_DAY),
                "score": draw(st.none() | st.integers(1, 10)),
                "outcome": draw(st.none() | st.sampled_from([each.value for each in Outcome])),
                "proposition": draw(st.none() | TEXTS),
                "aid": draw(st.none() | st.integers(0, 99_999) | st.integers(0, 99_999).map(lambda cents: cents / 100)),
                "reason": draw(st.none() | TEXTS),
            }
        )
    for track in TRACKS:
        waiting = [row for row in rows if row["track"] == track and row["status"] == "waitlisted"]
        for position, row in enumerate(draw(st.permutations(waiting)), start=1):
            row["waitlist_position"] = position
    return rows


@pytest.mark.parametrize("output", FORMATS)
@given(rows=enrolments())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_enrolments_come_back_as_they_were(circo: Circo, base: Path, output: str, rows: list[dict[str, Any]]) -> None:
    round_trip(circo, base, "enrolment", rows, output=output)
