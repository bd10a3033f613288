"""Tracks that need attention: over and not completed, begun with nobody, short of companies, undated, waited for."""

from __future__ import annotations

from circo_cli.queries.attention import FEW, Item, Kind, Scope
from circo_cli.storage.reader import Reader
from circo_cli.values.dates import beside_today
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import Urgency

_NOBODY = 'circo track cancel {key} --reason "nobody enrolled"'


def tracks_in_need(reader: Reader, scope: Scope) -> list[Item]:
    """Return what Tracks need that are neither completed nor cancelled, joint ones of the hub included."""
    rows = reader.rows(
        """SELECT v.id, v.key, v.planned_quarter, v.starts_on, v.ends_on, v.minimum, v.seats_taken, v.seats_free,
                  v.waitlisted
             FROM track_overview v WHERE v.status IN ('planned', 'open', 'confirmed')
              AND (:hub IS NULL OR EXISTS (SELECT 1 FROM track_hub th WHERE th.track_id = v.id AND th.hub_id = :hub))
            ORDER BY v.starts_on, v.planned_quarter, v.key""",
        scope.values,
    )
    today = scope.today.isoformat()
    over: list[tuple[int, str, str, int]] = []
    begun: list[Item] = []
    short: list[Item] = []
    undated: list[Item] = []
    waiting: list[Item] = []
    for number, key, planned, starts_on, ends_on, minimum, taken, free, queue in rows:
        if starts_on is None:
            undated += _undated(key, planned, scope)
        elif ends_on < today:
            over.append((number, key, ends_on, taken))
            continue
        elif starts_on < today:
            if not taken:
                message = f"began {beside_today(starts_on, today=scope.today)} with nobody enrolled"
                begun.append(Item(Urgency.NOW, Kind.TRACK_BEGUN, key, message, _NOBODY.format(key=key)))
            continue
        urgency = scope.urgency(starts_on)
        starts = "has no dates" if starts_on is None else f"starts {beside_today(starts_on, today=scope.today)}"
        if taken < minimum and urgency is Urgency.SOON:
            message = f"{taken} of minimum {counted(minimum, 'company', 'companies')}; {starts}"
            short.append(Item(urgency, Kind.TRACK_MINIMUM, key, message, f"circo track mix {key}"))
        if queue:
            seats = f"{counted(free, 'seat is', 'seats are')} free" if free else "no seat is free"
            message = f"{counted(queue, 'company waits', 'companies wait')}, {seats}; {starts}"
            command = f"circo enrolment list --track {key} --status waitlisted"
            waiting.append(Item(urgency, Kind.WAITING_LIST, key, message, command))
    waited = f"circo enrolment list --status waitlisted{scope.typed}"
    return [
        *scope.few(begun, "Tracks began with nobody enrolled"),
        *_all_over(reader, over, scope),
        *scope.few(short, "Tracks start below their minimum"),
        *scope.few(undated, "Tracks have no dates yet"),
        *scope.few(waiting, "Tracks have a waiting list", waited),
    ]


def _undated(key: str, planned: str, scope: Scope) -> list[Item]:
    quarter = Quarter.parse(planned)
    if quarter > Quarter.containing(scope.today):
        return []
    urgency = scope.urgency(quarter.last.isoformat())
    message = f"planned for {planned}{', which is over,' if urgency is Urgency.NOW else ''} and has no dates yet"
    return [Item(urgency, Kind.TRACK_UNDATED, key, message, f"circo track session add {key} DATE")]


def _all_over(reader: Reader, over: list[tuple[int, str, str, int]], scope: Scope) -> list[Item]:
    first = [_over(reader, *each, scope) for each in over[:FEW]]
    return first if len(over) <= FEW else [scope.many(first[0], len(over), "Tracks are over and not completed")]


def _over(reader: Reader, track_id: int, key: str, ends_on: str, taken: int, scope: Scope) -> Item:
    """Tell of a Track that is over: it is completed when its attendance is on record, cancelled if nobody came."""
    ended = f"ended {beside_today(ends_on, today=scope.today)}"
    if not taken:
        message = f"{ended} with nobody enrolled"
        return Item(Urgency.NOW, Kind.TRACK_OVER, key, message, _NOBODY.format(key=key))
    unknown = reader.value(
        """SELECT count(*) FROM enrolment e WHERE e.track_id = :track AND e.status IN ('registered', 'confirmed')
              AND EXISTS (SELECT 1 FROM track_session s WHERE s.track_id = e.track_id AND NOT EXISTS
                  (SELECT 1 FROM attendance a WHERE a.enrolment_id = e.id AND a.session_id = s.id))""",
        {"track": track_id},
    )
    if unknown:
        message = f"{ended}; {counted(unknown, 'company lacks', 'companies lack')} attendance"
        return Item(Urgency.NOW, Kind.TRACK_OVER, key, message, f"circo track attendance {key}")
    return Item(Urgency.NOW, Kind.TRACK_OVER, key, f"{ended}, not completed", f"circo track complete {key}")
