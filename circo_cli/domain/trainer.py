"""Trainers: people who give Tracks."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from circo_cli.domain.lookup import get, identity, new_slug
from circo_cli.storage.tables import Trainer
from circo_cli.values.text import fold


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


def doubts_about(session: Session, trainer: Trainer, *, today: date) -> list[str]:
    """Return what looks like a slip: a trainer of the same name or e-mail address, a certificate of a day to come."""
    doubts = []
    for other in session.exec(select(Trainer).where(Trainer.id != identity(trainer)).order_by(Trainer.key)):
        if fold(other.name) == fold(trainer.name):
            doubts.append(f"{other.key} has the same name: is it the same trainer?")
        elif trainer.email is not None and (other.email or "").lower() == trainer.email.lower():
            doubts.append(f"{other.key} has the same e-mail address: is it the same trainer?")
    if trainer.certified_on is not None and trainer.certified_on > today.isoformat():
        doubts.append(f"the certificate is of {trainer.certified_on}, which is still to come")
    return doubts


def edit_trainer(session: Session, *, trainer_id: int, values: dict[str, object]) -> Trainer:
    """Change what is in `values` (columns of the trainer); the key stays."""
    trainer = get(session, Trainer, trainer_id)
    for name, value in values.items():
        setattr(trainer, name, value)
    return trainer
