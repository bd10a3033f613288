"""Guided input on a real terminal: menus, narrow windows, output to a file, and a window that is closed."""

from __future__ import annotations

import json
import sys

import pytest

from tests.commands.asking import filled
from tests.conftest import Circo

pytest.importorskip("pexpect", reason="needs pexpect, for a terminal")

from tests.terminal import CTRL_C, DOWN, Terminal


@pytest.fixture
def network(circo: Circo) -> Circo:
    """Two hubs, three companies, two partners, a company in two Tracks."""
    return filled(circo)


def test_a_track_is_chosen_from_the_menu_of_a_narrow_terminal(network: Circo) -> None:
    talk = Terminal("track", "show", "--json", columns=40, NO_COLOR="1")
    talk.sees("Which Track?").sees("limburg-2026q1-1").types(DOWN + DOWN)
    assert talk.ends() == 0
    assert "note: the same in one line:\n  circo track show --json limburg-2026q1-1\n" in talk.screen


def test_data_goes_to_its_file_while_questions_are_asked(network: Circo) -> None:
    talk = Terminal("company", "add", "--json", "--to", "new.json")
    talk.asked("What is the company called?", "Zandbak").asked("KvK number?", "12").sees("is not a KvK number")
    talk.types("\x15").asked("postcode?").asked("sector?").asked("value chain?").sees("Which is it?").types("")
    assert talk.ends() == 0
    assert json.loads((network.directory / "new.json").read_text())["key"] == "zandbak"


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_ctrl_c_leaves_nothing(network: Circo, term: str) -> None:
    before = network.database.read_bytes()
    talk = Terminal("question", "log", TERM=term).asked("What is the question?", "Hoe?").sees("Which company asks?")
    assert talk.types("jan", then=CTRL_C).ends() == 130
    assert "note: left; nothing was changed\nhint: until here it was: circo question log 'Hoe?'\n" in talk.screen
    assert network.database.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are closed otherwise there")
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_window_that_is_closed_leaves_nothing(network: Circo, term: str) -> None:
    before = network.database.read_bytes()
    assert Terminal("hub", "add", TERM=term).sees("What is the hub called?").is_closed() == 130
    assert network.database.read_bytes() == before


def test_on_a_narrow_terminal_no_word_is_broken(network: Circo) -> None:
    talk = Terminal("hub", "add", columns=60, NO_COLOR="1")
    talk.asked("What is the hub called?", "Achterhoek").asked("in common?").asked("country code (Enter: none)", "Q")
    talk.sees("is not a region").types("", then=CTRL_C)
    assert talk.ends() == 130
    told = [line.strip() for line in talk.screen.splitlines()]
    for lines in (
        ("hub add: what is missing is asked for; Ctrl-C changes", "nothing"),
        ("? Which region? A province, postcodes 3000-3199 or a", "country code (Enter: none)"),
    ):
        assert [line for line in told if line in lines][:2] == list(lines), told
    assert "'Q' is not a region: a region is a province, a range of" in told


def test_what_nothing_fits_says_what_was_meant(network: Circo) -> None:
    talk = Terminal("enrol", TERM="dumb").asked("A number, or a part of it:", "limbrug-2026q2-1")
    talk.sees("no Track has 'limbrug-2026q2-1' in it: did you mean limburg-2026q2-1").asked("a part of it:", "qqq")
    talk.sees("no Track has 'qqq' in it: try another word, or less of it").sees("a part of it:").types("", then=CTRL_C)
    assert talk.ends() == 130
