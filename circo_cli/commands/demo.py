"""circo demo: an example network, a quarter typed on it, a digest and a report to read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess  # nosec B404 # for the one call below
import sys
from pathlib import Path
from typing import Annotated

import typer

from circo_cli.context import Invocation, of
from circo_cli.errors import RefusedError, UnexpectedError, UsageError
from circo_cli.rendering.result import Form, Message, Result, hint

app = typer.Typer()

DATABASE = "circo.db"
_FIELDS = ("path", "database", "digest", "report")


@app.command("demo")
def demo(
    ctx: typer.Context,
    to: Annotated[str | None, typer.Option("--to", metavar="DIR", help="Where; default ./circo-demo.")] = None,
) -> Result:
    """Build an example network, run a quarter on it, show a digest and a report.

    Examples:
    circo demo
    circo demo --to proef
    """
    call = of(ctx)
    target = Path(to or call.options.get("to") or "circo-demo").expanduser().absolute()
    call.options.keep("to", None)
    if target.exists() and not _is_empty(target):
        raise RefusedError(
            f"there is already something at {target}",
            hint=f"circo demo --to OTHER-DIR, or remove it first: rm -r {shlex.quote(str(target))}",
            code="demo-exists",
        )
    if call.flag("dry_run"):
        return Result(form=Form.ONE, fields=_FIELDS, rows=[_row(target)], messages=(hint("dry run: nothing was made"),))
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be made: {error.strerror}", hint="circo demo --to DIR", code="output-file"
        ) from error
    try:
        _run_quarter(call, target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    return Result(form=Form.ONE, fields=_FIELDS, rows=[_row(target)], messages=_what_next(target))


def _is_empty(target: Path) -> bool:
    return target.is_dir() and not any(target.iterdir())


def examples() -> Path:
    """Return the directory of the examples: inside an installed package, or beside a source tree."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "examples", package.parent / "examples"):
        if (place / "network" / "hub.csv").is_file():
            return place
    raise UnexpectedError("the example files are missing from this installation", hint="install circo again")


def typed_lines(script: str) -> list[list[str]]:
    """Return the commands of circo that a shell script types, as arguments, without the import of the network."""
    return [
        shlex.split(line)[1:]
        for line in script.splitlines()
        if line.startswith("circo ") and not line.startswith("circo import ")
    ]


def settings(script: str) -> dict[str, str]:
    """Return the settings that a shell script exports for circo, but for the database."""
    lines = [line for line in script.splitlines() if line.startswith("export ")]
    words = [word for line in lines for word in shlex.split(line, comments=True)[1:]]
    pairs = dict(word.split("=", 1) for word in words)
    return {name: value for name, value in pairs.items() if name != "CIRCO_DB"}


def _run_quarter(call: Invocation, directory: Path) -> None:
    """Read the example network into `directory` and type the lines of ``examples/quarter.sh`` there."""
    place = examples()
    script = (place / "quarter.sh").read_text(encoding="utf-8")
    shutil.copy(place / "onderhoud.md", directory)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCO_")}
    environment |= settings(script) | {"CIRCO_DB": str(directory / DATABASE)}
    for arguments in (["import", str(place / "network")], *typed_lines(script)):
        done = subprocess.run(  # noqa: S603 # nosec B603 # our own program, with arguments of our own
            [sys.executable, "-m", "circo_cli", *arguments],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        call.narrate(f"$ circo {' '.join(_shortened(each) for each in arguments)}\n")
        if done.returncode:
            raise UnexpectedError(f"the demo broke at this command: {done.stderr.strip()}", hint="please report it")
        if call.flag("verbose"):
            call.narrate(done.stdout + done.stderr)


def _shortened(argument: str) -> str:
    words = argument if len(argument) <= 60 else f"{argument[:59]}…"
    return shlex.quote(words) if " " in words else words


def _row(target: Path) -> tuple[str, str, str, str]:
    return (
        str(target),
        str(target / DATABASE),
        str(target / "digests" / "circo-digest-network-2026Q2-nl.md"),
        str(target / "report-noord-holland-2026Q2.md"),
    )


def _what_next(target: Path) -> tuple[Message, ...]:
    place = shlex.quote(str(target / DATABASE))
    return (
        hint("read the digest and the report, then try it yourself:"),
        hint(f"export CIRCO_DB={place} CIRCO_TODAY=2026-06-30"),
        hint("circo status"),
        hint("circo hub list"),
        hint("circo track show noord-holland-2026q3-2"),
        hint("circo question list --unanswered"),
    )
