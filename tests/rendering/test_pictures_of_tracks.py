"""The pictures of Tracks: they fit any width, say everything without colour, and let nothing of the data act."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from circo_cli.rendering.pictures.attendance import draw_attendance
from circo_cli.rendering.pictures.mix import draw_mix
from circo_cli.rendering.pictures.track import draw_track
from circo_cli.values.mix import Candidate, ChainPlace
from circo_cli.values.roster import Place, Roster, Workshop

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
NASTY = "<b>Ünïcode\x1b[31m\n" + "北海道" * 20 + "\u202e[bold]"
NOW = "2026-04-29T00:00:00Z"
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
STATUSES = ("confirmed", "registered", "completed", "no-show")


def place(number: int, status: str = "confirmed", **known: object) -> Place:
    made = Place(
        enrolment=f"E{number}", company_id=number, company=f"bedrijf-{number}", name=f"Bedrijf {number}", kvk=None,
        chain_role="recycler", status=status, people=number, score=None, outcome=None, position=None, came=(None,) * 3,
    )  # fmt: skip
    return made._replace(**known)


WORKSHOPS = (
    Workshop(1, "2026-03-24T12:00:00Z", "2026-03-24T16:00:00Z", "2026-03-24", "2026-03-24", None),
    Workshop(2, "2026-04-14T20:00:00Z", "2026-04-14T23:30:00Z", "2026-04-14", "2026-04-15", "Elders"),
    Workshop(3, "2026-05-12T11:00:00Z", "2026-05-12T15:00:00Z", "2026-05-12", "2026-05-12", "Werkplaats, Breda"),
)
ROSTER = Roster(
    key="breda-2026q1-1", title="Circulair bouwen", status="open", kind="track", theme="bouw", quarter="2026Q1",
    capacity=4, minimum=3, location="Werkplaats, Breda", taught_in="nl", reason=None, timezone="Europe/Amsterdam",
    hubs=("Breda", "Limburg"), trainers=("Anja Voorbeeld",), workshops=WORKSHOPS,
    places=(
        place(1, came=(1, 0, None)),
        place(2, "registered", came=(2, None, None)),
        place(3, "waitlisted", position=1),
        place(4, "waitlisted", position=2),
        place(5, "invited"),
        place(6, "cancelled"),
        place(7, "declined"),
    ),
)  # fmt: skip
WILD = ROSTER._replace(
    title=NASTY, location=NASTY, hubs=(NASTY, NASTY), trainers=(NASTY,) * 3, capacity=9000, minimum=40,
    workshops=tuple(each._replace(number=number, location=NASTY) for number in range(1, 10) for each in WORKSHOPS[:1]),
    places=tuple(
        place(number, STATUSES[number % 4], name=NASTY, company="x" * 60, people=10_000, came=(10_000, 0, None) * 3)
        for number in range(1, 60)
    ),
)  # fmt: skip
EMPTY = ROSTER._replace(places=(), workshops=(), trainers=(), location=None, theme=None, minimum=0)
ROLES = [
    ChainPlace("recycler", (place(1), place(2, "waitlisted"), place(3, "invited")), ()),
    ChainPlace("material-producer", (place(4, "waitlisted"),), (Candidate("steen", "Steen B.V."),)),
    ChainPlace("designer", (), tuple(Candidate(f"ontwerp-{each}", f"Ontwerp {each}") for each in range(5))),
    ChainPlace("other", (), (Candidate("rest", "Rest"),)),
]
WILD_ROLES = [
    ChainPlace("product-manufacturer", WILD.places[:9], ()),
    ChainPlace("user", (), (Candidate("y" * 50, NASTY),)),
]

Draw = Callable[[int, bool], str]
PICTURES: dict[str, Draw] = {
    f"{picture} {kind}": draw
    for kind, roster, roles in (("usual", ROSTER, ROLES), ("wild", WILD, WILD_ROLES), ("empty", EMPTY, ROLES))
    for picture, draw in (
        (
            "track",
            lambda width, color, r=roster: draw_track(
                r, next_step=("do it now", None), now=NOW, days=DAYS, width=width, color=color
            ),
        ),
        ("attendance", lambda width, color, r=roster: draw_attendance(r, now=NOW, width=width, color=color)),
        (
            "mix",
            lambda width, color, r=roster, s=roles: draw_mix(
                r._replace(status="completed"), s, width=width, color=color
            ),
        ),
    )
}


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fits_and_lets_nothing_act(name: str, width: int) -> None:
    drawn = PICTURES[name](width, False)
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert drawn.endswith("\n")
    assert [line for line in drawn.splitlines() if cell_len(line) > width or line != line.rstrip()] == []


@pytest.mark.parametrize("name", PICTURES)
def test_colour_adds_nothing_but_colour(name: str) -> None:
    drawn = PICTURES[name](80, True)
    assert "\x1b[" in drawn or name == "attendance empty"
    plain = "".join(f"{line.rstrip()}\n" for line in ESCAPE.sub("", drawn).splitlines())
    assert plain == PICTURES[name](80, False)


def test_a_track_on_one_screen() -> None:
    step = ("it has companies enough", "circo track confirm breda-2026q1-1")
    assert draw_track(ROSTER, next_step=step, now=NOW, days=DAYS, width=80, color=False) == (
        """Circulair bouwen
