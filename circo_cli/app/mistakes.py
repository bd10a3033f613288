"""A line that was typed wrong, in words that say what to type: Typer's own sentences never reach a user."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from circo_cli.app.quotes import behind_options, between_quotes
from circo_cli.app.words import SHARED, Verb, Words, place_on_line
from circo_cli.context import Invocation
from circo_cli.errors import CircoError, UsageError

_SUGGESTED = 3
_FILTERS = 4
_NUMBER = "10"
_TOO_MANY = "Got unexpected extra argument(s) ("

_SAMPLES = {
    "DATE": "2026-04-14",
    "QUARTER": "2026Q2",
    "REGION": "limburg",
    "COUNTRY": "PT",
    "POSTCODE": "'3011 AB'",
    "EMAIL": "naam@example.org",
    "URL": "www.example.org",
    "ZONE": "Europe/Amsterdam",
    "EUR": "1500",
}
"""What stands behind an option that no example of its command has."""

_OTHER_OPTIONS = {
    "region": "province provincie regio",
    "city": "place plaats stad town",
    "theme": "thema subject",
    "sector": "branche",
    "from": "since vanaf van start begin quarter kwartaal period",
    "until": "tot end before einde",
    "for": "hub audience voor aan",
    "company": "bedrijf klant customer",
    "track": "training course",
    "email": "mail e-mail lead-email emailadres",
    "phone": "tel telefoon telephone",
    "on": "date datum op day",
    "date": "datum dates when session start",
    "reason": "reden why because",
    "quarter": "kwartaal period q",
    "as": "user by actor",
    "output": "format out",
    "fields": "columns velden",
    "lead": "leader hubleider contact",
    "postcode": "zip zipcode postal",
    "journey": "stage fase",
    "status": "state stand open answered beantwoord",
    "owner": "eigenaar assignee",
    "due": "deadline",
    "by": "author door",
    "people": "number persons personen aantal",
    "capacity": "seats plaatsen max maximum size",
    "minimum": "min",
    "website": "url site",
    "role": "rol function functie",
    "chain-role": "rol role",
    "next": "follow-up followup opvolgen",
    "yes": "force confirm",
    "json": "as-json",
    "limit": "top max rows head",
    "sort": "order orderby order-by",
}
"""What else options are called."""


def usage_error(error: TyperException, arguments: Sequence[str], root: TyperGroup) -> UsageError:
    """Return a usage error of Typer's about the typed `arguments` in our words."""
    ctx = getattr(error, "ctx", None)
    if ctx is None:  # the parser does not know where it is
        ctx = place_on_line(root, str(root.name), list(arguments), "", obj=Invocation([])).context
    kind, text = type(error).__name__, error.format_message().strip()
    if kind == "NoSuchOption":
        return _no_such_option(ctx, str(getattr(error, "option_name", "")), arguments)
    if kind == "BadOptionUsage":
        return _without_value(ctx, str(getattr(error, "option_name", "")), needs="requires" in text)
    if kind == "MissingParameter":
        return _missing(ctx, getattr(error, "param", None), text)
    if kind == "BadParameter" and getattr(error, "param", None) is not None:
        return _no_number(ctx, getattr(error, "param", None), str(getattr(error, "message", "")))
    if text.startswith(_TOO_MANY):
        return _too_many(ctx, text.removeprefix(_TOO_MANY).rstrip(".").removesuffix(")"), arguments)
    if text.startswith("Missing command"):
        return UsageError(f"{ctx.command_path} needs a verb behind it", hint=f"{ctx.command_path} --help lists them")
    text = text.rstrip(".")
    return UsageError(text[:1].lower() + text[1:], hint=f"{ctx.command_path} --help")


def next_step(error: UsageError, arguments: Sequence[str], root: TyperGroup, command: str) -> str:
    """Return what to type after an `error` that says no more: the option again with a value it takes, or the help."""
    explained = f"{root.name} {command} --help".replace("  ", " ")
    option, objection, _ = error.message.partition(": ")
    if not objection or " " in option:
        return explained
    ctx = place_on_line(root, str(root.name), list(arguments), "", obj=Invocation([])).context
    if not option.startswith("--"):
        full = [line for line in _examples(ctx) if line != ctx.command_path]
        return f"for example: {full[0]}" if full else explained
    sample = _sample(ctx, option)
    return f"{option} {sample}; {explained}" if sample else explained


