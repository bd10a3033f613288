"""circo hub find, coverage and pipeline: the network of hubs as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Circo


@pytest.fixture
def hubs(circo: Circo) -> Circo:
    """Hubs that serve provinces, postcodes, countries and sectors."""
    for name, *options in (
        ("Zuid-Holland", "--region", "zuid-holland", "--sector", "zorg", "--lead", "Mirthe Voorbeeld"),
        ("BlueCity", "--region", "3000-3199", "--lead", "Yasmin Voorbeeld", "--lead-email", "y@example.org"),
        ("Limburg", "--region", "limburg", "--sector", "bouw", "--lead", "Guus Voorbeeld"),
        ("VMRG", "--kind", "sectoral", "--sector", "bouw", "--lead", "Pieter Voorbeeld"),
        ("Portugal", "--kind", "international", "--region", "PT", "--lead", "Teresa Exemplo"),
    ):
        circo.ok("hub", "add", name, *options)
    return circo


def found(circo: Circo, *options: str) -> list[tuple[str, list[str]]]:
    return [(hub["key"], hub["matched"]) for hub in circo.json("hub", "find", *options)]


def said(circo: Circo, *options: str) -> list[str]:
    return circo("hub", "find", *options).err.splitlines()


def test_a_found_hub_has_its_lead_and_what_matched(hubs: Circo) -> None:
    assert hubs.json("hub", "find", "--postcode", "3011 AB")[0] == {
        "key": "bluecity",
        "name": "BlueCity",
        "kind": "regional",
        "stage": "exploring",
        "lead": "Yasmin Voorbeeld",
        "lead_email": "y@example.org",
        "matched": ["3000-3199"],
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--postcode", "3011"), [("bluecity", ["3000-3199"]), ("zuid-holland", ["zuid-holland"])]),
        (("--postcode", "2511AB"), [("zuid-holland", ["zuid-holland"])]),
        (("--region", "Zuid-Holland"), [("zuid-holland", ["zuid-holland"]), ("bluecity", ["3000-3199"])]),
        (("--region", "3100-3250"), [("zuid-holland", ["zuid-holland"]), ("bluecity", ["3000-3199"])]),
        (("--region", "South Holland", "--postcode", "3011"), [("bluecity", ["3000-3199"]), ("zuid-holland", ["zuid-holland"])]),
        (("--region", "pt"), [("portugal", ["PT"])]),
        (("--region", "limburg", "--sector", "Construction"), [("limburg", ["limburg", "bouw"]), ("vmrg", ["bouw"])]),
        (("--region", "zeeland", "--sector", "bouw"), [("vmrg", ["bouw"])]),
        (("--region", "limburg"), [("limburg", ["limburg"])]),
        (("--sector", "bouw"), [("vmrg", ["bouw"]), ("limburg", ["bouw"])]),
        (("--region", "limburg", "--sector", "gevels"), [("limburg", ["limburg"])]),
        (("--region", "zeeland"), []),
        (("--sector", "gevels"), []),
    ],
)  # fmt: skip
def test_who_serves_a_place_or_a_sector(
    hubs: Circo, options: tuple[str, ...], expected: list[tuple[str, list[str]]]
) -> None:
    assert found(hubs, *options) == expected


def test_none_is_an_answer_that_says_what_to_do(hubs: Circo) -> None:
    assert hubs("hub", "find", "--postcode", "4381", "--json").out == "[]\n"
    assert said(hubs, "--postcode", "4381") == [
        "note: no hub serves postcode 4381 in zeeland",
        "hint: a sectoral hub may help: add --sector THEME; circo hub coverage shows where there is none",
    ]
    assert said(hubs, "--sector", "zorgg") == [
        "note: 'zorgg' is no theme, and hubs name themes as their sectors; did you mean zorg?",
        "note: no hub has the sector zorgg",
        "hint: circo hub list --kind sectoral shows the sectoral hubs, or ask with --region or --postcode",
    ]


def test_a_hub_nearby_is_named_where_none_serves_the_postcode(hubs: Circo) -> None:
    hubs.ok("hub", "add", "Midpoint", "--region", "5000-5199")
    assert said(hubs, "--postcode", "5611")[:2] == [
        "note: no hub serves postcode 5611 in noord-brabant",
        "note: nearby, midpoint serves 5000-5199",
    ]


def test_several_are_an_answer_that_says_which_is_closest(hubs: Circo) -> None:
    assert said(hubs, "--postcode", "3011") == [
        "note: 2 hubs serve postcode 3011 in zuid-holland; bluecity (3000-3199) is the closest"
    ]
    assert said(hubs, "--region", "zuid-holland") == [
        "note: 2 hubs serve zuid-holland; zuid-holland (zuid-holland) is the closest",
        "note: bluecity serves only a part of zuid-holland",
    ]
    hubs.ok("hub", "add", "Zuid", "--region", "limburg", "--lead", "Sanne Voorbeeld")
    assert said(hubs, "--region", "limburg") == [
        "note: 2 hubs serve limburg, and limburg, zuid equally closely: circo hub coverage shows overlaps"
    ]


def test_a_paused_hub_is_answered_and_comes_after_the_others(hubs: Circo) -> None:
    hubs.ok("hub", "pause", "bluecity", "--reason", "geld op")
    assert [key for key, _ in found(hubs, "--postcode", "3011")] == ["zuid-holland", "bluecity"]
    assert "note: bluecity is paused: circo hub show bluecity says why" in said(hubs, "--postcode", "3011")


def test_a_closed_hub_is_not_answered_but_named(hubs: Circo) -> None:
    hubs.ok("hub", "close", "portugal", "--reason", "klaar")
    assert found(hubs, "--region", "PT") == []
    assert "note: portugal did, and is closed: circo hub show portugal says why" in said(hubs, "--region", "PT")


def test_a_hub_without_a_lead_says_so(hubs: Circo) -> None:
    hubs.ok("hub", "edit", "limburg", "--lead", "")
    assert said(hubs, "--region", "limburg") == [
        "hint: limburg has no lead yet: circo hub show limburg names its partners"
    ]


def test_a_sectoral_hub_serves_only_its_own_regions(hubs: Circo) -> None:
    hubs.ok("hub", "add", "Bouw Zeeland", "--kind", "sectoral", "--sector", "bouw", "--region", "zeeland")
    assert found(hubs, "--region", "zeeland") == [("bouw-zeeland", ["zeeland"])]
    assert found(hubs, "--region", "zeeland", "--sector", "bouw") == [
        ("bouw-zeeland", ["zeeland", "bouw"]),
        ("vmrg", ["bouw"]),
    ]
    assert found(hubs, "--region", "zeeland", "--sector", "zorg") == []
    assert found(hubs, "--region", "limburg", "--sector", "bouw") == [
        ("limburg", ["limburg", "bouw"]),
        ("vmrg", ["bouw"]),
    ]


def test_found_hubs_are_sorted_and_cut(hubs: Circo) -> None:
    keys = [hub["key"] for hub in hubs.json("hub", "find", "--postcode", "3011", "--sort", "-key", "--limit", "1")]
    assert keys == ["zuid-holland"]
    assert hubs.refused("hub", "find", "--postcode", "3011", "--sort", "size")["code"] == "unknown-field"


def rows(circo: Circo) -> dict[str, list[Any]]:
    return {row.pop("region"): list(row.values()) for row in circo.json("hub", "coverage")}


def test_every_province_has_a_row_and_every_country_that_a_hub_names(hubs: Circo) -> None:
    hubs.ok("hub", "advance", "limburg", "operational", "--force", "--reason", "x")
    hubs.ok("hub", "add", "Zuid", "--region", "limburg")
    assert rows(hubs) == {
        **{
            province: [[], None, True, False]
            for province in (
                "groningen", "friesland", "drenthe", "overijssel", "flevoland", "gelderland", "utrecht",
                "noord-holland", "zeeland", "noord-brabant",
            )
        },
        "zuid-holland": [["bluecity", "zuid-holland"], "exploring", False, True],
        "limburg": [["limburg", "zuid"], "operational", False, True],
        "PT": [["portugal"], "exploring", False, False],
    }  # fmt: skip
    assert list(rows(hubs))[:2] == ["groningen", "friesland"]
    assert list(rows(hubs))[11:] == ["limburg", "PT"]


def test_the_furthest_stage_counts_and_paused_is_the_least(hubs: Circo) -> None:
    hubs.ok("hub", "pause", "limburg", "--reason", "x")
    assert rows(hubs)["limburg"] == [["limburg"], "paused", False, False]
    hubs.ok("hub", "add", "Zuid", "--region", "limburg")
    assert rows(hubs)["limburg"][1] == "exploring"


def test_a_closed_hub_leaves_a_gap_and_its_country(hubs: Circo) -> None:
    for hub in ("limburg", "portugal"):
        hubs.ok("hub", "close", hub, "--reason", "klaar")
    assert rows(hubs)["limburg"] == [[], None, True, False]
    assert "PT" not in rows(hubs)


def test_a_sectoral_hub_at_a_place_is_no_overlap_and_a_national_one_serves_all(hubs: Circo) -> None:
    hubs.ok("hub", "add", "Bouw Limburg", "--kind", "sectoral", "--sector", "bouw", "--region", "limburg")
    assert rows(hubs)["limburg"] == [["bouw-limburg", "limburg"], "exploring", False, False]
    hubs.ok("hub", "add", "Nederland", "--region", "NL")
    assert rows(hubs)["utrecht"] == [["nederland"], "exploring", False, False]
    assert rows(hubs)["limburg"] == [["bouw-limburg", "limburg", "nederland"], "exploring", False, True]
    assert "NL" not in rows(hubs)


def test_a_range_counts_in_every_province_that_it_touches(circo: Circo) -> None:
    circo.ok("hub", "add", "Amstelland", "--region", "1000-1399")
    assert [region for region, row in rows(circo).items() if row[0]] == ["flevoland", "utrecht", "noord-holland"]


def launch(circo: Circo, name: str, *plans: str, official: str | None = None) -> None:
    """Add a hub that was planned for these quarters, one after the other, and started on `official`."""
    circo.ok("hub", "add", name, *(["--launch", plans[0]] if plans else []))
    key = name.lower()
    for plan in plans[1:]:
        circo.ok("hub", "edit", key, "--launch", plan)
    if official is not None:
        circo.ok("hub", "advance", key, "operational", "--on", official, "--force", "--reason", "x")


@pytest.fixture
def launches(circo: Circo) -> Circo:
    """Hubs in every state of a launch; today is 15 June 2026."""
    launch(circo, "Ontime", "2026Q1", official="2026-03-31")
    launch(circo, "Slipped", "2025Q3", "2026Q1", official="2026-04-01")
    launch(circo, "Early", "2026Q3", official="2026-06-01")
    launch(circo, "Overdue", "2025Q4")
    launch(circo, "Replanned", "2026Q1", "2026Q4")
    launch(circo, "Forward", "2026Q4", "2026Q3")
    launch(circo, "Withdrawn", "2026Q1", "")
    launch(circo, "Unplanned")
    launch(circo, "Stopped", "2025Q2", "2025Q4")
    circo.ok("hub", "close", "stopped", "--reason", "geen budget")
    return circo


def test_slip_is_counted_from_the_first_plan_to_the_start_or_the_later_of_plan_and_present(launches: Circo) -> None:
    assert [tuple(row.values()) for row in launches.json("hub", "pipeline")] == [
        ("2025Q4", "overdue", "exploring", "2025Q4", "2025Q4", None, 2),
        ("2025Q4", "stopped", "closed", "2025Q2", "2025Q4", None, None),
        ("2026Q1", "ontime", "operational", "2026Q1", "2026Q1", "2026-03-31", 0),
        ("2026Q2", "slipped", "operational", "2025Q3", "2026Q1", "2026-04-01", 3),
        ("2026Q2", "early", "operational", "2026Q3", "2026Q3", "2026-06-01", -1),
        ("2026Q3", "forward", "exploring", "2026Q4", "2026Q3", None, -1),
        ("2026Q4", "replanned", "exploring", "2026Q1", "2026Q4", None, 3),
        (None, "unplanned", "exploring", None, None, None, None),
        (None, "withdrawn", "exploring", "2026Q1", None, None, 1),
    ]


def test_slip_grows_with_time_until_the_hub_starts(launches: Circo) -> None:
    later = {row["hub"]: row["slip_quarters"] for row in launches.json("hub", "pipeline", "--today", "2027-01-01")}
    assert later == {
        "overdue": 5, "stopped": None, "ontime": 0, "slipped": 3, "early": -1, "forward": 1, "replanned": 4,
        "unplanned": None, "withdrawn": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--from", "this"), ["slipped", "early", "forward", "replanned"]),
        (("--until", "last"), ["overdue", "stopped", "ontime"]),
        (("--from", "2026Q1", "--until", "2026Q2"), ["ontime", "slipped", "early"]),
        (("--from", "2030Q1"), []),
        (("--sort", "-slip_quarters", "--limit", "2"), ["slipped", "replanned"]),
    ],
)
def test_quarters_narrow_the_pipeline_and_leave_out_what_has_none(
    launches: Circo, options: tuple[str, ...], expected: list[str]
) -> None:
    assert [row["hub"] for row in launches.json("hub", "pipeline", *options)] == expected


def test_what_is_late_gets_a_hint(launches: Circo) -> None:
    assert launches("hub", "pipeline").err == "hint: plan anew what is late: circo hub edit overdue --launch QUARTER\n"
    launches.ok("hub", "edit", "overdue", "--launch", "next")
    assert launches("hub", "pipeline").err == ""
