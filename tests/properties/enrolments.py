"""A state machine of enrolments: what users can do through the rules, and a model of what ought to be there.

Each step is a change of its own in a real database. `tests.properties.test_enrolment` runs it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from circo_cli.domain.attendance import Presence, record_attendance
from circo_cli.domain.enrolment import edit_enrolment, enrol_companies, move_enrolments, promote_enrolment
from circo_cli.domain.session import move_session
from circo_cli.domain.track import cancel_track, complete_track, edit_track, move_track
from circo_cli.errors import RefusedError, UsageError
from circo_cli.queries.enrolment import EnrolmentRow, list_enrolments
from circo_cli.queries.track import list_tracks
from circo_cli.storage.checks import check_database
from circo_cli.storage.database import Change, open_change
from circo_cli.storage.reader import open_reader
from circo_cli.values.vocabulary import EnrolmentStatus as Status
from circo_cli.values.vocabulary import TrackStatus
from tests.domain.making import AMSTERDAM, NOW, TODAY, spans

LATER = datetime(2026, 9, 9, tzinfo=UTC)
COMPANIES = 7
SESSION = "2026-09-08"
LONG, LONGER = 5, 7
"""A run begins with its best part, in which seats are given away: what ends that comes after so many enrolments."""
DATES = ("2026-06-10", SESSION, "2026-10-01")
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
        self.session = SESSION
        self.people: list[int] = []
        self.came: dict[int, int] = {}
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
        return not self.over and not self.begun

    @property
    def over(self) -> bool:
        """Tell whether the Track is completed or cancelled."""
        return self.track in ("completed", "cancelled")

    @property
    def begun(self) -> bool:
        """Tell whether the session is past: it is never today."""
        return self.session < self.now.date().isoformat()

    def fill(self) -> None:
        """Give free seats to the first in line."""
        while self.filling and self.line and self.taken < self.capacity:
            self.statuses[self.line.pop(0) - 1] = "registered"

    def place(self, number: int) -> None:
        """Give an enrolment a seat, or the last place in line; a Track that is over has no line."""
        if self.over or (self.taken < self.capacity and not self.line):
            self.statuses[number - 1] = "registered"
        else:
            self.statuses[number - 1] = "waitlisted"
            self.line.append(number)

    @contextmanager
    def attempt(self, refused: bool) -> Iterator[Change]:
        """Give a change, which the rules (and not the schema, behind them) must refuse or take as the model says."""
        if not refused:
            with changing(self.path) as change:
                yield change
            return
        with pytest.raises(RefusedError) as caught, changing(self.path) as change:
            yield change
        assert caught.value.code != "constraint"

    # What users do

    @initialize(companies=st.permutations(range(1, COMPANIES + 1)), number=st.integers(4, COMPANIES))
    def open_the_door(self, companies: list[int], number: int) -> None:
        """Begin with some companies in the Track, so that most runs know a waiting list from the start."""
        self.enrol(companies[:number], people=1, invite=False, force=False)

    @rule(
        companies=st.lists(st.integers(1, COMPANIES), min_size=1, max_size=3),
        people=st.integers(1, 3),
        invite=st.booleans(),
        force=st.booleans(),
    )
    def enrol(self, companies: list[int], people: int, invite: bool, force: bool) -> None:
        """Enrol or invite companies: all of them or none."""
        live = {
            company
            for company, status in zip(self.companies, self.statuses, strict=True)
            if status not in ("cancelled", "declined")
        }
        twice = len(set(companies)) < len(companies) or not live.isdisjoint(companies)
        full = self.over and not invite and self.taken + len(companies) > self.capacity
        refused = twice or full or (self.over and not force)
        with self.attempt(refused) as change:
            enrol_companies(
                change.session,
                track_id=1,
                company_ids=companies,
                people=people,
                invite=invite,
                force=force,
                reason="x" if force else None,
                now=self.now,
                today=TODAY,
            )
        if refused:
            return
        for company in companies:
            self.companies.append(company)
            self.people.append(people)
            self.statuses.append("invited")
            if not invite:
                self.place(len(self.statuses))

    @precondition(lambda self: self.statuses)
    @rule(data=st.data(), to=st.sampled_from(list(LEADS)), sensible=st.sampled_from([True, True, True, False]))
    def move(self, data: st.DataObject, to: Status, sensible: bool) -> None:
        """Register, confirm, decline, cancel, complete or record a no-show of one or two: all of them or none."""
        every = range(1, len(self.statuses) + 1)
        fit = [number for number in every if self.statuses[number - 1] in LEADS[to]]
        some = fit if sensible and fit else every
        numbers = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=2, unique=True))
        refused = any(self.statuses[number - 1] not in LEADS[to] for number in numbers)
        if to is Status.REGISTERED and self.over:
            refused = refused or self.taken + len(numbers) > self.capacity
        with self.attempt(refused) as change:
            move_enrolments(change.session, enrolment_ids=numbers, to=to, on=TODAY, now=self.now, today=TODAY)
        if refused:
            return
        for number in numbers:
            if to is Status.REGISTERED:
                self.place(number)
                continue
            self.statuses[number - 1] = to.value
            self.line = [each for each in self.line if each != number]
        if to in (Status.CANCELLED, Status.DECLINED):
            self.fill()

    @precondition(lambda self: self.statuses)
    @rule(data=st.data(), people=st.integers(1, 4))
    def send(self, data: st.DataObject, people: int) -> None:
        """Send more people, or fewer: seats are companies', and stay as they are."""
        number = data.draw(st.integers(1, len(self.statuses)))
        with changing(self.path) as change:
            edit_enrolment(change.session, enrolment_id=number, values={"people": people})
        self.people[number - 1] = people

    @precondition(lambda self: self.companies)
    @rule(data=st.data(), people=st.sampled_from([None, 0, 1, 5]))
    def attend(self, data: st.DataObject, people: int | None) -> None:
        """Record who came: all that have a seat, or one or two companies, with a seat or without: all or none."""
        seated = {
            company: number
            for number, (company, status) in enumerate(zip(self.companies, self.statuses, strict=True), start=1)
            if status in SEATED
        }
        some = st.lists(st.sampled_from(sorted(set(self.companies))), min_size=1, max_size=2, unique=True)
        companies = data.draw(st.just(sorted(seated)) | some)
        refused = not seated.keys() >= set(companies)
        with self.attempt(refused) as change:
            presences = [Presence(company, 1, people) for company in companies]
            record_attendance(change.session, track_id=1, presences=presences, now=self.now)
        if refused:
            return
        for company in companies:
            number = seated[company]
            self.came[number] = self.people[number - 1] if people is None else people

    @precondition(lambda self: self.line)
    @rule(data=st.data())
    def promote(self, data: st.DataObject) -> None:
        """Promote one that waits."""
        number = data.draw(st.sampled_from(self.line))
        with changing(self.path) as change:
            promote_enrolment(change.session, enrolment_id=number, reason="mix", on=TODAY)
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

    @precondition(lambda self: len(self.statuses) > LONG)
    @rule()
    def begin(self) -> None:
        """Let the first session go by."""
        self.now = LATER

    @precondition(lambda self: not self.over and len(self.statuses) > LONG)
    @rule(date=st.sampled_from(DATES))
    def reschedule(self, date: str) -> None:
        """Move the session: one that was past and is to come again lets free seats be given away again."""
        begun = self.begun
        (span,) = spans(date)
        try:
            with changing(self.path) as change:
                move_session(change.session, track_id=1, number=1, span=span, zone=AMSTERDAM, now=self.now, today=TODAY)
        except UsageError:
            assert date == self.session
            return
        assert date != self.session
        self.session = date
        if begun:
            self.fill()

    @precondition(lambda self: not self.over and self.begun and len(self.statuses) > LONG)
    @rule()
    def complete_track(self) -> None:
        """Complete the Track, which its session must allow, and the attendance of every seat."""
        still = ("registered", "confirmed")
        seats = [number for number, status in enumerate(self.statuses, start=1) if status in still]
        refused = not self.begun or any(number not in self.came for number in seats)
        with self.attempt(refused) as change:
            complete_track(change.session, track_id=1, now=self.now, today=TODAY)
        if refused:
            return
        self.track = TrackStatus.COMPLETED
        self.line = []
        for number in seats:
            self.statuses[number - 1] = "completed" if self.came[number] else "no-show"
        waited = ("invited", "waitlisted")
        self.statuses = ["cancelled" if status in waited else status for status in self.statuses]

    @precondition(lambda self: self.track == "planned")
    @rule()
    def confirm_track(self) -> None:
        """Confirm the Track."""
        with changing(self.path) as change:
            move_track(change.session, track_id=1, to=TrackStatus.CONFIRMED)
        self.track = TrackStatus.CONFIRMED

    @precondition(lambda self: not self.over and len(self.statuses) > LONGER)
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
        assert [(row.status, row.people) for row in rows] == list(zip(self.statuses, self.people, strict=True))
        assert [row.attended for row in rows] == [int(self.came.get(each, 0) > 0) for each in range(1, len(rows) + 1)]
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
