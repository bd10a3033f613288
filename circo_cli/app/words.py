"""Nouns and verbs over Typer, loaded only when they are typed.

Everything that leans on Typer's inner workings stays in this one module (and its test says when Typer moves
them); the bounds on Typer's version in ``pyproject.toml`` follow from it. Its errors
are told by `circo_cli.app.mistakes`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_params_convertors_ctx_param_name_from_function
from typer.models import CommandInfo

from circo_cli.context import Invocation
from circo_cli.errors import CircoError, InterruptedByUserError, MissingValueError, UsageError
from circo_cli.rendering.result import note

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
SHARED = "shared_"
"""What the names of shared options begin with, inside."""

_EXAMPLES = "\nExamples:\n"
_EVERYWHERE = "Also: --json -o --to --fields --db --as --today --dry-run -y -q -v"
_EXPLAINED = "(circo --help explains them)"


class Verb(TyperCommand):
    """A command whose docstring ends in ``Examples:``, which are printed as they stand.

    What its line lacks is asked for where somebody sits at a terminal; the line that this makes is then run and told.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Split the examples from the help text."""
        parts = str(kwargs.get("help") or "").partition(_EXAMPLES)
        self.examples: str = parts[2]
        kwargs["help"] = parts[0].strip()
        super().__init__(*args, **kwargs)
        self.typed: list[str] = []
        self._asked: list[str] | None = None

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Read the words of the line, having asked for the required ones that it lacks."""
        self.typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if type(error).__name__ != "MissingParameter" or not self._may_ask(ctx):
                raise
        return self._ask(ctx)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command, and tell the whole line where something was asked for, also when it is refused."""
        try:
            result = self._invoke(ctx)
        except InterruptedByUserError:
            raise
        except CircoError:
            if self._asked is not None:
                _invocation(ctx).narrate(f"note: {self._line(ctx)}\n")
            raise
        if self._asked is None:
            return result
        return result._replace(messages=(*result.messages, note(self._line(ctx))))

    def _invoke(self, ctx: typer.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MissingValueError as error:
            if ctx.params.get(error.parameter) or not self._may_ask(ctx):
                raise
            self._ask(ctx, error.parameter)
        return self._invoke(ctx)

    def _ask(self, ctx: typer.Context, parameter: str | None = None) -> list[str]:
        from circo_cli.commands.guided import ask_for

        self._asked = ask_for(ctx, self.typed if self._asked is None else self._asked, parameter)
        return super().parse_args(ctx, list(self._asked))

    def _may_ask(self, ctx: typer.Context) -> bool:
        """Tell whether what is missing may be asked for: the line is the user's own, and ``-q`` is for scripts."""
        call = _invocation(ctx)
        own = call.arguments[len(call.arguments) - len(self.typed) :] == self.typed
        return own and not call.flag("quiet") and call.may_ask()

    def _line(self, ctx: typer.Context) -> str:
        from circo_cli.commands.guided import one_line

        return one_line(_invocation(ctx), self.typed, self._asked or [])

    def format_epilog(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write the examples and where the shared options are explained."""
        if self.examples:
            formatter.write_paragraph()
            formatter.write("Examples:\n")
            formatter.write("".join(f"  {line.strip()}\n" for line in self.examples.strip().splitlines()))
        formatter.write_paragraph()
        formatter.write_text(_EVERYWHERE)
        formatter.write_text(_EXPLAINED)

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return what follows the command, without Typer's braces: they are not to be typed."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


def _invocation(ctx: typer.Context) -> Invocation:
    call: Invocation = ctx.find_object(Invocation) or Invocation([])
    return call


class Command(NamedTuple):
    """A command: what the `app` of the module `module` of `circo_cli.commands` registers under its word.

    With `noun` it is a verb that is the same for many nouns: the module's `app_of(noun)` registers it.
    """

    module: str
    help: str
    noun: str | None = None


class Group(NamedTuple):
    """A noun: a word that others follow."""

    help: str
    words: Mapping[str, Command | Group]


class Words(TyperGroup):
    """A group that knows its commands by name and help sentence, and makes one only when it is typed."""

    table: Mapping[str, Command | Group] = {}
    shared: Callable[[], list[Any]] = staticmethod(list)

    def sentences(self) -> Mapping[str, str]:
        """Return every command's name with its help sentence; nothing is imported."""
        return {name: entry.help for name, entry in self.table.items()}

    def load(self, name: str) -> Any:
        """Return the real command `name`: of a verb its module is imported, and no other; a noun imports nothing."""
        entry = self.table[name]
        if isinstance(entry, Group):
            return Noun(entry, name=name, shared=self.shared)
        return make_verb(registered(name, entry), self.shared())

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the names, in the order in which help shows them."""
        return list(self.sentences())

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """Return a bare command that only knows its help: enough for help and completion of names."""
        sentence = self.sentences().get(cmd_name)
        return None if sentence is None else TyperCommand(cmd_name, help=sentence, rich_markup_mode=None)

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """Write the commands first: what every command takes is the same everywhere."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.sentences().items()))
        TyperCommand.format_options(self, ctx, formatter)  # type: ignore[arg-type]

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> tuple[str, Any, list[str]]:  # type: ignore[override]
        """Load the command that was typed; a typo gets a suggestion and is never run."""
        name = args[0]
        if name not in self.sentences():
            if name.startswith("-"):
                self.parse_args(ctx, args)
            raise self._unknown(ctx, args)
        return name, self.load(name), args[1:]

    def _unknown(self, ctx: typer.Context, args: list[str]) -> UsageError:
        from circo_cli.app.meant import commands_meant, key_meant, suggestion

        root: Any = ctx.find_root().command
        path = ctx.command_path
        words = tuple(path.split()[1:])
        meant = commands_meant(root.table, words, args)
        if not meant and ("show" in self.table or not words):
            meant = key_meant(_invocation(ctx), words, args[0])
        return UsageError(
            f"'{args[0]}' is not a command of {path}",
            hint=suggestion(meant, otherwise=f"{path} --help lists the commands"),
            code="unknown-command",
        )


class Noun(Words):
    """A noun: a group within the root, or within another noun."""

    def __init__(self, group: Group, *, name: str, shared: Callable[[], list[Any]]) -> None:
        """Make the group `name` with the words of `group`."""
        super().__init__(
            name=name,
            help=group.help,
            params=shared(),
            context_settings=dict(CONTEXT_SETTINGS),
            subcommand_metavar="VERB [ARGS]...",
            no_args_is_help=True,
            rich_markup_mode=None,
        )
        self.table = group.words
        self.shared = shared


def registered(name: str, command: Command) -> CommandInfo:
    """Import the module of `command` and return what it registers under `name`."""
    module = import_module(f"circo_cli.commands.{command.module}")
    app: typer.Typer = module.app if command.noun is None else module.app_of(command.noun)
    return next(info for info in app.registered_commands if info.name == name)


def make_verb(info: CommandInfo, shared: list[Any]) -> Any:
    """Return the command that `info` registers, with the `shared` options it does not own itself."""
    if info.callback is not None:
        evaluate(info.callback)
    info.cls = Verb
    info.context_settings = dict(CONTEXT_SETTINGS)
    command = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
    owned = {option for param in command.params for option in param.opts}
    command.params.extend(param for param in shared if owned.isdisjoint(param.opts))
    return command


def evaluate(function: Callable[..., Any]) -> None:
    """Evaluate the annotations of `function`, and of the functions that take a parameter of it.

    Typer evaluates what is still text twice, and in a slow way: it took 1.5 ms of every command.
    """
    function.__annotations__ = inspect.get_annotations(function, eval_str=True)
    for annotation in function.__annotations__.values():
        for info in getattr(annotation, "__metadata__", ()):
            if info.callback is not None:
                evaluate(info.callback)


def as_parameters(function: Callable[..., Any], callback: Callable[..., Any]) -> list[Any]:
    """Return the parameters of `function` as options that hand their value to `callback` and nowhere else."""
    evaluate(function)
    params = get_params_convertors_ctx_param_name_from_function(function)[0]
    for param in params:
        param.name = SHARED + str(param.name)  # so that a verb's own parameter of that name is another one
        param.expose_value = False
        param.callback = callback
    return list(params)


def came_from_command_line(ctx: typer.Context, name: str) -> bool:
    """Tell whether the value of the option `name` was typed (and not a default)."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


class Place(NamedTuple):
    """Where on a line a word is wanted: of which command, for which parameter (None: a word or an option)."""

    context: typer.Context
    param: Any
    option: str
    beginning: str


def place_on_line(root: TyperGroup, program: str, before: list[str], beginning: str, *, obj: Any) -> Place:
    """Return where the word that begins with `beginning` stands, after the words `before`; nothing is run."""
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete

    context = _resolve_context(root, {"obj": obj}, program, before)
    dash = "-" if before[-1:] == ["--sort"] and beginning.startswith("-") else ""  # a field, and no option
    thing: Any
    thing, rest = _resolve_incomplete(context, list(before), beginning.removeprefix(dash))
    options = [option for option in getattr(thing, "opts", ()) if option.startswith("-")]
    return Place(
        cast(typer.Context, context),
        thing if hasattr(thing, "opts") else None,
        options[0] if options else "",
        dash + rest,
    )


def words_that_follow(place: Place) -> list[tuple[str, str]]:
    """Return the commands, or the options, that begin as the word does, each with what it is for."""
    command, beginning = place.context.command, place.beginning
    if isinstance(command, Words) and not beginning.startswith("-"):
        return [(name, about) for name, about in command.sentences().items() if name.startswith(beginning)]
    if not beginning.startswith("-"):
        return []
    return [
        (option, getattr(param, "help", None) or "")
        for param in command.params
        if getattr(param, "multiple", False) or not came_from_command_line(place.context, str(param.name))
        for option in param.opts
        if option.startswith(beginning) and option.startswith("--")
    ]


def run_to_result(root: TyperGroup, program: str, typed: list[str], *, obj: Any) -> Any:
    """Run a line that only reads, as far as its result, of which no row is asked for.

    Raises `UsageError` for a line that may do something else.
    """
    command = place_on_line(root, program, typed, "", obj=obj).context.command
    options = {option for param in command.params for option in param.opts}
    if "--sort" not in options and command.name != "show":
        raise UsageError(f"what {command.name} prints is not known beforehand")
    with root.make_context(program, [*typed, *(["--limit", "0"] if "--limit" in options else [])], obj=obj) as ctx:
        return root.invoke(ctx)
