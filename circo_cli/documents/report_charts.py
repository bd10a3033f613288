"""The charts of the quarter report's workbook: native ones, drawn from the cells of the sheet of figures.

No meaning is in colour alone: series differ in marker or pattern too, and each chart has a text that says what it
shows to those who do not see it.
"""

from __future__ import annotations

from typing import Any

from circo_cli.documents.language import Language
from circo_cli.documents.report import Report, metric_label
from circo_cli.documents.sheets import INK
from circo_cli.queries.figures import QUOTIENTS
from circo_cli.queries.report import TREND
from circo_cli.values.vocabulary import Metric

_SIZE = {"width": 680, "height": 400}
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

Place = tuple[int, int]


def draw_comparison(book: Any, sheet: Any, place: Place, report: Report, first: int, language: Language) -> None:
    """Draw actual beside target and comparison, from the figures whose first row is `first`."""
    chart = book.add_chart({"type": "bar"})
    last = first + len(_COMPARED) - 1
    shown = report.rows[: len(_COMPARED)]
    looks: dict[int, dict[str, Any]] = {1: {"fill": {"color": INK}, "data_labels": {"value": True}}}
    if any(row.target is not None for row in shown):
        looks[2] = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": _AMBER, "bg_color": "white"}}
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
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    _insert(sheet, chart, place, language.say("book_chart_compared"))


def draw_trend(book: Any, sheet: Any, place: Place, report: Report, header: int, language: Language) -> None:
    """Draw the counts of the trend whose header stands in the row `header`."""
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
    chart.set_y_axis(
        {"num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    names = ", ".join(metric_label(metric, language) for _, metric in counts)
    _insert(sheet, chart, place, language.say("book_trend"), f"{language.say('book_trend')}: {names}")


def draw_categories(book: Any, sheet: Any, place: Place, report: Report, first: int, language: Language) -> None:
    """Draw the questions by category whose first row is `first`."""
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
    _insert(sheet, chart, place, language.say("report_categories", quarter=report.quarter), legend=False)


def _insert(sheet: Any, chart: Any, place: Place, title: str, described: str = "", *, legend: bool = True) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": INK}, "overlay": False})
    if legend:
        chart.set_legend({"position": "bottom"})
    chart.set_size(_SIZE)
    sheet.insert_chart(*place, chart, {"description": described or title, "object_position": 2})
