"""Questions line by line, for terminals that move no cursor: numbered choices, and nothing is drawn twice."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from circo_cli.rendering.cells import flat
from circo_cli.rendering.narration import tell
from circo_cli.rendering.streams import write_err

if TYPE_CHECKING:
    from circo_cli.context.asking import Offer, Offering

Verdict = Callable[[str], bool | str]
"""Says True, or why what was typed cannot be used."""

_SHOWN = 12
"""So many choices are read out at once."""


def line(question: str) -> str:
    """Return the line that is typed, trimmed; raise EOFError where none comes."""
    write_err(f"{flat(question)} ")
    try:
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        write_err("\n")
        raise
    if not typed.endswith("\n"):  # Ctrl-D: half a line is none
        write_err("\n")
        raise EOFError
    return typed.strip()


def text(question: str, *, default: str, verdict: Verdict) -> str:
    """Return the line that `verdict` takes; nothing typed is the `default`."""
    asked = f"{question} (Enter: {default})" if default else question
    while True:
        typed = line(asked) or default
        objection = verdict(typed)
        if objection is True:
            return typed
        tell(f"  {objection}", indent=2)


def among(question: str, offer: Offering, *, verdict: Verdict) -> str:
    """Return a number's choice, or what was typed where `verdict` takes it."""
    tell(question)
    offers = _read_out(offer(""))
    while True:
        typed = line("A number, or a part of it:")
        if typed.isdecimal() and 1 <= int(typed) <= len(offers) and typed not in [each.value for each in offers]:
            return offers[int(typed) - 1].value
        objection = verdict(typed)
        if objection is True:
            return typed
        tell(f"  {objection}", indent=2)
        if typed:
            offers = _read_out(offer(typed)) or offers


def _read_out(offers: Sequence[Offer]) -> Sequence[Offer]:
    for number, each in enumerate(offers[:_SHOWN], start=1):
        tell(f"  {number}. {each}", indent=5)
    if len(offers) > _SHOWN:
        write_err("  and more: type a part of it\n")
    return offers[:_SHOWN]


def choice(question: str, choices: Mapping[str, str], *, default: str | None) -> str:
    """Return the one of `choices` whose number is typed; nothing typed is the `default`."""
    values = list(choices)
    _numbered(question, choices)
    usual = default if default in choices else None
    first = f" (Enter: {values.index(usual) + 1})" if usual is not None else ""
    while True:
        typed = line(f"Which number?{first}")
        if not typed and usual is not None:
            return usual
        if _is_number(typed, values):
            return values[int(typed) - 1]
        write_err(f"  type a number from 1 to {len(values)}\n")


def choices(question: str, choices: Mapping[str, str], *, least: int) -> list[str]:
    """Return those of `choices` whose numbers are typed, at least so many."""
    values = list(choices)
    _numbered(question, choices)
    while True:
        typed = line("Which numbers? With commas between them" + ("" if least else " (Enter: none)") + ":")
        parts = [part.strip() for part in typed.split(",") if part.strip()]
        if len(parts) >= least and all(_is_number(part, values) for part in parts):
            return [values[number] for number in sorted({int(part) - 1 for part in parts})]
        write_err(f"  type numbers from 1 to {len(values)}, such as 1, 3\n")


def _numbered(question: str, choices: Mapping[str, str]) -> None:
    tell(question)
    for number, label in enumerate(choices.values(), start=1):
        tell(f"  {number}. {label}", indent=5)


def _is_number(typed: str, values: Sequence[str]) -> bool:
    return typed.isdecimal() and 1 <= int(typed) <= len(values)
