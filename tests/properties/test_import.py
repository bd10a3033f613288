"""Whatever can be stored of a noun goes out by `list` in every format and comes back by `import` as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.domain.goal import parse_target
from circo_cli.values.keys import slugify
from circo_cli.values.vocabulary import (
    ChainRole,
    CompanyKind,
    HubKind,
    Journey,
    Metric,
    PartnerKind,
    Province,
    Stage,
    Term,
)
from tests.conftest import TODAY, Circo
from tests.properties.round_trip import FORMATS, SETTINGS, TEXTS, by_name, keyed, maybe, round_trip

HUBS = ("utrecht", "limburg")
COMPANIES = ("a-bv", "b-bv")
THEMES = ("bouw", "textiel", "biomassa-voedsel")
RATES = (Metric.COMPLETION_RATE, Metric.ATTENDANCE_RATE)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date.fromisoformat(TODAY)).map(str)
QUARTERS = st.builds("{}Q{}".format, st.integers(2020, 2030), st.integers(1, 4))
PHONES = st.sampled_from(["+31 00 000 0011", "00 12", "06", "(0)20"]) | TEXTS
EMAILS = st.from_regex(r"[a-z0-9+=-]{1,8}@[a-z0-9-]{1,8}\.example\.org", fullmatch=True)
SITES = st.sampled_from(["https://www.example.org", "http://example.org/a?b=c;d"])


def codes(kind: type[Term]) -> st.SearchStrategy[str]:
    """Return a strategy of the codes of a vocabulary."""
    return st.sampled_from([member.value for member in kind])


def _target(metric: str, number: int) -> int | float:
    if metric in RATES:
        return round(number % 101 / 100, 4)
    if metric == Metric.AVERAGE_SCORE:
        return round(1 + number % 91 / 10, 1)
    return number / 4 if metric == Metric.MEDIAN_DAYS_TO_ANSWER else number


def _goal(
    metric: str, number: int, hub: str, quarters: list[str], theme: str | None, note: str | None
) -> dict[str, Any]:
    first, last = sorted(quarters)
    target = _target(metric, number)
    return {
        "hub": hub,
        "metric": metric,
        "target": int(target) if target == int(target) else target,
        "from": first,
        "until": last,
        "theme": None if metric == Metric.PARTNERS else theme,
        "note": note,
    }


def _note(company: str, text: str, days: list[str], follow: bool, by: str) -> dict[str, Any]:
    on, after = sorted(days)
    return {"company": company, "text": text, "on": on, "next": after if follow else None, "by": by}


def _company(place: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**fields, **place}


def _aim(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("hub", "metric", "from", "until", "theme"))


def _labels(row: dict[str, Any]) -> str:
    return slugify(row["name_nl"])


PLACES = (
    st.fixed_dictionaries(
        {
            "country": st.just("NL"),
            "postcode": st.just("3511 AB"),
            "region": st.sampled_from(["utrecht", "drenthe"]),
        }
    )
    | st.fixed_dictionaries({"country": st.just("NL"), "postcode": st.none(), "region": maybe(codes(Province))})
    | st.fixed_dictionaries({"country": st.just("PT"), "postcode": maybe(TEXTS), "region": st.none()})
)

ROWS: dict[str, st.SearchStrategy[list[dict[str, Any]]]] = {
    "hub": keyed(
        st.fixed_dictionaries(
            {
                "name": TEXTS,
                "kind": codes(HubKind),
                "stage": codes(Stage),
                "regions": st.lists(st.sampled_from(["utrecht", "3000-3199", "PT", "NL"]), max_size=3, unique=True),
                "sectors": st.lists(st.sampled_from(THEMES), max_size=2, unique=True),
                "country": st.sampled_from(["NL", "PT", "BR"]),
                "timezone": st.sampled_from(["Europe/Amsterdam", "America/Bahia"]),
                "lead": maybe(TEXTS),
                "lead_email": maybe(EMAILS),
                "launch_quarter": maybe(QUARTERS),
                "first_launch_quarter": maybe(QUARTERS),
                "official_on": maybe(DAYS),
            }
        ),
        key="hub-{}",
        by=by_name,
    ),
    "partner": keyed(
        st.fixed_dictionaries({"name": TEXTS, "kind": codes(PartnerKind), "website": maybe(SITES)}),
        key="partner-{}",
        by=by_name,
    ),
    "trainer": keyed(
        st.fixed_dictionaries(
            {
                "name": TEXTS,
                "email": maybe(EMAILS),
                "hub": maybe(st.sampled_from(HUBS)),
                "certified_on": maybe(DAYS),
            }
        ),
        key="trainer-{}",
        by=by_name,
    ),
    "theme": st.lists(
        st.fixed_dictionaries({"name_nl": TEXTS, "name_en": st.none()}), min_size=1, max_size=4, unique_by=_labels
    ),
    "goal": st.lists(
        st.builds(
            _goal,
            codes(Metric),
            st.integers(0, 10**6),
            st.sampled_from([*HUBS, "all"]),
            st.lists(QUARTERS, min_size=2, max_size=2),
            maybe(st.sampled_from(THEMES)),
            maybe(TEXTS),
        ),
        min_size=1,
        max_size=4,
        unique_by=_aim,
    ),
    "note": keyed(
        st.builds(
            _note,
            st.sampled_from(COMPANIES),
            TEXTS,
            st.lists(DAYS, min_size=2, max_size=2),
            st.booleans(),
            TEXTS,
        ),
        key="N{}",
        by=lambda row: (row["company"], row["text"], row["on"]),
    ),
    "contact": st.lists(
        st.fixed_dictionaries(
            {
                "company": st.sampled_from(COMPANIES),
                "name": TEXTS,
                "email": maybe(EMAILS),
                "phone": maybe(PHONES),
                "role": maybe(TEXTS),
            }
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: (row["company"], by_name(row)),
    ),
    "company": keyed(
        st.builds(
            _company,
            PLACES,
            name=TEXTS,
            kind=codes(CompanyKind),
            sector=maybe(TEXTS | st.sampled_from(THEMES)),
            chain_role=maybe(codes(ChainRole)),
            journey=maybe(codes(Journey)),
            city=maybe(TEXTS),
            hub=maybe(st.sampled_from(HUBS)),
            website=maybe(SITES),
        ),
        key="bedrijf-{}",
        by=by_name,
    ),
}


@pytest.fixture
def world(circo: Circo) -> Path:
    """A database that holds what rows refer to."""
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("company", "add", "A BV")
    circo.ok("company", "add", "B BV")
    return circo.database.rename(circo.directory / "world.db")


@pytest.mark.parametrize("noun", ROWS)
@SETTINGS
@given(data=st.data())
def test_what_a_list_prints_comes_back(circo: Circo, world: Path, noun: str, data: st.DataObject) -> None:
    rows = data.draw(ROWS[noun])
    round_trip(circo, world, noun, rows, data.draw(st.sampled_from(FORMATS)))


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_absent_stays_absent(circo: Circo, world: Path, format: str) -> None:
    """A company without a home hub, although one serves its place, has none after the way out and in again."""
    rows = [{"key": "k", "name": "K", "postcode": "3511 AB", "region": "utrecht", "hub": None, "kvk": "00123456"}]
    round_trip(circo, world, "company", rows, format)


def test_targets_are_of_their_metric() -> None:
    for metric in Metric:
        assert parse_target(str(_target(metric, 77)), metric=metric) == _target(metric, 77)
