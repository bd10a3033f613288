"""The quarter report in every format, of the network that `tests.queries.test_figures` builds."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

from circo_cli.documents import catalogue_en, catalogue_nl
from circo_cli.documents.language import Language, language_of
from circo_cli.documents.markdown import escape
from circo_cli.documents.report import Report, as_json, collect_report
from circo_cli.documents.report_markdown import as_markdown
from circo_cli.documents.report_text import as_text
from circo_cli.queries.figures import RATES
from circo_cli.queries.goal import GoalRow
from circo_cli.queries.report import HubLine, ReportRow
from circo_cli.storage.reader import open_reader
from circo_cli.values.quarter import Quarter
from tests.queries.test_figures import ALFA, ALFA_Q2, BETA_Q2, NETWORK_Q1, NETWORK_Q2, NOTHING, Q2, build

TODAY = date(2026, 6, 15)
DUTCH, ENGLISH = language_of("nl"), language_of("en")


@pytest.fixture
def database(tmp_path: Path, template: Path) -> Path:
    """The network's file."""
    path = tmp_path / "network.db"
    shutil.copy(template, path)
    build(path)
    return path


def report_of(path: Path, *, hub_id: int | None = None, quarter: Quarter = Q2) -> Report:
    with open_reader(path) as reader:
        return collect_report(reader, quarter=quarter, compare=quarter.previous, hub_id=hub_id, today=TODAY)


def test_rows_hold_target_previous_delta_and_percent(database: Path) -> None:
    rows = {row.metric: row for row in report_of(database).rows}
    assert {name: (row.actual, row.previous) for name, row in rows.items()} == {
        name: (NETWORK_Q2[name], NETWORK_Q1[name]) for name in NETWORK_Q2
    }
    assert rows["companies"] == ReportRow("companies", 3, 4, 2, 1, 75.0)
    assert rows["completion_rate"] == ReportRow("completion_rate", 0.8, 0.9, 0.6667, 0.1333, 88.89)
    assert rows["average_score"] == ReportRow("average_score", 8.33, None, 7.5, 0.83, None)
    assert rows["tracks_run"] == ReportRow("tracks_run", 2, None, 1, 1, None), "a hub's target is not the network's"


def test_a_hub_has_its_own_targets_and_no_percentage_of_nothing(database: Path) -> None:
    rows = {row.metric: row for row in report_of(database, hub_id=ALFA, quarter=Quarter(2020, 1)).rows}
    assert rows["completion_rate"] == ReportRow("completion_rate", None, None, None, None, None)
    rows = {row.metric: row for row in report_of(database, hub_id=ALFA).rows}
    assert rows["tracks_run"] == ReportRow("tracks_run", 1, 2, 1, 0, 50.0)
    assert rows["companies"].target is None


def test_a_line_per_hub(database: Path) -> None:
    assert report_of(database).hubs == (
        HubLine("alfa", "Alfa", ALFA_Q2),
        HubLine("beta", "Beta *Oost*", BETA_Q2),
        HubLine("leeg", "Leeg", NOTHING, absent=True),
    )
    assert report_of(database, hub_id=ALFA).hubs == (HubLine("alfa", "Alfa", ALFA_Q2),)


def test_longer_goals_and_goals_with_a_theme_stand_apart(database: Path) -> None:
    assert report_of(database).goals == (
        GoalRow("G5", "all", "people", 20, "2026Q1", "2026Q4", None, None, 10),
        GoalRow("G6", "all", "companies", 10, "2026Q2", "2026Q2", "bouw", None, 3),
    )
    assert report_of(database, hub_id=ALFA).goals == (
        GoalRow("G2", "alfa", "people", 40, "2026Q1", "2026Q4", None, None, 8),
    )


