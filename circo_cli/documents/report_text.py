"""The quarter report as text for a terminal of 80 columns, to be shown in a meeting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from textwrap import wrap

from circo_cli.documents.language import ABSENT, Language
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
from circo_cli.queries.report import TrackLine
from circo_cli.values.text import one_line, visible

WIDTH = 80
_BAR = 8
_LONG_BAR = 40


def as_text(report: Report, language: Language) -> str:
    """Return the report as plain text, no line wider than 80 columns."""
    report = for_people(report)
    lines = [*_head(report, language), *_figures(report, language)]
    if report.hub is None and report.hubs:
        lines += ["", *_hubs(report, language)]
    if report.goals:
        lines += ["", *_goals(report, language)]
    say = language.say
    lines += [
        "",
        *_tracks(report.tracks, say("report_tracks", quarter=report.quarter), "report_no_tracks", language),
    ]
    lines += ["", *_categories(report, language)]
    if report.following:
        planned = say("report_planned", quarter=report.following)
        lines += ["", *_tracks(report.planned, planned, "report_none_planned", language)]
    lines += ["", *wrap(say("report_counting_rule"), WIDTH)]
    if report.hub is None:
        lines += wrap(say("report_sums"), WIDTH)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(report: Report, language: Language) -> Iterator[str]:
    beside = compared(report, language)
    scope = _plain(report.hub_name) if report.hub_name else language.say("report_network")
    title = language.say("report_title", quarter=report.quarter, scope=scope)
    yield _fit(title, WIDTH - len(beside) - 2) + f"  {beside}"
    yield "═" * WIDTH
    for sentence in comments(report, language):
        yield from wrap(sentence, WIDTH)


def _figures(report: Report, language: Language) -> Iterator[str]:
    say = language.say
    yield (
        f"{'':<27}{report.quarter!s:>9}{say('report_target'):>9}{compare_label(report):>9}{say('report_delta'):>9}"
        f"{say('report_percent'):>{_BAR + 9}}"
    )
    for row in report.rows:
        metric = row.metric
        yield (
            f"{_fit(metric_label(metric, language), 27)}{figure(metric, row.actual, language):>9}"
            f"{figure(metric, row.target, language):>9}{figure(metric, row.previous, language):>9}"
            f"{change(metric, row.delta, language):>9} {_progress(row.percent, language)}"
        )


def _hubs(report: Report, language: Language) -> Iterator[str]:
    say = language.say
    yield say("report_hubs").ljust(30) + "".join(f"{say(phrase):>10}" for phrase in HUB_COLUMNS.values())
    total = {row.metric: row.actual for row in report.rows}
    for name, values in [
        *((hub_label(line, language), line.figures) for line in report.hubs),
        (say("report_total"), total),
    ]:
        cells = "".join(f"{figure(metric, values[metric], language):>10}" for metric in HUB_COLUMNS)
        yield f"{_fit(_plain(name), 29)} {cells}"


def _goals(report: Report, language: Language) -> Iterator[str]:
    say = language.say
    yield (
        f"{_fit(say('report_goals'), 31)}{say('report_period'):<14}{say('report_actual'):>9}"
        f"{say('report_target'):>9}{say('report_percent'):>{_BAR + 9}}"
    )
    for goal in report.goals:
        yield (
            f"{_fit(f'{goal.key} {_plain(goal_label(goal, language))}', 30)} {goal_period(goal):<14}"
            f"{figure(goal.metric, goal.actual, language):>9}{figure(goal.metric, goal.target, language):>9} "
            f"{_progress(percent_of(goal), language)}"
        )


def _tracks(tracks: tuple[TrackLine, ...], heading: str, nothing: str, language: Language) -> Iterator[str]:
    say = language.say
    if not tracks:
        yield _nothing(heading, nothing, language)
        return
    yield (
        f"{_fit(heading, 31)}{say('report_start'):<11}{say('report_status'):<22}"
        f"{say('report_seats'):>9}{say('report_score'):>7}"
    )
    for track in tracks:
        yield (
            f"{_fit(_plain(track.title), 30)} {track.starts_on or ABSENT:<11}"
            f"{status_label(track.status, language):<22}{f'{track.seats}/{track.capacity}':>9}"
            f"{language.number(track.score):>7}"
        )


def _categories(report: Report, language: Language) -> Iterator[str]:
    heading = language.say("report_categories", quarter=report.quarter)
    if not report.categories:
        yield _nothing(heading, "report_no_questions", language)
        return
    yield heading
    most = max(line.questions for line in report.categories)
    for line in report.categories:
        bar = "█" * max(1, round(line.questions / most * _LONG_BAR))
        yield f"{_fit(category_label(line.category, language), 27)}{line.questions:>9}  {bar}"


def _nothing(heading: str, phrase: str, language: Language) -> str:
    sentence = language.say(phrase)
    return f"{heading}: {sentence[:1].lower()}{sentence[1:]}"


def _progress(percent: float | None, language: Language) -> str:
    """Return a bar that is full at a hundred, and the figure; nothing where there is no target."""
    if percent is None:
        return ""
    full = min(_BAR, int(percent / 100 * _BAR))
    return f"{'█' * full}{'░' * (_BAR - full)}{language.percentage(percent):>8}"


def _plain(text: str) -> str:
    return visible(one_line(text))


def _fit(text: str, width: int) -> str:
    """Return `text` padded to `width` columns of a terminal, or cut with an ellipsis."""
    if _columns(text) > width:
        while text and _columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
