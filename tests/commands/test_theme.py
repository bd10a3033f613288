"""circo theme: adding themes, and counting what happens in them."""

from __future__ import annotations

from tests.commands.test_company import add_track, enrol, store
from tests.conftest import Circo

COUNTS = ("tracks", "questions", "askers", "waitlisted")


def ask(circo: Circo, on: str, company: int | None, merged_into: int | None = None) -> None:
    status = "open" if merged_into is None else "merged"
    store(
        circo,
        """INSERT INTO question (text, company_id, hub_id, theme_id, category, status, asked_on, sharing,
                                 merged_into_id)
           VALUES ('Hoe?', ?, 1, 1, 'other', ?, ?, 'hub', ?)""",
        *(company, status, on, merged_into),
    )


def counts(circo: Circo, *arguments: str) -> list[int]:
    row = next(row for row in circo.json("theme", "list", *arguments) if row["key"] == "bouw")
    return [row[name] for name in COUNTS]


def test_a_theme_is_added_once(circo: Circo) -> None:
    added = circo.json("theme", "add", "Mobiliteit & vervoer", "--en", "Mobility")
    assert added == {
        "key": "mobiliteit-vervoer",
        "name_nl": "Mobiliteit & vervoer",
        "name_en": "Mobility",
        **dict.fromkeys(COUNTS, 0),
    }
    for names in (("mobility",), ("Nieuw", "--en", "CONSTRUCTION"), ("Mobiliteit-vervoer",)):
        assert circo.refused("theme", "add", *names)["code"] == "theme-taken"
    assert circo.refused("theme", "add", " ")["exit_code"] == 2
    assert len(circo.json("theme", "list")) == 9


def test_themes_count_what_falls_in_a_quarter_and_a_hub(circo: Circo) -> None:
    for hub in ("Limburg", "Utrecht"):
        circo.ok("hub", "add", hub)
    for company in ("Stoel", "Tafel"):
        circo.ok("company", "add", company)
    add_track(circo, 1, sessions=["2026-04-01", "2026-03-31"], theme=1)
    add_track(circo, 2, sessions=[], theme=1)
    store(circo, "INSERT INTO track_hub (track_id, hub_id, position) VALUES (1, 2, 1)")
    enrol(circo, 1, 1)
    store(
        circo,
        """INSERT INTO enrolment (track_id, company_id, status, people, waitlist_rank, waitlisted_at)
           VALUES (1, 2, 'waitlisted', 1, 1, '2026-01-01T09:00:00Z')""",
    )
    ask(circo, "2026-03-31", 1)
    ask(circo, "2026-02-01", 1)
    ask(circo, "2026-02-01", None)
    ask(circo, "2026-02-02", 2, merged_into=1)
    ask(circo, "2026-04-01", 1)
    assert counts(circo) == [2, 4, 3, 1]
    assert counts(circo, "--quarter", "2026Q1") == [2, 3, 3, 1]
    assert counts(circo, "--quarter", "2026Q2") == [0, 1, 1, 0]
    assert counts(circo, "--hub", "limburg") == [2, 4, 3, 1]
    assert counts(circo, "--hub", "utrecht") == [1, 0, 0, 1]
    for field in ("key", "name_nl", "name_en", *COUNTS):
        assert len(circo.json("theme", "list", "--sort", f"-{field}")) == 8
    assert circo.json("theme", "list", "--sort", "-tracks", "--limit", "1")[0]["key"] == "bouw"
