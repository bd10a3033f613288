"""A Track with everybody in it, and what there is to do for it next."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.roster import Place, Roster, Workshop
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import SEATED, EnrolmentStatus, TrackStatus

_FEW = 3
_GROUPS = (*SEATED, EnrolmentStatus.WAITLISTED, EnrolmentStatus.INVITED)


class Next(NamedTuple):
    """What there is to do, and the command that does it, where one does."""

    why: str
    command: str | None = None


def roster_of_track(reader: Reader, track_id: int) -> Roster:
    """Return a Track with its workshops and places: seats by name, the waiting list in order, the invited, the rest."""
    values = {"track": track_id}
    head = reader.row(
        """SELECT v.key, v.title, v.status, v.kind, v.theme, v.quarter, v.capacity, v.minimum, v.location,
                  v.taught_in, v.reason, h.timezone
             FROM track_overview v JOIN hub h ON h.id = v.hub_id WHERE v.id = :track""",
        values,
    )
    if head is None:
        raise AssertionError("the Track was found before")
    hubs = reader.rows(
        """SELECT h.name FROM track_hub th JOIN hub h ON h.id = th.hub_id
            WHERE th.track_id = :track ORDER BY th.position""",
        values,
    )
    trainers = reader.rows(
        """SELECT t.name FROM track_trainer tt JOIN trainer t ON t.id = tt.trainer_id
            WHERE tt.track_id = :track ORDER BY tt.position""",
        values,
    )
    sessions = reader.rows(
        """SELECT s.id, s.starts_at, s.ends_at, s.starts_on, s.ends_on, s.location FROM track_session s
            WHERE s.track_id = :track ORDER BY s.starts_at""",
        values,
    )
    workshops = [Workshop(number, *row[1:]) for number, row in enumerate(sessions, start=1)]
    return Roster._make(
        [
            *head,
            tuple(name for (name,) in hubs),
            tuple(name for (name,) in trainers),
            tuple(workshops),
            tuple(_places(reader, track_id, [row[0] for row in sessions])),
        ]
    )


def _places(reader: Reader, track_id: int, sessions: list[int]) -> list[Place]:
    came = {
        (enrolment, session): people
        for enrolment, session, people in reader.rows(
            """SELECT a.enrolment_id, a.session_id, a.people FROM attendance a
                 JOIN enrolment e ON e.id = a.enrolment_id WHERE e.track_id = :track""",
            {"track": track_id},
        )
    }
    rows = reader.rows(
        """SELECT e.id, c.id, c.key, c.name, c.kvk, c.chain_role, e.status, e.people, e.score, e.outcome
             FROM enrolment e JOIN company c ON c.id = e.company_id WHERE e.track_id = :track
            ORDER BY CASE WHEN e.status = 'waitlisted' THEN e.waitlist_rank END, c.name, e.id""",
        {"track": track_id},
    )
    places = []
    waiting = 0
    for number, *row in rows:
        waits = row[5] == EnrolmentStatus.WAITLISTED
        waiting += waits
        marks = tuple(came.get((number, session)) for session in sessions)
        places.append(Place._make([number_key("enrolment", number), *row, waiting if waits else None, marks]))
    order = {status.value: place for place, status in enumerate(_GROUPS)}
    seated = {status.value: 0 for status in SEATED}
    return sorted(places, key=lambda place: seated.get(place.status, order.get(place.status, len(order))))


def next_step(roster: Roster, *, now: str) -> Next:
    """Return what there is to do next for a Track at the moment `now`."""
    key = roster.key
    if roster.status == TrackStatus.CANCELLED:
        return Next("cancelled" + (f": {roster.reason}" if roster.reason else ""))
    if roster.status == TrackStatus.COMPLETED:
        return _after(roster)
    if not roster.workshops:
        return Next("it has no sessions yet", f"circo track session add {key} DATE")
    gap = _unrecorded(roster, now=now)
    if gap is not None:
        return gap
    if roster.workshops[-1].ends_at <= now:
        return Next("it is over, and everything is on record", f"circo track complete {key}")
    if roster.has_begun(now):
        return Next(f"it runs until {roster.workshops[-1].ends_on}")
    if roster.status == TrackStatus.PLANNED:
        return Next("it is planned and not open yet", f"circo track open {key}")
    if not roster.trainers:
        return Next("nobody gives it yet", f"circo track edit {key} --trainer TRAINER")
    lacking = roster.minimum - len(roster.seated)
    if lacking > 0:
        return Next(f"it lacks {lacking} for the minimum of {roster.minimum}", f"circo track mix {key}")
    if roster.status == TrackStatus.OPEN:
        return Next("it has companies enough", f"circo track confirm {key}")
    registered = roster.with_status(EnrolmentStatus.REGISTERED)
    if registered:
        keys = " ".join(place.enrolment for place in registered)
        return Next(f"{len(registered)} not confirmed yet", f"circo enrolment confirm {keys}")
    return Next("all is ready")


def _unrecorded(roster: Roster, *, now: str) -> Next | None:
    """Return the first session that is past and that a seat has no record of."""
    seats = roster.with_status(EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED)
    for place, workshop in enumerate(roster.workshops):
        unknown = [seat.company for seat in seats if seat.came[place] is None]
        if workshop.ends_at <= now and unknown:
            whom = [f"--present {company}" for company in unknown] if len(unknown) <= _FEW else ["--present COMPANY…"]
            return Next(
                f"session {workshop.number} is past, and who came is not on record for "
                f"{counted(len(unknown), 'company', 'companies')}",
                f"circo track attendance {roster.key} --session {workshop.number} {' '.join(whom)} --absent COMPANY…",
            )
    return None


def _after(roster: Roster) -> Next:
    silent = [place for place in roster.with_status(EnrolmentStatus.COMPLETED) if place.outcome is None]
    if not silent:
        return Next("nothing is left to do")
    return Next(
        f"completed; what came of it is not known yet for {counted(len(silent), 'company', 'companies')}",
        f"circo enrolment edit {silent[0].enrolment} --outcome plan --score 8",
    )
