"""The figures of the quarter report as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.commands.test_report import network
from tests.conftest import Circo

__all__ = ["network"]


@pytest.mark.parametrize("hub", ["all", "alfa", "leeg"])
def test_csv_has_the_columns_and_the_cells_of_the_rows_in_json(network: Circo, hub: str) -> None:
    rows = json.loads(network.ok("report", "quarter", "Q2", "--hub", hub, "--format", "json"))["rows"]
    text = network.ok("report", "quarter", "Q2", "--hub", hub, "--format", "csv")
    assert "\r" not in text
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == ["metric", "actual", "target", "previous", "delta", "percent"]
    assert lines == [["" if value is None else str(value) for value in row.values()] for row in rows]
    assert text == network.ok("report", "quarter", "Q2", "--hub", hub, "-o", "csv", "--lang", "en")
