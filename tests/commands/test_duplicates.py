"""circo company duplicates, and the warning of `company add`: two companies that are perhaps one."""

from __future__ import annotations

import pytest

from tests.conftest import Circo


def test_the_same_name_and_postcode_is_warned_of(circo: Circo) -> None:
    circo.ok("company", "add", "Café Noir", "--postcode", "1011 AB")
    assert "warning" not in circo("company", "add", "cafe noir", "--postcode", "1012 AB").err
    answer = circo("company", "add", "CAFE NOIR", "--postcode", "1011AB")
    assert answer.code == 0
    assert "warning: cafe-noir has the same name and the same postcode 1011 AB; if" in answer.err
    circo.ok("company", "edit", "cafe-noir", "--name", "Zwart")
    assert "warning: cafe-noir has the same name" in circo("company", "add", "Zwart", "--postcode", "1011 AB").err


@pytest.mark.parametrize(
    ("there", "added", "because"),
    [
        (["Jansen Textiel"], ["Janssen Textiel B.V."], "jansen-textiel has nearly the same name (96%)"),
        (["Stichting De Groene Stoel"], ["De Groene Stoel"], "stichting-de-groene-stoel has the same name"),
        (["De Groene Stoel"], ["Stichting De Groene Stoel"], "de-groene-stoel has the same name"),
        (
            ["Jansen", "--kvk", "12345678"],
            ["Jansen BV", "--kvk", "12345687"],
            "jansen has the same name and KvK numbers a slip apart (12345687, 12345678)",
        ),
        (
            ["Textielfabriek Jansen", "--postcode", "1011 AB"],
            ["Jansen Textiel", "--postcode", "1011AB"],
            "textielfabriek-jansen has a name alike for 79% and the same postcode 1011 AB",
        ),
        (["Jansen", "--kvk", "12345678"], ["Jansen BV", "--kvk", "87654321"], None),
        (["Jansen", "--postcode", "1011 AB"], ["Jansen BV", "--postcode", "1012 AB"], None),
        (["Studio 54"], ["Studio 55"], None),
        (["Gemeente Venlo"], ["Gemeente Venray"], None),
    ],
)
def test_a_near_name_is_warned_of_with_the_command_that_makes_them_one(
    circo: Circo, there: list[str], added: list[str], because: str | None
) -> None:
    old = circo.ok("company", "add", *there, "-q").strip()
    answer = circo("company", "add", *added)
    new = answer.out.split()[0]
    way = f"; if it is the same company: circo company merge {new} {old}"
    warnings = [line for line in answer.err.splitlines() if line.startswith("warning: ")]
    assert warnings == ([] if because is None else [f"warning: {because}{way}"])


def test_a_merged_company_is_remembered_when_its_name_comes_again(circo: Circo) -> None:
    circo.ok("company", "add", "Jansen BV")
    circo.ok("company", "add", "De Groot")
    circo.ok("company", "merge", "jansen-bv", "de-groot")
    answer = circo("company", "add", "Jansen B.V.")
    assert (
        "warning: jansen-bv, which was merged into de-groot, has the same name; "
        "if it is the same company: circo company merge jansen-bv-2 de-groot" in answer.err
    )


def test_a_new_name_or_a_cleared_number_is_looked_at_again(circo: Circo) -> None:
    circo.ok("company", "add", "Jansen", "--kvk", "12345678")
    circo.ok("company", "add", "De Groot", "--kvk", "87654321")
    assert "warning" not in circo("company", "edit", "de-groot", "--name", "Jansen BV").err
    assert "warning: jansen has the same name" in circo("company", "edit", "de-groot", "--kvk", "").err
    assert "warning" not in circo("company", "edit", "de-groot", "--city", "Ede").err


def pairs(circo: Circo, *arguments: str) -> list[tuple[str, str, int, str]]:
    """Return the rows of the list without their commands."""
    return [
        (row["key"], row["other"], row["score"], row["because"])
        for row in circo.json("company", "duplicates", *arguments)
    ]


def test_what_speaks_for_one_company_is_weighed(circo: Circo) -> None:
    add = ("company", "add")
    circo.ok(*add, "Jansen Textiel B.V.", "--postcode", "1011 AB", "--kvk", "12345678", "--website", "jansen.nl")
    circo.ok(*add, "Janssen Textiel", "--postcode", "1011 AB")
    circo.ok(*add, "JT", "--website", "http://www.jansen.nl/over")
    circo.ok(*add, "Jansen Textiel vof", "--postcode", "9712 CP")
    circo.ok(*add, "Jansen Textiel Holding", "--kvk", "12345687")
    circo.ok(*add, "Jansen Textiel N.V.", "--kvk", "87654321")
    circo.ok(*add, "Bakker Brood", "--postcode", "1011 AB")
    found = {(key, other): (score, because) for key, other, score, because in pairs(circo)}
    first = "jansen-textiel-bv"
    assert found[first, "janssen-textiel"] == (92, "nearly the same name (96%); the same postcode 1011 AB")
    assert found[first, "jansen-textiel-vof"] == (70, "the same name; different postcodes")
    assert found[first, "jansen-textiel-holding"] == (
        95,
        "the same name; KvK numbers a slip apart (12345678, 12345687): the wrong number is to go first",
    )
    assert not [pair for pair in found if "jansen-textiel-nv" in pair and first in pair]
    assert not [pair for pair in found if "bakker-brood" in pair]
    assert not [pair for pair in found if "jt" in pair], "a website in common is not enough with another name"
    scores = [row["score"] for row in circo.json("company", "duplicates")]
    assert scores == sorted(scores, reverse=True)


