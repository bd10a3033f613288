"""The command that an answer stands for: every guided conversation prints it, and then runs exactly that line."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

import typer

from circo_cli.context import Invocation, of
from circo_cli.rendering.cells import flat
from circo_cli.rendering.result import Level, Result


def twin(*words: str, **options: str | Sequence[str] | None) -> list[str]:
    """Return the line ``circo WORDS --option VALUE …`` as arguments; None and nothing are left out.

    A list repeats its option; ``lead_email`` is ``--lead-email``. A word or a value that begins with a hyphen is
    written so that it is not taken for an option.
    """
    line = list(words)
    for name, value in options.items():
        option = f"--{name.rstrip('_').replace('_', '-')}"
        for each in [value] if isinstance(value, str) else value or []:
            line += [f"{option}={each}"] if each.startswith("-") else [option, each]
    first = next((place for place, word in enumerate(words) if word.startswith("-")), None)
    if first is None:
        return line
    return [*words[:first], *line[len(words) :], "--", *words[first:]]


def shown_line(line: Sequence[str]) -> str:
    """Return a line as one would type it in a shell; it is always one line, and steers no terminal."""
    return "circo " + " ".join(map(_quoted, line))


def _quoted(word: str) -> str:
    r"""Return a word between quotes where it needs them; what cannot be shown as bash and zsh have it: ``$'\n'``."""
    if not word:
        return '""'
    quoted = shlex.quote(word)
    if flat(quoted) == quoted:
        return quoted
    named = {"\n": r"\n", "\t": r"\t", "\\": r"\\", "'": r"\'"}
    shown = (named.get(each, each if flat(each) == each else f"\\u{ord(each):04x}") for each in word)
    return f"$'{''.join(shown)}'"


def type_line(ctx: typer.Context, line: Sequence[str]) -> Result:
    """Run the line as if it were typed, and say on stderr which one it is and what it did.

    Raises what the command raises; nothing is then changed.
    """
    call = of(ctx)
    command = call.command
    root: Any = ctx.find_root().command
    call.narrate(f"  $ {shown_line(line)}\n")
    try:
        with root.make_context("circo", list(line), obj=call) as typed:
            result: Result = root.invoke(typed)
    finally:
        call.command = command
    _tell(call, result)
    return result


def _tell(call: Invocation, result: Result) -> None:
    """Say what was done, and what is worth knowing of it; what to type next is the conversation's to say."""
    from circo_cli.rendering.render import say

    for row, line in zip(result.rows, result.lines, strict=False):
        call.tell(f"  {flat(row[0])}: {flat(line)}")
    for message in result.messages:
        if message.level is Level.WARNING or (message.level is Level.NOTE and not call.flag("quiet")):
            say(message.level.value, message.text, call.output_choice())