breda-2026q1-1  open
track · bouw · 2026Q1 · taught in Dutch
Breda with Limburg · given by Anja Voorbeeld
at Werkplaats, Breda

sessions, on the clock of Europe/Amsterdam
  1  di 2026-03-24  13:00-17:00
  2  di 2026-04-14  22:00-01:30 (2026-04-15)  Elders
  3  di 2026-05-12  13:00-17:00

●●○|○
2 of 4 seats (companies), 3 people, minimum 3
●  Bedrijf 1  confirmed, 1 person   1 - .  E1
●  Bedrijf 2  registered, 2 people  2 ? .  E2
  marks: people who came, - absent, ? not on record, . to come

waiting list, first in line first
1.  Bedrijf 3  3 people  E3
2.  Bedrijf 4  4 people  E4

invited, no seat yet
-  Bedrijf 5  5 people  E5

and 1 declined, 1 cancelled

next: it has companies enough
  circo track confirm breda-2026q1-1
"""
    )


def test_the_clock_is_that_of_the_hub() -> None:
    drawn = draw_track(
        ROSTER._replace(timezone="Asia/Bangkok"), next_step=("", None), now=NOW, days=DAYS, width=80, color=False
    )
    assert "  1  di 2026-03-24  19:00-23:00" in drawn


@pytest.mark.parametrize(
    ("taken", "capacity", "minimum", "bar"),
    [
        (0, 3, 2, "○○|○"),
        (3, 3, 3, "●●●"),
        (5, 3, 2, "●●|●●●"),
        (2, 3, 0, "●●○"),
        (30, 80, 20, "●" * 10 + "|" + "●" * 5 + "○" * 25),
    ],
)
def test_seats_are_a_bar_with_the_minimum_in_it(taken: int, capacity: int, minimum: int, bar: str) -> None:
    roster = ROSTER._replace(capacity=capacity, minimum=minimum, places=tuple(place(each + 1) for each in range(taken)))
    lines = draw_track(roster, next_step=("", None), now=NOW, days=DAYS, width=80, color=False).splitlines()
    assert bar in lines
    assert lines[lines.index(bar) + 1].startswith(f"{taken} of {capacity} seats (companies), ")


def test_a_command_is_never_cut() -> None:
    command = f"circo track attendance breda-2026q1-1 --session 1 {'--present bedrijf ' * 12}".rstrip()
    assert f"\n  {command}\n" in draw_track(ROSTER, next_step=("x", command), now=NOW, days=DAYS, width=60, color=False)


def test_attendance_is_a_grid() -> None:
    assert draw_attendance(ROSTER, now=NOW, width=80, color=False) == (
        """breda-2026q1-1  Circulair bouwen

                1    2    3
             24-3 14-4 12-5
bedrijf-1       1    -    .
bedrijf-2       2    ?    .
companies       2    0    0
people          3    0    0

marks: people who came, - absent, ? not on record, . to come
"""
    )
    assert draw_attendance(EMPTY, now=NOW, width=80, color=False) == "breda-2026q1-1: nobody has a seat\n"


def test_the_mix_names_companies_and_what_to_type() -> None:
    assert draw_mix(ROSTER, ROLES, width=80, color=False) == (
        """Circulair bouwen
breda-2026q1-1  open  2 companies, 3 people: 2 of 4 seats free, 2 companies
wait, 1 short of the minimum of 3

● recycler           Bedrijf 1; on the waiting list: Bedrijf 2 (E2); invited:
                     Bedrijf 3 (E3)
○ material-producer  missing; on the waiting list: Bedrijf 4 (E4)
    + Steen B.V.                          steen
○ designer           missing
    + Ontwerp 0                           ontwerp-0
    + Ontwerp 1                           ontwerp-1
    + Ontwerp 2                           ontwerp-2
      and 2 more
○ other              missing
    + Rest                                rest

● has a seat   ○ missing   + could be invited

a missing role waits:
  circo enrolment promote E4 --reason "mix"

invite the best for each missing role:
  circo enrol breda-2026q1-1 ontwerp-0 --invite
"""
    )
