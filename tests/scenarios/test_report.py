"""The quarter report against a network whose every figure was worked out by hand, in every format."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from circo_cli.values.vocabulary import Metric
from tests.conftest import Circo
from tests.documents.test_report_html import table_of
from tests.networks import fill
from tests.scenarios.report_network import (
    ABSENT,
    BY_HUB,
    KEYS_NETWORK_2026Q2,
    KEYS_OOST_2025Q2,
    KEYS_ZUID_2025Q3,
    NET,
    NETWORK,
    QUARTERS,
    TODAY,
    Line,
)

Number = int | float | None
SCOPES: dict[str | None, Mapping[str, Line]] = {None: NET, **BY_HUB}
RATES = ("completion_rate", "attendance_rate")
TARGETS: dict[tuple[str | None, str, str], float] = {
    (None, "2026Q2", "companies"): 4,
    (None, "2026Q2", "completion_rate"): 0.9,
    ("noord", "2026Q2", "tracks_run"): 2,
    ("oost", "2026Q2", "companies"): 10,
}
HUB_COLUMNS = ("tracks_run", "companies", "people", "questions_logged", "partners")
NAMES = {"noord": "Noord", "zuid": "Zuid <b>|*", "oost": "Oost (gesloten)", "leeg": "Leeg"}


@pytest.fixture
def network(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> Circo:
    """``circo`` with the network, on the day after its last quarter."""
    with closing(sqlite3.connect(circo.database)) as connection:
        fill(connection, NETWORK)
    monkeypatch.setenv("CIRCO_TODAY", TODAY)
    return circo


def of_hub(hub: str | None) -> tuple[str, ...]:
    return () if hub is None else ("--hub", hub)


def at(scope: str | None, quarter: str, metric: str) -> Number:
    """Return the figure that was worked out by hand."""
    return SCOPES[scope][metric][QUARTERS.index(quarter)]


def before(quarter: str) -> str:
    place = QUARTERS.index(quarter)
    return QUARTERS[place - 1] if place else "2024Q4"


# JSON is for programs: counts are numbers, quotients of nothing are null.


@pytest.mark.parametrize("hub", SCOPES)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_json(network: Circo, hub: str | None, quarter: str) -> None:
    data = network.json("report", "quarter", quarter, *of_hub(hub))
    assert {row["metric"]: row["actual"] for row in data["rows"]} == {name: at(hub, quarter, name) for name in NET}
    assert (data["quarter"], data["compare"], data["hub"]) == (quarter, before(quarter), hub)
    if quarter != "2025Q1":
        earlier = before(quarter)
        assert {row["metric"]: row["previous"] for row in data["rows"]} == {
            name: at(hub, earlier, name) for name in NET
        }
    for row in data["rows"]:
        target, actual, previous = TARGETS.get((hub, quarter, row["metric"])), row["actual"], row["previous"]
        assert row["target"] == target
        assert row["percent"] == (None if None in (target, actual) else round(actual / target * 100, 2))
        places = 4 if row["metric"] in RATES else 2
        assert row["delta"] == (None if None in (actual, previous) else round(actual - previous, places))
    own = BY_HUB if hub is None else {hub: BY_HUB[hub]}
    assert {line.pop("hub"): line for line in data["hubs"]} == {
        key: {name: at(key, quarter, name) for name in NET} for key in own
    }


def test_goals_of_more_than_the_quarter_have_the_actual_to_date(network: Circo) -> None:
    def goals(*typed: str) -> list[tuple[str, float, float]]:
        found = network.json("report", "quarter", "2026Q2", *typed)["goals"]
        return [(goal["key"], goal["target"], goal["actual"]) for goal in found]

    assert goals() == [("G5", 20, 5), ("G6", 10, 2)]
    assert goals("--hub", "noord") == [("G2", 40, 3)]
    assert goals("--hub", "leeg") == [("G8", 10, 0)]


def test_the_total_counts_no_company_and_no_track_twice(network: Circo) -> None:
    data = network.json("report", "quarter", "2026Q2")
    total = {row["metric"]: row["actual"] for row in data["rows"]}
    for metric, added in (("tracks_planned", 5), ("companies", 4), ("enrolments", 9), ("partners", 3)):
        assert sum(line[metric] for line in data["hubs"]) == added > total[metric]


# Documents for people: what is absent is a dash. A format is one line of this table.


class Shown(NamedTuple):
    """What a document shows of a metric."""

    actual: str
    target: str
    previous: str
    delta: str
    percent: str


Read = Callable[[str], tuple[dict[str, Shown], dict[str, tuple[str, ...]]]]
"""Returns what a document shows: label of a metric → its cells, name of a hub → its cells."""


def read_text(document: str) -> tuple[dict[str, Shown], dict[str, tuple[str, ...]]]:
    rows, hubs = {}, {}
    for line in document.splitlines():
        label = line[:26].strip()
        if label in LABELS and label not in rows:
            cells = [line[first:last].strip() for first, last in ((26, 34), (60, 68), (34, 42), (42, 51), (68, 80))]
            rows[label] = Shown(*cells[:4], cells[4].lstrip("█▌░ ") or "–")
        elif line[:30].strip() in (*NAMES.values(), "Totaal"):
            hubs[line[:30].strip()] = tuple(line[30:].split())
    return rows, hubs


def read_markdown(document: str) -> tuple[dict[str, Shown], dict[str, tuple[str, ...]]]:
    rows, hubs = {}, {}
    for line in document.splitlines():
        cells = [cell.strip().replace("\\", "").strip("*") or cell for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        label = cells[0] if cells else ""
        if label in LABELS and label not in rows:
            actual, target, previous, delta, percent = cells[1:]
            rows[label] = Shown(actual, target, previous, delta, percent)
        elif line.startswith("| Zuid") or label in (*NAMES.values(), "Totaal"):
            hubs["Zuid <b>|*" if line.startswith("| Zuid") else label] = tuple(cells[1:])
    return rows, hubs


def read_html(document: str) -> tuple[dict[str, Shown], dict[str, tuple[str, ...]]]:
    rows = {
        label: Shown(actual, target, previous, delta, percent)
        for label, actual, target, percent, previous, delta in table_of(document, "figures")[1]
    }
    lines = table_of(document, "hubs")[1] if 'id="hubs"' in document else []
    return rows, {name: tuple(cells) for name, *cells in lines}


LABELS = {metric.nl: metric.value for metric in Metric}
READERS: dict[str, Read] = {"text": read_text, "markdown": read_markdown, "html": read_html}


def number(value: Number, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    text = f"{value:{'+' if signed and round(value, 2) else ''}.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def shown(metric: str, value: Number, *, delta: bool = False) -> str:
    if value is None or metric not in RATES:
        return number(value, signed=delta)
    sign = "+" if delta and value > 0 else ""
    return f"{sign}{100 * value:.1f} {'pp' if delta else '%'}".replace(".", ",")


def expected(hub: str | None, quarter: str, metric: str) -> Shown:
    absent = {*ABSENT[hub], "2024Q4"}
    actual = None if quarter in absent else at(hub, quarter, metric)
    previous = None if before(quarter) in absent else at(hub, before(quarter), metric)
    target = TARGETS.get((hub, quarter, metric))
    delta = None if actual is None or previous is None else round(actual - previous, 4)
    percent = None if actual is None or target is None else 100 * actual / target
    return Shown(
        shown(metric, actual),
        shown(metric, target),
        shown(metric, previous),
        shown(metric, delta, delta=True),
        "–" if percent is None else f"{percent:.1f} %".replace(".", ","),
    )


def without_decimal(cells: Shown) -> Shown:
    """Return the cells as a column of a terminal holds them: from a hundred on without a decimal."""
    return Shown(*(re.sub(r"^([+-]?\d{3,}),\d (?=[%p])", r"\1 ", cell) for cell in cells))


@pytest.mark.parametrize("hub", SCOPES)
@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("form", READERS)
def test_documents(network: Circo, form: str, quarter: str, hub: str | None) -> None:
    rows, hubs = READERS[form](network.ok("report", "quarter", quarter, "--format", form, *of_hub(hub)))
    assert {LABELS[label]: without_decimal(row) for label, row in rows.items()} == {
        metric: without_decimal(expected(hub, quarter, metric)) for metric in NET
    }
    if hub is None:
        assert hubs == {
            **{NAMES[key]: tuple(expected(key, quarter, metric).actual for metric in HUB_COLUMNS) for key in BY_HUB},
            "Totaal": tuple(expected(None, quarter, metric).actual for metric in HUB_COLUMNS),
        }
    else:
        assert hubs == {}


# A workbook is for people who calculate: the same figures as numbers, and nothing where there is none.


@pytest.mark.parametrize("hub", SCOPES)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_workbook(network: Circo, quarter: str, hub: str | None) -> None:
    network.ok("report", "quarter", quarter, "--format", "xlsx", "--to", "report.xlsx", *of_hub(hub))
    sheet = load_workbook(network.directory / "report.xlsx").worksheets[0]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
    absent = {*ABSENT[hub], "2024Q4"}
    for metric in Metric:
        actual = None if quarter in absent else at(hub, quarter, metric)
        previous = None if before(quarter) in absent else at(hub, before(quarter), metric)
        target = TARGETS.get((hub, quarter, metric))
        delta = None if actual is None or previous is None else round(actual - previous, 4 if metric in RATES else 2)
        percent = None if actual is None or target is None else round(actual / target, 4)
        assert rows[metric.nl][:5] == (actual, target, previous, delta, percent), metric
    if hub is None:
        for key in BY_HUB:
            figures = tuple(None if quarter in ABSENT[key] else at(key, quarter, metric) for metric in HUB_COLUMNS)
            assert rows[NAMES[key]][: len(HUB_COLUMNS)] == figures
        assert rows["Totaal"][: len(HUB_COLUMNS)] == tuple(at(None, quarter, metric) for metric in HUB_COLUMNS)


@pytest.mark.parametrize("hub", SCOPES)
@pytest.mark.parametrize("quarter", QUARTERS)
def test_csv_has_the_rows_of_the_json(network: Circo, quarter: str, hub: str | None) -> None:
    rows = network.json("report", "quarter", quarter, *of_hub(hub))["rows"]
    header, *lines = csv.reader(io.StringIO(network.ok("report", "quarter", quarter, "-o", "csv", *of_hub(hub))))
    assert header == ["metric", "actual", "target", "previous", "delta", "percent"]
    assert lines == [["" if value is None else str(value) for value in row.values()] for row in rows]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize(
    ("hub", "quarter", "said", "unsaid"),
    [
        ("zuid", "2025Q3", ["De eerste gegevens zijn van 2025Q3"], ["gesloten"]),
        ("zuid", "2025Q4", [], ["eerste gegevens", "gesloten"]),
        ("oost", "2026Q2", ["Deze hub is gesloten op 2025-12-31"], ["eerste gegevens"]),
        ("leeg", "2026Q2", ["Er is nog niets vastgelegd"], ["gesloten"]),
        ("all", "2025Q1", ["De eerste gegevens zijn van 2025Q1", "kunnen samen meer zijn dan het totaal"], []),
        ("all", "2026Q2", ["kunnen samen meer zijn dan het totaal"], ["eerste gegevens"]),
        ("noord", "1900Q1", ["zonder eerder kwartaal"], ["0,0 %"]),
    ],
)
def test_what_is_absent_is_said(
    network: Circo, form: str, hub: str, quarter: str, said: list[str], unsaid: list[str]
) -> None:
    document = " ".join(network.ok("report", "quarter", quarter, "--hub", hub, "--format", form).split()).lower()
    assert [phrase for phrase in said if phrase.lower() not in document] == []
    assert [phrase for phrase in unsaid if phrase in document] == []
    assert "een track telt in het kwartaal waarin de eerste sessie begint" in document


def test_the_trend_of_eight_quarters(network: Circo) -> None:
    document = network.ok("report", "quarter", "2026Q2", "--hub", "zuid", "--format", "markdown")
    trend = document.partition("## Trend van acht kwartalen\n\n")[2].partition("\n\n")[0]
    assert trend == (
        "| Kengetal | 2024Q3 | 2024Q4 | 2025Q1 | 2025Q2 | 2025Q3 | 2025Q4 | 2026Q1 | 2026Q2 |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |\n"
        "| Tracks uitgevoerd | – | – | – | – | 1 | 0 | 1 | 1 |\n"
        "| bedrijven | – | – | – | – | 2 | 0 | 2 | 2 |\n"
        "| personen | – | – | – | – | 4 | 0 | 3 | 3 |\n"
        "| gemiddeld cijfer | – | – | – | – | 9 | – | 8,5 | 6 |\n"
        "| vragen gesteld | – | – | – | – | 1 | 0 | 1 | 2 |\n"
        "| vragen beantwoord | – | – | – | – | 1 | 0 | 0 | 1 |"
    )


GOLDEN = """\
CIRCO kwartaalrapport 2026Q2: hele netwerk                 vergeleken met 2026Q1
════════════════════════════════════════════════════════════════════════════════
                            2026Q2  2026Q1 verschil trend       doel    van doel
