"""Whatever is done in whatever order: no Track is oversold and nobody in a waiting list is overtaken.

A state machine does what users can do through the rules, each step a change of its own in a real database, and keeps
a model of what ought to be there in a few lines of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from circo_cli.domain.enrolment import enrol_companies, move_enrolments, promote_enrolment
from circo_cli.domain.track import cancel_track, edit_track, move_track
from circo_cli.errors import RefusedError
from circo_cli.queries.enrolment import EnrolmentRow, list_enrolments
from circo_cli.queries.track import list_tracks
from circo_cli.storage.backup import check_database
from circo_cli.storage.database import Change, open_change
from circo_cli.storage.reader import open_reader
from circo_cli.values.vocabulary import EnrolmentStatus as Status
from circo_cli.values.vocabulary import TrackStatus
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

LATER = datetime(2026, 9, 9, tzinfo=UTC)
COMPANIES = 7
SEATED = {"registered", "confirmed", "completed", "no-show"}
LEADS = {
    Status.REGISTERED: {"invited"},
    Status.CONFIRMED: {"registered"},
    Status.DECLINED: {"invited", "registered", "confirmed", "waitlisted"},
    Status.CANCELLED: {"invited", "registered", "confirmed", "waitlisted"},
    Status.COMPLETED: {"registered", "confirmed", "no-show"},
    Status.NO_SHOW: {"registered", "confirmed", "completed"},
}


def changing(path: Path) -> AbstractContextManager[Change]:
    """Give a change."""
    return open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="test")


@pytest.fixture(scope="module")
def world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a Track of three seats and seven companies."""
    path = tmp_path_factory.mktemp("world") / "circo.db"
    shutil.copy(template, path)
    with changing(path) as change:
        make_companies(change.session, COMPANIES)
        make_track(change.session, make_hub(change.session), ["2026-09-08"], capacity=3, minimum=0)
    return path


