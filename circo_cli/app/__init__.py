"""The root of circo: one run from arguments to exit code, and the one error boundary."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.exceptions import Abort, Exit, TyperException

from circo_cli import __version__
from circo_cli.app.nouns import TABLE
from circo_cli.app.options import root_options, shared_options
from circo_cli.app.words import (
    CONTEXT_SETTINGS,
    Words,
    as_parameters,
)
from circo_cli.context import Invocation
from circo_cli.errors import (
    CircoError,
    DatabaseError,
    InterruptedByUserError,
    UnexpectedError,
    UnknownTermError,
    UsageError,
)
from circo_cli.rendering import streams
from circo_cli.rendering.result import Result

PROGRAM = "circo"
_HELP = """Run the regional hubs of CIRCO: plan Tracks, enrol companies, log their questions, share what was learnt.

A thing is named by its key; a unique beginning of it is enough. Start with: circo demo. Topics: circo help"""


def build_root() -> Words:
    """Return the visible root; no module of a noun is imported."""
    root = Words(
        name=PROGRAM,
        help=_HELP,
        params=[*root_options(), *_version_option(), *_completion_options()],
        context_settings=dict(CONTEXT_SETTINGS),
        subcommand_metavar="NOUN VERB [ARGS]...",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    root.table = TABLE
    root.shared = shared_options
    return root


def _version_option() -> list[Any]:
    def version(
        version: bool = typer.Option(False, "--version", is_eager=True, help="Print the version."),
    ) -> None:
        """Declare ``--version``."""

    def show(ctx: typer.Context, param: Any, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            streams.write_out(f"{PROGRAM} {__version__}\n")
            raise Exit(0)

    return as_parameters(version, show)


def _completion_options() -> list[Any]:
    def completion(
        install_completion: bool = typer.Option(
            False, "--install-completion", is_eager=True, help="Complete words and keys in this shell, from now on."
        ),
        show_completion: bool = typer.Option(
            False, "--show-completion", is_eager=True, help="Print what that installs."
        ),
    ) -> None:
        """Declare what sets up completion."""

    def act(ctx: typer.Context, param: Any, value: bool) -> None:
        if not value or ctx.resilient_parsing:
            return
        from circo_cli.app import completion

        if "--show-completion" in param.opts:
            streams.write_out(completion.script())
        else:
            shell, path = completion.install(PROGRAM)
            streams.write_out(f"{shell} completion installed in {path}; it works in every shell that you open now\n")
        raise Exit(0)

    return as_parameters(completion, act)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; everything it has to say is printed here."""
    invocation = Invocation(arguments)
    try:
        return _run(arguments, invocation)
    except BrokenPipeError:
        streams.close_quietly()
        return 0
    except CircoError as error:
        return _fail(error, invocation)
    except Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, Abort):
        return _fail(InterruptedByUserError("interrupted; nothing was left half done"), invocation)
    except (OSError, RuntimeError, MemoryError) as error:
        code = _fail(_from_system(error, invocation), invocation)
        streams.close_quietly()  # else Python tries once more to print what a full disk did not take, and exits 120
        return code
    except Exception as error:
        return _fail(_unexpected(error, invocation), invocation)


def _run(arguments: Sequence[str], invocation: Invocation) -> int:
    root = build_root()
    if "_CIRCO_COMPLETE" in os.environ:
        from circo_cli.app.completion import complete

        raise Exit(complete(root, PROGRAM, invocation))
    checked = [invocation.check_text(argument) for argument in arguments]
    try:
        with root.make_context(PROGRAM, checked, obj=invocation) as ctx:
            result = root.invoke(ctx)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            streams.write_out(f"{error.format_message()}\n")
            raise Exit(0) from error
        from circo_cli.app.mistakes import usage_error

        raise usage_error(error, arguments, build_root()) from error
    gc.freeze()
    gc.enable()
    if not isinstance(result, Result):
        raise TypeError(f"a command returned {type(result).__name__} and not a Result")
    from circo_cli.rendering.render import render

    told = result._replace(messages=(*result.messages, *invocation.what_else()))
    return render(told, invocation.output_choice())


def _fail(error: CircoError, invocation: Invocation) -> int:
    if error.hint is None and isinstance(error, UsageError):
        from circo_cli.app.mistakes import next_step

        error.hint = next_step(error, invocation.arguments, build_root(), invocation.command)
    if isinstance(error, UnknownTermError):
        error.hint = error.hints[_language_of(invocation)]
    from circo_cli.rendering.render import render_error

    try:
        render_error(error, invocation.error_choice())
    except BrokenPipeError:
        streams.close_quietly()
    return error.exit_code


def _language_of(invocation: Invocation) -> str:
    """Return the language that was set, Dutch where nothing sound was."""
    try:
        return invocation.language
    except CircoError:
        return "nl"


def _from_system(error: BaseException, invocation: Invocation) -> CircoError:
    """Return the error for what the operating system refused."""
    if invocation.committed and isinstance(error, OSError):
        return DatabaseError(
            f"the change was made, but what came of it could not be printed: {error.strerror}",
            code="output-lost",
            hint="do not type it again; circo history --limit 1 shows it",
        )
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        hint = "free some space; a long answer waits in a temporary file, for which TMPDIR may name another disk"
        return DatabaseError("the disk is full; nothing was changed", code="disk-full", hint=hint)
    if isinstance(error, OSError) and error.filename is not None:
        return UsageError(f"{error.filename}: {error.strerror}", code="file", hint="check the path and its rights")
    if isinstance(error, FileNotFoundError) and not _somewhere():
        return UsageError("the current directory is not there any more", code="file", hint="cd to one that is")
    if isinstance(error, RuntimeError) and "home directory" in str(error):
        return UsageError("a path begins with ~ and a name that has no home here", code="file", hint="type it in full")
    return _unexpected(error, invocation)


def _somewhere() -> bool:
    """Tell whether the current directory, from which paths are counted, is still there."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


def _unexpected(error: BaseException, invocation: Invocation) -> CircoError:
    """Write the fault to a log file, without what was typed, and return the error that says where.

    Where the database is damaged, that is the error: any value that is read may then be none that there can be.
    """
    damage = invocation.damage()
    if damage is not None:
        return damage
    where = streams.write_fault(error)
    return UnexpectedError(
        f"unexpected fault in circo ({type(error).__name__}); nothing was left half done",
        hint=f"the particulars are in {where}; please send that file to the makers",
    )
