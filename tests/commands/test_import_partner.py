"""circo partner import: partners, and what they do in hubs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

DUTCH = (
    "Partner,Soort,Website,Hub,Rol,Dekt,Vanaf,Tot en met\n"
    "Provincie X,provincie,x.example.org,Limburg,gastheer,plan maken; kennismaking,1-1-2026,\n"
    "Provincie X,,,limburg,financier,,,31-12-2026\nProvincie X,,,zeeland,core,,1-3-2026,\nBank,bank,,,,,,\n"
)
X = {"key": "provincie-x", "name": "Provincie X", "kind": "province"}


@pytest.fixture(autouse=True)
def _hubs(circo: Circo) -> None:
    """There are hubs that partners work in."""
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "add", "Zeeland")


def roles(circo: Circo, hub: str) -> list[dict[str, Any]]:
    """Return the partners of a hub."""
    found: list[dict[str, Any]] = circo.json("hub", "show", hub)["partner_list"]
    return found


def test_partners_come_with_their_roles(circo: Circo) -> None:
    assert counts(circo, "partner", DUTCH) == {"added": 4}
    assert circo.json("partner", "list") == [
        {"key": "bank", "name": "Bank", "kind": "bank", "website": None, "hubs": []},
        {**X, "website": "https://x.example.org", "hubs": ["limburg", "zeeland"]},
    ]
    assert roles(circo, "limburg") == [
        {**X, "role": "host", "covers": ["introduction", "plan"], "from": "2026-01-01", "until": None},
        {**X, "role": "funder", "covers": [], "from": "2026-06-15", "until": "2026-12-31"},
    ]
    assert roles(circo, "zeeland") == [{**X, "role": "core", "covers": [], "from": "2026-03-01", "until": None}]
    assert counts(circo, "partner", DUTCH) == {"unchanged": 4}


def test_a_new_role_of_a_known_partner_is_added(circo: Circo) -> None:
    circo.ok("hub", "partner", "limburg", "Provincie X", "--role", "host", "--kind", "province")
    text = "naam,hub,rol\nprovincie x,zeeland,kernpartner\nProvincie X,limburg,host\n"
    assert counts(circo, "partner", text) == {"added": 1, "unchanged": 1}
    assert circo.json("partner", "list")[0]["hubs"] == ["limburg", "zeeland"]
    assert counts(circo, "partner", "naam,hub\nProvincie X,limburg\n") == {"unchanged": 1}


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    circo.ok("hub", "partner", "limburg", "Provincie X", "--role", "host", "--kind", "province", "--on", "2026-01-01")
    text = "naam,soort,hub,rol,dekt,tot\nProvincie X,network,limburg,host,plan,31-12-2026\nProvincie X,network,zeeland,core,,\n"
    assert bad(circo, "partner", text) == [
        (2, "soort", "network", "differs from province, which is stored", None),
        (2, "dekt", "plan", "differs from nothing, which is stored", None),
        (2, "tot", "31-12-2026", "differs from nothing, which is stored", None),
        (3, "soort", "network", "differs from province, which is stored", None),
    ]
    assert counts(circo, "partner", text, "--skip-existing") == {"skipped": 2}
    shown = circo("partner", "import", write(circo, text), "--update", "--dry-run")
    assert "network" in shown.out + shown.err
    assert counts(circo, "partner", text, "--update") == {"updated": 2}
    network = {**X, "kind": "network"}
    assert roles(circo, "limburg") == [
        {**network, "role": "host", "covers": ["plan"], "from": "2026-01-01", "until": "2026-12-31"}
    ]
    assert roles(circo, "zeeland") == [{**network, "role": "core", "covers": [], "from": "2026-06-15", "until": None}]
    assert counts(circo, "partner", text) == {"unchanged": 2}


def test_every_bad_value_is_told(circo: Circo) -> None:
    text = (
        "naam,soort,website,hub,rol,dekt,vanaf,tot\nA,banc,,,,,,\nB,,geen adres,,,,,\nC,,,limbrug,core,,,\nD,,,limburg,corre,,,\n"
        "E,,,limburg,core,plannen,,\nF,,,limburg,core,,31-2-2026,\nG,,,limburg,core,,1-3-2026,1-2-2026\nH,,,limburg,,,,\nI,,,,core,,,\n"
        ",bank,,,,,,\nJ,,,,,,1-1-2026,\n"
    )
    found = bad(circo, "partner", text)
    assert [(row, column, value) for row, column, value, _, _ in found] == [
        (2, "soort", "banc"), (3, "website", "geen adres"), (4, "hub", "limbrug"), (5, "rol", "corre"), (6, "dekt", "plannen"),
        (7, "vanaf", "31-2-2026"), (8, "tot", "1-2-2026"), (9, "rol", ""), (10, "rol", "core"), (11, "naam", ""), (12, "vanaf", "1-1-2026"),
    ]  # fmt: skip
    assert [nearest for *_, nearest in found][:5] == ["bank", None, "limburg", "core", "plan"]


def test_two_rows_are_one_only_if_all_agree(circo: Circo) -> None:
    text = (
        "naam,soort,hub,rol,vanaf,tot\nA,bank,limburg,core,1-1-2025,31-12-2025\nA,,limburg,core,1-1-2026,\n"
        "A,bank,limburg,host,,\na,,limburg,core,1-1-2026,\nA,,limburg,core,1-6-2025,\nA,province,zeeland,core,,\nA,,limburg,host,,\n"
    )
    assert bad(circo, "partner", text) == [
        (5, "naam", "a", "is the same partner as row 3", None),
        (6, "rol", "core", "is what it is of limburg already, since 2025-01-01 until 2025-12-31", None),
        (7, "soort", "province", "is bank in row 2", None),
        (8, "naam", "A", "is the same partner as row 4", None),
    ]
    assert counts(circo, "partner", text, "--partial") == {"added": 3, "bad": 4}


def test_a_period_is_found_by_its_days(circo: Circo) -> None:
    circo.ok("hub", "partner", "limburg", "A", "--role", "core", "--on", "2024-01-01", "--until", "2024-12-31")
    circo.ok("hub", "partner", "limburg", "A", "--role", "core", "--on", "2026-01-01")
    header = "naam,hub,rol,vanaf,tot\n"
    assert counts(circo, "partner", f"{header}A,limburg,core,1-1-2024,31-12-2024\nA,limburg,core,1-1-2026,\n") == {
        "unchanged": 2
    }
    assert counts(circo, "partner", f"{header}A,limburg,core,1-1-2025,31-12-2025\n") == {"added": 1}
    assert bad(circo, "partner", f"{header}A,limburg,core,1-2-2026,\n") == [
        (2, "vanaf", "1-2-2026", "differs from 2026-01-01, which is stored", None)
    ]
    assert bad(circo, "partner", f"{header}A,limburg,core,1-2-2024,1-3-2025\n", "--update") == [
        (2, "rol", "core", "is what it is of limburg already, since 2025-01-01 until 2025-12-31", None)
    ]


def test_what_is_only_remarkable_is_told(circo: Circo) -> None:
    circo.ok("hub", "partner", "limburg", "Hogeschool Zuid", "--role", "core")
    circo.ok("hub", "close", "zeeland", "--reason", "klaar")
    answer = circo("partner", "import", write(circo, "naam,hub,rol\nHogeschol Zuid,zeeland,core\n"))
    assert answer.err.splitlines() == [
        "note: new partners with a name near another's: are they the same?: Hogeschol Zuid (hogeschool-zuid)",
        "warning: closed hubs that get a partner: zeeland",
    ]


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    undone(circo, "partner", DUTCH)