class Enrolments(RuleBasedStateMachine):
    """One Track, and a model of it: companies, statuses and the waiting list by number of enrolment."""

    world: Path

    def __init__(self) -> None:
        """Start with an empty Track."""
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "circo.db"
        shutil.copy(self.world, self.path)
        self.capacity = self.bound = 3
        self.track = TrackStatus.PLANNED
        self.now = NOW
        self.companies: list[int] = []
        self.statuses: list[str] = []
        self.line: list[int] = []

    def teardown(self) -> None:
        """The journal knows every step, and the database is sound."""
        try:
            assert all(check.ok for check in check_database(self.path, deep=True))
        finally:
            self.directory.cleanup()

    # The model

    @property
    def taken(self) -> int:
        """Return how many seats are taken."""
        return sum(status in SEATED for status in self.statuses)

    @property
    def filling(self) -> bool:
        """Tell whether seats that come free are given away."""
        return self.track in ("planned", "open", "confirmed") and self.now is NOW

    def fill(self) -> None:
        """Give free seats to the first in line."""
        while self.filling and self.line and self.taken < self.capacity:
            self.statuses[self.line.pop(0) - 1] = "registered"

    def place(self, number: int) -> None:
        """Give an enrolment a seat, or the last place in line."""
        if self.taken < self.capacity and not self.line:
            self.statuses[number - 1] = "registered"
        else:
            self.statuses[number - 1] = "waitlisted"
            self.line.append(number)

    # What users do

    @rule(company=st.integers(1, COMPANIES), invite=st.booleans(), force=st.booleans())
    def enrol(self, company: int, invite: bool, force: bool) -> None:
        """Enrol or invite a company."""
        over = self.track in ("completed", "cancelled")
        live = any(
            known == company and status not in ("cancelled", "declined")
            for known, status in zip(self.companies, self.statuses, strict=True)
        )
        full = over and not invite and self.taken >= self.capacity
        refused = live or full or (over and not force)
        try:
            with changing(self.path) as change:
                enrol_companies(
                    change.session,
                    track_id=1,
                    company_ids=[company],
                    invite=invite,
                    force=force,
                    reason="x" if force else None,
                    now=self.now,
                    today=TODAY,
                )
        except RefusedError:
            assert refused
            return
        assert not refused
        self.companies.append(company)
        self.statuses.append("invited")
        if over and not invite:
            self.statuses[-1] = "registered"
        elif not invite:
            self.place(len(self.statuses))

    @precondition(lambda self: self.statuses)
    @rule(data=st.data(), to=st.sampled_from(list(LEADS)))
    def move(self, data: st.DataObject, to: Status) -> None:
        """Register, confirm, decline, cancel, complete or record a no-show of one or two."""
        numbers = data.draw(st.lists(st.integers(1, len(self.statuses)), min_size=1, max_size=2, unique=True))
        refused = any(self.statuses[number - 1] not in LEADS[to] for number in numbers)
        try:
            with changing(self.path) as change:
                move_enrolments(change.session, enrolment_ids=numbers, to=to, on=TODAY, now=self.now)
        except RefusedError:
            assert refused
            return
        assert not refused
        for number in numbers:
            if to is Status.REGISTERED:
                self.place(number)
                continue
            self.statuses[number - 1] = to.value
            self.line = [each for each in self.line if each != number]
        if to in (Status.CANCELLED, Status.DECLINED):
            self.fill()

    @precondition(lambda self: self.line)
    @rule(data=st.data())
    def promote(self, data: st.DataObject) -> None:
        """Promote one that waits."""
        number = data.draw(st.sampled_from(self.line))
        with changing(self.path) as change:
            promote_enrolment(change.session, enrolment_id=number, reason="mix", on=TODAY, now=self.now)
        self.line.remove(number)
        if self.taken < self.capacity:
            self.statuses[number - 1] = "registered"
        else:
            self.line.insert(0, number)

    @rule(capacity=st.integers(1, 5))
    def resize(self, capacity: int) -> None:
        """Change the capacity."""
        with changing(self.path) as change:
            edit_track(change.session, track_id=1, values={"capacity": capacity}, now=self.now, today=TODAY)
        self.capacity = capacity
        self.bound = max(self.bound, self.taken)
        self.fill()

    @rule()
    def begin(self) -> None:
        """Let the first session go by."""
        self.now = LATER

    @precondition(lambda self: self.track == "planned")
    @rule()
    def confirm_track(self) -> None:
        """Confirm the Track."""
        with changing(self.path) as change:
            move_track(change.session, track_id=1, to=TrackStatus.CONFIRMED)
        self.track = TrackStatus.CONFIRMED

    @precondition(lambda self: self.track != "cancelled" and len(self.statuses) > 4)
    @rule()
    def cancel_track(self) -> None:
        """Cancel the Track."""
        with changing(self.path) as change:
            cancel_track(change.session, track_id=1, reason="x", today=TODAY)
        self.track = TrackStatus.CANCELLED
        self.line = []
        live = ("invited", "registered", "confirmed", "waitlisted")
        self.statuses = ["cancelled" if status in live else status for status in self.statuses]

    # What is always so

    @invariant()
    def the_database_says_the_same(self) -> None:
        """Statuses, counts and places in line are those of the model, and what may never be is not."""
        with open_reader(self.path) as reader:
            (track,) = list_tracks(reader).rows
            rows: list[EnrolmentRow] = list_enrolments(reader, track_id=1).rows
        assert [row.status for row in rows] == self.statuses
        assert (track.capacity, track.status) == (self.capacity, self.track)
        taken = sum(row.status in SEATED for row in rows)
        assert (track.seats_taken, track.seats_free) == (taken, max(0, self.capacity - taken))
        self.bound = max(self.capacity, min(self.bound, taken))
        assert taken <= self.bound, "oversold"
        in_line = {row.waitlist_position: int(row.key[1:]) for row in rows if row.status == "waitlisted"}
        assert track.waitlisted == len(in_line)
        assert [in_line.get(place) for place in range(1, len(in_line) + 1)] == self.line, "overtaken"
        assert all(row.waitlist_position is None for row in rows if row.status != "waitlisted")
        if self.filling:
            assert not self.line or taken >= self.capacity, "a seat is empty while somebody waits for it"
        live = [row.company for row in rows if row.status not in ("cancelled", "declined")]
        assert len(live) == len(set(live)), "a company twice"


def test_no_order_of_steps_oversells_a_track_or_reorders_its_waiting_list(world: Path) -> None:
    Enrolments.world = world
    many = os.environ.get("CIRCO_FAULTS") == "full"
    run_state_machine_as_test(
        Enrolments,
        settings=settings(
            max_examples=300 if many else 12,
            stateful_step_count=40 if many else 25,
            deadline=None,
            derandomize=not many,
            database=None,
            phases=[Phase.generate, Phase.shrink] if many else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
