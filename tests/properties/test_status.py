"""Whatever is stored and whatever day it is: what needs attention is ordered, whole, and fits one screen."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from circo_cli.queries.attention import FEW, Kind
from circo_cli.rendering.pictures.status import draw_status
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Urgency
from tests.conftest import Circo

TODAY = date(2026, 6, 15)
DAYS = st.integers(-400, 200).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
NEAR = st.integers(-20, 20).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
SOME_DAY = DAYS | NEAR
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=90)
STAGES = st.sampled_from(["exploring", "preparing", "operational", "paused", "closed"])
HUBS = st.lists(st.tuples(STAGES, st.integers(-3, 3), st.booleans()), max_size=6)
TRACKS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["planned", "open", "confirmed", "completed", "cancelled"]),
        st.none() | SOME_DAY,
        st.integers(0, 40),
        st.lists(st.sampled_from(["invited", "registered", "waitlisted", "completed"]), max_size=3),
    ),
    max_size=6,
)
QUESTIONS = st.lists(
    st.tuples(TEXTS, st.sampled_from(["open", "referred", "answered", "closed"]), st.none() | SOME_DAY), max_size=8
)
INSIGHTS = st.lists(st.tuples(TEXTS, st.sampled_from(["draft", "published", "retired"]), SOME_DAY), max_size=5)
NOTES = st.lists(st.tuples(TEXTS, st.none() | st.integers(0, 5), st.none() | SOME_DAY), max_size=6)


def fill(
    connection: sqlite3.Connection,
    hubs: list[tuple[str, int, bool]],
    tracks: list[tuple[int, str, str | None, int, list[str]]],
    questions: list[tuple[str, str, str | None]],
    insights: list[tuple[str, str, str]],
    notes: list[tuple[str, int | None, str | None]],
) -> None:
    """Store a network; whose hub is not there has none, and a Track without one is not there."""
    add = connection.execute
    present = Quarter.containing(TODAY)
    for number, (stage, quarters, lead) in enumerate(hubs, start=1):
        add(
            """INSERT INTO hub (id, key, name, kind, stage, country, timezone, lead, launch_quarter)
               VALUES (?, ?, 'Hub', 'regional', ?, 'NL', 'Europe/Amsterdam', ?, ?)""",
            (number, f"hub-{number}", stage, "Iemand" if lead else None, str(present.plus(quarters))),
        )
    for number, (text, hub, next_on) in enumerate(notes, start=1):
        add(
            "INSERT INTO company (id, key, name, kind, country, hub_id) VALUES (?, ?, ?, 'company', 'NL', ?)",
            (number, f"bedrijf-{number}", text, hub if hub and hub <= len(hubs) else None),
        )
        add(
            """INSERT INTO company_note (company_id, text, noted_on, next_on, author)
               VALUES (?, ?, '2025-01-01', ?, 'x')""",
            (number, text, next_on),
        )
    for number, (hub, status, starts_on, length, places) in enumerate(tracks, start=1):
        if not 1 <= hub <= len(hubs):
            continue
        add(
            """INSERT INTO track (id, key, hub_id, title, kind, planned_quarter, status, capacity, minimum, taught_in)
               VALUES (?, ?, ?, 'Track', 'track', '2026Q2', ?, 2, 2, 'nl')""",
            (number, f"hub-{hub}-2026q2-{number}", hub, status),
        )
        add("INSERT INTO track_hub (track_id, hub_id, position) VALUES (?, ?, 0)", (number, hub))
        if starts_on is not None:
            ends_on = (date.fromisoformat(starts_on) + timedelta(days=length)).isoformat()
            for day in sorted({starts_on, ends_on}):
                add(
                    """INSERT INTO track_session (track_id, starts_at, ends_at, starts_on, ends_on, quarter, uid)
                       VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    (
                        number, f"{day}T11:00:00Z", f"{day}T15:00:00Z", day, day,
                        str(Quarter.containing(date.fromisoformat(day))), f"{number}-{day}",
                    ),
                )  # fmt: skip
        for company, place in enumerate(places[: len(notes)], start=1):
            waits = place == "waitlisted"
            add(
                """INSERT INTO enrolment (track_id, company_id, status, people, waitlisted_at, waitlist_rank)
                   VALUES (?, ?, ?, 1, ?, ?)""",
                (number, company, place, "2026-01-01T00:00:00Z" if waits else None, company if waits else None),
            )
    for text, status, due_on in questions:
        add(
            """INSERT INTO question (text, hub_id, category, status, asked_on, due_on, sharing, reason)
               VALUES (?, ?, 'other', ?, '2024-01-01', ?, 'hub', 'x')""",
            (text, 1 if hubs else None, status, due_on),
        )
    for text, status, review_on in insights:
        add(
            """INSERT INTO insight (title, body, kind, status, category, version, published_on, review_on)
               VALUES (?, 'x', 'insight', ?, 'other', 1, '2024-01-01', ?)""",
            (text, status, review_on),
        )


def check_items(rows: list[dict[str, Any]]) -> None:
    """Check that every item is whole, on one line, and in its place, and that none of a kind are many."""
    urgencies, kinds = [each.value for each in Urgency], [each.value for each in Kind]
    order = [(urgencies.index(row["urgency"]), kinds.index(row["kind"])) for row in rows]
    assert order == sorted(order)
    for row in rows:
        assert list(row) == ["urgency", "kind", "key", "message", "command"]
        assert all(row.values())
        assert not [char for text in row.values() for char in text if ord(char) < 32 or 127 <= ord(char) < 160]
        assert shlex.split(row["command"])[0] == "circo"
    assert all(order.count(each) <= FEW for each in order)


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    hubs=HUBS,
    tracks=TRACKS,
    questions=QUESTIONS,
    insights=INSIGHTS,
    notes=NOTES,
    height=st.integers(8, 50),
    width=st.integers(50, 220),
)
def test_it_is_ordered_whole_and_fits_one_screen(
    bare: Circo,
    template: Path,
    hubs: list[tuple[str, int, bool]],
    tracks: list[tuple[int, str, str | None, int, list[str]]],
    questions: list[tuple[str, str, str | None]],
    insights: list[tuple[str, str, str]],
    notes: list[tuple[str, int | None, str | None]],
    height: int,
    width: int,
) -> None:
    shutil.copy(template, bare.database)
    with closing(sqlite3.connect(bare.database)) as connection, connection:
        fill(connection, hubs, tracks, questions, insights, notes)
    for scope in ((), *((("--hub", "hub-1"),) if hubs else ())):
        answer = bare("status", "--exit-code", "--json", *scope)
        rows = json.loads(answer.out)
        check_items(rows)
        assert answer.code == int(any(row["urgency"] == "now" for row in rows)), answer.err
        items = [tuple(row.values()) for row in rows]
        whole = f"circo status --limit {len(items)}"
        shown = draw_status(items, width=width, height=height, everything=whole, color=False)
        lines = shown.splitlines()
        assert sum(-(-cell_len(line) // width) for line in lines) <= height
        told = [item for item in items if any(line.endswith(item[4]) for line in lines)]
        assert len(told) == len(items) or lines[-1].endswith(whole)
