"""Since when there is anything on record, and what a quarter lacks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from circo_cli.queries.lifespan import Lifespan, hub_lifespans, network_lifespan
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from tests.networks import HubFact, InsightFact, Network, PartnerFact, QuestionFact, TrackFact, fill

ALFA, BETA, GAMMA = 1, 2, 3
HUBS = (HubFact("alfa", "Alfa"), HubFact("beta", "Beta"), HubFact("gamma", "Gamma", closed_on="2026-02-28"))
Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)


def lifespans(template: Path, network: Network) -> tuple[Lifespan, dict[str, Lifespan]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        with closing(sqlite3.connect(template)) as empty:
            empty.backup(connection)
        fill(connection, network)
        reader = Reader(connection, template)
        every = hub_lifespans(reader, hub_id=None)
        for number, hub in enumerate(network.hubs, start=1):
            assert hub_lifespans(reader, hub_id=number) == {hub.key: every[hub.key]}
        return network_lifespan(reader), every


def begun(template: Path, network: Network) -> list[str | None]:
    """Return the first quarters of the network, and of each hub."""
    whole, hubs = lifespans(template, network)
    return [each.begun and str(each.begun) for each in (whole, *hubs.values())]


@pytest.mark.parametrize(
    ("network", "first"),
    [
        (Network(hubs=HUBS), [None, None, None, None]),
        (
            Network(hubs=HUBS, tracks=(TrackFact("t", "T", (BETA, ALFA), "bouw", "2026Q3", "planned"),)),
            ["2026Q3", "2026Q3", "2026Q3", None],
        ),
        (
            Network(hubs=HUBS, tracks=(TrackFact("t", "T", (BETA,), "bouw", "2026Q3", "open", ("2026-06-30",)),)),
            ["2026Q2", None, "2026Q2", None],
        ),
        (
            Network(
                hubs=HUBS,
                questions=(
                    QuestionFact(None, "finance", "bouw", "open", "2025-12-31"),
                    QuestionFact(ALFA, "finance", "bouw", "open", "2025-01-01", merged_into=1),
                    QuestionFact(ALFA, "finance", "bouw", "open", "2026-01-01"),
                ),
            ),
            ["2025Q4", "2026Q1", None, None],
        ),
        (
            Network(hubs=HUBS, partners=("P",), periods=(PartnerFact(1, GAMMA, "core", "2025-07-01"),)),
            ["2025Q3", None, None, "2025Q3"],
        ),
        (
            Network(
                hubs=HUBS,
                insights=(
                    InsightFact(None, "bouw", "published", "2026-04-01"),
                    InsightFact(ALFA, "bouw", "retired", "2026-07-01"),
                    InsightFact(BETA, "bouw", "draft", None),
                ),
            ),
            ["2026Q2", "2026Q3", None, None],
        ),
    ],
)
def test_the_first_thing_on_record(template: Path, network: Network, first: list[str | None]) -> None:
    assert begun(template, network) == first


def test_only_a_closed_hub_has_a_day_of_closing(template: Path) -> None:
    whole, hubs = lifespans(template, Network(hubs=HUBS))
    assert [whole.closed_on, *(each.closed_on for each in hubs.values())] == [None, None, None, "2026-02-28"]


@pytest.mark.parametrize(
    ("lifespan", "quarter", "value", "lacks"),
    [
        (Lifespan(None, None), Q2, 0, True),
        (Lifespan(Q2, None), Q1, 0, True),
        (Lifespan(Q2, None), Q2, 0, False),
        (Lifespan(Q2, None), Q3, 0, False),
        (Lifespan(Q1, "2026-06-30"), Q2, 0, False),
        (Lifespan(Q1, "2026-06-30"), Q3, 0, True),
        (Lifespan(Q1, "2026-06-30"), Q3, 1, False),
    ],
)
def test_a_quarter_lacks_what_was_never_there(lifespan: Lifespan, quarter: Quarter, value: int, lacks: bool) -> None:
    assert lifespan.lacks(quarter, {"people": value, "average_score": None}) is lacks
