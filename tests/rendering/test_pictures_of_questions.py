"""The pictures of questions and insights: they fit any width, say everything without colour, and nothing in them acts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from circo_cli.rendering.pictures.insight import draw_insight
from circo_cli.rendering.pictures.prose import read_markdown
from circo_cli.rendering.pictures.question import draw_question
from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

TODAY = date(2026, 6, 15)
WIDTHS = (60, 80, 120)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
NASTY = "<b>Ünïcode\x1b[31m\n" + "北海道" * 20 + "\u202e[bold]"

QUESTION: dict[str, Any] = {
    "key": "Q12", "text": "Hoe meten we CO2-winst, en wie betaalt het meten?", "company": "jansen", "hub": "limburg",
    "track": "limburg-2026q2-1", "theme": "bouw", "sector": "Bouw", "category": "impact", "topics": ["co2", "meten"],
    "status": "open", "asked_on": "2026-06-01", "due_on": "2026-06-20", "owner": "Eva", "referred_to": None,
    "answered_on": None, "answers": 0, "askers": 2, "sharing": "hub", "shared_text": None, "merged_into": None,
    "age_days": 14, "answer_list": [],
    "asker_list": [
        {"question": "Q12", "company": "jansen", "hub": "limburg", "asked_on": "2026-06-01"},
        {"question": "Q15", "company": None, "hub": None, "asked_on": "2026-06-04"},
    ],
    "similar": [{"key": "Q3", "text": "Hoe telt CO2?", "status": "answered", "answer": "Met een rekenblad."}],
}  # fmt: skip
ANSWERS = [
    {"text": "Met een rekenblad.\n\nZie de bijlage.", "by": "Jan", "on": "2026-06-03", "insight": None},
    {"text": "# Meten\n\n- een\n- twee", "by": "CIRCO", "on": "2026-06-05", "insight": "K2"},
]
INSIGHT: dict[str, Any] = {
    "key": "K2", "title": "Meten is weten", "kind": "method", "origin": "circo", "theme": "bouw", "category": "impact",
    "topics": ["co2"], "status": "published", "version": 3, "published_on": "2026-01-02", "review_on": "2026-07-01",
    "questions": ["Q12"], "comments": 1, "body": "Meet **eerst**.\n\n## Hoe\n\n1. wegen\n2. rekenen",
    "comment_list": [{"text": "Werkt ook voor meubels.", "by": "Eva", "at": "2026-03-04T10:00:00Z"}],
}  # fmt: skip
WILD_QUESTION = {
    **dict.fromkeys(("text", "company", "hub", "track", "theme", "sector", "owner", "referred_to"), NASTY),
    "key": "Q9", "category": "other", "topics": [NASTY] * 3, "status": "referred", "asked_on": "2026-01-01",
    "due_on": "2026-01-15", "answered_on": None, "sharing": "network", "shared_text": NASTY, "age_days": 165,
    "answer_list": [{"text": NASTY, "by": NASTY, "on": "2026-06-03", "insight": key} for key in (None, "K1")],
    "asker_list": [{"question": f"Q{number}", "company": NASTY, "asked_on": "2026-01-01"} for number in range(9)],
    "similar": [{"key": "Q1", "text": NASTY, "status": "answered", "answer": NASTY}],
}  # fmt: skip
WILD_INSIGHT = {
    **INSIGHT, "title": NASTY, "topics": [NASTY], "review_on": "2026-01-01", "body": f"# {NASTY}\n\n{NASTY}",
    "comment_list": [{"text": NASTY, "by": NASTY, "at": "2026-03-04T10:00:00Z"}] * 3,
}  # fmt: skip
MANY = [(f"Q{number}", "answered", NASTY) for number in range(1, 10)]


def question(width: int = 80, color: bool = False, **known: Any) -> str:
    return draw_question({**QUESTION, **known}, today=TODAY, width=width, color=color)


def insight(width: int = 80, color: bool = False, **known: Any) -> str:
    answered = [("Q12", "answered", "Hoe meten we?")]
    return draw_insight({**INSIGHT, **known}, questions=answered, today=TODAY, width=width, color=color)


def wild(width: int, color: bool = False) -> list[str]:
    return [
        draw_question(WILD_QUESTION, today=TODAY, width=width, color=color),
        draw_insight(WILD_INSIGHT, questions=MANY, today=TODAY, width=width, color=color),
    ]


def test_a_question_that_waits() -> None:
    assert question() == (
        "Hoe meten we CO2-winst, en wie betaalt het meten? (Q12)\n"
        "status     open, asked 14 days ago; due on 2026-06-20, in 5 days\n"
        "asked by   jansen on 2026-06-01\n"
        "           nobody in particular on 2026-06-04 (Q15)\n"
        "Track      limburg-2026q2-1\n"
        "about      impact · bouw\n"
        "topics     co2, meten\n"
        "with       limburg, Eva\n"
        "seen       by its hub and CIRCO\n"
        "\n"
        "similar    Q3  Hoe telt CO2?\n"
        "             Met een rekenblad.\n"
        "\n"
        'next       circo question answer Q12 "…"\n'
    )


def test_the_answers_are_prose_with_the_number_that_replace_takes() -> None:
    drawn = question(status="answered", answered_on="2026-06-03", answer_list=ANSWERS, similar=[], sector="breigoed")
    assert "about      impact · bouw · breigoed\n" in drawn
    assert "status     answered, first answered on 2026-06-03\n" in drawn
    assert drawn.endswith(
        "\n"
        "answer 1   Jan, 2026-06-03:\n"
        "           Met een rekenblad.\n"
        "\n"
        "           Zie de bijlage.\n"
        "\n"
        "answer 2   CIRCO, 2026-06-05, from K2:\n"
        "           Meten\n"
        "           -----\n"
        "\n"
        "            • een\n"
        "            • twee\n"
        "\n"
        "next       circo question share Q12\n"
    )


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ({"due_on": None}, "open, asked 14 days ago"),
        ({"due_on": "2026-06-15"}, "open, asked 14 days ago; due on 2026-06-15, today"),
        ({"due_on": "2026-06-14"}, "open, asked 14 days ago; LATE: was due on 2026-06-14, 1 day ago"),
        (
            {"status": "referred", "referred_to": "liof"},
            "referred to liof, asked 14 days ago; due on 2026-06-20, in 5 days",
        ),
        ({"status": "closed"}, "closed"),
        (
            {"status": "answered", "answered_on": "2026-06-03", "referred_to": "liof"},
            "answered, first answered on 2026-06-03, referred to liof",
        ),
    ],
)
def test_where_a_question_stands(known: dict[str, Any], status: str) -> None:
    assert question(width=120, **known).splitlines()[1] == f"status     {status}"


@pytest.mark.parametrize(
    ("known", "command"),
    [
        ({"status": "referred"}, 'circo question answer Q12 "…"'),
        ({"status": "answered"}, "circo question share Q12"),
        ({"status": "answered", "sharing": "network"}, "circo question close Q12"),
        ({"status": "closed"}, "circo question reopen Q12"),
    ],
)
def test_what_comes_next(known: dict[str, Any], command: str) -> None:
    assert question(**known).splitlines()[-1] == f"next       {command}"


def test_an_insight_reads_as_it_is_meant() -> None:
    assert insight() == (
        "Meten is weten (K2)\n"
        "published 2026-01-02, version 3   method from circo   impact   bouw   #co2\n"
        "review 2026-07-01\n"
        "\n"
        "Meet eerst.\n"
        "\n"
        "Hoe\n"
        "---\n"
        "\n"
        " 1 wegen\n"
        " 2 rekenen\n"
        "\n"
        "answers    Q12  answered  Hoe meten we?\n"
        "\n"
        "discussion Eva, 2026-03-04:\n"
        "             Werkt ook voor meubels.\n"
        "\n"
        'next       circo insight comment K2 "…"\n'
    )


@pytest.mark.parametrize(
    ("known", "state", "command"),
    [
        ({"status": "draft"}, "draft, seen by CIRCO", "circo insight publish K2"),
        (
            {"status": "draft", "body": None, "origin": "limburg"},
            "draft, seen by CIRCO and its hub",
            'circo insight edit K2 --body "…"',
        ),
        ({"status": "retired"}, "retired, was published 2026-01-02", "circo history K2"),
        (
            {"review_on": "2026-06-15"},
            "published 2026-01-02, version 3",
            "circo insight edit K2 --review-on +26w",
        ),
    ],
)
def test_where_an_insight_stands(known: dict[str, Any], state: str, command: str) -> None:
    lines = insight(**known).splitlines()
    assert lines[1].split("   ")[0] == state
    assert lines[-1] == f"next       {command}"
    assert ("(due)" in "".join(lines)) == ("review_on" in known)


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_fit_the_width_and_are_the_same_without_colour(width: int) -> None:
    for plain, colored in zip(
        [question(width), insight(width), *wild(width)],
        [question(width, True), insight(width, True), *wild(width, True)],
        strict=True,
    ):
        commands = [line for line in plain.splitlines() if "circo " in line]
        assert all(cell_len(line) <= width for line in plain.splitlines() if line not in commands)
        assert ESCAPE.sub("", colored) == plain
        assert "\x1b[" in colored
        assert "\x1b" not in plain
        assert "\u202e" not in plain + colored


MARKUP = st.text(alphabet="#*_`[]()<>!-|+>\n\t 1.)~é北\\&;:/x=", max_size=80)


@given(st.text(max_size=80) | MARKUP, st.sampled_from(WIDTHS), st.booleans())
def test_no_markdown_steers_the_terminal_or_breaks_the_width(text: str, width: int, color: bool) -> None:
    lines = [ESCAPE.sub("", line) for line in read_markdown(text, width, color=color)]
    assert all(cell_len(line) <= width for line in lines)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(lines))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Een regel\ndie doorloopt.\n\nEn een.", ["Een regel die doorloopt.", "", "En een."]),
        ("&#x202e;om &rlm;", ["\\u202eom \\u200f"]),
        ("Een <b>x</b> [k](https://e.org/a)", ["Een <b>x</b> k (https://e.org/a)"]),
        ("<div>\nblok\n</div>", [" <div>", " blok", " </div>"]),
    ],
)
def test_markup_is_read_and_nothing_is_lost(text: str, read: list[str]) -> None:
    lines = read_markdown(text, 60, color=False)
    assert [line for line in lines if line] == [line for line in read if line]


def test_only_a_terminal_without_chosen_fields_gets_the_picture(
    network: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = network.ok("question", "show", "Q2")
    monkeypatch.setattr("circo_cli.rendering.streams.is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    drawn = network.ok("question", "show", "Q2")
    assert drawn != piped
    assert drawn.splitlines()[1].startswith("tegenspreken? (Q2)")
    assert drawn.endswith("next       circo question close Q2\n")
    read = network.ok("insight", "show", "K1")
    assert read.splitlines()[0] == "Kies per laag van de gevel, niet voor de gevel als geheel (K1)"
    assert "answers    Q2  answered  Hoe kies je" in read
    assert network.ok("question", "show", "Q2", "--fields", "key,status").split() == ["key", "Q2", "status", "answered"]
