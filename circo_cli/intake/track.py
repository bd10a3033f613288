"""Tracks from a file, with their sessions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from sqlmodel import insert

from circo_cli.domain.track import MOST_SEATS, edit_track
from circo_cli.intake.cells import day, integer, line, parsed, prose, quarter, reference, term
from circo_cli.intake.known import Known
from circo_cli.intake.mapping import BadValueError, Column, Importer, Row
from circo_cli.intake.occupied import Occupied
from circo_cli.intake.scheduling import Course, Home, Scheduling, TrackNumbering
from circo_cli.intake.workshops import Workshop, dates_cell, read_workshops, stored_workshop
from circo_cli.queries.track import TRACKS
from circo_cli.storage.tables import Track, TrackSession, track_hub, track_trainer
from circo_cli.values.languages import parse_language
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import TrackKind, TrackStatus

_PLAIN = (
    "title", "kind", "planned_quarter", "status", "capacity", "minimum", "location", "taught_in", "reason",
)  # fmt: skip
_USUAL = {"kind": TrackKind.TRACK.value, "status": TrackStatus.PLANNED.value, "capacity": 12, "taught_in": "nl"}
_MINIMUM = 6
_OVER = (TrackStatus.COMPLETED, TrackStatus.CANCELLED)
_BLAMED = {
    "trainer-clash": "trainers",
    "hub-closed": "hubs",
    "session-overlap": "dates",
    "session-attended": "dates",
    "track-completed": "dates",
    "track-cancelled": "dates",
}
"""Which column is to blame where the rules of Tracks refuse a change."""


class _Stored(NamedTuple):
    """A Track that is there, by what another row may mean it."""

    id: int
    key: str
    planned_quarter: str
    first: str | None
    starts_on: str | None


class TrackImporter(Importer):
    """Tracks: by key, else hub, title and first session; where sessions are not given, the planned quarter."""

    noun = "track"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column("title", prose, ("titel", "naam", "name", "track", "onderwerp"), required=True),
        Column("hub", reference("hub"), ("organisator", "circo hub", "eigen hub"), required=True),
        Column("hubs", reference("hub"), ("joint hubs", "joint hub", "organisatoren", "samen met"), many=True),
        Column("kind", term(TrackKind), ("soort", "vorm", "type", "format")),
        Column("theme", reference("theme"), ("thema",)),
        Column(
            "planned_quarter", quarter, ("gepland kwartaal", "planned quarter", "kwartaal", "gepland in"), required=True
        ),
        Column("quarter", quarter),
        Column("starts_on", day, ("startdatum", "begindatum", "start", "start date", "begint op")),
        Column(
            "dates", dates_cell, ("data", "datums", "datum", "date", "sessiedata", "bijeenkomsten", "session dates")
        ),
        Column("status", term(TrackStatus), ("stand",)),
        Column("capacity", integer(1, MOST_SEATS), ("capaciteit", "plaatsen", "aantal plaatsen", "seats", "maximum")),
        Column("minimum", integer(0, MOST_SEATS), ("minimaal", "min")),
        Column("location", prose, ("locatie", "plaats", "place", "adres", "waar")),
        Column("taught_in", parsed(parse_language), ("taal", "voertaal", "language")),
        Column("trainers", reference("trainer"), ("trainer", "docent", "docenten", "begeleiders"), many=True),
        Column("reason", prose, ("reden",)),
    )
    derived = ("ends_on", "sessions", "seats_taken", "seats_free", "waitlisted", "session_list", "enrolments")

    def __init__(self, known: Known) -> None:
        """Read by what Tracks are known, and the hubs that run them."""
        super().__init__(known)
        reader = known.change.reader
        self._tracks = known.references(self.noun)
        self._numbering = TrackNumbering(known.change)
        self._homes = {
            key: Home(number, key, *about)
            for number, key, *about in reader.rows("SELECT id, key, country, timezone, stage FROM hub")
        }
        self._hub_of: dict[int, str] = {}
        self._by_title: dict[tuple[str, str], list[_Stored]] = defaultdict(list)
        for number, key, hub, title, planned, first, starts_on in reader.rows(
            """SELECT t.id, t.key, h.key, t.title, t.planned_quarter, min(s.starts_at), min(s.starts_on)
                 FROM track t JOIN hub h ON h.id = t.hub_id LEFT JOIN track_session s ON s.track_id = t.id
                GROUP BY t.id ORDER BY t.id"""
        ):
            self._hub_of[number] = hub
            self._by_title[hub, fold(title)].append(_Stored(number, key, planned, first, starts_on))

    @cached_property
    def _scheduling(self) -> Scheduling:
        return Scheduling(self.known, self._homes, Occupied(self.known.change.reader))

    def find(self, row: Row) -> int | None:
        """Return the Track by its key, else its hub, title and first session."""
        values = row.values
        found = self._tracks.ids.get(str(values.get("key", "")).lower())
        _put_own_hub_first(values, None if found is None else self._hub_of[found])
        hub = values.get("hub") if found is None else self._hub_of[found]
        self._read_dates(values, hub)
        counts_in, starts_on = values.pop("quarter", None), values.pop("starts_on", None)
        if found is None:
            found = self._find_by_title(values, counts_in, starts_on)
        if found is None:
            if "dates" in values:
                starts_on = values["dates"][0].starts_on
            elif starts_on is not None:
                about = "Tracks come without sessions: the file says when they start, and has no column dates"
                self.known.note(about, values.get("title", ""))
            if counts_in is None and starts_on is not None:
                counts_in = str(Quarter.containing(date.fromisoformat(starts_on)))
            if counts_in is not None:
                values.setdefault("planned_quarter", counts_in)
        return found

    def _read_dates(self, values: dict[str, Any], hub: str | None) -> None:
        if "dates" not in values:
            return
        if hub is None:  # then the row is bad for want of a hub, on whose clock dates are
            del values["dates"]
            return
        values["dates"] = read_workshops(values["dates"], zone=self._homes[hub].zone, today=self.known.today)
        if not values["dates"]:
            del values["dates"]

    def _find_by_title(self, values: Mapping[str, Any], counts_in: str | None, starts_on: str | None) -> int | None:
        called = self._by_title.get((values.get("hub", ""), fold(values.get("title", ""))), [])
        planned = values.get("planned_quarter", counts_in)
        likely = [each for each in called if planned in (None, each.planned_quarter)]
        if "dates" in values:
            found = [each for each in called if each.first == values["dates"][0].starts_at]
            found = found or [each for each in likely if each.first is None]
        else:
            found = likely if starts_on is None else [each for each in called if each.starts_on == starts_on]
        if "key" in values:
            if found:
                about = "Tracks that are there under another key, with the same hub, title and first session"
                self.known.warn(about, f"{values['key']} ({found[0].key})")
            return None
        if len(found) > 1:
            keys = [each.key for each in found]
            raise BadValueError(
                f"is the title of several: {', '.join(keys[:3])}; give the key", field="title", nearest=keys[0]
            )
        return found[0].id if found else None

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return the key; and hub, title and first session, apart for rows that a key makes a thing of its own."""
        yield from _keys(row)
        yield ("keyed" if "key" in row.values else "plain"), *_described(row)

    def meets(self, row: Row) -> Iterable[Hashable]:
        """Return by what an earlier row is the same: two that have a key of their own only by that."""
        yield from _keys(row)
        yield "plain", *_described(row)
        if "key" not in row.values:
            yield "keyed", *_described(row)

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the Tracks that `rows` are, each with its reason and its sessions."""
        ids = ", ".join(str(row.id) for row in rows)
        reader = self.known.change.reader
        page = TRACKS.fetch(reader, where=[f"v.id IN ({ids})"])
        found = {number: track._asdict() for number, track in zip(page.ids, page.rows, strict=True)}
        for number, reason in reader.rows(f"SELECT id, reason FROM track WHERE id IN ({ids})"):
            found[number] |= {"reason": reason, "dates": ()}
        for number, starts_at, ends_at in reader.rows(
            f"SELECT track_id, starts_at, ends_at FROM track_session WHERE track_id IN ({ids}) ORDER BY starts_at"
        ):
            zone = self._homes[self._hub_of[number]].zone
            found[number]["dates"] += (stored_workshop(starts_at, ends_at, zone=zone),)
        return found

    def complete(self, row: Row) -> None:
        """Give a new Track what ``track schedule`` gives it, and refuse what that refuses."""
        values = row.values
        if "key" in values:
            values["key"] = self._numbering.check_for(values["key"], hub=values["hub"])
        values.setdefault("hubs", (values["hub"],))
        fact = "status" in values or "reason" in values
        for name, usual in _USUAL.items():
            values.setdefault(name, usual)
        values.setdefault("minimum", min(_MINIMUM, values["capacity"]))
        _check_size(values)
        course = _course(values, values.get("key") or f"the Track of row {row.number}")
        self._scheduling.check(course, past=fact, forced="reason" in values)
        self._scheduling.keep(course)

    def add(self, rows: Sequence[Row]) -> None:
        """Store new Tracks with their hubs, trainers and sessions."""
        session = self.known.change.session
        hubs, trainers, themes = (self.known.references(noun).ids for noun in ("hub", "trainer", "theme"))
        for row in rows:
            if "key" in row.values:
                self._numbering.reserve(row.values["key"])
        tracks, organisers, givers, sessions = [], [], [], []
        for row in rows:
            values = row.values
            number = row.id = self._numbering.next_id()
            key = values.get("key") or self._numbering.following(values["hub"], values["planned_quarter"])
            own = {
                "id": number,
                "key": key,
                "hub_id": hubs[values["hub"]],
                "theme_id": themes.get(values.get("theme", "")),
            }
            tracks.append({**own, **{name: values.get(name) for name in _PLAIN}})
            organisers += [
                {"track_id": number, "hub_id": hubs[each], "position": position}
                for position, each in enumerate(values["hubs"])
            ]
            givers += [
                {"track_id": number, "trainer_id": trainers[each], "position": position}
                for position, each in enumerate(values.get("trainers", ()))
            ]
            sessions += [
                {"track_id": number, "uid": f"{key}-s{place}", "sequence": 0, **each.columns()}
                for place, each in enumerate(values.get("dates", ()), start=1)
            ]
        for table, stored in (
            (Track, tracks),
            (track_hub, organisers),
            (track_trainer, givers),
            (TrackSession, sessions),
        ):
            if stored:
                session.execute(insert(table), stored)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse another hub, an end with companies waiting, and what ``track edit`` refuses."""
        changed = row.changed
        if "hub" in changed:
            raise BadValueError(f"is not the hub of {stored['key']}, and a Track stays with its hub",
                                field="hub", nearest=stored["hub"])  # fmt: skip
        after = {**stored, **changed}
        _check_size(after)
        if after["status"] in _OVER and "status" in changed and stored["waitlisted"]:
            raise BadValueError(
                f"does not go with {stored['waitlisted']} on the waiting list: "
                f"circo enrolment list --track {stored['key']} --status waitlisted",
                field="status",
            )
        course = _course(after, stored["key"])
        if changed.keys() & {"dates", "trainers"}:
            new = course.trainers if "dates" in changed else [
                each for each in course.trainers if each not in stored["trainers"]
            ]  # fmt: skip
            self._scheduling.check_trainers(course._replace(trainers=tuple(new)), forced="reason" in row.values)
        self._scheduling.keep(course)
        if after["capacity"] > stored["seats_taken"] and "capacity" in changed and stored["waitlisted"]:
            about = "companies wait although seats are free, since an import moves nobody: circo enrolment promote"
            self.known.warn(about, stored["key"])

    def update(self, row: Row) -> None:
        """Change what differs, by the rules of ``track edit``; nobody moves up from a waiting list."""
        changed = row.changed
        values = {name: changed[name] for name in _PLAIN if name in changed and name != "reason"}
        for name, kind in (("kind", TrackKind), ("status", TrackStatus)):
            if name in values:
                values[name] = kind(values[name])
        if "theme" in changed:
            values["theme_id"] = self.known.references("theme").ids[changed["theme"]]
        lists = {
            name: [self.known.references(noun).ids[each] for each in changed[noun + "s"]]
            for name, noun in (("joint_hub_ids", "hub"), ("trainer_ids", "trainer"))
            if noun + "s" in changed
        }
        number = row.id or 0
        with self.known.attempt(_BLAMED):
            outcome = edit_track(
                self.known.change.session,
                track_id=number,
                values=values,
                spans=[each.span for each in changed["dates"]] if "dates" in changed else None,
                zone=self._homes[self._hub_of[number]].zone,
                now=self.known.now,
                today=self.known.today,
                force="reason" in row.values,
                reason=row.values.get("reason"),
                filling=False,
                **lists,
            )
        for warning in outcome.warnings:
            self.known.warn("Tracks that were changed", f"{outcome.track.key}: {warning}")


