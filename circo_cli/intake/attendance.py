"""Attendance from a file: which company came to which session, with how many people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from circo_cli.domain.attendance import MOST_PEOPLE, Presence
from circo_cli.errors import BadRowsError, UsageError
from circo_cli.intake.reading import read_sheet
from circo_cli.intake.sheet import BadRow, Line, Sheet
from circo_cli.values.roster import Place, Roster
from circo_cli.values.text import fold

HEADERS: Mapping[str, Sequence[str]] = {
    "company": (
        "bedrijf", "key", "sleutel", "kvk", "kvk-nummer", "bedrijfsnaam", "company name", "organisatie",
        "organisation", "deelnemer", "participant", "naam", "name",
    ),
    "session": ("sessie", "sessienummer", "session number", "bijeenkomst", "workshop", "dagdeel", "number", "nr"),
    "people": ("personen", "aantal personen", "aantal", "mensen", "aanwezig", "aanwezigen", "opkomst"),
    "present": (),
}  # fmt: skip
"""The columns of an attendance file, and other headers for them. `present` is what circo prints, and may be absent."""

_YES = frozenset({"ja", "j", "yes", "y", "x", "true", "waar", "aanwezig", "present", "v", "✓", "✔"})
_NO = frozenset({"nee", "n", "no", "false", "onwaar", "afwezig", "absent"})
_NEAR = 60
_ALL = -1
"""All the people that a company sends, where a number of people belongs."""

_UNKNOWN = -2
"""Not on record: circo prints that as a row without a number, and such a row changes nothing."""


def read_attendance(source: str) -> Sheet:
    """Return the rows of the file `source`, or of standard input for ``-``; raise `UsageError` as `read_sheet` does."""
    return read_sheet(source, headers=HEADERS, needed=("company", "session"))


def presences_of(sheet: Sheet, *, roster: Roster, earlier: Mapping[str, int]) -> list[Presence]:
    """Return the attendance that `sheet` holds for a Track.

    `earlier` maps keys that companies had before they were merged to the company's id. Raises `UsageError` with every
    bad row of the file in its details.
    """
    if not roster.workshops:
        raise UsageError(
            f"{roster.key} has no sessions", hint=f"circo track session add {roster.key} DATE", code="no-session"
        )
    presences, wrong = _read(sheet, _Seats(roster, earlier), sessions=len(roster.workshops))
    bad = sorted([*sheet.broken, *wrong], key=lambda each: each.row)
    if bad:
        rows = f"{len({each.row for each in bad})} of {len(sheet.lines) + len(sheet.spoilt)} rows"
        raise BadRowsError(
            f"{rows} of {sheet.name} cannot be taken, and nothing was recorded",
            hint=f"mend them and type it again; circo track attendance {roster.key} shows companies and sessions",
            details=[each._asdict() for each in bad],
        )
    if not presences:
        raise UsageError(
            f"{sheet.name} has no row that says who came", hint="a row is COMPANY, SESSION, PEOPLE", code="input-empty"
        )
    return presences


class _Seats:
    """The companies with a seat, by whatever name a file gives them."""

    def __init__(self, roster: Roster, earlier: Mapping[str, int]) -> None:
        self.key = roster.key
        self._by_key = {place.company: place for place in roster.seated}
        self._by_kvk = {place.kvk: place for place in roster.seated if place.kvk}
        self._by_name: dict[str, list[Place]] = {}
        for place in roster.seated:
            self._by_name.setdefault(fold(place.name), []).append(place)
        numbers = {place.company_id: place for place in roster.seated}
        self._by_key.update({key: numbers[number] for key, number in earlier.items() if number in numbers})
        self._others = {
            known: place for place in reversed(roster.places) for known in (place.company, fold(place.name))
        }

    def find(self, typed: str) -> Place | tuple[str, str | None]:
        """Return the place that `typed` means; or why there is none, and the nearest key."""
        if not typed:
            return "is empty", None
        digits = typed.replace(" ", "")
        if typed in self._by_key:  # as it is: in capitals it may be the name of several, of which one has that key
            return self._by_key[typed]
        if digits.isdecimal() and digits.zfill(8) in self._by_kvk:
            return self._by_kvk[digits.zfill(8)]
        named = self._by_name.get(fold(typed), [])
        if len(named) == 1:
            return named[0]
        if named:
            return f"is the name of several: {', '.join(place.company for place in named)}", named[0].company
        if typed.lower() in self._by_key:
            return self._by_key[typed.lower()]
        other = self._others.get(typed.lower()) or self._others.get(fold(typed))
        if other is not None:
            return f"holds no seat in {self.key}: {other.enrolment} is {other.status}", self._nearest(typed)
        return f"is no company with a seat in {self.key}", self._nearest(typed)

    def _nearest(self, typed: str) -> str | None:
        from rapidfuzz import fuzz, process

        names = {name: place.company for name, places in self._by_name.items() for place in places}
        names.update({key: place.company for key, place in self._by_key.items()})
        match = process.extractOne(fold(typed), list(names), scorer=fuzz.WRatio, score_cutoff=_NEAR)
        return None if match is None else names[match[0]]


def _read(sheet: Sheet, seats: _Seats, *, sessions: int) -> tuple[list[Presence], list[BadRow]]:
    presences: list[Presence] = []
    bad: list[BadRow] = []
    seen: dict[tuple[int, int], int] = {}
    for line in sheet.lines:
        faults: list[BadRow] = []
        place = seats.find(line.text("company"))
        if not isinstance(place, Place):
            faults.append(sheet.bad(line, "company", *place))
        number = _session(sheet, line, sessions)
        if not isinstance(number, int):
            faults.append(number)
        people = _people(sheet, line)
        if isinstance(people, BadRow):
            faults.append(people)
        bad += faults
        if not isinstance(place, Place) or not isinstance(number, int) or isinstance(people, BadRow):
            continue
        before = seen.setdefault((place.company_id, number), line.row)
        if before != line.row:
            bad.append(sheet.bad(line, "company", f"is on line {before} too, for session {number}"))
        elif people != _UNKNOWN:
            presences.append(Presence(place.company_id, number, None if people == _ALL else people))
    return presences, bad


def _session(sheet: Sheet, line: Line, sessions: int) -> int | BadRow:
    text = line.text("session")
    if text.isascii() and text.isdecimal() and len(text) < 10:
        number = int(text)
        if 1 <= number <= sessions:
            return number
        nearest = str(min(max(number, 1), sessions))
        return sheet.bad(line, "session", f"is none of the sessions 1 to {sessions}", nearest)
    reason = "is empty" if not text else "is not the number of a session"
    return sheet.bad(line, "session", reason, "1" if sessions == 1 else None)


def _people(sheet: Sheet, line: Line) -> int | BadRow:
    """Return how many people a row says came, `_ALL` or `_UNKNOWN`; or what is wrong with that."""
    came = _count(line.text("people"))
    if came is None:
        text = line.text("people")
        return sheet.bad(line, "people", "is not a number of people", _nearest_count(text))
    if "present" not in line.cells:
        return came
    said = fold(line.text("present"))
    if said in _YES:
        if came == 0:
            return sheet.bad(line, "people", f"says nobody, and {sheet.columns['present']} says {said}")
        return came
    if said in _NO:
        if came > 0:
            return sheet.bad(line, "people", f"says {came}, and {sheet.columns['present']} says {said}", "0")
        return 0
    if said:
        return sheet.bad(line, "present", "is not true or false")
    return _UNKNOWN if came == _ALL else came


def _count(text: str) -> int | None:
    """Return how many people a cell means: empty and yes are all of them, no is nobody; None for what is neither."""
    word = fold(text)
    if not word or word in _YES:
        return _ALL
    if word in _NO:
        return 0
    if word.isascii() and word.isdecimal() and len(word) < 10 and int(word) <= MOST_PEOPLE:
        return int(word)
    return None


def _nearest_count(text: str) -> str | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return str(int(min(max(number, 0), MOST_PEOPLE))) if isfinite(number) else None
