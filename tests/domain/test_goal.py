"""Targets as people type them."""

from __future__ import annotations

import pytest

from circo_cli.domain.goal import parse_target
from circo_cli.values.vocabulary import Metric


@pytest.mark.parametrize(
    ("text", "metric", "target"),
    [
        ("150", Metric.COMPANIES, 150),
        ("0", Metric.TRACKS_RUN, 0),
        (" 1 000 ", Metric.PEOPLE, 1000),
        ("12,0", Metric.COMPANIES, 12),
        ("8,1", Metric.AVERAGE_SCORE, 8.1),
        ("8.1", Metric.AVERAGE_SCORE, 8.1),
        ("10,5", Metric.MEDIAN_DAYS_TO_ANSWER, 10.5),
        ("0,85", Metric.COMPLETION_RATE, 0.85),
        ("85%", Metric.COMPLETION_RATE, 0.85),
        ("87,5 %", Metric.ATTENDANCE_RATE, 0.875),
        ("100%", Metric.ATTENDANCE_RATE, 1),
        ("1", Metric.ATTENDANCE_RATE, 1),
    ],
)
def test_a_target_is_read_as_it_is_written_here(text: str, metric: Metric, target: float) -> None:
    assert parse_target(text, metric=metric) == target


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("", Metric.COMPANIES),
        ("-1", Metric.COMPANIES),
        ("nan", Metric.COMPANIES),
        ("1e3", Metric.COMPANIES),
        ("1.000", Metric.COMPANIES),
        ("1,5", Metric.COMPANIES),
        ("50%", Metric.AVERAGE_SCORE),
        ("101%", Metric.COMPLETION_RATE),
        ("1,1", Metric.COMPLETION_RATE),
        ("0", Metric.AVERAGE_SCORE),
        ("9" * 30, Metric.COMPANIES),
    ],
)
def test_what_the_metric_can_never_be_is_refused(text: str, metric: Metric) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_target(text, metric=metric)
