"""Trainers: people who give Tracks."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from circo_cli.domain.lookup import get, new_slug
from circo_cli.storage.tables import Trainer


def add_trainer(
    session: Session,
    *,
    name: str,
    email: str | None = None,
    hub_id: int | None = None,
    certified_on: date | None = None,
) -> Trainer:
    """Add a trainer; one with a hub makes that hub's trainers available, and may work for any."""
    trainer = Trainer(
        key=new_slug(session, Trainer, name),
        name=name,
        email=email,
        hub_id=hub_id,
        certified_on=None if certified_on is None else certified_on.isoformat(),
    )
    session.add(trainer)
    return trainer


def edit_trainer(session: Session, *, trainer_id: int, values: dict[str, object]) -> Trainer:
    """Change what is in `values` (columns of the trainer); the key stays."""
    trainer = get(session, Trainer, trainer_id)
    for name, value in values.items():
        setattr(trainer, name, value)
    return trainer
