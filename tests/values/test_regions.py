"""How much of a place a region serves, and which of two regions is the closer one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.values.places import (
    Extent,
    extent,
    is_country_code,
    is_range,
    parse_postcode_area,
    province_of,
    provinces_in,
    serves,
    size_of,
)
from circo_cli.values.vocabulary import Province

CODES = st.integers(1000, 9999)
RANGES = st.tuples(CODES, CODES).map(lambda pair: f"{min(pair)}-{max(pair)}")
REGIONS = st.one_of(st.sampled_from([each.value for each in Province]), RANGES, st.sampled_from(["NL", "PT", "DE"]))


@pytest.mark.parametrize("typed", ["3011", "3011AB", "3011 ab", " 3011-AB "])
def test_a_postcode_is_an_area_with_or_without_its_letters(typed: str) -> None:
    assert parse_postcode_area(typed) == "3011-3011"


@pytest.mark.parametrize("typed", ["0311", "301", "30111", "3011 SS", "3011A", "Rotterdam", "", "3000-3199"])
def test_what_is_no_postcode(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a Dutch postcode: write it as 3011 or 3011 AB"):
        parse_postcode_area(typed)


@pytest.mark.parametrize(
    ("region", "place", "expected"),
    [
        ("limburg", "limburg", Extent.WHOLE),
        ("limburg", "zeeland", None),
        ("3000-3199", "3011-3011", Extent.WHOLE),
        ("3000-3199", "3000-3199", Extent.WHOLE),
        ("3000-3199", "3199-3200", Extent.PART),
        ("3000-3199", "3200-3300", None),
        ("3000-3199", "zuid-holland", Extent.PART),
        ("3000-3199", "zeeland", None),
        ("zuid-holland", "3000-3199", Extent.WHOLE),
        ("zuid-holland", "3300-3500", Extent.PART),
        ("utrecht", "3000-3199", None),
        ("NL", "limburg", Extent.WHOLE),
        ("NL", "3011-3011", Extent.WHOLE),
        ("limburg", "NL", Extent.PART),
        ("3000-3199", "NL", Extent.PART),
        ("PT", "PT", Extent.WHOLE),
        ("PT", "NL", None),
        ("PT", "limburg", None),
        ("limburg", "PT", None),
        ("NL", "PT", None),
    ],
)
def test_how_much_of_a_place_a_region_serves(region: str, place: str, expected: Extent | None) -> None:
    assert extent(region, place) is expected


@given(REGIONS, CODES)
def test_a_postcode_is_served_as_for_a_company_there(region: str, digits: int) -> None:
    served = serves(region, province=None, postcode=str(digits), country="NL")
    assert extent(region, f"{digits}-{digits}") is (Extent.WHOLE if served else None)


@given(REGIONS, REGIONS)
def test_what_serves_something_of_a_place_is_served_by_it(first: str, second: str) -> None:
    assert (extent(first, second) is None) is (extent(second, first) is None)


@given(RANGES)
def test_the_provinces_of_a_range_are_those_of_its_postcodes(postcodes: str) -> None:
    first, last = map(int, postcodes.split("-"))
    assert set(provinces_in(postcodes)) == {province_of(str(code)) for code in range(first, last + 1)}


@pytest.mark.parametrize(("region", "kind"), [("3000-3199", 0), ("noord-holland", 1), ("PT", 2)])
def test_postcodes_come_before_provinces_before_countries(region: str, kind: int) -> None:
    assert size_of(region)[0] == kind
    assert (is_range(region), is_country_code(region)) == (kind == 0, kind == 2)
    assert size_of("3000-3001") < size_of("3000-3199")
