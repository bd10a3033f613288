"""Figures of many spans at once are those that are asked for one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from circo_cli.queries.at_once import AT_ONCE, Span, count_at_once
from circo_cli.queries.figures import QUOTIENTS, figures
from circo_cli.storage.reader import Reader, open_reader
from circo_cli.values.quarter import Quarter
from tests.queries.test_figures import ALFA, BETA, EMPTY, build

HUBS = (None, ALFA, BETA, EMPTY)
PERIODS = (("2026Q2", "2026Q2"), ("2026Q1", "2026Q2"), ("2025Q1", "2026Q3"), ("2026Q3", "2026Q3"), ("2030Q1", "2030Q4"))
LATER = date(2031, 1, 1)
"""A day by which all quarters are over."""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """The network of the figures."""
    path = tmp_path_factory.mktemp("at-once") / "network.db"
    shutil.copy(template, path)
    build(path)
    return path


@pytest.fixture
def reader(network: Path) -> Iterator[Reader]:
    """Read the network."""
    with open_reader(network) as opened:
        yield opened


def one_by_one(reader: Reader, metric: str, span: Span) -> object:
    first, last = Quarter.parse(span.first), Quarter.parse(span.last)
    found = figures(
        reader, first=first, last=last, hub_id=span.hub_id, theme_id=span.theme_id, today=LATER, metrics=[metric]
    )
    return found[metric]


def spans(reader: Reader) -> list[Span]:
    themes = [None, *(number for (number,) in reader.rows("SELECT DISTINCT theme_id FROM track"))]
    return [Span(hub, theme, *period) for hub, theme, period in product(HUBS, themes, PERIODS)]


@pytest.mark.parametrize("metric", sorted(AT_ONCE))
def test_every_span_at_once_is_as_each_alone(reader: Reader, metric: str) -> None:
    asked = spans(reader)
    expected = {(metric, span): one_by_one(reader, metric, span) for span in asked}
    assert count_at_once(reader, {metric: asked}) == expected
    assert len(set(expected.values())) > 1


def test_each_span_alone_and_all_metrics_at_once_are_the_same_too(reader: Reader) -> None:
    asked = spans(reader)
    together = count_at_once(reader, dict.fromkeys(AT_ONCE, asked))
    for span in asked:
        alone = count_at_once(reader, {metric: [span] for metric in AT_ONCE})
        assert alone == {(metric, span): together[metric, span] for metric in AT_ONCE}


def test_no_more_is_asked_of_many_spans_than_of_one(reader: Reader) -> None:
    asked: list[str] = []
    many, connection = spans(reader), reader._connection
    connection.set_trace_callback(asked.append)
    count_at_once(reader, dict.fromkeys(AT_ONCE, many))
    connection.set_trace_callback(None)
    assert len(asked) == 5
    assert not [sql for sql in asked if "question " in sql or "question_answer" in sql]


def test_of_nothing_nothing_is_asked(reader: Reader) -> None:
    assert count_at_once(reader, {}) == {}


def test_no_quotient_is_put_together_from_its_quarters() -> None:
    assert not AT_ONCE & QUOTIENTS
