"""circo hub, typed from outside."""

from __future__ import annotations

from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

HUB_FIELDS = [
    "key", "name", "kind", "stage", "regions", "sectors", "country", "timezone", "lead", "lead_email", "launch_quarter",
    "first_launch_quarter", "official_on", "partners", "tracks", "companies", "open_questions",
]  # fmt: skip


def test_a_new_hub_starts_exploring_with_everything_that_was_typed(circo: Circo) -> None:
    hub = circo.json(
        "hub", "add", "Noord-Holland", "--region", "Noord-Holland", "--region", "1000-1099", "--sector", "Bouw",
        "--launch", "Q2", "--lead", "Eva Voorbeeld", "--lead-email", "eva@example.org",
    )  # fmt: skip
    assert {name: hub[name] for name in HUB_FIELDS} == {
        "key": "noord-holland",
        "name": "Noord-Holland",
        "kind": "regional",
        "stage": "exploring",
        "regions": ["noord-holland", "1000-1099"],
        "sectors": ["bouw"],
        "country": "NL",
        "timezone": "Europe/Amsterdam",
        "lead": "Eva Voorbeeld",
        "lead_email": "eva@example.org",
        "launch_quarter": "2026Q2",
        "first_launch_quarter": "2026Q2",
        "official_on": None,
        "partners": 0,
        "tracks": 0,
        "companies": 0,
        "open_questions": 0,
    }
    assert hub["history"] == [
        {"stage": "exploring", "on": "2026-06-15", "reason": None, "forced": False, "by": "tester"}
    ]
    assert list(hub)[len(HUB_FIELDS) :] == ["steps", "history", "partner_list", "goals", "uncovered"]


def test_the_same_name_twice_gives_a_numbered_key(circo: Circo) -> None:
    assert circo.ok("hub", "add", "Zeeland", "-q") == "zeeland\n"
    assert circo.ok("hub", "add", "Zeeland", "-q") == "zeeland-2\n"


def test_a_hub_abroad_has_the_zone_of_its_country(circo: Circo) -> None:
    answer = circo("hub", "add", "Portugal", "--kind", "international", "--region", "PT", "--json")
    assert '"country": "PT"' in answer.out
    assert '"timezone": "Europe/Lisbon"' in answer.out
    assert "note: PT has several time zones; Europe/Lisbon is taken" in answer.err


