"""What we lean on inside Typer: these fail when Typer moves it, before a user's command does."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer
from typer import main
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo

from circo_cli.app import build_root
from circo_cli.app.nouns import TABLE
from circo_cli.app.options import root_options, shared_options
from circo_cli.app.words import Noun, Verb, as_parameters, completion_parameters, make_verb


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
    outer, inner = typer.Typer(), typer.Typer()
    outer.add_typer(inner, name="inner", help="Inner things.")
    (group,) = outer.registered_groups
    assert (group.name, group.help, group.typer_instance) == ("inner", "Inner things.", inner)
    from typer._completion_classes import completion_init
    from typer.exceptions import Abort, Exit, TyperException

    assert callable(completion_init)
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


def test_every_word_of_the_table_leads_to_a_command() -> None:
    root = build_root()
    assert list(root.sentences()) == list(TABLE)
    for name, word in TABLE.items():
        command = root.load(name)
        assert isinstance(command, Noun if word.verb is None else Verb)
        if isinstance(command, Noun):
            assert command.sentences()
            assert all(sentence.endswith(".") for sentence in command.sentences().values())


def test_a_noun_holds_groups_that_are_nouns_of_their_own() -> None:
    outer, inner = typer.Typer(), typer.Typer()
    outer.command("do")(_example)
    inner.command("again")(_example)
    outer.add_typer(inner, name="part", help="A part of it.")
    noun = Noun(outer, name="thing", help="Things.", shared=shared_options)
    assert noun.sentences() == {"do": "Do it.", "part": "A part of it."}
    part = noun.load("part")
    assert isinstance(part, Noun)
    assert part.sentences() == {"again": "Do it."}
    assert isinstance(part.load("again"), Verb)
    assert {option for param in part.params for option in param.opts} >= {"--db", "--json", "-q"}


def test_completion_can_be_installed() -> None:
    assert {option for param in completion_parameters() for option in param.opts} == {
        "--install-completion",
        "--show-completion",
    }
