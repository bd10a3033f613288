"""circo export and circo import, typed from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from circo_cli.rendering import streams
from tests.conftest import Circo

EXAMPLES = Path(__file__).parents[2] / "examples" / "network"


def contents(directory: Path) -> dict[str, bytes]:
    """Return the files of a directory by name."""
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


def test_the_example_network_goes_in_and_comes_out_byte_for_byte(bare: Circo) -> None:
    imported = bare.json("import", str(EXAMPLES))
    assert imported["path"] == str(bare.database)
    exported = bare.json("export", "uit")
    assert contents(bare.directory / "uit") == contents(EXAMPLES)
    assert {row["table"]: row["rows"] for row in exported}["hub"] == 17


def test_import_only_into_an_empty_database(circo: Circo) -> None:
    circo.ok("import", str(EXAMPLES))
    error = circo.refused("import", str(EXAMPLES))
    assert (error["exit_code"], error["code"]) == (1, "database-not-empty")


def test_numbers_never_come_back_after_moving(circo: Circo) -> None:
    circo.ok("question", "log", "Eerste?")
    circo.ok("export", "uit")
    numbers = Path("uit/numbers.csv")
    numbers.write_text(numbers.read_text().replace("question,1", "question,41"))
    circo.ok("import", "uit", "--db", "nieuw.db")
    assert circo.ok("question", "log", "Volgende?", "--db", "nieuw.db", "-q") == "Q42\n"


def test_every_bad_row_is_named_and_nothing_is_left(bare: Circo) -> None:
    bare.ok("import", str(EXAMPLES), "--db", "heel.db")
    bare.ok("export", "uit", "--db", "heel.db")
    hub = Path("uit/hub.csv")
    text = hub.read_text().replace(",regional,exploring,", ",regional,dreaming,")
    hub.write_text(text)
    enrolment = Path("uit/enrolment.csv")
    lines = enrolment.read_text().splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[1], "nergens-2026q1-1")
    enrolment.write_text("\n".join(lines) + "\n")
    error = bare.refused("import", "uit")
    assert (error["exit_code"], error["code"]) == (2, "bad-rows")
    assert {
        "file": "enrolment.csv", "row": 2, "column": "track", "value": "nergens-2026q1-1",
        "reason": "there is no track 'nergens-2026q1-1'",
    } in error["details"]  # fmt: skip
    assert "stage is not a known value" in {detail["reason"] for detail in error["details"]}
    assert not bare.database.exists()


def test_directories_that_are_no_network(bare: Circo) -> None:
    assert bare.refused("import", "nergens")["code"] == "input-missing"
    Path("leeg").mkdir()
    assert bare.refused("import", "leeg")["code"] == "input-missing"
    Path("leeg/hub.csv").write_text("key,name,kleur\n")
    error = bare.refused("import", "leeg")
    assert (error["code"], error["message"]) == (
        "unknown-column",
        "hub.csv has a column that circo does not know: kleur",
    )
    Path("leeg/hub.csv").write_bytes(b"key,name\n\xff\xfe\n")
    assert bare.refused("import", "leeg")["code"] == "input-encoding"
    Path("leeg/hub.csv").write_bytes(b"key,name\n\0\n")
    assert bare.refused("import", "leeg")["exit_code"] == 2
    Path("leeg/hub.csv").write_text('key,name\n"open')
    assert bare.refused("import", "leeg")["exit_code"] == 2
    assert not bare.database.exists()


def test_a_dry_run_leaves_nothing(bare: Circo) -> None:
    bare.ok("import", str(EXAMPLES), "--dry-run")
    assert not bare.database.exists()
    bare.ok("import", str(EXAMPLES))
    bare.ok("export", "uit", "--dry-run")
    assert not Path("uit").exists()


def test_a_file_that_is_no_table_is_left_alone_and_said(bare: Circo) -> None:
    bare.ok("import", str(EXAMPLES), "--db", "heel.db")
    bare.ok("export", "uit", "--db", "heel.db")
    Path("uit/kleuren.csv").write_text("rood\n")
    assert "note: kleuren.csv is no table of circo and was left alone" in bare("import", "uit").err


def test_an_export_that_breaks_off_leaves_no_half_of_it(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    real = streams.write_file
    written: list[Path] = []

    def full(path: Path, content: bytes) -> None:
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(streams, "write_file", full)
    assert circo("export", "uit").code == 4
    assert written
    assert not any(path.exists() for path in written)
