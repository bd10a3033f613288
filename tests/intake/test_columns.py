"""Which column means which field: by name, by another header, by what the user says; and what is said of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from circo_cli.errors import UsageError
from circo_cli.intake.columns import Columns, Wanted, find_columns
from circo_cli.intake.sheet import Unread

HEADERS = {
    "name": ("naam", "bedrijfsnaam"),
    "contact_phone": ("telefoon", "telefoonnummer"),
    "postcode": (),
    "kvk": ("kvk-nummer",),
}


def find(*header: str, **options: Any) -> Columns:
    return find_columns(header, Wanted(HEADERS, **options), name="list.csv")


def refused(*header: str, **options: Any) -> tuple[str, str, str | None]:
    with pytest.raises(UsageError) as caught:
        find(*header, **options)
    return caught.value.code, caught.value.message, caught.value.hint


@pytest.mark.parametrize("header", ["name", "NAME", "Naam", "bedrijfs-naam", "Bedrijfs naam", "Bedrijfsnaam:", "náám"])
def test_a_header_means_a_field_in_any_case_and_spelling(header: str) -> None:
    assert find("x", header) == Columns({"name": 1}, [Unread("x", None)])


def test_of_several_headers_that_mean_a_field_the_best_is_read_and_the_others_told() -> None:
    assert find("Bedrijfsnaam", "KvK nummer", "Naam") == Columns({"name": 2, "kvk": 1}, [Unread("Bedrijfsnaam", None)])


@pytest.mark.parametrize(
    ("header", "nearest"),
    [
        ("post code nr", "postcode"),
        ("Pstcode", "postcode"),
        ("telefon", "contact_phone"),
        ("contact phne", "contact_phone"),
        ("Kvk numer", "kvk"),
        ("opmerking", None),
        ("#", None),
    ],
)
def test_a_header_that_means_nothing_has_a_nearest_field(header: str, nearest: str | None) -> None:
    assert find("naam", header).unread == [Unread(header, nearest)]


def test_a_field_that_has_its_column_is_nobodys_nearest() -> None:
    assert find("naam", "postcode", "Pstcode").unread == [Unread("Pstcode", None)]


def test_what_circo_prints_and_nobody_sets_is_passed_over() -> None:
    assert find("naam", "Open Questions", "reason", "", derived=("open_questions",)).unread == []


def test_a_field_may_be_called_as_the_column_of_rejects() -> None:
    wanted = Wanted({"name": (), "reason": ()})
    assert find_columns(("name", "reason"), wanted, name="x") == Columns({"name": 0, "reason": 1}, [])


def test_the_user_says_what_a_header_means() -> None:
    found = find("Naam", "Wie", "Opm.", mapped={"wie": "name", "OPM": "", "naam": "Contact Phone"})
    assert found == Columns({"name": 1, "contact_phone": 0}, [])


def test_a_column_that_was_given_away_is_no_longer_what_its_header_means() -> None:
    assert find("Naam", "Titel", mapped={"Titel": "name"}) == Columns({"name": 1}, [Unread("Naam", None)])


@pytest.mark.parametrize(
    ("header", "mapped", "answer"),
    [
        (
            ("Naam", "Telefoonnr"),
            {"Telefonnr": "kvk"},
            ("unknown-column", "--map Telefonnr: list.csv has no such column", '--map "Telefoonnr=kvk"'),
        ),
        (
            ("Naam", "x"),
            {"qqq": "kvk"},
            ("unknown-column", "--map qqq: list.csv has no such column", "columns: Naam, x"),
        ),
        (
            ("Naam", "x"),
            {"x": "postcod"},
            ("unknown-field", "--map x=postcod: postcod is no field", '--map "x=postcode"'),
        ),
        (
            ("Naam", "x"),
            {"x": "qqqq"},
            ("unknown-field", "--map x=qqqq: qqqq is no field", "fields: name, contact_phone, postcode, kvk"),
        ),
        (("a", "b"), {"a": "name", "b": "name"}, ("twice-column", "--map gives name two columns", "leave one of them")),
        (("a", "A"), {"a": "name"}, ("twice-column", "list.csv has two columns 'a'", "leave one of them")),
    ],
)
def test_what_the_user_says_must_be_there(
    header: Sequence[str], mapped: dict[str, str], answer: tuple[str, str, str]
) -> None:
    assert refused(*header, mapped=mapped) == answer


def test_a_column_that_is_needed_must_be_there() -> None:
    columns = "columns: name (or naam), contact_phone (or telefoon), postcode, kvk (or kvk-nummer)"
    assert refused("postcode", "", "x", needed=("name", "kvk")) == (
        "missing-column",
        "list.csv has no column name or kvk; it has postcode, x",
        columns,
    )
    assert refused("naam", "kvk numr", needed=("kvk",))[1] == (
        "list.csv has no column kvk; it has naam, kvk numr; is 'kvk numr' the kvk?"
    )
    assert refused("x") == ("missing-column", "list.csv has no column that means anything here; it has x", columns)


def test_two_columns_with_one_header_are_refused_where_they_mean_something() -> None:
    assert refused("naam", "NAAM") == ("twice-column", "list.csv has two columns 'naam'", "leave one of them")
    assert find("naam", "x", "x").unread == [Unread("x", None), Unread("x", None)]
