"""Asking for what is missing on a line that was typed at a terminal, so that the line is whole.

A command is never run otherwise than by its line: what is answered here becomes words of that line, which is then
read, checked and run as if it had been typed, and is told afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import typer

from circo_cli.commands.arguments import found_hub
from circo_cli.commands.guided_choices import Guide, Question, called
from circo_cli.commands.guided_questions import ENDS_A_HUB, EXTRA, HOW_TO_ADD, question_of
from circo_cli.commands.twins import shown_line
from circo_cli.context import Invocation, clean, of
from circo_cli.context.asking import Offer, ask_among, ask_text
from circo_cli.errors import CircoError, LeftError, NotFoundError, UsageError

_WITHOUT_DATABASE = ("config", "db", "demo", "help", "import")
"""Words whose commands need no database, or make one."""

_LONGEST = 4095
"""A terminal takes no longer lines."""


_NEAR = 3
"""So many that could be meant are named."""


class TypedLine:
    """The words that were typed behind a verb, and what they give to its parameters."""

    def __init__(self, ctx: typer.Context, words: Sequence[str]) -> None:
        """Read the `words` as the command of `ctx` does."""
        command: Any = ctx.command
        self.words = list(words)
        given, _, _ = command.make_parser(ctx).parse_args(args=list(words))
        self.parameters: dict[str, Any] = {param.name: param for param in command.params}
        self.given: dict[str, list[str]] = {
            name: [str(each) for each in (value if isinstance(value, list | tuple) else [value])]
            for name, value in given.items()
            if name in self.parameters and value is not None
        }

    def completed(self, answers: dict[str, list[str]]) -> list[str]:
        """Return the words with the `answers` among them: arguments first, unless one could be taken for an option."""
        options: list[str] = []
        arguments: list[str] = []
        for name, param in self.parameters.items():
            for value in answers.get(name, ()):
                if param.param_type_name == "argument":
                    arguments.append(value)
                else:
                    option = max(param.opts, key=len)
                    options += [f"{option}={value}"] if value.startswith("-") else [option, value]
        if "--" in self.words:
            place = self.words.index("--")
            return [*self.words[:place], *options, *self.words[place:], *arguments]
        if any(value.startswith("-") for value in arguments):
            return [*self.words, *options, "--", *arguments]
        return [*self.words, *arguments, *options]


def ask_for(ctx: typer.Context, words: Sequence[str], parameter: str | None = None) -> list[str]:
    """Return the `words` of a line with what is asked for: all that it lacks, or that one `parameter`.

    Raises what a typed key is refused with, before anything is asked; `LeftError` for Ctrl-C.
    """
    call = of(ctx)
    line = TypedLine(ctx, words)
    if call.command.split()[0] not in _WITHOUT_DATABASE:
        with call.reader():
            pass  # a database that cannot be used is told before anybody has typed for nothing
    guide = Guide(call, call.command, {name: list(values) for name, values in line.given.items()})
    _check_typed(guide, line)
    lacking = [parameter] if parameter else _lacking(guide, line)
    if not parameter:
        call.tell(f"{call.command}: what is missing is asked for; Ctrl-C changes nothing")
    answers: dict[str, list[str]] = {}
    try:
        for name in lacking:
            if name == "hub" and line.parameters[name].required and (usual := _usual_hub(guide, line.parameters[name])):
                guide.values[name] = answers[name] = [usual]
                continue
            question = question_of(guide, line.parameters[name])
            if name == parameter or question.when is None or question.when(guide):
                needed = line.parameters[name].required or name == parameter or question.needed
                guide.values[name] = answers[name] = _asked(guide, line.parameters[name], question, needed=needed)
    except LeftError as leaving:
        if any(answers.values()):
            so_far = shown_line([*_before(call, words), *line.completed(answers)])
            raise LeftError(leaving.message, hint=f"until here it was: {so_far}") from leaving
        raise
    return line.completed(answers)


def one_line(call: Invocation, words: Sequence[str], asked: Sequence[str]) -> str:
    """Return what tells the whole line of the command, for its `words` with what was `asked`."""
    line = shown_line([*_before(call, words), *asked])
    if len(line) > _LONGEST:
        return f"in one line this would be too long to type: {len(line)} characters; long texts are read from files"
    return f"the same in one line: {line}"


def _usual_hub(guide: Guide, param: Any) -> str | None:
    """Return the key of the configured hub, told as what is taken; None without one, and where a hub ends or goes."""
    typed = guide.call.usual_hub()
    if typed is None or guide.command in ENDS_A_HUB:
        return None
    with guide.call.reader() as reader:
        key = found_hub(reader, typed).key
    otherwise = f"circo {guide.command} HUB" if param.param_type_name == "argument" else "--hub HUB"
    guide.call.narrate(f"note: hub {key}, as configured; {otherwise} says otherwise\n")
    return key


def _before(call: Invocation, words: Sequence[str]) -> Sequence[str]:
    """Return the words of the line up to the verb, for those behind it."""
    return call.arguments[: len(call.arguments) - len(words)]


def _lacking(guide: Guide, line: TypedLine) -> list[str]:
    """Return the parameters to ask for, in the order of the flow: needed ones, and the few others that matter."""
    return [name for name in _flow(guide, line) if name not in line.given]


def _flow(guide: Guide, line: TypedLine) -> list[str]:
    needed = [name for name, param in line.parameters.items() if param.required]
    flow = EXTRA.get(guide.command, ())
    return [*(name for name in needed if name not in flow), *flow]


def _check_typed(guide: Guide, line: TypedLine) -> None:
    """Raise what the command will raise for a value that was typed, as far as its question has a check."""
    for name in _flow(guide, line):
        param = line.parameters[name]
        check = question_of(guide, param).check
        for value in line.given.get(name, ()) if check else ():
            try:
                if check and value:
                    check(guide, clean(value))
            except ValueError as error:
                option = param.metavar if param.param_type_name == "argument" else max(param.opts, key=len)
                raise UsageError(f"{option}: {error}", hint=getattr(error, "hint", None), code="bad-value") from error


def _asked(guide: Guide, param: Any, question: Question, *, needed: bool) -> list[str]:
    """Return what is answered for a parameter: one value, several where it takes several, none where none is needed."""
    several = param.nargs == -1 or param.multiple
    answers: list[str] = []
    while True:
        optional = not needed or bool(answers)
        answer = _once(guide, question, optional=optional, again=bool(answers), taken=answers)
        if not answer:
            return answers
        answers += [each.strip() for each in answer.split(",")] if question.listed else [answer]
        guide.values[param.name] = answers
        if not several:
            return answers


def _once(guide: Guide, question: Question, *, optional: bool, again: bool, taken: Sequence[str]) -> str:
    if question.about is not None:
        guide.call.tell(question.about(guide))
    text = question.again if again else question.text
    if optional:
        text += " (Enter: no more)" if again else f" (Enter: {question.otherwise})"
    usual = question.usual(guide) if question.usual and not optional else ""
    if usual:
        asked = ask_text(f"{text} (Enter: {usual})", optional=True, check=partial(_sound, guide, question))
        return asked or usual
    if question.offer is None:
        return ask_text(text, optional=optional, check=partial(_sound, guide, question))
    if question.noun and not again and not question.offer(guide, ""):
        if optional:
            return ""
        raise NotFoundError(f"there is no {called(question.noun)} to choose yet", hint=HOW_TO_ADD[question.noun])

    def offer(typed: str) -> list[Offer]:
        found = question.offer(guide, typed) if question.offer else []
        return [Offer(*each) for each in found if each[0] not in taken]

    return ask_among(text, offer, resolve=partial(_meant, guide, question, offer), optional=optional)


def _sound(guide: Guide, question: Question, typed: str) -> None:
    """Raise an objection to what was typed, as the command line would have it."""
    sound = clean(typed)
    if sound == "-" and question.text_only:
        raise ValueError("type the text itself; - reads it from standard input on the command line")
    if question.check is not None:
        question.check(guide, sound)


def _meant(guide: Guide, question: Question, offer: Any, typed: str) -> str:
    """Return the value that was meant: an offered one, what the option's own check takes, or the only one that fits."""
    sound = clean(typed)
    offers = offer(sound)
    if sound in [each.value for each in offers]:
        return sound
    try:
        meant = question.check(guide, sound) if question.check else sound
    except (CircoError, ValueError) as error:
        if len(offers) == 1:
            return str(offers[0].value)
        if offers:
            some = ", ".join(each.value for each in offers[:_NEAR])
            raise ValueError(f"several fit, such as {some}: type more, or choose one") from None
        unknown = isinstance(error, NotFoundError) or getattr(error, "code", "") == "unknown-value"
        if not unknown:
            raise
        near = " or ".join(map(str, getattr(error, "details", [])[:_NEAR]))
        way = f"did you mean {near}?" if near else "try another word, or less of it"
        what = f"no {called(question.noun)}" if question.noun else "nothing"
        raise ValueError(f"{what} has '{sound}' in it: {way}") from None
    return meant if isinstance(meant, str) else sound
