"""The verb import, which is the same for every noun that files hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.context import Invocation, of, unknown_value
from circo_cli.errors import BadRowsError, UsageError
from circo_cli.rendering.result import Message, Result, hint, note, warning
from circo_cli.values.keys import number_key
from circo_cli.values.text import counted, plural

if TYPE_CHECKING:
    from circo_cli.intake.importing import Existing, Outcome
    from circo_cli.intake.mapping import Importer
    from circo_cli.intake.sheet import Sheet

FIELDS = ("change", "added", "updated", "unchanged", "skipped", "bad")

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")

FileArgument = Annotated[str, typer.Argument(metavar="FILE|-", help="CSV, TSV, XLSX, JSON or JSONL; - is stdin.")]
UpdateOption = Annotated[bool, typer.Option("--update", help="Change what is there already and differs.")]
SkipOption = Annotated[bool, typer.Option("--skip-existing", help="Leave what is there already as it is.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="HEADER=FIELD", help='What a column means; "HEADER=" passes it over. Repeat it.'),
]
RejectsOption = Annotated[
    str | None, typer.Option("--rejects", metavar="FILE", help="Keep the bad rows there, to mend and import.")
]
PartialOption = Annotated[bool, typer.Option("--partial", help="Take the good rows although others are bad.")]
FormatOption = Annotated[
    str | None, typer.Option("--input-format", metavar="FORMAT", help="csv, tsv, xlsx, json or jsonl, for stdin.")
]

EXAMPLES = {
    "company": "bedrijven.csv",
    "contact": "contactpersonen.csv",
    "enrolment": "aanmeldingen.csv",
    "goal": "doelen.csv",
    "hub": "hubs.csv",
    "insight": "inzichten.csv",
    "note": "notities.csv",
    "partner": "partners.csv",
    "question": "vragen.csv",
    "theme": "themas.csv",
    "track": "tracks.csv",
    "trainer": "trainers.csv",
}
"""A file of the examples for each noun."""

_TOLD = 20

_NEXT = {"company": "circo company duplicates finds those that are perhaps one"}
"""What to type after an import that added something."""


COLUMNS: Mapping[str, str] = {
    "hub": (
        "key name kind stage regions sectors country timezone lead lead_email launch_quarter "
        "first_launch_quarter official_on"
    ),
    "partner": "key name kind website hub role covers from until",
    "goal": "key hub metric target from until theme note",
    "track": (
        "key title hub hubs kind theme planned_quarter quarter starts_on dates status capacity minimum "
        "location taught_in trainers reason"
    ),
    "trainer": "key name email hub certified_on",
    "theme": "key name_nl name_en",
    "company": (
        "key name kvk kind sector chain_role journey city postcode region country hub website "
        "contact_name contact_email contact_phone contact_role"
    ),
    "note": "key company text on next by",
    "contact": "company name email phone role",
    "enrolment": (
        "key track company status people contacts waitlisted_at waitlist_position invited_on "
        "registered_on confirmed_on ended_on score outcome proposition aid reason"
    ),
    "question": (
        "key text company hub track theme category topics status asked_on due_on owner referred_to "
        "sharing shared_text merged_into answer answered_on answered_by"
    ),
    "insight": ("key title kind origin theme category topics status version published_on review_on questions body"),
}
"""The columns that a file of each noun may have; here once more, so that help loads no import."""


def app_of(noun: str) -> typer.Typer:
    """Return the verb import of `noun`."""

    def import_(
        ctx: typer.Context,
        file: FileArgument,
        update: UpdateOption = False,
        skip_existing: SkipOption = False,
        mapped: MapOption = None,
        rejects: RejectsOption = None,
        partial: PartialOption = False,
        input_format: FormatOption = None,
    ) -> Result:
        return _import(
            of(ctx),
            noun,
            file,
            existing=_existing(update=update, skip=skip_existing),
            mapped=_mapped(mapped or ()),
            rejects=rejects,
            partial=partial,
            format=_format(input_format),
        )

    import_.__doc__ = f"""Import {plural(noun)} from a spreadsheet or another file: all rows, or none where one is bad.

    Columns, or Dutch words for them: {COLUMNS[noun]}.
    Several values in a cell stand between semicolons; an empty cell says nothing.

    Examples:
    circo {noun} import {EXAMPLES[noun]} --dry-run
    circo {noun} import {EXAMPLES[noun]} --partial --rejects mend-these.csv
    """
    app = typer.Typer()
    app.command("import")(import_)
    return app


def _import(
    call: Invocation,
    noun: str,
    file: str,
    *,
    existing: Existing,
    mapped: dict[str, str],
    rejects: str | None,
    partial: bool,
    format: str | None,
) -> Result:
    from circo_cli.commands.arguments import configured_hub
    from circo_cli.intake.importing import REJECTED, headers_of, import_rows, rejects_column
    from circo_cli.intake.known import Known, told
    from circo_cli.intake.reading import read_sheet
    from circo_cli.intake.sheet import unseen
    from circo_cli.rendering.progress import progress
    from circo_cli.storage.backup_places import Cause

    importer = _importer(noun)
    if rejects is not None:
        _check_rejects(call, rejects, file)
    quiet = call.flag("quiet")
    with progress(f"reading {plural(noun)}", None) as tell:
        sheet = read_sheet(
            file,
            headers=headers_of(importer),
            derived=(*importer.derived, REJECTED),
            mapped=mapped,
            format=format,
            progress=unseen if quiet else tell,
        )
    with call.change(keeping=Cause.IMPORT) as change:
        known = Known(
            change,
            today=call.today,
            now=call.now,
            moment=call.moment,
            actor=call.actor,
            configured_hub=lambda: configured_hub(call, change.reader, "a column hub says otherwise"),
        )
        with progress(f"importing {plural(noun)}", len(sheet.lines)) as tell:
            outcome = import_rows(importer(known), sheet, existing=existing, progress=unseen if quiet else tell)
        messages = [*_unread(sheet), *map(note, told(known.notes)), *map(warning, told(known.warnings))]
        messages += _keep_rejects(call, rejects, sheet, outcome, column=rejects_column(importer))
        if outcome.added and noun in _NEXT:
            messages.append(hint(_NEXT[noun]))
        if outcome.bad and partial:
            messages += _left_out(sheet, outcome)
        if outcome.bad and not partial:
            raise _refusal(sheet, outcome, rejects=rejects)
        change.session.flush()
        line = _line(outcome, noun, sheet.name)
        change.summary = line
        wrote = bool(outcome.added or outcome.updated) and not call.flag("dry_run")
        key = number_key("change", change.number) if wrote else None
        counts = (outcome.added, outcome.updated, outcome.unchanged, outcome.skipped, outcome.bad_rows)
        result = call.changed(FIELDS, [(key, *counts)], [line], messages=messages)
    if change.kept is None or not call.flag("verbose"):
        return result
    return result._replace(messages=(*messages, note(f"what there was before is kept at {change.kept}")))


def _importer(noun: str) -> type[Importer]:
    module = import_module(f"circo_cli.intake.{noun}")
    found: type[Importer] = getattr(module, f"{noun.title()}Importer")
    return found


def _existing(*, update: bool, skip: bool) -> Existing:
    from circo_cli.intake.importing import Existing

    if update and skip:
        raise UsageError(
            "--update changes what is there, and --skip-existing leaves it", hint="leave one of them out", code="usage"
        )
    return Existing.UPDATE if update else Existing.SKIP if skip else Existing.REFUSE


def _mapped(typed: Sequence[str]) -> dict[str, str]:
    """Return header → field of each ``--map``; an empty field passes the column over."""
    found = {}
    for each in typed:
        header, separator, field = each.rpartition("=")
        if not separator or not header.strip():
            raise UsageError(
                f"--map: '{each}' is not HEADER=FIELD", hint='for example --map "Bedrijf=name"', code="bad-value"
            )
        found[header.strip()] = field.strip()
    return found


def _format(typed: str | None) -> str | None:
    if typed is not None and typed not in FORMATS:
        raise unknown_value(typed, FORMATS, option="--input-format")
    return typed


def _check_rejects(call: Invocation, rejects: str, file: str) -> None:
    from circo_cli.rendering.streams import check_writable

    if rejects == "-":
        raise UsageError("--rejects is a file, and - is none", hint="--rejects FILE", code="output-file")
    call.spare_database(rejects, option="--rejects")
    if file != "-" and Path(rejects).expanduser().resolve() == Path(file).expanduser().resolve():
        raise UsageError("--rejects is the file that is imported", hint="name another file", code="output-file")
    check_writable(rejects, option="--rejects")


def _unread(sheet: Sheet) -> list[Message]:
    """Return a warning for each sheet and column that was not read: nothing is passed over in silence."""
    messages = [warning(f"the sheet '{title}' of {sheet.name} was not read") for title in sheet.skipped]
    if sheet.above:
        messages.append(note(f"the header is in row {sheet.above + 1} of {sheet.name}; what stands above was not read"))
    for header, near in sheet.unread:
        way = f'--map "{header}={near or "FIELD"}" reads it'
        messages.append(warning(f"the column '{header}' was not read: {way}, --map \"{header}=\" passes it over"))
    return messages


def _keep_rejects(call: Invocation, path: str | None, sheet: Sheet, outcome: Outcome, *, column: str) -> list[Message]:
    """Write the bad rows to the file of ``--rejects``; what is told of it."""
    if path is None or not outcome.bad:
        return []
    count = counted(outcome.bad_rows, "bad row", "bad rows")
    if call.flag("dry_run"):
        return [note(f"would write {count} to {path}")]
    from circo_cli.intake.rejects import write_rejects

    write_rejects(path, sheet, outcome.bad, column=column)
    return [note(f"{path} holds {count}, with what is wrong: mend them there and import it")]


def _left_out(sheet: Sheet, outcome: Outcome) -> list[Message]:
    """Return warnings of the rows that ``--partial`` left out: the first of them each with its reason."""
    messages = [warning(f"{_share(sheet, outcome)} cannot be taken, and were left out")]
    for each in outcome.bad[:_TOLD]:
        near = f" (nearest: {each.nearest})" if each.nearest else ""
        messages.append(warning(f"row {each.row}, {each.column} '{each.value or ''}': {each.reason}{near}"))
    if len(outcome.bad) > _TOLD:
        messages.append(warning(f"and {len(outcome.bad) - _TOLD} more; --rejects FILE keeps them all"))
    return messages


def _share(sheet: Sheet, outcome: Outcome) -> str:
    return f"{outcome.bad_rows} of {len(sheet.lines) + len(sheet.spoilt)} rows of {sheet.name}"


def _refusal(sheet: Sheet, outcome: Outcome, *, rejects: str | None) -> BadRowsError:
    differing = any(each.reason.startswith("differs from ") for each in outcome.bad)
    ways = ["mend them and type it again"]
    if differing:
        ways.append("--update changes what is stored, --skip-existing leaves it")
    if sheet.unread:
        ways.append(f"not read: {', '.join(header for header, _ in sheet.unread)} (--map HEADER=FIELD reads a column)")
    ways.append("--partial takes the other rows")
    if rejects is None:
        ways.append("--rejects FILE keeps these ones to mend")
    return BadRowsError(
        f"{_share(sheet, outcome)} cannot be taken, and nothing was imported",
        hint="; ".join(ways),
        details=[each._asdict() for each in outcome.bad],
    )


def _line(outcome: Outcome, noun: str, name: str) -> str:
    """Return what an import came to, in words."""
    parts = [
        f"{count} {word}"
        for count, word in (
            (outcome.added, "added"),
            (outcome.updated, "updated"),
            (outcome.unchanged, "unchanged"),
            (outcome.skipped, "skipped"),
            (outcome.bad_rows, "bad"),
        )
        if count
    ]
    return f"{plural(noun)} from {Path(name).name}: {', '.join(parts) or 'no rows'}"
