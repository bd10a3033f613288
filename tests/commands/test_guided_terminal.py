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
    talk.sees("Which track?").sees("limburg-2026q1-1").types(DOWN + DOWN)
    assert talk.ends() == 0
    assert "note: the same in one line: circo track show --json limburg-2026q1-1" in talk.screen


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
    assert "note: left; nothing was changed" in talk.screen
    assert network.database.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are closed otherwise there")
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_window_that_is_closed_leaves_nothing(network: Circo, term: str) -> None:
    before = network.database.read_bytes()
    assert Terminal("hub", "add", TERM=term).sees("What is the hub called?").is_closed() == 130
    assert network.database.read_bytes() == before
