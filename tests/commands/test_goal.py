"""circo goal: what is aimed at, beside what happened."""

from __future__ import annotations

import pytest

from tests.commands.test_company import add_track, enrol
from tests.conftest import Circo

YEAR = ("--from", "2026Q1", "--until", "2026Q4")


@pytest.fixture
def limburg(circo: Circo) -> Circo:
    circo.ok("hub", "add", "Limburg")
    circo.ok("company", "add", "Stoel")
    add_track(circo, 1, sessions=["2026-02-03"], theme=1)
    enrol(circo, 1, 1)
    return circo


def test_a_goal_set_again_is_replaced(limburg: Circo) -> None:
    aim = ("goal", "set", "companies")
    first = limburg.json(*aim, "12", "--hub", "limburg", *YEAR, "--note", "samen met LIOF")
    assert first == {
        "key": "G1",
        "hub": "limburg",
        "metric": "companies",
        "target": 12,
        "from": "2026Q1",
        "until": "2026Q4",
        "theme": None,
        "note": "samen met LIOF",
        "actual": 1,
    }
    answer = limburg(*aim, "20", "--hub", "limburg", *YEAR)
    assert answer.out == "G1  companies 20 (was 12) for limburg, 2026Q1–2026Q4\n"
    limburg.ok(*aim, "20", "--hub", "all", *YEAR)
    limburg.ok(*aim, "20", "--hub", "limburg", *YEAR, "--theme", "bouw")
    limburg.ok(*aim, "20", "--hub", "limburg", "--from", "this", "--until", "next")
    goals = limburg.json("goal", "list", "--fields", "key,hub,theme,from,note,actual")
    assert [list(goal.values()) for goal in goals] == [
        ["G1", "limburg", None, "2026Q1", None, 1],
        ["G2", "all", None, "2026Q1", None, 1],
        ["G3", "limburg", "bouw", "2026Q1", None, 1],
        ["G4", "limburg", None, "2026Q2", None, 0],
    ]


def test_goals_are_filtered_and_sorted(limburg: Circo) -> None:
    limburg.ok("goal", "set", "tracks-run", "5", "--hub", "all", "--from", "2026Q3", "--until", "2026Q3")
    limburg.ok("goal", "set", "bedrijven", "9", "--hub", "limburg", *YEAR)
    limburg.ok("goal", "set", "attendance_rate", "85%", "--hub", "limburg", *YEAR)

    def keys(*arguments: str) -> list[str]:
        return [goal["key"] for goal in limburg.json("goal", "list", *arguments)]

    assert keys("--hub", "limburg") == ["G2", "G3"]
    assert keys("--metric", "tracks_run") == ["G1"]
    assert keys("--quarter", "2026Q3") == ["G2", "G3", "G1"]
    assert keys("--quarter", "2026Q1") == ["G2", "G3"]
    assert keys("--sort", "-actual") == ["G2", "G1", "G3"]
    assert keys("--sort", "actual", "--limit", "1") == ["G1"]
    assert keys("--sort", "-target") == ["G2", "G1", "G3"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("happiness", "3"),
        ("companies", "3,5"),
        ("companies", "85%"),
        ("companies", "1.000"),
        ("completion_rate", "85"),
        ("average_score", "11"),
        ("companies", "veel"),
    ],
)
def test_what_is_no_target_is_refused(limburg: Circo, arguments: tuple[str, str]) -> None:
    assert limburg.refused("goal", "set", *arguments, "--hub", "all", *YEAR)["exit_code"] == 2


def test_goals_of_a_theme_are_filtered_and_count_only_what_is_done_in_it(limburg: Circo) -> None:
    limburg.ok("goal", "set", "companies", "9", "--hub", "limburg", *YEAR, "--theme", "Bouw")
    limburg.ok("goal", "set", "companies", "9", "--hub", "limburg", *YEAR, "--theme", "zorg")
    limburg.ok("goal", "set", "companies", "9", "--hub", "limburg", *YEAR)
    goals = limburg.json("goal", "list", "--theme", "construction")
    assert [(goal["key"], goal["theme"], goal["actual"]) for goal in goals] == [("G1", "bouw", 1)]
    assert [goal["actual"] for goal in limburg.json("goal", "list", "--hub", "ALL")] == [1, 0, 1]
    assert limburg.refused("goal", "list", "--theme", "bouww")["exit_code"] == 3


def test_what_has_no_theme_gets_no_goal_for_one(limburg: Circo) -> None:
    error = limburg.refused("goal", "set", "partners", "4", "--hub", "limburg", *YEAR, "--theme", "bouw")
    assert (error["exit_code"], error["code"]) == (2, "metric-theme")
    limburg.ok("goal", "set", "partners", "4", "--hub", "limburg", *YEAR)


def test_a_goal_ends_after_it_begins(limburg: Circo) -> None:
    error = limburg.refused("goal", "set", "companies", "3", "--hub", "all", "--from", "2026Q4", "--until", "2026Q1")
    assert (error["exit_code"], error["code"]) == (2, "period")


def test_removing_asks_first_and_numbers_do_not_return(limburg: Circo) -> None:
    limburg.ok("goal", "set", "companies", "3", "--hub", "all", *YEAR)
    assert limburg.refused("goal", "remove", "G1")["exit_code"] == 2
    assert limburg.refused("goal", "remove", "G7", "--yes")["exit_code"] == 3
    assert limburg.json("goal", "remove", "g1", "--yes")["key"] == "G1"
    assert limburg.json("goal", "list") == []
    assert limburg.ok("goal", "set", "companies", "3", "--hub", "all", *YEAR, "-q") == "G2\n"
