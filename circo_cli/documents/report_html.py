"""The quarter report as an HTML document: figures, trends as pictures, hubs, goals, Tracks and questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from circo_cli.documents.chart import ColumnChart, Point, make_columns
from circo_cli.documents.html import Html
from circo_cli.documents.language import ABSENT, Language
from circo_cli.documents.page import page
from circo_cli.documents.report import (
    HUB_COLUMNS,
    Report,
    category_label,
    change,
    comments,
    compare_label,
    compared,
    figure,
    for_people,
    goal_label,
    goal_period,
    hub_label,
    metric_label,
    percent_of,
    status_label,
)
from circo_cli.documents.writing import Safe
from circo_cli.queries.report import TREND, TrackLine
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Metric


def as_html(report: Report, language: Language) -> str:
    """Return the report as an HTML document; nothing in the data is markup."""
    return page("report", **_Sections(for_people(report), language).all())


class _Sections:
    """The sections of a report; whatever comes from the data is escaped where it is put out."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language = language
        self.say = language.say
        self.way = Html("")

    def all(self) -> dict[str, Any]:
        """Return every part, by the name that the template knows it by."""
        report, say = self.report, self.say
        beside = compared(report, self.language)
        sections = [
            self._figures(),
            self._trend(),
            *([self._hubs()] if report.hub is None and report.hubs else []),
            *([self._goals()] if report.goals else []),
            self._tracks("tracks", say("report_tracks", quarter=report.quarter), report.tracks, "report_no_tracks"),
            self._categories(),
        ]
        if report.following:
            planned = say("report_planned", quarter=report.following)
            sections.append(self._tracks("planned", planned, report.planned, "report_none_planned"))
        sections.append(self._section("how", say("report_how"), notes=[say("report_counting_rule")]))
        text = self.way.text
        scope = report.hub_name or say("report_network")
        return {
            "lang": self.language.code,
            "title": text(say("report_title", quarter=report.quarter, scope=scope)),
            "lead": text(" ".join([f"{beside[:1].upper()}{beside[1:]}.", *comments(report, self.language)])),
            "sections": sections,
        }

    def _section(
        self,
        name: str,
        title: str,
        *,
        header: Iterable[str] = (),
        rows: Iterable[Iterable[str]] = (),
        texts: int = 1,
        notes: Iterable[str] = (),
        charts: Iterable[ColumnChart] = (),
    ) -> dict[str, Any]:
        way = Html(title)
        lines = [tuple(row) for row in rows]
        return {
            "name": name,
            "title": way.text(title),
            "charts": list(charts),
            "table": way.table(tuple(header), lines, texts=texts) if lines else None,
            "notes": [way.text(note) for note in notes],
        }

    def _figures(self) -> dict[str, Any]:
        report, language, say = self.report, self.language, self.say
        return self._section(
            "figures",
            say("report_figures", quarter=report.quarter),
            header=(
                say("report_metric"),
                str(report.quarter),
                say("report_target"),
                say("report_percent"),
                compare_label(report),
                say("report_delta"),
            ),
            rows=(
                (
                    metric_label(row.metric, language),
                    figure(row.metric, row.actual, language),
                    figure(row.metric, row.target, language),
                    self._progress(row.percent),
                    figure(row.metric, row.previous, language),
                    change(row.metric, row.delta, language),
                )
                for row in report.rows
            ),
        )

    def _trend(self) -> dict[str, Any]:
        report, say = self.report, self.say
        quarters = [line.quarter for line in report.trend]
        title = say("report_trends")
        if not any(value for line in report.trend for value in line.figures.values()):
            return self._section("trend", title, notes=[say("report_no_trend")])
        return self._section(
            "trend",
            title,
            header=(say("report_metric"), *quarters),
            rows=((metric_label(metric, self.language), *self._course(metric)) for metric in TREND),
            charts=(self._chart(metric) for metric in TREND),
            notes=[say("report_trend_of", first=quarters[0], last=quarters[-1], absent=ABSENT)],
        )

    def _course(self, metric: Metric) -> list[str]:
        """Return the figures of a metric, quarter by quarter."""
        return [figure(metric, line.figures[metric], self.language) for line in self.report.trend]

    def _chart(self, metric: Metric) -> ColumnChart:
        quarters = [Quarter.parse(line.quarter) for line in self.report.trend]
        shown = self._course(metric)
        points = [
            Point(
                f"Q{quarter.number}",
                line.figures[metric],
                text,
                # A fourth quarter at the start would have its year run into the next.
                str(quarter.year) if quarter.number == 1 or (place == 0 and quarter.number < 4) else "",
            )
            for place, (quarter, line, text) in enumerate(zip(quarters, self.report.trend, shown, strict=True))
        ]
        told = "; ".join(f"{quarter}: {text}" for quarter, text in zip(quarters, shown, strict=True))
        title = metric_label(metric, self.language)
        return make_columns(f"trend-{metric.value}", points, title=title, description=f"{told}.")

    def _hubs(self) -> dict[str, Any]:
        report, say = self.report, self.say
        total = {row.metric: row.actual for row in report.rows}
        lines = [
            (
                hub_label(line, self.language),
                *(figure(metric, line.figures[metric], self.language) for metric in HUB_COLUMNS),
            )
            for line in report.hubs
        ]
        sums = (say("report_total"), *(figure(metric, total[metric], self.language) for metric in HUB_COLUMNS))
        return self._section(
            "hubs",
            say("report_hubs"),
            header=(say("report_hub"), *(say(phrase) for phrase in HUB_COLUMNS.values())),
            rows=[*lines, tuple(self.way.strong(cell) for cell in sums)],
            notes=[say("report_sums")],
        )

    def _goals(self) -> dict[str, Any]:
        report, language, say = self.report, self.language, self.say
        return self._section(
            "goals",
            say("report_goals"),
            header=(
                say("report_goal"),
                say("report_period"),
                say("report_actual"),
                say("report_target"),
                say("report_percent"),
            ),
            rows=(
                (
                    self._named(goal_label(goal, language), goal.key),
                    goal_period(goal),
                    figure(goal.metric, goal.actual, language),
                    figure(goal.metric, goal.target, language),
                    self._progress(percent_of(goal)),
                )
                for goal in report.goals
            ),
            texts=2,
        )

    def _tracks(self, name: str, title: str, tracks: tuple[TrackLine, ...], nothing: str) -> dict[str, Any]:
        language, say = self.language, self.say
        return self._section(
            name,
            title,
            header=[
                say(f"report_{phrase}") for phrase in ("track", "by", "start", "status", "seats", "people", "score")
            ],
            rows=(
                (
                    self._named(track.title, track.key),
                    Safe(f'<span class="hubs">{", ".join(map(self._breakable, track.hub_names))}</span>'),
                    Safe(f"<time>{track.starts_on}</time>") if track.starts_on else ABSENT,
                    status_label(track.status, language),
                    f"{track.seats}/{track.capacity}",
                    str(track.people),
                    language.number(track.score),
                )
                for track in tracks
            ),
            texts=4,
            notes=[] if tracks else [say(nothing)],
        )

    def _categories(self) -> dict[str, Any]:
        report, say = self.report, self.say
        most = max((line.questions for line in report.categories), default=0)
        return self._section(
            "categories",
            say("report_categories", quarter=report.quarter),
            header=(say("report_category"), say("report_questions")),
            rows=(
                (
                    category_label(line.category, self.language),
                    _bar(line.questions / most * 100, str(line.questions)),
                )
                for line in report.categories
            ),
            notes=[] if report.categories else [say("report_no_questions")],
        )

    def _progress(self, percent: float | None) -> Safe:
        """Return a percentage with a bar that is full at a hundred."""
        if percent is None:
            return Safe(ABSENT)
        return _bar(min(percent, 100), self.language.percentage(percent), whole=True)

    def _breakable(self, name: str) -> str:
        """Return the name of a hub, which may go on in the next line after a slash."""
        return self.way.text(name).replace("/", "/<wbr>")

    def _named(self, title: str, key: str) -> Safe:
        return Safe(f'{self.way.text(title)} <span class="key">{self.way.text(key)}</span>')


def _bar(percent: float, shown: str, *, whole: bool = False) -> Safe:
    """Return a figure after a bar, which who cannot see it does not miss."""
    outline = '<rect class="whole" width="100%" height="100%"/>' if whole else ""
    bar = f'<rect class="now" width="{percent:.1f}%" height="100%"/>{outline}'
    return Safe(f'<svg class="bar" aria-hidden="true">{bar}</svg><span>{shown}</span>')
