"""circo digest: what the network learnt and asked, for CIRCO, for everybody and for each hub."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import (
    LimitOption,
    SortOption,
    first_day,
    found_hub,
    key_argument,
    last_day,
    listed,
    paging,
    shown,
)
from circo_cli.context import Invocation, of, parsed, unknown_value
from circo_cli.documents.digest import FORMATS, json_pieces
from circo_cli.errors import CircoError, MissingValueError, UsageError
from circo_cli.queries.digest import DIGESTS, find_audiences, list_digests, show_digest
from circo_cli.queries.digest_scope import Audience, Period
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, hint, warning

if TYPE_CHECKING:
    from circo_cli.commands.exporting import Request
    from circo_cli.storage.reader import Reader

app = typer.Typer()

EMPTY = ("write", "skip", "fail")
_FIELDS = (*DIGESTS.fields, "item_list")
_COLUMNS = ("key", "audience", "language", "period_from", "period_until", "series", "exported_at", "items")

ForOption = Annotated[
    list[str] | None,
    typer.Option("--for", metavar="AUDIENCE", help="circo, network, hub:HUB, or hubs for each hub; repeat it."),
]
QuarterOption = Annotated[
    str | None, typer.Option("--quarter", metavar="QUARTER", help="2026Q2, this, last; default this quarter.")
]
_OTHER_NAMES = {"mail": "eml", "md": "markdown", "txt": "text"}
"""What formats are called too: as a person says it, and as their files end."""

FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, or a month; needs --until.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, or a month; needs --from.")]
SinceLastOption = Annotated[
    bool, typer.Option("--since-last", help="What no earlier --since-last export of that audience held.")
]

_READ_HERE = 300_000
"""So many characters of a digest are laid out for a terminal; more than that nobody reads there."""


@app.command("preview")
def preview(
    ctx: typer.Context,
    audience: ForOption = None,
    quarter: QuarterOption = None,
    from_: FromOption = None,
    until: UntilOption = None,
    since_last: SinceLastOption = False,
    document: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; -o means the same."),
    ] = None,
) -> Result:
    """Print the digest of one audience, without recording anything.

    A terminal shows it as its readers will see it; --format markdown prints the Markdown.

    Examples:
    circo digest preview --for network
    circo digest preview --for hub:limburg --quarter 2026Q2 --lang en
    circo digest preview --for circo --since-last --format json
    circo digest preview --for network --format html --to digest.html
    """
    from circo_cli.commands.exporting import collect, left_out

    call = of(ctx)
    asked_for = document or call.options.get("output")
    chosen = _document(call, document)
    period = _period(call, quarter, from_, until, since_last=since_last)
    with call.reader() as reader:
        found = _only_one(_audiences(call, reader, audience), what="audience", where="digest preview")
        digest = collect(call, reader, found, period, [chosen])
    messages = [*left_out(digest), hint(f"to keep it: circo digest export --for {found.name}")]
    text = json_pieces(digest) if chosen == "json" else FORMATS[chosen].render(digest)
    picture = None
    if chosen == "markdown" and not asked_for and isinstance(text, str) and len(text) <= _READ_HERE:
        picture = partial(_as_read, text)
    return Result(form=Form.TEXT, text=text, picture=picture, messages=tuple(messages))


def _as_read(text: str, width: int, color: bool) -> str:
    """Return a digest as its readers will see it, for a terminal where no format was asked for."""
    from circo_cli.rendering.pictures.prose import read_markdown

    return "".join(f"{line}\n" for line in read_markdown(text, width, color=color))


@app.command("export")
def export(
    ctx: typer.Context,
    audience: ForOption = None,
    quarter: QuarterOption = None,
    from_: FromOption = None,
    until: UntilOption = None,
    since_last: SinceLastOption = False,
    document: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; repeat it."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DIR|FILE|-", help="Where; a FILE ends in the format's extension; - prints."),
    ] = None,
    empty: Annotated[
        str | None,
        typer.Option("--empty", metavar="write|skip|fail", help="What to do when there is nothing (new) to tell."),
    ] = None,
) -> Result:
    """Write digests to files and record what they held.

    Examples:
    circo digest export --for network --for hubs --to digests
    circo digest export --for circo --quarter last --format markdown --format json
    circo digest export --for network --since-last --empty fail
    """
    from circo_cli.commands.exporting import Exported, Request, as_error, export_digest

    call = of(ctx)
    if to is None:
        to = call.options.get("to")
    call.options.keep("to", None)
    if empty is not None and empty not in EMPTY:
        raise unknown_value(empty, EMPTY, option="--empty")
    period = _period(call, quarter, from_, until, since_last=since_last)
    request = Request(period, _formats(document, to), to, empty or ("skip" if since_last else "write"))
    call.changed(_FIELDS, [], [])
    with call.reader() as reader:
        audiences = _audiences(call, reader, audience)
    _check_target(request, audiences)
    done: list[Exported] = []
    messages: list[Message] = []
    exit_code = 0
    for each in audiences:
        try:
            done.append(export_digest(call, each, request))
        except (CircoError, OSError) as problem:
            if len(audiences) == 1:
                raise
            error = as_error(problem)
            messages.append(warning(f"{each.name}: {error.message}{f'; {error.hint}' if error.hint else ''}"))
            exit_code = exit_code or error.exit_code
    messages += [message for each in done for message in each.messages]
    if to == "-" or call.flag("quiet"):
        return Result(form=Form.TEXT, messages=tuple(messages), exit_code=exit_code)
    rows = [(each.row, path) for each in done if each.row is not None for path in each.paths]
    if call.output_choice().output != "table" or call.fields is not None:
        rows = [(each.row, "") for each in done if each.row is not None]
    return call.changed(
        _FIELDS,
        [row for row, _ in rows],
        [path for _, path in rows],
        many=True,
        messages=messages,
        exit_code=exit_code,
    )


@app.command("list")
def list_(
    ctx: typer.Context,
    audience: Annotated[
        str | None, typer.Option("--audience", "--for", metavar="AUDIENCE", help="circo, network or hub:HUB.")
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """List the digests that were exported.

    Examples:
    circo digest list
    circo digest list --audience hub:limburg --sort -exported_at
    """
    call = of(ctx)
    with call.reader() as reader:
        name = None
        if audience is not None:
            name = _only_one(find_audiences(reader, [audience]), what="audience", where="digest list").name
        page = list_digests(reader, audience=name, paging=paging(call, sort, limit))
    return listed(page, DIGESTS.fields, columns=_COLUMNS, name="digests")


@app.command("show")
def show(ctx: typer.Context, digest: Annotated[str, key_argument("digest")]) -> Result:
    """Show an exported digest: its files, and every item that it held.

    Examples:
    circo digest show D1
    circo digest show D1 --json
    """
    call = of(ctx)
    with call.reader() as reader:
        fields, row = shown(*show_digest(reader, find(reader, "digest", digest).id))
    return Result(form=Form.ONE, fields=fields, rows=[row])


def _period(
    call: Invocation, quarter: str | None, from_: str | None, until: str | None, *, since_last: bool
) -> Period | None:
    """Return the period that was typed, by default this quarter; None for ``--since-last``."""
    from circo_cli.values.quarter import Quarter, parse_quarter

    if sum((quarter is not None, from_ is not None or until is not None, since_last)) > 1:
        raise UsageError(
            "--quarter, --from with --until, and --since-last exclude each other", hint="leave all but one out"
        )
    if since_last:
        return None
    first, last = first_day(call, from_), last_day(call, until)
    if (first is None) != (last is None):
        raise UsageError("--from and --until belong together", hint="add the other one")
    if first is not None and last is not None:
        return _days(first, last)
    found: Quarter = parsed(parse_quarter, quarter or "this", option="--quarter", today=call.today)
    return Period(str(found), found.first, found.last)


def _days(first: date, last: date) -> Period:
    if last < first:
        raise UsageError(
            f"--until {last} lies before --from {first}", hint="give the later date to --until", code="period"
        )
    return Period(f"{first}--{last}", first, last)


def _audiences(call: Invocation, reader: Reader, typed: list[str] | None) -> list[Audience]:
    """Return the audiences that were typed, by default the configured hub."""
    if typed:
        return find_audiences(reader, typed)
    hub = call.configured_hub("--for AUDIENCE says otherwise")
    if hub is None:
        raise MissingValueError(
            "for whom? --for is missing", parameter="audience", hint="--for circo, network, hub:HUB or hubs"
        )
    return find_audiences(reader, [f"hub:{found_hub(reader, hub).key}"])


def _only_one(found: list[Audience], *, what: str, where: str) -> Audience:
    if len(found) != 1:
        raise UsageError(f"{where} takes one {what}, and these are {len(found)}", hint="name one with --for AUDIENCE")
    return found[0]


def _formats(typed: list[str] | None, to: str | None = None) -> list[str]:
    """Return the formats that were typed, each once; else the one that the file `to` is named for; else markdown."""
    from circo_cli.commands.exporting import is_file

    chosen = [_OTHER_NAMES.get(each.lower(), each) for each in typed or ()]
    for each in chosen:
        if each not in FORMATS:
            raise unknown_value(each, tuple(FORMATS), option="--format")
    named = [kind for kind in FORMATS if is_file(to, kind)]
    return list(dict.fromkeys(chosen or named or [next(iter(FORMATS))]))


def _document(call: Invocation, typed: list[str] | None) -> str:
    """Return the format to print: ``--format``, else ``-o``, else CIRCO_OUTPUT where a digest has it."""
    if call.fields is not None:
        raise UsageError("a digest is a document and has no --fields", hint="leave --fields out", code="unknown-field")
    output = call.options.get("output")
    formats = _formats(typed) if typed else []
    if output is not None and output not in FORMATS:
        raise unknown_value(output, tuple(FORMATS), option="--output")
    wanted = list(dict.fromkeys([*formats, *([output] if output else [])]))
    if len(wanted) > 1:
        raise UsageError(
            f"{' and '.join(wanted)} are different documents", hint="here -o means --format: type one", code="output"
        )
    setting = call.setting("output")
    chosen = wanted[0] if wanted else setting if setting in FORMATS else next(iter(FORMATS))
    # The boundary knows no output "text", and CIRCO_OUTPUT may name one that a digest does not have.
    call.options.keep("output", "json" if chosen == "json" else "table")
    return str(chosen)


def _check_target(request: Request, audiences: Sequence[Audience]) -> None:
    """Refuse one target for several documents, before any work is done."""
    from circo_cli.commands.exporting import is_file

    documents = len(audiences) * len(request.formats)
    if request.to == "-" and documents != 1:
        raise UsageError(
            f"--to - prints one digest in one format, and these are {documents}", hint="--to DIR takes several"
        )
    if documents > 1 and any(is_file(request.to, kind) for kind in request.formats):
        raise UsageError(
            f"--to {request.to} is one file, and these are {documents} digests",
            hint="--to DIR takes several",
            code="output-file",
        )
