"""The quarter report as a workbook, opened with a library that did not write it, and in LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from circo_cli.documents.language import Language, language_of
from circo_cli.documents.report import collect_report
from circo_cli.documents.report_workbook import as_workbook, collect_details
from circo_cli.errors import UsageError
from circo_cli.queries.report import TREND
from circo_cli.rendering import workbook
from circo_cli.storage.reader import open_reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Category, CompanyKind, EnrolmentStatus, Outcome, QuestionStatus, TrackStatus
from tests.queries.test_figures import ALFA, EMPTY, NETWORK_Q1, NETWORK_Q2, Q2, build

TODAY = date(2026, 8, 1)
DUTCH, ENGLISH = language_of("nl"), language_of("en")
HOSTILE = ["=cmd|' /C calc'!A0", "+31 20 555", "@x", "-1", "http://example.org", "<r>a & b</r>"]


@pytest.fixture
def database(tmp_path: Path, template: Path) -> Path:
    """The network's file."""
    path = tmp_path / "network.db"
    shutil.copy(template, path)
    build(path)
    return path


def written(path: Path, *, hub_id: int | None = None, quarter: Quarter = Q2, language: Language = DUTCH) -> bytes:
    """Return the workbook of a quarter."""
    with open_reader(path) as reader:
        report = collect_report(reader, quarter=quarter, compare=quarter.previous, hub_id=hub_id, today=TODAY)
        return as_workbook(report, language, collect_details(reader, quarter=quarter, hub_id=hub_id, today=TODAY))


def opened(data: bytes) -> Any:
    """Return the sheets."""
    return load_workbook(io.BytesIO(data)).worksheets


