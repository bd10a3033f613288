"""The launches of hubs, quarter by quarter: who was planned, who started, who slipped and by how much."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Stage


class Launch(NamedTuple):
    """A hub in the quarter in which it started, or else is planned to; a negative slip is a hub that is early."""

    quarter: str | None
    hub: str
    stage: str
    first_launch_quarter: str | None
    launch_quarter: str | None
    official_on: str | None
    slip_quarters: int | None


class Pipeline(NamedTuple):
    """The launches, and those that were first planned in another quarter: they are missed there."""

    launches: list[Launch]
    moved: list[Launch]


def list_launches(
    reader: Reader, *, today: date, first: Quarter | None = None, last: Quarter | None = None
) -> Pipeline:
    """Return the launches of `first` to `last`, in the order of their quarters; without either, all of them.

    A hub stands once, in the quarter of its official date, else in that for which it is planned now. Hubs without
    either come last, and are in no range of quarters. A closed hub that never started stays where it was planned, and
    slips no further.
    """
    present = Quarter.containing(today)
    launches = [
        Launch(
            quarter=_quarter(official_on, planned),
            hub=key,
            stage=stage,
            first_launch_quarter=first_planned,
            launch_quarter=planned,
            official_on=official_on,
            slip_quarters=_slip(stage, first_planned, planned, official_on, present=present),
        )
        for key, stage, first_planned, planned, official_on in reader.rows(
            "SELECT key, stage, first_launch_quarter, launch_quarter, official_on FROM hub ORDER BY official_on, key"
        )
    ]
    launches.sort(key=lambda launch: (launch.quarter or "~", launch.official_on is None))

    def within(quarter: str | None) -> bool:
        if first is None and last is None:
            return True
        return quarter is not None and str(first or quarter) <= quarter <= str(last or quarter)

    return Pipeline(
        launches=[launch for launch in launches if within(launch.quarter)],
        moved=[
            launch
            for launch in launches
            if launch.first_launch_quarter not in (None, launch.quarter) and within(launch.first_launch_quarter)
        ],
    )


def _quarter(official_on: str | None, planned: str | None) -> str | None:
    return planned if official_on is None else str(Quarter.containing(date.fromisoformat(official_on)))


def _slip(
    stage: str, first_planned: str | None, planned: str | None, official_on: str | None, *, present: Quarter
) -> int | None:
    """Return the quarters from the first planned launch to `official_on`, else to the later of planned and present.

    None for a hub that was never planned, and for one that was closed before it started.
    """
    if first_planned is None:
        return None
    start = Quarter.parse(first_planned)
    if official_on is not None:
        return Quarter.containing(date.fromisoformat(official_on)).minus(start)
    if stage == Stage.CLOSED:
        return None
    # A plan that was withdrawn leaves the first one: before its time nothing has slipped.
    return max(Quarter.parse(planned or first_planned), present).minus(start)
