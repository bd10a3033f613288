"""Exporting a digest: its files first, then, once they are durable, the record of what they hold."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from circo_cli.commands.arguments import shown
from circo_cli.commands.mail import mail_for
from circo_cli.context import Invocation
from circo_cli.documents.digest import FORMATS, MAIL, Digest, collect_digest, file_name
from circo_cli.errors import CircoError, DatabaseError, NothingNewError, UsageError
from circo_cli.queries.digest import next_series, show_digest
from circo_cli.queries.digest_scope import Audience, Period
from circo_cli.rendering.result import Message, Row, note, warning
from circo_cli.values.keys import number_key

if TYPE_CHECKING:
    from circo_cli.storage.reader import Reader


class Request(NamedTuple):
    """What was asked for, of every audience alike; `period` is None for ``--since-last``, `to` None for here."""

    period: Period | None
    formats: Sequence[str]
    to: str | None
    empty: str


class Exported(NamedTuple):
    """What came of one export: its record, where there is one, the paths of its files, and what to say."""

    row: Row | None
    paths: Sequence[str]
    messages: Sequence[Message]


def export_digest(call: Invocation, audience: Audience, request: Request) -> Exported:
    """Write and record the digest of one audience: one transaction, committed when its files are durable.

    Where it fails in between, the files of a ``--since-last`` digest go again: without a record they would be told
    twice. What a killed process leaves is replaced by the next run, under the same number.
    """
    new: list[Path] = []
    try:
        return _export(call, audience, request, new)
    except BaseException:
        for path in new:
            if not _may_be_recorded(call, path):
                path.unlink(missing_ok=True)
        raise


def _may_be_recorded(call: Invocation, path: Path) -> bool:
    """Tell whether a file is on record, as one is when the interrupt came after the commit; unsure counts as yes."""
    try:
        with call.reader() as reader:
            return reader.value("SELECT 1 FROM digest_file WHERE path = :path", {"path": str(path)}) is not None
    except (CircoError, OSError):
        return True


def _export(call: Invocation, audience: Audience, request: Request, new: list[Path]) -> Exported:
    from circo_cli.domain.digest import record_digest

    with call.change(kind="export") as change:
        digest = collect(call, change.reader, audience, request.period, request.formats)
        messages = left_out(digest)
        if not digest.items and request.empty != "write":
            nothing = f"nothing {'new ' if request.period is None else ''}for {audience.name}"
            if request.empty == "fail":
                raise NothingNewError(nothing, hint="--empty skip takes this for success")
            return Exported(None, (), [*messages, note(f"{nothing}; nothing was written")])
        files = _write(call, digest, request, messages, new)
        paths = [path for path, _ in files]
        if digest.period.series is not None and not digest.items:
            return Exported(None, paths, [*messages, note(f"nothing new for {audience.name}; nothing was recorded")])
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
        return Exported(row, paths, messages)


def _write(
    call: Invocation, digest: Digest, request: Request, messages: list[Message], new: list[Path]
) -> list[tuple[str, str]]:
    """Print or write the digest in every format, and return path and format of each file.

    `new` gathers the files of a ``--since-last`` digest that were not there before.
    """
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
        if digest.period.series is not None and not digest.items and path.exists():
            messages.append(note(f"{path} is left as it is"))
            continue
        if not is_file(request.to, kind):
            _make_directory(path.parent)
        if digest.period.series is not None and not path.exists():
            new.append(path)
        write_file(path, content)
    return files


def _path(digest: Digest, format: str, to: str | None) -> Path:
    place = Path(to or ".").expanduser().absolute()
    if is_file(to, format):
        return place
    return place / file_name(
        audience=digest.audience.name, period=digest.period, language=digest.language, format=format
    )


def is_file(to: str | None, format: str) -> bool:
    return to is not None and to.endswith(FORMATS[format].extension) and not Path(to).expanduser().is_dir()


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, PermissionError) as problem:
        raise UsageError(
            f"--to: {path} cannot be a directory: {problem.strerror}", hint="choose another path", code="output-file"
        ) from problem


def as_error(problem: CircoError | OSError) -> CircoError:
    """Return what went wrong with one of several digests as an error with an exit code."""
    if isinstance(problem, CircoError):
        return problem
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DatabaseError("the disk is full", code="disk-full", hint="free some space")
    return UsageError(f"{problem.filename or 'file'}: {problem.strerror}", code="file")


def collect(
    call: Invocation, reader: Reader, audience: Audience, period: Period | None, formats: Sequence[str]
) -> Digest:
    language = call.language
    if period is None:
        number = next_series(reader, audience=audience, language=language)
        period = Period(f"nr-{number:04}", series=number)
    mail = mail_for(call, reader, audience) if MAIL in formats else None
    return collect_digest(reader, audience=audience, language=language, period=period, today=call.today, mail=mail)


def left_out(digest: Digest) -> list[Message]:
    messages: list[Message] = []
    for item, names in digest.left_out:
        hits = ", ".join(f"{name.kind} '{name.text}'" for name in names)
        messages.append(warning(f"{digest.audience.name}: {item.fields['key']} is left out, as it names {hits}"))
    return messages
