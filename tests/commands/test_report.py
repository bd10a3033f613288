"""circo report, typed."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Circo
from tests.queries.test_figures import NETWORK_Q2, build


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
    for output in ("csv", "xlsx", "table"):
        monkeypatch.setenv("CIRCO_OUTPUT", output)
        assert network.ok("report", "quarter") == text
    monkeypatch.setenv("CIRCO_OUTPUT", "json")
    assert json.loads(network.ok("report", "quarter"))["quarter"] == "2026Q2"
    assert network.ok("report", "quarter", "--format", "text") == text


def test_the_first_quarter_of_all_compares_with_none(network: Circo) -> None:
    data = network.json("report", "quarter", "1900Q1")
    assert data["compare"] is None
    assert {(row["previous"], row["delta"]) for row in data["rows"]} == {(None, None)}
    assert network.ok("report", "quarter", "1900Q1").splitlines()[0].endswith("zonder eerder kwartaal")


@pytest.mark.parametrize(
    ("typed", "code", "exit_code"),
    [
        (("--format", "html"), "unknown-value", 2),
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


@pytest.mark.parametrize("output", ["csv", "xlsx", "table", "jsonl"])
def test_an_output_that_a_report_lacks_names_those_that_it_has(network: Circo, output: str) -> None:
    answer = network("report", "quarter", "-o", output)
    assert (answer.code, answer.out) == (2, "")
    assert "text, markdown, json" in answer.err


def test_help_has_examples(network: Circo) -> None:
    assert "circo report quarter last --format markdown --to report.md" in network.ok("report", "quarter", "--help")