Tracks gepland                   4       0       +4                –
Tracks uitgevoerd                2       1       +1 ··▅▅▅▁▅█       –
Tracks geannuleerd               1       0       +1                –
inschrijvingen                   7       2       +5                –
bedrijven                        3       2       +1 ··▆▆▆▁▆█       4 ███░ 75,0 %
waarvan nieuw                    0       1       -1                –
personen                         6       3       +3 ··▅▅▆▁▅█       –
afgerond                         4       2       +2                –
niet verschenen                  1       0       +1                –
afrondingspercentage        80,0 % 100,0 % -20,0 pp           90,0 % ███▌ 88,9 %
opkomst                     62,5 % 100,0 % -37,5 pp                –
gemiddeld cijfer              7,67     8,5    -0,83 ··▇▆█·█▇       –
circulaire proposities           2       2        0                –
ingevoerd                        1       0       +1                –
vragen gesteld                   5       3       +2 ··▄▂▂▂▅█       –
vragen beantwoord                2       2        0 ··▅█▅▁██       –
vragen open                      3       2       +1                –
mediaan dagen tot antwoord       6      25      -19                –
inzichten gepubliceerd           1       0       +1                –
partners                         2       3       -1                –
Per hub (Tracks: uitgevoerd) ─    Tracks bedrijven  personen    vragen  partners
Leeg                                   –         –         –         –         –
Noord                                  1         2         3         3         1
Oost (gesloten)                        –         –         –         –         –
Zuid <b>|*                             1         2         3         2         2
Totaal                                 2         3         6         5         2
Andere doelen, tot nu toe ───── periode           stand     doel        van doel
G5 bedrijven                    2025Q1–2026Q2         5       20 ██░░░░░░ 25,0 %
G6 bedrijven, bouw              2026Q2                2       10 █▌░░░░░░ 20,0 %
Tracks van 2026Q2 ──────────── start      status                 plaatsen cijfer
Zeven                          2026-04-14 afgerond                   3/12    8,5
Negen                          2026-04-21 afgerond                   2/12      6
Zes                            2026-06-30 open voor inschrijving     2/12      –
Acht                           –          geannuleerd                0/12      –
Vragen per categorie in 2026Q2 ─────────────────────────────────────────────────
financiering                2 ███████   ontwerp & materialen        1 ████
ketensamenwerking           2 ███████
Gepland voor 2026Q3 ────────── start      status                 plaatsen cijfer
Tien                           –          gepland                    0/12      –
Hoe er geteld is ───────────────────────────────────────────────────────────────
Een Track telt in het kwartaal waarin de eerste sessie begint (zonder sessies:
in het geplande kwartaal) en voor elke organiserende hub. Bedrijven en personen
zijn aparte eenheden. Tracks en inschrijvingen staan er zoals ze nu zijn, al het
andere zoals aan het eind van het kwartaal.
De regels van hubs kunnen samen meer zijn dan het totaal: een gezamenlijke Track
telt bij elke organiserende hub en een bedrijf bij elke hub waar het meedeed,
maar in het totaal tellen ze één keer. Vragen zonder hub en inzichten van CIRCO
zelf staan alleen in het totaal.
Trend: 2024Q3 tot en met 2026Q2; · waar niets bekend is.
"""


def test_one_screen(network: Circo) -> None:
    assert network.ok("report", "quarter", "2026Q2") == GOLDEN


# Every figure can be traced.


def keys(network: Circo, quarter: str, metric: str, *typed: str) -> tuple[str, ...]:
    return tuple(row["key"] for row in network.json("report", "quarter", quarter, "--explain", metric, *typed))


@pytest.mark.parametrize(
    ("hub", "quarter", "known"),
    [
        (None, "2026Q2", KEYS_NETWORK_2026Q2),
        ("zuid", "2025Q3", KEYS_ZUID_2025Q3),
        ("oost", "2025Q2", KEYS_OOST_2025Q2),
    ],
)
def test_the_keys_behind_every_figure(
    network: Circo, hub: str | None, quarter: str, known: dict[str, tuple[str, ...]]
) -> None:
    assert {metric: keys(network, quarter, metric, *of_hub(hub)) for metric in NET} == known


def test_what_was_closed_unanswered_since_was_open_at_the_end(network: Circo) -> None:
    assert keys(network, "2026Q1", "questions_open") == ("Q7", "Q14")
    assert keys(network, "2026Q1", "questions_open", "--hub", "noord") == ("Q14",)
    assert "Q14" not in keys(network, "2026Q2", "questions_open")


@pytest.mark.parametrize("hub", SCOPES)
def test_there_are_as_many_keys_as_the_figure_says(network: Circo, hub: str | None) -> None:
    quotients = (*RATES, "average_score", "median_days_to_answer")
    for quarter in QUARTERS:
        for metric in NET:
            found = keys(network, quarter, metric, *of_hub(hub))
            assert len(set(found)) == len(found)
            if metric in quotients:
                assert bool(found) == (at(hub, quarter, metric) is not None)
            elif metric == "people":
                assert found == keys(network, quarter, "completed", *of_hub(hub))
            else:
                assert len(found) == at(hub, quarter, metric), (quarter, metric)


@pytest.mark.parametrize(
    ("metric", "titles"),
    [
        ("tracks_run", ["Zeven", "Negen"]),
        (
            "people",
            ["Alfa, Zeven (1 person)", "Gamma, Zeven (2 people)", "Alfa, Negen (1 person)", "Delta, Negen (2 people)"],
        ),
        (
            "completion_rate",
            [
                "Alfa, Zeven (completed)",
                "Gamma, Zeven (completed)",
                "Epsilon, Zeven (no-show)",
                "Alfa, Negen (completed)",
                "Delta, Negen (completed)",
            ],
        ),
        (
            "attendance_rate",
            [
                "Alfa, Zeven (at 2 of 2 sessions)",
                "Gamma, Zeven (at 1 of 2 sessions)",
                "Epsilon, Zeven (at 0 of 2 sessions)",
                "Alfa, Negen (at 1 of 1 session)",
                "Delta, Negen (at 1 of 1 session)",
            ],
        ),
        ("average_score", ["Alfa, Zeven (score 8)", "Gamma, Zeven (score 9)", "Alfa, Negen (score 6)"]),
        ("propositions", ["Alfa, Zeven (implemented)", "Alfa, Negen (plan)"]),
        ("companies", ["Alfa", "Delta", "Gamma"]),
        ("questions_open", ["Hoe?", "Wie betaalt de restwaarde?", "Hoe?"]),
        ("median_days_to_answer", ["Hoe? (4 days)", "Hoe? (8 days)"]),
        ("insights_published", ["Vezel"]),
        ("partners", ["Bank", "Fonds"]),
    ],
)
def test_titles_are_what_people_know_a_thing_by(network: Circo, metric: str, titles: list[str]) -> None:
    found = network.json("report", "quarter", "2026Q2", "--explain", metric)
    assert [row["title"] for row in found] == titles
