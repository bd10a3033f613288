"""Goals beside what happened: counted together they are what each is counted alone."""

from __future__ import annotations

import pytest

from tests.conftest import Circo

QUARTERS = ("2026Q1", "2026Q2", "2026Q3", "2025Q4")


@pytest.mark.parametrize("hubs", [("limburg",), ("limburg", "all"), ("limburg", "noord-holland", "all")])
@pytest.mark.parametrize("theme", [(), ("--theme", "bouw")])
def test_answered_questions_of_many_quarters_are_counted_as_those_of_one(
    network: Circo, hubs: tuple[str, ...], theme: tuple[str, ...]
) -> None:
    hub_options = {hub: ("--hub", hub) for hub in hubs}
    for options in hub_options.values():
        for quarter in QUARTERS:
            network.ok(
                "goal", "set", "questions_answered", "7", "--from", quarter, "--until", quarter, *options, *theme
            )
        network.ok("goal", "set", "questions_answered", "7", "--from", "2026Q1", "--until", "2026Q4", *options, *theme)
    together = [row for row in network.json("goal", "list") if row["metric"] == "questions_answered"]
    alone = [network.json("goal", "list", "--quarter", row["from"]) for row in together]
    assert any(row["actual"] for row in together)
    for row, rows in zip(together, alone, strict=True):
        assert row in rows
