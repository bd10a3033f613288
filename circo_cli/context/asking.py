"""Questions on a terminal: asked on stderr, so that stdout stays data, and every Ctrl-C leaves at once.

Nothing here knows what is asked for: texts, choices and checks come in as arguments.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from circo_cli.errors import CircoError, InterruptedByUserError
from circo_cli.rendering.cells import flat
from circo_cli.rendering.streams import is_terminal

if TYPE_CHECKING:
    from questionary.question import Question

_SEARCHED = 12
"""From so many choices on, one types a part of the one that is meant."""

Check = Callable[[str], object]
"""Takes what was typed; raises ValueError or `CircoError` with a sentence for the user where it cannot be used."""


def can_ask() -> bool:
    """Tell whether somebody sits at a terminal and sees what is asked."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def ask_text(question: str, *, default: str = "", optional: bool = False, check: Check | None = None) -> str:
    """Return what is typed, trimmed; with `optional` also nothing. It is asked again until `check` takes it."""
    import questionary

    def verdict(typed: str) -> bool | str:
        if not typed.strip():
            return True if optional else "type something, or press Ctrl-C to leave"
        return _objection(check, typed.strip())

    said: str = _answer(questionary.text(flat(question), default=default, validate=verdict, **_settings()))
    return said.strip()


def ask_yes(question: str, *, default: bool = False) -> bool:
    """Return whether the answer is yes."""
    import questionary

    return bool(_answer(questionary.confirm(flat(question), default=default, **_settings())))


def ask_choice(question: str, choices: Mapping[str, str], *, default: str | None = None) -> str:
    """Return the chosen key of `choices` (value → what is shown)."""
    import questionary

    options = [questionary.Choice(title=flat(label), value=value) for value, label in choices.items()]
    searched = len(options) >= _SEARCHED
    return str(
        _answer(
            questionary.select(
                flat(question),
                choices=options,
                default=default if default in choices else None,
                use_search_filter=searched,
                use_jk_keys=not searched,
                instruction="(type a part of it, or arrow keys; then Enter)" if searched else "(arrow keys, Enter)",
                **_settings(),
            )
        )
    )


def ask_choices(question: str, choices: Mapping[str, str], *, least: int = 0) -> list[str]:
    """Return the chosen keys of `choices` (value → what is shown), at least so many."""
    import questionary

    options = [questionary.Choice(title=flat(label), value=value) for value, label in choices.items()]

    def verdict(chosen: Sequence[str]) -> bool | str:
        return True if len(chosen) >= least else "choose with the space bar, then press Enter"

    chosen = _answer(
        questionary.checkbox(
            flat(question),
            choices=options,
            validate=verdict,
            instruction="(space bar marks, Enter goes on)",
            **_settings(),
        )
    )
    return [str(each) for each in chosen]


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


def _answer(question: Question) -> Any:
    """Return the answer; Ctrl-C and Ctrl-D leave."""
    try:
        return question.unsafe_ask()
    except (KeyboardInterrupt, EOFError) as leaving:
        raise InterruptedByUserError("interrupted; nothing was left half done") from leaving


def _settings() -> dict[str, Any]:
    """Return what every question has: where it is shown, and without colour where none is wanted."""
    from prompt_toolkit.output import ColorDepth, create_output

    settings: dict[str, Any] = {"output": create_output(stdout=sys.stderr)}
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        settings["color_depth"] = ColorDepth.DEPTH_1_BIT
    return settings
