"""What we lean on inside Typer: these fail when Typer moves it, before a user's command does."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any

import typer
from typer import main
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from circo_cli import commands
from circo_cli.app import build_root
from circo_cli.app.completion import SCRIPTS
from circo_cli.app.nouns import TABLE
from circo_cli.app.options import root_options, shared_options
from circo_cli.app.words import (
    Command,
    Group,
    Noun,
    Verb,
    Words,
    as_parameters,
    make_verb,
    registered,
)
from circo_cli.commands import importing, removal


def test_typer_still_has_what_words_needs() -> None:
    for method in ("list_commands", "get_command", "resolve_command", "make_context", "invoke"):
        assert callable(getattr(TyperGroup, method))
    assert callable(TyperGroup._main_shell_completion)
    assert {"pretty_exceptions_short", "rich_markup_mode"} <= set(
        inspect.signature(main.get_command_from_info).parameters
    )
    params = main.get_params_convertors_ctx_param_name_from_function(_example)
    assert [param.name for param in params[0]] == ["name", "often"]
    assert params[2] == "ctx"
    app = typer.Typer()
    app.command("do")(_example)
    assert [(info.name, info.callback) for info in app.registered_commands] == [("do", _example)]
    from typer import _completion_shared
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete
    from typer.exceptions import Abort, Exit, TyperException

    assert callable(_resolve_context)
    assert callable(_resolve_incomplete)
    assert {"shell", "prog_name", "complete_var"} == set(inspect.signature(_completion_shared.install).parameters)
    assert set(SCRIPTS) <= set(_completion_shared._completion_scripts)
    assert callable(_completion_shared._get_shell_name)
    assert Exit(3).exit_code == 3
    assert issubclass(TyperException, Exception)
    assert issubclass(Abort, Exception)


def _example(ctx: typer.Context, name: str, often: Annotated[int, typer.Option("--often")] = 1) -> str:
    """Do it.

    Examples:
    circo do it
    """
    return f"{name} {often}"


def test_a_registered_function_becomes_a_command_with_examples_and_shared_options() -> None:
    info = CommandInfo(name="do", callback=_example)
    command = make_verb(info, shared_options())
    assert isinstance(command, Verb)
    assert isinstance(command, TyperCommand)
    assert command.help == "Do it."
    assert command.examples.strip() == "circo do it"
    names = [param.name for param in command.params]
    assert names[:2] == ["name", "often"]
    options = {option for param in command.params for option in param.opts}
    assert {"--db", "-o", "--json", "--to", "--fields", "--as", "--today", "--dry-run", "--yes", "-q"} <= options


def test_an_option_that_a_verb_owns_is_not_shared_with_it() -> None:
    def own(to: Annotated[str, typer.Option("--to")] = "") -> None:
        """Own it."""

    command = make_verb(CommandInfo(name="own", callback=own), shared_options())
    assert [param.expose_value for param in command.params if "--to" in param.opts] == [True]


def test_the_shared_options_are_listed_at_the_root_and_hidden_below() -> None:
    assert [param.name for param in root_options()] == [param.name for param in shared_options()]
    assert not any(param.hidden for param in root_options())
    assert all(param.hidden for param in shared_options())
    assert not any(param.expose_value for param in root_options())


def test_parameters_hand_their_value_to_the_callback_alone() -> None:
    def declared(flag: bool = typer.Option(False, "--flag")) -> None:
        """Declare a flag."""

    def keep(ctx: typer.Context, param: Any, value: Any) -> Any:
        return value

    (param,) = as_parameters(declared, keep)
    assert (param.expose_value, param.callback) == (False, keep)


def _leads_to_commands(table: Mapping[str, Command | Group], words: Words) -> list[tuple[str, str]]:
    """Return module and name of every command that `words` loads, each of the kind that its `table` says."""
    found = []
    assert list(words.sentences()) == list(table)
    for name, entry in table.items():
        command = words.load(name)
        assert words.sentences()[name].endswith(".")
        assert {option for param in command.params for option in param.opts} >= {"--db", "--json", "-q"}
        if isinstance(entry, Group):
            assert (type(command), command.help) == (Noun, entry.help)
            found += _leads_to_commands(entry.words, command)
        else:
            assert isinstance(command, Verb)
            found.append((entry.module, f"{name} {entry.noun}" if entry.noun else name))
    return found


def test_every_word_of_the_table_leads_to_a_command_and_every_command_has_its_word() -> None:
    found = _leads_to_commands(TABLE, build_root())
    modules = {each.name: import_module(f"circo_cli.commands.{each.name}") for each in iter_modules(commands.__path__)}
    made = [
        (name, info.name)
        for name, module in modules.items()
        if isinstance(getattr(module, "app", None), typer.Typer)
        for info in module.app.registered_commands
    ]
    shared = [("removal", f"remove {noun}") for noun in removal.EXAMPLES] + [
        ("importing", f"import {noun}") for noun in importing.EXAMPLES
    ]
    assert sorted(found) == sorted([*made, *shared])


def test_a_noun_holds_nouns_of_its_own_and_loads_nothing_to_say_so() -> None:
    inner = Group("A part of it.", {"again": Command("none-such", "Do it again.")})
    noun = Noun(Group("Things.", {"do": Command("none-such", "Do it."), "part": inner}), name="thing", shared=list)
    assert noun.sentences() == {"do": "Do it.", "part": "A part of it."}
    assert noun.load("part").sentences() == {"again": "Do it again."}


def test_a_verb_that_is_the_same_for_many_nouns_is_made_for_each() -> None:
    for noun in ("hub", "theme"):
        info = registered("remove", Command("removal", "", noun=noun))
        assert f"circo {noun} remove " in str(info.callback and info.callback.__doc__)


def _check(value: str) -> str:
    """Check it."""
    return value


Checked = Annotated[str, typer.Option("--name", callback=_check)]


def _take(name: Checked = "") -> None:
    """Take it."""


def test_annotations_that_are_text_are_evaluated_before_typer_sees_them() -> None:
    command = make_verb(CommandInfo(name="take", callback=_take), [])
    assert [param.opts for param in command.params] == [["--name"]]
    for function in (_take, _check):
        assert not [each for each in function.__annotations__.values() if isinstance(each, str)]
