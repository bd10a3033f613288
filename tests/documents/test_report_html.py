"""The quarter report as HTML: its figures read back, nothing in it markup from the data, its pictures in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from circo_cli.documents.chart import Point, make_columns
from circo_cli.documents.language import Language
from circo_cli.documents.report import (
    HUB_COLUMNS,
    Report,
    category_label,
    for_people,
    metric_label,
    percent_of,
    status_label,
)
from circo_cli.documents.report_html import as_html
from circo_cli.queries.figures import RATES, Figure
from circo_cli.queries.report import TREND, TrackLine
from circo_cli.values.quarter import Quarter
from tests.conftest import Circo
from tests.documents.test_html import HTML, SVG, check, parsed
from tests.documents.test_report import DUTCH, ENGLISH, database, report_of
from tests.queries.test_figures import ALFA, BETA, EMPTY

__all__ = ["database"]

Rows = list[list[str]]

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "javascript:alert(1)",
    "\"><svg onload='x'>&amp;",
    "Noord\u202eHolland\u2066\x1b[31m\ufdd0",
    "L" * 200,
    "lange naam " * 18,
)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def section(document: str, name: str) -> Any:
    """Return the section whose heading is called `name`."""
    [found] = [each for each in parsed(document).iter(f"{HTML}section") if each.get("aria-labelledby") == name]
    return found


def table_of(document: str, name: str) -> tuple[list[str], Rows]:
    """Return the header and the rows of the table in the section `name`."""
    [table] = section(document, name).iter(f"{HTML}table")
    header, *rows = [[words(cell) for cell in row] for row in table.iter(f"{HTML}tr")]
    return header, rows


def number(text: str) -> float | None:
    """Return what a figure in Dutch or English says: of a percentage the fraction."""
    if text == "–":
        return None
    bare, _, unit = text.replace(",", ".").partition(" ")
    assert unit in ("", "%", "pp")
    return float(bare) / (100 if unit else 1)


def shown(metric: str, value: Figure) -> Any:
    """Return the `value` as far as people see it: rates to a tenth of a per cent, other quotients to 2 decimals."""
    return None if value is None else pytest.approx(value, abs=0.00051 if metric in RATES else 0.0051)


def percent(value: float | None) -> Any:
    return None if value is None else pytest.approx(value / 100, abs=0.00051)


def track_rows(tracks: tuple[TrackLine, ...], language: Language) -> Rows:
    return [
        [
            f"{track.title} {track.key}",
            ", ".join(track.hub_names),
            track.starts_on or "–",
            status_label(track.status, language),
            f"{track.seats}/{track.capacity}",
            str(track.people),
            language.number(track.score),
        ]
        for track in tracks
    ]


def compare_all(report: Report, language: Language) -> None:
    """Check that every figure of `report`, as people are shown it, can be read in its HTML."""
    document = as_html(report, language)
    check(document)
    report = for_people(report)
    header, rows = table_of(document, "figures")
    assert (header[1], header[4]) == (str(report.quarter), str(report.compare or "–"))
    assert [[row[0], *map(number, row[1:])] for row in rows] == [
        [
            metric_label(row.metric, language),
            shown(row.metric, row.actual),
            shown(row.metric, row.target),
            percent(row.percent),
            shown(row.metric, row.previous),
            shown(row.metric, row.delta),
        ]
        for row in report.rows
    ]
    if any(value for line in report.trend for value in line.figures.values()):
        header, rows = table_of(document, "trend")
        assert header[1:] == [line.quarter for line in report.trend]
        assert [[row[0], *map(number, row[1:])] for row in rows] == [
            [metric_label(metric, language), *(shown(metric, line.figures[metric]) for line in report.trend)]
            for metric in TREND
        ]
        told = [words(picture[1]) for picture in section(document, "trend").iter(f"{SVG}svg")]
        assert told == [
            "; ".join(f"{quarter}: {cell}" for quarter, cell in zip(header[1:], row[1:], strict=True)) + "."
            for row in rows
        ]
    if report.hub is None and report.hubs:
        _, rows = table_of(document, "hubs")
        total = {row.metric: row.actual for row in report.rows}
        assert [[number(cell) for cell in row[1:]] for row in rows] == [
            [shown(metric, values[metric]) for metric in HUB_COLUMNS]
            for values in (*(line.figures for line in report.hubs), total)
        ]
        assert [row[0].split(" (")[0] for row in rows[:-1]] == [line.name for line in report.hubs]
    if report.goals:
        _, rows = table_of(document, "goals")
        assert [[row[0].split()[-1], *map(number, row[2:])] for row in rows] == [
            [goal.key, shown(goal.metric, goal.actual), shown(goal.metric, goal.target), percent(percent_of(goal))]
            for goal in report.goals
        ]
    for name, tracks in (("tracks", report.tracks), ("planned", report.planned)):
        if tracks:
            assert table_of(document, name)[1] == track_rows(tracks, language)
    if report.categories:
        assert table_of(document, "categories")[1] == [
            [category_label(line.category, language), str(line.questions)] for line in report.categories
        ]


@pytest.mark.parametrize("language", [DUTCH, ENGLISH], ids=["nl", "en"])
@pytest.mark.parametrize("hub_id", [None, ALFA, BETA, EMPTY])
@pytest.mark.parametrize("quarter", [Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2)], ids=str)
def test_every_figure_is_that_of_the_report(
    database: Path, quarter: Quarter, hub_id: int | None, language: Language
) -> None:
    compare_all(report_of(database, hub_id=hub_id, quarter=quarter), language)


def test_every_figure_of_the_example_network(network: Circo) -> None:
    for quarter in (Quarter(2026, 1), Quarter(2026, 2)):
        compare_all(report_of(network.database, quarter=quarter), DUTCH)
        compare_all(report_of(network.database, quarter=quarter, hub_id=1), ENGLISH)


def test_it_has_every_section_and_says_why_and_how_was_counted(database: Path) -> None:
    document = as_html(report_of(database), DUTCH)
    tree = parsed(document)
    assert [words(each) for each in tree.iter(f"{HTML}h2")] == [
        "Kengetallen van 2026Q2",
        "Trend van acht kwartalen",
        "Per hub (Tracks: uitgevoerd)",
        "Andere doelen, tot nu toe",
        "Tracks van 2026Q2",
        "Vragen per categorie in 2026Q2",
        "Gepland voor 2026Q3",
        "Hoe er geteld is",
    ]
    assert words(next(tree.iter(f"{HTML}h1"))) == "CIRCO kwartaalrapport 2026Q2: hele netwerk"
    assert DUTCH.say("report_sums") in words(section(document, "hubs"))
    assert words(section(document, "how")) == f"Hoe er geteld is {DUTCH.say('report_counting_rule')}"
    lead = next(each for each in tree.iter(f"{HTML}p") if each.get("class") == "lead")
    assert words(lead) == "Vergeleken met 2026Q1."
    assert words(section(document, "trend")).endswith("Trend: 2024Q3 tot en met 2026Q2; – waar niets bekend is.")


def test_a_hub_has_no_lines_of_hubs(database: Path) -> None:
    document = as_html(report_of(database, hub_id=ALFA), ENGLISH)
    assert "<title>CIRCO quarter report 2026Q2: Alfa</title>" in document
    assert 'id="hubs"' not in document
    assert ENGLISH.say("report_sums") not in words(parsed(document))


def test_a_bar_is_full_at_a_hundred(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE goal SET target = 2 WHERE metric = 'companies' AND hub_id IS NULL")
    figures = section(as_html(report_of(database), DUTCH), "figures")
    widths = [bar[0].get("width") for bar in figures.iter(f"{SVG}svg")]
    assert widths == ["100.0%", "88.9%"]
    assert "150,0 %" in words(figures)


def test_an_empty_hub_has_words_instead_of_pictures(database: Path) -> None:
    document = as_html(report_of(database, hub_id=EMPTY), DUTCH)
    check(document)
    assert "<svg" not in document
    assert {cell for row in table_of(document, "figures")[1] for cell in row[1:]} == {"–"}
    for name, sentence in (
        ("trend", "Geen uitgevoerde Tracks en geen vragen in deze kwartalen."),
        ("tracks", "Geen Tracks in dit kwartaal."),
        ("categories", "Geen vragen gesteld in dit kwartaal."),
        ("planned", "Nog geen Tracks gepland."),
    ):
        assert words(section(document, name)).endswith(sentence)


def test_an_empty_network_and_the_last_quarter_of_all(template: Path) -> None:
    document = as_html(report_of(template, quarter=Quarter(2199, 4)), ENGLISH)
    check(document)
    assert 'id="planned"' not in document
    assert 'id="hubs"' not in document


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_is_markup(database: Path, name: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE hub SET name = ? WHERE id = ?", (name, ALFA))
        connection.execute("UPDATE track SET title = ?", (name,))
    bare = name.strip().replace("\u202e", "\\u202e").replace("\u2066", "\\u2066").replace("\x1b", "\\x1b")
    bare = bare.replace("\ufdd0", "\ufffd")
    for hub_id in (None, ALFA):
        document = as_html(report_of(database, hub_id=hub_id), DUTCH)
        check(document)
        assert not set("\u202e\u2066\x1b\ufdd0") & set(document)
        assert "7*7" not in name or "{{7*7}}{% raw %}" in document
        assert {row[0].rpartition(" ")[0] for row in table_of(document, "tracks")[1]} == {bare}
        tree = parsed(document)
        assert [element for element in tree.iter() if "href" in element.attrib] == []
        if hub_id is None:
            assert table_of(document, "hubs")[1][0][0] == bare
        else:
            assert words(next(tree.iter(f"{HTML}h1"))) == f"CIRCO kwartaalrapport 2026Q2: {bare}"


def test_the_command_writes_it(network: Circo) -> None:
    network.ok("report", "quarter", "2026Q2", "--format", "html", "--to", "verslag.html", "--lang", "en")
    written = (network.directory / "verslag.html").read_text(encoding="utf-8")
    assert written == as_html(report_of(network.database), ENGLISH)
    assert written == network.ok("report", "quarter", "2026Q2", "-o", "html", "--lang", "en")


def test_a_gap_is_no_zero() -> None:
    points = [Point("Q1", None, "–", "2026"), Point("Q2", 0, "0"), Point("Q3", 2, "2"), Point("Q4", 4, "4")]
    chart = make_columns("c", points, title="t", description="d")
    assert [(each.shown, each.top, each.height, each.left, each.middle) for each in chart.columns] == [
        ("–", 70, 0, "3.00%", "12.50%"),
        ("0", 70, 0, "28.00%", "37.50%"),
        ("2", 44, 26, "53.00%", "62.50%"),
        ("4", 18, 52, "78.00%", "87.50%"),
    ]
    assert (chart.base, chart.width, chart.height) == (70, "19.00%", 100)


def test_of_long_figures_the_first_and_the_last_are_written() -> None:
    points = [Point(f"Q{each}", 123456 + each, str(123456 + each)) for each in range(1, 5)]
    chart = make_columns("c", points, title="t", description="d")
    assert [column.shown for column in chart.columns] == ["123457", "", "", "123460"]
