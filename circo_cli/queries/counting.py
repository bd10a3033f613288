"""What counts where and when: the scope and the quarters of a figure, as pieces of SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from circo_cli.values.vocabulary import Term

if TYPE_CHECKING:
    from circo_cli.storage.reader import Reader
    from circo_cli.values.quarter import Quarter

NOT_FORGOTTEN = "NOT ({row}.key = {row}.name AND {row}.key LIKE 'forgotten-%')"
"""The condition that a company was not erased: nobody can call or invite what nobody knows."""


class Scope(NamedTuple):
    """Whose figures: the network's, one hub's, or each hub's apart.

    Each query's first column is the owner: the id of a hub, or NULL for the network.
    """

    by_hub: bool
    hub_id: int | None = None

    def of_tracks(self) -> tuple[str, str]:
        """Return owner and join for a query over tracks ``t``: every organising hub is an owner."""
        if not self.by_hub:
            return "NULL", ""
        one = " AND th.hub_id = :hub" if self.hub_id is not None else ""
        return "th.hub_id", f"JOIN track_hub th ON th.track_id = t.id{one}"

    def of(self, alias: str) -> tuple[str, str]:
        """Return owner and condition for a query over rows that have a ``hub_id``."""
        if not self.by_hub:
            return "NULL", "1 = 1"
        column = f"{alias}.hub_id"
        return column, f"{column} = :hub" if self.hub_id is not None else f"{column} IS NOT NULL"

    def group(self, owner: str, *columns: str) -> str:
        """Return the GROUP BY clause by `owner` and `columns`: a constant cannot be grouped by everywhere."""
        names = [*([owner] if self.by_hub else []), *columns]
        return f"GROUP BY {', '.join(names)}" if names else ""


def span_of(first: Quarter, last: Quarter, *, theme_id: int | None, hub_id: int | None, today: date) -> dict[str, Any]:
    """Return the values of every query: quarters, dates, hub and theme.

    Of several quarters those after the one of `today` are left out.
    """
    from circo_cli.values.quarter import Quarter

    present = Quarter.containing(today)
    last = max(first, min(last, present)) if last > first else last
    return {
        "first": str(first),
        "last": str(last),
        "from": first.first.isoformat(),
        "until": last.last.isoformat(),
        "today": today.isoformat(),
        "hub": hub_id,
        "theme": theme_id,
    }


def days_waited(asked_on: str, answered_on: str) -> int:
    """Return the days from question to answer; what was answered when it was asked waited for none.

    An answer may be older than its question: a question that was merged into it brought it along.
    """
    return max(0, (date.fromisoformat(answered_on) - date.fromisoformat(asked_on)).days)


def later_answers(reader: Reader, span: Mapping[str, Any]) -> str:
    """Return SQL for answers ``a`` with their questions ``q``, read from the side of which the span leaves less.

    Long ago few questions had been asked; lately few answers came since.
    """
    asked = reader.value("SELECT min(asked_on) FROM question")
    answered = reader.value("SELECT max(answered_on) FROM question_answer")
    until = date.fromisoformat(span["until"])
    if asked is None or answered is None or until - date.fromisoformat(asked) > date.fromisoformat(answered) - until:
        return "question_answer a CROSS JOIN question q"
    return "question q CROSS JOIN question_answer a"


def total(condition: str, value: str = "1") -> str:
    """Return SQL for the sum of `value` over the rows that meet the condition."""
    return f"coalesce(sum(CASE WHEN {condition} THEN {value} ELSE 0 END), 0)"


def codes(members: Iterable[Term]) -> str:
    """Return `members` as the elements of an IN in SQL."""
    return ", ".join(f"'{member.value}'" for member in members)


def quarter_of(track: str) -> str:
    """Return SQL for the quarter in which the track with alias `track` counts: that of its first session."""
    return (
        f"coalesce((SELECT s.quarter FROM track_session s WHERE s.track_id = {track}.id"
        f" ORDER BY s.starts_at LIMIT 1), {track}.planned_quarter)"
    )


def of_theme(alias: str, span: Mapping[str, Any]) -> str:
    """Return SQL for the condition that the rows of `alias` have the theme of the span, if it has one."""
    return "1 = 1" if span["theme"] is None else f"coalesce({alias}.theme_id, 0) = :theme"


def counted(span: Mapping[str, Any]) -> str:
    """Return SQL for the condition that a track ``t`` counts in the quarters :first to :last.

    The list of candidates is there for the indexes: only of those is the first session looked up.
    """
    return f"""t.id IN (SELECT c.track_id FROM track_session c WHERE c.quarter BETWEEN :first AND :last
                   UNION SELECT c.id FROM track c WHERE c.planned_quarter BETWEEN :first AND :last)
           AND {quarter_of("t")} BETWEEN :first AND :last AND {of_theme("t", span)}"""
