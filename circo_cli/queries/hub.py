"""Hubs as they are read: lists, one hub whole, its onboarding steps."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging, collect
from circo_cli.storage.reader import Reader
from circo_cli.values.onboarding import Circumstances, StepState, derive_steps
from circo_cli.values.rows import nested
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import HubKind, Journey, Step


class HubRow(NamedTuple):
    """A hub in a list."""

    key: str
    name: str
    kind: str
    stage: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    country: str
    timezone: str
    lead: str | None
    lead_email: str | None
    launch_quarter: str | None
    first_launch_quarter: str | None
    official_on: str | None
    partners: int
    tracks: int
    companies: int
    open_questions: int


class StageChange(NamedTuple):
    """An entry of a hub's stage history."""

    stage: str
    on: str
    reason: str | None
    forced: bool
    by: str


class PartnerOfHub(NamedTuple):
    """A partner's role in a hub for a period; `covers` are journey stages of companies."""

    key: str
    name: str
    kind: str
    role: str
    covers: tuple[str, ...]
    from_: str
    until: str | None


CURRENT = "hp.from_on <= :today AND (hp.until_on IS NULL OR hp.until_on >= :today)"
"""The condition that a period of a partner in a hub holds today."""

HUBS = Listing(
    row=HubRow,
    source="hub_overview v",
    order="v.key",
    columns={
        "partners": f"(SELECT count(DISTINCT hp.partner_id) FROM hub_partner hp WHERE hp.hub_id = v.id AND {CURRENT})"
    },
    lists={
        "regions": ("SELECT hub_id, region FROM hub_region WHERE {owners} ORDER BY position", "hub_id"),
        "sectors": (
            """SELECT s.hub_id, t.key FROM hub_sector s JOIN theme t ON t.id = s.theme_id
                WHERE {owners} ORDER BY s.position""",
            "s.hub_id",
        ),
    },
)


