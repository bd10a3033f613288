"""The quarter report in Markdown."""

from __future__ import annotations

from circo_cli.documents.language import ABSENT, Language
from circo_cli.documents.markdown import escape, table
from circo_cli.documents.report import (
    HUB_COLUMNS,
    Report,
    category_label,
    change,
    comments,
    compare_label,
    compared,
    counting_rules,
    figure,
    for_people,
    goal_label,
    goal_period,
    hub_label,
    metric_label,
    percent_of,
    status_label,
)
from circo_cli.queries.report import TrackLine


def as_markdown(report: Report, language: Language) -> str:
    """Return the report as a Markdown document; nothing in the data is markup."""
    report = for_people(report)
    say = language.say
    scope = escape(report.hub_name) if report.hub_name else say("report_network")
    beside = compared(report, language)
    parts = [
        f"# {say('report_title', quarter=report.quarter, scope=scope)}\n",
        " ".join([f"{beside[:1].upper()}{beside[1:]}.", *comments(report, language)]) + "\n",
        _figures(report, language),
    ]
    if report.trend:
        parts += [f"## {say('report_trends')}\n", _trend(report, language)]
    if report.hub is None and report.hubs:
        parts += [f"## {say('report_hubs')}\n", _hubs(report, language)]
    if report.goals:
        parts += [f"## {say('report_goals')}\n", _goals(report, language)]
    parts += [
        f"## {say('report_tracks', quarter=report.quarter)}\n",
        _tracks(report.tracks, language) or f"{say('report_no_tracks')}\n",
        f"## {say('report_categories', quarter=report.quarter)}\n",
        _categories(report, language) or f"{say('report_no_questions')}\n",
    ]
    if report.following:
        parts += [
            f"## {say('report_planned', quarter=report.following)}\n",
            _tracks(report.planned, language) or f"{say('report_none_planned')}\n",
        ]
    parts += [f"## {say('report_how')}\n", *(f"{rule}\n" for rule in counting_rules(report, language))]
    return "\n".join(parts)


def _figures(report: Report, language: Language) -> str:
    say = language.say
    header = (
        say("report_metric"),
        str(report.quarter),
        say("report_target"),
        compare_label(report),
        say("report_delta"),
        say("report_percent"),
    )
    rows = [
        (
            metric_label(row.metric, language),
            figure(row.metric, row.actual, language),
            figure(row.metric, row.target, language),
            figure(row.metric, row.previous, language),
            change(row.metric, row.delta, language),
            language.percentage(row.percent),
        )
        for row in report.rows
    ]
    return table(header, rows)


def _trend(report: Report, language: Language) -> str:
    return table(
        (language.say("report_metric"), *(line.quarter for line in report.trend)),
        [
            (metric_label(metric, language), *(figure(metric, line.figures[metric], language) for line in report.trend))
            for metric in report.trend[0].figures
        ],
    )


def _hubs(report: Report, language: Language) -> str:
    total = {row.metric: row.actual for row in report.rows}
    lines = [(escape(hub_label(line, language)), line.figures) for line in report.hubs]
    lines.append((f"**{language.say('report_total')}**", total))
    return table(
        (language.say("report_hub"), *(language.say(phrase) for phrase in HUB_COLUMNS.values())),
        [(name, *(figure(metric, values[metric], language) for metric in HUB_COLUMNS)) for name, values in lines],
    )


def _goals(report: Report, language: Language) -> str:
    say = language.say
    header = ("", say("report_goal"), say("report_period"), say("report_target"), say("report_actual"))
    return table(
        (*header, say("report_percent")),
        [
            (
                goal.key,
                escape(goal_label(goal, language)),
                goal_period(goal),
                figure(goal.metric, goal.target, language),
                figure(goal.metric, goal.actual, language),
                language.percentage(percent_of(goal)),
            )
            for goal in report.goals
        ],
        texts=3,
    )


def _tracks(tracks: tuple[TrackLine, ...], language: Language) -> str:
    say = language.say
    if not tracks:
        return ""
    header = ("", *map(say, ("report_track", "report_by", "report_start", "report_status")))
    return table(
        (*header, *map(say, ("report_seats", "report_people", "report_score"))),
        [
            (
                track.key,
                escape(track.title),
                ", ".join(map(escape, track.hub_names)),
                track.starts_on or ABSENT,
                status_label(track.status, language),
                f"{track.seats}/{track.capacity}",
                str(track.people),
                language.number(track.score),
            )
            for track in tracks
        ],
        texts=5,
    )


def _categories(report: Report, language: Language) -> str:
    if not report.categories:
        return ""
    return table(
        (language.say("report_category"), language.say("report_questions")),
        [(category_label(line.category, language), str(line.questions)) for line in report.categories],
    )