def test_editing_clears_with_nothing_and_replaces_lists(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--lead", "Sanne Voorbeeld", "--launch", "2026Q2")
    hub = circo.json("hub", "edit", "limburg", "--lead", "", "--region", "zeeland", "--launch", "2026Q4")
    assert (hub["lead"], hub["regions"], hub["launch_quarter"], hub["first_launch_quarter"]) == (
        None,
        ["zeeland"],
        "2026Q4",
        "2026Q2",
    )


def test_steps_tick_by_hand_or_by_the_data_and_say_why(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    circo.ok("hub", "tick", "limburg", "contact made".replace(" ", "-"), "--on", "3-2-2026", "--note", "met LIOF")
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "core", "--kind", "ROM", "--covers", "plan maken")
    steps = {row["step"]: row for row in circo.json("hub", "steps", "limburg")}
    assert steps["contact-made"] == {
        "step": "contact-made",
        "done": True,
        "on": "2026-02-03",
        "automatic": False,
        "note": "met LIOF",
    }
    assert steps["partners-committed"] == {
        "step": "partners-committed",
        "done": False,
        "on": None,
        "automatic": True,
        "note": "1 partner; 2 needed",
    }
    error = circo.refused("hub", "tick", "limburg", "partners-committed")
    assert (error["exit_code"], error["code"]) == (1, "step-automatic")
    assert error["hint"] == "circo hub partner limburg NAME --role core"


def test_advancing_needs_the_steps_or_force_with_a_reason(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    error = circo.refused("hub", "advance", "limburg")
    assert error["message"] == "limburg cannot become preparing yet; to do: contact-made, region-explored"
    assert [detail["step"] for detail in error["details"]] == ["contact-made", "region-explored"]
    circo.ok("hub", "tick", "limburg", "contact-made")
    circo.ok("hub", "tick", "limburg", "region-explored")
    assert circo.json("hub", "advance", "limburg")["stage"] == "preparing"
    assert circo.refused("hub", "advance", "limburg", "--force")["code"] == "reason-missing"
    hub = circo.json("hub", "advance", "limburg", "--force", "--reason", "akkoord", "--on", "1-6-2026")
    assert (hub["stage"], hub["official_on"]) == ("operational", "2026-06-01")
    assert hub["history"][-1] == {
        "stage": "operational",
        "on": "2026-06-01",
        "reason": "akkoord",
        "forced": True,
        "by": "tester",
    }
    assert circo.refused("hub", "advance", "limburg", "preparing")["code"] == "stage"


def test_pausing_and_resuming_returns_to_the_stage_before(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    assert circo.json("hub", "pause", "limburg", "--reason", "geld op")["stage"] == "paused"
    assert circo.refused("hub", "advance", "limburg")["hint"] == "circo hub resume limburg --reason TEXT"
    assert circo.json("hub", "resume", "limburg", "--reason", "geld terug")["stage"] == "exploring"
    assert circo.json("hub", "close", "limburg", "--reason", "samengevoegd")["stage"] == "closed"
    assert circo.refused("hub", "pause", "limburg", "--reason", "x")["exit_code"] == 1


def test_a_partner_holds_a_role_once_at_a_time(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    hub = circo.json(
        "hub",
        "partner",
        "limburg",
        "LIOF",
        "--role",
        "core",
        "--covers",
        "plan",
        "--covers",
        "finance",
        "--on",
        "1-1-2026",
    )
    assert hub["partner_list"] == [
        {
            "key": "liof",
            "name": "LIOF",
            "kind": "other",
            "role": "core",
            "covers": ["plan", "finance"],
            "from": "2026-01-01",
            "until": None,
        }
    ]
    assert hub["uncovered"] == ["introduction", "execution"]
    assert circo.refused("hub", "partner", "limburg", "liof", "--role", "core")["code"] == "partner-already"
    circo.ok("hub", "partner", "limburg", "LIOF", "--role", "funder")
    assert circo.json("partner", "list") == [
        {"key": "liof", "name": "LIOF", "kind": "other", "website": None, "hubs": ["limburg"]}
    ]


def test_filters_and_a_typo_in_a_code(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--launch", "2026Q3")
    circo.ok("hub", "add", "NRK", "--kind", "sectoraal", "--sector", "kunststoffen")
    assert [hub["key"] for hub in circo.json("hub", "list", "--kind", "sectoral")] == ["nrk"]
    assert [hub["key"] for hub in circo.json("hub", "list", "--region", "limburg")] == ["limburg"]
    assert [hub["key"] for hub in circo.json("hub", "list", "--launch", "2026-q3")] == ["limburg"]
    assert circo.json("hub", "list", "--stage", "operationeel") == []
    error = circo.refused("hub", "list", "--stage", "operatonal")
    assert error["exit_code"] == 2
    assert error["hint"].startswith("did you mean operational (operationeel)? ")


def test_bad_values_name_the_option(circo: Circo) -> None:
    assert circo.refused("hub", "add", "X", "--lead-email", "geen adres")["message"].startswith("--lead-email: ")
    assert circo.refused("hub", "add", "X", "--region", "groningn")["message"].startswith("--region: ")
    assert circo.refused("hub", "add", "X", "--country", "ZZ")["message"].startswith("--country: ")
    assert circo.refused("hub", "add", "X", "--timezone", "Mars/Base")["message"].startswith("--timezone: ")
    assert circo.refused("hub", "add", "  ")["message"] == "name is empty"
    circo.ok("hub", "add", "X")
    assert (
        circo.refused("hub", "edit", "x-x" if circo.json("hub", "list")[0]["key"] == "x-x" else "x")["code"]
        == "nothing"
    )


def test_the_configured_hub_is_shown_where_none_is_typed_and_that_is_said(network: Circo) -> None:
    network.ok("config", "set", "hub", "limburg")
    for verb in ("show", "steps"):
        said = f"note: hub limburg, as configured; circo hub {verb} HUB says otherwise"
        assert network("hub", verb).out == network("hub", verb, "limburg").out
        assert said in network("hub", verb).err
        assert said not in network("hub", verb, "utrecht", "--no-input").err
    network.ok("config", "unset", "hub")
    assert network.refused("hub", "show") == {
        "code": "usage",
        "message": "which hub? HUB is missing",
        "hint": "circo hub show HUB, such as limburg; circo config set hub HUB makes one the usual",
        "exit_code": 2,
        "details": [],
    }
