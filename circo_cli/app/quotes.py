"""Quotes that were forgotten: which words of a line belong together, where that can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from circo_cli.app.words import SHARED
from circo_cli.values.keys import NUMBERED

_CURLY = "“”„‟«»‘’‚"
_DASHES = "–—"
_WORDY = ("TEXT", "NAME", "TITLE", "VALUE")
"""What arguments are called that may hold several words."""
_ONE_WORD = ("N", "FIELD", "FILE", "DIR", "FROM", "INTO", "METRIC", "STEP", "CHANGE")
_FREE = ("TAG", *_WORDY)


class _Run(NamedTuple):
    """Words that follow each other, from `start` to before `end`; the first is the value of the `option`, if any."""

    start: int
    end: int
    option: Any = None


def between_quotes(command: Any, typed: Sequence[str]) -> list[str] | None:
    """Return the words `typed` behind a `command`, which are too many for it, with those joined that belong together.

    None where that cannot be told.
    """
    dashed = ["--" + word.lstrip(_DASHES) if word[:1] in _DASHES and word.lstrip(_DASHES) else word for word in typed]
    if dashed != list(typed):  # a word processor made one dash of the two
        return dashed
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    runs = list(_runs(command, typed))
    plain = [place for run in runs if run.option is None for place in range(run.start, run.end)]
    lacking = sum(1 for each in arguments if each.required) - len(plain)
    joined: dict[int, tuple[int, list[str]]] = {}
    for run in runs:
        if run.option is None or run.end - run.start == 1:
            continue
        if lacking > 0:  # what follows the value is what the command itself needs
            plain += range(run.start + 1, run.end)
            continue
        if run.option.metavar in _ONE_WORD:
            return None
        if run.option.metavar == "QUARTER" and not _is_quarter(" ".join(typed[run.start : run.end])):
            return None
        joined[run.start] = run.end, _value(run.option, typed[run.start - 1], typed[run.start : run.end])
    if len(plain) > len(arguments):
        span = _span(arguments, sorted(plain))
        if span is None or _is_no_quarter(arguments, typed[span[0] : span[1]]):
            return None
        joined[span[0]] = span[1], [_join(typed[span[0] : span[1]])]
    return _with(typed, joined)


def behind_options(command: Any, typed: Sequence[str], *, known: Callable[[str, str], bool]) -> list[str] | None:
    """Return the words `typed` behind a `command` that takes none, each behind the option that it is a value of.

    `known` tells whether something is the key of a noun. None where that cannot be told of every word.
    """
    options = {name: param for param in command.params for name in param.opts if name.startswith("--")}
    placed: dict[int, tuple[str, ...]] = {}
    for run in _runs(command, typed):
        for place in range(run.start + (run.option is not None), run.end):
            option = _option_of(options, typed[place], known)
            if option is None:
                return None
            placed[place] = option
    return [word for place, each in enumerate(typed) for word in placed.get(place, (each,))]


def _option_of(options: Mapping[str, Any], word: str, known: Callable[[str, str], bool]) -> tuple[str, str] | None:
    if "--quarter" in options and _is_quarter(word):
        return "--quarter", word
    for noun in ("hub", "track", "company", "theme"):
        if f"--{noun}" in options and known(noun, word):
            return f"--{noun}", word
    if "--for" in options and known("hub", word):
        return "--for", f"hub:{word}"
    to = options.get("--to")
    return ("--to", word) if to is not None and not str(to.name).startswith(SHARED) else None


def _is_quarter(text: str) -> bool:
    from datetime import date

    from circo_cli.values.quarter import parse_quarter

    try:
        parse_quarter(text, today=date(2000, 1, 1))  # which year it means is all the same here
    except ValueError:
        return False
    return True


def _with(typed: Sequence[str], joined: dict[int, tuple[int, list[str]]]) -> list[str] | None:
    line: list[str] = []
    place = 0
    while place < len(typed):
        following, words = joined.get(place, (place + 1, [typed[place]]))
        line += words
        place = following
    return line if line != list(typed) else None


def _runs(command: Any, typed: Sequence[str]) -> list[_Run]:
    """Return the runs of words between the options, as the parser takes them."""
    taking = {
        name: param
        for param in command.params
        if param.param_type_name == "option" and not param.is_flag
        for name in param.opts
    }
    runs: list[_Run] = []
    place, option = 0, None
    while place < len(typed):
        word = typed[place]
        if word[:1] == "-" and len(word) > 1:
            name, given, _ = word.partition("=")
            option = taking.get(name)
            if not given or option is None:
                place += 1
        start = place
        if option is not None:
            place += 1
        while place < len(typed) and not (typed[place][:1] == "-" and len(typed[place]) > 1):
            place += 1
        if place > start:
            runs.append(_Run(start, place, option))
        option = None
    return runs


def _span(arguments: Sequence[Any], places: Sequence[int]) -> tuple[int, int] | None:
    """Return from where to where the words stand that are one argument; None where no argument takes several."""
    if not arguments:
        return None
    names = [str(each.metavar).strip("[].").split("|") for each in arguments]
    wordy = [at for at, parts in enumerate(names) if any(part.startswith(_WORDY) for part in parts)]
    if not wordy and len(arguments) == 1 and not _is_one_word(names[0]):
        wordy = [0]
    if not wordy:
        return None
    first = wordy[-1]
    words = places[first : first + len(places) - len(arguments) + 1]
    adjacent = words[-1] - words[0] == len(words) - 1
    return (words[0], words[-1] + 1) if adjacent else None


def _is_no_quarter(arguments: Sequence[Any], words: Sequence[str]) -> bool:
    return str(arguments[0].metavar) == "[QUARTER]" and not _is_quarter(" ".join(words))


def _is_one_word(parts: Sequence[str]) -> bool:
    return any(part in _ONE_WORD or part.lower() in NUMBERED for part in parts)


def _value(option: Any, typed: str, words: Sequence[str]) -> list[str]:
    """Return the value of an `option` of several words, or the option again before each where they are several."""
    name = str(option.metavar).partition("[")[0]
    several = option.multiple and name not in _FREE
    if name == "DATE":
        several = several and all("-" in word or "/" in word for word in words)
    if not several:
        return [_join(words)]
    again = typed if typed.startswith("-") else option.opts[0]
    return [words[0], *(each for word in words[1:] for each in (again, word))]


def _join(words: Sequence[str]) -> str:
    return " ".join(words).strip(_CURLY)
