"""Enrolments from a file: who takes part in which Track, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from sqlmodel import insert

from circo_cli.domain.enrolment import edit_enrolment
from circo_cli.domain.lookup import get
from circo_cli.intake.cells import day, euros, integer, line, moment, prose, reference, term
from circo_cli.intake.known import Known, Numbering, given
from circo_cli.intake.mapping import BadValueError, Column, Importer, Row
from circo_cli.intake.participants import Participants, named_contacts
from circo_cli.intake.seats import Seats
from circo_cli.queries.enrolment import ENROLMENTS
from circo_cli.storage.tables import Enrolment, enrolment_contact
from circo_cli.values.keys import number_key, parse_number
from circo_cli.values.vocabulary import EnrolmentStatus, Outcome, TrackStatus

_PLAIN = (
    "status", "people", "waitlisted_at", "invited_on", "registered_on", "confirmed_on", "ended_on", "score", "outcome",
    "proposition", "reason",
)  # fmt: skip
_ENDED = (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED)
_OVER = (TrackStatus.COMPLETED, TrackStatus.CANCELLED)
_MOST_PEOPLE = 10_000
_CENTS = 100


class _Place(NamedTuple):
    """An enrolment that is there."""

    id: int
    track: str
    company: str
    ended: bool


class EnrolmentImporter(Importer):
    """Enrolments: by key, else the one of the company in the Track that is not cancelled or declined."""

    noun = "enrolment"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code", "nummer")),
        Column("track", reference("track"), ("titel", "training", "traject"), required=True),
        Column(
            "company",
            reference("company"),
            ("bedrijf", "bedrijfsnaam", "kvk", "kvk-nummer", "organisatie", "organisation", "company name", "deelnemer",
             "participant", "naam", "name"),
            required=True,
        ),
        Column("status", term(EnrolmentStatus), ("stand",)),
        Column("people", integer(1, _MOST_PEOPLE), ("personen", "aantal personen", "aantal", "mensen")),
        Column("contacts", line, ("contactpersonen", "contactpersoon", "contact", "naam contactpersoon", "wie")),
        Column("waitlisted_at", moment, ("op de wachtlijst sinds", "wachtlijst sinds")),
        Column("waitlist_position", integer(1, 1_000_000), ("plaats op de wachtlijst", "wachtlijst")),
        Column("invited_on", day, ("uitgenodigd op", "uitgenodigd", "invited")),
        Column("registered_on", day, ("aangemeld op", "aangemeld", "aanmelddatum", "registered", "datum", "date")),
        Column("confirmed_on", day, ("bevestigd op", "bevestigd", "confirmed")),
        Column("ended_on", day, ("geëindigd op", "afgerond op", "einddatum", "ended")),
        Column("score", integer(1, 10), ("cijfer", "waardering", "beoordeling", "mark")),
        Column("outcome", term(Outcome), ("resultaat", "uitkomst")),
        Column("proposition", prose, ("propositie", "circulaire propositie")),
        Column("aid", euros, ("steun", "de-minimis", "de-minimissteun", "steunbedrag", "bedrag", "state aid")),
        Column("reason", prose, ("reden",)),
    )  # fmt: skip
    derived = ("attended", "sessions")

    def __init__(self, known: Known) -> None:
        """Read who is enrolled in what."""
        super().__init__(known)
        reader = known.change.reader
        self._numbering = Numbering(self.noun, known.change)
        self._tracks = known.references("track")
        self._companies = known.references("company")
        self._places: dict[int, _Place] = {}
        self._enrolled: dict[tuple[str, str], list[_Place]] = defaultdict(list)
        tracks, companies = self._tracks.keys, self._companies.keys
        for number, track, company, status in reader.rows("SELECT id, track_id, company_id, status FROM enrolment"):
            place = self._places[number] = _Place(number, tracks[track], companies[company], status in _ENDED)
            self._enrolled[place.track, place.company].append(place)
        self._positions: dict[int, int] = {}

    @cached_property
    def _participants(self) -> Participants:
        return Participants(self.known.change.reader)

    @cached_property
    def _seats(self) -> Seats:
        return Seats(self.known.change.reader)

    def find(self, row: Row) -> int | None:
        """Return the enrolment by its key, else the live one of the company, else an ended one that says the same."""
        values = row.values
        found = None
        if parsed := parse_number(values.get("key", ""), noun=self.noun):
            values["key"] = number_key(self.noun, parsed[1])
            found = self._places.get(parsed[1])
        if "waitlist_position" in values:
            self._positions[row.number] = values.pop("waitlist_position")
        company = values.get("company") if found is None else found.company
        if "contacts" in values and company is not None:
            known = self._participants.names(self._companies.ids[company])
            values["contacts"] = named_contacts(values["contacts"], known, company=company)
        return self._find_place(row) if found is None else found.id

    def _find_place(self, row: Row) -> int | None:
        values = row.values
        there = self._enrolled.get((values.get("track", ""), values.get("company", "")), [])
        live = next((each.id for each in there if not each.ended), None)
        if values.get("status") not in _ENDED:
            return live
        if "key" in values:
            return None
        equal = [
            each.id
            for each, stored in zip(there, self._stored([each.id for each in there]).values(), strict=True)
            if each.ended and all(stored[name] == value for name, value in values.items())
        ]
        return equal[0] if equal else live

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return the key; track and company of a live one, and all that is said of one that was ended."""
        values = row.values
        if "key" in values:
            yield "key", values["key"]
        place = self._places.get(row.id or 0)
        ended = values["status"] in _ENDED if "status" in values else place is not None and place.ended
        if not ended:
            yield "live", *((place.track, place.company) if place else (values.get("track"), values.get("company")))
        elif "key" not in values and place is None:
            yield "ended", tuple(sorted(values.items(), key=lambda item: item[0]))

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the enrolments that `rows` are."""
        return self._stored([row.id or 0 for row in rows])

    def _stored(self, ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
        if not ids:
            return {}
        page = ENROLMENTS.fetch(self.known.change.reader, where=[f"v.id IN ({', '.join(map(str, ids))})"])
        found = {number: place._asdict() for number, place in zip(page.ids, page.rows, strict=True)}
        return {number: found[number] for number in ids}

    def complete(self, row: Row) -> None:
        """Give a new enrolment its place: what the file says, else a seat, else the end of the waiting list."""
        values = row.values
        if "key" in values:
            values["key"] = self._numbering.check(values["key"])
        values.setdefault("people", 1)
        seats = self._seats.of(self._tracks.ids[values["track"]])
        if "status" not in values:
            if seats.over:
                raise BadValueError(
                    f"is {seats.status}, and takes nobody any more; give the status that the enrolment has",
                    field="track",
                )
            values["status"] = (
                EnrolmentStatus.REGISTERED if seats.has_seat_for_next else EnrolmentStatus.WAITLISTED
            ).value
            if values["status"] == EnrolmentStatus.REGISTERED:
                values.setdefault("registered_on", self.known.today.isoformat())
            else:
                self.known.note(
                    "put on the waiting list, since no seat is free", f"{values['company']} ({values['track']})"
                )
        self._check_waiting(values, values["track"])
        if values["status"] == EnrolmentStatus.WAITLISTED:
            values.setdefault("waitlisted_at", self.known.moment)
        seats.count(values["status"])

    def _check_waiting(self, values: Mapping[str, Any], track: str) -> None:
        seats = self._seats.of(self._tracks.ids[track])
        if values["status"] == EnrolmentStatus.WAITLISTED and seats.over:
            raise BadValueError(f"cannot be: {track} is {seats.status}, and has no waiting list", field="status")

    def add(self, rows: Sequence[Row]) -> None:
        """Store new enrolments; those that wait stand in line by their position, since when they wait, and row."""
        session = self.known.change.session
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        places, contacts = [], []
        for row in rows:
            values = row.values
            parsed = parse_number(values.get("key", ""), noun=self.noun)
            number = row.id = parsed[1] if parsed else self._numbering.next_id()
            track, company = self._tracks.ids[values["track"]], self._companies.ids[values["company"]]
            rank = None
            if values["status"] == EnrolmentStatus.WAITLISTED:
                order = (self._positions.get(row.number, 0) or _LAST, values["waitlisted_at"], row.number)
                rank = self._seats.of(track).join(number, order)
            places.append(
                {
                    "id": number,
                    "track_id": track,
                    "company_id": company,
                    "waitlist_rank": rank,
                    "aid_cents": _cents(values),
                    **{name: values.get(name) for name in _PLAIN},
                }
            )
            contacts += [
                {"enrolment_id": number, "contact_id": self._participants.id(company, name), "position": position}
                for position, name in enumerate(values.get("contacts", ()))
            ]
            self._notice(number, values)
        if places:
            session.execute(insert(Enrolment), places)
        if contacts:
            session.execute(insert(enrolment_contact), contacts)

    def _notice(self, number: int, values: Mapping[str, Any]) -> None:
        if values.get("aid"):
            self._participants.granted[number] = None

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse another Track or company, a second live enrolment, and a waiting list of a Track that is over."""
        changed = row.changed
        for name in ("track", "company"):
            if name in changed:
                raise BadValueError(f"is not that of {stored['key']}, and an enrolment stays what it is",
                                    field=name, nearest=stored[name])  # fmt: skip
        if "status" not in changed:
            return
        self._check_waiting(changed, stored["track"])
        if stored["status"] in _ENDED and changed["status"] not in _ENDED:
            there = self._enrolled[stored["track"], stored["company"]]
            live = next((each.id for each in there if not each.ended), None)
            if live is not None:
                raise BadValueError(
                    f"cannot be: {stored['company']} is enrolled in {stored['track']} as "
                    f"{number_key(self.noun, live)} already",
                    field="status",
                )

    def update(self, row: Row) -> None:
        """Change what differs; who waited and no longer does moves nobody, and who begins to wait is last in line."""
        changed, number = row.changed, row.id or 0
        values: dict[str, Any] = given(changed, _PLAIN)
        session = self.known.change.session
        if "outcome" in values:
            values["outcome"] = Outcome(values["outcome"])
        if "aid" in changed:
            values["aid_cents"] = _cents(changed)
        if "status" in values:
            values["status"] = EnrolmentStatus(values["status"])
            place = get(session, Enrolment, number)
            seats = self._seats.of(place.track_id)
            seats.count(values["status"], was=place.status)
            values["waitlist_rank"] = None
            if values["status"] is EnrolmentStatus.WAITLISTED:
                values["waitlist_rank"] = seats.last_rank()
                values.setdefault("waitlisted_at", place.waitlisted_at or self.known.moment)
        edit_enrolment(session, enrolment_id=number, values=values, contacts=changed.get("contacts"))
        self._notice(number, changed)

    def finish(self) -> Sequence[tuple[Row, BadValueError]]:
        """Put the new ones in line; tell of Tracks with more seats taken than there are, and of much aid."""
        self._seats.put_in_line(self.known.change.connection)
        for track in self._seats.overfull:
            about = "Tracks in which more companies have a seat than there are seats"
            self.known.warn(about, f"{self._tracks.keys[track]} ({self._seats.of(track)})")
        for company, cents in self._participants.above_ceiling(self.known.change.reader):
            about = "companies that come above the ceiling of €300,000 of aid in three years"
            self.known.warn(about, f"{company} (€{cents // _CENTS:,})")
        return ()


_LAST = 1_000_001
"""Behind every position that a row can have."""


def _cents(values: Mapping[str, Any]) -> int | None:
    return None if values.get("aid") is None else round(values["aid"] * _CENTS)
