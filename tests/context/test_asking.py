"""Questions on a terminal, with a keyboard of the test: what is typed, chosen, left; line by line where it has to be."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from circo_cli.context import asking
from circo_cli.context.asking import Offer, ask_among, ask_choice, ask_choices, ask_text, ask_yes
from circo_cli.errors import LeftError
from tests.terminal import BACKSPACE, CTRL_C, CTRL_D, CTRL_U, DOWN, ENTER, LEFT, RIGHT, SPACE

FEW = {"a": "Appel", "b": "Banaan", "c": "Citroen"}
MANY = {f"k{number}": f"Keuze {number}" for number in range(12)} | {"peer": "Gedroogde peer"}

Press = Callable[..., None]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A terminal of the kind that draws, whose keys the test presses."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        yield lambda *keys: keyboard.send_text("".join(keys))


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[..., io.StringIO]:
    """A terminal that shows lines only: these are typed; what is shown comes back."""

    def typed(*answers: str) -> io.StringIO:
        shown = io.StringIO()
        monkeypatch.setenv("TERM", "dumb")
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in answers)))
        monkeypatch.setattr(sys, "stderr", shown)
        return shown

    return typed


def fruit(typed: str) -> list[Offer]:
    """Offer the fruit that has this in it."""
    return [Offer(value, label) for value, label in FEW.items() if typed.lower() in label.lower()]


def meant(typed: str) -> str:
    """Return what has exactly this name, or the only one that fits."""
    (only,) = [each for each in fruit(typed) if each.value == typed] or fruit(typed)
    return only.value


def test_text_is_asked_again_until_it_fits(press: Press) -> None:
    press("x", ENTER, BACKSPACE, "12", ENTER)
    assert ask_text("How many?", check=int) == "12"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("7",), "7"),
        ((BACKSPACE, "2"), "12"),
        ((LEFT, BACKSPACE, "3", RIGHT, BACKSPACE), "3"),
        (("\x1b[200~45\x1b[201~",), "45"),
        ((ENTER, "8"), "8"),
        (("\x01", "\x0b", "9"), "9"),
    ],
)
def test_what_is_typed_after_a_refusal_takes_the_place_of_what_was_refused_and_corrections_keep_it(
    press: Press, keys: tuple[str, ...], answer: str
) -> None:
    press("1x", ENTER, *keys, ENTER)
    assert ask_text("How many?", check=int) == answer


def test_what_was_refused_can_be_taken_back(press: Press) -> None:
    for keys in ((CTRL_U,), (ENTER,)):
        press("1x", ENTER, *keys, ENTER)
        assert ask_text("How many?", check=int, optional=True) == ""


def test_a_part_of_it_is_enough(press: Press) -> None:
    press("banaa", ENTER)
    assert ask_among("Which?", fruit, resolve=meant) == "b"


def test_nothing_may_be_chosen_where_it_is_optional(press: Press) -> None:
    press(ENTER)
    assert ask_among("Which?", fruit, resolve=meant, optional=True) == ""


def test_choices(press: Press) -> None:
    press(DOWN, ENTER)
    assert ask_choice("Which?", FEW) == "b"
    press(SPACE, DOWN, DOWN, SPACE, ENTER)
    assert ask_choices("Which?", FEW) == ["a", "c"]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (["citr"], "c"),
        (["BANAAN"], "b"),
        (["kiwi", ENTER, BACKSPACE * 4, "ban"], "b"),
        (["an", BACKSPACE * 2], "a"),
        (["jkjk", ENTER, BACKSPACE * 4, DOWN], "b"),
    ],
)
def test_what_is_typed_at_a_list_finds_and_what_nothing_has_chooses_nothing(
    press: Press, typed: list[str], chosen: str
) -> None:
    press(*typed, ENTER)
    assert ask_choice("Which?", FEW) == chosen


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        (["banaan", ENTER], ["b"]),
        (["citr", SPACE, "app", ENTER], ["a", "c"]),
        (["rode kool", ENTER], ["d"]),
        (["kool", SPACE, "citr", ENTER], ["c", "d"]),
        (["kiwi", ENTER, SPACE, BACKSPACE * 4], []),
        (["ai", BACKSPACE * 2], []),
        (["\t"], []),
        (["\x01"], ["a", "b", "c", "d"]),
    ],
)
def test_what_is_typed_at_a_list_of_which_several_may_be_marked_marks_what_it_finds(
    press: Press, typed: list[str], chosen: list[str]
) -> None:
    press(*typed, ENTER)
    assert ask_choices("Which?", FEW | {"d": "Rode kool"}) == chosen


@pytest.mark.parametrize(
    ("typed", "default", "meant"),
    [
        (["y"], False, True),
        (["ja"], False, True),
        (["Nee"], True, False),
        (["misschien", ENTER, BACKSPACE * 9, "j"], False, True),
        ([], True, True),
        ([], False, False),
    ],
)
def test_yes_and_no_are_whole_words(press: Press, typed: list[str], default: bool, meant: bool) -> None:
    press(*typed, ENTER, "z", ENTER)
    assert ask_yes("Sure?", default=default) is meant
    assert ask_text("And?") == "z"


def test_many_choices_are_searched_and_what_nothing_fits_chooses_nothing(press: Press) -> None:
    press("xyz", ENTER, BACKSPACE * 3, "PEER", ENTER)
    assert ask_choice("Which?", MANY) == "peer"
    press("keuze 1", ENTER)
    assert ask_choice("Which?", MANY) == "k1"
    press(ENTER)
    assert ask_choice("Which?", MANY, default="k3") == "k3"


ASKED: list[Callable[[], Any]] = [
    lambda: ask_text("What?"),
    lambda: ask_among("Which?", fruit, resolve=meant),
    lambda: ask_choice("Which?", FEW),
    lambda: ask_choice("Which?", MANY),
    lambda: ask_choices("Which?", FEW),
    lambda: ask_yes("Sure?"),
]


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("place", range(len(ASKED)))
def test_ctrl_c_and_ctrl_d_leave_every_question(press: Press, place: int, key: str) -> None:
    press(key)
    with pytest.raises(LeftError):
        ASKED[place]()


@pytest.mark.parametrize("place", range(len(ASKED)))
def test_the_end_of_input_leaves_every_question_that_is_asked_line_by_line(
    lines: Callable[..., io.StringIO], place: int
) -> None:
    lines()
    with pytest.raises(LeftError):
        ASKED[place]()


def test_half_a_line_is_none(lines: Callable[..., io.StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    lines()
    monkeypatch.setattr(sys, "stdin", io.StringIO("half"))
    with pytest.raises(LeftError):
        ask_text("What?")


def test_line_by_line(lines: Callable[..., io.StringIO]) -> None:
    shown = lines("x", "12", "", "nergens", "2", "9", "3", "", "1, 9", "1,3", "misschien", "ja", "")
    assert ask_text("How many?", check=int) == "12"
    assert ask_text("How many?", default="7") == "7"
    with pytest.raises(ValueError, match="unpack"):  # the check of this test says it in Python's words
        meant("nergens")
    assert ask_among("Which?", fruit, resolve=meant) == "b"
    assert ask_choice("Which?", FEW) == "c"
    assert ask_choice("Which?", FEW, default="b") == "b"
    assert ask_choices("Which?", FEW, least=1) == ["a", "c"]
    assert ask_yes("Sure?") is True
    assert ask_yes("Sure?", default=True) is True
    assert "Which?\n  1. a  Appel\n  2. b  Banaan\n  3. c  Citroen\nA number, or a part of it: " in shown.getvalue()
    assert "  type a number from 1 to 3\n" in shown.getvalue()
    assert "  type numbers from 1 to 3, such as 1, 3\n" in shown.getvalue()
    assert "\x1b" not in shown.getvalue()


@pytest.mark.parametrize(
    ("name", "term", "plain"),
    [("posix", "dumb", True), ("posix", None, True), ("nt", None, False), ("posix", "xterm", False)],
)
def test_which_terminals_show_lines_only(
    monkeypatch: pytest.MonkeyPatch, name: str, term: str | None, plain: bool
) -> None:
    monkeypatch.setattr(asking, "os", type("Os", (), {"name": name, "environ": {} if term is None else {"TERM": term}}))
    assert asking.is_plain() is plain
