"""Partners: what is known of them. Their roles are given in hubs."""

from __future__ import annotations

from sqlmodel import Session

from circo_cli.domain.lookup import get
from circo_cli.storage.tables import Partner


def edit_partner(session: Session, *, partner_id: int, values: dict[str, object]) -> Partner:
    """Change what is in `values` (columns of the partner); the key stays."""
    partner = get(session, Partner, partner_id)
    for name, value in values.items():
        setattr(partner, name, value)
    return partner