def _no_such_option(ctx: typer.Context, option: str, arguments: Sequence[str]) -> UsageError:
    path = ctx.command_path
    typed = next((each for each in arguments if each.startswith(option)), option)
    if option[1:2].isdigit():
        return UsageError(
            f"no such option: {typed}",
            hint=f"if it is a value, put -- before it, or write it otherwise: {path} … -- {typed}",
        )
    name = (typed if typed.startswith("--") else f"-{typed}").partition("=")[0]
    own = next((each for each in _arguments(ctx) if name[2:].upper() in _named(each)), None)
    if own is not None:
        return UsageError(
            f"no such option: {option}", hint=f"{name[2:].upper()} is typed without one: {path} {_usage(ctx)}"
        )
    if "-help" in arguments:
        return UsageError(f"no such option: {option}", hint=f"{path} --help")
    near = nearest_options(ctx, name)
    if not near and isinstance(ctx.command, Words):
        return UsageError(
            f"no such option: {option} here: it is not one that every command takes",
            hint=f"type it behind the command: {path} {ctx.command.subcommand_metavar.partition(' [')[0]} {option}",
        )
    return UsageError(f"no such option: {option}", hint=f"did you mean {near}?" if near else f"{path} --help")


def nearest_options(ctx: typer.Context, typed: str) -> str:
    """Return the options that begin as `typed` does, mean the same or are most like it; else nothing."""
    known = sorted({name[2:] for param in ctx.command.params for name in param.opts if name.startswith("--")})
    bare = typed.removeprefix("--")  # the dashes are alike in all of them
    near = [name for name in known if name.startswith(bare)]
    near = near or [name for name in known if bare.lower() in _OTHER_OPTIONS.get(name, "").split()]
    if not near:
        from circo_cli.values.typos import nearest

        near = [name for name in (nearest(bare, known),) if name]
    return " or ".join(f"--{name}" for name in near[:_SUGGESTED])


def _without_value(ctx: typer.Context, option: str, *, needs: bool) -> UsageError:
    if not needs:
        return UsageError(f"{option} takes no value", hint=f"type {option} alone")
    param = next((each for each in ctx.command.params if option in each.opts), None)
    sample = _sample(ctx, option) or str(getattr(param, "metavar", None) or "VALUE")
    return UsageError(f"{option} needs a value behind it", hint=f"{option} {sample}; {ctx.command_path} --help")


def _missing(ctx: typer.Context, param: Any, text: str) -> UsageError:
    options = [name for name in getattr(param, "opts", ()) if name.startswith("--")]
    lines = [line for line in _examples(ctx) if not options or options[0] in shlex.split(line)]
    text = text.rstrip(".")
    return UsageError(
        text[:1].lower() + text[1:], hint=f"for example: {lines[0]}" if lines else f"{ctx.command_path} --help"
    )


def _no_number(ctx: typer.Context, param: Any, text: str) -> UsageError:
    typed = text.partition(" is not ")[0].strip("'\"")
    least, most = getattr(param.type, "min", None), getattr(param.type, "max", None)
    bounds = f" from {least} to {most}" if most is not None else f" of {least} or more" if least is not None else ""
    option = next((name for name in param.opts if name.startswith("--")), None)
    example = next(iter(_examples(ctx)), f"{ctx.command_path} --help")
    return UsageError(
        f"{option or str(param.metavar).strip('[]')}: '{typed}' is not a whole number{bounds}",
        hint=f"{option} {_sample(ctx, option) or _NUMBER}" if option else f"for example: {example}",
    )