def list_hubs(
    reader: Reader,
    *,
    today: date,
    stage: str | None = None,
    kind: str | None = None,
    region: str | None = None,
    launch: str | None = None,
    hub_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[HubRow]:
    """Return the hubs that meet every filter given."""
    filters = Filters()
    filters.values["today"] = today.isoformat()
    filters.add("v.stage = :stage", stage=stage)
    filters.add("v.kind = :kind", kind=kind)
    filters.add("v.launch_quarter = :launch", launch=launch)
    filters.add("v.id = :hub_id", hub_id=hub_id)
    filters.add("EXISTS (SELECT 1 FROM hub_region r WHERE r.hub_id = v.id AND r.region = :region)", region=region)
    return HUBS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def show_hub(reader: Reader, hub_id: int, *, today: date) -> tuple[HubRow, dict[str, object]]:
    """Return a hub and what `show` adds: steps, stage history, partners, goals, what no partner covers."""
    from circo_cli.queries.goal import GoalRow, list_goals  # a list can do without

    row = list_hubs(reader, today=today, hub_id=hub_id).rows[0]
    history = [
        StageChange(stage, on, reason, bool(forced), by)
        for stage, on, reason, forced, by in reader.rows(
            "SELECT stage, entered_on, reason, forced, actor FROM hub_stage WHERE hub_id = :hub ORDER BY id",
            {"hub": hub_id},
        )
    ]
    return row, {
        "steps": nested(StepState, steps_of_hub(reader, hub_id, today=today)),
        "history": nested(StageChange, history),
        "partner_list": nested(PartnerOfHub, partners_of_hub(reader, hub_id)),
        "goals": nested(GoalRow, list_goals(reader, today=today, hub_id=hub_id).rows),
        "uncovered": uncovered_stages(reader, hub_id, today=today),
    }


def steps_of_hub(reader: Reader, hub_id: int, *, today: date) -> tuple[StepState, ...]:
    """Return the onboarding steps of a hub, in their order."""
    ticked = {
        Step(step): (done_on, note)
        for step, done_on, note in reader.rows(
            "SELECT step, done_on, note FROM hub_step WHERE hub_id = :hub", {"hub": hub_id}
        )
    }
    row = reader.row(
        f"""SELECT h.kind,
                   (SELECT count(DISTINCT hp.partner_id) FROM hub_partner hp WHERE hp.hub_id = h.id AND {CURRENT}),
                   h.lead,
                   (SELECT count(*) FROM trainer t WHERE t.hub_id = h.id),
                   (SELECT count(*) FROM goal g WHERE g.hub_id = h.id),
                   (SELECT count(*) FROM track_hub th JOIN track t ON t.id = th.track_id
                     WHERE th.hub_id = h.id AND t.status <> 'cancelled')
              FROM hub h WHERE h.id = :hub""",
        {"hub": hub_id, "today": today.isoformat()},
    )
    if row is None:
        raise AssertionError("the hub was found before")
    return derive_steps(ticked, Circumstances(HubKind(row[0]), *row[1:]))


def partners_of_hub(reader: Reader, hub_id: int) -> list[PartnerOfHub]:
    """Return every period of every partner of a hub, past ones included."""
    rows = reader.rows(
        """SELECT hp.id, p.key, p.name, p.kind, hp.role, hp.from_on, hp.until_on FROM hub_partner hp
             JOIN partner p ON p.id = hp.partner_id WHERE hp.hub_id = :hub ORDER BY hp.from_on, hp.id""",
        {"hub": hub_id},
    )
    covers = (
        collect(
            reader,
            "SELECT hub_partner_id, journey FROM hub_partner_journey WHERE {owners}",
            "hub_partner_id",
            [row[0] for row in rows],
        )
        if rows
        else {}
    )
    order = [stage.value for stage in Journey]
    return [
        PartnerOfHub(key, name, kind, role, tuple(sorted(covers.get(number, ()), key=order.index)), on, until)
        for number, key, name, kind, role, on, until in rows
    ]


def uncovered_stages(reader: Reader, hub_id: int, *, today: date) -> tuple[str, ...]:
    """Return the journey stages of companies that no present partner of the hub covers."""
    covered = {
        row[0]
        for row in reader.rows(
            f"""SELECT DISTINCT j.journey FROM hub_partner_journey j JOIN hub_partner hp ON hp.id = j.hub_partner_id
                 WHERE hp.hub_id = :hub AND {CURRENT}""",
            {"hub": hub_id, "today": today.isoformat()},
        )
    }
    return tuple(stage.value for stage in Journey if stage.value not in covered)


class ComingTrack(NamedTuple):
    """A Track of a hub that is not over yet; `quarter` is where it counts, `enrolled` the seats that are taken."""

    key: str
    title: str
    status: str
    quarter: str
    starts_on: str | None
    ends_on: str | None
    enrolled: int
    capacity: int


def coming_tracks(reader: Reader, hub_id: int) -> list[ComingTrack]:
    """Return the Tracks that a hub organises and that are neither completed nor cancelled, the first to start first."""
    rows = reader.rows(
        """SELECT v.key, v.title, v.status, v.quarter, v.starts_on, v.ends_on, v.seats_taken, v.capacity
             FROM track_hub th JOIN track_overview v ON v.id = th.track_id
            WHERE th.hub_id = :hub AND v.status IN ('planned', 'open', 'confirmed')
            ORDER BY v.quarter, v.starts_on IS NULL, v.starts_on, v.key""",
        {"hub": hub_id},
    )
    return [ComingTrack(*row) for row in rows]


def namesakes(reader: Reader, key: str) -> list[str]:
    """Return the keys of the other hubs that have the name of the hub `key`, however it is written."""
    names = {other: fold(name) for other, name in reader.rows("SELECT key, name FROM hub ORDER BY key")}
    return [other for other, name in names.items() if other != key and name == names[key]]
