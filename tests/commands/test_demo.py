"""circo demo: what a new user sees first."""

from __future__ import annotations

from pathlib import Path

import pytest

from circo_cli.commands import demo
from circo_cli.errors import UnexpectedError
from tests.conftest import Circo

SCRIPT = """
export CIRCO_DB="$PWD/circo.db" CIRCO_TODAY=2026-06-15 CIRCO_USER="Hub Noord-Holland"
circo import "$examples/network"
# circo never
circo hub show limburg
circo hub edit limburg --lead ""
"""


def test_it_types_the_lines_of_the_script_without_the_import() -> None:
    assert demo.typed_lines(SCRIPT) == [["hub", "show", "limburg"], ["hub", "edit", "limburg", "--lead", ""]]
    assert demo.settings(SCRIPT) == {"CIRCO_TODAY": "2026-06-15", "CIRCO_USER": "Hub Noord-Holland"}


def test_the_examples_are_those_of_the_project() -> None:
    assert demo.examples() == Path(__file__).parents[2] / "examples"


def test_it_leaves_a_digest_and_a_report_and_never_touches_what_is_there(bare: Circo) -> None:
    (bare.directory / "proef").mkdir()  # an empty directory is nothing to spare
    made = bare.json("demo", "--to", "proef")
    assert made == {
        "path": str(bare.directory / "proef"),
        "database": str(bare.directory / "proef" / "circo.db"),
        "digest": str(bare.directory / "proef" / "digests" / "circo-digest-network-2026Q2-nl.md"),
        "report": str(bare.directory / "proef" / "report-noord-holland-2026Q2.md"),
    }
    assert "# CIRCO-kennisdigest voor het netwerk" in Path(made["digest"]).read_text(encoding="utf-8")
    assert "Noord-Holland" in Path(made["report"]).read_text(encoding="utf-8")
    assert all(row["ok"] for row in bare.json("db", "check", "--deep", "--db", made["database"]))
    assert not bare.database.exists()
    error = bare.refused("demo", "--to", "proef")
    assert (error["exit_code"], error["code"]) == (1, "demo-exists")


def test_a_dry_run_makes_nothing(bare: Circo) -> None:
    bare.ok("demo", "--dry-run")
    assert not (bare.directory / "circo-demo").exists()


def test_a_line_that_breaks_is_named_and_leaves_nothing(bare: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "typed_lines", lambda script: [["hub", "show", "nergens"]])
    answer = bare("demo", "--to", "proef")
    assert answer.code == UnexpectedError.exit_code
    assert "the demo broke at this command: error: there is no hub 'nergens'" in answer.err
    assert not (bare.directory / "proef").exists()


def test_a_place_that_cannot_be(bare: Circo) -> None:
    Path("bestand").write_text("x")
    assert bare.refused("demo", "--to", "bestand/proef")["exit_code"] == 2
