"""Partners: what is known of them, and the roles that they have in hubs for a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from circo_cli.domain.hub import steps_of
from circo_cli.domain.lookup import get, identity, new_slug
from circo_cli.errors import RefusedError, UsageError
from circo_cli.storage.tables import Hub, HubPartner, Partner, hub_partner_journey
from circo_cli.values.vocabulary import Journey, PartnerKind, PartnerRole, Step


@dataclass(slots=True)
class Ended:
    """A partner with the roles that it has in a hub no longer, and what is worth a warning."""

    partner: Partner
    roles: list[PartnerRole]
    warnings: list[str] = field(default_factory=list)


def edit_partner(session: Session, *, partner_id: int, values: dict[str, object]) -> Partner:
    """Change what is in `values` (columns of the partner); the key stays."""
    partner = get(session, Partner, partner_id)
    for name, value in values.items():
        setattr(partner, name, value)
    return partner


def edit_period(
    session: Session, *, period_id: int, values: dict[str, object], covers: Sequence[str] | None = None
) -> HubPartner:
    """Change what is in `values` (columns of a partner's role in a hub), which the caller has checked.

    `covers` replaces the stages of a company's journey that the partner covers.
    """
    period = get(session, HubPartner, period_id)
    for name, value in values.items():
        setattr(period, name, value)
    if covers is not None:
        session.execute(delete(hub_partner_journey).where(hub_partner_journey.c.hub_partner_id == period_id))
        rows = [{"hub_partner_id": period_id, "journey": stage} for stage in covers]
        if rows:
            session.execute(insert(hub_partner_journey), rows)
    return period


def add_partner_to_hub(
    session: Session,
    *,
    hub_id: int,
    partner_id: int | None,
    name: str,
    kind: PartnerKind | None,
    roles: Sequence[PartnerRole],
    covers: Sequence[Journey] = (),
    on: date,
    until: date | None = None,
) -> Partner:
    """Give a partner, made anew without `partner_id`, roles in a hub from `on` up to and including `until`.

    In each of them it covers the same stages of a company's journey. Raises `RefusedError` when it has one of the roles
    in these days already.
    """
    if until is not None and until < on:
        raise UsageError(f"--until {until} lies before --on {on}", code="period", hint="give the later date to --until")
    hub = get(session, Hub, hub_id)
    if partner_id is None:
        partner = Partner(key=new_slug(session, Partner, name), name=name, kind=kind or PartnerKind.OTHER)
        session.add(partner)
        partner_id = identity(partner)
    else:
        partner = get(session, Partner, partner_id)
        if kind is not None:
            partner.kind = kind
    for period in session.exec(
        select(HubPartner).where(
            HubPartner.hub_id == hub_id, HubPartner.partner_id == partner_id, col(HubPartner.role).in_(roles)
        )
    ):
        begins_in_time = until is None or period.from_on <= until.isoformat()
        if begins_in_time and (period.until_on is None or period.until_on >= on.isoformat()):
            raise _already(hub, partner, period)
    for role in roles:
        link = HubPartner(
            hub_id=hub_id,
            partner_id=partner_id,
            role=role,
            from_on=on.isoformat(),
            until_on=None if until is None else until.isoformat(),
        )
        session.add(link)
        rows = [{"hub_partner_id": identity(link), "journey": stage.value} for stage in dict.fromkeys(covers)]
        if rows:
            session.execute(insert(hub_partner_journey), rows)
    return partner


def _already(hub: Hub, partner: Partner, period: HubPartner) -> RefusedError:
    """Return the refusal of a role that a partner has in these days already."""
    if period.until_on is None:
        until, way = "", f"circo hub unpartner {hub.key} {partner.key} ends it"
    else:
        following = date.fromisoformat(period.until_on) + timedelta(days=1)
        until, way = f" until {period.until_on}", f"a new period can begin the day after: --on {following}"
    return RefusedError(
        f"{partner.name} is {period.role} of {hub.key} already, since {period.from_on}{until}",
        hint=way,
        code="partner-already",
    )


def end_partnership(
    session: Session, *, hub_id: int, partner_id: int, on: date, role: PartnerRole | None = None
) -> Ended:
    """End every open period of a partner in a hub, or only that of `role`; `on` is the last day.

    A period is open when it goes on after `on`. Raises `RefusedError` when there is none, and `UsageError` when one
    begins only after `on`.
    """
    hub, partner = get(session, Hub, hub_id), get(session, Partner, partner_id)
    last = on.isoformat()
    mine = [HubPartner.hub_id == hub_id, HubPartner.partner_id == partner_id]
    if role is not None:
        mine.append(HubPartner.role == role)
    periods = list(session.exec(select(HubPartner).where(*mine).order_by(HubPartner.from_on, col(HubPartner.id))))
    ending = [period for period in periods if period.until_on is None or period.until_on > last]
    if not ending:
        raise _not_open(hub, partner, periods, role)
    late = [period for period in ending if period.from_on > last]
    if late:
        begins = ", ".join(f"{period.role} on {period.from_on}" for period in late)
        raise UsageError(
            f"{partner.name} only becomes {begins}, after --on {last}",
            hint=f"give --on {late[-1].from_on} or later, or end one role alone with --role",
            code="period",
        )
    outcome = Ended(partner, list(dict.fromkeys(period.role for period in ending)))
    committed = _committed(session, hub_id, on)
    for period in ending:
        period.until_on = last
    session.flush()
    afterwards = on + timedelta(days=1)
    if committed and not _committed(session, hub_id, afterwards):
        outcome.warnings.append(
            f"from {afterwards} on {hub.key} has too few partners: {Step.PARTNERS_COMMITTED} is then not done"
        )
    return outcome


def _committed(session: Session, hub_id: int, day: date) -> bool:
    states = steps_of(session, hub_id=hub_id, today=day)
    return next(state.done for state in states if state.step is Step.PARTNERS_COMMITTED)


def _not_open(hub: Hub, partner: Partner, periods: Sequence[HubPartner], role: PartnerRole | None) -> RefusedError:
    """Return the refusal to end what is not there, or has ended."""
    what = "a partner" if role is None else role.value
    ended = max((period.until_on or "" for period in periods), default=None)
    was = f"{partner.name} is not {what} of {hub.key}"
    if ended:
        was = f"{partner.name} is {what} of {hub.key} until {ended}, and no longer"
    return RefusedError(was, hint=f"circo hub show {hub.key} lists its partners", code="partner-not-open")
