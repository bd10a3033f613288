"""circo export DIR and circo import DIR: everything, one CSV a table, without loss."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from circo_cli.context import Invocation, of
from circo_cli.errors import UsageError
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning

app = typer.Typer()

_ONE_FILE = (".xlsx", ".xls", ".csv", ".tsv", ".json", ".zip")


@app.command("export")
def export(
    ctx: typer.Context, directory: Annotated[str, typer.Argument(metavar="DIR", help="Made if missing.")]
) -> Result:
    """Write the whole network to DIR, one CSV a table, without loss (the journal excepted).

    Examples:
    circo export netwerk-2026q2
    circo export netwerk-2026q2 --db circo.db
    """
    from circo_cli.rendering.streams import write_file
    from circo_cli.storage.transfer import export_tables

    call = of(ctx)
    target = Path(directory).expanduser()
    if target.suffix.lower() in _ONE_FILE and not target.is_dir():
        raise UsageError(
            f"{target} is called as one file, and a network is a directory of files",
            hint="circo export DIR; one list is a file: circo company list -o xlsx --to companies.xlsx",
            code="output-file",
        )
    with call.reader() as reader:
        tables = list(export_tables(reader))
    rows = []
    foreign = [name for name, text, _ in tables if _is_foreign(target / f"{name}.csv", text)]
    if foreign:
        call.confirm(f"Replace {', '.join(f'{name}.csv' for name in foreign)} in {target}, which circo did not make?")
    if not call.flag("dry_run"):
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be made: {error.strerror}", hint="name another directory", code="output-file"
            ) from error
    made: list[Path] = []
    try:
        for name, text, count in tables:
            path = target / f"{name}.csv"
            if not call.flag("dry_run"):
                made += [] if path.exists() else [path]
                write_file(path, text.encode())
            rows.append((name, count, str(path)))
    except BaseException:  # half a network would pass for a whole one
        for path in made:
            path.unlink(missing_ok=True)
        raise
    messages = (
        (note("dry run: nothing was written; without --dry-run these files are"),)
        if call.flag("dry_run")
        else (
            warning(f"{target} now holds names, addresses and questions: keep it as safe as the database"),
            hint(f"circo import {quote(str(target))} --db NEW.db reads it again"),
        )
    )
    return Result(form=Form.LIST, fields=("table", "rows", "path"), rows=rows, name="tables", messages=messages)


def _is_foreign(path: Path, text: str) -> bool:
    """Tell whether there is a file at `path` with another header than that of `text`: somebody else's."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline().strip() != text.partition("\n")[0].strip()
    except OSError:
        return False


@app.command("import")
def import_(
    ctx: typer.Context, directory: Annotated[str, typer.Argument(metavar="DIR", help="What circo export made.")]
) -> Result:
    """Read a whole network from DIR into a new or empty database.

    Examples:
    circo import netwerk-2026q2 --db kopie.db
    circo import netwerk-2026q2 --db kopie.db --dry-run
    """
    call = of(ctx)
    added, messages = import_network(call, Path(directory).expanduser())
    return Result(
        form=Form.CHANGED,
        fields=("path", "rows"),
        rows=[(str(call.database), added)],
        lines=(f"holds {added} rows from {directory}",),
        messages=(*messages, hint("circo status shows what needs attention")),
    )


@contextmanager
def _made_or_there(call: Invocation) -> Iterator[None]:
    """Where there is no database, have `call` work on a new one, which appears with all that it holds."""
    from circo_cli.storage.migrations.run import new_database

    if call.database.exists():
        yield
        return
    path = call.database
    with new_database(path, keep=not call.flag("dry_run")) as scratch:
        call.database = scratch
        try:
            yield
        finally:
            call.database = path


def import_network(call: Invocation, directory: Path) -> tuple[int, list[Message]]:
    """Read `directory` into the database of `call`, which is made if missing; return how many rows, and notes."""
    from circo_cli.intake.network import read_network
    from circo_cli.storage.transfer import describe_tables, import_tables

    with _made_or_there(call), call.change() as change:
        source, ignored = read_network(directory, describe_tables(change.reader))
        added, bad = import_tables(change.connection, change.reader, source)
        if bad:
            raise UsageError(
                f"{len(bad)} rows cannot be taken; nothing was imported",
                hint="mend these rows and import again",
                code="bad-rows",
                details=[each.as_detail() for each in bad],
            )
        change.summary = f"imported {added} rows from {directory.name}"
    return added, [note(f"{name} is no table of circo and was left alone") for name in ignored]
