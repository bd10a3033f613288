"""Whatever two companies have between them, merging them sells no seat, reorders no queue, and can be taken back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.domain.merging import merge_companies
from circo_cli.domain.undo import undo_change
from circo_cli.storage.database import open_change
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus
from tests.conftest import Circo
from tests.content import content
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

ENDED = ("cancelled", "declined")
LIVING = [status for status in EnrolmentStatus if status not in ENDED]
PEOPLE = st.lists(st.sampled_from(["Anna", "anna", "Bo", "Cor"]), unique=True)


@pytest.fixture
def prepared(circo: Circo) -> Path:
    """A database with two Tracks and five companies."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="make") as change:
        hub = make_hub(change.session)
        for _ in range(2):
            make_track(change.session, hub, ["2026-09-08", "2026-09-22"], capacity=2, minimum=0)
        make_companies(change.session, 5)
    return circo.database


def write(path: Path, statuses: list[list[EnrolmentStatus | None]], people: tuple[list[str], list[str]]) -> None:
    """Write an enrolment of each company (None: none) in each Track, and the people of the first two companies."""
    with closing(sqlite3.connect(path)) as database, database:
        for company, names in enumerate(people, start=1):
            for name in names:
                database.execute("INSERT INTO company_contact (company_id, name) VALUES (?, ?)", (company, name))
        for track, row in enumerate(statuses, start=1):
            for company, status in enumerate(row, start=1):
                if status is None:
                    continue
                waits = status is EnrolmentStatus.WAITLISTED
                number = database.execute(
                    """INSERT INTO enrolment (track_id, company_id, status, people, score, waitlist_rank, waitlisted_at)
                       VALUES (?, ?, ?, 1, ?, ?, ?)""",
                    (track, company, status, company, company if waits else None, "2026-06-01" if waits else None),
                ).lastrowid
                database.execute(
                    """INSERT INTO enrolment_contact (enrolment_id, contact_id, position)
                       SELECT ?, id, id FROM company_contact WHERE company_id = ?""",
                    (number, company),
                )
                database.execute(
                    "INSERT INTO attendance SELECT ?, id, ? FROM track_session WHERE track_id = ? AND id % 5 <> ?",
                    (number, company, track, company),
                )


def measures(path: Path) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Return, of each Track, the seats that are taken and the companies in line."""
    with closing(sqlite3.connect(path)) as database:
        seated = ", ".join(f"'{status}'" for status in SEATED)
        seats = dict(
            database.execute(f"SELECT track_id, count(*) FROM enrolment WHERE status IN ({seated}) GROUP BY track_id")
        )
        line: dict[int, list[int]] = {}
        for track, company in database.execute(
            "SELECT track_id, company_id FROM enrolment WHERE status = 'waitlisted' ORDER BY track_id, waitlist_rank"
        ):
            line.setdefault(track, []).append(company)
    return seats, line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from([None, *EnrolmentStatus]), min_size=5, max_size=5), min_size=2, max_size=2),
    st.tuples(PEOPLE, PEOPLE),
)
def test_merging_sells_no_seat_and_reorders_no_queue(
    prepared: Path, statuses: list[list[EnrolmentStatus | None]], people: tuple[list[str], list[str]]
) -> None:
    path = prepared.with_name("one.db")
    shutil.copy(prepared, path)
    write(path, statuses, people)
    before, (seats, line) = content(path), measures(path)
    with open_change(path, at="2026-06-15T11:00:00Z", actor="a", command="company merge") as change:
        merged = merge_companies(change.session, company_id=1, into_id=2, now=NOW, today=TODAY)
        promoted = [each.company_id for each in merged.doubles.promoted]

    seats_after, line_after = measures(path)
    assert all(count <= max(seats.get(track, 0), 2) for track, count in seats_after.items())
    for track, waiting in line_after.items():
        # Who waited still waits in the old order; the merged one stands where the first of the two stood.
        was = list(dict.fromkeys(2 if company == 1 else company for company in line[track]))
        assert waiting == [company for company in was if company in waiting]
        assert not [company for company in was if company not in waiting and company != 2 and company not in promoted]
    after = content(path)
    living = [(row[1], row[2]) for row in after["enrolment"] if row[3] not in ENDED]
    assert len(living) == len(set(living))
    assert not [row for row in after["enrolment"] if row[2] == 1]
    assert not [row for row in after["company_contact"] if row[1] == 1]
    for track, row in enumerate(statuses, start=1):
        pair = [status for status in row[:2] if status is not None and status not in ENDED]
        assert (track, 2) in living if pair else (track, 2) not in living
    came_before, came_after = (_came(rows) for rows in (before, after))
    assert came_after == came_before

    with open_change(path, at="2026-06-15T12:00:00Z", actor="a", command="undo", kind="undo") as change:
        undo_change(change, actor="a", now=NOW, today=TODAY)
    assert content(path) == before


def _came(rows: dict[str, list[tuple[object, ...]]]) -> set[tuple[object, object]]:
    """Return who came to which session, the two companies as one."""
    whose = {row[0]: 2 if row[2] == 1 else row[2] for row in rows["enrolment"]}
    return {(whose[row[0]], row[1]) for row in rows["attendance"] if row[2]}
