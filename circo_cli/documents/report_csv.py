"""The figures of the quarter report as CSV: the columns of the rows in JSON."""

from __future__ import annotations

from circo_cli.documents.language import Language
from circo_cli.documents.report import Report
from circo_cli.queries.report import ReportRow
from circo_cli.rendering.result import Form, Result
from circo_cli.rendering.structured import as_separated
from circo_cli.values.rows import fields_of


def as_csv(report: Report, language: Language | None = None) -> str:
    """Return a line for every metric; codes and numbers are of no `language`."""
    return "".join(as_separated(Result(form=Form.LIST, fields=fields_of(ReportRow), rows=report.rows), ","))
