"""Postcodes, provinces and regions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.places import nearest_province, parse_postcode, parse_region, province_of, serves
from circo_cli.values.vocabulary import Province

PLACES = """
1012 noord-holland Amsterdam     1211 noord-holland Hilversum     1231 noord-holland Loosdrecht
1315 flevoland Almere            1379 flevoland Almere            1381 noord-holland Weesp
1391 utrecht Abcoude             1394 noord-holland Nederhorst    1396 utrecht Baambrugge
1398 noord-holland Muiden        1426 utrecht De-Hoef             1811 noord-holland Alkmaar
1791 noord-holland Texel         2011 noord-holland Haarlem       2158 noord-holland Buitenkaag
2161 zuid-holland Lisse          2165 noord-holland Lisserbroek   2311 zuid-holland Leiden
2511 zuid-holland Den-Haag       3011 zuid-holland Rotterdam      3311 zuid-holland Dordrecht
3441 utrecht Woerden             3511 utrecht Utrecht             3651 zuid-holland Woerdense-Verlaat
3755 utrecht Eemnes              3771 gelderland Barneveld        3811 utrecht Amersfoort
3841 gelderland Harderwijk       3891 flevoland Zeewolde          3901 utrecht Veenendaal
3925 gelderland Scherpenzeel     4001 gelderland Tiel             4131 utrecht Vianen
4141 utrecht Leerdam             4201 zuid-holland Gorinchem      4211 gelderland Spijk
4251 noord-brabant Werkendam     4331 zeeland Middelburg          4611 noord-brabant Bergen-op-Zoom
4691 zeeland Tholen              4811 noord-brabant Breda         5211 noord-brabant Den-Bosch
5301 gelderland Zaltbommel       5611 noord-brabant Eindhoven     5766 limburg Griendtsveen
5821 noord-brabant Vierlingsbeek 5851 limburg Afferden            5911 limburg Venlo
6021 noord-brabant Budel         6211 limburg Maastricht          6511 gelderland Nijmegen
6585 limburg Mook                6811 gelderland Arnhem           7311 gelderland Apeldoorn
7411 overijssel Deventer         7439 gelderland Steenenkamer     7511 overijssel Enschede
7741 drenthe Coevorden           7771 overijssel Hardenberg       7811 drenthe Emmen
7941 drenthe Meppel              7951 overijssel Staphorst        8011 overijssel Zwolle
8051 gelderland Hattem           8061 overijssel Hasselt          8071 gelderland Nunspeet
8181 gelderland Heerde           8232 flevoland Lelystad          8251 flevoland Dronten
8261 overijssel Kampen           8302 flevoland Emmeloord         8321 flevoland Urk
8331 overijssel Steenwijk        8391 friesland Noordwolde        8439 drenthe Oude-Willem
8441 friesland Heerenveen        8911 friesland Leeuwarden        9203 friesland Drachten
9301 drenthe Roden               9351 groningen Leek              9401 drenthe Assen
9479 groningen Noordlaren        9501 groningen Stadskanaal       9531 drenthe Borger
9561 groningen Ter-Apel          9656 drenthe Spijkerboor         9711 groningen Groningen
9752 groningen Haren             9761 drenthe Eelde               9851 friesland Burum
9873 friesland Gerkesklooster    9934 groningen Delfzijl          9999 groningen Stitswerd
"""


def exactly(sentence: str) -> str:
    return f"^{re.escape(sentence)}$"


@pytest.mark.parametrize(("digits", "province", "place"), re.findall(r"(\d{4}) (\S+) (\S+)", PLACES))
def test_the_province_of_places(digits: str, province: str, place: str) -> None:
    assert province_of(f"{digits} AB") == province_of(digits) == province, place


@given(st.integers(1000, 9999))
def test_every_postcode_lies_in_a_province(digits: int) -> None:
    assert isinstance(province_of(f"{digits}XZ"), Province)


@pytest.mark.parametrize("typed", ["0123 AB", "123 AB", "B-1000", "", "12345"])
def test_no_province_without_postcode(typed: str) -> None:
    assert province_of(typed) is None


@pytest.mark.parametrize("typed", ["1234AB", "1234 ab", " 1234  AB ", "1234-AB"])
def test_postcodes(typed: str) -> None:
    assert parse_postcode(typed) == "1234 AB"


@pytest.mark.parametrize("typed", ["0234 AB", "1234", "1234 A1", "1234 ABC", ""])
def test_what_is_no_postcode(typed: str) -> None:
    with pytest.raises(ValueError, match=exactly(f"'{typed}' is not a Dutch postcode: write it as 1234 AB")):
        parse_postcode(typed)


@pytest.mark.parametrize("typed", ["1234 SA", "1234sd", "1234-SS"])
def test_letters_that_are_never_issued(typed: str) -> None:
    sentence = f"'{typed}' is not a Dutch postcode: the letters SA, SD and SS are never issued"
    with pytest.raises(ValueError, match=exactly(sentence)):
        parse_postcode(typed)


def region(typed: str) -> str:
    return parse_region(typed, is_country={"NL", "PT"}.__contains__)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("noord-holland", "noord-holland"),
        ("North Holland", "noord-holland"),
        ("Fryslân", "friesland"),
        ("BRABANT", "noord-brabant"),
        ("3000-3199", "3000-3199"),
        ("3000 – 3199", "3000-3199"),
        ("3000 t/m 3199", "3000-3199"),
        ("3011", "3011-3011"),
        ("pt", "PT"),
    ],
)
def test_regions(typed: str, expected: str) -> None:
    assert region(typed) == expected


FORMS = "a region is a province, a range of postcodes such as 3000-3199, or a country code such as PT"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("noord-hollnd", f"'noord-hollnd' is not a region: did you mean noord-holland? {FORMS}"),
        ("XX", f"'XX' is not a region: {FORMS}"),
        ("0100-0200", f"'0100-0200' is not a region: {FORMS}"),
        ("3199-3000", "'3199-3000' is not a range of postcodes: 3199 comes after 3000"),
    ],
)
def test_what_is_no_region(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        region(typed)


def test_the_nearest_province() -> None:
    assert (nearest_province("Fryslan"), nearest_province("Qqq")) == (Province.FRIESLAND, None)


@pytest.mark.parametrize(
    ("covered", "province", "postcode", "country", "expected"),
    [
        ("zuid-holland", None, "3011 AB", "NL", True),
        ("zuid-holland", None, "3011 AB", None, True),
        ("zuid-holland", "zuid-holland", None, None, True),
        ("zuid-holland", "utrecht", "3011 AB", "NL", False),
        ("zuid-holland", "zuid-holland", "3011 AB", "BE", False),
        ("zuid-holland", None, None, "NL", False),
        ("3000-3199", None, "3199ZZ", "NL", True),
        ("3000-3199", None, "3200 AA", "NL", False),
        ("3000-3199", "zuid-holland", None, "NL", False),
        ("3000-3199", None, "3011", "PT", False),
        ("PT", None, "1100-148", "PT", True),
        ("PT", None, None, None, False),
        ("PT", None, None, "NL", False),
        ("NL", None, "3011 AB", None, True),
        ("NL", None, None, "NL", True),
    ],
)
def test_serving(covered: str, province: str | None, postcode: str | None, country: str | None, expected: bool) -> None:
    assert serves(covered, province=province, postcode=postcode, country=country) is expected
