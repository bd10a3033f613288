"""Questions on a terminal: asked on stderr, so that stdout stays data, and every Ctrl-C leaves at once.

Nothing here knows what is asked for: texts, choices and checks come in as arguments. A terminal that cannot move its
cursor, as a screen reader's (``TERM=dumb``), is asked line by line: see `plain_asking`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from circo_cli.errors import CircoError, LeftError
from circo_cli.rendering.cells import flat
from circo_cli.rendering.streams import is_terminal

if TYPE_CHECKING:
    from questionary.question import Question

T = TypeVar("T")

_YES_OR_NO = {"y": True, "yes": True, "j": True, "ja": True, "n": False, "no": False, "nee": False}

_SEARCHED = 12
"""From so many choices on, one types a part of the one that is meant."""

_AROUND = 4
"""Columns around a question: its mark, and two spaces."""

_ANSWER = "noinherit"
"""An answer looks like any text: questionary's orange cannot be read on a light background."""

Check = Callable[[str], object]
"""Takes what was typed; raises ValueError or `CircoError` with a sentence for the user where it cannot be used."""


class Offer(NamedTuple):
    """Something that can be chosen: what is typed for it, and what it is called."""

    value: str
    label: str = ""

    def __str__(self) -> str:
        """Return it as a line of a menu."""
        return flat(f"{self.value}  {self.label}" if self.label else self.value)


Offering = Callable[[str], Sequence[Offer]]
"""Takes what has been typed so far; returns the first choices that fit it, all or the first of all for nothing."""


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal and sees what is asked."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask_text(question: str, *, default: str = "", optional: bool = False, check: Check | None = None) -> str:
    """Return what is typed, trimmed; with `optional` also nothing. It is asked again until `check` takes it."""

    def verdict(typed: str) -> bool | str:
        if not typed.strip():
            return True if optional else "type something, or press Ctrl-C to leave"
        return _objection(check, typed.strip())

    if is_plain():
        from circo_cli.context import plain_asking

        return _left_at_once(lambda: plain_asking.text(question, default=default, verdict=verdict))
    import questionary

    settings = _settings()
    said: str = _answer(
        lambda: questionary.text(
            _shown(question), default=default, validate=verdict, validate_while_typing=False, **settings
        ),
        typed=True,
    )
    return said.strip()


def ask_among(question: str, offer: Offering, *, resolve: Callable[[str], str], optional: bool = False) -> str:
    """Return the value of what is chosen among what `offer` finds while one types; with `optional` also nothing.

    `resolve` takes what was typed in full and returns the value that it means, or raises as a `Check` does.
    """

    def verdict(typed: str) -> bool | str:
        if not typed.strip():
            return True if optional else "type a part of it, or choose one"
        return _objection(resolve, typed.strip())

    if is_plain():
        from circo_cli.context import plain_asking

        said = _left_at_once(lambda: plain_asking.among(question, offer, verdict=verdict))
    else:
        from circo_cli.context import searching

        settings = _settings()
        said = _answer(
            lambda: searching.searched(_shown(question), offer, verdict=verdict, settings=settings), typed=True
        ).strip()
    return resolve(said) if said else ""


def ask_yes(question: str, *, default: bool = False) -> bool:
    """Return whether the answer is yes; nothing typed is the `default`.

    It takes a word and Enter, in English or Dutch: a single key would answer for a longer word, the rest of which then
    answers the next question.
    """
    said = ask_text(f"{question} ({'Y/n' if default else 'y/N'})", optional=True, check=_yes_or_no)
    return _yes_or_no(said) if said else default


def _yes_or_no(typed: str) -> bool:
    meant = _YES_OR_NO.get(typed.lower())
    if meant is None:
        raise ValueError("type y or n")
    return meant


def ask_choice(question: str, choices: Mapping[str, str], *, default: str | None = None) -> str:
    """Return the chosen key of `choices` (value → what is shown)."""
    if is_plain():
        from circo_cli.context import plain_asking

        return _left_at_once(lambda: plain_asking.choice(question, choices, default=default))
    if len(choices) >= _SEARCHED:
        return _choice_searched(question, choices, default=default)
    import questionary

    options = [questionary.Choice(title=flat(label), value=value) for value, label in choices.items()]
    settings = _settings()
    return str(
        _answer(
            lambda: questionary.select(
                _shown(question),
                choices=options,
                default=default if default in choices else None,
                instruction="(arrow keys or a part of it, Enter)",
                use_jk_keys=False,
                use_search_filter=True,
                **settings,
            )
        )
    )


