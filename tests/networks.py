"""Small networks written down as rows, for tests of what is counted: straight into the tables of a database."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from circo_cli.values.quarter import Quarter


class HubFact(NamedTuple):
    """A hub, and the day on which it closed."""

    key: str
    name: str
    closed_on: str | None = None


class CompanyFact(NamedTuple):
    """A company, and the number of the one that it was merged into."""

    key: str
    name: str
    merged_into: int | None = None


class TrackFact(NamedTuple):
    """A Track of hubs, the first of which leads, with the days of its sessions."""

    key: str
    title: str
    hubs: tuple[int, ...]
    theme: str
    planned: str
    status: str
    days: tuple[str, ...] = ()


class EnrolmentFact(NamedTuple):
    """An enrolment; `attended` is how many people came to each session, None where nothing was recorded."""

    track: int
    company: int
    status: str
    people: int = 1
    score: int | None = None
    outcome: str | None = None
    attended: tuple[int | None, ...] = ()


class QuestionFact(NamedTuple):
    """A question with the days of its answers, and the number of the one that it was merged into."""

    hub: int | None
    category: str
    theme: str
    status: str
    asked_on: str
    answered: tuple[str, ...] = ()
    merged_into: int | None = None
    text: str = "Hoe?"
    closed_on: str | None = None


class PartnerFact(NamedTuple):
    """A period in which a partner takes part in a hub."""

    partner: int
    hub: int
    role: str
    from_on: str
    until_on: str | None = None


class InsightFact(NamedTuple):
    """An insight of a hub, or of CIRCO itself."""

    hub: int | None
    theme: str
    status: str
    published_on: str | None
    title: str = "Restwaarde"


class GoalFact(NamedTuple):
    """A goal of a hub, or of the network."""

    hub: int | None
    metric: str
    target: float
    first: str
    last: str
    theme: str | None = None


@dataclass(frozen=True)
class Network:
    """Facts; each thing has its place, from 1, as its number."""

    hubs: tuple[HubFact, ...] = ()
    companies: tuple[CompanyFact, ...] = ()
    tracks: tuple[TrackFact, ...] = ()
    enrolments: tuple[EnrolmentFact, ...] = ()
    questions: tuple[QuestionFact, ...] = ()
    partners: tuple[str, ...] = ()
    periods: tuple[PartnerFact, ...] = ()
    insights: tuple[InsightFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()


def fill(connection: sqlite3.Connection, network: Network) -> None:
    """Write the network into an empty database; its constraints hold."""
    connection.execute("PRAGMA foreign_keys = ON")
    themes = dict(connection.execute("SELECT key, id FROM theme"))

    def add(table: str, **values: object) -> int:
        columns, blanks = ", ".join(values), ", ".join(f":{name}" for name in values)
        return int(connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({blanks})", values).lastrowid or 0)

    for number, hub in enumerate(network.hubs, start=1):
        stage = "closed" if hub.closed_on else "operational"
        zone = {"country": "NL", "timezone": "Europe/Amsterdam"}
        add("hub", id=number, key=hub.key, name=hub.name, kind="regional", stage=stage, **zone)
        if hub.closed_on:
            add("hub_stage", hub_id=number, stage=stage, entered_on=hub.closed_on, forced=0, actor="tester")
    for number, company in enumerate(network.companies, start=1):
        add("company", id=number, key=company.key, name=company.name, kind="company", country="NL")
    for number, company in enumerate(network.companies, start=1):
        connection.execute("UPDATE company SET merged_into_id = ? WHERE id = ?", (company.merged_into, number))
    sessions: dict[int, list[int]] = {}
    for number, track in enumerate(network.tracks, start=1):
        add(
            "track",
            id=number,
            key=track.key,
            title=track.title,
            hub_id=track.hubs[0],
            theme_id=themes[track.theme],
            planned_quarter=track.planned,
            status=track.status,
            kind="track",
            capacity=12,
            minimum=6,
            taught_in="nl",
        )
        for place, hub_id in enumerate(track.hubs):
            add("track_hub", track_id=number, hub_id=hub_id, position=place)
        sessions[number] = [
            add(
                "track_session",
                track_id=number,
                starts_at=f"{day}T11:00:00Z",
                ends_at=f"{day}T15:00:00Z",
                starts_on=day,
                ends_on=day,
                quarter=str(Quarter.containing(date.fromisoformat(day))),
            )
            for day in track.days
        ]
    for number, enrolment in enumerate(network.enrolments, start=1):
        waiting = {"waitlist_rank": number, "waitlisted_at": "2026-01-01T10:00:00Z"}
        add(
            "enrolment",
            id=number,
            track_id=enrolment.track,
            company_id=enrolment.company,
            status=enrolment.status,
            people=enrolment.people,
            score=enrolment.score,
            outcome=enrolment.outcome,
            **(waiting if enrolment.status == "waitlisted" else {}),
        )
        for session, people in zip(sessions[enrolment.track], enrolment.attended, strict=False):
            if people is not None:
                add("attendance", enrolment_id=number, session_id=session, people=people)
    merged: list[tuple[int, int]] = []
    for number, question in enumerate(network.questions, start=1):
        add(
            "question",
            id=number,
            text=question.text,
            hub_id=question.hub,
            category=question.category,
            theme_id=themes[question.theme],
            status="open" if question.merged_into else question.status,
            asked_on=question.asked_on,
            sharing="hub",
            closed_on=question.closed_on,
        )
        if question.merged_into:
            merged.append((question.merged_into, number))
        for day in question.answered:
            add("question_answer", question_id=number, text="Zo.", author="Eva", answered_on=day)
    connection.executemany("UPDATE question SET status = 'merged', merged_into_id = ? WHERE id = ?", merged)
    for number, name in enumerate(network.partners, start=1):
        add("partner", id=number, key=name.lower(), name=name, kind="bank")
    for period in network.periods:
        add(
            "hub_partner",
            hub_id=period.hub,
            partner_id=period.partner,
            role=period.role,
            from_on=period.from_on,
            until_on=period.until_on,
        )
    for insight in network.insights:
        add(
            "insight",
            title=insight.title,
            hub_id=insight.hub,
            theme_id=themes[insight.theme],
            status=insight.status,
            published_on=insight.published_on,
            kind="insight",
            version=1,
        )
    for goal in network.goals:
        add(
            "goal",
            hub_id=goal.hub,
            metric=goal.metric,
            target=goal.target,
            from_quarter=goal.first,
            until_quarter=goal.last,
            theme_id=None if goal.theme is None else themes[goal.theme],
        )
    connection.commit()
