"""The calendar of Tracks for calendar programs: an iCalendar document (RFC 5545) that they can follow.

A session keeps its name (UID) wherever it moves, and its SEQUENCE says which of two versions is the later. It names no
trainer, contact or company: a calendar is passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from circo_cli.documents.language import Language
from circo_cli.documents.vtimezone import vtimezone
from circo_cli.queries.calendar import CalendarSession
from circo_cli.values.calendar import standing
from circo_cli.values.dates import parse_moment
from circo_cli.values.text import one_line, visible
from circo_cli.values.vocabulary import TrackKind

if TYPE_CHECKING:
    from icalendar import Calendar, Event


def as_icalendar(sessions: Sequence[CalendarSession], *, hub: str | None, language: Language, today: date) -> str:
    """Return the calendar of `sessions`, of the hub named `hub` or of the network, as it is `today`.

    Times are on the clock of each hub, with the zones that they need. Same sessions, same day: same text.
    """
    from icalendar import Calendar, vText

    title = language.say("calendar_title_hub", hub=one_line(hub)) if hub else language.say("calendar_title")
    calendar = Calendar()
    calendar.add("prodid", f"-//CIRCO//circo//{language.code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what programs knew before it
        calendar.add(name, vText(visible(title)))
    stamp = datetime.combine(today, time(), tzinfo=UTC)
    for session in sessions:
        calendar.add_component(_event(session, stamp=stamp, language=language))
    _add_zones(calendar, sessions)
    document: bytes = calendar.to_ical()
    return document.decode()


def _add_zones(calendar: Calendar, sessions: Sequence[CalendarSession]) -> None:
    """Add the zones by whose clocks sessions are held, before the events that refer to them."""
    moments = [_local(moment, each.timezone) for each in sessions for moment in (each.starts_at, each.ends_at)]
    years = [moment.year for moment in moments]
    names = {str(moment.tzinfo) for moment in moments if moment.tzinfo is not UTC}
    for place, name in enumerate(sorted(names)):
        calendar.subcomponents.insert(place, vtimezone(name, first_year=min(years), last_year=max(years)))


def _event(session: CalendarSession, *, stamp: datetime, language: Language) -> Event:
    from icalendar import Event

    theme = (session.theme_en or session.theme_nl) if language.code == "en" else session.theme_nl
    event = Event()
    event.add("uid", f"{session.uid}@circo")
    event.add("sequence", session.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", _local(session.starts_at, session.timezone))
    event.add("dtend", _local(session.ends_at, session.timezone))
    event.add("status", standing(session.status))
    event.add("summary", visible(_summary(session, language)))
    if session.location is not None:
        event.add("location", visible(session.location))
    event.add("description", visible(_description(session, theme, language)))
    kind = TrackKind(session.kind).label(language.code)
    event.add("categories", [visible(each) for each in (kind, theme) if each])
    return event


def _local(moment: str, zone: str) -> datetime:
    """Return a stored moment on the clock of `zone`; in UTC where that clock shows the time twice: programs differ."""
    exact = parse_moment(moment)
    local = exact.astimezone(ZoneInfo(zone))
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return exact if twice or zone == "UTC" else local


def _summary(session: CalendarSession, language: Language) -> str:
    if session.sessions is None or session.sessions < 2:
        return session.title
    count = language.say("calendar_session", number=session.number, sessions=session.sessions)
    return f"{session.title} ({count})"


def _description(session: CalendarSession, theme: str | None, language: Language) -> str:
    hubs = "calendar_hub_one" if len(session.hub_names) == 1 else "calendar_hub_many"
    lines = [f"Track: {session.track}", language.say(hubs, hubs=", ".join(session.hub_names))]
    if theme is not None:
        lines.append(language.say("calendar_theme", theme=theme))
    return "\n".join(lines)
