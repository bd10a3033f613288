"""circo note import."""

from __future__ import annotations

import pytest

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

DUTCH = (
    "Bedrijf;Datum;Notitie;Opvolgen op;Door\nFictief Hout;1-6-2026;Belt terug.;1-9-2026;Jo Bos\n"
    '90000017;;"Twee regels:\ndit is er een.";;\n'
)


@pytest.fixture(autouse=True)
def _company(circo: Circo) -> None:
    """There is a company that something is said with."""
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017")
    circo.ok("company", "add", "Ander Hout")


def test_notes_come_from_a_dutch_sheet(circo: Circo) -> None:
    assert counts(circo, "note", DUTCH) == {"added": 2}
    assert circo.json("note", "list") == [
        {"key": "N2", "company": "fictief-hout", "text": "Twee regels:\ndit is er een.", "on": "2026-06-15", "next": None, "by": "tester"},
        {"key": "N1", "company": "fictief-hout", "text": "Belt terug.", "on": "2026-06-01", "next": "2026-09-01", "by": "Jo Bos"},
    ]  # fmt: skip
    assert counts(circo, "note", DUTCH) == {"unchanged": 2}


def test_a_note_is_what_was_said_with_whom_on_which_day(circo: Circo) -> None:
    counts(circo, "note", DUTCH)
    assert counts(circo, "note", "bedrijf,tekst,datum\nfictief-hout,Belt terug.,2-6-2026\n") == {"added": 1}
    assert counts(circo, "note", "bedrijf,tekst\nfictief-hout,Belt terug.\n") == {"unchanged": 1}
    assert counts(circo, "note", "bedrijf,tekst\nander-hout,Belt terug.\n") == {"added": 1}
    assert bad(circo, "note", "bedrijf,tekst\nander-hout,Iets\nAnder Hout,Iets\n") == [
        (3, "tekst", "Iets", "is the same note as row 2", None)
    ]
    assert counts(circo, "note", "key,bedrijf,tekst\nN20,ander-hout,Iets\nN21,ander-hout,Iets\n") == {"added": 2}
    assert circo.ok("company", "note", "ander-hout", "Meer", "-q") == "N22\n"


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    counts(circo, "note", DUTCH)
    text = "key,tekst,opvolgen op\nn1,Belde terug.,1-10-2026\n"
    assert bad(circo, "note", text) == [
        (2, "tekst", "Belde terug.", "differs from Belt terug., which is stored", None),
        (2, "opvolgen op", "1-10-2026", "differs from 2026-09-01, which is stored", None),
    ]
    assert counts(circo, "note", text, "--skip-existing") == {"skipped": 1}
    shown = circo("note", "import", write(circo, text), "--update", "--dry-run")
    assert "Belde terug." in shown.out + shown.err
    assert counts(circo, "note", text, "--update") == {"updated": 1}
    assert circo.json("note", "show", "N1")["text"] == "Belde terug."
    assert counts(circo, "note", "key,bedrijf\n1,Ander Hout\n", "--update") == {"updated": 1}
    assert circo.json("note", "show", "N1")["company"] == "ander-hout"


def test_every_bad_value_is_told(circo: Circo) -> None:
    text = (
        "bedrijf,tekst,datum,opvolgen op\nfictief-hut,A,,\nander-hout,B,1-7-2026,\nander-hout,C,1-6-2026,1-5-2026\n"
        "ander-hout,D,gisterochtend,\n,E,,\nander-hout,,1-6-2026,\n"
    )
    found = bad(circo, "note", text)
    assert [(row, column, value, nearest) for row, column, value, _, nearest in found] == [
        (2, "bedrijf", "fictief-hut", "fictief-hout"), (3, "datum", "1-7-2026", None), (4, "opvolgen op", "1-5-2026", None),
        (5, "datum", "gisterochtend", None), (6, "bedrijf", "", None), (7, "tekst", "", None),
    ]  # fmt: skip
    assert found[1][3] == "is still to come, and a note is of what was said"
    assert found[2][3] == "lies before 2026-06-01, when it was said"


def test_a_number_is_never_used_again(circo: Circo) -> None:
    circo.ok("company", "note", "ander-hout", "Weg")
    circo.ok("company", "note", "ander-hout", "Blijft")
    circo.ok("note", "remove", "N1", "--yes")
    assert bad(circo, "note", "key,bedrijf,tekst\nN1,ander-hout,Weg\n") == [
        (2, "key", "N1", "was used before, and numbers are never used again: leave the key empty", None)
    ]
    assert counts(circo, "note", "key,bedrijf,tekst\nN9,ander-hout,A\nN7,ander-hout,B\n") == {"added": 2}
    assert counts(circo, "note", "key,bedrijf,tekst\nN8,ander-hout,C\n") == {"added": 1}


def test_one_undo_takes_an_import_back_and_search_finds_its_company(circo: Circo) -> None:
    undone(circo, "note", DUTCH)
