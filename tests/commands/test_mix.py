"""circo track mix, typed from outside: what a Track misses along the value chain, and who would fill it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from circo_cli.values.vocabulary import ChainRole
from tests.conftest import Circo

KEY = "limburg-2026q3-1"


@pytest.fixture
def region(circo: Circo) -> Circo:
    """Limburg has an open Track on bouw; Zeeland has one too."""
    for hub in ("Limburg", "Zeeland"):
        circo.ok("hub", "add", hub, "--region", hub)
        circo.ok(
            "track", "schedule", hub.lower(), "Bouw", "--quarter", "2026Q3", "--theme", "bouw", "--date", "2026-09-08"
        )
        circo.ok("track", "open", f"{hub.lower()}-2026q3-1")
    return circo


def company(circo: Circo, name: str, role: str | None = "recycler", **known: str) -> None:
    """Add a company, in Limburg unless its place is given."""
    options = {"region": "limburg", **({"chain-role": role} if role else {}), **known}
    circo.ok(
        "company", "add", name, *(word for pair in options.items() for word in (f"--{pair[0]}", pair[1]) if pair[1])
    )


def row(circo: Circo, role: str = "recycler", track: str = KEY) -> dict[str, Any]:
    """Return the row of a role."""
    (found,) = [each for each in circo.json("track", "mix", track) if each["chain_role"] == role]
    return dict(found)


def candidates(circo: Circo, track: str = KEY) -> list[str]:
    """Return the candidates that recycle."""
    return list(row(circo, track=track)["candidates"])


def had(circo: Circo, name: str, date: str, *options: str) -> None:
    """Let a company complete a Track whose one session was on a date."""
    quarter = f"{date[:4]}Q{(int(date[5:7]) + 2) // 3}"
    key = circo.json("track", "schedule", "zeeland", "Eerder", "--quarter", quarter, "--date", date, *options)["key"]
    number = circo.json("enrol", key, name)[0]["key"]
    circo.ok("enrolment", "complete", number)


def test_every_role_has_a_row_in_its_order(region: Circo) -> None:
    rows = region.json("track", "mix", KEY)
    assert [each["chain_role"] for each in rows] == [role.value for role in ChainRole]
    assert all(each == {**each, "enrolled": [], "missing": True, "candidates": []} for each in rows)


def test_who_has_a_seat_is_there_and_the_others_of_the_region_could_be_asked(region: Circo) -> None:
    for name in ("Alfa", "Beta", "Gamma"):
        company(region, name)
    company(region, "Delta", "designer")
    region.ok("enrol", KEY, "alfa")
    assert row(region) == {
        "chain_role": "recycler",
        "enrolled": ["alfa"],
        "missing": False,
        "candidates": ["beta", "gamma"],
    }
    assert row(region, "designer")["candidates"] == ["delta"]
    assert row(region, track="zeeland-2026q3-1")["candidates"] == []


def test_an_invitation_or_a_place_in_line_fills_no_role_and_is_no_candidate(region: Circo) -> None:
    for name in ("Alfa", "Beta", "Gamma", "Delta", "Eta"):
        company(region, name)
    company(region, "Bouwer", "brand")
    region.ok("track", "edit", KEY, "--capacity", "1", "--minimum", "0")
    region.ok("enrol", KEY, "bouwer", "beta")
    region.ok("enrol", KEY, "alfa", "gamma", "delta", "--invite")
    region.ok("enrolment", "decline", "E4")
    region.ok("enrolment", "cancel", "E5")
    assert row(region) == {"chain_role": "recycler", "enrolled": [], "missing": True, "candidates": ["eta"]}


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ({"region": "zeeland", "hub": "limburg"}, True),
        ({"region": "limburg", "hub": "zeeland"}, True),
        ({"region": "zeeland", "hub": "zeeland"}, False),
        ({"region": "utrecht"}, False),
        ({"region": "", "postcode": "6211 AB"}, True),
        ({"region": "", "country": "BE"}, False),
    ],
)
def test_the_region_is_that_of_the_hub_or_of_the_places_it_serves(
    region: Circo, place: dict[str, str], near: bool
) -> None:
    company(region, "Alfa", **place)
    assert candidates(region) == (["alfa"] if near else [])


@pytest.mark.parametrize(("served", "near"), [("3000-3199", ["alfa"]), ("3200-3299", []), ("PT", ["beta"]), ("BE", [])])
def test_a_joint_hub_serves_a_range_of_postcodes_or_a_country(region: Circo, served: str, near: list[str]) -> None:
    region.ok("hub", "add", "Ander", "--region", served)
    company(region, "Alfa", region="", postcode="3199 ZZ")
    company(region, "Beta", region="", country="PT")
    assert candidates(region) == []
    region.ok("track", "edit", KEY, "--joint-hub", "ander")
    assert candidates(region) == near


def test_a_company_of_a_country_without_a_hub_of_its_own_counts_too(region: Circo) -> None:
    company(region, "Beta", region="", country="PT")
    for hub in ("Porto", "Lisboa"):  # two hubs serve the country, so that no company there has a home hub
        region.ok("hub", "add", hub, "--region", "PT")
    company(region, "Gama", region="", country="PT")
    region.ok("track", "edit", KEY, "--joint-hub", "porto")
    assert candidates(region) == ["beta", "gama"]


@pytest.mark.parametrize(
    ("date", "options", "free"),
    [
        ("2026-06-08", (), False),
        ("2025-06-16", (), False),
        ("2025-06-15", (), True),
        ("2024-01-10", (), True),
        ("2026-06-08", ("--kind", "demo"), True),
        ("2026-06-08", ("--kind", "follow-up"), True),
        ("2026-06-08", ("--kind", "design-class"), False),
    ],
)
def test_who_has_just_had_a_track_is_left_in_peace(
    region: Circo, date: str, options: tuple[str, ...], free: bool
) -> None:
    company(region, "Alfa")
    had(region, "alfa", date, *options)
    assert candidates(region) == (["alfa"] if free else [])


def test_a_no_show_has_not_had_it(region: Circo) -> None:
    company(region, "Alfa")
    had(region, "alfa", "2026-06-08")
    region.ok("enrolment", "no-show", "E1")
    assert candidates(region) == ["alfa"]


def test_a_seat_in_another_track_to_come_speaks_against_and_a_place_in_line_does_not(region: Circo) -> None:
    for name in ("Alfa", "Beta", "Gamma"):
        company(region, name)
    region.ok("track", "edit", "zeeland-2026q3-1", "--capacity", "1", "--minimum", "0")
    region.ok("enrol", "zeeland-2026q3-1", "alfa", "beta")
    assert candidates(region) == ["beta", "gamma"]
    region.ok("track", "cancel", "zeeland-2026q3-1", "--reason", "x")
    assert candidates(region) == ["alfa", "beta", "gamma"]


def test_the_best_come_first_and_there_are_at_most_ten(region: Circo) -> None:
    company(region, "A far", hub="zeeland", sector="Construction", journey="plan")
    company(region, "B late", sector="bouw", journey="execution")
    company(region, "C right", sector="BOUW", journey="introduction")
    company(region, "D unknown", sector="bouw")
    company(region, "E other", sector="zorg", journey="plan")
    assert candidates(region) == ["c-right", "a-far", "d-unknown", "b-late", "e-other"]
    for number in range(11):
        company(region, f"F {number:02}")
    assert candidates(region) == [
        "c-right",
        "a-far",
        "d-unknown",
        "b-late",
        "e-other",
        *(f"f-0{each}" for each in range(5)),
    ]


def test_without_a_theme_the_sectors_of_the_hubs_come_first(region: Circo) -> None:
    region.ok("track", "edit", KEY, "--theme", "")
    region.ok("hub", "edit", "limburg", "--sector", "zorg")
    company(region, "A", sector="bouw")
    company(region, "B", sector="Care")
    assert candidates(region) == ["b", "a"]


def test_many_that_are_busy_hide_nobody_behind_them(region: Circo) -> None:
    region.ok("track", "edit", "zeeland-2026q3-1", "--capacity", "100")
    names = [f"firm-{number:02}" for number in range(75)]
    for name in names:
        company(region, name)
    region.ok("enrol", "zeeland-2026q3-1", *names[:62])
    assert candidates(region) == names[62:72]


def test_companies_without_a_role_are_told(region: Circo) -> None:
    company(region, "Alfa", None)
    company(region, "Beta", None)
    region.ok("enrol", KEY, "alfa")
    assert region("track", "mix", KEY).err == (
        "note: 1 company in it has no chain role, alfa: circo company edit alfa --chain-role ROLE\n"
        "note: 1 company of the region has no chain role, such as beta: circo company edit beta --chain-role ROLE\n"
    )
    assert region("track", "mix", KEY, "-q").err == ""


def test_a_merged_company_is_not_asked(region: Circo) -> None:
    company(region, "Alfa")
    company(region, "Beta")
    region.ok("company", "merge", "beta", "alfa", "--yes")
    assert candidates(region) == ["alfa"]


def test_nobody_is_looked_for_once_a_track_is_over(region: Circo) -> None:
    company(region, "Alfa")
    region.ok("track", "cancel", KEY, "--reason", "x")
    answer = region("track", "mix", KEY, "--json")
    assert all(each["candidates"] == [] for each in json.loads(answer.out))
    assert answer.err == f"note: {KEY} is cancelled: nobody is looked for any more\n"


def test_rows_are_sorted_and_cut(region: Circo) -> None:
    rows = region.json("track", "mix", KEY, "--sort", "-chain_role", "--limit", "2")
    assert [each["chain_role"] for each in rows] == ["user", "service-provider"]
