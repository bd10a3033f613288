"""circo db: the database file."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, listed, paging
from circo_cli.context import of
from circo_cli.queries.listing import arranged
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.storage.schema import DERIVED, REVISION
from circo_cli.values.rows import Nested

app = typer.Typer()


@app.command("init")
def init(
    ctx: typer.Context,
    group: Annotated[bool, typer.Option("--group", help="Let the group read and write too (0660, 2770).")] = False,
) -> Result:
    """Make an empty database.

    Examples:
    circo db init
    circo db init --db netwerk.db --group
    """
    from circo_cli.storage.migrations.run import create_database

    call = of(ctx)
    if not call.flag("dry_run"):
        create_database(call.database, group=group)
    return Result(
        form=Form.CHANGED,
        fields=("path", "schema"),
        rows=[(str(call.database), REVISION)],
        lines=("is a new, empty database",),
        messages=(_dry_run(),) if call.flag("dry_run") else (hint("next: circo hub onboard, or circo import DIR"),),
    )


@app.command("info")
def info(ctx: typer.Context) -> Result:
    """Say where the database is, how large, and when it was last backed up.

    Examples:
    circo db info
    """
    from circo_cli.storage.backup_places import last_backup

    call = of(ctx)
    with call.reader() as reader:
        names = [
            row[0]
            for row in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if not row[0].startswith(("sqlite_", *DERIVED))
        ]
        tables = [(name, reader.value(f'SELECT count(*) FROM "{name}"')) for name in names]
        revision = reader.value("SELECT version_num FROM alembic_version")
        schema = reader.value("PRAGMA user_version")
    backed_up = last_backup(call.database)
    row = (
        str(call.database),
        call.database.stat().st_size,
        schema,
        revision,
        sqlite3.sqlite_version,
        Nested(("table", "rows"), tables),
        backed_up,
    )
    messages = () if backed_up else (hint("there is no backup yet: circo db backup"),)
    fields = ("path", "size", "schema", "revision", "sqlite", "tables", "last_backup")
    result = Result(form=Form.ONE, fields=fields, rows=[row], messages=messages)
    if call.flag("verbose"):
        return result
    return result._replace(picture=partial(_picture, dict(zip(fields, row, strict=True))))


def _picture(thing: dict[str, Any], width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.database import draw_database

    return draw_database(thing, width=width, color=color)


@app.command("check")
def check(
    ctx: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help="Also the rules of the field and the journal.")] = False,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Check that the database is sound.

    Examples:
    circo db check
    circo db check --deep
    """
    from circo_cli.errors import DatabaseError
    from circo_cli.storage.checks import Check, check_database
    from circo_cli.storage.erasure import finish_pending

    call = of(ctx)
    messages: tuple[Message, ...] = ()
    try:
        if not (call.only_reads or call.flag("dry_run")) and finish_pending(call.database):
            messages = (note("an erasure that was cut short is finished now"),)
    except DatabaseError as error:  # what is wrong with the file is among the checks
        messages = (warning(f"an erasure that was cut short is not finished: {error.message}"),)
    checks = check_database(call.database, deep=deep)
    broken = [each for each in checks if not each.ok]
    if broken:
        raise DatabaseError(
            f"{call.database} is not sound: {broken[0].check}: {broken[0].detail}",
            code="database-damaged",
            hint="circo db restore FILE puts a backup back; circo db info names the last one",
            details=[each._asdict() for each in broken],
        )
    page = arranged(checks, Check._fields, paging(call, sort, limit))
    return listed(page, Check._fields, columns=Check._fields, name="checks", messages=messages)


@app.command("upgrade")
def upgrade(ctx: typer.Context) -> Result:
    """Bring an older database to this program's schema; a verified backup is written first.

    Examples:
    circo db upgrade
    """
    from circo_cli.storage.migrations.run import upgrade_database

    call = of(ctx)
    before, kept = upgrade_database(call.database, moment=call.moment, dry_run=call.flag("dry_run"))
    done = f"has schema {REVISION}" + (" already" if before == REVISION else f" now; it had {before}")
    messages = (note(f"as it was, it is kept at {kept}"),) if kept else ()
    return Result(
        form=Form.CHANGED,
        fields=("path", "schema", "kept"),
        rows=[(str(call.database), REVISION, kept)],
        lines=(done,),
        messages=messages,
    )


@app.command("backup")
def backup(
    ctx: typer.Context,
    to: Annotated[str | None, typer.Option("--to", metavar="FILE", help="Default: beside the database.")] = None,
) -> Result:
    """Write a verified backup, also while others work.

    Before every import that changes something, every upgrade and every restore circo makes one of its own accord, and
    keeps the last ten of those. The digest is of all rows: two backups that have the same one hold the same.

    Examples:
    circo db backup
    circo db backup --to circo-2026q2.db
    """
    from circo_cli.storage.backup import Backup, make_backup
    from circo_cli.storage.erasure import finish_pending

    call = of(ctx)
    named = to or call.options.get("to")
    call.options.keep("to", None)
    if named == "-":
        from circo_cli.errors import UsageError

        raise UsageError("a backup is a file, and - is none", hint="circo db backup --to FILE", code="output-file")
    dry_run = call.flag("dry_run")
    if not dry_run:
        finish_pending(call.database)
    target = Path(named).expanduser() if named else None
    made = make_backup(call.database, target, moment=call.moment, dry_run=dry_run)
    return Result(
        form=Form.CHANGED,
        fields=Backup._fields,
        rows=[made],
        lines=(f"holds {made.rows} rows, verified",),
        messages=(
            _dry_run() if dry_run else note("the backup holds everything that the database does: keep it as safe"),
        ),
    )


@app.command("restore")
def restore(ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.")]) -> Result:
    """Put a backup in the place of the database; what it replaces is kept.

    Examples:
    circo db restore circo-2026q2.db --yes
    circo db restore circo-2026q2.db --yes --dry-run
    """
    from circo_cli.domain.undo import ERASING
    from circo_cli.storage.restoring import check_backup, erasures_after, restore_backup

    call = of(ctx)
    source = Path(file).expanduser()
    check_backup(source, database=call.database)
    if call.database.exists():
        call.confirm(f"Replace {call.database} by {source}?")
    undone = erasures_after(call.database, source, commands=ERASING)
    kept = None if call.flag("dry_run") else restore_backup(source, call.database, moment=call.moment)
    row = (str(call.database), str(source), None if kept is None else str(kept))
    messages = [note(f"what it replaced is kept at {kept}")] if kept else []
    messages += [
        warning(f"what {key} ({command}) erased is in {source} still: circo {command} erases it again")
        for key, command in undone
    ]
    messages += [_dry_run()] if call.flag("dry_run") else []
    return Result(
        form=Form.CHANGED,
        fields=("path", "restored_from", "kept"),
        rows=[row],
        lines=(f"restored from {source}",),
        messages=tuple(messages),
    )


def _dry_run() -> Message:
    return note("dry run: nothing was written; without --dry-run it is so")
