"""What an audience may see of each thing: the one place that decides it, for digests and for search.

CIRCO sees everything; a hub its own, and of the others what the network sees; the network shared questions, published
insights, Tracks and hubs, and never a company (source: the contract, Sharing).
"""

from __future__ import annotations

from circo_cli.queries.digest_scope import Audience
from circo_cli.storage.search.ask import Sight


def owns_question(audience: Audience) -> str:
    """Return SQL that is 1 where the question ``q`` is the audience's own."""
    return audience.owns("q.hub_id = :hub")


def sees_question(audience: Audience) -> str:
    """Return the condition that the audience sees the question ``q``."""
    return f"({owns_question(audience)} = 1 OR q.sharing = 'network') AND q.status <> 'merged'"


def owns_insight(audience: Audience) -> str:
    """Return SQL that is 1 where the insight ``i`` is the audience's own."""
    return audience.owns("i.hub_id = :hub")


def sees_insight(audience: Audience) -> str:
    """Return the condition that the audience sees the insight ``i``."""
    return f"({owns_insight(audience)} = 1 OR i.status = 'published')"


def owns_track(audience: Audience) -> str:
    """Return SQL that is 1 where the Track ``t`` is the audience's own."""
    return audience.owns("EXISTS (SELECT 1 FROM track_hub o WHERE o.track_id = t.id AND o.hub_id = :hub)")


def owns_company(audience: Audience) -> str:
    """Return SQL that is 1 where the company ``c`` is the audience's own: nobody else sees it."""
    return audience.owns("c.hub_id = :hub")


def owns_hub(audience: Audience) -> str:
    """Return SQL that is 1 where the hub ``h`` is the audience's own."""
    return audience.owns("h.id = :hub")


def sight_of(audience: Audience) -> Sight:
    """Return what the search index is asked on behalf of the audience."""
    return Sight(hub_id=audience.hub_id, network=audience.hub_id is None and not audience.sees_all)
