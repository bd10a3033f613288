"""Long sentences on a terminal: no word is broken, and a command can be copied."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from circo_cli.rendering.sentences import broken
from tests.conftest import Circo
from tests.terminal import Terminal


def test_a_line_that_fits_stays() -> None:
    assert broken("hint: circo hub list", 20) == "hint: circo hub list"


def test_a_line_is_broken_between_words_and_a_command_is_not() -> None:
    line = "hint: type more of one; circo company list --help lists them, or circo search 'lease van matrassen'; more: circo help"
    assert broken(line, 40) == (
        "hint: type more of one;\n"
        "  circo company list --help lists them,\n"
        "  or circo search 'lease van matrassen';\n"
        "  more: circo help"
    )  # fmt: skip
    long = "hint: circo question log 'Wie haalt de oude bedden op die wij niet meer verkopen'"
    assert broken(long, 40) == f"hint:\n  {long.removeprefix('hint: ')}", (
        "the terminal breaks it, and it is copied whole"
    )


def test_prose_that_begins_as_a_command_does_is_broken() -> None:
    line = "error: circo company list takes no words but options: limburg"
    assert broken(line, 40, commands=False) == ("error: circo company list takes no words\n  but options: limburg")


@given(st.lists(st.text("abc-'\"()", min_size=1, max_size=30), max_size=30), st.integers(1, 100))
def test_nothing_is_lost_and_only_what_cannot_be_broken_is_too_long(words: list[str], width: int) -> None:
    line = " ".join(["note:", *words])
    told = broken(line, width)
    assert told.split() == line.split()
    assert all(len(each) <= width or len(each.split()) == 1 for each in told.splitlines())


def test_a_terminal_gets_whole_words_and_a_pipe_one_line(network: Circo) -> None:
    line = ("hub", "list", "--stage", "operatonal", "--lang", "en")
    terminal = Terminal(*line, columns=40, NO_COLOR="1")
    assert terminal.ends() == 2
    assert terminal.screen == (
        "error: --stage: 'operatonal' is not\n  known\n"
        "hint: did you mean operational? One of:\n  exploring, preparing, operational,\n  paused, closed\n"
    )
    assert network(*line).err.splitlines()[1] == (
        "hint: did you mean operational? One of: exploring, preparing, operational, paused, closed"
    )


def test_an_empty_list_on_a_terminal_says_so_and_a_pipe_gets_the_names_of_the_fields(network: Circo) -> None:
    terminal = Terminal("company", "list", "--sector", "zzz", columns=60, NO_COLOR="1")
    assert terminal.ends() == 0
    assert terminal.screen == "note: nothing to show\n"
    assert network.ok("company", "list", "--sector", "zzz", "--fields", "key,name") == "key    name\n-----  ------\n"