def test_json_is_the_shape_of_the_contract(database: Path) -> None:
    report = report_of(database, hub_id=ALFA)
    data = json.loads(as_json(report, DUTCH))
    assert list(data) == ["quarter", "compare", "hub", "counting_rule", "rows", "hubs", "goals"]
    assert (data["quarter"], data["compare"], data["hub"]) == ("2026Q2", "2026Q1", "alfa")
    assert data["counting_rule"] == DUTCH.say("report_counting_rule")
    assert data["rows"][1] == {
        "metric": "tracks_run",
        "actual": 1,
        "target": 2,
        "previous": 1,
        "delta": 0,
        "percent": 50.0,
    }
    assert data["hubs"] == [{"hub": "alfa", **ALFA_Q2}]
    assert data["goals"] == [
        {
            "key": "G2",
            "hub": "alfa",
            "metric": "people",
            "target": 40,
            "from": "2026Q1",
            "until": "2026Q4",
            "theme": None,
            "note": None,
            "actual": 8,
        }
    ]
    network = json.loads(as_json(report_of(database), ENGLISH))
    assert network["hub"] is None
    assert network["counting_rule"] == f"{ENGLISH.say('report_counting_rule')} {ENGLISH.say('report_sums')}"
    assert network["hubs"] == [
        {"hub": key, **line} for key, line in (("alfa", ALFA_Q2), ("beta", BETA_Q2), ("leeg", NOTHING))
    ]


