"""The pictures of hubs: they fit any width, say everything without colour, and let nothing of the data act."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from circo_cli.rendering.pictures import unbroken, wrapped
from circo_cli.rendering.pictures.coverage import draw_coverage
from circo_cli.rendering.pictures.finding import draw_found
from circo_cli.rendering.pictures.goal import draw_goals
from circo_cli.rendering.pictures.hub import draw_hub
from circo_cli.rendering.pictures.pipeline import draw_pipeline
from circo_cli.values.vocabulary import Province
from tests.conftest import Circo
from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

WIDTHS = (60, 80, 120)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
NASTY = "<b>Ünïcode\x1b[31m\n" + "北海道" * 20 + "\u202e[bold]"

SERVED: dict[str, tuple[tuple[str, ...], str | None]] = {
    "zuid-holland": (("rotterdam-bluecity", "zuid-holland"), "operational"),
    "noord-brabant": (("midpoint-brabant",), "preparing"),
    "limburg": (("limburg",), "paused"),
    "zeeland": (("zeeland",), "exploring"),
}
COVERAGE = [
    *(
        (each.value, *SERVED.get(each.value, ((), None)), each not in SERVED, each == "zuid-holland")
        for each in Province
    ),
    ("PT", ("portugal",), "operational", False, False),
]
PARTLY = {("zuid-holland", "rotterdam-bluecity"): ("3000-3199",), ("noord-brabant", "midpoint-brabant"): ("5000-5199",)}
SECTORAL = [("vmrg", "paused", ("bouw",)), ("leeg", "exploring", ())]

LAUNCHES = [
    ("2025Q3", "vmrg-gevels", "paused", "2025Q2", "2025Q3", "2025-07-10", 1),
    ("2025Q4", "singapore", "closed", "2025Q3", "2025Q4", None, None),
    ("2026Q1", "friesland", "preparing", "2026Q1", "2026Q1", None, 1),
    ("2026Q2", "early", "operational", "2026Q3", "2026Q3", "2026-06-01", -1),
    ("2026Q3", "midpoint-brabant", "preparing", "2026Q1", "2026Q3", None, 2),
    (None, "unplanned", "exploring", None, None, None, None),
]
MOVED = [LAUNCHES[0], LAUNCHES[4]]

GOALS = [
    ("G1", "all", "companies", 400, "2026Q1", "2026Q4", None, None, 120),
    ("G2", "noord-holland", "companies", 40, "2026Q1", "2026Q4", "bouw", NASTY, 9),
    ("G3", "limburg", "completion_rate", 0.85, "2026Q2", "2026Q2", None, None, 0.9126),
    ("G4", "limburg", "average_score", 8.2, "2026Q2", "2026Q2", None, None, None),
    ("G5", "limburg", "no_show", 2, "2026Q2", "2026Q2", None, None, 3),
    ("G6", "limburg", "tracks_run", 0, "2026Q2", "2026Q2", None, None, 1),
]

HUB: dict[str, Any] = {
    "key": "limburg", "name": NASTY, "kind": "regional", "stage": "paused", "regions": ["limburg"] * 12,
    "sectors": ["bouw"], "country": "TH", "timezone": "Asia/Bangkok", "lead": NASTY, "lead_email": None,
    "launch_quarter": "2026Q3", "first_launch_quarter": "2026Q1", "official_on": None, "partners": 9, "tracks": 1,
    "companies": 1, "open_questions": 0,
    "steps": [{"step": "contact-made", "done": True, "on": "2026-01-01", "automatic": False, "note": NASTY}],
    "history": [
        {"stage": stage, "on": f"2026-0{month}-01", "reason": NASTY if month > 1 else None, "forced": month == 3, "by": "eva"}
        for month, stage in enumerate(("exploring", "preparing", "operational", "paused", "operational", "paused"), 1)
    ],
    "partner_list": [
        {
            "key": f"partner-{number}", "name": NASTY, "kind": "bank", "role": "supporting",
            "covers": ["introduction", "plan", "execution", "finance"], "from": f"2026-0{number}-01",
            "until": "2026-05-31" if number == 1 else None,
        }
        for number in range(1, 10)
    ],
    "goals": [
        dict(zip(("key", "hub", "metric", "target", "from", "until", "theme", "note", "actual"), goal, strict=True))
        for goal in GOALS
    ],
    "uncovered": ["finance"],
}  # fmt: skip
TRACKS = [
    ("limburg-2026q2-1", "Voorbij", "confirmed", "2026Q2", "2026-05-01", "2026-05-20", 8, 12),
    ("limburg-2026q2-2", NASTY, "open", "2026Q2", "2026-06-01", "2026-06-30", 12, 12),
    ("limburg-2026q3-1", "Straks", "planned", "2026Q3", None, None, 0, 12),
]

Picture = Callable[[int, bool], str]


def coverage(width: int, color: bool = False) -> str:
    return draw_coverage(COVERAGE, partly=PARTLY, sectoral=SECTORAL, width=width, color=color)


def pipeline(width: int, color: bool = False) -> str:
    return draw_pipeline(LAUNCHES, moved=MOVED, present="2026Q2", width=width, color=color)


def goals(width: int, color: bool = False) -> str:
    return draw_goals(GOALS, width=width, color=color)


def hub(width: int, color: bool = False) -> str:
    return draw_hub(
        HUB, tracks=TRACKS, following="circo hub resume limburg --reason TEXT", today="2026-06-15", present="2026Q2",
        width=width, color=color,
    )  # fmt: skip


def found(width: int, color: bool = False) -> str:
    hubs = [
        ("bluecity", "BlueCity", "regional", "operational", "Yasmin Voorbeeld", "y@example.org", ("3000-3199", "bouw")),
        ("zuid-holland", NASTY, "regional", "exploring", None, None, ("zuid-holland",)),
    ]
    return draw_found(hubs, width=width, color=color)


PICTURES: list[Picture] = [coverage, pipeline, goals, hub, found]


@pytest.mark.parametrize("draw", PICTURES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(draw: Picture, width: int) -> None:
    lines = draw(width, False).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("draw", PICTURES)
@pytest.mark.parametrize("width", WIDTHS)
def test_colour_adds_nothing_but_colour(draw: Picture, width: int) -> None:
    colourful, bare = draw(width, True), draw(width, False)
    assert colourful != bare
    assert "\x1b" not in bare
    assert [ESCAPE.sub("", line).rstrip() for line in colourful.splitlines()] == bare.splitlines()


@pytest.mark.parametrize("draw", PICTURES)
def test_nothing_of_the_data_steers_the_terminal(draw: Picture) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", draw(80, False))


def test_the_map_has_every_province_where_it_lies() -> None:
    lines = coverage(80).splitlines()

    def place(name: str) -> tuple[int, int]:
        return next((number, line.index(name)) for number, line in enumerate(lines) if name in line)

    names = {each: place(each.nl.split("/")[0]) for each in Province}
    for north, south in (
        (Province.FRIESLAND, Province.FLEVOLAND), (Province.GRONINGEN, Province.DRENTHE),
        (Province.DRENTHE, Province.OVERIJSSEL), (Province.NOORD_HOLLAND, Province.UTRECHT),
        (Province.UTRECHT, Province.NOORD_BRABANT), (Province.ZUID_HOLLAND, Province.ZEELAND),
        (Province.FLEVOLAND, Province.GELDERLAND), (Province.GELDERLAND, Province.LIMBURG),
    ):  # fmt: skip
        assert names[north][0] < names[south][0], (north, south)
        assert names[north][1] == names[south][1], (north, south)
    for west, east in (
        (Province.FRIESLAND, Province.GRONINGEN), (Province.NOORD_HOLLAND, Province.FLEVOLAND),
        (Province.ZUID_HOLLAND, Province.UTRECHT), (Province.UTRECHT, Province.GELDERLAND),
        (Province.GELDERLAND, Province.OVERIJSSEL), (Province.ZEELAND, Province.NOORD_BRABANT),
    ):  # fmt: skip
        assert names[west][0] == names[east][0], (west, east)
        assert names[west][1] < names[east][1], (west, east)


def test_the_map_says_stages_gaps_overlaps_and_parts_in_words() -> None:
    text = coverage(80)
    assert text.count("no hub") == 8
    assert "│● operational     │" in text
    assert "│‖ paused          │" in text
    assert "┌────────────── ×2 ┐" in text
    assert "│~midpoint-brabant │" in text
    assert text.split("\n\n", 2)[1] == (
        "● operational   ◐ preparing   ○ exploring   ‖ paused   ×2 overlap: so many hubs\n~ only some postcodes"
    )
    assert text.split("\n\n", 2)[2].splitlines() == [
        "gaps      groningen; friesland; drenthe; overijssel; flevoland; gelderland;",
        "          utrecht; noord-holland",
        "in part   noord-brabant: midpoint-brabant (5000-5199)",
        "overlaps  zuid-holland: rotterdam-bluecity (3000-3199), zuid-holland",
        "abroad    PT: portugal (operational)",
        "sectors   bouw: vmrg (paused); no sector yet: leeg (exploring)",
    ]


def test_the_pipeline_says_who_started_slipped_and_moved() -> None:
    assert pipeline(80).splitlines() == [
        "2025Q2     → vmrg-gevels           moved to 2025Q3",
        "2025Q3     ● vmrg-gevels       +1  started 2025-07-10, paused now",
        "2025Q4     × singapore             closed, first planned 2025Q3",
        "2026Q1     ! friesland         +1  preparing",
        "           → midpoint-brabant      moved to 2026Q3",
        "2026Q2 now ● early             -1  started 2026-06-01, first planned 2026Q3",
        "2026Q3     ○ midpoint-brabant  +2  preparing, first planned 2026Q1",
        "no plan    ○ unplanned             exploring",
        "",
        "● started   ○ planned   ! planned, and late   → moved to another quarter",
        "× closed before it started   +1 a quarter later than first planned",
        "2 started, 1 of them late; 3 to come, 2 of them late",
    ]


def test_a_pipeline_without_launches_says_so() -> None:
    text = draw_pipeline([], moved=[], present="2026Q2", width=80, color=False)
    assert text == "no hub is planned to launch in these quarters\n"


def test_goals_stand_beside_what_happened() -> None:
    assert goals(80).splitlines() == [
        "2026Q1–2026Q4",
        "  G1  all            companies           120 of 400   30%  ███░░░░░░░",
        "  G2  noord-holland  companies bouw         9 of 40   22%  ██░░░░░░░░",
        "2026Q2",
        "  G3  limburg        completion_rate  91.26% of 85%  107%  ██████████",
        "  G4  limburg        average_score         – of 8.2",
        "  G5  limburg        no_show                 3 of 2  150%",
        "  G6  limburg        tracks_run              1 of 0",
    ]
    assert "[bold]" not in goals(80)
    assert "Ünïcode" in goals(120)
    assert goals(60).splitlines()[1] == "  G1  all            companies           120 of 400   30%"
    assert draw_goals([], width=80, color=False).startswith("no goals yet: circo goal set ")


def test_whom_to_turn_to_has_an_address() -> None:
    assert found(80).splitlines()[:4] == [
        "bluecity: BlueCity, regional hub",
        "  stage   ● operational",
        "  serves  3000-3199; bouw",
        "  lead    Yasmin Voorbeeld, y@example.org",
    ]
    assert found(80).splitlines()[-3:] == ["  stage   ○ exploring", "  serves  zuid-holland", "  lead    nobody yet"]
    assert draw_found([], width=80, color=False) == ""


def test_a_hub_is_told_on_one_screen() -> None:
    text = hub(80)
    lines = text.splitlines()
    assert "‖ paused since 2026-06-01" in lines
    assert "launch    planned for 2026Q3, first for 2026Q1" in lines
    assert "clock     Asia/Bangkok (TH)" in lines
    assert "stages    2 earlier ones" in lines
    assert any(line.startswith("          2026-03-01  operational (forced): <b>Ünïcode") for line in lines)
    assert any("nobody covers finance; ended: partner-1" in line for line in lines)
    assert any(line.strip() == "3 more: circo partner list --hub limburg" for line in lines)
    assert [line[10:14] for line in lines if "limburg-2026q" in line] == ["over", "now ", "next"]
    assert lines[-1] == "next      circo hub resume limburg --reason TEXT"
    assert "in all    1 company, 0 open questions, 1 Track" in lines


@pytest.fixture
def terminal(network: Circo, monkeypatch: pytest.MonkeyPatch) -> Circo:
    """The example network, printed as on a terminal of 80 columns."""
    monkeypatch.setattr("circo_cli.rendering.streams.is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "80")
    return network


def test_every_hub_of_the_example_network_fits_on_a_screen(terminal: Circo) -> None:
    for key in terminal.ok("hub", "list", "-o", "jsonl", "--fields", "key").split('"')[3::4]:
        lines = terminal.ok("hub", "show", key, "--color", "never").splitlines()
        assert len(lines) <= 40, key
        assert lines[0].endswith(" hub")
        assert terminal.ok("show", f"hub:{key}", "--color", "never").splitlines() == lines


def test_a_terminal_shows_pictures_unless_something_else_was_asked_for(terminal: Circo) -> None:
    for line in ("hub coverage", "hub pipeline", "goal list", "hub show limburg", "hub find --postcode 3011"):
        typed = line.split()
        picture = terminal.ok(*typed, "--color", "never")
        assert re.search("[●█│]", picture), line
        assert not re.search("[●█│]", terminal.ok(*typed, "-o", "csv")), line
    for line in ("hub coverage --sort region", "hub pipeline --limit 3", "hub coverage --fields region,hubs"):
        assert not re.search("[●█│]", terminal.ok(*line.split(), "--color", "never")), line


def test_wrapped_text_stays_within_its_width_whatever_its_characters() -> None:
    for text in (NASTY, "a b c", "", "noord-holland " * 9, "北" * 50):
        assert max(cell_len(line) for line in wrapped(text, 20)) <= 20
    assert wrapped("", 20) == [""]
    assert wrapped("rotterdam-bluecity", 12, at_hyphens=True) == ["rotterdam-", "bluecity"]
    assert unbroken(["a b", "c d e", "f"], 9) == ["a b", "c d e   f"]
