"""A question whose choices are searched as one types: a line of text with a menu of what fits it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from circo_cli.errors import CircoError

if TYPE_CHECKING:
    from questionary.question import Question

    from circo_cli.context.asking import Offering


class _Fitting(Completer):
    """What fits that which has been typed; what goes wrong while looking is told when Enter is pressed."""

    def __init__(self, offer: Offering) -> None:
        self._offer = offer

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Give the choices, each as its value."""
        try:
            offers = self._offer(document.text.strip())
        except (CircoError, OSError):
            return
        for each in offers:
            yield Completion(each.value, start_position=-len(document.text_before_cursor), display=str(each))


def searched(
    question: str, offer: Offering, *, verdict: Callable[[str], bool | str], settings: dict[str, Any]
) -> Question:
    """Return the question; its menu is there from the start, and looked up in a thread, so that typing never waits."""
    made = questionary.autocomplete(
        question,
        choices=[],
        completer=_Fitting(offer),
        validate=verdict,
        validate_while_typing=False,
        complete_in_thread=True,
        **settings,
    )
    buffer = made.application.current_buffer

    def show_menu(changed: Buffer) -> None:
        if changed.complete_state is None:
            changed.start_completion()

    buffer.on_text_changed += show_menu  # taking away what was typed widens the menu again
    made.application.pre_run_callables.append(buffer.start_completion)
    return made
