"""Which closed questions were open at the end of a quarter, in the figure and in the keys behind it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from circo_cli.queries.explain import keys_behind
from circo_cli.queries.figures import figures
from circo_cli.storage.reader import open_reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric
from tests.networks import HubFact, Network, QuestionFact, fill

TODAY = date(2026, 8, 1)
Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)


@pytest.mark.parametrize(
    ("asked_on", "closed_on", "answered", "open_at_the_end"),
    [
        ("2026-03-31", "2026-04-01", (), (Q1,)),
        ("2026-01-01", "2026-03-31", (), ()),
        ("2026-02-01", "2026-07-01", (), (Q1, Q2)),
        ("2026-04-01", "2026-07-01", (), (Q2,)),
        ("2026-02-01", None, (), ()),  # it came closed from a file
        ("2026-02-01", "2026-05-02", ("2026-05-01",), (Q1,)),
        ("2026-02-01", "2026-07-01", ("2026-05-01",), (Q1,)),
        ("2026-02-01", "2026-07-01", ("2026-03-31",), ()),
        ("2026-02-01", "2026-05-01", ("2026-08-01",), (Q1,)),  # a merged one brought the answer
        ("2026-02-01", None, ("2026-05-01",), (Q1,)),
    ],
)
@pytest.mark.parametrize("hub_id", [None, 1])
def test_a_closed_question_was_open_until_its_answer_or_its_end(
    tmp_path: Path,
    template: Path,
    hub_id: int | None,
    asked_on: str,
    closed_on: str | None,
    answered: tuple[str, ...],
    open_at_the_end: tuple[Quarter, ...],
) -> None:
    path = tmp_path / "network.db"
    shutil.copy(template, path)
    asked = QuestionFact(1, "finance", "bouw", "closed", asked_on, answered, closed_on=closed_on)
    with closing(sqlite3.connect(path)) as connection:
        fill(connection, Network(hubs=(HubFact("h", "H"),), questions=(asked,)))
    with open_reader(path) as opened:
        for quarter in (Quarter(2025, 4), Q1, Q2, Quarter(2026, 3)):
            scope = {"first": quarter, "last": quarter, "hub_id": hub_id, "today": TODAY}
            count = int(quarter in open_at_the_end)
            assert figures(opened, **scope, metrics=("questions_open",)) == {"questions_open": count}, quarter
            rows = keys_behind(opened, Metric.QUESTIONS_OPEN, **scope)
            assert [row.key for row in rows] == ["Q1"] * count, quarter
