"""Since when there is anything on record of a hub or the network, and when a hub closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from circo_cli.queries.figures import Figure
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter


class Lifespan(NamedTuple):
    """The quarter of the first Track, question, partner or insight (None without any), and the day of closing."""

    begun: Quarter | None
    closed_on: str | None

    def lacks(self, quarter: Quarter, figures: Mapping[str, Figure]) -> bool:
        """Tell whether there is nothing to say about `quarter`, which is not the same as nothing that happened.

        It lies wholly before the first thing on record, or after the closing and left nothing in its `figures`.
        """
        if self.begun is None or quarter < self.begun:
            return True
        if self.closed_on is None or any(figures.values()):
            return False
        return quarter > Quarter.containing(date.fromisoformat(self.closed_on))


_PLANNED = "SELECT min(t.planned_quarter) FROM track t"
_HELD = "SELECT min(s.quarter) FROM track_session s"
_ASKED = "SELECT q.asked_on FROM question q WHERE q.status <> 'merged'"
_JOINED = "SELECT min(p.from_on) FROM hub_partner p"
_PUBLISHED = "SELECT min(i.published_on) FROM insight i WHERE i.status IN ('published', 'retired')"
_FIRST_ASKED = "ORDER BY q.asked_on LIMIT 1"

_NETWORK = f"SELECT ({_PLANNED}), ({_HELD}), ({_ASKED} {_FIRST_ASKED}), ({_JOINED}), ({_PUBLISHED})"
_HUBS = f"""SELECT h.key,
       CASE WHEN h.stage = 'closed' THEN
            (SELECT max(x.entered_on) FROM hub_stage x WHERE x.hub_id = h.id AND x.stage = 'closed') END,
       ({_PLANNED} JOIN track_hub th ON th.track_id = t.id WHERE th.hub_id = h.id),
       ({_HELD} JOIN track_hub th ON th.track_id = s.track_id WHERE th.hub_id = h.id),
       ({_ASKED} AND q.hub_id = h.id {_FIRST_ASKED}),
       ({_JOINED} WHERE p.hub_id = h.id),
       ({_PUBLISHED} AND i.hub_id = h.id)
  FROM hub h WHERE :hub IS NULL OR h.id = :hub"""


def network_lifespan(reader: Reader) -> Lifespan:
    """Return since when the network has data; it never closes."""
    return Lifespan(_begun(*(reader.row(_NETWORK) or ())), None)


def hub_lifespans(reader: Reader, *, hub_id: int | None) -> dict[str, Lifespan]:
    """Return key → lifespan of one hub or (without `hub_id`) of every hub."""
    return {key: Lifespan(_begun(*first), closed_on) for key, closed_on, *first in reader.rows(_HUBS, {"hub": hub_id})}


def _begun(*first: Any) -> Quarter | None:
    """Return the earliest of quarters and dates, as a quarter."""
    found = [
        Quarter.parse(each) if "Q" in each else Quarter.containing(date.fromisoformat(each)) for each in first if each
    ]
    return min(found, default=None)
