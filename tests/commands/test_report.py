"""circo report, typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from circo_cli.commands.report import FORMATS
from tests.conftest import Circo
from tests.queries.test_figures import NETWORK_Q2, build
from tests.terminal import Terminal


@pytest.fixture
def network(circo: Circo) -> Circo:
    """``circo`` with the small network."""
    build(circo.database)
    return circo


def test_this_quarter_of_the_network_as_text(network: Circo) -> None:
    answer = network("report", "quarter")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("CIRCO kwartaalrapport 2026Q2: hele netwerk  ")
    assert answer.out == network.ok("report", "quarter", "2026Q2", "--compare", "2026Q1", "--hub", "all")
    assert answer.out == network.ok("report", "quarter", "-o", "text", "--format", "text")


def test_json_is_the_document(network: Circo) -> None:
    data = network.json("report", "quarter", "Q2")
    assert {row["metric"]: row["actual"] for row in data["rows"]} == NETWORK_Q2
    assert data == json.loads(network.ok("report", "quarter", "--format", "json"))
    assert data == json.loads(network.ok("report", "quarter", "--format", "json", "-o", "json"))


def test_a_hub_compared_with_another_quarter(network: Circo) -> None:
    data = network.json("report", "quarter", "last", "--hub", "alf", "--compare", "2025Q4")
    assert (data["quarter"], data["compare"], data["hub"]) == ("2026Q1", "2025Q4", "alfa")
    assert [line["hub"] for line in data["hubs"]] == ["alfa"]
    row = data["rows"][4]
    assert row == {"metric": "companies", "actual": 2, "target": None, "previous": 1, "delta": 1, "percent": None}


def test_english_markdown_into_a_file(network: Circo) -> None:
    answer = network("report", "quarter", "-o", "markdown", "--lang", "en", "--to", "report.md")
    assert (answer.code, answer.out) == (0, "")
    written = (network.directory / "report.md").read_text(encoding="utf-8")
    assert written.startswith("# CIRCO quarter report 2026Q2: whole network\n")


def test_the_environment_counts_where_the_document_has_it(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    text = network.ok("report", "quarter")
    for output in ("tsv", "jsonl", "table"):
        monkeypatch.setenv("CIRCO_OUTPUT", output)
        assert network.ok("report", "quarter") == text
    monkeypatch.setenv("CIRCO_OUTPUT", "json")
    assert json.loads(network.ok("report", "quarter"))["quarter"] == "2026Q2"
    assert network.ok("report", "quarter", "--format", "text") == text
    monkeypatch.setenv("CIRCO_OUTPUT", "csv")
    assert network.ok("report", "quarter").startswith("metric,actual,target,previous,delta,percent\ntracks_planned,4,")


@pytest.mark.parametrize("typed", [(), ("--to", "-")])
def test_a_workbook_needs_a_file(network: Circo, typed: tuple[str, ...]) -> None:
    for option in ("--format", "-o"):
        answer = network("report", "quarter", option, "xlsx", *typed)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err == "error: xlsx is a file\nhint: add --to FILE.xlsx\n"


def test_a_workbook_in_a_file_holds_only_what_the_hub_has(network: Circo) -> None:
    answer = network("report", "quarter", "Q2", "--hub", "beta", "--format", "xlsx", "--to", "report.xlsx")
    assert (answer.code, answer.out, answer.err) == (0, "", "note: written to report.xlsx\n")
    figures, tracks, seats, questions = load_workbook("report.xlsx").worksheets
    assert figures["A1"].value == "CIRCO kwartaalrapport 2026Q2: Beta *Oost*"
    assert [cell.value for cell in tracks["A"][1:]] == ["t-2026q2-2", "t-2026q3-4", "t-2026q2-3"]
    assert {cell.value for cell in seats["B"][1:]} == {"t-2026q2-2", "t-2026q3-4", "t-2026q2-3"}
    assert [cell.value for cell in questions["A"][1:]] == ["Q3", "Q4", "Q5"]
    before = (network.directory / "report.xlsx").read_bytes()
    network.ok("report", "quarter", "Q2", "--hub", "beta", "-o", "xlsx", "--to", "again.xlsx")
    assert (network.directory / "again.xlsx").read_bytes() == before


def test_a_workbook_that_cannot_be_written_leaves_the_file_as_it_was(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("circo_cli.rendering.workbook.MOST_ROWS", 2)
    file = network.directory / "report.xlsx"
    file.write_text("earlier")
    answer = network("report", "quarter", "Q2", "--format", "xlsx", "--to", "report.xlsx")
    assert (answer.code, answer.out, file.read_text()) == (2, "", "earlier")
    assert answer.err == (
        "error: there are more than 2 rows, and a sheet holds no more\n"
        "hint: circo enrolment list -o csv --to FILE holds them all\n"
    )


def test_the_first_quarter_of_all_compares_with_none(network: Circo) -> None:
    data = network.json("report", "quarter", "1900Q1")
    assert data["compare"] is None
    assert {(row["previous"], row["delta"]) for row in data["rows"]} == {(None, None)}
    assert network.ok("report", "quarter", "1900Q1").splitlines()[0].endswith("zonder eerder kwartaal")


@pytest.mark.parametrize(
    ("typed", "code", "exit_code"),
    [
        (("--format", "pdf"), "unknown-value", 2),
        (("--format", "markdown"), "output", 2),  # with --json: two different values
        (("Q9",), "bad-value", 2),
        (("--compare", "soon"), "bad-value", 2),
        (("--fields", "metric"), "unknown-field", 2),
        (("--lang", "fr"), "unknown-value", 2),
        (("--hub", "zeeland"), "not-found", 3),
    ],
)
def test_what_is_refused(network: Circo, typed: tuple[str, ...], code: str, exit_code: int) -> None:
    error = network.refused("report", "quarter", *typed)
    assert (error["code"], error["exit_code"]) == (code, exit_code)


@pytest.mark.parametrize("output", ["tsv", "table", "jsonl"])
def test_an_output_that_a_report_lacks_names_those_that_it_has(network: Circo, output: str) -> None:
    answer = network("report", "quarter", "-o", output)
    assert (answer.code, answer.out) == (2, "")
    assert ", ".join(FORMATS) in answer.err


# --explain


def test_explain_lists_keys_and_titles_as_any_list_does(network: Circo) -> None:
    companies = [{"key": "c1-x", "title": "C1"}, {"key": "c2-x", "title": "C2"}, {"key": "c4-x", "title": "C4"}]
    assert network.json("report", "quarter", "Q2", "--explain", "companies") == companies
    explained = ("report", "quarter", "Q2", "--explain", "companies")
    assert network.ok(*explained, "-o", "csv", "--sort", "-key", "--limit", "2") == "key,title\nc4-x,C4\nc2-x,C2\n"
    assert network.ok(*explained, "--fields", "key", "-o", "tsv") == "key\nc1-x\nc2-x\nc4-x\n"
    assert network.ok(*explained, "--format", "csv") == network.ok(*explained, "-o", "csv")
    assert network.ok(*explained, "--format", "text") == network.ok(*explained)
    assert network.json(*explained, "--limit", "1") == companies[:1]
    answer = network(*explained, "-o", "markdown", "--to", "keys.md")
    assert (answer.code, answer.out, answer.err) == (0, "", "note: written to keys.md\n")
    assert network.json("report", "quarter", "2020Q1", "--explain", "companies") == []


def test_explain_takes_labels_and_says_the_figure_that_is_no_number_of_keys(network: Circo) -> None:
    answer = network("report", "quarter", "Q2", "--explain", "Gemiddeld cijfer", "-o", "csv")
    assert (
        answer.out
        == 'key,title\nE4,"C1, Track 2 (score 9)"\nE6,"C2, Track 2 (score 6)"\nE13,"C4, Track 4 (score 10)"\n'
    )
    assert answer.err == "note: average_score of 2026Q2 is 8.33, from 3 rows\n"
    assert network("report", "quarter", "Q2", "--explain", "people").err == "note: people of 2026Q2 is 7, from 4 rows\n"
    assert network("report", "quarter", "Q2", "--explain", "tracks-run", "-q").err == ""
    assert network("report", "quarter", "Q2", "--explain", "companies").err == ""


def test_explain_says_that_it_does_not_compare(network: Circo) -> None:
    answer = network("report", "quarter", "Q2", "--explain", "partners", "--compare", "2026Q1", "-o", "csv")
    assert answer.out == network.ok("report", "quarter", "Q2", "--explain", "partners", "-o", "csv")
    (line,) = answer.err.splitlines()
    assert "circo report quarter 2026Q1 --explain partners" in line


def test_the_environment_chooses_the_output_of_explain(network: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    explained = ("report", "quarter", "Q2", "--explain", "tracks_run")
    table = network.ok(*explained)
    monkeypatch.setenv("CIRCO_OUTPUT", "csv")
    assert network.ok(*explained) == "key,title\nt-2026q2-2,Track 2\nt-2026q3-4,Track 4\n"
    assert network.ok(*explained, "-o", "table") == table


@pytest.mark.parametrize(
    ("typed", "code", "hint"),
    [
        (("--explain", "compnies"), "unknown-value", "did you mean companies? One of: tracks_planned, tracks_run,"),
        (("--explain", ""), "unknown-value", "One of: tracks_planned"),
        (("--explain", "companies", "--fields", "name"), "unknown-field", "fields: key, title"),
        (("--explain", "companies", "--sort", "name"), "unknown-field", "fields: key, title"),
        (("--explain", "companies", "--format", "csv"), "output", "leave one out"),  # with --json
        (("--explain", "companies", "--format", "html"), "unknown-value", "One of: text, table, json"),
        (("--sort", "key"), "unknown-field", "add --explain METRIC"),
        (("--limit", "3"), "unknown-field", "add --explain METRIC"),
    ],
)
def test_what_explain_refuses(network: Circo, typed: tuple[str, ...], code: str, hint: str) -> None:
    error = network.refused("report", "quarter", *typed)
    assert (error["code"], error["exit_code"]) == (code, 2)
    assert hint in error["hint"]


def test_a_workbook_of_keys_needs_a_file(network: Circo) -> None:
    answer = network("report", "quarter", "--explain", "partners", "-o", "xlsx")
    assert (answer.code, answer.out) == (2, "")
    assert "--to FILE.xlsx" in answer.err


# The configured hub


@pytest.mark.parametrize("explain", [(), ("--explain", "companies")])
def test_the_configured_hub_is_the_default_and_stderr_says_so(network: Circo, explain: tuple[str, ...]) -> None:
    network.ok("config", "set", "hub", "alfa")
    answer = network("report", "quarter", *explain)
    assert answer.out == network.ok("report", "quarter", "--hub", "alfa", *explain)
    assert "alfa" in answer.err
    assert "--hub all" in answer.err
    whole = network("report", "quarter", "--hub", "all", *explain)
    assert whole.err == ""
    assert whole.out != answer.out or explain


# Terminals


def test_a_terminal_has_colour_and_as_many_columns_as_it_has(network: Circo) -> None:
    piped = network.ok("report", "quarter")
    assert max(map(len, piped.splitlines())) == 80
    terminal = Terminal("report", "quarter", columns=80)
    assert terminal.ends() == 0
    assert terminal.screen == piped
    terminal = Terminal("report", "quarter", columns=120)
    assert terminal.ends() == 0
    assert max(map(len, terminal.screen.splitlines())) == 120
    read_aloud = Terminal("report", "quarter", columns=120, TERM="dumb")
    assert read_aloud.ends() == 0
    assert read_aloud.screen == piped


def test_what_is_written_is_the_same_on_any_terminal(network: Circo) -> None:
    piped = network.ok("report", "quarter")
    terminal = Terminal("report", "quarter", "--to", "report.txt", columns=150)
    assert terminal.ends() == 0
    assert (network.directory / "report.txt").read_text(encoding="utf-8") == piped
    assert "\x1b[1m" in network.ok("report", "quarter", "--color", "always")
    network.ok("report", "quarter", "--color", "always", "--to", "report.txt")
    assert (network.directory / "report.txt").read_text(encoding="utf-8") == piped


def test_help_has_examples(network: Circo) -> None:
    assert "circo report quarter last --format markdown --to report.md" in network.ok("report", "quarter", "--help")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.html", b"<!doctype html>"),
        ("r.XLSX", b"PK"),
        ("r.json", b"{"),
        ("r.csv", b"metric,"),
        ("r.md", b"# "),
        ("r.txt", b"CIRCO"),
    ],
)
def test_a_file_is_written_in_the_format_that_it_is_called_after(
    circo: Circo, directory: Path, name: str, begins: bytes
) -> None:
    circo.ok("report", "quarter", "--to", name)
    assert (directory / name).read_bytes().lower().startswith(begins.lower())
    circo.ok("report", "quarter", "--to", name, "--format", "markdown")
    assert (directory / name).read_bytes().startswith(b"# ")


def test_hubs_of_tracks_are_named_where_people_read(circo: Circo) -> None:
    circo.ok("hub", "add", "Frysl\u00e2n *Oost*")
    circo.ok("track", "schedule", "fryslan-oost", "Zuivel", "--quarter", "2026Q2", "--date", "2026-06-20")
    circo.ok("track", "schedule", "fryslan-oost", "Kaas", "--quarter", "2026Q3")
    page = circo.ok("report", "quarter", "--format", "html")
    assert page.count('<span class="hubs">Frysl\u00e2n *Oost*</span>') == 2
    assert "| Frysl\u00e2n \\*Oost\\* |" in circo.ok("report", "quarter", "--format", "markdown")