def table(sheet: Any, first: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table of the sheet of figures, from its header, which begins with `first`, to its end."""
    rows = list(sheet.iter_rows(max_col=7, values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == first)
    end = next((number for number in range(start, len(rows)) if not any(rows[number])), len(rows))
    return rows[start:end]


def test_figures_are_numbers_and_rates_are_fractions_with_a_percent_format(database: Path) -> None:
    sheet = opened(written(database))[0]
    assert sheet["A1"].value == "CIRCO kwartaalrapport 2026Q2: hele netwerk"
    header, *rows = table(sheet, "Kengetal")
    assert header == ("Kengetal", "2026Q2", "Doel", "2026Q1", "Verschil", "Van doel", None)
    assert [row[1] for row in rows] == list(NETWORK_Q2.values())
    assert [row[3] for row in rows] == list(NETWORK_Q1.values())
    assert rows[4] == ("bedrijven", 3, 4, 2, 1, 0.75, None)
    assert rows[9] == ("afrondingspercentage", 0.8, 0.9, 0.6667, 0.1333, 0.8889, None)
    assert [cell.number_format for cell in sheet[9][1:6]] == ["#,##0", "#,##0", "#,##0", "+#,##0;-#,##0;0", "0.0%"]
    assert [cell.number_format for cell in sheet[14][1:6]] == ["0.0%", "0.0%", "0.0%", "+0.0%;-0.0%;0.0%", "0.0%"]
    assert {cell.data_type for row in sheet["B5:F24"] for cell in row} == {"n"}


def test_hubs_goals_trend_categories_plans_and_the_counting_rule(database: Path) -> None:
    sheet = opened(written(database))[0]
    assert table(sheet, "Hub") == [
        ("Hub", "Tracks", "Bedrijven", "Personen", "Vragen", "Partners", None),
        ("Alfa", 1, 3, 5, 2, 1, None),
        ("Beta *Oost*", 2, 3, 7, 3, 2, None),
        ("Leeg", None, None, None, None, None, None),
        ("Totaal", 2, 3, 7, 6, 2, None),
    ]
    assert table(sheet, "Doel") == [
        ("Doel", "Stand", "Doel", "Van doel", "Periode", None, None),
        ("G5 personen", 10, 20, 0.5, "2026Q1–2026Q4", None, None),
        ("G6 bedrijven, bouw", 3, 10, 0.3, "2026Q2", None, None),
    ]
    trend = table(sheet, "Kwartaal")
    assert trend[0][1:] == tuple(metric.nl[:1].upper() + metric.nl[1:] for metric in TREND)
    assert [row[0] for row in trend[1:]] == [
        *("2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"),
        "De eerste gegevens zijn van 2025Q4; over eerdere kwartalen is niets bekend.",
    ]
    assert trend[-2][1:] == tuple(NETWORK_Q2[metric] for metric in TREND)
    assert trend[1][1:] == (None,) * 6, "of a quarter of which nothing is known a figure is absent and not 0"
    assert table(sheet, "Categorie") == [
        ("Categorie", "Vragen", *(None,) * 5),
        ("ketensamenwerking", 3, *(None,) * 5),
        ("financiering", 2, *(None,) * 5),
        ("CIRCO-methode", 1, *(None,) * 5),
    ]
    assert table(sheet, "Track") == [
        ("Track", "Start", "Bezet", "Capaciteit", "Status", None, None),
        ("Track 6", moment("2026-07-02"), 0, 12, "gepland", None, None),
    ]
    texts = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert DUTCH.say("report_counting_rule") in texts
    assert DUTCH.say("report_sums") in texts


def test_a_hub_has_no_lines_of_hubs(database: Path) -> None:
    texts = [row[0] for row in opened(written(database, hub_id=ALFA))[0].iter_rows(values_only=True)]
    assert DUTCH.say("report_hubs") not in texts
    assert DUTCH.say("report_sums") not in texts


def labelled(kind: Any, code: str | None) -> str | None:
    return None if code is None else kind(code).nl


def moment(day: str | None) -> datetime | None:
    return None if day is None else datetime.fromisoformat(day)


@pytest.mark.parametrize("hub_id", [None, ALFA])
def test_the_other_sheets_hold_every_row_of_the_queries(database: Path, hub_id: int | None) -> None:
    _, tracks, seats, questions = opened(written(database, hub_id=hub_id))
    with open_reader(database) as reader:
        report = collect_report(reader, quarter=Q2, compare=Q2.previous, hub_id=hub_id, today=TODAY)
        details = collect_details(reader, quarter=Q2, hub_id=hub_id, today=TODAY)
    assert list(tracks.iter_rows(min_row=2, values_only=True)) == [
        (row.key, row.title, "; ".join(row.hubs), labelled(TrackStatus, row.status), moment(row.starts_on), *row[5:-1])
        for row in report.tracks
    ]
    assert list(seats.iter_rows(min_row=2, values_only=True)) == [
        (
            *row[:5],
            labelled(CompanyKind, row.kind),
            *row[6:11],
            labelled(EnrolmentStatus, row.status),
            *row[12:16],
            labelled(Outcome, row.outcome),
        )
        for row in details.seats
    ]
    assert list(questions.iter_rows(min_row=2, values_only=True)) == [
        (
            *row[:6],
            labelled(Category, row.category),
            labelled(QuestionStatus, row.status),
            *map(moment, (row.asked_on, row.due_on, row.answered_on)),
            row.days,
        )
        for row in details.questions
    ]
    assert len(details.questions) == (6 if hub_id is None else 2)
    assert questions["I2"].number_format == "yyyy-mm-dd"


def test_the_example_network_has_labels_for_all_that_is_optional(network: Any) -> None:
    seats = opened(written(network.database))[2]
    header, *rows = seats.iter_rows(values_only=True)
    assert header == (
        *("Inschrijving", "Sleutel Track", "Track", "Sleutel bedrijf", "Bedrijf", "Soort", "Sector", "Rol in de keten"),
        *("Plaats", "Provincie", "Thuishub", "Status", "Personen", "Sessies bijgewoond", "Van sessies", "Cijfer"),
        "Opbrengst",
    )
    assert {"adviseur", "productfabrikant"} <= {row[7] for row in rows}
    assert {"Noord-Holland", "Zuid-Holland"} <= {row[9] for row in rows}


def test_every_sheet_can_be_scrolled_filtered_and_printed(database: Path) -> None:
    sheets = opened(written(database))
    assert [sheet.title for sheet in sheets] == ["Kengetallen", "Tracks", "Bedrijven en personen", "Vragen"]
    assert [sheet.freeze_panes for sheet in sheets] == ["B5", "C2", "B2", "B2"]
    assert [sheet.auto_filter.ref for sheet in sheets] == ["A4:F24", "A1:I5", "A1:Q8", "A1:L7"]
    for sheet in sheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.left.text == "CIRCO kwartaalrapport 2026Q2: hele netwerk"
        header = sheet[4 if sheet is sheets[0] else 1]
        assert {cell.font.bold for cell in header if cell.value} == {True}
    assert [sheet.print_title_rows for sheet in sheets[1:]] == ["$1:$1"] * 3


def references(chart: Any) -> list[tuple[str, str, str]]:
    """Return name, categories and values of each series."""
    return [
        (
            each.tx.strRef.f,
            (each.cat.strRef or each.cat.numRef).f,
            each.val.numRef.f,
        )
        for each in chart.series
    ]


def test_charts_are_native_and_drawn_from_the_cells(database: Path) -> None:
    sheet = opened(written(database))[0]
    compared, trend, categories = sheet._charts
    assert references(compared) == [
        (f"Kengetallen!${column}$4", "Kengetallen!$A$5:$A$13", f"Kengetallen!${column}$5:${column}$13")
        for column in "BCD"
    ]
    (first,) = [row for row in range(1, 60) if sheet.cell(row, 1).value == "2024Q3"]
    span = f"${first}", f"${first + 7}"
    assert references(trend) == [
        (
            f"Kengetallen!${column}${first - 1}",
            f"Kengetallen!$A{span[0]}:$A{span[1]}",
            f"Kengetallen!${column}{span[0]}:${column}{span[1]}",
        )
        for column in "BCDFG"
    ]
    (asked,) = [row for row in range(1, 60) if sheet.cell(row, 1).value == "ketensamenwerking"]
    assert references(categories) == [
        (
            f"Kengetallen!$B${asked - 1}",
            f"Kengetallen!$A${asked}:$A${asked + 2}",
            f"Kengetallen!$B${asked}:$B${asked + 2}",
        )
    ]
    drawings = zipfile.ZipFile(io.BytesIO(written(database))).read("xl/drawings/drawing1.xml").decode()
    assert re.findall(r'descr="([^"]*)"', drawings) == [
        "Tracks, bedrijven en personen naast doel en vergelijking",
        "Trend van acht kwartalen: Tracks uitgevoerd, bedrijven, personen, vragen gesteld, vragen beantwoord",
        "Vragen per categorie in 2026Q2",
    ]


def test_without_targets_or_an_earlier_quarter_nothing_is_drawn_of_them(database: Path) -> None:
    with open_reader(database) as reader:
        report = collect_report(reader, quarter=Quarter(2025, 4), compare=None, hub_id=ALFA, today=TODAY)
        details = collect_details(reader, quarter=Quarter(2025, 4), hub_id=ALFA, today=TODAY)
    sheet = opened(as_workbook(report, DUTCH, details))[0]
    assert [name for name, _, _ in references(sheet._charts[0])] == ["Kengetallen!$B$4"]
    assert [row[3:5] for row in table(sheet, "Kengetal")[1:]] == [(None, None)] * 20


def test_an_empty_hub_has_no_charts_and_nothing_but_headers(database: Path) -> None:
    figures, *lists = opened(written(database, hub_id=EMPTY))
    assert figures._charts == []
    assert [row[1:6] for row in table(figures, "Kengetal")[1:]] == [(None,) * 5] * 20
    assert figures["A2"].value == "Vergeleken met 2026Q1. Er is nog niets vastgelegd."
    assert [sheet.max_row for sheet in lists] == [1, 1, 1]
    texts = [row[0] for row in figures.iter_rows(values_only=True)]
    assert {"Geen vragen gesteld in dit kwartaal.", "Nog geen Tracks gepland."} <= set(texts)


def test_no_macro_no_link_and_no_formula_whatever_the_data_say(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        for number, text in enumerate(HOSTILE, start=2):
            connection.execute("UPDATE question SET text = ? WHERE id = ?", (text, number))
            connection.execute("UPDATE company SET name = ? WHERE id = ?", (text, number - 1))
            connection.execute("UPDATE track SET title = ? WHERE id = ?", (text, number))
        connection.execute("UPDATE hub SET name = '=1+1 & \x07&P' WHERE id = 1")
    connection.close()
    for hub_id in (None, ALFA):
        data = written(database, hub_id=hub_id)
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        assert [name for name in names if re.search("vba|external|activeX|connection", name, re.IGNORECASE)] == []
        parts = [zipfile.ZipFile(io.BytesIO(data)).read(name) for name in names if "worksheets/" in name]
        assert [part for part in parts if re.search(rb"<f[ >]|<hyperlink", part)] == []
        sheets = opened(data)
        assert {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    _, _, seats, questions = opened(written(database))
    assert {cell.value for cell in questions["B"]} >= set(HOSTILE)
    assert {cell.value for cell in seats["E"]} >= {HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[5]}
    assert opened(written(database, hub_id=ALFA))[0]["A1"].value == "CIRCO kwartaalrapport 2026Q2: =1+1 & \ufffd&P"
    header = zipfile.ZipFile(io.BytesIO(written(database, hub_id=ALFA))).read("xl/worksheets/sheet2.xml").decode()
    assert (
        "<oddHeader>&amp;LCIRCO kwartaalrapport 2026Q2: =1+1 &amp;&amp; \ufffd&amp;&amp;P&amp;R&amp;A</oddHeader>"
        in header
    )


def test_nobody_is_named(network: Any) -> None:
    data = written(network.database)
    text = b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(n) for n in zipfile.ZipFile(io.BytesIO(data)).namelist()
    ).decode()
    with sqlite3.connect(network.database) as connection:
        people = [
            value
            for query in (
                "SELECT name, email, phone FROM company_contact",
                "SELECT lead, lead_email, NULL FROM hub",
                "SELECT name, email, NULL FROM trainer",
                "SELECT owner, NULL, NULL FROM question",
                "SELECT author, NULL, NULL FROM question_answer",
            )
            for row in connection.execute(query)
            for value in row
            if value
        ]
    connection.close()
    assert len(people) > 100
    assert [name for name in people if name in text] == []


def test_english(database: Path) -> None:
    sheets = opened(written(database, language=ENGLISH))
    assert [sheet.title for sheet in sheets] == ["Figures", "Tracks", "Companies and people", "Questions"]
    assert table(sheets[0], "Figure")[2][:2] == ("Tracks run", 2)
    assert sheets[3]["G2"].value == "value chain"


def test_the_same_data_on_the_same_day_gives_the_same_bytes(database: Path) -> None:
    data = written(database)
    assert data == written(database)
    properties = load_workbook(io.BytesIO(data)).properties
    assert (properties.created, properties.modified) == (moment("2026-08-01"), moment("2026-08-01"))
    assert properties.title == "CIRCO kwartaalrapport 2026Q2: hele netwerk"
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_more_rows_than_a_sheet_holds_are_refused(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    with pytest.raises(UsageError, match="more than 6 rows") as refused:
        written(database)
    assert refused.value.hint == "circo enrolment list -o csv --to FILE holds them all"
    monkeypatch.setattr(workbook, "MOST_ROWS", 7)
    written(database)
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM attendance")
        connection.execute("DELETE FROM enrolment")
    connection.close()
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    with pytest.raises(UsageError) as refused:
        written(database)
    assert refused.value.hint == (
        "circo question list --from 2026-04-01 --until 2026-06-30 -o csv --to FILE holds them all"
    )


def test_a_text_that_would_be_cut_is_refused(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE question SET text = ? WHERE id = 3", ("x" * 32_768,))
    connection.close()
    with pytest.raises(UsageError, match="a cell of Q3 has 32768 characters"):
        written(database)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("hub_id", [None, EMPTY])
def test_libreoffice_opens_it(database: Path, tmp_path: Path, hub_id: int | None) -> None:
    (tmp_path / "report.xlsx").write_bytes(written(database, hub_id=hub_id))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    line = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "report.xlsx"]
    subprocess.run(line, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
