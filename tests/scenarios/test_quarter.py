"""A whole quarter, from an empty directory to a digest and a report, typed only from outside."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.conftest import Circo

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_example_script_types_a_quarter(directory: Path, program: Path) -> None:
    environment = {**os.environ, "PATH": f"{program}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", str(EXAMPLES / "quarter.sh"), "kwartaal"],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (directory / "kwartaal" / "digests").iterdir()) == [
        "circo-digest-circo-2026Q2-nl.md",
        "circo-digest-hub-noord-holland-2026Q2-nl.md",
        "circo-digest-network-2026Q2-nl.md",
    ]
    assert "E415" in done.stdout
    assert "CIRCO kwartaalrapport 2026Q2: Noord-Holland" in done.stdout


def test_a_small_network_from_nothing_to_digest_and_report(bare: Circo) -> None:
    circo = bare
    circo.ok("db", "init")
    circo.ok("hub", "add", "Limburg", "--region", "limburg", "--lead", "Guus Lid", "--launch", "2026Q2")
    for step in ("contact-made", "region-explored", "funding-arranged", "agreement-signed"):
        circo.ok("hub", "tick", "limburg", step)
    for partner in ("Keyport", "LIOF"):
        circo.ok("hub", "partner", "limburg", partner, "--role", "core")
    circo.ok("trainer", "add", "Joost Trainer", "--hub", "limburg")
    circo.ok("goal", "set", "companies", "2", "--hub", "limburg", "--from", "2026Q2", "--until", "2026Q2")
    circo.ok(
        "track", "schedule", "limburg", "Circulair bouwen", "--quarter", "2026Q2", "--theme", "bouw", "--date", "5-5-2026",
        "--date", "19-5-2026", "--capacity", "2", "--minimum", "2", "--trainer", "joost", "--location", "Heerlen",
    )  # fmt: skip
    circo.ok("hub", "advance", "limburg")
    assert circo.json("hub", "advance", "limburg")["official_on"] == "2026-06-15"
    for number, name in enumerate(("Alfa Bouw", "Beta Sloop", "Gamma Gevels"), start=1):
        circo.ok(
            "company", "add", name, "--postcode", f"641{number} AB", "--kvk", f"9900000{number}", "--sector", "bouw"
        )
    key = "limburg-2026q2-1"
    before = ("--today", "2026-04-20")
    circo.ok("enrol", key, "alfa", "beta", "gamma", *before)
    circo.ok("enrolment", "cancel", "E1", "--reason", "ziek", *before)
    circo.ok("enrolment", "confirm", "E2", "E3", *before)
    circo.ok("track", "confirm", key, *before)
    for session in ("1", "2"):
        circo.ok("track", "attendance", key, "--session", session, "--present", "beta", "--present", "gamma")
    circo.ok("track", "complete", key)
    circo.ok("enrolment", "edit", "E2", "--score", "8", "--outcome", "plan")
    circo.ok("question", "log", "Wie keurt gebruikte liggers?", "--company", "beta", "--category", "regelgeving")
    circo.ok("question", "answer", "Q1", "Een constructeur, met een keuringsrapport per partij.")
    circo.ok("question", "share", "Q1")
    circo.ok(
        "insight", "add", "Keuren in partijen", "--hub", "limburg", "--from-question", "Q1", "--body", "Keur per partij.",
    )  # fmt: skip
    circo.ok("insight", "publish", "K1")
    network = circo.json("digest", "preview", "--for", "network", "--quarter", "2026Q2", "-o", "json")
    assert [item["key"] for item in network["answers"]] == ["Q1"]
    assert [item["key"] for item in network["insights"]] == ["K1"]
    assert "Beta Sloop" not in circo.ok("digest", "preview", "--for", "network")
    report = circo.json("report", "quarter", "2026Q2", "--hub", "limburg")
    rows = {row["metric"]: (row["actual"], row["target"]) for row in report["rows"]}
    assert {name: rows[name] for name in ("tracks_run", "companies", "companies_new", "people", "average_score")} == {
        "tracks_run": (1, None),
        "companies": (2, 2),
        "companies_new": (2, None),
        "people": (2, None),
        "average_score": (8, None),
    }
    assert all(row["ok"] for row in circo.json("db", "check", "--deep"))
