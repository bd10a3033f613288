"""The pictures of companies: they fit any width, say everything without colour, and let nothing of the data act."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len

from circo_cli.rendering.pictures.company import draw_company
from circo_cli.rendering.pictures.duplicates import draw_duplicates
from circo_cli.values.follow_up import next_step
from tests.conftest import TODAY, Circo
from tests.contract.test_safety import on_terminal

WIDTHS = (60, 80, 120)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
NASTY = "<b>Ünïcode\x1b[31m\n" + "北海道" * 20 + "\u202e[bold]"


def enrolment(number: int, status: str = "completed", **known: Any) -> dict[str, Any]:
    """Return an enrolment as the JSON has it."""
    return {
        "key": f"E{number}",
        "track": f"limburg-2026q1-{number}",
        "status": status,
        "attended": 0,
        "sessions": 3,
        "score": None,
        "outcome": None,
        "proposition": None,
        **known,
    }


def question(
    number: int, status: str = "open", due_on: str | None = "2026-06-20", text: str = "Hoe?"
) -> dict[str, Any]:
    """Return a question as the JSON has it."""
    return {"key": f"Q{number}", "text": text, "status": status, "asked_on": "2026-06-01", "due_on": due_on}


def company(**known: Any) -> dict[str, Any]:
    """Return a company as the JSON has it, of which only what `known` says is known."""
    return {
        "key": "stoel",
        "name": "Stoel",
        "kvk": None,
        "kind": "company",
        "sector": None,
        "chain_role": None,
        "journey": None,
        "city": None,
        "postcode": None,
        "region": None,
        "country": "NL",
        "hub": None,
        "website": None,
        "contacts": 0,
        "tracks": 0,
        "open_questions": 0,
        "aid_three_years": 0,
        "contact_list": [],
        "enrolments": [],
        "questions": [],
        "notes": [],
        **known,
    }


FULL = company(
    name=NASTY,
    kvk="12345678",
    sector="textiel",
    chain_role="brand",
    journey="plan",
    city="Maastricht",
    postcode="6211 AB",
    region="limburg",
    hub="limburg",
    website="https://jansen.nl",
    contacts=2,
    tracks=8,
    open_questions=1,
    aid_three_years=2500.5,
    contact_list=[
        {"name": "Anna", "role": "directeur", "email": "anna@jansen.nl", "phone": "000-1"},
        {"name": NASTY, "role": NASTY, "email": None, "phone": None},
    ],
    enrolments=[
        *(enrolment(number) for number in range(1, 8)),
        enrolment(8, attended=2, score=8, outcome="plan", proposition=NASTY),
    ],
    questions=[question(2), question(1, "answered", text=NASTY)],
    notes=[
        {"on": "2026-06-01", "text": NASTY * 3, "next": "2026-06-15", "by": "Bo"},
        *({"on": "2026-05-01", "text": "gebeld", "next": "2026-05-02", "by": "Bo"} for _ in range(5)),
    ],
)


def draw(thing: dict[str, Any], *, width: int = 80, color: bool = False, due: bool = False) -> str:
    """Return the picture of a company."""
    step = next_step(thing, follow_up_due=due, today=TODAY)
    return draw_company(thing, next_step=step, today=TODAY, width=width, color=color)


def pictures(*, width: int, color: bool) -> list[str]:
    """Return every picture."""
    pairs = [("stoel", "stoel-bv", 95, "the same name", "circo company merge stoel-bv stoel")]
    return [
        draw(FULL, width=width, color=color),
        draw(company(), width=width, color=color),
        draw_duplicates(pairs, width=width, color=color),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_fits_and_says_the_same_without_colour(width: int) -> None:
    for plain, painted in zip(pictures(width=width, color=False), pictures(width=width, color=True), strict=True):
        assert ESCAPE.sub("", painted) == plain
        assert "\x1b" not in plain
        assert "\u202e" not in plain
        commands = [line for line in plain.splitlines() if "circo " in line]
        assert max(cell_len(line) for line in plain.splitlines() if line not in commands) <= width
        assert plain.endswith("\n")


def test_a_company_of_which_little_is_known() -> None:
    assert draw(company()) == (
        "Stoel (stoel)\n"
        "is         company\n"
        "at         NL\n"
        "home hub   none: circo company edit stoel --hub HUB\n"
        "journey    introduction > plan > execution > finance (not known where)\n"
        "\n"
        "people     nobody yet\n"
        "             circo company contact stoel NAME\n"
        "\n"
        "Tracks     none yet\n"
        "\n"
        "in all     0 people, 0 Tracks, 0 open questions\n"
        "next       nothing waits\n"
        "           circo company note stoel TEXT\n"
    )


def test_the_story_of_a_company() -> None:
    lines = draw(FULL, width=100).splitlines()
    for line in (
        "is         company · brand · textiel",
        "at         6211 AB Maastricht, limburg, NL",
        "journey    introduction > [plan] > execution > finance",
        "people     Anna   directeur   anna@jansen.nl   000-1",
        "Tracks     2 earlier: circo enrolment list --company stoel",
        "           E3  limburg-2026q1-3  completed",
        "           E8  limburg-2026q1-8  completed  2/3  score 8  plan",
        "           Q2  open      due 2026-06-20  Hoe?",
        "             come back on 2026-06-15 (due)",
        "           2 earlier",
        "in all     2 people, 8 Tracks, 1 open question, €2,500.50 of aid in three years",
    ):
        assert line in lines
    assert not [line for line in lines if "2026-05-02" in line], "only the latest note says when to come back"


@pytest.mark.parametrize(
    ("known", "due", "step"),
    [
        ({}, False, ("nothing waits", "circo company note stoel TEXT")),
        ({}, True, ("a follow-up is due", "circo company note stoel TEXT --next DATE")),
        (
            {"questions": [question(1, due_on=None), question(2, due_on="2026-06-14")]},
            True,
            ("Q2 waits for an answer since 2026-06-14", "circo question answer Q2 TEXT"),
        ),
        (
            {"questions": [question(3, "referred")]},
            True,
            ("a follow-up is due", "circo company note stoel TEXT --next DATE"),
        ),
        ({"questions": [question(3, "referred")]}, False, ("Q3 waits for an answer", "circo question answer Q3 TEXT")),
        ({"questions": [question(3, "answered")]}, False, ("nothing waits", "circo company note stoel TEXT")),
        (
            {"enrolments": [enrolment(1), enrolment(2, "invited")]},
            False,
            ("E2 is an invitation, and no seat yet", "circo enrolment register E2"),
        ),
    ],
)
def test_what_there_is_to_do(known: dict[str, Any], due: bool, step: tuple[str, str]) -> None:
    assert next_step(company(**known), follow_up_due=due, today=TODAY) == step


def test_a_terminal_shows_the_pictures(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    circo.ok("company", "add", "Stoel", "--country", "BE")
    circo.ok("company", "add", "Stoel BV")
    circo.ok("company", "note", "stoel", "bellen", "--next", "today")
    screen = on_terminal(monkeypatch, "company", "show", "stoel", width=60, color="never")
    assert screen.startswith("Stoel (stoel)\nis         company\n")
    assert "next       a follow-up is due\n           circo company note stoel TEXT --next DATE\n" in screen
    assert on_terminal(monkeypatch, "show", "stoel-bv", width=60, color="never").startswith("Stoel BV (stoel-bv)\n")
    assert on_terminal(monkeypatch, "company", "duplicates", width=60, color="never") == (
        " 80  stoel-bv is perhaps stoel\n     the same name\n     circo company merge stoel-bv stoel\n"
    )
