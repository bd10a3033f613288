"""circo hub import."""

from __future__ import annotations

import pytest

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

DUTCH = (
    "Naam;Soort;Fase;Regio's;Sectoren;Land;Hubleider;E-mail;Startkwartaal;Officieel op\n"
    'Drenthe;regionaal;in voorbereiding;drenthe;"Bouw; zorg";;Jo Bos;jo@example.org;2026Q4;\n'
)


def test_a_dutch_sheet_becomes_hubs(circo: Circo) -> None:
    text = DUTCH + "Estland;internationaal;;EE;;;;;;\nNRK;sectoraal;operationeel;;kunststoffen;;;;2025Q4;12-1-2026\n"
    assert counts(circo, "hub", text) == {"added": 3}
    drenthe, estland, nrk = circo.json("hub", "list")
    names = ("name", "kind", "stage", "regions", "sectors", "country", "timezone", "lead", "lead_email", "launch_quarter", "first_launch_quarter", "official_on")  # fmt: skip
    assert [drenthe[name] for name in names] == [
        "Drenthe", "regional", "preparing", ["drenthe"], ["bouw", "zorg"], "NL", "Europe/Amsterdam", "Jo Bos", "jo@example.org", "2026Q4", "2026Q4", None,
    ]  # fmt: skip
    assert [estland[name] for name in names[1:7]] == ["international", "exploring", ["EE"], [], "EE", "Europe/Tallinn"]
    assert [nrk[name] for name in names[-3:]] == ["2025Q4", "2025Q4", "2026-01-12"]
    assert counts(circo, "hub", text) == {"unchanged": 3}
    assert [row["key"] for row in circo.json("search", "drenthe")] == ["drenthe"]


def test_a_stage_is_a_fact_with_its_place_in_the_history(circo: Circo) -> None:
    text = "name,stage,official_on\nA,operational,2025-10-01\nB,preparing,\nC,paused,2025-01-01\nD,operational,\n"
    answer = circo("hub", "import", write(circo, text))
    assert "warning: operational, and since when (official_on) is not said: D\n" in answer.err
    history = {key: [(row["stage"], row["on"]) for row in circo.json("hub", "show", key)["history"]] for key in "abcd"}
    assert history == {
        "a": [("operational", "2025-10-01")],
        "b": [("preparing", "2026-06-15")],
        "c": [("operational", "2025-01-01"), ("paused", "2026-06-15")],
        "d": [("operational", "2026-06-15")],
    }
    assert circo.json("hub", "resume", "c", "--reason", "weer geld")["stage"] == "operational"
    assert counts(circo, "hub", "key,stage,official_on\nb,operational,2026-06-01\n", "--update") == {"updated": 1}
    hub = circo.json("hub", "show", "b")
    assert (hub["stage"], hub["official_on"]) == ("operational", "2026-06-01")
    assert [(row["stage"], row["on"]) for row in hub["history"]][1:] == [("operational", "2026-06-01")]
    assert {row["ok"] for row in circo.json("db", "check", "--deep")} == {True}


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--lead", "Jo")
    text = "key,naam,regio's,hubleider\nlimburg,,limburg; 6000-6199,Bo\n"
    assert bad(circo, "hub", text) == [
        (2, "regio's", "limburg; 6000-6199", "differs from limburg, which is stored", None),
        (2, "hubleider", "Bo", "differs from Jo, which is stored", None),
    ]
    assert counts(circo, "hub", text, "--skip-existing") == {"skipped": 1}
    shown = circo("hub", "import", write(circo, text), "--update", "--dry-run")
    assert "Jo" in shown.out + shown.err
    assert "Bo" in shown.out + shown.err
    assert circo.json("hub", "show", "limburg")["lead"] == "Jo"
    assert counts(circo, "hub", text, "--update") == {"updated": 1}
    assert circo.json("hub", "show", "limburg")["regions"] == ["limburg", "6000-6199"]
    assert counts(circo, "hub", "key,hubleider\nlimburg,\n", "--update") == {"unchanged": 1}


