"""What was typed, before it is understood: text made sound, values parsed with an error that names the option."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from circo_cli.errors import UnknownTermError, UsageError
from circo_cli.values.text import UnsoundTextError, sound

if TYPE_CHECKING:
    from circo_cli.values.vocabulary import Term

_TOLD = 15
"""Up to so many words of the vocabulary are told with their label."""


def clean(text: str) -> str:
    """Return `text` with one kind of line end; raise `UsageError` for what could only do harm in a terminal."""
    try:
        return sound(text)
    except UnsoundTextError as error:
        raise UsageError(str(error), hint=error.hint, code=error.code) from error


def parsed(parse: Any, typed: str, *, option: str, **known: Any) -> Any:
    """Return ``parse(typed, …)``, with what it objects to as a `UsageError` that names the `option`."""
    try:
        return parse(typed, **known)
    except ValueError as error:
        meant = getattr(error, "meant", None)
        named = f"{option} " if option.startswith("--") else ""
        hint = f"did you mean {named}{_between_quotes(meant)}?" if meant else getattr(error, "hint", None)
        raise UsageError(f"{option}: {error}", hint=hint, code="bad-value") from error


def _between_quotes(value: str) -> str:
    from shlex import quote

    return quote(value)


def unknown_value(value: str, known: Sequence[str], *, option: str) -> UsageError:
    """Return the error for a `value` that is none of `known`, with the nearest one."""
    guess = nearest(value, known, after=" ")
    return UsageError(
        f"{option}: '{value}' is not known", hint=f"{guess}One of: {', '.join(known)}", code="unknown-value"
    )


def unknown_term(typed: str, kind: type[Term], *, option: str) -> UsageError:
    """Return the error for what names no member of `kind`, or several, with those that may have been meant."""
    from circo_cli.values.terms import nearest_term, spoken, terms_fitting

    fitting = terms_fitting(kind, typed)
    near = nearest_term(kind, typed)
    meant = fitting or ([] if near is None else [near])
    hints = {}
    for language in ("nl", "en"):
        told = {each: spoken(each, language) if len(kind) <= _TOLD else each.value for each in kind}
        guess = f"did you mean {' or '.join(told[each] for each in meant)}? " if meant else ""
        hints[language] = f"{guess}One of: {', '.join(told.values())}"
    what = f"can mean {len(fitting)} things" if fitting else "is not known"
    return UnknownTermError(f"{option}: '{typed}' {what}", hints=hints)


def nearest(value: str, known: Sequence[str], *, before: str = "did you mean ", after: str = "") -> str:
    """Return the question whether the nearest of `known` was meant, or nothing where none is near."""
    from circo_cli.values import typos

    near = typos.nearest(value, known)
    return f"{before}{near}?{after}" if near else ""


def output_asked_for(arguments: Sequence[str]) -> str | None:
    """Return the output that a line asks for, before it has been understood."""
    found = None
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        following = arguments[index + 1] if index + 1 < len(arguments) else None
        if argument == "--json":
            found = "json"
        elif argument in ("-o", "--output"):
            found = following or found
        elif argument.startswith("--output="):
            found = argument.partition("=")[2]
        elif argument.startswith("-o") and not argument.startswith("--"):
            found = argument[2:].lstrip("=")
    return found
