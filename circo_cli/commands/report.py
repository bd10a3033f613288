"""circo report: what happened in a quarter, beside targets and an earlier quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, cast

import typer

from circo_cli.commands.arguments import (
    HubFilter,
    LimitOption,
    SortOption,
    found_metric,
    hub_filter,
    listed,
    paging,
)
from circo_cli.context import OUTPUTS, Invocation, of, parsed, unknown_value
from circo_cli.documents.language import Language, language_of
from circo_cli.documents.report import Report, collect_report
from circo_cli.errors import UsageError
from circo_cli.queries.listing import Paging, arranged
from circo_cli.rendering.result import Form, Message, Result, note
from circo_cli.storage.reader import Reader
from circo_cli.values.dates import FIRST_YEAR
from circo_cli.values.quarter import Quarter, parse_quarter
from circo_cli.values.rows import fields_of
from circo_cli.values.text import counted as number_of
from circo_cli.values.vocabulary import Metric

app = typer.Typer()

FORMATS: Mapping[str, tuple[str, str]] = {
    "text": ("report_text", "as_text"),
    "markdown": ("report_markdown", "as_markdown"),
    "html": ("report_html", "as_html"),
    "json": ("report", "as_json"),
    "csv": ("report_csv", "as_csv"),
    "xlsx": ("report_workbook", "as_workbook"),
}
"""The documents of a report: format → module of `circo_cli.documents`, imported on use, and its function.

A function takes the report, the language and what `_details` gives, and returns text, or bytes for a file that
holds none.
"""


_EXTENSIONS = {".txt": "text", ".md": "markdown", ".html": "html", ".json": "json", ".csv": "csv", ".xlsx": "xlsx"}


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
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; -o means the same."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="METRIC", help="List the keys behind this figure instead."),
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Report a quarter: figures with target and comparison, Tracks, questions, what is planned next.

    Examples:
    circo report quarter
    circo report quarter 2026Q2 --hub noord-holland --compare 2025Q2
    circo report quarter last --format markdown --to report.md
    circo report quarter 2026Q2 --hub noord-holland --to report.xlsx
    circo report quarter 2026Q2 --explain companies_new
    """
    call = of(ctx)
    reported: Quarter = parsed(parse_quarter, quarter, option="QUARTER", today=call.today)
    compared = _compared(call, compare, reported)
    if explain is not None:
        _keep_output(call, document, ("text", *OUTPUTS))
        told = [] if compare is None else [_not_compared(explain, compared)]
        return _explained(
            call, found_metric(explain, option="--explain"), reported, hub, paging(call, sort, limit), told
        )
    if call.fields is not None or sort is not None or limit is not None:
        raise UsageError(
            "a report is a document: --fields, --sort and --limit are for the list of --explain",
            hint="leave them out, or add --explain METRIC",
            code="unknown-field",
        )
    chosen = _keep_output(call, document or _format_of(call), tuple(FORMATS))
    language = language_of(call.language)
    with call.reader() as reader:
        hub_id = hub_filter(reader, hub)
        report = collect_report(reader, quarter=reported, compare=compared, hub_id=hub_id, today=call.today)
        details = _details(reader, chosen, reported, hub_id, call.today)
    if chosen == "text":
        return Result(form=Form.TEXT, picture=partial(_drawn, report, language))
    return Result(form=Form.TEXT, text=_write(report, chosen, language, *details))


def _drawn(report: Report, language: Language, width: int, color: bool) -> str:
    from circo_cli.documents.report_text import as_text

    return as_text(report, language, width=width, color=color)


def _keep_output(call: Invocation, named: str | None, known: Sequence[str]) -> str:
    """Return which of `known` is wanted: ``--format``, else ``-o``, else CIRCO_OUTPUT where it is one of them."""
    typed = call.options.get("output")
    for option, value in (("--format", named), ("--output", typed)):
        if value is not None and value not in known:
            raise unknown_value(value, known, option=option)
    if named is not None and typed not in (None, named):
        raise UsageError(
            f"--format {named} and -o {typed} name two different documents",
            hint="here -o means the same as --format: leave one out",
            code="output",
        )
    wanted = call.setting("output")
    chosen = str(named or typed or (wanted if wanted in known else "text"))
    # The boundary knows no output "text", and CIRCO_OUTPUT may name one that is not known here.
    call.options.keep("output", chosen if chosen in OUTPUTS else "table")
    call.output_choice()
    return chosen


def _format_of(call: Invocation) -> str | None:
    """Return the format after which the file of ``--to`` is called, where none was typed; None where it is not."""
    to = call.options.get("to")
    if to is None or call.options.get("output") is not None:
        return None
    return _EXTENSIONS.get(Path(str(to)).suffix.lower())


def _compared(call: Invocation, typed: str | None, reported: Quarter) -> Quarter | None:
    """Return the quarter to compare with; None where nothing was typed and no quarter lies before."""
    if typed is not None:
        return cast(Quarter, parsed(parse_quarter, typed, option="--compare", today=call.today))
    return None if reported == Quarter(FIRST_YEAR, 1) else reported.previous


def _details(reader: Reader, document: str, quarter: Quarter, hub_id: int | None, today: date) -> tuple[object, ...]:
    """Return what a document takes beside the report and the language: only a workbook has the rows behind it."""
    if document != "xlsx":
        return ()
    from circo_cli.documents.report_workbook import collect_details

    return (collect_details(reader, quarter=quarter, hub_id=hub_id, today=today),)


def _write(report: Report, document: str, language: Language, *details: object) -> str | bytes:
    module, function = FORMATS[document]
    write: Callable[..., str | bytes] = getattr(import_module(f"circo_cli.documents.{module}"), function)
    return write(report, language, *details)


def _explained(
    call: Invocation, counts: Metric, quarter: Quarter, hub: str | None, page: Paging, told: Sequence[Message]
) -> Result:
    """List the keys behind a figure, and say which figure where it is not their number."""
    from circo_cli.queries.explain import ExplainRow, keys_behind
    from circo_cli.queries.figures import QUOTIENTS, figures

    fields = fields_of(ExplainRow)
    with call.reader() as reader:
        hub_id = hub_filter(reader, hub)
        rows = keys_behind(reader, counts, first=quarter, last=quarter, hub_id=hub_id, today=call.today)
        if rows and counts in (*QUOTIENTS, Metric.PEOPLE):
            value = figures(reader, first=quarter, last=quarter, hub_id=hub_id, today=call.today, metrics=[counts])
            over = number_of(len(rows), "row", "rows")
            told = [*told, note(f"{counts} of {quarter} is {value[counts]}, from {over}")]
    return listed(arranged(rows, fields, page), fields, columns=fields, name=counts.value, messages=tuple(told))


def _not_compared(explain: str, compared: Quarter | None) -> Message:
    return note(
        f"--compare changes nothing in this list; circo report quarter {compared} --explain {explain} has the other"
    )