def test_another_country_brings_its_time_zone_along(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    counts(circo, "hub", "key,land\nlimburg,PT\n", "--update")
    assert circo.json("hub", "show", "limburg")["timezone"] == "Europe/Lisbon"
    counts(circo, "hub", "key,land,tijdzone\nlimburg,BE,Europe/Amsterdam\n", "--update")
    assert circo.json("hub", "show", "limburg")["timezone"] == "Europe/Amsterdam"


def test_every_bad_value_is_told(circo: Circo) -> None:
    text = (
        "naam,soort,fase,regio's,sectoren,land,tijdzone,e-mail,startkwartaal,officieel op\n"
        "A,regionl,,,,,,,,\nB,,voorbereidend,,,,,,,\nC,,,drente,,,,,,\nD,,,,bauw,,,,,\nE,,,,,XX,,,,\n"
        "F,,,,,,Europa/Amsterdam,,,\nG,,,,,,,jo@,,\nH,,,,,,,,2026Q5,\nI,,,,,,,,,31-2-2026\n,,,,,,,,,1-1-2026\n"
    )
    found = bad(circo, "hub", text)
    assert [(row, column, value) for row, column, value, _, _ in found] == [
        (2, "soort", "regionl"), (3, "fase", "voorbereidend"), (4, "regio's", "drente"), (5, "sectoren", "bauw"), (6, "land", "XX"),
        (7, "tijdzone", "Europa/Amsterdam"), (8, "e-mail", "jo@"), (9, "startkwartaal", "2026Q5"), (10, "officieel op", "31-2-2026"), (11, "naam", ""),
    ]  # fmt: skip
    assert [nearest for *_, nearest in found][:4] == ["regional", "preparing", "drenthe", "bouw"]


def test_identity_is_the_key_or_else_the_name(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    assert counts(circo, "hub", "naam\nlimburg\n", "--skip-existing") == {"skipped": 1}
    answer = circo("hub", "import", write(circo, "key,naam\nzuid,Limburg\n"))
    assert "warning: another hub has the same name: limburg\n" in answer.err
    assert bad(circo, "hub", "naam\nLimburg\n") == [
        (2, "naam", "Limburg", "is the name of several: limburg, zuid; give the key", "limburg")
    ]
    assert bad(circo, "hub", "key,naam\n,Drenthe\n,drenthe\nx,Drenthe\n") == [
        (3, "naam", "drenthe", "is the same hub as row 2", None),
        (4, "naam", "Drenthe", "is the same hub as row 2", None),
    ]
    assert counts(circo, "hub", "key,naam\ny,Twee\nz,Twee\n") == {"added": 2}
    assert [row[:3] for row in bad(circo, "hub", "key,naam\nq,Een\nq,Ander\n")] == [(3, "key", "q")]


def test_a_key_is_a_slug_that_none_had(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "remove", "limburg", "--yes")
    assert bad(circo, "hub", "key,naam\nlimburg,Limburg\nNoord Holland,N\n") == [
        (2, "key", "limburg", "was the key of a hub that was removed: leave the key empty", None),
        (3, "key", "Noord Holland", "is no key: a key has a to z, digits and single hyphens", "noord-holland"),
    ]
    assert counts(circo, "hub", "naam\nLimburg\n") == {"added": 1}
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["limburg-2"]


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    undone(circo, "hub", "naam,regio's,sectoren,fase\nA,utrecht; PT,bouw,operationeel\nB,,,\n")


def test_what_is_only_remarkable_is_noted_in_a_few_lines(circo: Circo) -> None:
    circo.ok("hub", "add", "Oud", "--region", "utrecht")
    text = (
        "naam,regio's,land,officieel op\n"
        + "".join(f"H{n},utrecht,,\n" for n in range(30))
        + "X,,AU,\nY,drenthe,,2030-01-01\n"
    )
    answer = circo("hub", "import", write(circo, text))
    assert answer.err.splitlines() == [
        "note: countries with several time zones, of which one is taken: AU Australia/Sydney",
        "note: serves no region and no sector yet: X",
        "note: regions that several hubs serve (circo hub coverage shows them): utrecht",
        "warning: official_on is still to come: Y 2030-01-01",
    ]


@pytest.mark.parametrize("count", [2500])
def test_a_large_file_is_numbered_across_its_batches(circo: Circo, count: int) -> None:
    text = "key,naam\n" + "".join(f",Hub {n % 1200} {n // 1200}\n" for n in range(count)) + "hub-1-0,Laat\n"
    assert [row[:3] for row in bad(circo, "hub", text)] == [(count + 2, "key", "hub-1-0")]
