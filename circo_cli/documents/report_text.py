"""The quarter report as text for a terminal, one screen to show in a meeting: as many columns as there are, from 60."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, takewhile, zip_longest
from textwrap import wrap
from typing import NamedTuple

from circo_cli.documents.language import ABSENT, Language
from circo_cli.documents.report import (
    HUB_COLUMNS,
    Report,
    category_label,
    change,
    closed_mark,
    comments,
    compare_label,
    compared,
    counting_rules,
    figure,
    for_people,
    goal_label,
    goal_period,
    metric_label,
    percent_of,
    status_label,
)
from circo_cli.queries.figures import Figure
from circo_cli.queries.report import CategoryLine, TrackLine
from circo_cli.rendering.pictures import paint
from circo_cli.values.text import one_line, visible

WIDTH = 80
"""Columns of a report that is piped or written to a file. A narrower one leaves out bars, scores and some columns."""
_NARROWEST = 60

_WIDEST = 160
_ASIDE = 37  # columns of what stands beside the figures
_GAP = 3
_TWO_PANES = WIDTH + _GAP + _ASIDE

_FEW_COLUMNS = 3
_BAR, _LONG_BAR = 4, 8
_LEVELS = "▁▂▃▄▅▆▇█"
_NOTHING_KNOWN = "·"
_BARS = re.compile(f"[{_LEVELS}▌░]+")
_DECIMALS = re.compile(r"[.,]\d+(?= )")


class _Line(NamedTuple):
    text: str
    style: str = ""


_Block = list[_Line]


def as_text(report: Report, language: Language, *, width: int = WIDTH, color: bool = False) -> str:
    """Return the report as text in which no line is wider than `width` columns (60 at least).

    From 120 columns on, the questions and the counting rule stand beside the figures. `color` makes headings bold,
    remarks dim and bars cyan.
    """
    report = for_people(report)
    width = max(_NARROWEST, min(width, _WIDEST))
    wide = width >= _TWO_PANES
    main = width - _GAP - _ASIDE if wide else width
    blocks = [_figures(report, language, main)]
    if report.hub is None and report.hubs:
        blocks.append(_hubs(report, language, main))
    if report.goals:
        blocks.append(_goals(report, language, main))
    heading = language.say("report_tracks", quarter=report.quarter)
    blocks.append(_tracks(report.tracks, heading, "report_no_tracks", language, main))
    categories = _categories(report, language, _ASIDE if wide else main)
    if not wide:
        blocks.append(categories)
    if report.following:
        heading = language.say("report_planned", quarter=report.following)
        blocks.append(_tracks(report.planned, heading, "report_none_planned", language, main))
    rules = _rules(report, language, _ASIDE if wide else main, bars=main >= WIDTH)
    lines = [line for block in blocks for line in block]
    body = (
        _beside(lines, [*categories, _Line(""), *rules], main, color=color)
        if wide
        else [_painted(line, color=color) for line in [*lines, *rules]]
    )
    head = [_painted(line, color=color) for line in _head(report, language, width)]
    return "".join(f"{line.rstrip()}\n" for line in [*head, *body])


def _beside(left: Sequence[_Line], right: Sequence[_Line], width: int, *, color: bool) -> list[str]:
    """Return the lines of both panes beside each other, the left one `width` columns wide."""
    nothing = _Line("")
    return [
        _painted(_Line(_fit(one.text, width + _GAP), one.style), color=color) + _painted(other, color=color)
        if other.text
        else _painted(one, color=color)
        for one, other in zip_longest(left, right, fillvalue=nothing)
    ]


def _painted(line: _Line, *, color: bool) -> str:
    if not color:
        return line.text
    if line.style:
        return paint(line.text.rstrip(), line.style, color=True) + " " * (len(line.text) - len(line.text.rstrip()))
    return _BARS.sub(lambda bar: paint(bar.group(), "cyan", color=True), line.text)


def _head(report: Report, language: Language, width: int) -> Iterator[_Line]:
    beside = compared(report, language)
    scope = _plain(report.hub_name) if report.hub_name else language.say("report_network")
    title = language.say("report_title", quarter=report.quarter, scope=scope)
    yield _Line(_fit(title, width - len(beside) - 2) + f"  {beside}", "bold")
    yield _Line("═" * width)
    for sentence in comments(report, language):
        yield from (_Line(part) for part in wrap(sentence, width))


def _figures(report: Report, language: Language, width: int) -> _Block:
    say = language.say
    trend = {
        metric: [line.figures[metric] for line in report.trend]
        for metric in (report.trend[0].figures if report.trend else ())
    }
    bars = width >= WIDTH
    heads = (f" {say('report_trend'):<8}", f"{say('report_percent'):>12}") if bars else ("", "")
    lines = [
        _Line(
            f"{'':<26}{report.quarter!s:>8}{compare_label(report):>8}{say('report_delta'):>9}{heads[0]}"
            f"{say('report_target'):>8}{heads[1]}",
            "bold",
        )
    ]
    for row in report.rows:
        metric = row.metric
        drawn = (
            (f" {_sparkline(trend.get(metric, ())):<8}", _progress(row.percent, language, _BAR)) if bars else ("", "")
        )
        lines.append(
            _Line(
                f"{_fit(metric_label(metric, language), 26)}{figure(metric, row.actual, language):>8}"
                f"{figure(metric, row.previous, language):>8}{_tight(change(metric, row.delta, language), 8):>9}"
                f"{drawn[0]}{figure(metric, row.target, language):>8}{drawn[1]}"
            )
        )
    return lines


def _hubs(report: Report, language: Language, width: int) -> _Block:
    say = language.say
    shown = list(HUB_COLUMNS)[: None if width >= WIDTH else _FEW_COLUMNS]
    room = width - 10 * len(shown)
    columns = "".join(f"{say(HUB_COLUMNS[metric]):>10}" for metric in shown)
    lines = [_Line(_rule(say("report_hubs"), room) + columns, "bold")]
    total = {row.metric: row.actual for row in report.rows}
    named = [(line.name, closed_mark(line, language), line.figures) for line in report.hubs]
    for name, mark, values in [*named, (say("report_total"), "", total)]:
        cells = "".join(f"{figure(metric, values[metric], language):>10}" for metric in shown)
        lines.append(_Line(_fit(_fit(_plain(name), room - len(mark)).rstrip() + mark, room) + cells))
    return lines


def _goals(report: Report, language: Language, width: int) -> _Block:
    say = language.say
    bar, percent = (_LONG_BAR, 16) if width >= WIDTH else (0, 9)
    room = width - 33 - percent
    lines = _table_head(
        say("report_goals"),
        room,
        f" {say('report_period'):<14}{say('report_actual'):>9}{say('report_target'):>9}"
        f"{say('report_percent'):>{percent}}",
    )
    for goal in report.goals:
        lines.append(
            _Line(
                f"{_fit(f'{goal.key} {_plain(goal_label(goal, language))}', room)} {goal_period(goal):<14}"
                f"{figure(goal.metric, goal.actual, language):>9}{figure(goal.metric, goal.target, language):>9}"
                f"{_progress(percent_of(goal), language, bar):>{percent}}"
            )
        )
    return lines


def _tracks(tracks: Iterable[TrackLine], heading: str, nothing: str, language: Language, width: int) -> _Block:
    say = language.say
    if not tracks:
        return [_nothing(heading, nothing, language)]
    scores = width >= WIDTH
    room = width - (50 if scores else 43)
    lines = _table_head(
        heading,
        room,
        f" {say('report_start'):<11}{say('report_status'):<22}{say('report_seats'):>9}"
        + (f"{say('report_score'):>7}" if scores else ""),
    )
    for track in tracks:
        lines.append(
            _Line(
                f"{_fit(_plain(track.title), room)} {track.starts_on or ABSENT:<11}"
                f"{status_label(track.status, language):<22}{f'{track.seats}/{track.capacity}':>9}"
                + (f"{language.number(track.score):>7}" if scores else "")
            )
        )
    return lines


def _categories(report: Report, language: Language, width: int) -> _Block:
    """Return the categories one below the other, or in two columns where there is room for them."""
    heading = language.say("report_categories", quarter=report.quarter)
    if not report.categories:
        return [_nothing(heading, "report_no_questions", language)]
    most = max(line.questions for line in report.categories)
    columns = max(1, (width + _GAP) // (_ASIDE + _GAP))
    rows = -(-len(report.categories) // columns)
    cells = [_category(line, most, language) for line in report.categories]
    lines = [_Line(_rule(heading, width), "bold")]
    for row in range(rows):
        lines.append(_Line((" " * _GAP).join(_fit(cell, _ASIDE) for cell in cells[row::rows])))
    return lines


def _category(line: CategoryLine, most: int, language: Language) -> str:
    label = _fit(category_label(line.category, language), 23)
    room = _ASIDE - 23 - 7
    return f"{label}{line.questions:>6} {'█' * max(1, round(line.questions / most * room))}"


def _rules(report: Report, language: Language, width: int, *, bars: bool) -> _Block:
    say = language.say
    sentences = counting_rules(report, language)
    if report.trend and bars:
        first, last = report.trend[0].quarter, report.trend[-1].quarter
        sentences.append(say("report_trend_of", first=first, last=last, absent=_NOTHING_KNOWN))
    return [
        _Line(_rule(say("report_how"), width), "bold"),
        *(_Line(part, "dim") for sentence in sentences for part in wrap(sentence, width)),
    ]


def _nothing(heading: str, phrase: str, language: Language) -> _Line:
    sentence = language.say(phrase)
    return _Line(f"{heading}: {sentence[:1].lower()}{sentence[1:]}", "bold")


def _sparkline(values: Iterable[Figure]) -> str:
    """Return a bar for each value, from the line up, and a dot where nothing is known."""
    known = [value for value in values if value is not None]
    most = max(known, default=0) or 1
    top = len(_LEVELS) - 1
    return "".join(
        _NOTHING_KNOWN if value is None else _LEVELS[max(int(value > 0), round(value / most * top))] for value in values
    )


def _progress(percent: float | None, language: Language, length: int) -> str:
    """Return a bar that is full at a hundred, and the figure; nothing where there is no target."""
    if percent is None:
        return ""
    halves = min(2 * length, int(percent / 100 * 2 * length))
    bar = "█" * (halves // 2) + "▌" * (halves % 2)
    text = language.percentage(percent)
    if len(text) > 6:
        text = _tight(language.percentage(int(percent + 0.5)), 6)
    return f" {bar:░<{length}}{text:>7}" if len(text) <= 6 else f"{text:>{length + 8}}"


def _tight(text: str, width: int) -> str:
    """Return a percentage without its decimal where it is wider than `width`: from a hundred on."""
    return text if len(text) <= width else _DECIMALS.sub("", text)


def _plain(text: str) -> str:
    return visible(one_line(text))


def _table_head(heading: str, room: int, columns: str) -> _Block:
    """Return the line above a table: its heading before the names of its columns, or over them where it is longer."""
    if _columns(heading) <= room:
        return [_Line(_rule(heading, room) + columns, "bold")]
    return [_Line(heading, "bold"), _Line(" " * room + columns, "bold")]


def _rule(text: str, width: int) -> str:
    """Return a heading, with a line up to `width` columns."""
    room = width - _columns(text) - 1
    return f"{text} {'─' * room}" if room > 0 else _fit(text, width)


def _fit(text: str, width: int) -> str:
    """Return `text` padded to `width` columns of a terminal, or cut with an ellipsis."""
    if _columns(text) > width:
        ends = accumulate(map(_columns, text))
        text = text[: sum(1 for _ in takewhile(lambda end: end < width, ends))] + "…"
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