def _too_many(ctx: typer.Context, words: str, arguments: Sequence[str]) -> UsageError:
    path, command = ctx.command_path, ctx.command
    typed = command.typed if isinstance(command, Verb) else []
    before = list(arguments[: len(arguments) - len(typed)])
    own = _arguments(ctx)
    another = _of_a_noun(ctx, typed)
    if another:
        return UsageError(f"{path} takes a key alone: the noun comes first", hint=another)
    from circo_cli.commands.twins import shown_line

    line = between_quotes(command, typed)
    if line is not None:
        return UsageError(
            f"{path} does not know what to do with: {words}. Words that belong together need quotes",
            hint=shown_line([*before, *line]),
        )
    if not own:
        line = behind_options(ctx.command, typed, known=lambda noun, key: _is_key(ctx, noun, key))
        if line is not None:
            return UsageError(
                f"{path} takes no words but options: {words}", hint=f"did you mean {shown_line([*before, *line])}?"
            )
        options = [
            f"{param.opts[0]} {param.metavar}"
            for param in command.params
            if not str(param.name).startswith(SHARED)
            and param.opts[0].startswith("--")
            and not getattr(param, "is_flag", False)
        ]
        hint = f"what is wanted stands behind an option: {', '.join(options[:_FILTERS])}; {path} --help lists them"
        return UsageError(f"{path} takes no words but options: {words}", hint=hint if options else f"type {path} alone")
    return UsageError(f"{path} takes no more than {_usage(ctx)}: {words}", hint=_shorter(ctx, before, typed))


def _shorter(ctx: typer.Context, before: Sequence[str], typed: Sequence[str]) -> str:
    """Return the line without the words that are too many; they stand behind ``--reason`` where there is one."""
    from circo_cli.commands.twins import shown_line

    if any(word.startswith("-") for word in typed):  # which words are too many cannot be told
        return f"{ctx.command_path} {_usage(ctx)}"
    number = len(_arguments(ctx))
    options = [option for param in ctx.command.params for option in param.opts]
    option = next((each for each in ("--reason", "--hub") if each in options), None)
    return shown_line([*before, *typed[:number], *([option, " ".join(typed[number:])] if option else [])])


def _is_key(ctx: typer.Context, noun: str, typed: str) -> bool:
    """Tell whether `typed` is the key of a `noun`, as far as there is a database to ask."""
    from circo_cli.queries.keys import find

    call = ctx.find_object(Invocation) or Invocation([])
    try:
        with call.reader() as reader:
            return bool(find(reader, noun, typed))
    except (CircoError, OSError, RuntimeError):
        return False


def _usage(ctx: typer.Context) -> str:
    return " ".join(str(each.metavar).replace("|-", "") for each in _arguments(ctx))


def _of_a_noun(ctx: typer.Context, typed: Sequence[str]) -> str | None:
    """Return what to type for ``circo show company KEY``, and its like; None for other lines."""
    from circo_cli.app.meant import noun_meant, verb_meant
    from circo_cli.commands.twins import shown_line

    table = getattr(ctx.find_root().command, "table", {})
    if ctx.command.name not in ("show", "history") or ctx.command_path.count(" ") > 1 or not typed:
        return None
    noun = noun_meant(table, typed[0])
    if noun is None:
        return None
    verb = (verb_meant(table, noun, "show") or "show") if ctx.command.name == "show" else "history"
    return shown_line([*verb.split(), *typed[1:]])


def _arguments(ctx: typer.Context) -> list[Any]:
    return [param for param in ctx.command.params if param.param_type_name == "argument"]


def _named(argument: Any) -> list[str]:
    return str(argument.metavar).strip("[].").split("|")


def _examples(ctx: typer.Context) -> list[str]:
    return [line.strip() for line in getattr(ctx.command, "examples", "").strip().splitlines()]


def _sample(ctx: typer.Context, option: str) -> str | None:
    """Return a value that the `option` takes, as the command's examples have it; None where there is none."""
    for line in _examples(ctx):
        words = shlex.split(line)
        if option in words[:-1]:
            return shlex.quote(words[words.index(option) + 1])
    metavar = next((str(param.metavar) for param in ctx.command.params if option in param.opts), "")
    return _SAMPLES.get(metavar.partition("[")[0])
