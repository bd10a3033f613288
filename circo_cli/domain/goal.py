"""Goals: what a hub, or the whole network, aims at."""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from circo_cli.domain.lookup import get
from circo_cli.errors import UsageError
from circo_cli.storage.tables import Goal
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric

_NUMBER = r"([0-9]+)(?:[.,]([0-9]+))?"
_THOUSANDS = r"[0-9]{1,3}(?:[.,][0-9]{3})+"
_RATES = (Metric.COMPLETION_RATE, Metric.ATTENDANCE_RATE)
_QUOTIENTS = (*_RATES, Metric.AVERAGE_SCORE, Metric.MEDIAN_DAYS_TO_ANSWER)
_HIGHEST_SCORE = 10
_MOST = 10**9  # more is a slip of the keyboard, and no count of this field


def parse_target(text: str, *, metric: Metric) -> float:
    """Return the target that `text` gives for `metric`; a comma is a decimal point, a rate may be ``85%``.

    Raises ValueError, with a sentence for the user, for what the metric can never be: a rate lies between 0 and
    1, an average score between 1 and 10, and a count is whole.
    """
    typed = "".join(text.split())
    rate = typed.endswith("%")
    match = re.fullmatch(_NUMBER, typed.removesuffix("%"))
    if rate and metric not in _RATES:
        raise ValueError(f"{metric} is a number and no percentage")
    if metric not in _QUOTIENTS and re.fullmatch(_THOUSANDS, typed):
        raise ValueError(f"'{typed}' can mean two numbers: write a thousand as 1000")
    if match is None:
        raise ValueError(f"'{text.strip()}' is not a number such as 12 or {'85%' if metric in _RATES else '7,5'}")
    target = float(f"{match[1]}.{match[2] or 0}")
    if rate:
        target = round(target / 100, 6)
    if metric in _RATES and target > 1:
        raise ValueError(f"'{typed}' is too much for a rate: write 85% or 0,85")
    if metric is Metric.AVERAGE_SCORE and not 1 <= target <= _HIGHEST_SCORE:
        raise ValueError(f"'{typed}' is no average of scores from 1 to 10")
    if metric not in _QUOTIENTS and target != int(target):
        raise ValueError(f"'{typed}' is not a whole number, and {metric} are counted")
    if target >= _MOST:
        raise ValueError(f"'{typed}' is too large")
    return target


def set_goal(
    session: Session,
    *,
    metric: Metric,
    target: float,
    hub_id: int | None,
    first: Quarter,
    last: Quarter,
    theme_id: int | None = None,
    note: str | None = None,
) -> tuple[Goal, float | None]:
    """Set a goal for the quarters `first` to `last`; without `hub_id` for the whole network.

    Set again for the same hub, quarters, theme and metric, target and note are replaced and the key stays.
    Returns the goal and the target that it had before. Raises `UsageError` when `last` lies before `first`, and for a
    theme of what has none.
    """
    if theme_id is not None and metric is Metric.PARTNERS:
        raise UsageError(f"{metric} have no theme", hint="leave --theme out", code="metric-theme")
    if last < first:
        raise UsageError(
            f"--until {last} lies before --from {first}", hint="give the later quarter to --until", code="period"
        )
    goal = session.exec(
        select(Goal).where(
            Goal.metric == metric,
            Goal.from_quarter == str(first),
            Goal.until_quarter == str(last),
            col(Goal.hub_id).is_(None) if hub_id is None else Goal.hub_id == hub_id,
            col(Goal.theme_id).is_(None) if theme_id is None else Goal.theme_id == theme_id,
        )
    ).first()
    before = None
    if goal is None:
        goal = Goal(
            hub_id=hub_id,
            metric=metric,
            target=target,
            from_quarter=str(first),
            until_quarter=str(last),
            theme_id=theme_id,
            note=note,
        )
    else:
        before = goal.target
        goal.target = target
        goal.note = note
    session.add(goal)
    return goal, before


def edit_goal(session: Session, *, goal_id: int, values: dict[str, object]) -> Goal:
    """Change what is in `values` (columns of the goal), which the caller has checked; the key stays."""
    goal = get(session, Goal, goal_id)
    for name, value in values.items():
        setattr(goal, name, value)
    return goal
