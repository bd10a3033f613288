"""Trainers as they are read."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader


class TrainerRow(NamedTuple):
    """A trainer; `hub` is where the trainer belongs, `tracks` are those of any hub."""

    key: str
    name: str
    email: str | None
    hub: str | None
    certified_on: str | None
    tracks: int


TRAINERS = Listing(row=TrainerRow, source="trainer_overview v", order="v.key")


def list_trainers(
    reader: Reader,
    *,
    hub_id: int | None = None,
    trainer_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[TrainerRow]:
    """Return the trainers that meet every filter given."""
    filters = Filters()
    filters.add("v.hub_id = :hub_id", hub_id=hub_id)
    filters.add("v.id = :trainer_id", trainer_id=trainer_id)
    return TRAINERS.fetch(reader, where=filters.where, values=filters.values, paging=paging)
