"""circo digest: what the network learnt and asked, for CIRCO, for everybody and for each hub."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, day, found_hub, key_argument, listed, paging, shown
from circo_cli.context import Invocation, of, parsed, unknown_value
from circo_cli.documents.digest import FORMATS, Digest, collect_digest, file_name
from circo_cli.errors import CircoError, DatabaseError, NothingNewError, UsageError
from circo_cli.queries.digest import DIGESTS, find_audiences, list_digests, next_series, show_digest
from circo_cli.queries.digest_scope import Audience, Period
from circo_cli.queries.keys import find
from circo_cli.rendering.result import Form, Message, Result, Row, hint, note, warning
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter, parse_quarter

if TYPE_CHECKING:
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
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day; needs --until.")]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day; needs --from.")]
SinceLastOption = Annotated[
    bool, typer.Option("--since-last", help="What no earlier --since-last export of that audience held.")
]


class _Request(NamedTuple):
    """What was asked for, of every audience alike; `period` is None for ``--since-last``, `to` None for here."""

    period: Period | None
    formats: Sequence[str]
    to: str | None
    empty: str


class _Exported(NamedTuple):
    """What came of one export: its record, where there is one, the paths of its files, and what to say."""

    row: Row | None
    paths: Sequence[str]
    messages: Sequence[Message]


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

    Examples:
    circo digest preview --for network
    circo digest preview --for hub:limburg --quarter 2026Q2 --lang en
    circo digest preview --for circo --since-last --format json
    """
    call = of(ctx)
    chosen = _document(call, document)
    period = _period(call, quarter, from_, until, since_last=since_last)
    with call.reader() as reader:
        found = _only_one(_audiences(call, reader, audience), what="audience", where="digest preview")
        digest = _collect(call, reader, found, period)
    messages = [*_left_out(digest), hint(f"to keep it: circo digest export --for {found.name}")]
    return Result(form=Form.TEXT, text=FORMATS[chosen].render(digest), messages=tuple(messages))


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
    call = of(ctx)
    if to is None:
        to = call.options.get("to")
    call.options.keep("to", None)
    if empty is not None and empty not in EMPTY:
        raise unknown_value(empty, EMPTY, option="--empty")
    period = _period(call, quarter, from_, until, since_last=since_last)
    request = _Request(period, _formats(document), to, empty or ("skip" if since_last else "write"))
    call.changed(_FIELDS, [], [])
    with call.reader() as reader:
        audiences = _audiences(call, reader, audience)
    _check_target(request, audiences)
    done: list[_Exported] = []
    messages: list[Message] = []
    exit_code = 0
    for each in audiences:
        try:
            done.append(_export(call, each, request))
        except (CircoError, OSError) as problem:
            if len(audiences) == 1:
                raise
            error = _error(problem)
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
    """
    call = of(ctx)
    with call.reader() as reader:
        fields, row = shown(*show_digest(reader, find(reader, "digest", digest).id))
    return Result(form=Form.ONE, fields=fields, rows=[row])


def _export(call: Invocation, audience: Audience, request: _Request) -> _Exported:
    """Write and record the digest of one audience: one transaction, committed when its files are durable."""
    from circo_cli.domain.digest import record_digest

    with call.change(kind="export") as change:
        digest = _collect(call, change.reader, audience, request.period)
        messages = _left_out(digest)
        if not digest.items and request.empty != "write":
            nothing = f"nothing {'new ' if request.period is None else ''}for {audience.name}"
            if request.empty == "fail":
                raise NothingNewError(nothing, hint="--empty skip takes this for success")
            return _Exported(None, (), [*messages, note(f"{nothing}; nothing was written")])
        files = _write(call, digest, request, messages)
        paths = [path for path, _ in files]
        if digest.period.series is not None and not digest.items:
            return _Exported(None, paths, [*messages, note(f"nothing new for {audience.name}; nothing was recorded")])
        recorded = record_digest(
            change.session,
            audience=audience.name,
            language=digest.language,
            label=digest.period.label,
            first=digest.period.first,
            last=digest.period.last,
            series=digest.period.series,
            held=digest.held,
            files=files,
            exported_at=call.moment,
        )
        change.session.flush()
        number = recorded.id or 0
        key, count = number_key("digest", number), len(digest.items)
        change.summary = f"{key}: {audience.name}, {digest.period.label} ({count} {'item' if count == 1 else 'items'})"
        _, row = shown(*show_digest(change.reader, number))
        return _Exported(row, paths, messages)


def _write(call: Invocation, digest: Digest, request: _Request, messages: list[Message]) -> list[tuple[str, str]]:
    """Print or write the digest in every format, and return path and format of each file."""
    from circo_cli.rendering.streams import write_file, write_out

    if request.to == "-":
        write_out(FORMATS[request.formats[0]].render(digest))
        return []
    files: list[tuple[str, str]] = []
    for kind in request.formats:
        path = _path(digest, kind, request.to)
        files.append((str(path), kind))
        if call.flag("dry_run"):
            messages.append(note(f"would write {path}"))
            continue
        content = FORMATS[kind].render(digest).encode()
        if path.is_file() and path.read_bytes() == content:
            continue
        if not _is_file(request.to, kind):
            _make_directory(path.parent)
        write_file(path, content)
    return files


def _path(digest: Digest, format: str, to: str | None) -> Path:
    place = Path(to or ".").expanduser().absolute()
    if _is_file(to, format):
        return place
    return place / file_name(
        audience=digest.audience.name, period=digest.period, language=digest.language, format=format
    )


def _is_file(to: str | None, format: str) -> bool:
    return to is not None and to.endswith(FORMATS[format].extension) and not Path(to).expanduser().is_dir()


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, PermissionError) as problem:
        raise UsageError(
            f"--to: {path} cannot be a directory: {problem.strerror}", hint="choose another path", code="output-file"
        ) from problem


def _error(problem: CircoError | OSError) -> CircoError:
    """Return what went wrong with one of several digests as an error with an exit code."""
    if isinstance(problem, CircoError):
        return problem
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DatabaseError("the disk is full", code="disk-full", hint="free some space")
    return UsageError(f"{problem.filename or 'file'}: {problem.strerror}", code="file")


def _collect(call: Invocation, reader: Reader, audience: Audience, period: Period | None) -> Digest:
    language = call.language
    if period is None:
        number = next_series(reader, audience=audience, language=language)
        period = Period(f"nr-{number:04}", series=number)
    return collect_digest(reader, audience=audience, language=language, period=period, today=call.today)


def _left_out(digest: Digest) -> list[Message]:
    messages: list[Message] = []
    for item, names in digest.left_out:
        hits = ", ".join(f"{name.kind} '{name.text}'" for name in names)
        messages.append(warning(f"{digest.audience.name}: {item.fields['key']} is left out, as it names {hits}"))
    return messages


def _period(
    call: Invocation, quarter: str | None, from_: str | None, until: str | None, *, since_last: bool
) -> Period | None:
    """Return the period that was typed, by default this quarter; None for ``--since-last``."""
    if sum((quarter is not None, from_ is not None or until is not None, since_last)) > 1:
        raise UsageError(
            "--quarter, --from with --until, and --since-last exclude each other", hint="leave all but one out"
        )
    if since_last:
        return None
    first, last = day(call, from_, option="--from"), day(call, until, option="--until")
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
        raise UsageError("for whom? --for is missing", hint="--for circo, network, hub:HUB or hubs", code="missing")
    return find_audiences(reader, [f"hub:{found_hub(reader, hub).key}"])


def _only_one(found: list[Audience], *, what: str, where: str) -> Audience:
    if len(found) != 1:
        raise UsageError(f"{where} takes one {what}, and these are {len(found)}", hint="name one with --for AUDIENCE")
    return found[0]


def _formats(typed: list[str] | None) -> list[str]:
    """Return the formats that were typed, each once; markdown by default."""
    for each in typed or ():
        if each not in FORMATS:
            raise unknown_value(each, tuple(FORMATS), option="--format")
    return list(dict.fromkeys(typed or [next(iter(FORMATS))]))


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


def _check_target(request: _Request, audiences: Sequence[Audience]) -> None:
    """Refuse one target for several documents, before any work is done."""
    documents = len(audiences) * len(request.formats)
    if request.to == "-" and documents != 1:
        raise UsageError(
            f"--to - prints one digest in one format, and these are {documents}", hint="--to DIR takes several"
        )
    if documents > 1 and any(_is_file(request.to, kind) for kind in request.formats):
        raise UsageError(
            f"--to {request.to} is one file, and these are {documents} digests",
            hint="--to DIR takes several",
            code="output-file",
        )