def _put_own_hub_first(values: dict[str, Any], own: str | None) -> None:
    """Let `hubs` begin with the hub that the Track is of: the one given, the stored one, or else the first."""
    if "hubs" not in values:
        return
    if own is None:
        own = values.setdefault("hub", values["hubs"][0])
    values["hubs"] = (own, *(each for each in values["hubs"] if each != own))


def _keys(row: Row) -> Iterable[Hashable]:
    return [("key", row.values["key"].lower())] if "key" in row.values else []


def _described(row: Row) -> tuple[Hashable, ...]:
    values = row.values
    dates: Sequence[Workshop] = values.get("dates", ())
    first = dates[0].starts_at if dates else values.get("planned_quarter")
    return values.get("hub"), fold(values.get("title", "")), first


def _check_size(values: Mapping[str, Any]) -> None:
    if values["minimum"] > values["capacity"]:
        raise BadValueError(
            f"is more than the capacity of {values['capacity']}", field="minimum", nearest=str(values["capacity"])
        )


def _course(values: Mapping[str, Any], called: str) -> Course:
    return Course(
        called,
        values["planned_quarter"],
        values["status"] == TrackStatus.CANCELLED,
        values["title"],
        values.get("location"),
        tuple(values["hubs"]),
        tuple(values.get("trainers", ())),
        tuple(values.get("dates", ())),
    )
