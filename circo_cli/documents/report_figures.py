"""The sheet of figures in the workbook of the quarter report: its tables, one below the other, and its charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from circo_cli.documents.language import ABSENT, Language
from circo_cli.documents.report import (
    HUB_COLUMNS,
    Report,
    category_label,
    comments,
    compare_label,
    compared,
    goal_label,
    goal_period,
    hub_label,
    metric_label,
    percent_of,
    status_label,
)
from circo_cli.documents.report_charts import category_chart, comparison, place_charts, trend_chart
from circo_cli.documents.sheets import LINE, Styles, heading, lines_of, write_value
from circo_cli.queries.figures import QUOTIENTS, RATES
from circo_cli.queries.report import TREND
from circo_cli.rendering.workbook import book_text
from circo_cli.values.quarter import Quarter

_HEADER_ROW = 3
_WIDE = 6
"""The last of the columns that the tables use."""

_FIRST_WIDTH, _WIDTH = 38, 13
_ACROSS = _FIRST_WIDTH + _WIDE * _WIDTH


class Cell(NamedTuple):
    """A value and the name of its style."""

    value: Any
    style: str = "text"


def write_figures(book: Any, sheet: Any, styles: Styles, report: Report, language: Language) -> None:
    """Fill `sheet` with the figures of the report, and draw its charts beside them."""
    page = _Page(sheet, styles, language)
    sheet.set_column(0, 0, _FIRST_WIDTH)
    sheet.set_column(1, _WIDE, _WIDTH)
    sheet.set_column(_WIDE + 1, _WIDE + 1, 3)
    _head(page, report)
    figures = _rows(page, report)
    _how(page, report)
    trend = _trend(page, report)
    categories = _categories(page, report)
    if report.goals:
        _goals(page, report)
    if report.following:
        _planned(page, report)
    if report.hub is None and report.hubs:
        _hubs(page, report)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + len(report.rows), 5)
    charts = []
    if any(row.actual or row.previous or row.target for row in report.rows):
        charts.append(comparison(book, sheet, report, figures, language))
    if any(value for line in report.trend for value in line.figures.values()):
        charts.append(trend_chart(book, sheet, report, trend, language))
    if report.categories:
        charts.append(category_chart(book, sheet, report, categories, language))
    place_charts(sheet, charts, _HEADER_ROW, _WIDE + 2)


class _Page:
    """A sheet that is written from the top down."""

    def __init__(self, sheet: Any, styles: Styles, language: Language) -> None:
        self.sheet, self.styles, self.language = sheet, styles, language
        self.row = 0

    def line(self, cells: Sequence[Cell], *, height: float | None = None) -> None:
        """Write one row."""
        for column, (value, style) in enumerate(cells):
            text = book_text(value, "the report") if isinstance(value, str) else value
            write_value(self.sheet, self.row, column, text, self.styles[style], day=style == "date")
        value, style = cells[0]
        if style == "wrapped" and height is None:
            height = LINE * lines_of(value, _FIRST_WIDTH)
        if height is not None:
            self.sheet.set_row(self.row, height)
        self.row += 1

    def header(self, first: str, *numbers: str, last: str | None = None) -> None:
        """Write the header of a table: of a text, of numbers and, if there is a `last`, of a text again."""
        cells = [Cell(heading(first), "header"), *(Cell(heading(each), "number_header") for each in numbers)]
        if last is not None:
            cells.append(Cell(heading(last), "header_after_number"))
        lines = 2 if any(len(each) > _WIDTH - 1 for each in numbers) else 1
        self.line(cells, height=LINE * lines + 4)

    def block(self, title: str) -> None:
        """Begin a table below what there is."""
        self.row += 1
        self.line([Cell(title, "heading")], height=20)

    def paragraph(self, text: str) -> None:
        """Write a text across the tables."""
        self.sheet.merge_range(self.row, 0, self.row, _WIDE, "", self.styles["note"])
        self.line([Cell(text, "note")], height=LINE * lines_of(text, _ACROSS))


def _style(metric: str, *, change: bool = False) -> str:
    kind = "rate" if metric in RATES else "quotient" if metric in QUOTIENTS else "count"
    return f"{kind}_change" if change else kind


def _target(metric: str, target: float | None) -> str:
    """Return the style of a target, which may have decimals where the figure has none."""
    style = _style(metric)
    return "quotient" if style == "count" and isinstance(target, float) else style


def _share(percent: float | None) -> float | None:
    """Return a percentage as the fraction that a cell with a percent format holds."""
    return None if percent is None else round(percent / 100, 4)


def _head(page: _Page, report: Report) -> None:
    say = page.language.say
    scope = report.hub_name or say("report_network")
    page.line([Cell(say("report_title", quarter=report.quarter, scope=scope), "title")], height=24)
    beside = f"{heading(compared(report, page.language))}."
    page.line([Cell(" ".join([beside, *map(_in_cells, comments(report, page.language))]))])
    page.row = _HEADER_ROW


def _in_cells(sentence: str) -> str:
    """Return what is said of absent figures without their sign: in a sheet they are empty cells, to count with."""
    return sentence.replace(f" ({ABSENT})", "")


def _rows(page: _Page, report: Report) -> int:
    """Write the figures; return the row of the first."""
    say = page.language.say
    page.header(
        say("report_metric"),
        str(report.quarter),
        say("report_target"),
        compare_label(report),
        say("report_delta"),
        say("report_percent"),
    )
    first = page.row
    for row in report.rows:
        style = _style(row.metric)
        page.line(
            [
                Cell(metric_label(row.metric, page.language)),
                Cell(row.actual, style),
                Cell(row.target, _target(row.metric, row.target)),
                Cell(row.previous, style),
                Cell(row.delta, _style(row.metric, change=True)),
                Cell(_share(row.percent), "rate"),
            ]
        )
    return first


def _how(page: _Page, report: Report) -> None:
    page.block(page.language.say("report_how"))
    page.paragraph(page.language.say("report_counting_rule"))
    if report.hub is None:
        page.paragraph(page.language.say("report_sums"))


def _hubs(page: _Page, report: Report) -> None:
    say = page.language.say
    page.block(say("report_hubs"))
    page.header(say("report_hub"), *(say(phrase) for phrase in HUB_COLUMNS.values()))
    for line in report.hubs:
        values = [Cell(line.figures[metric], _style(metric)) for metric in HUB_COLUMNS]
        page.line([Cell(hub_label(line, page.language)), *values])
    total = {row.metric: row.actual for row in report.rows}
    page.line([Cell(say("report_total"), "total"), *(Cell(total[metric], "total_count") for metric in HUB_COLUMNS)])


def _goals(page: _Page, report: Report) -> None:
    say = page.language.say
    page.block(say("report_goals"))
    page.header(
        say("report_goal"),
        say("report_actual"),
        say("report_target"),
        say("report_percent"),
        last=say("report_period"),
    )
    for goal in report.goals:
        page.line(
            [
                Cell(f"{goal.key} {goal_label(goal, page.language)}", "wrapped"),
                Cell(goal.actual, _style(goal.metric)),
                Cell(goal.target, _target(goal.metric, goal.target)),
                Cell(_share(percent_of(goal)), "rate"),
                Cell(goal_period(goal), "after_number"),
            ]
        )


def _trend(page: _Page, report: Report) -> int:
    """Write the trend; return the row of its header."""
    say = page.language.say
    page.block(say("report_trends"))
    header = page.row
    page.header(say("book_quarter"), *(metric_label(metric, page.language) for metric in TREND))
    for line in report.trend:
        page.line([Cell(line.quarter), *(Cell(line.figures[metric], _style(metric)) for metric in TREND)])
    if report.begun is not None and report.begun > Quarter.parse(report.trend[0].quarter):
        page.line([Cell(_in_cells(say("report_begun", begun=report.begun)))])
    return header


def _categories(page: _Page, report: Report) -> int:
    """Write the questions by category; return the row of the first."""
    say = page.language.say
    page.block(say("report_categories", quarter=report.quarter))
    if not report.categories:
        page.line([Cell(say("report_no_questions"))])
        return page.row
    page.header(say("report_category"), say("report_questions"))
    first = page.row
    for line in report.categories:
        page.line([Cell(category_label(line.category, page.language)), Cell(line.questions, "count")])
    return first


def _planned(page: _Page, report: Report) -> None:
    say = page.language.say
    page.block(say("report_planned", quarter=report.following))
    if not report.planned:
        page.line([Cell(say("report_none_planned"))])
        return
    page.header(
        say("report_track"),
        say("report_start"),
        say("book_seats_taken"),
        say("book_capacity"),
        last=say("report_status"),
    )
    for track in report.planned:
        page.line(
            [
                Cell(track.title, "wrapped"),
                Cell(track.starts_on, "date"),
                Cell(track.seats, "count"),
                Cell(track.capacity, "count"),
                Cell(status_label(track.status, page.language), "after_number"),
            ]
        )