GOLDEN = """\
CIRCO kwartaalrapport 2026Q2: hele netwerk                 vergeleken met 2026Q1
════════════════════════════════════════════════════════════════════════════════
                            2026Q2  2026Q1 verschil trend       doel    van doel
Tracks gepland                   4       1       +3                –
Tracks uitgevoerd                2       1       +1 ·····▅▅█       –
Tracks geannuleerd               1       0       +1                –
inschrijvingen                   7       3       +4                –
bedrijven                        3       2       +1 ·····▃▆█       4 ███░ 75,0 %
waarvan nieuw                    1       2       -1                –
personen                         7       3       +4 ·····▂▄█       –
afgerond                         4       2       +2                –
niet verschenen                  1       1        0                –
afrondingspercentage        80,0 %  66,7 % +13,3 pp           90,0 % ███▌ 88,9 %
opkomst                     66,7 %  50,0 % +16,7 pp                –
gemiddeld cijfer              8,33     7,5    +0,83 ······▇█       –
circulaire proposities           2       2        0                –
ingevoerd                        1       1        0                –
vragen gesteld                   6       3       +3 ·····▁▅█       –
vragen beantwoord                3       1       +2 ·····▁▃█       –
vragen open                      4       2       +2                –
mediaan dagen tot antwoord      10       2       +8                –
inzichten gepubliceerd           3       0       +3                –
partners                         2       3       -1                –
Per hub (Tracks: uitgevoerd) ─    Tracks bedrijven  personen    vragen  partners
Alfa                                   1         3         5         2         1
Beta *Oost*                            2         3         7         3         2
Leeg                                   –         –         –         –         –
Totaal                                 2         3         7         6         2
Andere doelen, tot nu toe ───── periode           stand     doel        van doel
G5 personen                     2026Q1–2026Q4        10       20 ████░░░░ 50,0 %
G6 bedrijven, bouw              2026Q2                3       10 ██░░░░░░ 30,0 %
Tracks van 2026Q2 ──────────── start      status                 plaatsen cijfer
Track 2                        2026-04-14 afgerond                   4/12    7,5
Track 4                        2026-06-10 afgerond                   1/12     10
Track 3                        2026-06-30 open voor inschrijving     2/12      –
Track 5                        –          geannuleerd                0/12      –
Vragen per categorie in 2026Q2 ─────────────────────────────────────────────────
ketensamenwerking           3 ███████   CIRCO-methode               1 ██
financiering                2 █████
Gepland voor 2026Q3 ────────── start      status                 plaatsen cijfer
Track 6                        2026-07-02 gepland                    0/12      –
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


def test_text_fits_a_terminal_of_80_columns(database: Path) -> None:
    text = as_text(report_of(database), DUTCH)
    assert text == GOLDEN
    assert max(map(len, text.splitlines())) <= 80


def test_text_of_a_hub_in_english(database: Path) -> None:
    lines = as_text(report_of(database, hub_id=ALFA), ENGLISH).splitlines()
    assert lines[0] == "CIRCO quarter report 2026Q2: Alfa                           compared with 2026Q1"
    assert "Tracks run                       1       1        0 ·····███       2 ██░░ 50.0 %" in lines
    assert "completion rate             75.0 %  66.7 %  +8.3 pp                –" in lines
    assert not any("By hub" in line or "add up" in line for line in lines)


@pytest.mark.parametrize("width", [80, 97, 119, 120, 160, 400])
@pytest.mark.parametrize("language", [DUTCH, ENGLISH])
def test_text_is_as_wide_as_the_terminal_and_says_the_same(database: Path, language: Language, width: int) -> None:
    for report in (report_of(database), report_of(database, hub_id=ALFA)):
        text = as_text(report, language, width=width)
        lines = text.splitlines()
        assert len(lines[1]) == min(width, 160)
        assert max(map(len, lines)) == len(lines[1])
        assert set(_words(as_text(report, language))) <= set(_words(text))


@pytest.mark.parametrize("width", [1, 60, 68, 79])
@pytest.mark.parametrize("language", [DUTCH, ENGLISH])
def test_a_narrow_text_has_every_figure_and_no_bars(database: Path, language: Language, width: int) -> None:
    for report in (report_of(database), report_of(database, hub_id=ALFA)):
        text = as_text(report, language, width=width)
        lines = text.splitlines()
        assert max(map(cell_len, lines)) == len(lines[1]) == max(width, 60)
        assert "trend" not in text.lower()
        for narrow, whole in zip(lines[3:23], as_text(report, language).splitlines()[3:23], strict=True):
            assert narrow[:51] == whole[:51]
            assert narrow[51:].strip() == whole[60:68].strip()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_][\w/-]*", text)


def test_on_a_wide_terminal_the_questions_stand_beside_the_figures(database: Path) -> None:
    lines = as_text(report_of(database), DUTCH, width=120).splitlines()
    assert lines[2][80:] == "   Vragen per categorie in 2026Q2 ──────"
    assert lines[3] == f"{lines[3][:80].rstrip():<80}   ketensamenwerking           3 ███████"
    assert len(lines) < len(GOLDEN.splitlines()) - 10


def test_colour_says_nothing_by_itself(database: Path) -> None:
    for width in (80, 120):
        painted = as_text(report_of(database), DUTCH, width=width, color=True)
        assert "\x1b[1m" in painted
        assert "\x1b[2m" in painted
        assert "\x1b[36m███▌\x1b[0m" in painted.replace("░", "")
        assert re.sub(r" *$", "", re.sub(r"\x1b\[\d+m", "", painted), flags=re.MULTILINE) == as_text(
            report_of(database), DUTCH, width=width
        )


def test_long_names_and_large_figures_break_no_column(database: Path) -> None:
    report = report_of(database)
    wide = "株式会社循環" * 40
    long = replace(
        report,
        rows=tuple(
            row._replace(actual=most, previous=most, delta=-most, target=most, percent=100_000_000.0)
            for row in report.rows
            for most in [1.0 if row.metric in RATES else 1_000_000]
        ),
        hubs=tuple(line._replace(name=wide, closed_on="2026-01-01") for line in report.hubs),
        tracks=tuple(track._replace(title=wide) for track in report.tracks),
        hub_name=None,
    )
    for width in (60, 79, 80, 120):
        for line in as_text(long, DUTCH, width=width).splitlines():
            assert cell_len(line) <= width, line
    assert as_text(long, DUTCH).count("… (gesloten)") == 3


@pytest.mark.parametrize(
    ("percent", "shown"), [(99.94, "99,9 %"), (99.96, "100 %"), (187.5, "188 %"), (182.5, "183 %"), (103.49, "103 %")]
)
def test_a_percentage_without_its_decimal_is_rounded_and_not_cut(database: Path, percent: float, shown: str) -> None:
    report = report_of(database)
    rows = [row._replace(target=1, percent=percent) for row in report.rows]
    lines = as_text(replace(report, rows=type(report.rows)(rows)), DUTCH).splitlines()
    partners = next(line for line in lines if line.startswith("partners"))
    assert partners.endswith(f" {shown}")


def test_an_empty_network_says_so(template: Path) -> None:
    text = as_text(report_of(template), DUTCH)
    assert "Tracks van 2026Q2: geen Tracks in dit kwartaal.\n" in text
    assert "Vragen per categorie in 2026Q2: geen vragen gesteld in dit kwartaal.\n" in text
    assert "Gepland voor 2026Q3: nog geen Tracks gepland.\n" in text
    assert "Geen vragen gesteld in dit kwartaal.\n" in as_markdown(report_of(template), DUTCH)


def test_the_last_quarter_has_none_after_it(template: Path) -> None:
    report = report_of(template, quarter=Quarter(2199, 4))
    assert report.following is None
    assert "Gepland" not in as_text(report, DUTCH) + as_markdown(report, DUTCH)


def test_markdown_has_every_section_and_no_markup_from_the_data(database: Path) -> None:
    document = as_markdown(report_of(database), DUTCH)
    assert re.findall(r"^#+ .*$", document, re.MULTILINE) == [
        "# CIRCO kwartaalrapport 2026Q2: hele netwerk",
        "## Trend van acht kwartalen",
        "## Per hub (Tracks: uitgevoerd)",
        "## Andere doelen, tot nu toe",
        "## Tracks van 2026Q2",
        "## Vragen per categorie in 2026Q2",
        "## Gepland voor 2026Q3",
        "## Hoe er geteld is",
    ]
    assert "| afrondingspercentage | 80,0 % | 90,0 % | 66,7 % | +13,3 pp | 88,9 % |\n" in document
    assert "| Beta \\*Oost\\* | 2 | 3 | 7 | 3 | 2 |\n" in document
    assert "| **Totaal** | 2 | 3 | 7 | 6 | 2 |\n" in document
    assert (
        "| t-2026q2-2 | Track 2 | Alfa, Beta \\*Oost\\* | 2026-04-14 | afgerond | 4/12 | 6 | 7,5 |\n"
        "| t-2026q3-4 | Track 4 | Beta \\*Oost\\* | 2026-06-10 | afgerond | 1/12 | 2 | 10 |\n"
        "| t-2026q2-3 | Track 3 | Beta \\*Oost\\* | 2026-06-30 | open voor inschrijving | 2/12 | 3 | – |\n"
        "| t-2026q2-5 | Track 5 | Alfa | – | geannuleerd | 0/12 | 0 | – |\n"
    ) in document
    assert DUTCH.say("report_counting_rule") in document
    assert DUTCH.say("report_sums") in document


def test_the_same_data_gives_the_same_bytes(database: Path) -> None:
    for write in (as_json, as_markdown, as_text):
        assert write(report_of(database), DUTCH) == write(report_of(database), DUTCH)


def _blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_both_catalogues_have_the_same_phrases_with_the_same_blanks() -> None:
    dutch, english = catalogue_nl.CATALOGUE, catalogue_en.CATALOGUE
    assert {key: _blanks(phrase) for key, phrase in dutch.items()} == {
        key: _blanks(phrase) for key, phrase in english.items()
    }


def test_there_is_no_other_language() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        language_of("fr")


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (3, "3", "3"),
        (8.25, "8,25", "8.25"),
        (3.0, "3", "3"),
        (-0.001, "0", "0"),
        (1200, "1200", "1200"),
        (None, "–", "–"),
    ],
)
def test_numbers(value: float | None, dutch: str, english: str) -> None:
    assert (DUTCH.number(value), ENGLISH.number(value)) == (dutch, english)


def test_percentages_and_differences() -> None:
    assert DUTCH.percentage(83.333) == "83,3 %"
    assert ENGLISH.percentage(None) == "–"
    assert (DUTCH.points(8.33), DUTCH.points(-8.33), DUTCH.points(None)) == ("+8,3 pp", "-8,3 pp", "–")
    assert (DUTCH.signed(2), DUTCH.signed(-2.5), DUTCH.signed(0), DUTCH.signed(None)) == ("+2", "-2,5", "0", "–")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Bouw & wonen", "Bouw \\& wonen"),
        ("*vet* _cursief_ `code`", "\\*vet\\* \\_cursief\\_ \\`code\\`"),
        ("[klik](https://example.org)", "\\[klik\\](https:\\/\\/example.org)"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("a | b", "a \\| b"),
        ("# kop", "\\# kop"),
        ("- punt", "\\- punt"),
        ("1. eerste", "1\\. eerste"),
        ("regel\n# kop", "regel # kop"),
        ("eva@example.org www.example.org", "eva\\@example.org www\\.example.org"),
        ("\x1b[31mrood\u202e", "\\\\x1b\\[31mrood\\\\u202e"),
        ("Noord-Holland 2.0", "Noord-Holland 2.0"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped
