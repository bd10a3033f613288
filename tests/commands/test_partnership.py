"""circo hub partner and unpartner: roles for a period."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Circo


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core", "--on", "1-3-2026")
    return circo


def periods(hub: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    return [(each["key"], each["role"], each["from"], each["until"]) for each in hub["partner_list"]]


def test_a_partner_may_have_several_roles_at_once(limburg: Circo) -> None:
    hub = limburg.json(
        "hub", "partner", "limburg", "ESZL", "--role", "gastheer", "--role", "funder", "--covers", "plan"
    )
    assert periods(hub)[1:] == [("eszl", "host", "2026-06-15", None), ("eszl", "funder", "2026-06-15", None)]
    assert [each["covers"] for each in hub["partner_list"][1:]] == [["plan"], ["plan"]]
    answer = limburg("hub", "partner", "limburg", "Keyport", "--role", "host", "--role", "host")
    assert answer.out == "limburg  Keyport is host now\n"
    assert (
        limburg.refused("hub", "partner", "limburg", "eszl", "--role", "core", "--role", "host")["code"]
        == "partner-already"
    )


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ((), "ESZL is host now"),
        (("--on", "1-7-2026"), "ESZL is host from 2026-07-01"),
        (("--until", "31-12-2026"), "ESZL is host from 2026-06-15 until 2026-12-31"),
        (("--on", "1-1-2026", "--until", "1-2-2026"), "ESZL is host from 2026-01-01 until 2026-02-01"),
    ],
)
def test_the_line_says_when(limburg: Circo, options: tuple[str, ...], line: str) -> None:
    assert limburg.ok("hub", "partner", "limburg", "ESZL", "--role", "host", *options) == f"limburg  {line}\n"


def test_a_new_partner_is_said_and_what_may_have_been_meant(limburg: Circo) -> None:
    answer = limburg("hub", "partner", "limburg", "LIOFF", "--role", "funder")
    assert answer.err == "note: lioff is a new partner; was liof meant? circo undo takes this back\n"
    assert (
        limburg("hub", "partner", "limburg", "Rabobank", "--role", "funder").err == "note: rabobank is a new partner\n"
    )
    assert limburg("hub", "partner", "limburg", "liof", "--role", "funder").err == ""


def test_a_partner_of_a_closed_hub_is_a_warning(limburg: Circo) -> None:
    limburg.ok("hub", "close", "limburg", "--reason", "klaar")
    assert "warning: limburg is closed" in limburg("hub", "partner", "limburg", "liof", "--role", "host").err


def test_ending_a_partnership_ends_every_role_and_says_which(limburg: Circo) -> None:
    limburg.ok("hub", "partner", "limburg", "liof", "--role", "funder", "--on", "1-5-2026", "--until", "31-12-2026")
    answer = limburg("hub", "unpartner", "limburg", "LIOF", "--on", "30-6-2026")
    assert answer.out == "limburg  LIOF is core and funder until 2026-06-30\n"
    assert periods(limburg.json("hub", "show", "limburg")) == [
        ("liof", "core", "2026-03-01", "2026-06-30"),
        ("liof", "funder", "2026-05-01", "2026-06-30"),
    ]


def test_the_last_day_is_today_unless_it_is_said(limburg: Circo) -> None:
    assert periods(limburg.json("hub", "unpartner", "limburg", "li")) == [("liof", "core", "2026-03-01", "2026-06-15")]
    assert limburg.json("hub", "show", "limburg")["partners"] == 1
    assert limburg.json("hub", "show", "limburg", "--today", "2026-06-16")["partners"] == 0


def test_a_past_last_day_is_told_as_past(limburg: Circo) -> None:
    assert limburg.ok("hub", "unpartner", "limburg", "liof", "--on", "1-6-2026") == (
        "limburg  LIOF was core until 2026-06-01\n"
    )


def test_one_role_can_end_alone(limburg: Circo) -> None:
    limburg.ok("hub", "partner", "limburg", "liof", "--role", "funder", "--on", "1-9-2026")
    error = limburg.refused("hub", "unpartner", "limburg", "liof")
    assert (error["exit_code"], error["code"]) == (2, "period")
    assert error["message"] == "LIOF only becomes funder on 2026-09-01, after --on 2026-06-15"
    hub = limburg.json("hub", "unpartner", "limburg", "liof", "--role", "core")
    assert periods(hub) == [("liof", "core", "2026-03-01", "2026-06-15"), ("liof", "funder", "2026-09-01", None)]


def test_what_is_not_open_cannot_be_ended(limburg: Circo) -> None:
    limburg.ok("hub", "unpartner", "limburg", "liof")
    limburg.ok("hub", "add", "Zeeland")
    limburg.ok("hub", "partner", "zeeland", "DOW", "--role", "core")
    for typed, message in (
        (("limburg", "liof"), "LIOF is a partner of limburg until 2026-06-15, and no longer"),
        (("limburg", "dow"), "DOW is not a partner of limburg"),
        (("zeeland", "dow", "--role", "host"), "DOW is not host of zeeland"),
    ):
        error = limburg.refused("hub", "unpartner", *typed)
        assert (error["exit_code"], error["code"], error["message"]) == (1, "partner-not-open", message)
    assert limburg.refused("hub", "unpartner", "limburg", "nobody")["exit_code"] == 3


def test_a_period_that_would_end_later_is_shortened_and_an_end_is_not_moved_back(limburg: Circo) -> None:
    limburg.ok("hub", "unpartner", "limburg", "liof", "--on", "31-12-2026")
    hub = limburg.json("hub", "unpartner", "limburg", "liof", "--on", "30-9-2026")
    assert periods(hub) == [("liof", "core", "2026-03-01", "2026-09-30")]
    assert limburg.refused("hub", "unpartner", "limburg", "liof", "--on", "31-12-2026")["code"] == "partner-not-open"


def test_a_partner_returns_the_day_after_and_not_on_its_last_day(limburg: Circo) -> None:
    limburg.ok("hub", "unpartner", "limburg", "liof")
    error = limburg.refused("hub", "partner", "limburg", "liof", "--role", "core")
    assert error["message"] == "LIOF is core of limburg already, since 2026-03-01 until 2026-06-15"
    assert error["hint"] == "a new period can begin the day after: --on 2026-06-16"
    hub = limburg.json("hub", "partner", "limburg", "liof", "--role", "core", "--on", "16-6-2026")
    assert periods(hub) == [("liof", "core", "2026-03-01", "2026-06-15"), ("liof", "core", "2026-06-16", None)]


def test_a_partner_of_one_day(limburg: Circo) -> None:
    limburg.ok("hub", "partner", "limburg", "ESZL", "--role", "core")
    assert periods(limburg.json("hub", "unpartner", "limburg", "eszl"))[1] == (
        "eszl",
        "core",
        "2026-06-15",
        "2026-06-15",
    )
    assert limburg.refused("hub", "partner", "limburg", "eszl", "--role", "core")["code"] == "partner-already"


def test_too_few_partners_afterwards_is_a_warning(limburg: Circo) -> None:
    limburg.ok("hub", "partner", "limburg", "ESZL", "--role", "core")
    limburg.ok("hub", "partner", "limburg", "Keyport", "--role", "core")
    assert limburg("hub", "unpartner", "limburg", "eszl").err == ""
    assert limburg("hub", "unpartner", "limburg", "liof", "--on", "30-6-2026").err == (
        "warning: from 2026-07-01 on limburg has too few partners: partners-committed is then not done\n"
    )
