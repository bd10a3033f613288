"""How a question that is drawn behaves, beyond what questionary makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, shift_selection_mode, to_filter
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.selection import SelectionState
from prompt_toolkit.validation import ValidationError, Validator

from circo_cli.rendering.pictures import wrapped

if TYPE_CHECKING:
    from questionary.prompts.common import InquirerControl
    from questionary.question import Question


_CORRECTING = ("backspace", "delete", "c-a", "c-b", "c-d", "c-e", "c-f", "c-k", "c-u", "c-w")
"""Keys that correct a line, beside the arrows; without a word from us a marked line takes no notice of them."""


def leave_with_ctrl_d(question: Question) -> None:
    """Make Ctrl-D leave a list of choices too, which takes no notice of it otherwise."""
    bindings = KeyBindings()

    @bindings.add("c-d", eager=True)
    def leave(event: Any) -> None:
        event.app.exit(exception=EOFError, style="class:aborting")

    _bind(question, bindings)


def find_by_typing(question: Question, *, several: bool) -> None:
    """Make what is typed at a list find, and never choose by chance: Enter chooses nothing where nothing has it.

    In a list of which `several` may be marked, Enter marks what was found; a space belongs to a name that has it there.
    """
    from questionary.prompts.common import InquirerControl

    control = next(
        each for each in question.application.layout.find_all_controls() if isinstance(each, InquirerControl)
    )
    bindings = KeyBindings()
    searching = Condition(lambda: bool(control.search_filter))
    missed = Condition(lambda: not _found(control, control.search_filter or ""))

    def mark() -> None:
        value = control.get_pointed_at().value
        if value in control.selected_options:
            control.selected_options.remove(value)
        else:
            control.selected_options.append(value)
        control.pointed_at = next(place for place, each in enumerate(control.choices) if each.value == value)
        control.search_filter = None

    @bindings.add(Keys.ControlM, eager=True, filter=searching & missed)
    def refuse(event: Any) -> None:
        event.app.output.bell()

    if several:

        @bindings.add(Keys.ControlM, eager=True, filter=searching & ~missed)
        def mark_found(event: Any) -> None:
            mark()

        @bindings.add(" ", eager=True, filter=searching)
        def go_on(event: Any) -> None:
            if _found(control, f"{control.search_filter} "):
                control.search_filter = f"{control.search_filter} "
                control.pointed_at = 0
            elif _found(control, control.search_filter or ""):
                mark()

        @bindings.add(Keys.ControlI, eager=True)
        def stay(event: Any) -> None:
            """Let a tab mark nothing: it would turn every mark round."""

    _bind(question, bindings)


def _found(control: InquirerControl, typed: str) -> bool:
    return any(typed.lower() in str(each.title).lower() for each in control.choices)


def show_whole_objections(question: Question) -> None:
    """Let the line that says why an answer cannot be used wrap: it is cut off at the edge of the terminal otherwise."""
    for window in question.application.layout.find_all_windows():
        if window.height == 1:
            window.height = None
            window.wrap_lines = window.dont_extend_height = to_filter(True)


def mark_refused(question: Question) -> None:
    """Mark an answer that is refused: what is typed next takes its place; Backspace and the arrows correct it.

    Enter takes it away, and once more answers nothing: it was refused as it stands.
    """
    buffer = question.application.current_buffer
    bindings = KeyBindings()

    def go_on(event: Any) -> None:
        (press,) = event.key_sequence
        if press.key == Keys.BracketedPaste or press.data.isprintable():
            event.current_buffer.cut_selection()
        else:
            event.current_buffer.exit_selection()
        event.key_processor.feed(press, first=True)

    @bindings.add(Keys.ControlM, eager=True, filter=shift_selection_mode)
    def empty(event: Any) -> None:
        event.current_buffer.cut_selection()

    for key in (Keys.Any, Keys.BracketedPaste, *_CORRECTING):
        bindings.add(key, filter=shift_selection_mode)(go_on)
    if buffer.validator is not None:
        buffer.validator = _Marking(question, buffer.validator)
        _bind(question, bindings)


class _Marking(Validator):
    """Refuses what another validator does, says so in lines that break no word, and marks it."""

    def __init__(self, question: Question, other: Validator) -> None:
        self._application = question.application
        self._other = other

    def validate(self, document: Document) -> None:
        """Raise what the other validator raises."""
        try:
            self._other.validate(document)
        except ValidationError as error:
            if document.text:
                marked = SelectionState(original_cursor_position=0)
                marked.enter_shift_mode()
                self._application.current_buffer.selection_state = marked
            lines = wrapped(error.message, self._application.output.get_size().columns)
            raise ValidationError(error.cursor_position, "\n".join(lines)) from error


def _bind(question: Question, bindings: KeyBindings) -> None:
    application = question.application
    application.key_bindings = merge_key_bindings([each for each in (application.key_bindings, bindings) if each])
