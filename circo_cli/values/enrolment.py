"""The steps of an enrolment: from which statuses each may be reached by hand (source: the contract, Enrolment)."""

from __future__ import annotations

from collections.abc import Mapping

from circo_cli.values.vocabulary import EnrolmentStatus

ENDED = (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED)
"""Statuses after which a company may enrol anew."""

ATTENDED = (EnrolmentStatus.COMPLETED, EnrolmentStatus.NO_SHOW)
"""Statuses that say what became of a seat."""

NOT_ENDED = tuple(status for status in EnrolmentStatus if status not in ENDED)
"""Statuses of an enrolment that counts."""

_LIVE = (
    EnrolmentStatus.INVITED,
    EnrolmentStatus.REGISTERED,
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.WAITLISTED,
)
_SEATED_OPEN = (EnrolmentStatus.REGISTERED, EnrolmentStatus.CONFIRMED)

ALLOWED: Mapping[EnrolmentStatus, tuple[EnrolmentStatus, ...]] = {
    EnrolmentStatus.REGISTERED: (EnrolmentStatus.INVITED,),
    EnrolmentStatus.CONFIRMED: (EnrolmentStatus.REGISTERED,),
    EnrolmentStatus.DECLINED: _LIVE,
    EnrolmentStatus.CANCELLED: _LIVE,
    EnrolmentStatus.COMPLETED: (*_SEATED_OPEN, EnrolmentStatus.NO_SHOW),
    EnrolmentStatus.NO_SHOW: (*_SEATED_OPEN, EnrolmentStatus.COMPLETED),
}
"""Status that is wanted → statuses from which it may be reached."""

VERBS: Mapping[EnrolmentStatus, str] = {
    EnrolmentStatus.REGISTERED: "register",
    EnrolmentStatus.CONFIRMED: "confirm",
    EnrolmentStatus.DECLINED: "decline",
    EnrolmentStatus.CANCELLED: "cancel",
    EnrolmentStatus.COMPLETED: "complete",
    EnrolmentStatus.NO_SHOW: "no-show",
}
"""Status that is wanted → verb that brings an enrolment there."""
