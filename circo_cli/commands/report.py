"""circo report: what happened in a quarter, beside targets and an earlier quarter."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from circo_cli.commands.arguments import HubFilter, hub_filter
from circo_cli.context import Invocation, of, parsed, unknown_value
from circo_cli.documents.language import Language, language_of
from circo_cli.documents.report import Report, as_json, collect_report
from circo_cli.errors import UsageError
from circo_cli.rendering.result import Form, Result
from circo_cli.values.quarter import Quarter, parse_quarter

app = typer.Typer()

FORMATS = ("text", "markdown", "json")


@app.command("quarter")
def quarter(
    ctx: typer.Context,
    quarter: Annotated[str, typer.Argument(metavar="[QUARTER]", help="2026Q2, Q2, this, next or last.")] = "this",
    hub: HubFilter = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="QUARTER", help="Compare with it; default the one before."),
    ] = None,
    document: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="text, markdown or json; -o means the same."),
    ] = None,
) -> Result:
    """Report a quarter: figures with target and comparison, Tracks, questions, what is planned next.

    Examples:
    circo report quarter
    circo report quarter 2026Q2 --hub noord-holland --compare 2025Q2
    circo report quarter last --format markdown --to report.md
    """
    call = of(ctx)
    chosen = _format(call, document)
    language = language_of(call.language)
    reported: Quarter = parsed(parse_quarter, quarter, option="QUARTER", today=call.today)
    compared: Quarter = parsed(_compared, compare or "", option="--compare", quarter=reported, today=call.today)
    with call.reader() as reader:
        report = collect_report(
            reader, quarter=reported, compare=compared, hub_id=hub_filter(reader, hub), today=call.today
        )
    return Result(form=Form.TEXT, text=_write(report, chosen, language))


def _format(call: Invocation, named: str | None) -> str:
    """Return the format of the report: ``--format``, else ``-o``, else CIRCO_OUTPUT where a report has it."""
    if call.fields is not None:
        raise UsageError("a report is a document and has no --fields", hint="leave --fields out", code="unknown-field")
    typed = call.options.get("output")
    for option, value in (("--format", named), ("--output", typed)):
        if value is not None and value not in FORMATS:
            raise unknown_value(value, FORMATS, option=option)
    if named is not None and typed not in (None, named):
        raise UsageError(
            f"--format {named} and -o {typed} name two different documents",
            hint="here -o means the same as --format: leave one out",
            code="output",
        )
    wanted = call.setting("output")
    chosen = named or typed or (wanted if wanted in FORMATS else "text")
    # The boundary knows no output "text", and CIRCO_OUTPUT may name one that a report does not have.
    call.options.keep("output", "table" if chosen == "text" else chosen)
    return str(chosen)


def _compared(typed: str, *, quarter: Quarter, today: date) -> Quarter:
    return parse_quarter(typed, today=today) if typed else quarter.previous


def _write(report: Report, document: str, language: Language) -> str:
    if document == "json":
        return as_json(report, language)
    if document == "markdown":
        from circo_cli.documents.report_markdown import as_markdown

        return as_markdown(report, language)
    from circo_cli.documents.report_text import as_text

    return as_text(report, language)
