"""What a calendar program shows of a Track: how sure a session is."""

from __future__ import annotations

from circo_cli.values.vocabulary import TrackStatus

_STANDING = {
    TrackStatus.PLANNED: "TENTATIVE",
    TrackStatus.OPEN: "TENTATIVE",
    TrackStatus.CONFIRMED: "CONFIRMED",
    TrackStatus.COMPLETED: "CONFIRMED",
    TrackStatus.CANCELLED: "CANCELLED",
}


def standing(status: str) -> str:
    """Return the STATUS (RFC 5545, 3.8.1.11) of the sessions of a Track that is `status`.

    Until a Track is confirmed it may still not go on, for want of companies: its sessions are tentative.
    """
    return _STANDING[TrackStatus(status)]
