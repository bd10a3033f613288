"""The charts of the quarter report's workbook: native ones, drawn from the cells of the sheet of figures.

No meaning is in colour alone: series differ in marker or pattern too, and each chart has a text that says what it
shows to those who do not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from circo_cli.documents.language import Language
from circo_cli.documents.report import Report, metric_label
from circo_cli.documents.sheets import INK
from circo_cli.queries.figures import QUOTIENTS
from circo_cli.queries.report import TREND
from circo_cli.values.vocabulary import Metric

_WIDTH, _HEIGHT, _BETWEEN = 680, 390, 14
"""In pixels."""

_GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
_GREY, _AMBER, _BLUE, _RED = "#9AA5A4", "#C77700", "#2F6DB5", "#A23B4A"
_LINES = (
    (INK, "circle", "solid"),
    (_AMBER, "square", "dash"),
    (_BLUE, "triangle", "solid"),
    (_RED, "diamond", "round_dot"),
    ("#5B5B5B", "x", "long_dash"),
)
_COMPARED = (
    Metric.TRACKS_PLANNED,
    Metric.TRACKS_RUN,
    Metric.TRACKS_CANCELLED,
    Metric.ENROLMENTS,
    Metric.COMPANIES,
    Metric.COMPANIES_NEW,
    Metric.PEOPLE,
    Metric.COMPLETED,
    Metric.NO_SHOW,
)
"""The first rows of a report: counts of one order of magnitude."""


class Drawn(NamedTuple):
    """A chart of XlsxWriter, and what it shows in words."""

    chart: Any
    described: str


def comparison(book: Any, sheet: Any, report: Report, first: int, language: Language) -> Drawn:
    """Return a chart of actual beside target and comparison, from the figures whose first row is `first`."""
    chart = book.add_chart({"type": "bar"})
    last = first + len(_COMPARED) - 1
    shown = report.rows[: len(_COMPARED)]
    looks: dict[int, dict[str, Any]] = {1: {"fill": {"color": INK}, "data_labels": {"value": True}}}
    if any(row.target is not None for row in shown):
        stripes = {"pattern": "wide_upward_diagonal", "fg_color": _AMBER, "bg_color": "white"}
        looks[2] = {"pattern": stripes, "border": {"color": _AMBER}}
    if any(row.previous is not None for row in shown):
        looks[3] = {"fill": {"color": _GREY}}
    for column, look in looks.items():
        chart.add_series(
            {
                "name": [sheet.name, first - 1, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "gap": 60,
                **look,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}, "crossing": "max"})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": _GRID})
    chart.set_legend({"position": "bottom"})
    return _titled(chart, language.say("book_chart_compared"))


def trend_chart(book: Any, sheet: Any, report: Report, header: int, language: Language) -> Drawn:
    """Return a chart of the counts of the trend whose header stands in the row `header`."""
    chart = book.add_chart({"type": "line"})
    counts = [(column, metric) for column, metric in enumerate(TREND, start=1) if metric not in QUOTIENTS]
    first, last = header + 1, header + len(report.trend)
    for (column, _), (color, marker, dash) in zip(counts, _LINES, strict=True):
        chart.add_series(
            {
                "name": [sheet.name, header, column],
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "line": {"color": color, "width": 2, "dash_type": dash},
                "marker": {"type": marker, "size": 6, "fill": {"color": color}, "border": {"color": color}},
            }
        )
    chart.set_y_axis({"num_format": "#,##0", "min": 0, "major_gridlines": _GRID})
    chart.set_legend({"position": "bottom"})
    names = ", ".join(metric_label(metric, language) for _, metric in counts)
    return _titled(chart, language.say("report_trends"), f"{language.say('report_trends')}: {names}")


def category_chart(book: Any, sheet: Any, report: Report, first: int, language: Language) -> Drawn:
    """Return a chart of the questions by category whose first row is `first`."""
    chart = book.add_chart({"type": "bar"})
    last = first + len(report.categories) - 1
    chart.add_series(
        {
            "name": [sheet.name, first - 1, 1],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "fill": {"color": INK},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    return _titled(chart, language.say("report_categories", quarter=report.quarter))


def place_charts(sheet: Any, charts: Sequence[Drawn], row: int, column: int) -> None:
    """Put the charts on the sheet, one below the other from a cell down."""
    for number, (chart, described) in enumerate(charts):
        chart.set_size({"width": _WIDTH, "height": _HEIGHT})
        look = {"description": described, "object_position": 2, "y_offset": number * (_HEIGHT + _BETWEEN)}
        sheet.insert_chart(row, column, chart, look)


def _titled(chart: Any, title: str, described: str = "") -> Drawn:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}})
    return Drawn(chart, described or title)
