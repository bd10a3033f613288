"""Where a company is, and which hub is its home."""

from __future__ import annotations

import pytest

from circo_cli.domain.company import Candidate, Place, Remarks, hubs_at_home, settle_place
from circo_cli.errors import UsageError
from circo_cli.values.vocabulary import HubKind


def hub(number: int, kind: HubKind, regions: tuple[str, ...] = (), sectors: tuple[str, ...] = ()) -> Candidate:
    return Candidate(number, f"hub-{number}", kind, regions, frozenset(sectors))


HUBS = [
    hub(1, HubKind.REGIONAL, ("limburg",)),
    hub(2, HubKind.REGIONAL, ("3000-3199", "zeeland")),
    hub(3, HubKind.INTERNATIONAL, ("PT",)),
    hub(4, HubKind.SECTORAL, sectors=("kunststoffen", "plastics")),
    hub(5, HubKind.SECTORAL, ("limburg",), ("bouw",)),
    hub(6, HubKind.REGIONAL, ("3100-3200",)),
]


@pytest.mark.parametrize(
    ("place", "sector", "homes"),
    [
        (Place(region="limburg"), None, [1]),
        (Place(region="limburg"), "bouw", [1]),
        (Place(postcode="3011 AB", region="zuid-holland"), "bouw", [2]),
        (Place(postcode="3150 AB", region="zuid-holland"), "bouw", [2, 6]),
        (Place("PT", "1000-001"), None, [3]),
        (Place("PT", "3011"), None, [3]),
        (Place("BE", "3011"), None, []),
        (Place("BE", "3011"), "Plastics", [4]),
        (Place(), "KUNSTSTOFFEN", [4]),
        (Place(), None, []),
        (Place(), "hout", []),
    ],
)
def test_the_home_hub_is_the_one_of_the_place_and_only_else_of_the_sector(
    place: Place, sector: str | None, homes: list[int]
) -> None:
    assert [found.id for found in hubs_at_home(HUBS, place=place, sector=sector)] == homes


@pytest.mark.parametrize(
    ("typed", "settled", "warned"),
    [
        (Place(), Place(), 0),
        (Place(postcode="1011ab"), Place("NL", "1011 AB", "noord-holland"), 0),
        (Place(postcode="1011 AB", region="noord-holland"), Place("NL", "1011 AB", "noord-holland"), 0),
        (Place(postcode="1011 AB", region="utrecht"), Place("NL", "1011 AB", "utrecht"), 1),
        (Place(region="utrecht"), Place("NL", None, "utrecht"), 0),
        (Place("BE", "1000 brussel"), Place("BE", "1000 brussel"), 0),
    ],
)
def test_a_place_is_settled(typed: Place, settled: Place, warned: int) -> None:
    remarks = Remarks([], [])
    assert settle_place(typed, remarks=remarks) == settled
    assert (len(remarks.notes), len(remarks.warnings)) == (0, warned)


@pytest.mark.parametrize("place", [Place(postcode="0111 AB"), Place(postcode="1000"), Place("BE", None, "limburg")])
def test_what_is_no_place_is_refused(place: Place) -> None:
    with pytest.raises(UsageError):
        settle_place(place, remarks=Remarks([], []))
