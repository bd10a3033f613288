"""The Tracks of the large database, with their sessions, enrolments and attendance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from circo_cli.values.keys import slugify, track_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Outcome, TrackKind
from tests.benchmarks.large_rows import (
    FIRST,
    HUBS,
    QUARTERS,
    THEMES,
    TODAY,
    TRAINERS,
    Rows,
    Size,
    has_contact,
    hub_name,
    hub_of,
    random_of,
    tracks_of,
)
from tests.benchmarks.large_texts import THINGS, invented

_SESSIONS = 4
_ENROLMENTS = 16
_SESSION = "track_session (id, track_id, starts_at, ends_at, starts_on, ends_on, quarter, uid, sequence)"


def track_rows(size: Size, numbers: Sequence[int]) -> Rows:
    """Return Tracks with their sessions, enrolments and attendance."""
    made, rows = random_of("track", numbers[0]), defaultdict[str, list[tuple[Any, ...]]](list)
    for number in numbers:
        place = (number - 1) * QUARTERS // size.tracks
        planned, hub = FIRST.plus(place), hub_of(number)
        first = planned.first + timedelta(days=made.randint(5, 70) + (91 if made.random() < 0.05 else 0))
        without = made.random() < 0.05
        days = [] if without else [first + timedelta(days=14 * each) for each in range(made.choice((1, 2, 3, 3, 3, 4)))]
        over = (days[-1] if days else planned.last) < TODAY
        begun = (days[0] if days else planned.first) <= TODAY
        if over:
            status = "cancelled" if made.random() < 0.08 else "completed"
        else:
            status = "confirmed" if begun else made.choice(("planned", "open", "confirmed"))
        key = track_key(slugify(hub_name(hub)), planned, (number - tracks_of(size, place)[0]) // HUBS + 1)
        rows[
            "track (id, key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum, location,"
            " taught_in, reason)"
        ].append(
            (
                number,
                key,
                hub,
                f"Circulaire {made.choice(THINGS)} in de keten",
                made.choices(list(TrackKind), (70, 10, 8, 2, 5, 5))[0].value,
                made.randint(1, THEMES),
                str(planned),
                status,
                12,
                6,
                f"Gemeentewerf {invented(500_000 + number % 500)}",
                "nl",
                "te weinig deelnemers" if status == "cancelled" else None,
            )
        )
        rows["track_hub (track_id, hub_id, position)"].append((number, hub, 0))
        if made.random() < 0.1:
            rows["track_hub (track_id, hub_id, position)"].append((number, hub % HUBS + 1, 1))
        rows["track_trainer (track_id, trainer_id, position)"].append((number, made.randint(1, TRAINERS), 0))
        for each, day in enumerate(days, start=1):
            rows[_SESSION].append(
                (
                    number * _SESSIONS + each,
                    number,
                    f"{day}T11:00:00Z",
                    f"{day}T15:00:00Z",
                    day.isoformat(),
                    day.isoformat(),
                    str(Quarter.containing(day)),
                    f"{key}-s{each}",
                    0,
                )
            )
        _enrol(rows, made, size, number, status, days or [planned.first])
    return rows


def _enrol(rows: Rows, made: Random, size: Size, track: int, status: str, days: Sequence[date]) -> None:
    """Add the enrolments of a Track: companies of its hub, of which the elder half does most."""
    of_hub = size.companies // HUBS
    chosen = made.sample(range(max(1, of_hub // 2)), min(of_hub // 2, made.randint(4, 12)))
    for place, each in enumerate(chosen):
        number, company = track * _ENROLMENTS + place, each * HUBS + hub_of(track)
        if status == "completed":
            state = made.choices(("completed", "no-show", "cancelled", "declined"), (80, 8, 8, 4))[0]
        elif status == "cancelled":
            state = "cancelled"
        else:
            state = made.choices(("registered", "confirmed", "invited", "cancelled"), (50, 20, 20, 10))[0]
        seated = state in ("registered", "confirmed", "completed", "no-show")
        people = made.choice((1, 1, 1, 2))
        outcome = made.choice(list(Outcome)).value if state == "completed" else None
        ended = state in ("completed", "no-show", "cancelled", "declined")
        rows[
            "enrolment (id, track_id, company_id, status, people, invited_on, registered_on, ended_on, score, outcome,"
            " proposition, aid_cents, reason)"
        ].append(
            (
                number,
                track,
                company,
                state,
                people,
                (days[0] - timedelta(days=40)).isoformat(),
                (days[0] - timedelta(days=30)).isoformat() if seated else None,
                days[-1].isoformat() if ended else None,
                made.randint(6, 10) if state == "completed" and made.random() < 0.7 else None,
                outcome,
                f"{made.choice(THINGS)} als dienst" if outcome not in (None, "none") else None,
                110_000 if made.random() < 0.1 else None,
                "geen tijd" if state in ("cancelled", "declined") else None,
            )
        )
        if seated and has_contact(company):
            rows["enrolment_contact (enrolment_id, contact_id, position)"].append((number, company, 0))
        if state in ("completed", "no-show") and days[-1] < TODAY and status == "completed":
            _attend(rows, made, track, number, people if state == "completed" else 0)


def _attend(rows: Rows, made: Random, track: int, enrolment: int, people: int) -> None:
    for session, of_track, *_ in rows[_SESSION][-_SESSIONS:]:
        if of_track == track:
            came = 0 if made.random() < 0.1 else people
            rows["attendance (enrolment_id, session_id, people)"].append((enrolment, session, came))
