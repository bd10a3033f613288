"""What an audience sees, and what counts as new."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

from circo_cli.queries.digest_scope import Item, Period
from tests.conftest import Circo


def preview(circo: Circo, audience: str, *options: str) -> dict[str, Any]:
    digest: dict[str, Any] = json.loads(circo.ok("digest", "preview", "--for", audience, "-o", "json", *options))
    return digest


def keys(items: list[dict[str, Any]]) -> list[str]:
    return [item["key"] for item in items]


def two_hubs(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    circo.ok("company", "add", "Plankgas BV", "--hub", "limburg")
    circo.ok("question", "log", "Hoe meten we impact?", "--company", "plankgas-bv", "--category", "impact")
    circo.ok("question", "log", "Hoe meten we winst?", "--hub", "zeeland", "--category", "impact")
    circo.ok("insight", "add", "Een concept", "--hub", "limburg", "--body", "Nog niet af.")


def test_each_audience_sees_its_own_and_what_is_shared(circo: Circo) -> None:
    two_hubs(circo)
    seen = {
        audience: (keys(found["open_questions"]), keys(found["insights"]))
        for audience in ("circo", "network", "hub:limburg", "hub:zeeland")
        for found in [preview(circo, audience)]
    }
    assert seen == {
        "circo": (["Q1", "Q2"], ["K1"]),
        "network": ([], []),
        "hub:limburg": (["Q1"], ["K1"]),
        "hub:zeeland": (["Q2"], []),
    }
    circo.ok("question", "share", "Q1")
    assert keys(preview(circo, "hub:zeeland")["open_questions"]) == ["Q1", "Q2"]


def test_company_stands_in_the_own_part_only(circo: Circo) -> None:
    two_hubs(circo)
    circo.ok("question", "share", "Q1")
    own = preview(circo, "hub:limburg")["open_questions"][0]
    crossed = preview(circo, "hub:zeeland")["open_questions"][0]
    assert (own["company"], own["company_name"]) == ("plankgas-bv", "Plankgas BV")
    assert {"company", "company_name", "owner"}.isdisjoint(crossed)


def test_recurring_counts_unshared_and_merged_askers(circo: Circo) -> None:
    two_hubs(circo)
    assert preview(circo, "network")["recurring"] == [
        {"category": "impact", "theme": None, "askers": 2, "questions": 2, "previous": 0}
    ]
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("UPDATE question SET status = 'merged', merged_into_id = 1 WHERE id = 2")
    assert preview(circo, "network")["recurring"] == [
        {"category": "impact", "theme": None, "askers": 2, "questions": 1, "previous": 0}
    ]
    later = preview(circo, "network", "--quarter", "2026Q3")["recurring"]
    assert later == []


def test_tracks_are_coming_only_after_today(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    for day in ("2026-06-15", "2026-06-16", "2026-06-17"):
        circo.ok("track", "schedule", "limburg", f"Track van {day[-2:]}", "--quarter", "2026Q2", "--date", day)
    circo.ok("track", "cancel", "limburg-2026q2-3", "--reason", "te weinig animo")
    assert keys(preview(circo, "network")["upcoming_tracks"]) == ["limburg-2026q2-2"]


def test_overdue_comes_first(circo: Circo) -> None:
    circo.ok("question", "log", "Eerst", "--asked-on", "2026-06-10", "--due", "2026-07-01")
    circo.ok("question", "log", "Dan", "--asked-on", "2026-06-12", "--due", "2026-06-14")
    found = preview(circo, "circo")["open_questions"]
    assert [(item["key"], item["overdue"]) for item in found] == [("Q2", True), ("Q1", False)]


def test_a_name_that_came_in_later_keeps_the_item_back(circo: Circo) -> None:
    two_hubs(circo)
    circo.ok("question", "share", "Q1")
    circo.ok("company", "add", "Impact", "--hub", "zeeland")
    answer = circo("digest", "preview", "--for", "network", "-o", "json")
    assert json.loads(answer.out)["open_questions"] == []
    assert "warning: network: Q1 is left out, as it names company 'Impact'\n" in answer.err
    assert keys(preview(circo, "hub:limburg")["open_questions"]) == ["Q1"]


def test_the_period_before_has_the_same_length() -> None:
    quarter = Period("2026Q1", date(2026, 1, 1), date(2026, 3, 31))
    assert quarter.before() == (date(2025, 10, 1), date(2025, 12, 31))
    days = Period("", date(2026, 4, 10), date(2026, 4, 19))
    assert days.before() == (date(2026, 3, 31), date(2026, 4, 9))


def test_a_fingerprint_ignores_the_clock() -> None:
    early = Item("open_questions", "Q1", {"question": "Hoe?", "overdue": False})
    late = Item("open_questions", "Q1", {"question": "Hoe?", "overdue": True})
    other = Item("open_questions", "Q1", {"question": "Waarom?", "overdue": False})
    assert early.fingerprint == late.fingerprint != other.fingerprint
