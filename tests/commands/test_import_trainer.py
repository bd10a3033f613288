"""circo trainer import."""

from __future__ import annotations

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

DUTCH = "Naam;E-mail;Hub;Gecertificeerd op\nDaan Bos;daan@example.org;Limburg;12-3-2026\nBo;;;\n"


def test_trainers_come_from_a_dutch_sheet_with_hubs_by_name(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    assert counts(circo, "trainer", DUTCH) == {"added": 2}
    assert circo.json("trainer", "list") == [
        {"key": "bo", "name": "Bo", "email": None, "hub": None, "certified_on": None, "tracks": 0},
        {"key": "daan-bos", "name": "Daan Bos", "email": "daan@example.org", "hub": "limburg", "certified_on": "2026-03-12", "tracks": 0},
    ]  # fmt: skip
    assert counts(circo, "trainer", DUTCH) == {"unchanged": 2}


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("trainer", "add", "Daan Bos", "--email", "oud@example.org")
    assert bad(circo, "trainer", DUTCH) == [
        (2, "E-mail", "daan@example.org", "differs from oud@example.org, which is stored", None),
        (2, "Hub", "Limburg", "differs from nothing, which is stored", None),
        (2, "Gecertificeerd op", "12-3-2026", "differs from nothing, which is stored", None),
    ]
    assert counts(circo, "trainer", DUTCH, "--skip-existing") == {"added": 1, "skipped": 1}
    shown = circo("trainer", "import", write(circo, DUTCH), "--update", "--dry-run")
    assert "oud@example.org" in shown.out + shown.err
    assert counts(circo, "trainer", DUTCH, "--update") == {"updated": 1, "unchanged": 1}
    assert circo.json("trainer", "show", "daan-bos")["hub"] == "limburg"


def test_every_bad_value_is_told(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    text = "naam,e-mail,hub,certificaat\nA,a@,,\nB,,Limbrug,\nC,,,31-4-2026\n,d@example.org,,\n"
    found = bad(circo, "trainer", text)
    assert [(row, column, value, nearest) for row, column, value, _, nearest in found] == [
        (2, "e-mail", "a@", None), (3, "hub", "Limbrug", "limburg"), (4, "certificaat", "31-4-2026", None), (5, "naam", "", None),
    ]  # fmt: skip


def test_namesakes_are_told_apart_by_their_keys(circo: Circo) -> None:
    circo.ok("trainer", "add", "Daan")
    circo.ok("trainer", "add", "Daan")
    assert bad(circo, "trainer", "naam\nDaan\n") == [
        (2, "naam", "Daan", "is the name of several: daan, daan-2; give the key", "daan")
    ]
    assert counts(circo, "trainer", "key,naam\ndaan,Daan\nDaan-2,Daan\n") == {"unchanged": 2}


def test_what_looks_like_a_slip_is_warned_about(circo: Circo) -> None:
    circo.ok("trainer", "add", "Daan", "--email", "daan@example.org")
    text = "naam,e-mail,certificaat\nD. Bos,Daan@example.org,1-1-2027\nBo,bo@example.org,\nBob,bo@example.org,\n"
    assert circo("trainer", "import", write(circo, text)).err.splitlines() == [
        "warning: several trainers have one e-mail address: are they the same?: daan@example.org, bo@example.org",
        "warning: the certificate is of a day that is still to come: 2027-01-01",
    ]


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    undone(circo, "trainer", DUTCH)
