"""Enrolments: their whole life, in which a full Track makes a waiting list and a free seat shortens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from shlex import quote

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain import seating
from circo_cli.domain.lookup import get, identity
from circo_cli.errors import MissingValueError, NotFoundError, RefusedError
from circo_cli.storage.tables import Company, CompanyContact, Enrolment, Track, enrolment_contact
from circo_cli.values.enrolment import ALLOWED, ATTENDED, ENDED, VERBS
from circo_cli.values.keys import number_key
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import EnrolmentStatus


@dataclass(slots=True)
class Seating:
    """What a change of enrolments brought about besides itself."""

    changed: list[Enrolment] = field(default_factory=list)
    promoted: list[Enrolment] = field(default_factory=list)
    first_in_line: list[Enrolment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def enrol_companies(
    session: Session,
    *,
    track_id: int,
    company_ids: Sequence[int],
    people: int = 1,
    contacts: Sequence[str] = (),
    invite: bool = False,
    force: bool = False,
    reason: str | None = None,
    now: datetime,
    today: date,
) -> list[Enrolment]:
    """Enrol companies in a Track, in the order given: a seat, or a place on the waiting list; or only invite them.

    All or nothing. Raises `RefusedError` when one is enrolled already, or the Track is over and this is not forced.
    """
    track = get(session, Track, track_id)
    if force and reason is None:
        raise MissingValueError(
            "--force needs a reason", parameter="reason", hint="add --reason TEXT", code="reason-missing"
        )
    over = seating.is_over(track)
    if over and not force:
        raise RefusedError(
            f"{track.key} is {track.status}, and takes nobody any more",
            hint="choose another Track, or add --force --reason TEXT",
            code=f"track-{track.status}",
        )
    enrolled = []
    for company_id in company_ids:
        company = get(session, Company, company_id)
        _refuse_second(session, track, company)
        enrolment = Enrolment(
            track_id=track_id,
            company_id=company_id,
            status=EnrolmentStatus.INVITED,
            people=people,
            reason=reason,
        )
        if invite:
            enrolment.invited_on = today.isoformat()
        else:
            seating.seat_or_wait(session, enrolment, track, now=now, on=today)
        session.add(enrolment)
        _name_contacts(session, enrolment, company, contacts)
        enrolled.append(enrolment)
    return enrolled


def _refuse_second(session: Session, track: Track, company: Company) -> None:
    present = session.exec(
        select(Enrolment).where(
            Enrolment.track_id == track.id,
            Enrolment.company_id == company.id,
            col(Enrolment.status).not_in(ENDED),
        )
    ).first()
    if present is not None:
        key = number_key("enrolment", identity(present))
        ways = {
            EnrolmentStatus.INVITED: f"circo enrolment register {key}",
            EnrolmentStatus.WAITLISTED: f"circo enrolment promote {key} --reason TEXT",
        }
        raise RefusedError(
            f"{company.key} is enrolled in {track.key} already: {key}, {present.status}",
            hint=ways.get(present.status, f"circo enrolment edit {key} changes its people or contacts"),
            code="already-enrolled",
        )


def _name_contacts(session: Session, enrolment: Enrolment, company: Company, names: Sequence[str]) -> None:
    number = identity(enrolment)
    query = select(CompanyContact).where(CompanyContact.company_id == company.id).order_by(col(CompanyContact.id))
    known = list(session.exec(query)) if names else []
    people = {name: contact.id for contact in known for name in (fold(contact.name), contact.name)}
    numbers = []
    for name in names:
        found = people.get(name, people.get(fold(name)))
        if found is None:
            raise NotFoundError(
                f"{company.key} has no contact '{name}'"
                + (f"; it has {', '.join(contact.name for contact in known)}" if known else ""),
                hint=f"circo company contact {company.key} {quote(name)} --email E",
                details=[contact.name for contact in known],
            )
        numbers.append(found)
    for position, contact in enumerate(dict.fromkeys(numbers)):
        session.execute(insert(enrolment_contact).values(enrolment_id=number, contact_id=contact, position=position))


def move_enrolments(
    session: Session,
    *,
    enrolment_ids: Sequence[int],
    to: EnrolmentStatus,
    reason: str | None = None,
    on: date,
    now: datetime,
    today: date,
) -> Seating:
    """Bring enrolments to the status `to` as of `on`; a seat that comes free goes to the first in line, today.

    All or nothing. Raises `RefusedError` from a status that does not lead there.
    """
    outcome = Seating()
    if on > today:
        outcome.warnings.append(f"{on} is still to come: is the date right?")
    tracks: dict[int, Track] = {}
    for number in enrolment_ids:
        enrolment = get(session, Enrolment, number)
        track = tracks.setdefault(enrolment.track_id, get(session, Track, enrolment.track_id))
        if enrolment.status not in ALLOWED[to]:
            raise _cannot(enrolment, track, get(session, Company, enrolment.company_id), to)
        outcome.warnings += _too_early(enrolment, on=on)
        _move(session, enrolment, track, to, reason=reason, on=on, now=now)
        outcome.changed.append(enrolment)
    for track in tracks.values():
        if to in ENDED:
            promoted, first = seating.fill_seats(session, track, now=now, today=today)
            outcome.promoted += promoted
            outcome.first_in_line += [first] if first is not None else []
        elif to in ATTENDED and not seating.has_started(session, track, now=now):
            outcome.warnings.append(f"{track.key} has not begun: nobody can have completed or missed it")
    return outcome


def _too_early(enrolment: Enrolment, *, on: date) -> list[str]:
    """Return a warning where `on` comes before what was done with the enrolment last."""
    waitlisted_on = enrolment.waitlisted_at and enrolment.waitlisted_at[: len("2026-06-15")]
    dates = {
        "invited": enrolment.invited_on,
        "put on the waiting list": waitlisted_on,
        "registered": enrolment.registered_on,
        "confirmed": enrolment.confirmed_on,
    }
    later = {what: day for what, day in dates.items() if day is not None and day > on.isoformat()}
    if not later:
        return []
    what = max(later, key=lambda each: later[each])
    key = number_key("enrolment", identity(enrolment))
    return [f"{on} is before {later[what]}, when {key} was {what}: is the date right?"]


def _move(
    session: Session,
    enrolment: Enrolment,
    track: Track,
    to: EnrolmentStatus,
    *,
    reason: str | None,
    on: date,
    now: datetime,
) -> None:
    day = on.isoformat()
    if to is EnrolmentStatus.REGISTERED:
        seating.seat_or_wait(session, enrolment, track, now=now, on=on)
    else:
        enrolment.status = to
        enrolment.waitlist_rank = None
        if to is EnrolmentStatus.CONFIRMED:
            enrolment.confirmed_on = day
        else:
            enrolment.ended_on = day
    if reason is not None:
        enrolment.reason = reason
    session.flush()


def _cannot(enrolment: Enrolment, track: Track, company: Company, to: EnrolmentStatus) -> RefusedError:
    key = number_key("enrolment", identity(enrolment))
    present = enrolment.status
    leads = [f"circo enrolment {verb} {key}" for status, verb in VERBS.items() if present in ALLOWED[status]]
    why = f", which does not lead to {to}"
    if present is to:
        why = " already"
    elif present is EnrolmentStatus.WAITLISTED and to in (EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED):
        why = ": the waiting list gives seats strictly in order"
        leads.insert(0, f"circo enrolment promote {key} --reason TEXT")
    if present in ENDED:
        leads = [f"circo enrol {track.key} {company.key} enrols it anew"]
    return RefusedError(
        f"{key} ({company.key} in {track.key}) is {present}{why}",
        hint=f"from there: {', '.join(leads[:3])}",
        code="enrolment-status",
    )


def promote_enrolment(session: Session, *, enrolment_id: int, reason: str, on: date) -> Seating:
    """Move an enrolment to the head of the waiting list, and into a seat if one is free: a Track is chosen as a mix.

    Raises `RefusedError` for one that does not wait.
    """
    enrolment = get(session, Enrolment, enrolment_id)
    track = get(session, Track, enrolment.track_id)
    if enrolment.status is not EnrolmentStatus.WAITLISTED:
        key = number_key("enrolment", enrolment_id)
        company = get(session, Company, enrolment.company_id)
        raise RefusedError(
            f"{key} ({company.key} in {track.key}) is {enrolment.status} and not on the waiting list",
            hint=f"circo enrolment list --track {track.key} --status waitlisted",
            code="enrolment-status",
        )
    first = seating.waiting(session, track)[0]
    if first is not enrolment and first.waitlist_rank is not None:
        enrolment.waitlist_rank = first.waitlist_rank - 1
    enrolment.reason = reason
    session.flush()
    if seating.seats_taken(session, track) < track.capacity:
        seating.take_seat(enrolment, on=on)
    session.flush()
    return Seating(changed=[enrolment])


def edit_enrolment(
    session: Session, *, enrolment_id: int, values: Mapping[str, object], contacts: Sequence[str] | None = None
) -> Enrolment:
    """Change what is in `values` (columns of the enrolment); `contacts` replace those named before."""
    enrolment = get(session, Enrolment, enrolment_id)
    if contacts is not None:
        session.execute(delete(enrolment_contact).where(enrolment_contact.c.enrolment_id == enrolment_id))
        _name_contacts(session, enrolment, get(session, Company, enrolment.company_id), contacts)
    for name, value in values.items():
        setattr(enrolment, name, value)
    return enrolment
