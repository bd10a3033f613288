"""A partner's file of a thousand companies, of which 37 are bad in nine ways: told, left out, mended, imported."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.terminal import Terminal

HEADER = ("Bedrijfsnaam", "KvK-nummer", "Postcode", "Plaats", "Rol in keten", "Contactpersoon", "E-mail", "Hub", "Land")
ROWS = 1_000
Cells = list[str]

WAYS: Sequence[tuple[str, str, Callable[[Cells], None]]] = (
    # what the reason holds, the column, what is spoilt
    ("is empty", "Bedrijfsnaam", lambda cells: cells.__setitem__(0, "")),
    ("is not a KvK number", "KvK-nummer", lambda cells: cells.__setitem__(1, "12 34")),
    ("is not a Dutch postcode", "Postcode", lambda cells: cells.__setitem__(2, "0123 XX")),
    ("is none of", "Rol in keten", lambda cells: cells.__setitem__(4, "meerk")),
    ("is not an e-mail address", "E-mail", lambda cells: cells.__setitem__(6, "anna at example.org")),
    ("is no hub", "Hub", lambda cells: cells.__setitem__(7, "utrect")),
    ("is not a country code", "Land", lambda cells: cells.__setitem__(8, "Nergens")),
    ("is the same company as row 2", "KvK-nummer", lambda cells: cells.__setitem__(1, "10000000")),
    ("there is a control character", "Plaats", lambda cells: cells.__setitem__(3, "Ut\x07recht")),
)
"""Nine ways in which a row is bad."""

BAD = {27 * place + 1: WAYS[place % len(WAYS)] for place in range(37)}
"""Which rows are bad (0 is the first below the header), and how."""


def good(place: int) -> Cells:
    """Return a row as it should be."""
    return [
        f"Verzonnen Bedrijf {place}", str(10_000_000 + place), f"{1000 + place} AB", "Utrecht", "merk",
        f"Noor Verzinsel {place}", f"noor{place}@example.org", "utrecht", "NL",
    ]  # fmt: skip


@pytest.fixture
def sheet(directory: Path) -> str:
    """The partner's file."""
    with (directory / "partner.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for place in range(ROWS):
            cells = good(place)
            if place in BAD:
                BAD[place][2](cells)
            writer.writerow(cells)
    return "partner.csv"


def test_a_thousand_rows_of_which_37_are_bad(circo: Circo, sheet: str, directory: Path) -> None:
    assert len(BAD) == 37
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")

    error = circo.refused("company", "import", sheet)
    told = {(each["row"], each["column"]): each["reason"] for each in error["details"]}
    assert len(error["details"]) == 37
    assert {place + 2 for place in BAD} == {row for row, _ in told}
    for place, (reason, column, _) in BAD.items():
        assert reason in told[place + 2, column]
    assert {each["nearest"] for each in error["details"] if each["column"] in ("Hub", "Rol in keten")} == {
        "utrecht", "brand",
    }  # fmt: skip
    assert circo.json("company", "list") == []

    dry = circo.json("company", "import", sheet, "--partial", "--dry-run")
    assert (dry["added"], dry["bad"]) == (963, 37)
    assert circo.json("company", "list") == []

    partly = circo.json("company", "import", sheet, "--partial", "--rejects", "bad.csv")
    assert (partly["added"], partly["bad"]) == (963, 37)
    assert len(circo.json("company", "list")) == 963

    assert mend(directory / "bad.csv") == 37
    mended = circo.json("company", "import", "bad.csv")
    assert (mended["added"], mended["bad"]) == (37, 0)
    assert len(circo.json("company", "list")) == ROWS

    before = circo.database.read_bytes()
    again = circo.json("company", "import", "bad.csv")
    assert (again["change"], again["unchanged"]) == (None, 37)
    assert circo.database.read_bytes() == before
    assert {each["ok"] for each in circo.json("db", "check", "--deep")} == {True}
    circo.ok("undo")
    circo.ok("undo")
    assert circo.json("company", "list") == []


def mend(path: Path) -> int:
    """Mend the rejects as a person would, looking at the reason; return how many rows there are."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, delimiter=";"))
    assert header == [*HEADER, "reason"]
    places = sorted(BAD)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        for place, row in zip(places, rows, strict=True):
            assert row[-1]
            writer.writerow([*good(place), row[-1]])
    return len(rows)


def test_the_report_of_bad_rows_is_a_table_for_people(circo: Circo, sheet: str) -> None:
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    answer = circo("company", "import", sheet)
    assert (answer.code, answer.out) == (2, "")
    lines = answer.err.splitlines()
    assert lines[0] == "error: 37 of 1000 rows of partner.csv cannot be taken, and nothing was imported"
    assert lines[1].split() == ["row", "column", "value", "reason", "nearest"]
    assert lines[-1].startswith("hint: ")
    assert json.loads(circo("company", "import", sheet, "--json").err)["error"]["code"] == "bad-rows"


@pytest.mark.parametrize("columns", [60, 100])
def test_the_report_of_bad_rows_fits_the_terminal(circo: Circo, sheet: str, columns: int) -> None:
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    talk = Terminal("company", "import", sheet, columns=columns)
    assert talk.ends() == 2
    told = [line for line in talk.screen.splitlines() if not line.startswith(("error:", "hint:"))]
    assert max(len(line.rstrip()) for line in told) <= columns
    assert ("row 3, column" in talk.screen) == (columns == 60)