def test_a_website_or_a_domain_of_ones_own_speaks_for_one_company(circo: Circo) -> None:
    circo.ok("company", "add", "Textielfabriek Jansen", "--website", "www.jansen.nl")
    circo.ok("company", "add", "Jansen Fabrieken", "--website", "https://jansen.nl/nl")
    circo.ok("company", "add", "Jansen Textiel")
    assert pairs(circo) == [
        ("textielfabriek-jansen", "jansen-fabrieken", 86, "a name alike for 57%; the same website jansen.nl")
    ]
    circo.ok("company", "contact", "jansen-textiel", "Anna", "--email", "anna@JANSEN.nl")
    found = {(key, other): because for key, other, _, because in pairs(circo)}
    assert found["jansen-textiel", "textielfabriek-jansen"] == "a name alike for 79%; the same domain jansen.nl"


@pytest.mark.parametrize("domain", ["gmail.com", "example.org", "ziggo.nl"])
def test_a_domain_for_everybody_says_nothing(circo: Circo, domain: str) -> None:
    for name, person in (("Textielfabriek Jansen", "anna"), ("Jansen Textiel", "bo")):
        key = circo.ok("company", "add", name, "-q").strip()
        circo.ok("company", "contact", key, person, "--email", f"{person}@{domain}")
    assert pairs(circo) == []
    circo.ok("company", "contact", "jansen-textiel", "Anna", "--email", f"anna@{domain}")
    assert [row[3] for row in pairs(circo)] == ["a name alike for 79%; a contact with the same e-mail address"]


def test_what_more_than_three_share_says_nothing(circo: Circo) -> None:
    for name in ("Jansen Textiel", "Textielfabriek Jansen", "Bakker Brood"):
        circo.ok("company", "add", name, "--website", "verzamelgebouw.nl")
    assert len(pairs(circo)) == 1
    circo.ok("company", "add", "Garage De Wit", "--website", "verzamelgebouw.nl")
    assert pairs(circo) == []


def test_the_one_with_more_behind_it_stays_and_else_the_older(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel")
    circo.ok("company", "add", "Stoel BV")
    assert [row[:2] for row in pairs(circo)] == [("stoel", "stoel-bv")]
    circo.ok("company", "edit", "stoel-bv", "--kvk", "12345678")
    assert [row[:2] for row in pairs(circo)] == [("stoel-bv", "stoel")]
    circo.ok("company", "note", "stoel", "gebeld")
    assert [row[:2] for row in pairs(circo)] == [("stoel", "stoel-bv")]


def test_each_of_several_with_one_name_is_paired_with_the_one_that_stays(circo: Circo) -> None:
    for name in ("Stoel BV", "Stoel", "Stoel N.V.", "De Bank", "Bank De"):
        circo.ok("company", "add", name)
    assert [row[:3] for row in pairs(circo)] == [
        ("de-bank", "bank-de", 80),
        ("stoel-bv", "stoel", 80),
        ("stoel-bv", "stoel-nv", 80),
    ]


def test_the_command_is_ready_to_paste(circo: Circo) -> None:
    circo.ok("company", "add", "Stoel", "--kvk", "12345678")
    circo.ok("company", "add", "Stoel BV", "--kvk", "12345687")
    first = circo.json("company", "duplicates")[0]["command"]
    assert first == 'circo company edit stoel-bv --kvk ""'
    circo.ok("company", "edit", "stoel-bv", "--kvk", "")
    second = circo.json("company", "duplicates")[0]["command"]
    assert second == "circo company merge stoel-bv stoel"
    circo.ok(*second.split()[1:])
    assert circo.json("company", "duplicates") == []


def test_a_hub_sees_what_is_double_with_others(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    circo.ok("company", "add", "Stoel", "--hub", "limburg")
    circo.ok("company", "add", "Stoel BV")
    circo.ok("company", "add", "Tafel", "--hub", "zeeland")
    circo.ok("company", "add", "Tafel BV", "--hub", "zeeland")
    assert [row[0] for row in pairs(circo)] == ["stoel", "tafel"]
    assert [row[0] for row in pairs(circo, "--hub", "limburg")] == ["stoel"]
    assert [row[0] for row in pairs(circo, "--hub", "all", "--sort", "-key", "--limit", "1")] == ["tafel"]