def _choice_searched(question: str, choices: Mapping[str, str], *, default: str | None) -> str:
    """Return the key of the one of `choices` whose label is chosen; nothing typed is the `default`."""
    from circo_cli.values.text import fold

    def offer(typed: str) -> list[Offer]:
        return [Offer(label) for label in choices.values() if fold(typed) in fold(label)]

    def resolve(typed: str) -> str:
        fitting = offer(typed)
        exact = [each for each in fitting if fold(each.value) == fold(typed)] or fitting
        if len(exact) != 1:
            raise ValueError("several fit: type more, or choose one" if exact else f"nothing has '{typed}' in it")
        return exact[0].value

    usual = choices.get(default) if default is not None else None
    asked = question if usual is None else f"{question} (Enter: {usual})"
    label = ask_among(asked, offer, resolve=resolve, optional=usual is not None) or usual
    return next(value for value, each in choices.items() if each == label)


def ask_choices(question: str, choices: Mapping[str, str], *, least: int = 0) -> list[str]:
    """Return the chosen keys of `choices` (value → what is shown), at least so many."""
    if is_plain():
        from circo_cli.context import plain_asking

        return _left_at_once(lambda: plain_asking.choices(question, choices, least=least))
    import questionary

    options = [questionary.Choice(title=flat(label), value=value) for value, label in choices.items()]

    def verdict(chosen: Sequence[str]) -> bool | str:
        return True if len(chosen) >= least else "choose with the space bar, then press Enter"

    settings = _settings()
    chosen = _answer(
        lambda: questionary.checkbox(
            _shown(question),
            choices=options,
            validate=verdict,
            instruction="(space bar or a part of it marks, Enter goes on)",
            use_jk_keys=False,
            use_search_filter=True,
            **settings,
        ),
        several=True,
    )
    return [str(each) for each in chosen]


def is_plain() -> bool:
    """Tell whether the terminal shows lines and nothing else."""
    return os.environ.get("TERM", "" if os.name == "nt" else "dumb") == "dumb"


def _objection(check: Check | None, typed: str) -> bool | str:
    if check is None:
        return True
    try:
        check(typed)
    except CircoError as error:
        return flat(error.message)
    except ValueError as error:
        return flat(str(error))
    return True


def _answer(make: Callable[[], Question], *, typed: bool = False, several: bool = False) -> Any:
    """Return the answer to the question that `make` makes: a line that is `typed`, a choice, or `several`.

    Ctrl-C and Ctrl-D leave.
    """

    def ask() -> Any:
        from circo_cli.context import prompts

        question = make()
        if typed:
            prompts.mark_refused(question)
        else:
            prompts.leave_with_ctrl_d(question)
            prompts.find_by_typing(question, several=several)
        prompts.show_whole_objections(question)
        return question.unsafe_ask()

    return _left_at_once(ask)


def _left_at_once(ask: Callable[[], T]) -> T:
    """Return what `ask` returns; Ctrl-C, Ctrl-D and a terminal that is closed leave."""
    try:
        with _hanging_up():
            return ask()
    except (KeyboardInterrupt, EOFError, OSError) as leaving:
        raise LeftError("left; nothing was changed") from leaving


@contextmanager
def _hanging_up() -> Iterator[None]:
    """Let the closing of the terminal interrupt, as Ctrl-C does."""
    number = getattr(signal, "SIGHUP", None)
    before = None
    if number is not None:
        try:
            before = signal.signal(number, signal.default_int_handler)
        except ValueError:
            number = None  # only the main thread may
    try:
        yield
    finally:
        if number is not None:
            signal.signal(number, before)


def _shown(question: str) -> str:
    """Return a question in lines that break no word; the mark that stands before it and what follows have room."""
    from circo_cli.rendering.pictures import wrapped
    from circo_cli.rendering.table import terminal_width

    return "\n  ".join(wrapped(question, terminal_width(sys.stderr) - _AROUND))


def _settings() -> dict[str, Any]:
    """Return what every question has: where it is shown, and without colour where none is wanted."""
    from prompt_toolkit.output import ColorDepth, create_output
    from prompt_toolkit.styles import Style

    settings: dict[str, Any] = {"output": create_output(stdout=sys.stderr), "style": Style([("answer", _ANSWER)])}
    if os.environ.get("NO_COLOR"):
        settings["color_depth"] = ColorDepth.DEPTH_1_BIT
    return settings
