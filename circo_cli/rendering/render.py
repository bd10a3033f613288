"""A result, or an error, printed as this invocation wants it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from circo_cli.errors import BadRowsError, CircoError, UsageError
from circo_cli.rendering import streams
from circo_cli.rendering.cells import cell, flat, to_json
from circo_cli.rendering.result import Choice, Form, Level, Message, Narrowed, Picture, Result

PIPED_WIDTH = 80
"""Columns of a document that is drawn for no terminal."""

_Content = str | bytes | Iterator[str] | Iterator[bytes]
"""What is printed: at once, or piece by piece."""

_STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "hint": "\x1b[36m", "note": "\x1b[2m"}
_PLAIN = "\x1b[0m"


def render(result: Result, choice: Choice) -> int:
    """Print `result` and return the exit code of the command."""
    changed = result.form in (Form.CHANGED, Form.CHANGED_MANY)
    messages = list(result.messages)
    if changed and choice.quiet:
        text: _Content = "".join(f"{flat(row[0])}\n" for row in result.rows)
    elif result.form is Form.TEXT:
        drawn = result.picture if not result.text or _on_terminal(choice) else None
        text = result.text if drawn is None else _drawn(drawn, choice)
    else:
        narrowed = narrow(result, choice.fields)
        text, more = _body(narrowed, choice)
        messages += more
    _deliver(text, choice, mode=0o600 if result.private else 0o666)
    for message in messages:
        if message.level is Level.WARNING or not choice.quiet:
            say(message.level.value, message.text, choice)
    return result.exit_code


def narrow(result: Result, fields: tuple[str, ...] | None) -> Result:
    """Return the result with only `fields`, in that order.

    Raises `UsageError` for a field that the result does not have.
    """
    if fields is None:
        return result
    check_fields(fields, result.fields)
    places = [result.fields.index(name) for name in fields]
    return Result(
        form=result.form,
        fields=fields,
        rows=Narrowed(result.rows, places),
        columns=fields,
        lines=result.lines,
        total=result.total,
        text=result.text,
        exit_code=result.exit_code,
        name=result.name,
        private=result.private,
    )


def check_fields(fields: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Raise `UsageError` unless every one of `fields` is `known`."""
    for name in fields:
        if name not in known:
            raise UsageError(
                f"there is no field '{name}' here", hint=f"fields: {', '.join(known)}", code="unknown-field"
            )


def _body(result: Result, choice: Choice) -> tuple[_Content, list[Message]]:
    match choice.output:
        case "json":
            from circo_cli.rendering.structured import as_json

            return as_json(result), []
        case "jsonl":
            from circo_cli.rendering.structured import as_jsonl

            return as_jsonl(result), []
        case "csv" | "tsv":
            from circo_cli.rendering.structured import as_separated

            return as_separated(result, "," if choice.output == "csv" else "\t"), []
        case "markdown":
            from circo_cli.rendering.structured import as_markdown

            return as_markdown(result), []
        case "xlsx":
            from circo_cli.rendering.structured import as_workbook

            return as_workbook(result), []
    return _table(result, choice)


def _drawn(picture: Picture, choice: Choice) -> str:
    """Return a document that is as wide as the terminal, and always the same where there is none.

    A dumb terminal may be read aloud: two panes beside each other would be read across.
    """
    from circo_cli.rendering.table import terminal_width

    wide = _on_terminal(choice) and os.environ.get("TERM") != "dumb"
    return picture(terminal_width() if wide else PIPED_WIDTH, choice.to is None and wants_color(choice, sys.stdout))


def _on_terminal(choice: Choice) -> bool:
    return choice.to is None and streams.is_terminal(sys.stdout)


def _table(result: Result, choice: Choice) -> tuple[_Content, list[Message]]:
    if result.form in (Form.CHANGED, Form.CHANGED_MANY) and choice.fields is None:
        pairs = zip(result.rows, result.lines, strict=True)
        return "".join(f"{flat(row[0])}  {flat(line)}".lstrip() + "\n" for row, line in pairs), []
    from circo_cli.rendering import table

    if _on_terminal(choice):
        return table.on_terminal(result, color=wants_color(choice, sys.stdout))
    return table.plain(result), []


def _deliver(content: _Content, choice: Choice, *, mode: int) -> None:
    pieces: Iterable[Any] = [content] if isinstance(content, str | bytes) else content
    if choice.to is not None:
        encoded = (piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)
        streams.write_file(choice.to, encoded, mode=mode)
        say("note", f"written to {choice.to}", choice) if not choice.quiet else None
        return
    for piece in streams.gathered(pieces):
        if isinstance(piece, bytes):
            raise UsageError("a workbook cannot go to the terminal", hint="add --to FILE.xlsx", code="output")
        if piece:
            streams.write_out(piece)


def wants_color(choice: Choice, stream: object) -> bool:
    """Tell whether `stream` gets colour."""
    if choice.color != "auto":
        return choice.color == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return streams.is_terminal(stream)


def say(level: str, text: str, choice: Choice) -> None:
    """Say a line on stderr, after what it is: ``error``, ``warning``, ``hint`` or ``note``."""
    style, plain = (_STYLES[level], _PLAIN) if wants_color(choice, sys.stderr) else ("", "")
    line = _fitting(f"{level}: {flat(text)}", commands=level != "error")
    streams.write_err(f"{style}{level}:{plain}{line.removeprefix(f'{level}:')}\n")


def _fitting(line: str, *, commands: bool = True) -> str:
    """Return a line for stderr, broken between words where a terminal shows it."""
    if not streams.is_terminal(sys.stderr):
        return line
    from circo_cli.rendering.sentences import broken
    from circo_cli.rendering.table import terminal_width

    return broken(line, terminal_width(sys.stderr), commands=commands)


def render_error(error: CircoError, choice: Choice) -> None:
    """Print `error` on stderr: two lines for people, one of JSON for programs."""
    if choice.output in ("json", "jsonl"):
        body = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "exit_code": error.exit_code,
            "details": error.details,
        }
        streams.write_err(to_json({"error": body}, indent=None) + "\n")
        return
    say(error.level, error.message, choice)
    if isinstance(error, BadRowsError):
        from circo_cli.rendering.table import bad_rows

        streams.write_err(bad_rows(error.details))
    else:
        for detail in error.details:
            if isinstance(detail, dict):
                streams.write_err(f"  {_fitting(flat(_detail(detail)))}\n")
    if error.hint:
        say("hint", error.hint, choice)


def _detail(detail: dict[str, object]) -> str:
    return ", ".join(f"{name} {cell(value)}" for name, value in detail.items() if value is not None)
