"""What is worth a warning when a hub changes its stage: dates that cannot be meant, and what is left open."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, or_, select

from circo_cli.domain.lookup import get, identity
from circo_cli.storage.tables import Company, Hub, HubPartner, HubStage, Question, Track, track_hub
from circo_cli.values.vocabulary import UNANSWERED, Stage, TrackStatus

_NOT_OVER = (TrackStatus.PLANNED, TrackStatus.OPEN, TrackStatus.CONFIRMED)


def question_date(session: Session, *, hub_id: int, on: date, today: date) -> list[str]:
    """Return warnings of the date `on` of a change of stage that is about to be made.

    The first entry of the history has the day on which the hub was typed in, and often comes after what really
    happened: a date before that one needs no warning.
    """
    warnings = [f"{on} is still to come: is the date right?"] if on > today else []
    entries = session.exec(select(HubStage).where(HubStage.hub_id == hub_id).order_by(col(HubStage.id))).all()
    if len(entries) > 1 and on.isoformat() < entries[-1].entered_on:
        hub, last = get(session, Hub, hub_id), entries[-1]
        warnings.append(f"{on} lies before {last.entered_on}, when {hub.key} became {last.stage}: is the date right?")
    return warnings


def loose_ends(session: Session, *, hub_id: int, today: date) -> list[str]:
    """Return warnings of what a hub that was just paused or closed leaves open: Tracks, and for a closed one
    companies, questions and partners too."""
    hub = get(session, Hub, hub_id)
    tracks = session.exec(
        select(Track.key)
        .join(track_hub, track_hub.c.track_id == Track.id)
        .where(track_hub.c.hub_id == identity(hub), col(Track.status).in_(_NOT_OVER))
        .order_by(Track.key)
    ).all()
    warnings = []
    if tracks:
        word = "a Track that is" if len(tracks) == 1 else f"{len(tracks)} Tracks that are"
        way = f"circo track cancel {tracks[0]} --reason TEXT"
        warnings.append(f"{hub.key} has {word} not over: {', '.join(tracks)}; one that will not run: {way}")
    if hub.stage is not Stage.CLOSED:
        return warnings
    companies = session.exec(
        select(func.count()).select_from(Company).where(Company.hub_id == hub_id, col(Company.merged_into_id).is_(None))
    ).one()
    questions = session.exec(
        select(func.count())
        .select_from(Question)
        .where(Question.hub_id == hub_id, col(Question.status).in_(UNANSWERED))
    ).one()
    partners = session.exec(
        select(func.count(func.distinct(HubPartner.partner_id))).where(
            HubPartner.hub_id == hub_id,
            or_(col(HubPartner.until_on).is_(None), col(HubPartner.until_on) > today.isoformat()),
        )
    ).one()
    for number, one, many, way in (
        (companies, "company has it as its home hub", "companies have it as their home hub",
         f"circo company list --hub {hub.key}, circo company edit COMPANY --hub HUB"),
        (questions, "question is unanswered", "questions are unanswered",
         f"circo question list --hub {hub.key} --unanswered"),
        (partners, "partner still has a role", "partners still have a role",
         f"circo hub unpartner {hub.key} PARTNER"),
    ):  # fmt: skip
        if number:
            warnings.append(f"{hub.key}: {number} {one if number == 1 else many}: {way}")
    return warnings
