"""circo contact import."""

from __future__ import annotations

import pytest

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

DUTCH = (
    "Bedrijf;Naam;E-mail;Telefoon;Functie\nFictief Hout;Anna Bos;anna@example.org;+31 00 000 0011;directeur\n"
    "90000017;Jo;;;\n"
)


@pytest.fixture(autouse=True)
def _company(circo: Circo) -> None:
    """There is a company where people work."""
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017")
    circo.ok("company", "add", "Ander Hout")


def test_contacts_come_from_a_dutch_sheet(circo: Circo) -> None:
    assert counts(circo, "contact", DUTCH) == {"added": 2}
    assert circo.json("contact", "list") == [
        {"company": "fictief-hout", "name": "Anna Bos", "email": "anna@example.org", "phone": "+31 00 000 0011", "role": "directeur"},
        {"company": "fictief-hout", "name": "Jo", "email": None, "phone": None, "role": None},
    ]  # fmt: skip
    assert counts(circo, "contact", DUTCH) == {"unchanged": 2}


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    circo.ok("company", "contact", "fictief-hout", "ANNA BOS", "--email", "oud@example.org")
    text = "bedrijf,naam,e-mail\nfictief-hout,Anna Bos,anna@example.org\nander-hout,Anna Bos,anna@example.org\n"
    assert bad(circo, "contact", text) == [
        (2, "e-mail", "anna@example.org", "differs from oud@example.org, which is stored", None)
    ]
    assert counts(circo, "contact", text, "--skip-existing") == {"added": 1, "skipped": 1}
    shown = circo("contact", "import", write(circo, text), "--update", "--dry-run")
    assert "oud@example.org" in shown.out + shown.err
    assert counts(circo, "contact", text, "--update") == {"updated": 1, "unchanged": 1}
    assert [(row["name"], row["email"]) for row in circo.json("contact", "list")] == [
        ("Anna Bos", "anna@example.org"),
        ("ANNA BOS", "anna@example.org"),
    ]


def test_every_bad_value_is_told(circo: Circo) -> None:
    text = "bedrijf,naam,e-mail\nfictief-hut,A,\nander-hout,B,b@\nander-hout,,b@example.org\n,C,\nander-hout,D,\nAnder Hout,d,\n"
    found = bad(circo, "contact", text)
    assert [(row, column, value, nearest) for row, column, value, _, nearest in found] == [
        (2, "bedrijf", "fictief-hut", "fictief-hout"), (3, "e-mail", "b@", None), (4, "naam", "", None), (5, "bedrijf", "", None), (7, "naam", "d", None),
    ]  # fmt: skip


def test_a_contact_is_of_what_its_company_was_merged_into(circo: Circo) -> None:
    circo.ok("company", "merge", "ander-hout", "fictief-hout", "--yes")
    assert counts(circo, "contact", "bedrijf,naam\nander-hout,Jo\n") == {"added": 1}
    assert circo.json("contact", "list")[0]["company"] == "fictief-hout"


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    undone(circo, "contact", DUTCH)
