"""Hostile text as the answer to every question that `circo hub onboard` asks for words."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Circo
from tests.hostile.texts import LINES, TALLY, profile
from tests.terminal import CTRL_C, Terminal

ASKED = ("hub", "remark", "partner", "lead", "trainer", "title", "place")


@profile(1, 20)
@given(texts=st.fixed_dictionaries(dict.fromkeys(ASKED, LINES.map(lambda text: text[:60].strip()).filter(bool))))
def test_what_is_answered_is_stored_as_it_is(circo: Circo, template: Path, texts: dict[str, str]) -> None:
    TALLY["asked"] += len(texts)
    shutil.copy(template, circo.database)
    talk = Terminal("hub", "onboard")
    talk.asked("What is the hub called?", texts["hub"])
    talk.chosen("What do its companies have in common?")
    talk.marked("Which provinces?", 9)
    talk.asked("In which quarter is it to start?", "Q3")
    talk.chosen("Has contact been made").asked("On which date?").asked("A remark?", texts["remark"])
    talk.chosen("who does what there").asked("On which date?").asked("A remark?")
    talk.sees("Is the hub preparing now?").types("y")
    talk.chosen("Which partners work in the hub?").asked("The partner's name", texts["partner"])
    talk.chosen("What kind of organisation?").chosen("What does it do in the hub?")
    talk.marked("stages of a company's journey")
    talk.chosen("Which partners work in the hub?", 1)
    talk.chosen("Is there a hub lead?").asked("The lead's name", texts["lead"]).asked("e-mail address?")
    talk.chosen("Is the funding arranged?", 1)
    talk.chosen("Is the agreement with CIRCO signed?", 1)
    talk.chosen("Who gives the hub's Tracks?").asked("The trainer's name", texts["trainer"]).asked("e-mail address?")
    talk.chosen("what does the hub aim at?", 1)
    talk.chosen("Which Tracks are planned?").asked("The Track's title", texts["title"]).asked("In which quarter?")
    talk.chosen("Its theme").asked("The dates of its sessions", "8-9-2026").marked("Who gives it?", 0)
    talk.asked("Where?", texts["place"]).asked("For how many companies?")
    talk.sees("Another Track?").types("n")
    code = talk.ends()
    assert code == 0, talk.screen
    (hub,) = circo.json("hub", "list")
    (track,) = circo.json("track", "list")
    shown = circo.json("hub", "show", hub["key"])
    stored = {
        "hub": hub["name"],
        "remark": shown["steps"][0]["note"],
        "partner": shown["partner_list"][0]["name"],
        "lead": hub["lead"],
        "trainer": circo.json("trainer", "list")[0]["name"],
        "title": track["title"],
        "place": track["location"],
    }
    assert stored == texts
    assert "unexpected fault" not in talk.screen


def test_what_steers_a_terminal_is_no_answer(circo: Circo) -> None:
    talk = Terminal("hub", "onboard")
    talk.sees("What is the hub called?").types("Zee\x16\x1b]0;x", then="")
    talk.types("").types("", then=CTRL_C)
    assert talk.ends() in (2, 130)
    assert circo.json("hub", "list") == []
